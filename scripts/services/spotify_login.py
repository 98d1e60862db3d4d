"""The log-in at Spotify: authorization code with PKCE (RFC 7636), and a listener on this machine for the answer."""

from __future__ import annotations

import base64
import hashlib
import html
import queue
import secrets
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from components.errors import Errors, SynsongError

from .spotify_tokens import ACCOUNTS_URL, SpotifyAuth, Token

# Spotify reports some playlists as public that were made otherwise, so both scopes are needed to change them.
SCOPES = ("playlist-modify-private", "playlist-modify-public", "playlist-read-private")
PATIENCE = 300.0  # seconds that a person has for agreeing
_PAGE = "<!doctype html><meta charset=utf-8><title>Synsong</title><p>{text}</p>"


@dataclass(frozen=True)
class Ticket:
    """A log-in that is under way. verifier (str): Its secret. state (str): What the answer must repeat."""

    verifier: str
    state: str

    @classmethod
    def new(cls) -> Ticket:
        """RETURNS (Ticket): A fresh one; the verifier has 64 letters, digits, `-` and `_`."""
        return cls(secrets.token_urlsafe(48), secrets.token_urlsafe(24))

    @property
    def challenge(self) -> str:
        """RETURNS (str): The SHA-256 of the verifier, in base64 for addresses without padding."""
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def authorize_url(client_id: str, redirect: str, ticket: Ticket, *, accounts_url: str = ACCOUNTS_URL) -> str:
    """RETURNS (str): The page where the user agrees."""
    query = {
        "client_id": client_id,
        "response_type": "code",
        "redirect_uri": redirect,
        "state": ticket.state,
        "scope": " ".join(SCOPES),
        "code_challenge_method": "S256",
        "code_challenge": ticket.challenge,
    }
    return f"{accounts_url.rstrip('/')}/authorize?{urlencode(query)}"


def check_redirect(uri: str) -> tuple[str, int, str]:
    """Check a redirect URI by Spotify's rules for machines of one's own.

    uri (str): The URI.
    RETURNS (tuple[str, int, str]): Host, port and path to listen on.
    RAISES (SynsongError): If it is not of the kind.
    """
    parts = urlsplit(uri)
    reason = ""
    try:
        port = parts.port
    except ValueError:
        port, reason = None, "its port is no number"
    if parts.hostname == "localhost":
        reason = "Spotify does not accept the name localhost, only the address 127.0.0.1"
    elif parts.scheme != "http" or parts.hostname != "127.0.0.1":
        reason = "it must begin with http://127.0.0.1"
    elif not reason and port is None:
        reason = "it names no port"
    elif not parts.path or parts.query or parts.fragment:
        reason = "it must have a path such as /callback, and nothing behind it"
    if reason or port is None:
        raise SynsongError(Errors.S665.format(uri=uri, reason=reason))
    return "127.0.0.1", port, parts.path


def log_in(
    auth: SpotifyAuth,
    redirect: str,
    *,
    accounts_url: str = ACCOUNTS_URL,
    open_page: Callable[[str], bool] | None = None,
    show: Callable[[str, bool], None],
    patience: float = PATIENCE,
) -> Token:
    """Log in through the browser.

    auth (SpotifyAuth): Takes the code.
    redirect (str): The redirect URI, as the app's settings have it.
    accounts_url (str): Spotify's accounts service.
    open_page (Callable[[str], bool] | None): Opens the browser and tells whether it could; the user's own if None.
    show (Callable[[str, bool], None]): Shows the page's address, and whether a browser was opened.
    patience (float): Seconds to wait for an answer.
    RETURNS (Token): The token, saved.
    RAISES (SynsongError): If the user denies, nothing comes, or Spotify refuses.
    """
    ticket = Ticket.new()
    with Listener(redirect, ticket.state) as listener:
        url = authorize_url(auth.client_id, redirect, ticket, accounts_url=accounts_url)
        show(url, (open_page or webbrowser.open)(url))
        code = listener.wait(patience)
    return auth.exchange(code, redirect, ticket.verifier)


def log_in_by_paste(
    auth: SpotifyAuth, redirect: str, *, accounts_url: str = ACCOUNTS_URL, ask: Callable[[str], str]
) -> Token:
    """Log in on a machine without a browser: the user opens the page elsewhere, and pastes where it led to.

    auth (SpotifyAuth), redirect (str), accounts_url (str): As for `log_in`.
    ask (Callable[[str], str]): Shows the page's address and returns what is pasted.
    RETURNS (Token): The token, saved.
    RAISES (SynsongError): If the user denies, the paste is something else, or Spotify refuses.
    """
    ticket = Ticket.new()
    pasted = ask(authorize_url(auth.client_id, redirect, ticket, accounts_url=accounts_url)).strip()
    query = parse_qs(urlsplit(pasted).query)
    reason = ""
    if not pasted.startswith(redirect) or not query:
        reason = "it does not begin as it should, or has no code"
    elif query.get("state") != [ticket.state]:
        reason = "it belongs to another log-in"
    if reason:
        raise SynsongError(Errors.S668.format(reason=reason, redirect=redirect))
    return auth.exchange(_code(query), redirect, ticket.verifier)


def _code(query: dict[str, list[str]]) -> str:
    """RETURNS (str): The code of an answer. RAISES (SynsongError): If the user denied, or there is none."""
    if "error" in query:
        said = " ".join(query["error"][0].split())[:100]
        raise SynsongError(Errors.S662 if said == "access_denied" else Errors.S664.format(reason=said))
    if not query.get("code", [""])[0]:
        raise SynsongError(Errors.S664.format(reason="the answer has no code"))
    return query["code"][0]


class Listener:
    """Waits on 127.0.0.1 for the browser to come back; what does not carry the right state is turned away.

    redirect (str): The redirect URI. state (str): What the answer must repeat.
    """

    def __init__(self, redirect: str, state: str) -> None:
        host, port, self.path = check_redirect(redirect)
        self.state = state
        self.answers: queue.Queue[dict[str, list[str]]] = queue.Queue()
        try:
            self.server = ThreadingHTTPServer((host, port), self._handler())
        except OSError as err:
            raise SynsongError(Errors.S667.format(host=host, port=port, reason=err.strerror or err)) from err
        self.server.daemon_threads = True

    def __enter__(self) -> Listener:
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def wait(self, patience: float) -> str:
        """RETURNS (str): The code. RAISES (SynsongError): If the user denies or nothing comes in time."""
        try:
            return _code(self.answers.get(timeout=patience))
        except queue.Empty:
            raise SynsongError(Errors.S666.format(minutes=patience / 60)) from None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10  # a connection that says nothing is not waited for

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                query = parse_qs(parts.query, keep_blank_values=True)
                if parts.path != listener.path:
                    self._say(404, "There is nothing here.")
                elif not secrets.compare_digest(query.get("state", [""])[0].encode(), listener.state.encode()):
                    self._say(400, "This is not the answer to a log-in that Synsong began.")
                elif "error" in query:
                    self._say(200, "Spotify was not connected. You can close this window.")
                    listener.answers.put(query)
                else:
                    self._say(200, "Synsong is connected to Spotify. You can close this window.")
                    listener.answers.put(query)

            def _say(self, status: int, text: str) -> None:
                body = _PAGE.format(text=html.escape(text)).encode()
                with suppress(OSError):
                    self.send_response(status)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(body)))
                    self.send_header("Cache-Control", "no-store")
                    self.send_header("Referrer-Policy", "no-referrer")
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing: the request line holds the code."""

        return Handler
