"""A proposed wording as the amendment sentence that a drafter can paste.

Pure. The grammar is that of Ukrainian amending acts: «у статті 5 слова «…» замінити словами «…»»,
«після слова «…» доповнити словами «…»», «… виключити», «… викласти в такій редакції: «…»»,
«… доповнити частиною третьою такого змісту: «…»». Every sentence comes with its edits, and
``apply`` does to the old text what the sentence says.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..drafts.citations import ACCUSATIVE, GENITIVE, INSTRUMENTAL, LOCATIVE, declined, innermost

MOST_EDITS = 5
# Changes with so few words between them are told as one.
NEAR = 1
# Words that may be added to a quotation to make it clear.
LONGEST_CONTEXT = 30
# Pairs of equal words that a comparison may have to look at: above it the unit is restated.
MOST_PAIRS = 200_000

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_TOKEN = re.compile(
    rf"\s*(?:\d+(?:[.,:]\d+)*[⁰¹²³⁴-⁹]*|(?:{_LETTER})+(?:['’ʼ\-‑](?:{_LETTER})+)*|\S)",
)
_DIGITS = re.compile(r"\d")
_VOWELS = "аеєиіїоуюя"
_INNER = str.maketrans({"«": "„", "»": "“"})
# Accompanying words by case: for one, for several.
_WORD = {
    ACCUSATIVE: ("слово", "слова"),
    INSTRUMENTAL: ("словом", "словами"),
    GENITIVE: ("слова", "слів"),
}
_DIGIT = {
    ACCUSATIVE: ("цифру", "цифри"),
    INSTRUMENTAL: ("цифрою", "цифрами"),
    GENITIVE: ("цифри", "цифр"),
}


@dataclass(frozen=True)
class Edit:
    """One change of a sentence.

    ``kind`` is ``replace``, ``after`` (words put in after ``old``), ``before``, ``delete``, ``restate``
    (all of the text), ``exclude`` (the unit) or ``add`` (a new unit). ``old`` stands exactly once in
    the old text, as whole words.
    """

    kind: str
    old: str
    new: str


@dataclass(frozen=True)
class Amendment:
    sentence: str
    edits: tuple[Edit, ...]


def amendment(eid: str, old: str, new: str, num: str = "") -> Amendment:
    """The shortest clear sentence that makes ``new`` out of ``old`` in the clause at an address.

    An empty ``new`` excludes the unit, an empty ``old`` adds it; ``num`` is its printed number, which
    a restated or added unit begins with. Raises ValueError when nothing changes, and when the draft
    as a whole is meant.
    """
    old, new = _collapsed(old), _collapsed(new)
    if not eid:
        raise ValueError("the draft as a whole has no words to amend")
    if old == new:
        raise ValueError("nothing changes")
    if not new:
        return Amendment(_sentence(f"{declined(eid, ACCUSATIVE)} виключити"), (Edit("exclude", old, ""),))
    if not old:
        return Amendment(_added(eid, f"{num} {new}".strip()), (Edit("add", "", new),))
    edits = _edits(old, new)
    if edits is None:
        redaction = f"{declined(eid, ACCUSATIVE)} викласти в такій редакції: {_quoted(f'{num} {new}'.strip())}"
        return Amendment(_sentence(redaction), (Edit("restate", old, new),))
    return Amendment(_sentence(_within(eid, [_clause_of(edit) for edit in edits])), tuple(edits))


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text after the edits of an amendment; white space is collapsed.

    Raises ValueError when the words of an edit do not stand in the text exactly once, or when two
    edits speak of the same words.
    """
    text = _collapsed(text)
    if [edit.kind for edit in edits] in (["restate"], ["exclude"], ["add"]):
        return edits[0].new
    text = f" {text}"
    stretches = sorted(((*_place(text, edit.old), edit) for edit in edits), key=lambda stretch: stretch[:2])
    parts, at = [], 0
    for start, end, edit in stretches:
        if start < at:
            raise ValueError("two edits speak of the same words")
        parts.append(text[at:start].removesuffix(" ") if edit.kind == "delete" else text[at:start])
        parts.append(_changed(text[start:end], edit))
        at = end
    return "".join([*parts, text[at:]]).strip()


def _collapsed(text: str) -> str:
    return " ".join(text.split())


# The sentence


def _within(eid: str, clauses: list[str]) -> str:
    where = declined(eid, LOCATIVE)
    place = f"{'в' if where[0] in _VOWELS else 'у'} {where}"
    if len(clauses) == 1:
        return f"{place} {clauses[0]}"
    return f"{place}: " + "; ".join(f"{number}) {clause}" for number, clause in enumerate(clauses, 1))


def _clause_of(edit: Edit) -> str:
    if edit.kind == "delete":
        return f"{_named(edit.old, ACCUSATIVE)} виключити"
    if edit.kind == "replace":
        return f"{_named(edit.old, ACCUSATIVE)} замінити {_named(edit.new, INSTRUMENTAL)}"
    side = f"після {_named(edit.old, GENITIVE)}" if edit.kind == "after" else f"перед {_named(edit.old, INSTRUMENTAL)}"
    return f"{side} доповнити {_named(edit.new, INSTRUMENTAL)}"


def _added(eid: str, text: str) -> str:
    """«Статтю 5 доповнити частиною третьою такого змісту: …»; a topmost unit is added to the act itself."""
    parent = eid.rpartition("__")[0]
    what = f"доповнити {innermost(eid, INSTRUMENTAL)} такого змісту: {_quoted(text)}"
    return _sentence(f"{declined(parent, ACCUSATIVE)} {what}" if parent else what)


def _named(words: str, case: int) -> str:
    """«слова «…»», «цифру «5»», «слова і цифри «…»» in a case."""
    return f"{_name(words.strip(), case)} {_quoted(words.strip())}"


def _name(words: str, case: int) -> str:
    tokens = [token.strip() for token in _TOKEN.findall(words)]
    plain = [token for token in tokens if token[:1].isalpha()]
    numbers = [token for token in tokens if token[:1].isdigit()]
    digits = sum(len(_DIGITS.findall(number)) for number in numbers)
    names = []
    if plain or not numbers:
        names.append(_WORD[case][len(plain) > 1])
    if numbers:
        names.append(_DIGIT[case][digits > 1])
    return " і ".join(names)


def _quoted(text: str) -> str:
    """In «…»; quotation marks inside become „…“."""
    return f"«{text.translate(_INNER)}»"


def _sentence(words: str) -> str:
    """With a capital letter and a full stop, which stands after the quotation that ends with one."""
    ended = f"{words[:-2]}»" if words.endswith(".»") else words
    return f"{ended[0].upper()}{ended[1:]}."


# The edits


@dataclass(frozen=True)
class _Change:
    """Tokens ``old[a:b]`` become ``new[c:d]``."""

    a: int
    b: int
    c: int
    d: int

    def wider(self, left: int, right: int) -> "_Change":
        return _Change(self.a - left, self.b + right, self.c - left, self.d + right)


# An edit with the tokens of the old text that it quotes.
_Settled = tuple[Edit, int, int]


def _edits(old: str, new: str) -> list[Edit] | None:
    """The edits that make ``new`` out of ``old``; None when to restate the text is shorter or clearer."""
    before, after = _TOKEN.findall(f" {old}"), _TOKEN.findall(f" {new}")
    changes = _near_together(_differences(before, after), before)
    if not changes or len(changes) > MOST_EDITS:
        return None
    edits = _settled(before, after, changes)
    if edits is None or sum(_words_in(edit.old) + _words_in(edit.new) for edit in edits) > max(2, _words_in(new)):
        return None
    return edits


def _differences(old: list[str], new: list[str]) -> list[_Change]:
    """Where two lists of tokens differ; ``[]`` when they are too long and too monotonous to compare."""
    start = _equal_at_start(old, new)
    end = _equal_at_start(old[start:][::-1], new[start:][::-1])
    one, other = old[start : len(old) - end], new[start : len(new) - end]
    counts = Counter(other)
    if sum(counts[token] * number for token, number in Counter(one).items()) > MOST_PAIRS:
        return []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [
        _Change(a + start, b + start, c + start, d + start)
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def _equal_at_start(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))


def _near_together(changes: list[_Change], old: list[str]) -> list[_Change]:
    """Changes with hardly a word between them as one."""
    joined: list[_Change] = []
    for change in changes:
        last = joined[-1] if joined else None
        if last is not None and sum(map(_is_word, old[last.b : change.a])) <= NEAR:
            joined[-1] = _Change(last.a, change.b, last.c, change.d)
        else:
            joined.append(change)
    return joined


def _settled(old: list[str], new: list[str], changes: list[_Change]) -> list[Edit] | None:
    """An edit for each change; those whose quotations would meet become one. None: no quotation is clear."""
    while True:
        found: list[_Settled] = []
        for index, change in enumerate(changes):
            left = found[-1][2] if found else 0
            right = changes[index + 1].a if index + 1 < len(changes) else len(old)
            settled = _settle(old, new, change, left, right)
            if settled is None:
                break
            found.append(settled)
        else:
            return [edit for edit, _start, _end in found]
        if len(changes) == 1:
            return None
        first = max(0, index - 1)
        one, other = changes[first : first + 2]
        changes = [*changes[:first], _Change(one.a, other.b, one.c, other.d), *changes[first + 2 :]]


def _settle(old: list[str], new: list[str], change: _Change, left: int, right: int) -> _Settled | None:
    """The edit of one change, its quotation made longer until it is clear, within old[left:right]."""
    text = "".join(old)
    for _step in range(LONGEST_CONTEXT):
        settled = _inserted(text, old, new, change, left, right) or _replaced(text, old, new, change)
        if settled is not None:
            return settled
        wider = _wider(old, new, change, left, right)
        if wider is None:
            break
        change = wider
    return None


def _wider(old: list[str], new: list[str], change: _Change, left: int, right: int) -> _Change | None:
    """One more token of what stays the same on the side where it tells more."""
    on_right = change.b < right and _is_word(old[change.b])
    joined = _spaced(old, change.a) == _spaced(new, change.c)
    if change.a > left and (not joined or not on_right):
        return change.wider(1, 0)
    if change.b < right:
        return change.wider(0, 1)
    return change.wider(1, 0) if change.a > left else None


def _spaced(tokens: list[str], index: int) -> bool:
    return index >= len(tokens) or tokens[index].startswith(" ")


def _replaced(text: str, old: list[str], new: list[str], change: _Change) -> _Settled | None:
    before, after = "".join(old[change.a : change.b]), "".join(new[change.c : change.d])
    if not _clear(text, before, len("".join(old[: change.a]))):
        return None
    if not after:
        return Edit("delete", before.strip(), ""), change.a, change.b
    if not _words_in(after) or before.startswith(" ") != after.startswith(" "):
        return None
    return Edit("replace", before.strip(), after.strip()), change.a, change.b


def _inserted(text: str, old: list[str], new: list[str], change: _Change, left: int, right: int) -> _Settled | None:
    """«після слів …», or «перед словами …» where nothing stands before."""
    words = "".join(new[change.c : change.d])
    if change.a != change.b or not _words_in(words):
        return None
    if _attached(words) is not words.startswith(" "):
        for start in range(change.a - 1, max(left, change.a - 8) - 1, -1):
            quoted = "".join(old[start : change.a])
            if _is_word(old[start]) and _clear(text, quoted, len("".join(old[:start]))):
                return Edit("after", quoted.strip(), words.strip()), start, change.a
    if change.a == 0 and words.startswith(" "):
        for end in range(1, min(right, 8) + 1):
            quoted = "".join(old[:end])
            if _clear(text, quoted, 0):
                return Edit("before", quoted.strip(), words.strip()), 0, end
    return None


def _clear(text: str, quoted: str, at: int) -> bool:
    """Whether a quotation has a word and stands once in the text, where it is meant."""
    start = at + len(quoted) - len(quoted.lstrip())
    return bool(_words_in(quoted)) and _places(text, quoted.strip()) == [start]


def _place(text: str, words: str) -> tuple[int, int]:
    places = _places(text, words)
    if len(places) != 1:
        raise ValueError(f"the words stand {len(places)} times in the text")
    return places[0], places[0] + len(words)


def _places(text: str, words: str) -> list[int]:
    """Where words stand as whole words; two places are enough to know that they are not clear."""
    found: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(found) < 2:
        if not _inside_word(text, at) and not _inside_word(text, at + len(words)):
            found.append(at)
        at = text.find(words, at + 1)
    return found


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and not text[at - 1].isspace() and _letter_like(text[at - 1]) and _letter_like(text[at])


def _letter_like(char: str) -> bool:
    return char.isalnum() or char in "_'’ʼ‑-" or bool(unicodedata.combining(char))


def _changed(words: str, edit: Edit) -> str:
    if edit.kind == "after":
        return words + ("" if _attached(edit.new) else " ") + edit.new
    return f"{edit.new} {words}" if edit.kind == "before" else edit.new


def _attached(words: str) -> bool:
    """Whether words that are put in begin with a mark that stands at the word before it."""
    return words.strip()[0] in ",.;:!?…)]»”%"


def _is_word(token: str) -> bool:
    return token.strip()[:1].isalnum()


def _words_in(text: str) -> int:
    return sum(map(_is_word, _TOKEN.findall(text)))
