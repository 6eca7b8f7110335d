"""The drafters' reasoned answers: to a comment, to a theme, to a campaign."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...core.database import Base, Instant
from .decisions import DECISIONS, TARGETS


class Answer(Base):
    """A decision with its reason. One of the three targets is set, and each has one answer at most; a theme
    or a campaign may be gone since.

    ``changed_clause_id`` is the clause of a later version that has the changed words. ``number`` counts the
    versions of the answer; earlier ones are ``AnswerRevision``.
    """

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_draft_id_id", "draft_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), unique=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="SET NULL"), unique=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id", ondelete="SET NULL"), unique=True)
    target: Mapped[str] = mapped_column(Enum(*TARGETS, name="answer_target", native_enum=False))
    decision: Mapped[str] = mapped_column(Enum(*DECISIONS, name="decision", native_enum=False))
    reason: Mapped[str] = mapped_column(Text)
    reason_html: Mapped[str] = mapped_column(Text)
    changed_clause_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id", ondelete="SET NULL"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    author: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(default=1)
    given_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime | None] = mapped_column(Instant)
    entry: Mapped[int] = mapped_column(default=0)


class AnswerRevision(Base):
    """An earlier version of an answer."""

    __tablename__ = "answer_revisions"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    decision: Mapped[str] = mapped_column(Enum(*DECISIONS, name="revision_decision", native_enum=False))
    reason: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)


class AnsweredComment(Base):
    """The answer that holds for a comment: its own before that of its theme, that before its campaign's.

    ``seconds`` is how long the comment had waited when it was answered first.
    """

    __tablename__ = "answered_comments"
    __table_args__ = (Index("ix_answered_comments_answer_id_comment_id", "answer_id", "comment_id"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"))
    answered_at: Mapped[datetime] = mapped_column(Instant)
    seconds: Mapped[int] = mapped_column()
