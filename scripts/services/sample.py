"""The sample catalogue as a source: our own songs, in the project."""

from __future__ import annotations

from pathlib import Path

from components.errors import Errors, SynsongError
from components.song import Rejection, Song, read_songs

CATALOGUE = Path("assets/catalogue")


def read_catalogue(path: Path, *, rejected: list[Rejection]) -> list[Song]:
    """Read a catalogue of songs that have their words already.

    path (Path): A JSON Lines file, or a folder of them.
    rejected (list[Rejection]): Filled with the records that are left out.
    RETURNS (list[Song]): The songs, in the order of the files.
    RAISES (SynsongError): If there is no such file, or not one valid song in it.
    """
    if not path.exists():
        raise SynsongError(Errors.S601.format(path=path))
    try:
        songs = list(read_songs(path, rejected=rejected))
    except OSError as err:
        raise SynsongError(Errors.S101.format(path=path, reason=err.strerror)) from None
    if not songs:
        reason = f"{len(rejected):,} bad records" if rejected else "it holds no records"
        raise SynsongError(Errors.S101.format(path=path, reason=reason))
    return songs
