"""Campaigns of known source, made otherwise than ``bench.letters``: words are changed at a rate, nothing is of stock.

A letter is written of made-up words; each copy changes from a twentieth to a quarter of them, may lose a sentence,
come in another order, hold a paragraph of its own, and wear another dress. Between them stand texts of people alone,
who share with the letters and with each other only small words, openings that everybody uses, and what they quote.
"""

import random
from collections.abc import Callable, Sequence
from itertools import accumulate, product
from typing import NamedTuple

UK, EN = "uk", "en"
LETTER = "letter"
COPIES = (5, 60)
RATE = (0.05, 0.25)


class Said(NamedTuple):
    """``source`` is the same for the copies of one letter and for nothing else; ``rate`` is None for people alone."""

    source: str
    body: str
    rate: float | None = None


class Tongue(NamedTuple):
    small: str
    beginnings: str
    middles: str
    endings: str
    openings: Sequence[str]
    greetings: Sequence[str]
    closings: Sequence[str]
    names: Sequence[str]
    look_alikes: dict[str, str]


_UKRAINIAN = Tongue(
    small="і не що на в у та це як до з за але для якщо вже про ми від так бо щоб є треба тому має через після",
    beginnings="гром бюдж меш дор стан зем прав об’єк ґрун шкіл комун транс лік парк обов’яз садиб",
    middles="ад ет кан ож ув лян ник ун ор",
    endings="а у ою и ах ами ові ний ного ність ності ити ує или",
    openings=(
        "Вважаю, що",
        "На мою думку,",
        "Прошу врахувати, що",
        "Хочу звернути увагу:",
        "Категорично проти, бо",
        "Повністю підтримую, адже",
        "Пропоную змінити цей пункт, оскільки",
    ),
    greetings=("Шановні народні депутати!", "Доброго дня!", "Шановна комісіє,", "Вітаю вас,"),
    closings=("З повагою,", "З найкращими побажаннями,", "Дякую за увагу.", "Щиро ваша"),
    names=("Олена Гай", "П. Мороз", "Дем’ян Ґонта", "Ольга Рак, м. Рені", "Іван Лис, с. Утконосівка"),
    look_alikes=dict(zip("аеіосрхуАЕІОСРХТМКВН", "aeiocpxyAEIOCPXTMKBH", strict=True)),
)
_ENGLISH = Tongue(
    small="the a of to and in is that for it as was with be by on not he his but at are this have from or had an",
    beginnings="comm budg neigh road stat land right mark ground school tram heal park dut hous harb",
    middles="un et bour el or an ic aint ow",
    endings="s ed ing er ers ly ness al ally ful ity ities ive",
    openings=(
        "I think that",
        "In my opinion",
        "Please consider that",
        "I would like to point out:",
        "I am strongly against it, because",
        "I fully support this, since",
        "I propose to change this point, as",
    ),
    greetings=("Dear members of parliament,", "Good afternoon!", "Dear Sir or Madam,", "Hello,"),
    closings=("Yours sincerely,", "Kind regards,", "Thank you for your time.", "Respectfully,"),
    names=("Mary O'Neil", "J. Smith", "Anna Brown, Odesa", "Peter Fox"),
    look_alikes=dict(zip("aeiocpxyAEOCPXTMKBH", "аеіосрхуАЕОСРХТМКВН", strict=True)),
)
TONGUES = {UK: _UKRAINIAN, EN: _ENGLISH}


class Writer:
    """Writes in one language by one chance."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.language, self.chance, self.tongue = language, chance, TONGUES[language]
        self._endings = self.tongue.endings.split()
        parts = product(self.tongue.beginnings.split(), self.tongue.middles.split(), self._endings)
        words = ["".join(part) for part in parts]
        random.Random(1).shuffle(words)
        self._words = [*self.tongue.small.split(), *words]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._words))))

    def words(self, number: int) -> list[str]:
        return self.chance.choices(self._words, cum_weights=self._weights, k=number)

    def sentence(self) -> str:
        words = self.words(self.chance.randint(9, 20))
        start = f"{self.chance.choice(self.tongue.openings)} " if self.chance.random() < 0.3 else ""
        text = start + " ".join(words)
        return text[0].upper() + text[1:] + self.chance.choice("...!")

    def letter(self, sentences: int) -> list[str]:
        return [self.sentence() for _number in range(sentences)]

    def copy(self, written: Sequence[str], rate: float) -> str:
        """A letter as somebody sends it who changed that part of its words, and perhaps more."""
        text = [self._reworded(sentence, rate) for sentence in written]
        if len(text) > 3 and self.chance.random() < 0.2:
            text.pop(self.chance.randrange(len(text)))
        if self.chance.random() < 0.2:
            self.chance.shuffle(text)
        body = " ".join(text)
        if self.chance.random() < 0.3:
            own = " ".join(self.letter(self.chance.randint(1, max(1, len(written) // 2))))
            body = self.chance.choice((f"{own}\n\n{body}", f"{body}\n\n{own}"))
        if self.chance.random() < 0.5:
            tongue = self.tongue
            parts = (tongue.greetings, (body,), tongue.closings, tongue.names)
            body = self.chance.choice(("\n", " ")).join(self.chance.choice(part) for part in parts)
        for dress, share in ((self._look_alike, 0.1), (self._retyped, 0.2)):
            if self.chance.random() < share:
                body = dress(body)
        return body

    def _reworded(self, sentence: str, rate: float) -> str:
        words = sentence.split(" ")
        for at, word in enumerate(words):
            if self.chance.random() < rate:
                words[at] = self.chance.choice(
                    (self.words(1)[0], self.words(1)[0], "", f"{word[:-2]}{self.chance.choice(self._endings)}")
                )
        return " ".join(word for word in words if word)

    def _look_alike(self, body: str) -> str:
        return "".join(self.tongue.look_alikes.get(char, char) if self.chance.random() < 0.4 else char for char in body)

    def _retyped(self, body: str) -> str:
        changes: Sequence[Callable[[str], str]] = (
            lambda text: text.replace("’", self.chance.choice("'ʼ`‘")),
            str.upper,
            lambda text: text.replace("ґ", "г"),
            lambda text: text.replace("і", "і\u0301"),
            lambda text: f"«{text}»",
        )
        return self.chance.choice(changes)(body)


def planted(
    language: str,
    seed: int,
    alone: int,
    sizes: Sequence[int],
    sentences: Sequence[int],
    rate: tuple[float, float] = RATE,
) -> list[Said]:
    """Letters of ``sizes`` copies and of so many ``sentences``, among texts of people alone, in the order they come.

    The letter itself is not among its copies.
    """
    chance = random.Random(seed)
    writer = Writer(language, chance)
    found = []
    for number, (size, length) in enumerate(zip(sizes, sentences, strict=True)):
        written = writer.letter(length)
        for _copy in range(size):
            part = chance.uniform(*rate)
            found.append(Said(f"{LETTER} {language} {number}", writer.copy(written, part), part))
    for number in range(alone):
        body = " ".join(writer.letter(chance.choice((1, 2, 2, 3, 4, 6, 9))))
        found.append(Said(f"alone {language} {number}", body))
    chance.shuffle(found)
    return found
