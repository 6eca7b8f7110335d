"""Comments whose source is known: letters of campaigns as people personalise them, and opinions of people alone.

Letters and opinions are made of the same sentences, so people who agree use the same phrases; a letter is
told apart only by being the same text. All of it is written for the project.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .words import UKRAINIAN_SHARE, Vocabulary, capitalised, english, person_name, sentences, ukrainian

UK, EN = "uk", "en"
CAMPAIGN = "campaign"
LETTERS_SHARE = 0.25
COPIES = (3, 2000)
SHORT_SHARE = 0.06
ZIPF_SHARE = 0.3


class Letter(NamedTuple):
    """``source`` is the same for the copies of one letter, for equal short remarks, and for nothing else."""

    source: str
    body: str


@dataclass(frozen=True)
class Grammar:
    """Sentences with places in braces, and what may stand in each place."""

    sentences: Sequence[str]
    places: dict[str, Sequence[str]]
    greetings: Sequence[str]
    closings: Sequence[str]
    towns: Sequence[str]
    asides: Sequence[str]
    synonyms: dict[str, str]
    remarks: Sequence[str]
    look_alikes: dict[str, str]

    def text(self, chance: random.Random, number: int) -> list[str]:
        """So many sentences, each of another build."""
        return [self._filled(sentence, chance) for sentence in chance.sample(self.sentences, number)]

    def sentence(self, chance: random.Random) -> str:
        return self.text(chance, 1)[0]

    def _filled(self, text: str, chance: random.Random) -> str:
        while "{" in text:
            text = _PLACE.sub(lambda place: chance.choice(self.places[place[1]]), text)
        return capitalised(text)


_PLACE = re.compile(r"\{(\w+)\}")

_UKRAINIAN = Grammar(
    sentences=(
        "Я живу {where} вже {years} і бачу, як {problem}.",
        "Через це {who} {loses}, а {other} нічого не помічає.",
        "Прошу {ask}, бо інакше {result}.",
        "Пропоную {ask} не пізніше ніж {deadline}.",
        "Якщо {problem}, то {result}, і це вже було {when}.",
        "На мою думку, {who} має право знати, чому {problem}.",
        "Нас турбує, що {problem}, хоча {who} не раз про це {told}.",
        "{when} {who} {told} про це раді, але відповіді не було.",
        "Строк у {number} днів замалий: {who} просто не встигне {do}.",
        "Строк у {number} днів завеликий: за цей час {result}.",
        "Чому {other} вирішує сам, а {who} дізнається про все останнім?",
        "Варто {ask}, як це давно роблять {abroad}.",
        "Мій сусід {told} про те саме {when}, і {result}.",
        "Ця норма шкодить тим, хто хоче {do} {where}.",
        "Ця норма допоможе тим, хто хоче {do} {where}.",
        "Без цього {who} далі {loses}.",
        "Не можна допустити, щоб {problem} ще й {when}.",
        "Треба чітко записати, хто саме відповідає за те, що {problem}.",
        "Закон мовчить про те, як {who} зможе {do}, коли {problem}.",
        "Торік {where} {result}, і вчитися на цьому ніхто не хоче.",
        "Гроші з бюджету краще витратити на те, щоб {who} міг {do}.",
        "Я не юрист, але розумію: {problem}, тому {result}.",
        "Діти ходять до школи {where}, де {problem}.",
        "Бізнес {where} платить податки й чекає, що {other} почне {do}.",
        "Вимагаю {ask} та оприлюднити розрахунки {deadline}.",
        "Підтримую думку, що {who} повинен {do} без зайвих довідок.",
        "Дивно читати, ніби {who} {loses}, коли насправді {problem}.",
        "Комісія з {number} осіб навряд чи зможе {do} чесно.",
        "За {number} гривень на місяць {who} не стане {do}.",
        "Нарешті хтось помітив, що {problem}.",
    ),
    places={
        "problem": ("{trouble}", "{trouble} {since}", "{since} {trouble}"),
        "since": (
            "уже другий тиждень",
            "без жодного пояснення",
            "прямо під вікнами",
            "попри рішення суду",
            "за гроші громади",
            "як і торік",
            "просто серед літа",
            "всупереч генплану",
            "на очах у всіх",
            "з мовчазної згоди ради",
            "третій сезон поспіль",
            "після кожної зливи",
            "за одну ніч",
            "незважаючи на петицію",
        ),
        "who": ("{person}", "{person} {origin}", "{origin} {person}"),
        "origin": (
            "із сусіднього села",
            "з нашого під’їзду",
            "без зв’язків у раді",
            "з малими дітьми",
            "як оце я",
            "із середнім заробітком",
            "після операції",
            "з окупованого міста",
            "на селі",
            "без власного авто",
            "за сімдесят",
            "із дипломом агронома",
            "у нашій громаді",
            "з третього поверху",
        ),
        "where": (
            "біля порту",
            "на Слобідці",
            "у селі під Ренями",
            "в центрі міста",
            "над лиманом",
            "на околиці Ізмаїла",
            "у новобудові",
            "поруч із ринком",
            "за залізницею",
            "у гуртожитку",
            "при в’їзді до Балти",
            "на Молдаванці",
            "край заповідника",
            "у приватному секторі",
            "біля об’їзної",
            "в Аккермані",
            "на Пересипу",
            "за річкою",
        ),
        "years": (
            "п’ять років",
            "двадцять років",
            "усе життя",
            "третій рік",
            "з дитинства",
            "від минулої осені",
            "понад десять років",
            "кілька місяців",
            "після переселення",
            "з вісімдесятих",
        ),
        "trouble": (
            "вирубують парк заради стоянки",
            "маршрутки їздять раз на годину",
            "сміття вивозять щодругий тиждень",
            "вода з крана пахне хлором",
            "ґрунтові дороги розмиває дощ",
            "землю роздають без конкурсу",
            "лікаря чекають пів дня",
            "тротуари заставлені машинами",
            "об’єкти культури стоять зачинені",
            "довідку видають тільки в області",
            "пляж перегородили парканом",
            "тариф рахують за чужою площею",
            "укриття замкнене вночі",
            "ліхтарі не світять від літа",
            "забудовник міняє плани мовчки",
            "дитсадок переповнений удвічі",
            "автобус не бере людей на візках",
            "ставок осушують під котеджі",
            "скаргу пересилають по колу",
            "оренду продовжують заднім числом",
            "кладовище підступає до колодязів",
        ),
        "person": (
            "пенсіонер",
            "молода родина",
            "кожен мешканець",
            "власник кіоску",
            "староста села",
            "вчитель",
            "переселенець",
            "ветеран",
            "фермер",
            "орендар",
            "перевізник",
            "людина з інвалідністю",
            "рибалка",
            "підприємець",
            "студент",
            "голова ОСББ",
            "лікарка",
            "пасажир",
            "покупець",
            "платник податків",
        ),
        "loses": (
            "втрачає час і гроші",
            "платить двічі",
            "стоїть у черзі з п’ятої ранку",
            "лишається без відповіді",
            "мусить звертатися до суду",
            "їде по довідку до столиці",
            "терпить шум до півночі",
            "купує воду в бутлях",
            "закриває справу",
            "вивозить сміття власним возом",
            "ходить пішки через поле",
            "чекає роками",
        ),
        "other": (
            "департамент",
            "виконком",
            "міністерство",
            "забудовник",
            "перевізник-монополіст",
            "депутатська комісія",
            "обласна адміністрація",
            "комунальне підприємство",
            "земельний відділ",
            "старий керівник порту",
        ),
        "ask": (
            "скоротити строк розгляду",
            "провести відкриті слухання",
            "залишити парк у власності громади",
            "зобов’язати раду публікувати кошторис",
            "вилучити цей пункт зовсім",
            "додати перелік винятків",
            "дозволити подання поштою",
            "скасувати плату за витяг",
            "визначити одного відповідального",
            "перевірити всі договори за п’ять років",
            "записати розмір штрафу в самому законі",
            "повернути пільгу на проїзд",
            "викласти речення простіше",
            "узгодити терміни з кодексом",
            "створити реєстр ділянок",
            "відкласти голосування",
        ),
        "result": (
            "люди підуть до суду",
            "бюджет недорахується мільйонів",
            "село лишиться без автобуса",
            "ніхто не захоче працювати чесно",
            "підприємці згорнуть справу",
            "черга виросте вдвічі",
            "довіра зникне остаточно",
            "річка обміліє",
            "молодь виїде",
            "ремонт затягнеться на роки",
            "лікарня втратить кадри",
            "з’явиться новий корупційний ризик",
            "перевірка нічого не покаже",
        ),
        "deadline": (
            "до кінця року",
            "за місяць",
            "перед другим читанням",
            "від першого січня",
            "протягом двох тижнів",
            "до початку опалення",
            "разом із бюджетом",
            "на найближчій сесії",
            "через квартал",
        ),
        "when": (
            "минулої зими",
            "у дві тисячі дев’ятнадцятому",
            "навесні",
            "ще до війни",
            "щороку",
            "після повені",
            "перед виборами",
            "позаторік",
            "під час карантину",
            "цього серпня",
            "на Великдень",
            "у спеку",
        ),
        "told": (
            "писав",
            "говорила",
            "нагадував",
            "попереджав",
            "скаржилася",
            "розповідав журналістам",
            "повідомляла листом",
            "кричав на зборах",
            "зверталася офіційно",
            "доводив із цифрами",
        ),
        "do": (
            "зібрати документи",
            "відкрити пекарню",
            "оскаржити рішення",
            "приватизувати город",
            "тримати пасіку",
            "їздити на роботу трамваєм",
            "поставити пандус",
            "здати квартиру законно",
            "орендувати пірс",
            "перевірити лічильник",
            "вчити дітей української",
            "садити виноград",
            "дати раду відходам",
        ),
        "abroad": (
            "в Естонії",
            "у Польщі",
            "сусіди з Миколаєва",
            "литовські громади",
            "у Львові",
            "німецькі міста",
            "румунські порти",
            "у Вінниці",
            "канадські фермери",
        ),
        "number": (
            "три",
            "п’ять",
            "сім",
            "десять",
            "тридцять",
            "сорок п’ять",
            "шістдесят",
            "дев’яносто",
            "сто двадцять",
        ),
    },
    greetings=(
        "Шановні депутати!",
        "Добрий день!",
        "Шановний голово комісії!",
        "Вітаю,",
        "Доброго дня, шановні члени ради!",
        "Шановна обласна адміністраціє!",
        "До уваги розробників:",
    ),
    closings=("З повагою,", "Дякую за увагу.", "Щиро ваш", "З щирою повагою", ""),
    towns=("м. Одеса", "Рені", "село Вилкове", "м. Ізмаїл", "Білгород-Дністровський", "Подільськ", "смт Тарутине"),
    asides=(
        "Особисто для мене це болюче.",
        "У нашій родині троє дітей.",
        "Про це я говорила і на сході села.",
        "Мені шістдесят сім років.",
        "Я вже не вірю, що мене почують.",
        "Додам від себе: так було завжди.",
        "Працюю водієм дев’ятий рік.",
        "Моя бабуся писала про це ще в район.",
        "Маю фото й готовий показати.",
    ),
    synonyms={
        "прошу": "благаю",
        "пропоную": "раджу",
        "бачу": "спостерігаю",
        "але": "проте",
        "бо": "оскільки",
        "треба": "слід",
        "писав": "писала",
        "говорила": "говорив",
        "якщо": "коли",
        "вже": "уже",
        "має": "повинен",
        "варто": "доречно",
        "мій": "наш",
        "тому": "отже",
        "хоча": "хоч",
        "люди": "громадяни",
        "торік": "минулого року",
        "чому": "навіщо",
    },
    remarks=(
        "Підтримую!",
        "За",
        "Проти",
        "Згоден",
        "Згодна з автором",
        "Не підтримую",
        "Повністю підтримую цю статтю",
        "Ганьба!",
        "Дуже потрібний закон",
        "Давно пора",
        "Це погана ідея",
        "Прошу відхилити цей законопроєкт",
    ),
    look_alikes=dict(zip("аеіосрхуАЕІОСРХТМКВН", "aeiocpxyAEIOCPXTMKBH", strict=True)),
)

_ENGLISH = Grammar(
    sentences=(
        "I have lived {where} for {years} and I can see that {problem}.",
        "Because of this {who} {loses}, while {other} looks the other way.",
        "Please {ask}, otherwise {result}.",
        "I propose to {ask} no later than {deadline}.",
        "When {problem}, {result}, as it did {when}.",
        "In my opinion {who} has a right to know why {problem}.",
        "It worries us that {problem}, although {who} {told} more than once.",
        "{when} {who} {told} and never had an answer.",
        "A term of {number} days is too short for {who} to {do}.",
        "A term of {number} days is too long: by then {result}.",
        "Why does {other} decide alone, and {who} is the last to hear of it?",
        "We should {ask}, as they have long done {abroad}.",
        "My neighbour {told} {when}, and {result}.",
        "This rule harms those who want to {do} {where}.",
        "This rule helps those who want to {do} {where}.",
        "Without it {who} simply {loses} again.",
        "Nobody should have to watch how {problem} {when}.",
        "The text must say who answers for the fact that {problem}.",
        "The bill is silent on how {who} is to {do} once {problem}.",
        "Last year {where} {result}, and nobody wants to learn from it.",
        "The money is better spent so that {who} can {do}.",
        "I am no lawyer, but I understand: {problem}, and so {result}.",
        "Children walk to school {where}, just where {problem}.",
        "Businesses {where} pay their taxes and wait for {other} to {do}.",
        "I demand that you {ask} and publish the figures {deadline}.",
        "A commission of {number} people will hardly {do} honestly.",
    ),
    places={
        "problem": ("{trouble}", "{trouble} {since}"),
        "since": (
            "for the second week", "without a word of explanation", "right under our windows", "despite the ruling",
            "at the town's expense", "just as last time", "against the master plan", "before everyone's eyes",
            "after each rain", "overnight", "in spite of the petition",
        ),
        "who": ("{person}", "{person} {origin}"),
        "origin": (
            "from the next village", "in our block", "without friends in the council", "with small children", "like me",
            "on an average wage", "after an operation", "from an occupied town", "without a car", "over seventy",
            "in our community",
        ),
        "where": (
            "near the harbour", "in the old town", "by the estuary", "on the edge of Izmail", "next to the market",
            "beyond the railway", "in a new block", "on the ring road", "across the river", "behind the station",
            "at the lake", "in a hostel", "close to the reserve", "in a border village",
        ),
        "years": (
            "five years", "twenty years", "all my life", "three winters", "a decade", "eleven months", "half a century",
            "two summers",
        ),
        "trouble": (
            "the park is cut down for a car park", "buses come once an hour", "rubbish lies for a fortnight",
            "the tap water smells of chlorine", "dirt roads are washed away", "land is given out without a tender",
            "patients wait half a day", "pavements are full of cars", "the museum stays locked",
            "a paper is only issued in the capital", "the beach is fenced off", "the shelter is closed at night",
            "street lamps have been dark since June", "builders change their plans silently",
            "the kindergarten is twice overfull", "complaints are sent round in circles", "leases are renewed backwards",
            "ponds are drained for cottages",
        ),
        "person": (
            "a pensioner", "a young family", "every resident", "the owner of a kiosk", "a village elder", "a teacher",
            "a displaced person", "a veteran", "a farmer", "a tenant", "a carrier", "a wheelchair user", "a fisherman",
            "a student", "a nurse", "a passenger",
        ),
        "loses": (
            "loses time and money", "pays twice", "queues from five in the morning", "gets no reply", "has to go to court",
            "travels for a stamp", "buys water in bottles", "closes the shop", "walks across the fields", "waits for years",
        ),
        "other": (
            "the department", "the council", "the ministry", "the developer", "the only carrier", "the committee",
            "the regional administration", "the land office",
        ),
        "ask": (
            "shorten the term", "hold open hearings", "leave the park to the community", "publish the estimate",
            "delete this point altogether", "add a list of exceptions", "allow filing by post", "drop the fee for extracts",
            "name one responsible officer", "check every contract of five years", "put the fine into the law itself",
            "write the sentence more plainly", "keep a register of plots", "postpone the vote",
        ),
        "result": (
            "people will go to court", "the budget will lose millions", "the village will be left without a bus",
            "nobody will want to work honestly", "shops will close down", "the queue will double", "trust will be gone",
            "the river will run dry", "the young will leave", "repairs will drag on", "the clinic will lose its staff",
        ),
        "deadline": (
            "by the end of the year", "within a month", "before the second reading", "from January on",
            "before the heating season", "together with the budget", "at the next session",
        ),
        "when": (
            "last winter", "in two thousand nineteen", "in spring", "before the war", "every year", "after the flood",
            "during the lockdown", "this August", "at Easter",
        ),
        "told": (
            "wrote about it", "spoke of it", "reminded them", "warned the mayor", "complained in public",
            "called the newspapers", "sent a letter", "proved it with figures",
        ),
        "do": (
            "collect the papers", "open a bakery", "contest a decision", "own a garden", "keep bees", "ride to work by tram",
            "build a ramp", "let a flat lawfully", "rent a pier", "check the meter", "plant vines", "deal with waste",
        ),
        "abroad": (
            "in Estonia", "in Poland", "our neighbours in Mykolaiv", "in Lithuanian towns", "in Lviv", "in German cities",
            "in Romanian ports",
        ),
        "number": ("three", "five", "seven", "ten", "thirty", "forty five", "sixty", "ninety"),
    },
    greetings=(
        "Dear members of parliament,", "Good afternoon!", "Dear Sir or Madam,", "Hello,", "To whom it may concern:",
        "Dear Chair!",
    ),
    closings=("Yours sincerely,", "Kind regards,", "Respectfully,", "Thank you for your time.", ""),
    towns=("Odesa", "Reni", "Izmail", "Balta", "Vylkove", "Podilsk"),
    asides=(
        "This matters to me personally.", "We have three children at home.", "I said so at the village meeting too.",
        "I am sixty seven years old.", "I no longer believe that anyone listens.", "I have photographs to show.",
        "I have driven a bus for nine years.",
    ),
    synonyms={
        "please": "kindly", "propose": "suggest", "see": "notice", "but": "yet", "must": "should", "demand": "ask",
        "people": "citizens", "simply": "just", "hardly": "scarcely", "although": "though", "again": "once more",
        "why": "how come", "neighbour": "colleague", "bill": "draft", "money": "funding",
    },
    remarks=(
        "I agree", "Against", "I support this", "Good idea!", "No!", "Please reject this bill", "Well said",
        "This is long overdue",
    ),
    look_alikes=dict(zip("aeiocpxyAEOCPXTMKBH", "аеіосрхуАЕОСРХТМКВН", strict=True)),
)  # fmt: skip

GRAMMARS = {UK: _UKRAINIAN, EN: _ENGLISH}


def letters(number: int, seed: int, share: float = LETTERS_SHARE, copies: tuple[int, int] = COPIES) -> list[Letter]:
    """So many comments in the order in which they come: ``share`` of them letters of campaigns, the rest alone."""
    chance = random.Random(seed)
    found = list(_campaigns(chance, round(number * share), copies))
    found += _alone(chance, number - len(found))
    chance.shuffle(found)
    return found


def campaign(chance: random.Random, language: str, name: str, copies: int) -> list[Letter]:
    """So many copies of one new letter; a quarter is sent as it is."""
    grammar = GRAMMARS[language]
    written = grammar.text(chance, chance.randint(4, 9))
    return [Letter(name, " ".join(written))] + [
        Letter(name, " ".join(written) if chance.random() < 0.25 else personalised(grammar, chance, written))
        for _copy in range(copies - 1)
    ]


def personalised(grammar: Grammar, chance: random.Random, written: Sequence[str]) -> str:
    """A letter as somebody sends it who changed something."""
    text = list(written)
    for change in chance.sample((_insert, _swap, _drop, _replace, _number), chance.choice((1, 1, 2, 2, 3))):
        text = change(grammar, chance, text)
    if chance.random() < 0.12:
        text = _inside_own_words(grammar, chance, text)
    body = _framed(grammar, chance, text) if chance.random() < 0.6 else " ".join(text)
    for dress, share in ((_look_alike, 0.15), (_retyped, 0.3), (_mistyped, 0.2)):
        if chance.random() < share:
            body = dress(grammar, chance, body)
    return body


def _campaigns(chance: random.Random, number: int, copies: tuple[int, int]) -> Iterator[Letter]:
    least, most = copies
    made = 0
    while number - made >= least:
        size = min(int(least * chance.paretovariate(0.7)), most, number - made)
        language = UK if chance.random() < UKRAINIAN_SHARE else EN
        yield from campaign(chance, language, f"{CAMPAIGN} {language} {made}", size)
        made += size


def _alone(chance: random.Random, number: int) -> Iterator[Letter]:
    vocabularies = {UK: ukrainian(), EN: english()}
    for index in range(number):
        language = UK if chance.random() < UKRAINIAN_SHARE else EN
        kind = chance.random()
        if kind < SHORT_SHARE:
            remark = chance.choice(GRAMMARS[language].remarks)
            yield Letter(f"remark {remark}", remark)
        elif kind < SHORT_SHARE + ZIPF_SHARE:
            yield Letter(f"alone {index}", _rambling(vocabularies[language], chance))
        else:
            yield Letter(f"alone {index}", _opinion(GRAMMARS[language], chance))


def _rambling(vocabulary: Vocabulary, chance: random.Random) -> str:
    return sentences(vocabulary, chance, max(14, round(chance.gauss(60, 20))))


def _opinion(grammar: Grammar, chance: random.Random) -> str:
    text = grammar.text(chance, chance.randint(3, 9))
    return _framed(grammar, chance, text) if chance.random() < 0.3 else " ".join(text)


def _insert(grammar: Grammar, chance: random.Random, text: list[str]) -> list[str]:
    own = [grammar.sentence(chance) if chance.random() < 0.5 else chance.choice(grammar.asides)]
    at = chance.randint(0, len(text))
    return text[:at] + own + text[at:]


def _swap(_grammar: Grammar, chance: random.Random, text: list[str]) -> list[str]:
    one, other = chance.sample(range(len(text)), 2)
    text[one], text[other] = text[other], text[one]
    return text


def _drop(_grammar: Grammar, chance: random.Random, text: list[str]) -> list[str]:
    at = chance.randrange(len(text))
    return text[:at] + text[at + 1 :] if len(text) > 3 else text


def _replace(grammar: Grammar, chance: random.Random, text: list[str]) -> list[str]:
    """Some words said otherwise, among them those that tell a woman's letter from a man's."""
    return [
        re.sub(
            r"\w+", lambda word: grammar.synonyms.get(word[0], word[0]) if chance.random() < 0.8 else word[0], sentence
        )
        for sentence in text
    ]


def _number(_grammar: Grammar, chance: random.Random, text: list[str]) -> list[str]:
    at = chance.randrange(len(text))
    words = text[at].split()
    words.insert(chance.randrange(len(words)), str(chance.randint(2, 99)))
    return [*text[:at], " ".join(words), *text[at + 1 :]]


def _inside_own_words(grammar: Grammar, chance: random.Random, text: list[str]) -> list[str]:
    own = grammar.text(chance, max(2, len(text) * 2 // 3))
    before = chance.randint(0, len(own))
    return [*own[:before], *text, *own[before:]]


def _framed(grammar: Grammar, chance: random.Random, text: Sequence[str]) -> str:
    parts = [chance.choice(grammar.greetings), " ".join(text), chance.choice(grammar.closings)]
    name = person_name(chance)
    parts.append(f"{name}, {chance.choice(grammar.towns)}" if chance.random() < 0.5 else name)
    return chance.choice(("\n", "\n\n", " ")).join(part for part in parts if part)


def _look_alike(grammar: Grammar, chance: random.Random, body: str) -> str:
    """Letters of the other alphabet that look the same."""
    return "".join(grammar.look_alikes.get(char, char) if chance.random() < 0.3 else char for char in body)


def _retyped(_grammar: Grammar, chance: random.Random, body: str) -> str:
    """Another keyboard: apostrophes, dashes, spaces, capitals, ґ."""
    changes = (
        lambda text: text.replace("’", chance.choice("'ʼ`")),
        lambda text: text.replace(" ", "  ", 5),
        lambda text: text.replace(". ", ".\n\n"),
        lambda text: text.upper(),
        lambda text: text.replace("ґ", "г"),
        lambda text: text.replace(".", "!"),
        lambda text: text.replace("а", "а\u0301", 3),
        lambda text: f"«{text}»",
    )
    return chance.choice(changes)(body)


def _mistyped(_grammar: Grammar, chance: random.Random, body: str) -> str:
    """A few words with a letter too few."""
    words = body.split(" ")
    for at in chance.sample(range(len(words)), min(len(words), chance.randint(1, 3))):
        if len(words[at]) > 4:
            cut = chance.randrange(1, len(words[at]) - 1)
            words[at] = words[at][:cut] + words[at][cut + 1 :]
    return " ".join(words)
