"""Which proposed wordings the drafters took into the text of the next version."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ...core.database import Base, Instant


class AcceptedWording(Base):
    """A comment's wording, taken into what comes after version ``version_id``, in place of words of ``clause_id``.

    ``realised_id`` is the version in whose text the proposed words really stand; None while there is none.
    """

    __tablename__ = "accepted_wordings"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True, index=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    accepted_at: Mapped[datetime] = mapped_column(Instant)
    realised_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id", ondelete="SET NULL"), index=True)
