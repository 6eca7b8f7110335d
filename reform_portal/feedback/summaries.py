"""The summary of what was said about a clause: counts, most supported, most marked words, open questions.

Pure. Totals are always three: texts (different wordings), people, submissions (comments and
supports), never one number, so that copies of a letter cannot pass for many people.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ..discussion.anchors import Anchor, place
from ..discussion.stances import STANCES
from ..drafts.matching import fold

TOP = 3
MARKED = 3
QUESTIONS = 5

Stretch = tuple[int, int, int]
Span = tuple[int | None, int | None]


def summarise(
    comments: Sequence[Any],
    marks: Mapping[int, Sequence[Stretch]],
    texts: Mapping[int, str],
    answered: Collection[int] = (),
) -> dict[str, Any]:
    """The summary of published ``comments``; ``texts`` gives each clause of the provision its words, newest last,
    ``answered`` are the ids of the comments for which an answer of the drafters holds."""
    tally = Counter(comment.stance for comment in comments)
    replied = {comment.parent_id for comment in comments if comment.author_role != "citizen"}.union(answered)
    questions = [c for c in comments if c.stance == "question" and c.parent_id is None and c.id not in replied]
    return {
        "tally": {stance: tally.get(stance, 0) for stance in STANCES},
        "comments": len(comments),
        "people": count_people(comments),
        "texts": len({fold(comment.body) for comment in comments}),
        "submissions": len(comments) + sum(comment.supports for comment in comments),
        "top": [comment.id for comment in most_supported(comments)],
        "marked": marked_words(marks, texts),
        "questions": [comment.id for comment in sorted(questions, key=lambda c: (-c.supports, c.id))[:QUESTIONS]],
        "open_questions": len(questions),
        "answered": sum(comment.id in answered for comment in comments),
        "rests_on": [comment.id for comment in comments],
    }


def count_people(comments: Iterable[Any]) -> int:
    """Accounts plus distinct author names per source; comments without any name are one person each."""
    known = {
        ("person", c.person_id) if c.person_id is not None else (c.source, c.author or f"#{c.id}") for c in comments
    }
    return len(known)


def most_supported(comments: Sequence[Any]) -> list[Any]:
    """The comments that most people signed, then those most replied to; none that nobody noticed."""
    noticed = [comment for comment in comments if comment.parent_id is None and (comment.supports or comment.replies)]
    return sorted(noticed, key=lambda c: (-c.supports, -c.replies, c.id))[:TOP]


def marks_of(
    comments: Sequence[Any], texts: Mapping[int, str], carried: Mapping[int, Mapping[int, Span]] | None = None
) -> dict[int, list[Stretch]]:
    """For each clause of the provision (one in each version) the stretches of its text that comments quote.

    ``carried`` gives each clause the comments of earlier versions with where their words stand in it.
    """
    known = carried or {}
    return {
        clause_id: stretches(_places(comments, clause_id, text, known.get(clause_id, {})))
        for clause_id, text in texts.items()
    }


def stretches(places: Iterable[tuple[int, int]]) -> list[Stretch]:
    """Overlapping places cut into stretches that do not overlap, each with how many places cover it."""
    changes: Counter[int] = Counter()
    for start, end in places:
        if start < end:
            changes[start] += 1
            changes[end] -= 1
    found: list[Stretch] = []
    depth, begin = 0, 0
    for at in sorted(changes):
        if depth and begin < at:
            found.append((begin, at, depth))
        depth += changes[at]
        begin = at
    return found


def marked_words(marks: Mapping[int, Sequence[Stretch]], texts: Mapping[int, str]) -> list[dict[str, Any]]:
    """The words of the newest text that most comments quote."""
    if not texts:
        return []
    newest = max(texts)
    most = sorted(marks.get(newest, ()), key=lambda stretch: (-stretch[2], stretch[0]))[:MARKED]
    return [{"words": texts[newest][start:end].strip(), "comments": number} for start, end, number in most]


def _places(
    comments: Sequence[Any], clause_id: int, text: str, carried: Mapping[int, Span]
) -> Iterable[tuple[int, int]]:
    for comment in comments:
        if not comment.quote:
            continue
        if comment.clause_id == clause_id and comment.start is not None:
            yield comment.start, comment.end
            continue
        if comment.id in carried:
            start, end = carried[comment.id]
            if start is not None and end is not None:
                yield start, end
            continue
        found = place(Anchor(comment.quote, comment.prefix, comment.suffix, comment.start, comment.end), text)
        if found.start is not None and found.end is not None:
            yield found.start, found.end
