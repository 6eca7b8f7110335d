"""What drafters write under «Висновки», as a decision and a reason. Pure.

Beside the four words of the list they write «Враховано редакційно» and «Враховано по суті»: both mean that the
proposal was accepted in other words, so they are ``accepted``, and the reason keeps how.
"""

import re
import unicodedata

from ..decisions import ACCEPTED, OUT_OF_SCOPE, PARTLY, REJECTED

_WORDS = {
    "враховано": ACCEPTED,
    "враховано частково": PARTLY,
    "частково враховано": PARTLY,
    "відхилено": REJECTED,
    "не враховано": REJECTED,
    "поза предметом": OUT_OF_SCOPE,
}
_OTHERWISE = {
    "враховано редакційно": "Враховано редакційно.",
    "враховано по суті": "Враховано по суті.",
}
# «Відхилено. Бо …», «Відхилено: бо …», «Відхилено – бо …», the reason on the next line.
_END = re.compile(r"\s*(?:[.:;]|\s[-–—]\s|\n)\s*")


class UnknownConclusion(ValueError):
    """It is none of the words."""


class TwoReasons(ValueError):
    """A reason stands beside the word and another one in the column of reasons."""


def read_conclusion(conclusion: str, reason: str) -> tuple[str | None, str]:
    """(decision, reason) of a row; None when nothing was concluded yet.

    What stands after the word is the reason where the column of reasons is empty. Raises UnknownConclusion and
    TwoReasons.
    """
    text = unicodedata.normalize("NFC", conclusion).replace("\u00a0", " ").strip()
    if not text:
        return None, reason.strip()
    word, beside = _parted(text)
    key = " ".join(word.casefold().split())
    if key not in _WORDS and key not in _OTHERWISE:
        raise UnknownConclusion(word)
    given = reason.strip()
    if beside and given and beside != given:
        raise TwoReasons(beside)
    given = given or beside
    if key in _WORDS:
        return _WORDS[key], given
    how = _OTHERWISE[key]
    return ACCEPTED, given if not given or given.startswith(how) else f"{how} {given}"


def _parted(text: str) -> tuple[str, str]:
    found = _END.search(text)
    return (text[: found.start()], text[found.end() :].strip()) if found is not None else (text, "")
