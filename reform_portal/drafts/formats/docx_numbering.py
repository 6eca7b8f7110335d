"""The numbers that Word prints before the paragraphs of its lists.

Source: ECMA-376 part 1, 17.9 (numbering): all lists that stand on one abstract list count together, a level
begins anew after any higher one unless ``lvlRestart`` says otherwise, a start override counts once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .designations import LATIN, RUSSIAN, UKRAINIAN, repeated_letters, roman
from .docx_styles import Styles, W, is_on, value
from .xml import etree

LEVELS = 9
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "ordinal": str,
    "lowerLetter": lambda number: repeated_letters(number, LATIN),
    "upperLetter": lambda number: repeated_letters(number, LATIN).upper(),
    "russianLower": lambda number: repeated_letters(number, RUSSIAN),
    "russianUpper": lambda number: repeated_letters(number, RUSSIAN).upper(),
    "ukrainianLower": lambda number: repeated_letters(number, UKRAINIAN),
    "ukrainianUpper": lambda number: repeated_letters(number, UKRAINIAN).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "none": lambda number: "",
}
_CUSTOM = (("а, б, в, г, ґ", "ukrainianLower"), ("А, Б, В, Г, Ґ", "ukrainianUpper"), ("а, б, в", "russianLower"),
           ("А, Б, В", "russianUpper"), ("01, 02", "decimalZero"))  # fmt: skip


@dataclass(frozen=True)
class Level:
    """One level of a list; ``restart``: the level (from 1) after which it begins anew, 0 for never."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    joint: str = " "
    arabic: bool = False
    restart: int | None = None
    style: str | None = None


@dataclass
class _List:
    """A list of the document: its abstract list, the levels as overridden, the starts that still count."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Walks along with the paragraphs and prints their numbers.

    ``unknown`` collects kinds of numbers that were printed in Arabic digits for want of knowledge.
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, etree._Element] = {}
        self._elements: dict[str, etree._Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self.unknown: set[str] = set()
        for element in root if root is not None else ():
            if element.tag == W + "abstractNum":
                self._abstract[element.get(W + "abstractNumId") or ""] = element
            elif element.tag == W + "num":
                self._elements[element.get(W + "numId") or ""] = element

    def designation(self, list_id: str | None, level: int | None, style_id: str | None) -> str:
        """The number with its punctuation and what parts it from the text; "" when there is none.

        Counts on: it is called once for every paragraph of a list, in the order of the text.
        """
        found = self._list(list_id) if list_id not in (None, "", "0") else None
        if found is None:
            return ""
        if level is None:
            level = next((i for i, known in found.levels.items() if known.style and known.style == style_id), 0)
        counters = self._count(found, level)
        known = found.levels.get(level)
        if known is None:
            return ""
        printed = self._printed(known, found, counters)
        return printed + known.joint if printed else ""

    def _list(self, list_id: str | None) -> _List | None:
        if list_id is None:
            return None
        if list_id not in self._lists:
            self._lists[list_id] = self._read(list_id)
        return self._lists[list_id]

    def _read(self, list_id: str) -> _List | None:
        element = self._elements.get(list_id)
        name = value(element.find(W + "abstractNumId")) if element is not None else None
        abstract = self._abstract_list(name)
        if element is None or abstract is None:
            return None
        found = _List(abstract.get(W + "abstractNumId") or "", _levels(abstract))
        for override in element.iterfind(W + "lvlOverride"):
            index = _number(override.get(W + "ilvl"), 0)
            if (own := override.find(W + "lvl")) is not None:
                found.levels[index] = _level(own)
            if (start := value(override.find(W + "startOverride"))) is not None:
                found.starts[index] = _number(start, 1)
                found.levels[index] = replace(found.levels.get(index, Level()), start=found.starts[index])
        return found

    def _abstract_list(self, name: str | None) -> etree._Element | None:
        """The abstract list, also where it only points to a style that points to another; None in a circle."""
        seen: set[str] = set()
        while name is not None and name not in seen:
            seen.add(name)
            abstract = self._abstract.get(name)
            link = value(abstract.find(W + "numStyleLink")) if abstract is not None else None
            if abstract is None or link is None:
                return abstract
            element = self._elements.get(self._styles.list_of(link) or "")
            name = value(element.find(W + "abstractNumId")) if element is not None else None
        return None

    def _count(self, found: _List, level: int) -> dict[int, int]:
        counters = self._counters.setdefault(found.abstract, {})
        levels = found.levels
        if level in found.starts:
            counters[level] = found.starts.pop(level)
        else:
            counters[level] = counters[level] + 1 if level in counters else levels.get(level, Level()).start
        for higher in range(level):
            counters.setdefault(higher, levels.get(higher, Level()).start)
        for lower in range(level + 1, LEVELS):
            restart = levels.get(lower, Level()).restart
            if restart is None or (restart and level < restart):
                counters.pop(lower, None)
        return counters

    def _printed(self, level: Level, found: _List, counters: dict[int, int]) -> str:
        if level.form == "bullet":
            return "".join("•" if "\ue000" <= char <= "\uf8ff" else char for char in level.text).strip()
        printed = level.text
        for index in range(LEVELS):
            if f"%{index + 1}" in printed:
                form = "decimal" if level.arabic else found.levels.get(index, Level()).form
                printed = printed.replace(f"%{index + 1}", self._number(counters.get(index, 1), form))
        return printed

    def _number(self, number: int, form: str) -> str:
        if form not in _FORMATS:
            self.unknown.add(form)
        return _FORMATS.get(form, str)(number)


def _levels(abstract: etree._Element) -> dict[int, Level]:
    found = {}
    for element in abstract.iterfind(W + "lvl"):
        index = _number(element.get(W + "ilvl"), 0)
        if 0 <= index < LEVELS:
            found[index] = _level(element)
    return found


def _level(element: etree._Element) -> Level:
    suffix = value(element.find(W + "suff"))
    legal = element.find(W + "isLgl")
    restart = value(element.find(W + "lvlRestart"))
    return Level(
        _number(value(element.find(W + "start")), 0),
        _form(element),
        (value(element.find(W + "lvlText")) or "")[:100],
        "" if suffix == "nothing" else " ",
        legal is not None and is_on(legal.get(W + "val", "1")),
        None if restart is None else _number(restart, 0),
        value(element.find(W + "pStyle")),
    )


def _form(level: etree._Element) -> str:
    element = level.find(W + "numFmt")
    if element is None:
        element = level.find(".//" + W + "numFmt")
    form = value(element) or "decimal"
    if form == "custom" and element is not None:
        pattern = element.get(W + "format", "")
        return next((known for begins, known in _CUSTOM if pattern.startswith(begins)), "custom")
    return form


def _number(word: str | None, default: int) -> int:
    try:
        return int((word or "")[:9])
    except ValueError:
        return default
