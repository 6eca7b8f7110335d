"""Comments about the clauses of a law, as rows of an import file."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from .words import UKRAINIAN_SHARE, english, person_name, sentences, ukrainian

WORDS = 60
QUOTED = 0.4
REPLIES = 0.15
STANCES = ("support", "oppose", "amend", "question", "neutral")
STANCE_WEIGHTS = (25, 35, 20, 12, 8)
FIRST_DAY = datetime(2026, 10, 1, 8, tzinfo=UTC)


def write_comments(path: Path, rows: Iterator[dict[str, Any]]) -> list[str]:
    """Write an import file; returns the bodies."""
    bodies = []
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            bodies.append(row["body"])
    return bodies


def comments(clauses: Sequence[Any], number: int, busy: str, on_busy: int, seed: int) -> Iterator[dict[str, Any]]:
    """So many comments; the clause ``busy`` gets ``on_busy`` of them, half threads and half replies.

    ``clauses`` have ``eid`` and ``text``. The others share the rest by Zipf's law.
    """
    writer = _Writer(seed)
    for index in range(on_busy):
        clause = next(clause for clause in clauses if clause.eid == busy)
        parent = writer.ids[busy][index - on_busy // 2] if index >= on_busy // 2 else ""
        yield writer.row(clause, parent)
    others = [clause for clause in clauses if clause.eid != busy]
    writer.chance.shuffle(others)
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(others))))
    for clause in writer.chance.choices(others, cum_weights=weights, k=number - on_busy):
        earlier = writer.ids.get(clause.eid)
        yield writer.row(clause, writer.chance.choice(earlier) if earlier and writer.chance.random() < REPLIES else "")


class _Writer:
    """Makes rows; ``ids`` are the external ids so far by clause."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.ids: dict[str, list[str]] = {}
        self._vocabularies = (ukrainian(), english())
        self._made = 0

    def row(self, clause: Any, parent: str) -> dict[str, Any]:
        self._made += 1
        chance = self.chance
        row = {
            "external_id": f"b{self._made}",
            "body": self._body(),
            "clause": clause.eid,
            "quote": self._quote(clause.text) if chance.random() < QUOTED else "",
            "author": person_name(chance),
            "created_at": (FIRST_DAY + timedelta(seconds=97 * self._made)).isoformat(),
            "stance": chance.choices(STANCES, STANCE_WEIGHTS)[0],
            "supports": int(chance.paretovariate(1.0)) - 1 if chance.random() < 0.4 else 0,
            "parent_external_id": parent,
        }
        row["supports"] = min(row["supports"], 5000)
        self.ids.setdefault(clause.eid, []).append(row["external_id"])
        return row

    def _body(self) -> str:
        vocabulary = self._vocabularies[self.chance.random() >= UKRAINIAN_SHARE]
        text = sentences(vocabulary, self.chance, max(8, round(self.chance.gauss(WORDS, WORDS / 3))))
        middle = text.find(". ", len(text) // 2)
        return text[: middle + 1] + "\n\n" + text[middle + 2 :] if middle > 0 and self.chance.random() < 0.3 else text

    def _quote(self, text: str) -> str:
        words = text.split()
        begin = self.chance.randrange(max(1, len(words) - 3))
        return " ".join(words[begin : begin + self.chance.randint(3, 8)])
