"""What every template may use: assets with a fingerprint, dates of Kyiv, the present language."""

import hashlib
import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from flask import Flask
from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup, escape

from .access import person
from .clock import in_kyiv, now, stamp
from .languages import language, page_address, same_page_in, site_address

PACKAGE = Path(__file__).resolve().parent.parent


def templates_folder() -> str:
    """``templates/`` beside the package in a checkout, inside it in a wheel."""
    inside = PACKAGE / "templates"
    return str(inside if inside.is_dir() else PACKAGE.parent / "templates")


def init_app(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset, person=person, language=language, same_page_in=same_page_in, day=day, moment=moment, when=when,
        page_address=page_address, site_address=site_address, linked_data=linked_data,
    )  # fmt: skip
    app.jinja_env.filters.update(day=day, moment=moment, when=when, grouped=grouped)


@lru_cache(maxsize=256)
def asset(name: str) -> str:
    """The address of a static file, with a fingerprint of its bytes so that it may be kept for ever."""
    content = (PACKAGE / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:10]}"


def day(instant: datetime) -> str:
    """«22 листопада 2026 р.», the day in Kyiv."""
    return format_date(in_kyiv(instant), "long", locale=_locale())


def moment(instant: datetime) -> str:
    """«22 листопада 2026 р., 18:00 (за Києвом)»."""
    local = in_kyiv(instant)
    return gettext(
        "%(day)s, %(time)s (за Києвом)",
        day=day(instant),
        time=format_datetime(local, "HH:mm", tzinfo=local.tzinfo, locale=_locale()),
    )


def when(instant: datetime) -> Markup:
    """A ``<time>`` element: the machine's form within, the day and time in Kyiv to be read."""
    return Markup('<time datetime="%s" title="%s">%s</time>') % (
        stamp(instant),
        moment(instant),
        _near(instant),
    )


def linked_data(value: Any) -> Markup:
    """JSON-LD for a ``<script>`` of data: nothing in it can end the element or begin a comment or another script."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup('<script type="application/ld+json">%s</script>') % Markup(text)


def _locale() -> str:
    """Dates in English are written as in Europe: 22 November 2026."""
    locale = str(get_locale())
    return "en_GB" if locale == "en" else locale


def _near(instant: datetime) -> str:
    seconds = (now() - instant).total_seconds()
    if 0 <= seconds < 60:
        return gettext("щойно")
    if 0 <= seconds < 3600:
        minutes = int(seconds // 60)
        return ngettext("%(num)s хвилину тому", "%(num)s хвилин тому", minutes)
    if 0 <= seconds < 6 * 3600:
        hours = int(seconds // 3600)
        return ngettext("%(num)s годину тому", "%(num)s годин тому", hours)
    return str(escape(day(instant)))


def grouped(number: int) -> str:
    """1 234 567 with spaces that do not break (commas in English)."""
    return f"{number:,}".replace(",", "\u00a0" if language() == "uk" else ",")
