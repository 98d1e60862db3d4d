"""Sources behind one interface: found by name, alike to use; the sample catalogue among them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from components.errors import SynsongError
from components.song import Track
from scripts.formats.lrc import parse_lrc
from scripts.services import SOURCES, Settings, as_lrc, make_source
from tests.servers.clock import FakeTime
from tests.servers.dump import make_dump

RECORDS = [
    {
        "id": "1",
        "title": "Über den Fluß",
        "artist": "Quill",
        "lyrics": "Wir gehen",
        "language": "de",
        "licence": "CC0-1.0",
    },
    {"id": "2", "title": "Tide", "artist": "Quill", "lyrics": "[Instrumental]"},
    {"id": "3", "title": "Ebb", "artist": "Quill", "lyrics": "ebb", "synced": [[61.25, "ebb"]]},
    {"id": "4", "title": "Ebb", "artist": "Quill", "lyrics": "another ebb"},
]


@pytest.fixture
def known(tmp_path: Path, time: FakeTime) -> Settings:
    """Settings with which every source can be opened."""
    catalogue = tmp_path / "catalogue"
    catalogue.mkdir()
    lines = "".join(json.dumps(record) + "\n" for record in RECORDS)
    (catalogue / "songs.jsonl").write_text(lines, encoding="utf8")
    settings = time.settings(dump=make_dump(tmp_path / "dump.sqlite3"), MUSIXMATCH_API_KEY="key")
    return replace(settings, catalogue=catalogue)


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_opens_by_its_name_and_says_how_it_is_to_be_used(name: str, known: Settings) -> None:
    source = make_source(name, known)
    assert source.name == name
    assert source.keeps is (name != "musixmatch")
    assert (source.wait > 0) is (name in ("lrclib", "musixmatch"))
    source.close()


def test_an_unknown_name_is_an_error_that_names_the_known_ones(known: Settings) -> None:
    with pytest.raises(SynsongError, match=r"S603.*'napster'.*sample, files, lrclib"):
        make_source("napster", known)


@pytest.mark.parametrize(
    ("title", "state", "lyrics"),
    [
        ("über den fluß!", "found", "Wir gehen"),
        ("Tide", "instrumental", "[Instrumental]"),
        ("Ebb", "found", "ebb"),
        ("Flood", "missing", None),
    ],
)
def test_the_sample_catalogue_is_looked_up_by_title_and_artist(
    known: Settings, title: str, state: str, lyrics: str | None
) -> None:
    answer = make_source("sample", known).fetch(Track(title=title, artist="QUILL"))
    assert (answer.state, answer.lyrics) == (state, lyrics)


def test_the_sample_catalogue_gives_times_and_licence(known: Settings) -> None:
    source = make_source("sample", known)
    assert source.fetch(Track(title="Ebb", artist="Quill")).synced == "[01:01.25]ebb"
    assert source.fetch(Track(title="Über den Fluß", artist="Quill")).licence == "CC0-1.0"


def test_times_written_as_lrc_are_read_as_the_same() -> None:
    synced = [(0.0, "first"), (59.99, "second"), (60.0, "third"), (3725.5, "last")]
    assert parse_lrc(as_lrc(synced)).synced == synced
