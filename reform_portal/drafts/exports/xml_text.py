"""Text as XML 1.0 can hold it. Source: the production ``Char`` of XML 1.0, fifth edition."""

import re

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """Without the control characters and halves of characters that no XML file may have."""
    return _NOT_IN_XML.sub("", text)


def visible(text: str) -> str:
    """The text with U+FFFD in the place of each of those: for words of people, of which nothing may vanish unseen."""
    return _NOT_IN_XML.sub("\ufffd", text)
