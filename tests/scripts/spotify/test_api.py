"""What goes wrong with requests, and what is made of it."""

from __future__ import annotations

import pytest

from components.errors import SynsongError
from scripts.services import RateLimited, SourceDown
from scripts.services.spotify import MAX_WAIT, SpotifyApi
from tests.servers.base import Response, as_json, as_text
from tests.servers.spotify import Recording, error, limited

HANG_UP = Response(drop=True)


def test_a_search_asks_for_ten_tracks_at_most_and_passes_over_empty_entries(api, server):
    server.catalogue = [Recording(f"t{i}", "Tide", ["Mara Vell"]) for i in range(15)]
    assert len(api.search("tide")) == 10
    assert server.requests[-1].query["limit"] == "10"
    assert server.requests[-1].query["type"] == "track"


def test_an_expired_token_is_renewed_once_and_the_request_sent_again(api, server):
    server.access.clear()
    assert api.me()["account_id"] == "a1"
    assert len(server.calls("POST", "token")) == 1
    assert len(server.calls("GET", "/me")) == 2


def test_a_token_that_is_refused_again_means_a_new_log_in(api, server):
    server.misbehave("GET", "/me", error(401, "Invalid access token"), times=5)
    with pytest.raises(SynsongError, match=r"S663.*login"):
        api.me()
    assert len(server.calls("GET", "/me")) == 2


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (error(403, "Active premium subscription required for the owner of the app"), r"S671.*Premium"),
        (error(403, "User not registered in the Developer Dashboard"), r"S672.*User Management"),
        (error(403, "Insufficient client scope"), r"S673.*login"),
        (error(403, "Forbidden"), r"S674.*logging in again does not help"),
        (error(403, ""), r"S674.*HTTP 403"),
        (as_text("<html>no</html>", 403), r"S674.*HTTP 403"),
        (as_json({"error": "invalid"}, 403), r"S674.*invalid"),
        (as_json([1], 403), "S674"),
        (error(404, "Resource not found"), "S678"),
        (error(400, "Invalid limit"), "S679.*Invalid limit"),
        (Response(302, b"", {"Location": "http://127.0.0.1:1/"}), "S679.*302"),
    ],
)
def test_a_refusal_says_what_it_really_means_and_is_not_repeated(api, server, response, message):
    server.misbehave("GET", "/me", response, times=5)
    with pytest.raises(SynsongError, match=message):
        api.me()
    assert len(server.calls("GET", "/me")) == 1


@pytest.mark.parametrize(
    "response", [Response(500), error(502, "Bad gateway"), as_text("<html>", 503), HANG_UP, as_text("<", 200)]
)
def test_what_may_pass_is_tried_again(api, server, time, response):
    server.misbehave("GET", "/me", response, times=3)
    assert api.me()["account_id"] == "a1"
    assert time.slept == [1.0, 2.0, 4.0]


def test_what_does_not_pass_says_that_nothing_is_lost(api, server):
    server.misbehave("GET", "/me", Response(500), times=99)
    with pytest.raises(SourceDown, match=r"S677.*4 attempts.*HTTP 500.*nothing is made twice"):
        api.me()
    assert len(server.calls("GET", "/me")) == 4


@pytest.mark.parametrize(("seconds", "slept"), [(3, 3.0), (60, 60.0), (0, 0.0), (None, 30.0)])
def test_a_short_wait_is_waited(api, server, time, seconds, slept):
    server.misbehave("GET", "/me", limited(seconds))
    assert api.me()
    assert time.slept == [slept]


@pytest.mark.parametrize("seconds", [61, 2_484, 86_400])
def test_a_long_wait_ends_the_run_with_the_time_to_go_on(api, server, time, seconds):
    server.misbehave("GET", "/me", limited(seconds))
    with pytest.raises(RateLimited, match=r"S676.*goes on from there") as caught:
        api.me()
    assert caught.value.retry_at.timestamp() == pytest.approx(time.now() + seconds)
    assert time.slept == []
    assert seconds > MAX_WAIT


@pytest.mark.parametrize(("seconds", "day"), [(5, 5), (86_400, 86_400), (None, 86_400)])
def test_a_used_up_quota_is_never_waited_for(api, server, time, seconds, day):
    server.misbehave("GET", "/me", limited(seconds, quota=True))
    with pytest.raises(RateLimited, match=r"S675.*quota") as caught:
        api.me()
    assert caught.value.retry_at.timestamp() == pytest.approx(time.now() + day)
    assert time.slept == []


def test_a_limit_that_does_not_end_ends_the_run(api, server):
    server.misbehave("GET", "/me", limited(1), times=99)
    with pytest.raises(RateLimited, match="S676"):
        api.me()
    assert len(server.calls("GET", "/me")) == 4


def test_a_client_id_is_needed(server, store):
    with pytest.raises(SynsongError, match="S660"):
        SpotifyApi.of_environment({}, store=store)


def test_addresses_of_the_services_come_from_the_environment(server, store, logged_in, time):
    environ = {
        "SPOTIPY_CLIENT_ID": logged_in.client_id,
        "SPOTIFY_API_URL": server.url,
        "SPOTIFY_ACCOUNTS_URL": server.url,
    }
    api = SpotifyApi.of_environment(environ, store=store, now=time.now, sleep=time.sleep)
    assert api.me()["account_id"] == "a1"
    assert server.requests[-1].headers["user-agent"].startswith("synsong/")
