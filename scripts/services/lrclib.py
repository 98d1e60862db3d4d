"""LRCLIB over HTTP: synced and plain lyrics, by title, artist, album and length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from components.errors import Errors
from components.song import Track
from scripts.matching import clean_title, primary_artist, same_song

from . import Answer, Settings, SourceDown
from .http import HttpClient, Reply

PUBLIC_URL = "https://lrclib.net"
POLITE_SPACING = 0.5  # seconds; the service asks for 0.2 to 0.5 between requests
DURATIONS = (1.0, 3600.0)  # seconds that the service takes for a duration
TWO_WEEKS = 14 * 86400.0


class LrclibSource:
    """Looks tracks up in LRCLIB: with everything known first, then with less, then by search.

    settings (Settings): `LRCLIB_URL` in its environment names another server than the public one.
    """

    name = "lrclib"
    keeps = True
    wait = TWO_WEEKS

    def __init__(self, settings: Settings) -> None:
        base_url = (settings.environ.get("LRCLIB_URL") or PUBLIC_URL).rstrip("/").removesuffix("/api")
        host = urlsplit(base_url).hostname or ""
        if host == "lrclib.net" or host.endswith(".lrclib.net"):
            settings = with_spacing(settings, POLITE_SPACING)
        self._client = HttpClient("LRCLIB", base_url, settings)

    def fetch(self, track: Track) -> Answer:
        """Climb down the ladder until a record has words or is instrumental; see `LyricsSource.fetch`."""
        answer = Answer("missing", reason="not known there")
        for query in ladder(track):
            answer = self._get(query)
            if answer.state != "missing":
                return answer
        return self._search(track) or answer

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _get(self, query: dict[str, Any]) -> Answer:
        reply = self._reply("/api/get", query)
        if reply.status in (400, 404):
            return Answer("missing", reason="not known there" if reply.status == 404 else "it cannot be asked for")
        record = reply.json()
        if not isinstance(record, dict):
            raise SourceDown(Errors.S607.format(name="LRCLIB", reason="an answer that is not a JSON object"))
        return read_record(record)

    def _search(self, track: Track) -> Answer | None:
        """RETURNS (Answer | None): The best of the records that are the same song, if there is any."""
        query = {"track_name": clean_title(track.title), "artist_name": primary_artist(track.artist)}
        reply = self._reply("/api/search", query)
        records = reply.json() if reply.status == 200 else []
        if not isinstance(records, list):
            raise SourceDown(Errors.S607.format(name="LRCLIB", reason="a search result that is not a JSON array"))
        answers = [read_record(record) for record in records if isinstance(record, dict)]
        return choose(track, answers)

    def _reply(self, path: str, query: dict[str, Any]) -> Reply:
        reply = self._client.get(path, query)
        if reply.status not in (200, 400, 404):
            final = reply.status in (401, 403)
            raise SourceDown(Errors.S607.format(name="LRCLIB", reason=f"HTTP {reply.status}"), final=final)
        return reply


def with_spacing(settings: Settings, least: float) -> Settings:
    """RETURNS (Settings): The settings, with at least so many seconds between requests."""
    return replace(settings, spacing=max(settings.spacing, least))


def ladder(track: Track) -> Iterator[dict[str, Any]]:
    """Say what to ask for, from everything that is known down to a cleaned title and the first artist.

    track (Track): The track.
    YIELDS (dict[str, Any]): The queries, each different from those before.
    """
    duration = round(track.duration) if track.duration and DURATIONS[0] <= track.duration <= DURATIONS[1] else None
    names = {"track_name": track.title, "artist_name": track.artist, "duration": duration}
    cleaned = {**names, "track_name": clean_title(track.title), "artist_name": primary_artist(track.artist)}
    if track.album:
        yield {**names, "album_name": track.album}
    yield names
    if cleaned != names:
        yield cleaned


def read_record(record: dict[str, Any]) -> Answer:
    """Read a record of the API; keys that are missing or of another type count as unknown.

    record (dict[str, Any]): The record.
    RETURNS (Answer): Found, instrumental, or missing if it has no words.
    """
    lyrics, synced = _text(record.get("plainLyrics")), _text(record.get("syncedLyrics"))
    duration = record.get("duration")
    about: dict[str, Any] = {
        "title": _text(record.get("trackName")) or _text(record.get("name")),
        "artist": _text(record.get("artistName")),
        "album": _text(record.get("albumName")),
        "duration": float(duration) if isinstance(duration, (int, float)) and 0 < duration < 1e6 else None,
    }
    if record.get("instrumental") is True or record.get("instrumental") == 1:
        return Answer("instrumental", **about)
    if lyrics is None and synced is None:
        return Answer("missing", reason="known there, but without words", **about)
    return Answer("found", lyrics=lyrics, synced=synced, **about)


def choose(track: Track, answers: list[Answer]) -> Answer | None:
    """Pick the record that is the track: words before none, synced before plain, then the nearest length.

    track (Track): The track.
    answers (list[Answer]): The records, in any order.
    RETURNS (Answer | None): The best of those that are the same song; None if none is.
    """

    def rank(answer: Answer) -> tuple[bool, float, bool]:
        away = abs(answer.duration - track.duration) if answer.duration and track.duration else 0.0
        return answer.state == "found", -round(away), answer.synced is not None

    same = [
        answer
        for answer in answers
        if answer.state != "missing"
        and answer.title
        and answer.artist
        and same_song(track, answer.title, answer.artist, answer.duration) is None
    ]
    return max(same, key=rank, default=None)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
