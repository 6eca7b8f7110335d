"""How a clause is cited: «абз. 2 п. 3 ч. 1 ст. 5¹», «абзац другий пункту 3 частини першої статті 5¹».

Pure. In Ukrainian inner to outer, in English outer to inner; ordinal words for частина and абзац, digits for пункт and
стаття, as Ukrainian acts cite (design source: rules of law-making, Law 3354-IX). What is written here is read
back by ``citation_reading``.
"""

import re
from collections.abc import Iterator

from .labels import latin

NOMINATIVE, GENITIVE, ACCUSATIVE, INSTRUMENTAL, LOCATIVE = range(5)

_UPPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHORT_UK = {
    "book": "кн.", "part": "розд.", "subpart": "підрозд.", "chp": "гл.", "sec": "§", "art": "ст.", "para": "ч.",
    "point": "п.", "subpoint": "пп.", "al": "абз.", "annex": "дод.", "table": "табл.", "preamble": "преамбула",
    "heading": "назва",
}  # fmt: skip
_SHORT_EN = {
    "book": "book", "part": "part", "subpart": "subpart", "chp": "ch.", "sec": "sec.", "art": "art.", "para": "para.",
    "point": "pt.", "subpoint": "subpt.", "al": "indent", "annex": "annex", "table": "table", "preamble": "preamble",
    "heading": "heading",
}  # fmt: skip
# Nominative, genitive, accusative, instrumental, locative.
_CASES = {
    "book": ("книга", "книги", "книгу", "книгою", "книзі"),
    "part": ("розділ", "розділу", "розділ", "розділом", "розділі"),
    "subpart": ("підрозділ", "підрозділу", "підрозділ", "підрозділом", "підрозділі"),
    "chp": ("глава", "глави", "главу", "главою", "главі"),
    "sec": ("параграф", "параграфа", "параграф", "параграфом", "параграфі"),
    "art": ("стаття", "статті", "статтю", "статтею", "статті"),
    "para": ("частина", "частини", "частину", "частиною", "частині"),
    "point": ("пункт", "пункту", "пункт", "пунктом", "пункті"),
    "subpoint": ("підпункт", "підпункту", "підпункт", "підпунктом", "підпункті"),
    "al": ("абзац", "абзацу", "абзац", "абзацом", "абзаці"),
    "annex": ("додаток", "додатка", "додаток", "додатком", "додатку"),
    "table": ("таблиця", "таблиці", "таблицю", "таблицею", "таблиці"),
    "preamble": ("преамбула", "преамбули", "преамбулу", "преамбулою", "преамбулі"),
    "heading": ("назва", "назви", "назву", "назвою", "назві"),
}
_FEMININE = ("а", "ої", "у", "ою", "ій")
_MASCULINE = ("ий", "ого", "ий", "им", "ому")
_ORDINAL_ENDINGS = {"book": _FEMININE, "para": _FEMININE, "al": _MASCULINE}
# A second unit with a number that was there already: «частина перша (друга з таким номером)».
_AGAIN = dict.fromkeys(("book", "chp", "art", "para", "table", "preamble", "heading"), "а")
STEMS = (
    "", "перш", "друг", "трет", "четверт", "п’ят", "шост", "сьом", "восьм", "дев’ят", "десят", "одинадцят",
    "дванадцят", "тринадцят", "чотирнадцят", "п’ятнадцят", "шістнадцят", "сімнадцят", "вісімнадцят", "дев’ятнадцят",
)  # fmt: skip
TENS = ("", "", "двадцят", "тридцят", "сороков", "п’ятдесят", "шістдесят", "сімдесят", "вісімдесят", "дев’яност")
TENS_CARDINAL = (
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
_SOFT = {
    "а": "я", "ої": "ьої", "у": "ю", "ою": "ьою", "ій": "ій", "ий": "ій", "ого": "ього", "ому": "ьому", "им": "ім",
    "ім": "ім", "і": "і", "их": "іх", "ими": "іми", "е": "є",
}  # fmt: skip
LETTERS = {
    "a": "а", "b": "б", "v": "в", "h": "г", "g": "ґ", "d": "д", "e": "е", "ye": "є", "zh": "ж", "z": "з", "y": "и",
    "i": "і", "yi": "ї", "j": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с",
    "t": "т", "u": "у", "f": "ф", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "shch": "щ", "q": "ь", "yu": "ю",
    "ya": "я",
}  # fmt: skip


def short(eid: str, language: str = "uk") -> str:
    """«абз. 2 п. 3 ч. 1 ст. 5¹», “art. 5¹ para. 1 pt. 3 indent 2”; the title and the draft as a whole have words of
    their own."""
    if eid in ("", "title"):
        return {"uk": ("увесь проєкт", "назва"), "en": ("whole draft", "title")}[language][eid == "title"]
    names = _SHORT_UK if language == "uk" else _SHORT_EN
    parts = [
        f"{names[unit]} {_printed(number, language)}".strip() + (f" [{again}]" if again else "")
        for unit, number, again in _units(eid)
    ]
    if not parts:
        return eid
    # No commas: «pt. 1, pt. 2» would be two points, not a point in a point.
    return " ".join(reversed(parts) if language == "uk" else parts)


def long(eid: str) -> str:
    """«абзац другий пункту 3 частини першої статті 5¹»."""
    return short(eid) if eid == "" else declined(eid, NOMINATIVE)


def declined(eid: str, case: int) -> str:
    """The long citation with its innermost unit in a case: LOCATIVE → «абзаці другому пункту 3 статті 5».

    The units around it stand in the genitive in any case.
    """
    if eid == "title":
        return _CASES["heading"][case]
    units = list(_units(eid))[::-1]
    return " ".join(_in_case(*unit, case if index == 0 else GENITIVE) for index, unit in enumerate(units))


def innermost(eid: str, case: int) -> str:
    """The innermost unit alone in a case: INSTRUMENTAL → «частиною третьою»."""
    return _in_case(*list(_units(eid))[-1], case)


def _units(eid: str) -> Iterator[tuple[str, str, str]]:
    """(unit, number, counter of a repeated number) from the outermost in."""
    points = 0
    for part in eid.split("__"):
        if re.fullmatch(r"preamble|heading(_\d+)?", part):
            yield part.partition("_")[0], "", part.partition("_")[2]
            continue
        match = re.fullmatch(r"([a-z]+)_(?:nn_)?(.+)", part)
        if not match or match[1] not in _SHORT_EN:
            continue
        unit = match[1]
        if unit == "point":
            points += 1
            unit = "subpoint" if points > 1 or not match[2][0].isdigit() else "point"
        number, _, again = match[2].partition("_")
        yield unit, number, again


def _printed(number: str, language: str = "uk") -> str:
    """``5-1`` → 5¹, ``a`` → «а»."""
    base, _, upper = number.partition("-")
    if number in BOOKS:
        return ordinal(BOOKS[number], "а") if language == "uk" else str(BOOKS[number])
    if base in LETTERS and language == "uk":
        base = f"«{LETTERS[base]}»"
    elif base.isalpha() and base.islower():
        base = f"“{base}”"
    return base + upper.replace("-", "⁻").translate(_UPPER)


def _in_case(unit: str, number: str, again: str, case: int) -> str:
    endings = _ORDINAL_ENDINGS.get(unit, ())
    value = BOOKS.get(number, 0) if unit == "book" else int(number) if number.isdigit() else 0
    printed = ordinal(value, endings[case]) if endings and value else _printed(number)
    repeated = f"({ordinal(int(again), _AGAIN.get(unit, 'ий'))} з таким номером)" if again.isdigit() else ""
    return " ".join(word for word in (_CASES[unit][case], printed, repeated) if word)


def ordinal(number: int, ending: str) -> str:
    """Ordinal word of 1–99 with an adjective ending; larger numbers stay digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if number < 20:
        return _ended(STEMS[number], ending)
    if ones == 0:
        return _ended(TENS[tens], ending)
    return f"{TENS_CARDINAL[tens]} {_ended(STEMS[ones], ending)}"


def _ended(stem: str, ending: str) -> str:
    return stem + (_SOFT[ending] if stem == "трет" else ending)


# «Книга перша» has its word in its address: ``book_persha``.
BOOKS = {latin(ordinal(number, "а")): number for number in range(1, 100)}
