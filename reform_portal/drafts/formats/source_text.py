"""Bytes of an uploaded file to text, or the reason why they are none."""

from ..remarks import Refusal

MAX_BYTES = 20 * 1024 * 1024


def check_size(source: bytes) -> None:
    """Raises Refusal ``too_large`` or ``empty``."""
    if len(source) > MAX_BYTES:
        raise Refusal("too_large", size=len(source) // 1048576, most=MAX_BYTES // 1048576)
    if not source[:4096].strip() and not source.strip():
        raise Refusal("empty")


def decode(source: bytes) -> str:
    """UTF-8 (with or without its mark) or UTF-16 with its mark.

    Raises Refusal for what is empty, too large, not text, or in another encoding.
    """
    check_size(source)
    text = _decoded(source)
    if "\x00" in text or _share_of_controls(text) > 0.02:
        raise Refusal("not_text")
    if not any(char.isalpha() for char in text):
        raise Refusal("no_words")
    return text


def _decoded(source: bytes) -> str:
    encoding = "utf-16" if source[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in source[:4096]:
            raise Refusal("not_text") from error
        raise Refusal("not_utf8", line=source[: error.start].count(b"\n") + 1) from error


def _share_of_controls(text: str) -> float:
    head = text[:20000]
    return sum(char < " " and char not in "\n\r\t\f" for char in head) / max(1, len(head))
