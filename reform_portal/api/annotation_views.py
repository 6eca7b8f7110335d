"""The W3C Web Annotation Protocol: the annotations of a draft as a container, each comment as an annotation.

https://www.w3.org/TR/annotation-protocol/
"""

from dataclasses import replace
from typing import Annotated, Any, Literal

import msgspec
from flask import Response, current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from msgspec import Meta, Struct

from ..core.errors import BadInput, NotAllowed
from ..core.paging import decode_cursor, encode_cursor
from ..discussion import actions as discussion_actions
from ..discussion import queries as discussion
from ..discussion import rules as discussion_rules
from ..drafts import queries as drafts
from ..feedback.exports import annotations
from ..people.token_scopes import EDIT, WRITE
from . import queries, shapes
from .annotation_reading import Meant, read_annotation, words_in
from .annotation_shapes import (
    CONTAINER_LINKS,
    LD,
    LD_WITH_PROFILE,
    RESOURCE_LINK,
    Preferred,
    Slice,
    collection,
    page,
    read_preference,
    variant,
)
from .errors import BadQuery, Changed, ConditionMissing, Gone
from .operations import (
    JSON,
    conditional,
    etag_of,
    liked_best,
    operation,
    read_body,
    require_acceptable,
    revision_etag,
    unchanged,
)
from .views import bp, name_mode, one_comment

PAGE = 100
HTML = "text/html"
# What the fields of an action are called in an annotation.
PARTS = {"body": "body", "stance": "body", "wording": "body", "quote": "target", "clause": "target"}


class ContainerAsked(Struct, kw_only=True):
    page: Annotated[str, Meta(max_length=300)] | None = None
    iris: Literal["0", "1"] | None = None


@operation(
    bp,
    "GET",
    "/drafts/<slug>/annotations/",
    _l("Зауваження проєкту як контейнер анотацій W3C"),
    about=_l(
        "AnnotationCollection зі сторінками, як велить W3C Web Annotation Protocol. Лише опубліковані зауваження. "
        "Заголовок Prefer вибирає, що всередині: адреси анотацій, анотації цілком чи сам контейнер."
    ),
    query=ContainerAsked,
    answer={LD: ("AnnotationCollection", "AnnotationPage")},
    media=(LD, JSON),
)
def container(slug: str, asked: ContainerAsked) -> Response:
    draft = drafts.draft_by_slug(slug)
    preferred = _preferred(asked)
    etag = etag_of(f"{revision_etag(draft)} {preferred}".encode())
    response = unchanged(etag)
    if response is None:
        content = _page(draft, asked.page, preferred) if asked.page else _collection(draft, preferred)
        response = conditional(_linked_data(content), etag)
    response.vary.update(("Accept", "Prefer"))
    if preferred.said:
        response.headers["Preference-Applied"] = "return=representation"
    if not asked.page:
        for link in CONTAINER_LINKS:
            response.headers.add("Link", link)
        response.headers["Content-Location"] = variant(_container_address(draft), preferred)
    return response


@operation(
    bp,
    "POST",
    "/drafts/<slug>/annotations/",
    _l("Опублікувати зауваження анотацією"),
    about=_l(
        "Тіло — TextualBody з простим текстом; друге, з призначенням editing, пропонує редакцію, третє, classifying, каже ставлення. "
        "Місце — адреса проєкту (source) і FragmentSelector з адресою фрагмента, уточнений через TextQuoteSelector, TextPositionSelector "
        "або обидва; без уточнення — увесь фрагмент, без селектора — увесь проєкт. Адреса зауваження замість місця робить анотацію відповіддю."
    ),
    body="NewAnnotation",
    answer={LD: ("Annotation",)},
    status=201,
    errors=(409,),
    scope=WRITE,
    media=(LD, JSON),
    takes=(LD, JSON),
    headers=("Location",),
)
def post_annotation(person: Any, slug: str, asked: Any) -> Response:
    content = read_body(dict, (LD, JSON))
    draft = drafts.draft_by_slug(slug)
    meant = read_annotation(content, _base_url(), slug)
    try:
        public_id = _post(person, draft, meant)
    except BadInput as error:
        raise BadInput(fields={PARTS.get(name, "target"): text for name, text in error.fields.items()}) from error
    response = _annotation(discussion.comment_by_public_id(public_id), 201)
    response.headers["Location"] = annotations.address(_base_url(), public_id)
    return response


@operation(
    bp,
    "GET",
    "/comments/<public_id>",
    _l("Одне зауваження"),
    about=_l(
        "Звичайний JSON або анотація W3C (Accept: application/ld+json). Так само відповідає й стала адреса зауваження, /comments/<id>."
    ),
    answer={JSON: shapes.WholeComment, LD: ("Annotation",)},
    errors=(410,),
    media=(JSON, LD),
)
def comment(public_id: str, asked: Any) -> Response:
    return _in_form(public_id, require_acceptable((JSON, LD)))


@operation(
    bp,
    "PUT",
    "/comments/<public_id>",
    _l("Виправити власне зауваження"),
    about=_l(
        "Протягом 15 хвилин після публікації. Змінити можна текст і ставлення; місце й запропонована редакція мають лишитися ті самі. "
        "If-Match — ETag анотації."
    ),
    body="NewAnnotation",
    answer={LD: ("Annotation",)},
    errors=(409, 410, 412, 428),
    scope=EDIT,
    media=(LD, JSON),
    takes=(LD, JSON),
)
def put_comment(person: Any, public_id: str, asked: Any) -> Response:
    found, held = _own_as_known(person, public_id)
    meant = read_annotation(read_body(dict, (LD, JSON)), _base_url(), found.slug)
    before = read_annotation(held, _base_url(), found.slug)
    if not _same_target(meant, before):
        raise BadInput(fields={"target": _("Місце зауваження змінити не можна. Відкличте його й напишіть нове.")})
    if meant.wording != before.wording:
        raise BadInput(
            fields={"body": _("Запропоновану редакцію змінити не можна. Відкличте зауваження й напишіть нове.")}
        )
    discussion_actions.edit(found, person, meant.body, meant.stance)
    return _annotation(discussion.comment_by_public_id(public_id))


@operation(
    bp,
    "DELETE",
    "/comments/<public_id>",
    _l("Відкликати власне зауваження"),
    about=_l("Слова зникають з усіх сторінок і файлів; далі за цією адресою — 410. If-Match — ETag анотації."),
    status=204,
    errors=(409, 410, 412, 428),
    scope=EDIT,
)
def delete_comment(person: Any, public_id: str, asked: Any) -> Response:
    found, _held = _own_as_known(person, public_id)
    discussion_actions.withdraw(found, person)
    return Response(status=204)


def other_form(public_id: str) -> Response | None:
    """The comment at its lasting address as JSON-LD or JSON, where a program asks for it; None: the page is wanted."""
    media = liked_best((HTML, LD, JSON))
    return _in_form(public_id, media) if media in (LD, JSON) else None


def _in_form(public_id: str, media: str) -> Response:
    found = discussion.comment_by_public_id(public_id)
    response = _annotation(found) if media == LD else one_comment(found)
    response.vary.add("Accept")
    return response


def _annotation(found: Any, status: int = 200) -> Response:
    """A comment as its annotation. Raises Gone for one that is not published any more."""
    content = _described([_published(found)])[0]
    body = msgspec.json.encode(content)
    response = conditional(_linked_data(content, status), etag_of(body))
    response.headers["Link"] = RESOURCE_LINK
    response.headers["Allow"] = "GET, HEAD, OPTIONS, PUT, DELETE"
    response.headers["Content-Location"] = content["id"]
    return response


def _published(found: Any) -> Any:
    if found.status != "published":
        raise Gone(_("Це зауваження вже не опубліковане."))
    return found


def _own_as_known(person: Any, public_id: str) -> tuple[Any, dict[str, Any]]:
    """A comment of the person's own and its annotation, which must be the one that the program knows."""
    found = _published(discussion.comment_by_public_id(public_id))
    if not discussion_rules.is_author(person, found):
        raise NotAllowed(_("Виправити чи відкликати можна лише власне зауваження."))
    held = _described([found])[0]
    if not request.if_match:
        raise ConditionMissing(_("Скажіть у заголовку If-Match, який стан зауваження ви змінюєте: його ETag."))
    if not request.if_match.contains(etag_of(msgspec.json.encode(held))):
        raise Changed(_("Зауваження відтоді змінилося. Візьміть його знову й повторіть."))
    return found, held


def _same_target(one: Meant, other: Meant) -> bool:
    """Whether two annotations are about the same words; what may be left out need not be repeated."""
    wanted = (other.parent, other.eid, other.quote)
    return (one.parent, one.eid, one.quote or (other.quote if one.start == other.start else "")) == wanted


def _post(person: Any, draft: Any, meant: Meant) -> str:
    above = discussion.find_comment(meant.parent) if meant.parent else None
    if meant.parent and (above is None or above.draft_id != draft.id):
        raise BadInput(fields={"target": _("Такого зауваження немає.")})
    if above is not None:
        place = drafts.place_of(draft.slug, above.eid or drafts.WHOLE, above.version)
    else:
        place = _place(draft, meant)
        meant = _with_words(meant, place)
    said = discussion_actions.Said(
        meant.body, meant.stance, name_mode(draft, person), meant.quote, meant.start, meant.wording
    )
    return discussion_actions.post(place, person, said, above)


def _place(draft: Any, meant: Meant) -> drafts.Place:
    newest = drafts.newest_number(draft.id)
    if meant.version not in (None, newest):
        raise BadInput(
            fields={"target": _("Висловитися можна лише про найновішу редакцію, № %(number)s.", number=newest)}
        )
    place = drafts.find_place(draft.slug, meant.eid)
    if place is None:
        raise BadInput(fields={"target": _("Такого місця в тексті немає: %(eid)s.", eid=meant.eid[:80])})
    return place


def _with_words(meant: Meant, place: drafts.Place) -> Meant:
    if place.clause is None:
        if meant.start is not None:
            raise BadInput(fields={"target": _("Слова можна цитувати лише з конкретного місця проєкту.")})
        return meant
    try:
        return words_in(meant, place.clause.text)
    except ValueError as error:
        raise BadInput(fields={"target": _("Такої позиції в тексті фрагмента немає.")}) from error


def _preferred(asked: ContainerAsked) -> Preferred:
    """What the address says, else what the header prefers."""
    found = read_preference(request.headers.get("Prefer", ""))
    return found if asked.iris is None else replace(found, iris=asked.iris == "1")


def _collection(draft: Any, preferred: Preferred) -> dict[str, Any]:
    total = queries.count_published(draft.id)
    on_last = (total - 1) % PAGE + 1
    last = encode_cursor(queries.id_before(draft.id, None, on_last + 1), total - on_last)
    first = Slice([], 0, encode_cursor(0, 0), None, None) if preferred.minimal else _slice(draft, 0, 0)
    return collection(_container_address(draft), draft.title, total, first, last, preferred)


def _page(draft: Any, cursor: str, preferred: Preferred) -> dict[str, Any]:
    key = decode_cursor(cursor, 2)
    if key is None or min(key) < 0:
        raise BadQuery(
            fields={"page": _("Такої сторінки немає. Візьміть її адресу з поля first, next, prev або last.")}
        )
    total = queries.count_published(draft.id)
    return page(_container_address(draft), draft.title, total, _slice(draft, *key), preferred)


def _slice(draft: Any, after: int, start: int) -> Slice:
    """The page that follows comment ``after``, before which ``start`` others stand."""
    rows = queries.published_after(draft.id, after, PAGE + 1)
    shown = rows[:PAGE]
    following = encode_cursor(shown[-1].id, start + PAGE) if len(rows) > PAGE else None
    before = None
    if start > 0:
        earlier = queries.id_before(draft.id, after + 1, PAGE + 1) if start > PAGE else 0
        before = encode_cursor(earlier, max(0, start - PAGE))
    return Slice(_described(shown, draft.language), start, encode_cursor(after, start), following, before)


def _described(rows: Any, language: str | None = None) -> list[dict[str, Any]]:
    parents = discussion.public_ids([row.parent_id for row in rows if row.parent_id is not None])
    told = language or (drafts.draft_by_slug(rows[0].slug).language if rows else "uk")
    return [
        annotations.annotation(row, _base_url(), told, parents[row.parent_id][0] if row.parent_id in parents else None)
        for row in rows
    ]


def _linked_data(content: dict[str, Any], status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status, content_type=LD_WITH_PROFILE)


def _container_address(draft: Any) -> str:
    return f"{_base_url()}/api/v1/drafts/{draft.slug}/annotations/"


def _base_url() -> str:
    return current_app.extensions["settings"].base_url
