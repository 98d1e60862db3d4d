"""A local Spotify, a time that passes only when somebody sleeps, and folders of the test's own."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from components.playlist import Playlist, RankedSong
from scripts.services.spotify import SpotifyApi
from scripts.services.spotify_playlists import Publisher
from scripts.services.spotify_tokens import SpotifyAuth, TokenStore
from tests.servers.clock import FakeTime
from tests.servers.spotify import CLIENT, Recording, SpotifyServer


def ranked(title: str, artist: str = "Mara Vell", **fields) -> RankedSong:
    """Make a song of a playlist."""
    song = {
        "id": title.lower().replace(" ", "-"), "title": title, "artist": artist, "album": None, "year": None, "genres": [],
        "language": None, "explicit": None, "popularity": None, "duration": 200.0, "isrc": None, "uri": None, "path": None,
        "relevance": 0.8, "signals": {}, "evidence": [],
    }  # fmt: skip
    return RankedSong(**{**song, **fields})


def many(n: int) -> tuple[list[Recording], Playlist]:
    """Make a catalogue of `n` songs, and the playlist of them, whose addresses are known."""
    names = [f"Night Ferry {i} of {n}" for i in range(n)]
    catalogue = [Recording(f"t{i}", name, ["Mara Vell"]) for i, name in enumerate(names)]
    songs = [ranked(name, uri=f"spotify:track:t{i}") for i, name in enumerate(names)]
    return catalogue, Playlist(
        title="Night Ferries", description="Songs for: ferries.", songs=songs, recipe={"prompt": "ferries"}
    )


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def server(time: FakeTime) -> Iterator[SpotifyServer]:
    with SpotifyServer(now=time.now) as server:
        yield server  # type: ignore[misc]


@pytest.fixture
def store(tmp_path: Path) -> TokenStore:
    return TokenStore(tmp_path / "config" / "spotify.json")


@pytest.fixture
def auth(server: SpotifyServer, store: TokenStore, time: FakeTime) -> SpotifyAuth:
    return SpotifyAuth(CLIENT, store, accounts_url=server.url, now=time.now, timeout=5.0)


@pytest.fixture
def logged_in(server: SpotifyServer, auth: SpotifyAuth) -> SpotifyAuth:
    auth.store.save(auth.token_of(server.issue()))
    return auth


@pytest.fixture
def api(server: SpotifyServer, logged_in: SpotifyAuth, time: FakeTime) -> SpotifyApi:
    return SpotifyApi(logged_in, api_url=server.url, now=time.now, sleep=time.sleep, timeout=5.0)


@pytest.fixture
def publisher(api: SpotifyApi, tmp_path: Path) -> Publisher:
    return Publisher(api, tmp_path / "data")


@pytest.fixture
def free_port() -> Callable[[], int]:
    def find() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    return find
