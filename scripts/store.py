"""The store: what each source said of each track, kept so that no run has to ask twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from operator import itemgetter
from pathlib import Path

from pydantic import ValidationError

from components.errors import Errors, SynsongError
from components.song import Rejection, Song, Track, describe_invalid
from scripts.services import State

VERSION = 1
APPLICATION = 0x53594E53  # tells our file from other SQLite files
SCHEMA = """
CREATE TABLE tracks (key TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE answers (
    key TEXT NOT NULL REFERENCES tracks(key), source TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('found', 'instrumental', 'missing', 'rejected')),
    reason TEXT, lyrics TEXT, synced TEXT, language TEXT, duration REAL, licence TEXT,
    asked_at REAL NOT NULL, ask_again_at REAL,
    PRIMARY KEY (key, source)
) WITHOUT ROWID;
CREATE INDEX answers_by_source ON answers (source, state);
CREATE TABLE pauses (source TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Entry:
    """What a source said of a track.

    source (str): The source.
    state (State): What came of it.
    reason (str | None): Why it is missing or rejected.
    lyrics (str | None): The words, if they were found and may be kept.
    synced (list[tuple[float, str]] | None): Seconds and line.
    language (str | None): ISO 639-1 code.
    duration (float | None): Seconds.
    licence (str | None): The licence or copyright line.
    asked_at (float): When it was asked, in seconds since 1970.
    ask_again_at (float | None): From when it may be asked again; None for never.
    """

    source: str
    state: State
    asked_at: float
    ask_again_at: float | None = None
    reason: str | None = None
    lyrics: str | None = None
    synced: list[tuple[float, str]] | None = None
    language: str | None = None
    duration: float | None = None
    licence: str | None = None

    @property
    def settles(self) -> bool:
        """Whether no other source need be asked: there are words, or there is nothing to sing."""
        return self.lyrics is not None or self.state == "instrumental"


class LyricsStore:
    """An SQLite file of tracks and answers. Each answer is one transaction, so a killed run loses none.

    path (Path): The file; made if it is not there.
    RAISES (SynsongError): If it is another kind of file, broken, or of a newer version. Any method may raise it when
        the file turns out to be broken or the disk to be full.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as err:
            raise SynsongError(Errors.S614.format(path=path, reason=err.strerror)) from None
        with self._guard():
            self._db = sqlite3.connect(path, timeout=30)
        try:
            with self._guard():
                self._prepare()
        except SynsongError:
            self._db.close()
            raise

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Tell of faults of the file as errors that a user can meet."""
        try:
            yield
        except (sqlite3.Error, ValueError) as err:
            if isinstance(err, SynsongError):
                raise
            raise SynsongError(Errors.S614.format(path=self.path, reason=err)) from None

    def _prepare(self) -> None:
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA secure_delete = ON")  # what is forgotten must not stay in free pages
        application = self._db.execute("PRAGMA application_id").fetchone()[0]
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        empty = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if empty and application == 0:
            marks = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};"
            self._db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} {marks} COMMIT;")
        elif application != APPLICATION or version < 1:
            raise SynsongError(Errors.S614.format(path=self.path, reason="it is not a store of lyrics"))
        elif version > VERSION:
            raise SynsongError(Errors.S615.format(path=self.path, version=version, known=VERSION))

    def entries(self, key: str) -> dict[str, Entry]:
        """RETURNS (dict[str, Entry]): What each source said of a track, by the name of the source."""
        with self._guard():
            rows = self._db.execute("SELECT * FROM answers WHERE key = ? ORDER BY source", (key,)).fetchall()
            return {row["source"]: _entry(row) for row in rows}

    def save(self, key: str, track: Track, entry: Entry) -> None:
        """Keep what a source said of a track, in place of what it said before, in one transaction.

        key (str): The track's key.
        track (Track): The track.
        entry (Entry): What the source said.
        """
        values = {"key": key, **{item.name: getattr(entry, item.name) for item in fields(entry)}}
        values["synced"] = None if entry.synced is None else json.dumps(entry.synced, ensure_ascii=False)
        with self._guard(), self._db:
            self._db.execute(
                "INSERT INTO tracks VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET record = excluded.record",
                (key, track.model_dump_json(exclude_unset=True, exclude_none=True)),
            )
            self._db.execute(
                f"INSERT OR REPLACE INTO answers ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
                tuple(values.values()),
            )

    def pause(self, source: str, until: float) -> None:
        """Note that a source must be left alone, so that the next run does so too.

        source (str): The source.
        until (float): Seconds since 1970.
        """
        with self._guard(), self._db:
            self._db.execute("INSERT OR REPLACE INTO pauses VALUES (?, ?)", (source, until))

    def pauses(self) -> dict[str, float]:
        """RETURNS (dict[str, float]): The sources that ever asked to be left alone, and until when."""
        with self._guard():
            rows = self._db.execute("SELECT source, until FROM pauses ORDER BY source").fetchall()
            return {row["source"]: row["until"] for row in rows}

    def songs(
        self, tracks: Iterable[tuple[str, Track]], *, prefer: Sequence[str] = (), rejected: list[Rejection]
    ) -> Iterator[Song]:
        """Make songs of those tracks whose words are here, in the order of their keys.

        tracks (Iterable[tuple[str, Track]]): Keys and tracks of the library.
        prefer (Sequence[str]): Sources in the order of preference where several have the words.
        rejected (list[Rejection]): Filled with what makes no valid song.
        YIELDS (Song): The songs.
        """
        order = {source: place for place, source in enumerate(prefer)}
        for number, (key, track) in enumerate(sorted(tracks, key=itemgetter(0)), 1):
            having = [entry for entry in self.entries(key).values() if entry.lyrics]
            having.sort(key=lambda entry: (order.get(entry.source, len(order)), -entry.asked_at, entry.source))
            try:
                yield from (_song(key, track, entry) for entry in having[:1])
            except ValidationError as err:
                rejected.append(Rejection(str(self.path), number, f"'{key}': {describe_invalid(err)}"))

    def counts(self) -> dict[tuple[str, State], int]:
        """RETURNS (dict[tuple[str, State], int]): How many answers there are, by source and state."""
        with self._guard():
            rows = self._db.execute(
                "SELECT source, state, count(*) AS n FROM answers GROUP BY source, state ORDER BY source, state"
            ).fetchall()
            return {(row["source"], row["state"]): row["n"] for row in rows}

    def size(self) -> tuple[int, int]:
        """RETURNS (tuple[int, int]): How many tracks were ever asked for, and how many of them have words here."""
        with self._guard():
            tracks = self._db.execute("SELECT count(*) FROM tracks").fetchone()[0]
            having = self._db.execute("SELECT count(DISTINCT key) FROM answers WHERE lyrics IS NOT NULL").fetchone()[0]
            return tracks, having

    def forget(self, source: str) -> int:
        """Remove all that a source said, and the tracks of which nothing is left. A pause that it asked for stays.

        source (str): The source.
        RETURNS (int): How many answers were removed.
        """
        with self._guard():
            with self._db:
                removed = self._db.execute("DELETE FROM answers WHERE source = ?", (source,)).rowcount
                self._db.execute("DELETE FROM tracks WHERE key NOT IN (SELECT key FROM answers)")
            self._db.execute("VACUUM")
            return removed

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def _entry(row: sqlite3.Row) -> Entry:
    values = {name: row[name] for name in row.keys() if name != "key"}  # noqa: SIM118 (a Row iterates over values)
    synced = values.pop("synced")
    return Entry(**values, synced=[(start, line) for start, line in json.loads(synced)] if synced else None)


def _song(key: str, track: Track, entry: Entry) -> Song:
    record = {
        **track.model_dump(exclude_unset=True),
        "id": key,
        "lyrics": entry.lyrics,
        "synced": entry.synced,
        "language": track.language or entry.language,
        "duration": track.duration or entry.duration,
        "source": entry.source,
        "licence": entry.licence,
    }
    return Song.model_validate({name: value for name, value in record.items() if value is not None})
