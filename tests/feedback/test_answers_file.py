"""A drafter gives a filled-in table of proposals back: what it would change, the confirmation, refused rows."""

import csv
import io
import os
import time

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reform_portal.core.database import db
from reform_portal.core.errors import Conflict
from reform_portal.core.text import clean_typed
from reform_portal.feedback.answers import actions as answers
from reform_portal.feedback.answers.file import actions, limited, views
from reform_portal.feedback.answers.file.actions import ByCommand
from reform_portal.feedback.answers.file.reading import read_rows
from reform_portal.feedback.answers.models import Answer
from reform_portal.journal.models import Entry
from tests.discussion.acts import bend, count, erase, hide, kinds_about
from tests.factories import make_draft, make_person, say
from tests.feedback.answering import REASON, answer, found, holds_for, make_campaign, make_theme, revise, work
from tests.feedback.filling import fill, read_here, workbook
from tests.people.letters import letters
from tests.texts import LAND_2

ADDRESS = "/desk/land/answers-file"
WHY = "Строк визначено іншим законом."
QUOTE = "30 календарних днів"


@pytest.fixture(autouse=True)
def reading(request, monkeypatch):
    if "real_process" not in request.fixturenames:
        monkeypatch.setattr(limited, "run", read_here)


@pytest.fixture
def real_process():
    """The file is read in a process of its own, as it is served."""


def bring(client, content, name="table.xlsx", status=200):
    """Send a file; the page that follows."""
    page = client.get(ADDRESS)
    data = {"csrf_token": page.forms[-1].fields["csrf_token"], "file": (io.BytesIO(content), name)}
    return client.post(ADDRESS, data, status, content_type="multipart/form-data")


def confirm(client, page, status=200):
    return client.send(page, page.response.request.path, status=status)


def plan_of(content, slug="land"):
    db.session.rollback()
    return actions.look(read_rows(io.BytesIO(content)), slug)


def reasons(plan):
    return [(one.row.row, one.reason) for one in plan.refused]


# The way there and back


def test_filled_in_table_is_shown_and_then_published(app, as_, draft, olena, petro, taras, tmp_path, real_process):
    one, other, third = say(olena, quote=QUOTE), say(petro, "Друге."), say(petro, "Третє.")
    content = fill(workbook(tmp_path), {one: ("Відхилено", WHY), other: ("враховано частково. Бо так.", "")})
    client = as_(taras)
    page = bring(client, content)
    for words in ("нові відповіді2", "без висновку1", "відхилені рядки0", "table.xlsx", WHY, "Відхилено."):
        assert words in page.text, words
    assert count(Answer) == 0
    page = confirm(client, page)
    assert "Опубліковано 2 відповіді" in page.text or "Опубліковано 2 відповідей" in page.text
    assert "без змін2" in page.text and "Публікувати нічого" in page.text
    row = found(holds_for(one))
    assert (row.decision, row.reason, row.author) == ("rejected", WHY, "Тарас Коваленко")
    assert (found(holds_for(other)).decision, found(holds_for(other)).reason) == ("partly", "Бо так.")
    assert holds_for(third) is None and kinds_about(f"a:{row.public_id}") == ["answer.given"]


def test_nothing_is_written_for_what_stays_and_a_change_keeps_the_earlier_version(draft, olena, petro, taras, tmp_path):
    one, other = say(olena), say(petro, "Друге.")
    kept, changed = answer(one, taras, "accepted", "=1+1 і так"), answer(other, taras, "accepted")
    plan = plan_of(fill(workbook(tmp_path), {other: ("Відхилено", WHY)}))
    assert (plan.same, [(line.act, line.row.id) for line in plan.lines]) == (1, [("changed", other)])
    assert actions.give(plan, taras) == []
    assert found(kept).number == 1 and kinds_about(f"a:{kept}") == ["answer.given"]
    assert (found(changed).number, found(changed).decision) == (2, "rejected")
    assert kinds_about(f"a:{changed}") == ["answer.given", "answer.revised"]


def test_answering_by_a_file_tells_the_author_once(app, draft, olena, taras, tmp_path):
    one = say(olena)
    content = fill(workbook(tmp_path), {one: ("Відхилено", WHY)})
    for _again in range(2):
        actions.give(plan_of(content), taras)
        work(app)
    assert len(letters(olena.email)) == 1 and count(Answer) == 1


def test_place_of_the_changed_words_stays(draft, olena, taras, tmp_path):
    one = say(olena, quote=QUOTE)
    make_draft(text=LAND_2, name="002.md")
    given = answer(one, taras, changed="art_3__para_1")
    actions.give(plan_of(fill(workbook(tmp_path), {one: ("Відхилено", WHY)})), taras)
    assert (found(given).changed_eid, found(given).changed_in, found(given).decision) == (
        "art_3__para_1",
        2,
        "rejected",
    )


def test_campaign_is_answered_as_one(draft, olena, petro, marta, taras, tmp_path):
    members = [say(one, "Однаковий лист.") for one in (olena, petro, marta)]
    campaign = make_campaign(*members)
    plan = plan_of(fill(workbook(tmp_path), {campaign: ("Відхилено", WHY)}))
    assert actions.give(plan, taras) == []
    assert len({holds_for(one) for one in members}) == 1 and found(holds_for(members[2])).target == "campaign"
    again = plan_of(fill(workbook(tmp_path), {}))
    assert (again.same, again.lines) == (1, [])


def test_campaign_of_which_only_some_copies_are_answered_still_waits_in_the_table(
    draft, olena, petro, marta, taras, tmp_path
):
    members = [say(one, "Однаковий лист.") for one in (olena, petro, marta)]
    campaign = make_campaign(*members)
    answer(make_theme(members[0]), taras, kind="theme")
    path = workbook(tmp_path)
    assert plan_of(fill(path, {})).empty == 1, "the answer to one of the copies looks like an answer to all"
    plan = plan_of(fill(path, {campaign: ("Враховано", REASON)}))
    assert [line.act for line in plan.lines] == ["new"] and actions.give(plan, taras) == []
    assert None not in {holds_for(one) for one in members} and found(holds_for(members[2])).target == "campaign"
    assert plan_of(fill(workbook(tmp_path), {})).same == 1


def test_campaign_whose_copies_are_answered_one_by_one_does_not_wait(draft, olena, petro, marta, taras, tmp_path):
    members = [say(one, "Однаковий лист.") for one in (olena, petro, marta)]
    make_campaign(*members)
    for one in members:
        answer(one, taras)
    assert plan_of(fill(workbook(tmp_path), {})).same == 1


def test_answer_of_a_theme_gives_way_to_one_of_its_own(draft, olena, petro, taras, tmp_path):
    one, other = say(olena), say(petro, "Друге.")
    whole = answer(make_theme(one, other), taras, kind="theme")
    plan = plan_of(fill(workbook(tmp_path), {one: ("Відхилено", WHY)}))
    assert (plan.same, [line.act for line in plan.lines]) == (1, ["changed"])
    actions.give(plan, taras)
    assert found(holds_for(one)).target == "comment" and holds_for(other) == whole


# Rows that cannot be taken


def test_each_refused_row_tells_its_number_and_the_others_are_taken(draft, olena, petro, marta, taras, tmp_path):
    make_draft("water", name="water.md", text=LAND_2)
    foreign = say(olena, "Інше.", slug="water")
    ids = [say(olena, f"Думка {n}.") for n in range(8)]
    path = workbook(tmp_path)
    hide(ids[6], marta)
    filled = dict.fromkeys(ids, ("Відхилено", WHY)) | {ids[1]: ("Може", WHY), ids[2]: ("Відхилено", "  ")}
    filled |= {ids[7]: ("", WHY)}
    content = fill(path, filled, G5="zzzzzzzzzzzzzzzz", G6=foreign, F7="=1+1")
    plan = plan_of(content)
    assert [line.row.id for line in plan.lines] == [ids[0]]
    assert [row for row, _reason in reasons(plan)] == [3, 4, 5, 6, 7, 8, 9]
    for (_row, reason), words in zip(
        reasons(plan),
        (
            "незрозумілий висновок «Може»", "обґрунтування обов’язкове", "такого id немає: zzzzzzzzzzzzzzzz",
            "до іншого проєкту: water", "у стовпці «Обґрунтування» формула", "вже не опубліковане", "немає висновку",
        ),
        strict=True,
    ):  # fmt: skip
        assert words in reason
    assert actions.give(plan, taras) == [] and count(Answer) == 1


def test_id_of_another_row_is_seen_by_its_words(draft, olena, petro, tmp_path):
    one, other = say(olena, "Перше."), say(petro, "Друге.")
    path = workbook(tmp_path)
    plan = plan_of(fill(path, {one: ("Відхилено", WHY), other: ("Враховано", WHY)}, G2=other, G3=one))
    assert plan.lines == [] and all("слова іншого зауваження" in reason for _row, reason in reasons(plan))


def test_words_that_were_edited_since_must_be_read_again(draft, as_, olena, tmp_path):
    one = say(olena)
    content = fill(workbook(tmp_path), {one: ("Відхилено", WHY)})
    as_(olena).submit(f"/comments/{one}/edit", {"body": "Зовсім інші слова.", "stance": "amend"})
    assert "виправив текст" in reasons(plan_of(content))[0][1]


def test_two_rows_with_one_id_must_agree(draft, olena, tmp_path):
    one = say(olena)
    path = workbook(tmp_path)
    same = fill(
        path, {one: ("Відхилено", WHY)}, C3="Строк задовгий, люди не можуть чекати.", D3="Відхилено", F3=WHY, G3=one
    )
    plan = plan_of(same)
    assert (len(plan.lines), plan.same, plan.refused) == (1, 1, [])
    plan = plan_of(fill(path, {}, D3="Враховано"))
    assert plan.lines == [] and [row for row, _reason in reasons(plan)] == [2, 3]
    assert "різні висновки в рядках 2, 3" in reasons(plan)[0][1]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"F2": "а" * 10_001}, "задовге"),
        ({"G2": None}, "немає id"),
        ({"D2": "Відхилено. Бо інше."}, "лишіть одне"),
        ({"D2": "=1+1"}, "формула"),
        ({"F2": "а_x0000_б"}, "службові символи"),
    ],
)
def test_row_that_cannot_be_published_is_refused(draft, olena, tmp_path, cells, words):
    one = say(olena)
    plan = plan_of(fill(workbook(tmp_path), {one: ("Відхилено", WHY)}, **cells))
    assert plan.lines == [] and words in reasons(plan)[0][1]


def test_refused_rows_are_a_table_to_mend(draft, as_, olena, taras, tmp_path):
    one = say(olena)
    client = as_(taras)
    page = bring(client, fill(workbook(tmp_path), {one: ("=Може", WHY)}, D3="Відхилено", F3=WHY))
    link = next(link for link in page.links if link.endswith("/refused.csv"))
    response = client.ask("get", link)
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert [(row["line"], row["id"]) for row in rows] == [("2", one), ("3", "")]
    assert all(row["reason"] for row in rows)
    assert 'filename="land-answers.rejected.csv"' in response.headers["Content-Disposition"]


# Other programs and other people's habits


def test_columns_are_found_by_their_names(draft, olena, tmp_path):
    one = say(olena)
    book = openpyxl.Workbook()
    book.active.append(["щось інше"])
    sheet = book.create_sheet("Моя таблиця")
    sheet.append([])
    sheet.append(["Обгрунтування ", "автор", "  ВИСНОВКИ", "ID"])
    sheet.append([WHY, "хтось", "відхилено", f" {one} "])
    sheet.append([None, None, None, None])
    file = io.BytesIO()
    book.save(file)
    plan = plan_of(file.getvalue())
    assert [(line.row.row, line.decision, line.reason) for line in plan.lines] == [(3, "rejected", WHY)]


def test_numbers_and_guards_are_read_as_words(draft, olena, petro, tmp_path):
    one, other = say(olena), say(petro, "Друге.")
    content = fill(workbook(tmp_path), {one: ("Відхилено", 20), other: ("Враховано", "'-1 день")})
    assert [line.reason for line in plan_of(content).lines] == ["20", "-1 день"]


def accepted(text):
    """Whether a drafter could have typed this reason."""
    try:
        return bool(text) and clean_typed(text) == text and "_x" not in text
    except ValueError:
        return False


@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=40).filter(accepted), min_size=4, max_size=4))
def test_every_reason_that_stands_in_the_file_comes_back_unchanged(draft, olena, taras, tmp_path, texts):
    """Given answers, written to a workbook, saved again by another library: nothing would change."""
    ids = [say(olena, f"Думка {time.monotonic_ns()}.") for _text in texts]
    for one, text in zip(ids, texts, strict=True):
        answer(one, taras, "rejected", text)
    plan = plan_of(fill(workbook(tmp_path), {}))
    assert (plan.lines, plan.refused) == ([], []) and plan.same >= len(texts)


# Between looking and confirming


def test_what_changed_since_is_shown_again_and_nothing_is_published(draft, as_, olena, taras, tmp_path):
    one = say(olena)
    client = as_(taras)
    page = bring(client, fill(workbook(tmp_path), {one: ("Відхилено", WHY)}))
    given = answer(one, taras, "accepted")
    page = confirm(client, page, status=409)
    assert "Поки ви дивилися, відповіді змінилися" in page.text and found(given).number == 1
    confirm(client, page)
    assert (found(given).number, found(given).decision) == (2, "rejected")


def test_answer_that_changes_at_the_last_moment_is_left_alone(draft, olena, taras, tmp_path):
    one, other = say(olena), say(olena, "Друге.")
    given = answer(one, taras)
    plan = plan_of(fill(workbook(tmp_path), {one: ("Відхилено", WHY), other: ("Відхилено", WHY)}))
    revise(given, taras, "partly")
    (refused,) = actions.give(plan, taras)
    assert refused.row.id == one and "щойно змінив хтось інший" in refused.reason
    assert found(given).decision == "partly" and holds_for(other)


def test_comment_that_is_gone_since_is_left_out(draft, olena, taras, tmp_path):
    one = say(olena)
    plan = plan_of(fill(workbook(tmp_path), {one: ("Відхилено", WHY)}))
    bend(one, status="withdrawn")
    (refused,) = actions.give(plan, taras)
    assert "вже не опубліковане" in refused.reason


def test_refused_answer_leaves_no_entry_in_the_journal(draft, olena, taras, tmp_path, monkeypatch):
    one, other = say(olena), say(olena, "Друге.")
    plan = plan_of(fill(workbook(tmp_path), {one: ("Відхилено", WHY), other: ("Відхилено", WHY)}))
    give = answers.answer

    def refuse_the_first(target, person, given):
        give(target, person, given)
        if target.public_id == one:
            raise Conflict("Відповідь на це вже є.")

    monkeypatch.setattr(answers, "answer", refuse_the_first)
    assert [refused.row.id for refused in actions.give(plan, taras)] == [one]
    assert (count(Answer), count(Entry, Entry.kind == "answer.given")) == (1, 1)


def test_kept_file_is_seen_by_its_owner_alone_and_goes_after_a_day(app, draft, as_, olena, taras, tmp_path):
    say(olena)
    client = as_(taras)
    path = bring(client, fill(workbook(tmp_path), {})).response.request.path
    as_(make_person("ivan", "drafter")).get(path, status=404)
    make_draft("water", name="water.md", text=LAND_2)
    client.get(path.replace("land", "water"), status=404)
    folder = app.extensions["settings"].data_dir / "answers-files"
    (kept,) = folder.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    old = time.time() - 2 * 24 * 3600
    os.utime(kept, (old, old))
    bring(client, fill(workbook(tmp_path), {}, D2="Враховано"))
    client.get(path, status=404)


def test_words_that_are_erased_are_in_no_kept_file(app, draft, as_, olena, taras, marta, tmp_path):
    one = say(olena, "Таємні слова Олени.")
    client = as_(taras)
    path = bring(client, fill(workbook(tmp_path), {one: ("Відхилено", WHY)})).response.request.path
    folder = app.extensions["settings"].data_dir / "answers-files"
    work(app)
    assert len(list(folder.iterdir())) == 1
    erase(one, marta)
    work(app)
    assert list(folder.iterdir()) == []
    client.get(path, status=404)


def test_old_kept_file_goes_though_nobody_brings_another(app, draft, as_, olena, taras, tmp_path):
    one = say(olena)
    bring(as_(taras), fill(workbook(tmp_path), {one: ("Відхилено", WHY)}))
    (kept,) = (app.extensions["settings"].data_dir / "answers-files").iterdir()
    old = time.time() - 2 * 24 * 3600
    os.utime(kept, (old, old))
    say(olena, "Інше.")
    work(app)
    assert not kept.exists()


def test_half_of_a_character_spoils_its_own_row_alone(draft, olena, petro, tmp_path, real_process):
    one, other = say(olena), say(petro, "Друге.")
    content = fill(workbook(tmp_path), {one: ("Відхилено_xD800_", WHY), other: ("Відхилено", WHY)})
    rows = limited.read_limited(content)
    plan = actions.look(rows, "land")
    assert [line.row.id for line in plan.lines] == [other] and [no.row.id for no in plan.refused] == [one]


def test_many_changes_are_left_to_the_command(draft, as_, olena, taras, tmp_path, monkeypatch):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 1)
    filled = {say(olena, f"Думка {n}."): ("Відхилено", WHY) for n in range(2)}
    page = bring(as_(taras), fill(workbook(tmp_path), filled))
    assert "reform-portal feedback answers land" in page.text
    assert not [form for form in page.forms if "seen" in form.fields]


def test_long_list_of_changes_is_paged(draft, as_, olena, taras, tmp_path, monkeypatch):
    monkeypatch.setattr(views, "LINES", 2)
    filled = {say(olena, f"Думка {n}."): ("Відхилено", WHY) for n in range(3)}
    client = as_(taras)
    page = bring(client, fill(workbook(tmp_path), filled))
    assert "Думка 1." in page.text and "Думка 2." not in page.text
    following = client.get(next(link for link in page.links if "cursor=" in link))
    assert "Думка 2." in following.text and "Думка 1." not in following.text


# Who may, and what is no table


def test_page_leads_from_the_desk_and_to_the_workbook(draft, as_, taras):
    client = as_(taras)
    assert ADDRESS in client.get("/desk/").links
    assert "/drafts/land/downloads/comments.xlsx" in client.get(ADDRESS).links


def test_signed_out_and_strangers(client, as_, draft, olena, marta):
    assert "/sign-in" in client.ask("get", ADDRESS).location
    for account in (olena, marta):
        as_(account).get(ADDRESS, status=403)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "не читається"),
        (b"PK\x03\x04", "не читається"),
        ("Висновки,id".encode(), "не читається"),
    ],
)
def test_file_that_is_no_workbook(draft, as_, taras, content, words):
    assert words in bring(as_(taras), content, status=422).text


def test_workbook_without_the_columns_or_without_rows(draft, as_, olena, taras, tmp_path):
    client = as_(taras)
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    assert "немає таблиці зі стовпцями" in bring(client, file.getvalue(), status=422).text
    assert "немає жодного заповненого рядка" in bring(client, workbook(tmp_path).read_bytes(), status=422).text


def test_form_without_a_file_or_a_token(draft, as_, taras):
    client = as_(taras)
    assert "Оберіть файл." in client.submit(ADDRESS, status=422).text
    assert "Сеанс закінчився" in client.post(ADDRESS, {"x": "1"}, status=400).text


def test_file_over_the_limit(draft, as_, taras, monkeypatch):
    monkeypatch.setattr("reform_portal.feedback.answers.file.forms.MOST_BYTES", 1000)
    assert "Файл завеликий" in bring(as_(taras), b"x" * 1001, status=422).text


@pytest.mark.parametrize(
    "path", ["/desk/nothing/answers-file", f"{ADDRESS}/x", f"{ADDRESS}/{'0' * 64}", f"{ADDRESS}/x/refused.csv"]
)
def test_what_is_not_there(draft, as_, taras, path):
    as_(taras).get(path, status=404)


def test_wrong_method(draft, as_, taras):
    assert as_(taras).ask("put", ADDRESS).status_code == 405


def test_command_answers_as_the_body(draft, olena, tmp_path):
    one = say(olena)
    actions.give(plan_of(fill(workbook(tmp_path), {one: ("Враховано", REASON)})), ByCommand("Земельна рада"))
    assert found(holds_for(one)).author == "Земельна рада"
