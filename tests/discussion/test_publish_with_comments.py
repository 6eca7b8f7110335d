"""A further version is published: where the comments of the earlier ones stand then."""

from collections import Counter

import pytest
from sqlalchemy import select

from reform_portal.core.database import Base, db, unit_of_work
from reform_portal.core.errors import BadInput, Conflict
from reform_portal.discussion import journal_check
from reform_portal.discussion.actions import add_to_tally
from reform_portal.discussion.models import Comment, Tally
from reform_portal.discussion.placements import actions, queries
from reform_portal.discussion.placements.models import CommentPlacement
from reform_portal.discussion.placements.publishing import publish, rehearse
from reform_portal.discussion.placements.rehearsal import as_json
from reform_portal.drafts import queries as drafts
from reform_portal.drafts.actions import DraftFacts
from reform_portal.journal.models import Opening
from reform_portal.journal.verification import verify
from tests.discussion.acts import REPLY, bend, count, erase, hide, withdraw
from tests.discussion.carried import (
    AGAIN,
    MERGED,
    SHORTER,
    WITHOUT_ARTICLE,
    WITHOUT_TERM,
    counts,
    place,
    provision,
    reattach,
    revise,
    state,
)
from tests.factories import comment, make_draft, say
from tests.texts import LAND

TERM, SILENCE = "art_3__para_1", "art_3__para_2"
DAYS = "30 календарних днів"

pytestmark = pytest.mark.usefixtures("draft")


def everything():
    db.session.rollback()
    found = {table.name: db.session.execute(select(table)).all() for table in Base.metadata.sorted_tables}
    db.session.rollback()
    return found


def sound() -> bool:
    """Whether every count is the number of comments that stand there, and the journal agrees."""
    db.session.rollback()
    standing: dict[int, int] = {}
    for row in db.session.execute(select(Comment.provision_id, Comment.status)):
        standing[row.provision_id] = standing.get(row.provision_id, 0) + (row.status == "published")
    told = {row.provision_id: row.comments for row in db.session.scalars(select(Tally))}
    return {k: v for k, v in standing.items() if v} == {k: v for k, v in told.items() if v} and verify(
        [journal_check.compare]
    ).sound


# The four states


def test_exact(olena):
    words, whole = say(olena, quote=DAYS), say(olena, eid=SILENCE)
    revise(AGAIN)
    assert state(words) == ("exact", TERM, DAYS)
    assert state(whole) == ("exact", SILENCE, None)


def test_moved(olena):
    words, whole = say(olena, eid=SILENCE, quote="заяву вважають"), say(olena, eid=SILENCE)
    revise(WITHOUT_TERM)
    assert state(words) == ("moved", TERM, "заяву вважають")
    assert state(whole) == ("moved", TERM, None)


def test_changed(olena):
    words, whole, beside = say(olena, quote=DAYS), say(olena), say(olena, quote="з дня подання")
    revise(SHORTER)
    assert state(words) == ("changed", TERM, "20 календарних днів")
    assert state(whole) == ("changed", TERM, None)
    assert state(beside) == ("exact", TERM, "з дня подання")


def test_detached_from_a_clause_that_is_gone(olena):
    public_id = say(olena, quote=DAYS)
    revise(WITHOUT_TERM)
    found = place(public_id)
    assert (found.state, found.eid, found.near_eid, found.quote) == ("detached", None, "art_3", DAYS)


def test_detached_from_a_clause_that_lives_on_without_the_words(olena):
    public_id = say(olena, quote="з дня подання")
    revise(LAND.replace(" з дня подання", ""))
    assert state(public_id) == ("detached", TERM, None)


def test_nearest_unit_is_the_innermost_that_lives_on(olena):
    public_id = say(olena)
    revise(WITHOUT_ARTICLE)
    assert place(public_id).near_eid == drafts.place_of("land", "art_2").clause.parent


def test_whole_draft(olena):
    public_id = say(olena, "Добре.", eid="")
    revise(WITHOUT_ARTICLE)
    assert state(public_id) == ("exact", None, None)


def test_first_version_has_no_places(olena):
    make_draft("other")
    assert count(CommentPlacement) == 0


# Together with their counts


def test_counts_stay_with_the_provision_that_moves(olena):
    say(olena, eid=SILENCE, stance="support")
    revise(WITHOUT_TERM)
    assert counts(TERM) == {"support": 1, "comments": 1} and sound()


def test_counts_of_a_merged_clause_come_together(olena, petro):
    say(olena), say(petro, eid=SILENCE, stance="support"), say(petro, eid=SILENCE, stance="question")
    revise(MERGED)
    assert counts(TERM) == {"oppose": 1, "support": 1, "question": 1, "comments": 3}
    assert counts(SILENCE, 1) == {} and sound()


def test_counts_of_a_lost_clause_are_kept_with_it(olena):
    say(olena)
    revise(WITHOUT_TERM)
    assert counts(TERM, 1) == {"oppose": 1, "comments": 1} and counts(TERM) == {} and sound()


def test_held_hidden_withdrawn_and_erased_are_carried_but_not_counted(olena, marta):
    held, hidden, gone, erased, open_one = (say(olena, eid=SILENCE, quote="заяву вважають") for _ in range(5))
    hide(hidden, marta), withdraw(gone, olena), erase(erased, marta)
    with unit_of_work():
        # As an import does: what waits for a moderator is not counted.
        add_to_tally(comment(held).provision_id, comment(held).draft_id, Counter({"oppose": -1}), 1)
    bend(held, status="held")
    revise(MERGED)
    assert {state(one)[:2] for one in (held, hidden, gone, open_one)} == {("moved", TERM)}
    assert place(erased).eid == TERM
    assert counts(TERM) == {"oppose": 1, "comments": 1}


def test_hidden_comment_that_moved_is_counted_at_its_new_place_when_it_is_shown_again(as_, olena, marta):
    public_id = say(olena, eid=SILENCE)
    hide(public_id, marta)
    revise(MERGED)
    as_(marta).act(public_id, "restore")
    assert counts(TERM) == {"oppose": 1, "comments": 1} and sound()


# Conversations


def test_replies_stay_with_their_conversation(olena, petro):
    root = say(olena, quote=DAYS)
    reply = say(petro, "Згоден.", parent=root)
    below = say(olena, "Дякую.", parent=reply)
    revise(WITHOUT_TERM)
    assert [state(one)[0] for one in (root, reply, below)] == ["detached"] * 3
    assert {place(one).near_eid for one in (root, reply, below)} == {"art_3"}
    revise(SHORTER)
    assert {comment(one).provision_id for one in (root, reply, below)} == {provision(TERM)} and sound()


def test_reply_to_words_that_stayed_stands_as_they_do(olena, petro):
    root = say(olena, quote="Рада розглядає")
    reply = say(petro, "Згоден.", parent=root)
    revise(SHORTER)
    assert state(root)[0] == state(reply)[0] == "exact"


def test_reply_written_after_the_comment_had_moved_is_counted_where_that_stands(as_, olena, petro):
    root = say(olena, eid=SILENCE)
    revise(MERGED)
    page = as_(petro).submit(f"/comments/{root}/reply", REPLY)
    reply = page.response.request.path.rpartition("/")[2]
    assert comment(reply).provision_id == comment(root).provision_id == provision(TERM)
    assert counts(TERM) == {"oppose": 1, "neutral": 1, "comments": 2} and sound()
    revise(LAND + "\n")
    assert state(reply)[1] == state(root)[1] and sound()


# Several versions


def test_comment_of_the_second_version_comes_to_the_third(olena):
    revise(SHORTER)
    public_id = say(olena, quote="20 календарних днів")
    assert place(public_id) is None
    revise(LAND + "\n")
    assert state(public_id) == ("changed", TERM, DAYS)
    assert place(public_id, 1) is None


def test_text_that_changes_and_changes_back_is_exact_again(olena):
    public_id = say(olena, quote=DAYS)
    revise(SHORTER)
    revise(LAND + "\n")
    assert state(public_id, 2)[0] == "changed" and state(public_id, 3) == ("exact", TERM, DAYS)


def test_removed_provision_comes_back_with_its_comments_and_counts(olena, petro):
    was = provision(TERM)
    words, whole = say(olena, quote=DAYS), say(petro)
    revise(WITHOUT_TERM)
    assert {state(one)[0] for one in (words, whole)} == {"detached"} and provision(TERM) != was
    revise(LAND + "\n")
    assert provision(TERM) == was
    assert state(words) == ("exact", TERM, DAYS) and state(whole) == ("exact", TERM, None)
    assert counts(TERM) == {"oppose": 2, "comments": 2} and sound()


def test_removed_article_comes_back_with_all_in_it(olena):
    before = [provision(eid) for eid in ("art_3", TERM, SILENCE)]
    public_id = say(olena, eid="art_3")
    revise(WITHOUT_ARTICLE)
    revise(LAND + "\n")
    assert [provision(eid) for eid in ("art_3", TERM, SILENCE)] == before
    assert state(public_id) == ("exact", "art_3", None)


def test_merged_clause_comes_back_with_its_provision_and_comments(olena, petro):
    was = provision(TERM), provision(SILENCE)
    words, whole, other = say(olena, eid=SILENCE, quote="заяву вважають"), say(petro, eid=SILENCE), say(olena)
    revise(MERGED)
    assert state(words) == ("moved", TERM, "заяву вважають") and state(whole)[:2] == ("changed", TERM)
    revise(LAND + "\n")
    assert (provision(TERM), provision(SILENCE)) == was
    assert state(words) == ("exact", SILENCE, "заяву вважають") and state(whole) == ("exact", SILENCE, None)
    assert state(other) == ("exact", TERM, None)
    assert counts(SILENCE) == {"oppose": 2, "comments": 2} and counts(TERM)["comments"] == 1 and sound()


def test_split_clause_that_is_joined_again_has_all_its_comments(olena):
    joined = MERGED
    make_draft("joined", joined)
    first = say(olena, slug="joined", quote=DAYS)
    second = say(olena, slug="joined", quote="заяву вважають")
    revise(LAND, "joined")
    assert state(first)[:2] == ("exact", TERM) and state(second)[:2] == ("moved", SILENCE)
    revise(joined + "\n", "joined")
    assert state(first) == ("exact", TERM, DAYS) and state(second) == ("exact", TERM, "заяву вважають")
    assert sound()


def test_lost_comment_is_remembered_at_the_same_unit_in_later_versions(olena):
    public_id = say(olena)
    revise(WITHOUT_TERM)
    revise(WITHOUT_TERM.replace("щомісяця", "щороку"))
    assert place(public_id).near_eid == "art_3"
    revise(WITHOUT_ARTICLE)
    assert place(public_id).near_eid == drafts.place_of("land", "art_2").clause.parent


def test_comment_put_somewhere_by_hand_stays_there(olena, taras):
    public_id = say(olena, quote=DAYS)
    reply = say(olena, "І ще.", parent=public_id)
    revise(WITHOUT_TERM)
    reattach(public_id, taras, "art_2", "Плата")
    assert state(public_id) == ("changed", "art_2", "Плата")
    revise(WITHOUT_TERM.replace("вважають задоволеною", "вважають відхиленою"))
    # The words did not change since, but they are not those that the author wrote about.
    assert state(public_id) == ("changed", "art_2", "Плата") and place(public_id).placed_by == "portal"
    assert state(reply)[:2] == ("changed", "art_2")
    assert counts("art_2")["comments"] == 2 and sound()
    revise(LAND + "\n")
    assert state(public_id)[1] == "art_2" and sound()


# Failing and rehearsing


def test_rehearsal_changes_nothing_and_tells_the_truth(olena, petro, marta):
    ids = [say(olena, quote=DAYS), say(olena, eid=SILENCE), say(petro, "Добре.", eid=""), say(petro, eid="art_2")]
    say(petro, "Згоден.", parent=ids[0])
    hide(ids[1], marta)
    before = everything()
    told = as_json(rehearse("land", WITHOUT_TERM.encode(), "n.md", DraftFacts()))
    assert everything() == before
    revise(WITHOUT_TERM)
    for line in told["comments"]:
        found = place(line["id"])
        assert (line["state"], line["clause"], line["near"]) == (found.state, found.eid, found.near_eid)
        assert line["words"] == (found.words_now or "")
    version = drafts.version_of(drafts.draft_by_slug("land"))
    assert told["anchors"] == queries.counts_of(version.id)


def test_rehearsal_of_the_same_bytes_is_refused(olena):
    with pytest.raises(Conflict):
        rehearse("land", LAND.encode(), "n.md", DraftFacts())
    with pytest.raises(BadInput):
        rehearse("Не адреса", LAND.encode(), "n.md", DraftFacts())


def test_publishing_that_fails_while_the_comments_are_carried_leaves_nothing(olena, monkeypatch):
    say(olena, quote=DAYS)

    def fails(*_given):
        raise RuntimeError("the power went out")

    before = everything()
    monkeypatch.setattr(actions, "_move", fails)
    with pytest.raises(RuntimeError, match="power"), unit_of_work():
        publish("land", SHORTER.encode(), "n.md", DraftFacts())
    assert everything() == before


def test_journal_tells_how_many_stand_where(olena):
    say(olena, quote=DAYS), say(olena, eid=SILENCE), say(olena, eid="art_2")
    revise(SHORTER)
    db.session.rollback()
    content = db.session.scalar(select(Opening.content).order_by(Opening.number.desc()).limit(1))
    assert '"exact":2' in content and '"changed":1' in content and '"detached":0' in content


def test_comment_of_another_draft_is_not_touched(olena):
    make_draft("other")
    public_id = say(olena, slug="other")
    revise(SHORTER)
    assert place(public_id) is None and count(CommentPlacement) == 0


# What readers see


def test_changed_words_stand_side_by_side(client, olena):
    say(olena, quote=DAYS)
    revise(SHORTER)
    page = client.get(f"/drafts/land/{TERM}")
    assert f"{DAYS}</del>" in page.html and "20 календарних днів</ins>" in page.html
    assert "Як було в редакції 1" in page.text and f"/drafts/land/{TERM}?version=1" in page.links


def test_comment_stands_on_the_page_of_the_old_version_where_it_was_written(client, olena):
    public_id = say(olena, "Дуже довго.", eid=SILENCE)
    revise(MERGED)
    assert "Дуже довго." in client.get(f"/drafts/land/{TERM}").text
    old = client.get(f"/drafts/land/{SILENCE}?version=1")
    assert "Дуже довго." in old.text and f"comment-{public_id}" in old.ids


def test_trail_of_a_comment_through_the_versions(client, olena):
    public_id = say(olena, quote=DAYS)
    revise(SHORTER), revise(WITHOUT_TERM), revise(LAND + "\n")
    text = client.get(f"/comments/{public_id}").text
    for words in ("тут його написано", "слова змінено", "положення вилучено", "найближче, що лишилося", "на місці"):
        assert words in text
