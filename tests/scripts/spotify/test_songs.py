"""Which track a song is."""

from __future__ import annotations

import json

import pytest

from components.song import Track
from scripts.services import RateLimited
from scripts.services.private_files import PrivateFile
from scripts.services.spotify_songs import find_track, queries, resolve_songs
from tests.servers.base import as_json
from tests.servers.spotify import Recording, limited

from .conftest import ranked

ISRC = "GBXYZ2600001"


@pytest.fixture
def mappings(tmp_path):
    return PrivateFile(tmp_path / "mappings.json")


def searched(server):
    return [request.query["q"] for request in server.calls("GET", "/search")]


@pytest.mark.parametrize("uri", ["spotify:track:abc", "https://open.spotify.com/track/abc?si=1"])
def test_an_address_needs_no_question(api, server, mappings, uri):
    found = resolve_songs(api, [ranked("Tide", uri=uri)], mappings)
    assert found.uris == {"tide": "spotify:track:abc"}
    assert searched(server) == []


def test_an_isrc_comes_first(api, server, mappings):
    server.catalogue = [Recording("other", "Tide", ["Mara Vell"]), Recording("right", "Tide", ["Mara Vell"], isrc=ISRC)]
    assert resolve_songs(api, [ranked("Tide", isrc=ISRC)], mappings).uris == {"tide": "spotify:track:right"}
    assert searched(server) == [f"isrc:{ISRC}"]


def test_an_isrc_that_a_label_gave_to_another_song_is_not_believed(api, server, mappings):
    server.catalogue = [
        Recording("wrong", "Completely Different", ["Somebody"], isrc=ISRC),
        Recording("right", "Tide", ["Mara Vell"]),
    ]
    assert resolve_songs(api, [ranked("Tide", isrc=ISRC)], mappings).uris == {"tide": "spotify:track:right"}


def test_of_several_the_album_comes_before_the_compilation_and_the_first_before_the_rest(api, server):
    server.catalogue = [
        Recording("hits", "Tide", ["Mara Vell"], isrc=ISRC, album="compilation"),
        Recording("first", "Tide", ["Mara Vell"], isrc=ISRC),
        Recording("second", "Tide", ["Mara Vell"], isrc=ISRC),
    ]
    assert find_track(api, Track(title="Tide", artist="Mara Vell", isrc=ISRC)) == "spotify:track:first"


@pytest.mark.parametrize(
    ("recording", "found"),
    [
        (Recording("x", "Tide", ["Mara Vell"], seconds=202.9), True),
        (Recording("x", "Tide", ["Mara Vell"], seconds=203.5), False),
        (Recording("x", "Tide - Remastered 2011", ["Mara Vell"]), True),
        (Recording("x", "Tide", ["Quill", "Mara Vell"]), True),
        (Recording("x", "Tide", ["Somebody Else"]), False),
        (Recording("x", "Tide, Part 2", ["Mara Vell"]), False),
        (Recording("x", "Tide", ["Mara Vell"], local=True), False),
    ],
)
def test_title_artist_and_length_must_fit(api, server, recording, found):
    server.catalogue = [recording]
    uri = find_track(api, Track(title="Tide", artist="Mara Vell", duration=200.0))
    assert uri == ("spotify:track:x" if found else None)


def test_the_searches_are_few_and_free_of_what_a_query_would_misread():
    track = Track(title='He said: "Go" (feat. Quill)', artist="Mara Vell; Quill", isrc=ISRC)
    assert queries(track) == [f"isrc:{ISRC}", 'track:"He said Go" artist:"Mara Vell"', "He said Go Mara Vell"]
    assert queries(Track(title='"', artist="::")) == []


def test_what_was_found_is_asked_only_once_and_nothing_else_is_kept(api, server, mappings):
    server.catalogue = [Recording("x", "Tide", ["Mara Vell"])]
    tally = []
    for _ in range(2):
        resolve_songs(api, [ranked("Tide"), ranked("Unknown Song")], mappings, tally=tally.append)
    assert searched(server).count('track:"Tide" artist:"Mara Vell"') == 1
    assert tally == ["found", "missing", "known", "missing"]
    assert list(json.loads(mappings.path.read_text()).values()) == ["spotify:track:x"]


def test_what_was_not_found_is_named(api, server, mappings):
    assert [song["title"] for song in resolve_songs(api, [ranked("Unknown Song")], mappings).missing] == [
        "Unknown Song"
    ]


def test_what_was_found_before_a_stop_is_kept(api, server, mappings):
    server.catalogue = [Recording("x", "Tide", ["Mara Vell"]), Recording("y", "Ebb", ["Mara Vell"])]
    songs = [ranked("Tide"), ranked("Ebb")]
    original = server._search

    def search(query):
        return limited(3, quota=True) if "Ebb" in query["q"] else original(query)

    server._search = search
    with pytest.raises(RateLimited, match="S675"):
        resolve_songs(api, songs, mappings)
    server._search = original
    server.requests.clear()
    assert resolve_songs(api, songs, mappings).uris == {"tide": "spotify:track:x", "ebb": "spotify:track:y"}
    assert searched(server) == ['track:"Ebb" artist:"Mara Vell"']


def test_a_mapping_that_is_no_track_is_not_used(api, server, mappings):
    server.catalogue = [Recording("x", "Tide", ["Mara Vell"])]
    resolve_songs(api, [ranked("Tide")], mappings)
    key = next(iter(mappings.read()))
    mappings.write({key: "javascript:alert(1)"})
    assert resolve_songs(api, [ranked("Tide")], mappings).uris == {"tide": "spotify:track:x"}


@pytest.mark.parametrize(
    "answer",
    [{}, {"tracks": None}, {"tracks": []}, {"tracks": {"items": None}}, {"tracks": {"items": [None, 3, {}, {"uri": "spotify:episode:x", "name": "Tide"}]}}],
)  # fmt: skip
def test_odd_answers_find_nothing(api, server, answer):
    server.misbehave("GET", "/search", as_json(answer), times=9)
    assert find_track(api, Track(title="Tide", artist="Mara Vell")) is None
