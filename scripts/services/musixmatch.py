"""Musixmatch, for those who have a key: words for the moment, never kept on disk."""

from __future__ import annotations

import re
from typing import Any

from components.errors import Errors, SynsongError
from components.song import Track
from scripts.matching import same_song

from . import Answer, RateLimited, Settings, SourceDown
from .http import HttpClient

PUBLIC_URL = "https://api.musixmatch.com/ws/1.1"
WHOLE_WORLD = "XW"
PAGE = 100  # the most tracks that the service gives at a time
ATTEMPTS = 3  # a status of 500 or 503 in the envelope is tried again
A_DAY = 86400.0
TWO_WEEKS = 14 * A_DAY
CUT_SHORT = re.compile(r"\s*(?:\.\.\.)?\s*\*{3,}[^*]*not for commercial use[^*]*\*{3,}.*\Z", re.IGNORECASE | re.DOTALL)


class Musixmatch:
    """The service's methods that we use, with both levels of its status read.

    settings (Settings): `MUSIXMATCH_API_KEY` in its environment is needed; `MUSIXMATCH_URL` names another server, and
        `MUSIXMATCH_COUNTRY` (two letters) the country whose restrictions hold.
    """

    def __init__(self, settings: Settings) -> None:
        key = settings.environ.get("MUSIXMATCH_API_KEY", "").strip()
        if not key:
            raise SynsongError(Errors.S608)
        base_url = settings.environ.get("MUSIXMATCH_URL") or PUBLIC_URL
        self._settings = settings
        self._client = HttpClient("Musixmatch", base_url, settings, secrets={"apikey": key})
        self.country = settings.environ.get("MUSIXMATCH_COUNTRY", "").strip().upper() or None

    def match_track(self, track: Track) -> dict[str, Any] | None:
        """RETURNS (dict[str, Any] | None): The service's record of a track, which may be another song's."""
        body = self._call("matcher.track.get", {"q_track": track.title, "q_artist": track.artist})
        found = body.get("track") if body else None
        return found if isinstance(found, dict) else None

    def search_tracks(self, words: str, *, page: int = 1, **filters: Any) -> list[dict[str, Any]]:
        """Search for tracks whose lyrics hold the words.

        words (str): The words, all of which should be sung.
        page (int): Which hundred of the results, from 1.
        **filters (Any): More of the service's own parameters, such as `f_music_genre_id`.
        RETURNS (list[dict[str, Any]]): The service's records.
        """
        query = {"q_lyrics": words, "f_has_lyrics": 1, "page": page, "page_size": PAGE, **filters}
        return _records(self._call("track.search", query), "track_list", "track")

    def genre_ids(self) -> dict[str, int]:
        """RETURNS (dict[str, int]): The service's genres: lower-case name and number."""
        records = _records(self._call("music.genres.get", {}), "music_genre_list", "music_genre")
        return {
            str(record[name]).lower(): record["music_genre_id"]
            for record in records
            for name in ("music_genre_name", "music_genre_name_extended")
            if record.get(name) and isinstance(record.get("music_genre_id"), int)
        }

    def fetch_lyrics(self, record: dict[str, Any]) -> Answer:
        """Fetch the words of a track that the service knows.

        record (dict[str, Any]): Its record.
        RETURNS (Answer): The words with their copyright line; rejected if we may not have them.
        """
        about = describe_track(record)
        if record.get("instrumental") == 1:
            return Answer("instrumental", **about)
        ids = {name: record.get(name) for name in ("commontrack_id", "track_id") if record.get(name)}
        body = self._call("track.lyrics.get", dict(list(ids.items())[:1])) if ids else None
        lyrics = body.get("lyrics") if body else None
        if not isinstance(lyrics, dict):
            return Answer("missing", reason="no words there", **about)
        return read_lyrics(lyrics, about, country=self.country)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _call(self, method: str, query: dict[str, Any]) -> dict[str, Any] | None:
        """RETURNS (dict[str, Any] | None): The body of the answer; None if the service has nothing."""
        for attempt in range(ATTEMPTS):
            code, body = self._ask(method, query)
            if code == 200:
                return body
            if code == 404:
                return None
            if code not in (500, 503):
                break
            if attempt + 1 < ATTEMPTS:
                self._settings.sleep(2.0**attempt)
        raise self._refusal(code)

    def _ask(self, method: str, query: dict[str, Any]) -> tuple[int, dict[str, Any] | None]:
        """RETURNS (tuple[int, dict[str, Any] | None]): The status that counts, and the body if it is an object."""
        reply = self._client.get(f"/{method}", query)
        envelope = reply.json()
        message = envelope.get("message") if isinstance(envelope, dict) else None
        header = message.get("header") if isinstance(message, dict) else None
        code = header.get("status_code") if isinstance(header, dict) else None
        if isinstance(message, dict) and isinstance(code, int):
            body = message.get("body")
            return code, body if isinstance(body, dict) else None
        if reply.status < 400:
            raise SourceDown(Errors.S607.format(name="Musixmatch", reason="an answer that is not in its form"))
        return reply.status, None

    def _refusal(self, code: int) -> SourceDown | RateLimited:
        """RETURNS (SourceDown | RateLimited): What a status that is no success means."""
        if code == 402:
            return self._client.limited(A_DAY)
        if code in (401, 403):
            return SourceDown(Errors.S609.format(status=code), final=True)
        return SourceDown(Errors.S607.format(name="Musixmatch", reason=f"status {code}"), final=code in (400, 405))


class MusixmatchSource:
    """Musixmatch as a source of lyrics. What it says is remembered, its words are not.

    settings (Settings): See `Musixmatch`.
    """

    name = "musixmatch"
    keeps = False
    wait = TWO_WEEKS

    def __init__(self, settings: Settings) -> None:
        self.service = Musixmatch(settings)

    def fetch(self, track: Track) -> Answer:
        """Find the track, see that it is the same song, then fetch its words; see `LyricsSource.fetch`."""
        record = self.service.match_track(track)
        if record is None:
            return Answer("missing", reason="not known there")
        about = describe_track(record)
        wrong = same_song(track, about["title"] or "", about["artist"] or "", about["duration"])
        if wrong is not None:
            return Answer("rejected", reason=wrong, **about)
        return self.service.fetch_lyrics(record)

    def close(self) -> None:
        """Close the connections."""
        self.service.close()


def describe_track(record: dict[str, Any]) -> dict[str, Any]:
    """RETURNS (dict[str, Any]): Title, artist, album and duration of a record, None where it does not say."""
    names = {"title": "track_name", "artist": "artist_name", "album": "album_name"}
    values = {ours: record.get(theirs) for ours, theirs in names.items()}
    about: dict[str, Any] = {name: text if isinstance(text, str) and text else None for name, text in values.items()}
    length = record.get("track_length")
    about["duration"] = float(length) if isinstance(length, (int, float)) and length > 0 else None
    return about


def read_lyrics(lyrics: dict[str, Any], about: dict[str, Any], *, country: str | None) -> Answer:
    """Read a lyrics object: instrumental, restricted, blocked where the user is, cut short, or whole.

    lyrics (dict[str, Any]): The object.
    about (dict[str, Any]): Title, artist, album and duration for the answer.
    country (str | None): Where the user is, two capital letters.
    RETURNS (Answer): What it comes to.
    """
    text = lyrics.get("lyrics_body")
    notice = lyrics.get("lyrics_copyright")
    language = lyrics.get("lyrics_language")
    about = {
        **about,
        "licence": notice.strip() if isinstance(notice, str) and notice.strip() else None,
        "language": language if isinstance(language, str) and re.fullmatch("[a-z]{2}", language) else None,
    }
    if lyrics.get("instrumental") == 1:
        return Answer("instrumental", **about)
    if lyrics.get("restricted") == 1:
        return Answer("rejected", reason="restricted by the rightsholder", **about)
    if not permitted(lyrics.get("region_restriction"), country):
        return Answer(
            "rejected", reason=f"not permitted in {country or 'every country; set MUSIXMATCH_COUNTRY'}", **about
        )
    if not isinstance(text, str) or not text.strip():
        return Answer("missing", reason="known there, but without words", **about)
    whole = CUT_SHORT.sub("", text).replace("\r\n", "\n").strip()
    return Answer("found", lyrics=whole, partial=CUT_SHORT.search(text) is not None, **about)


def permitted(restriction: Any, country: str | None) -> bool:
    """Say whether words may be shown in a country; a country's own entry weighs more than the whole world's.

    restriction (Any): The service's `region_restriction`, if it is one.
    country (str | None): Two capital letters; None if unknown, and then nobody may be blocked.
    RETURNS (bool): Whether they may.
    """
    if not isinstance(restriction, dict):
        return True
    allowed, blocked = (
        [code for code in restriction.get(name) or [] if isinstance(code, str)] for name in ("allowed", "blocked")
    )
    if not allowed and not blocked:
        return True
    if country in blocked or (country is None and blocked):
        return False
    return country in allowed or (WHOLE_WORLD not in blocked and (WHOLE_WORLD in allowed or not allowed))


def _records(body: dict[str, Any] | None, listing: str, name: str) -> list[dict[str, Any]]:
    items = (body or {}).get(listing)
    entries = [item.get(name) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [entry for entry in entries if isinstance(entry, dict)]
