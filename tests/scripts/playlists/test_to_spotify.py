"""From the command to Spotify and back: made, refreshed in place, and the connection in the hands of the user."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scripts import spotify as command
from scripts.formats import read_playlist
from scripts.services.spotify_tokens import SpotifyAuth, TokenStore
from tests.servers.spotify import CLIENT, Recording, SpotifyServer, limited

from .conftest import as_json, make_songs

ROOT = Path(__file__).parents[3]


@pytest.fixture
def server(run, monkeypatch):
    import time

    catalogue = [
        Recording(song.id.replace("-", ""), song.title, [song.artist], seconds=song.duration or 0.0)
        for song in make_songs()
        if song.id != "winter-mail"
    ]
    catalogue.append(Recording("attic", "Attic in Winter", ["Eli Beam"]))
    with SpotifyServer(catalogue, now=time.time) as server:
        monkeypatch.setenv("SPOTIFY_API_URL", server.url)
        monkeypatch.setenv("SPOTIFY_ACCOUNTS_URL", server.url)
        monkeypatch.setenv("SPOTIPY_CLIENT_ID", CLIENT)
        yield server


@pytest.fixture
def logged_in(server):
    auth = SpotifyAuth(CLIENT, TokenStore(), accounts_url=server.url)
    auth.store.save(auth.token_of(server.issue()))
    return auth.store


def test_a_playlist_goes_to_spotify_unlisted_and_what_is_missing_is_named(run, server, logged_in):
    result = run("winter night", "--to", "spotify")
    assert result.exit_code == 0, result.output
    made = server.playlists[0]
    assert made.name == "Winter Night"
    assert made.description.startswith("Songs for: winter night. synsong-")
    assert "spotify:track:wintermail" not in made.uris
    assert made.uris[0] == "spotify:track:kettlesong"
    text = " ".join(result.output.split())
    assert "Ada Furrow - Winter Mail" in text
    assert "unlisted" in text
    assert "private" not in text
    assert f"https://open.spotify.com/playlist/{made.id}" in text


def test_a_refresh_by_address_changes_the_same_playlist(run, server, logged_in, larger):
    uri = as_json(run("winter night", "--to", "spotify", "--json", "--threshold", "0.1"))["written"][0]
    result = run("--refresh", uri, model=larger)
    assert result.exit_code == 0, result.output
    assert "+ Eli Beam - Attic in Winter" in result.output
    assert len(server.playlists) == 1
    assert "spotify:track:attic" in server.playlists[0].uris
    assert "spotify:track:kettlesong" not in server.playlists[0].uris
    assert "Nothing has changed" in run("--refresh", uri, model=larger).output


def test_a_file_remembers_where_it_went(run, server, logged_in, larger, tmp_path):
    run("winter night", "--to", "w.m3u8", "--to", "spotify", "--threshold", "0.1")
    uri = read_playlist(tmp_path / "w.m3u8").recipe["spotify"]
    assert uri == f"spotify:playlist:{server.playlists[0].id}"
    run("--refresh", "w.m3u8", "--to", "spotify", model=larger)
    assert len(server.playlists) == 1
    assert "spotify:track:attic" in server.playlists[0].uris
    assert read_playlist(tmp_path / "w.m3u8").recipe["spotify"] == uri


def test_refreshing_the_file_alone_does_not_touch_spotify(run, server, logged_in, larger, tmp_path):
    run("winter night", "--to", "w.m3u8", "--to", "spotify")
    uri = read_playlist(tmp_path / "w.m3u8").recipe["spotify"]
    server.requests.clear()
    assert run("--refresh", "w.m3u8", model=larger).exit_code == 0
    assert server.requests == []
    assert read_playlist(tmp_path / "w.m3u8").recipe["spotify"] == uri


def test_a_used_up_quota_says_when_to_go_on_and_the_next_run_does(run, server, logged_in):
    server.misbehave("PUT", "/items", limited(7_200, quota=True))
    result = run("winter night", "--to", "spotify")
    assert result.exit_code == 1
    assert "S675" in result.output
    assert run("winter night", "--to", "spotify").exit_code == 0
    assert len(server.playlists) == 1


def test_a_log_in_that_ends_soon_is_announced(run, server, logged_in):
    from dataclasses import replace

    token = logged_in.load()
    logged_in.save(replace(token, authorized_at=token.authorized_at - 175 * 86_400))
    assert "W660" in run("winter night", "--to", "spotify").output
    assert "W660" in CliRunner().invoke(command.app, ["status"]).output


# The connection


BROWSER = """
    import sys, urllib.request
    urllib.request.urlopen(sys.argv[1], timeout=10).read()
"""


@pytest.fixture
def browser(tmp_path):
    """A program that opens whatever page it is told, as a browser whose user is logged in at Spotify."""
    script = tmp_path / "browser.py"
    script.write_text(textwrap.dedent(BROWSER))
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$1"\n')
    program.chmod(0o755)
    return f"{program} %s &"


def test_log_in_status_and_log_out_as_a_user_does(run, server, browser, tmp_path):
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "BROWSER": browser, "SPOTIPY_REDIRECT_URI": f"http://127.0.0.1:{port}/callback"}

    def call(*args):
        return subprocess.run(
            [sys.executable, "-m", "scripts.spotify", *args],
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
            timeout=60,
        )

    assert call("status").returncode == 1
    done = call("login", "--wait", "30")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "six months" in done.stdout
    path = Path(environ["XDG_CONFIG_HOME"]) / "synsong" / "spotify.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    said = call("status", "--check")
    assert said.returncode == 0, said.stdout
    assert "accepts the log-in" in said.stdout
    assert run("winter night", "--to", "spotify").exit_code == 0
    for secret in ("access_token", "refresh_token"):
        assert json.loads(path.read_text())[secret] not in done.stdout + said.stdout + done.stderr + said.stderr
    gone = call("logout")
    assert gone.returncode == 0
    assert not [file for file in tmp_path.rglob("*.json") if "xdg" in str(file)]
    assert "There was no log-in" in call("logout").stdout


def test_the_paste_log_in_as_a_user_does(server, run, monkeypatch):
    import requests

    from scripts.services import spotify_login

    ticket = spotify_login.Ticket("v" * 64, "known-state")
    monkeypatch.setattr(spotify_login.Ticket, "new", lambda: ticket)
    redirect = "http://127.0.0.1:8888/callback"
    page = spotify_login.authorize_url(CLIENT, redirect, ticket, accounts_url=server.url)
    location = requests.get(page, timeout=5, allow_redirects=False).headers["Location"]
    result = CliRunner().invoke(command.app, ["login", "--paste"], input=location + "\n")
    assert result.exit_code == 0, result.output
    assert page in result.output.replace("\n", "")


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"SPOTIPY_CLIENT_ID": ""}, "S660"),
        ({"SPOTIPY_REDIRECT_URI": "http://localhost:8888/callback"}, "S665"),
        ({"SPOTIFY_ACCOUNTS_URL": "http://example.org"}, "S683"),
    ],
)
def test_what_is_missing_for_a_log_in_is_told(server, monkeypatch, environ, code):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(command.app, ["login"])
    assert result.exit_code == 1
    assert code in result.output


def test_a_denied_log_in_tells_what_to_do(server, run, monkeypatch):
    import socket

    import requests

    server.deny = True
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("SPOTIPY_REDIRECT_URI", f"http://127.0.0.1:{port}/callback")
    monkeypatch.setattr("webbrowser.open", lambda url: requests.get(url, timeout=5).ok)
    result = CliRunner().invoke(command.app, ["login", "--wait", "5"])
    assert result.exit_code == 1
    assert "S662" in result.output
    assert "login again" in " ".join(result.output.split())
