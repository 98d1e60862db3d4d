"""A library fetched: its tracks read, looked up, remembered, and exported as songs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout

from components.errors import Errors, SynsongError
from components.song import Rejection, Song, Track
from scripts.formats import merge_tracks, read_tracks
from scripts.jsonl import write_songs
from scripts.lookup import Lookup, Outcome
from scripts.matching import track_key
from scripts.progress import Progress
from scripts.services import Settings, make_source
from scripts.store import LyricsStore


@dataclass
class Report:
    """What came of a run.

    outcomes (Counter[tuple[str, Outcome]]): Tracks by source and outcome; the source is empty if none was asked.
    rules (Counter[str]): What hygiene did, by rule.
    stopped (dict[str, str]): Sources that were given up, and why.
    invalid (list[Rejection]): What stands in the store and makes no valid song.
    songs (int): How many songs were exported.
    written (bool): Whether the file of songs was written; it is not, if nothing was found and not all was asked.
    interrupted (bool): Whether the user stopped the run.
    """

    outcomes: Counter[tuple[str, Outcome]] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    stopped: dict[str, str] = field(default_factory=dict)
    invalid: list[Rejection] = field(default_factory=list)
    songs: int = 0
    written: bool = False
    interrupted: bool = False


def read_library(path: Path, *, format: str | None = None, rejected: list[Rejection]) -> list[Track]:
    """Read the tracks of a library, each once.

    path (Path): A file or folder that names tracks.
    format (str | None): What it is, if it is not to be recognised by its content.
    rejected (list[Rejection]): Filled with the rows that are left out.
    RETURNS (list[Track]): The tracks.
    RAISES (SynsongError): If it cannot be read, or names no track.
    """
    if not path.exists():
        raise SynsongError(Errors.S601.format(path=path))
    tracks = merge_tracks(read_tracks(path, format=format, rejected=rejected))
    if not tracks:
        reason = f"{len(rejected):,} bad rows" if rejected else "it names none"
        raise SynsongError(Errors.S617.format(path=path, reason=reason))
    return tracks


def fetch_library(
    tracks: Sequence[Track],
    names: Sequence[str],
    settings: Settings,
    *,
    store: Path,
    out: Path,
    refresh: bool = False,
    progress: Progress,
) -> Report:
    """Look up each track that is not known yet, then export the songs of the library.

    tracks (Sequence[Track]): The library.
    names (Sequence[str]): Sources in the order in which they are asked.
    settings (Settings): What sources may need to know.
    store (Path): The file that remembers every answer.
    out (Path): The JSON Lines file to write, in the order of the songs' ids.
    refresh (bool): Whether to ask again what is known.
    progress (Progress): Is told of each track.
    RETURNS (Report): What came of it; a run stopped with Ctrl-C has one, too.
    RAISES (SynsongError): If a source or the store cannot be used, or the file not be written.
    """
    keyed = {track_key(track): track for track in reversed(tracks)}
    report = Report()
    with ExitStack() as stack:
        stack.enter_context(locked(store))
        memory = stack.enter_context(closing(LyricsStore(store)))
        sources = [stack.enter_context(closing(make_source(name, settings))) for name in dict.fromkeys(names)]
        lookup = Lookup(memory, sources, now=settings.now, report=progress.note, refresh=refresh)
        try:
            for outcome in lookup.run(reversed(keyed.items())):
                progress.add(outcome)
        except KeyboardInterrupt:
            report.interrupted = True
        report.outcomes, report.rules, report.stopped = lookup.outcomes, lookup.rules, lookup.stopped
        _export(memory.songs(keyed.items(), prefer=names, rejected=report.invalid), out, report)
    return report


def _export(songs: Iterator[Song], out: Path, report: Report) -> None:
    first = next(songs, None)
    if first is not None or not (report.interrupted or report.stopped):
        report.songs = write_songs(chain([first] if first else [], songs), out)
        report.written = True


@contextmanager
def locked(store: Path) -> Iterator[None]:
    """Hold a store for one command, so that two at a time do not press a service twice as hard.

    store (Path): The store.
    RAISES (SynsongError): If another command holds it.
    """
    store.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(store.with_name(f"{store.name}.lock"))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise SynsongError(Errors.S616.format(path=store)) from None
    except OSError as err:
        raise SynsongError(Errors.S614.format(path=store, reason=err.strerror)) from None
    try:
        yield
    finally:
        lock.release()
