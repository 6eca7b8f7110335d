"""Themes of a provision: groups of comments that say the same thing."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ...core.database import Base, Instant


class Theme(Base):
    """What several comments on a provision say.

    ``label`` is taken from their words, or given by a person (``fixed``: its members stay, later comments may
    join). ``quotes`` are [comment id, verbatim words]. ``size`` counts the members.
    """

    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    provision_id: Mapped[int] = mapped_column(ForeignKey("provisions.id", ondelete="CASCADE"), index=True)
    label: Mapped[str] = mapped_column(Text)
    quotes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    size: Mapped[int] = mapped_column(default=0)
    fixed: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(Instant)


class ThemeMember(Base):
    """A comment is in one theme at most; one that is in none belongs to «other»."""

    __tablename__ = "theme_members"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id", ondelete="CASCADE"), index=True)
