"""What a person is told of."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..core.database import Base, Instant

KINDS = ("placement", "reattached", "wording")


class Notice(Base):
    """One piece of news for one person.

    ``placement``: the text around the person's comment has changed; ``reattached``: a drafter put the comment
    on other words; ``wording``: drafters took the person's wording into the next text.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("person_id", "comment_id", "version_id", "kind"),
        Index("ix_notices_person_id_id", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Enum(*KINDS, name="notice_kind", native_enum=False))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
