"""One's own files: lyrics in tags and beside the music; a broken file is told of."""

from __future__ import annotations

import wave
from pathlib import Path

import pytest
from mutagen.id3 import TIT2, TPE1, USLT
from mutagen.wave import WAVE

from components.song import Track
from scripts.services import Answer
from scripts.services.files import FilesSource
from tests.servers.clock import FakeTime

WORDS = "Lamps of paper over the water"


def music(path: Path, lyrics: str | None = None) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000)
    tags = WAVE(path)
    tags.add_tags()
    tags.tags.add(TIT2(text="Paper Lanterns"))
    tags.tags.add(TPE1(text="Mara Vell"))
    if lyrics is not None:
        tags.tags.add(USLT(lang="eng", text=lyrics))
    tags.save()
    return path


def ask(path: Path | None, time: FakeTime) -> Answer:
    track = Track(title="Paper Lanterns", artist="Mara Vell", path=str(path) if path else None)
    return FilesSource(time.settings()).fetch(track)


def test_lyrics_in_the_tags_are_found(tmp_path: Path, time: FakeTime) -> None:
    answer = ask(music(tmp_path / "song.wav", WORDS), time)
    assert (answer.state, answer.lyrics, answer.language) == ("found", WORDS, "en")


def test_lyrics_beside_the_file_are_found_with_their_times(tmp_path: Path, time: FakeTime) -> None:
    path = music(tmp_path / "song.wav")
    path.with_suffix(".lrc").write_text(f"[ar:Mara Vell]\n[01:05.50]{WORDS}\n", encoding="utf8")
    answer = ask(path, time)
    assert answer.lyrics == WORDS
    assert answer.synced == f"[01:05.50]{WORDS}"


def test_an_instrumental_says_so(tmp_path: Path, time: FakeTime) -> None:
    path = music(tmp_path / "song.wav")
    path.with_suffix(".lrc").write_text("[au: instrumental]\n", encoding="utf8")
    assert ask(path, time).state == "instrumental"


@pytest.mark.parametrize("name", [None, "gone.wav", "silent.wav"])
def test_nothing_there_is_missing(tmp_path: Path, time: FakeTime, name: str | None) -> None:
    music(tmp_path / "silent.wav")
    answer = ask(tmp_path / name if name else None, time)
    assert answer.state == "missing"
    assert answer.reason


def test_a_broken_file_is_told_of(tmp_path: Path, time: FakeTime) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(b"\x00\x01\x02" * 500)
    answer = ask(path, time)
    assert answer.state == "rejected"
    assert "song.mp3" in (answer.reason or "")
