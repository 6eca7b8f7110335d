"""Words that were erased by law stay erased, whatever older copy is brought back."""

import pytest

from reform_portal import backups, cli
from reform_portal.core.database import db, unit_of_work
from reform_portal.discussion import actions, journal_check, queries
from reform_portal.journal.queries import last_number
from reform_portal.journal.verification import verify
from tests.factories import comment, say


@pytest.fixture
def erased_after_the_copy(app, draft, olena, marta, tmp_path):
    public_id = say(olena, "Слова, які зітруть.")
    copy = tmp_path / "copy.tar.gz"
    backups.back_up(app.extensions["settings"], copy)
    with unit_of_work():
        actions.erase(queries.find_comment(public_id), marta, "вимога особи")
    return public_id, copy


def bring_back(app, copy):
    erased, last = queries.erased_ids(), last_number()
    db.session.remove()
    backups.restore(app.extensions["settings"], copy)
    db.engine.dispose()
    return erased, last


def test_erased_words_are_erased_again(app, erased_after_the_copy):
    public_id, copy = erased_after_the_copy
    cli._after_restore(*bring_back(app, copy))
    assert (comment(public_id).status, comment(public_id).body) == ("erased", "")
    assert verify([journal_check.compare]).sound


def test_without_it_they_would_be_public_again(app, erased_after_the_copy):
    public_id, copy = erased_after_the_copy
    bring_back(app, copy)
    assert comment(public_id).body == "Слова, які зітруть."
