"""What stands in the tables of a dump, and what never does."""

import hashlib
import json
import zipfile

import pytest

from reform_portal.core.spreadsheets import unguard
from reform_portal.opendata.datasets import DATASETS, TABLES
from tests.discussion.acts import bend, erase, hide, withdraw
from tests.discussion.proposing import accept, propose
from tests.factories import make_draft, make_person, say
from tests.feedback.answering import answer
from tests.opendata.dumping import csv_of, dump, everything, json_of
from tests.texts import LAND_2


@pytest.fixture
def talked(app, draft, olena, petro, taras):
    """A discussion with something for every table; returns the first comment."""
    first = say(olena, "Строк задовгий.", quote="30 календарних днів")
    say(petro, "Згоден із цим.", parent=first)
    accept(propose(petro), taras)
    answer(first, taras)
    make_draft(text=LAND_2)
    return first


def test_every_column_is_described_and_none_more(talked, olena, marta):
    hide(say(olena, "Геть усе."), marta)
    made = dump()
    described = {(row["table"], row["column"]) for row in _dictionary(made)}
    for table in TABLES:
        rows, cells = json_of(made, table.name), csv_of(made, table.name)
        assert len(rows) == len(cells) > 0, table.name
        assert {tuple(row) for row in rows} == {table.names} == {tuple(row) for row in cells}
        assert {name for owner, name in described if owner == table.name} == set(table.names)
    assert len(described) == sum(len(table.columns) for table in TABLES)


def test_values_keep_to_their_types_and_codes(talked):
    made = dump()
    kinds = {"string": str, "datetime": str, "integer": int, "boolean": bool}
    for table in TABLES:
        for row in json_of(made, table.name):
            for column in table.columns:
                value = row[column.name]
                assert value is None or type(value) is kinds[column.kind], (table.name, column.name, value)
                assert not column.codes or value is None or value in column.codes, (table.name, column.name, value)


def test_csv_and_json_lines_say_the_same(talked, olena):
    say(olena, "=СУМА(1;2) і ’апостроф’, ґ, «лапки»", eid="art_2")
    say(olena, "'Уже з апострофом", eid="art_2")
    made = dump()
    for table in TABLES:
        for row, cells in zip(json_of(made, table.name), csv_of(made, table.name), strict=True):
            shown = {name: _cell(value) for name, value in row.items()}
            assert {name: unguard(cell) for name, cell in cells.items()} == shown
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv_of(made, "comments") for cell in row.values())


def test_comment_stands_with_its_words_its_answer_and_its_conversation(talked):
    made = dump()
    first, reply = json_of(made, "comments")[:2]
    assert first["comment"] == talked and first["body"] == "Строк задовгий." and first["quote"] == "30 календарних днів"
    assert first["decision"] == "accepted" and first["answer"] == json_of(made, "answers")[0]["answer"]
    assert reply["parent"] == reply["thread"] == talked and reply["status"] == "published"
    proposal = json_of(made, "wordings")[0]
    assert (proposal["old_words"], proposal["new_words"]) == ("30 календарних днів", "20 робочих днів")
    assert proposal["taken_after"] == 1


def test_tallies_add_up_to_the_published_comments(talked, olena, marta):
    hide(say(olena, "Геть усе."), marta)
    made = dump()
    published = [row for row in json_of(made, "comments") if row["status"] == "published"]
    assert sum(row["comments"] for row in json_of(made, "tallies")) == len(published) == 3


def test_words_that_were_taken_away_are_counted_and_never_shown(app, draft, olena, petro, marta):
    told = {
        "hidden": say(olena, "Слово приховане.", quote="30 календарних днів"),
        "withdrawn": say(olena, "Слово відкликане."),
        "erased": say(petro, "Слово стерте."),
        "held": say(petro, "Слово на перевірці."),
    }
    hide(told["hidden"], marta)
    withdraw(told["withdrawn"], olena)
    erase(told["erased"], marta)
    bend(told["held"], status="held")
    made = dump()
    assert "Слово" not in everything(made) and "30 календарних днів" not in str(json_of(made, "comments"))
    rows = {row["comment"]: row for row in json_of(made, "comments")}
    assert set(rows) == {told["hidden"], told["withdrawn"], told["erased"]}
    for row in rows.values():
        assert all(row[name] is None for name in ("body", "quote", "author", "name_mode", "person", "stance"))
    assert rows[told["hidden"]]["ground"] == "off_topic"
    counted = {row["status"]: row["comments"] for row in json_of(made, "moderation")}
    assert counted == dict.fromkeys(told, 1)
    acts = {row["act"]: row["acts"] for row in json_of(made, "moderation-acts")}
    assert acts == {"comment.hidden": 1, "comment.withdrawn": 1, "comment.erased": 1}


def test_wording_of_a_hidden_comment_is_not_there(app, draft, olena, marta):
    hide(propose(olena, "зовсім інші слова"), marta)
    made = dump()
    assert json_of(made, "wordings") == [] and "зовсім інші слова" not in everything(made)


# People


def test_person_is_named_as_chosen_and_has_one_id_under_one_name(app, draft, petro):
    olena = make_person("anna", given_name="Анна", family_name="Мороз", pseudonym="Степовичка")
    for mode in ("full", "full", "initial", "pseudonym"):
        say(olena, f"Думка: {mode}.", name_mode=mode)
    say(petro, "Інша людина.")
    rows = json_of(dump(), "comments")
    assert [row["author"] for row in rows[:4]] == ["Анна Мороз", "Анна Мороз", "Анна М.", "Степовичка"]
    ids = [row["person"] for row in rows]
    # One person under three names is three people here: none of the names gives another away.
    assert ids[0] == ids[1] and len(set(ids)) == 4


def test_ids_are_those_of_yesterday_and_lead_to_no_account(app, draft, olena):
    say(olena)
    before, after = dump(), dump()
    assert before.series == after.series
    text, said = everything(after), json_of(after, "comments")[0]
    assert olena.handle not in text and olena.email not in text
    (app.extensions["settings"].data_dir / "opendata_key").unlink()
    renewed = dump()
    assert renewed.series != after.series
    assert json_of(renewed, "comments")[0]["person"] != said["person"]


def test_key_is_readable_to_the_portal_alone(app, draft):
    dump()
    path = app.extensions["settings"].data_dir / "opendata_key"
    assert path.stat().st_mode & 0o077 == 0 and len(path.read_text()) == 64


# What goes with the tables


def test_checksums_and_manifest_are_those_of_the_files(talked):
    made = dump()
    lines = (made.folder / "SHA256SUMS").read_text().splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    on_disk = {path.name for path in made.folder.iterdir()} - {"manifest.json", "checked", "SHA256SUMS"}
    assert set(told) == on_disk
    for name, digest in told.items():
        file = made.file(name)
        assert digest == hashlib.sha256((made.folder / name).read_bytes()).hexdigest() == file.sha256
    assert {name for dataset in DATASETS for name in dataset.file_names} <= on_disk


def test_package_describes_every_csv_file(talked):
    made = dump()
    package = json.loads((made.folder / "datapackage.json").read_text(encoding="utf-8"))
    assert {one["path"] for one in package["resources"]} == {table.file_name("csv") for table in TABLES}
    for one in package["resources"]:
        assert one["hash"] == f"sha256:{made.file(one['path']).sha256}" and one["schema"]["fields"]


def test_tables_are_joined_as_the_package_says(talked, olena, marta):
    hide(say(olena, "Приховане."), marta)
    made = dump()
    package = json.loads((made.folder / "datapackage.json").read_text(encoding="utf-8"))
    rows = {table.name: csv_of(made, table.name) for table in TABLES}
    schemas = {one["name"]: one["schema"] for one in package["resources"]}

    def values(name, columns):
        return [tuple(row[column] for column in columns) for row in rows[name] if all(row[one] for one in columns)]

    for name, schema in schemas.items():
        if key := schema.get("primaryKey"):
            assert rows[name] and len(set(values(name, key))) == len(rows[name]), name
        for one in schema.get("foreignKeys", ()):
            there = one["reference"]
            assert schemas[there["resource"]]["primaryKey"] == there["fields"]
            named = set(values(name, one["fields"]))
            assert named and named <= set(values(there["resource"], there["fields"])), (name, one)


def test_texts_of_every_version_are_in_the_archive(talked):
    made = dump()
    with zipfile.ZipFile(made.folder / "texts.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [f"land/land-v{n}.{e}" for n in (1, 2) for e in ("md", "xml")]
        assert "календарних" in archive.read("land/land-v1.md").decode()


def test_same_state_gives_the_same_tables(talked):
    first, second = dump(), dump()
    for table in TABLES:
        for name in table.file_names:
            assert first.file(name).sha256 == second.file(name).sha256
    assert first.file("texts.zip").sha256 == second.file("texts.zip").sha256


def test_readme_speaks_both_languages_and_names_every_file(talked):
    made = dump()
    for name in ("README.uk.md", "README.en.md"):
        text = (made.folder / name).read_text(encoding="utf-8")
        assert made.date in text and "CC BY 4.0" in text
        assert all(file in text for dataset in DATASETS for file in dataset.file_names)


def test_empty_portal_gives_empty_tables(app):
    made = dump()
    assert all(csv_of(made, table.name) == [] == json_of(made, table.name) for table in TABLES)


def _dictionary(made):
    from tests.feedback.sheets import read_csv

    return read_csv((made.folder / "dictionary.csv").read_bytes())


def _cell(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
