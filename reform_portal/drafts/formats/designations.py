"""Numbers of automatic lists as a word processor prints them: «iv», «XII», «аа», «03».

Pure. The sets of letters: ECMA-376 part 1, 17.18.59 (``ST_NumberFormat``) for Word, the number formats of
LibreOffice for OpenDocument, HTML 4.4.5 for ``<ol type>``.
"""

LATIN = "abcdefghijklmnopqrstuvwxyz"
# Word leaves out ё, й, ъ and ь.
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
UKRAINIAN = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MOST_REPEATED = 10


def roman(value: int) -> str:
    """Small Roman digits; what they cannot print comes in Arabic ones."""
    if not 0 < value < 4000:
        return str(value)
    printed = ""
    for unit, letters in _ROMAN:
        printed += letters * (value // unit)
        value %= unit
    return printed


def repeated_letters(value: int, alphabet: str) -> str:
    """After the last letter come «aa», «bb» …, as Word and synchronous lists of OpenDocument count."""
    if not 0 < value <= MOST_REPEATED * len(alphabet):
        return str(value)
    return alphabet[(value - 1) % len(alphabet)] * ((value - 1) // len(alphabet) + 1)


def counted_letters(value: int, alphabet: str) -> str:
    """After the last letter come «aa», «ab» …, as browsers count."""
    if not 0 < value < 10**6:
        return str(value)
    printed = ""
    while value:
        value, rest = divmod(value - 1, len(alphabet))
        printed = alphabet[rest] + printed
    return printed
