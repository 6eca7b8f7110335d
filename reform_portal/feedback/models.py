"""What the worker worked out about the discussion of each provision."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from ..core.database import Base, Instant


class ClauseSummary(Base):
    """The summary of a provision. It rests on the comments named in ``content`` and on the journal up
    to ``entry``; when the provision's tally has a newer entry, the summary is stale.

    ``marks`` maps the id of each clause that was quoted to its text with the quoted words marked, as HTML.
    """

    __tablename__ = "clause_summaries"

    provision_id: Mapped[int] = mapped_column(ForeignKey("provisions.id", ondelete="CASCADE"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    entry: Mapped[int] = mapped_column()
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    marks: Mapped[dict[str, Any]] = mapped_column(JSON)
    computed_at: Mapped[datetime] = mapped_column(Instant)


class DraftTotals(Base):
    """How many people and submissions a draft has and how much of it is answered, as of a journal entry.

    ``conversations`` are those that citizens began, ``answered`` how many of them have an answer, ``decisions``
    maps each decision to its part of them, ``median_seconds`` is how long half of them waited at most.
    ``texts`` counts different wordings, ``activity`` maps days of Kyiv («2026-11-22») to published comments.
    """

    __tablename__ = "draft_totals"

    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    people: Mapped[int] = mapped_column()
    submissions: Mapped[int] = mapped_column()
    texts: Mapped[int | None] = mapped_column()
    entry: Mapped[int] = mapped_column()
    conversations: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    decisions: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    median_seconds: Mapped[int | None] = mapped_column()
    activity: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
