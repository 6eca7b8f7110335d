"""Steps from one text of a law to another, with what is known of each paragraph.

Pure. The truth comes from the sources and is hidden from what is measured: the ids of the state's
legal database, or, where a source has none, the paragraphs that are printed once and alike in both texts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from pathlib import Path

from reform_portal.drafts.formats import markdown, plain_text
from reform_portal.drafts.structure import ParsedClause, Structure, parse_structure

LAWS_WITH_IDS = ("eia-2059-19", "language-5029-17", "public-funds-183-19")
CONSTITUTION = "constitution-254k-96"
GONE: frozenset[int] = frozenset()
Text = Sequence[ParsedClause]


@dataclass(frozen=True)
class Step:
    """Two texts of a law.

    ``truth`` maps an index in ``before`` to the indexes in ``after`` where its words are: several if it was
    cut up, none (``GONE``) if it is gone. What it does not mention is not known. ``given_new_ids`` are the
    paragraphs that the ids alone would call removed.
    """

    law: str
    name: str
    before: Text
    after: Text
    truth: Mapping[int, frozenset[int]]
    given_new_ids: frozenset[int] = frozenset()

    @property
    def complete(self) -> bool:
        """Whether the truth of every paragraph is known, so that what it does not lead to is new."""
        return len(self.truth) == len(self.before)

    @property
    def taken(self) -> frozenset[int]:
        """The paragraphs of ``after`` that are known to be one of ``before``."""
        return frozenset(j for places in self.truth.values() for j in places)

    def kind(self, i: int) -> str | None:
        """``unchanged`` (printed alike), ``changed`` or ``removed``; None where it is not known."""
        places = self.truth.get(i)
        if places is None:
            return None
        if not places:
            return "removed"
        return "unchanged" if {self.after[j].printed for j in places} == {self.before[i].printed} else "changed"


@dataclass(frozen=True)
class Redaction:
    """One text of a law in time. ``ids`` are the official ids of its paragraphs; its clauses do not have them."""

    number: int
    name: str
    source: bytes
    structure: Structure
    ids: Sequence[str | None]

    @property
    def text(self) -> Text:
        return self.structure.clauses


def read_markdown(path: Path) -> Redaction:
    """A page of the legal database, its ids taken out of the clauses and put beside them."""
    found = parse_structure(markdown.read(path.read_text(encoding="utf-8")))
    hidden = replace(found, clauses=[replace(clause, source_id=None) for clause in found.clauses])
    ids = [clause.source_id for clause in found.clauses]
    return Redaction(int(path.name[:2]), path.name, path.read_bytes(), hidden, ids)


def read_text(path: Path) -> Structure:
    """The structure of a plain text."""
    return parse_structure(plain_text.read(path.read_text(encoding="utf-8")))


def redactions(folder: Path, plain: bool = False) -> list[Redaction]:
    """The texts of a law in time; with ``plain`` the clauses are those of the .txt, the ids those of the .md.

    Raises ValueError when the two are not the same paragraphs.
    """
    found = [read_markdown(path) for path in sorted(folder.glob("*.md"))]
    return [_plain(folder, one) for one in found] if plain else found


def neighbours(law: str, texts: Sequence[Redaction]) -> list[Step]:
    """The steps that the law itself took."""
    return [step_by_ids(law, one, other) for one, other in pairwise(texts)]


def leaps(law: str, texts: Sequence[Redaction]) -> list[Step]:
    """From every text to the last one, past those between."""
    return [step_by_ids(law, one, texts[-1]) for one in texts[:-2]]


def reversals(law: str, texts: Sequence[Redaction]) -> list[Step]:
    """Every step taken back, the long ones too."""
    return [step_by_ids(law, other, one) for one, other in combinations(texts, 2)]


def step_by_ids(law: str, one: Redaction, other: Redaction) -> Step:
    """What became of each paragraph as its id tells; an id that lives on in a note alone is gone.

    Where the source gave a new id to a paragraph that reads as before in the same place, nothing happened.
    """
    places = {source_id: j for j, source_id in enumerate(other.ids)}
    found = {i: places[known] for i, known in enumerate(one.ids) if known in places}
    again = _given_new_ids(one.text, other.text, found)
    truth = {i: frozenset({j}) for i, j in {**found, **again}.items()}
    gone = dict.fromkeys(range(len(one.text)), GONE)
    return Step(law, f"{one.number}→{other.number}", one.text, other.text, gone | truth, frozenset(again))


def _given_new_ids(before: Text, after: Text, found: Mapping[int, int]) -> dict[int, int]:
    """Paragraphs printed alike between the same two neighbours, as the ids of those tell."""
    again: dict[int, int] = {}
    for i in range(1, len(before) - 1):
        j = found.get(i - 1, -2) + 1
        if i not in found and found.get(i + 1) == j + 1 and before[i].printed == after[j].printed:
            again[i] = j
    return again


def step_by_print(law: str, name: str, before: Text, after: Text) -> Step:
    """What became of the paragraphs that are printed once and alike in both texts; of others nothing is known."""
    olds, news = _printed_once(before), _printed_once(after)
    return Step(law, name, before, after, {i: frozenset({news[text]}) for text, i in olds.items() if text in news})


def steps_by_print(folder: Path) -> Iterator[Step]:
    """The steps of a law whose source has no lasting ids."""
    texts = [(path.name[:2].lstrip("0"), read_text(path).clauses) for path in sorted(folder.glob("*.txt"))]
    for (number, before), (next_number, after) in pairwise(texts):
        yield step_by_print(folder.name, f"{number}→{next_number}", before, after)


def _plain(folder: Path, marked: Redaction) -> Redaction:
    path = (folder / marked.name).with_suffix(".txt")
    structure = read_text(path)
    if [clause.printed for clause in structure.clauses] != [clause.printed for clause in marked.text]:
        raise ValueError(f"{path} does not have the paragraphs of {marked.name}")
    return replace(marked, name=path.name, source=path.read_bytes(), structure=structure)


def _printed_once(text: Text) -> dict[str, int]:
    counts = Counter(clause.printed for clause in text)
    return {clause.printed: i for i, clause in enumerate(text) if counts[clause.printed] == 1}
