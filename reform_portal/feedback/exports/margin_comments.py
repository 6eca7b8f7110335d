"""The newest version of a draft as a Word file with what people said as comments in its margin.

Every published comment is in the file: in the margin at the exact words, in the answers under one, or, if it is a
copy of a letter that many sent, in the table at the end. What no XML file can hold is shown as U+FFFD.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from ...core.clock import stamp
from ...core.languages import in_language
from ...core.templating import day
from ...core.word import WD_STYLE_TYPE, OxmlElement, Pt, WordDocument, comments_of, qn
from ...discussion import queries as discussion
from ...discussion.labels import STATUSES
from ...discussion.stances import STANCE_LABELS
from ...drafts import citations
from ...drafts.exports.docx import document_of
from ...drafts.exports.margin import Span, begin, finish
from ...drafts.exports.queries import exported_version
from ...drafts.exports.version import ExportedVersion
from ...drafts.exports.word_elements import grid, line_of, paragraph, run, runs_of, table_row, valued
from ...drafts.exports.xml_text import visible
from ...drafts.queries import version_of
from .. import queries
from ..answers.labels import decision_label
from .placed import Placed

PUBLISHED = "published"
LONGEST_OLD_TEXT = 300


@dataclass
class _Conversations:
    """What was said about a draft: conversations by the clause that they stand at (None: it is gone), those about
    the whole draft, copies by campaign, replies by the first comment."""

    by_clause: dict[str | None, list[Placed]] = field(default_factory=lambda: defaultdict(list))
    whole: list[Placed] = field(default_factory=list)
    copies: dict[int, list[Placed]] = field(default_factory=lambda: defaultdict(list))
    speaking: dict[int, Placed] = field(default_factory=dict)
    replies: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))


def write(draft: Any, path: Path, base_url: str, progress: Callable[[int], None] = lambda done: None) -> None:
    """Write the file of a draft (a row of ``drafts.queries``); ``progress`` hears how many comments were read."""
    version = version_of(draft)
    act = exported_version(draft, version, base_url)
    with in_language(draft.language):
        _document(act, _conversations(draft.id, version.id, progress), base_url).save(str(path))


def _conversations(draft_id: int, version_id: int, progress: Callable[[int], None]) -> _Conversations:
    found = _Conversations()
    roots: list[Placed] = []
    done = 0
    for batch in discussion.in_batches(draft_id, status=None):
        seen = [row for row in batch if row.status != "held"]
        roots += queries.placed([row for row in seen if row.root_id is None], version_id)
        for row in seen:
            if row.root_id is not None and row.status == PUBLISHED:
                found.replies[row.root_id].append(row)
        done += len(batch)
        progress(done)
    # A comment that is not shown any more stays where it was if others answered it.
    roots = [one for one in roots if one.row.status == PUBLISHED or one.row.id in found.replies]
    found.speaking = {one.campaign.id: one for one in roots if _speaks(one)}
    for one in roots:
        if one.is_copy and one.campaign.id in found.speaking and one.row.status == PUBLISHED:
            found.copies[one.campaign.id].append(one)
        elif one.is_whole_draft:
            found.whole.append(one)
        else:
            found.by_clause[one.eid].append(one)
    return found


def _speaks(one: Placed) -> bool:
    return one.campaign is not None and not one.is_copy and one.row.status == PUBLISHED


def _document(act: ExportedVersion, said: _Conversations, base_url: str) -> WordDocument:
    """The law text with the marks of the comments, and the comments, numbered in the order of the text."""
    spans: dict[str, list[Span]] = {}
    shown: list[Placed] = []
    for index, clause in enumerate(act.clauses):
        standing = [*(said.whole if index == 0 else ()), *said.by_clause.get(clause.eid, ())]
        spans[clause.eid] = [_span(len(shown) + offset, one) for offset, one in enumerate(standing)]
        shown += standing
    document = document_of(act, spans)
    end = document.element.body.sectPr
    first = len(shown)
    shown += said.by_clause.get(None, [])
    for element in _gone(first, shown[first:], act.language):
        end.addprevious(element)
    for element in _copies(said, base_url):
        end.addprevious(element)
    _styles(document)
    comments = comments_of(document)
    for number, one in enumerate(shown):
        comments.append(_comment(number, one, _lines(one, said.replies.get(one.row.id, ()), base_url)))
    return document


def _span(number: int, one: Placed) -> Span:
    return Span(number) if one.is_whole_draft else Span(number, *one.stretch)


# What a comment says


def _lines(one: Placed, replies: Iterable[Any], base_url: str) -> Iterator[str]:
    """The paragraphs of a comment in the margin."""
    row = one.row
    if row.status == PUBLISHED:
        yield f"{_capital(str(STANCE_LABELS[row.stance]))}."
        if one.words_differ and row.quote:
            yield _("Слова змінилися. Ішлося про: «%(quote)s».", quote=row.quote)
        yield from row.body.split("\n")
        yield from _proposed(one)
        if one.campaign is not None and not one.is_copy:
            yield counts_in_words(one.campaign)
            yield _("Усі ці звернення — у таблиці наприкінці файлу.")
        if row.supports:
            yield _("Підтримали: %(n)s.", n=row.supports)
    else:
        yield f"{_capital(str(STATUSES[row.status]))}."
    yield from _answered(one)
    for reply in replies:
        yield f"↳ {_signature(reply)}, {day(reply.created_at)}:"
        yield from reply.body.split("\n")
    yield f"{base_url}/comments/{row.public_id}"


def _proposed(one: Placed) -> Iterator[str]:
    """The wording that a comment proposes, as it was typed, and as an amendment where the words still stand."""
    wording = one.row.wording
    if wording is None:
        return
    yield _("Пропонована редакція: «%(words)s».", words=wording) if wording else _("Пропонує вилучити ці слова.")
    if one.wording is not None and one.wording.sentence:
        yield one.wording.sentence


def _answered(one: Placed) -> Iterator[str]:
    if one.answer is not None:
        yield _("Відповідь розробника: %(decision)s.", decision=decision_label(one.answer.decision))
        yield from one.answer.reason.split("\n")


def counts_in_words(campaign: Any) -> str:
    """«Однакові звернення. Текстів: 3, людей: 120, звернень: 140.»: never one number alone."""
    return _("Однакові звернення. Текстів: %(texts)s, людей: %(people)s, звернень: %(submissions)s.",
             texts=campaign.texts, people=campaign.people, submissions=campaign.submissions)  # fmt: skip


def _signature(row: Any) -> str:
    return row.author or _("Без підпису")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# Elements of the file


def _styles(document: WordDocument) -> None:
    """The two styles of comments, under the ids that Word gives them."""
    for name, style_id, kind, size in (
        ("annotation text", "CommentText", WD_STYLE_TYPE.PARAGRAPH, 10),
        ("annotation reference", "CommentReference", WD_STYLE_TYPE.CHARACTER, 8),
    ):
        style = document.styles.add_style(name, kind, builtin=True)
        style.element.styleId, style.font.size = style_id, Pt(size)


def _comment(number: int, one: Placed, lines: Iterable[str]) -> Any:
    """``w:comment``: ECMA-376, part 1, 17.13.4.2."""
    element = OxmlElement("w:comment")
    author = visible(_signature(one.row)) if one.row.status == PUBLISHED else _("Без підпису")
    for name, value in (
        ("w:id", str(number)),
        ("w:author", author),
        ("w:date", stamp(one.row.created_at)),
        ("w:initials", initials(author)),
    ):
        element.set(qn(name), value)
    for index, line in enumerate(lines):
        element.append(_comment_line(line, index == 0))
    return element


def _comment_line(text: str, is_first: bool) -> Any:
    line = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    properties.append(valued("w:pStyle", "CommentText"))
    line.append(properties)
    if is_first:
        mark, look = OxmlElement("w:r"), OxmlElement("w:rPr")
        look.append(valued("w:rStyle", "CommentReference"))
        mark.extend([look, OxmlElement("w:annotationRef")])
        line.append(mark)
    line.extend(list(runs_of(text)))
    return line


def initials(author: str) -> str:
    """«Олена Коваленко» → «ОК»."""
    return "".join(word[0] for word in author.split() if word[0].isalnum())[:3].upper() or "?"


def _gone(first: int, found: Sequence[Placed], language: str) -> Iterator[Any]:
    """The section of the comments whose words the text has no more, each at the words as they were."""
    if not found:
        return
    yield _heading(_("Зауваження, місця яких у тексті вже немає"))
    for number, one in enumerate(found, start=first):
        row = one.row
        words = f"«{row.quote}»" if row.quote else f"{row.clause_num or ''} {row.clause_text or ''}".strip()
        cut = words if len(words) <= LONGEST_OLD_TEXT else f"{words[: LONGEST_OLD_TEXT - 1]}…"
        line = paragraph()
        cited = citations.short(row.eid or "", language)
        line.append(run(_("Редакція %(n)s, %(place)s: ", n=row.version, place=cited), bold=True))
        line.extend([*begin([Span(number)]), run(cut, italic=True), *finish([Span(number)])])
        yield line


def _copies(said: _Conversations, base_url: str) -> Iterator[Any]:
    """The table of the letters that many sent: every copy with its author, and its words where they differ."""
    if not said.copies:
        return
    yield _heading(_("Однакові звернення"))
    for campaign_id, copies in said.copies.items():
        speaking = said.speaking[campaign_id]
        line = paragraph()
        line.append(run(f"{counts_in_words(speaking.campaign)} {base_url}/comments/{speaking.row.public_id}"))
        yield line
        table = grid(4)
        table.append(table_row((_("Автор"), _("Дата"), _("Текст"), _("Адреса")), header=True))
        for one in copies:
            table.append(_copy_row(one, speaking, said.replies, base_url))
        yield table
        yield OxmlElement("w:p")


def _copy_row(one: Placed, speaking: Placed, replies: Mapping[int, list[Any]], base_url: str) -> Any:
    row = one.row
    lines = list(_copy_lines(one, speaking))
    for reply in replies.get(row.id, ()):
        lines += [f"↳ {_signature(reply)}, {day(reply.created_at)}:", *reply.body.split("\n")]
    cells = ([_signature(row)], [day(row.created_at)], lines, [f"{base_url}/comments/{row.public_id}"])
    return table_row([[line_of(line) for line in cell] for cell in cells], whole=False)


def _copy_lines(one: Placed, speaking: Placed) -> Iterator[str]:
    row, letter = one.row, speaking.row
    same = (row.body, row.stance, row.wording) == (letter.body, letter.stance, letter.wording)
    if same:
        yield _("той самий")
    else:
        yield f"{_capital(str(STANCE_LABELS[row.stance]))}."
        yield from row.body.split("\n")
        yield from _proposed(one)
    if row.supports:
        yield _("Підтримали: %(n)s.", n=row.supports)
    if one.answer is not None and (speaking.answer is None or one.answer.id != speaking.answer.id):
        yield from _answered(one)


def _heading(text: str) -> Any:
    element = paragraph("Heading2")
    element.append(run(text))
    return element
