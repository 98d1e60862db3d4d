"""Spotify as it is in late 2026, in development mode: the accounts service and what we use of the Web API.

It keeps the contract strictly where the real one is known to be strict, and misbehaves on order.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from .base import Request, Response, Server, as_json, as_text, serve_by_hand
from .clock import START

CLIENT = "0123456789abcdef0123456789abcdef"
LIFE = 182 * 86_400  # seconds of a log-in
PLAYLIST = re.compile(r"^/v1/playlists/([0-9A-Za-z]+)$")
ITEMS = re.compile(r"^/v1/playlists/([0-9A-Za-z]+)/items$")
REMOVED = re.compile(r"^/v1/(users/.*|playlists/[^/]+/(tracks|followers)|me/tracks/contains|audio-features.*)$")


@dataclass
class Recording:
    """A track of the catalogue. seconds (float): Its length. album (str): `album`, `single` or `compilation`."""

    id: str
    name: str
    artists: list[str]
    seconds: float = 200.0
    isrc: str = ""
    album: str = "album"
    local: bool = False

    @property
    def uri(self) -> str:
        return f"spotify:track:{self.id}"

    def as_item(self) -> dict[str, Any]:
        return {
            "type": "track",
            "id": self.id,
            "uri": self.uri,
            "name": self.name,
            "artists": [{"type": "artist", "name": name} for name in self.artists],
            "album": {"album_type": self.album, "name": "Some Album"},
            "duration_ms": round(self.seconds * 1000),
            "external_ids": {"isrc": self.isrc} if self.isrc else {},
            "is_local": self.local,
        }


@dataclass
class Playlist:
    """A playlist that somebody made."""

    id: str
    name: str
    description: str
    public: bool
    uris: list[str] = field(default_factory=list)


@dataclass
class Mishap:
    """Something that goes wrong. done (bool): Whether the request is carried out all the same."""

    method: str
    path: re.Pattern[str]
    response: Response
    times: int = 1
    done: bool = False


class SpotifyServer(Server):
    """The accounts service and the API on one port.

    catalogue (list[Recording]): What can be found.
    playlists (list[Playlist]): What was made, newest last.
    deny (bool): Whether the user refuses on the page.
    rotate (bool): Whether a renewal gives a new refresh token, after which the old one is void.
    redirects (list[str]): The redirect URIs in the app's settings.
    now (Callable[[], float]): Seconds since 1970.
    """

    def __init__(
        self, catalogue: list[Recording] | None = None, port: int = 0, *, now: Callable[[], float] | None = None
    ) -> None:
        super().__init__(port)
        self.catalogue = catalogue or []
        self.playlists: list[Playlist] = []
        self.mishaps: list[Mishap] = []
        self.deny, self.rotate = False, True
        self.redirects = ["http://127.0.0.1/callback"]
        self.now = now or (lambda: START)
        self.codes: dict[str, dict[str, str]] = {}
        self.access: dict[str, float] = {}  # token and its end
        self.refresh: dict[str, float] = {}  # token and when the user agreed
        self.count = 0

    def misbehave(self, method: str, path: str, response: Response, *, times: int = 1, done: bool = False) -> None:
        """Answer the next requests for a path like this, `done` after having carried them out."""
        self.mishaps.append(Mishap(method, re.compile(path), response, times, done))

    def issue(self, *, scope: str = "playlist-modify-private") -> dict[str, Any]:
        """RETURNS (dict[str, Any]): A token as the accounts service gives it."""
        access, refresh = f"access-{self._next()}", f"refresh-{self._next()}"
        self.access[access] = self.now() + 3600
        self.refresh[refresh] = self.now()
        return {
            "access_token": access,
            "token_type": "Bearer",
            "scope": scope,
            "expires_in": 3600,
            "refresh_token": refresh,
        }

    def calls(self, method: str, path: str) -> list[Request]:
        """RETURNS (list[Request]): The requests of a kind that came."""
        return [each for each in self.requests if each.method == method and re.search(path, each.path)]

    def answer(self, request: Request) -> Response:
        for mishap in self.mishaps:
            if mishap.times and mishap.method == request.method and mishap.path.search(request.path):
                mishap.times -= 1
                if mishap.done:
                    self._answer(request)
                return mishap.response
        return self._answer(request)

    def _answer(self, request: Request) -> Response:
        if request.path == "/authorize":
            return self._authorize(request.query)
        if request.path == "/api/token":
            return self._token(request)
        return self._api(request)

    # The accounts service

    def _authorize(self, query: dict[str, str]) -> Response:
        redirect = query.get("redirect_uri", "")
        if query.get("client_id") != CLIENT or query.get("response_type") != "code":
            return as_text("INVALID_CLIENT: Invalid client", 400)
        if "//localhost" in redirect or not any(_same_place(redirect, known) for known in self.redirects):
            return as_text("INVALID_CLIENT: Invalid redirect URI", 400)
        if query.get("code_challenge_method") != "S256" or len(query.get("code_challenge", "")) != 43:
            return as_text("code_challenge_method must be S256", 400)
        state = {"state": query["state"]} if "state" in query else {}
        if self.deny:
            return _go(redirect, {"error": "access_denied", **state})
        code = f"code-{self._next()}"
        self.codes[code] = {"challenge": query["code_challenge"], "redirect": redirect, "scope": query.get("scope", "")}
        return _go(redirect, {"code": code, **state})

    def _token(self, request: Request) -> Response:
        form = dict(parse_qsl(request.body.decode()))
        if request.method != "POST" or "authorization" in request.headers:
            return as_json({"error": "invalid_request"}, 400)
        if form.get("client_id") != CLIENT:
            return as_json({"error": "invalid_client", "error_description": "Invalid client"}, 400)
        if form.get("grant_type") == "refresh_token":
            return self._renew(form.get("refresh_token", ""))
        code = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if not re.fullmatch(r"[A-Za-z0-9_.~-]{43,128}", verifier) or code is None or code["challenge"] != challenge:
            return _invalid_grant("code_verifier was incorrect")
        if form.get("redirect_uri") != code["redirect"]:
            return _invalid_grant("Invalid redirect URI")
        return as_json(self.issue(scope=code["scope"]))

    def _renew(self, token: str) -> Response:
        agreed = self.refresh.get(token)
        if agreed is None:
            return _invalid_grant("Invalid refresh token")
        if self.now() - agreed > LIFE:
            return _invalid_grant("Refresh token expired")
        answer = self.issue()
        new = answer["refresh_token"]
        self.refresh[new] = agreed  # a renewal does not lengthen the six months
        if self.rotate:
            del self.refresh[token]
        else:
            del self.refresh[new], answer["refresh_token"]
        return as_json(answer)

    # The Web API

    def _api(self, request: Request) -> Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.access.get(token, 0.0) < self.now():
            return error(401, "The access token expired")
        if REMOVED.match(request.path):
            return error(403, "Forbidden")
        if request.path == "/v1/search":
            return self._search(request.query)
        if request.path in ("/v1/me", "/v1/me/"):
            return as_json({"account_id": "a1", "display_name": "Listener", "id": "listener"})
        if request.path == "/v1/me/playlists":
            return self._create(request) if request.method == "POST" else self._own_playlists(request.query)
        if match := ITEMS.match(request.path):
            return self._items(request, match[1])
        if match := PLAYLIST.match(request.path):
            return self._details(request, match[1])
        return error(404, "Service not found")

    def _search(self, query: dict[str, str]) -> Response:
        limit = int(query.get("limit", "5"))
        if limit > 10:
            return error(400, "Invalid limit")
        found = [track.as_item() for track in self.catalogue if _matches(track, query.get("q", ""))]
        return as_json({"tracks": {"items": [*found[:limit], None], "total": len(found), "limit": limit}})

    def _create(self, request: Request) -> Response:
        body = json.loads(request.body)
        if fault := _bad_details(body) or ("name" not in body and "Missing required field: name"):
            return error(400, str(fault))
        made = Playlist(f"pl{self._next():020d}", body["name"], body.get("description", ""), True)
        self.playlists.append(made)
        return as_json(_as_playlist(made), 201)  # public, whatever was asked

    def _own_playlists(self, query: dict[str, str]) -> Response:
        limit, offset = int(query.get("limit", "20")), int(query.get("offset", "0"))
        if limit > 50:
            return error(400, "Invalid limit")
        newest = [None, *map(_as_playlist, reversed(self.playlists))]
        more = f"{self.url}/v1/me/playlists?offset={offset + limit}" if offset + limit < len(newest) else None
        return as_json({"items": newest[offset : offset + limit], "next": more, "total": len(newest)})

    def _details(self, request: Request, playlist_id: str) -> Response:
        found = next((each for each in self.playlists if each.id == playlist_id), None)
        if found is None:
            return error(404, "Resource not found")
        body = json.loads(request.body or b"{}")
        if request.method != "PUT" or (fault := _bad_details(body)):
            return error(400, str(fault) if request.method == "PUT" else "Bad request")
        found.name, found.description = body.get("name", found.name), body.get("description", found.description)
        return Response(200)

    def _items(self, request: Request, playlist_id: str) -> Response:
        found = next((each for each in self.playlists if each.id == playlist_id), None)
        if found is None:
            return error(404, "Resource not found")
        if request.method == "GET":
            limit = int(request.query.get("limit", "20"))
            items = [{"item": {"uri": uri}, "track": None} for uri in found.uris]
            return error(400, "Invalid limit") if limit > 50 else as_json({"items": items[:limit], "total": len(items)})
        body = json.loads(request.body)
        uris = body.get("uris") if isinstance(body, dict) else None
        if not isinstance(uris, list) or len(uris) > 100:
            return error(400, "You can add a maximum of 100 tracks per request." if uris else "Missing uris")
        if request.method == "PUT":
            found.uris = list(uris)
        else:
            position = body.get("position", len(found.uris))
            if position > len(found.uris):
                return error(400, "Index out of bounds")
            found.uris[position:position] = uris
        return as_json({"snapshot_id": f"snapshot-{self._next()}"}, 200 if request.method == "PUT" else 201)

    def _next(self) -> int:
        self.count += 1
        return self.count


def error(status: int, message: str, *, reason: str | None = None, **headers: str) -> Response:
    """RETURNS (Response): An error as the Web API words it."""
    said = {"status": status, "message": message} | ({"reason": reason} if reason else {})
    return as_json({"error": said}, status, **headers)


def limited(seconds: int | None, *, quota: bool = False) -> Response:
    """RETURNS (Response): A 429. seconds (int | None): What `Retry-After` says."""
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return error(429, "Too many requests", reason="QUOTA_EXCEEDED" if quota else None, **headers)


def _go(redirect: str, query: dict[str, str]) -> Response:
    return Response(302, b"", {"Location": f"{redirect}?{urlencode(query)}"})


def _invalid_grant(why: str) -> Response:
    return as_json({"error": "invalid_grant", "error_description": why}, 400)


def _same_place(redirect: str, known: str) -> bool:
    """RETURNS (bool): Whether a redirect URI is the registered one, but for the port of 127.0.0.1."""
    return redirect == known or re.sub(r"^(http://127\.0\.0\.1):\d+", r"\1", redirect) == known


def _bad_details(body: dict[str, Any]) -> str:
    description = body.get("description", "")
    if len(description) > 300 or "\n" in description:
        return "Error parsing JSON."
    return "Invalid name" if len(body.get("name", "x")) > 100 or not body.get("name", "x").strip() else ""


def _as_playlist(made: Playlist) -> dict[str, Any]:
    return {
        "id": made.id,
        "uri": f"spotify:playlist:{made.id}",
        "name": made.name,
        "description": made.description.replace("&", "&amp;").replace("<", "&lt;"),
        "public": made.public,
        "items": {"total": len(made.uris)},
    }


def _matches(track: Recording, query: str) -> bool:
    if isrc := re.fullmatch(r"isrc:(\w+)", query):
        return track.isrc == isrc[1]
    fields = {name: value.lower() for name, value in re.findall(r'(track|artist):"([^"]*)"', query)}
    names = f"{track.name} {' '.join(track.artists)}".lower()
    if fields:
        artists = " ".join(track.artists).lower()
        return fields.get("track", "") in track.name.lower() and fields.get("artist", "") in artists
    return all(word in names for word in query.lower().split())


if __name__ == "__main__":
    serve_by_hand(SpotifyServer([Recording("a1", "Paper Lanterns", ["Mara Vell"])], int([*sys.argv, "0"][1])))
