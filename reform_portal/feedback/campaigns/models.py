"""Comments that are copies of each other, and by what copies are found."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ...core.database import Base, Instant

WORDS, RUNS, LEADING_RUNS = 0, 1, 2


class Campaign(Base):
    """Two comments or more of one draft that are near-identical; ``representative_id`` is the one shown for all.

    The counts are of published comments, as of the worker's last round.
    """

    __tablename__ = "campaigns"
    __table_args__ = (Index("ix_campaigns_draft_id_size_id", "draft_id", "size", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(20), unique=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
    representative_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), unique=True)
    size: Mapped[int] = mapped_column(default=0)
    texts: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    submissions: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)


class CampaignMember(Base):
    """A comment in a campaign, its representative too. ``text`` stands for the folded text as a whole."""

    __tablename__ = "campaign_members"
    __table_args__ = (Index("ix_campaign_members_campaign_id_comment_id", "campaign_id", "comment_id"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id", ondelete="CASCADE"))
    similarity: Mapped[float] = mapped_column()
    text: Mapped[int] = mapped_column(BigInteger)


class Fingerprint(Base):
    """A number by which copies of a comment are found: in band ``WORDS`` its words without greeting and signature,
    in band ``RUNS`` a sampled run of words, only for representatives and comments alone, in band ``LEADING_RUNS`` more
    of these, only for representatives of campaigns."""

    __tablename__ = "fingerprints"
    __table_args__ = (
        Index("ix_fingerprints_draft_id_band_hash", "draft_id", "band", "hash"),
        {"sqlite_with_rowid": False},
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    band: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"))
