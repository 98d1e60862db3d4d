"""One's own music files as a source: lyrics in their tags, or beside them."""

from __future__ import annotations

from pathlib import Path

from components.errors import SynsongError
from components.song import Track
from scripts.formats.tags import read_audio

from . import Answer, Settings, as_lrc


class FilesSource:
    """Reads the lyrics of tracks that have a file.

    settings (Settings): Nothing of it is needed.
    """

    name = "files"
    keeps = True
    wait = 0.0

    def __init__(self, settings: Settings) -> None:
        pass

    def fetch(self, track: Track) -> Answer:
        """Read the track's own file; see `LyricsSource.fetch`. A broken file is an answer, too."""
        if track.path is None or not Path(track.path).is_file():
            return Answer("missing", reason="there is no file" if track.path else "the library names no file")
        try:
            _, lyrics = read_audio(Path(track.path))
        except SynsongError as err:
            return Answer("rejected", reason=str(err))
        if lyrics is None:
            return Answer("missing", reason="no lyrics in the file or beside it")
        if lyrics.instrumental:
            return Answer("instrumental")
        synced = as_lrc(lyrics.synced) if lyrics.synced else None
        return Answer("found", lyrics=lyrics.text, synced=synced, language=lyrics.language)

    def close(self) -> None:
        """Nothing is held open."""
