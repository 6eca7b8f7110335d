"""What the portal has to say about a file it was given: remarks about one that it read, the reason why it refuses one.

Pure, and without any import that a reader of files would have to wait for. A remark is kept as a code
with its values; the sentence is made when somebody reads it, in the language of that person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, str | int]
LONGEST_VALUE = 120


def _l(sentence: str) -> str:
    """Marks a sentence for the catalogues; it is translated when it is said."""
    return sentence


# The sentences of remarks and of refusals, by their codes.
REMARKS = {
    # The structure of the act
    "lost_superscript": _l("«%(num)s» прочитано як статтю %(article)s: у джерелі, схоже, загублено верхній індекс."),
    "repeated_number": _l("«%(num)s» трапляється двічі: другу адресу позначено лічильником."),
    # What a file holds beside the text of the act
    "tracked_changes": _l(
        "У файлі є записані виправлення; їх прочитано як прийняті. "
        "Вставок: %(insertions)s, вилучень: %(deletions)s, переміщень: %(moves)s."
    ),
    "comments": _l("Коментарів у файлі: %(count)s. До тексту акта їх не взято."),
    "hidden_text": _l("Прихованих фрагментів тексту: %(count)s. До тексту акта їх не взято. Перший: «%(first)s»."),
    "contents": _l("Зміст, який створив текстовий редактор, до тексту акта не взято. Рядків: %(count)s."),
    "footnotes": _l("Виносок у файлі: %(count)s. Кожна стоїть приміткою після свого абзацу."),
    "image": _l("Зображення «%(name)s» до тексту не взято. Воно стояло після абзацу «%(after)s»."),
    "image_at_start": _l("Зображення «%(name)s» до тексту не взято. Воно стояло на початку файлу."),
    "more_images": _l("Інших зображень, яких не взято до тексту: %(count)s."),
    "object": _l("Вкладений об’єкт «%(name)s» до тексту не взято. Він стояв після абзацу «%(after)s»."),
    "object_at_start": _l("Вкладений об’єкт «%(name)s» до тексту не взято. Він стояв на початку файлу."),
    "formula": _l("Формулу «%(text)s» прочитано в один рядок. Перевірте абзац «%(after)s»."),
    "superscript": _l("Верхній індекс «%(text)s» прочитано в рядок. Перевірте абзац «%(after)s»."),
    "symbol": _l("Знак особливого шрифту замінено на «□». Перевірте абзац «%(after)s»."),
    "unknown_numbering": _l("Вид нумерації «%(format)s» невідомий; номери подано цифрами."),
}
REFUSALS = {
    "unknown_ending": _l("Формат «%(ending)s» не підтримується. Потрібен %(known)s."),
    "too_large": _l("Файл завеликий: %(size)s МБ. Текст акта може мати щонайбільше %(most)s МБ."),
    "empty": _l("Файл порожній: у ньому немає тексту."),
    "no_words": _l("У файлі немає жодного слова."),
    "too_many_paragraphs": _l("У файлі забагато абзаців: понад %(most)s. Опублікуйте акт частинами."),
    "too_much_text": _l("Тексту забагато: понад %(most)s знаків. Опублікуйте акт частинами."),
    "too_many_cells": _l("У файлі завелика таблиця: понад %(most)s клітинок. Подайте її окремим додатком."),
    "too_many_elements": _l("Розмітка файлу завелика: понад %(most)s елементів."),
    # Text
    "not_text": _l("Це не текстовий файл. Збережіть акт як .md або .txt у кодуванні UTF-8."),
    "not_utf8": _l("Рядок %(line)s не читається як UTF-8. Збережіть файл у кодуванні UTF-8 і повторіть."),
    "wrong_encoding": _l("Рядок %(line)s не читається в кодуванні «%(encoding)s», яке названо у файлі."),
    "unknown_encoding": _l("У файлі вказано кодування «%(encoding)s», якого портал не знає. Збережіть файл у UTF-8."),
    # Another kind of file than its name says
    "is_pdf": _l("Файл названо %(ending)s, але це PDF. Потрібен файл, з якого зроблено цей PDF."),
    "is_rtf": _l("Файл названо %(ending)s, але це RTF. Відкрийте його в редакторі й збережіть як .docx або .odt."),
    "is_old_office": _l(
        "Файл названо %(ending)s, але це старий формат Word (.doc). Відкрийте його в редакторі й збережіть як .docx."
    ),
    "is_docx": _l("Файл названо %(ending)s, але це документ Word. Дайте йому назву із закінченням .docx."),
    "is_odt": _l("Файл названо %(ending)s, але це документ OpenDocument. Дайте йому назву із закінченням .odt."),
    "is_spreadsheet": _l("Файл названо %(ending)s, але це таблиця. Текст акта має бути текстовим документом."),
    "is_presentation": _l("Файл названо %(ending)s, але це презентація. Текст акта має бути текстовим документом."),
    "is_archive": _l("Файл названо %(ending)s, але це архів без документа всередині. Бракує частини «%(member)s»."),
    "is_markup": _l("Файл названо %(ending)s, але це розмітка HTML або XML. Дайте йому відповідну назву."),
    "is_plain_text": _l("Файл названо %(ending)s, але це звичайний текст. Дайте йому назву із закінченням .txt."),
    "is_something_else": _l("Файл названо %(ending)s, але вміст до цього формату не належить."),
    "password": _l("Файл захищено паролем. Збережіть його без пароля й повторіть."),
    # Packages
    "broken_package": _l("Файл пошкоджено або завантажено не до кінця: архів усередині не читається."),
    "broken_member": _l("Файл пошкоджено: частина «%(member)s» не читається."),
    "missing_member": _l("Файл пошкоджено: бракує частини «%(member)s»."),
    "too_many_members": _l("В архіві файлу забагато частин: %(count)s. Може бути щонайбільше %(most)s."),
    "unpacked_too_large": _l("Файл після розпакування завеликий: понад %(most)s МБ."),
    "packed_too_tightly": _l("Частину «%(member)s» стиснуто незвично щільно; такий файл портал не розпаковує."),
    "nested_package": _l("Усередині файлу лежить архів «%(member)s»; такий файл портал не читає."),
    "bad_member_name": _l("Усередині файлу є частина з недозволеною назвою «%(member)s»."),
    "repeated_member": _l("Частина «%(member)s» є у файлі двічі; незрозуміло, котра з них справжня."),
    "unknown_packing": _l("Частину «%(member)s» стиснуто невідомим способом."),
    # Markup
    "doctype": _l("Рядок %(line)s: у файлі є оголошення DOCTYPE або ENTITY. Такі файли портал не читає."),
    "doctype_in": _l("Частина «%(member)s» файлу має оголошення DOCTYPE або ENTITY. Такі файли портал не читає."),
    "not_xml": _l("Рядок %(line)s: розмітка XML пошкоджена."),
    "not_xml_in": _l("Частина «%(member)s» файлу пошкоджена: рядок %(line)s її розмітки не читається."),
    "long_tag": _l("Рядок %(line)s: тег має забагато атрибутів."),
    "too_deep": _l("Елементи розмітки вкладено один в один надто глибоко."),
    "outside_text": _l("Текст акта лежить не в самому файлі, а в іншому, на який він посилається: «%(name)s»."),
    # The reading itself
    "too_slow": _l("Файл читається надто довго. Спростіть його або збережіть в іншому форматі."),
    "too_heavy": _l("Щоб прочитати цей файл, потрібно забагато пам’яті. Спростіть його або збережіть в іншому форматі."),
    "unreadable": _l("Файл не вдалося прочитати. Відкрийте його в редакторі, збережіть наново й повторіть."),
}  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """What a person should look at in a file that was read: a code of ``REMARKS`` with its values."""

    code: str
    values: Values = field(default_factory=dict)

    def as_json(self) -> list[Any]:
        """``[code, values]``, as it is kept in the database."""
        return [self.code, dict(self.values)]


class Refusal(Exception):
    """A file cannot be read; ``code`` is one of ``REFUSALS``."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code, values)
        self.code = code
        self.values: Values = {name: _shown(value) for name, value in values.items()}

    def as_json(self) -> list[Any]:
        return [self.code, dict(self.values)]


def remark(code: str, **values: str | int) -> Remark:
    """A remark whose values are short enough to be shown."""
    return Remark(code, {name: _shown(value) for name, value in values.items()})


def say(told: Remark | Refusal | str | Sequence[Any]) -> str:
    """The sentence, in the language of the person who reads it.

    Takes the JSON form too, and as they are the plain strings that old rows hold.
    """
    from flask_babel import gettext

    if isinstance(told, str):
        return told
    if isinstance(told, Refusal):
        return gettext(REFUSALS[told.code], **told.values)
    kept = told if isinstance(told, Remark) else Remark(*told)
    return gettext(REMARKS[kept.code], **kept.values)


def _shown(value: str | int) -> str | int:
    """A value on one line and not longer than a sentence bears."""
    if isinstance(value, int):
        return value
    value = "".join(char if char.isprintable() else " " for char in value)
    value = " ".join(value.split())
    return value if len(value) <= LONGEST_VALUE else value[: LONGEST_VALUE - 1].rstrip() + "…"
