"""A made-up but lifelike vocabulary, and text drawn from it with the frequencies of Zipf's law.

Words are stems with the endings of their declension, so that lemmas matter as they do in real
comments; the long tail of rare words is made of names of villages and towns.
"""

import random
from collections.abc import Iterable, Sequence
from itertools import accumulate, product

_SMALL_UK = (
    "і не що на в у та це як до з за але для якщо вже про ми ви від цього так бо то щоб є треба лише тому має через після "
    "можна коли без при де хто або який навіть ще цей потрібно також під буде якою всіх його їх нас мені чи ніхто завжди"
).split()
_NOUNS_HARD = (
    "закон проєкт орган строк документ реєстр центр заявник адміністратор порядок пункт графік офіс район бюджет договір "
    "податок тариф ремонт маршрут транспорт автобус вокзал парк ринок пенсіонер водій лікар учитель підпис список звіт "
    "журнал сайт портал доступ контроль кордон порт склад вантаж контейнер брокер митник інспектор огляд акт наказ суд "
    "процес захист розвиток ресурс паспорт рахунок внесок платіж борг штраф дозвіл запис виїзд будинок двір квартал"
).split()
_NOUNS_FEMININE = (
    "громад послуг довідк заяв плат ціл норм частин сторінк карт област рад служб лікарн школ дорог вод зупинк черг книг "
    "посад груп програм реформ систем мереж ліні платформ перевірк помилк причин відмов скарг умов вимог пропозиц потреб "
    "справ особ людин дитин родин хат вулиц площ пошт бібліотек аптек тем голов депутатк мит закупівл оренд"
).split()
_NOUNS_NEUTER = (
    "рішенн зверненн обговоренн зауваженн положенн значенн питанн навчанн лікуванн фінансуванн будівництв управлінн "
    "повідомленн підтвердженн оформленн розміщенн оприлюдненн погодженн скасуванн порушенн відшкодуванн обладнанн завданн"
).split()
_ADJECTIVES = (
    "державн місцев обласн сільськ міськ районн електронн публічн відкрит закрит нов стар велик мал важлив зрозуміл "
    "соціальн митн земельн бюджетн громадськ правов персональн окрем загальн додатков обов’язков безоплатн платн швидк "
    "повільн зайв реальн паперов цифров мобільн віддален доступн прозор відповідальн незалежн військов цивільн"
).split()
_VERBS = (
    "розгляда підтриму пропону вимага чека працю отриму пода оприлюдню перевіря зменшу збільшу скасову погоджу пояснюва "
    "виріша допомага забороня дозволя платит зверта запиту зміню додава видаля приходи виїжджа"
).split()
_ENDINGS = (
    (_NOUNS_HARD, ("", "у", "ом", "и", "ів", "ам", "ами", "ах")),
    (_NOUNS_FEMININE, ("а", "и", "і", "у", "ою", "", "ам", "ами", "ах")),
    (_NOUNS_NEUTER, ("я", "ю", "ям", "ями", "ях")),
    (_ADJECTIVES, ("ий", "ого", "ому", "им", "а", "ої", "у", "ою", "е", "і", "их", "ими")),
    (_VERBS, ("ти", "є", "ють", "ємо", "в", "ла", "ли")),
)
_PLACE_BEGINS = ("Ново", "Старо", "Велико", "Мало", "Червоно", "Зелено", "Верхньо", "Нижньо", "Біло", "Сухо")
_PLACE_ROOTS = (
    "андрії миколаї петрі івані павлі олексії степані григорі василі данилі дмитрі кирилі борисі семені федорі марії "
    "троїц покров донц лиман дністр балк степ гай яр став криниц дубо вишне тополе калин рибал козац чума гетьман"
).split()
_PLACE_ENDINGS = ("вка", "вку", "вці", "вський", "вська", "вського", "вське", "піль", "полі", "поля")

_SMALL_EN = (
    "the of to and in is that for it this not be with are we on as should will if have or by they must can there but from "
    "what all which when would people no only before after their our how who because still"
).split()
_WORDS_EN = (
    "law draft clause office service citizen village region council register document term fee reason decision report "
    "customs port vessel container inspection data record budget road hospital school library bus market tax fine permit "
    "court appeal deadline signature proposal wording amendment comment consultation authority official minister deputy "
    "publish refuse delay explain support oppose propose require remove shorten extend charge refund protect collect "
    "clear unclear public private open closed rural urban free costly slow quick honest useful needless digital"
).split()
_ENDINGS_EN = ("", "s", "ed", "ing")

_NAMES = "Олена Тарас Марія Іван Оксана Петро Ірина Андрій Наталія Богдан Софія Юрій Галина Сергій Людмила Роман".split()
_SURNAMES = "Коваль Мельник Шевчук Бондар Ткачук Кравець Олійник Поліщук Гончар Лисенко Савчук Мороз Руденко Клименко".split()

UKRAINIAN_SHARE = 0.8


class Vocabulary:
    """Words from the most common to the rarest; ``draw`` takes them with the frequencies of Zipf's law."""

    def __init__(self, common: Sequence[str], others: Iterable[str], tail: Iterable[str], seed: int) -> None:
        shuffled, rare = sorted(set(others)), sorted(set(tail))
        chance = random.Random(seed)
        chance.shuffle(shuffled)
        chance.shuffle(rare)
        self.words = list(dict.fromkeys([*common, *shuffled, *rare]))
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))

    def draw(self, chance: random.Random, number: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self._weights, k=number)


def ukrainian() -> Vocabulary:
    forms = (stem + ending for stems, endings in _ENDINGS for stem in stems for ending in endings)
    places = ("".join(parts) for parts in product(_PLACE_BEGINS, _PLACE_ROOTS, _PLACE_ENDINGS))
    return Vocabulary(_SMALL_UK, forms, places, 1)


def english() -> Vocabulary:
    forms = (stem + ending for stem in _WORDS_EN for ending in _ENDINGS_EN)
    return Vocabulary(_SMALL_EN, forms, (), 2)


def sentences(vocabulary: Vocabulary, chance: random.Random, number: int) -> str:
    """About ``number`` words as sentences of 6 to 18 words, with a comma here and there."""
    words = vocabulary.draw(chance, number)
    done: list[str] = []
    while words:
        length = chance.randint(6, 18)
        sentence, words = words[:length], words[length:]
        if len(sentence) > 8:
            sentence[4] += ","
        done.append(capitalised(" ".join(sentence)) + chance.choice("....!?"))
    return " ".join(done)


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def person_name(chance: random.Random) -> str:
    return f"{chance.choice(_NAMES)} {chance.choice(_SURNAMES)}"
