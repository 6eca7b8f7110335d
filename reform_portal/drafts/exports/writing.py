"""The formats in which a version can be taken away, and the file of each."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .akoma_ntoso import to_akoma_ntoso
from .docx import to_docx
from .markdown import to_markdown
from .plain_json import to_json
from .version import ExportedVersion


@dataclass(frozen=True)
class Format:
    """``media`` is the media type, ``ending`` that of the file's name."""

    media: str
    ending: str
    write: Callable[[ExportedVersion], bytes]


FORMATS = {
    "md": Format("text/markdown; charset=utf-8", ".md", lambda act: to_markdown(act).encode()),
    "json": Format("application/json", ".json", lambda act: to_json(act).encode()),
    "docx": Format(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", to_docx
    ),
    "akn": Format("application/akn+xml", ".xml", to_akoma_ntoso),
}  # fmt: skip


def write(act: ExportedVersion, format_name: str) -> bytes:
    """The file in one of FORMATS. Raises KeyError for another name."""
    return FORMATS[format_name].write(act)


def file_name(act: ExportedVersion, format_name: str) -> str:
    """«land-v2.docx»."""
    return f"{act.slug}-v{act.number}{FORMATS[format_name].ending}"


def save(act: ExportedVersion, format_name: str, path: Path) -> None:
    """Write the file to a path, where it appears only when it is whole."""
    content = write(act, format_name)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
