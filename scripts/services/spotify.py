"""Spotify's Web API through spotipy, with its retries off: every failure is ours to understand and to answer."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

import requests
from spotipy import Spotify

from components.errors import Errors, SynsongError

from . import RateLimited, SourceDown, local_time
from .http import USER_AGENT, retry_seconds
from .spotify_tokens import ACCOUNTS_URL, SpotifyAuth, TokenStore, client_id, service_url

API_URL = "https://api.spotify.com"
ATTEMPTS = 3
MAX_WAIT = 60.0  # seconds; a longer `Retry-After` ends the run, to be gone on with later
WINDOW = 30.0  # seconds over which Spotify counts requests
DAY = 86_400.0
CHUNK = 100  # songs that one request may add
PAGE = 50
SEARCH_LIMIT = 10
MOST_PAGES = 40


class Fault(Exception):
    """What went wrong with a request; no ValueError, because spotipy swallows those.

    status (int | None): The HTTP status; None if there was no answer.
    message (str), reason (str): What Spotify says.
    retry_after (str | None): The header.
    """

    def __init__(self, status: int | None, message: str, reason: str = "", retry_after: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.reason, self.retry_after = status, message, reason, retry_after


class Ambiguous(Exception):
    """A request failed that may have been carried out all the same. cause (Fault): How."""

    def __init__(self, cause: Fault) -> None:
        super().__init__(cause.message)
        self.cause = cause


class Gone(SynsongError):
    """A playlist is not there any more."""


class _Session(requests.Session):
    """Raises a `Fault` for whatever is no success, before spotipy makes of it what it does."""

    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs["allow_redirects"] = False
        try:
            response = super().request(method, url, *args, **kwargs)
        except requests.Timeout:
            raise Fault(None, "no answer in time") from None
        except requests.RequestException:
            raise Fault(None, "the connection failed or broke off") from None
        if response.status_code >= 300:
            message, reason = _read_error(response)
            raise Fault(response.status_code, message, reason, response.headers.get("Retry-After"))
        return response


def _read_error(response: requests.Response) -> tuple[str, str]:
    """RETURNS (tuple[str, str]): Message and reason, from JSON of whatever shape; empty for the page of a proxy."""
    try:
        answer = json.loads(response.content[:100_000])
    except ValueError:
        return f"HTTP {response.status_code}", ""
    error = answer.get("error") if isinstance(answer, dict) else None
    said = error if isinstance(error, dict) else {"message": error}
    message = " ".join(str(said.get("message") or f"HTTP {response.status_code}").split())[:200]
    return message, str(said.get("reason") or "")


class SpotifyApi:
    """Calls Spotify.

    auth (SpotifyAuth): Gives the access tokens.
    api_url (str): Where the API is.
    now (Callable[[], float]): Seconds since 1970.
    sleep (Callable[[float], None]): Waits so many seconds.
    timeout (float): Seconds to wait for an answer.
    """

    def __init__(
        self,
        auth: SpotifyAuth,
        *,
        api_url: str = API_URL,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        timeout: float = 30.0,
    ) -> None:
        self.auth, self.now, self.sleep = auth, now, sleep
        logging.getLogger("spotipy").setLevel(logging.CRITICAL + 1)  # it logs headers, and so the token
        session = _Session()
        session.headers["User-Agent"] = USER_AGENT
        self.client = Spotify(
            auth_manager=auth, requests_session=session, requests_timeout=timeout, retries=0, status_retries=0
        )
        self.client.prefix = f"{api_url.rstrip('/')}/v1/"

    @classmethod
    def of_environment(
        cls,
        environ: Mapping[str, str],
        *,
        store: TokenStore | None = None,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> SpotifyApi:
        """RETURNS (SpotifyApi): The API for the user's client ID. RAISES (SynsongError): If there is none."""
        accounts = service_url(environ, "SPOTIFY_ACCOUNTS_URL", ACCOUNTS_URL, "accounts service")
        auth = SpotifyAuth(client_id(environ), store or TokenStore(), accounts_url=accounts, now=now)
        api_url = service_url(environ, "SPOTIFY_API_URL", API_URL, "API")
        return cls(auth, api_url=api_url, now=now, sleep=sleep)

    # What is asked of Spotify

    def me(self) -> dict[str, Any]:
        """RETURNS (dict[str, Any]): The account that is logged in."""
        return self.call("the account", self.client.me)

    def search(self, query: str) -> list[dict[str, Any]]:
        """RETURNS (list[dict[str, Any]]): Up to ten tracks."""
        answer = self.call("a search", lambda: self.client.search(query, limit=SEARCH_LIMIT, type="track"))
        tracks = answer.get("tracks")
        items = tracks.get("items") if isinstance(tracks, dict) else None
        return [item for item in items or [] if isinstance(item, dict)]

    def create(self, name: str, description: str) -> str:
        """Make an empty, unlisted playlist.

        RETURNS (str): Its id.
        RAISES (Ambiguous): If it may have been made although no good answer came.
        """
        answer = self.call(
            "to make a playlist",
            lambda: self.client.current_user_playlist_create(name, public=False, description=description),
            again=False,
        )
        if not isinstance(answer.get("id"), str):
            raise Ambiguous(Fault(None, "an answer without an id"))
        return str(answer["id"])

    def find_playlist(self, marker: str) -> str | None:
        """RETURNS (str | None): The id of the user's playlist whose description holds a marker."""
        for page in range(MOST_PAGES):
            offset = page * PAGE
            answer = self.call("your playlists", partial(self.client.current_user_playlists, limit=PAGE, offset=offset))
            for entry in answer.get("items") or []:
                if isinstance(entry, dict) and marker in str(entry.get("description") or ""):
                    return str(entry["id"])
            if not answer.get("next"):
                return None
        return None

    def describe(self, playlist_id: str, name: str, description: str) -> None:
        """Change the name and the description of a playlist."""
        self.call(
            "to change the playlist",
            lambda: self.client.playlist_change_details(playlist_id, name=name, description=description),
            empty=True,
        )

    def replace_items(self, playlist_id: str, uris: list[str]) -> None:
        """Put up to a hundred songs in place of all that a playlist holds."""
        self.call("to fill the playlist", lambda: self.client.playlist_replace_items(playlist_id, uris), empty=True)

    def add_items(self, playlist_id: str, uris: list[str], position: int) -> None:
        """Add up to a hundred songs at a place. RAISES (Ambiguous): If they may have been added all the same."""
        # spotipy's own method sends a bare list, which the documentation does not know.
        body = {"uris": uris, "position": position}
        path = f"playlists/{playlist_id}/items"
        self.call("to fill the playlist", lambda: self.client._post(path, payload=body), again=False, empty=True)

    def total_items(self, playlist_id: str) -> int:
        """RETURNS (int): How many songs a playlist holds."""
        answer = self.call("the playlist", lambda: self.client.playlist_items(playlist_id, limit=1))
        return int(answer.get("total") or 0)

    # How it is asked

    def call(self, what: str, send: Callable[[], Any], *, again: bool = True, empty: bool = False) -> dict[str, Any]:
        """Send a request, and see to whatever goes wrong.

        what (str): What it is for, for messages.
        send (Callable[[], Any]): Sends it.
        again (bool): Whether it may be sent again when it may have been carried out already.
        empty (bool): Whether an answer without a body is good.
        RETURNS (dict[str, Any]): The answer.
        RAISES (Ambiguous): If it may have been carried out, and may not be sent again.
        RAISES (RateLimited): If Spotify asks to be left alone for long.
        RAISES (SourceDown): If no attempt brought an answer.
        RAISES (SynsongError): If Spotify refuses.
        """
        renewed = False
        fault = Fault(None, "")
        for attempt in range(ATTEMPTS + 1):
            try:
                answer = send()
                if isinstance(answer, dict) or empty:
                    return answer if isinstance(answer, dict) else {}
                fault = Fault(None, "an answer that is no JSON")
            except Fault as err:
                fault = err
            if fault.status == 401 and not renewed:
                renewed = True
                self.auth.renew(self.auth.get_access_token())
            elif fault.status == 429:
                self._wait(fault)
            elif fault.status is not None and fault.status < 500:
                raise self._refusal(what, fault)
            elif not again:
                raise Ambiguous(fault)
            elif attempt < ATTEMPTS:
                self.sleep(2.0**attempt)
        if fault.status == 429:
            raise self._limited(WINDOW * 10)
        raise SourceDown(Errors.S677.format(attempts=ATTEMPTS + 1, reason=fault.message))

    def _wait(self, fault: Fault) -> None:
        seconds = retry_seconds(fault.retry_after, self.now())
        if fault.reason == "QUOTA_EXCEEDED":
            raise self._limited(DAY if seconds is None else seconds, quota=True)
        if seconds is not None and seconds > MAX_WAIT:
            raise self._limited(seconds)
        self.sleep(WINDOW if seconds is None else seconds)

    def _limited(self, seconds: float, *, quota: bool = False) -> RateLimited:
        until = self.now() + seconds
        message = (Errors.S675 if quota else Errors.S676).format(time=local_time(until))
        return RateLimited(message, datetime.fromtimestamp(until).astimezone())

    def _refusal(self, what: str, fault: Fault) -> SynsongError:
        """RETURNS (SynsongError): What a refusal really means, which for a 403 only its message tells."""
        message = fault.message.lower()
        if fault.status == 401:
            return SynsongError(Errors.S663)
        if fault.status == 404:
            return Gone(Errors.S678.format(uri=what))
        if fault.status != 403:
            return SynsongError(Errors.S679.format(message=fault.message))
        if "premium" in message:
            return SynsongError(Errors.S671)
        if "not registered" in message or "dashboard" in message:
            return SynsongError(Errors.S672)
        if "scope" in message:
            return SynsongError(Errors.S673)
        return SynsongError(Errors.S674.format(what=what, message=fault.message))
