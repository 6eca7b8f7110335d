"""Personal data in a text that is about to be published. Pure.

It only points things out before posting; the person decides.
"""

import re

_PHONE = re.compile(r"(?<![\d\w])(?:\+?38[\s(-]*)?0[\s(-]*\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)")
_TEN_DIGITS = re.compile(r"(?<!\d)\d{10}(?!\d)")
_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,40}")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PASSPORT = re.compile(r"(?<!\w)[А-ЯІЇЄҐ]{2}\s?\d{6}(?!\d)")
_WEIGHTS = (-1, 5, 7, 9, 4, 6, 10, 5, 7)


def find_personal_data(text: str) -> list[tuple[str, str]]:
    """(kind, fragment) for each find; kinds: ``phone``, ``tax_number``, ``card``, ``mail``, ``passport``."""
    found = [("phone", match[0].strip()) for match in _PHONE.finditer(text)]
    phones = {re.sub(r"\D", "", fragment) for _kind, fragment in found}
    found += [
        ("tax_number", match[0])
        for match in _TEN_DIGITS.finditer(text)
        if match[0] not in phones and is_tax_number(match[0])
    ]
    found += [("card", card) for match in _CARD.finditer(text) if (card := _card_in(match[0]))]
    found += [("mail", match[0]) for match in _MAIL.finditer(text)]
    found += [("passport", match[0]) for match in _PASSPORT.finditer(text)]
    return list(dict.fromkeys(found))


def _card_in(run: str) -> str:
    """The card number that a run of digits begins with; other digits (an expiry date) may follow it."""
    ends = [index + 1 for index, char in enumerate(run) if char.isdigit()]
    lengths = (16, 15, 14, 13, 17, 18, 19)
    starts = (run[: ends[length - 1]] for length in lengths if length <= len(ends))
    return next((start for start in starts if is_card_number(start)), "")


def is_tax_number(digits: str) -> bool:
    """Whether ten digits have the control digit of a Ukrainian taxpayer number (РНОКПП)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return total % 11 % 10 == int(digits[9])


def is_card_number(text: str) -> bool:
    """13 to 19 digits with a right Luhn control digit."""
    digits = [int(char) for char in text if char.isdigit()]
    if not 13 <= len(digits) <= 19:
        return False
    total = sum(d if i % 2 else (d * 2 - 9 if d > 4 else d * 2) for i, d in enumerate(reversed(digits), start=1))
    return total % 10 == 0 and len(set(digits)) > 1
