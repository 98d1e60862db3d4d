"""What every format is, and what all of them need: rows into tracks, songs of playlists into records and back."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from components.errors import Errors
from components.playlist import Playlist, RankedSong
from components.song import Rejection, Track, describe_invalid

from ..matching import track_key
from .places import harmless_uri

HEAD = 65_536  # characters of a file by which its format is told
_RANKED: TypeAdapter[RankedSong] = TypeAdapter(RankedSong)
_NOTHING = frozenset(["", "undefined", "null", "none", "nan", "n/a"])
_JOINED = re.compile(r"\s+[-–—]\s+")
_CLOCK = re.compile(r"^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?$")
_MAX_SECONDS = 10_000  # a larger number without unit is in milliseconds


@dataclass(frozen=True)
class Source:
    """A file under way of being read.

    path (Path): The file, or archive and member, as it is named in reports.
    rejected (list[Rejection]): Filled with the rows that are left out.
    folder (Path | None): The folder in which music may be looked at; None inside an archive.
    """

    path: Path
    rejected: list[Rejection]
    folder: Path | None = None

    def reject(self, row: int, reason: str) -> None:
        """Leave out a row. row (int): Its number in the file, from 1. reason (str): Why."""
        self.rejected.append(Rejection(str(self.path), row, reason))

    def track(self, row: int, fields: Mapping[str, Any]) -> Track | None:
        """Make a track of a row. An ill-formed optional field is dropped; without title or artist the row is.

        row (int): Its number in the file, from 1.
        fields (Mapping[str, Any]): The fields of a `Track`; empty values count as missing.
        RETURNS (Track | None): The track, or None if the row was rejected.
        """
        values = {name: value for name, value in fields.items() if value not in (None, "", [])}
        values["uri"] = harmless_uri(values["uri"]) if isinstance(values.get("uri"), str) else None
        for name, reason in (("title", Errors.S516), ("artist", Errors.S515)):
            if not values.get(name) or not str(values[name]).strip():
                self.reject(row, reason)
                return None
        try:
            return Track.model_validate(values)
        except ValidationError as err:
            faulty = {str(fault["loc"][0]) for fault in err.errors()}
            if faulty & {"title", "artist"}:
                self.reject(row, describe_invalid(err))
                return None
            return Track.model_validate({name: value for name, value in values.items() if name not in faulty})


@dataclass(frozen=True)
class Format:
    """A format of files.

    name (str): What it is called with `--format`.
    endings (tuple[str, ...]): The endings of its files; those of a format that can be written choose it.
    sniff (Callable[[str], bool]): Tells from the beginning of a text whether it is in this format.
    read (Callable[[str, Source], list[Track]]): Reads the tracks of a text.
    load (Callable[[str, Source], Playlist] | None): Reads a playlist, if the format holds one.
    dump (Callable[[Playlist, Path], dict[Path, str]] | None): Makes the files of a playlist, if it can be written.
    """

    name: str
    endings: tuple[str, ...]
    sniff: Callable[[str], bool]
    read: Callable[[str, Source], list[Track]]
    load: Callable[[str, Source], Playlist] | None = None
    dump: Callable[[Playlist, Path], dict[Path, str]] | None = None


def ranked_song(track: Track, stored: Any = None) -> RankedSong:
    """Make a song of a playlist out of a track that was read.

    track (Track): The track; its path is the one that counts, since playlists are moved.
    stored (Any): The record that Synsong wrote beside the track, if any; it is not trusted.
    RETURNS (RankedSong): The stored record if it is valid, else one without relevance.
    """
    fields = track.model_dump() | {"id": track_key(track), "relevance": 0.0, "signals": {}, "evidence": []}
    song = stored_song(stored)
    if song is None:
        return _RANKED.validate_python(fields)
    song["path"] = track.path
    return song


def stored_song(stored: Any) -> RankedSong | None:
    """RETURNS (RankedSong | None): A record as Synsong writes it, checked; None if it is none."""
    if not isinstance(stored, dict):
        return None
    try:
        song = _RANKED.validate_python(stored)
    except ValidationError:
        return None
    if not song["title"].strip() or not song["artist"].strip():
        return None
    song["uri"] = harmless_uri(song["uri"])
    return song


def to_record(song: RankedSong) -> dict[str, Any]:
    """RETURNS (dict[str, Any]): A song as it stands beside a track in a file, without its path, which is the track's."""
    return {**song, "path": None}


def one_line(text: str) -> str:
    """RETURNS (str): A text without line ends and control characters, for formats of lines."""
    return " ".join("".join(char if char.isprintable() or char in "\u200d\u200c" else " " for char in text).split())


def load_json(text: str) -> Any:
    """Parse JSON of unknown origin.

    text (str): The text.
    RETURNS (Any): The value.
    RAISES (ValueError): If it is no JSON, nested too deeply, or has numbers beyond reason.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def split_name(display: str) -> tuple[str | None, str]:
    """RETURNS (tuple[str | None, str]): Artist and title of `Artist - Title`; the artist is None where none is named."""
    parts = _JOINED.split(display.strip(), maxsplit=1)
    return (parts[0] or None, parts[1]) if len(parts) == 2 else (None, display.strip())


def present(value: Any) -> str | None:
    """RETURNS (str | None): A cell's text, or None for an empty one and for `undefined`, `null` and their like."""
    text = str(value).strip() if value is not None else ""
    return None if text.lower() in _NOTHING else text


def parse_year(value: Any) -> int | None:
    """RETURNS (int | None): The year in a date or a year."""
    match = re.search(r"(?<!\d)(1[0-9]{3}|2[0-9]{3})(?!\d)", str(value or ""))
    return int(match[1]) if match else None


def parse_duration(value: Any, *, milliseconds: bool = False) -> float | None:
    """Read a length.

    value (Any): `3:33`, `213`, `213.4` or `213000`.
    milliseconds (bool): Whether a bare number is in milliseconds.
    RETURNS (float | None): Seconds, or None where it is no length.
    """
    text = str(value if value is not None else "").strip()
    clock = _CLOCK.match(text)
    if clock:
        return float(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3]))
    number = parse_number(text)
    if number is None or number <= 0:
        return None
    return number / 1000 if milliseconds or number >= _MAX_SECONDS else number


def parse_number(value: Any) -> float | None:
    """RETURNS (float | None): A finite number, or None."""
    try:
        number = float(str(value).strip())
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def parse_flag(value: Any) -> bool | None:
    """RETURNS (bool | None): What a cell says of yes and no."""
    text = str(value if value is not None else "").strip().lower()
    return True if text in {"true", "yes", "1"} else False if text in {"false", "no", "0"} else None


def split_list(value: Any) -> list[str]:
    """RETURNS (list[str]): The parts of a cell that are joined by commas or semicolons."""
    return [part.strip() for part in re.split(r"[;,]", str(value or "")) if part.strip()]


def keep(tracks: Iterable[Track | None]) -> list[Track]:
    """RETURNS (list[Track]): The tracks without the rows that were rejected."""
    return [track for track in tracks if track is not None]
