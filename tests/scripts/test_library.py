"""Looking after a library: what is there, and forgetting what a source gave."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from components.song import Track
from scripts.library import app
from scripts.store import Entry, LyricsStore
from tests.servers.clock import START

runner = CliRunner()


def run(*args: object) -> tuple[int, str]:
    result = runner.invoke(app, [str(arg) for arg in args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "corpus" / "lyrics.sqlite"
    with closing(LyricsStore(path)) as store:
        for key, source, state in (("a", "lrclib", "found"), ("b", "files", "found"), ("c", "lrclib", "missing")):
            track = Track(title=key, artist="Quill")
            lyrics = f"words of {source}" if state == "found" else None
            store.save(key, track, Entry(source, state, START, lyrics=lyrics))  # type: ignore[arg-type]
        store.pause("lrclib", START)
    records = [
        {"id": key, "title": key, "artist": "Quill", "lyrics": f"words of {source}", "source": source}
        for key, source in (("a", "lrclib"), ("b", "files"))
    ]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (path.parent / "lyrics.jsonl").write_text(lines, encoding="utf8")
    return path


def test_status_shows_counts_by_source_and_state(store: Path) -> None:
    code, output = run("status", "--store", store)
    assert code == 0
    for row in ("files found 1", "lrclib found 1", "lrclib missing 1", "3 tracks", "2 with lyrics"):
        assert row in output
    assert "lrclib asked to be left alone until 20" in output


def test_forget_removes_a_sources_lyrics_everywhere(store: Path) -> None:
    code, output = run("forget", "lrclib", "--store", store)
    assert code == 0
    assert "2 answers of lrclib forgotten, 1 songs removed" in output
    exported = (store.parent / "lyrics.jsonl").read_text(encoding="utf8")
    assert [json.loads(line)["id"] for line in exported.splitlines()] == ["b"]
    assert b"words of lrclib" not in store.read_bytes()
    assert "lrclib found" not in run("status", "--store", store)[1]


def test_forget_removes_what_a_killed_run_left(store: Path) -> None:
    leftover = store.parent / ".lyrics.jsonl.abc123.tmp"
    leftover.write_text("words of lrclib", encoding="utf8")
    run("forget", "lrclib", "--store", store)
    assert not leftover.exists()


def test_forget_needs_no_exported_songs(store: Path) -> None:
    (store.parent / "lyrics.jsonl").unlink()
    assert run("forget", "lrclib", "--store", store)[0] == 0


@pytest.mark.parametrize("command", [["status"], ["forget", "lrclib"]])
def test_without_a_store_it_says_how_to_make_one(tmp_path: Path, command: list[str]) -> None:
    code, output = run(*command, "--store", tmp_path / "lyrics.sqlite")
    assert code == 1
    assert "S621" in output
    assert not (tmp_path / "lyrics.sqlite").exists()


def test_an_unknown_source_is_an_error_that_names_the_known_ones(store: Path) -> None:
    code, output = run("forget", "napster", "--store", store)
    assert code == 1
    assert "S622" in output
    assert "files, lrclib" in output
