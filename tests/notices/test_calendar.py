"""Calendars: dates of consultations with lasting names, read by two parsers."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import vobject
from sqlalchemy import update

from reform_portal.core.calendars import Happening, calendar
from reform_portal.core.clock import kyiv_instant, now
from reform_portal.core.database import db, unit_of_work
from reform_portal.drafts.actions import _record_dates
from reform_portal.drafts.models import Draft
from reform_portal.notices.calendar import dates
from tests.factories import close_draft, make_draft, say
from tests.feedback.reporting import answer_all, publish, write

OPENS, CLOSES = kyiv_instant(date(2026, 12, 1)), kyiv_instant(date(2026, 12, 19))
ADDRESS = "/drafts/land/calendar.ics"


def events(client, path: str = ADDRESS) -> dict[str, icalendar.Event]:
    answer = client.ask("get", path)
    assert answer.status_code == 200 and answer.content_type == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n")) and b"\n" not in answer.data.replace(
        b"\r\n", b""
    )
    found = icalendar.Calendar.from_ical(answer.data)
    assert found.errors == [] and found["METHOD"] == "PUBLISH" and "PT6H" in str(found["REFRESH-INTERVAL"].to_ical())
    other = vobject.readOne(answer.data.decode())
    mine = {str(event["UID"]): event for event in found.walk("VEVENT")}
    assert {event.uid.value for event in other.contents.get("vevent", [])} == set(mine)
    for event in mine.values():
        assert event.errors == [] and {"DTSTAMP", "DTSTART", "SEQUENCE", "LAST-MODIFIED", "SUMMARY"} <= set(event)
    return mine


@pytest.fixture
def dated(app):
    make_draft(opens_at=OPENS, closes_at=CLOSES)


def test_opening_and_closing_are_instants_in_utc(client, dated):
    found = events(client)
    assert set(found) == {"land-opens@portal.test", "land-closes@portal.test"}
    assert found["land-opens@portal.test"].decoded("DTSTART") == OPENS == datetime(2026, 11, 30, 22, tzinfo=UTC)
    assert found["land-closes@portal.test"]["DTSTART"].to_ical() == b"20261218T220000Z"
    assert "землею" in found["land-closes@portal.test"]["SUMMARY"]
    assert str(found["land-closes@portal.test"]["URL"]) == "http://portal.test/drafts/land/"


def test_moved_date_keeps_its_name_and_raises_its_number(client, dated):
    before = events(client)["land-closes@portal.test"]
    close_draft("land", CLOSES + timedelta(days=5), OPENS)
    after = events(client)["land-closes@portal.test"]
    assert after["UID"] == before["UID"] and after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTART") == CLOSES + timedelta(days=5)
    assert after.decoded("LAST-MODIFIED") >= before.decoded("LAST-MODIFIED")


def test_date_that_was_taken_away_is_cancelled(client, dated):
    with unit_of_work():
        db.session.execute(update(Draft).values(closes_at=None, revision=Draft.revision + 1))
        _record_dates(1)
    found = events(client)
    assert found["land-closes@portal.test"]["STATUS"] == "CANCELLED"
    assert found["land-closes@portal.test"].decoded("DTSTART") == CLOSES
    assert found["land-opens@portal.test"]["STATUS"] == "CONFIRMED"


def test_report_is_due_on_a_day_until_it_is_out(client, taras, olena):
    make_draft(rule_set="ua.3841")
    say(olena)
    close_draft("land", now() + timedelta(days=30))
    due = events(client)["land-report@portal.test"]
    assert isinstance(due.decoded("DTSTART"), date) and not isinstance(due.decoded("DTSTART"), datetime)
    assert due.decoded("DTEND") - due.decoded("DTSTART") == timedelta(days=1)
    answer_all(taras)
    write("land", taras)
    close_draft("land", now() - timedelta(minutes=1))
    publish("land", taras)
    assert "land-report@portal.test" not in events(client)


def test_calendar_of_all_and_of_drafts_without_dates(client, dated):
    make_draft("other")
    assert events(client, "/drafts/other/calendar.ics") == {}
    assert set(events(client, "/calendar.ics")) == set(events(client))


def test_english(client, dated):
    found = events(client, f"/en{ADDRESS}")
    assert set(found) == set(events(client)) and "/en/drafts/land/" in found["land-opens@portal.test"]["URL"]


def test_title_cannot_write_lines_of_its_own(client, app):
    make_draft(title="Про\r\nSTATUS:CANCELLED; об’єкт, «ґ»" + "ї" * 200, closes_at=CLOSES)
    [event] = events(client).values()
    assert event["STATUS"] == "CONFIRMED" and "об’єкт, «ґ»" in event["SUMMARY"] and "їїї" in event["SUMMARY"]


def test_unchanged_calendar_is_not_sent_again(client, dated):
    answer = client.ask("get", ADDRESS)
    again = client.ask("get", ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and client.ask("get", ADDRESS).data == answer.data


def test_links_not_found_and_wrong_method(client, dated):
    assert ADDRESS in client.get("/drafts/land/").links and "/calendar.ics" in client.get("/drafts/").links
    assert client.ask("get", "/drafts/nope/calendar.ics").status_code == 404
    assert client.ask("post", ADDRESS).status_code in (400, 405)


def test_control_characters_have_no_place():
    one = Happening("a@b", date(2026, 1, 1), "а\x00б\x07в", "г\nґ", "http://portal.test/", now())
    assert b"\x00" not in calendar("\x00к", "http://portal.test/c.ics", [one])


def test_date_that_was_never_set_is_no_date():
    nothing = dates.Dates("land", "Про землю", None, None, [], now())
    assert dates.happenings_of(nothing, "portal.test", "http://portal.test/") == []
