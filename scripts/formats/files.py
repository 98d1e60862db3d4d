"""Text files in and out: limits before reading, encodings, and atomic writing."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from components.errors import Errors, SynsongError

MAX_BYTES = 128 * 1024 * 1024  # a library of half a million tracks as CSV
_HEAD = 65_536  # bytes in which binary data shows
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROL = 0.02  # share of the characters


def read_bytes(path: Path, *, limit: int = MAX_BYTES) -> bytes:
    """Read a file whole, after a look at its size.

    path (Path): The file.
    limit (int): Bytes that are read at most.
    RETURNS (bytes): Its content.
    RAISES (SynsongError): If there is no such file, it is too large or no plain file, or it cannot be opened.
    """
    size = path.stat().st_size if path.is_file() else 0
    # A file that grows, or that does not say its size, is caught after the limit was read.
    content = _read(path, limit + 1) if size <= limit else b""
    size = max(size, len(content))
    if size > limit:
        raise SynsongError(Errors.S503.format(path=path, size=size, limit=limit))
    return content


def read_head(path: Path, size: int = 4) -> bytes:
    """RETURNS (bytes): The first bytes of a file. RAISES (SynsongError): As `read_bytes` does, but for the size."""
    return _read(path, size)


def _read(path: Path, size: int) -> bytes:
    """RETURNS (bytes): At most so many bytes of a plain file; of a larger one than that nothing but they are read."""
    try:
        # Opening a pipe would wait for someone to write into it.
        if not stat.S_ISREG(path.stat().st_mode):
            raise SynsongError(Errors.S502.format(path=path, reason="it is no plain file"))
        with path.open("rb") as file:
            return file.read(size)
    except FileNotFoundError:
        raise SynsongError(Errors.S501.format(path=path)) from None
    except OSError as err:
        raise SynsongError(Errors.S502.format(path=path, reason=_reason(err))) from err


def read_text(path: Path, *, limit: int = MAX_BYTES) -> str:
    """Read a text file in whatever encoding playlists and lyrics are found in.

    path (Path): The file.
    limit (int): Bytes that are read at most.
    RETURNS (str): Its text, line ends as they stand.
    RAISES (SynsongError): If it cannot be read, is too large, or is no text.
    """
    text = decode(read_bytes(path, limit=limit))
    if text is None:
        raise SynsongError(Errors.S504.format(path=path))
    return text


def decode(content: bytes) -> str | None:
    """Make text of bytes: by their byte order mark, else UTF-8, else the Windows encoding of old playlists.

    content (bytes): The content of a file.
    RETURNS (str | None): The text, or None for binary data.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    elif b"\x00" in content[:_HEAD]:
        return None
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    head = text[:_HEAD]
    return None if len(_CONTROL.findall(head)) > _MAX_CONTROL * len(head) else text


def write_atomically(files: Mapping[Path, str], *, force: bool = False) -> None:
    """Write text files so that each is either whole or as it was.

    files (Mapping[Path, str]): The text of each file; line ends are written as they stand.
    force (bool): Whether a file that exists may be replaced.
    RAISES (SynsongError): If a file exists and `force` is not set, or a folder is missing or cannot be written.
    """
    for path in files:
        if path.is_dir():
            raise SynsongError(Errors.S512.format(path=path, reason="it is a folder"))
        if not force and os.path.lexists(path):
            raise SynsongError(Errors.S511.format(path=path))
    written: list[tuple[str, Path]] = []
    try:
        for path, text in files.items():
            written.append((_write_beside(path, text), path))
        for temporary, path in written:
            os.replace(temporary, path)  # noqa: PTH105
    except OSError as err:
        raise SynsongError(Errors.S512.format(path=err.filename2 or path, reason=_reason(err))) from err
    finally:
        for temporary, _ in written:
            Path(temporary).unlink(missing_ok=True)


def _write_beside(path: Path, text: str) -> str:
    """RETURNS (str): A new file in the same folder that holds the text."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf8", errors="replace"))
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(stat.S_IMODE(mode))
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(err: Exception) -> str:
    return getattr(err, "strerror", None) or str(err)
