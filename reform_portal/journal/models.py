"""Entries of the journal, what they commit to, and how far each reader has come."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..core.database import Base, Instant


class Entry(Base):
    """One line of the public record. Rows are only ever added; triggers refuse the rest."""

    __tablename__ = "journal_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    second: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(100), index=True)
    draft: Mapped[str] = mapped_column(String(100), index=True)
    commitment: Mapped[str] = mapped_column(String(64))
    leaf: Mapped[bytes] = mapped_column(LargeBinary)
    leaf_hash: Mapped[str] = mapped_column(String(64))


class Opening(Base):
    """Salt and content that open an entry's commitment. Deleted when the words are erased."""

    __tablename__ = "journal_openings"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[str] = mapped_column(Text)


class ReaderCursor(Base):
    """How far a reader has come, and which process reads for it now."""

    __tablename__ = "reader_cursors"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    holder: Mapped[str | None] = mapped_column(String(80))
    held_until: Mapped[datetime | None] = mapped_column(Instant)
