"""What is written can be read again, by us and by others, and nothing that was there is lost."""

from __future__ import annotations

import csv
import json
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from components.errors import SynsongError
from components.playlist import Playlist
from scripts.formats import FORMATS, read_playlist, read_tracks, write_playlist

from .conftest import BARE, PLAYLISTS, SONG

ENDINGS = [".m3u8", ".m3u", ".xspf", ".jspf", ".json", ".csv"]
WHOLE = [".m3u8", ".xspf", ".jspf", ".json"]
AWKWARD = [
    'Comma, "quote"',
    "two\nlines",
    "🎐 🏮",
    "שלום עולם",
    "=SUM(A1)",
    "'=x",
    "a - b",
    "#EXTINF:1,x",
    "</title>",
    "../x",
    ".",
]


def absolute(playlist: Playlist) -> Playlist:
    """Make the paths of songs comparable: those in a playlist are relative to it."""
    songs = [song | {"path": song["path"] and os.path.abspath(song["path"])} for song in playlist.songs]  # noqa: PTH100
    return playlist.model_copy(update={"songs": songs})


def without_analysis(playlist: Playlist) -> Playlist:
    """Leave out what a table has no columns for."""
    songs = []
    for song in playlist.songs:
        first = [{**line, "line": 0, "terms": [], "answers": ""} for line in song["evidence"][:1]]
        songs.append(song | {"signals": {}, "evidence": first})
    return playlist.model_copy(update={"songs": songs})


@pytest.mark.parametrize("ending", WHOLE)
@given(playlist=PLAYLISTS)
@settings(max_examples=40, deadline=None)
def test_any_playlist_comes_back_whole(ending: str, playlist: Playlist) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_playlist(playlist, Path(folder) / f"list{ending}")
        rejected: list[Any] = []
        assert absolute(read_playlist(path, rejected=rejected)) == absolute(playlist)
        assert rejected == []
        assert len(read_tracks(path, rejected=rejected)) == len(playlist.songs)


@given(playlist=PLAYLISTS)
@settings(max_examples=60, deadline=None)
def test_any_playlist_comes_back_from_a_table_but_for_its_analysis(playlist: Playlist) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_playlist(playlist, Path(folder) / "list.csv")
        assert without_analysis(read_playlist(path)) == without_analysis(playlist)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_names_survive(tmp_path: Path, ending: str, name: str) -> None:
    song = SONG | {"title": name, "artist": name, "album": name}
    path = write_playlist(Playlist(title=name, songs=[song], recipe={name: name}), tmp_path / f"list{ending}")
    again = read_playlist(path)
    assert (again.title, again.recipe) == (name, {name: name})
    assert [(s["title"], s["artist"], s["album"]) for s in again.songs] == [(name, name, name)]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_format_is_told_by_content_when_the_ending_lies(tmp_path: Path, playlist: Playlist, ending: str) -> None:
    path = write_playlist(playlist, tmp_path / f"list{ending}").rename(tmp_path / "list.bin")
    assert [song["title"] for song in read_playlist(path).songs] == ["Paper Lanterns", "Glass Harbour"]


@pytest.mark.parametrize("ending", [".m3u8", ".xspf", ".jspf"])
def test_paths_are_relative_so_that_list_and_music_can_move_together(tmp_path: Path, ending: str) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "music").mkdir(parents=True)
    playlist = Playlist(title="x", songs=[SONG | {"path": str(old / "music" / "ä #1.mp3")}])
    write_playlist(playlist, old / f"list{ending}")
    old.rename(new)
    assert read_playlist(new / f"list{ending}").songs[0]["path"] == str(new / "music" / "ä #1.mp3")


# Independent readers


def m3u_as_players_read_it(text: str) -> Iterator[tuple[int, str, str]]:
    """Read M3U as a player does: all comments but EXTINF are skipped."""
    info = ""
    for line in text.split("\n"):
        if line.startswith("#EXTINF:"):
            info = line.removeprefix("#EXTINF:")
        elif line and not line.startswith("#"):
            seconds, _, name = info.partition(",")
            yield int(seconds), name, line


def test_m3u8_is_what_players_expect(tmp_path: Path) -> None:
    (tmp_path / "music").mkdir()
    songs = [SONG | {"path": str(tmp_path / "music" / "a.mp3")}, SONG, BARE]
    path = write_playlist(Playlist(title="Lights", songs=songs), tmp_path / "list.m3u8")
    text = path.read_text(encoding="utf8")
    assert text.startswith("#EXTM3U\n#PLAYLIST:Lights\n")
    assert list(m3u_as_players_read_it(text)) == [
        (213, "Mara Vell - Paper Lanterns", "music/a.mp3"),
        (213, "Mara Vell - Paper Lanterns", "spotify:track:4uLanterns"),
        (-1, "Quill - Glass Harbour", "./Quill - Glass Harbour"),
    ]


@given(playlist=PLAYLISTS)
@settings(max_examples=40, deadline=None)
def test_m3u8_has_one_location_a_song_whatever_the_names(playlist: Playlist) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = write_playlist(playlist, Path(folder) / "list.m3u8").read_text(encoding="utf8")
    assert len(list(m3u_as_players_read_it(text))) == len(playlist.songs)


def test_players_find_the_files_of_m3u8(tmp_path: Path) -> None:
    names = [
        "plain.mp3",
        "#hash.mp3",
        "100%25.mp3",
        "http:x.mp3",
        "ü ö.mp3",
        " led.mp3",
        "two\nlines.mp3",
        "back\\slash.mp3",
    ]
    for name in names:
        (tmp_path / name).touch()
    songs = [SONG | {"path": str(tmp_path / name)} for name in names]
    path = write_playlist(Playlist(title="x", songs=songs), tmp_path / "list.m3u8")
    for _, _, location in m3u_as_players_read_it(path.read_text(encoding="utf8")):
        file = Path(unquote(location.removeprefix("file://"))) if location.startswith("file:") else tmp_path / location
        assert file.is_file()
    assert [song["path"] for song in read_playlist(path).songs] == [str(tmp_path / name) for name in names]


XSPF = "{http://xspf.org/ns/0/}"
PLAYLIST_RULES = {
    "title": 1,
    "creator": 1,
    "annotation": 1,
    "info": 1,
    "location": 1,
    "identifier": 1,
    "image": 1,
    "date": 1,
}
PLAYLIST_RULES |= {"license": 1, "attribution": 1, "link": 0, "meta": 0, "extension": 0, "trackList": 1}
TRACK_RULES = {
    "location": 0,
    "identifier": 0,
    "title": 1,
    "creator": 1,
    "annotation": 1,
    "info": 1,
    "image": 1,
    "album": 1,
}
TRACK_RULES |= {"trackNum": 1, "duration": 1, "link": 0, "meta": 0, "extension": 0}
URI = re.compile(r"^[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+$")


def check_element(element: ElementTree.Element, rules: dict[str, int]) -> None:
    """Check an element by the specification: known children, at most as many as allowed (0: any), leaves with text."""
    names = [child.tag.removeprefix(XSPF) for child in element]
    assert set(names) <= rules.keys()
    for name, most in rules.items():
        assert not most or names.count(name) <= most
    for child in element:
        name = child.tag.removeprefix(XSPF)
        if name in ("location", "identifier", "info", "image"):
            assert URI.match(child.text or "")
        if name == "duration":
            assert (child.text or "").isdecimal()
        if name == "extension":
            assert URI.match(child.attrib["application"])
            assert all(not part.tag.startswith(XSPF) for part in child)
            assert not (child.text or "").strip()
        elif name != "trackList":
            assert len(child) == 0
            assert child.attrib == {}


@given(playlist=PLAYLISTS)
@settings(max_examples=40, deadline=None)
def test_xspf_keeps_the_rules_of_its_specification(playlist: Playlist) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = ElementTree.parse(write_playlist(playlist, Path(folder) / "list.xspf")).getroot()
    assert (root.tag, root.attrib) == (f"{XSPF}playlist", {"version": "1"})
    check_element(root, PLAYLIST_RULES)
    tracks = root.findall(f"{XSPF}trackList")
    assert len(tracks) == 1
    assert len(tracks[0]) == len(playlist.songs)
    for track in tracks[0]:
        assert track.tag == f"{XSPF}track"
        check_element(track, TRACK_RULES)


def test_jspf_has_the_names_and_types_of_its_specification(tmp_path: Path) -> None:
    songs = [SONG | {"path": str(tmp_path / "a b.mp3")}]
    path = write_playlist(Playlist(title="Lights", songs=songs), tmp_path / "list.jspf")
    track = json.loads(path.read_text(encoding="utf8"))["playlist"]["track"][0]
    assert (track["title"], track["creator"], track["duration"]) == ("Paper Lanterns", "Mara Vell", 213400)
    assert (track["location"], track["identifier"]) == (
        ["a%20b.mp3"],
        ["spotify:track:4uLanterns", "isrc:GBAAA0300001"],
    )
    assert all(isinstance(records, list) for records in track["extension"].values())


@given(playlist=PLAYLISTS)
@settings(max_examples=40, deadline=None)
def test_no_cell_of_a_table_is_run_by_a_spreadsheet(playlist: Playlist) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_playlist(playlist, Path(folder) / "list.csv")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    assert len(rows) == len(playlist.songs)
    for row in rows:
        assert None not in row
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_a_table_begins_with_a_mark_so_that_spreadsheets_take_it_for_utf8(tmp_path: Path, playlist: Playlist) -> None:
    assert write_playlist(playlist, tmp_path / "list.csv").read_bytes().startswith(b"\xef\xbb\xbftitle,artist,")


def test_the_recipe_of_a_table_lies_beside_it(tmp_path: Path, playlist: Playlist) -> None:
    path = write_playlist(playlist, tmp_path / "list.csv")
    beside = tmp_path / "list.csv.recipe.json"
    assert json.loads(beside.read_text(encoding="utf8"))["recipe"] == playlist.recipe
    beside.unlink()
    assert read_playlist(path).recipe == {}


def test_a_broken_recipe_is_reported_and_the_songs_are_read(tmp_path: Path, playlist: Playlist) -> None:
    path = write_playlist(playlist, tmp_path / "list.csv")
    (tmp_path / "list.csv.recipe.json").write_text("{")
    rejected: list[Any] = []
    assert len(read_playlist(path, rejected=rejected).songs) == 2
    assert ["S523" in str(rejection) for rejection in rejected] == [True]


def test_the_recipe_of_m3u8_is_a_comment(tmp_path: Path, playlist: Playlist) -> None:
    text = write_playlist(playlist, tmp_path / "list.m3u8").read_text(encoding="utf8")
    assert '#SYNSONG-RECIPE:{"prompt": "a night"}' in text.split("\n")


# Writing


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_exists_is_kept_unless_forced(tmp_path: Path, playlist: Playlist, ending: str) -> None:
    path = tmp_path / f"list{ending}"
    path.write_text("mine")
    with pytest.raises(SynsongError, match=r"S511.*--force"):
        write_playlist(playlist, path)
    assert path.read_text() == "mine"
    assert read_playlist(write_playlist(playlist, path, force=True)).title == playlist.title


def test_a_recipe_that_exists_is_kept_too(tmp_path: Path, playlist: Playlist) -> None:
    (tmp_path / "list.csv.recipe.json").write_text("mine")
    with pytest.raises(SynsongError, match="S511"):
        write_playlist(playlist, tmp_path / "list.csv")
    assert not (tmp_path / "list.csv").exists()


def test_a_failed_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, playlist: Playlist, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("mine")

    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SynsongError, match=r"S512.*No space left"):
        write_playlist(playlist, path, force=True)
    assert [file.name for file in tmp_path.iterdir()] == ["list.csv"]
    assert path.read_text() == "mine"


def test_no_temporary_file_is_left(tmp_path: Path, playlist: Playlist) -> None:
    write_playlist(playlist, tmp_path / "list.json")
    assert [file.name for file in tmp_path.iterdir()] == ["list.json"]


def test_a_written_file_has_the_rights_of_any_new_file(tmp_path: Path, playlist: Playlist) -> None:
    (tmp_path / "other").touch()
    path = write_playlist(playlist, tmp_path / "list.json")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)


@pytest.mark.parametrize("name", ["list.docx", "list", "list.lrc", ".m3u8"])
def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path, playlist: Playlist, name: str) -> None:
    with pytest.raises(SynsongError, match=r"S510.*\.xspf, \.m3u8"):
        write_playlist(playlist, tmp_path / name)


def test_a_format_that_is_only_read_is_refused(tmp_path: Path, playlist: Playlist) -> None:
    with pytest.raises(SynsongError, match=r"S510.*exportify"):
        write_playlist(playlist, tmp_path / "list.csv", format="exportify")


def test_a_named_format_overrides_the_ending(tmp_path: Path, playlist: Playlist) -> None:
    path = write_playlist(playlist, tmp_path / "list.txt", format="m3u")
    assert path.read_text(encoding="utf8").startswith("#EXTM3U")


def test_a_missing_folder_is_reported(tmp_path: Path, playlist: Playlist) -> None:
    with pytest.raises(SynsongError, match=r"S512.*none"):
        write_playlist(playlist, tmp_path / "none" / "list.m3u8")


def test_a_folder_in_the_place_of_the_file_is_reported(tmp_path: Path, playlist: Playlist) -> None:
    (tmp_path / "list.m3u8").mkdir()
    with pytest.raises(SynsongError, match=r"S512.*folder"):
        write_playlist(playlist, tmp_path / "list.m3u8", force=True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights do not stop this user")
def test_an_unwritable_folder_is_reported(tmp_path: Path, playlist: Playlist) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SynsongError, match=r"S512"):
        write_playlist(playlist, tmp_path / "list.m3u8")


def test_an_unwritable_place_is_reported_whoever_asks(playlist: Playlist) -> None:
    with pytest.raises(SynsongError, match=r"S512"):
        write_playlist(playlist, Path("/proc/list.m3u8"))


def test_a_list_that_holds_no_playlist_is_no_playlist(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("Mara Vell - Paper Lanterns\n")
    with pytest.raises(SynsongError, match=r"S513.*lines.*m3u"):
        read_playlist(tmp_path / "list.txt")


def test_a_missing_playlist_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SynsongError, match="S501"):
        read_playlist(tmp_path / "none.m3u8")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_complete(name: str) -> None:
    found = FORMATS[name]
    assert found.name == name
    assert found.endings
    assert found.dump is None or found.load is not None
