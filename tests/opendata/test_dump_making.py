"""When dumps are made, kept and deleted."""

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from reform_portal.core.clock import in_kyiv, now
from reform_portal.core.database import db
from reform_portal.opendata import dumps, making, queries
from tests.cli.conftest import folder, run  # noqa: F401 - fixtures
from tests.discussion.acts import erase, hide, withdraw
from tests.factories import make_draft, say
from tests.opendata.dumping import dump, everything, good


def age(made, days):
    """Let a dump be of an earlier day; returns its folder."""
    date = (datetime.fromisoformat(made.date) - timedelta(days=days)).date().isoformat()
    manifest = made.folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "date": date}))
    return made.folder.rename(made.folder.with_name(f"{date}.0001"))


@pytest.fixture
def clock(monkeypatch):
    """``clock(hour)``: it is so late in Kyiv today."""

    def set_to(hour):
        here = in_kyiv(now()).replace(hour=hour, minute=30)
        monkeypatch.setattr(making, "now", lambda: here.astimezone(UTC))

    return set_to


@pytest.mark.parametrize("take_away", ["hide", "withdraw", "erase"])
def test_dump_with_words_that_are_taken_away_goes_at_once(client, draft, olena, marta, take_away):
    said = say(olena, "Ці слова заберуть.")
    dump()
    assert client.ask("get", "/open-data/latest/comments.csv.gz").status_code == 200
    {"hide": lambda: hide(said, marta), "withdraw": lambda: withdraw(said, olena), "erase": lambda: erase(said, marta)}[
        take_away
    ]()
    # Before the worker has done anything.
    assert client.ask("get", "/open-data/latest/comments.csv.gz").status_code == 404
    assert good() == [] and "Файлів іще немає" in client.get("/open-data").text
    assert dumps.sweep() == 1 and dumps._read_all() == []
    made = dump()
    assert good() == [made] and "Ці слова" not in everything(made)


def test_dump_from_before_the_comment_stays(app, draft, olena, marta):
    say(olena, "Давнє.")
    old = dump()
    age(old, 1)
    said = say(olena, "Нове.")
    dump()
    hide(said, marta)
    assert [found.date < old.date for found in good()] == [True]
    dumps.sweep()
    assert len(dumps._read_all()) == 1


def test_what_is_checked_once_is_not_looked_through_again(app, draft, olena, petro, marta):
    hide(say(olena, "Приховане до того."), marta)
    made = dump()
    say(petro)
    dumps.sweep()
    assert int((made.folder / "checked").read_text()) > made.entry
    hide(say(olena, "Потім."), marta)
    assert good() == [made]


def test_words_taken_away_while_it_is_made_make_it_begin_again(app, draft, olena, marta, monkeypatch):
    said = say(olena, "Зникне посередині.")
    write = making._write_texts
    taken = []

    def write_and_take(*arguments):
        write(*arguments)
        if not taken:
            db.session.rollback()
            taken.append(hide(said, marta))

    monkeypatch.setattr(making, "_write_texts", write_and_take)
    made = dump()
    assert "Зникне" not in everything(made) and good() == [made]
    assert not list(dumps.home().glob(".making-*"))


def test_words_taken_away_again_and_again_leave_no_dump(app, draft, olena, marta, monkeypatch):
    monkeypatch.setattr(dumps, "has_overtaken", lambda entry: True)
    with pytest.raises(making.Overtaken):
        making.make()
    assert good() == [] and not list(dumps.home().glob(".making-*"))


def test_dump_that_is_interrupted_leaves_nothing(app, draft, olena, monkeypatch):
    assert making.make(goes_on=lambda: False) is None
    assert good() == [] and not list(dumps.home().glob(".making-*"))


def test_failure_leaves_the_last_dump_and_waits_before_the_next_try(app, draft, monkeypatch):
    kept = dump()
    monkeypatch.setattr(making, "_write_tables", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        making.make()
    assert good() == [kept] and not list(dumps.home().glob(".making-*"))
    assert not making._is_rested()


def test_fourteen_days_are_kept_and_the_newest_of_each(app, draft):
    for days in range(16, 0, -1):
        made = dump()
        age(made, days)
    dump()
    newest = dump()
    dumps.sweep()
    found = good()
    assert len(found) == dumps.KEPT_DAYS and found[0] == newest
    assert sorted({one.date for one in found}, reverse=True) == [one.date for one in found]
    assert len(dumps._read_all()) == dumps.KEPT_DAYS


def test_dump_is_due_every_night_and_at_once_when_there_is_none(app, draft, clock, monkeypatch):
    monkeypatch.setattr(making, "_is_rested", lambda: True)
    monkeypatch.setattr(making, "FIRST_AFTER", 100000)
    clock(12)
    assert not making.is_due()
    monkeypatch.setattr(making, "FIRST_AFTER", -100000)
    assert making.is_due()
    age(dump(), 1)
    clock(1)
    assert not making.is_due()
    clock(3)
    assert making.is_due()
    dump()
    assert not making.is_due()


def test_portal_without_anything_needs_no_dump(app, monkeypatch):
    monkeypatch.setattr(making, "FIRST_AFTER", -100000)
    assert not making.is_due()


def test_dump_that_knows_more_than_the_journal_is_not_handed_out(app, draft, olena):
    made = dump()
    (made.folder / "checked").write_text(str(made.entry + 5))
    assert good() == []
    dumps.sweep()
    assert dumps._read_all() == []


def test_half_a_dump_is_no_dump(app, draft):
    made = dump()
    (dumps.home() / "2026-01-01.0001").mkdir()
    (dumps.home() / "2026-01-02.0001").mkdir()
    (dumps.home() / "2026-01-02.0001" / "manifest.json").write_text('{"date": "2026-01')
    assert good() == [made]


def test_what_a_killed_process_left_is_deleted(app, draft):
    left, fresh = (dumps.home() / f".making-{name}" for name in ("left", "fresh"))
    for path in (left, fresh):
        path.mkdir()
        (path / "comments.csv.gz").write_bytes(b"words")
    os.utime(left, (0, 0))
    dumps.sweep()
    assert not left.exists() and fresh.exists() and good() == []


def test_table_that_reads_other_columns_than_it_tells_is_refused(app, draft, monkeypatch):
    read = queries.rows_by_table

    def with_more(*arguments):
        found = read(*arguments)
        return found | {"drafts": lambda: ({**row, "email": "x"} for row in queries.draft_rows("http://x.test"))}

    monkeypatch.setattr(queries, "rows_by_table", with_more)
    with pytest.raises(ValueError, match="email"):
        making.make()


# The command


def test_command_makes_a_dump(run, folder):  # noqa: F811
    from tests.cli.test_drafts import LAND

    text = folder / "land.md"
    text.write_text(LAND, encoding="utf-8")
    assert run("drafts", "publish", text, "--slug", "land").code == 0
    outcome = run("opendata", "dump")
    assert outcome.code == 0 and "Відкриті дані за" in outcome.out
    made = list((folder / "opendata").glob("20*"))
    assert len(made) == 1 and (made[0] / "SHA256SUMS").is_file()


def test_making_many_drafts_reads_them_in_order(app):
    for number in range(3):
        make_draft(f"d-{number}", f"# Проєкт {number}\n\n### Стаття 1. Про що\n\nСлово {number}.\n")
    made = dump()
    assert made.file("drafts.csv").rows == 3
