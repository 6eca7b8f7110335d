"""Words of the feedback pages that depend on a value."""

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from .activity import MONTH, WEEK, YEAR, Stretch


def activity_name(stretch: Stretch, unit: str) -> str:
    """«22 лист. 2026 р.», «тиждень від 16 лист. 2026 р.», «листопад 2026 р.», «2026»."""
    locale = "en_GB" if str(get_locale()) == "en" else str(get_locale())
    if unit == YEAR:
        return str(stretch.first.year)
    if unit == MONTH:
        return format_date(stretch.first, "LLLL y", locale=locale)
    day = format_date(stretch.first, "medium", locale=locale)
    return _("тиждень від %(day)s", day=day) if unit == WEEK else day
