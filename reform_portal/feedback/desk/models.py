"""What drafters keep at their desk. None of it is public: no page, export, search or journal entry carries it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...core.database import Base, Instant, table
from ...discussion.models import Comment


class DeskAssignment(Base):
    """Who is to answer a comment. One given to the representative of a campaign stands for all its copies."""

    __tablename__ = "desk_assignments"
    __table_args__ = (Index("ix_desk_assignments_draft_id_person_id", "draft_id", "person_id"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    assigned_at: Mapped[datetime] = mapped_column(Instant)


class DeskNote(Base):
    """What a drafter noted under a comment for colleagues."""

    __tablename__ = "desk_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime | None] = mapped_column(Instant)


class DeskTag(Base):
    """A tag of a draft: ``key`` is the form in which tags are compared, ``name`` as it was typed first."""

    __tablename__ = "desk_tags"
    __table_args__ = (UniqueConstraint("draft_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(60))


class DeskTagging(Base):
    """A tag on a comment. One on the representative of a campaign stands for all its copies."""

    __tablename__ = "desk_taggings"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("desk_tags.id", ondelete="CASCADE"), primary_key=True, index=True)


class DeskReason(Base):
    """Words of an answer that a drafter keeps to use again."""

    __tablename__ = "desk_reasons"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)


class DeskVisit(Base):
    """When a drafter last opened the queue of a draft, and until when the visit before that one lasted."""

    __tablename__ = "desk_visits"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True, index=True)
    previous_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant)


class DeskAct(Base):
    """The last assignment or tagging of a drafter in a draft, so that it can be undone.

    ``before`` maps ids of comments to what stood there: for an assignment a person's id or None, for a tag whether
    it was there. ``after`` is what the act put there.
    """

    __tablename__ = "desk_acts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(10))
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("desk_tags.id", ondelete="CASCADE"), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[int | None] = mapped_column()
    done_at: Mapped[datetime] = mapped_column(Instant)


_COMMENTS = table(Comment)
_BEGINS, _PROPOSES = _COMMENTS.c.root_id.is_(None), _COMMENTS.c.wording.is_not(None)
# The queue by signatures reads conversations in this order and stops at the end of its page.
Index(
    "ix_comments_conversations_by_supports",
    *(_COMMENTS.c[name] for name in ("draft_id", "supports", "id")),
    sqlite_where=_BEGINS,
    postgresql_where=_BEGINS,
)
# What is counted by clause is counted from these two alone.
Index(
    "ix_comments_conversations",
    *(_COMMENTS.c[name] for name in ("draft_id", "provision_id", "stance", "status", "author_role", "id")),
    sqlite_where=_BEGINS,
    postgresql_where=_BEGINS,
)
Index(
    "ix_comments_wordings",
    *(_COMMENTS.c[name] for name in ("draft_id", "provision_id", "id")),
    sqlite_where=_PROPOSES,
    postgresql_where=_PROPOSES,
)
