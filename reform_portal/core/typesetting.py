"""Plain values and a template → a tagged PDF (PDF/UA-1). Importer of typst.

What people wrote reaches the template as data (JSON), never as markup, and a template reads no file outside of its
own folder. The fonts are those inside of the typesetter, so that a page looks the same on every machine.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from flask_babel import gettext as _

from .errors import PortalError

STANDARD = "ua-1"
# What the fonts inside of the typesetter surely have: Latin, Greek and Cyrillic letters with their marks, signs of
# punctuation, currencies, arrows and mathematics. A letter without a glyph may not stand in a PDF/UA file.
_PRINTABLE = re.compile(
    "[^\n\t\x20-\x7e\xa0-\u017f\u0218-\u021b\u02bc\u02c6-\u02dd\u0300-\u0304\u0306-\u030c\u0327\u0328\u0384-\u03ce"
    "\u0400-\u045f\u0462\u0463\u046a\u046b\u0472-\u0475\u0490-\u0493\u0496-\u049d\u04a2\u04a3\u04ae-\u04b3\u04b6-\u04b9"
    "\u04d8\u04d9\u04e8\u04e9\u1e9e\u2002\u2003\u2009-\u200a\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u202f\u2030"
    "\u2032\u2033\u2039\u203a\u2044\u2070\u2074-\u2079\u207b\u2080-\u2089\u20ac\u20b4\u2116\u2122\u2190-\u2193\u2212\u2260\u2264\u2265]"
)
# When even these are refused: what every text of a report needs.
_SURELY = re.compile(
    "[^\n\x20-\x7e\xa0-\xff\u0400-\u045f\u0490\u0491\u2013\u2014\u2018\u2019\u201c-\u201e\u2022\u2026\u2116\u2212]"
)


class NoTypesetter(PortalError):
    """The extra «pdf» is not installed."""

    status = 503


class NotTypeset(PortalError):
    """The typesetter refused the pages."""


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF that a template makes of ``data`` (``json(bytes(sys.inputs.data))`` in it).

    A letter that the fonts do not have is printed as its code: [U+1F512]. Raises NoTypesetter, NotTypeset.
    """
    typst = _typesetter()
    refusals = (RuntimeError, typst.TypstError)
    try:
        return _compile(typst, template, printable(data, _PRINTABLE))
    except refusals:
        pass
    try:
        return _compile(typst, template, printable(data, _SURELY))
    except refusals as error:
        raise NotTypeset(_("PDF не вдалося створити: %(reason)s", reason=str(error).split("\n")[0][:300])) from error


def printable(value: Any, unknown: re.Pattern[str] = _PRINTABLE) -> Any:
    """A JSON value whose texts hold only letters that can be printed; others stand there as their code."""
    if isinstance(value, str):
        return unknown.sub(lambda found: f"[U+{ord(found[0]):04X}]", value)
    if isinstance(value, Mapping):
        return {key: printable(one, unknown) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one, unknown) for one in value]
    return value


def _typesetter() -> ModuleType:
    try:
        import typst
    except ImportError as error:
        raise NoTypesetter(
            _("Щоб створювати PDF, установіть складник «pdf»: pip install 'reform-portal[pdf]'.")
        ) from error
    return typst


def _compile(typst: ModuleType, template: Path, data: Any) -> bytes:
    return typst.compile(
        str(template),
        root=str(template.parent),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[STANDARD],
        ignore_system_fonts=True,
    )
