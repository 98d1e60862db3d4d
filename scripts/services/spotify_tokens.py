"""Tokens for Spotify: kept where only the user can read them, replaced whole, renewed under a lock."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from components.errors import Errors, SynsongError

from .http import USER_AGENT
from .private_files import PrivateFile, config_folder

ACCOUNTS_URL = "https://accounts.spotify.com"
REDIRECT = "http://127.0.0.1:8888/callback"
LIFE = 182 * 86_400  # seconds that a log-in lasts: six months from when the user agreed, whatever is renewed
NOTICE = 21 * 86_400  # seconds before its end from which it is announced
EARLY = 60  # seconds before its end at which an access token is renewed


@dataclass(frozen=True)
class Token:
    """What Spotify gave for a log-in.

    access_token (str), refresh_token (str): The secrets.
    expires_at (float): When the access token ends, in seconds since 1970.
    authorized_at (float): When the user agreed, in seconds since 1970.
    client_id (str): The app's.
    scope (str): What was agreed to, parted by spaces.
    """

    access_token: str
    refresh_token: str
    expires_at: float
    authorized_at: float
    client_id: str
    scope: str = ""

    def __repr__(self) -> str:
        return f"Token(client_id={self.client_id!r}, scope={self.scope!r})"

    @property
    def ends_at(self) -> float:
        """RETURNS (float): When the log-in ends, in seconds since 1970."""
        return self.authorized_at + LIFE


class TokenStore:
    """The token on disk. path (Path | None): The file; `spotify.json` in the user's folder if None."""

    def __init__(self, path: Path | None = None) -> None:
        self.file = PrivateFile(path or config_folder() / "spotify.json")

    def load(self) -> Token | None:
        """RETURNS (Token | None): The token, None if there is none. RAISES (SynsongError): If the file is broken."""
        record = self.file.read()
        if not record:
            return None
        try:
            token = Token(**record)
            float(token.expires_at), float(token.authorized_at)
        except (TypeError, ValueError):
            raise SynsongError(Errors.S681.format(path=self.file.path, reason="it holds no token")) from None
        return token

    def save(self, token: Token) -> None:
        """Keep a token in place of the one before."""
        self.file.write(asdict(token))

    def delete(self) -> bool:
        """RETURNS (bool): Whether there was a token to delete."""
        return self.file.delete()


class SpotifyAuth:
    """Gives spotipy its access token, and renews it.

    client_id (str): The user's app.
    store (TokenStore): Where the token lies.
    accounts_url (str): Spotify's accounts service.
    now (Callable[[], float]): Seconds since 1970.
    """

    def __init__(
        self,
        client_id: str,
        store: TokenStore,
        *,
        accounts_url: str = ACCOUNTS_URL,
        now: Callable[[], float] = time.time,
        timeout: float = 30.0,
    ) -> None:
        self.client_id, self.store, self.now, self.timeout = client_id, store, now, timeout
        self.token_url = f"{accounts_url.rstrip('/')}/api/token"

    def get_access_token(self, as_dict: bool = False) -> str:
        """Give an access token that is still good for a minute; the argument is spotipy's.

        RETURNS (str): The token.
        RAISES (SynsongError): If there is no log-in, or it has ended.
        """
        token = self._stored()
        if token.expires_at - EARLY > self.now():
            return token.access_token
        return self.renew(token.access_token).access_token

    def renew(self, stale: str) -> Token:
        """Get a new access token, unless another process has done so meanwhile.

        stale (str): The access token that is not to be used any more.
        RETURNS (Token): The new token; it is saved already.
        RAISES (SynsongError): If the log-in has ended; the token is deleted then.
        """
        with self.store.file.lock():
            token = self._stored()
            if token.access_token != stale and token.expires_at - EARLY > self.now():
                return token
            form = {"grant_type": "refresh_token", "refresh_token": token.refresh_token, "client_id": self.client_id}
            status, answer = self.post(form)
            if answer.get("error") == "invalid_grant":
                self.store.delete()
                raise SynsongError(Errors.S663)
            if status != 200:
                raise SynsongError(Errors.S664.format(reason=describe(status, answer)))
            renewed = self.token_of(answer, before=token)
            self.store.save(renewed)
            return renewed

    def exchange(self, code: str, redirect: str, verifier: str) -> Token:
        """Trade the code of a log-in for a token, and save it.

        code (str), redirect (str), verifier (str): What the log-in brought, was told, and keeps to itself.
        RETURNS (Token): The token.
        RAISES (SynsongError): If Spotify refuses.
        """
        status, answer = self.post(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect,
                "client_id": self.client_id,
                "code_verifier": verifier,
            }
        )
        if status != 200:
            raise SynsongError(Errors.S664.format(reason=describe(status, answer)))
        token = self.token_of(answer)
        with self.store.file.lock():
            self.store.save(token)
        return token

    def token_of(self, answer: Mapping[str, Any], *, before: Token | None = None) -> Token:
        """RETURNS (Token): The token of an answer; what it leaves out stays as it was before."""
        access, refresh = answer.get("access_token"), answer.get("refresh_token") or (before and before.refresh_token)
        life = answer.get("expires_in", 3600)
        if (
            not isinstance(access, str)
            or not access
            or not isinstance(refresh, str)
            or not isinstance(life, int | float)
        ):
            raise SynsongError(Errors.S664.format(reason="its answer has no token"))
        now = self.now()
        fresh = Token(access, refresh, now + life, now, self.client_id, str(answer.get("scope") or ""))
        if before is None:
            return fresh
        return replace(fresh, authorized_at=before.authorized_at, scope=fresh.scope or before.scope)

    def post(self, form: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """RETURNS (tuple[int, dict]): Status and answer of the token service. RAISES (SynsongError): If it is down."""
        # What requests says of a fault may hold the form, and so the secrets: only its kind is told.
        try:
            with requests.post(
                self.token_url,
                data=form,
                timeout=self.timeout,
                headers={"User-Agent": USER_AGENT},
                allow_redirects=False,
            ) as response:
                status, body = response.status_code, response.content[:100_000]
        except requests.RequestException:
            raise SynsongError(
                Errors.S677.format(attempts=1, reason="the accounts service cannot be reached")
            ) from None
        if status == 429 or status >= 500:
            raise SynsongError(Errors.S677.format(attempts=1, reason=f"HTTP {status} from the accounts service"))
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        return status, answer if isinstance(answer, dict) else {}

    def _stored(self) -> Token:
        token = self.store.load()
        if token is None:
            raise SynsongError(Errors.S661)
        if token.client_id != self.client_id:
            raise SynsongError(Errors.S669)
        return token


def describe(status: int, answer: Mapping[str, Any]) -> str:
    """RETURNS (str): What Spotify says of a refusal, in one short line."""
    said = " ".join(str(answer.get("error_description") or answer.get("error") or "").split())
    return f"HTTP {status}{f', {said[:200]}' if said else ''}"


def client_id(environ: Mapping[str, str]) -> str:
    """RETURNS (str): The user's client ID. RAISES (SynsongError): If none is set."""
    found = environ.get("SPOTIPY_CLIENT_ID", "").strip()
    if not found:
        raise SynsongError(Errors.S660.format(redirect=environ.get("SPOTIPY_REDIRECT_URI") or REDIRECT))
    return found


def service_url(environ: Mapping[str, str], variable: str, default: str, name: str) -> str:
    """RETURNS (str): The address of a service. RAISES (SynsongError): If tokens would go over the open network."""
    url = environ.get(variable) or default
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1")):
        return url.rstrip("/")
    raise SynsongError(Errors.S683.format(name=name, variable=variable))


def say_date(seconds: float) -> str:
    """RETURNS (str): A day, given in seconds since 1970, where the user is."""
    return f"{datetime.fromtimestamp(seconds).astimezone():%Y-%m-%d}"
