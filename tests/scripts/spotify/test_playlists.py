"""Playlists are made once, whole and in order, whatever fails on the way."""

from __future__ import annotations

import json

import pytest

from components.errors import SynsongError
from components.playlist import Playlist
from scripts.formats import read_playlist
from scripts.services import RateLimited, SourceDown
from scripts.services.spotify_playlists import as_uri, describe, forget, is_spotify, recall
from tests.servers.base import Response, as_text
from tests.servers.spotify import Recording, error, limited

from .conftest import many, ranked

HANG_UP = Response(drop=True)
BAD_GATEWAY = error(502, "Bad gateway")


def wanted(playlist):
    return [song["uri"] for song in playlist.songs]


@pytest.fixture
def ferries(server):
    server.catalogue, playlist = many(230)
    return playlist


def test_a_playlist_is_made_whole_and_in_order_a_hundred_at_a_time(publisher, server, ferries):
    published = publisher.publish(ferries)
    made = server.playlists[0]
    assert made.uris == wanted(ferries)
    assert made.name == "Night Ferries"
    assert made.description.startswith("Songs for: ferries. synsong-")
    assert published.uri == f"spotify:playlist:{made.id}"
    assert published.link == f"https://open.spotify.com/playlist/{made.id}"
    assert published.added == 230
    sizes = [len(json.loads(request.body)["uris"]) for request in server.requests if request.path.endswith("/items")]
    assert sizes == [100, 100, 30]


def test_it_is_asked_for_as_unlisted(publisher, server, ferries):
    publisher.publish(ferries)
    assert json.loads(server.calls("POST", "/me/playlists")[0].body)["public"] is False


@pytest.mark.parametrize("response", [BAD_GATEWAY, Response(500), HANG_UP, as_text("<html>", 200), as_text("{}", 201)])
@pytest.mark.parametrize("done", [True, False], ids=["made", "not made"])
def test_a_creation_in_doubt_makes_one_playlist(publisher, server, ferries, response, done):
    server.misbehave("POST", "/me/playlists", response, done=done)
    publisher.publish(ferries)
    assert [made.uris for made in server.playlists] == [wanted(ferries)]


@pytest.mark.parametrize("response", [BAD_GATEWAY, HANG_UP])
@pytest.mark.parametrize("done", [True, False], ids=["added", "not added"])
@pytest.mark.parametrize(("method", "times"), [("PUT", 1), ("POST", 1), ("POST", 2)])
def test_songs_in_doubt_are_in_it_once(publisher, server, ferries, method, times, response, done):
    server.misbehave(method, "/items", response, times=times, done=done)
    publisher.publish(ferries)
    assert server.playlists[0].uris == wanted(ferries)


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/me/playlists$"), ("PUT", "/items"), ("POST", "/items"), ("GET", "/me/playlists")]
)
@pytest.mark.parametrize("response", [limited(3, quota=True), limited(86_400), limited(120)])
def test_a_stop_is_gone_on_with(publisher, server, ferries, method, path, response):
    if method == "GET":
        server.misbehave("POST", "/me/playlists", BAD_GATEWAY, done=True)
    server.misbehave(method, path, response)
    with pytest.raises(RateLimited, match=r"S67[56].*goes on from there"):
        publisher.publish(ferries)
    publisher.publish(ferries)
    assert [made.uris for made in server.playlists] == [wanted(ferries)]


def test_a_run_that_breaks_off_is_gone_on_with(publisher, server, ferries):
    server.misbehave("POST", "/me/playlists", BAD_GATEWAY, done=True)
    server.misbehave("GET", "/me/playlists", BAD_GATEWAY, times=99)
    with pytest.raises(SourceDown, match="S677"):
        publisher.publish(ferries)
    server.mishaps.clear()
    publisher.publish(ferries)
    assert [made.uris for made in server.playlists] == [wanted(ferries)]


def test_when_all_fails_nothing_is_made_and_it_says_so(publisher, server, ferries):
    server.misbehave("POST", "/me/playlists", BAD_GATEWAY, times=99)
    with pytest.raises(SourceDown, match=r"S677.*nothing is made twice"):
        publisher.publish(ferries)
    assert server.playlists == []
    assert len(server.calls("POST", "/me/playlists")) == 3


def test_a_playlist_that_is_done_can_be_made_a_second_time(publisher, server, ferries):
    first, second = publisher.publish(ferries), publisher.publish(ferries)
    assert first.uri != second.uri
    assert len(server.playlists) == 2


def test_a_playlist_deleted_between_two_runs_is_made_anew(publisher, server, ferries):
    server.misbehave("PUT", "/items", limited(86_400))
    with pytest.raises(RateLimited):
        publisher.publish(ferries)
    server.playlists.clear()
    with pytest.raises(SynsongError, match=r"S678.*--to spotify"):
        publisher.publish(ferries)
    publisher.publish(ferries)
    assert [made.uris for made in server.playlists] == [wanted(ferries)]


def test_a_refresh_changes_the_same_playlist(publisher, server, ferries):
    uri = publisher.publish(ferries).uri
    shorter = ferries.model_copy(update={"songs": ferries.songs[5:12], "title": "New", "description": "a\nb & c"})
    assert publisher.publish(shorter, uri).uri == uri
    assert len(server.playlists) == 1
    assert server.playlists[0].uris == wanted(shorter)
    assert (server.playlists[0].name, server.playlists[0].description) == ("New", "a b & c")


def test_a_refresh_of_a_playlist_that_is_gone_says_so(publisher, server, ferries):
    with pytest.raises(SynsongError, match=r"S678.*spotify:playlist:nowhere"):
        publisher.publish(ferries, "spotify:playlist:nowhere")


def test_songs_that_are_not_found_are_left_out_and_named(publisher, server):
    server.catalogue = [Recording("t", "Tide", ["Mara Vell"])]
    published = publisher.publish(Playlist(title="T", songs=[ranked("Unknown Song"), ranked("Tide")]))
    assert [song["title"] for song in published.missing] == ["Unknown Song"]
    assert server.playlists[0].uris == ["spotify:track:t"]


def test_without_any_song_no_playlist_is_made(publisher, server):
    with pytest.raises(SynsongError, match=r"S680.*1 songs.*--to"):
        publisher.publish(Playlist(title="T", songs=[ranked("Unknown Song")]))
    assert server.playlists == []


def test_two_songs_of_one_track_are_one(publisher, server):
    songs = [ranked("Tide", uri="spotify:track:a"), ranked("Tide again", uri="spotify:track:a")]
    publisher.publish(Playlist(title="T", songs=songs))
    assert server.playlists[0].uris == ["spotify:track:a"]


def test_names_are_such_as_spotify_takes(publisher, server):
    songs = [ranked("Tide", uri="spotify:track:a")]
    publisher.publish(Playlist(title="N" * 150, description="word " * 100 + "\nend", songs=songs))
    made = server.playlists[0]
    assert len(made.name) == 100
    assert len(made.description) <= 300
    assert "\n" not in made.description
    assert "… synsong-" in made.description


def test_another_command_at_work_is_waited_for_in_vain(publisher):
    with publisher.jobs.lock(), pytest.raises(SynsongError, match=r"S682.*Wait"), publisher.jobs.lock(0.05):
        pass


def test_the_recipe_is_remembered_with_the_address(publisher, server, ferries):
    uri = publisher.publish(ferries).uri
    path = recall(uri, publisher.folder)
    assert read_playlist(path).recipe == {"prompt": "ferries", "spotify": uri}
    assert recall(f"https://open.spotify.com/playlist/{uri.split(':')[2]}?si=x", publisher.folder) == path
    with pytest.raises(SynsongError, match=rf"S712.*Known are: {uri} \(Night Ferries\)"):
        recall("spotify:playlist:other", publisher.folder)


def test_nothing_of_spotifys_is_kept_but_addresses(publisher, server, tmp_path):
    server.catalogue = [Recording("x1", "Tide - Remastered 2011", ["Mara Vell", "Quill"], album="single")]
    publisher.publish(Playlist(title="T", songs=[ranked("Tide")]))
    kept = "".join(file.read_text() for file in publisher.folder.rglob("*.json"))
    assert "spotify:track:x1" in kept
    assert "Remastered" not in kept
    assert "Quill" not in kept


def test_forgetting_deletes_it_all(publisher, server, ferries):
    publisher.publish(ferries)
    assert forget(publisher.folder) == 2  # unfinished jobs and the recipe; addresses of one's own are no mappings
    assert not [file for file in publisher.folder.rglob("*") if file.is_file()]
    assert forget(publisher.folder) == 0


@pytest.mark.parametrize(
    ("text", "uri", "known"),
    [
        ("spotify:playlist:abc", "spotify:playlist:abc", True),
        ("https://open.spotify.com/playlist/abc?si=1", "spotify:playlist:abc", True),
        ("winter.m3u8", "winter.m3u8", False),
    ],
)
def test_addresses_of_playlists_are_read_in_both_forms(text, uri, known):
    assert as_uri(text) == uri
    assert is_spotify(text) is known


def test_a_description_without_a_marker_is_only_cut():
    assert describe("a  b", "") == "a b"
    assert len(describe("x" * 400, "synsong-1")) <= 300
