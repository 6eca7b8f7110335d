"""Reading which files there are, and which may be handed out."""

from collections.abc import Sequence

from sqlalchemy import Row, select

from ...core.database import db
from .models import READY, RUNNING, WAITING, ExportFile
from .removals import last_removal


def files_of(draft_id: int) -> Sequence[Row]:
    """All files of a draft, made or asked for, the newest first."""
    statement = select(ExportFile.__table__).where(ExportFile.draft_id == draft_id)
    return db.session.execute(statement.order_by(ExportFile.id.desc())).all()


def may_be_handed_out(draft: Row, files: Sequence[Row]) -> list[Row]:
    """Those of a draft's files that are ready and hold no words that were hidden, withdrawn or erased since."""
    ready = [file for file in files if file.state == READY]
    removal = last_removal(draft, min(file.entry for file in ready)) if ready else 0
    return [file for file in ready if file.entry >= removal]


def newest_ready(draft: Row, format_name: str) -> Row | None:
    """The newest file of a draft in a format that may be handed out."""
    files = [file for file in files_of(draft.id) if file.format_name == format_name]
    return next(iter(may_be_handed_out(draft, files)), None)


def pending() -> Sequence[Row]:
    """The files that wait or are being made, in the order in which they were asked for."""
    statement = select(ExportFile.__table__).where(ExportFile.state.in_((WAITING, RUNNING)))
    return db.session.execute(statement.order_by(ExportFile.id)).all()


def all_files() -> Sequence[Row]:
    """Every file of every draft, the newest first."""
    return db.session.execute(select(ExportFile.__table__).order_by(ExportFile.id.desc())).all()
