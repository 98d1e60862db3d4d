"""A small LRCLIB that keeps the contract of the real one, its traps too. By hand: python -m tests.servers.lrclib [PORT]"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .base import Request, Response, Server, as_json, as_text, serve_by_hand

PUNCTUATION = re.compile(r"""[`~!@#$%^&*()_|+\-=?;:",.<>{}\[\]\\/]""")
LIMIT = 20


@dataclass(frozen=True)
class Record:
    """A track of the database; `plain` and `synced` are None where it has no lyrics of that kind."""

    title: str
    artist: str
    album: str = "Low Tide"
    duration: float | None = 200.0
    plain: str | None = None
    synced: str | None = None
    instrumental: bool = False
    bare: bool = False  # leaves out keys, as older rows of caches do


@lru_cache(maxsize=100_000)
def prepare(text: str) -> str:
    """The service's own normalisation, written from its description and apart from the one that is tested."""
    letters = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", re.sub("['’]", "", PUNCTUATION.sub(" ", plain))).strip()


class LrclibServer(Server):
    """Answers from a list of records."""

    def __init__(self, records: list[Record], port: int = 0) -> None:
        super().__init__(port)
        self.records = records

    def answer(self, request: Request) -> Response:
        if "synsong/" not in request.headers.get("user-agent", ""):
            return as_text("who are you?", 403, "text/html")
        if request.path == "/api/get":
            return self._get(request.query)
        if request.path == "/api/search":
            return self._search(request.query)
        if re.fullmatch(r"/api/get/\d+", request.path):
            number = int(request.path.rsplit("/", 1)[1])
            return as_json(self._shape(number - 1)) if 0 < number <= len(self.records) else not_found()
        if request.path.startswith("/api/get/"):
            return as_text("Invalid URL: Cannot parse `id` to a `i64`", 400)
        return Response(404)

    def _get(self, query: dict[str, str]) -> Response:
        for name in ("track_name", "artist_name"):
            if name not in query:
                return as_text(f"Failed to deserialize query string: missing field `{name}`", 400)
            if not query[name].strip():
                return invalid(f"{name}: cannot be empty")
        try:
            duration = float(query["duration"]) if "duration" in query else None
        except ValueError:
            return as_text("Failed to deserialize query string: invalid float literal", 400)
        if duration is not None and not 1 <= duration <= 3600:
            return invalid("duration: must be between 1 and 3600")
        title, artist = prepare(query["track_name"]), prepare(query["artist_name"])
        if not title or not artist:
            return not_found()
        for number, record in enumerate(self.records):
            if (prepare(record.title), prepare(record.artist)) != (title, artist):
                continue
            if "album_name" in query and prepare(record.album) != prepare(query["album_name"]):
                continue
            if duration is not None and (record.duration is None or abs(record.duration - duration) > 2.0):
                continue
            return as_json(self._shape(number))
        return not_found()

    def _search(self, query: dict[str, str]) -> Response:
        words = prepare(query.get("q", "")).split()
        title = prepare(query.get("track_name", ""))
        first_artist = prepare(query.get("artist_name", "")).split()[:1]
        if not words and not title:
            return as_json([])
        hits = []
        for number, record in enumerate(self.records):
            text = " ".join(map(prepare, (record.title, record.album, record.artist)))
            if words:
                matches = all(word in text.split() for word in words)
            else:
                in_artist = all(word in prepare(record.artist).split() for word in first_artist)
                matches = title in prepare(record.title) and in_artist
            if matches:
                hits.append(self._shape(number))
        return as_json(hits[:LIMIT])

    def _shape(self, number: int) -> dict[str, Any]:
        record = self.records[number]
        shape = {
            "id": number + 1,
            "name": record.title,
            "trackName": record.title,
            "artistName": record.artist,
            "albumName": record.album,
            "duration": record.duration,
            "instrumental": record.instrumental,
            "hasWordSync": False,
            "plainLyrics": record.plain,
            "syncedLyrics": record.synced,
            "lyricsfile": "version: '1.0'\n",
            "somethingNew": {"of": ["a", "later", "year"]},
        }
        kept = ("trackName", "artistName", "plainLyrics")
        return {name: shape[name] for name in kept} if record.bare else shape


def not_found() -> Response:
    return as_json({"message": "Failed to find specified track", "name": "TrackNotFound", "statusCode": 404}, 404)


def invalid(message: str) -> Response:
    return as_json({"message": message, "name": "ValidationError", "statusCode": 400}, 400)


def too_many(retry_after: str | None) -> Response:
    """What the proxy in front says, which is no JSON."""
    headers = {} if retry_after is None else {"Retry-After": retry_after}
    return as_text("<html><h1>429 Too Many Requests</h1></html>", 429, "text/html", **headers)


if __name__ == "__main__":
    demo = Record("Paper Lanterns", "Mara Vell", plain="\n".join(f"lamp number {n} over the water" for n in range(9)))
    serve_by_hand(LrclibServer([demo], port=int(sys.argv[1]) if len(sys.argv) > 1 else 0))
