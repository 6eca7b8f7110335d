"""Citations read back: «абз. 2 п. 3 ч. 1 ст. 5¹», «у частині другій статті 7», «art. 5, para. 2» → addresses.

Pure, in linear time. Citations go from the inner unit to the outer one or the other way round, short
or long, in any case (design source: rules of law-making, Law 3354-IX). What is read stands for several
addresses, because the same words name different units of the tree (see ``structure``): «ч. 2 ст. 5» is
``art_5__para_2`` or the unnumbered ``art_5__para_nn_2``. Only an act itself tells which of them it has.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from .citations import BOOKS, LETTERS, TENS_CARDINAL, ordinal
from .labels import as_cyrillic, latin, number_slug, order_of

MOST_CANDIDATES = 32
LONGEST_RANGE = 20
LONGEST_CHAIN = 9
_ENDINGS = ("а", "ої", "ій", "у", "ою", "ий", "ого", "ому", "им", "ім", "і", "их", "ими", "е")


def _folded(word: str) -> str:
    """A word in small letters without apostrophes and stress marks, Latin look-alikes made Cyrillic."""
    word = unicodedata.normalize("NFC", word).lower()
    word = "".join(char for char in word if char not in "'’ʼ‘`" and not unicodedata.combining(char))
    return word if word.isascii() else "".join(as_cyrillic(char) for char in word)


def _ordinal_words() -> dict[str, int]:
    return {_folded(ordinal(n, ending)): n for n in (*range(1, 20), *range(20, 100, 10)) for ending in _ENDINGS}


_ORDINALS = _ordinal_words()
_TENS_BEFORE = {_folded(word): number * 10 for number, word in enumerate(TENS_CARDINAL) if word}
_FIRST_OF_ORDINAL = {*_ORDINALS, *_TENS_BEFORE}


def _forms(unit: str, stem: str, endings: str, *short: str) -> dict[str, str]:
    return dict.fromkeys([*(stem + ending.strip("-") for ending in endings.split()), *short], unit)


_UNITS = {
    **_forms("book", "книг", "а и у ою ам ами ах - і", "кн", "книзі", "book", "books"),
    **_forms("part", "розділ", "- у ом і и ів ам ами ах", "розд", "part", "parts"),
    **_forms("subpart", "підрозділ", "- у ом і и ів ам ами ах", "підрозд", "subpart"),
    **_forms("chp", "глав", "а и і у ою - ам ами ах", "гл", "ch", "chp", "chapter", "chapters"),
    **_forms("sec", "параграф", "- а у ом і и ів ам ами ах", "§", "§§", "sec", "section", "sections"),
    **_forms("art", "стат", "тя ті тю тею ей тям тями тях", "ст", "стст", "art", "arts", "article", "articles"),
    **_forms("para", "частин", "а и і у ою - ам ами ах", "ч", "чч", "част", "para", "paras", "paragraph", "paragraphs"),
    **_forms("point", "пункт", "- у а ом і и ів ам ами ах", "п", "pt", "pts", "point", "points"),
    **_forms("subpoint", "підпункт", "- у а ом і и ів ам ами ах", "пп", "підп", "підпп"),
    **_forms("subpoint", "subp", "t oint oints"),
    **_forms("al", "абзац", "- у а ом і и ів ам ами ах", "абз", "indent", "indents"),
    **_forms("annex", "додат", "ок ка ку ком ки ків кам ками ках", "дод", "annex", "appendix"),
    **_forms("table", "таблиц", "я і ю ею ь ям ями ях", "табл", "table", "tables"),
    **_forms("preamble", "преамбул", "а и і у ою", "преамб", "preamble"),
    **_forms("heading", "назв", "а и і у ою", "heading"),
}  # fmt: skip
_NUMBERLESS = ("preamble", "heading")
_CONTAINERS = ("book", "part", "subpart", "chp", "sec", "annex", "table")
_ROMAN_UNITS = ("book", "part", "subpart", "chp", "sec", "annex")
_LETTER_UNITS = ("point", "subpoint", "annex")
_RANK = {
    "book": -1, "annex": 0, "part": 1, "subpart": 2, "chp": 3, "sec": 4, "preamble": 4, "art": 5, "para": 6,
    "point": 7, "subpoint": 8, "al": 9, "table": 9, "heading": 10,
}  # fmt: skip
_POINTS = ("point", "subpoint")
_ARTICLE, _ABOVE_POINTS = _RANK["art"], _RANK["point"]

_JOINS = {"і", "й", "та", "або", "чи", "and", "or"}
_SINGLE_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_INTRODUCING = {
    "у", "в", "до", "за", "із", "зі", "з", "згідно", "відповідно", "про", "по", "на", "щодо", "від", "див", "дивись",
    "in", "see", "under", "of", "to", "the",
}  # fmt: skip
_OWN_ACT = {"цього", "цієї", "проєкту", "проекту", "законопроєкту", "законопроекту", "закону", "this", "the", "draft"}

# How another act is named after a citation (in the genitive) or before it.
_CODES = {
    "цк", "кк", "цпк", "кпк", "гк", "гпк", "кас", "касу", "купап", "кзпп", "ск", "зк", "пк", "пку", "бк", "бку", "мк",
    "мку", "вк", "лк", "квк", "жк", "кпку", "цку", "кку", "зку", "кзппу", "gdpr", "echr",
}  # fmt: skip
_ACTS_AFTER = {
    "конституції", "кодексу", "кодексів", "конвенції", "директиви", "регламенту", "указу", "постанови", "договору",
    "угоди", "пакту", "хартії", "декларації", "протоколу", "статуту", "порядку", "правил", "інструкції",
    "розпорядження", "положення", "законів", "constitution", "code", "convention", "directive", "regulation",
    "treaty", "charter",
}  # fmt: skip
_ACTS_BEFORE = ("конституці", "кодекс", "конвенці", "закон")
_LAW = ("закону", "закон", "law", "act")
_AFTER_FOREIGN_LAW = {"україни", "про", "від", "срср", "урср", "of", "on", "№"}
_ATTRIBUTES = ("ого", "ої", "их", "of", "the")
_THIS = {"цього", "цієї", "даного", "даної", "цим", "this", "проєкту", "проекту", "draft"}
_WORDS_TO_ACT = 5

_WORD = re.compile(r"[^\W\d_⁰¹²³⁴-⁹](?:[^\W\d_⁰¹²³⁴-⁹]|[\u0300-\u036f]|['’ʼ‘](?=[^\W\d_]))*")
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<number>[0-9]+)|(?P<upper>[⁰¹²³⁴-⁹]+)|(?P<word>{_WORD.pattern})|(?P<mark>.)", re.DOTALL
)


@dataclass(frozen=True)
class Found:
    """A citation in a text: ``text[start:end]`` stands for one of ``eids``, the likeliest first.

    ``foreign``: it belongs to another act, which is named beside it.
    """

    start: int
    end: int
    eids: tuple[str, ...]
    foreign: bool = False


class _Token(NamedTuple):
    """A word, a number, raised digits, white space or a mark; ``word`` is the text folded."""

    kind: str
    text: str
    start: int
    end: int
    word: str


_fold = lru_cache(maxsize=4096)(_folded)


@dataclass(frozen=True)
class _Number:
    """One number of a unit: parts of addresses it may stand for, the likeliest first. ``value`` for ranges."""

    slugs: tuple[str, ...]
    start: int
    end: int
    value: int = 0
    word: bool = False
    until: int = 0
    again: str = ""


@dataclass(frozen=True)
class _Group:
    """A unit with its numbers: «ст. 5, 6». ``inside`` are units in brackets after it: «Article 5(2)(a)»."""

    unit: str
    numbers: tuple[_Number, ...]
    start: int
    end: int
    after: int
    inside: tuple["_Group", ...] = ()


@dataclass
class _Chain:
    """Units of one citation, in the order of the text; ``outer_first`` once that is known."""

    groups: list[_Group]
    outer_first: bool | None = None
    shared: list[_Group] = field(default_factory=list)

    def from_outer(self) -> list[_Group]:
        own = self.groups if self.outer_first else self.groups[::-1]
        return [*self.shared, *own]

    @property
    def rank(self) -> int:
        return min(_RANK[group.unit] for group in self.groups)


def read_citation(text: str) -> tuple[str, ...]:
    """Addresses that a text which is a citation as a whole may stand for, the likeliest first; else ``()``."""
    return tuple(dict.fromkeys(eid for place in read_places(text) for eid in place))


def read_places(text: str) -> tuple[tuple[str, ...], ...]:
    """Like ``read_citation``, one group of candidates for each place: «ст. 5 і 6» → two."""
    if len(text) > 300:
        return ()
    tokens = list(_tokens(text))
    kept = [token for token in tokens if token.kind != "space" and token.text not in ".,;:"]
    if [token.word for token in kept] == ["назва"] or [token.word for token in kept] == ["title"]:
        return (("title",),)
    places: list[tuple[str, ...]] = []
    at = 0
    for found, numbers in _citations(tokens, alone=True):
        if found.foreign or not _only(tokens, at, found.start, _INTRODUCING | _JOINS):
            return ()
        places.extend(_with_ranges(found, numbers))
        at = found.end
    return tuple(places) if places and _only(tokens, at, len(text), _OWN_ACT) else ()


def find_citations(text: str) -> Iterator[Found]:
    """The citations in a running text, from left to right; lists give one for each number."""
    if "§" not in text and not any(_fold(word) in _UNITS for word in set(_WORD.findall(text)) if len(word) < 40):
        return
    for found, _numbers in _citations(list(_tokens(text)), alone=False):
        yield found


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind, found = match.lastgroup or "", match[0]
        start, end = match.span()
        yield _Token(kind, found, start, end, _fold(found) if kind == "word" and end - start < 40 else found)


def _only(tokens: Sequence[_Token], start: int, end: int, words: set[str]) -> bool:
    """Whether between two places there is nothing but marks, spaces and these words."""
    return all(token.kind in ("space", "mark") or token.word in words for token in tokens if start <= token.start < end)


# From words to groups


def _citations(tokens: list[_Token], alone: bool) -> Iterator[tuple[Found, tuple[_Number, ...]]]:
    """Every place meant, with the numbers of its innermost unit (for ranges)."""
    for run in _runs(tokens, alone):
        chains = _chains(run)
        _share_outer(chains)
        foreign = _foreign_after(tokens, run[-1][1].after) or _foreign_before(tokens, run[0][2])
        for chain in chains:
            yield from (place for place in _places(chain, foreign) if place[0].eids)


_Joined = tuple[str, _Group, int]


def _runs(tokens: list[_Token], alone: bool) -> Iterator[list[_Joined]]:
    """Groups that stand next to each other: (how it is joined to the one before, group, index of its first token)."""
    run: list[_Joined] = []
    index = 0
    while index < len(tokens):
        group = _group(tokens, index, alone)
        if group is None:
            index += 1
            continue
        join = _between(tokens, run[-1][1].after, index) if run else None
        if join is None and run:
            yield run
            run = []
        run.append((join or "", group, index))
        index = max(group.after, index + 1)
    if run:
        yield run


def _between(tokens: list[_Token], start: int, end: int) -> str | None:
    """How two groups are joined: by a space, a comma, a conjunction, or not at all (None)."""
    joined = "space"
    if end - start > 6:
        return None
    for token in tokens[start:end]:
        if token.text == ",":
            joined = "comma"
        elif token.word in _JOINS:
            joined = "and"
        elif token.kind != "space" and token.word not in ("у", "в", "of", "the"):
            return None
    return joined


def _group(tokens: list[_Token], index: int, alone: bool) -> _Group | None:
    """The unit with its numbers that begins at a token: «ст. 5, 6», «другого абзацу», «преамбула»."""
    token = tokens[index]
    unit = _UNITS.get(token.word)
    if unit is None:
        return _number_before(tokens, index) if token.kind == "number" or token.word in _FIRST_OF_ORDINAL else None
    after = _skip_repeated(tokens, _skip_dot(tokens, index + 1), unit)
    if unit in _NUMBERLESS:
        number, after = _counted(tokens, _Number(("",), token.start, token.end), index + 1)
        return _Group(unit, (number,), token.start, number.end, after)
    numbers, after = _numbers(tokens, after, unit, alone)
    if numbers:
        return _with_brackets(tokens, _Group(unit, numbers, token.start, tokens[after - 1].end, after))
    if unit == "annex" and alone:
        return _Group(unit, (_Number(("1",), token.start, token.end, 1),), token.start, token.end, index + 1)
    return None


def _number_before(tokens: list[_Token], index: int) -> _Group | None:
    """«другого абзацу», «2-го абзацу», «перша та друга частини» gives the last of them."""
    found = _ordinal(tokens, index)
    if found is None or not found[0].word:
        return None
    number, after = found
    after = _skip_space(tokens, after)
    unit = _UNITS.get(tokens[after].word) if after < len(tokens) and tokens[after].kind == "word" else None
    if unit is None or unit in _NUMBERLESS or _number(tokens, _skip_dot(tokens, after + 1), unit) is not None:
        return None
    end = _skip_dot(tokens, after + 1) if tokens[after].word in _ABBREVIATED else after + 1
    return _Group(unit, (number,), number.start, tokens[after].end, end)


_ABBREVIATED = {"ст", "ч", "п", "пп", "підп", "абз", "розд", "гл", "кн", "дод", "табл"}


def _skip_space(tokens: list[_Token], index: int) -> int:
    return index + 1 if index < len(tokens) and tokens[index].kind == "space" else index


def _skip_dot(tokens: list[_Token], index: int) -> int:
    """Past «. », «№» and a space after a unit's name."""
    index = _skip_space(tokens, index)
    for mark in (".", "№"):
        if index < len(tokens) and tokens[index].text == mark:
            index = _skip_space(tokens, index + 1)
    return index


def _skip_repeated(tokens: list[_Token], index: int, unit: str) -> int:
    """Past the second abbreviation of «ст. ст. 5, 6»."""
    if index < len(tokens) and tokens[index].kind in ("word", "mark") and _UNITS.get(tokens[index].word) == unit:
        return _skip_dot(tokens, index + 1)
    return index


# Numbers


def _numbers(tokens: list[_Token], index: int, unit: str, alone: bool) -> tuple[tuple[_Number, ...], int]:
    """The numbers of a unit and the index after them; ``()`` when there is none."""
    first = _number(tokens, index, unit)
    if first is None:
        return (), index
    numbers, after = [first[0]], first[1]
    while len(numbers) < 50:
        mark, following = _list_mark(tokens, after)
        more = _number(tokens, following, unit) if mark else None
        if more is None or not _may_go_on(tokens, more[1], alone) or _belongs_to_next(tokens, following, more):
            break
        number = more[0]
        if mark in "–—-" and numbers[-1].value and number.value:
            numbers[-1] = replace(numbers[-1], until=number.value)
        numbers.append(number)
        after = more[1]
    return tuple(numbers), after


def _list_mark(tokens: list[_Token], index: int) -> tuple[str, int]:
    """The mark that a list goes on with («,», «і», «–») and the index after it; "" when there is none."""
    at = _skip_space(tokens, index)
    if at >= len(tokens):
        return "", index
    text = tokens[at].text
    if text == "," and at + 2 < len(tokens) and tokens[_skip_space(tokens, at + 1)].word in _JOINS:
        at = _skip_space(tokens, at + 1)
    elif text not in (",", "–", "—", "-") and tokens[at].word not in _JOINS:
        return "", index
    return text, _skip_space(tokens, at + 1)


def _may_go_on(tokens: list[_Token], index: int, alone: bool) -> bool:
    """Whether a number after a comma is one more unit, and not «ст. 5, 30 днів»."""
    at = _skip_space(tokens, index)
    if alone or at >= len(tokens) or tokens[at].kind == "mark":
        return at >= len(tokens) or tokens[at].text not in "%№$€₴"
    word = tokens[at].word
    known = word in _UNITS or word in _JOINS or word in _OWN_ACT or word in _INTRODUCING or word in _CODES
    return known or word in _ACTS_AFTER or word.startswith("закон") or _looks_like_adjective(tokens[at])


def _looks_like_adjective(token: _Token) -> bool:
    """«ст. 5, 6 Цивільного …»: what goes on with a capital letter in the genitive is the name of an act."""
    return token.text[:1].isupper() and token.word.endswith(("ого", "ої", "их"))


def _belongs_to_next(tokens: list[_Token], index: int, found: tuple[_Number, int]) -> bool:
    """Whether an ordinal stands before its own unit: «частина перша, друга стаття» ends at «перша»."""
    return found[0].word and _number_before(tokens, index) is not None and not _followed_by_outer(tokens, found[1])


def _followed_by_outer(tokens: list[_Token], index: int) -> bool:
    at = _skip_space(tokens, index)
    unit = _UNITS.get(tokens[at].word) if at < len(tokens) else None
    return unit is not None and _number(tokens, _skip_dot(tokens, at + 1), "point") is not None


def _number(tokens: list[_Token], index: int, unit: str) -> tuple[_Number, int] | None:
    if index >= len(tokens):
        return None
    found = _ordinal(tokens, index) or _digits(tokens, index, unit) or _roman(tokens, index, unit)
    found = found or _letter(tokens, index, unit)
    return _counted(tokens, *found) if found else None


def _ordinal(tokens: list[_Token], index: int) -> tuple[_Number, int] | None:
    """«другій», «двадцять першої», «2-го»."""
    token = tokens[index]
    if token.kind == "number":
        return _ended_digits(tokens, index)
    if token.kind != "word":
        return None
    value, last = _ORDINALS.get(token.word, 0), index
    tens = _TENS_BEFORE.get(token.word, 0)
    after = _skip_space(tokens, index + 1)
    if tens and after < len(tokens) and 0 < _ORDINALS.get(tokens[after].word, 0) < 10:
        value, last = tens + _ORDINALS[tokens[after].word], after
    if not value:
        return None
    return _Number((str(value),), token.start, tokens[last].end, value, word=True), last + 1


def _ended_digits(tokens: list[_Token], index: int) -> tuple[_Number, int] | None:
    """«2-го», «1-ї»: digits with the ending of an ordinal."""
    if index + 2 >= len(tokens) or len(tokens[index].text) > 3 or tokens[index + 1].text not in "-–‑":
        return None
    ending = tokens[index + 2]
    if ending.kind != "word" or len(ending.word) > 3 or ending.word not in _DIGIT_ENDINGS:
        return None
    value = int(tokens[index].text)
    return _Number((str(value),), tokens[index].start, ending.end, value, word=True), index + 3


_DIGIT_ENDINGS = {
    "й", "ий", "ій", "го", "ого", "му", "ому", "им", "м", "а", "ша", "га", "тя", "та", "ма", "я", "ї", "ої", "у", "ю",
    "ту", "гу", "шу", "ою", "х", "их", "ми", "і", "ті", "е", "є",
}  # fmt: skip


def _digits(tokens: list[_Token], index: int, unit: str) -> tuple[_Number, int] | None:
    """«5», «5¹», «5-1», «5 - 1», «5 прим. 1», «1.2»."""
    token = tokens[index]
    if token.kind != "number" or len(token.text) > 4:
        return None
    number, after = _dotted(tokens, index)
    upper = _superscript(tokens, after) or _noted(tokens, after)
    if upper is not None:
        slug = f"{number}-{upper[0]}"
        return _Number((slug,), token.start, tokens[upper[1] - 1].end), upper[1]
    value = int(number) if number.isdigit() else 0
    hyphen = _hyphened(tokens, after, value) if unit != "al" else None
    if hyphen is not None:
        second, after = hyphen
        until = second if value and second > value else 0
        number_and_base = (f"{number}-{second}", number)
        return _Number(number_and_base, token.start, tokens[after - 1].end, value, until=until), after
    return _Number((number,), token.start, tokens[after - 1].end, value), after


def _dotted(tokens: list[_Token], index: int) -> tuple[str, int]:
    parts, after = [tokens[index].text], index + 1
    while after + 1 < len(tokens) and tokens[after].text == "." and _is_short_number(tokens[after + 1], 4):
        parts.append(tokens[after + 1].text)
        after += 2
        if len(parts) > 4:
            break
    return ".".join(str(int(part)) for part in parts), after


def _is_short_number(token: _Token, most: int) -> bool:
    return token.kind == "number" and len(token.text) <= most


def _superscript(tokens: list[_Token], index: int) -> tuple[str, int] | None:
    """«¹», and «¹⁻¹» or «¹-1» of what was inserted between inserted units."""
    if index >= len(tokens) or tokens[index].kind != "upper" or len(tokens[index].text) > 3:
        return None
    parts, after = [tokens[index].text], index + 1
    while after + 1 < len(tokens) and tokens[after].text in "⁻-–" and len(parts) < 4:
        if tokens[after + 1].kind not in ("upper", "number") or len(tokens[after + 1].text) > 3:
            break
        parts.append(tokens[after + 1].text)
        after += 2
    return "-".join(number_slug("0" + part).removeprefix("0-").lstrip("0") or "0" for part in parts), after


def _noted(tokens: list[_Token], index: int) -> tuple[str, int] | None:
    """«5 прим. 1» is 5¹."""
    at = _skip_space(tokens, index)
    if at >= len(tokens) or tokens[at].word not in ("прим", "примітка", "prim"):
        return None
    at = _skip_dot(tokens, at + 1)
    return (tokens[at].text, at + 1) if at < len(tokens) and _is_short_number(tokens[at], 3) else None


def _hyphened(tokens: list[_Token], index: int, value: int) -> tuple[int, int] | None:
    """«-1» and « - 1»; a dash instead of the hyphen is a superscript only where it can be no range."""
    at = _skip_space(tokens, index)
    if at >= len(tokens) or tokens[at].text not in ("-", "‑", "–"):
        return None
    number = _skip_space(tokens, at + 1)
    if number >= len(tokens) or not _is_short_number(tokens[number], 3):
        return None
    second = int(tokens[number].text)
    if tokens[at].text == "–" and (not value or second > value):
        return None
    return second, number + 1


def _roman(tokens: list[_Token], index: int, unit: str) -> tuple[_Number, int] | None:
    token = tokens[index]
    if token.kind != "word" or unit not in _ROMAN_UNITS:
        return None
    slug = number_slug(token.text.upper())
    small = token.text == token.text.lower()
    if not _SINGLE_ROMAN.fullmatch(slug) or not slug or (small and len(slug) == 1 and not token.text.isascii()):
        return None
    value = order_of(slug)[0]
    if value > 200:
        return None
    upper = _superscript(tokens, index + 1)
    if upper is None:
        hyphen = _hyphened(tokens, index + 1, value)
        upper = (str(hyphen[0]), hyphen[1]) if hyphen and hyphen[0] <= value else None
    if upper is not None:
        return _Number((f"{slug}-{upper[0]}",), token.start, tokens[upper[1] - 1].end), upper[1]
    plain = () if unit == "annex" and len(slug) == 1 else (str(value),)
    letters = (latin(as_cyrillic(token.text.lower())),) if unit == "annex" and len(token.text) == 1 else ()
    return _Number((slug, *plain, *letters), token.start, token.end, value), index + 1


_QUOTES = {"«": "»", '"': '"', "“": "”„“", "„": "“”", "'": "'", "’": "’", "‘": "’"}


def _letter(tokens: list[_Token], index: int, unit: str) -> tuple[_Number, int] | None:
    """«а» in any quotation marks or in none, with its superscript inside or after them."""
    if unit not in _LETTER_UNITS:
        return None
    closing = _QUOTES.get(tokens[index].text)
    at = index + 1 if closing else index
    slugs = _letter_slugs(tokens[at].text, bool(closing)) if at < len(tokens) and tokens[at].kind == "word" else ()
    if not slugs:
        return None
    after = at + 1
    if closing:
        upper = _superscript(tokens, after)
        after = upper[1] if upper else after
        if after >= len(tokens) or tokens[after].text not in closing:
            return None
        after += 1
        upper = upper or _superscript(tokens, after) or _hyphened_letter(tokens, after)
    else:
        upper = _superscript(tokens, after) or _hyphened_letter(tokens, after)
    after = max(after, upper[1]) if upper else after
    suffix = f"-{upper[0]}" if upper else ""
    if not closing and after < len(tokens) and tokens[after].text == ")":
        after += 1
    number = _Number(tuple(slug + suffix for slug in slugs), tokens[index].start, tokens[after - 1].end)
    return number, after


def _hyphened_letter(tokens: list[_Token], index: int) -> tuple[str, int] | None:
    if index + 1 < len(tokens) and tokens[index].text == "-" and _is_short_number(tokens[index + 1], 2):
        return str(int(tokens[index + 1].text)), index + 2
    return None


def _letter_slugs(letter: str, quoted: bool) -> tuple[str, ...]:
    """A Latin letter may be itself or its Cyrillic twin: «c» of «a, b, c» or of «а, б, … с»; “zh” is ж."""
    letter = unicodedata.normalize("NFC", letter).lower()
    if len(letter) > 1:
        return (letter,) if quoted and letter in LETTERS else ()
    slugs = (latin(as_cyrillic(letter)), letter if letter.isascii() else "")
    return tuple(dict.fromkeys(slug for slug in slugs if slug))


def _counted(tokens: list[_Token], number: _Number, after: int) -> tuple[_Number, int]:
    """«[2]» or «(друга з таким номером)» after a number that the act has twice."""
    at = _skip_space(tokens, after)
    texts = [token.text for token in tokens[at : at + 3]]
    if len(texts) == 3 and texts[0] == "[" and texts[2] == "]" and _is_short_number(tokens[at + 1], 3):
        return replace(number, again=texts[1], end=tokens[at + 2].end), at + 3
    if texts[:1] != ["("] or len(texts) < 3:
        return number, after
    again = _ordinal(tokens, at + 1)
    if again is None:
        return number, after
    rest = tokens[again[1] : again[1] + 7]
    if [token.word for token in rest if token.kind != "space"] != ["з", "таким", "номером", ")"]:
        return number, after
    return replace(number, again=str(again[0].value), end=rest[-1].end), again[1] + len(rest)


def _with_brackets(tokens: list[_Token], group: _Group) -> _Group:
    """«Article 5(2)(3)(a)»: what stands in brackets right after an article's number is inside of it."""
    inside: list[_Group] = []
    after = group.after
    if group.unit != "art" and group.unit != "para":
        return group
    while after + 2 < len(tokens) and tokens[after].text == "(" and tokens[after + 2].text == ")" and len(inside) < 4:
        unit = "para" if group.unit == "art" and not inside else "point"
        if tokens[after + 1].kind == "word":
            unit = "point"
        found = _digits(tokens, after + 1, unit) or _letter(tokens, after + 1, unit)
        if found is None or found[1] < after + 2:
            break
        inside.append(_Group(unit, (found[0],), tokens[after].start, tokens[after + 2].end, after + 3))
        after += 3
    return replace(group, end=tokens[after - 1].end, after=after, inside=tuple(inside)) if inside else group


# From groups to chains


def _chains(run: list[_Joined]) -> list[_Chain]:
    """The citations of a run of groups: a chain goes on while its units follow each other in one direction."""
    chains: list[_Chain] = []
    for position, (join, group, _index) in enumerate(run):
        if chains and join != "and" and _continues(chains[-1], join, group, run, position):
            chains[-1].groups.append(group)
        else:
            chains.append(_Chain([group]))
    return chains


def _continues(chain: _Chain, join: str, group: _Group, run: list[_Joined], position: int) -> bool:
    last = chain.groups[-1]
    before, rank = _RANK[last.unit], _RANK[group.unit]
    following = run[position + 1] if position + 1 < len(run) else None
    if len(chain.groups) >= LONGEST_CHAIN:
        return False
    if last.unit in _POINTS and group.unit == "al" and join == "space" and _goes_outward(following, _RANK["al"]):
        return chain.outer_first is not True
    if last.unit in _POINTS and group.unit in _POINTS and join == "space":
        if chain.outer_first is None and before != rank:
            chain.outer_first = before < rank and not _goes_outward(following)
        return True
    if before == rank:
        return False
    if chain.outer_first and last.unit == "al" and group.unit in _POINTS and join == "space":
        return not _goes_outward(following)
    if last.unit == "al" and len(chain.groups) > 1 and chain.outer_first is None and rank < before:
        chain.outer_first = False
    outward = rank < before
    if chain.outer_first is None:
        if not outward and _goes_outward(following, rank):
            return False
        chain.outer_first = not outward
        return True
    return chain.outer_first != outward


def _goes_outward(following: _Joined | None, rank: int = _ABOVE_POINTS) -> bool:
    """Whether the next group, with no comma before it, is outside of a unit of this rank."""
    return following is not None and following[0] == "space" and _RANK[following[1].unit] < rank


def _share_outer(chains: list[_Chain]) -> None:
    """«п. 1 ч. 1 та п. 2 ч. 2 ст. 5»: the article at the end belongs to both."""
    for chain, following in zip(chains[-2::-1], chains[:0:-1], strict=True):
        if chain.outer_first or following.outer_first or chain.rank <= _ARTICLE:
            continue
        units = following.from_outer()
        chain.shared = [group for group in units if _RANK[group.unit] < chain.rank][:LONGEST_CHAIN]


def _places(chain: _Chain, foreign: bool) -> Iterator[tuple[Found, tuple[_Number, ...]]]:
    """One citation for each number of the unit that has several: the innermost such one."""
    units = [unit for group in chain.from_outer() for unit in (group, *group.inside)]
    many = next((i for i in range(len(units) - 1, -1, -1) if len(units[i].numbers) > 1), None)
    start, end = chain.groups[0].start, chain.groups[-1].end
    if many is None or units[many] in chain.shared:
        single = [(unit.unit, unit.numbers[0]) for unit in units]
        yield Found(start, end, _candidates(single), foreign), (single[-1][1],)
        return
    listed = units[many].numbers
    for position, number in enumerate(listed):
        chosen = [(unit.unit, number if i == many else unit.numbers[0]) for i, unit in enumerate(units)]
        begin = start if position == 0 else number.start
        stop = end if position == len(listed) - 1 else listed[position].end
        yield Found(begin, max(begin, stop), _candidates(chosen), foreign), (number,) if chosen[-1][1] is number else ()


def _with_ranges(found: Found, numbers: tuple[_Number, ...]) -> Iterator[tuple[str, ...]]:
    """«ст. 5–7» means 6 as well."""
    yield found.eids
    number = numbers[0] if numbers else None
    if number is None or not number.until or number.until - number.value > LONGEST_RANGE:
        return
    upper = f"_{number.slugs[0]}" if len(number.slugs) > 1 else ""
    base = number.slugs[-1]
    exact = [eid for eid in found.eids if upper and eid.endswith(upper)]
    last = number.until + 1 if upper else number.until
    for value in range(number.value + 1, last):
        others = (eid.removesuffix(base) + str(value) for eid in found.eids if eid.endswith(f"_{base}"))
        yield (*exact, *others)


# From chains to addresses

# What a part of an address may be, with how unlikely it is.
_Options = list[tuple[int, str]]


def _candidates(units: Sequence[tuple[str, _Number]]) -> tuple[str, ...]:
    """The addresses that units, from the outermost in, may have in the tree; the likeliest first."""
    inner = _innermost_act(units)
    choices: list[_Options] = []
    for position, (unit, number) in enumerate(inner):
        above = inner[position - 1][0] if position else ""
        if unit in _POINTS and above in _LEFT_OUT:
            choices.append(_LEFT_OUT[above])
        choices.append(_options(unit, number, above))
    return tuple(dict.fromkeys(eid for eid in map("__".join, _likeliest(choices)) if eid))


# Units that a citation of a point may leave out.
_LEFT_OUT: dict[str, _Options] = {
    "art": [(0, ""), (1, "para_nn_1"), (2, "para_1"), (4, "al_2")],
    "para": [(0, ""), (4, "al_2"), (5, "al_3")],
}


def _innermost_act(units: Sequence[tuple[str, _Number]]) -> list[tuple[str, _Number]]:
    """Articles stand under their annex alone, whatever part or chapter is named."""
    names = [unit for unit, _number in units]
    if "art" not in names:
        return list(units)
    outer = names.index("annex") + 1 if "annex" in names else 0
    return [pair for position, pair in enumerate(units) if position < outer or _RANK[pair[0]] >= _ARTICLE]


def _options(unit: str, number: _Number, above: str) -> _Options:
    """The parts of an address that a unit with its number may be, the likeliest first."""
    if unit == "preamble":
        return [(0, "preamble"), (1, "preamble__al_1")]
    again = f"_{number.again}" if number.again else ""
    if unit == "heading":
        return [(0, "")] if above in ("art", "") else [(0, f"heading{again}"), (1, "")]
    forms = _alineas if unit == "al" else _paragraphs if unit == "para" else _named(unit)
    return list(enumerate(forms(number, above, again)))


def _paragraphs(number: _Number, above: str, again: str) -> list[str]:
    """The first частина of an article without any is the article."""
    forms = [f"{form}{slug}{again}" for slug in number.slugs for form in ("para_", "para_nn_")]
    return [*forms, ""] if number.slugs == ("1",) and not again and above else forms


def _alineas(number: _Number, above: str, again: str) -> list[str]:
    """«абз. 1» is the unit itself, but for the units that have no text of their own before it."""
    slug = number.slugs[0]
    own = f"al_{slug}{again}"
    if slug == "1" and above and not again:
        return [own, ""] if _RANK[above] < _ARTICLE else ["", own]
    return [own] if above != "art" else [own, f"para_nn_{slug}", f"para_nn_1__{own}", f"para_1__{own}"]


def _named(unit: str) -> Callable[[_Number, str, str], list[str]]:
    name = "point" if unit == "subpoint" else unit

    def forms(number: _Number, _above: str, again: str) -> list[str]:
        slugs = list(number.slugs)
        if unit == "book":
            slugs = [*(word for word, value in BOOKS.items() if value == number.value), *slugs]
        if unit in _ROMAN_UNITS and number.value and slugs[-1].isdigit():
            slugs.append(_roman_numeral(number.value))
        if unit in _CONTAINERS and number.value:
            slugs.append(f"nn_{number.value}")
        return [f"{name}_{slug}{again}" for slug in slugs]

    return forms


def _roman_numeral(value: int) -> str:
    roman = "C" * (value // 100)
    value %= 100
    for numeral, worth in _ROMAN_TENS:
        roman += numeral * (value // worth)
        value %= worth
    return roman


_ROMAN_TENS = (("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def _likeliest(choices: list[_Options]) -> list[tuple[str, ...]]:
    """Combinations by how unlikely their parts are together, the first ones only."""
    found: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for options in choices:
        longer = [(cost + more, (*parts, part) if part else parts) for cost, parts in found for more, part in options]
        found = sorted(longer, key=lambda pair: pair[0])[:MOST_CANDIDATES]
    return [parts for _cost, parts in found]


# Whose citation it is


def _foreign_after(tokens: list[_Token], index: int) -> bool:
    """Whether the words after a citation name another act: «Конституції України», «Цивільного кодексу», «КК»."""
    for position in _phrase(tokens, index):
        token = tokens[position]
        if token.word in _THIS:
            return False
        if _is_code(token) or token.word in _ACTS_AFTER:
            return True
        if token.word in _LAW:
            return _names_another(tokens, position + 1)
        if not token.word.endswith(_ATTRIBUTES) and not token.text[:1].isupper():
            return False
    return False


def _phrase(tokens: list[_Token], index: int) -> Iterator[int]:
    """Indexes of the next few words, up to a mark that ends their phrase."""
    words = 0
    for position in range(index, min(len(tokens), index + 2 * _WORDS_TO_ACT)):
        if tokens[position].kind == "word":
            yield position
            words += 1
        elif tokens[position].kind != "space" or words > _WORDS_TO_ACT:
            return


def _names_another(tokens: list[_Token], index: int) -> bool:
    """«Закону України», «Закону № 5», «Закону «Про …» name one; the bare word may mean the draft."""
    words = [token.word for token in tokens[index : index + 4] if token.kind != "space"][:2]
    return bool(words) and (words[0] in _AFTER_FOREIGN_LAW or (words[0] in _QUOTES and words[-1] == "про"))


def _foreign_before(tokens: list[_Token], index: int) -> bool:
    """«КК України, ст. 121», «у Конституції України (ст. 5»."""
    before = tokens[max(0, index - 6) : index]
    if any(token.text in ".;:!?" for token in before[-2:]):
        return False
    words = [token for token in before if token.kind == "word"]
    if words and words[-1].word == "україни":
        return len(words) > 1 and (_is_code(words[-2]) or words[-2].word.startswith(_ACTS_BEFORE))
    return bool(words) and _is_code(words[-1])


def _is_code(token: _Token) -> bool:
    """«ЦК», «КУпАП»: an abbreviation, not the end of a word."""
    return token.word in _CODES and token.text[0].isupper() and token.text[-1].isupper()
