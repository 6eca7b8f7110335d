"""Drafts, their immutable versions, the clauses of each version and the provisions behind them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from ..core.database import Base, Instant
from .alignment import CHANGES


class Draft(Base):
    """A proposed act under discussion. ``revision`` grows with every public change: the key of caches."""

    __tablename__ = "drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(Text, default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    body_en: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(2), default="uk")
    rule_set: Mapped[str] = mapped_column(String(20), default="informal")
    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    closes_at: Mapped[datetime | None] = mapped_column(Instant)
    is_sample: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Version(Base):
    """One published text of a draft: the bytes as uploaded and what was read from them. Never changed.

    ``corrections`` is what a person corrected in the recognised structure before it was published.
    """

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("draft_id", "number"), UniqueConstraint("draft_id", "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column()
    published_at: Mapped[datetime] = mapped_column(Instant)
    sha256: Mapped[str] = mapped_column(String(64))
    source_name: Mapped[str] = mapped_column(Text)
    source: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    pages: Mapped[int] = mapped_column(default=1)
    # Remarks in their JSON form; rows of the first form hold plain sentences.
    warnings: Mapped[list[Any]] = mapped_column(JSON, default=list)
    corrections: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))


class Provision(Base):
    """What stays the same when a clause is renumbered or reworded. ``is_whole``: the draft as a whole."""

    __tablename__ = "provisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    is_whole: Mapped[bool] = mapped_column(default=False)


class Clause(Base):
    """The smallest citable unit of a version, in the order of the text.

    ``section`` is the position of the article or heading it stands under, ``page`` the page of the
    reading view; ``table`` holds rows of cells.
    """

    __tablename__ = "clauses"
    __table_args__ = (
        UniqueConstraint("version_id", "eid"),
        UniqueConstraint("version_id", "position"),
        Index("ix_clauses_version_id_page", "version_id", "page"),
        Index("ix_clauses_provision_id_version_id", "provision_id", "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"))
    provision_id: Mapped[int] = mapped_column(ForeignKey("provisions.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column()
    eid: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    num: Mapped[str] = mapped_column(Text, default="")
    parent: Mapped[str | None] = mapped_column(String(200))
    depth: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text)
    table: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    source_id: Mapped[str | None] = mapped_column(String(60))
    quoted: Mapped[bool] = mapped_column(default=False)
    section: Mapped[int] = mapped_column(default=0)
    page: Mapped[int] = mapped_column(default=1)


class ClauseNote(Base):
    """An editorial note of the publisher, printed after the clause at ``after`` (0: before all)."""

    __tablename__ = "clause_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), index=True)
    after: Mapped[int] = mapped_column()
    text: Mapped[str] = mapped_column(Text)
    source_id: Mapped[str | None] = mapped_column(String(60))


class ClauseLink(Base):
    """What became of a clause from one version to the next: see ``alignment.Link``.

    ``before_id`` is a clause of the version before ``version_id``, None for what was added; ``after_id``
    one of ``version_id``, None for what was removed.
    """

    __tablename__ = "clause_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), index=True)
    before_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"), index=True)
    after_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"), index=True)
    change: Mapped[str] = mapped_column(Enum(*CHANGES, name="change", native_enum=False))
    score: Mapped[float] = mapped_column()


class ClauseTranslation(Base):
    """The text of a clause in another language: for reading, never for anchoring."""

    __tablename__ = "clause_translations"

    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    num: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text)
