"""One door for the formats of acts: the ending of the name picks the reader, and the content must be what it says.

Readers are imported when they are asked for, so that a process that reads one file waits for no other format.
"""

import re

from ..remarks import Refusal
from . import markdown, plain_text
from .gathering import cleaned
from .package import open_archive
from .reading import Reading
from .source_text import check_size, decode

ENDINGS = (".md", ".txt", ".docx", ".odt", ".html", ".htm", ".xml", ".akn")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ODT = b"application/vnd.oasis.opendocument.text"
_MAIN_PARTS = {".docx": "word/document.xml", ".odt": "content.xml"}
_MARKUP = re.compile(rb"<[!?/A-Za-z]")


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters with its dot.

    Raises Refusal ``unknown_ending``, which names the endings that are known.
    """
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending not in ENDINGS:
        raise Refusal("unknown_ending", ending=(ending or name)[-40:], known=", ".join(ENDINGS))
    return ending


def read(source: bytes, name: str) -> Reading:
    """What a file holds, read in this process.

    Raises Refusal with the reason when it cannot be read.
    """
    ending = ending_of(name)
    check_size(source)
    kind = kind_of(source)
    if ending in (".docx", ".odt"):
        _check_office(source, ending, kind)
    elif ending not in (".md", ".txt"):
        _check_markup(ending, kind)
    return cleaned(_read(source, ending))


def _read(source: bytes, ending: str) -> Reading:
    if ending == ".docx":
        from . import docx

        return docx.read(source)
    if ending == ".odt":
        from . import odt

        return odt.read(source)
    if ending in (".html", ".htm"):
        from . import html

        return html.read(source)
    if ending in (".xml", ".akn"):
        from . import akoma_ntoso

        return akoma_ntoso.read(source)
    text = decode(source)
    if ending == ".txt":
        return Reading(plain_text.read(text))
    return Reading(markdown.read(text), markdown.document_title(text))


def kind_of(source: bytes) -> str:
    """What the bytes themselves say they are: the last word of a refusal ``is_…``, or ``something_else``."""
    if source.startswith(b"PK\x03\x04"):
        return _kind_of_package(source)
    if source.startswith(b"%PDF"):
        return "pdf"
    if source.startswith(b"{\\rtf"):
        return "rtf"
    if source.startswith(_OLE):
        return "password" if _ENCRYPTED_PACKAGE in source else "old_office"
    try:
        text = decode(source)
    except Refusal:
        return "markup" if _MARKUP.search(source[:4096]) and b"\x00" not in source[:4096] else "something_else"
    return "markup" if text.lstrip().startswith("<") or _MARKUP.search(source[:4096]) else "plain_text"


def _kind_of_package(source: bytes) -> str:
    """Looks only at the archive's list of parts and, where it stands open, at the kind that it declares."""
    if _ODT in source[:200]:
        return "odt"
    if b"application/vnd.oasis.opendocument.spreadsheet" in source[:200]:
        return "spreadsheet"
    if b"application/vnd.oasis.opendocument.presentation" in source[:200]:
        return "presentation"
    names = set(open_archive(source).namelist())
    for part, kind in (("xl/workbook.xml", "spreadsheet"), ("ppt/presentation.xml", "presentation")):
        if part in names:
            return kind
    if "word/document.xml" in names or any(name.startswith("word/document") for name in names):
        return "docx"
    return "odt" if "content.xml" in names else "archive"


def _check_office(source: bytes, ending: str, kind: str) -> None:
    if kind == ending[1:]:
        return
    if kind == "password":
        raise Refusal("password")
    if kind == "archive":
        raise Refusal("is_archive", ending=ending, member=_MAIN_PARTS[ending])
    raise Refusal(f"is_{kind}", ending=ending)


def _check_markup(ending: str, kind: str) -> None:
    if kind == "markup":
        return
    if kind == "password":
        raise Refusal("password")
    if kind == "archive":
        raise Refusal("is_something_else", ending=ending)
    raise Refusal(f"is_{kind}", ending=ending)
