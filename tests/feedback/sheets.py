"""Reading spreadsheets as the standards say they are read: RFC 4180 and ECMA-376."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_csv(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8")
    assert text.startswith("\ufeff") and not text.startswith("\ufeff\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def read_xlsx(content: bytes, sheet: str = "comments") -> list[dict[str, str]]:
    """The rows of a sheet; asserts that no cell is a formula or a link."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [
            one.attrib["name"] for one in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
        ]
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"))
        shared = _shared_strings(book)
    assert root.find(f".//{_MAIN}f") is None and root.find(f".//{_MAIN}hyperlink") is None
    rows = [{_column(cell): _value(cell, shared) for cell in row} for row in root.iter(f"{_MAIN}row")]
    return [{name: row.get(column, "") for column, name in rows[0].items()} for row in rows[1:]]


def _shared_strings(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    root = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    return [_text(item) for item in root.iter(f"{_MAIN}si")]


def _column(cell: ElementTree.Element) -> str:
    return re.sub(r"\d", "", cell.attrib["r"])


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    kind = cell.attrib.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{_MAIN}v", "")
    return shared[int(value)] if kind == "s" else value


def _text(element: ElementTree.Element) -> str:
    text = "".join(part.text or "" for part in element.iter(f"{_MAIN}t"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
