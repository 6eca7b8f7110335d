"""Made-up changes to real laws: what became of each paragraph is known because it was made here.

Pure and the same each time. An edit strikes about one paragraph in ten that it can be done to.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from reform_portal.drafts.formats import plain_text
from reform_portal.drafts.structure import HEADINGS, ParsedClause, parse_structure

from .laws import GONE, Step, Text

RATE = 0.1
REWORDED = 0.25
FEWEST_WORDS, MOST_WORDS = 8, 60
_NUMBER = re.compile(r"(\d+)([.)])")
_CUT = re.compile(r"(?<=[.;,])\s+")


@dataclass(frozen=True)
class Piece:
    """A paragraph of the edited text. ``origins`` are the paragraphs that its words come from, none if it is new."""

    clause: ParsedClause
    num: str
    text: str
    origins: frozenset[int]

    @property
    def printed(self) -> str:
        return f"{self.num} {self.text}".strip()

    @property
    def editable(self) -> bool:
        return self.clause.kind not in HEADINGS and len(self.text.split()) >= FEWEST_WORDS


Edit = Callable[[list[Piece], random.Random, Sequence[str]], list[Piece]]


def edited(law: str, text: Text, foreign: Sequence[str], names: Sequence[str] = ()) -> list[Step]:
    """A step for each edit and one for all of them together; ``foreign`` are paragraphs of other laws to put in.

    Raises ValueError when the edited text is not read as the paragraphs that were written.
    """
    steps = [_step(law, name, text, foreign, [edit]) for name, edit in EDITS.items() if not names or name in names]
    return steps if names else [*steps, _step(law, "everything", text, foreign, list(EDITS.values()))]


def paragraphs_to_put_in(texts: Mapping[str, Text], law: str) -> list[str]:
    """Ordinary paragraphs of the other laws."""
    others = [clause for name, text in texts.items() if name != law for clause in text]
    return [c.text for c in others if c.kind not in HEADINGS and FEWEST_WORDS <= len(c.text.split()) <= MOST_WORDS]


def _step(law: str, name: str, text: Text, foreign: Sequence[str], edits: Sequence[Edit]) -> Step:
    chance = random.Random(f"{law} {name}")
    pieces = [Piece(clause, clause.num, clause.text, frozenset({i})) for i, clause in enumerate(text)]
    for edit in edits:
        pieces = edit(pieces, chance, foreign)
    after = parse_structure(plain_text.read("\n\n".join(piece.printed for piece in pieces))).clauses
    if [clause.printed for clause in after] != [" ".join(piece.printed.split()) for piece in pieces]:
        raise ValueError(f"the edited {law} ({name}) is not read as it was written")
    return Step(law, name, text, after, _truth(len(text), pieces))


def _truth(number: int, pieces: Sequence[Piece]) -> dict[int, frozenset[int]]:
    truth = dict.fromkeys(range(number), GONE)
    for j, piece in enumerate(pieces):
        for i in piece.origins:
            truth[i] |= {j}
    return truth


def _delete(pieces: list[Piece], chance: random.Random, foreign: Sequence[str]) -> list[Piece]:
    return [piece for piece in pieces if not _struck(piece, chance)]


def _insert(pieces: list[Piece], chance: random.Random, foreign: Sequence[str]) -> list[Piece]:
    done: list[Piece] = []
    for piece in pieces:
        done.append(piece)
        if _struck(piece, chance):
            done.append(Piece(piece.clause, "", chance.choice(foreign), GONE))
    return done


def _renumber(pieces: list[Piece], chance: random.Random, foreign: Sequence[str]) -> list[Piece]:
    """A new point is put in among numbered ones; those after it get the next numbers."""
    shifted: set[tuple[str | None, str]] = set()
    done: list[Piece] = []
    for piece in pieces:
        found = _NUMBER.fullmatch(piece.num)
        siblings = (piece.clause.parent, found[2]) if found else None
        if found and siblings not in shifted and piece.origins and _struck(piece, chance):
            shifted.add((piece.clause.parent, found[2]))
            done.append(Piece(piece.clause, piece.num, chance.choice(foreign), GONE))
        number = f"{int(found[1]) + 1}{found[2]}" if found and siblings in shifted else piece.num
        done.append(replace(piece, num=number))
    return done


def _reword(pieces: list[Piece], chance: random.Random, foreign: Sequence[str]) -> list[Piece]:
    return [_with_other_words(piece, chance, foreign) if _struck(piece, chance) else piece for piece in pieces]


def _with_other_words(piece: Piece, chance: random.Random, foreign: Sequence[str]) -> Piece:
    others = chance.choice(foreign).split()
    words = [chance.choice(others) if chance.random() < REWORDED else word for word in piece.text.split()]
    # The first and the last word hold the marks by which a paragraph is read.
    return replace(piece, text=" ".join([piece.text.split()[0], *words[1:-1], piece.text.split()[-1]]))


def _split(pieces: list[Piece], chance: random.Random, foreign: Sequence[str]) -> list[Piece]:
    done: list[Piece] = []
    for piece in pieces:
        parts = _halves(piece.text) if _struck(piece, chance) else []
        done += [replace(piece, text=parts[0]), replace(piece, num="", text=parts[1])] if parts else [piece]
    return done


def _halves(text: str) -> list[str]:
    cuts = [found for found in _CUT.finditer(text) if _is_half(text[: found.start()], text[found.end() :])]
    if not cuts:
        return []
    best = min(cuts, key=lambda found: abs(found.start() - len(text) // 2))
    return [text[: best.start()], text[best.end() :]]


def _is_half(one: str, other: str) -> bool:
    return min(len(one.split()), len(other.split())) >= FEWEST_WORDS and not re.match(r"\d|\S{1,3}[.)]", other)


def _merge(pieces: list[Piece], chance: random.Random, foreign: Sequence[str]) -> list[Piece]:
    done: list[Piece] = []
    for piece in pieces:
        last = done[-1] if done else None
        joins = (
            last is not None and last.editable and len(last.origins) == 1 and piece.clause.parent == last.clause.parent
        )
        if last is not None and joins and _struck(piece, chance):
            done[-1] = replace(last, text=f"{last.text} {piece.text}", origins=last.origins | piece.origins)
        else:
            done.append(piece)
    return done


def _move(pieces: list[Piece], chance: random.Random, foreign: Sequence[str]) -> list[Piece]:
    struck = [piece for piece in pieces if chance.random() < RATE / 2 and piece.editable]
    done = [piece for piece in pieces if piece not in struck]
    for piece in struck:
        done.insert(chance.randint(1, len(done)), piece)
    return done


def _move_articles(pieces: list[Piece], chance: random.Random, foreign: Sequence[str]) -> list[Piece]:
    """Whole articles change their places; their numbers go with them."""
    units: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.clause.kind in HEADINGS:
            units.append([])
        units[-1].append(piece)
    struck = [unit for unit in units if unit and unit[0].clause.kind == "article" and chance.random() < RATE]
    left = [unit for unit in units if unit not in struck]
    for unit in struck:
        left.insert(chance.randint(1, len(left)), unit)
    return [piece for unit in left for piece in unit]


def _struck(piece: Piece, chance: random.Random) -> bool:
    return piece.editable and chance.random() < RATE


EDITS: dict[str, Edit] = {
    "reword": _reword,
    "split": _split,
    "merge": _merge,
    "delete": _delete,
    "renumber": _renumber,
    "insert": _insert,
    "move": _move,
    "move articles": _move_articles,
}
