"""The outside world: where lyrics come from, behind one small interface."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol

from components.errors import Errors, SynsongError
from components.song import Track

State = Literal["found", "instrumental", "missing", "rejected"]

# One line a source: the module in this folder, and the class in it that is a LyricsSource.
SOURCES = {
    "sample": ("sample", "SampleSource"),
    "files": ("files", "FilesSource"),
    "lrclib": ("lrclib", "LrclibSource"),
    "lrclib-dump": ("lrclib_dump", "LrclibDumpSource"),
    "musixmatch": ("musixmatch", "MusixmatchSource"),
}


class RateLimited(SynsongError):
    """A service asks us to stay away. retry_at (datetime): When we may come back, in local time."""

    def __init__(self, message: str, retry_at: datetime) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class SourceDown(SynsongError):
    """A source gave no usable answer. final (bool): Whether it is useless to ask it anything more in this run."""

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


@dataclass(frozen=True)
class Answer:
    """What a source says of a track.

    state (State): `found`, `instrumental`, `missing`, or `rejected`: there is a text that we do not take.
    lyrics (str | None): The words as the source gives them.
    synced (str | None): The words with times, as LRC text.
    reason (str | None): Why it is missing or rejected.
    licence (str | None): The licence or copyright line of the words.
    title (str | None): The title of what was found, to compare with the track's; `artist`, `album`, `language` (ISO
        639-1) and `duration` (seconds) likewise.
    partial (bool): Whether the text is known to be cut short.
    """

    state: State
    lyrics: str | None = None
    synced: str | None = None
    reason: str | None = None
    licence: str | None = None
    title: str | None = None
    artist: str | None = None
    album: str | None = None
    language: str | None = None
    duration: float | None = None
    partial: bool = False


class LyricsSource(Protocol):
    """A place that may know the words of a track.

    name (str): The name by which the user asks for it.
    keeps (bool): Whether its words may be kept on disk.
    wait (float): Seconds after which it is asked again about a track that it did not have; 0 for a local source.
    """

    name: str
    keeps: bool
    wait: float

    def fetch(self, track: Track) -> Answer:
        """Look for the words of a track.

        track (Track): The track.
        RETURNS (Answer): What was found, or why nothing was.
        RAISES (RateLimited): If the source must be left alone for a while.
        RAISES (SourceDown): If it gave no usable answer.
        """
        ...

    def close(self) -> None:
        """Let go of connections and files."""
        ...


@dataclass(frozen=True)
class Settings:
    """What sources may need to know.

    environ (Mapping[str, str]): Environment variables, for keys and base URLs.
    catalogue (Path): The sample catalogue.
    dump (Path | None): An extracted LRCLIB dump.
    spacing (float): Seconds between an answer and the next request.
    clock (Callable[[], float]): Seconds that only go forward.
    now (Callable[[], float]): Seconds since 1970.
    sleep (Callable[[float], None]): Waits so many seconds.
    """

    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    catalogue: Path = Path("assets/catalogue")
    dump: Path | None = None
    spacing: float = 0.5
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


def as_lrc(synced: Iterable[tuple[float, str]]) -> str:
    """RETURNS (str): Lines with their times in seconds as LRC text."""
    hundredths = ((round(start * 100), line) for start, line in synced)
    return "\n".join(f"[{at // 6000:02d}:{at // 100 % 60:02d}.{at % 100:02d}]{line}" for at, line in hundredths)


def local_time(seconds: float) -> str:
    """RETURNS (str): A moment, given in seconds since 1970, as date and time where the user is."""
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d %H:%M}"


def make_source(name: str, settings: Settings) -> LyricsSource:
    """Open a source by its name.

    name (str): One of `SOURCES`.
    settings (Settings): What it may need to know.
    RETURNS (LyricsSource): The source.
    RAISES (SynsongError): If there is none of that name, or it lacks something it needs.
    """
    if name not in SOURCES:
        raise SynsongError(Errors.S603.format(name=name, names=", ".join(SOURCES)))
    module, class_name = SOURCES[name]
    source: LyricsSource = getattr(import_module(f".{module}", __name__), class_name)(settings)
    return source
