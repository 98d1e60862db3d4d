"""The sample catalogue as a source: our own songs, in the project."""

from __future__ import annotations

from pathlib import Path

from components.errors import Errors, SynsongError
from components.song import Rejection, Song, Track, read_songs
from scripts.matching import comparable

from . import Answer, Settings, as_lrc

CATALOGUE = Settings().catalogue


class SampleSource:
    """Looks tracks up in the sample catalogue.

    settings (Settings): Its `catalogue` is where the songs lie.
    """

    name = "sample"
    keeps = True
    wait = 0.0

    def __init__(self, settings: Settings) -> None:
        songs = read_catalogue(settings.catalogue, rejected=[])
        self._songs = {(comparable(song.title), comparable(song.artist)): song for song in reversed(songs)}

    def fetch(self, track: Track) -> Answer:
        """Look up title and artist; see `LyricsSource.fetch`."""
        song = self._songs.get((comparable(track.title), comparable(track.artist)))
        if song is None:
            return Answer("missing", reason="not in the sample catalogue")
        return Answer(
            "instrumental" if song.instrumental else "found",
            lyrics=song.lyrics,
            synced=as_lrc(song.synced) if song.synced else None,
            licence=song.licence,
            title=song.title,
            artist=song.artist,
            album=song.album,
            language=song.language,
            duration=song.duration,
        )

    def close(self) -> None:
        """Nothing is held open."""


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
