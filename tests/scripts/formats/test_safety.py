"""Files from anywhere do no harm: bombs, traps and giants are refused with a message, before they cost anything."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from components.errors import SynsongError
from components.song import Rejection, Track
from scripts.formats import archive, read_playlist, read_tracks
from scripts.formats.files import MAX_BYTES
from scripts.formats.places import Place, harmless_uri, resolve_place

from . import audio

LAUGHS = """<?xml version="1.0"?><!DOCTYPE playlist [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<playlist version="1" xmlns="http://xspf.org/ns/0/"><title>&b;</title><trackList/></playlist>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE playlist [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<playlist version="1" xmlns="http://xspf.org/ns/0/"><title>&x;</title><trackList/></playlist>"""


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE], ids=["billion laughs", "external entity"])
def test_xml_with_entities_is_not_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "list.xspf").write_text(text)
    with pytest.raises(SynsongError, match="S514"):
        read_tracks(tmp_path / "list.xspf", rejected=[])
    with pytest.raises(SynsongError, match="S514"):
        read_playlist(tmp_path / "list.xspf")


def test_broken_xml_is_reported(tmp_path: Path) -> None:
    (tmp_path / "list.xspf").write_text('<playlist xmlns="http://xspf.org/ns/0/"><trackList>')
    with pytest.raises(SynsongError, match=r"S507.*xspf"):
        read_tracks(tmp_path / "list.xspf", rejected=[])


def test_json_nested_beyond_reason_is_reported(tmp_path: Path) -> None:
    (tmp_path / "list.jspf").write_text('{"playlist": {"track": ' + "[" * 200_000)
    with pytest.raises(SynsongError, match="S507"):
        read_tracks(tmp_path / "list.jspf", rejected=[])


def test_a_giant_of_text_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lyrics.txt"
    path.touch()
    os.truncate(path, 2 * 1024**3)
    with pytest.raises(SynsongError, match=r"S503.*2,147,483,648"):
        read_tracks(path, rejected=[])
    with pytest.raises(SynsongError, match="S503"):
        read_playlist(path)


def test_binary_given_as_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(os.urandom(4096) + b"\x00")
    with pytest.raises(SynsongError, match=r"S504.*list\.csv"):
        read_tracks(tmp_path / "list.csv", rejected=[])
    with pytest.raises(SynsongError, match="S504"):
        read_playlist(tmp_path / "list.csv")


def test_binary_without_a_zero_byte_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(bytes(range(1, 32)) * 50)
    with pytest.raises(SynsongError, match="S504"):
        read_tracks(tmp_path / "list.csv", rejected=[])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_no_file_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "list.m3u8")
    with pytest.raises(SynsongError, match="S502"):
        read_tracks(tmp_path / "list.m3u8", rejected=[])


def test_a_cell_that_never_ends_is_reported(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text('title,artist\n"' + "x" * 1_500_000)
    rejected: list[Rejection] = []
    assert read_tracks(tmp_path / "list.csv", rejected=rejected) == []
    assert "S521" in rejected[0].reason


# Archives


def bomb(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return path


def test_a_member_that_is_packed_beyond_reason_is_refused(tmp_path: Path) -> None:
    path = bomb(tmp_path / "data.zip", "YourLibrary.json", b" " * 20_000_000)
    with pytest.raises(SynsongError, match=r"S508.*YourLibrary\.json.*times its size"):
        read_tracks(path, rejected=[])


def test_an_archive_that_unpacks_to_too_much_is_refused_by_its_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bomb(tmp_path / "data.zip", "YourLibrary.json", os.urandom(5000))
    monkeypatch.setattr(archive, "_MAX_TOTAL", 4999)
    with pytest.raises(SynsongError, match=r"S508.*5,000 bytes"):
        read_tracks(path, rejected=[])


def test_a_member_larger_than_a_file_may_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bomb(tmp_path / "data.zip", "YourLibrary.json", os.urandom(5000))
    monkeypatch.setattr(archive, "MAX_BYTES", 4999)
    with pytest.raises(SynsongError, match=r"S508.*5,000 bytes"):
        read_tracks(path, rejected=[])


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_MAX_MEMBERS", 0)
    with pytest.raises(SynsongError, match=r"S508.*1 members"):
        read_tracks(bomb(tmp_path / "data.zip", "a.json", b"[]"), rejected=[])


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = bomb(tmp_path / "data.zip", "YourLibrary.json", b'{"tracks": []}' + b" " * 986)
    content = path.read_bytes().replace((1000).to_bytes(4, "little"), (20).to_bytes(4, "little"))
    path.write_bytes(content)
    with pytest.raises(SynsongError, match=r"S50[28]"):
        read_tracks(path, rejected=[])


def test_a_broken_archive_is_reported(tmp_path: Path) -> None:
    (tmp_path / "data.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(SynsongError, match=r"S502.*data\.zip"):
        read_tracks(tmp_path / "data.zip", rejected=[])


def test_nothing_of_an_archive_is_written_to_disk(tmp_path: Path) -> None:
    path = bomb(tmp_path / "data.zip", "../evil.csv", b"title,artist\nA,B\n")
    assert len(read_tracks(path, rejected=[])) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["data.zip"]
    assert not (tmp_path.parent / "evil.csv").exists()


# Places


@pytest.mark.parametrize(
    "location",
    [
        "../../../etc/passwd",
        "/etc/passwd",
        "..\\..\\secret.txt",
        "file:///etc/passwd",
        "music/../../key.pem",
        "C:\\boot.ini",
    ],
)
def test_a_place_outside_that_is_no_music_is_reported(tmp_path: Path, location: str) -> None:
    result = resolve_place(location, tmp_path)
    assert isinstance(result, str)
    assert "S519" in result


@pytest.mark.parametrize(
    "location",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "smb://host/a.mp3",
        "file://host/a.mp3",
        "//host/share/a.mp3",
        "a\x00.mp3",
        "\\\\host\\a.mp3",
    ],
)
def test_a_place_of_another_kind_is_reported(tmp_path: Path, location: str) -> None:
    result = resolve_place(location, tmp_path)
    assert isinstance(result, str)
    assert "S520" in result


def test_music_outside_is_kept_as_text_and_never_opened(tmp_path: Path) -> None:
    inside = tmp_path / "lists"
    inside.mkdir()
    audio.mp3(tmp_path / "a.mp3")
    assert resolve_place("../a.mp3", inside) == Place(path=str(tmp_path / "a.mp3"))
    assert resolve_place(str(tmp_path / "a.mp3"), inside) == Place(path=str(tmp_path / "a.mp3"))


def test_a_link_that_leads_out_is_never_opened(tmp_path: Path) -> None:
    inside = tmp_path / "lists"
    inside.mkdir()
    (inside / "a.mp3").symlink_to(audio.mp3(tmp_path / "secret.mp3"))
    place = resolve_place("a.mp3", inside)
    assert isinstance(place, Place)
    assert place.file is None


def test_music_inside_may_be_opened(tmp_path: Path) -> None:
    audio.mp3(tmp_path / "a b.mp3")
    for location in ("a b.mp3", "./a b.mp3", "a%20b.mp3", (tmp_path / "a b.mp3").as_uri()):
        place = resolve_place(location, tmp_path)
        assert isinstance(place, Place)
        assert place.file == tmp_path / "a b.mp3"


def test_a_playlist_with_traps_gives_its_songs_and_names_the_traps(tmp_path: Path) -> None:
    text = (
        "#EXTM3U\n#EXTINF:1,A - B\n../../etc/shadow\n#EXTINF:1,C - D\n../music/c.mp3\n#EXTINF:1,E - F\njavascript:x\n"
    )
    (tmp_path / "list.m3u8").write_text(text)
    rejected: list[Rejection] = []
    tracks = read_tracks(tmp_path / "list.m3u8", rejected=rejected)
    assert tracks == [Track(title="D", artist="C", duration=1, path=str(tmp_path.parent / "music" / "c.mp3"))]
    assert [(r.line, r.reason[1:5]) for r in rejected] == [(3, "S519"), (7, "S520")]


@pytest.mark.parametrize(
    ("uri", "kept"),
    [
        ("spotify:track:4uA", "spotify:track:4uA"),
        ("https://open.spotify.com/track/4uA?si=x", "spotify:track:4uA"),
        ("https://example.org/x", "https://example.org/x"),
        ("javascript:alert(1)", None),
        ("spotify:local:a:b:c:1", None),
        ("not an address", None),
        ("https://a\nb", None),
        (None, None),
    ],
)
def test_only_addresses_of_music_are_kept(uri: str | None, kept: str | None) -> None:
    assert harmless_uri(uri) == kept


def test_the_limit_leaves_room_for_large_libraries() -> None:
    assert MAX_BYTES >= 100 * 1024**2
