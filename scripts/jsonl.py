"""Songs written as JSON Lines, whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from components.errors import Errors, SynsongError
from components.song import Song


def song_line(song: Song) -> str:
    """Write a song as one line of JSON, with the fields that it was given and no others.

    song (Song): The song.
    RETURNS (str): The line, without its end.
    """
    return json.dumps(song.model_dump(mode="json", exclude_unset=True, exclude_none=True), ensure_ascii=False)


def write_songs(songs: Iterable[Song], path: Path) -> int:
    """Write songs to a file that appears only when it is complete.

    songs (Iterable[Song]): The songs; read one at a time.
    path (Path): The JSON Lines file; what stood there is replaced.
    RETURNS (int): How many were written.
    RAISES (SynsongError): If the file cannot be written.
    """
    count = 0
    with replacing(path) as file:
        for song in songs:
            file.write(song_line(song) + "\n")
            count += 1
    return count


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """Open a file beside the wanted one and put it in its place at the end; on any failure the old one stays.

    path (Path): The wanted file; its folder is made if need be.
    YIELDS (IO[str]): The open file.
    RAISES (SynsongError): If the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as err:
        raise SynsongError(Errors.S602.format(path=path, reason=err.strerror)) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf8", newline="\n") as file:
            yield file
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as err:
        raise SynsongError(Errors.S602.format(path=path, reason=err.strerror)) from None
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    """RETURNS (int): The mask for new files, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
