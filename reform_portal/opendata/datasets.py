"""What is published as open data: datasets, their tables, every column with its meaning. Pure.

Texts stand here in both languages side by side, for the catalogue, the dictionary and the passports carry both.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..discussion.stances import HIDE_REASONS, STANCES, STATUSES
from ..feedback.answers.decisions import DECISIONS, TARGETS
from ..people.names import NAME_MODES

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_NAME = "CC BY 4.0"

STRING, INTEGER, INSTANT, FLAG = "string", "integer", "datetime", "boolean"
TYPES = (STRING, INTEGER, INSTANT, FLAG)


@dataclass(frozen=True)
class Column:
    """``codes`` is the closed list of its values; empty where it is free. ``uk`` and ``en`` say what it means."""

    name: str
    kind: str
    uk: str
    en: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Rows that are published as CSV and as JSON lines; a ``large`` one is compressed."""

    name: str
    columns: tuple[Column, ...]
    large: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def file_name(self, ending: str) -> str:
        """«comments.csv.gz»."""
        return f"{self.name}.{ending}{'.gz' if self.large else ''}"

    @property
    def file_names(self) -> tuple[str, str]:
        return self.file_name("csv"), self.file_name("jsonl")


@dataclass(frozen=True)
class Dataset:
    """``purpose_*`` is why the data are gathered, for the passport; ``more`` are files that are no tables."""

    name: str
    title_uk: str
    title_en: str
    description_uk: str
    description_en: str
    purpose_uk: str
    keywords_uk: tuple[str, ...]
    keywords_en: tuple[str, ...]
    tables: tuple[Table, ...]
    more: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        return self.title_en if language == "en" else self.title_uk

    def description(self, language: str) -> str:
        return self.description_en if language == "en" else self.description_uk

    @property
    def file_names(self) -> tuple[str, ...]:
        return (*(name for table in self.tables for name in table.file_names), *self.more)


_DRAFT = Column("draft", STRING, "Адресна назва проєкту", "Slug of the draft")
_VERSION = Column("version", INTEGER, "Номер редакції", "Number of the version")
_EID = Column(
    "clause",
    STRING,
    "Адреса структурної одиниці (eid); порожньо — весь проєкт",
    "Address (eid) of the clause; empty: the whole draft",
)
_COMMENT = Column("comment", STRING, "Сталий ідентифікатор зауваження", "Lasting id of the comment")

DRAFTS = Table(
    "drafts",
    (
        Column("draft", STRING, "Адресна назва проєкту, ключ", "Slug of the draft, the key"),
        Column("address", STRING, "Стала адреса проєкту", "Lasting address of the draft"),
        Column("title", STRING, "Назва", "Title"),
        Column("title_en", STRING, "Назва англійською, якщо є", "Title in English, if there is one"),
        Column("body", STRING, "Хто пропонує проєкт", "Who proposes the draft"),
        Column("language", STRING, "Мова тексту", "Language of the text", ("uk", "en")),
        Column("rules", STRING, "За якими правилами ведуть обговорення", "Rules of the consultation"),
        Column("opens_at", INSTANT, "Коли починають приймати думки", "When comments are first taken"),
        Column("closes_at", INSTANT, "Коли припиняють; порожньо — строку немає", "When they end; empty: open-ended"),
        Column("newest_version", INTEGER, "Номер останньої редакції", "Number of the newest version"),
        Column("is_sample", FLAG, "Чи це зразковий проєкт для демонстрації", "Whether it is a sample draft"),
    ),
)
VERSIONS = Table(
    "versions",
    (
        _DRAFT,
        _VERSION,
        Column("address", STRING, "Адреса редакції", "Address of the version"),
        Column("published_at", INSTANT, "Час публікації", "Time of publication"),
        Column("sha256", STRING, "SHA-256 оприлюдненого файлу", "SHA-256 of the file as it was published"),
        Column("source_name", STRING, "Назва цього файлу", "Name of that file"),
    ),
)
CLAUSES = Table(
    "clauses",
    (
        _DRAFT,
        _VERSION,
        Column("position", INTEGER, "Порядок у тексті", "Order in the text"),
        Column("clause", STRING, "Адреса структурної одиниці (eid)", "Address (eid) of the clause"),
        Column("provision", INTEGER, "Положення: спільне для всіх редакцій", "Provision: the same in all versions"),
        Column("kind", STRING, "Вид: article, paragraph, point…", "Kind: article, paragraph, point…"),
        Column("num", STRING, "Номер, як надруковано", "Number as printed"),
        Column("parent", STRING, "Адреса одиниці, до якої входить", "Address of the clause it belongs to"),
        Column("text", STRING, "Текст без вкладених одиниць", "Text without the clauses within"),
    ),
    large=True,
)
COMMENTS = Table(
    "comments",
    (
        Column("comment", STRING, "Сталий ідентифікатор, ключ", "Lasting id, the key"),
        Column("address", STRING, "Стала адреса зауваження", "Lasting address of the comment"),
        _DRAFT,
        Column("version", INTEGER, "Редакція, до якої написано", "The version it was written on"),
        _EID,
        Column("citation", STRING, "Посилання у правничій формі", "Printed citation in legal form"),
        Column("quote", STRING, "Слова, про які йдеться", "The words it is about"),
        Column("quote_start", INTEGER, "Початок цих слів, у кодових точках", "Where they start, in code points"),
        Column("stance", STRING, "Ставлення", "Stance", STANCES),
        Column("body", STRING, "Текст зауваження", "Text of the comment"),
        Column("author", STRING, "Підпис, який автор обрав показувати", "The name that the author chose to show"),
        Column("name_mode", STRING, "Вид підпису", "Name mode", NAME_MODES),
        Column(
            "person",
            STRING,
            "Умовний ідентифікатор людини під цим підписом; з обліковим записом його не зв’язати, а зауваження тієї самої "
            "людини під іншим підписом мають інший",
            "Pseudonymous id of the person under this name; it leads to no account, and what the same person said under "
            "another name has another one",
        ),
        Column(
            "author_role", STRING, "Роль автора", "Role of the author", ("citizen", "drafter", "moderator", "admin")
        ),
        Column("created_at", INSTANT, "Час публікації", "Time of publication"),
        Column("edited_at", INSTANT, "Час останнього виправлення", "Time of the last edit"),
        Column("parent", STRING, "Зауваження, на яке це відповідь", "The comment it replies to"),
        Column("thread", STRING, "Перше зауваження розмови", "The first comment of the conversation"),
        Column("supports", INTEGER, "Скільки людей підтримали", "How many people signed it"),
        Column("replies", INTEGER, "Скільки відповідей читачів", "How many replies"),
        Column(
            "status",
            STRING,
            "Стан; слова, підпис і ставлення показано лише для published",
            "Status; words, name and stance are there for published ones alone",
            tuple(status for status in STATUSES if status != "held"),
        ),
        Column("ground", STRING, "Підстава приховання", "Ground for hiding", HIDE_REASONS),
        Column("answer", STRING, "Відповідь розробника, що поширюється на нього", "The answer that holds for it"),
        Column("decision", STRING, "Рішення розробника", "Decision of the drafters", DECISIONS),
    ),
    large=True,
)
WORDINGS = Table(
    "wordings",
    (
        Column("comment", STRING, "Зауваження, що пропонує цю редакцію", "The comment that proposes it"),
        _DRAFT,
        Column("version", INTEGER, "Редакція, до якої її запропоновано", "The version it was proposed for"),
        Column("clause", STRING, "Адреса структурної одиниці (eid)", "Address (eid) of the clause"),
        Column("old_words", STRING, "Слова, які замінюють", "The words that are replaced"),
        Column("new_words", STRING, "Що пропонують; порожньо — вилучити", "What is proposed; empty: delete"),
        Column(
            "taken_after", INTEGER, "Після якої редакції її взято до тексту", "The version after which it was taken"
        ),
        Column("stands_in", INTEGER, "У якій редакції ці слова справді стоять", "The version whose text has the words"),
    ),
)
ANSWERS = Table(
    "answers",
    (
        Column("answer", STRING, "Сталий ідентифікатор відповіді, ключ", "Lasting id of the answer, the key"),
        Column("address", STRING, "Стала адреса відповіді", "Lasting address of the answer"),
        _DRAFT,
        Column("target", STRING, "На що відповідь", "What it answers", TARGETS),
        Column("target_id", STRING, "Ідентифікатор зауваження, теми чи однакових звернень", "Id of what it answers"),
        Column("clause", STRING, "Про яку структурну одиницю (eid)", "The clause (eid) it is about"),
        Column("decision", STRING, "Рішення", "Decision", DECISIONS),
        Column("reason", STRING, "Обґрунтування", "Reason"),
        Column("author", STRING, "Хто відповів", "Who answered"),
        Column("number", INTEGER, "Котра це редакція відповіді", "Which version of the answer this is"),
        Column("given_at", INSTANT, "Час першої відповіді", "Time of the first answer"),
        Column("changed_at", INSTANT, "Час останньої зміни", "Time of the last change"),
        Column("changed_clause", STRING, "Де в тексті змінені слова (eid)", "Where the changed words stand (eid)"),
        Column("changed_version", INTEGER, "У якій редакції ці слова", "The version that has them"),
        Column("holds_for", INTEGER, "На скільки зауважень поширюється", "How many published comments it holds for"),
    ),
)
TALLIES = Table(
    "tallies",
    (
        _DRAFT,
        Column("provision", INTEGER, "Положення: спільне для всіх редакцій", "Provision: the same in all versions"),
        Column("version", INTEGER, "Остання редакція", "The newest version"),
        Column(
            "clause",
            STRING,
            "Адреса в ній (eid); порожньо — весь проєкт або одиниці вже немає",
            "Address (eid) in it; empty: the whole draft, or the clause is gone",
        ),
        Column("support", INTEGER, "За", "In support"),
        Column("oppose", INTEGER, "Проти", "Opposed"),
        Column("amend", INTEGER, "Пропонують зміну", "Proposing a change"),
        Column("question", INTEGER, "Питають", "Asking"),
        Column("neutral", INTEGER, "Нейтрально", "Neutral"),
        Column("comments", INTEGER, "Усіх опублікованих зауважень", "All published comments"),
    ),
)
MODERATION = Table(
    "moderation",
    (
        _DRAFT,
        Column("month", STRING, "Місяць, коли написано (РРРР-ММ, UTC)", "Month of writing (YYYY-MM, UTC)"),
        Column("status", STRING, "Стан тепер", "Status now", STATUSES),
        Column("ground", STRING, "Підстава приховання", "Ground for hiding", HIDE_REASONS),
        Column("comments", INTEGER, "Скільки зауважень", "How many comments"),
    ),
)
MODERATION_ACTS = Table(
    "moderation-acts",
    (
        Column("month", STRING, "Місяць дії (РРРР-ММ, UTC)", "Month of the act (YYYY-MM, UTC)"),
        Column("act", STRING, "Вид запису в журналі", "Kind of the journal entry"),
        Column("acts", INTEGER, "Скільки таких дій", "How many such acts"),
    ),
)
JOURNAL = Table(
    "journal",
    (
        Column("number", INTEGER, "Номер запису", "Number of the entry"),
        Column("at", INSTANT, "Час", "Time"),
        Column("kind", STRING, "Що сталося", "What happened"),
        Column("subject", STRING, "З чим (c: зауваження, d: проєкт…)", "To what (c: comment, d: draft…)"),
        Column("draft", STRING, "Проєкт і редакція (d:назва@номер)", "Draft and version (d:slug@number)"),
        Column("leaf_hash", STRING, "SHA-256 листка (RFC 6962)", "SHA-256 of the leaf (RFC 6962)"),
    ),
    large=True,
)

# What a row of a table is known by; and the tables whose rows it names by columns that are called there the same.
KEYS: dict[str, tuple[str, ...]] = {
    "drafts": ("draft",),
    "versions": ("draft", "version"),
    "clauses": ("draft", "version", "clause"),
    "comments": ("comment",),
    "answers": ("answer",),
    "journal": ("number",),
}
REFERENCES: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "versions": ((("draft",), "drafts"),),
    "clauses": ((("draft", "version"), "versions"),),
    "comments": ((("draft", "version"), "versions"), (("answer",), "answers")),
    "wordings": ((("comment",), "comments"),),
    "answers": ((("draft",), "drafts"),),
    "tallies": ((("draft",), "drafts"),),
}

TEXTS_ZIP = "texts.zip"

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "texts",
        "Тексти проєктів актів",
        "Texts of draft laws",
        "Усі проєкти, кожна їхня редакція й кожна структурна одиниця; повні тексти — Akoma Ntoso і Markdown у ZIP.",
        "All drafts, every version of each and every clause; whole texts as Akoma Ntoso and Markdown in a ZIP.",
        "Оприлюднення проєктів актів для громадського обговорення",
        ("проєкт акта", "законодавство", "громадське обговорення"),
        ("draft law", "legislation", "public consultation"),
        (DRAFTS, VERSIONS, CLAUSES),
        (TEXTS_ZIP,),
    ),
    Dataset(
        "comments",
        "Зауваження до проєктів актів",
        "Comments on draft laws",
        "Що люди сказали про слова кожної структурної одиниці. Підпис — той, який людина сама обрала показувати.",
        "What people said about the words of each clause, under the name that each chose to show.",
        "Оприлюднення пропозицій, що надійшли під час консультацій із громадськістю",
        ("зауваження", "пропозиції громадськості", "консультації з громадськістю"),
        ("comments", "public proposals", "public consultation"),
        (COMMENTS,),
    ),
    Dataset(
        "wordings",
        "Запропоновані редакції",
        "Proposed wordings",
        "Якими словами люди пропонують замінити слова проєктів і що з цього взято до тексту.",
        "The words that people propose in place of those of the drafts, and which of them were taken.",
        "Облік пропозицій громадськості до тексту проєктів",
        ("пропозиції", "зміни до проєкту", "редакція"),
        ("amendments", "proposals", "wording"),
        (WORDINGS,),
    ),
    Dataset(
        "answers",
        "Відповіді розробників",
        "Answers of the drafters",
        "Рішення розробників щодо зауважень, тем і однакових звернень, кожне з обґрунтуванням.",
        "Decisions on comments, themes and campaigns, each with its reason.",
        "Оприлюднення результатів розгляду пропозицій громадськості з обґрунтуванням",
        ("відповідь", "урахування пропозицій", "обґрунтування"),
        ("answers", "dispositions", "reasons"),
        (ANSWERS,),
    ),
    Dataset(
        "tallies",
        "Ставлення до положень",
        "Stances on provisions",
        "Скільки опублікованих зауважень має кожне положення і яке в них ставлення.",
        "How many published comments each provision has, and with what stance.",
        "Узагальнення думки громадськості щодо положень проєктів",
        ("ставлення", "статистика", "участь громадян"),
        ("stance", "statistics", "participation"),
        (TALLIES,),
    ),
    Dataset(
        "moderation",
        "Модерація в числах",
        "Moderation in numbers",
        "Скільки зауважень приховано, відкликано, стерто чи перевіряють: за підставами, проєктами й місяцями. Без текстів.",
        "How many comments are hidden, withdrawn, erased or being checked, by ground, draft and month. No texts.",
        "Прозорість модерування громадського обговорення",
        ("модерація", "прозорість", "статистика"),
        ("moderation", "transparency", "statistics"),
        (MODERATION, MODERATION_ACTS),
    ),
    Dataset(
        "journal",
        "Журнал публічних дій",
        "Journal of public acts",
        "Усі записи журналу порталу без слів: що, коли, з чим сталося, і хеш, за яким це можна перевірити.",
        "All entries of the portal's journal without words: what happened, when, to what, with the hash to check it by.",
        "Перевірність дій під час громадського обговорення",
        ("журнал", "перевірка", "прозорість"),
        ("journal", "verification", "transparency"),
        (JOURNAL,),
    ),
)
TABLES: tuple[Table, ...] = tuple(table for dataset in DATASETS for table in dataset.tables)
BY_NAME = {dataset.name: dataset for dataset in DATASETS}

DICTIONARY_HEADER = ("table", "column", "type", "codes", "значення", "meaning")


def dictionary_rows() -> Iterator[tuple[str, ...]]:
    """A row for each column of each table."""
    for table in TABLES:
        for column in table.columns:
            yield table.name, column.name, column.kind, " ".join(column.codes), column.uk, column.en
