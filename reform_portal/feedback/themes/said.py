"""What goes into themes and what comes out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """A comment; ``weight`` is the number of people behind it: one and those who signed."""

    id: int
    body: str
    stance: str = "neutral"
    weight: int = 1


@dataclass(frozen=True)
class Theme:
    """Comments that say the same thing.

    ``label`` is words of theirs, ``members`` their ids in order, ``quotes`` (id, whole sentence as written).
    ``profile`` gives its terms their weights: later comments are compared with it. ``fixed`` is a theme that
    a person renamed, merged or split: it keeps its members and its label.
    """

    label: str
    members: tuple[int, ...]
    quotes: tuple[tuple[int, str], ...] = ()
    profile: Mapping[str, float] = field(default_factory=dict)
    fixed: bool = False


@dataclass(frozen=True)
class Themes:
    """All comments of a clause: each in exactly one of ``themes`` (largest first) or in ``other``.

    ``weights`` tell how much a term distinguishes, ``unknown`` is the weight of any other term, ``grouped``
    how many comments there were when they were last grouped afresh.
    """

    themes: tuple[Theme, ...] = ()
    other: tuple[int, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    unknown: float = 1.0
    grouped: int = 0
