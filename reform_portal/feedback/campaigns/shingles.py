"""What a text is recognised by, however it was dressed: its words, the runs of words in it, a sample of the runs.

Pure. Letters of a campaign differ in greeting, name, spelling and what each person added; the words between
stay. So a text is read without its greeting and signature, letters that look alike are one (a skeleton as in
Unicode Technical Standard 39, section 4), and every four words in a row become one number. Runs that the
draft itself holds, three or more side by side, are a quotation of the law and speak for no one.

A text is found by two samples. Of its runs of ``SHORT_RUN`` words, of which some stay even where every fourth word
was replaced, the ``SHORT_SAMPLE`` smallest (bottom-k, Broder, 1997). Of its runs of ``LONG_RUN`` words, rare even
among texts made of stock phrases, those that winnowing takes (Schleimer, Wilkerson and Aiken, 2003): of every
``WINDOW`` in a row the smallest. So two texts that have ``WINDOW + LONG_RUN - 1`` words in a row in common always
share a sampled run, however long the rest of each is.
"""

import hashlib
import re
import unicodedata
from array import array
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ...drafts.matching import fold

RUN = 4
SHORT_RUN, SHORT_SAMPLE, MORE_SHORT = 3, 16, 64
LONG_RUN, WINDOW = 6, 16
GAP, DRIFT = 5, 3
# Texts with fewer words of their own are often written alike by people who never heard of each other.
FEW_WORDS = 12
QUOTED_RUNS = 3
QUOTED = -1

_MARKS = "\u0300-\u036f\u0483-\u0489"
_WORD = re.compile(rf"[^\W_]+(?:['’ʼ‘`{_MARKS}]+[^\W_]+)*")
_UNSEEN = re.compile("[\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufeff]")
_DROPPED = re.compile(f"['{_MARKS}]")
_SKELETON = str.maketrans("aceiopxykmthbjsґ", "асеіорхукмтнвјѕг")
# Odd numbers without meaning that keep the order of words. Codes of words and of pairs have 30 bits, so runs have 62.
_CODE_BITS = 30
_CODE_MASK = 2**_CODE_BITS - 1
_FIRST, _SECOND, _SHORT = 0x2C1B3C6D, 0x297A2D39, 0x1B873593

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


class Sample(NamedTuple):
    """The runs by which a text is found, none for a short one; ``more`` are the short ones that come next in size."""

    short: tuple[int, ...]
    more: tuple[int, ...]
    long: tuple[int, ...]

    @property
    def asked(self) -> frozenset[int]:
        """What others are looked for by."""
        return frozenset((*self.short, *self.long))

    @property
    def all(self) -> frozenset[int]:
        """What the representative of a campaign is found by: there are few."""
        return frozenset((*self.short, *self.more, *self.long))


@dataclass(frozen=True, slots=True)
class Print:
    """What is compared of a text without its greeting and signature.

    ``words`` stands for all its words in their order, ``codes`` are the words as numbers; ``runs`` are every four of
    them in a row, ``pairs`` every two, and ``spaced`` every two with one word between them, ``QUOTED`` where they quote
    the law; ``own`` counts the words that do not.
    """

    words: int
    codes: Sequence[int]
    runs: Sequence[int]
    pairs: Sequence[int]
    spaced: Sequence[int]
    own: int
    sample: Sample


def print_of(body: str, law: AbstractSet[int] = frozenset()) -> Print:
    """The print of a text; ``law`` are the ``runs_of`` the draft that it speaks about."""
    codes = array("q", _codes(unframed(body)) or _codes(body))
    words = _digest(codes.tobytes() if codes else fold(body).encode("utf-8", "surrogatepass"))
    pairs, spaced = _pairs(codes), _pairs(codes, 2)
    runs, own = _runs(pairs), len(codes)
    if not law.isdisjoint(runs):
        runs = _unquoted(runs, law)
        quoted = _quoted(runs, len(codes))
        own = quoted.count(0)
        pairs, spaced = _unless(quoted, pairs, 1), _unless(quoted, spaced, 2)
    sample = _sample(pairs, runs) if own >= FEW_WORDS else Sample((), (), ())
    return Print(words, codes, array("q", runs), array("q", pairs), array("q", spaced), own, sample)


def runs_of(texts: Iterable[str]) -> frozenset[int]:
    """The runs of all these texts."""
    return frozenset(run for text in texts for run in _runs(_pairs(_codes(text))))


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


def shared_sample(one: Sample, other: Sample) -> set[int]:
    """The short runs that two texts share, as far as they are in the sample of one of them."""
    return {*one.short}.intersection((*other.short, *other.more)) | {*other.short}.intersection(one.more)


def shared_pairs(one: Print, other: Print) -> set[int]:
    """The pairs of words that both texts have, with a word between them or none."""
    common = {*one.pairs, *one.spaced}.intersection((*other.pairs, *other.spaced))
    common.discard(QUOTED)
    return common


def shares_of(print_: Print, common: Collection[int]) -> tuple[float, float]:
    """The share of a text's own words that stand in ``common`` pairs, and the share that stands there or near it.

    Near are up to ``GAP`` words between: so much may one replace in a sentence and leave it the same sentence.
    """
    found = bytearray(len(print_.codes))
    for apart, pairs in ((1, print_.pairs), (2, print_.spaced)):
        for at, pair in enumerate(pairs):
            if pair in common:
                found[at] = found[at + apart] = 1
    shared = found.count(1)
    if QUOTED in print_.runs:
        found = bytearray(map(max, found, _quoted(print_.runs, len(found))))
    apart = sum(len(words) for words in found.split(b"\1") if len(words) > GAP)
    return min(1.0, shared / print_.own), 1 - apart / print_.own


def longest_stretch(one: Print, other: Print) -> int:
    """How many words of a text stand in one stretch that goes on in the other likewise, a few words changed here and there.

    Its common pairs follow each other within ``GAP`` words, and from one to the next no more than ``DRIFT`` words were
    put in or left out.
    """
    places = {pair: at for pairs in (other.spaced, other.pairs) for at, pair in enumerate(pairs)}
    places.pop(QUOTED, None)
    found = sorted(
        (at, places[pair]) for pairs in (one.pairs, one.spaced) for at, pair in enumerate(pairs) if pair in places
    )
    longest, open_stretches = 0, list[list[int]]()
    for at, there in found:
        open_stretches = [stretch for stretch in open_stretches if at - stretch[1] <= GAP + 1]
        for stretch in open_stretches:
            if abs(at - there - stretch[2]) <= DRIFT:
                stretch[1:] = at, at - there
                longest = max(longest, at - stretch[0] + 2)
                break
        else:
            open_stretches.append([at, at, at - there])
    return longest


def _pairs(codes: Sequence[int], apart: int = 1) -> list[int]:
    """Every two words with so many steps between them; adjacent and spaced ones compare as one."""
    return [one * _FIRST + two & _CODE_MASK for one, two in zip(codes, codes[apart:], strict=False)]


def _runs(pairs: Sequence[int]) -> list[int]:
    """Every ``RUN`` words in a row, of two pairs each."""
    return [one * _SECOND + two for one, two in zip(pairs, pairs[2:], strict=False)]


def _sample(pairs: Sequence[int], runs: Sequence[int]) -> Sample:
    """The window of a short text is half of it, so that one changed word spares a sample."""
    two_pairs: Iterable[tuple[int, int]] = pairwise(pairs)
    runs_and_pairs: Iterable[tuple[int, int]] = zip(runs, pairs[4:], strict=False)
    if QUOTED in runs:
        two_pairs, runs_and_pairs = ([two for two in many if QUOTED not in two] for many in (two_pairs, runs_and_pairs))
    short = sorted({one * _SHORT + two for one, two in two_pairs})
    long = [run + pair * _SHORT for run, pair in runs_and_pairs]
    taken = {*_smallest_in_windows(long, min(WINDOW, max(1, len(long) // 2)))}
    return Sample(tuple(short[:SHORT_SAMPLE]), tuple(short[SHORT_SAMPLE:MORE_SHORT]), tuple(taken))


def _smallest_in_windows(numbers: list[int], window: int) -> list[int]:
    """The smallest of every so many numbers in a row, each time of twice as many as before."""
    width = 1
    while width < window:
        step = min(width, window - width)
        numbers = [one if one < other else other for one, other in zip(numbers, numbers[step:], strict=False)]
        width += step
    return numbers


def _quoted(runs: Sequence[int], words: int) -> bytearray:
    """1 for each word that quotes the law."""
    quoted = bytearray(words)
    for at, run in enumerate(runs):
        if run == QUOTED:
            quoted[at : at + RUN] = b"\1" * RUN
    return quoted


def _unless(quoted: Sequence[int], pairs: Sequence[int], apart: int) -> list[int]:
    return [QUOTED if one or two else pair for pair, one, two in zip(pairs, quoted, quoted[apart:], strict=False)]


def _unquoted(runs: list[int], law: AbstractSet[int]) -> list[int]:
    """The runs with ``QUOTED`` in the place of those that quote the law."""
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
