"""Songs for a prompt without any library: a service's own search, and the words for the moment only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice
from typing import Any

from pydantic import ValidationError

from components.errors import Errors, SynsongError
from components.song import Song
from scripts.hygiene import Answered, clean_lyrics

from . import Settings
from .musixmatch import Musixmatch

MOST_PHRASES = 6  # more would make hundreds of combinations
MOST_SEARCHES = 20


def discover(
    phrases: list[str],
    *,
    settings: Settings,
    genre: str | None = None,
    language: str | None = None,
    popularity: float = 0.0,
    years: tuple[int, int] | None = None,
    limit: int = 30,
) -> Iterator[Song]:
    """Search Musixmatch for songs that sing of phrases, and fetch their words for the moment. Nothing is kept.

    phrases (list[str]): What the songs should sing of, the most important first.
    settings (Settings): Holds the environment with `MUSIXMATCH_API_KEY`.
    genre (str | None): One of the service's genres, by name.
    language (str | None): ISO 639-1 code of the words.
    popularity (float): The least popularity, 0 to 100.
    years (tuple[int, int] | None): The first and the last year of release.
    limit (int): How many songs at most.
    YIELDS (Song): Songs with their words and copyright line; those that match most phrases come first.
    RAISES (SynsongError): If there is no key, or no such genre.
    RAISES (RateLimited): If the service wants us away.
    RAISES (SourceDown): If it gives no usable answer.
    """
    service = Musixmatch(settings)
    try:
        filters = _filters(service, genre, language, years)
        candidates = _candidates(service, phrases, filters, popularity)
        songs = (song for record in candidates if (song := _song(service, record)) is not None)
        yield from islice(songs, limit)
    finally:
        service.close()


def searches(phrases: list[str]) -> list[str]:
    """Combine phrases, from most of them down to single ones.

    phrases (list[str]): The phrases, the most important first.
    RETURNS (list[str]): What to search for, in this order.
    """
    kept = list(dict.fromkeys(" ".join(phrase.split()) for phrase in phrases if phrase.strip()))[:MOST_PHRASES]
    combined = [" ".join(some) for size in range(len(kept), 0, -1) for some in combinations(kept, size)]
    combined = [text for text in dict.fromkeys(combined) if text not in kept]
    # Single phrases must be reached: they are what finds anything when phrases are rare.
    return combined[: MOST_SEARCHES - len(kept)] + kept


def _filters(
    service: Musixmatch, genre: str | None, language: str | None, years: tuple[int, int] | None
) -> dict[str, Any]:
    filters: dict[str, Any] = {"s_track_rating": "desc", "f_lyrics_language": language}
    if genre:
        ids = service.genre_ids()
        if genre.lower() not in ids:
            raise SynsongError(Errors.S611.format(genre=genre, genres=", ".join(sorted(ids)[:40]) or "none"))
        filters["f_music_genre_id"] = ids[genre.lower()]
    if years:
        filters["f_track_release_group_first_release_date_min"] = f"{years[0]:04d}0101"
        filters["f_track_release_group_first_release_date_max"] = f"{years[1]:04d}1231"
    return filters


def _candidates(
    service: Musixmatch, phrases: list[str], filters: dict[str, Any], popularity: float
) -> Iterator[dict[str, Any]]:
    """YIELDS (dict[str, Any]): Records that are popular enough, each song once."""
    seen: set[Any] = set()
    for words in searches(phrases):
        for record in service.search_tracks(words, **filters):
            rating = record.get("track_rating")
            number = record.get("commontrack_id") or record.get("track_id")
            if number is None or number in seen or (isinstance(rating, (int, float)) and rating < popularity):
                continue
            seen.add(number)
            yield record


def _song(service: Musixmatch, record: dict[str, Any]) -> Song | None:
    """RETURNS (Song | None): The song, unless its words are missing, not for us, or not lyrics at all."""
    answer = service.fetch_lyrics(record)
    if answer.state != "found" or not answer.title or not answer.artist:
        return None
    cleaned = clean_lyrics(answer.lyrics, answer=Answered(language=answer.language))
    if not cleaned.text:
        return None
    rating = record.get("track_rating")
    fields = {
        "id": f"musixmatch-{record.get('commontrack_id') or record.get('track_id')}",
        "title": answer.title,
        "artist": answer.artist,
        "album": answer.album,
        "genres": _genre_names(record.get("primary_genres")),
        "popularity": rating if isinstance(rating, (int, float)) and 0 <= rating <= 100 else None,
        "explicit": record.get("explicit") == 1 if "explicit" in record else None,
        "language": cleaned.language,
        "duration": answer.duration,
        "isrc": record.get("track_isrc") or None,
        "lyrics": cleaned.text,
        "source": "musixmatch",
        "licence": answer.licence,
    }
    try:
        return Song.model_validate({name: value for name, value in fields.items() if value is not None})
    except ValidationError:
        return None


def _genre_names(primary: Any) -> list[str]:
    items = primary.get("music_genre_list") if isinstance(primary, dict) else None
    genres = [item.get("music_genre") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    names = [genre.get("music_genre_name") for genre in genres if isinstance(genre, dict)]
    return [name for name in names if isinstance(name, str) and name.strip()]
