"""Everything about a draft in one archive."""

import csv
import hashlib
import io
import json
import zipfile
from importlib.util import find_spec

import pytest

from reform_portal.core.database import db, unit_of_work
from reform_portal.drafts.actions import raise_revision
from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.exports import bundle
from reform_portal.feedback.exports.formats import save
from reform_portal.journal import readers
from tests.discussion.acts import bend, erase, hide
from tests.factories import make_draft, make_person, say
from tests.feedback import reporting
from tests.feedback.answering import answer
from tests.feedback.sheets import read_csv
from tests.texts import LAND_2

BASE = "http://portal.test"
NAMES = [
    "README.md", "text/land-v1.xml", "annotations.jsonld", "comments.csv", "comments.dictionary.csv", "answers.csv",
    "answers.dictionary.csv", "feedback.json", "checksums.sha256",
]  # fmt: skip


@pytest.fixture
def export(tmp_path):
    """``export()``: the bytes of the bundle as it is now."""

    def now(progress=lambda done: None):
        db.session.rollback()
        save(draft_by_slug("land"), "bundle", tmp_path / "land.zip", BASE, progress)
        return (tmp_path / "land.zip").read_bytes()

    return now


def opened(content):
    return zipfile.ZipFile(io.BytesIO(content))


def test_everything_is_there_and_readable(draft, olena, export):
    say(olena, "=Слова.", quote="30 календарних днів")
    with opened(export()) as archive:
        assert archive.namelist() == NAMES and archive.testzip() is None
        assert b"akomaNtoso" in archive.read("text/land-v1.xml")
        assert json.loads(archive.read("annotations.jsonld"))["total"] == 1
        assert read_csv(archive.read("comments.csv"))[0]["body"] == "'=Слова."
        explained = [line["column"] for line in read_csv(archive.read("answers.dictionary.csv"))]
        assert explained == archive.read("answers.csv").decode("utf-8-sig").splitlines()[0].split(",")


def test_checksums_are_those_of_the_files(draft, olena, export):
    say(olena)
    with opened(export()) as archive:
        lines = archive.read("checksums.sha256").decode().splitlines()
        found = dict(reversed(line.split("  ", 1)) for line in lines)
        assert list(found) == NAMES[:-1]
        assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in found} == found


def test_same_state_gives_the_same_bytes(draft, olena, export):
    say(olena)
    first = export()
    with unit_of_work():
        raise_revision(draft_by_slug("land").id)
    assert export() == first
    say(olena)
    assert export() != first


def test_files_carry_the_time_of_the_last_entry(draft, olena, export):
    say(olena)
    with opened(export()) as archive:
        assert len({entry.date_time for entry in archive.infolist()}) == 1
        assert f"{archive.infolist()[0].date_time[0]}-" in archive.read("README.md").decode()


def test_every_version_is_there(draft, export):
    make_draft(text=LAND_2, name="002.md")
    with opened(export()) as archive:
        assert [name for name in archive.namelist() if name.startswith("text/")] == [
            "text/land-v1.xml",
            "text/land-v2.xml",
        ]


def test_readme_says_what_is_withheld_and_why(draft, olena, marta, export):
    hide(say(olena, "Перші слова."), marta)
    erase(say(olena, "Другі слова."), marta)
    bend(say(olena, "Треті слова."), status="held")
    say(olena, "Четверті слова.")
    content = export()
    with opened(content) as archive:
        text = archive.read("README.md").decode()
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert "приховали модератори: 1 (off_topic: 1)" in text and "hidden by moderators: 1 (off_topic: 1)" in text
    assert "стерто на вимогу особи чи за законом: 1" in text and "чекають на перевірку (їх у файлах немає): 1" in text
    assert "опубліковано: 1" in text and "CC BY 4.0" in text and f"{BASE}/drafts/land/" in text
    assert not [words for words in ("Перші", "Другі", "Треті") if words in everything]
    assert "Четверті слова." in everything


def test_answers_have_their_rows(app, draft, olena, taras, export):
    one = say(olena)
    answer(one, taras, reason="=Так вирішили.")
    with opened(export()) as archive:
        (row,) = csv.DictReader(io.StringIO(archive.read("answers.csv").decode("utf-8-sig")))
    assert (row["target"], row["target_id"], row["clause"]) == ("comment", one, "art_3__para_1")
    assert row["reason"] == "'=Так вирішили." and row["holds_for"] == "1"
    assert row["address"] == f"{BASE}/answers/{row['id']}"


def test_summaries_are_those_of_the_worker(app, draft, olena, petro, export):
    one = say(olena, stance="question")
    say(petro, eid="art_2")
    with opened(export()) as archive:
        assert {clause["stale"] for clause in json.loads(archive.read("feedback.json"))["clauses"]} == {True}
    readers.run_once(app.extensions["readers"])
    with opened(export()) as archive:
        found = {clause["eid"]: clause for clause in json.loads(archive.read("feedback.json"))["clauses"]}
    assert list(found) == ["art_2", "art_3__para_1"]
    assert found["art_3__para_1"]["questions"] == [one] and not found["art_3__para_1"]["stale"]
    assert found["art_2"]["tally"]["oppose"] == 1


def test_summaries_name_themes_and_copies_with_all_their_comments(app, draft, olena, petro, export):
    copies = [
        say(person, "Громада чекає на довідку довгий місяць, і це задовго.")
        for person in (olena, petro, make_person("hanna"))
    ]
    own = say(olena, "Зовсім про інше: плата висока.")
    readers.run_once(app.extensions["readers"])
    with opened(export()) as archive:
        (found,) = json.loads(archive.read("feedback.json"))["clauses"]
    assert [(one["size"], set(one["comments"])) for one in found["campaigns"]] == [(3, set(copies))]
    listed = [one for theme in found["themes"] for one in theme["comments"]]
    assert set(copies) <= set(listed) and len(listed) + found["other"] == 4 and set(listed) <= {*copies, own}
    assert all(quote["comment"] in theme["comments"] for theme in found["themes"] for quote in theme["quotes"])


def test_more_parts_are_added_when_they_have_something(draft, export, monkeypatch):
    parts = (("report.pdf", lambda draft, base_url: b"%PDF"), ("none.pdf", lambda draft, base_url: None))
    monkeypatch.setattr(bundle, "MORE", parts)
    with opened(export()) as archive:
        assert archive.read("report.pdf") == b"%PDF" and "none.pdf" not in archive.namelist()
        assert "report.pdf" in archive.read("checksums.sha256").decode()


def test_published_report_is_there(draft, olena, marta, taras, export):
    one = say(olena, "Слова зі звіту.")
    reporting.answer_all(taras)
    reporting.end()
    reporting.write("land", taras)
    assert "report.docx" not in opened(export()).namelist()
    reporting.publish("land", taras)
    with opened(export()) as archive:
        names = [name for name in archive.namelist() if name.startswith("report.")]
        with zipfile.ZipFile(io.BytesIO(archive.read("report.docx"))) as document:
            assert "Слова зі звіту." in document.read("word/document.xml").decode()
    assert names == (["report.pdf", "report.docx"] if find_spec("typst") else ["report.docx"])
    assert export() == export()
    hide(one, marta)
    with opened(export()) as archive, zipfile.ZipFile(io.BytesIO(archive.read("report.docx"))) as document:
        assert "Слова зі звіту." not in document.read("word/document.xml").decode()


def test_progress_grows_to_the_number_of_comments(draft, olena, export):
    for _ in range(3):
        say(olena)
    seen = []
    export(seen.append)
    assert seen == sorted(seen) and seen[-1] == 3


def test_draft_without_a_word(draft, export):
    with opened(export()) as archive:
        assert archive.namelist() == NAMES and json.loads(archive.read("feedback.json"))["clauses"] == []
