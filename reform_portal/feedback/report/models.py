"""The consultation report: what a drafter writes for it, and what was published of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...core.database import Base, Instant
from .content import ROW_KINDS


class ReportTexts(Base):
    """What drafters have written so far for the report on a draft; ``decided_on`` is the day of the decision that
    the body took on the results."""

    __tablename__ = "report_texts"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    decided_on: Mapped[date | None] = mapped_column(Date)
    number: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    saved_at: Mapped[datetime] = mapped_column(Instant)


class Report(Base):
    """One published version of the report. Never changed: a correction is the next ``number``.

    ``content`` is what ``content.Head`` says of it, ``sha256`` the hash of it and of the hashes of its rows.
    """

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))
    author: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    published_at: Mapped[datetime] = mapped_column(Instant)
    entry: Mapped[int] = mapped_column(default=0)


class ReportRow(Base):
    """A piece of a published report: some names of those who took part, or what one or several people proposed in
    the same words.

    ``section`` counts the clauses in the order of the text; of names it is 0 for full ones and 1 for others. ``sha256`` stays when words are erased by law.
    """

    __tablename__ = "report_rows"
    __table_args__ = (Index("ix_report_rows_report_id_kind_position", "report_id", "kind", "position"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Enum(*ROW_KINDS, name="report_row_kind", native_enum=False))
    section: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))


class ReportedComment(Base):
    """A comment that a published report prints, at the ``position`` of its row, or whose author it names alone (0)."""

    __tablename__ = "reported_comments"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column()
