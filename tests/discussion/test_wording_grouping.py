"""Proposals that come to the same text, as one group."""

from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.discussion.wordings.grouping import grouped
from reform_portal.discussion.wordings.proposals import by_clause

TEXT = "Об’єкт розглядають протягом 30 днів із дня подання."
PROPERTY = settings(deadline=None, max_examples=60)


def row(number, wording, quote="30 днів", supports=0, accepted=None):
    start = TEXT.index(quote) if quote else None
    return SimpleNamespace(
        id=number, public_id=f"c{number}", author=f"Особа {number}", body="", wording=wording, supports=supports, quote=quote,
        start=start, end=start + len(quote) if quote else None, state=None, placed_start=None, placed_end=None, here_id=1,
        here_eid="art_1", here_num="", here_text=TEXT, accepted=accepted,
    )  # fmt: skip


def groups(*rows):
    (clause,) = by_clause(rows)
    return grouped(clause)


def test_the_same_outcome_is_one_group_whatever_is_quoted():
    found = groups(
        row(1, "20 днів", supports=2), row(2, "протягом 20 днів", "протягом 30 днів", supports=3), row(3, "10 днів")
    )
    assert [[one.row.id for one in group.proposals] for group in found] == [[2, 1], [3]]
    assert (found[0].supports, found[0].submissions) == (5, 7)


def test_apostrophes_do_not_divide():
    assert len(groups(row(1, "Об'єкти", "Об’єкт"), row(2, "Обʼєкти", "Об’єкт"), row(3, "Об’єкти", "Об’єкт"))) == 1


def test_group_is_accepted_when_one_of_it_is():
    assert [group.accepted for group in groups(row(1, "20 днів"), row(2, "20 днів", accepted=2), row(3, "5 днів"))] == [
        True, False
    ]  # fmt: skip


@PROPERTY
@given(
    st.lists(
        st.tuples(st.sampled_from(["20 днів", "10 днів", "", "ґатунок"]), st.integers(0, 9)), min_size=1, max_size=12
    )
)
def test_each_proposal_is_in_exactly_one_group_and_nothing_is_lost(said):
    found = groups(*(row(number, wording, supports=supports) for number, (wording, supports) in enumerate(said)))
    ids = [one.row.id for group in found for one in group.proposals]
    assert sorted(ids) == list(range(len(said)))
    assert sum(group.submissions for group in found) == len(said) + sum(supports for _wording, supports in said)
    assert [group.submissions for group in found] == sorted((group.submissions for group in found), reverse=True)
