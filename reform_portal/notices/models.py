"""What a person is told of."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..core.database import Base, Instant

KINDS = ("placement", "reattached", "wording", "answer", "report")


class Notice(Base):
    """One piece of news for one person, about a comment that the person wrote or signed.

    ``placement``: version ``version_id`` changed the text around it; ``reattached``: a drafter put it on other
    words; ``wording``: drafters took its wording into the text after ``version_id``. ``answer``: the drafters
    answered, or changed their answer; ``answer_number`` says which version of it the person was told of.
    ``report``: the report on a consultation in which the person took part is out.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("person_id", "comment_id", "version_id", "kind"),
        UniqueConstraint("person_id", "answer_id", "answer_number"),
        UniqueConstraint("person_id", "report_id"),
        Index("ix_notices_person_id_id", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(Enum(*KINDS, name="notice_kind", native_enum=False))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), index=True)
    answer_number: Mapped[int | None] = mapped_column()
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
