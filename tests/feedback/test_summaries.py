"""The summary of what was said about a clause, and the reader that keeps it."""

from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from reform_portal.core.clock import in_kyiv, now
from reform_portal.core.database import db
from reform_portal.discussion.anchors import make_anchor
from reform_portal.discussion.comment_import import CommentImport
from reform_portal.discussion.stances import STANCES
from reform_portal.feedback import queries
from reform_portal.feedback.models import ClauseSummary
from reform_portal.feedback.reader import SummaryReader
from reform_portal.feedback.summaries import (
    count_people,
    marked_words,
    marks_of,
    most_supported,
    stretches,
    summarise,
)
from reform_portal.journal import readers
from tests.discussion.acts import age, erase, hide, report, support, withdraw
from tests.factories import comment, make_draft, make_person, say
from tests.texts import LAND_2

PROPERTY = settings(deadline=None, max_examples=100)
TEXT = "Рада розглядає заяву протягом 30 календарних днів з дня подання."


def said(number, body="Задовго.", stance="oppose", **more):
    """A comment as the summary sees it."""
    values = {
        "id": number, "person_id": number, "source": "", "author": f"Особа {number}", "stance": stance, "body": body,
        "quote": "", "prefix": "", "suffix": "", "start": None, "end": None, "clause_id": 1, "supports": 0, "replies": 0,
        "parent_id": None, "author_role": "citizen",
    }  # fmt: skip
    return SimpleNamespace(**values | more)


def quoting(number, words, text=TEXT, **more):
    anchor = make_anchor(text, words)
    return said(
        number,
        quote=anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        start=anchor.start,
        end=anchor.end,
        **more,
    )


def summary(*comments):
    return summarise(comments, {}, {})


def test_nothing_said_is_summed_up_as_nothing():
    found = summary()
    assert found["tally"] == dict.fromkeys(STANCES, 0)
    assert (found["comments"], found["people"], found["texts"], found["submissions"]) == (0, 0, 0, 0)


def test_stances_are_counted_each():
    found = summary(said(1), said(2), said(3, stance="amend"))
    assert found["tally"] == {"support": 0, "oppose": 2, "amend": 1, "question": 0, "neutral": 0}


def test_copies_of_a_letter_are_many_people_but_one_text():
    letters = [said(n, body) for n, body in enumerate(["Об’єкт — задовго!", "об'єкт  - задовго!", "ОБʼЄКТ — ЗАДОВГО!"])]
    found = summary(*letters, said(9, "Інше."))
    assert (found["people"], found["texts"]) == (4, 2)


def test_submissions_are_comments_and_their_signatures():
    assert summary(said(1, supports=5), said(2))["submissions"] == 7


def test_person_who_speaks_twice_is_one_person():
    assert count_people([said(1, person_id=7), said(2, person_id=7), said(3, person_id=8)]) == 2


def test_imported_people_are_told_apart_by_name_within_their_source():
    imported = [
        said(1, person_id=None, source="radio", author="Ганна"),
        said(2, person_id=None, source="radio", author="Ганна"),
        said(3, person_id=None, source="press", author="Ганна"),
        said(4, person_id=None, source="press", author=""),
        said(5, person_id=None, source="press", author=""),
    ]
    assert count_people(imported) == 4


def test_most_supported_come_first_and_those_nobody_noticed_do_not_come():
    comments = [said(1), said(2, supports=2), said(3, supports=2, replies=1), said(4, replies=9), said(5, supports=3)]
    assert [c.id for c in most_supported(comments)] == [5, 3, 2]
    assert most_supported([said(1)]) == []


def test_replies_are_not_among_the_most_supported():
    assert most_supported([said(1, supports=9, parent_id=7)]) == []


def test_questions_stay_open_until_a_drafter_answers():
    asked, answered = said(1, stance="question"), said(2, stance="question")
    by_drafter = said(3, parent_id=2, author_role="drafter", stance="neutral")
    by_citizen = said(4, parent_id=1, stance="neutral")
    found = summary(asked, answered, by_drafter, by_citizen)
    assert (found["questions"], found["open_questions"]) == ([1], 1)


def test_questions_are_shown_by_support_and_five_at_most():
    found = summary(*(said(n, stance="question", supports=n % 4) for n in range(1, 9)))
    assert found["questions"] == [3, 7, 2, 6, 1] and found["open_questions"] == 8


def test_summary_names_every_comment_it_rests_on():
    assert summary(said(4), said(2), said(9))["rests_on"] == [4, 2, 9]


def test_words_quoted_most_are_named():
    comments = [quoting(1, "30 календарних днів"), quoting(2, "30"), quoting(3, "30"), quoting(4, "Рада")]
    marks = marks_of(comments, {1: TEXT})
    assert marked_words(marks, {1: TEXT})[0] == {"words": "30", "comments": 3}
    assert {"words": "Рада", "comments": 1} in marked_words(marks, {1: TEXT})


def test_words_are_marked_in_later_texts_where_they_still_stand():
    later = "Нове. " + TEXT.replace("30 календарних", "20 робочих")
    marks = marks_of([quoting(1, "розглядає заяву"), quoting(2, "30 календарних")], {1: TEXT, 2: later})
    assert [later[start:end] for start, end, _n in marks[2]] == ["розглядає заяву"]
    assert len(marks[1]) == 2


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12))
def test_stretches_count_at_every_place_how_many_cover_it(places):
    found = stretches(places)
    for index in range(31):
        covering = sum(1 for start, end in places if start <= index < end)
        assert sum(number for start, end, number in found if start <= index < end) == covering
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert all(start < end and number > 0 for start, end, number in found)


def follow(app):
    readers.run_once([SummaryReader()])
    db.session.rollback()


def kept(public_id):
    """The kept summary of the provision that a comment stands at."""
    db.session.rollback()
    found = queries.summary_of(comment(public_id).provision_id)
    db.session.rollback()
    return found


def is_stale(row):
    return row.last_entry > row.entry


def test_worker_sums_up_what_was_said(app, draft, olena, petro, taras):
    one = say(olena, quote="30 календарних днів")
    say(petro, "Чому тридцять?", stance="question")
    support(one, petro)
    support(one, taras)
    follow(app)
    content = kept(one).content
    assert content["tally"]["oppose"] == content["tally"]["question"] == 1
    assert (content["comments"], content["people"], content["texts"], content["submissions"]) == (2, 2, 2, 4)
    assert content["top"] == [comment(one).id] and content["open_questions"] == 1
    assert content["marked"] == [{"words": "30 календарних днів", "comments": 1}]
    assert not is_stale(kept(one))


def test_summary_is_stale_from_the_act_until_the_worker_comes(app, draft, olena, petro, marta):
    one = say(olena)
    follow(app)
    for act in (
        lambda: say(petro),
        lambda: support(one, petro),
        lambda: hide(say(petro), marta),
        lambda: age(one, days=1),
    ):
        before = kept(one).last_entry
        act()
        assert is_stale(kept(one)) is (kept(one).last_entry > before)
        follow(app)
        assert not is_stale(kept(one))


def test_new_comment_and_new_signature_make_it_stale_and_a_report_does_not(app, draft, olena, petro):
    one = say(olena)
    follow(app)
    report(one, petro)
    assert not is_stale(kept(one))
    support(one, petro)
    assert is_stale(kept(one))


def test_words_that_are_gone_are_no_longer_summed_up(app, draft, olena, petro, marta):
    gone = [say(person, f"Думка {n}.") for n, person in enumerate((olena, petro, petro))]
    stays = say(olena, "Лишається.")
    withdraw(gone[0], olena)
    hide(gone[1], marta)
    erase(gone[2], marta)
    follow(app)
    content = kept(stays).content
    assert (content["comments"], content["texts"]) == (1, 1)
    assert content["rests_on"] == [comment(stays).id]


def test_provision_whose_last_words_went_is_summed_up_as_nothing(app, draft, olena):
    one = say(olena)
    follow(app)
    withdraw(one, olena)
    follow(app)
    assert kept(one).content["comments"] == 0


def test_summary_of_one_clause_does_not_speak_of_another(app, draft, olena):
    one, other = say(olena), say(olena, eid="art_2")
    follow(app)
    assert kept(one).content["rests_on"] == [comment(one).id]
    assert kept(other).content["rests_on"] == [comment(other).id]


def test_new_version_moves_the_marks(app, client, draft, olena):
    say(olena, quote="з дня подання")
    follow(app)
    make_draft(text=LAND_2, name="002.md")
    follow(app)
    for version, days in ((1, 30), (2, 20)):
        page = client.get(f"/drafts/land/art_3__para_1?version={version}")
        assert f"{days} календарних днів <mark>з дня подання</mark>" in page.html


def test_taking_the_same_entries_twice_ends_in_the_same_state(app, draft, olena, petro):
    one = say(olena, quote="30 календарних днів")
    support(one, petro)
    follow(app)
    before = kept(one)
    readers.reset("summaries")
    follow(app)
    after = kept(one)
    assert (after.content, after.marks, after.entry) == (before.content, before.marks, before.entry)
    assert len(db.session.scalars(select(ClauseSummary.provision_id)).all()) == 1


def test_totals_of_a_draft_are_three_numbers(app, draft, olena, petro, tmp_path):
    one = say(olena)
    say(olena, eid="art_2")
    support(one, petro)
    (tmp_path / "c.jsonl").write_text('{"external_id": 1, "body": "а", "author": "Ганна", "supports": 10}\n')
    CommentImport("land", "radio").run(tmp_path / "c.jsonl", {})
    follow(app)
    draft_id = comment(one).draft_id
    totals = queries.totals_of([draft_id])[draft_id]
    assert (totals.comments, totals.texts, totals.people, totals.submissions, totals.conversations) == (3, 3, 2, 14, 3)
    assert sum(totals.activity.values()) == 3 and list(totals.activity) == [in_kyiv(now()).date().isoformat()]


def test_totals_of_a_draft_without_words_are_nothing(app, draft):
    assert queries.totals_of([1, 2]) == {1: queries.Totals(), 2: queries.Totals()}


@pytest.mark.parametrize("sort", ["text", "attention"])
def test_pages_of_summaries_skip_and_repeat_nothing(app, draft, sort):
    person = make_person("busy")
    wanted = ["art_1", "art_2", "art_3", "art_3__para_1", "art_3__para_2"]
    for number, eid in enumerate(wanted):
        for _ in range(1 + number % 2):
            say(person, eid=eid)
    seen, cursor = [], None
    while True:
        page = queries.page_of_summaries(1, sort, cursor, size=2)
        seen += [row.eid for row in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert sorted(seen) == sorted(wanted)
    assert seen == (wanted if sort == "text" else ["art_2", "art_3__para_1", "art_1", "art_3", "art_3__para_2"])
