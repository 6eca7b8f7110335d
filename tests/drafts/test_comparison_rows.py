"""From links to the rows that a person reads."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reform_portal.drafts.alignment import Aligned, Link, align
from reform_portal.drafts.comparison.kept import MOST_LETTERS, KeptOutcomes, Outcome
from reform_portal.drafts.comparison.rows import (
    EDITORIAL,
    Change,
    Fold,
    Heading,
    Pointer,
    rows_of,
    sheet_of,
    summary_of,
    with_headings,
)

PROPERTY = settings(deadline=None, max_examples=150)


@dataclass(frozen=True)
class Unit:
    eid: str
    kind: str
    num: str
    text: str
    parent: str | None


def article(number: int, *parts: str, title: str = "") -> list[Unit]:
    """An article with numbered parts."""
    eid = f"art_{number}"
    head = Unit(eid, "article", f"Стаття {number}.", title or f"Назва {number}", None)
    return [head, *(Unit(f"{eid}__para_{n}", "paragraph", f"{n}.", text, eid) for n, text in enumerate(parts, 1))]


def links_of(before, after):
    sides = [[Aligned(u.eid, u.kind, u.text, None, u.num, u.parent) for u in side] for side in (before, after)]
    return align(*sides)


def compared(before, after, whole=False):
    return rows_of(links_of(before, after), before, after, whole)


def told(rows):
    """Rows in a line each, easy to compare."""
    found = []
    for row in rows:
        if isinstance(row, Fold):
            found.append(f"= {row.count}/{row.renumbered} {row.first.eid}..{row.last.eid}")
        elif isinstance(row, Pointer):
            found.append(f"> {row.before.eid} -> {row.after.eid}")
        elif isinstance(row, Heading):
            found.append(f"# {row.clause.eid if row.clause else ''}{'!' if row.own else ''}")
        else:
            sides = ["+".join(unit.eid for unit in side) for side in (row.before, row.after)]
            found.append(f"{row.kind} {sides[0]} -> {sides[1]}")
    return found


WATER = "Рада громади затверджує правила користування водою."
FOREST = "Ліси громади охороняє лісова варта району."
ROAD = "Дороги утримує комунальне підприємство громади."
SCHOOL = "Школи отримують землю безоплатно на десять років."


def test_equal_texts_are_one_fold():
    act = article(1, WATER, FOREST)
    assert told(compared(act, act)) == ["= 3/0 art_1..art_1__para_2"]
    assert told(compared(act, act, whole=True)) == [f"same {u.eid} -> {u.eid}" for u in act]


def test_runs_are_folded_around_a_change():
    before = article(1, WATER, FOREST, ROAD)
    after = article(1, WATER, FOREST.replace("варта", "охорона"), ROAD)
    assert told(compared(before, after)) == [
        "= 2/0 art_1..art_1__para_1",
        "changed art_1__para_2 -> art_1__para_2",
        "= 1/0 art_1__para_3..art_1__para_3",
    ]


def test_a_change_shows_the_paragraph_as_printed():
    row = next(row for row in compared(article(1, WATER), article(1, WATER + " Це все.")) if isinstance(row, Change))
    assert row.old == "1. " + WATER and row.new == "1. " + WATER + " Це все."
    assert [piece.op for piece in row.pieces] == ["equal", "insert"]
    assert not row.readdressed


def test_added_and_removed_stand_in_reading_order():
    before, after = article(1, WATER, FOREST), article(1, WATER, "Зовсім нове правило щодо іншого предмета.")
    assert told(compared(before, after))[1:] == ["removed art_1__para_2 -> ", "added  -> art_1__para_2"] or told(
        compared(before, after)
    )[1:] == ["added  -> art_1__para_2", "removed art_1__para_2 -> "]


def test_what_got_another_printed_number_is_listed():
    before, after = article(1, WATER, FOREST), article(1, SCHOOL, WATER, FOREST)
    assert told(compared(before, after)) == [
        "= 1/0 art_1..art_1",
        "added  -> art_1__para_1",
        "renumbered art_1__para_1 -> art_1__para_2",
        "renumbered art_1__para_2 -> art_1__para_3",
    ]


def test_parts_of_a_renumbered_article_are_only_counted():
    before = [*article(1, WATER), *article(2, FOREST, ROAD, title="Про ліс")]
    after = [*article(1, WATER), *article(2, SCHOOL, title="Про школи"), *article(3, FOREST, ROAD, title="Про ліс")]
    rows = compared(before, after)
    assert told(rows) == [
        "= 2/0 art_1..art_1__para_1",
        "added  -> art_2",
        "added  -> art_2__para_1",
        "renumbered art_2 -> art_3",
        "= 2/2 art_3__para_1..art_3__para_2",
    ]
    assert summary_of(links_of(before, after), before, after) == {"same": 2, "added": 2, "renumbered": 1, EDITORIAL: 2}
    assert told(compared(before, after, whole=True))[-2:] == [
        "renumbered art_2__para_1 -> art_3__para_1",
        "renumbered art_2__para_2 -> art_3__para_2",
    ]


def test_a_moved_article_stands_at_its_new_place_and_leaves_a_pointer():
    water, forest = "Хто і як користується водою громади", "Хто охороняє ліси і утримує дороги"
    school = (SCHOOL, SCHOOL.replace("десять", "двадцять"))
    before = [*article(1, WATER, title=water), *article(2, FOREST, ROAD, title=forest), *article(3, *school)]
    after = [*article(1, FOREST, ROAD, title=forest), *article(2, *school), *article(3, WATER, title=water)]
    rows = told(compared(before, after))
    assert rows[0] == "> art_1 -> art_3"
    assert "moved art_1 -> art_3" in rows
    assert rows[-1] == "= 1/1 art_3__para_1..art_3__para_1", "its part has only followed"


def test_a_paragraph_that_got_another_unit_above_it_in_place_has_not_moved():
    head = Unit("art_1", "article", "Стаття 1.", "Назва", None)
    before = [head, Unit("art_1__para_nn_2", "paragraph", "", WATER, "art_1")]
    after = [
        head,
        Unit("art_1__para_nn_2", "paragraph", "", SCHOOL, "art_1"),
        Unit("art_1__para_nn_2__al_2", "alinea", "", WATER, "art_1__para_nn_2"),
    ]
    assert told(compared(before, after)) == [
        "= 1/0 art_1..art_1",
        "added  -> art_1__para_nn_2",
        "= 1/1 art_1__para_nn_2__al_2..art_1__para_nn_2__al_2",
    ]


def test_parts_of_a_split_paragraph_stand_beside_the_one_old_text():
    before = article(1, f"{WATER} {FOREST}", ROAD)
    after = article(1, WATER, FOREST, ROAD)
    links = [Link(0, 0, "same", 1), Link(1, 1, "changed", 0.5), Link(1, 2, "split", 1), Link(2, 3, "renumbered", 1)]
    rows = rows_of(links, before, after)
    assert told(rows)[1] == "split art_1__para_1 -> art_1__para_1+art_1__para_2"
    assert rows[1].new == f"1. {WATER}\n2. {FOREST}"
    assert summary_of(links, before, after) == {"same": 1, "split": 1, "renumbered": 1}


def test_the_part_of_a_split_may_stand_first():
    before, after = article(1, f"{WATER} {FOREST}"), article(1, WATER, FOREST)
    links = [Link(0, 0, "same", 1), Link(1, 1, "split", 1), Link(1, 2, "changed", 0.5)]
    assert told(rows_of(links, before, after))[1:] == ["split art_1__para_1 -> art_1__para_1+art_1__para_2"]


def test_merged_paragraphs_are_one_row():
    before, after = article(1, WATER, FOREST), article(1, f"{WATER} {FOREST}")
    links = [Link(0, 0, "same", 1), Link(1, 1, "changed", 0.5), Link(2, 1, "merged", 1)]
    rows = rows_of(links, before, after)
    assert told(rows)[1:] == ["merged art_1__para_1+art_1__para_2 -> art_1__para_1"]
    assert rows[1].old == f"1. {WATER}\n2. {FOREST}"


def test_each_group_of_changes_stands_under_its_article():
    before = [*article(1, WATER), *article(2, FOREST, ROAD)]
    after = [*article(1, WATER.replace("Рада", "Голова")), *article(2, FOREST + " Завжди.", ROAD + " Завжди.")]
    assert [line for line in told(with_headings(compared(before, after))) if not line.startswith("=")] == [
        "# art_1",
        "changed art_1__para_1 -> art_1__para_1",
        "# art_2",
        "changed art_2__para_1 -> art_2__para_1",
        "changed art_2__para_2 -> art_2__para_2",
    ]


def test_what_is_removed_stands_under_the_present_name_of_its_article():
    before, after = article(1, WATER, FOREST, title="Стара назва статті"), article(1, WATER, title="Нова назва статті")
    rows = list(with_headings(compared(before, after)))
    assert told(rows)[0] == "# art_1!"
    assert rows[0].clause.text == "Нова назва статті"
    assert told(rows)[-1] == "removed art_1__para_2 -> "


def test_before_the_first_article_there_is_no_heading():
    title = Unit("title", "title", "", "Про воду", None)
    rows = with_headings(compared([title], [Unit("title", "title", "", "Про воду і ліс", None)]))
    assert told(rows) == ["# ", "changed title -> title"]


def test_pages_hold_so_many_rows_and_none_is_lost():
    before = [unit for n in range(1, 8) for unit in article(n, WATER, f"{FOREST} {n}")]
    after = [unit for n in range(1, 8) for unit in article(n, WATER, f"{FOREST} {n} Завжди.")]
    rows = compared(before, after)
    sheets = [sheet_of(rows, number, size=3) for number in (1, 2, 3)]
    assert [sheet.pages for sheet in sheets] == [3, 3, 3]
    assert [sum(isinstance(row, Change) for row in sheet.rows) for sheet in sheets] == [3, 3, 1]
    seen = [row for sheet in sheets for row in sheet.rows if not isinstance(row, Heading)]
    assert seen == rows
    assert all(isinstance(next(r for r in s.rows if not isinstance(r, Fold)), Heading) for s in sheets)


@pytest.mark.parametrize(("wanted", "number"), [(-3, 1), (0, 1), (2, 2), (99, 2)])
def test_a_page_that_does_not_exist_is_the_nearest(wanted, number):
    before = article(1, WATER, FOREST)
    after = article(1, WATER + " Завжди.", FOREST + " Завжди.")
    assert sheet_of(compared(before, after), wanted, size=1).number == number


def test_a_pointer_knows_the_page_of_what_has_moved():
    links = [Link(1, 0, "same", 1), Link(2, 1, "changed", 0.9), Link(0, 2, "moved", 1)]
    before = [
        Unit(f"art_{n}", "article", f"Стаття {n}.", text, None) for n, text in enumerate((WATER, FOREST, ROAD), 1)
    ]
    after = [before[1], Unit("art_3", "article", "Стаття 3.", ROAD + " Так.", None), before[0]]
    sheet = sheet_of(rows_of(links, before, after), 1, size=2)
    assert told(sheet.rows)[:2] == ["# art_1", "> art_1 -> art_1"]
    assert sheet.page_of == {"art_1": 2}


ACTS = st.lists(
    st.lists(
        st.sampled_from([WATER, FOREST, ROAD, SCHOOL, "Так.", f"{WATER} {FOREST}", ROAD + " Завжди."]), max_size=4
    ),
    max_size=4,
).map(lambda acts: [unit for number, parts in enumerate(acts, 1) for unit in article(number, *parts)])


@PROPERTY
@given(ACTS, ACTS)
def test_every_clause_of_both_versions_is_in_exactly_one_row(before, after):
    rows = compared(before, after, whole=True)
    changes = [row for row in rows if isinstance(row, Change)]
    assert sorted(u.eid for row in changes for u in row.before) == sorted(u.eid for u in before)
    assert sorted(u.eid for row in changes for u in row.after) == sorted(u.eid for u in after)
    pointed = [row.before.eid for row in rows if isinstance(row, Pointer)]
    assert sorted(pointed) == sorted(row.before[0].eid for row in changes if row.kind == "moved")


@PROPERTY
@given(ACTS, ACTS)
def test_folding_hides_nothing_that_reads_otherwise(before, after):
    rows = compared(before, after)
    links = links_of(before, after)
    listed = {u.eid for row in rows if isinstance(row, Change) for u in row.after}
    old = {link.after: before[link.before] for link in links if link.before is not None and link.after is not None}
    for index, unit in enumerate(after):
        if unit.eid not in listed:
            assert (old[index].num, old[index].text) == (unit.num, unit.text)
    gone = {u.eid for row in rows if isinstance(row, Change) for u in row.before}
    assert {before[link.before].eid for link in links if link.change == "removed"} <= gone
    counts = summary_of(links, before, after)
    assert sum(row.count for row in rows if isinstance(row, Fold)) == counts.get("same", 0) + counts.get(EDITORIAL, 0)


def outcome(letters: int) -> Outcome:
    unit = Unit("art_1", "article", "", "а" * letters, None)
    return Outcome([Link(0, None, "removed", 0.0)], [Change("removed", (unit,), ())], {"removed": 1})


def test_an_outcome_is_worked_out_once():
    kept, made = KeptOutcomes(), []

    def make():
        made.append(outcome(5))
        return made[-1]

    assert kept.get("a", make) is kept.get("a", make) is made[0]
    assert kept.get("b", make) is made[1]


def test_outcomes_asked_for_long_ago_fall_out():
    kept = KeptOutcomes()
    large = [outcome(MOST_LETTERS // 2 - 1000) for _number in range(3)]
    for key in (0, 1, 0, 2):
        kept.get(key, lambda key=key: large[key])
    assert kept.get(0, lambda: outcome(1)) is large[0]
    assert kept.get(1, lambda: outcome(1)) is not large[1]
