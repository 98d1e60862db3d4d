"""Tracks and songs: the validated records, their sections and lines, and the one way in for songs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from .errors import Errors, SynsongError

MAX_LYRICS = 20_000  # characters; the longest sung texts stay below it, books and logs do not
HEADING = re.compile(r"^\s*\[([^\[\]]+)\]\s*$")
_ISRC = re.compile(r"^[A-Z]{2}[A-Z0-9]{3}\d{7}$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _clean(value: Any) -> Any:
    return _CONTROL.sub("", value).replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), BeforeValidator(_clean)]


class Track(BaseModel):
    """What is known of a recording without its words.

    title (str): The title.
    artist (str): The performer or performers, as one string.
    album (str | None): The album.
    year (int | None): The year of release.
    genres (list[str]): Genres in lower case, the main one first.
    popularity (float | None): 0 (unknown) to 100 (everybody knows it).
    explicit (bool | None): Whether the words are explicit, where that is known.
    language (str | None): ISO 639-1 code of the words.
    duration (float | None): Length in seconds.
    isrc (str | None): International Standard Recording Code, upper case, no hyphens; an ill-formed one is dropped.
    uri (str | None): Where a streaming service keeps it, such as `spotify:track:...`.
    path (str | None): Where the audio file lies.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: Text
    artist: Text
    album: Text | None = None
    year: Annotated[int, Field(ge=1000, le=2999)] | None = None
    genres: list[Text] = Field(default_factory=list)
    popularity: Annotated[float, Field(ge=0, le=100)] | None = None
    explicit: bool | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None
    duration: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    isrc: str | None = None
    uri: Text | None = None
    path: Text | None = None

    @field_validator("genres")
    @classmethod
    def _lower_genres(cls, value: list[str]) -> list[str]:
        return list(dict.fromkeys(genre.lower() for genre in value))

    @field_validator("isrc", mode="before")
    @classmethod
    def _normal_isrc(cls, value: Any) -> str | None:
        code = re.sub(r"[\s-]", "", str(value or "")).upper()
        return code if _ISRC.match(code) else None


@dataclass(frozen=True)
class Line:
    """One sung line.

    text (str): The words.
    number (int): Its place among the sung lines of the song, from 1; headings and blank lines do not count.
    section (str | None): The heading that it stands under, such as `Chorus`.
    start (float | None): When it is sung, in seconds, if the song is synced.
    """

    text: str
    number: int
    section: str | None
    start: float | None = None


@dataclass(frozen=True)
class Stanza:
    """Lines that stand together. name (str | None): Their heading. lines (tuple[Line, ...]): The lines, at least one."""

    name: str | None
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


class Song(Track):
    """A track with its words.

    id (str): What it is known by in an index; unique there.
    lyrics (str): Stanzas parted by blank lines; a line such as `[Chorus]` names the stanza and is not sung.
    synced (list[tuple[float, str]] | None): When each line is sung: seconds and the line.
    source (str | None): Where the words come from.
    licence (str | None): Under what licence they are.
    """

    id: Text
    lyrics: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_LYRICS), BeforeValidator(_clean)
    ]
    synced: list[tuple[Annotated[float, Field(ge=0, allow_inf_nan=False)], str]] | None = None
    source: Text | None = None
    licence: Text | None = None

    def stanzas(self) -> list[Stanza]:
        """Part the lyrics into stanzas.

        RETURNS (list[Stanza]): The stanzas in order, without those that are only a heading.
        """
        starts = _Starts(self.synced or [])
        stanzas: list[Stanza] = []
        number = 0
        for block in re.split(r"\n\s*\n", self.lyrics):
            name: str | None = None
            lines: list[Line] = []
            for raw in block.split("\n"):
                heading = HEADING.match(raw)
                if heading:
                    if lines:
                        stanzas.append(Stanza(name, tuple(lines)))
                        lines = []
                    name = heading.group(1).strip()
                elif raw.strip():
                    number += 1
                    lines.append(Line(raw.strip(), number, name, starts.find(raw)))
            if lines:
                stanzas.append(Stanza(name, tuple(lines)))
        return stanzas

    def lines(self) -> list[Line]:
        """RETURNS (list[Line]): All sung lines in order."""
        return [line for stanza in self.stanzas() for line in stanza.lines]

    @property
    def instrumental(self) -> bool:
        """Whether nothing is sung, as in `[Instrumental]`."""
        return not self.lines()


class _Starts:
    """Finds the times of lines in the order in which they are sung."""

    def __init__(self, synced: list[tuple[float, str]]) -> None:
        self.synced = [(start, _letters(text)) for start, text in synced]
        self.at = 0

    def find(self, line: str) -> float | None:
        wanted = _letters(line)
        for i in range(self.at, len(self.synced)):
            if self.synced[i][1] == wanted:
                self.at = i + 1
                return self.synced[i][0]
        return None


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


@dataclass(frozen=True)
class Rejection:
    """A record that was left out. path (str), line (int): Where it stands, lines from 1. reason (str): Why."""

    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.reason}"


def read_songs(paths: Path | Iterable[Path], *, rejected: list[Rejection]) -> Iterator[Song]:
    """Read songs from JSON Lines, one at a time, in the order of the files.

    paths (Path | Iterable[Path]): Files, or folders whose `*.jsonl` are read in the order of their names.
    rejected (list[Rejection]): Filled with the records that are left out: broken JSON, a missing or bad field, an id
        that was there before.
    YIELDS (Song): The valid songs.
    RAISES (SynsongError): If a path does not exist.
    """
    first: dict[str, str] = {}
    for path in _song_files(paths):
        with path.open(encoding="utf8", errors="replace") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                song = _parse_song(line)
                if isinstance(song, Song) and song.id in first:
                    song = Errors.S104.format(id=song.id, first=first[song.id])
                if isinstance(song, str):
                    rejected.append(Rejection(str(path), number, song))
                    continue
                first[song.id] = f"{path}, line {number}"
                yield song


def _song_files(paths: Path | Iterable[Path]) -> Iterator[Path]:
    for path in [paths] if isinstance(paths, Path) else paths:
        if not path.exists():
            raise SynsongError(Errors.S102.format(path=path, command="fetch"))
        yield from sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


def _parse_song(line: str) -> Song | str:
    """RETURNS (Song | str): The song, or what is wrong with the record."""
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as err:
        return Errors.S103.format(reason=str(err))
    if not isinstance(record, dict):
        return Errors.S105
    try:
        return Song.model_validate(record)
    except ValidationError as err:
        return describe_invalid(err)


def describe_invalid(err: ValidationError) -> str:
    """Say in one line what is wrong with a record.

    err (ValidationError): What pydantic found.
    RETURNS (str): Field and fault, for each fault, such as `year: Input should be a valid integer (got 'nineteen')`.
    """
    return "; ".join(
        f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
        + ("" if fault["type"] == "missing" else f" (got {_shorten(fault['input'])})")
        for fault in err.errors()
    )


def _shorten(value: Any, length: int = 40) -> str:
    text = repr(value)
    return text if len(text) <= length else f"{text[:length]}... {len(text):,} characters"
