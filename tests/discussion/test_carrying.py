"""Where comments stand in the next version: on their own provision or on none."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.discussion.anchors import WHOLE_CLAUSE, make_anchor
from reform_portal.discussion.placements.carrying import (
    Carried,
    Clause,
    Standing,
    carry_all,
    count_states,
    find_ways,
)
from reform_portal.discussion.placements.publishing import with_their_roots
from reform_portal.drafts.actions import LIVES_ON
from reform_portal.drafts.alignment import Aligned, align

TERM = "Рада розглядає заяву протягом 30 календарних днів з дня подання."
SILENCE = "Якщо відповіді немає, заяву вважають задоволеною."
FEE = "Плату за землю сплачують щомісяця на рахунок громади."
FOREST = "Ліси на землях громади охороняє лісова сторожа."


def version(*texts: str, kinds: str = "") -> list[Aligned]:
    """An article with these paragraphs."""
    rows = [Aligned("art_1", "article", "Строки розгляду заяв громадян", None, "Стаття 1.")]
    return rows + [
        Aligned(f"art_1__para_{n}", "paragraph", text, None, f"{n}.", "art_1") for n, text in enumerate(texts, start=1)
    ]


def numbered(rows, provisions=None) -> list[Clause]:
    """Clauses with provisions: those given, else 100 and on."""
    given_ids = provisions if provisions is not None else range(100, 100 + len(rows))
    return [Clause(r.eid, r.num, r.text, r.parent, p) for r, p in zip(rows, given_ids, strict=True)]


def ways(before, after):
    """The ways between two versions as publishing finds them, and the clauses of the first with their provisions."""
    links = align(before, after)
    olds = numbered(before)
    provisions = [None] * len(after)
    for link in links:
        if link.change in LIVES_ON:
            provisions[link.after] = olds[link.before].provision_id
    return olds, find_ways(olds, numbered(after, provisions), links)


def carried(before, after, at: int, quote: str = "", near: int | None = None):
    """(state, words, address) of a comment on words of clause ``at``; without words None."""
    olds, found = ways(before, after)
    anchor = make_anchor(olds[at].text, quote)
    [one] = carry_all([Standing(1, anchor, olds[at], olds[at].provision_id, near)], found)
    there = found.after[one.after] if one.after is not None else None
    words = there.text[one.start : one.end] if there is not None and one.start is not None else None
    return one.state, words, there.eid if there is not None else None


def test_exact():
    text = version(TERM, SILENCE)
    assert carried(text, text, 1, "30 календарних днів") == ("exact", "30 календарних днів", "art_1__para_1")
    assert carried(text, text, 1) == ("exact", None, "art_1__para_1")


def test_words_that_moved_with_their_clause_have_moved():
    after = version(FEE, TERM)
    assert carried(version(TERM, SILENCE), after, 1, "30 календарних днів") == (
        "moved",
        "30 календарних днів",
        "art_1__para_2",
    )
    assert carried(version(TERM, SILENCE), after, 1) == ("moved", None, "art_1__para_2")


def test_changed_words_come_with_those_that_stand_there_now():
    after = version(TERM.replace("30 календарних", "20 робочих"), SILENCE)
    assert carried(version(TERM, SILENCE), after, 1, "30 календарних днів") == (
        "changed",
        "20 робочих днів",
        "art_1__para_1",
    )
    assert carried(version(TERM, SILENCE), after, 1) == ("changed", None, "art_1__para_1")
    assert carried(version(TERM, SILENCE), after, 1, "з дня подання") == ("moved", "з дня подання", "art_1__para_1")


def test_deleted_words_leave_the_comment_at_its_clause():
    after = version(TERM.replace(" з дня подання", ""), SILENCE)
    assert carried(version(TERM, SILENCE), after, 1, " з дня подання") == ("detached", None, "art_1__para_1")


def test_comment_is_never_put_on_another_clause_even_if_that_has_the_words():
    before = version(TERM, SILENCE)
    after = version(FEE, f"{FOREST} Її рішення можна оскаржити за 30 календарних днів.")
    assert carried(before, after, 1, "30 календарних днів") == ("detached", None, None)


def test_lost_clause_is_remembered_at_the_unit_around_it():
    olds, found = ways(version(TERM, SILENCE), version(SILENCE))
    [one] = carry_all([Standing(1, WHOLE_CLAUSE, olds[1], olds[1].provision_id)], found)
    assert one == Carried(1, "detached", near=0)


def test_clause_lost_before_stays_remembered_at_the_same_unit():
    olds, found = ways(version(SILENCE), version(FEE, SILENCE))
    home = Clause("art_1__para_9", "9.", TERM, "art_1", 900)
    [lost, unknown] = carry_all([Standing(1, WHOLE_CLAUSE, home, 900, olds[0].provision_id), Standing(2, WHOLE_CLAUSE, home, 900)], found)  # fmt: skip
    assert (lost.state, lost.after, lost.near) == ("detached", None, 0)
    assert (unknown.state, unknown.near) == ("detached", None)


def test_lost_with_the_unit_that_it_was_remembered_at_goes_to_what_is_around_that():
    before = [
        Aligned("sec_1", "section", "Загальні положення цього закону", None, "Розділ I."),
        Aligned("sec_1__art_1", "article", "Строки розгляду заяв громадян", None, "Стаття 1.", "sec_1"),
        Aligned("sec_1__art_2", "article", "Плата за користування землею громади", None, "Стаття 2.", "sec_1"),
    ]
    olds, found = ways(before, [before[0], before[2]])
    home = Clause("sec_1__art_1__para_1", "1.", TERM, "sec_1__art_1", 900)
    [one] = carry_all([Standing(1, WHOLE_CLAUSE, home, 900, olds[1].provision_id)], found)
    assert found.after[one.near].eid == "sec_1"


def test_words_go_with_the_part_of_a_clause_that_was_split():
    both = f"{TERM} Строк продовжує рада не більше ніж на десять днів."
    before, after = version(both, FEE), version(TERM, "Строк продовжує рада не більше ніж на десять днів.", FEE)
    first = carried(before, after, 1, "30 календарних днів")
    second = carried(before, after, 1, "не більше ніж на десять")
    assert first == ("exact", "30 календарних днів", "art_1__para_1")
    assert second == ("moved", "не більше ніж на десять", "art_1__para_2")


def test_words_go_with_their_clause_into_the_one_that_took_them():
    both = f"{TERM} Строк продовжує рада не більше ніж на десять днів."
    after, before = version(both, FEE), version(TERM, "Строк продовжує рада не більше ніж на десять днів.", FEE)
    assert carried(before, after, 2, "не більше ніж на десять") == ("moved", "не більше ніж на десять", "art_1__para_1")
    assert carried(before, after, 2)[0] == "changed"


def test_comment_on_the_whole_draft_stays_there():
    _olds, found = ways(version(TERM), version(FEE))
    assert carry_all([Standing(1, WHOLE_CLAUSE, None, 7)], found) == [Carried(1, "exact")]


def test_comment_that_was_moved_since_is_looked_for_in_both_places():
    # Its own clause is gone for long; the provision that took its words lives on.
    olds, found = ways(version(FEE, f"{TERM} {SILENCE}"), version(FEE, f"{TERM} {SILENCE}"))
    home = Clause("art_1__para_3", "3.", SILENCE, "art_1", 900)
    [one] = carry_all([Standing(1, make_anchor(SILENCE, "вважають задоволеною"), home, olds[2].provision_id)], found)
    assert (one.state, found.after[one.after].eid) == ("moved", "art_1__para_2")


def test_conversation_stays_together():
    root = Carried(1, "moved", after=4, start=2, end=9)
    reply, astray, lost = Carried(2, "changed", after=4), Carried(3, "exact", after=7), Carried(4, "detached", near=1)
    roots = {2: 1, 3: 1, 4: 1}
    assert with_their_roots([root, reply, astray, lost], roots) == [
        root,
        *(Carried(n, "moved", after=4) for n in (2, 3, 4)),
    ]


def test_reply_to_a_lost_comment_is_lost_with_it():
    root, reply = Carried(1, "detached", near=3), Carried(2, "exact", after=5)
    assert with_their_roots([root, reply], {2: 1})[1] == Carried(2, "detached", near=3)


def test_reply_about_words_of_its_own_keeps_them():
    root, reply = Carried(1, "changed", after=4), Carried(2, "exact", after=4, start=0, end=5)
    assert with_their_roots([root, reply], {2: 1}) == [root, reply]


def test_states_are_counted_in_their_order():
    found = [Carried(1, "exact"), Carried(2, "detached"), Carried(3, "exact")]
    assert list(count_states(found).items()) == [("exact", 2), ("moved", 0), ("changed", 0), ("detached", 1)]


SENTENCES = (TERM, SILENCE, FEE, FOREST, "Виключено.", "Рада діє.", f"{TERM} {SILENCE}", TERM.replace("30", "20"))
PARAGRAPHS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6)


@settings(max_examples=120, deadline=None)
@given(PARAGRAPHS, PARAGRAPHS, st.data())
def test_comment_stands_on_its_provision_or_a_part_of_it_or_nowhere(one, other, data):
    before, after = version(*one), version(*other)
    olds, found = ways(before, after)
    standings = []
    for number, home in enumerate(olds):
        start = data.draw(st.integers(0, len(home.text) - 1))
        end = data.draw(st.integers(start + 1, len(home.text)))
        standings.append(Standing(number, make_anchor(home.text, home.text[start:end], start), home, home.provision_id))
    for standing, placed in zip(standings, carry_all(standings, found), strict=True):
        allowed = found.from_provision(standing.provision_id)
        assert (placed.after in allowed) if allowed else (placed.after is None and placed.state == "detached")
        if placed.state in ("exact", "moved") and standing.anchor.exact:
            assert found.after[placed.after].text[placed.start : placed.end] == standing.anchor.exact


@settings(max_examples=60, deadline=None)
@given(PARAGRAPHS)
def test_nothing_moves_in_an_unchanged_text(texts):
    text = version(*texts)
    olds, found = ways(text, text)
    standings = [Standing(n, make_anchor(c.text, c.text[:5]), c, c.provision_id) for n, c in enumerate(olds)]
    assert {one.state for one in carry_all(standings, found)} == {"exact"}
