"""What stands in the feedback summary, before it is typeset."""

from reform_portal.drafts.queries import draft_by_slug
from reform_portal.feedback.report.summary_pdf import summary_of
from tests.discussion.acts import support
from tests.discussion.proposing import propose
from tests.factories import make_draft, say
from tests.feedback.answering import answer, make_theme, work
from tests.texts import LAND_2


def summary(progress=lambda done: None):
    return summary_of(draft_by_slug("land"), "http://portal.test", progress)


def test_nobody_said_anything(draft):
    found = summary()
    assert found["clauses"] == [] and found["labels"]["empty"] and ["Зауваження", "0"] in found["facts"]


def test_every_clause_with_its_counts_answers_and_words(app, draft, olena, petro, taras):
    top = say(olena, "Строк задовгий.")
    support(top, petro)
    answer(top, taras)
    say(petro, "Чому 30 днів?", stance="question")
    propose(petro)
    say(olena, "Увесь проєкт добрий.", stance="support", eid="")
    make_theme(top, label="Строк завеликий")
    work(app)
    done = []
    found = summary(done.append)
    assert found["clauses"][0]["heading"] == "Проєкт загалом"
    assert done == list(range(1, len(found["clauses"]) + 1))
    clause = next(one for one in found["clauses"] if one["heading"] == "ч. 1 ст. 3")
    lines = " ".join(clause["lines"])
    for words in ("проти", "1 питає", "Без відповіді 1 питання", "«Строк завеликий» (1)", "Відповіли на 1 із"):
        assert words in lines, (words, lines)
    assert {g["heading"] for g in clause["groups"]} == {"Найбільше підтримали", "Питання, що чекають на відповідь"}
    assert clause["groups"][0]["comments"][0]["words"] == "Строк задовгий."
    assert dict(found["facts"])["Розмови, на які відповіли"].startswith("1 / ")
    assert any("формулювання" in " ".join(one["lines"]) for one in found["clauses"])


def test_without_the_worker_the_counts_are_there(draft, olena):
    say(olena)
    assert summary()["clauses"][0]["lines"] == ["Зауважень: 1. Підсумок готується."]


def test_what_is_gone_from_the_text_is_there_too(app, draft, olena):
    say(olena, "Про те, що зникне.", eid="art_2__para_nn_2")
    make_draft(text=LAND_2.replace("Розмір плати не може перевищувати 3 відсотки вартості ділянки.", ""))
    work(app)
    assert len(summary()["clauses"]) == 1
