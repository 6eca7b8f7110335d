"""The printed designations of the units of an act: «Розділ II», «Стаття 131 - 1 .», «2 - 1 .», «а)».

Pure. Sources: the structure of acts in the Rules of law-making (Law 3354-IX) and the forms that
the state's legal database prints, superscripts among them («8¹», «8-1», «8 - 1 »).
"""

import re
import unicodedata
from dataclasses import dataclass

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TO_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "yi", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "q", "ю": "yu",
    "я": "ya",
}  # fmt: skip
_LOOKALIKES = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "x": "х", "y": "у"}
_ROMAN_CYRILLIC = str.maketrans("ІХСМіхсм", "IXCMIXCM")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

_SUFFIX = r"(?:\s?[-–]\s?\d{1,3}(?!\d)|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6}(?:[-–][⁰¹²³⁴⁵⁶⁷⁸⁹\d]+)?)?"
_NUMBER = r"\d{1,4}" + _SUFFIX
_ROMAN = r"[IVXLCDMІХСМ]{1,12}" + _SUFFIX

_CONTAINERS = (
    ("book", "book", re.compile(rf"(?i:книга|book)\s+({_ROMAN}|{_NUMBER}|\w{{1,30}})(?:\s*\.)?(?=\s|\Z)")),
    ("part", "part", re.compile(rf"(?i:розділ|part)\s+({_ROMAN}|{_NUMBER})(?:\s*\.)?(?=\s|\Z)")),
    ("subpart", "subpart", re.compile(rf"(?i:підрозділ)\s+({_ROMAN}|{_NUMBER})(?:\s*\.)?(?=\s|\Z)")),
    ("chapter", "chp", re.compile(rf"(?i:глава|chapter)\s+({_ROMAN}|{_NUMBER})(?:\s*\.)?(?=\s|\Z)")),
    ("section", "sec", re.compile(rf"(?:§|(?i:параграф))\s*({_NUMBER})(?:\s*\.)?(?=\s|\Z)")),
)
_ARTICLE = re.compile(rf"(?:Стаття|СТАТТЯ|Article|ARTICLE)\s+({_NUMBER})\s*(\.)?(?=\s|\Z)")
_ANNEX = re.compile(r"(?:Додаток|ДОДАТОК|Annex|ANNEX|Appendix)(?:\s+(?:№\s*)?(\d{1,3}|[A-ZА-ЯІ]{1,4}))?\.?(?=\s|\Z)")
_DOTTED = re.compile(rf"((?:\d{{1,3}}\.)*{_NUMBER})\s?\.(?=\s)")
_BRACKET = re.compile(rf"({_NUMBER})\s?\)(?=\s)")
_LETTER = re.compile(rf"([а-щьюяєіїґa-z]){_SUFFIX}\s?\)(?=\s)")
_ROMAN_HEADING = re.compile(rf"({_ROMAN})\.(?=\s)")
_SIGNATURE = re.compile(r"(?:[А-ЯҐЄІЇA-Z]\.\s?){1,2}[\w'’ʼ-]+\Z")

Order = tuple[int, ...]


@dataclass(frozen=True)
class Label:
    """A recognised designation.

    ``style`` is ``container``, ``article``, ``annex``, ``dotted``, ``bracket`` or ``letter``; ``kind`` and
    ``abbreviation`` are set for containers; ``num`` is printed text, ``slug`` its part of an address and
    ``order`` a key by which siblings follow each other.
    """

    style: str
    num: str
    slug: str
    order: Order
    kind: str = ""
    abbreviation: str = ""


def read_label(text: str, heading: bool) -> Label | None:
    """The designation that the paragraph begins with, or None. ``heading``: the source marked it as one."""
    return (
        _container(text, heading)
        or _article(text, heading)
        or _annex(text, heading)
        or _numbered(_DOTTED, "dotted", text)
        or _numbered(_BRACKET, "bracket", text)
        or _letter(text)
    )


def read_roman_heading(text: str) -> Label | None:
    """«I. Загальні положення», as bylaws name their sections."""
    match = _ROMAN_HEADING.match(text)
    if not match or not _heading_like(text[match.end() :].strip()):
        return None
    slug = number_slug(match[1])
    return Label("container", match[0], slug, order_of(slug), "part", "part")


def is_capitals(text: str) -> bool:
    """Whether a line is set in capitals, as headings without a number are."""
    letters = [char for char in text if char.isalpha()]
    return (
        not _SIGNATURE.match(text) and len(letters) > 3 and len(text) < 250 and all(char.isupper() for char in letters)
    )


def number_slug(number: str) -> str:
    """«131 - 1» → ``131-1``, «8¹» → ``8-1``, «ІІ» (Cyrillic) → ``II``."""
    number = re.sub(r"(\w)([⁰¹²³⁴⁵⁶⁷⁸⁹])", r"\1-\2", number.strip(), count=1).translate(SUPERSCRIPTS)
    number = re.sub(r"\s*[-–]\s*", "-", number)
    if number[:1].isdigit():
        return number
    return number.translate(_ROMAN_CYRILLIC).upper() if is_roman(number) else latin(number.lower())


def is_roman(number: str) -> bool:
    return bool(re.fullmatch(r"[IVXLCDM]+(?:-\d+)?", number.translate(_ROMAN_CYRILLIC)))


def latin(text: str) -> str:
    """Cyrillic letters of an address part in Latin; everything else that has no place there is dropped."""
    text = unicodedata.normalize("NFC", text.lower())
    return "".join(
        _TO_LATIN.get(char, char) for char in text if char in _TO_LATIN or (char.isascii() and char.isalnum())
    )


def order_of(slug: str) -> Order:
    """A sorting key: ``8-2`` → (8, 2), ``II`` → (2,), ``1.3`` → (1, 3)."""
    return tuple(_value(part) for part in re.split(r"[-.]", slug))


def latin_eid(eid: str) -> str:
    """The Latin form of an address whose letters were typed in Cyrillic: ``point_а`` → ``point_a``."""
    if eid.isascii():
        return eid
    parts = (re.match(r"([a-z]+_)?(.*)", part) for part in unicodedata.normalize("NFC", eid).split("__"))
    return "__".join((match[1] or "") + _mixed_latin(match[2]) for match in parts if match)


def letters_are_latin(letters: str) -> bool:
    """Whether a list «a) b) c)» is a Latin one: some letter of it has no Cyrillic twin."""
    return any(char.isascii() and char not in _LOOKALIKES for char in letters)


def as_cyrillic(letter: str) -> str:
    """The Cyrillic letter that a Latin look-alike stands for: typists mix «а)» and «a)»."""
    return _LOOKALIKES.get(letter, letter)


def letter_label(label: Label, latin_list: bool) -> Label:
    """The label of a lettered item once it is known what alphabet its list is in."""
    letter = label.num[0]
    if not latin_list:
        letter = as_cyrillic(letter)
    slug = latin(letter) + (number_slug("0" + _suffix_of(label.num))[1:] if _suffix_of(label.num) else "")
    position = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя".find(letter)
    first = position + 1 if position >= 0 else ord(letter) - 96
    return Label("letter", label.num, slug, (first, *order_of(slug)[1:]))


def _suffix_of(num: str) -> str:
    return num[1:].rstrip(") ").strip()


def _value(part: str) -> int:
    if part.isdecimal():
        # Nobody numbers by thousands of digits, and Python refuses to read them.
        return int(part[:9])
    if re.fullmatch(r"[IVXLCDM]+", part):
        return _roman_value(part)
    return 0


def _roman_value(roman: str) -> int:
    values = [_ROMAN_VALUES[char] for char in roman]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _mixed_latin(part: str) -> str:
    return "".join(_TO_LATIN.get(char, char) for char in part.lower()) if not part.isascii() else part


def _heading_like(rest: str) -> bool:
    """Whether what follows a container's number can be its heading and not the rest of a sentence."""
    return not rest or (len(rest) < 250 and rest[0].isupper() and (is_capitals(rest) or rest[-1] not in ".;:,"))


def _container(text: str, heading: bool) -> Label | None:
    for kind, abbreviation, pattern in _CONTAINERS:
        match = pattern.match(text)
        if match and (heading or _heading_like(text[match.end() :].strip())):
            slug = number_slug(match[1])
            return Label("container", match[0].strip(), slug, order_of(slug), kind, abbreviation)
    return None


def _article(text: str, heading: bool) -> Label | None:
    match = _ARTICLE.match(text)
    if not match or not (match[2] or heading or not text[match.end() :].strip()):
        return None
    slug = number_slug(match[1])
    return Label("article", match[0].strip(), slug, order_of(slug))


def _annex(text: str, heading: bool) -> Label | None:
    match = _ANNEX.match(text)
    if not match or not (heading or (len(text) < 200 and text[-1] not in ".;:,")):
        return None
    slug = number_slug(match[1]) if match[1] else ""
    return Label("annex", match[0].strip(), slug, order_of(slug) if slug else (1,))


def _numbered(pattern: re.Pattern[str], style: str, text: str) -> Label | None:
    match = pattern.match(text)
    if not match:
        return None
    slug = number_slug(match[1])
    return Label(style, match[0], slug, order_of(slug))


def _letter(text: str) -> Label | None:
    match = _LETTER.match(text)
    return Label("letter", match[0], match[1], ()) if match else None
