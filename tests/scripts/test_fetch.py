"""A library fetched from end to end: over real sockets, stopped in the middle, gone on with, told of honestly."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time as real_time
import wave
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from components.song import read_songs
from scripts import fetch, fetching
from scripts.store import LyricsStore
from tests.servers.base import as_text
from tests.servers.dump import make_dump
from tests.servers.lrclib import LrclibServer, Record, too_many
from tests.servers.musixmatch import KEY, Entry, MusixmatchServer, envelope

ROOT = Path(__file__).parents[2]
WORDS = (
    "The ferry leaves the harbour when the baker shuts his door\nand nobody who waits for bread will count the crows"
)
Start = Callable[..., LrclibServer]

runner = CliRunner()
app = typer.Typer()
app.command()(fetch.main)


def record(title: str, artist: str = "Mara Vell", **more: object) -> Record:
    return Record(title, artist, plain=f"{WORDS}\nof {title}", **more)  # type: ignore[arg-type]


def library(path: Path, *titles: str) -> Path:
    path.write_text("title,artist\n" + "".join(f"{title},Mara Vell\n" for title in titles), encoding="utf8")
    return path


def run(tmp_path: Path, *args: object, **environ: str) -> tuple[int, str]:
    out = ["--out", str(tmp_path / "corpus" / "lyrics.jsonl"), "--spacing", "0"]
    unset = dict.fromkeys(("LRCLIB_URL", "LRCLIB_DUMP", "MUSIXMATCH_URL", "MUSIXMATCH_API_KEY"))
    result = runner.invoke(app, [*map(str, args), *out], env={**unset, **environ})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, " ".join(result.output.split())


def songs(tmp_path: Path) -> dict[str, str]:
    rejected: list[object] = []
    found = list(read_songs(tmp_path / "corpus" / "lyrics.jsonl", rejected=rejected))  # type: ignore[arg-type]
    assert rejected == []
    return {song.title: song.lyrics for song in found}


def titles_asked(server: LrclibServer) -> list[str]:
    return [request.query["track_name"] for request in server.requests if request.path == "/api/get"]


def test_a_library_becomes_songs(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib(record("Tide"), record("Ebb"), Record("Dike", "Mara Vell", instrumental=True))
    tracks = library(tmp_path / "my music.csv", "Tide", "Gone", "Ebb", "Dike", "Tide")
    code, output = run(tmp_path, tracks, "--source", "lrclib", LRCLIB_URL=server.url)
    assert code == 0
    assert songs(tmp_path) == {"Ebb": f"{WORDS}\nof Ebb", "Tide": f"{WORDS}\nof Tide"}
    assert "4 tracks in" in output
    for row in ("lrclib found 2", "lrclib instrumental 1", "lrclib missing 1"):
        assert row in output
    assert "2 songs in" in output


def test_a_second_run_asks_nothing_and_writes_the_same(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib(record("Tide"), record("Ebb"))
    tracks = library(tmp_path / "music.csv", "Tide", "Gone", "Ebb")
    out = tmp_path / "corpus" / "lyrics.jsonl"
    run(tmp_path, tracks, "-s", "lrclib", LRCLIB_URL=server.url)
    before, asked = out.read_bytes(), len(server.requests)
    library(tracks, "Ebb", "Gone", "Tide")
    assert run(tmp_path, tracks, "-s", "lrclib", LRCLIB_URL=server.url)[0] == 0
    assert out.read_bytes() == before
    assert len(server.requests) == asked
    run(tmp_path, tracks, "-s", "lrclib", "--refresh", LRCLIB_URL=server.url)
    assert len(server.requests) == 2 * asked


def test_a_changed_library_asks_for_what_is_new_and_drops_what_went(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib(record("Tide"), record("Ebb"), record("Dike"))
    run(tmp_path, library(tmp_path / "music.csv", "Tide", "Ebb"), "-s", "lrclib", LRCLIB_URL=server.url)
    run(tmp_path, library(tmp_path / "music.csv", "Ebb", "Dike"), "-s", "lrclib", LRCLIB_URL=server.url)
    assert sorted(songs(tmp_path)) == ["Dike", "Ebb"]
    assert titles_asked(server) == ["Tide", "Ebb", "Dike"]


@pytest.mark.parametrize("form", [["-s", "lrclib-dump", "-s", "lrclib"], ["-s", "lrclib-dump, lrclib"]])
def test_sources_are_tried_in_the_order_given(tmp_path: Path, lrclib: Start, form: list[str]) -> None:
    server = lrclib(record("Tide"), record("Ebb"))
    dump = make_dump(tmp_path / "dump.sqlite3", [record("Tide")])
    tracks = library(tmp_path / "music.csv", "Tide", "Ebb")
    assert run(tmp_path, tracks, *form, "--dump", dump, LRCLIB_URL=server.url)[0] == 0
    assert titles_asked(server) == ["Ebb"]
    assert sorted(songs(tmp_path)) == ["Ebb", "Tide"]


def test_a_folder_of_music_gives_its_own_lyrics_first(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib(record("Ebb"))
    folder = tmp_path / "music"
    folder.mkdir()
    for title in ("Tide", "Ebb"):
        with wave.open(str(folder / f"Mara Vell - {title}.wav"), "wb") as file:
            file.setparams((1, 1, 8000, 0, "NONE", ""))
            file.writeframes(b"\x80" * 8000 * 200)
    (folder / "Mara Vell - Tide.lrc").write_text("[00:01.00]" + WORDS.replace("\n", "\n[00:05.00]"), encoding="utf8")
    assert run(tmp_path, folder, "-s", "files,lrclib", LRCLIB_URL=server.url)[0] == 0
    assert songs(tmp_path) == {"Tide": WORDS, "Ebb": f"{WORDS}\nof Ebb"}
    assert titles_asked(server) == ["Ebb"]
    (tide,) = (song for song in read_songs(tmp_path / "corpus" / "lyrics.jsonl", rejected=[]) if song.source == "files")
    assert tide.path == str(folder / "Mara Vell - Tide.wav")
    assert [start for start, _ in tide.synced or []] == [1.0, 5.0]


def test_bad_rows_are_named_counted_and_left_out(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib(record("Tide"))
    tracks = tmp_path / "music.csv"
    tracks.write_text("title,artist\nTide,Mara Vell\n,Mara Vell\n", encoding="utf8")
    code, output = run(tmp_path, tracks, "-s", "lrclib", LRCLIB_URL=server.url)
    assert code == 0
    assert "1 left out" in output
    assert "W101" in output
    assert "line 3" in output


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["-s", "lrclib"], "S620"),
        (["nowhere.csv", "-s", "lrclib"], "S601"),
        (["{empty}", "-s", "lrclib"], "S617"),
        (["{music}", "-s", "napster"], "S603"),
        (["{music}", "-s", "lrclib-dump"], "S612"),
        (["{music}", "-s", "musixmatch"], "S608"),
        (["-s", "lrclib", "--all"], "S619"),
        (["{music}", "-s", "lrclib-dump", "--all"], "S619"),
        (["-s", "lrclib-dump", "--all", "--dump", "nowhere"], "S613"),
    ],
)
def test_what_cannot_be_done_is_an_error_and_writes_nothing(tmp_path: Path, args: list[str], code: str) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("title,artist\n,\n", encoding="utf8")
    music = library(tmp_path / "music.csv", "Tide")
    status, output = run(tmp_path, *(arg.format(empty=empty, music=music) for arg in args), LRCLIB_URL="ftp://x")
    assert status == 1
    assert f"[{code}]" in output
    assert not (tmp_path / "corpus" / "lyrics.jsonl").exists()


def test_lyrics_that_are_missing_are_no_failure(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib()
    code, output = run(tmp_path, library(tmp_path / "m.csv", "Gone"), "-s", "lrclib", LRCLIB_URL=server.url)
    assert code == 0
    assert "lrclib missing 1" in output
    assert songs(tmp_path) == {}


def test_nothing_fetched_because_nobody_could_be_asked_is_a_failure(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib(record("Tide"))
    server.faults = [too_many("86400")]
    tracks = library(tmp_path / "m.csv", "Tide", "Ebb")
    code, output = run(tmp_path, tracks, "-s", "lrclib", LRCLIB_URL=server.url)
    assert code == 1
    assert "S606" in output
    assert "S618" in output
    assert not (tmp_path / "corpus" / "lyrics.jsonl").exists()
    code, _ = run(tmp_path, tracks, "-s", "lrclib", LRCLIB_URL=server.url)
    assert code == 1
    assert len(server.requests) == 1  # the service wants to be left alone until tomorrow


def test_what_was_fetched_before_a_source_stopped_is_kept_and_written(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib(record("Tide"), record("Ebb"))
    tracks = library(tmp_path / "m.csv", "Tide")
    run(tmp_path, tracks, "-s", "lrclib", LRCLIB_URL=server.url)
    server.faults = [as_text("blocked", 403, "text/html")]
    code, output = run(tmp_path, library(tracks, "Tide", "Ebb"), "-s", "lrclib", LRCLIB_URL=server.url)
    assert code == 0
    assert "S607" in output
    assert list(songs(tmp_path)) == ["Tide"]


def test_two_at_a_time_are_refused(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib(record("Tide"))
    tracks = library(tmp_path / "m.csv", "Tide")
    with fetching.locked(tmp_path / "corpus" / "lyrics.sqlite"):
        code, output = run(tmp_path, tracks, "-s", "lrclib", LRCLIB_URL=server.url)
    assert code == 1
    assert "S616" in output
    assert server.requests == []


def test_only_so_many(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib(record("Tide"), record("Ebb"))
    run(tmp_path, library(tmp_path / "m.csv", "Tide", "Ebb"), "-s", "lrclib", "--limit", 1, LRCLIB_URL=server.url)
    assert list(songs(tmp_path)) == ["Tide"]


def test_a_whole_dump_needs_no_library(tmp_path: Path) -> None:
    dump = make_dump(tmp_path / "dump.sqlite3", [Record("Dike", "Quill", instrumental=True)], many=30)
    code, output = run(tmp_path, "-s", "lrclib-dump", "--all", "--dump", dump)
    assert code == 0
    assert "30 songs" in output
    assert "31 records" in output
    assert len(list(read_songs(tmp_path / "corpus" / "lyrics.jsonl", rejected=[]))) == 30
    assert not (tmp_path / "corpus" / "lyrics.sqlite").exists()
    run(tmp_path, "-s", "lrclib-dump", "--all", "--limit", 7, LRCLIB_DUMP=str(dump))
    assert len(list(read_songs(tmp_path / "corpus" / "lyrics.jsonl", rejected=[]))) == 7


def test_the_words_of_musixmatch_and_its_key_reach_no_file(
    tmp_path: Path, musixmatch: Callable[..., MusixmatchServer]
) -> None:
    server = musixmatch(Entry("Tide", "Mara Vell", WORDS))
    tracks = library(tmp_path / "m.csv", "Tide", "Ebb")
    environ = {"MUSIXMATCH_URL": server.url, "MUSIXMATCH_API_KEY": KEY}
    code, output = run(tmp_path, tracks, "-s", "musixmatch", **environ)
    assert code == 0
    assert "W603" in output
    assert "musixmatch not kept 1" in output
    assert songs(tmp_path) == {}
    server.faults = [envelope(401, [])]
    code, output = run(tmp_path, library(tracks, "Tide", "Dike"), "-s", "musixmatch", **environ)
    assert "S609" in output
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes().decode("utf8", errors="replace")
        assert "baker" not in content
        assert "k3y" not in content
    assert "k3y" not in output
    with closing(LyricsStore(tmp_path / "corpus" / "lyrics.sqlite")) as store:
        (entry,) = (entry for key in keys(store) for entry in store.entries(key).values() if entry.state == "found")
    assert entry.licence == "Lyrics of Tide (c) Mara Vell"


def keys(store: LyricsStore) -> list[str]:
    with closing(sqlite3.connect(store.path)) as db:
        return [key for (key,) in db.execute("SELECT DISTINCT key FROM answers")]


def titles_kept(tmp_path: Path) -> set[str]:
    with closing(sqlite3.connect(tmp_path / "corpus" / "lyrics.sqlite")) as db:
        query = "SELECT record FROM tracks JOIN answers USING (key) WHERE lyrics IS NOT NULL"
        return {json.loads(record)["title"] for (record,) in db.execute(query)}


def start(tmp_path: Path, tracks: Path, url: str) -> subprocess.Popen[str]:
    out = ["--out", str(tmp_path / "corpus" / "lyrics.jsonl"), "--spacing", "0"]
    return subprocess.Popen(
        [sys.executable, "-m", "scripts.fetch", str(tracks), "--source", "lrclib", *out],
        cwd=ROOT,
        env={**os.environ, "LRCLIB_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    until = real_time.monotonic() + seconds
    while not condition():
        assert real_time.monotonic() < until, "it did not come about"
        real_time.sleep(0.005)


def test_killed_in_the_middle_nothing_is_lost_and_nothing_asked_twice(tmp_path: Path, lrclib: Start) -> None:
    names = [f"Song {n}" for n in range(500)]
    server = lrclib(*(record(name) for name in names))
    server.delay = 0.004
    tracks = library(tmp_path / "music.csv", *names)
    process = start(tmp_path, tracks, server.url)
    wait_for(lambda: len(server.requests) >= 120)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    server.delay = 0.0
    kept = titles_kept(tmp_path)
    assert 0 < len(kept) < 500
    code, _ = run(tmp_path, tracks, "-s", "lrclib", LRCLIB_URL=server.url)
    assert code == 0
    assert songs(tmp_path) == {name: f"{WORDS}\nof {name}" for name in names}
    asked = Counter(titles_asked(server))
    assert set(asked) == set(names)
    assert all(asked[title] == 1 for title in kept)
    assert asked.total() <= 501  # one answer may have been on its way when the run was killed
    assert server.parallel == 1


def test_ctrl_c_stops_cleanly_keeps_what_there_is_and_says_so(tmp_path: Path, lrclib: Start) -> None:
    names = [f"Song {n}" for n in range(200)]
    server = lrclib(*(record(name) for name in names))
    server.delay = 0.02
    process = start(tmp_path, library(tmp_path / "music.csv", *names), server.url)
    wait_for(lambda: len(server.requests) >= 10)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in output + errors
    assert "W604" in output
    assert 0 < len(songs(tmp_path)) < 200
    with closing(LyricsStore(tmp_path / "corpus" / "lyrics.sqlite")) as store:
        assert store.size()[1] == len(songs(tmp_path))


def test_output_that_is_no_terminal_is_plain(tmp_path: Path, lrclib: Start) -> None:
    server = lrclib(record("Tide"))
    process = start(tmp_path, library(tmp_path / "music.csv", "Tide"), server.url)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "1 of 1 tracks" in errors
    assert "\r" not in output + errors
    assert "\x1b" not in output + errors
    assert [json.loads(line)["title"] for line in (tmp_path / "corpus" / "lyrics.jsonl").open()] == ["Tide"]
