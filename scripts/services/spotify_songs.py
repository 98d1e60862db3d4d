"""Which track of Spotify a song is: by its address, its ISRC, or its names and length."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from components.playlist import RankedSong
from components.song import Track
from scripts.formats.places import harmless_uri
from scripts.matching import clean_title, match_score, primary_artist, same_song, track_key

from .private_files import PrivateFile
from .spotify import SpotifyApi

_TRACK = re.compile(r"^spotify:track:[0-9A-Za-z]+$")
_COMPILATIONS = ("compilation",)


@dataclass(frozen=True)
class Resolved:
    """Songs and their tracks.

    uris (dict[str, str]): The track of each song that was found, by the song's id, in the order of the songs.
    missing (list[RankedSong]): Those that were not found.
    """

    uris: dict[str, str] = field(default_factory=dict)
    missing: list[RankedSong] = field(default_factory=list)


def resolve_songs(
    api: SpotifyApi, songs: Sequence[RankedSong], mappings: PrivateFile, *, tally: Callable[[str], None] | None = None
) -> Resolved:
    """Find songs on Spotify. What was found is kept, whatever happens, so that it is asked only once.

    api (SpotifyApi): Spotify.
    songs (Sequence[RankedSong]): The songs.
    mappings (PrivateFile): Keys of songs and the addresses of their tracks; nothing else of Spotify's is kept.
    tally (Callable[[str], None] | None): Is told `known`, `found` or `missing` for each song.
    RETURNS (Resolved): What was found, and what was not.
    RAISES (SynsongError): If Spotify cannot be asked any more.
    """
    with mappings.lock():
        known = {key: uri for key, uri in mappings.read().items() if isinstance(uri, str) and _TRACK.match(uri)}
        before = dict(known)
        resolved = Resolved()
        try:
            for song in songs:
                track = Track.model_validate({name: song.get(name) for name in Track.model_fields if song.get(name)})
                own = harmless_uri(track.uri)
                key = track_key(track.model_copy(update={"uri": None}))
                uri = own if own and _TRACK.match(own) else known.get(key)
                outcome = "known" if uri else "found"
                if uri is None and (uri := find_track(api, track)):
                    known[key] = uri
                if uri:
                    resolved.uris[song["id"]] = uri
                else:
                    resolved.missing.append(song)
                    outcome = "missing"
                if tally is not None:
                    tally(outcome)
        finally:
            if known != before:
                mappings.write(known)
    return resolved


def find_track(api: SpotifyApi, track: Track) -> str | None:
    """Search for a track: by ISRC, by title and artist, then by both in plain words.

    api (SpotifyApi): Spotify.
    track (Track): What is looked for.
    RETURNS (str | None): Its address, None if nothing is surely the same.
    """
    for query in queries(track):
        found = [item for item in api.search(query) if _is_same(track, item)]
        if found:
            return str(min(found, key=lambda item: _rank(track, item))["uri"])
    return None


def queries(track: Track) -> list[str]:
    """RETURNS (list[str]): What to search for, the surest first."""
    title, artist = _plain(clean_title(track.title)), _plain(primary_artist(track.artist))
    fields = f'track:"{title}" artist:"{artist}"' if title and artist else ""
    found = [f"isrc:{track.isrc}" if track.isrc else "", fields, f"{title} {artist}".strip()]
    return [query for query in found if query]


def _plain(text: str) -> str:
    """RETURNS (str): A name without what means something in a query."""
    return " ".join(re.sub(r'["“”:*]', " ", text).split())[:100]


def _is_same(track: Track, item: dict[str, Any]) -> bool:
    if item.get("is_local") or not _TRACK.match(str(item.get("uri"))) or not isinstance(item.get("name"), str):
        return False
    length = _seconds(item)
    return any(same_song(track, item["name"], artist, length) is None for artist in _artists(item))


def _rank(track: Track, item: dict[str, Any]) -> tuple[bool, float]:
    """RETURNS (tuple[bool, float]): A key for sorting: albums before compilations, then the best match; ties stay in order."""
    album = item.get("album")
    kind = album.get("album_type") if isinstance(album, dict) else None
    score = max(match_score(track, item["name"], artist, _seconds(item)) for artist in _artists(item))
    return kind in _COMPILATIONS, -round(score, 3)


def _artists(item: dict[str, Any]) -> list[str]:
    entries = item.get("artists")
    names = [str(entry["name"]) for entry in entries or [] if isinstance(entry, dict) and entry.get("name")]
    return [", ".join(names), *names] if len(names) > 1 else names


def _seconds(item: dict[str, Any]) -> float | None:
    length = item.get("duration_ms")
    return length / 1000 if isinstance(length, int | float) and length > 0 else None
