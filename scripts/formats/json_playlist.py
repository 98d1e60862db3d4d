"""Our own playlist format: everything that is known of a playlist, as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from components.errors import Errors, SynsongError
from components.playlist import Playlist, RankedSong
from components.song import Track

from .base import Format, Source, load_json, stored_song

KIND, VERSION = "synsong-playlist", 1


def sniff(head: str) -> bool:
    """RETURNS (bool): Whether a text is a playlist of ours."""
    return bool(re.match(rf'\ufeff?\s*\{{\s*"format"\s*:\s*"{KIND}"', head))


def read(text: str, source: Source) -> list[Track]:
    """RETURNS (list[Track]): The tracks of a playlist of ours, in order; bad records are rejected by their number."""
    songs = _read_songs(_parse(text, source), source)
    tracks = (source.track(row, dict(song)) for row, song in songs)
    return [track for track in tracks if track is not None]


def load(text: str, source: Source) -> Playlist:
    """Read a playlist of ours.

    text (str): The JSON.
    source (Source): Where it stands; rows are counted by songs.
    RETURNS (Playlist): The playlist.
    RAISES (SynsongError): If it is no JSON, or from a later version.
    """
    record = _parse(text, source)
    recipe = record.get("recipe", {})
    if not isinstance(recipe, dict):
        source.reject(1, Errors.S523.format(reason="it is no JSON object"))
        recipe = {}
    title, description = record.get("title"), record.get("description")
    return Playlist(
        title=title if isinstance(title, str) else source.path.stem,
        description=description if isinstance(description, str) else "",
        songs=[song for _, song in _read_songs(record, source)],
        recipe=recipe,
    )


def _parse(text: str, source: Source) -> dict[str, Any]:
    try:
        record = load_json(text)
    except ValueError as err:
        raise SynsongError(Errors.S507.format(path=source.path, format="json", reason=err)) from err
    if not isinstance(record, dict) or record.get("format") != KIND or not isinstance(record.get("songs"), list):
        raise SynsongError(Errors.S507.format(path=source.path, format="json", reason="it is no playlist of Synsong"))
    if record.get("version") != VERSION:
        reason = f"it has version {record.get('version')}, and {VERSION} is known; use a newer Synsong"
        raise SynsongError(Errors.S507.format(path=source.path, format="json", reason=reason))
    return record


def _read_songs(record: dict[str, Any], source: Source) -> Iterator[tuple[int, RankedSong]]:
    for row, value in enumerate(record["songs"], 1):
        song = stored_song(value)
        if song is None:
            source.reject(row, Errors.S518)
        else:
            yield row, song


def dump(playlist: Playlist, path: Path) -> dict[Path, str]:
    """Write the playlist whole. playlist (Playlist): It. path (Path): Where it will lie. RETURNS (dict[Path, str])."""
    record = {"format": KIND, "version": VERSION, **playlist.model_dump()}
    return {path: json.dumps(record, ensure_ascii=False, indent=2) + "\n"}


FORMAT = Format("json", (".json",), sniff, read, load, dump)
