"""Markup of other people's files, read without entities, without the network, within limits. The only importer of lxml.

A DOCTYPE is what entity bombs and stolen files need, and no format of acts does: XML that has one is refused.
"""

import re
import warnings

from lxml import etree

from ..remarks import Refusal

__all__ = ["etree", "parse_html", "parse_xml"]

MOST_ELEMENTS = 3_000_000
MOST_ELEMENTS_OF_A_PAGE = 300_000
# The parser's time is quadratic in the attributes of one tag.
MOST_WORDS_OF_A_TAG = 2_000
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARATION_OF_TWO_BYTES = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T\x00?I)", re.IGNORECASE)


def parse_xml(source: bytes, member: str | None = None) -> etree._Element:
    """The root element of an XML file, or of the part ``member`` of a package.

    Raises Refusal ``doctype`` (with the line), ``not_xml`` (with the line), ``too_deep`` or ``too_many_elements``.
    """
    _refuse_many_elements(source, MOST_ELEMENTS)
    declaration = _DECLARATION.search(source) or _DECLARATION_OF_TWO_BYTES.search(source)
    if declaration:
        raise _refusal("doctype", member, source.count(b"\n", 0, declaration.start()) + 1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise Refusal("too_deep") from error
        raise _refusal("not_xml", member, error.lineno or 1) from error
    if root.getroottree().docinfo.doctype:
        raise _refusal("doctype", member, 1)
    return root


def parse_html(text: str) -> etree._Element:
    """The root element of an HTML page, whatever its faults.

    Raises Refusal ``empty``, ``too_deep`` or ``too_many_elements``.
    """
    source = text.encode("utf-8", "replace")
    _refuse_many_elements(source, MOST_ELEMENTS_OF_A_PAGE)
    _refuse_long_tags(source)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            root = etree.fromstring(source, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("empty") from error
    if any(entry.level >= etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise Refusal("too_deep")
    if root is None:
        raise Refusal("empty")
    return root


def _refuse_many_elements(source: bytes, most: int) -> None:
    if source.count(b"<") > 2 * most:
        raise Refusal("too_many_elements", most=most)


def _refuse_long_tags(source: bytes) -> None:
    for piece in source.split(b"<"):
        if len(piece) > 2 * MOST_WORDS_OF_A_TAG and piece[:1].isalpha():
            tag = piece.partition(b">")[0]
            if len(tag.split(None, MOST_WORDS_OF_A_TAG)) > MOST_WORDS_OF_A_TAG:
                raise Refusal("long_tag", line=source.count(b"\n", 0, source.find(tag)) + 1)


def _refusal(code: str, member: str | None, line: int) -> Refusal:
    return Refusal(code, line=line) if member is None else Refusal(f"{code}_in", member=member, line=line)
