"""A comment that carries other words for those of the draft."""

from datetime import timedelta

import pytest

from reform_portal.core.clock import now
from reform_portal.core.database import db, unit_of_work
from reform_portal.core.errors import BadInput
from reform_portal.discussion import actions, journal_check, queries
from reform_portal.discussion.placements.publishing import publish
from reform_portal.drafts import queries as drafts
from reform_portal.drafts.actions import DraftFacts
from reform_portal.journal.models import Opening
from reform_portal.journal.verification import verify
from tests.discussion.acts import PLACE, count, erase, hide
from tests.discussion.proposing import DAYS, SILENCE, TERM, propose
from tests.factories import close_draft, comment

FORM = PLACE + "/comment"
WITH_QUOTE = f"{FORM}?quote={DAYS}"
SAID = {"stance": "amend", "body": "Так буде швидше.", "name_mode": "full", "consent": "y"}

pytestmark = pytest.mark.usefixtures("draft")


def written() -> list:
    db.session.rollback()
    return [row for batch in queries.in_batches(status=None) for row in batch]


def test_wording_of_the_quoted_words(as_, client, olena):
    as_(olena).submit(WITH_QUOTE, {**SAID, "wording": "20 робочих днів"})
    [row] = written()
    assert (row.wording, row.quote) == ("20 робочих днів", DAYS)
    page = client.get(PLACE)
    assert "Пропонована редакція" in page.text
    assert "слово і цифри «30 календарних» замінити словом і цифрами «20 робочих»" in page.text
    assert "<del" in page.html and "<ins" in page.html


def test_wording_of_the_whole_clause(as_, client, olena):
    as_(olena).submit(FORM, {**SAID, "wording": "Рада розглядає заяву протягом місяця."})
    [row] = written()
    assert (row.wording, row.quote) == ("Рада розглядає заяву протягом місяця.", "")
    amendment = "Частину першу статті 3 викласти в такій редакції: «1. Рада розглядає заяву протягом місяця»."
    assert amendment in client.get(PLACE).text


def test_words_are_proposed_to_be_deleted(as_, client, olena):
    as_(olena).submit(f"{FORM}?quote=з дня подання", {**SAID, "delete_words": "y"})
    assert written()[0].wording == ""
    assert "слова «з дня подання» виключити" in client.get(PLACE).text


def test_other_words_and_deleting_them_contradict_each_other(as_, olena):
    both = {**SAID, "delete_words": "y", "wording": "з дня реєстрації"}
    page = as_(olena).submit(f"{FORM}?quote=з дня подання", both, status=422)
    assert "Лишіть щось одне" in page.text and "з дня реєстрації" in page.html and not written()


def test_whole_clause_is_proposed_to_be_deleted(as_, client, olena):
    as_(olena).submit(f"/drafts/land/{SILENCE}/comment", {**SAID, "delete_words": "y"})
    assert written()[0].wording == ""
    assert "Частину другу статті 3 виключити." in client.get(f"/drafts/land/{SILENCE}").text


def test_comment_without_a_wording_proposes_nothing(as_, client, olena):
    as_(olena).submit(WITH_QUOTE, {**SAID, "wording": "  "})
    assert written()[0].wording is None and "Пропонована редакція" not in client.get(PLACE).text


def test_it_stands_on_the_page_of_the_comment_too(client, olena):
    public_id = propose(olena)
    assert "замінити" in client.get(f"/comments/{public_id}").text


def test_words_are_never_markup(client, olena):
    propose(olena, "20 <script>alert(1)</script> днів")
    for path in (PLACE, "/drafts/land/wordings"):
        page = client.get(path)
        assert "<script>alert" not in page.html and "&lt;script&gt;alert" in page.html


@pytest.mark.parametrize(
    ("quote", "wording"),
    [("об’єкт культури", "об'єкт освіти"), ("Плата за землю", "Плата за «землю»"), ("щомісяця", "щомі\u0301сяця")],
)
def test_marks_of_the_author_are_kept_as_typed(olena, client, quote, wording):
    public_id = propose(olena, wording, quote, eid="art_2__para_nn_1")
    assert comment(public_id).wording == wording
    client.get(f"/comments/{public_id}")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"wording": DAYS}, "ті самі слова"),
        ({"wording": f"  {DAYS.replace(' ', '  ')} "}, "ті самі слова"),
        ({"wording": "а" * 10_001}, "Задовго"),
        ({"wording": "байт\x00"}, "службові символи"),
        ({"wording": "20 днів", "body": ""}, "Напишіть, що ви думаєте"),
        ({"wording": "20 днів", "quote": "немає цих слів"}, "Цих слів у цьому місці проєкту немає"),
    ],
)
def test_bad_input_is_named_and_nothing_typed_is_lost(as_, olena, values, message):
    page = as_(olena).submit(WITH_QUOTE, {**SAID, **values}, status=422)
    assert message in page.text and written() == []
    assert page.forms[-1].fields["wording"].strip()[:7] == values["wording"].strip()[:7]


def test_words_of_the_whole_clause_that_change_nothing_are_refused(as_, olena):
    text = drafts.place_of("land", TERM).clause.text
    assert "ті самі слова" in as_(olena).submit(FORM, {**SAID, "wording": text}, status=422).text


def test_whole_draft_has_no_words_to_replace(as_, olena):
    page = as_(olena).get("/drafts/land/whole/comment")
    assert "wording" not in page.forms[-1].fields
    page = as_(olena).submit("/drafts/land/whole/comment", {**SAID, "wording": "Усе інакше."}, status=422)
    assert written() == [] and "Усе інакше." not in [form.fields.get("quote") for form in page.forms]
    with pytest.raises(BadInput), unit_of_work():
        actions.post(
            drafts.place_of("land", "whole"), olena, actions.Said("Так.", "amend", "full", wording="Усе інакше.")
        )


def test_table_has_no_wording(as_, olena):
    text = "# Про плату\n\nСтаття 1. Плата\n\n| Земля | Плата |\n| --- | --- |\n| рілля | 3 |\n"
    with unit_of_work():
        publish("fees", text.encode(), "1.md", DraftFacts())
    eid = next(c.eid for c in drafts.clauses_of(drafts.place_of("fees", "whole").version.id) if c.kind == "table")
    assert "wording" not in as_(olena).get(f"/drafts/fees/{eid}/comment").forms[-1].fields
    with pytest.raises(BadInput):
        propose(olena, "інше", "", eid=eid, slug="fees")


def test_signed_out_person_keeps_the_wording_through_signing_in(client, olena):
    client.submit(WITH_QUOTE, {**SAID, "wording": "20 робочих днів", "delete_words": "y"})
    assert written() == []
    client.submit("/sign-in", {"email": olena.email, "password": "море хвиля маяк"})
    fields = client.get(FORM).forms[-1].fields
    assert (fields["wording"], fields["delete_words"], fields["quote"]) == ("20 робочих днів", "y", DAYS)


def test_lost_session_keeps_the_wording(as_, olena):
    page = as_(olena).submit(WITH_QUOTE, {**SAID, "wording": "20 робочих днів", "csrf_token": "foreign"}, status=400)
    assert page.forms[-1].fields["wording"] == "20 робочих днів" and written() == []


def test_closed_consultation_keeps_the_wording_on_the_page(as_, olena):
    client = as_(olena)
    page = client.get(WITH_QUOTE)
    close_draft("land", now() - timedelta(seconds=1))
    page = client.send(page, FORM, {**SAID, "wording": "20 робочих днів"}, status=409)
    assert "20 робочих днів" in page.html and written() == []


def test_journal_commits_to_the_wording(olena):
    propose(olena)
    db.session.rollback()
    content = db.session.query(Opening.content).order_by(Opening.number.desc()).first()[0]
    assert '"wording":"20 робочих днів"' in content and verify([journal_check.compare]).sound


def test_hidden_wording_is_shown_nowhere(client, olena, marta):
    public_id = propose(olena)
    hide(public_id, marta)
    for path in (PLACE, f"/comments/{public_id}", "/drafts/land/wordings"):
        assert "20 робочих" not in client.get(path).html


def test_erased_wording_is_gone_from_the_row(client, olena, marta):
    public_id = propose(olena)
    erase(public_id, marta)
    assert comment(public_id).wording is None and count(Opening, Opening.content.contains("20 робочих")) == 0
    assert "20 робочих" not in client.get(f"/comments/{public_id}").html
