"""Reading uploads. Bytes and readings are large, so they come only when they are asked for."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import Row, select

from ...core.database import db, table
from ...core.errors import NotFound
from ...core.paging import Page, cut, decode_cursor
from ...people.models import Person
from ..formats.reading import Reading
from ..models import Draft
from .models import Upload

PAGE_SIZE = 50
_LARGE = ("source", "reading")
_COLUMNS = [column for column in table(Upload).c if column.key not in _LARGE]


def list_uploads(cursor: str | None = None) -> Page:
    """Uploads, the newest first, with ``draft_title`` (None for a draft that is not there yet) and ``given_name``."""
    statement = (
        select(*_COLUMNS, Draft.title.label("draft_title"), Draft.title_en.label("draft_title_en"), Person.given_name)
        .outerjoin(Draft, Draft.slug == Upload.slug)
        .outerjoin(Person, Person.id == Upload.uploaded_by)
        .order_by(Upload.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    key = decode_cursor(cursor, 1)
    if key is not None:
        statement = statement.where(Upload.id < key[0])
    return cut(db.session.execute(statement).all(), PAGE_SIZE, lambda row: (row.id,))


def upload_by_public_id(public_id: str) -> Row:
    """An upload without its bytes and its reading. Raises NotFound."""
    upload = db.session.execute(select(*_COLUMNS).where(Upload.public_id == public_id[:20])).first()
    if upload is None:
        raise NotFound(_("Такого завантаження немає. Можливо, його вилучили."))
    return upload


def reading_of(upload_id: int) -> Reading:
    return Reading.from_json(db.session.execute(select(Upload.reading).where(Upload.id == upload_id)).scalar_one())


def source_of(upload_id: int) -> bytes:
    """The bytes as they were uploaded."""
    return db.session.execute(select(Upload.source).where(Upload.id == upload_id)).scalar_one()


def locked(upload_id: int) -> Row:
    """An upload that nobody else changes before the unit of work ends. Raises NotFound."""
    statement = select(*_COLUMNS).where(Upload.id == upload_id).with_for_update()
    upload: Sequence[Row] = db.session.execute(statement).all()
    if not upload:
        raise NotFound(_("Такого завантаження немає. Можливо, його вилучили."))
    return upload[0]
