"""The store: what is kept of an answer, in which order songs come out, and what is wrong with a file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.errors import SynsongError
from components.song import Rejection, Song, Track
from scripts.store import VERSION, Entry, LyricsStore

TRACK = Track(title="Paper Lanterns", artist="Mara Vell", year=1974, genres=["folk"], uri="spotify:track:x")


def entry(source: str = "lrclib", state: str = "found", lyrics: str | None = "lamps", **more: object) -> Entry:
    return Entry(source=source, state=state, asked_at=1.0, lyrics=lyrics, **more)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> LyricsStore:
    return LyricsStore(tmp_path / "corpus" / "lyrics.sqlite")


def songs(store: LyricsStore, *tracks: tuple[str, Track], prefer: tuple[str, ...] = ()) -> list[Song]:
    rejected: list[Rejection] = []
    found = list(store.songs(tracks, prefer=prefer, rejected=rejected))
    assert rejected == []
    return found


def test_an_answer_survives_closing(store: LyricsStore) -> None:
    kept = entry(
        synced=[(1.5, "lamps"), (2.0, "ü🐟")], language="en", duration=200.0, licence="CC0", reason="cut short"
    )
    missing = entry("files", "missing", None, ask_again_at=5.0, reason="no file")
    store.save("k", TRACK, kept)
    store.save("k", TRACK, missing)
    store.close()
    assert LyricsStore(store.path).entries("k") == {"files": missing, "lrclib": kept}


def test_the_last_answer_of_a_source_counts(store: LyricsStore) -> None:
    store.save("k", TRACK, entry("lrclib", "missing", None, ask_again_at=5.0))
    store.save("k", TRACK, entry())
    assert store.entries("k") == {"lrclib": entry()}


def test_a_song_has_what_the_library_says_and_what_was_found(store: LyricsStore) -> None:
    store.save("k", TRACK, entry(synced=[(1.5, "lamps")], language="en", duration=200.0, licence="CC0"))
    (song,) = songs(store, ("k", TRACK))
    assert song.model_dump(exclude_none=True, exclude_unset=True) == {
        **TRACK.model_dump(exclude_unset=True),
        "id": "k",
        "lyrics": "lamps",
        "synced": [(1.5, "lamps")],
        "language": "en",
        "duration": 200.0,
        "source": "lrclib",
        "licence": "CC0",
    }


def test_what_the_library_says_weighs_more(store: LyricsStore) -> None:
    track = TRACK.model_copy(update={"language": "fr", "duration": 100.0})
    store.save("k", track, entry(language="en", duration=200.0))
    (song,) = songs(store, ("k", track))
    assert (song.language, song.duration) == ("fr", 100.0)


def test_only_the_librarys_songs_come_out_in_the_order_of_their_keys(store: LyricsStore) -> None:
    for key in ("c", "a", "b", "elsewhere"):
        store.save(key, TRACK, entry(lyrics=f"words of {key}"))
    library = [(key, TRACK) for key in ("b", "c", "a", "never-asked")]
    assert [song.id for song in songs(store, *library)] == ["a", "b", "c"]
    assert songs(store, *library) == songs(store, *reversed(library))


@pytest.mark.parametrize(
    ("prefer", "lyrics"),
    [(("files", "lrclib"), "from files"), (("lrclib", "files"), "from lrclib"), ((), "from lrclib")],
    ids=["first", "other-order", "newest"],
)
def test_of_several_words_the_preferred_come_out(store: LyricsStore, prefer: tuple[str, ...], lyrics: str) -> None:
    store.save("k", TRACK, entry("files", lyrics="from files"))
    store.save("k", TRACK, Entry("lrclib", "found", asked_at=2.0, lyrics="from lrclib"))
    assert [song.lyrics for song in songs(store, ("k", TRACK), prefer=prefer)] == [lyrics]


@pytest.mark.parametrize("state", ["missing", "rejected", "instrumental", "found"])
def test_what_has_no_words_does_not_come_out(store: LyricsStore, state: str) -> None:
    store.save("k", TRACK, entry(state=state, lyrics=None))
    assert songs(store, ("k", TRACK)) == []


def test_what_makes_no_song_is_named_and_left_out(store: LyricsStore) -> None:
    store.save("a", TRACK, entry(lyrics="x" * 20_001))
    store.save("b", TRACK, entry())
    rejected: list[Rejection] = []
    assert [song.id for song in store.songs([("a", TRACK), ("b", TRACK)], rejected=rejected)] == ["b"]
    assert "'a': lyrics" in str(rejected[0])
    assert str(store.path) in str(rejected[0])


def test_counts_and_sizes(store: LyricsStore) -> None:
    store.save("a", TRACK, entry())
    store.save("b", TRACK, entry())
    store.save("b", TRACK, entry("files", "missing", None))
    assert store.counts() == {("files", "missing"): 1, ("lrclib", "found"): 2}
    assert store.size() == (2, 2)


def test_forgetting_a_source_leaves_no_word_of_it_in_the_file(store: LyricsStore) -> None:
    store.save("a", TRACK, entry(lyrics="unforgettable herring"))
    store.save("b", TRACK, entry(lyrics="unforgettable plaice"))
    store.save("b", TRACK, entry("files", lyrics="kept cod"))
    store.pause("lrclib", 99.0)
    assert store.forget("lrclib") == 2
    assert store.counts() == {("files", "found"): 1}
    assert store.size() == (1, 1)
    assert store.pauses() == {"lrclib": 99.0}  # a service that wants to be left alone still does
    store.close()
    content = store.path.read_bytes()
    assert b"unforgettable" not in content
    assert b"kept cod" in content


def other_file(path: Path, kind: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "text":
        path.write_text("not a database at all, but long enough to be looked at " * 50, encoding="utf8")
    elif kind == "folder":
        path.mkdir()
    elif kind == "damaged":
        store = LyricsStore(path)
        store.save("k", TRACK, entry(lyrics="lamps " * 3000))
        store.close()
        content = path.read_bytes()
        path.write_bytes(content[:4096] + b"\x55" * (len(content) - 4096))
    else:
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE something (else_)")
    if kind == "newer":
        path.unlink()
        LyricsStore(path).close()
        with closing(sqlite3.connect(path)) as db:
            db.execute(f"PRAGMA user_version = {VERSION + 1}")


@pytest.mark.parametrize(
    ("kind", "code"),
    [("text", "S614"), ("folder", "S614"), ("damaged", "S614"), ("another-database", "S614"), ("newer", "S615")],
)
def test_a_file_that_is_no_store_of_ours_is_an_error_and_stays_as_it_is(tmp_path: Path, kind: str, code: str) -> None:
    path = tmp_path / "lyrics.sqlite"
    other_file(path, kind)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(SynsongError, match=code):
        LyricsStore(path).entries("k")
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf8")
    with pytest.raises(SynsongError, match="S614"):
        LyricsStore(tmp_path / "file" / "lyrics.sqlite")


def test_two_may_look_into_it_at_once(store: LyricsStore) -> None:
    other = LyricsStore(store.path)
    store.save("k", TRACK, entry())
    assert other.entries("k") == store.entries("k")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
TIMES = st.floats(0, 1e4, allow_nan=False)


@settings(max_examples=50)
@given(
    lyrics=st.none() | TEXT, synced=st.none() | st.lists(st.tuples(TIMES, TEXT), min_size=1, max_size=4), reason=TEXT
)
def test_any_text_comes_back_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory,
    lyrics: str | None,
    synced: list[tuple[float, str]] | None,
    reason: str,
) -> None:
    with closing(LyricsStore(tmp_path_factory.mktemp("store") / "lyrics.sqlite")) as store:
        kept = entry(lyrics=lyrics, synced=synced, reason=reason)
        store.save("k", TRACK, kept)
        assert store.entries("k")["lrclib"] == kept
