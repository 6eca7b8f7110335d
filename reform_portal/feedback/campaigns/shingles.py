"""What a text is recognised by, however it was dressed: its words, the runs of words in it, a sample of the runs.

Pure. Letters of a campaign differ in greeting, name, spelling and what each person added; the words between
stay. So a text is read without its greeting and signature, letters that look alike are one (a skeleton as in
Unicode Technical Standard 39, section 4), and every four words in a row become one number. Runs that the
draft itself holds, three or more side by side, are a quotation of the law and speak for no one.

The sample is taken by winnowing (Schleimer, Wilkerson and Aiken, 2003): of every ``WINDOW`` runs in a row the
smallest, of runs of ``SAMPLED_RUN`` words. So two texts that have ``WINDOW + SAMPLED_RUN - 1`` words in a row in
common always share a sampled run, however long the rest of each is; MinHash promises that only for texts of like
length.
"""

import hashlib
import re
import unicodedata
from array import array
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from ...drafts.matching import fold

RUN = 4
SAMPLED_RUN = 6
WINDOW = 12
# Texts with fewer words of their own are often written alike by people who never heard of each other.
FEW_WORDS = 12
QUOTED_RUNS = 3
QUOTED = -1

_MARKS = "\u0300-\u036f\u0483-\u0489"
_WORD = re.compile(rf"[^\W_]+(?:['’ʼ‘`{_MARKS}]+[^\W_]+)*")
_UNSEEN = re.compile("[\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufeff]")
_DROPPED = re.compile(f"['{_MARKS}]")
_SKELETON = str.maketrans("aceiopxykmthbjsґ", "асеіорхукмтнвјѕг")
# Odd numbers without meaning: the first three keep the order of the words in a run, the last mixes a sampled run.
# Codes of words and these three have 30 bits, so a run has 62.
_CODE_BITS = 30
_FIRST, _SECOND, _THIRD, _MIXED = 0x2C1B3C6D, 0x297A2D39, 0x1B873593, 0x5851F42D4C957F2D
_MASK = 2**63 - 1

_GREETING = re.compile(
    r"\s*(?:вітаю(?:\s+(?:вас|усіх|всіх))?|"
    r"(?:(?:вельми)?шановн\w+|до\s+уваги|добр(?:ого|ий)\s+(?:дня|день|ранку|ранок|вечора|вечір)|"
    r"dear|hello|hi|good\s+(?:morning|day|afternoon|evening)|to\s+whom)\b[^.!,:\n\d]{0,60})[.!,:\n]+",
    re.IGNORECASE,
)
_GREETINGS = 3
_CLOSING = re.compile(
    r"(?:^|(?<=[.!?…\n\s]))(?:з\s+(?:\w+\s+)?повагою|щиро\s+ваш\w*|(?:наперед\s+|заздалегідь\s+)?дякую\s+за|"
    r"(?:yours\s+)?(?:sincerely|faithfully|truly)|(?:with\s+)?(?:kind|best|warm)\s+regards|respectfully|"
    r"thank\s+you\s+for)\b[^.!,\n]{0,40}",
    re.IGNORECASE,
)
_LONGEST_SIGNATURE = 200
_NAMES = 6
_NAME = re.compile(r"[A-ZА-ЯІЇЄҐ][\w'’ʼ.-]*|(?:м|с|смт|село|місто|вул)\.?|\d{1,2}\.\d{1,2}\.\d{2,4}")


@dataclass(frozen=True, slots=True)
class Print:
    """What is compared of a text without its greeting and signature.

    ``words`` stands for all its words in their order, ``codes`` are the words as numbers; ``runs`` are every
    four of them in a row, ``QUOTED`` where they quote the law; ``own`` counts the words that do not.
    """

    words: int
    codes: Sequence[int]
    runs: Sequence[int]
    own: int

    @property
    def is_short(self) -> bool:
        return self.own < FEW_WORDS


def print_of(body: str, law: AbstractSet[int] = frozenset()) -> Print:
    """The print of a text; ``law`` are the ``runs_of`` the draft that it speaks about."""
    codes = array("q", _codes(unframed(body)) or _codes(body))
    runs = _unquoted(_runs(codes), law)
    own = len(codes) - shared_words(runs, (QUOTED,)) if QUOTED in runs else len(codes)
    words = _digest(codes.tobytes() if codes else fold(body).encode("utf-8", "surrogatepass"))
    return Print(words, codes, array("q", runs), own)


def sample_of(print_: Print) -> tuple[int, ...]:
    """The sampled runs of a text, none of a short one.

    The window of a short text is half of it, so that one changed word spares a sample.
    """
    if print_.is_short:
        return ()
    runs = [
        (one + two * _SECOND) * _MIXED & _MASK
        for one, two in zip(print_.runs, print_.runs[SAMPLED_RUN - RUN :], strict=False)
        if one != QUOTED and two != QUOTED
    ]
    window = min(WINDOW, max(1, len(runs) // 2))
    return tuple(sorted({min(runs[at : at + window]) for at in range(len(runs) - window + 1)}))


def runs_of(texts: Iterable[str]) -> frozenset[int]:
    """The runs of all these texts."""
    return frozenset(run for text in texts for run in _runs(_codes(text)))


def folded_words(text: str) -> list[str]:
    """The words of a text in the form in which they are compared."""
    return [_folded(word) for word in _words(text)]


def text_digest(body: str) -> int:
    """Stands for a text as a whole, greeting and all; the same where ``fold`` is the same."""
    return _digest(fold(body).encode("utf-8", "surrogatepass"))


def unframed(body: str) -> str:
    """A text without the greeting that it begins with and the signature that it ends with."""
    text = body
    for _turn in range(_GREETINGS):
        found = _GREETING.match(text)
        if found is None:
            break
        text = text[found.end() :]
    for closing in _CLOSING.finditer(text, max(0, len(text) - _LONGEST_SIGNATURE)):
        if _are_names(text[closing.end() :]):
            return text[: closing.start()]
    before, line, last = text.rstrip().rpartition("\n")
    return before if line and len(last.split()) > 1 and _are_names(last) else text


def shared_words(runs: Sequence[int], others: Collection[int]) -> int:
    """How many words stand in runs that the other text has too, wherever it has them."""
    shared, end = 0, 0
    for at, run in enumerate(runs):
        if run in others:
            shared += at + RUN - max(at, end)
            end = at + RUN
    return shared


def _runs(codes: Sequence[int]) -> list[int]:
    return [
        one * _FIRST + two * _SECOND + three * _THIRD + four
        for one, two, three, four in zip(codes, codes[1:], codes[2:], codes[3:], strict=False)
    ]


def _unquoted(runs: list[int], law: AbstractSet[int]) -> list[int]:
    """The runs with ``QUOTED`` in the place of those that quote the law."""
    if law.isdisjoint(runs):
        return runs
    found, begin = list(runs), 0
    for at in range(len(runs) + 1):
        if at < len(runs) and runs[at] in law:
            continue
        if at - begin >= QUOTED_RUNS:
            found[begin:at] = [QUOTED] * (at - begin)
        begin = at + 1
    return found


def _are_names(text: str) -> bool:
    words = re.split(r"[\s,!]+", text.strip(" \t\r\n.,!"))
    return len(words) <= _NAMES and all(not word or _NAME.fullmatch(word) for word in words)


def _words(text: str) -> list[str]:
    return _WORD.findall(_UNSEEN.sub("", unicodedata.normalize("NFKC", text)))


def _codes(text: str) -> list[int]:
    return [_code(word) for word in _words(text)]


@lru_cache(maxsize=1 << 16)
def _code(word: str) -> int:
    return _digest(_folded(word).encode("utf-8", "surrogatepass")) >> 63 - _CODE_BITS


def _folded(word: str) -> str:
    return _DROPPED.sub("", fold(word)).translate(_SKELETON)


def _digest(content: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest()) >> 1
