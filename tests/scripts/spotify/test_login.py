"""The log-in, with a scripted browser against the local authorize page."""

from __future__ import annotations

import hashlib
import socket
import stat
import threading
from base64 import urlsafe_b64encode
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from components.errors import SynsongError
from scripts.services.spotify_login import Listener, Ticket, authorize_url, check_redirect, log_in, log_in_by_paste
from tests.servers.spotify import CLIENT


class Browser:
    """Follows the page wherever it leads, after visiting `first`; keeps what it saw."""

    def __init__(self, *first: str) -> None:
        self.first, self.seen = first, []
        self.thread = None

    def __call__(self, url: str) -> bool:
        self.thread = threading.Thread(target=self._browse, args=(url,))
        self.thread.start()
        return True

    def _browse(self, url: str) -> None:
        for address in (*self.first, url):
            answer = requests.get(address, timeout=5)
            self.seen.append((answer.status_code, answer.text))

    def close(self) -> None:
        self.thread.join()


@pytest.fixture
def redirect(free_port):
    return f"http://127.0.0.1:{free_port()}/callback"


def enter(auth, server, redirect, browser, **kwargs):
    shown = []
    kwargs.setdefault("patience", 5.0)
    try:
        return log_in(
            auth, redirect, accounts_url=server.url, open_page=browser, show=lambda *said: shown.append(said), **kwargs
        )
    finally:
        assert shown[0][0].startswith(server.url)
        if isinstance(browser, Browser):
            browser.close()


def test_agreeing_in_the_browser_logs_in(auth, server, redirect):
    browser = Browser()
    token = enter(auth, server, redirect, browser)
    assert auth.store.load() == token
    assert token.scope.split() == ["playlist-modify-private", "playlist-modify-public", "playlist-read-private"]
    assert browser.seen[-1][0] == 200
    assert "connected" in browser.seen[-1][1]


def test_the_token_is_readable_by_the_user_alone(auth, server, redirect):
    enter(auth, server, redirect, Browser())
    path = auth.store.file.path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir() if file.suffix == ".tmp"] == []


def test_denying_says_what_to_do(auth, server, redirect):
    server.deny = True
    with pytest.raises(SynsongError, match=r"S662.*login again"):
        enter(auth, server, redirect, Browser())
    assert auth.store.load() is None


def test_stray_and_forged_requests_are_turned_away_and_the_true_answer_still_counts(auth, server, redirect):
    origin = redirect.removesuffix("/callback")
    browser = Browser(
        f"{origin}/favicon.ico",
        f"{redirect}?code=forged&state=guessed",
        f"{redirect}?code=forged",
        f"{redirect}?error=access_denied&state=guessed",
        f"{origin}/callback/deeper?code=forged",
    )
    token = enter(auth, server, redirect, browser)
    assert [status for status, _ in browser.seen] == [404, 400, 400, 400, 404, 200]
    assert token.access_token.startswith("access-")


def test_a_connection_that_says_nothing_does_not_hold_up_the_log_in(auth, server, redirect):
    silent = []

    def browse(url):
        silent.append(socket.create_connection(("127.0.0.1", urlsplit(redirect).port)))
        return Browser()(url)

    assert enter(auth, server, redirect, browse).access_token
    silent[0].close()


def test_waiting_ends(auth, server, redirect):
    with pytest.raises(SynsongError, match=r"S666.*--paste"):
        enter(auth, server, redirect, lambda url: False, patience=0.05)


def test_the_listener_is_gone_afterwards(auth, server, redirect):
    enter(auth, server, redirect, Browser())
    with pytest.raises(requests.ConnectionError):
        requests.get(redirect, timeout=1)


def test_a_port_in_use_is_named(auth, server, redirect):
    with (
        Listener(redirect, "state"),
        pytest.raises(SynsongError, match=r"S667.*127\.0\.0\.1:\d+.*SPOTIPY_REDIRECT_URI"),
    ):
        log_in(auth, redirect, accounts_url=server.url, show=lambda *said: None)


def test_the_listener_answers_on_this_machine_only(redirect):
    with Listener(redirect, "state") as listener:
        assert listener.server.server_address[0] == "127.0.0.1"


def test_a_wrong_client_id_is_refused_by_spotify(auth, server, redirect):
    auth.client_id = "f" * 32
    with pytest.raises(SynsongError, match="S666"):  # the page says so in the browser; nothing comes back
        enter(auth, server, redirect, Browser(), patience=0.2)


@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        ("http://localhost:8888/callback", "localhost"),
        ("https://example.org/callback", "must begin with http://127.0.0.1"),
        ("http://127.0.0.1/callback", "names no port"),
        ("http://127.0.0.1:port/callback", "no number"),
        ("http://127.0.0.1:8888", "path"),
        ("http://127.0.0.1:8888/callback?x=1", "path"),
        ("http://0.0.0.0:8888/callback", "must begin with http://127.0.0.1"),
        ("", "must begin with http://127.0.0.1"),
    ],
)
def test_redirect_addresses_are_checked_by_spotifys_rules(uri, reason):
    with pytest.raises(SynsongError, match=rf"S665.*{reason}.*SPOTIPY_REDIRECT_URI"):
        check_redirect(uri)


def test_the_challenge_is_the_hash_of_the_verifier():
    ticket = Ticket.new()
    digest = urlsafe_b64encode(hashlib.sha256(ticket.verifier.encode()).digest()).decode().rstrip("=")
    query = parse_qs(urlsplit(authorize_url(CLIENT, "http://127.0.0.1:1/c", ticket)).query)
    assert query["code_challenge"] == [digest]
    assert query["state"] == [ticket.state]
    assert ticket.verifier not in authorize_url(CLIENT, "http://127.0.0.1:1/c", ticket)
    assert 43 <= len(ticket.verifier) <= 128
    assert Ticket.new() != ticket


def led_to(url: str) -> str:
    """Open the page on another machine: nothing listens there, so the address of the last page is all there is."""
    return requests.get(url, timeout=5, allow_redirects=False).headers["Location"]


def test_a_pasted_address_logs_in(auth, server, redirect):
    token = log_in_by_paste(auth, redirect, accounts_url=server.url, ask=lambda url: f"  {led_to(url)}\n")
    assert auth.store.load() == token


@pytest.mark.parametrize(
    ("paste", "message"),
    [
        (lambda url, redirect: "nonsense", r"S668.*begins with http://127"),
        (lambda url, redirect: "", "S668"),
        (lambda url, redirect: redirect, "S668"),
        (lambda url, redirect: f"{redirect}?code=c&state=other", "S668.*another log-in"),
        (lambda url, redirect: "https://evil.example/callback?code=c", "S668"),
        (lambda url, redirect: f"{redirect}?{urlencode({'state': _state(url), 'error': 'access_denied'})}", "S662"),
        (lambda url, redirect: f"{redirect}?{urlencode({'state': _state(url), 'error': 'server_error'})}", "S664.*server_error"),
        (lambda url, redirect: f"{redirect}?{urlencode({'state': _state(url)})}", "S664.*no code"),
        (lambda url, redirect: f"{redirect}?{urlencode({'state': _state(url), 'code': 'old'})}", "S664.*invalid|incorrect"),
    ],
)  # fmt: skip
def test_a_wrong_paste_is_explained(auth, server, redirect, paste, message):
    with pytest.raises(SynsongError, match=message):
        log_in_by_paste(auth, redirect, accounts_url=server.url, ask=lambda url: paste(url, redirect))
    assert auth.store.load() is None


def _state(url: str) -> str:
    return parse_qs(urlsplit(url).query)["state"][0]


def test_a_code_stolen_on_the_way_is_worth_nothing_without_the_verifier(auth, server, redirect):
    ticket = Ticket.new()
    location = led_to(authorize_url(CLIENT, redirect, ticket, accounts_url=server.url))
    code = parse_qs(urlsplit(location).query)["code"][0]
    with pytest.raises(SynsongError, match="S664"):
        auth.exchange(code, redirect, Ticket.new().verifier)
