"""What a dump says of itself, in Ukrainian and in English. Pure."""

from .datasets import DATASETS, LICENCE, LICENCE_NAME


def readme_uk(date: str, made_at: str, entry: int, base_url: str) -> str:
    return "\n".join(
        [
            f"# Відкриті дані Порталу реформ, {date}",
            "",
            f"Сторінка: {base_url}/open-data",
            f"Стан на {made_at} (запис журналу № {entry}). Ліцензія: {LICENCE_NAME}, {LICENCE}",
            f"Як посилатися: Портал реформ. Відкриті дані, {date}. {base_url}/open-data/{date}/README.uk.md",
            "",
            "## Що тут є",
            "",
            *(f"- **{one.title_uk}** ({', '.join(one.file_names)}): {one.description_uk}" for one in DATASETS),
            "- dictionary.csv — що означає кожен стовпець; datapackage.json — те саме для програм (Frictionless)",
            "- SHA256SUMS — контрольні суми; перевірка: sha256sum -c SHA256SUMS",
            "",
            "## Як це читати",
            "",
            "- CSV: UTF-8 з позначкою порядку байтів, RFC 4180. Клітинка, що починалася б зі знаків = + - @, табуляції чи",
            "  повернення каретки, має перед ними апостроф; текст, що сам починається з апострофа, — ще один.",
            "- JSON lines: один рядок — один запис, слова без змін, порожнє — null. Час скрізь UTC, ISO 8601.",
            "- Місця в тексті — у кодових точках Юнікоду.",
            "",
            "## Люди",
            "",
            "- Підпис — той, який людина обрала показувати під цим зауваженням. Стовпець person — умовний ідентифікатор:",
            "  однаковий у всіх щоденних файлах, з обліковим записом його не зв’язати; для кожного підпису він свій.",
            "- Слова й підписи прихованих, відкликаних і стертих зауважень не показано; рядок лишається, щоб числа сходилися.",
            "  Зауваження, що чекають на перевірку, лише пораховано. Щойно чиїсь слова забрано, файли, у яких вони були,",
            "  перестають віддаватися, а портал робить нові. Якщо ви поширюєте копію, оновіть і її.",
            "",
        ]
    )


def readme_en(date: str, made_at: str, entry: int, base_url: str) -> str:
    return "\n".join(
        [
            f"# Open data of the Reform Portal, {date}",
            "",
            f"Page: {base_url}/en/open-data",
            f"As of {made_at} (journal entry {entry}). Licence: {LICENCE_NAME}, {LICENCE}",
            f"To cite: Reform Portal. Open data, {date}. {base_url}/open-data/{date}/README.en.md",
            "",
            "## What is here",
            "",
            *(f"- **{one.title_en}** ({', '.join(one.file_names)}): {one.description_en}" for one in DATASETS),
            "- dictionary.csv: what each column means; datapackage.json: the same for programs (Frictionless)",
            "- SHA256SUMS: checksums; to check: sha256sum -c SHA256SUMS",
            "",
            "## How to read it",
            "",
            "- CSV: UTF-8 with a byte order mark, RFC 4180. A cell that would begin with = + - @, tab or carriage return has",
            "  an apostrophe before it; a text that itself begins with an apostrophe has one more.",
            "- JSON lines: one line is one record, words unchanged, empty is null. Times are UTC, ISO 8601.",
            "- Places in texts are Unicode code points.",
            "",
            "## People",
            "",
            "- A name is the one that the person chose to show under that comment. Column person is a pseudonymous id: the",
            "  same in all daily files, leading to no account, another one for each name.",
            "- Words and names of hidden, withdrawn and erased comments are left out; the row stays so that numbers add up.",
            "  Comments that wait for a check are counted, no more. As soon as words are taken away, files that hold them are",
            "  no longer handed out, and new ones are made. If you pass a copy on, renew it too.",
            "",
        ]
    )


LICENCE_TEXT = f"""Дані поширюються на умовах ліцензії Creative Commons «Із зазначенням авторства 4.0 Міжнародна» (CC BY 4.0):
їх можна копіювати, поширювати й переробляти з будь-якою метою, якщо вказано джерело. Повний текст: {LICENCE}legalcode.uk

The data are licensed under Creative Commons Attribution 4.0 International (CC BY 4.0): they may be copied, passed on and
adapted for any purpose as long as the source is named. Full text: {LICENCE}legalcode
"""
