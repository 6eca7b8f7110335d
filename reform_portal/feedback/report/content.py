"""What a report says: who took part, every proposal with its author, decision and reason, and the counts. Pure.

What people wrote in the same words on the same clause, with the same answer, is one row with all of its authors,
so nothing is printed twice and nobody is left out. Totals are texts, people, submissions (comments and
signatures), and each equals what is listed.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ...core.text import alphabetical
from ...discussion.stances import STANCES
from ...drafts.matching import fold
from ...drafts.rule_sets import Rule
from ..answers.decisions import DECISIONS
from ..summaries import count_people

NAMES, PROPOSAL = "names", "proposal"
ROW_KINDS = (NAMES, PROPOSAL)
NAMES_IN_ROW = 500

BODY, SUBJECT, PARTICIPANTS, EVENTS, PROPOSALS, OUTCOMES, DECISION = PARTS = (
    "body", "subject", "participants", "events", "proposals", "outcomes", "decision",
)  # fmt: skip
# Of these parts the portal knows nothing by itself: a drafter must write them where the rule set has them.
MUST_BE_WRITTEN = (BODY, SUBJECT, EVENTS, DECISION)
INTRODUCTION, RESPONSIBLE, CONCLUSIONS = "introduction", "responsible", "conclusions"
FREE_TEXTS = (INTRODUCTION, RESPONSIBLE, *PARTS, CONCLUSIONS)

Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of the report as a rule set orders and names it; ``lists``: every proposal is listed in it."""

    key: str
    heading: str
    lists: bool = False


@dataclass(frozen=True)
class Place:
    """Where a provision stands now: ``order`` in the newest text, its address, and whether it is gone (then the
    address is that of the last version which had it, ``number``)."""

    order: int
    eid: str
    number: int
    gone: bool = False


@dataclass
class Frozen:
    """All that a report lists: ``sections`` (one for each clause, in the order of the text), ``rows`` of both kinds,
    ``printed`` (comment id → position of its row, 0 where its author alone is named) and ``counts``."""

    sections: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    printed: dict[int, int] = field(default_factory=dict)
    counts: Row = field(default_factory=dict)


def parts_of(rule: Rule, language: str) -> list[Part]:
    """The parts of a report in the order of the rule, with their headings in a language."""
    return [Part(one["part"], one["en" if language == "en" else "uk"], one.get("list", False)) for one in rule.value]


def missing_texts(parts: Iterable[Part], texts: Mapping[str, str]) -> list[str]:
    """Keys of the parts that a drafter still has to write."""
    return [part.key for part in parts if part.key in MUST_BE_WRITTEN and not texts.get(part.key, "").strip()]


def freeze(
    comments: Iterable[Any],
    places: Mapping[int, Place],
    answers: Mapping[int, Row],
    counts_as_proposal: Callable[[Any], bool],
) -> Frozen:
    """A report's lists out of the published comments of citizens, replies among them, oldest first.

    ``places`` maps provisions to where they stand, ``answers`` maps ids to what ``answer_id`` of a comment means.
    """
    everybody = list(comments)
    conversations = [comment for comment in everybody if comment.root_id is None]
    found = Frozen(printed={comment.id: 0 for comment in everybody})
    own = {comment.id: counts_as_proposal(comment) for comment in everybody}
    for row in _names(everybody, own):
        found.rows.append(row | {"position": len(found.rows) + 1})
    proposals = [c for c in conversations if own[c.id]]
    views = [c for c in conversations if not own[c.id]]
    number = 0
    for group in (proposals, views):
        for place, here in _by_place(group, places):
            section = _section(place, here, len(found.sections) + 1, group is proposals)
            section["first"] = len(found.rows) + 1
            for same in _same(here, answers):
                number += 1
                position = len(found.rows) + 1
                row = _proposal(same, number, answers, own[same[0].id])
                found.rows.append(row | {"position": position, "section": section["number"]})
                found.printed.update(dict.fromkeys((comment.id for comment in same), position))
            section["rows"] = len(found.rows) - section["first"] + 1
            found.sections.append(section)
    named = [row for row in found.rows if row["kind"] == NAMES]
    found.counts = {
        "proposals": totals(proposals) | {"rows": sum(s["rows"] for s in found.sections if s["is_proposal"])},
        "views": totals(views) | {"rows": sum(s["rows"] for s in found.sections if not s["is_proposal"])},
        "decisions": {d: sum(s["decisions"].get(d, 0) for s in found.sections) for d in DECISIONS},
        "replies": len(everybody) - len(conversations),
        "names": sum(len(row["content"]["names"]) for row in named if row["content"]["full"]),
        "other_names": sum(len(row["content"]["names"]) for row in named if not row["content"]["full"]),
        "nameless": sum(not c.author for c in everybody),
    }
    return found


def totals(comments: Sequence[Any]) -> Row:
    """Comments, and texts, people and submissions as everywhere on the portal."""
    return {
        "comments": len(comments),
        "texts": len({fold(comment.body) for comment in comments}),
        "people": count_people(comments),
        "submissions": len(comments) + sum(comment.supports for comment in comments),
    }


def sha256_of(content: Any) -> str:
    """The hash of a JSON value in one fixed form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def without(row: Row, public_id: str) -> Row:
    """A proposal row without what one comment says in it: its author goes, its words too when nobody else wrote them,
    and the name of its theme, which is taken from words of its comments."""
    authors = [author for author in row["authors"] if author["id"] != public_id]
    if authors:
        return row | {"authors": authors}
    return row | {"authors": [], "words": "", "quote": "", "wording": None, "theme": None}


def readable(row: Row, statuses: Mapping[str, str]) -> Row:
    """A proposal row as it may be shown: without the authors whose comments are no longer public, and without words
    that none of the others wrote. ``taken`` maps the statuses of those to how many there are."""
    gone = [author["id"] for author in row["authors"] if statuses.get(author["id"], "published") != "published"]
    taken = Counter(statuses[one] for one in gone)
    for one in gone:
        row = without(row, one)
    erased = row["comments"] - len(row["authors"]) - len(gone)
    if erased:
        taken["erased"] += erased
    return row | {"taken": dict(taken)}


def outcomes(rows: Iterable[Row]) -> list[Row]:
    """Each answer once, with the numbers of the proposals that it holds for, in the order of the list."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        if row["answer"]:
            one = found.setdefault(_answered(row), {k: row[k] for k in ("answer", "decision", "reason", "place")})
            one.setdefault("numbers", []).append(row["number"])
    return list(found.values())


def ranges(numbers: Sequence[int]) -> str:
    """«1–3, 7»: whole numbers in rising order, runs of three and more drawn together."""
    words = []
    for _key, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        here = [number for _index, number in run]
        words += [f"{here[0]}–{here[-1]}"] if len(here) > 2 else [str(number) for number in here]
    return ", ".join(words)


def _names(comments: Iterable[Any], own: Mapping[int, bool]) -> Iterator[Row]:
    """Rows with the names of those who took part, each person once under each name; full names apart from others."""
    known = {(_who(c), c.author, own[c.id]): None for c in comments if c.author}
    for full in (True, False):
        names = sorted((name for _person, name, is_full in known if is_full == full), key=alphabetical)
        for begin in range(0, len(names), NAMES_IN_ROW):
            content = {"full": full, "names": names[begin : begin + NAMES_IN_ROW]}
            yield {"kind": NAMES, "section": 0 if full else 1, "content": content}


def _who(comment: Any) -> tuple[Any, ...]:
    return ("person", comment.person_id) if comment.person_id is not None else (comment.source, comment.author)


def _by_place(comments: Sequence[Any], places: Mapping[int, Place]) -> Iterator[tuple[Place, list[Any]]]:
    ordered = sorted(comments, key=lambda c: (places[c.provision_id].order, c.provision_id, c.id))
    for provision_id, here in groupby(ordered, lambda c: c.provision_id):
        yield places[provision_id], list(here)


def _section(place: Place, comments: Sequence[Any], number: int, is_proposal: bool) -> Row:
    return {
        "number": number,
        "eid": place.eid,
        "version": place.number,
        "gone": place.gone,
        "is_proposal": is_proposal,
        "stances": _counts(STANCES, (comment.stance for comment in comments)),
        "decisions": _counts(DECISIONS, (comment.decision for comment in comments)),
        **totals(comments),
    }


def _counts(known: Collection[str], values: Iterable[str | None]) -> dict[str, int]:
    counted = Counter(values)
    return {name: counted[name] for name in known if counted[name]}


def _same(comments: Sequence[Any], answers: Mapping[int, Row]) -> Iterator[list[Any]]:
    """Comments that say the same of the same words and are answered in the same words, in the order of the first."""
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for one in comments:
        key = (fold(one.body), one.quote, one.wording, one.stance, one.version, *_answered(answers.get(one.answer_id)))
        groups.setdefault(key, []).append(one)
    yield from groups.values()


def _answered(answer: Row | None) -> tuple[Any, ...]:
    """What makes two answers the same to a reader."""
    return (answer["decision"], answer["reason"], tuple(answer["place"] or ())) if answer else ()


def _proposal(same: Sequence[Any], number: int, answers: Mapping[int, Row], is_proposal: bool) -> Row:
    first = same[0]
    answer = answers.get(first.answer_id, {}) if first.answer_id is not None else {}
    content = {
        "number": number,
        "is_proposal": is_proposal,
        "authors": [
            {"id": c.public_id, "name": c.author, "at": c.created_at.isoformat(), "supports": c.supports} for c in same
        ],
        "comments": len(same),
        "submissions": len(same) + sum(c.supports for c in same),
        "stance": first.stance,
        "quote": first.quote,
        "words": first.body,
        "wording": first.wording,
        "version": first.version,
        "theme": first.theme,
        "campaign": first.campaign,
        "campaign_size": first.campaign_size,
        "answer": answer.get("public_id", ""),
        "decision": answer.get("decision", ""),
        "reason": answer.get("reason", ""),
        "place": answer.get("place"),
    }
    return {"kind": PROPOSAL, "content": content}
