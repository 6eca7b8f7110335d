"""Bytes of an uploaded file to text, or one sentence about why they are none."""

from flask_babel import gettext as _

from ...core.errors import BadInput

MAX_BYTES = 20 * 1024 * 1024


def decode(source: bytes) -> str:
    """UTF-8 (with or without its mark) or UTF-16 with its mark.

    Raises BadInput for what is empty, too large, not text, or in another encoding.
    """
    if len(source) > MAX_BYTES:
        raise BadInput(
            _("Файл завеликий: %(size)s МБ. Текст акта може мати щонайбільше 20 МБ.", size=len(source) // 1048576)
        )
    if not source.strip():
        raise BadInput(_("Файл порожній: у ньому немає тексту."))
    text = _decoded(source)
    if "\x00" in text or _share_of_controls(text) > 0.02:
        raise BadInput(_("Це не текстовий файл. Збережіть акт як .md або .txt у кодуванні UTF-8."))
    if not any(char.isalpha() for char in text):
        raise BadInput(_("У файлі немає жодного слова."))
    return text


def _decoded(source: bytes) -> str:
    encoding = "utf-16" if source[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in source[:4096]:
            raise BadInput(_("Це не текстовий файл. Збережіть акт як .md або .txt у кодуванні UTF-8.")) from error
        line = source[: error.start].count(b"\n") + 1
        raise BadInput(
            _("Рядок %(line)s не читається як UTF-8. Збережіть файл у кодуванні UTF-8 і повторіть.", line=line)
        ) from error


def _share_of_controls(text: str) -> float:
    head = text[:20000]
    return sum(char < " " and char not in "\n\r\t\f" for char in head) / max(1, len(head))
