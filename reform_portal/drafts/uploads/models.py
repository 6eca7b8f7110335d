"""A file that a drafter brought, between its reading and its publication."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from ...core.database import Base, Instant


class Upload(Base):
    """The bytes as they came, what was read from them, and what people corrected in it.

    ``reading`` is the JSON of ``formats.reading.Reading``, ``corrections`` the list that
    ``drafts.corrections`` applies, ``facts`` what is known beside the text (``title``, ``body``,
    ``language``, ``opens_at``, ``closes_at``, ``rule_set``). ``slug`` is the draft it is meant for.
    """

    __tablename__ = "uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    slug: Mapped[str] = mapped_column(String(80))
    source: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    source_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    reading: Mapped[dict[str, Any]] = deferred(mapped_column(JSON, nullable=False))
    corrections: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant, index=True)
    published_version: Mapped[int | None] = mapped_column()
    published_at: Mapped[datetime | None] = mapped_column(Instant)
