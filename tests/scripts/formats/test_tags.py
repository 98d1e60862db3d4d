"""Music files say what they are, and bring their lyrics with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen.id3 import SYLT, TALB, TCON, TDRC, TIT2, TLAN, TPE1, TSRC, TXXX, USLT, Encoding
from mutagen.mp4 import MP4FreeForm

from components.errors import SynsongError
from scripts.formats.tags import name_fields, read_audio

from . import audio

LYRICS = "We carried the lanterns\nDown to the water\n\nAnd nobody came"
LRC = "[00:12.00]We carried the lanterns\n[00:15.50]Down to the water"
SYNCED = [(12.0, "We carried the lanterns"), (15.5, "Down to the water")]
MAKERS: dict[str, Callable[[Path], Path]] = {
    "mp3": audio.mp3,
    "flac": audio.flac,
    "opus": audio.opus,
    "m4a": audio.m4a,
    "wma": audio.wma,
    "ape": audio.ape,
    "wav": audio.wav,
}
ID3_TAGS = [
    TIT2(encoding=Encoding.UTF8, text="Paper Lanterns"),
    TPE1(encoding=Encoding.UTF8, text=["Mara Vell", "Quill"]),
    TALB(encoding=Encoding.UTF8, text="Low Tide"),
    TDRC(encoding=Encoding.UTF8, text="2003-05-01"),
    TCON(encoding=Encoding.UTF8, text="Folk"),
    TSRC(encoding=Encoding.UTF8, text="GB-AAA-03-00001"),
    TLAN(encoding=Encoding.UTF8, text="eng"),
]
VORBIS = {"title": "Paper Lanterns", "artist": ["Mara Vell", "Quill"], "album": "Low Tide", "date": "2003"}
VORBIS |= {"genre": "Folk", "isrc": "GBAAA0300001"}
MP4_TAGS: dict[str, Any] = {
    "\xa9nam": "Paper Lanterns",
    "\xa9ART": ["Mara Vell", "Quill"],
    "\xa9alb": "Low Tide",
    "\xa9day": "2003-05-01",
    "\xa9gen": "Folk",
    "----:com.apple.iTunes:ISRC": MP4FreeForm(b"GBAAA0300001"),
}
ASF_TAGS = {"Title": "Paper Lanterns", "Author": ["Mara Vell", "Quill"], "WM/AlbumTitle": "Low Tide", "WM/Year": "2003"}
ASF_TAGS |= {"WM/Genre": "Folk", "WM/ISRC": "GBAAA0300001"}
APE_TAGS = {"Title": "Paper Lanterns", "Artist": ["Mara Vell", "Quill"], "Album": "Low Tide", "Year": "2003"}
APE_TAGS |= {"Genre": "Folk", "ISRC": "GBAAA0300001"}
TAGS: dict[str, Any] = {
    "mp3": ID3_TAGS,
    "wav": ID3_TAGS,
    "flac": VORBIS,
    "opus": VORBIS,
    "m4a": MP4_TAGS,
    "wma": ASF_TAGS,
    "ape": APE_TAGS,
}


def make(tmp_path: Path, kind: str, *more: Any, **fields: Any) -> Path:
    """Compose a tagged music file."""
    path = MAKERS[kind](tmp_path / f"song.{kind}")
    file = mutagen.File(path)
    assert file is not None
    if file.tags is None:
        file.add_tags()
    tags = TAGS[kind]
    if isinstance(tags, list):
        for frame in [*tags, *more]:
            file.tags.add(frame)
    else:
        for key, value in (tags | fields).items():
            file.tags[key] = value
    file.save()
    return path


@pytest.mark.parametrize("kind", MAKERS)
def test_tags_of_every_kind_name_the_track(tmp_path: Path, kind: str) -> None:
    track, lyrics = read_audio(make(tmp_path, kind))
    assert (track.title, track.artist, track.album, track.year) == (
        "Paper Lanterns",
        "Mara Vell, Quill",
        "Low Tide",
        2003,
    )
    assert (track.genres, track.isrc, track.path) == (["folk"], "GBAAA0300001", str(tmp_path / f"song.{kind}"))
    assert track.duration == pytest.approx(2 if kind not in ("mp3", "ape") else 1, abs=0.1)
    assert lyrics is None


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("flac", "LYRICS"),
        ("flac", "UNSYNCEDLYRICS"),
        ("opus", "lyrics"),
        ("m4a", "\xa9lyr"),
        ("wma", "WM/Lyrics"),
        ("ape", "Lyrics"),
    ],
)
def test_plain_lyrics_are_found_in_tags_of_every_kind(tmp_path: Path, kind: str, key: str) -> None:
    _, lyrics = read_audio(make(tmp_path, kind, **{key: LYRICS}))
    assert lyrics is not None
    assert (lyrics.text, lyrics.synced, lyrics.instrumental) == (LYRICS, None, False)


@pytest.mark.parametrize("kind", ["mp3", "wav"])
def test_uslt_frames_hold_lyrics_and_their_language(tmp_path: Path, kind: str) -> None:
    _, lyrics = read_audio(make(tmp_path, kind, USLT(encoding=Encoding.UTF8, lang="eng", desc="", text=LYRICS)))
    assert lyrics is not None
    assert (lyrics.text, lyrics.language, lyrics.origin) == (LYRICS, "en", "USLT")


def test_lrc_in_a_plain_field_is_recognised(tmp_path: Path) -> None:
    _, lyrics = read_audio(make(tmp_path, "mp3", USLT(encoding=Encoding.UTF8, lang="XXX", desc="", text=LRC)))
    assert lyrics is not None
    assert (lyrics.synced, lyrics.language) == (SYNCED, None)
    assert "[00:" not in lyrics.text


def test_sylt_frames_hold_the_times(tmp_path: Path) -> None:
    frame = SYLT(
        encoding=Encoding.UTF8, lang="eng", format=2, type=1, desc="", text=[(t, int(s * 1000)) for s, t in SYNCED]
    )
    _, lyrics = read_audio(make(tmp_path, "mp3", frame, USLT(encoding=Encoding.UTF8, lang="eng", desc="", text=LYRICS)))
    assert lyrics is not None
    assert (lyrics.synced, lyrics.origin) == (SYNCED, "SYLT")


def test_syllables_in_sylt_are_put_together(tmp_path: Path) -> None:
    text = [("We car", 12000), ("ried the lanterns", 12300), ("\nDown to", 15500), (" the water", 15900)]
    _, lyrics = read_audio(make(tmp_path, "mp3", SYLT(encoding=3, lang="eng", format=2, type=1, desc="", text=text)))
    assert lyrics is not None
    assert lyrics.synced == SYNCED


def test_sylt_in_frames_of_mpeg_or_of_chords_is_no_timed_lyric(tmp_path: Path) -> None:
    frames = [SYLT(encoding=3, lang="eng", format=1, type=1, desc="a", text=[("We", 1)])]
    frames += [SYLT(encoding=3, lang="eng", format=2, type=5, desc="b", text=[("Am", 1)])]
    assert read_audio(make(tmp_path, "mp3", *frames))[1] is None


def test_lyrics_in_a_user_text_frame_are_found(tmp_path: Path) -> None:
    _, lyrics = read_audio(make(tmp_path, "mp3", TXXX(encoding=3, desc="UNSYNCEDLYRICS", text=[LYRICS])))
    assert lyrics is not None
    assert lyrics.text == LYRICS


@pytest.mark.parametrize(("ending", "text"), [(".lrc", LRC), (".LRC", LRC), (".txt", LYRICS)])
def test_lyrics_beside_the_file_are_found(tmp_path: Path, ending: str, text: str) -> None:
    path = make(tmp_path, "mp3")
    path.with_suffix(ending).write_text(text, encoding="utf-8-sig")
    _, lyrics = read_audio(path)
    assert lyrics is not None
    assert lyrics.origin == f"song{ending}"
    assert lyrics.text.startswith("We carried the lanterns\nDown to the water")


def test_timed_lyrics_beside_are_preferred_to_plain_ones_inside(tmp_path: Path) -> None:
    path = make(tmp_path, "flac", LYRICS=LYRICS)
    path.with_suffix(".lrc").write_text(LRC)
    lyrics = read_audio(path)[1]
    assert lyrics is not None
    assert lyrics.synced == SYNCED


def test_an_instrumental_says_so(tmp_path: Path) -> None:
    lyrics = read_audio(make(tmp_path, "flac", LYRICS="[au: instrumental]"))[1]
    assert lyrics is not None
    assert (lyrics.instrumental, lyrics.text) == (True, "")


def test_a_file_beside_that_is_no_text_is_none(tmp_path: Path) -> None:
    path = make(tmp_path, "mp3")
    path.with_suffix(".txt").write_bytes(bytes(range(256)) * 10)
    assert read_audio(path)[1] is None


def test_without_tags_the_name_of_the_file_counts(tmp_path: Path) -> None:
    track, _ = read_audio(audio.mp3(tmp_path / "03 - Mara Vell - Paper Lanterns.mp3"))
    assert (track.artist, track.title) == ("Mara Vell", "Paper Lanterns")


@pytest.mark.parametrize(
    ("name", "artist", "title"),
    [
        ("Mara Vell - Paper Lanterns.mp3", "Mara Vell", "Paper Lanterns"),
        ("01. Mara Vell - Paper Lanterns.flac", "Mara Vell", "Paper Lanterns"),
        ("1-07 Mara Vell - Paper Lanterns.ogg", "Mara Vell", "Paper Lanterns"),
        ("Mara_Vell_-_Paper_Lanterns.mp3", "Mara Vell", "Paper Lanterns"),
        ("C:\\Music\\Mara Vell - Paper Lanterns.mp3", "Mara Vell", "Paper Lanterns"),
        ("99 Kites.mp3", None, "Kites"),
        ("Lanterns.mp3", None, "Lanterns"),
        ("", None, None),
    ],
)
def test_names_of_files_are_taken_apart(name: str, artist: str | None, title: str | None) -> None:
    assert name_fields(name) == {"artist": artist, "title": title}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp3", b"no music at all"),
        ("b.mp3", b"\xff\xfb\x90\x00"),
        ("c.flac", b"fLaC\x00"),
        ("d.m4a", b"\x00\x00\x00\x18ftypM4A "),
        ("e.ogg", b"OggS" + bytes(50)),
        ("f.wma", bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + b"\xff" * 30),
        ("g.mp3", b""),
        ("h.wav", b"RIFF\xff\xff\xff\xffWAVE"),
    ],
)
def test_a_broken_file_is_named_with_its_fault(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SynsongError, match=r"S522.*" + name):
        read_audio(path)


def test_a_file_that_no_one_names_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SynsongError, match=r"S522.*S515"):
        read_audio(audio.mp3(tmp_path / "untitled.mp3"))


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SynsongError, match="S501"):
        read_audio(tmp_path / "none.mp3")
