"""Comments on words of clauses, their earlier wordings, supports, reports and counts."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..core.database import Base, Instant
from .stances import HIDE_REASONS, STANCES, STATUSES


class Comment(Base):
    """What a person said about words of a clause.

    ``quote`` with ``start``/``end`` (code points in the clause's text) and 32 characters of context
    is the anchor; empty for the clause as a whole. ``clause_id`` is None for the draft as a whole.
    ``author`` is the public name as it was chosen for this act. ``wording`` is what the author proposes
    in place of the quoted words, or of the clause's text where nothing is quoted; empty deletes them, None: nothing.
    """

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("draft_id", "source", "external_id"),
        Index("ix_comments_provision_id_root_id_id", "provision_id", "root_id", "id"),
        Index("ix_comments_draft_id_id", "draft_id", "id"),
        Index("ix_comments_root_id_id", "root_id", "id"),
        Index("ix_comments_status_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    provision_id: Mapped[int] = mapped_column(ForeignKey("provisions.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), index=True)
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    author: Mapped[str] = mapped_column(Text)
    author_role: Mapped[str] = mapped_column(String(10), default="citizen")
    name_mode: Mapped[str] = mapped_column(String(10), default="full")
    source: Mapped[str] = mapped_column(String(60), default="")
    external_id: Mapped[str | None] = mapped_column(Text)
    stance: Mapped[str] = mapped_column(Enum(*STANCES, name="stance", native_enum=False))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text, default="")
    prefix: Mapped[str] = mapped_column(Text, default="")
    suffix: Mapped[str] = mapped_column(Text, default="")
    start: Mapped[int | None] = mapped_column()
    end: Mapped[int | None] = mapped_column()
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    root_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    status: Mapped[str] = mapped_column(Enum(*STATUSES, name="status", native_enum=False), default="published")
    hide_reason: Mapped[str | None] = mapped_column(Enum(*HIDE_REASONS, name="hide_reason", native_enum=False))
    supports: Mapped[int] = mapped_column(default=0)
    replies: Mapped[int] = mapped_column(default=0)
    wording: Mapped[str | None] = mapped_column(Text)
    entry: Mapped[int] = mapped_column(default=0)


class CommentRevision(Base):
    """A wording that an edit replaced."""

    __tablename__ = "comment_revisions"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    stance: Mapped[str] = mapped_column(String(10))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)


class Support(Base):
    """One person signs one comment, once: the key says so."""

    __tablename__ = "supports"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)
    given_at: Mapped[datetime] = mapped_column(Instant)


class CommentReport(Base):
    """A reader tells the moderators about a comment."""

    __tablename__ = "comment_reports"
    __table_args__ = (UniqueConstraint("comment_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(Enum(*HIDE_REASONS, name="report_reason", native_enum=False))
    note: Mapped[str] = mapped_column(Text, default="")
    filed_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant, index=True)


class Tally(Base):
    """Published comments of a provision by stance; ``last_entry`` is the newest journal entry about them."""

    __tablename__ = "tallies"

    provision_id: Mapped[int] = mapped_column(ForeignKey("provisions.id", ondelete="CASCADE"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    support: Mapped[int] = mapped_column(default=0)
    oppose: Mapped[int] = mapped_column(default=0)
    amend: Mapped[int] = mapped_column(default=0)
    question: Mapped[int] = mapped_column(default=0)
    neutral: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0)
    last_entry: Mapped[int] = mapped_column(default=0)
