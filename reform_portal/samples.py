"""The sample drafts in ``drafts/`` and their discussion, so that a new portal has something to show."""

import tomllib
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from .core.clock import in_kyiv, kyiv_instant, now
from .core.database import unit_of_work
from .discussion.comment_import import CommentImport
from .drafts.actions import DraftFacts, publish, publish_translation
from .drafts.queries import find_draft

CLOSING_TIME = time(18)


def samples_folder() -> Path:
    """``drafts/`` beside the package in a checkout, ``sample_drafts`` inside it in a wheel."""
    package = Path(__file__).resolve().parent
    inside = package / "sample_drafts"
    return inside if inside.is_dir() else package.parent / "drafts"


def load_samples(say: Callable[[str], None]) -> int:
    """Publish every sample that is not there yet, with its comments; returns how many were new."""
    added = 0
    for folder in sorted(path.parent for path in samples_folder().glob("*/draft.toml")):
        if find_draft(folder.name) is None:
            _load(folder, say)
            added += 1
    return added


def _load(folder: Path, say: Callable[[str], None]) -> None:
    facts = _facts(tomllib.loads((folder / "draft.toml").read_text(encoding="utf-8")))
    with unit_of_work():
        for path in sorted(folder.glob("[0-9][0-9][0-9].md")):
            publish(folder.name, path.read_bytes(), path.name, facts)
            facts = DraftFacts()
            translation = path.with_suffix(".en.md")
            if translation.exists():
                publish_translation(folder.name, translation.read_bytes(), translation.name, "en")
    comments = folder / "comments.jsonl"
    taken = CommentImport(folder.name, "sample").run(comments, {}) if comments.exists() else None
    say(f"{folder.name}: {taken.taken if taken else 0}")
    for row in taken.rejected if taken else ():
        say(f"  {folder.name}/comments.jsonl:{row.line}: {row.reason}")


def _facts(content: dict[str, Any]) -> DraftFacts:
    today = in_kyiv(now()).date()
    return DraftFacts(
        title=content["title"],
        title_en=content.get("title_en", ""),
        summary=content.get("summary", ""),
        summary_en=content.get("summary_en", ""),
        body=content.get("body", ""),
        body_en=content.get("body_en", ""),
        rule_set=content.get("rules", "informal"),
        is_sample=content.get("sample", True),
        opens_at=kyiv_instant(today - timedelta(days=content.get("opened_days_ago", 0))),
        closes_at=kyiv_instant(today + timedelta(days=content.get("closes_in_days", 30)), CLOSING_TIME),
    )
