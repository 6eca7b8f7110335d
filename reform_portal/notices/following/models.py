"""What a person follows."""

from datetime import datetime

from sqlalchemy import Enum, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ...core.database import Base, Instant
from .timing import FREQUENCIES

KINDS = ("draft", "clause", "comment", "answer", "search")


class Following(Base):
    """A person follows a draft, a provision, a comment, an answer or a saved search.

    ``target`` says the same as one word: a person follows a thing once. ``query`` is the canonical query of a saved
    search, ``name`` what the person calls it. Letters have told of the journal after ``since`` up to ``position``;
    ``due_at`` is when the next one is looked for. What was stopped stays for some days, so that what it told of is
    not told again by another following.
    """

    __tablename__ = "followings"
    __table_args__ = (UniqueConstraint("person_id", "target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    target: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(Enum(*KINDS, name="following_kind", native_enum=False))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    provision_id: Mapped[int | None] = mapped_column(ForeignKey("provisions.id", ondelete="CASCADE"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), index=True)
    query: Mapped[str] = mapped_column(Text, default="")
    name: Mapped[str] = mapped_column(Text, default="")
    frequency: Mapped[str] = mapped_column(Enum(*FREQUENCIES, name="frequency", native_enum=False))
    since: Mapped[int] = mapped_column()
    position: Mapped[int] = mapped_column()
    due_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant)
