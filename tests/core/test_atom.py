"""Feeds by the rules of RFC 4287, whatever the words are."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta, timezone

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.core.atom import FeedEntry, feed, instant, xml_text

WHEN = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def entry(number: int = 1, **more) -> FeedEntry:
    values = {"id": f"http://portal.test/comments/{number}", "title": "Зауваження", "updated": WHEN, "author": "Олена"}
    return FeedEntry(**{**values, "link": f"http://portal.test/comments/{number}", **more})


def made(*entries: FeedEntry, **more) -> bytes:
    values = {"id": "tag:portal.test,2026:land", "title": "Про землю", "updated": WHEN, "author": "Портал реформ"}
    places = {"link": "http://portal.test/feed.atom", "page": "http://portal.test/drafts/land/"}
    return feed(entries=entries, **{**values, **places, **more})


def faults(data: bytes) -> list[str]:
    """What RFC 4287 (§4.1.1, §4.1.2) would not allow in a feed."""
    root, found = ElementTree.fromstring(data), []
    for place in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            if len(place.findall(f"{ATOM}{name}")) != 1 or not (place.findtext(f"{ATOM}{name}") or "").strip():
                found.append(f"{name} in {place.tag}")
        dates = [place.findtext(f"{ATOM}{name}") for name in ("updated", "published")]
        found += [f"date {date}" for date in dates if date is not None and not RFC_3339.fullmatch(date)]
        links = [(link.get("rel"), link.get("type")) for link in place.findall(f"{ATOM}link")]
        found += ["link twice"] if len(links) != len(set(links)) else []
        found += ["link without href" for link in place.findall(f"{ATOM}link") if not link.get("href")]
    if not root.findall(f"{ATOM}author/{ATOM}name"):
        found.append("author")
    if [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") != 1:
        found.append("self")
    ids = [place.findtext(f"{ATOM}id") for place in root.findall(f"{ATOM}entry")]
    return found + (["ids"] if len(ids) != len(set(ids)) else [])


def test_feed_says_all_that_it_was_given():
    text = 'Об’єкт "А" & <b>ґанок</b>'
    one = entry(
        text=text, published=WHEN - timedelta(days=1), categories=[("comment", "зауваження")], summary="Коротко"
    )
    data = made(one, entry(2, html="<p>Так</p>"), next="http://portal.test/n", subtitle="Усе", icon="http://p/i.svg")
    read = feedparser.parse(data)
    assert not read.bozo and faults(data) == [] and read.feed.title == "Про землю" and read.feed.language == "uk"
    first, second = read.entries
    assert first.content[0].value == text and first.content[0].type == "text/plain"
    assert (first.author, first.published, first.updated) == ("Олена", "2026-11-02T09:30:00Z", "2026-11-03T09:30:00Z")
    assert first.tags[0].label == "зауваження" and first.summary == "Коротко"
    assert second.content[0].value == "<p>Так</p>" and second.content[0].type == "text/html"
    assert {link.rel: link.href for link in read.feed.links}["next"] == "http://portal.test/n"


def test_feed_without_entries_is_a_feed():
    data = made()
    assert not feedparser.parse(data).bozo and faults(data) == []


def test_every_character_of_the_basic_plane_is_taken_or_left_out():
    everything = "".join(map(chr, range(0x10000)))
    data = made(entry(text=everything, title=everything, author=everything), title="а" + everything)
    assert faults(data) == []
    kept = ElementTree.fromstring(data).findtext(f"{ATOM}entry/{ATOM}content")
    assert kept.replace("\n", "\r") == xml_text(everything).replace("\n", "\r") and "ґ" in kept and "ʼ" in kept
    assert "\x00" not in kept and "\ufffe" not in kept and "\ud800" not in kept


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_whatever_people_write(title, text):
    data = made(entry(title="а" + title, text=text))
    assert faults(data) == [] and not feedparser.parse(data).bozo


def test_instants_are_utc():
    assert instant(datetime(2026, 3, 29, 3, 0, tzinfo=timezone(timedelta(hours=3)))) == "2026-03-29T00:00:00Z"
    with pytest.raises(ValueError, match="zone"):
        instant(datetime(2026, 1, 1))


def test_two_entries_with_one_id_are_refused():
    with pytest.raises(ValueError, match="two entries"):
        made(entry(1), entry(1))


def test_the_rules_can_fail():
    assert faults(made(entry(title="")))
