"""What programs read: drafts, comments, summaries, answers, reports, search; and a comment posted with a token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from msgspec import Meta, Struct, field

from ..core.clock import in_kyiv, now
from ..core.errors import BadInput
from ..core.forms import csrf
from ..core.text import clean_line, clean_typed
from ..discussion import actions as discussion_actions
from ..discussion import queries as discussion
from ..discussion import rules as discussion_rules
from ..discussion.placements.queries import shown_in, trail_of
from ..discussion.wordings.proposals import Proposal, by_clause
from ..discussion.wordings.queries import proposals_for
from ..drafts import queries as drafts
from ..drafts.alignment import Link
from ..drafts.comparison.queries import both_texts, comparison_of
from ..drafts.redline import redline
from ..drafts.rules import stage
from ..feedback import queries as feedback
from ..feedback.answers import queries as answering
from ..feedback.answers.decisions import DECISIONS
from ..feedback.report.queries import reports_of
from ..feedback.themes import queries as themes
from ..journal.queries import entries_about
from ..people.token_scopes import WRITE
from ..search import files, strict
from . import queries, shapes
from .description import document
from .errors import BadQuery
from .operations import answer_with, operation, read_body, revision_etag, unchanged

bp = Blueprint("api", __name__, url_prefix="/api/v1")
csrf.exempt(bp)

MOST = 200

Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", extra_json_schema={"format": "date"})]
Cursor = Annotated[str, Meta(max_length=300)]
Wanted = Annotated[int, Meta(ge=1)]
Address = Annotated[str, Meta(max_length=200)]


class Paged(Struct, kw_only=True):
    limit: Wanted = 50
    cursor: Cursor | None = None


class OfVersion(Struct, kw_only=True):
    version: Wanted | None = None


class OfClause(Struct, kw_only=True):
    clause: Address | None = None


class CommentsAsked(Paged, kw_only=True):
    clause: Address | None = None
    version: Wanted | None = None


class AnswersAsked(Paged, kw_only=True):
    decision: Literal[DECISIONS] | None = None  # type: ignore[valid-type]


class SearchAsked(Paged, kw_only=True):
    q: Annotated[str, Meta(max_length=1000)] = ""
    limit: Wanted = 20
    draft: Annotated[str, Meta(max_length=80)] | None = None
    clause: Address | None = None
    author: Annotated[str, Meta(max_length=200)] | None = None
    kind: Literal["clause", "comment", "wording", "answer", "report"] | None = None
    stance: shapes.Stance | None = None
    answered: Literal["yes", "no"] | None = None
    from_: Day | None = field(default=None, name="from")
    to: Day | None = None
    sort: Literal["relevance", "newest", "oldest", "support"] = "relevance"


@operation(bp, "GET", "/drafts", _l("Усі проєкти, найновіші спочатку"), query=Paged, answer=shapes.Drafts)
def list_drafts(asked: Paged) -> shapes.Drafts:
    page = queries.page_of_drafts(asked.cursor, _at_most(asked))
    return shapes.Drafts([shapes.draft_line(row) for row in page.items], page.next)


@operation(
    bp, "GET", "/drafts/<slug>", _l("Проєкт: редакції й текст кожного фрагмента"), query=OfVersion, answer=shapes.Draft
)
def draft(slug: str, asked: OfVersion) -> Any:
    found = drafts.draft_by_slug(slug)
    etag = revision_etag(found)
    kept = unchanged(etag)
    if kept is not None:
        return kept
    version = drafts.version_of(found, asked.version)
    tallies = discussion.tallies_of(found.id)
    content = shapes.Draft(
        slug=found.slug,
        title=found.title,
        stage=stage(found, now()),
        language=found.language,
        version=version.number,
        versions=[shapes.version(row) for row in drafts.versions_of(found.id)],
        clauses=[shapes.clause(row, tallies.get(row.provision_id)) for row in drafts.clauses_of(version.id)],
    )
    return answer_with(content, etag)


@operation(
    bp,
    "GET",
    "/drafts/<slug>/compare/<pair>",
    _l("Що змінилося між двома редакціями"),
    about=_l("Кожен фрагмент обох редакцій — з тим, що з ним сталося, і зміненими словами."),
    answer=shapes.Comparison,
)
def compare(slug: str, pair: str, asked: Any) -> Any:
    found_draft = drafts.draft_by_slug(slug)
    etag = revision_etag(found_draft)
    found = comparison_of(found_draft, pair)
    kept = unchanged(etag)
    if kept is not None:
        return kept
    before, after = both_texts(found)
    return answer_with(shapes.Comparison([_link(link, before, after) for link in found.links]), etag)


@operation(
    bp,
    "GET",
    "/drafts/<slug>/comments",
    _l("Зауваження проєкту, від найдавніших"),
    about=_l(
        "Зауваження до всіх редакцій. Поля clause й anchor кажуть, де слова стоять у вказаній редакції (типово в найновішій), "
        "version — до якої редакції зауваження написано. Замість прихованих, відкликаних і стертих слів лишається запис із порожнім текстом."
    ),
    query=CommentsAsked,
    answer=shapes.Comments,
)
def comments(slug: str, asked: CommentsAsked) -> Any:
    found = drafts.draft_by_slug(slug)
    etag = revision_etag(found)
    kept = unchanged(etag)
    if kept is not None:
        return kept
    version = drafts.version_of(found, asked.version)
    provision = drafts.place_of(slug, asked.clause, version.number).provision_id if asked.clause else None
    page = discussion.page_of_comments(found.id, asked.cursor, _at_most(asked), provision)
    return answer_with(shapes.Comments(_comments(page.items, version), page.next), etag)


@operation(
    bp,
    "POST",
    "/drafts/<slug>/comments",
    _l("Опублікувати зауваження або відповідь"),
    about=_l(
        "Зауваження підписують найповнішим ім’ям, яке дозволяють правила обговорення. Порожнє поле clause означає весь проєкт; "
        "слова quote мають стояти в тексті фрагмента, start (позиція першого знака) потрібен, коли вони трапляються кілька разів. "
        "У відповіді (parent) місце береться від зауваження, на яке відповідають."
    ),
    body=shapes.NewComment,
    answer=shapes.Posted,
    status=201,
    errors=(409,),
    scope=WRITE,
    headers=("Location",),
)
def post_comment(person: Any, slug: str, asked: Any) -> Any:
    content = read_body(dict)
    found = drafts.draft_by_slug(slug)
    above = _parent(content, found.id)
    # A reply stands where its conversation stands, whatever clause the program names.
    place = _place(slug, content) if above is None else drafts.place_of(slug, above.eid or drafts.WHOLE, above.version)
    said = discussion_actions.Said(
        _text(content, "body", clean_typed),
        _text(content, "stance", clean_line),
        name_mode(found, person),
        _text(content, "quote", clean_line),
        _start(content),
        _wording(content),
    )
    public_id = discussion_actions.post(place, person, said, above)
    entry = entries_about(f"c:{public_id}")[-1]
    response = answer_with(shapes.Posted(public_id, shapes.Receipt(entry.number, entry.leaf_hash)), status=201)
    response.headers["Location"] = url_for("web.comment_page", public_id=public_id)
    return response


@operation(
    bp,
    "GET",
    "/drafts/<slug>/feedback",
    _l("Підсумки обговорення за фрагментами"),
    about=_l("Лише фрагменти найновішої редакції, про які щось сказали. stale: підсумок саме оновлюється."),
    query=OfClause,
    answer=shapes.Feedback,
)
def summaries(slug: str, asked: OfClause) -> Any:
    found = drafts.draft_by_slug(slug)
    etag = revision_etag(found)
    kept = unchanged(etag)
    if kept is not None:
        return kept
    version = drafts.version_of(found)
    eid = drafts.place_of(slug, asked.clause).eid if asked.clause else None
    rows = [row for row in feedback.all_summaries(version.id) if eid is None or row.eid == eid]
    ids = [row.provision_id for row in rows]
    said = _Said(
        {clause.eid: clause.proposals for clause in by_clause(proposals_for(version.id))},
        themes.themes_of_provisions(ids),
        themes.members_of_provisions(ids),
        feedback.copies_on(ids),
    )
    return answer_with(shapes.Feedback([_summary(row, said) for row in rows]), etag)


@operation(
    bp,
    "GET",
    "/drafts/<slug>/answers",
    _l("Відповіді розробника, найновіші спочатку"),
    query=AnswersAsked,
    answer=shapes.Answers,
)
def answers(slug: str, asked: AnswersAsked) -> Any:
    found = drafts.draft_by_slug(slug)
    etag = revision_etag(found)
    kept = unchanged(etag)
    if kept is not None:
        return kept
    page = answering.page_of_answers(found.id, asked.decision or "", asked.cursor, _at_most(asked))
    items = [shapes.answer(row, url_for("answers.answer", public_id=row.public_id)) for row in page.items]
    return answer_with(shapes.Answers(items, page.next), etag)


@operation(bp, "GET", "/drafts/<slug>/reports", _l("Опубліковані звіти про обговорення"), answer=shapes.Reports)
def reports(slug: str, asked: Any) -> Any:
    found = drafts.draft_by_slug(slug)
    items = [
        shapes.report(row, url_for("report.page", slug=slug, number=row.number)) for row in reports_of(found.id)
    ]  # fmt: skip
    return shapes.Reports(items, None)


@operation(
    bp,
    "GET",
    "/search",
    _l("Пошук у текстах і зауваженнях"),
    about=_l(
        "Слова в будь-якому відмінку, «точна фраза» в лапках, -слово, АБО. Поля url ведуть на сторінки порталу, "
        "facets рахує знайдене за проєктом, фрагментом, видом, ставленням, місяцем і наявністю відповіді."
    ),
    query=SearchAsked,
    answer=shapes.Hits,
    cursors=(4,),
)
def search(asked: SearchAsked) -> Any:
    given = {name: value for name, value in request.args.items() if name not in ("cursor", "limit")}
    try:
        wanted = strict.well_asked(given)
    except BadInput as error:
        raise BadQuery(_("В адресі є незрозумілі параметри."), error.fields) from error
    found = strict.search(wanted, asked.cursor, _at_most(asked))
    return shapes.hits(files.page(found, request.script_root))


@operation(bp, "GET", "/openapi.json", _l("Цей опис, для програм (OpenAPI 3.1)"), answer=dict)
def openapi(asked: Any) -> Any:
    return answer_with(document())


def one_comment(comment: Any) -> Response:
    """A comment as plain JSON, with its answer and its place in every version."""
    found = drafts.draft_by_slug(comment.slug)
    [shown] = _comments([comment], drafts.version_of(found))
    address = url_for("web.comment_page", public_id=comment.public_id)
    return answer_with(shapes.whole_comment(shown, comment.slug, address, trail_of(comment.id)))


def name_mode(found: Any, person: Any) -> str:
    """A program signs by the fullest name that the rules allow."""
    modes = discussion_rules.name_modes(found.rule_set, in_kyiv(now()).date())
    return "full" if "full" in modes or not person.pseudonym else modes[0]


def _comments(rows: Sequence[Any], version: Any) -> list[shapes.Comment]:
    ids = [row.id for row in rows]
    clauses = queries.clauses_of_provisions(version.id, {row.provision_id for row in rows})
    known = discussion.public_ids([row.parent_id for row in rows if row.parent_id is not None])
    placed = shown_in(version.id, ids)
    given = {i: _decision(row) for i, row in answering.answers_for(ids).items()}
    return [
        shapes.comment(row, version.number, clauses, known, placed.get(row.id), given.get(row.id)) for row in rows
    ]  # fmt: skip


def _link(link: Link, before: Sequence[Any], after: Sequence[Any]) -> shapes.Link:
    """``a`` and ``b`` are the addresses of a clause in both versions; the redline is of its text without the number."""
    old = before[link.before] if link.before is not None else None
    new = after[link.after] if link.after is not None else None
    return shapes.Link(
        provision=str((new or old).provision_id),  # type: ignore[union-attr]
        a=old.eid if old else None,
        b=new.eid if new else None,
        change=link.change,
        score=round(link.score, 4),
        redline=shapes.pieces(redline(old.text if old else "", new.text if new else "")),
    )


def _place(slug: str, content: dict[str, Any]) -> drafts.Place:
    eid = _text(content, "clause", clean_line)
    place = drafts.find_place(slug, eid)
    if place is None:
        raise BadInput(fields={"clause": _("Такого місця в тексті немає: %(eid)s.", eid=eid[:80])})
    return place


def _parent(content: dict[str, Any], draft_id: int) -> Any:
    public_id = _text(content, "parent", clean_line)
    if not public_id:
        return None
    above = discussion.find_comment(public_id)
    if above is None or above.draft_id != draft_id:
        raise BadInput(fields={"parent": _("Такого зауваження немає.")})
    return above


def _start(content: dict[str, Any]) -> int | None:
    start = content.get("start")
    if start is None:
        return None
    if type(start) is not int or start < 0:
        raise BadInput(fields={"start": _("Тут потрібне ціле число, не менше за %(least)s.", least=0)})
    return start


def _wording(content: dict[str, Any]) -> str | None:
    """The proposed words; an empty text asks to delete, but what is blank and not empty is a slip."""
    given = content.get("wording")
    if given is None:
        return None
    wording = _text(content, "wording", clean_typed)
    if given and not wording:
        raise BadInput(
            fields={
                "wording": _("Тут лише пропуски. Напишіть нові слова або лишіть текст порожнім, щоб вилучити давні.")
            }
        )
    return wording


def _text(content: dict[str, Any], name: str, cleaner: Any) -> str:
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(fields={name: _("Тут потрібен текст.")})
    try:
        return cleaner(value)
    except ValueError as error:
        raise BadInput(fields={name: _("У тексті є службові символи.")}) from error


@dataclass(frozen=True)
class _Said:
    """What was said of the clauses of a version: proposals by address, themes and campaigns by provision, the members
    of themes."""

    proposals: Mapping[str, Sequence[Proposal]]
    themes: Mapping[int, themes.ShownThemes]
    members: Mapping[int, Sequence[str]]
    campaigns: Mapping[int, Sequence[feedback.CopiesHere]]


def _summary(row: Any, said: _Said) -> shapes.Summary:
    content = row.content or {}
    found = said.themes[row.provision_id]
    return shapes.Summary(
        eid=row.eid,
        tally=shapes.tally(row),
        people=content.get("people", 0),
        texts=content.get("texts", 0),
        submissions=content.get("submissions", 0),
        marked=[shapes.Marked(one["words"], one["comments"]) for one in content.get("marked", ())],
        open_questions=content.get("open_questions", 0),
        themes=[_theme(theme, said.members.get(theme.id, ())) for theme in found.themes],
        other=found.other,
        campaigns=[shapes.campaign(one) for one in said.campaigns.get(row.provision_id, ())],
        wordings=[shapes.wording(proposal) for proposal in said.proposals.get(row.eid, ())],
        answered=content.get("answered", 0),
        stale=row.entry is None or row.last_entry > row.entry or found.stale,
    )


def _theme(theme: themes.ShownTheme, members: Sequence[str]) -> shapes.Theme:
    answered = _decision(theme.answer) if theme.answer is not None else None
    return shapes.theme(theme, members, url_for("themes.theme", public_id=theme.public_id), answered)


def _decision(row: Any) -> shapes.Decision:
    return shapes.decision(row, url_for("answers.answer", public_id=row.public_id))


def _at_most(asked: Paged) -> int:
    """More than the most is given as the most: nothing is lost, ``next`` leads on."""
    return min(asked.limit, MOST)
