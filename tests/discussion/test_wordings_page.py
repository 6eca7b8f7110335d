"""All proposed wordings of a draft, for everybody and for drafters."""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.discussion.wording_collisions import Wording, collisions
from reform_portal.discussion.wordings.proposals import by_clause, collide, text_with, with_texts
from reform_portal.drafts.exports.version import ExportedClause
from tests.discussion.acts import hide, support
from tests.discussion.carried import SHORTER, WITHOUT_TERM, reattach, revise
from tests.discussion.proposing import SILENCE, accept, propose
from tests.factories import make_draft, make_person, say

PUBLIC, DESK = "/drafts/land/wordings", "/desk/drafts/land/wordings"
pytestmark = pytest.mark.usefixtures("draft")


def test_they_stand_beside_the_law_in_its_order(client, olena, petro):
    second, first = propose(olena, "відхиленою", "задоволеною", eid=SILENCE), propose(petro)
    say(olena, "Без пропозиції.")
    page = client.get(PUBLIC)
    assert page.html.index(f"comment-{first}") < page.html.index(f"comment-{second}")
    assert "Без пропозиції." not in page.text and "Так буде швидше." in page.text
    assert "слово і цифри «30 календарних» замінити" in page.text
    assert not [form for form in page.forms if "wording" in form.action]


def test_most_supported_stands_first(client, olena, petro, marta):
    late, early = propose(olena), propose(petro, "місяця")
    support(early, marta)
    page = client.get(PUBLIC)
    assert page.html.index(f"comment-{early}") < page.html.index(f"comment-{late}") and "1 підтримка" in page.text


def test_collisions_and_equal_ones_are_shown(client, olena, petro, marta):
    one, other, equal = propose(olena), propose(petro, "місяця"), propose(marta)
    page = client.get(PUBLIC)
    assert "ті самі слова" in page.text and "2 однакові пропозиції" in page.text
    assert {f"#comment-{i}" for i in (one, other, equal)} <= set(page.links)
    assert {f"comment-{i}" for i in (one, other, equal)} <= set(page.ids)


def test_words_that_changed_since_are_said_to_have(client, olena):
    propose(olena)
    revise(SHORTER)
    page = client.get(PUBLIC)
    assert "відтоді змінено" in page.text and "20 робочих" in page.text
    revise(WITHOUT_TERM)
    assert "20 робочих" not in client.get(PUBLIC).text


def test_proposal_put_on_other_words_by_hand_does_not_fit_them(client, olena, taras):
    public_id = propose(olena)
    revise(WITHOUT_TERM)
    reattach(public_id, taras, "art_2__para_nn_1", "щомісяця")
    assert "відтоді змінено" in client.get(PUBLIC).text


def test_desk_has_a_button_for_each_that_fits(as_, taras, olena):
    fitting, stale = propose(olena, "її", "заяву", eid=SILENCE), propose(olena)
    revise(SHORTER)
    page = as_(taras).get(DESK)
    actions = {form.action for form in page.forms}
    assert f"/comments/{fitting}/wording/accept" in actions and f"/comments/{stale}/wording/accept" not in actions
    assert "/desk/drafts/land/next" not in actions
    accept(fitting, taras)
    actions = {form.action for form in as_(taras).get(DESK).forms}
    assert {f"/comments/{fitting}/wording/release", "/desk/drafts/land/next"} <= actions


def test_hidden_words_are_not_there(as_, client, taras, olena, marta):
    hide(propose(olena), marta)
    assert "20 робочих" not in client.get(PUBLIC).html and "20 робочих" not in as_(taras).get(DESK).html


def test_nothing_proposed_yet(client, as_, taras):
    assert "ще ніхто не запропонував" in client.get(PUBLIC).text
    assert "ще ніхто не запропонував" in as_(taras).get(DESK).text


def test_new_proposal_is_seen_at_once(client, olena):
    client.get(PUBLIC)
    propose(olena)
    assert "20 робочих" in client.get(PUBLIC).text


def test_other_drafts_are_not_mixed_in(client, olena):
    make_draft("other")
    propose(olena, slug="other")
    assert "20 робочих" not in client.get(PUBLIC).text


def test_who_may_see_the_desk(as_, client, olena, marta):
    assert client.get(DESK).response.request.path == "/sign-in"
    for person in (olena, marta):
        as_(person).get(DESK, status=403)
    assert as_(make_person("ihor", "admin")).get(DESK).status == 200


def test_unknown_draft_wrong_method_and_english(as_, client, taras):
    client.get("/drafts/nothing/wordings", status=404)
    as_(taras).get("/desk/drafts/nothing/wordings", status=404)
    for path in (PUBLIC, DESK):
        assert client.ask("post", path).status_code == 405
    assert client.get("/en" + PUBLIC).status == 200


# What the proposals come to

TEXT = "Рада розглядає заяву протягом 30 календарних днів, якщо інше не встановлено."


def wording(number: int, old: str, new: str) -> Wording:
    start = TEXT.index(old)
    return Wording(str(number), start, start + len(old), new)


def test_several_wordings_make_one_text():
    taken = [wording(1, "Рада", "Комісія"), wording(2, "30 календарних", "20 робочих"), wording(3, "заяву", "")]
    assert text_with(TEXT, taken) == "Комісія розглядає протягом 20 робочих днів, якщо інше не встановлено."


def test_deleted_words_leave_no_space_before_a_comma():
    taken = [wording(1, "Рада", "Комісія"), wording(2, "календарних днів", "")]
    assert text_with(TEXT, taken) == "Комісія розглядає заяву протягом 30, якщо інше не встановлено."
    assert text_with(TEXT, taken[1:]) == "Рада розглядає заяву протягом 30, якщо інше не встановлено."


def test_deletions_side_by_side_do_not_meet():
    taken = [wording(1, "30", ""), wording(2, "календарних", ""), wording(3, "днів", "днів поспіль")]
    assert text_with(TEXT, taken) == "Рада розглядає заяву протягом днів поспіль, якщо інше не встановлено."


def test_clause_stays_one_paragraph_whatever_was_typed():
    for taken in ([wording(1, "30", "20\n\n# Стаття 9")], [wording(1, "30", "20\n\n9"), wording(2, "Рада", "Сесія")]):
        assert "\n" not in text_with(TEXT, taken)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_what_does_not_collide_can_be_taken_together(data):
    spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.sampled_from(["", "двадцяти", "слово"]))
    wordings = [
        Wording(str(n), min(a, b), max(a, b), new)
        for n, (a, b, new) in enumerate(data.draw(st.lists(spans, min_size=1, max_size=4)))
        if a != b or new
    ]
    if not wordings or collisions(wordings):
        return
    text = text_with(TEXT, wordings)
    assert "  " not in text and text == text.strip()
    assert all(one.new_text in text for one in wordings)


def proposal_row(public_id, start, end, new, accepted=None, state=None):
    return SimpleNamespace(
        id=public_id,
        public_id=public_id, quote=TEXT[start:end], start=start, end=end, placed_start=start, placed_end=end, state=state,
        wording=new, here_id=1, here_eid="art_3__para_1", here_num="1.", here_text=TEXT, accepted=accepted,
    )  # fmt: skip


def test_only_what_was_taken_and_fits_counts_as_colliding():
    here, there = proposal_row("a", 0, 4, "Сесія", accepted=1), proposal_row("b", 0, 4, "Комісія")
    assert collide([here, there], "b") == ["a"]
    assert collide([proposal_row("a", 0, 4, "Сесія"), there], "b") == []
    assert collide([proposal_row("a", 0, 4, "Сесія", accepted=1, state="changed"), there], "b") == []
    [clause] = by_clause([here, there])
    assert [list(p.collides_with) for p in clause.proposals] == [["b"], ["a"]]
    assert clause.text_after.startswith("Сесія розглядає")


def exported(eid: str, text: str, parent: str | None = None, num: str = "1.") -> ExportedClause:
    return ExportedClause(eid, "paragraph", num, text, parent)


def test_clause_without_words_goes_with_its_number_unless_others_stand_in_it():
    clauses = [
        exported("a", "Плата"),
        exported("a__1", "Перше.", "a"),
        exported("a__2", "Друге.", "a"),
        exported("b", ""),
    ]
    found = with_texts(clauses, {"a": "", "a__2": ""})
    assert [(c.eid, c.text) for c in found] == [("a", ""), ("a__1", "Перше."), ("b", "")]


def test_proposals_that_come_to_the_same_text_are_no_collision():
    whole = TEXT[0:30]
    narrow = proposal_row("a", 0, 4, "Сесія", accepted=1)
    wide = proposal_row("b", 0, 30, "Сесія" + whole[4:])
    assert collide([narrow, wide], "b") == []
    [clause] = by_clause([narrow, proposal_row("b", 0, 30, "Сесія" + whole[4:], accepted=1)])
    assert clause.proposals[0].same_as == ["b"] and clause.proposals[0].collides_with == []
    assert clause.text_after == "Сесія" + TEXT[4:]
