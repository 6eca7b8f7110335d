"""Whole numbers in what people and programs type."""


def whole_number(text: str, digits: int = 6) -> int | None:
    """The number that a text of at most so many ASCII digits writes, or None for any other text.

    ``str.isdigit`` alone is true of characters that ``int`` refuses, and ``int`` takes a text of any length.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None
