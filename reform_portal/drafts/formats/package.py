"""The zip archives that office files are, checked before anything in them is unpacked.

Only parts that a reader asks for are ever unpacked, each into memory and not further than the size that the
archive's own list gives; nothing is written to the disk.
"""

import io
import struct
import zipfile
import zlib

from ..remarks import Refusal
from .xml import etree, parse_xml

MOST_MEMBERS = 1_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 150
# A small part may be packed tightly by chance: an empty page, a repeated style.
SMALL = 1024 * 1024
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".bz2", ".xz", ".tar", ".jar")
_ENCRYPTED = 0x1
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


class Package:
    """The parts of an office file.

    Raises Refusal when it is no archive or one that could do harm.
    """

    def __init__(self, source: bytes) -> None:
        self._archive = open_archive(source)
        self._members = {member.filename: member for member in self._archive.infolist()}
        _check(self._archive.infolist())

    def has(self, name: str) -> bool:
        return name in self._members

    def names(self) -> list[str]:
        return list(self._members)

    def bytes_of(self, name: str) -> bytes:
        """One part, unpacked. Raises Refusal ``missing_member`` or ``broken_member``."""
        if name not in self._members:
            raise Refusal("missing_member", member=name)
        try:
            with self._archive.open(self._members[name]) as member:
                return member.read(MOST_UNPACKED)
        except _DAMAGE as error:
            raise Refusal("broken_member", member=name) from error

    def xml(self, name: str) -> etree._Element:
        """The root element of a part. Raises Refusal like ``bytes_of`` and ``parse_xml``."""
        return parse_xml(self.bytes_of(name), name)

    def xml_if_any(self, name: str) -> etree._Element | None:
        return self.xml(name) if self.has(name) else None


def open_archive(source: bytes) -> zipfile.ZipFile:
    """The archive with its list of parts read, and nothing unpacked. Raises Refusal when it is none."""
    count = source.count(b"PK\x01\x02")
    if count > 10 * MOST_MEMBERS:
        # Even the list of so many parts takes seconds to read.
        raise Refusal("too_many_members", count=count, most=MOST_MEMBERS)
    try:
        return zipfile.ZipFile(io.BytesIO(source))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
        raise Refusal("broken_package") from error


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise Refusal("too_many_members", count=len(members), most=MOST_MEMBERS)
    seen: set[str] = set()
    for member in members:
        _check_name(member, seen)
        _check_packing(member)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Refusal("unpacked_too_large", most=MOST_UNPACKED // 1048576)


def _check_name(member: zipfile.ZipInfo, seen: set[str]) -> None:
    name = member.orig_filename
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or "\x00" in name or ".." in parts or ":" in parts[0] or len(name) > 500:
        raise Refusal("bad_member_name", member=name)
    if name.lower().endswith(_ARCHIVES):
        raise Refusal("nested_package", member=name)
    if member.filename in seen:
        raise Refusal("repeated_member", member=name)
    seen.add(member.filename)


def _check_packing(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise Refusal("password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refusal("unknown_packing", member=member.filename)
    if member.file_size > SMALL and member.file_size > MOST_RATIO * max(1, member.compress_size):
        raise Refusal("packed_too_tightly", member=member.filename)
