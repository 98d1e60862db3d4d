"""Songs for a prompt without a library, from Musixmatch's own search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.errors import SynsongError
from components.song import Song
from scripts.services import RateLimited
from scripts.services.discovery import MOST_SEARCHES, discover, searches
from tests.servers.clock import FakeTime
from tests.servers.musixmatch import KEY, Entry, MusixmatchServer, envelope

FILL = "and the tram goes by the bakery where my uncle weighs his flour and counts his coins at noon\n"
BOTH = Entry("Both", "Quill", f"snow on the harbour\nlantern in the hall\n{FILL}", rating=10)
SNOW = Entry("Snow", "Quill", f"snow on the stairs\n{FILL}", rating=90, genre="Pop", year=1985)
LAMP = Entry("Lamp", "Mara Vell", f"lantern in the rain\n{FILL}", rating=60, language="fr")
Start = Callable[..., MusixmatchServer]


def find(server: MusixmatchServer, time: FakeTime, *phrases: str, **wanted: Any) -> list[Song]:
    settings = time.settings(MUSIXMATCH_URL=server.url, MUSIXMATCH_API_KEY=KEY)
    return list(discover(list(phrases), settings=settings, **wanted))


def test_songs_with_most_phrases_come_first_and_each_once(musixmatch: Start, time: FakeTime) -> None:
    songs = find(musixmatch(LAMP, SNOW, BOTH), time, "snow", "lantern")
    assert [song.title for song in songs] == ["Both", "Snow", "Lamp"]


def test_a_song_comes_with_all_that_is_known(musixmatch: Start, time: FakeTime) -> None:
    (song,) = find(musixmatch(SNOW), time, "snow")
    assert song.id == "musixmatch-7001"
    assert (song.artist, song.genres, song.popularity, song.duration) == ("Quill", ["pop"], 90, 200)
    assert song.explicit is False
    assert song.source == "musixmatch"
    assert song.licence == "Lyrics of Snow (c) Quill"
    assert song.lyrics.startswith("snow on the stairs\n")


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({"genre": "pop"}, ["Snow"]),
        ({"popularity": 50}, ["Snow", "Lamp"]),
        ({"language": "en"}, ["Both", "Snow"]),
        ({"years": (1980, 1989)}, ["Snow"]),
        ({"limit": 1}, ["Both"]),
    ],
)
def test_wishes_are_passed_on(musixmatch: Start, time: FakeTime, wanted: dict[str, Any], titles: list[str]) -> None:
    songs = find(musixmatch(LAMP, SNOW, BOTH), time, "snow", "lantern", **wanted)
    assert [song.title for song in songs] == titles


def test_no_words_are_fetched_beyond_the_limit(musixmatch: Start, time: FakeTime) -> None:
    server = musixmatch(LAMP, SNOW, BOTH)
    find(server, time, "snow", "lantern", limit=1)
    assert [request.path for request in server.requests] == ["/track.search", "/track.lyrics.get"]


def test_an_unknown_genre_is_an_error_that_names_some(musixmatch: Start, time: FakeTime) -> None:
    with pytest.raises(SynsongError, match=r"S611.*'polka'.*folk, pop"):
        find(musixmatch(SNOW), time, "snow", genre="polka")


@pytest.mark.parametrize(
    "lyrics",
    [{"restricted": 1}, {"region_restriction": {"allowed": [], "blocked": ["XW"]}}, {"lyrics_body": "snow"}],
    ids=["restricted", "region", "too-short"],
)
def test_words_that_may_not_be_had_or_are_none_are_left_out(
    musixmatch: Start, time: FakeTime, lyrics: dict[str, Any]
) -> None:
    bad = Entry("Bad", "Quill", SNOW.text, lyrics=lyrics)
    assert [song.title for song in find(musixmatch(bad, SNOW), time, "snow")] == ["Snow"]


def test_a_spent_day_in_the_middle_is_told(musixmatch: Start, time: FakeTime) -> None:
    server = musixmatch(SNOW, BOTH)
    settings = time.settings(MUSIXMATCH_URL=server.url, MUSIXMATCH_API_KEY=KEY)
    songs = discover(["snow"], settings=settings)
    assert next(songs).title == "Snow"
    server.faults = [envelope(402, [])]
    with pytest.raises(RateLimited):
        next(songs)


def test_phrases_are_combined_from_most_to_fewest() -> None:
    assert searches(["a", "b c", "d"]) == ["a b c d", "a b c", "a d", "b c d", "a", "b c", "d"]


@given(st.lists(st.text(max_size=8), max_size=12))
def test_searches_are_few_and_each_differs(phrases: list[str]) -> None:
    found = searches(phrases)
    kept = list(dict.fromkeys(" ".join(phrase.split()) for phrase in phrases if phrase.strip()))[:6]
    assert len(found) <= MOST_SEARCHES
    assert len(set(found)) == len(found)
    assert set(kept) <= set(found)
