"""Comments on a real law keep their place from redaction to redaction, and the measure notices when they do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.placement import __main__ as command
from bench.placement.edits import EDITS, edited
from bench.placement.figures import BEGIN, END, Portal, goals, replaced
from bench.placement.judging import KEPT, RIGHTLY, UNMARKED, WRONG, WRONGLY, Remark, aligned, carried, judge, remarks_on
from bench.placement.laws import GONE, Redaction, Step, neighbours, redactions, step_by_ids, step_by_print
from bench.placement.measuring import measure, total
from bench.placement.portal import publish_all
from reform_portal.discussion.anchors import CHANGED, DETACHED, EXACT, MOVED, WHOLE_CLAUSE, anchor_at
from reform_portal.discussion.placements.carrying import Carried
from reform_portal.drafts.alignment import ADDED, REMOVED, Link, align
from reform_portal.drafts.formats import plain_text
from reform_portal.drafts.structure import parse_structure

pytestmark = pytest.mark.corpora

LAW = "public-funds-183-19"
NO_LOSS = Portal(0, 0, 0)
FISH = "Право на вилов риби мають мешканці громади, ім’я яких внесено до реєстру «Ґанок»."
NETS = "Сіті, довші за двадцять метрів, забороняються з першого квітня до першого липня."
BOATS = "Човни реєструє сільська рада безоплатно протягом десяти днів після подання заяви."


def law(*paragraphs):
    return parse_structure(plain_text.read("\n\n".join(("Стаття 1. Рибальство в громаді", *paragraphs)))).clauses


def step(before, after, truth):
    return Step("fish", "1→2", law(*before), law(*after), truth)


def judged(found, quote="", **place):
    """What the judge says of a comment on the second paragraph: the first is the heading of the article."""
    text = found.before[1].text
    at = text.index(quote)
    anchor = anchor_at(text, at, at + len(quote)) if quote else WHOLE_CLAUSE
    return judge(found, Remark(1, 1, anchor), Carried(1, **place))


@pytest.fixture
def texts(corpora):
    return redactions(corpora / "ua-law-versions" / LAW)


@pytest.fixture
def steps(texts):
    found = neighbours(LAW, texts)
    assert len(found) == 2 and all(one.complete for one in found)
    return found


def missed(steps, aligner=align):
    score = total(measure(step, aligner) for step in steps)
    return {goal.name for goal in goals(score, NO_LOSS, 1, 1, 0) if not goal.met}


# One real law


def test_every_goal_is_met_on_a_law(steps):
    score = total(measure(step) for step in steps)
    assert score.comments("unchanged") > 250 and score.comments("changed") >= 4 and score.comments("removed") == 8
    assert missed(steps) == set()


def test_plain_text_gives_the_same_places(corpora, texts):
    plain = redactions(corpora / "ua-law-versions" / LAW, plain=True)
    pairs = zip(neighbours(LAW, texts), neighbours(LAW, plain), strict=True)
    for one, other in pairs:
        places = [carried(step, aligned(step), remarks_on(step)) for step in (one, other)]
        assert places[0] == places[1] and places[0]


def test_official_ids_are_unseen_by_what_is_measured(steps):
    def watching(before, after):
        assert {clause.source_id for clause in (*before, *after)} == {None}
        return align(before, after)

    assert [measure(step, watching).lost for step in steps] == [0, 0]


def test_real_publishing_puts_every_comment_where_the_functions_do(app, texts, steps):
    remarks = [remarks_on(step, 40) for step in steps]
    shown = publish_all(LAW, texts, remarks)
    assert {one.lost for one in shown.values()} == {0} and set(shown) == {(0, 1), (0, 2), (1, 2)}
    for at, one in enumerate(steps):
        assert list(shown[at, at + 1].places) == carried(one, aligned(one), remarks[at])
        assert {place.comment_id for place in shown[0, 2].places} == {one.comment_id for one in remarks[0]}


def test_a_new_id_for_the_same_words_in_the_same_place_is_no_change():
    def text(number, ids, *paragraphs):
        structure = parse_structure(plain_text.read("\n\n".join(("Стаття 1. Рибальство в громаді", *paragraphs))))
        return Redaction(number, f"{number}.md", b"", structure, ids)

    one = text(1, ["n1", "n2", "n3", "n4"], FISH, NETS, BOATS)
    other = text(2, ["n1", "n9", "n8", "n4"], FISH, NETS, BOATS)
    found = step_by_ids("fish", one, text(2, ["n1", "n9", "n3", "n4"], FISH, NETS, BOATS))
    assert [found.kind(i) for i in range(4)] == ["unchanged"] * 4 and found.given_new_ids == {1}
    # Not in the same place, and not with the same words, it is another paragraph.
    assert not step_by_ids("fish", one, other).given_new_ids
    reworded = text(2, ["n1", "n9", "n3", "n4"], FISH + " Так.", NETS, BOATS)
    assert step_by_ids("fish", one, reworded).kind(1) == "removed"


def test_plain_text_with_other_paragraphs_is_refused(corpora, tmp_path):
    for path in (corpora / "ua-law-versions" / LAW).glob("01_*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (text,) = tmp_path.glob("*.txt")
    text.write_text(text.read_text(encoding="utf-8") + "\n\nЗайвий абзац.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="does not have the paragraphs"):
        redactions(tmp_path, plain=True)


def test_command_says_where_it_looked_for_the_laws(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(command, "CORPORA", tmp_path / "nowhere")
    monkeypatch.setattr("sys.argv", ["bench.placement"])
    assert command.main() == 2
    assert str(tmp_path / "nowhere") in capsys.readouterr().err


# Planted faults


def paired(pairs, before, after):
    """Links of these pairs alone, all of them said to be the same."""
    olds, news = {i for i, _j in pairs}, {j for _i, j in pairs}
    links = [Link(i, j, "same", 1.0) for i, j in pairs]
    links += [Link(i, None, REMOVED, 0.0) for i in range(len(before)) if i not in olds]
    return links + [Link(None, j, ADDED, 0.0) for j in range(len(after)) if j not in news]


def shifted(before, after):
    """Every clause is taken for the one before it."""
    return paired([(i, i + 1) for i in range(min(len(before), len(after)) - 1)], before, after)


def detached(before, after):
    return paired([], before, after)


def silent(before, after):
    """Nothing has changed."""
    return paired([(i, i) for i in range(min(len(before), len(after)))], before, after)


def test_an_alignment_that_is_one_off_is_noticed(steps):
    assert {"kept, unchanged paragraphs", "kept, changed paragraphs", "wrongly placed, all comments"} <= missed(
        steps, shifted
    )


def test_an_alignment_that_detaches_everything_is_noticed(steps):
    found = missed(steps, detached)
    assert {"kept, unchanged paragraphs", "kept, changed paragraphs", "unchanged paragraphs marked by it"} <= found
    assert "wrongly placed, all comments" not in found


def test_a_comparison_that_lists_nothing_is_noticed(steps):
    assert "listed by the comparison" in missed(steps, silent)


def test_a_lost_comment_is_noticed(steps, monkeypatch):
    monkeypatch.setattr("bench.placement.measuring.carried", lambda *given: carried(*given)[1:])
    assert missed(steps) == {"comments without exactly one place"}


def test_a_comment_with_two_places_is_noticed(steps, monkeypatch):
    monkeypatch.setattr("bench.placement.measuring.carried", lambda *given: carried(*given) + carried(*given)[:1])
    assert missed(steps) == {"comments without exactly one place"}


def test_other_places_by_publishing_are_noticed(steps):
    score = total(map(measure, steps))
    for portal, back, differ, name in (
        (Portal(10, 1, 0), 1, 0, "placed otherwise by real publishing"),
        (Portal(10, 0, 1), 1, 0, "comments without exactly one place"),
        (NO_LOSS, 0, 0, "back after a change was taken back"),
        (NO_LOSS, 1, 1, "placed otherwise from .txt than from .md"),
    ):
        assert {goal.name for goal in goals(score, portal, back, 1, differ) if not goal.met} == {name}


# The judge

KNOWN = {0: frozenset({0}), 1: frozenset({1}), 2: frozenset({2})}


def test_judge_of_an_unchanged_paragraph():
    same = step([FISH, NETS], [FISH, NETS], KNOWN)
    at = FISH.index("ім’я")
    assert judged(same, state=EXACT, after=1) == KEPT
    assert judged(same, state=MOVED, after=1) == KEPT
    assert judged(same, state=CHANGED, after=1) == UNMARKED
    assert judged(same, state=EXACT, after=2) == WRONG
    assert judged(same, state=DETACHED, near=0) == WRONGLY
    assert judged(same, "ім’я яких внесено", state=EXACT, after=1, start=at, end=at + 17) == KEPT
    assert judged(same, "ім’я яких внесено", state=MOVED, after=1, start=at + 5, end=at + 22) == WRONG


def test_judge_of_a_changed_paragraph():
    now = FISH.replace("мешканці громади", "усі люди").replace("'", "’")
    found = step([FISH, NETS], [now, NETS], KNOWN)
    register = now.index("реєстру")
    people = now.index("усі люди")
    assert judged(found, state=CHANGED, after=1) == KEPT
    assert judged(found, state=EXACT, after=1) == UNMARKED
    assert judged(found, "реєстру «Ґанок»", state=MOVED, after=1, start=register, end=register + 15) == KEPT
    assert judged(found, "реєстру «Ґанок»", state=MOVED, after=1, start=people, end=people + 8) == WRONG
    assert judged(found, "мають мешканці громади", state=CHANGED, after=1, start=people - 6, end=people + 8) == KEPT
    assert judged(found, "мають мешканці громади", state=EXACT, after=1, start=people - 6, end=people + 8) == UNMARKED
    assert judged(found, "мешканці громади", state=DETACHED, after=1) == RIGHTLY
    assert judged(found, "реєстру «Ґанок»", state=DETACHED, after=1) == WRONGLY


def test_judge_of_a_removed_paragraph():
    found = step([FISH, NETS], [NETS], {0: frozenset({0}), 1: GONE, 2: frozenset({1})})
    assert judged(found, state=DETACHED, near=0) == RIGHTLY
    assert judged(found, state=CHANGED, after=1) == WRONG


def test_judge_of_a_paragraph_cut_in_two():
    half = FISH.index(" ім’я")
    found = step([FISH], [FISH[:half], FISH[half + 1 :]], {0: frozenset({0}), 1: frozenset({1, 2})})
    assert judged(found, "ім’я яких внесено", state=MOVED, after=2, start=0, end=17) == KEPT
    assert judged(found, "ім’я яких внесено", state=CHANGED, after=1, start=0, end=5) == WRONG
    assert judged(found, state=CHANGED, after=1) == KEPT


def test_where_nothing_is_known_only_a_place_that_is_taken_is_wrong():
    found = step_by_print("fish", "1→2", law(FISH, NETS), law(BOATS, NETS))
    assert found.kind(1) is None and not found.complete
    assert judged(found, state=CHANGED, after=1) is None
    assert judged(found, state=DETACHED, near=0) is None
    assert judged(found, state=EXACT, after=2) == WRONG


def test_repeated_words_are_followed_by_their_place():
    old = "Рада громади скликає збори; рада громади ухвалює бюджет; рада громади звітує людям."
    new = "Сільська рада громади скликає збори; рада громади ухвалює бюджет; рада громади звітує людям."
    found = step([old], [new], {0: frozenset({0}), 1: frozenset({1})})
    places = [at for at in range(len(new)) if new.startswith("рада громади", at)]
    anchor = anchor_at(old, old.rindex("рада громади"), old.rindex("рада громади") + 12)
    outcomes = [judge(found, Remark(1, 1, anchor), Carried(1, MOVED, 1, at, at + 12)) for at in places]
    assert outcomes == [WRONG, WRONG, KEPT]


# Comments and edits


def test_changed_and_removed_paragraphs_are_taken_first():
    found = step(
        [FISH, NETS, BOATS], [FISH, BOATS + " Так."], {0: frozenset({0}), 1: frozenset({1}), 2: GONE, 3: frozenset({2})}
    )
    assert {one.at for one in remarks_on(found, 2)} == {2, 3}
    assert [found.kind(i) for i in range(4)] == ["unchanged", "unchanged", "removed", "changed"]


def test_a_paragraph_has_a_comment_on_all_of_it_and_one_on_three_to_twelve_words():
    found = step([FISH, NETS], [FISH, NETS], KNOWN)
    remarks = remarks_on(found)
    assert [one.at for one in remarks] == [0, 0, 1, 1, 2, 2] and remarks == remarks_on(found)
    for whole, words in zip(remarks[::2], remarks[1::2], strict=True):
        text = found.before[words.at].text
        assert whole.anchor == WHOLE_CLAUSE and 3 <= len(words.anchor.exact.split()) <= 12
        assert text[words.anchor.start : words.anchor.end] == words.anchor.exact


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_tells_what_became_of_each_paragraph(name):
    paragraphs = [f"{n}. Село номер {n} має правило: {text}" for n, text in enumerate((FISH, NETS, BOATS) * 20, 1)]
    paragraphs[10:10] = ["Стаття 2. Човни громади, які стоять при березі"]
    paragraphs[30:30] = ["Стаття 3. Сіті громади, що лежать у коморі"]
    (found,) = edited("fish", law(*paragraphs), ["Зовсім інший закон говорить про ліси та дороги району."], [name])
    assert found.complete and found.name == name
    assert {i for i in found.truth if found.kind(i) == "unchanged"} != set(), name
    if name in ("move", "move articles"):
        assert {found.kind(i) for i in found.truth} == {"unchanged"}
    for i, places in found.truth.items():
        for j in places:
            common = set(found.before[i].text.split()) & set(found.after[j].text.split())
            assert 2 * len(common) >= min(len(found.before[i].text.split()), len(found.after[j].text.split()))


@given(st.permutations([FISH, NETS, BOATS]), st.integers(0, 2))
@settings(deadline=None, max_examples=30)
def test_a_text_beside_itself_keeps_every_comment(paragraphs, number):
    text = law(*paragraphs[: number + 1])
    score = measure(step_by_print("fish", "1→1", text, text))
    assert score.kept("unchanged") == 1.0 and not score.cases and not score.marked


# The page


def test_tables_are_kept_between_the_marks():
    page = f"Вступ\n{BEGIN}\nстаре\n{END}\nкінець\n"
    assert replaced(page, ["нове"]) == f"Вступ\n{BEGIN}\n\nнове\n\n{END}\nкінець\n"
    assert replaced(replaced(page, ["нове"]), ["нове"]) == replaced(page, ["нове"])
    with pytest.raises(ValueError, match="measured"):
        replaced("Вступ", ["нове"])
