"""Publishing a text: as a draft, as its next version, in another language."""

import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.core.errors import BadInput, Conflict, NotFound
from reform_portal.discussion.placements.publishing import publish
from reform_portal.drafts import queries
from reform_portal.drafts.actions import DraftFacts, publish_translation
from reform_portal.journal.queries import entries_about
from tests.factories import make_draft, say
from tests.texts import LAND, LAND_2

ENGLISH = """# On the use of community land

This Act says who uses community land.

## Part I. GENERAL

### Article 1. Terms

1. Words mean:

a) land.
"""
UKRAINIAN = """# Про землю громади

Цей Закон визначає, хто користується землею.

## Розділ I. ЗАГАЛЬНЕ

### Стаття 1. Терміни

1. Слова означають:

а) земля.
"""


@pytest.fixture
def content(settings):
    """A digest of everything in the database."""

    def digest() -> str:
        with sqlite3.connect(settings.data_dir / "portal.sqlite") as connection:
            lines = "\n".join(connection.iterdump())
        connection.close()
        return hashlib.sha256(lines.encode()).hexdigest()

    return digest


def clauses(slug: str, number: int | None = None):
    draft = queries.draft_by_slug(slug)
    return queries.clauses_of(queries.version_of(draft, number).id)


def test_first_version_makes_the_draft(app):
    result = make_draft()
    draft = queries.draft_by_slug("land")
    version = queries.version_of(draft)
    rows = queries.clauses_of(version.id)
    assert (result.number, result.clauses, result.kept, result.gone) == (1, len(rows), 0, 0)
    assert (draft.title, draft.rule_set, draft.opens_at) == ("Про користування землею громади", "informal", None)
    assert queries.source_of(version.id) == LAND.encode()
    assert version.sha256 == hashlib.sha256(LAND.encode()).hexdigest()
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert entries_about("d:land")[0].kind == "draft.published"


def test_num_and_text_give_back_every_paragraph(app):
    make_draft()
    printed = [f"{row.num} {row.text}".strip() for row in clauses("land")]
    assert printed == [block.lstrip("# ") for block in LAND.replace("\n\n", "\n").strip().split("\n")]


def test_next_version_keeps_the_provisions_of_what_lives_on(app):
    make_draft()
    before = {row.eid: row.provision_id for row in clauses("land")}
    result = make_draft(text=LAND_2)
    after = {row.eid: row.provision_id for row in clauses("land")}
    assert (result.number, result.kept, result.gone) == (2, len(before), 0)
    assert after == before
    assert {row.eid: row.provision_id for row in clauses("land", 1)} == before


def test_renumbered_article_keeps_its_provision_and_a_dropped_one_is_gone(app):
    make_draft()
    before = {row.text: row.provision_id for row in clauses("land")}
    changed = LAND.replace(LAND[LAND.index("### Стаття 2") : LAND.index("### Стаття 3")], "").replace(
        "### Стаття 3. Строки", "### Стаття 2. Строки"
    )
    result = make_draft(text=changed)
    article = queries.place_of("land", "art_2")
    assert article.provision_id == before["Строки"]
    assert result.gone == 3
    assert "art_3" not in [row.eid for row in clauses("land")]


def test_comment_stays_at_its_provision_through_versions(app, olena):
    make_draft()
    provision = queries.place_of("land", "art_3__para_1").provision_id
    say(olena)
    make_draft(text=LAND_2)
    assert queries.place_of("land", "art_3__para_1").provision_id == provision


def test_further_version_leaves_the_facts_that_are_not_named(app):
    make_draft(title="Інша назва", body="Рада")
    make_draft(text=LAND_2, summary="Коротко")
    draft = queries.draft_by_slug("land")
    assert (draft.title, draft.body, draft.summary) == ("Інша назва", "Рада", "Коротко")


def test_every_publication_raises_the_revision(app):
    make_draft()
    first = queries.draft_by_slug("land").revision
    make_draft(text=LAND_2)
    assert queries.draft_by_slug("land").revision > first


def test_dates_are_a_public_act(app):
    make_draft(closes_at=datetime.now(UTC) + timedelta(days=20))
    assert [entry.kind for entry in entries_about("d:land")] == ["deadline.set", "draft.published"]


def test_same_bytes_are_refused_within_a_draft_alone(app, content):
    make_draft()
    make_draft("water")
    before = content()
    with pytest.raises(Conflict, match="редакцію 1"):
        make_draft()
    assert content() == before


def test_same_words_in_other_bytes_are_a_further_version(app):
    make_draft()
    result = make_draft(text=LAND + "\n")
    assert (result.number, result.kept, result.gone) == (2, result.clauses, 0)


@pytest.mark.parametrize(
    "slug", ["", "Land", "-land", "land-", "зем", "a b", "../land", "a" * 81, "new", "a_b", "land\n"]
)
def test_bad_slug_is_refused_and_nothing_is_kept(app, content, slug):
    before = content()
    with pytest.raises(BadInput):
        make_draft(slug)
    assert content() == before


@pytest.mark.parametrize("slug", ["a", "9", "land-2026", "a" * 80])
def test_good_slug_is_taken(app, slug):
    assert make_draft(slug).slug == slug


@pytest.mark.parametrize(
    ("source", "name", "says"),
    [
        (b"", "001.md", "порожній"),
        (b"\n \n", "001.txt", "порожній"),
        (b"---\n\n***\n", "001.md", "жодного слова"),
        (b"a" * (50 * 1024 * 1024), "001.md", "завеликий"),
        ("Стаття 1. Їжак".encode("cp1251"), "001.md", "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "001.txt", "не текстовий"),
        (b"Article 1. A", "001.pdf", "не підтримується"),
        (b"Article 1. A", "001", "не підтримується"),
        (b"Article 1. A", "x" * 300, "не підтримується"),
    ],
)
def test_unusable_file_is_refused_with_a_sentence_and_nothing_is_kept(app, content, source, name, says):
    before = content()
    with pytest.raises(BadInput, match=says) as caught, unit_of_work():
        publish("land", source, name, DraftFacts())
    assert "\n" not in caught.value.message and len(caught.value.message) < 300
    assert content() == before


@pytest.mark.parametrize(
    "facts",
    [
        {"rule_set": "ua.0"},
        {"opens_at": datetime(2026, 5, 2, tzinfo=UTC), "closes_at": datetime(2026, 5, 1, tzinfo=UTC)},
        {"opens_at": datetime(2026, 5, 1, tzinfo=UTC), "closes_at": datetime(2026, 5, 1, tzinfo=UTC)},
    ],
)
def test_facts_that_cannot_be_are_refused(app, content, facts):
    before = content()
    with pytest.raises(BadInput):
        make_draft(**facts)
    assert content() == before


def test_new_end_before_the_kept_beginning_is_refused(app):
    make_draft(opens_at=datetime(2026, 5, 2, tzinfo=UTC))
    with pytest.raises(BadInput):
        make_draft(text=LAND_2, closes_at=datetime(2026, 5, 1, tzinfo=UTC))


def test_rehearsed_publication_tells_the_result_and_leaves_nothing(app, content):
    make_draft()
    before = content()
    with unit_of_work() as work:
        result = publish("land", LAND_2.encode(), "002.md", DraftFacts())
        work.discard()
    assert (result.number, result.gone) == (2, 0)
    assert content() == before


def test_the_check_of_the_database_can_fail(app, content):
    before = content()
    make_draft()
    assert content() != before


def test_plain_text_is_published_too(app):
    make_draft("plain", "Про землю\n\nСтаття 1. Назва\n\n1. Частина.\n", "a.TXT")
    assert [row.eid for row in clauses("plain")] == ["title", "art_1", "art_1__para_1"]


# Addresses


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("art_1__para_1__point_2__point_a", "art_1__para_1__point_2__point_a"),
        ("art_1__para_1__point_2__point_а", "art_1__para_1__point_2__point_a"),
        ("ART_1__PARA_1", "art_1__para_1"),
        ("art_1__para_1__al_1", "art_1__para_1"),
        ("art_2__para_nn_1__al_1", "art_2__para_nn_1"),
        ("art_3__para_nn_1", "art_3"),
        ("/art_3/", "art_3"),
    ],
)
def test_other_forms_of_an_address_lead_to_the_clause(app, typed, found):
    make_draft()
    assert queries.place_of("land", typed).eid == found


@pytest.mark.parametrize("eid", ["art_99", "art_3__para_9", "'; --", "\x00", "а" * 5000])
def test_unknown_address_is_not_found_and_something_is_offered(app, eid):
    make_draft()
    with app.test_request_context(), pytest.raises(NotFound) as caught:
        queries.place_of("land", eid)
    assert caught.value.suggestions


# Translation


def translate(text: str = ENGLISH, slug: str = "en-land"):
    with unit_of_work():
        return publish_translation(slug, text.encode(), "001.en.md", "en")


def test_translation_is_read_paragraph_for_paragraph(app):
    make_draft("en-land", UKRAINIAN)
    revision = queries.draft_by_slug("en-land").revision
    result = translate()
    draft = queries.draft_by_slug("en-land")
    rows = queries.translations_between(queries.version_of(draft).id, "en", 1, 99)
    assert result.clauses == len(rows) == len(clauses("en-land"))
    assert rows[5].num == "1." and rows[6].text == "land."
    assert draft.revision > revision
    assert entries_about("d:en-land")[-1].kind == "draft.translated"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ENGLISH + "\n\n2. More.\n", "збігатися"),
        (ENGLISH.replace("1. Words mean:\n\n", ""), "збігатися"),
        (ENGLISH.replace("a) land", "land"), "Абзац 6"),
        (ENGLISH.replace("1. Words", "Words"), "Абзац 5"),
    ],
)
def test_translation_that_does_not_match_is_refused(app, content, text, says):
    make_draft("en-land", UKRAINIAN)
    before = content()
    with pytest.raises(BadInput, match=says):
        translate(text)
    assert content() == before


def test_second_translation_of_a_version_is_refused(app):
    make_draft("en-land", UKRAINIAN)
    translate()
    with pytest.raises(Conflict):
        translate(ENGLISH.replace("land.", "soil."))


def test_translation_of_no_draft_is_not_found(app):
    with app.test_request_context(), pytest.raises(NotFound):
        translate()
