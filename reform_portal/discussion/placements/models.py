"""Where each comment stands in each version published after it was written."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...core.database import Base, Instant
from ..anchors import STATES

PLACED_BY = ("portal", "drafter")
VERDICTS = ("right", "wrong")


class CommentPlacement(Base):
    """The place of a comment in a version newer than its own.

    ``clause_id`` is where it stands: for ``detached`` the clause whose words are gone, or None when the
    clause is gone too; then ``near_id`` is the nearest unit around it that lives on. ``start`` and ``end``
    are code points of the clause's text: the words now, which for ``changed`` differ from the quote.
    ``verdict`` is what the author says of the place.
    """

    __tablename__ = "comment_placements"
    __table_args__ = (
        Index("ix_comment_placements_version_id_state_comment_id", "version_id", "state", "comment_id"),
        Index("ix_comment_placements_version_id_verdict", "version_id", "verdict"),
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True)
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"), index=True)
    near_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(Enum(*STATES, name="anchor_state", native_enum=False))
    start: Mapped[int | None] = mapped_column()
    end: Mapped[int | None] = mapped_column()
    placed_by: Mapped[str] = mapped_column(Enum(*PLACED_BY, name="placed_by", native_enum=False), default="portal")
    verdict: Mapped[str | None] = mapped_column(Enum(*VERDICTS, name="verdict", native_enum=False))
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_role: Mapped[str] = mapped_column(String(10), default="")
