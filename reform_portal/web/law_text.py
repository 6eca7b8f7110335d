"""The law text of a reading page as HTML. Pure.

A page holds two hundred clauses and more, each with its number, text, counts and links; a template
that does this with general means is what makes such pages slow. So the loop is here, in one place,
and everything that comes from outside is escaped here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup

from ..drafts.structure import CONTAINERS

TAGS = {**dict.fromkeys((*CONTAINERS, "annex"), "h2"), "article": "h3", "heading": "p"}


@dataclass(frozen=True)
class Words:
    """Translated words that stand at every clause; ``bubble`` is the icon beside a count."""

    say: str
    link_here: str
    table: str
    bubble: str
    counted: Callable[[int], str]


@dataclass(frozen=True)
class Around:
    """What the clauses of a page have around them.

    ``base`` is the draft's address, ``suffix`` the query of an older version, ``language`` that of the
    interface; ``texts`` maps a clause's id to its marked text as HTML, ``counts`` a provision to its
    comments, ``notes`` and ``translations`` a position to what is printed below.
    """

    base: str
    suffix: str
    language: str
    may_say: bool
    texts: Mapping[int, str]
    counts: Mapping[int, int]
    notes: Mapping[int, Sequence[str]]
    translations: Mapping[int, Any]


def law_text(clauses: Iterable[Any], around: Around, words: Words) -> Markup:
    """The clauses in order, each with its foot: count, «Висловитися», lasting link."""
    parts = [_notes(around.notes.get(0, ()))]
    said: dict[int, str] = {}
    say = f'<a href="{escape(around.base)}%s/comment" rel="nofollow">{escape(words.say)}</a>' if around.may_say else ""
    link = (
        f'<a href="{escape(around.base)}%s{escape(around.suffix)}">¶'
        f'<span class="visually-hidden"> {escape(words.link_here)}</span></a></div>\n'
    )
    count = f'<a class="count" data-talk href="{escape(around.base)}%s{escape(around.suffix)}">{words.bubble}%s</a>'
    for clause in clauses:
        eid, level = escape(clause.eid), f"lvl-{clause.depth}"
        parts.append(_clause(clause, eid, level, around.texts[clause.id], words))
        if clause.position in around.translations:
            parts.append(_translation(around.translations[clause.position], level, around.language))
        parts.append(f'<div class="clause-foot {level}" lang="{around.language}">')
        number = around.counts.get(clause.provision_id, 0)
        if number:
            if number not in said:
                said[number] = escape(words.counted(number))
            parts.append(count % (eid, said[number]))
        parts.append(say and say % eid)
        parts.append(link % eid)
        if clause.position in around.notes:
            parts.append(_notes(around.notes[clause.position]))
    return Markup("".join(parts))


def _clause(clause: Any, eid: str, level: str, text: str, words: Words) -> str:
    tag = TAGS.get(clause.kind)
    number = f'<span class="num">{escape(clause.num, quote=False)}</span> ' if clause.num else ""
    if tag is not None:
        kind = "article" if clause.kind == "article" else "part"
        return (
            f'<{tag} class="unit--{kind} clause" id="{eid}">{number}<span class="clause-text">{text}</span></{tag}>\n'
        )
    if clause.kind == "table" and clause.table:
        return f'<div class="clause clause--table" id="{eid}">{table(clause.table, words.table)}</div>\n'
    return f'<p class="clause clause--{clause.kind} {level}" id="{eid}">{number}<span class="clause-text">{text}</span></p>\n'


def table(rows: Sequence[Sequence[str]], name: str) -> Markup:
    """A table of an act; its first row is the header."""
    cells = [
        "".join(f"<{tag}>{escape(cell, quote=False)}</{tag[:2]}>" for cell in row)
        for tag, row in [('th scope="col"', rows[0]), *(("td", row) for row in rows[1:])]
    ]
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return Markup(
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(name)}"><table>{body}</table></div>'
    )


def _translation(translation: Any, level: str, language: str) -> str:
    text = escape(f"{translation.num} {translation.text}".strip(), quote=False)
    return f'<p class="translation {level}" lang="{language}">{text}</p>\n'


def _notes(notes: Sequence[str]) -> str:
    return "".join(f'<p class="editorial">{escape(note, quote=False)}</p>\n' for note in notes)
