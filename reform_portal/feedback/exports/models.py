"""Files that the worker makes because somebody asked for them."""

from datetime import datetime

from sqlalchemy import BigInteger, Enum, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ...core.database import Base, Instant

WAITING, RUNNING, READY, FAILED = STATES = ("waiting", "running", "ready", "failed")
_PENDING = text("state IN ('waiting', 'running')")


class ExportFile(Base):
    """A file of a draft in one of the formats, the same for all who ask.

    ``revision`` of the draft, ``entry`` (the newest of the journal) and ``as_of`` say what moment the file shows;
    ``done`` of ``total`` comments are in it. ``holder`` is the process that makes it, ``touched_at`` its last sign
    of life, ``attempts`` how often it was begun. ``asked_at`` is when somebody asked last.
    """

    __tablename__ = "export_files"
    __table_args__ = (
        Index("ix_export_files_draft_id_format_name", "draft_id", "format_name"),
        # However many ask for a file at once, it is made once.
        Index(
            "uq_export_files_pending",
            "draft_id",
            "format_name",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    format_name: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(Enum(*STATES, name="export_state", native_enum=False), default=WAITING)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    holder: Mapped[str | None] = mapped_column(String(80))
    touched_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    entry: Mapped[int] = mapped_column(default=0)
    as_of: Mapped[datetime | None] = mapped_column(Instant)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
