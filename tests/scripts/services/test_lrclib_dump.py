"""A dump of LRCLIB: looked up through its index, never written, never scanned, streamed in constant memory."""

from __future__ import annotations

import gzip
import sqlite3
import sys
import time as real_time
import tracemalloc
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from components.errors import SynsongError
from components.song import Track
from scripts.dump import songs_of_dump
from scripts.jsonl import write_songs
from scripts.services import Answer
from scripts.services.lrclib_dump import STREAM, LrclibDumpSource, explain, open_dump, stream_dump
from tests.servers.clock import FakeTime
from tests.servers.dump import INDEXES, SCHEMA, make_dump
from tests.servers.lrclib import Record

WORDS = "Lamps of paper over the water and nobody to light them\n" * 3
PAPER = Record("Paper Lanterns", "Mara Vell", plain=WORDS)


def ask(path: Path, time: FakeTime, title: str, artist: str, **known: object) -> Answer:
    source = LrclibDumpSource(time.settings(dump=path))
    try:
        return source.fetch(Track.model_validate({"title": title, "artist": artist, **known}))
    finally:
        source.close()


@pytest.mark.parametrize(
    ("title", "artist"),
    [
        ("Paper Lanterns", "Mara Vell"),
        ("PÂPER, LANTERNS!", "mara  vell"),
        ("Paper Lanterns - Remastered 2011", "Mara Vell"),
        ("Paper Lanterns (feat. Quill)", "Mara Vell feat. Quill"),
    ],
)
def test_a_song_is_found_by_its_normal_form(tmp_path: Path, time: FakeTime, title: str, artist: str) -> None:
    answer = ask(make_dump(tmp_path / "dump.sqlite3", [PAPER]), time, title, artist)
    assert (answer.state, answer.lyrics, answer.title) == ("found", WORDS, "Paper Lanterns")


def test_of_several_recordings_the_nearest_with_words_is_taken(tmp_path: Path, time: FakeTime) -> None:
    names = ("Paper Lanterns", "Mara Vell")
    records = [
        Record(*names, album="a", duration=190, plain="far"),
        Record(*names, album="b", duration=200, bare=True),
        Record(*names, album="c", duration=201, plain="near"),
        Record(*names, album="d", duration=202.5, plain="farther"),
        Record(*names, album="e", duration=200, instrumental=True),
    ]
    path = make_dump(tmp_path / "dump.sqlite3", records)
    assert ask(path, time, *names, duration=200).lyrics == "near"


@pytest.mark.parametrize(
    ("record", "state"),
    [
        (Record("Tide", "Quill", bare=True), "missing"),
        (Record("Tide", "Quill", instrumental=True), "instrumental"),
        (Record("Tide", "Quill", synced="[00:01.00]tide"), "found"),
        (Record("Ebb", "Quill", plain="ebb"), "missing"),
    ],
    ids=["no-lyrics-row", "instrumental", "synced-only", "another-song"],
)
def test_a_row_is_read_for_what_it_is(tmp_path: Path, time: FakeTime, record: Record, state: str) -> None:
    assert ask(make_dump(tmp_path / "dump.sqlite3", [record]), time, "Tide", "Quill").state == state


def test_a_bad_byte_does_not_stop_the_reading(tmp_path: Path, time: FakeTime) -> None:
    path = make_dump(tmp_path / "dump.sqlite3", [PAPER])
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE lyrics SET plain_lyrics = CAST(x'6c616d70ff73' AS TEXT)")
    assert ask(path, time, "Paper Lanterns", "Mara Vell").lyrics == "lamp\ufffds"


def test_a_dump_is_not_written_to_and_leaves_nothing_beside_it(tmp_path: Path, time: FakeTime) -> None:
    folder = tmp_path / "a dump #1?"
    folder.mkdir()
    path = make_dump(folder / "dump.sqlite3", [PAPER])
    path.chmod(0o444)
    before = path.read_bytes()
    ask(path, time, "Paper Lanterns", "Mara Vell")
    assert path.read_bytes() == before
    assert [item.name for item in folder.iterdir()] == ["dump.sqlite3"]
    with closing(open_dump(path)) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM tracks")


def test_the_environment_may_name_the_dump(tmp_path: Path, time: FakeTime) -> None:
    path = make_dump(tmp_path / "dump.sqlite3", [PAPER])
    source = LrclibDumpSource(time.settings(LRCLIB_DUMP=str(path)))
    assert source.fetch(Track(title="Paper Lanterns", artist="Mara Vell")).state == "found"
    source.close()
    with pytest.raises(SynsongError, match="S612"):
        LrclibDumpSource(time.settings())


def broken(path: Path, kind: str) -> Path:
    if kind == "text":
        path.write_text("not a database", encoding="utf8")
    elif kind == "compressed":
        path.write_bytes(gzip.compress(b"SQLite format 3"))
    elif kind == "folder":
        path.mkdir()
    elif kind in ("other-database", "no-column", "no-index"):
        schema = {
            "other-database": "CREATE TABLE songs (id)",
            "no-column": (SCHEMA + INDEXES).replace("synced_lyrics TEXT", "other TEXT"),
            "no-index": SCHEMA.replace(",\n    UNIQUE (name_lower, artist_name_lower, album_name_lower, duration)", ""),
        }[kind]
        with closing(sqlite3.connect(path)) as db:
            db.executescript(schema)
    return path


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("none", "no such file"),
        ("folder", "no such file"),
        ("text", "not a database"),
        ("compressed", "gunzip"),
        ("other-database", "lacks"),
        ("no-column", "'lyrics' lacks synced_lyrics"),
        ("no-index", "no index"),
    ],
)
def test_what_is_no_dump_is_refused_with_the_reason(tmp_path: Path, kind: str, reason: str) -> None:
    path = broken(tmp_path / "dump", kind)
    with pytest.raises(SynsongError, match=f"S613.*{reason}"):
        open_dump(path)


def test_a_whole_dump_is_turned_into_songs(tmp_path: Path) -> None:
    records = [
        PAPER,
        Record("Tide", "Quill", instrumental=True),
        Record("Ebb", "Quill", bare=True),
        Record("Flood", "Quill", plain="la la la"),
        Record("Dike", "Quill", album="", duration=None, plain=WORDS),
    ]
    path = make_dump(tmp_path / "dump.sqlite3", records)
    tally: Counter[str] = Counter()
    songs = list(songs_of_dump(path, tally=lambda outcome: tally.update([outcome])))
    assert [(song.title, song.id) for song in songs] == [("Paper Lanterns", "lrclib-1"), ("Dike", "lrclib-5")]
    assert songs[0].source == "lrclib-dump"
    assert tally["found"] == 2
    assert tally["instrumental"] == 1
    assert tally.total() == 4  # a track without lyrics is none of the records


def test_as_many_as_wanted(tmp_path: Path) -> None:
    path = make_dump(tmp_path / "dump.sqlite3", many=50)
    assert [key for key, _ in stream_dump(path, limit=3)] == ["lrclib-1", "lrclib-2", "lrclib-3"]
    assert len(list(stream_dump(path))) == 50


def test_look_up_and_stream_sort_nothing_and_scan_only_what_is_streamed(tmp_path: Path) -> None:
    with closing(open_dump(make_dump(tmp_path / "dump.sqlite3", [PAPER]))) as db:
        steps = [row["detail"] for row in explain(db)]
        streamed = [row["detail"] for row in db.execute(f"EXPLAIN QUERY PLAN {STREAM}")]
    assert steps[0].startswith("SEARCH t USING INDEX")
    assert "name_lower=? AND artist_name_lower=?" in steps[0]
    assert all(step.startswith("SEARCH") for step in steps)
    assert streamed[0] == "SCAN t"
    assert all("TEMP B-TREE" not in step for step in streamed)


@pytest.mark.slow
def test_a_million_rows(tmp_path: Path, time: FakeTime) -> None:
    """The time of a look-up is printed with `-s`; it is not asserted, since machines differ."""
    rows = 1_000_000
    path = make_dump(tmp_path / "dump.sqlite3", many=rows)
    source = LrclibDumpSource(time.settings(dump=path))
    tracks = [Track(title=f"Song {n % 1000}", artist=f"Artist {n}") for n in range(1, 1000, 2)]
    start = real_time.perf_counter()
    assert all(source.fetch(track).state == "found" for track in tracks)
    each = (real_time.perf_counter() - start) / len(tracks)
    source.close()

    tracemalloc.start()
    count = sum(1 for _ in stream_dump(path))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    written = write_songs(songs_of_dump(path, limit=3000, tally=lambda outcome: None), tmp_path / "lyrics.jsonl")
    _, writing = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == rows
    assert written == 3000
    assert peak < 5_000_000
    assert writing < 20_000_000
    sys.stdout.write(f"\nlook-up {each * 1000:.2f} ms; peak {peak:,} bytes streaming {rows:,} rows\n")
