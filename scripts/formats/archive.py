"""Zip archives, in which Spotify and Exportify deliver: their text files, with limits on what they unpack to."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from components.errors import Errors, SynsongError

from .files import MAX_BYTES, decode

MAGIC = b"PK\x03\x04"
_EMPTY_MAGIC = b"PK\x05\x06"
_ENDINGS = frozenset([".json", ".csv", ".txt", ".m3u", ".m3u8", ".xspf", ".jspf"])
_MAX_TOTAL = 1024 * 1024 * 1024  # bytes of all members together
_MAX_RATIO = 200  # unpacked to packed; histories, which repeat themselves most, stay below 60
_MIN_SUSPECT = 1024 * 1024  # bytes; a small member may be as repetitive as it likes
_MAX_MEMBERS = 10_000


def is_zip(head: bytes) -> bool:
    """RETURNS (bool): Whether a file begins as a zip archive does."""
    return head.startswith((MAGIC, _EMPTY_MAGIC))


def read_members(path: Path) -> Iterator[tuple[str, str]]:
    """Read the text files of an archive, one at a time, in the order of their names.

    path (Path): The archive.
    YIELDS (tuple[str, str]): Name and text of each member that could be a list of tracks. Nothing is unpacked to disk.
    RAISES (SynsongError): If it is broken, encrypted, or unpacks to more than an honest export.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check(path, members)
            wanted = [member for member in members if _is_wanted(member)]
            for member in sorted(wanted, key=_name):
                text = decode(_read(archive, member, path))
                if text is not None:
                    yield member.filename, text
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as err:
        raise SynsongError(Errors.S502.format(path=path, reason=err)) from err


def _check(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > _MAX_MEMBERS:
        raise SynsongError(Errors.S508.format(path=path, reason=f"it has {len(members):,} members"))
    total = sum(member.file_size for member in members)
    if total > _MAX_TOTAL:
        raise SynsongError(Errors.S508.format(path=path, reason=f"it unpacks to {total:,} bytes"))
    for member in members:
        if member.file_size > MAX_BYTES and _is_wanted(member):
            _refuse(path, member, f"has {member.file_size:,} bytes")
        if member.file_size > _MIN_SUSPECT and member.file_size > _MAX_RATIO * max(1, member.compress_size):
            _refuse(path, member, f"unpacks to {member.file_size // max(1, member.compress_size):,} times its size")


def _refuse(path: Path, member: zipfile.ZipInfo, reason: str) -> None:
    raise SynsongError(Errors.S508.format(path=path, reason=f"its member '{member.filename[:100]}' {reason}"))


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> bytes:
    with archive.open(member) as file:
        content = file.read(member.file_size + 1)
    if len(content) > member.file_size:
        _refuse(path, member, "is larger than it says")
    return content


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename)
    return not member.is_dir() and name.suffix.lower() in _ENDINGS and not name.name.startswith((".", "._"))


def _name(member: zipfile.ZipInfo) -> str:
    return member.filename
