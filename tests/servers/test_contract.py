"""The servers keep the contracts that the tests of the sources lean on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from .lrclib import LrclibServer, Record
from .musixmatch import KEY, Entry, MusixmatchServer

NAMES = {"track_name": "Tide", "artist_name": "Mara Vell"}


@pytest.fixture(scope="module")
def lrclib() -> Iterator[LrclibServer]:
    records = [Record("Tide", "Mara Vell", duration=200.0, plain="tide")]
    records += [Record(f"Long Road {n}", "Mara Vell") for n in range(25)]
    with LrclibServer(records) as server:
        yield server  # type: ignore[misc]


def get(server: LrclibServer, path: str, agent: str = "synsong/0 (test)", **query: Any) -> requests.Response:
    return requests.get(server.url + path, params=query, headers={"User-Agent": agent}, timeout=10)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({**NAMES, "duration": 202.0}, 200),
        ({**NAMES, "duration": 202.1}, 404),
        ({**NAMES, "duration": 198.0}, 200),
        ({**NAMES, "duration": 0.5}, 400),
        ({**NAMES, "duration": 3601}, 400),
        ({**NAMES, "duration": "long"}, 400),
        ({**NAMES, "album_name": "LOW, TIDE!"}, 200),
        ({**NAMES, "album_name": "High Tide"}, 404),
        ({"track_name": "Tide"}, 400),
        ({**NAMES, "artist_name": " "}, 400),
        ({**NAMES, "track_name": "???"}, 404),
    ],
)
def test_lrclib_get(lrclib: LrclibServer, query: dict[str, Any], status: int) -> None:
    assert get(lrclib, "/api/get", **query).status_code == status


def test_lrclib_errors_are_json_or_plain_text(lrclib: LrclibServer) -> None:
    assert get(lrclib, "/api/get", **NAMES, duration=9000).json()["name"] == "ValidationError"
    assert get(lrclib, "/api/get", track_name="x", artist_name="y").json()["name"] == "TrackNotFound"
    for response in (get(lrclib, "/api/get", track_name="x"), get(lrclib, "/api/get/abc")):
        assert response.headers["Content-Type"].startswith("text/plain")


def test_lrclib_search_gives_twenty_and_needs_a_title(lrclib: LrclibServer) -> None:
    assert len(get(lrclib, "/api/search", track_name="Long Road").json()) == 20
    assert get(lrclib, "/api/search", artist_name="Mara Vell").json() == []
    assert len(get(lrclib, "/api/search", q="tide low", track_name="nothing").json()) == 20


def test_lrclib_knows_who_asks(lrclib: LrclibServer) -> None:
    assert get(lrclib, "/api/get", agent=requests.utils.default_user_agent(), **NAMES).status_code == 403


def test_musixmatch_answers_200_with_the_status_inside() -> None:
    with MusixmatchServer([Entry("Tide", "Mara Vell", "tide")]) as server:
        for key, code in (("wrong", 401), (KEY, 404)):
            query = {"q_track": "x", "q_artist": "y", "apikey": key}
            response = requests.get(f"{server.url}/matcher.track.get", params=query, timeout=10)
            assert response.status_code == 200
            assert response.json()["message"]["header"]["status_code"] == code
            assert response.json()["message"]["body"] == []
