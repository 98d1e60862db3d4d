"""A playlist as the component answers it, and one strategy for any playlist."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st

from components.playlist import Playlist

SONG: dict[str, Any] = {
    "id": "lanterns",
    "title": "Paper Lanterns",
    "artist": "Mara Vell",
    "album": "Low Tide",
    "year": 2003,
    "genres": ["folk", "dream pop"],
    "language": "en",
    "explicit": False,
    "popularity": 12.5,
    "duration": 213.4,
    "isrc": "GBAAA0300001",
    "uri": "spotify:track:4uLanterns",
    "path": None,
    "relevance": 0.83,
    "signals": {"words": 0.5, "meaning": 0.25},
    "evidence": [
        {
            "text": "We carried the lanterns",
            "line": 3,
            "section": "Chorus",
            "start": 61.2,
            "terms": ["lantern"],
            "answers": "light",
        }
    ],
}
BARE: dict[str, Any] = SONG | dict.fromkeys(
    ["album", "year", "language", "explicit", "popularity", "duration", "isrc", "uri"]
)
BARE |= {"id": "bare", "title": "Glass Harbour", "artist": "Quill", "genres": [], "signals": {}, "evidence": []}


@pytest.fixture
def playlist() -> Playlist:
    songs = [SONG, BARE]
    return Playlist(title="Lights on Water", description="For a night", songs=songs, recipe={"prompt": "a night"})


# Any text that a name can be after validation: control characters are gone by then, line ends and tabs are not.
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1, max_size=20
).filter(lambda text: text.strip() == text)
NUMBERS = st.floats(0, 1e6, allow_nan=False, width=32)
EVIDENCE = st.fixed_dictionaries(
    {
        "text": TEXTS,
        "line": st.integers(1, 500),
        "section": st.none() | TEXTS,
        "start": st.none() | NUMBERS,
        "terms": st.lists(TEXTS, max_size=2),
        "answers": TEXTS,
    }
)
FILE_NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t", exclude_characters="/"),
    min_size=1,
    max_size=12,
).map(lambda name: f"{name}.mp3")
SONGS = st.fixed_dictionaries(
    {
        "id": TEXTS,
        "title": TEXTS,
        "artist": TEXTS,
        "album": st.none() | TEXTS,
        "year": st.none() | st.integers(1000, 2999),
        "genres": st.lists(st.sampled_from(["folk", "dream pop", "r&b"]), max_size=2, unique=True),
        "language": st.none() | st.sampled_from(["en", "he"]),
        "explicit": st.none() | st.booleans(),
        "popularity": st.none() | st.floats(0, 100),
        "duration": st.none() | st.floats(0.1, 9000),
        "isrc": st.none() | st.just("GBAAA0300001"),
        "uri": st.none() | st.sampled_from(["spotify:track:4abc", 'https://example.org/a b,c"<é>']),
        "path": st.none() | FILE_NAMES,
        "relevance": st.floats(0, 1),
        "signals": st.dictionaries(TEXTS, NUMBERS, max_size=2),
        "evidence": st.lists(EVIDENCE, max_size=2),
    }
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts, max_size=3),
    max_leaves=5,
)
PLAYLISTS = st.builds(
    Playlist,
    title=TEXTS,
    description=TEXTS | st.just(""),
    songs=st.lists(SONGS, max_size=3),
    recipe=st.dictionaries(TEXTS, JSON, max_size=3),
)
