"""Themes of a provision: groups of comments that say the same thing, and what they are kept up with."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...core.database import Base, Instant
from .keeping import LABELLED_BY, WORDS


class Theme(Base):
    """What several comments on a provision say.

    ``label`` is taken from their words, or given by a person or a model (``labelled_by``). A theme that a person
    arranged is ``fixed``: its members stay, later comments may join. ``quotes`` are [comment id, verbatim words].
    ``size`` counts the members and ``people`` who wrote them, as of the worker's last round. A theme that is no
    more has the one that took its comments as ``merged_into_id``: its address leads there.
    """

    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    provision_id: Mapped[int] = mapped_column(ForeignKey("provisions.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(Text)
    labelled_by: Mapped[str] = mapped_column(
        Enum(*LABELLED_BY, name="theme_labelled_by", native_enum=False), default=WORDS
    )
    quotes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    size: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    fixed: Mapped[bool] = mapped_column(default=False)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)


class ThemeMember(Base):
    """A comment is in one theme at most; one that is in none belongs to «other»."""

    __tablename__ = "theme_members"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)


class ThemeOther(Base):
    """A comment that was looked at and is in no theme; ``by_hand`` tells that a person put it there."""

    __tablename__ = "theme_others"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    provision_id: Mapped[int] = mapped_column(ForeignKey("provisions.id", ondelete="CASCADE"), index=True)
    by_hand: Mapped[bool] = mapped_column(default=False)


class ThemeState(Base):
    """What the themes of a provision rest on, and what a new comment is measured against; see ``keeping.Kept``.

    They rest on ``rests_on`` comments and on the journal up to ``entry``. ``profiles`` maps the ids of themes to
    their terms. ``hand`` counts what people arranged; ``pending`` tells that the worker has not seen all of it.
    """

    __tablename__ = "theme_states"

    provision_id: Mapped[int] = mapped_column(ForeignKey("provisions.id", ondelete="CASCADE"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    entry: Mapped[int] = mapped_column(default=0)
    rests_on: Mapped[int] = mapped_column(default=0)
    other: Mapped[int] = mapped_column(default=0)
    grouped: Mapped[int] = mapped_column(default=0)
    arrived: Mapped[int] = mapped_column(default=0)
    due: Mapped[bool] = mapped_column(default=False)
    pending: Mapped[bool] = mapped_column(default=False)
    hand: Mapped[int] = mapped_column(default=0)
    unknown: Mapped[float] = mapped_column(default=1.0)
    weights: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    profiles: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    computed_at: Mapped[datetime] = mapped_column(Instant)


class ThemeBackground(Base):
    """In how many of ``texts`` comments of a draft each term occurs, counted when it had ``comments``."""

    __tablename__ = "theme_backgrounds"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    comments: Mapped[int] = mapped_column()
    texts: Mapped[int] = mapped_column()
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
