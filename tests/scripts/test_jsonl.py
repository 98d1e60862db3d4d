"""Files of songs appear whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.errors import SynsongError
from components.song import Song
from scripts.jsonl import replacing, write_songs

SONG = Song(id="a", title="Tide", artist="Quill", lyrics="tide\u2028tide", album=None, synced=[(1.5, "tide")])


def test_a_song_is_one_line_with_the_fields_that_it_has(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "songs.jsonl"
    assert write_songs([SONG, SONG], path) == 2
    lines = path.read_bytes().decode("utf8").rstrip("\n").split("\n")
    expected = {"title": "Tide", "artist": "Quill", "id": "a", "lyrics": "tide\u2028tide", "synced": [[1.5, "tide"]]}
    assert [json.loads(line) for line in lines] == [expected] * 2


@pytest.mark.parametrize("error", [KeyboardInterrupt, SynsongError, RuntimeError])
def test_what_breaks_off_leaves_what_was_there_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "songs.jsonl"
    path.write_text("what was there", encoding="utf8")

    def songs() -> Iterator[Song]:
        yield SONG
        raise error("stop")

    with pytest.raises(error):
        write_songs(songs(), path)
    assert path.read_text(encoding="utf8") == "what was there"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("", encoding="utf8")
    with replacing(tmp_path / "replaced") as file:
        file.write("x")
    assert (tmp_path / "replaced").stat().st_mode == (tmp_path / "plain").stat().st_mode
