"""Changing the discussion. Each action writes its rows, the counts and one journal entry."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from ..core.clock import in_kyiv, now
from ..core.database import change, db, table
from ..core.errors import BadInput, Conflict, NotAllowed
from ..core.identifiers import new_public_id
from ..core.mail import drop_about
from ..core.text import plain_to_html
from ..drafts.actions import raise_revision
from ..drafts.queries import Place, require
from ..drafts.uploads.actions import forget_wording
from ..journal.actions import Event, forget_openings, record, record_all
from ..people.actions import forget_consents, record_consent
from ..people.names import public_name
from . import queries, rules
from .anchors import Anchor, make_anchor
from .models import Comment, CommentReport, CommentRevision, Support, Tally
from .placements.models import CommentPlacement
from .stances import HIDE_REASONS, MAX_BODY, STANCES


@dataclass(frozen=True)
class Said:
    """What a person says: the words, the stance, the words of the law meant, the name to stand under it.

    ``wording`` is proposed in place of the words of the law; empty deletes them, None proposes nothing.
    """

    body: str
    stance: str
    name_mode: str
    quote: str = ""
    start: int | None = None
    wording: str | None = None


def post(place: Place, person: Any, said: Said, parent: Row | None = None) -> str:
    """Publish a comment or a reply; returns its public id.

    Raises BadInput by field (an empty or over-long text, a stance or name mode that does not
    exist, words that are not in the clause) and WrongStage.
    """
    require(place.draft, "reply" if parent is not None else "comment")
    _check(said, place, person, parent)
    anchor = _anchor(said, place)
    _check_wording(said, anchor, place)
    # A reply is counted where its conversation stands now, which may be another provision than its words were of.
    provision_id = parent.provision_id if parent is not None else place.provision_id
    values = _row(place, said, anchor) | {
        "provision_id": provision_id,
        "person_id": person.id,
        "author": public_name(said.name_mode, person.given_name, person.family_name, person.pseudonym),
        "author_role": person.role,
        "name_mode": said.name_mode,
        "parent_id": parent.id if parent is not None else None,
        "root_id": (parent.root_id or parent.id) if parent is not None else None,
    }
    entry = record(
        "comment.posted",
        f"c:{values['public_id']}",
        _draft_of(place),
        **_content(values, place.eid, person.handle, parent.public_id if parent is not None else ""),
    )
    db.session.execute(insert(table(Comment)).values(values | {"entry": entry}))
    if parent is not None:
        db.session.execute(update(Comment).where(Comment.id == parent.id).values(replies=Comment.replies + 1))
    record_consent(person.id, f"publish_name:{said.name_mode}", f"c:{values['public_id']}", rules.CONSENT_VERSION)
    add_to_tally(provision_id, place.draft.id, Counter([said.stance]), entry)
    raise_revision(place.draft.id)
    return values["public_id"]


def edit(comment: Row, person: Any, body: str, stance: str) -> None:
    """Replace the words within the time for it; the earlier ones stay readable."""
    check_editable(comment, person)
    _check_words(body, stance)
    number = len(queries.revisions_of(comment.id)) + 1
    db.session.execute(
        insert(CommentRevision).values(
            comment_id=comment.id,
            number=number,
            stance=comment.stance,
            body=comment.body,
            written_at=comment.edited_at or comment.created_at,
        )
    )
    entry = record("comment.edited", f"c:{comment.public_id}", _draft_of_row(comment), text=body, stance=stance)
    _set(comment.id, body=body, body_html=plain_to_html(body), stance=stance, edited_at=now(), entry=entry)
    moved = Counter([stance])
    moved.subtract([comment.stance])
    add_to_tally(comment.provision_id, comment.draft_id, moved, entry)
    raise_revision(comment.draft_id)


def check_editable(comment: Row, person: Any) -> None:
    """Raises NotAllowed for a stranger, Conflict when the time for it or the consultation is over."""
    if not rules.is_author(person, comment):
        raise NotAllowed(_("Виправити можна лише власне зауваження."))
    require(comment, "edit")
    if not rules.may_edit(person, comment, now()):
        raise Conflict(
            _(
                "Час на виправлення минув: виправити зауваження можна протягом 15 хвилин. Допишіть відповідь або відкличте його."
            )
        )


def check_withdrawable(comment: Row, person: Any) -> None:
    """Raises NotAllowed for anybody but the author, Conflict when the comment is not shown any more."""
    if not rules.is_author(person, comment):
        raise NotAllowed(_("Відкликати можна лише власне зауваження."))
    if not rules.may_withdraw(person, comment):
        raise Conflict(_("Це зауваження вже не опубліковане."))


def check_published(comment: Row) -> None:
    """Raises Conflict when the words of a comment are not shown any more."""
    if comment.status != "published":
        raise Conflict(_("Це зауваження вже не опубліковане."))


def withdraw(comment: Row, person: Any) -> None:
    """Take one's own comment back: its words go, its place and its replies stay."""
    check_withdrawable(comment, person)
    entry = record("comment.withdrawn", f"c:{comment.public_id}", _draft_of_row(comment))
    drop_about(f"c:{comment.public_id}")
    _set(comment.id, status="withdrawn", entry=entry)
    _uncount(comment, entry)
    _settle_reports(comment.id)
    raise_revision(comment.draft_id)


def hide(comment: Row, person: Any, reason: str) -> None:
    """A moderator hides a comment for a reason from the closed list, which is shown in its place."""
    _require_moderator(person)
    if reason not in HIDE_REASONS:
        raise BadInput(fields={"reason": _("Оберіть підставу зі списку.")})
    if comment.status not in ("published", "held"):
        raise Conflict(_("Це зауваження вже не опубліковане."))
    entry = record("comment.hidden", f"c:{comment.public_id}", _draft_of_row(comment), reason=reason, role=person.role)
    drop_about(f"c:{comment.public_id}")
    _set(comment.id, status="hidden", hide_reason=reason, entry=entry)
    _uncount(comment, entry)
    _settle_reports(comment.id)
    raise_revision(comment.draft_id)


def restore(comment: Row, person: Any) -> None:
    """A moderator shows a hidden or held comment again."""
    _require_moderator(person)
    if comment.status not in ("hidden", "held"):
        raise Conflict(_("Це зауваження не приховане."))
    entry = record("comment.restored", f"c:{comment.public_id}", _draft_of_row(comment), role=person.role)
    _set(comment.id, status="published", hide_reason=None, entry=entry)
    add_to_tally(comment.provision_id, comment.draft_id, Counter([comment.stance]), entry)
    raise_revision(comment.draft_id)


def erase(comment: Row, person: Any, basis: str) -> None:
    """Erase words, name and link to the person for good; the journal keeps that it was and why it went."""
    _require_moderator(person)
    if comment.status == "erased":
        raise Conflict(_("Слова цього зауваження вже стерто."))
    if not basis.strip():
        raise BadInput(fields={"basis": _("Назвіть правову підставу.")})
    _erase(comment, basis, person.role)


def erase_again(public_ids: Sequence[str]) -> None:
    """After a restore: erase what had been erased before it and stands in the older copy again."""
    for public_id in public_ids:
        comment = queries.find_comment(public_id)
        if comment is not None and comment.status != "erased":
            _erase(comment, _("стерто до відновлення з резервної копії"), "admin")


def _erase(comment: Row, basis: str, role: str) -> None:
    subject = f"c:{comment.public_id}"
    forget_openings([subject, f"{subject}:place"])
    drop_about(subject)
    forget_consents(subject)
    entry = record("comment.erased", subject, _draft_of_row(comment), basis=basis, role=role)
    if comment.status == "published":
        _uncount(comment, entry)
    db.session.execute(delete(CommentRevision).where(CommentRevision.comment_id == comment.id))
    db.session.execute(update(CommentReport).where(CommentReport.comment_id == comment.id).values(note=""))
    db.session.execute(update(CommentPlacement).where(CommentPlacement.comment_id == comment.id).values(note=""))
    forget_wording(comment.draft_id, comment.public_id)
    _set(
        comment.id,
        status="erased",
        body="",
        body_html="",
        wording=None,
        quote="",
        prefix="",
        suffix="",
        author="",
        person_id=None,
        external_id=None,
        entry=entry,
    )
    _settle_reports(comment.id)
    raise_revision(comment.draft_id)


def support(comment: Row, person: Any) -> None:
    """Sign somebody's comment.

    Raises Conflict for a second signature and for one's own comment, WrongStage.
    """
    require(comment, "support")
    if comment.status != "published":
        raise Conflict(_("Це зауваження вже не можна підтримати."))
    if rules.is_author(person, comment):
        raise Conflict(_("Власне зауваження підтримувати не треба: воно й так ваше."))
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Support).values(comment_id=comment.id, person_id=person.id, given_at=now()))
    except IntegrityError as error:
        raise Conflict(_("Ви вже підтримали це зауваження.")) from error
    _count_support(comment, "support.given", 1)


def withdraw_support(comment: Row, person: Any) -> None:
    """Take one's signature back. Raises Conflict when there is none."""
    require(comment, "support")
    mine = (Support.comment_id == comment.id) & (Support.person_id == person.id)
    if change(delete(Support).where(mine)) != 1:
        raise Conflict(_("Ви не підтримували цього зауваження."))
    _count_support(comment, "support.withdrawn", -1)


def report(comment: Row, person: Any, reason: str, note: str) -> None:
    """Tell the moderators about a comment, once for each person."""
    if reason not in HIDE_REASONS:
        raise BadInput(fields={"reason": _("Оберіть підставу зі списку.")})
    check_published(comment)
    values = {"comment_id": comment.id, "person_id": person.id, "reason": reason, "note": note, "filed_at": now()}
    try:
        with db.session.begin_nested():
            db.session.execute(insert(CommentReport).values(values))
    except IntegrityError as error:
        raise Conflict(_("Ви вже повідомили про це зауваження. Модератори його розглянуть.")) from error
    record("report.filed", f"c:{comment.public_id}:report", _draft_of_row(comment), reason=reason)


def keep_reported(comment: Row, person: Any) -> None:
    """A moderator looked at the reports and leaves the comment as it is."""
    _require_moderator(person)
    record("report.settled", f"c:{comment.public_id}:report", _draft_of_row(comment), role=person.role)
    _settle_reports(comment.id)


def add_to_tally(provision_id: int, draft_id: int, stances: Counter[str], entry: int) -> None:
    """Add to the counts of a provision, or take from them; the number of comments is the sum of the stances."""
    add_to_tallies({provision_id: stances}, draft_id, entry)


def add_to_tallies(by_provision: dict[int, Counter[str]], draft_id: int, entry: int) -> None:
    """Like ``add_to_tally`` for many provisions at once."""
    if not by_provision:
        return
    tallies = table(Tally)
    names = (*STANCES, "comments")
    there = select(tallies.c.provision_id).where(tallies.c.provision_id.in_(list(by_provision)))
    missing = set(by_provision) - set(db.session.scalars(there))
    if missing:
        empty = [{"provision_id": i, "draft_id": draft_id, **dict.fromkeys(names, 0)} for i in missing]
        db.session.execute(insert(tallies), empty)
    grown = {name: tallies.c[name] + bindparam(f"more_{name}") for name in names}
    statement = update(tallies).where(tallies.c.provision_id == bindparam("one")).values(**grown, last_entry=entry)
    counts = [
        {"one": i, **{f"more_{stance}": found[stance] for stance in STANCES}, "more_comments": found.total()}
        for i, found in by_provision.items()
    ]
    db.session.connection().execute(statement, counts)


@dataclass(frozen=True)
class Imported:
    """One comment from elsewhere, already checked. ``parent`` is (id, root id, provision id)."""

    external_id: str
    body: str
    stance: str
    author: str
    created_at: Any
    supports: int
    status: str
    anchor: Anchor
    clause: Row | None
    provision_id: int
    version_id: int
    parent: Any | None = None
    parent_external_id: str = ""


def add_imported(draft: Row, version_number: int, source: str, comments: Sequence[Imported]) -> dict[str, Any]:
    """Write a batch of comments from elsewhere; returns external id → (id, root_id, provision_id)."""
    rows = [_imported_row(draft, source, comment) for comment in comments]
    entries = record_all(
        [
            Event(
                "comment.imported",
                f"c:{row['public_id']}",
                f"d:{draft.slug}@{version_number}",
                _content(row, c.clause.eid if c.clause is not None else "", f"import:{source}", c.parent_external_id),
            )
            for row, c in zip(rows, comments, strict=True)
        ]
    )
    for row, entry in zip(rows, entries, strict=True):
        row["entry"] = entry
    kept = table(Comment)
    statement = insert(kept).returning(kept.c.id, sort_by_parameter_order=True)
    ids = db.session.scalars(statement, rows).all()
    _count_replies(rows)
    _tally_batch(draft.id, rows, entries[-1])
    raise_revision(draft.id)
    return {
        row["external_id"]: _ImportedId(
            new_id, row["root_id"], row["provision_id"], row["clause_id"], row["version_id"]
        )
        for row, new_id in zip(rows, ids, strict=True)
    }


@dataclass(frozen=True)
class _ImportedId:
    id: int
    root_id: int | None
    provision_id: int
    clause_id: int | None
    version_id: int


def _imported_row(draft: Row, source: str, comment: Imported) -> dict[str, Any]:
    parent = comment.parent
    clause_id = comment.clause.id if comment.clause is not None else None
    return {
        "public_id": new_public_id(),
        "draft_id": draft.id,
        "provision_id": parent.provision_id if parent else comment.provision_id,
        "version_id": comment.version_id,
        "clause_id": parent.clause_id if parent and clause_id is None else clause_id,
        "person_id": None,
        "author": comment.author,
        "author_role": "citizen",
        "name_mode": "full",
        "source": source,
        "external_id": comment.external_id,
        "stance": comment.stance,
        "body": comment.body,
        "body_html": plain_to_html(comment.body),
        "quote": comment.anchor.exact,
        "prefix": comment.anchor.prefix,
        "suffix": comment.anchor.suffix,
        "start": comment.anchor.start,
        "end": comment.anchor.end,
        "parent_id": parent.id if parent else None,
        "root_id": (parent.root_id or parent.id) if parent else None,
        "created_at": comment.created_at or now(),
        "status": comment.status,
        "supports": comment.supports,
    }


def _count_replies(rows: Sequence[dict[str, Any]]) -> None:
    parents = Counter(row["parent_id"] for row in rows if row["parent_id"] is not None)
    if parents:
        comments = table(Comment)
        grown = {"replies": comments.c.replies + bindparam("more")}
        statement = update(comments).where(comments.c.id == bindparam("parent")).values(grown)
        counts = [{"parent": parent_id, "more": number} for parent_id, number in parents.items()]
        db.session.connection().execute(statement, counts)


def _tally_batch(draft_id: int, rows: Sequence[dict[str, Any]], entry: int) -> None:
    by_provision: dict[int, Counter[str]] = {}
    for row in rows:
        if row["status"] == "published":
            by_provision.setdefault(row["provision_id"], Counter())[row["stance"]] += 1
    add_to_tallies(by_provision, draft_id, entry)


def _check(said: Said, place: Place, person: Any, parent: Row | None) -> None:
    _check_words(said.body, said.stance)
    allowed = rules.name_modes(place.draft.rule_set, in_kyiv(now()).date())
    if said.name_mode not in allowed:
        raise BadInput(fields={"name_mode": _("У цьому обговоренні так підписатися не можна. Оберіть інший підпис.")})
    if said.name_mode == "pseudonym" and not person.pseudonym:
        raise BadInput(
            fields={"name_mode": _("Псевдоніма ще немає. Додайте його у своєму кабінеті або оберіть інший підпис.")}
        )
    if parent is not None and parent.status != "published":
        raise Conflict(_("На це зауваження вже не можна відповісти: його не опубліковано."))
    if said.quote and place.clause is None:
        raise BadInput(fields={"quote": _("Слова можна цитувати лише з конкретного місця проєкту.")})


def _check_words(body: str, stance: str) -> None:
    fields = {}
    if not body.strip():
        fields["body"] = _("Напишіть, що ви думаєте.")
    elif len(body) > MAX_BODY:
        fields["body"] = _("Забагато знаків: %(n)s, а можна 10 000. Скоротіть текст.", n=len(body))
    if stance not in STANCES:
        fields["stance"] = _("Оберіть ставлення зі списку.")
    if fields:
        raise BadInput(fields=fields)


def _anchor(said: Said, place: Place) -> Anchor:
    if place.clause is None:
        return Anchor()
    try:
        return make_anchor(place.clause.text, said.quote, said.start)
    except ValueError as error:
        raise BadInput(
            fields={"quote": _("Цих слів у цьому місці проєкту немає. Виділіть їх ще раз або приберіть цитату.")}
        ) from error


def _check_wording(said: Said, anchor: Anchor, place: Place) -> None:
    if said.wording is None:
        return
    clause = place.clause
    if clause is None:
        message = _("Іншу редакцію можна запропонувати лише для конкретного місця проєкту.")
    elif clause.kind == "table":
        message = _("Для таблиці іншу редакцію опишіть словами.")
    elif len(said.wording) > MAX_BODY:
        message = _("Забагато знаків: %(n)s, а можна 10 000. Скоротіть текст.", n=len(said.wording))
    elif " ".join(said.wording.split()) == " ".join((anchor.exact or clause.text).split()):
        message = _("Це ті самі слова, що й у проєкті. Змініть їх або приберіть пропозицію.")
    else:
        return
    raise BadInput(fields={"wording": message})


def _row(place: Place, said: Said, anchor: Anchor) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "draft_id": place.draft.id,
        "provision_id": place.provision_id,
        "version_id": place.version.id,
        "clause_id": place.clause.id if place.clause is not None else None,
        "source": "",
        "external_id": None,
        "stance": said.stance,
        "body": said.body,
        "body_html": plain_to_html(said.body),
        "quote": anchor.exact,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "start": anchor.start,
        "end": anchor.end,
        "wording": said.wording,
        "created_at": now(),
        "status": "published",
        "supports": 0,
    }


def _content(row: dict[str, Any], eid: str, author: str, parent: str) -> dict[str, Any]:
    """What a comment's entry commits to. The author's handle is inside, so two people who write the
    same words can never be shown one entry."""
    proposed = {"wording": row["wording"]} if row.get("wording") is not None else {}
    return proposed | {
        "text": row["body"],
        "stance": row["stance"],
        "clause": eid,
        "quote": row["quote"],
        "start": row["start"] if row["start"] is not None else -1,
        "name": row["author"],
        "author": author,
        "parent": parent,
        "status": row["status"],
    }


def _draft_of(place: Place) -> str:
    return f"d:{place.draft.slug}@{place.version.number}"


def _draft_of_row(comment: Row) -> str:
    return f"d:{comment.slug}@{comment.version}"


def _set(comment_id: int, **values: Any) -> None:
    db.session.execute(update(Comment).where(Comment.id == comment_id).values(**values))


def _uncount(comment: Row, entry: int) -> None:
    if comment.status == "published":
        add_to_tally(comment.provision_id, comment.draft_id, Counter({comment.stance: -1}), entry)


def _count_support(comment: Row, kind: str, number: int) -> None:
    entry = record(kind, f"c:{comment.public_id}:supports", _draft_of_row(comment), supports=comment.supports + number)
    _set(comment.id, supports=Comment.supports + number)
    add_to_tally(comment.provision_id, comment.draft_id, Counter(), entry)
    raise_revision(comment.draft_id)


def _settle_reports(comment_id: int) -> None:
    db.session.execute(
        update(CommentReport)
        .where(CommentReport.comment_id == comment_id, CommentReport.settled_at.is_(None))
        .values(settled_at=now())
    )


def _require_moderator(person: Any) -> None:
    if not rules.may_moderate(person):
        raise NotAllowed(_("Це можуть робити лише модератори."))
