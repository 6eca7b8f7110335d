"""Styles of an OpenDocument text: letters, headings, lists.

Source: OpenDocument 1.3 part 3, 16 (styles), 19.500 (list levels), 20.394 (``style:text-position``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .designations import LATIN, RUSSIAN, UKRAINIAN, counted_letters, repeated_letters, roman
from .docx_styles import PLAIN, Letters
from .xml import etree

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
LEVELS = 10
_PLACE = re.compile(r"%(\d{1,2})%")


@dataclass(frozen=True)
class Named:
    """What a text or paragraph style says. ``list_name`` "" takes a paragraph out of its list."""

    letters: Letters = PLAIN
    heading: int | None = None
    list_name: str | None = None
    contents: bool = False


@dataclass(frozen=True)
class Level:
    """One level of a list; ``pattern`` has «%1%» for the number of level 1 and so on."""

    start: int = 1
    form: str = ""
    letters_alike: bool = False
    pattern: str = ""
    bullet: str = ""


@dataclass
class ListStyle:
    levels: dict[int, Level] = field(default_factory=dict)


class Styles:
    """The styles of both parts of the file by family and name; those of the contents win."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._elements: dict[tuple[str, str], etree._Element] = {}
        self._kept: dict[tuple[str, str], Named] = {}
        self._lists: dict[str, ListStyle] = {}
        self.outline = ListStyle()
        self.unknown: set[str] = set()
        for root in roots:
            if root is not None:
                self._take(root)

    def text(self, name: str | None) -> Named:
        return self._named("text", name)

    def paragraph(self, name: str | None) -> Named:
        return self._named("paragraph", name)

    def list(self, name: str | None) -> ListStyle | None:
        return self._lists.get(name or "")

    def hides(self, name: str | None) -> bool:
        """Whether a section of this style is not printed."""
        element = self._elements.get(("section", name or ""))
        properties = element.find(STYLE + "section-properties") if element is not None else None
        return properties is not None and properties.get(TEXT + "display") == "none"

    def number(self, value: int, level: Level) -> str:
        """A number in the form of its level."""
        form = level.form
        letters: Callable[[int, str], str] = repeated_letters if level.letters_alike else counted_letters
        alphabet = _alphabet(form)
        if form == "1":
            return str(value)
        if form.lower() == "i":
            return roman(value).upper() if form == "I" else roman(value)
        if alphabet is None:
            self.unknown.add(form)
            return str(value)
        printed = letters(value, alphabet) if form in ("a", "A") else repeated_letters(value, alphabet)
        return printed.upper() if form[0].isupper() else printed

    def _take(self, root: etree._Element) -> None:
        for element in root.iter(STYLE + "style"):
            self._elements[element.get(STYLE + "family") or "", element.get(STYLE + "name") or ""] = element
        for element in root.iter(TEXT + "list-style"):
            self._lists[element.get(STYLE + "name") or ""] = _list_style(element)
        for element in root.iter(TEXT + "outline-style"):
            self.outline = _list_style(element)

    def _named(self, family: str, name: str | None) -> Named:
        key = family, name or ""
        if key not in self._kept:
            self._kept[key] = self._resolved(*key)
        return self._kept[key]

    def _resolved(self, family: str, name: str) -> Named:
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while (family, name) in self._elements and name not in seen:
            seen.add(name)
            chain.append(self._elements[family, name])
            name = chain[-1].get(STYLE + "parent-style-name") or ""
        found = Named(heading=1 if name == "Title" else None)
        for element in reversed(chain):
            found = _with(found, element)
        return found


def _with(lower: Named, element: etree._Element) -> Named:
    name = element.get(STYLE + "display-name") or element.get(STYLE + "name") or ""
    level = element.get(STYLE + "default-outline-level") or ""
    heading = int(level[:2]) if level[:2].isdecimal() else 1 if name == "Title" else lower.heading
    list_name = element.get(STYLE + "list-style-name")
    return Named(
        _letters(element.find(STYLE + "text-properties")).over(lower.letters),
        heading,
        lower.list_name if list_name is None else list_name,
        lower.contents or name.replace("_20_", " ").startswith("Contents "),
    )


def _letters(properties: etree._Element | None) -> Letters:
    if properties is None:
        return PLAIN
    position = (properties.get(STYLE + "text-position") or "").split()
    display = properties.get(TEXT + "display")
    case = properties.get(FO + "text-transform")
    return Letters(
        None if display is None else display == "none",
        _is_raised(position[0]) if position else None,
        None if case is None else case == "uppercase",
    )


def _is_raised(position: str) -> bool:
    return position == "super" or (position.endswith("%") and position[:1].isdigit() and position.strip("0.%") != "")


def _list_style(element: etree._Element) -> ListStyle:
    found = ListStyle()
    for child in element:
        index = (child.get(TEXT + "level") or "")[:2]
        if index.isdecimal() and 1 <= int(index) <= LEVELS:
            found.levels[int(index)] = _level(child, int(index))
    return found


def _level(element: etree._Element, index: int) -> Level:
    if element.tag == TEXT + "list-level-style-bullet":
        bullet = element.get(TEXT + "bullet-char") or "•"
        return Level(bullet="•" if "\ue000" <= bullet[0] <= "\uf8ff" else bullet[:3])
    form = element.get(STYLE + "num-format") or ""
    pattern = element.get(LOEXT + "num-list-format") or element.get(STYLE + "num-list-format")
    if pattern is None and form:
        shown = min(_whole(element.get(TEXT + "display-levels"), 1), index)
        places = ".".join(f"%{level}%" for level in range(index - shown + 1, index + 1))
        pattern = (element.get(STYLE + "num-prefix") or "") + places + (element.get(STYLE + "num-suffix") or "")
    return Level(
        _whole(element.get(TEXT + "start-value"), 1),
        form,
        element.get(STYLE + "num-letter-sync") == "true",
        (pattern or "")[:100],
    )


def _alphabet(form: str) -> str | None:
    """The letters of a number form: «a», «а, б, .., аа, аб, ... (ru)»."""
    first = form[:1].lower()
    if first == "a":
        return LATIN
    if first != "а":
        return None
    return UKRAINIAN if "(uk)" in form or "ґ" in form.lower() else RUSSIAN


def _whole(word: str | None, default: int) -> int:
    try:
        return int((word or "")[:9])
    except ValueError:
        return default


def designation(styles: Styles, found: ListStyle, level: int, counters: dict[int, int]) -> str:
    """What is printed before a paragraph of the list; "" where the level prints nothing."""
    known = found.levels.get(level)
    if known is None or not (known.pattern or known.bullet):
        return ""
    if known.bullet:
        return known.bullet + " "

    def printed(place: int) -> str:
        other = found.levels.get(place, Level(form="1"))
        return styles.number(counters.get(place, other.start), other) if other.form else ""

    text = _PLACE.sub(lambda match: printed(int(match[1])), known.pattern).strip()
    return f"{text} " if text else ""
