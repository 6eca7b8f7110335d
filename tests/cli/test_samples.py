"""Samples are published version by version, so that they show what becomes of comments; and they hold what they promise."""

import json
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from reform_portal import samples
from reform_portal.app import create_app
from reform_portal.core.clock import in_kyiv, now
from reform_portal.core.database import db
from reform_portal.discussion.anchors import STATES
from reform_portal.discussion.models import Comment
from reform_portal.discussion.placements.queries import counts_of, disputed, trail_of
from reform_portal.discussion.wordings.proposals import by_clause
from reform_portal.discussion.wordings.queries import accepted_for, proposals_for
from reform_portal.drafts.queries import draft_by_slug, version_of
from reform_portal.feedback.answers.decisions import DECISIONS
from reform_portal.feedback.answers.queries import page_of_answers
from reform_portal.feedback.campaigns.queries import campaigns_of
from reform_portal.feedback.campaigns.reader import CampaignReader
from reform_portal.journal import readers
from tests.conftest import settings_in
from tests.factories import make_person

TEXT = """# Правила дворової тиші

### Стаття 1. Тиша

1. Тиша триває з 22 години.

2. Під час ремонту сусідів попереджають за три дні.
"""
LATER = TEXT.replace("22 години", "23 години")
COMMENT = {
    "external_id": "s1", "body": "Діти лягають о дев’ятій.", "clause": "art_1__para_1", "quote": "22 години",
    "author": "Сусідка", "stance": "oppose", "version": 1, "days_ago": 3, "at": "10:30",
}  # fmt: skip
POSTED = {
    "version": 1, "by": "bohdan", "clause": "art_1__para_1", "quote": "22 години", "wording": "23 години",
    "stance": "amend", "body": "Літом о десятій ще видно.", "accepted": True,
    "judged": {"version": 2, "verdict": "wrong", "note": "Не те."},
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of one small sample in two versions."""
    found = tmp_path / "samples" / "quiet"
    found.mkdir(parents=True)
    monkeypatch.setattr(samples, "samples_folder", lambda: found.parent)
    (found / "draft.toml").write_text('title = "Тиша"\nopened_days_ago = 5\n', encoding="utf-8")
    (found / "001.md").write_text(TEXT, encoding="utf-8")
    (found / "002.md").write_text(LATER, encoding="utf-8")
    write(found / "comments.jsonl", COMMENT)
    return found


def write(path: Path, *rows: dict) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


def load() -> list[str]:
    said: list[str] = []
    samples.load_samples(said.append)
    return said


def comments() -> list[Comment]:
    return list(db.session.scalars(select(Comment).order_by(Comment.id)))


def test_a_comment_on_the_first_version_is_carried_to_the_second(app, folder):
    assert load() == ["quiet: 1"]
    (comment,) = comments()
    assert [(place.number, place.state, place.words_now) for place in trail_of(comment.id)] == [
        (2, "changed", "23 години")
    ]


def test_comments_are_dated_back_from_today_and_after_the_opening(app, folder):
    load()
    written = in_kyiv(comments()[0].created_at)
    assert written.date() == in_kyiv(now()).date() - timedelta(days=3) and (written.hour, written.minute) == (10, 30)
    assert draft_by_slug("quiet").opens_at < comments()[0].created_at


def test_a_reply_of_the_second_version_goes_to_a_comment_of_the_first(app, folder):
    write(
        folder / "comments.jsonl", COMMENT, COMMENT | {"external_id": "s2", "version": 2, "quote": "23 години"},
        COMMENT | {"external_id": "s3", "version": 2, "quote": "", "parent_external_id": "s1"},
    )  # fmt: skip
    assert load() == ["quiet: 3"]
    first, second, reply = comments()
    assert reply.parent_id == first.id and second.parent_id is None


def test_a_line_that_cannot_be_taken_is_named_by_its_number_in_the_file(app, folder):
    write(folder / "comments.jsonl", COMMENT, COMMENT | {"external_id": "s2", "version": 2})
    refused, count = load()
    assert refused.startswith("  quiet/comments.jsonl:2: ") and count == "quiet: 1"


def test_what_accounts_say_is_posted_taken_and_judged(app, folder):
    write(folder / "posted.jsonl", POSTED)
    assert load() == ["quiet: 2"]
    wording = comments()[1]
    assert (wording.wording, wording.author) == ("23 години", "Богдан Чумак")
    draft = draft_by_slug("quiet")
    assert [row.public_id for rows in accepted_for(version_of(draft, 1).id).values() for row in rows] == [
        wording.public_id
    ]
    assert [(row.public_id, row.note) for row in disputed(version_of(draft).id)] == [(wording.public_id, "Не те.")]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_demo_account_speaks_only_if_it_is_there(app, folder, is_there: bool):
    if is_there:
        make_person("olena", given_name="Олена", family_name="Коваленко")
    write(folder / "posted.jsonl", POSTED | {"by": "olena", "pseudonym": True})
    assert load() == ["quiet: 2" if is_there else "quiet: 1"]


def test_a_sample_that_is_there_is_left_alone(app, folder):
    load()
    assert load() == [] and len(comments()) == 1


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, empty_database: Path):
    """A portal with the samples that come with it, and what was said while they were loaded."""
    folder = tmp_path_factory.mktemp("samples")
    shutil.copy(empty_database, folder / "portal.sqlite")
    app = create_app(settings_in(folder))
    with app.test_request_context("/"):
        make_person("olena", given_name="Олена", pseudonym="Одеситка")
        yield load()
        db.session.remove()
        db.engine.dispose()


def test_every_line_of_the_samples_is_taken(loaded):
    assert len(loaded) == 3 and all(not line.startswith(" ") and not line.endswith(": 0") for line in loaded)


@pytest.mark.parametrize("slug", ["admin-services", "open-customs-data", "public-consultations"])
def test_a_sample_has_comments_in_each_state(loaded, slug: str):
    counts = counts_of(version_of(draft_by_slug(slug)).id)
    assert all(counts[state] > 0 for state in STATES), counts


def test_the_third_version_takes_back_what_the_second_changed(loaded):
    words = "не менш як 15 робочих днів"
    draft = draft_by_slug("public-consultations")
    first = version_of(draft, 1)
    mine = [c for c in comments() if c.version_id == first.id and c.quote == words]
    assert len(mine) == 2
    for comment in mine:
        trail = [(place.state, place.words_now, place.eid) for place in trail_of(comment.id)]
        assert trail == [("changed", words.replace("15", "20"), "art_6__para_1"), ("exact", words, "art_6__para_1")]


def test_proposed_wordings_collide_agree_and_are_taken(loaded):
    found: Counter[str] = Counter()
    for slug in ("admin-services", "public-consultations"):
        for clause in by_clause(proposals_for(version_of(draft_by_slug(slug)).id)):
            for one in clause.proposals:
                found["taken"] += one.accepted
                found["collide"] += bool(one.collides_with)
                found["same"] += bool(one.same_as)
    assert found == {"taken": 2, "collide": 5, "same": 2}


def test_an_author_says_that_a_place_is_wrong(loaded):
    draft = draft_by_slug("public-consultations")
    assert [row.author for row in disputed(version_of(draft).id)] == ["Софія Лиманська"]


def test_drafters_answer_what_the_sample_says_they_answer(app, folder):
    write(
        folder / "answers.jsonl",
        {"to": "s1", "decision": "accepted", "reason": "Тепер о двадцять третій.", "changed": "art_1__para_1"},
    )
    samples.load_samples(print)
    draft = draft_by_slug("quiet")
    (answer,) = page_of_answers(draft.id).items
    assert (answer.decision, answer.reason, answer.changed_eid, answer.changed_in) == (
        "accepted", "Тепер о двадцять третій.", "art_1__para_1", 2
    )  # fmt: skip


def test_every_answer_of_the_samples_is_for_a_comment_that_is_there():
    for path in samples.samples_folder().glob("*/answers.jsonl"):
        known = {json.loads(line)["external_id"] for line in (path.parent / "comments.jsonl").read_text().splitlines()}
        for line in path.read_text(encoding="utf-8").splitlines():
            answer = json.loads(line)
            assert answer["to"] in known and answer["decision"] in DECISIONS and len(answer["reason"]) > 40


@pytest.mark.parametrize("slug", ["admin-services", "public-consultations"])
def test_letters_that_many_sent_are_one_campaign(loaded, slug: str):
    readers.run_once([CampaignReader()])
    (row,) = campaigns_of(draft_by_slug(slug).id).items
    assert row.people >= 6 and row.submissions > row.people
