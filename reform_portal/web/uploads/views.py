"""Bringing the text of an act to the desk, reviewing what was recognised in it, and publishing it."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from ...core.access import needs, person
from ...core.database import unit_of_work
from ...core.errors import BadInput, Conflict, NotFound
from ...core.forms import csrf, options
from ...core.languages import language
from ...core.limits import posts_a_minute
from ...core.numbers import whole_number
from ...core.text import clean_line, shorten
from ...discussion.anchors import sentences
from ...discussion.forms import ButtonForm
from ...discussion.placements.publishing import Rehearsal, publish, rehearse
from ...discussion.placements.rehearsal import clause_lines, comment_lines
from ...drafts import queries as drafts
from ...drafts.actions import DraftFacts
from ...drafts.corrections import Correction, apply_corrections
from ...drafts.formats.importers import ENDINGS
from ...drafts.formats.limited import read_limited
from ...drafts.formats.source_text import MAX_BYTES
from ...drafts.heading import cite
from ...drafts.remarks import Refusal, say
from ...drafts.uploads import actions, queries
from ...drafts.uploads.recognised import Recognised, corrections_of, possible_parents, recognise, where
from . import labels
from .forms import NOT_UNITS, FactsForm, LabelForm, PublishForm, SplitForm, UploadForm, too_large, with_choices

bp = Blueprint("uploads", __name__, url_prefix="/desk/uploads")

ROWS = 200
MOST_REMARKS = 100
# A file over the limit of the form still comes in, so that what was typed beside it is not lost.
LARGEST_REQUEST = 2 * MAX_BYTES


@bp.get("/")
@needs("drafter")
def list_uploads() -> Any:
    return render_template("uploads/list.html", page=queries.list_uploads(request.args.get("cursor")))


# Exempt from the general check of the token, which would read the form before its limit is raised;
# the form checks the token itself.


@bp.route("/new", methods=["GET", "POST"])
@csrf.exempt
@needs("drafter")
@posts_a_minute(20)
def new() -> Any:
    request.max_content_length = LARGEST_REQUEST
    try:
        form = _with_lists(UploadForm())
    except RequestEntityTooLarge:
        form = _with_lists(UploadForm(formdata=None))
        form.file.errors = [too_large()]
        return render_template("uploads/new.html", form=form, endings=ENDINGS), 413
    if request.method == "GET" and request.args.get("draft") in dict(_values(form.draft)):
        form.draft.data = request.args["draft"]
    if form.validate_on_submit():
        try:
            return redirect(url_for(".preview", public_id=_keep(form)), 303)
        except (BadInput, Conflict) as error:
            form.file.errors = [*form.file.errors, error.message]
        except Refusal as refusal:
            form.file.errors = [*form.file.errors, say(refusal)]
    status = _status(form)
    return render_template("uploads/new.html", form=form, endings=ENDINGS), status


@bp.get("/<public_id>")
@needs("drafter")
def preview(public_id: str) -> Any:
    upload = queries.upload_by_public_id(public_id)
    found = _recognised(upload)
    pages = max(1, -(-len(found.placed) // ROWS))
    number = min(max(whole_number(request.args.get("page", "")) or 1, 1), pages)
    return render_template(
        "uploads/preview.html",
        upload=upload,
        draft=drafts.find_draft(upload.slug),
        found=found,
        rows=found.placed[(number - 1) * ROWS : number * ROWS],
        counts=_counts(found),
        remarks=_remarks(upload, found),
        more=max(0, len(found.structure.warnings) - MOST_REMARKS),
        done=_done(upload, found),
        corrected={row.ref for row in found.placed if corrections_of(upload.corrections, row.ref)},
        unit_name=labels.unit_name,
        cite=cite,
        page=number,
        pages=pages,
        button=ButtonForm(),
        depth=_depth,
        ready_structure=labels.ready_structure,
    )


@bp.route("/<public_id>/paragraphs/<ref>", methods=["GET", "POST"])
@needs("drafter")
@posts_a_minute(60)
def paragraph(public_id: str, ref: str) -> Any:
    upload = queries.upload_by_public_id(public_id)
    found = _correctable(upload)
    index = found.index(ref)
    if index is None:
        raise NotFound(_("Такого абзацу в завантаженому файлі немає."), suggestions=_back(upload))
    row = found.placed[index]
    if row.ref != ref:
        return redirect(url_for(".paragraph", public_id=public_id, ref=row.ref), 303)
    forms = _paragraph_forms(found, index)
    sent = forms.get(request.form.get("op", "")) if request.method == "POST" else None
    if request.method == "POST" and sent is None:
        raise BadInput(_("Портал не зрозумів, що виправити. Поверніться й оберіть дію на сторінці."))
    if sent is not None and sent.validate_on_submit():
        try:
            return _corrected(upload, _correction(sent, row.ref))
        except BadInput as error:
            sent.refuse(error)
    return render_template(
        "uploads/paragraph.html",
        upload=upload,
        row=row,
        forms=forms,
        sent=sent,
        following=found.placed[index + 1] if index + 1 < len(found.placed) else None,
        made=[_told(upload, i, c) for i, c in corrections_of(upload.corrections, row.ref)],
        button=ButtonForm(),
        unit_name=labels.unit_name,
        back=_address(upload, index, row.ref),
        cite=cite,
    ), _status(sent)


@bp.post("/<public_id>/undo")
@needs("drafter")
@posts_a_minute(60)
def undo(public_id: str) -> Any:
    upload = queries.upload_by_public_id(public_id)
    index, _dash, mark = request.form.get("which", "").partition("-")
    number = whole_number(index)
    if number is None:
        raise BadInput(_("Портал не зрозумів, що скасувати. Поверніться й натисніть кнопку на сторінці."))
    with unit_of_work():
        actions.undo(upload, number, mark)
    flash(_("Виправлення скасовано."))
    at = upload.corrections[number].get("at", "") if number < len(upload.corrections) else ""
    return _to_row(queries.upload_by_public_id(public_id), str(at))


@bp.route("/<public_id>/facts", methods=["GET", "POST"])
@needs("drafter")
@posts_a_minute(20)
def facts(public_id: str) -> Any:
    upload = queries.upload_by_public_id(public_id)
    _check_unpublished(upload)
    form = _with_lists(FactsForm(data=_typed(upload)))
    if form.validate_on_submit():
        with unit_of_work():
            actions.change_facts(upload, form.wanted_slug, form.facts())
        flash(_("Збережено."))
        return redirect(url_for(".preview", public_id=public_id), 303)
    return render_template("uploads/facts.html", form=form, upload=upload), _status(form)


@bp.route("/<public_id>/publish", methods=["GET", "POST"])
@needs("drafter")
@posts_a_minute(20)
def publish_upload(public_id: str) -> Any:
    upload = queries.upload_by_public_id(public_id)
    _check_unpublished(upload)
    found = _recognised(upload)
    form = PublishForm()
    refused: BadInput | Conflict | None = None
    if form.validate_on_submit():
        try:
            return _publish(upload, found, form.seen.data or "")
        except (BadInput, Conflict) as error:
            refused = error
    page = render_template(
        "uploads/publish.html",
        upload=upload,
        draft=drafts.find_draft(upload.slug),
        found=found,
        counts=_counts(found),
        number=_next_number(upload.slug),
        facts=_facts(upload),
        form=form,
        seen=_seen(upload),
        refused=refused,
        rehearsal=_rehearsed(upload, found) if refused is None else None,
    )
    return page, refused.status if refused is not None else _status(form)


@bp.get("/<public_id>/rehearsal")
@needs("drafter")
def rehearsal(public_id: str) -> Any:
    """What publishing would do to each clause and each comment; nothing is changed by looking."""
    upload = queries.upload_by_public_id(public_id)
    _check_unpublished(upload)
    rehearsed = _rehearsed(upload, _recognised(upload))
    if rehearsed is None:
        return redirect(url_for(".publish_upload", public_id=public_id))
    page = max(whole_number(request.args.get("page", "")) or 1, 1)
    carried = [one for one in rehearsed.carried if one.state != "exact"]
    return render_template(
        "uploads/rehearsal.html",
        upload=upload,
        rehearsal=rehearsed,
        changes=[line for line in clause_lines(rehearsed) if line["change"] != "same"],
        comments=list(comment_lines(rehearsed, carried[(page - 1) * ROWS : page * ROWS])),
        page=page,
        pages=-(-len(carried) // ROWS),
    )


def _rehearsed(upload: Any, found: Recognised) -> Rehearsal | None:
    """The rehearsal of an upload that would be a further version, None for a first one or one that cannot be published."""
    if drafts.find_draft(upload.slug) is None:
        return None
    try:
        source = queries.source_of(upload.id)
        return rehearse(upload.slug, source, upload.source_name, _facts(upload), found.structure)
    except (BadInput, Conflict):
        return None


@bp.route("/<public_id>/delete", methods=["GET", "POST"])
@needs("drafter")
@posts_a_minute(20)
def delete(public_id: str) -> Any:
    upload = queries.upload_by_public_id(public_id)
    _check_unpublished(upload)
    form = ButtonForm()
    if form.validate_on_submit():
        with unit_of_work():
            actions.remove(upload)
        flash(_("Завантаження вилучено."))
        return redirect(url_for(".list_uploads"), 303)
    return render_template("uploads/delete.html", form=form, upload=upload), _status(form)


# Taking a file in


def _keep(form: UploadForm) -> str:
    """Read the file and keep it. Raises BadInput, Conflict or Refusal for the person to see."""
    name = _file_name(form.file.data.filename)
    reading = read_limited(form.source, name)
    if not recognise(reading, ()).structure.clauses:
        raise BadInput(_("У файлі не знайдено жодного абзацу."))
    visitor = person()
    assert visitor is not None
    with unit_of_work():
        return actions.add_upload(form.wanted_slug, form.source, name, reading, form.facts(), visitor.id)


def _file_name(name: str) -> str:
    """The name without folders, which some browsers send, on one line."""
    name = name.replace("\\", "/").rpartition("/")[2]
    try:
        return clean_line(name)[-200:] or "file"
    except ValueError:
        return "".join(char for char in name if char.isprintable())[-200:] or "file"


def _with_lists(form: Any) -> Any:
    english = language() == "en"
    return with_choices(form, drafts.all_drafts(), lambda d: d.title_en if english and d.title_en else d.title, english)


def _values(field: Any) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in field.iter_choices()]


def _typed(upload: Any) -> dict[str, str]:
    """The facts of an upload as its form shows them."""
    known = drafts.find_draft(upload.slug) is not None
    kept: Mapping[str, str] = upload.facts
    return {
        "draft": upload.slug if known else "",
        "slug": "" if known else upload.slug,
        "title": kept.get("title", ""),
        "body": kept.get("body", ""),
        "language": kept.get("language", "uk"),
        "opens": labels.typed_instant(kept.get("opens_at")),
        "closes": labels.typed_instant(kept.get("closes_at")),
        "rules": kept.get("rule_set", ""),
    }


# What was recognised


def _recognised(upload: Any) -> Recognised:
    return recognise(queries.reading_of(upload.id), upload.corrections)


def _correctable(upload: Any) -> Recognised:
    _check_unpublished(upload)
    found = _recognised(upload)
    if found.corrected is None:
        raise Conflict(labels.ready_structure(), suggestions=_back(upload))
    return found


def _check_unpublished(upload: Any) -> None:
    if upload.published_version is not None:
        raise Conflict(
            _("Це завантаження вже опубліковано як редакцію %(n)s.", n=upload.published_version),
            suggestions=_back(upload),
        )


def _back(upload: Any) -> list[tuple[str, str]]:
    return [(upload.source_name, url_for(".preview", public_id=upload.public_id))]


def _counts(found: Recognised) -> dict[str, int]:
    kinds = Counter(clause.kind for clause in found.structure.clauses)
    return {"articles": kinds["article"], "clauses": len(found.structure.clauses), "notes": len(found.structure.notes)}


def _remarks(upload: Any, found: Recognised) -> list[tuple[str, str | None]]:
    """(sentence, address of the paragraph or None): what the reading and the recognition want to be looked at."""
    met: Counter[str] = Counter()
    told = []
    for remark in found.structure.warnings[:MOST_REMARKS]:
        sentence = say(remark)
        ref = where(remark, found.placed, met[sentence])
        met[sentence] += 1
        index = found.index(ref) if ref is not None else None
        told.append((sentence, _address(upload, index, ref) if index is not None and ref is not None else None))
    return told


def _done(upload: Any, found: Recognised) -> list[dict[str, Any]]:
    """The corrections in their order, each with what a page says of it."""
    unused = {item.index: item.reason for item in found.corrected.unused} if found.corrected is not None else {}
    lines = []
    for index, correction in enumerate(upload.corrections):
        at = found.index(str(correction.get("at", "")))
        address = _address(upload, at, found.placed[at].ref) if at is not None else None
        lines.append({**_told(upload, index, correction), "address": address, "why": labels.why(unused.get(index))})
    return lines


def _told(upload: Any, index: int, correction: Correction) -> dict[str, Any]:
    return {"which": f"{index}-{actions.mark(correction)}", "text": labels.in_words(correction)}


def _depth(row: Any) -> int:
    if row.clause is None:
        return 0
    return min(6, int(row.clause.eid.count("__")))


def _address(upload: Any, index: int, ref: str) -> str:
    page = index // ROWS + 1
    return url_for(".preview", public_id=upload.public_id, page=page if page > 1 else None, _anchor=f"p-{ref}")


def _to_row(upload: Any, ref: str) -> Any:
    found = _recognised(upload)
    index = found.index(ref)
    if index is None:
        return redirect(url_for(".preview", public_id=upload.public_id), 303)
    return redirect(_address(upload, index, found.placed[index].ref), 303)


# Correcting


def _paragraph_forms(found: Recognised, index: int) -> dict[str, Any]:
    """The forms of a paragraph by the ``op`` that each sends."""
    row = found.placed[index]
    label = LabelForm(data=_present(found, index))
    label.text = row.paragraph.text
    label.kind.choices = options(labels.kinds_for(row.paragraph))
    label.parent.choices = options(_parents(found, index))
    if row.paragraph.table is not None:
        return {"label": label}
    split = SplitForm()
    split.text = row.paragraph.text
    split.place.choices = options(_places(row.paragraph.text))
    return {"label": label, "split": split, "join": ButtonForm()}


def _present(found: Recognised, index: int) -> dict[str, str]:
    """What the paragraph is taken for at present."""
    row = found.placed[index]
    if row.clause is None:
        return {"kind": "note", "num": "", "parent": ""}
    by_eid = {other.clause.eid: other.ref for other in found.placed[:index] if other.clause is not None}
    parent = by_eid.get(row.clause.parent or "", "")
    return {"kind": row.clause.kind, "num": row.clause.num, "parent": parent}


def _parents(found: Recognised, index: int) -> list[tuple[str, str]]:
    rows = possible_parents(found.placed, index)
    present = _present(found, index)["parent"]
    if present and present not in {row.ref for row in rows}:
        at = found.index(present)
        rows = [found.placed[at], *rows] if at is not None else rows
    said = [(row.ref, labels.unit(row.clause, cite)) for row in rows if row.clause is not None]
    return [("", _("до жодної: найвищий рівень")), *said]


def _places(text: str) -> list[tuple[str, str]]:
    return [(str(start), shorten(text[start:], 90)) for start, _end in sentences(text)[1:]]


def _correction(form: Any, ref: str) -> Correction:
    if isinstance(form, SplitForm):
        return {"op": "split", "at": ref, "offset": form.offset}
    if not isinstance(form, LabelForm):
        return {"op": "join", "at": ref}
    if form.kind.data in NOT_UNITS:
        return {"op": form.kind.data, "at": ref}
    return {
        "op": "unit",
        "at": ref,
        "kind": form.kind.data,
        "num": form.num.data or "",
        "parent": form.parent.data or None,
    }


def _corrected(upload: Any, correction: Correction) -> Any:
    """Save a correction that can be applied. Raises BadInput for one that cannot."""
    reading = queries.reading_of(upload.id)
    tried = apply_corrections(reading.paragraphs, [*upload.corrections, correction])
    refused = next((item for item in tried.unused if item.index == len(upload.corrections)), None)
    if refused is not None:
        raise BadInput(labels.why(refused.reason))
    with unit_of_work():
        actions.correct(upload, correction)
    flash(_("Виправлено. Перегляньте, чи стоїть усе на своїх місцях."))
    return _to_row(queries.upload_by_public_id(upload.public_id), str(correction["at"]))


# Publishing


def _publish(upload: Any, found: Recognised, seen: str) -> Any:
    source = queries.source_of(upload.id)
    state, _dash, number = seen.partition("-")
    with unit_of_work():
        kept = actions.begin_publishing(upload, state)
        if str(_next_number(upload.slug)) != number:
            raise Conflict(_("Тим часом опубліковано іншу редакцію цього проєкту. Перегляньте сторінку ще раз."))
        language_of_text = kept.facts.get("language", "uk")
        published = publish(kept.slug, source, kept.source_name, _facts(kept), language_of_text, found.structure)
        actions.end_publishing(kept, published)
    current_app.logger.info("upload %s is version %s of %s", upload.public_id, published.number, published.slug)
    flash(_("Опубліковано: редакція %(n)s.", n=published.number))
    return redirect(url_for("web.reading_page", slug=published.slug), 303)


def _facts(upload: Any) -> DraftFacts:
    kept: Mapping[str, str] = upload.facts
    return DraftFacts(
        title=kept.get("title"),
        body=kept.get("body"),
        opens_at=_instant(kept.get("opens_at")),
        closes_at=_instant(kept.get("closes_at")),
        rule_set=kept.get("rule_set"),
    )


def _instant(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


def _seen(upload: Any) -> str:
    """What the person looks at before publishing: the state of the upload and the number it will get."""
    return f"{actions.state(upload)}-{_next_number(upload.slug)}"


def _next_number(slug: str) -> int:
    draft = drafts.find_draft(slug)
    return drafts.newest_number(draft.id) + 1 if draft is not None else 1


def _status(form: Any) -> int:
    if form is None or not form.is_submitted():
        return 200
    if form.has_bad_token:
        form.csrf_token.errors = [_("Сеанс закінчився, але введене збережено: оберіть файл і натисніть кнопку ще раз.")]
        return 400
    return 422
