"""The sample catalogue: copied into the corpus as it stands, bad records named and left out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from components.song import read_songs
from scripts import fetch

RECORDS = [
    {"id": "b-song", "title": "Paper Lanterns", "artist": "Mara Vell", "lyrics": "[Verse]\nOne lamp\n\nTwo lamps"},
    {
        "id": "a-song",
        "title": "Über den Fluß 🐟",
        "artist": "Quill",
        "year": 1974,
        "genres": ["folk"],
        "popularity": 41,
        "explicit": False,
        "language": "de",
        "duration": 203.5,
        "synced": [[1.5, "Wir gehen"], [4.0, "und bleiben"]],
        "lyrics": "Wir gehen\nund bleiben",
        "licence": "CC0-1.0",
    },
]

runner = CliRunner()
app = typer.Typer()
app.command()(fetch.main)


def write(path: Path, *records: object) -> Path:
    lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    return path


def run(*args: object) -> tuple[int, str]:
    result = runner.invoke(app, [str(arg) for arg in args], env={"COLUMNS": "400"})
    return result.exit_code, " ".join(result.output.split())


def test_songs_keep_order_ids_and_every_field(tmp_path: Path) -> None:
    catalogue = write(tmp_path / "catalogue" / "songs.jsonl", *RECORDS).parent
    out = tmp_path / "corpus" / "lyrics.jsonl"
    code, output = run(catalogue, "--source", "sample", "--out", out)
    assert code == 0
    assert "2 songs" in output
    assert [json.loads(line) for line in out.read_text(encoding="utf8").splitlines()] == RECORDS


def test_what_is_written_is_read_as_the_same_songs(tmp_path: Path) -> None:
    catalogue = write(tmp_path / "songs.jsonl", *RECORDS)
    out = tmp_path / "lyrics.jsonl"
    run(catalogue, "--out", out)
    assert list(read_songs(out, rejected=[])) == list(read_songs(catalogue, rejected=[]))


def test_bad_records_are_named_with_file_and_line_counted_and_left_out(tmp_path: Path) -> None:
    bad = {**RECORDS[1], "year": "nineteen"}
    catalogue = write(tmp_path / "c" / "songs.jsonl", RECORDS[0], "{not json", bad, RECORDS[0], "", RECORDS[1]).parent
    out = tmp_path / "lyrics.jsonl"
    code, output = run(catalogue, "--out", out)
    assert code == 0
    assert "2 songs" in output
    assert "3 records left out" in output
    for line, reason in ((2, "not valid JSON"), (3, "year"), (4, "duplicate id 'b-song'")):
        assert f"songs.jsonl, line {line}: left out" in output
        assert reason in output
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf8").splitlines()] == ["b-song", "a-song"]


@pytest.mark.parametrize(
    ("records", "code"), [(["{"], "S101"), ([], "S101"), (None, "S601")], ids=["all-bad", "empty", "no-file"]
)
def test_nothing_to_read_is_an_error_and_leaves_what_was_there(
    tmp_path: Path, records: list[str] | None, code: str
) -> None:
    catalogue = tmp_path / "songs.jsonl"
    if records is not None:
        write(catalogue, *records)
    out = tmp_path / "lyrics.jsonl"
    out.write_text("what was there", encoding="utf8")
    status, output = run(catalogue, "--out", out)
    assert status == 1
    assert f"[{code}]" in output
    assert out.read_text(encoding="utf8") == "what was there"
    assert {path.name for path in tmp_path.iterdir()} <= {"songs.jsonl", "lyrics.jsonl"}


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    catalogue = write(tmp_path / "songs.jsonl", *RECORDS)
    (tmp_path / "file").write_text("", encoding="utf8")
    status, output = run(catalogue, "--out", tmp_path / "file" / "lyrics.jsonl")
    assert status == 1
    assert "[S602]" in output


def test_it_runs_as_a_module(tmp_path: Path) -> None:
    catalogue = write(tmp_path / "songs.jsonl", *RECORDS)
    out = tmp_path / "lyrics.jsonl"
    command = [sys.executable, "-m", "scripts.fetch", str(catalogue), "--source", "sample", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(out.read_text(encoding="utf8").splitlines()) == 2
