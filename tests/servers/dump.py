"""Dumps of our own making with the schema of LRCLIB's. By hand: python -m tests.servers.dump FILE [ROWS]"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from .lrclib import Record, prepare

SCHEMA = """
CREATE TABLE tracks (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, name_lower TEXT, artist_name TEXT,
    artist_name_lower TEXT, album_name TEXT, album_name_lower TEXT, duration FLOAT, last_lyrics_id INTEGER,
    created_at DATETIME, updated_at DATETIME,
    FOREIGN KEY (last_lyrics_id) REFERENCES lyrics (id),
    UNIQUE (name_lower, artist_name_lower, album_name_lower, duration));
CREATE TABLE lyrics (id INTEGER PRIMARY KEY AUTOINCREMENT, plain_lyrics TEXT, synced_lyrics TEXT, track_id INTEGER,
    has_plain_lyrics BOOLEAN, has_synced_lyrics BOOLEAN, instrumental BOOLEAN, source TEXT, created_at DATETIME,
    updated_at DATETIME, lyricsfile TEXT, has_lyricsfile BOOLEAN, FOREIGN KEY (track_id) REFERENCES tracks (id));
CREATE TABLE flags (id INTEGER PRIMARY KEY AUTOINCREMENT, lyrics_id INTEGER, content TEXT, created_at DATETIME);
CREATE TABLE missing_tracks (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, name_lower TEXT, artist_name TEXT,
    artist_name_lower TEXT, album_name TEXT, album_name_lower TEXT, duration FLOAT, created_at DATETIME,
    updated_at DATETIME, UNIQUE (name_lower, artist_name_lower, album_name_lower, duration));
CREATE VIRTUAL TABLE tracks_fts USING fts5 (name_lower, album_name_lower, artist_name_lower, content='tracks',
    content_rowid='id');
"""
INDEXES = """
CREATE INDEX idx_tracks_name_lower ON tracks (name_lower);
CREATE INDEX idx_tracks_artist_name_lower ON tracks (artist_name_lower);
CREATE INDEX idx_tracks_album_name_lower ON tracks (album_name_lower);
CREATE INDEX idx_tracks_duration ON tracks (duration);
CREATE INDEX idx_tracks_last_lyrics_id ON tracks (last_lyrics_id);
CREATE INDEX idx_lyrics_track_id ON lyrics (track_id);
PRAGMA user_version = 7;
"""
# Every tenth artist has a "Song 1"; a song of this kind has thirty words that say something.
MANY = """
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO tracks (id, name, name_lower, artist_name, artist_name_lower, album_name, album_name_lower, duration,
    last_lyrics_id)
SELECT i, 'Song ' || (i % 1000), 'song ' || (i % 1000), 'Artist ' || (i / 1000), 'artist ' || (i / 1000), 'Low Tide',
    'low tide', 100.0 + i % 200, i FROM n
"""
MANY_LYRICS = """
INSERT INTO lyrics (id, plain_lyrics, track_id, has_plain_lyrics, has_synced_lyrics, instrumental, source)
SELECT id, 'The ferry ' || id || ' leaves the harbour when the baker shuts his door' || char(10) ||
    'and nobody who waits for bread will see the ' || name || ' any more' || char(10) ||
    'so count the bottles on the wall and count the crows', id, 1, 0, 0, 'made up' FROM tracks
"""


def make_dump(path: Path, records: Iterable[Record] = (), *, many: int = 0) -> Path:
    """Make a dump of some records, and of as many made-up ones as wanted, which come first."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(SCHEMA)
        if many:
            db.execute(MANY, (many,))
            db.execute(MANY_LYRICS)
        for record in records:
            _add(db, record)
        db.executescript(INDEXES)
        db.commit()
    return path


def _add(db: sqlite3.Connection, record: Record) -> None:
    names = [(name, prepare(name)) for name in (record.title, record.artist, record.album)]
    track = db.execute(
        "INSERT INTO tracks (name, name_lower, artist_name, artist_name_lower, album_name, album_name_lower, duration) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        [text for pair in names for text in pair] + [record.duration],
    ).lastrowid
    if record.bare:
        return  # a track whose lyrics were never sent
    for plain in (f"an older version\n{record.plain}", record.plain):
        lyrics = db.execute(
            "INSERT INTO lyrics (plain_lyrics, synced_lyrics, track_id, instrumental) VALUES (?, ?, ?, ?)",
            (plain, record.synced, track, record.instrumental),
        ).lastrowid
    db.execute("UPDATE tracks SET last_lyrics_id = ? WHERE id = ?", (lyrics, track))


if __name__ == "__main__":
    make_dump(Path(sys.argv[1]), many=int([*sys.argv, "1000"][2]))
