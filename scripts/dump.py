"""A whole LRCLIB dump turned into songs, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import ValidationError

from components.song import Song, Track
from scripts.lookup import clean_answer
from scripts.services import Answer
from scripts.services.lrclib_dump import stream_dump


def songs_of_dump(path: Path, *, limit: int | None = None, tally: Callable[[str], None]) -> Iterator[Song]:
    """Read songs from a dump in constant memory.

    path (Path): The extracted SQLite file.
    limit (int | None): Read at most so many records.
    tally (Callable[[str], None]): Is told what came of each record: `found`, `instrumental`, `missing`, or the rule
        of hygiene by which it was rejected.
    YIELDS (Song): The songs that have words.
    RAISES (SynsongError): If the dump cannot be read.
    """
    for key, answer in stream_dump(path, limit=limit):
        song = _song(key, answer)
        if isinstance(song, Song):
            tally("found")
            yield song
        else:
            tally(song)


def _song(key: str, answer: Answer) -> Song | str:
    """RETURNS (Song | str): The song, or what came of the record instead."""
    if answer.state != "found":
        return answer.state
    about = {"title": answer.title, "artist": answer.artist, "album": answer.album, "duration": answer.duration}
    known = {name: value for name, value in about.items() if value is not None}
    try:
        cleaned = clean_answer(answer, Track.model_validate(known))
        if cleaned.rule or cleaned.instrumental:
            return cleaned.rule or "instrumental"
        found = {"lyrics": cleaned.text, "synced": cleaned.synced, "language": cleaned.language}
        given = {name: value for name, value in found.items() if value is not None}
        return Song.model_validate({**known, **given, "id": key, "source": "lrclib-dump"})
    except ValidationError:
        return "invalid"
