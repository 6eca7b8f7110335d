"""Reads a filled-in table in a process of its own, so that no file can hurt the portal."""

import json
import sys

from flask_babel import gettext as _

from ....core.errors import BadInput
from ....core.workbook_reading import MOST_BYTES
from ....drafts.formats.limited import run
from .child import MOST_SECONDS
from .reading import FileRow

_CHILD = "reform_portal.feedback.answers.file.child"


def read_limited(source: bytes) -> list[FileRow]:
    """The rows of a file. Raises BadInput with the reason when it cannot be read."""
    if len(source) > MOST_BYTES:
        raise BadInput(too_large())
    _code, printed = run([sys.executable, "-P", "-s", "-m", _CHILD], source, MOST_SECONDS)
    try:
        told = json.loads(printed)
    except ValueError:
        told = {"refusal": "too large"}
    if "rows" in told:
        return [FileRow(**row) for row in told["rows"]]
    if told["refusal"] == "no table":
        raise BadInput(
            _("У файлі немає таблиці зі стовпцями «Висновки» та «id». Завантажте файл, який вивантажили з порталу.")
        )
    if told["refusal"] == "too large":
        raise BadInput(_("Файл завеликий, щоб його прочитати. Поділіть його на менші."))
    raise BadInput(_("Файл не читається як XLSX. Збережіть таблицю у форматі «Книга Excel (.xlsx)» і повторіть."))


def too_large() -> str:
    return _("Файл завеликий: можна щонайбільше %(most)s МБ.", most=MOST_BYTES // 1048576)
