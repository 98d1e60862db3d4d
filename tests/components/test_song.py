"""Songs are validated, cut into stanzas and lines, and read from files that may be broken."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.errors import SynsongError
from components.song import MAX_LYRICS, Rejection, Song, Track, read_songs

GOOD = {"id": "a", "title": "T", "artist": "A", "lyrics": "one\ntwo"}


def write(path: Path, *records: object) -> Path:
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in records), encoding="utf8")
    return path


def test_song_headings_name_stanzas_and_are_no_lines():
    song = Song(id="a", title="T", artist="A", lyrics="[Verse 1]\none\ntwo\n\n[Chorus]\nthree\n\nfour")
    assert [(line.number, line.section, line.text) for line in song.lines()] == [
        (1, "Verse 1", "one"),
        (2, "Verse 1", "two"),
        (3, "Chorus", "three"),
        (4, None, "four"),
    ]


def test_song_lines_have_the_times_of_the_synced_lines_in_order():
    song = Song(
        id="a", title="T", artist="A", lyrics="Oh no\nstay\nOh no", synced=[(1, "oh, no"), (2, "Stay"), (3.5, "Oh no!")]
    )
    assert [line.start for line in song.lines()] == [1, 2, 3.5]


@pytest.mark.parametrize("lyrics", ["[Instrumental]", "[Intro]\n\n[Solo]"])
def test_song_of_headings_only_is_instrumental(lyrics):
    assert Song(id="a", title="T", artist="A", lyrics=lyrics).instrumental


@pytest.mark.parametrize(
    ("given_isrc", "kept"),
    [("gb-abc-12-34567", "GBABC1234567"), ("not a code", None), (None, None), ("GBABC1234567", "GBABC1234567")],
)
def test_track_isrc_is_normalised_or_dropped(given_isrc, kept):
    assert Track(title="T", artist="A", isrc=given_isrc).isrc == kept


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"year": "nineteen"}, "year"),
        ({"lyrics": ""}, "lyrics"),
        ({"lyrics": "la " * MAX_LYRICS}, "lyrics"),
        ({"title": "   "}, "title"),
        ({"popularity": 101}, "popularity"),
        ({"duration": -1}, "duration"),
        ({"artist": None}, "artist"),
    ],
)
def test_read_songs_names_the_bad_field_and_reads_on(tmp_path, change, field):
    path = write(tmp_path / "songs.jsonl", GOOD, {**GOOD, "id": "bad", **change}, {**GOOD, "id": "c"})
    rejected: list[Rejection] = []
    assert [song.id for song in read_songs(path, rejected=rejected)] == ["a", "c"]
    assert [(record.line, record.reason.split(":")[0]) for record in rejected] == [(2, field)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "S103"),
        ("[1, 2]", "S105"),
        (json.dumps(GOOD), "S104"),
        (json.dumps({"id": "x"}), "title: Field required"),
    ],
)
def test_read_songs_leaves_out_what_is_no_song(tmp_path, line, reason):
    path = write(tmp_path / "songs.jsonl", GOOD, line)
    rejected: list[Rejection] = []
    assert len(list(read_songs(path, rejected=rejected))) == 1
    assert rejected[0].line == 2
    assert reason in str(rejected[0])


def test_read_songs_reads_the_files_of_a_folder_by_name(tmp_path):
    write(tmp_path / "b.jsonl", {**GOOD, "id": "second"})
    write(tmp_path / "a.jsonl", {**GOOD, "id": "first"})
    assert [song.id for song in read_songs(tmp_path, rejected=[])] == ["first", "second"]


def test_read_songs_of_a_missing_path_is_an_error(tmp_path):
    with pytest.raises(SynsongError, match="S102"):
        list(read_songs(tmp_path / "none.jsonl", rejected=[]))


@given(st.text())
def test_read_songs_takes_any_line(tmp_path_factory, line):
    path = tmp_path_factory.mktemp("songs") / "songs.jsonl"
    path.write_text(line, encoding="utf8", errors="replace")
    rejected: list[Rejection] = []
    songs = list(read_songs(path, rejected=rejected))
    assert all(isinstance(song, Song) for song in songs)


@given(st.text(min_size=1, max_size=300))
def test_song_lines_are_numbered_from_one_without_gaps(lyrics):
    try:
        song = Song(id="a", title="T", artist="A", lyrics=lyrics)
    except ValueError:
        return
    assert [line.number for line in song.lines()] == list(range(1, len(song.lines()) + 1))
    assert all(line.text.strip() for line in song.lines())
