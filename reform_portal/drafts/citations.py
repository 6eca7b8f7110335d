"""How a clause is cited: «абз. 2 п. 3 ч. 1 ст. 5¹», «абзац другий пункту 3 частини першої статті 5¹».

Pure. Inner to outer; ordinal words for частина and абзац, digits for пункт and стаття, as
Ukrainian acts cite (design source: rules of law-making, Law 3354-IX).
"""

import re
from collections.abc import Iterator

_UPPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHORT_UK = {
    "book": "кн.", "part": "розд.", "subpart": "підрозд.", "chp": "гл.", "sec": "§", "art": "ст.", "para": "ч.",
    "point": "п.", "subpoint": "пп.", "al": "абз.", "annex": "дод.", "table": "табл.", "preamble": "преамбула",
}  # fmt: skip
_SHORT_EN = {
    "book": "book", "part": "part", "subpart": "subpart", "chp": "ch.", "sec": "sec.", "art": "art.", "para": "para.",
    "point": "pt.", "subpoint": "subpt.", "al": "indent", "annex": "annex", "table": "table", "preamble": "preamble",
}  # fmt: skip
_GENITIVE = {
    "book": "книги", "part": "розділу", "subpart": "підрозділу", "chp": "глави", "sec": "параграфа", "art": "статті",
    "point": "пункту", "subpoint": "підпункту", "annex": "додатка", "table": "таблиці", "preamble": "преамбули",
}  # fmt: skip
_NOMINATIVE = {
    "book": "книга", "part": "розділ", "subpart": "підрозділ", "chp": "глава", "sec": "параграф", "art": "стаття",
    "point": "пункт", "subpoint": "підпункт", "annex": "додаток", "table": "таблиця", "preamble": "преамбула",
}  # fmt: skip
_STEMS = (
    "", "перш", "друг", "трет", "четверт", "п’ят", "шост", "сьом", "восьм", "дев’ят", "десят", "одинадцят",
    "дванадцят", "тринадцят", "чотирнадцят", "п’ятнадцят", "шістнадцят", "сімнадцят", "вісімнадцят", "дев’ятнадцят",
)  # fmt: skip
_TENS = ("", "", "двадцят", "тридцят", "сороков", "п’ятдесят", "шістдесят", "сімдесят", "вісімдесят", "дев’яност")
_TENS_CARDINAL = (
    "",
    "",
    "двадцять",
    "тридцять",
    "сорок",
    "п’ятдесят",
    "шістдесят",
    "сімдесят",
    "вісімдесят",
    "дев’яносто",
)
_BOOKS = {
    "persha": "перша", "druha": "друга", "tretya": "третя", "chetverta": "четверта", "pyata": "п’ята",
    "shosta": "шоста", "soma": "сьома", "sqoma": "сьома", "vosqma": "восьма", "devyata": "дев’ята",
}  # fmt: skip
_LETTERS = {
    "a": "а", "b": "б", "v": "в", "h": "г", "g": "ґ", "d": "д", "e": "е", "ye": "є", "zh": "ж", "z": "з", "y": "и",
    "i": "і", "yi": "ї", "j": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с",
    "t": "т", "u": "у", "f": "ф", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "shch": "щ", "yu": "ю", "ya": "я",
}  # fmt: skip


def short(eid: str, language: str = "uk") -> str:
    """«абз. 2 п. 3 ч. 1 ст. 5¹»; the title and the draft as a whole have words of their own."""
    if eid in ("", "title"):
        return {"uk": ("увесь проєкт", "назва"), "en": ("whole draft", "title")}[language][eid == "title"]
    names = _SHORT_UK if language == "uk" else _SHORT_EN
    parts = [f"{names[unit]} {_printed(number, language)}".strip() for unit, number in _units(eid)]
    return " ".join(reversed(parts)) if parts else eid


def long(eid: str) -> str:
    """«абзац другий пункту 3 частини першої статті 5¹»."""
    if eid in ("", "title"):
        return short(eid)
    units = list(_units(eid))[::-1]
    return " ".join(_in_case(unit, number, genitive=index > 0) for index, (unit, number) in enumerate(units))


def _units(eid: str) -> Iterator[tuple[str, str]]:
    points = 0
    for part in eid.split("__"):
        if part in ("preamble", "heading"):
            if part == "preamble":
                yield "preamble", ""
            continue
        match = re.fullmatch(r"([a-z]+)_(?:nn_)?(.+)", part)
        if not match or match[1] not in _SHORT_EN:
            continue
        unit = match[1]
        if unit == "point":
            points += 1
            unit = "subpoint" if points > 1 or not match[2][0].isdigit() else "point"
        yield unit, match[2].split("_")[0]


def _printed(number: str, language: str = "uk") -> str:
    """``5-1`` → 5¹, ``a`` → «а»."""
    base, _, upper = number.partition("-")
    if number in _BOOKS:
        return _BOOKS[number] if language == "uk" else str(list(_BOOKS).index(number) + 1)
    if base in _LETTERS and language == "uk":
        base = f"«{_LETTERS[base]}»"
    elif base.isalpha() and base.islower():
        base = f"“{base}”"
    return base + upper.replace("-", "⁻").translate(_UPPER)


def _in_case(unit: str, number: str, genitive: bool) -> str:
    if unit == "para" and number.isdigit():
        return f"частини {ordinal(int(number), 'ої')}" if genitive else f"частина {ordinal(int(number), 'а')}"
    if unit == "al" and number.isdigit():
        return f"абзацу {ordinal(int(number), 'ого')}" if genitive else f"абзац {ordinal(int(number), 'ий')}"
    if unit == "para":
        return f"{'частини' if genitive else 'частина'} {_printed(number)}"
    return f"{(_GENITIVE if genitive else _NOMINATIVE)[unit]} {_printed(number)}".strip()


def ordinal(number: int, ending: str) -> str:
    """Ordinal word of 1–99 with an adjective ending; larger numbers stay digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if number < 20:
        return _ended(_STEMS[number], ending)
    if ones == 0:
        return _ended(_TENS[tens], ending)
    return f"{_TENS_CARDINAL[tens]} {_ended(_STEMS[ones], ending)}"


def _ended(stem: str, ending: str) -> str:
    if stem == "трет":
        return stem + {"а": "я", "ої": "ьої", "ого": "ього", "ий": "ій"}[ending]
    return stem + ending
