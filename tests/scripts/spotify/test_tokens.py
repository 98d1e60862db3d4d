"""Tokens: renewed in time, once, and never shown."""

from __future__ import annotations

import logging
import multiprocessing
import os
import stat

import pytest

from components.errors import SynsongError
from scripts.services.private_files import PrivateFile
from scripts.services.spotify_tokens import LIFE, SpotifyAuth, Token, TokenStore, client_id, service_url
from tests.servers.base import Response, as_json, as_text
from tests.servers.spotify import CLIENT


def test_a_fresh_token_is_used_as_it_is(logged_in, server):
    assert logged_in.get_access_token() == "access-1"
    assert server.calls("POST", "token") == []


def test_a_token_near_its_end_is_renewed_and_the_rotated_refresh_token_kept(logged_in, server, time):
    before = logged_in.store.load()
    time.sleep(3590)
    access = logged_in.get_access_token()
    after = logged_in.store.load()
    assert access == after.access_token != before.access_token
    assert after.refresh_token != before.refresh_token
    assert after.authorized_at == before.authorized_at
    assert after.scope == before.scope
    time.sleep(3600)
    assert logged_in.get_access_token() != access


def test_without_rotation_the_refresh_token_stays(logged_in, server, time):
    server.rotate = False
    before = logged_in.store.load()
    time.sleep(4000)
    logged_in.get_access_token()
    assert logged_in.store.load().refresh_token == before.refresh_token


def test_after_six_months_the_log_in_ends_and_its_token_is_deleted(logged_in, server, time):
    time.sleep(LIFE + 1)
    with pytest.raises(SynsongError, match=r"S663.*six months.*login"):
        logged_in.get_access_token()
    assert logged_in.store.load() is None
    with pytest.raises(SynsongError, match="S661"):
        logged_in.get_access_token()
    assert len(server.calls("POST", "token")) == 1


def test_a_token_that_another_process_renewed_meanwhile_is_taken(logged_in, server, time):
    other = SpotifyAuth(CLIENT, TokenStore(logged_in.store.file.path), accounts_url=server.url, now=time.now)
    stale = logged_in.store.load().access_token
    renewed = other.renew(stale)
    assert logged_in.renew(stale) == renewed
    assert len(server.calls("POST", "token")) == 1


def _renew(path, url, now, answers):
    auth = SpotifyAuth(CLIENT, TokenStore(path), accounts_url=url, now=lambda: now)
    answers.put(auth.get_access_token())


def test_two_processes_renew_once_between_them(logged_in, server, time):
    time.sleep(4000)
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    args = (logged_in.store.file.path, server.url, time.now(), answers)
    processes = [context.Process(target=_renew, args=args) for _ in range(4)]
    for process in processes:
        process.start()
    tokens = {answers.get(timeout=20) for _ in processes}
    for process in processes:
        process.join()
    assert len(tokens) == 1
    assert len(server.calls("POST", "token")) == 1


@pytest.mark.parametrize(
    ("response", "message"),
    [
        (Response(503), "S677.*503"),
        (Response(429, b"", {"Retry-After": "5"}), "S677.*429"),
        (Response(drop=True), "S677.*cannot be reached"),
        (as_json({"error": "invalid_client", "error_description": "Invalid\nclient"}, 400), "S664.*Invalid client"),
        (as_text("<html>", 400), "S664.*HTTP 400"),
        (as_text("<html>", 200), "S664.*no token"),
        (as_json({"access_token": "x", "expires_in": "soon"}), "S664.*no token"),
        (as_json([]), "S664.*no token"),
    ],
)
def test_what_goes_wrong_at_the_accounts_service_is_told_and_the_log_in_kept(
    logged_in, server, time, response, message
):
    before = logged_in.store.load()
    time.sleep(4000)
    server.misbehave("POST", "token", response)
    with pytest.raises(SynsongError, match=message):
        logged_in.get_access_token()
    assert logged_in.store.load() == before


def test_a_log_in_of_another_client_id_is_not_used(logged_in):
    logged_in.client_id = "f" * 32
    with pytest.raises(SynsongError, match=r"S669.*SPOTIPY_CLIENT_ID"):
        logged_in.get_access_token()


@pytest.mark.parametrize("content", ["{", "[]", '{"access_token": 1}', '{"a": 1}', ""])
def test_a_broken_file_is_named(store, content):
    store.file.path.parent.mkdir(parents=True)
    store.file.path.write_text(content)
    with pytest.raises(SynsongError, match=r"S681.*spotify\.json.*login"):
        store.load()


def test_a_file_that_cannot_be_written_is_named_and_leaves_nothing_behind(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SynsongError, match=r"S681"):
        PrivateFile(tmp_path / "file" / "spotify.json").write({})
    target = tmp_path / "folder.json"
    target.mkdir()
    with pytest.raises(SynsongError, match="S681"):
        PrivateFile(target).write({})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.json"]


def test_a_file_stays_private_when_it_is_replaced(tmp_path):
    file = PrivateFile(tmp_path / "private.json")
    old = os.umask(0)
    try:
        file.write({"a": 1})
        file.write({"a": 2})
    finally:
        os.umask(old)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert file.read() == {"a": 2}


def test_secrets_do_not_show(logged_in, api, server, time, caplog):
    token = logged_in.store.load()
    assert token.access_token not in repr(token)
    assert token.refresh_token not in repr(token)
    with caplog.at_level(logging.DEBUG):
        time.sleep(4000)
        api.me()
    assert "access-" not in caplog.text
    assert "refresh-" not in caplog.text


def test_the_client_id_is_asked_for_with_how_to_get_one():
    assert client_id({"SPOTIPY_CLIENT_ID": f" {CLIENT} "}) == CLIENT
    with pytest.raises(
        SynsongError, match=r"S660.*dashboard.*Premium.*http://127\.0\.0\.1:8888/callback.*SPOTIPY_CLIENT_ID"
    ):
        client_id({})


@pytest.mark.parametrize("url", ["http://example.org", "ftp://127.0.0.1", "nonsense", "http://127.0.0.1.example.org"])
def test_tokens_do_not_go_over_the_open_network(url):
    with pytest.raises(SynsongError, match=r"S683.*SPOTIFY_API_URL"):
        service_url({"SPOTIFY_API_URL": url}, "SPOTIFY_API_URL", "https://api.spotify.com", "API")


def test_the_log_in_ends_six_months_after_it_was_made():
    assert Token("a", "r", 0.0, 1_000.0, CLIENT).ends_at == 1_000.0 + 182 * 86_400
