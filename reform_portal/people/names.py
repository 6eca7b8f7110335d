"""How a person is named in public, and which names nobody may take.

Pure. Name modes: ``full`` (given and family name), ``initial`` (given name and the initial of the
family name), ``pseudonym``.
"""

import re
import unicodedata

NAME_MODES = ("full", "initial", "pseudonym")

_ALLOWED = re.compile(r"[^\W\d_]+(?:[ '’ʼ.\-][^\W\d_]+|[.])*\Z")
_PSEUDONYM = re.compile(r"[\w'’ʼ. \-]{2,40}\Z")
_SKELETON = str.maketrans("abcehikmoptxyABCEHIKMOPTXY0135", "авсенікмортхуАВСЕНІКМОРТХУоізб")
_DIGITS = str.maketrans("013", "oie")
_OFFICIAL = (
    "адміністратор",
    "модератор",
    "розробник",
    "міністер",
    "портал реформ",
    "admin",
    "moderator",
    "кабінет міністрів",
)


def public_name(mode: str, given: str, family: str, pseudonym: str) -> str:
    """The name that stands under a comment.

    Raises ValueError for a mode that does not exist.
    """
    if mode == "full":
        return f"{given} {family}".strip()
    if mode == "initial":
        return f"{given} {family[:1]}.".strip() if family else given
    if mode == "pseudonym":
        return pseudonym
    raise ValueError(mode)


def is_personal_name(name: str) -> bool:
    """Letters with the apostrophes, hyphens, points and spaces that names have; one alphabet."""
    return bool(_ALLOWED.match(name)) and len(name) <= 60 and not mixes_alphabets(name)


def is_pseudonym(name: str) -> bool:
    return bool(_PSEUDONYM.match(name)) and not mixes_alphabets(name) and not sounds_official(name)


def mixes_alphabets(name: str) -> bool:
    """Letters of several alphabets in one word, which make one name look like another."""
    return any(len(_alphabets(word)) > 1 for word in re.split(r"[\s.\-]", name) if word)


def sounds_official(name: str) -> bool:
    """Whether a name could be taken for an office of the portal, look-alike letters considered."""
    plain = re.sub(r"[\s._'’ʼ-]", "", unicodedata.normalize("NFKC", name))
    folded = {plain.casefold(), plain.translate(_SKELETON).casefold(), plain.translate(_DIGITS).casefold()}
    return any(word.replace(" ", "") in form for word in _OFFICIAL for form in folded)


def _alphabets(word: str) -> set[str]:
    return {unicodedata.name(char, "").split(" ")[0] for char in word if char.isalpha()} - {"MODIFIER"}
