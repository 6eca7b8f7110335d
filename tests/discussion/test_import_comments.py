"""Taking comments from elsewhere out of a file."""

import csv
import json
from datetime import UTC, datetime

import pytest

from reform_portal.core.errors import CommandError, NotFound
from reform_portal.core.spreadsheets import unguard
from reform_portal.discussion import comment_import, queries
from reform_portal.discussion.comment_import import CommentImport, write_rejected
from reform_portal.discussion.import_rows import parse_mapping
from reform_portal.discussion.models import Comment
from reform_portal.journal.queries import last_number
from tests.discussion.acts import bend, count, kinds_about, tally
from tests.factories import make_draft
from tests.texts import LAND_2

ROW = {"external_id": "1", "body": "Тридцять днів — задовго."}
FULL = {
    "external_id": "A-17", "body": "Перший рядок.\nДругий «рядок», з комою.", "clause": "art_3__para_1",
    "quote": "30 календарних днів", "author": "Ганна Барвінок", "created_at": "2026-10-25T12:00", "stance": "Oppose",
    "parent_external_id": "", "supports": "12", "status": "published", "version": "1",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path, draft):
    return tmp_path


def csv_file(folder, *rows, name="comments.csv"):
    """A file with the columns of all rows."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return folder / name


def json_file(folder, *rows, name="comments.jsonl"):
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


def take(path, source="newspaper", mapping="", slug="land"):
    return CommentImport(slug, source).run(path, parse_mapping(mapping))


def outcome(result):
    return result.taken, result.known, [(row.line, row.reason) for row in result.rejected]


def taken(external_id="1"):
    """The comment that was imported under an id."""
    rows = [row for batch in queries.in_batches(status=None) for row in batch if row.external_id == external_id]
    assert len(rows) == 1, rows
    return rows[0]


@pytest.mark.parametrize("write", [csv_file, json_file])
def test_every_field_is_taken(folder, write):
    assert outcome(take(write(folder, FULL))) == (1, 0, [])
    found = taken("A-17")
    assert (found.body, found.eid, found.stance) == (FULL["body"], "art_3__para_1", "oppose")
    assert (found.quote, found.start, found.prefix) == ("30 календарних днів", 30, "Рада розглядає заяву протягом ")
    assert (found.author, found.supports, found.source) == ("Ганна Барвінок", 12, "newspaper")
    assert found.created_at == datetime(2026, 10, 25, 10, tzinfo=UTC)
    assert found.person_id is None and found.version == 1


def test_only_an_id_and_words_are_needed(folder):
    assert outcome(take(csv_file(folder, ROW))) == (1, 0, [])
    found = taken()
    assert (found.eid, found.stance, found.author, found.supports, found.status) == (
        None,
        "neutral",
        "",
        0,
        "published",
    )


def test_imported_comments_are_counted_shown_and_in_the_journal(folder, client):
    take(csv_file(folder, FULL, {**FULL, "external_id": "A-18", "stance": "support"}))
    found = taken("A-17")
    assert tally(found.public_id) == {"oppose": 1, "support": 1, "comments": 2}
    assert kinds_about(f"c:{found.public_id}") == ["comment.imported"]
    assert "Ганна Барвінок" in client.get("/drafts/land/art_3__para_1").text


def test_imported_words_are_never_markup(folder, client):
    take(csv_file(folder, {**ROW, "body": "<img src=x onerror=alert(1)>", "author": "<b>Я</b>"}))
    html = client.get(f"/comments/{taken().public_id}").html
    assert "<img" not in html and "&lt;b&gt;Я" in html


def test_second_import_makes_no_duplicates(folder):
    path = csv_file(folder, ROW, {**ROW, "external_id": "2"})
    take(path)
    entries = last_number()
    assert outcome(take(path)) == (0, 2, [])
    assert (count(Comment), last_number()) == (2, entries)


def test_file_that_grew_gives_only_what_is_new(folder):
    take(csv_file(folder, ROW))
    assert outcome(take(csv_file(folder, ROW, {**ROW, "external_id": "2"}))) == (1, 1, [])


def test_same_id_within_one_file_is_taken_once(folder):
    assert outcome(take(csv_file(folder, ROW, {**ROW, "body": "Інше."}))) == (1, 1, [])
    assert taken().body == ROW["body"]


def test_same_id_from_another_source_or_about_another_draft_is_another_comment(folder):
    path = csv_file(folder, ROW)
    make_draft("water", name="water.md", text=LAND_2)
    assert [take(path).taken, take(path, "radio").taken, take(path, slug="water").taken] == [1, 1, 1]
    assert count(Comment) == 3


def test_good_row_after_a_refused_one_with_the_same_id_is_taken(folder):
    path = csv_file(folder, {**ROW, "clause": "art_99"}, {**ROW, "clause": "art_2"})
    assert take(path).taken == 1


def test_replies_follow_their_parents_in_whatever_order_they_come(folder):
    rows = [
        {**ROW, "external_id": "3", "parent_external_id": "2"},
        {**ROW, "external_id": "2", "parent_external_id": "1"},
        {**ROW, "external_id": "1", "clause": "art_2__para_nn_1"},
    ]
    assert outcome(take(json_file(folder, *rows))) == (3, 0, [])
    root, reply, second = taken("1"), taken("2"), taken("3")
    assert (reply.parent_id, reply.root_id) == (root.id, root.id)
    assert (second.parent_id, second.root_id) == (reply.id, root.id)
    assert {reply.provision_id, second.provision_id} == {root.provision_id}
    assert (root.replies, reply.replies, second.replies) == (1, 1, 0)


def test_parent_may_come_batches_later_or_files_earlier(folder, monkeypatch):
    monkeypatch.setattr(comment_import, "BATCH", 2)
    child = {**ROW, "external_id": "child", "parent_external_id": "parent"}
    others = [{**ROW, "external_id": str(n)} for n in range(4)]
    assert outcome(take(json_file(folder, child, *others, {**ROW, "external_id": "parent"}))) == (6, 0, [])
    later = {**ROW, "external_id": "later", "parent_external_id": "parent"}
    assert take(csv_file(folder, {**later, "clause": ""})).taken == 1
    assert taken("child").root_id == taken("later").root_id == taken("parent").id


def test_replies_without_a_parent_are_refused_whole_circles_too(folder):
    rows = [
        {**ROW, "external_id": "1", "parent_external_id": "nobody"},
        {**ROW, "external_id": "2", "parent_external_id": "2"},
        {**ROW, "external_id": "3", "parent_external_id": "4"},
        {**ROW, "external_id": "4", "parent_external_id": "3"},
        {**ROW, "external_id": "5", "parent_external_id": "1"},
    ]
    result = take(csv_file(folder, *rows))
    assert (result.taken, sorted(row.line for row in result.rejected)) == (0, [2, 3, 4, 5, 6])
    assert "«nobody»" in result.rejected[0].reason


def test_parent_of_another_source_is_no_parent(folder):
    take(csv_file(folder, ROW), "radio")
    assert not take(csv_file(folder, {**ROW, "external_id": "2", "parent_external_id": "1"})).taken


@pytest.mark.parametrize("written", ["лист  №1", "лист №1\u200b", "Andri\u0301й"])
def test_parent_is_found_however_its_id_is_written(folder, written):
    rows = [{**ROW, "external_id": written}, {**ROW, "external_id": "2", "parent_external_id": written}]
    assert take(json_file(folder, *rows)).taken == 2


def test_reply_without_a_version_stands_at_the_version_of_its_parent(folder):
    make_draft(text=LAND_2, name="002.md")
    parent = {**ROW, "clause": "art_3__para_1", "version": "1"}
    take(json_file(folder, parent, {**ROW, "external_id": "2", "parent_external_id": "1"}))
    assert (taken("2").clause_id, taken("2").version) == (taken("1").clause_id, 1)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"external_id": " "}, "немає external_id"),
        ({"external_id": "x" * 201}, "external_id задовгий"),
        ({"external_id": "a\x00b"}, "у полі external_id є службові символи"),
        ({"body": " \n"}, "порожній текст"),
        ({"body": "а" * 10_001}, "10001"),
        ({"body": "нуль\x00"}, "у тексті є службові символи"),
        ({"stance": "love"}, "ставлення «love» немає"),
        ({"status": "hidden"}, "стану «hidden» немає"),
        ({"created_at": "учора"}, "created_at «учора» не є датою ISO 8601"),
        ({"created_at": "2026-02-30"}, "не є датою"),
        ({"created_at": "0001-01-01T00:00+14:00"}, "не є датою"),
        ({"supports": "багато"}, "supports має бути цілим числом"),
        ({"supports": "-1"}, "supports має бути цілим числом"),
        ({"supports": "1.5"}, "supports має бути цілим числом"),
        ({"supports": "99999999999"}, "supports має бути цілим числом"),
        ({"version": "²"}, "version має бути цілим числом"),
        ({"version": "9"}, "редакції 9 немає"),
        ({"clause": "art_99"}, "у тексті немає місця «art_99»"),
        ({"clause": "art_2", "quote": "цих слів немає"}, "цитованих слів у цьому місці немає"),
        ({"quote": "30 календарних днів"}, "цитованих слів у цьому місці немає"),
        ({"parent_external_id": "0"}, "немає зауваження «0»"),
    ],
)
def test_bad_row_is_refused_with_its_line_and_the_others_are_taken(folder, change, reason):
    rows = [{**ROW, "external_id": "before"}, {**ROW, **change}, {**ROW, "external_id": "after"}]
    result = take(csv_file(folder, *rows))
    assert (result.taken, result.known) == (2, 0)
    assert [row.line for row in result.rejected] == [3]
    assert reason in result.rejected[0].reason


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "рядок не є JSON"),
        ("[" * 100_000, "рядок не є JSON"),
        ("[1]", "не є об’єктом JSON"),
        ("null", "не є об’єктом JSON"),
        ('{"external_id": "1", "body": ["а"]}', "поле body має бути текстом або числом"),
        ('{"external_id": true, "body": "а"}', "поле external_id має бути текстом або числом"),
        ('{"external_id": "1", "body": "\\ud800"}', "у тексті є службові символи"),
        ('{"external_id": "1"}', "порожній текст"),
    ],
)
def test_bad_line_of_json_is_refused_and_the_others_are_taken(folder, line, reason):
    result = take(json_file(folder, {**ROW, "external_id": "before"}, "", line, {**ROW, "external_id": "after"}))
    assert result.taken == 2
    assert [(row.line, reason in row.reason) for row in result.rejected] == [(3, True)]


def test_numbers_of_json_are_taken_as_they_read(folder):
    take(json_file(folder, {"external_id": 17, "body": 2026, "supports": 3}))
    assert (taken("17").body, taken("17").supports) == ("2026", 3)


def test_lone_surrogate_in_the_id_of_the_parent_refuses_its_row_only(folder):
    broken = '{"external_id": "1", "body": "а", "parent_external_id": "\\ud800"}'
    assert take(json_file(folder, broken, {**ROW, "external_id": "2"})).taken == 1


def test_lines_are_counted_over_line_breaks_within_cells(folder):
    rows = [{**ROW, "body": "Один.\nДва.\nТри."}, {**ROW, "external_id": "2", "stance": "love"}]
    assert [row.line for row in take(csv_file(folder, *rows)).rejected] == [5]


def test_lines_are_counted_over_blank_lines(folder):
    path = folder / "comments.csv"
    path.write_text("external_id,body\n\n\n,без номера\n", encoding="utf-8")
    assert [row.line for row in take(path).rejected] == [4]


def test_columns_are_mapped(folder):
    path = csv_file(folder, {"comment-id": "7", "comment body": "Задовго.", "votes": "4"})
    take(path, mapping="external_id=comment-id, body=comment body,supports=votes")
    assert (taken("7").body, taken("7").supports) == ("Задовго.", 4)


@pytest.mark.parametrize("mapping", ["body", "text=body", "=body", "body:comment"])
def test_mapping_that_makes_no_sense_is_refused(app, mapping):
    with pytest.raises(CommandError, match="--map"):
        parse_mapping(mapping)


def test_missing_column_is_named_with_those_that_are_there(folder):
    path = csv_file(folder, {"id": "1", "text": "Задовго."})
    with pytest.raises(CommandError, match=r"external_id.*id, text.*--map external_id="):
        take(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("comments.txt", b"x", r"\.csv або \.jsonl"),
        ("comments.csv", "external_id,body\n1,так\n".encode("cp1251"), "UTF-8"),
        ("comments.csv", b"external_id,body\n1," + b"x" * 1_000_001, "CSV"),
        ("comments.csv", b"", "external_id"),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_one_sentence(folder, name, content, reason):
    (folder / name).write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        take(folder / name)
    assert count(Comment) == 0


def test_empty_files_give_nothing(folder):
    (folder / "comments.jsonl").write_text("")
    assert outcome(take(folder / "comments.jsonl")) == (0, 0, [])
    (folder / "comments.csv").write_text("external_id,body\n")
    assert outcome(take(folder / "comments.csv")) == (0, 0, [])


def test_unknown_draft_is_refused(app):
    with app.test_request_context(), pytest.raises(NotFound):
        CommentImport("nothing", "newspaper")


def test_other_forms_of_an_address_are_understood(folder):
    rows = [{**ROW, "clause": "Art_2"}, {**ROW, "external_id": "2", "clause": "art_1__para_1__point_2__point_а"}]
    assert take(csv_file(folder, *rows)).taken == 2
    assert (taken("1").eid, taken("2").eid) == ("art_2", "art_1__para_1__point_2__point_a")


def test_held_rows_wait_and_are_not_counted(folder, client):
    take(csv_file(folder, {**FULL, "status": "held"}, {**FULL, "external_id": "2", "status": ""}))
    held = taken("A-17")
    assert held.status == "held" and tally(held.public_id) == {"oppose": 1, "comments": 1}
    client.get(f"/comments/{held.public_id}", status=404)


def test_stopped_run_can_be_repeated(folder, monkeypatch):
    monkeypatch.setattr(comment_import, "BATCH", 2)
    path = csv_file(folder, *({**ROW, "external_id": str(n)} for n in range(5)))

    def stop(seen):
        if seen == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        CommentImport("land", "newspaper", stop).run(path, {})
    assert count(Comment) == 4
    assert outcome(take(path)) == (1, 4, [])


def test_progress_is_told_for_every_batch(folder, monkeypatch):
    monkeypatch.setattr(comment_import, "BATCH", 2)
    seen = []
    CommentImport("land", "newspaper", seen.append).run(
        csv_file(folder, *({**ROW, "external_id": str(n)} for n in range(5))), {}
    )
    assert seen == [2, 4, 5]


def test_hidden_import_is_still_known(folder):
    path = csv_file(folder, ROW)
    take(path)
    bend(taken().public_id, status="hidden")
    assert outcome(take(path)) == (0, 1, [])


def test_refused_rows_are_written_beside_the_file_as_they_were(folder):
    rows = [
        {**ROW, "external_id": "9", "body": "=1+1", "stance": "love"},
        {**ROW, "external_id": "", "body": "Рядок\nдругий"},
    ]
    path = csv_file(folder, *rows)
    target = write_rejected(path, list(reversed(take(path).rejected)))
    assert target == folder / "comments.rejected.csv"
    with target.open(encoding="utf-8-sig", newline="") as file:
        kept = list(csv.DictReader(file))
    assert [(row["line"], row["reason"]) for row in kept] == [
        ("2", "ставлення «love» немає"),
        ("3", "немає external_id"),
    ]
    assert kept[0]["body"] == "'=1+1" and unguard(kept[0]["body"]) == "=1+1"
    assert kept[1]["body"] == "Рядок\nдругий"


def test_refused_row_with_a_lone_surrogate_is_written_too(folder):
    path = json_file(folder, '{"external_id": "1", "body": "\\ud800"}')
    assert write_rejected(path, take(path).rejected).is_file()
