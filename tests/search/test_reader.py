"""The index follows the journal, and is made anew when it is gone."""

import shutil

import pytest

from reform_portal.core.database import unit_of_work
from reform_portal.discussion import actions as discussion
from reform_portal.discussion import queries as comments
from reform_portal.journal import readers
from reform_portal.journal.queries import last_number
from reform_portal.search.engines.documents import Filters
from reform_portal.search.queries import engine
from reform_portal.search.query import parse
from reform_portal.search.reader import SearchReader, heal, rebuild
from tests.factories import make_draft, say
from tests.texts import LAND_2


@pytest.fixture
def follow(app):
    """Bring the readers to the end of the journal, as the worker does."""
    return lambda: readers.run_once(app.extensions["readers"], patience=20)


def found(typed: str, **filters) -> set[str]:
    hits = engine().search(parse(typed), Filters(**filters), "relevance", None, 1000)
    return {ref for ref, _score in hits.refs}


def test_clauses_and_comments_become_searchable(follow, draft, olena):
    public_id = say(olena, "Про дельфінів теж подумайте.")
    follow()
    assert found("дельфін") == {f"c:{public_id}"}
    assert len(found("щомісяця")) == 1
    assert readers.position_of("search") == last_number()


def test_new_version_replaces_the_clauses_of_the_old_one(follow, draft):
    follow()
    before = found("перелік")
    make_draft(text=LAND_2)
    follow()
    hits = engine().search(parse("перелік"), Filters())
    refs = [ref for ref, _score in hits.refs]
    assert set(refs) > before and refs[-1] in before and refs[0] not in before, "the present words come first"
    assert found("щороку") and len(found('"30 календарних днів"')) == 1


def test_edited_hidden_restored_and_withdrawn_comment(follow, draft, olena, marta):
    public_id = say(olena, "Про дельфінів.")
    follow()

    def act(done, person, *more) -> None:
        with unit_of_work():
            done(comments.comment_by_public_id(public_id), person, *more)
        follow()

    act(discussion.edit, olena, "Про китів.", "oppose")
    assert not found("дельфін") and found("кит")
    act(discussion.hide, marta, "off_topic")
    assert not found("кит")
    act(discussion.restore, marta)
    assert found("кит")
    act(discussion.withdraw, olena)
    assert not found("кит")


def test_support_moves_a_comment_up(follow, draft, olena, petro):
    first, second = say(olena, "Дельфін перший."), say(olena, "Дельфін другий.")
    with unit_of_work():
        discussion.support(comments.comment_by_public_id(first), petro)
    follow()
    hits = engine().search(parse("дельфін"), Filters(), "support")
    assert [ref for ref, _score in hits.refs] == [f"c:{first}", f"c:{second}"]


def test_reading_the_same_entries_twice_changes_nothing(follow, draft, olena):
    say(olena, "Про дельфінів.")
    follow()
    before = found("дельфін АБО земля")
    readers.reset(SearchReader.name, 0)
    follow()
    assert found("дельфін АБО земля") == before


def test_lost_index_is_made_anew(app, follow, draft, olena):
    say(olena, "Про дельфінів.")
    follow()
    shutil.rmtree(engine().folder)
    assert heal() and found("дельфін")
    assert not heal()


def test_entries_that_come_while_the_index_is_gone_are_not_lost(app, follow, draft, olena):
    follow()
    shutil.rmtree(engine().folder)
    say(olena, "Про дельфінів.")
    follow()
    assert found("дельфін") and found("щомісяця")


def test_rebuild_holds_what_is_public_and_goes_on_from_there(follow, draft, olena, marta):
    shown, hidden = say(olena, "Дельфін видимий."), say(olena, "Дельфін прихований.")
    with unit_of_work():
        discussion.hide(comments.comment_by_public_id(hidden), marta, "off_topic")
    number = rebuild()
    assert found("дельфін") == {f"c:{shown}"}
    assert number == len(found("дельфін")) + len(list(comments_and_clauses()))
    assert readers.position_of("search") == last_number()


def comments_and_clauses():
    from reform_portal.search.documents.queries import clause_documents

    return clause_documents("land")
