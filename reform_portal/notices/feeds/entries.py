"""Happenings as entries of Atom feeds."""

from collections.abc import Iterable

from flask import render_template
from flask_babel import gettext as _

from ...core.atom import FeedEntry
from ...core.text import shorten
from ..happenings import words
from ..happenings.things import ANSWERS, MODERATION, Item

TITLE = 120


def entries_of(items: Iterable[Item], base: str, language: str, *, drafts: bool = False) -> list[FeedEntry]:
    """Entries about things, each thing once as it is now; with ``drafts`` each title names its draft.

    ``base`` is the address of the portal: an id has no language, so it is the same in both.
    """
    found: dict[str, FeedEntry] = {}
    for item in items:
        found.setdefault(item.key, _entry(item, f"{base}{item.key}", base, language, drafts))
    return list(found.values())


def moderation_entries(items: Iterable[Item], base: str, language: str) -> list[FeedEntry]:
    """Each act of a moderator for itself, without the words that it is about."""
    return [
        FeedEntry(
            id=f"{base}{item.path}#entry-{item.thing.number}",
            title=_title(item, language, drafts=True),
            updated=item.thing.at,
            published=item.thing.at,
            link=_link(item, base, language),
            categories=[(item.thing.kind, _label(item))],
        )
        for item in items
    ]


def _entry(item: Item, key: str, base: str, language: str, drafts: bool) -> FeedEntry:
    return FeedEntry(
        id=key,
        title=_title(item, language, drafts),
        updated=item.updated or item.thing.at,
        published=item.published,
        link=_link(item, base, language),
        author=item.author,
        html=render_template("feeds/entry.html", item=item) if item.html else "",
        categories=[(item.thing.kind, _label(item))],
    )


def _title(item: Item, language: str, drafts: bool = False) -> str:
    about = [words.title_of(item, language)] if drafts else []
    about += [words.place(item, language)] if words.place(item, language) else []
    what = words.headline(item) + (f" — {item.author}" if item.author else "")
    return shorten(": ".join([*about, what]), TITLE + len("".join(about)))


def _link(item: Item, base: str, language: str) -> str:
    return base + ("/en" if language == "en" else "") + item.path


def _label(item: Item) -> str:
    if item.thing.kind in MODERATION:
        return _("рішення про зауваження")
    if item.thing.kind in ANSWERS:
        return _("відповідь розробника")
    return {
        "comment": _("зауваження"),
        "version": _("редакція"),
        "deadline": _("строк"),
        "report": _("звіт"),
    }[item.thing.kind]
