"""The reader that makes the files of a published report and takes words out that are no longer public."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import current_app

from ...core.database import db
from ...core.errors import PortalError
from . import actions, queries
from .files import MEDIA, file_of, forget_files

TAKEN = ("comment.erased", "comment.hidden", "comment.withdrawn", "comment.restored")
log = logging.getLogger(__name__)


class ReportReader:
    """Files are made here so that nobody waits for them; the page makes those that are missing."""

    name = "reports"

    def take(self, entries: Sequence[Any]) -> None:
        settings = current_app.extensions["settings"]
        changed = [entry for entry in entries if entry.kind in TAKEN]
        reports = queries.reports_naming({_public_id(entry) for entry in changed})
        db.session.rollback()
        for entry in changed:
            if entry.kind == "comment.erased" and reports:
                actions.forget(_public_id(entry))
        for report in reports:
            forget_files(report.slug, report.number, settings.data_dir)
        for entry in entries:
            if entry.kind == "report.published":
                _make_files(entry.subject.removeprefix("r:"), settings.data_dir, settings.base_url)


def _public_id(entry: Any) -> str:
    return entry.subject.split(":")[1]


def _make_files(public_id: str, data_dir: Path, base_url: str) -> None:
    report = queries.report_by_public_id(public_id)
    if report is None:
        db.session.rollback()
        return
    for format_name in MEDIA:
        try:
            file_of(report, report.slug, format_name, data_dir, base_url)
        except PortalError as error:
            log.warning("report %s: no %s: %s", public_id, format_name, error.message)
    db.session.rollback()
