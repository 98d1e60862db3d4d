"""A small Musixmatch that keeps the contract of the real one. By hand: python -m tests.servers.musixmatch [PORT]"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .base import Request, Response, Server, as_json, serve_by_hand

KEY = "k3y/of+a&user=not for eyes"
GENRES = {"Folk": 11, "Pop": 14}
NO_BODY: Any = object()


@dataclass(frozen=True)
class Entry:
    """A track and its lyrics object; `lyrics` overrides parts of the object."""

    title: str
    artist: str
    text: str | None = None
    duration: int = 200
    rating: int = 50
    genre: str = "Folk"
    language: str = "en"
    year: int = 2001
    lyrics: dict[str, Any] = field(default_factory=dict)


class MusixmatchServer(Server):
    """Answers from a list of entries to those who bring the key."""

    def __init__(self, entries: list[Entry], port: int = 0) -> None:
        super().__init__(port)
        self.entries = entries

    def answer(self, request: Request) -> Response:
        if request.query.get("apikey") != KEY:
            return envelope(401, [], hint="renew")
        methods: dict[str, Callable[[dict[str, str]], Response]] = {
            "/matcher.track.get": self._match,
            "/track.search": self._search,
            "/track.lyrics.get": self._lyrics,
            "/music.genres.get": self._genres,
        }
        method = methods.get(request.path)
        return method(request.query) if method else envelope(405, "")

    def _match(self, query: dict[str, str]) -> Response:
        """Fuzzy, like the real one: the title alone may be enough, so that it can be another song."""
        title, artist = query["q_track"].lower(), query["q_artist"].lower()
        order = sorted(range(len(self.entries)), key=lambda n: self.entries[n].artist.lower() != artist)
        for number in order:
            if self.entries[number].title.lower() == title:
                return envelope(200, {"track": self._track(number)}, confidence=900)
        return envelope(404, [])

    def _search(self, query: dict[str, str]) -> Response:
        size, page = int(query.get("page_size", 10)), int(query.get("page", 1))
        if not 1 <= size <= 100:
            return envelope(400, "")
        words = query["q_lyrics"].lower().split()
        hits = []
        for number, entry in enumerate(self.entries):
            genre = query.get("f_music_genre_id")
            if not entry.text or not all(word in entry.text.lower().split() for word in words):
                continue
            if genre is not None and GENRES[entry.genre] != int(genre):
                continue
            if query.get("f_lyrics_language", entry.language) != entry.language:
                continue
            if not self._in_years(entry, query):
                continue
            hits.append(number)
        if query.get("s_track_rating") == "desc":
            hits.sort(key=lambda n: -self.entries[n].rating)
        tracks = [{"track": self._track(number)} for number in hits[(page - 1) * size : page * size]]
        return envelope(200, {"track_list": tracks}, available=len(hits))

    def _in_years(self, entry: Entry, query: dict[str, str]) -> bool:
        name = "f_track_release_group_first_release_date"
        first, last = query.get(f"{name}_min", "00000000"), query.get(f"{name}_max", "99999999")
        return first <= f"{entry.year}0615" <= last

    def _lyrics(self, query: dict[str, str]) -> Response:
        number = int(query.get("commontrack_id", query.get("track_id", "0"))) % 1000 - 1
        if not 0 <= number < len(self.entries) or self.entries[number].text is None:
            return envelope(404, [])
        entry = self.entries[number]
        lyrics = {
            "lyrics_id": 9000 + number,
            "restricted": 0,
            "instrumental": 0,
            "explicit": 0,
            "lyrics_body": entry.text,
            "lyrics_language": entry.language,
            "lyrics_copyright": f"Lyrics of {entry.title} (c) {entry.artist}",
            "pixel_tracking_url": "https://tracking.invalid/pixel",
            "backlink_url": "https://www.invalid/lyrics",
            "region_restriction": {"allowed": ["XW"], "blocked": []},
            **entry.lyrics,
        }
        return envelope(200, {"lyrics": lyrics})

    def _genres(self, query: dict[str, str]) -> Response:
        genres = [{"music_genre": {"music_genre_id": n, "music_genre_name": name}} for name, n in GENRES.items()]
        return envelope(200, {"music_genre_list": genres})

    def _track(self, number: int) -> dict[str, Any]:
        entry = self.entries[number]
        genre = {"music_genre": {"music_genre_id": GENRES[entry.genre], "music_genre_name": entry.genre}}
        return {
            "track_id": 5001 + number,
            "commontrack_id": 7001 + number,
            "commontrack_isrcs": [["XXAAA2000001"]],
            "track_name": entry.title,
            "artist_name": entry.artist,
            "album_name": "Low Tide",
            "track_length": entry.duration,
            "track_rating": entry.rating,
            "instrumental": 0,
            "explicit": 0,
            "has_lyrics": 1,
            "restricted": 0,
            "primary_genres": {"music_genre_list": [genre]},
        }


def envelope(code: int, body: Any = NO_BODY, status: int = 200, **header: Any) -> Response:
    """Wrap a body; the status that counts stands in the header, the one of HTTP is mostly 200."""
    message: dict[str, Any] = {"header": {"status_code": code, "execute_time": 0.004, **header}}
    if body is not NO_BODY:
        message["body"] = body
    return as_json({"message": message}, status)


if __name__ == "__main__":
    text = "\n".join(f"a lantern over the water, line {n}" for n in range(9))
    serve_by_hand(MusixmatchServer([Entry("Paper Lanterns", "Mara Vell", text)], int([*sys.argv, "0"][1])))
