"""Words for files, for templates."""

from flask_babel import format_decimal
from flask_babel import gettext as _

KIB = 1024


def file_size(size: int) -> str:
    """«12,3 МБ», «640 КБ»: the size of a file in the largest unit that it has at least one of."""
    if size >= KIB**3:
        return _("%(n)s ГБ", n=_rounded(size / KIB**3))
    if size >= KIB**2:
        return _("%(n)s МБ", n=_rounded(size / KIB**2))
    return _("%(n)s КБ", n=_rounded(max(1, size / KIB)))


def _rounded(number: float) -> str:
    return str(format_decimal(round(number, 1 if number < 100 else 0)))
