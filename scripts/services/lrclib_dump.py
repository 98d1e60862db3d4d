"""A dump of LRCLIB's database on one's own disk: looked up through its index, never scanned, never copied."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from components.errors import Errors, SynsongError
from components.song import Track
from scripts.matching import clean_title, normalise, primary_artist

from . import Answer, Settings
from .lrclib import choose, read_record

TABLES = {
    "tracks": (
        "id",
        "name",
        "name_lower",
        "artist_name",
        "artist_name_lower",
        "album_name",
        "duration",
        "last_lyrics_id",
    ),
    "lyrics": ("id", "plain_lyrics", "synced_lyrics", "instrumental"),
}
FIELDS = "t.id, t.name, t.artist_name, t.album_name, t.duration, l.plain_lyrics, l.synced_lyrics, l.instrumental"
LOOK_UP = f"""SELECT {FIELDS} FROM tracks t LEFT JOIN lyrics l ON l.id = t.last_lyrics_id
    WHERE t.name_lower = ? AND t.artist_name_lower = ? LIMIT 100"""
# CROSS keeps SQLite from walking the lyrics first and sorting them, which would take memory for all of them.
STREAM = f"SELECT {FIELDS} FROM tracks t CROSS JOIN lyrics l ON l.id = t.last_lyrics_id ORDER BY t.id"


class LrclibDumpSource:
    """Looks tracks up in an extracted dump.

    settings (Settings): `dump` is the SQLite file, or `LRCLIB_DUMP` in the environment names it.
    """

    name = "lrclib-dump"
    keeps = True
    wait = 0.0

    def __init__(self, settings: Settings) -> None:
        self._path = named_dump(settings)
        self._connection = open_dump(self._path)

    def fetch(self, track: Track) -> Answer:
        """Look up title and artist as they stand, then cleaned; see `LyricsSource.fetch`."""
        names = [(track.title, track.artist), (clean_title(track.title), primary_artist(track.artist))]
        for title, artist in dict.fromkeys((normalise(title), normalise(artist)) for title, artist in names):
            try:
                rows = self._connection.execute(LOOK_UP, (title, artist)).fetchall()
            except sqlite3.Error as err:
                raise SynsongError(Errors.S613.format(path=self._path, reason=err)) from None
            answer = choose(track, [_read_row(row) for row in rows])
            if answer is not None:
                return answer
        return Answer("missing", reason="not in the dump")

    def close(self) -> None:
        """Close the dump."""
        self._connection.close()


def named_dump(settings: Settings) -> Path:
    """RETURNS (Path): The dump that the user named, by option or environment; SynsongError if there is none."""
    named = settings.environ.get("LRCLIB_DUMP")
    if settings.dump is None and not named:
        raise SynsongError(Errors.S612)
    return settings.dump or Path(named or "")


def open_dump(path: Path) -> sqlite3.Connection:
    """Open a dump so that nothing can be written, not even a lock, and see that it can be looked up quickly.

    path (Path): The extracted SQLite file.
    RETURNS (sqlite3.Connection): The open dump.
    RAISES (SynsongError): If it is no dump, or would have to be scanned for each song.
    """
    if not path.is_file():
        raise SynsongError(Errors.S613.format(path=path, reason="there is no such file"))
    with path.open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            raise SynsongError(Errors.S613.format(path=path, reason="it is still compressed; extract it with gunzip"))
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        connection.row_factory = sqlite3.Row
        connection.text_factory = _decode
        for table, wanted in TABLES.items():
            columns = {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}
            lacking = [name for name in wanted if name not in columns]
            if lacking:
                raise SynsongError(
                    Errors.S613.format(path=path, reason=f"its table '{table}' lacks {', '.join(lacking)}")
                )
        if any(step["detail"].startswith("SCAN") for step in explain(connection)):
            raise SynsongError(Errors.S613.format(path=path, reason="it has no index of titles and artists"))
    except sqlite3.Error as err:
        connection.close()
        raise SynsongError(Errors.S613.format(path=path, reason=err)) from None
    except SynsongError:
        connection.close()
        raise
    return connection


def explain(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    """RETURNS (list[sqlite3.Row]): How SQLite goes about a look-up; `detail` says what it does in each step."""
    return connection.execute(f"EXPLAIN QUERY PLAN {LOOK_UP}", ("", "")).fetchall()


def stream_dump(path: Path, *, limit: int | None = None) -> Iterator[tuple[str, Answer]]:
    """Read a whole dump, one record at a time, in the order of its track numbers.

    path (Path): The extracted SQLite file.
    limit (int | None): Stop after so many records.
    YIELDS (tuple[str, Answer]): An id that is unique in the dump, and the record.
    RAISES (SynsongError): If it cannot be read.
    """
    with closing(open_dump(path)) as connection:
        try:
            for row in connection.execute(f"{STREAM} LIMIT ?", (-1 if limit is None else limit,)):
                yield f"lrclib-{row['id']}", _read_row(row)
        except sqlite3.Error as err:
            raise SynsongError(Errors.S613.format(path=path, reason=err)) from None


def _read_row(row: sqlite3.Row) -> Answer:
    return read_record(
        {
            "trackName": row["name"],
            "artistName": row["artist_name"],
            "albumName": row["album_name"],
            "duration": row["duration"],
            "plainLyrics": row["plain_lyrics"],
            "syncedLyrics": row["synced_lyrics"],
            "instrumental": row["instrumental"],
        }
    )


def _decode(text: bytes) -> str:
    """One bad byte in a dump of millions must not stop its reading."""
    return text.decode("utf8", errors="replace")
