"""A conversation that every part of the search page has something to say of."""

from reform_portal.journal import readers
from tests.discussion.proposing import propose
from tests.factories import make_draft, say
from tests.feedback.answering import answer

FISH = "# Про воду\n\n### Стаття 1. Риба\n\n1. Дельфіни живуть у морі.\n"


def follow(app) -> None:
    """Let the worker's readers reach the end of the journal."""
    readers.run_once(app.extensions["readers"], patience=60)


def talk(app, olena, petro, taras) -> dict[str, str]:
    """Seven places that speak of dolphins, in two drafts; public ids by name."""
    make_draft("water", FISH, title_en="On water")
    found = {
        "against": say(olena, "Дельфінів тут забули.", stance="oppose", quote="30 календарних днів"),
        "question": say(petro, "Дельфін — не риба?", stance="question", slug="water", eid="art_1__para_1"),
        "whole": say(petro, "Про дельфінів — жодного слова.", stance="neutral", eid=""),
        "wording": propose(petro, "дельфіну 20 робочих днів", body="Дельфінам бракує часу."),
    }
    found["answer"] = answer(found["against"], taras, "partly", "Дельфінів додали до статті 3.")
    follow(app)
    return found
