"""The sample drafts in ``drafts/`` and their discussion, so that a new portal has something to show.

Each folder has the versions (``001.md`` …), their translations (``002.en.md``), ``comments.jsonl`` (the fields of
the import, with ``days_ago`` and ``at`` for the time), ``posted.jsonl``: what accounts say and propose, which of
the proposals the drafters take, and what authors say of the places of their comments later; and ``answers.jsonl``:
what the drafters answer to imported comments.
"""

import json
import tomllib
from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .core.clock import in_kyiv, kyiv_instant, now
from .core.database import unit_of_work
from .discussion import actions as discussion
from .discussion.comment_import import CommentImport, ImportResult
from .discussion.placements import actions as placements
from .discussion.placements.publishing import publish
from .discussion.queries import comment_by_public_id, imported_ids, public_ids
from .discussion.wordings import actions as wordings
from .drafts.actions import DraftFacts, publish_translation
from .drafts.queries import draft_by_slug, find_draft, place_of, version_of
from .feedback.answers.actions import Given
from .feedback.answers.actions import answer as give_answer
from .feedback.answers.queries import find_target
from .people.actions import add_person
from .people.queries import person_by_email

CLOSING_TIME = time(18)
# Accounts without a password: nobody signs in to them. What a demo account says is left out where there is none.
AUTHORS = {
    "bohdan": ("citizen", "Богдан", "Чумак"),
    "sofia": ("citizen", "Софія", "Лиманська"),
    "nazar": ("citizen", "Назар", "Степовий"),
    "drafter": ("drafter", "Ілля", "Причорний"),
}


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
    """Each version is published, then discussed, then followed by the next."""
    facts = _facts(tomllib.loads((folder / "draft.toml").read_text(encoding="utf-8")))
    posted = _posted(folder)
    taken = 0
    for number, path in enumerate(sorted(folder.glob("[0-9][0-9][0-9].md")), start=1):
        with unit_of_work():
            _publish(folder.name, path, facts)
            _judge(folder.name, posted, number)
        facts = DraftFacts()
        result = _import(folder, number)
        for row in result.rejected:
            say(f"  {folder.name}/comments.jsonl:{row.line}: {row.reason}")
        with unit_of_work():
            taken += result.taken + _post(folder.name, posted, number)
    _answer(folder)
    say(f"{folder.name}: {taken}")


def _publish(slug: str, path: Path, facts: DraftFacts) -> None:
    publish(slug, path.read_bytes(), path.name, facts)
    translation = path.with_suffix(".en.md")
    if translation.exists():
        publish_translation(slug, translation.read_bytes(), translation.name, "en")


def _import(folder: Path, number: int) -> ImportResult:
    """Import the comments that were written on a version; the lines of the others are left empty."""
    lines = (folder / "comments.jsonl").read_text(encoding="utf-8").splitlines()
    with TemporaryDirectory() as scratch:
        part = Path(scratch) / "comments.jsonl"
        part.write_text("\n".join(_dated(line, number) for line in lines), encoding="utf-8")
        return CommentImport(folder.name, "sample").run(part, {})


def _dated(line: str, number: int) -> str:
    row = json.loads(line)
    if row["version"] != number:
        return ""
    day = in_kyiv(now()).date() - timedelta(days=row.pop("days_ago"))
    row["created_at"] = kyiv_instant(day, time.fromisoformat(row.pop("at"))).isoformat()
    return json.dumps(row, ensure_ascii=False)


def _posted(folder: Path) -> list[dict[str, Any]]:
    path = folder / "posted.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def _post(slug: str, posted: list[dict[str, Any]], number: int) -> int:
    """Post what accounts say about a version and take the proposals that are to be taken; returns how many there were."""
    count = 0
    for line in posted:
        person = _account(line["by"]) if line["version"] == number else None
        if person is None:
            continue
        place = place_of(slug, line["clause"])
        name_mode = "pseudonym" if line.get("pseudonym") and person.pseudonym else "full"
        said = discussion.Said(line["body"], line["stance"], name_mode, line["quote"], wording=line.get("wording"))
        line["public_id"] = discussion.post(place, person, said)
        if line.get("accepted"):
            wordings.accept(comment_by_public_id(line["public_id"]), place.version, _account("drafter"))
        count += 1
    return count


def _answer(folder: Path) -> None:
    """The drafters answer comments, with the newest version before their eyes."""
    path = folder / "answers.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    answers = [json.loads(line) for line in lines]
    known = imported_ids(draft_by_slug(folder.name).id, "sample", [line["to"] for line in answers])
    public = public_ids([row.id for row in known.values()])
    with unit_of_work():
        for line in answers:
            target = find_target("comment", public[known[line["to"]].id][0])
            given = Given(line["decision"], line["reason"], line.get("changed", ""))
            give_answer(target, _account("drafter"), given)


def _judge(slug: str, posted: list[dict[str, Any]], number: int) -> None:
    """Authors say whether their comments stand rightly in a version."""
    for line in posted:
        judged = line.get("judged", {})
        if judged.get("version") == number and "public_id" in line:
            comment, version = comment_by_public_id(line["public_id"]), version_of(draft_by_slug(slug))
            placements.judge(comment, version, _account(line["by"]), judged["verdict"], judged.get("note", ""))


def _account(name: str) -> Any:
    """The account of an author of the samples, made where it is not there; None for a demo account that is not."""
    email = f"{name}@example.org"
    person = person_by_email(email)
    if person is None and name in AUTHORS:
        role, given, family = AUTHORS[name]
        person = add_person(email, given, family, role=role, confirmed=True)
    return person


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
