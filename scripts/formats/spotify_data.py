"""Spotify's account data: the library, the playlists, and both streaming histories, told apart by their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from components.errors import Errors, SynsongError
from components.song import Track

from .base import Format, Source, keep, load_json

_KEYS = (
    r'\ufeff?\s*\[\s*\{[^{}]{0,4000}"(?:master_metadata_track_name|msPlayed)"\s*:',
    r'\ufeff?\s*\{\s*"playlists"\s*:\s*\[',
    r'\ufeff?\s*\{\s*"(?:tracks|albums|shows|episodes|bannedTracks|artists|bannedArtists|other)"\s*:\s*\[',
)
_SNIFF = re.compile("|".join(_KEYS))
Row = tuple[int, dict[str, Any]]


def sniff(head: str) -> bool:
    """RETURNS (bool): Whether a text is a file of the account data that names tracks."""
    return bool(_SNIFF.match(head))


def read(text: str, source: Source) -> list[Track]:
    """Read the tracks of a file of the account data.

    text (str): The JSON.
    source (Source): Where it stands; rows are counted by entries.
    RETURNS (list[Track]): Each track once, in the order of its first entry. Banned tracks are left out, episodes are
        rejected. Nothing else of the history (addresses, times, devices) is kept.
    RAISES (SynsongError): If it is no JSON of the known kinds.
    """
    try:
        value = load_json(text)
    except ValueError as err:
        raise SynsongError(Errors.S507.format(path=source.path, format="spotify", reason=err)) from err
    if isinstance(value, list):
        rows = _history(value, source)
    elif isinstance(value, dict) and isinstance(value.get("playlists"), list):
        rows = _playlists(value["playlists"], source)
    elif isinstance(value, dict) and isinstance(value.get("tracks", []), list):
        rows = _library(value.get("tracks", []), source)
    else:
        reason = "it is no library, playlist or history"
        raise SynsongError(Errors.S507.format(path=source.path, format="spotify", reason=reason))
    return keep(source.track(row, fields) for row, fields in _once(rows))


def _once(rows: Iterator[Row]) -> Iterator[Row]:
    seen: set[tuple[str, ...]] = set()
    for row, fields in rows:
        key = (str(fields["uri"]),) if fields.get("uri") else (str(fields.get("artist")), str(fields.get("title")))
        if key not in seen:
            seen.add(key)
            yield row, fields


def _history(entries: list[Any], source: Source) -> Iterator[Row]:
    episodes: set[str] = set()
    for row, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            source.reject(row, Errors.S518)
        elif "msPlayed" in entry or "trackName" in entry:
            yield row, {"title": entry.get("trackName"), "artist": entry.get("artistName")}
        elif entry.get("master_metadata_track_name"):
            yield row, _extended(entry)
        else:
            # Someone who listens to podcasts has thousands of such entries: each episode is reported once.
            name = str(entry.get("episode_name") or entry.get("audiobook_title") or "without a name")
            if name not in episodes:
                episodes.add(name)
                source.reject(row, Errors.S517.format(name=name))


def _extended(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": entry["master_metadata_track_name"],
        "artist": entry.get("master_metadata_album_artist_name"),
        "album": entry.get("master_metadata_album_album_name"),
        "uri": entry.get("spotify_track_uri"),
    }


def _playlists(playlists: list[Any], source: Source) -> Iterator[Row]:
    row = 0
    for playlist in playlists:
        items = playlist.get("items") if isinstance(playlist, dict) else None
        for item in items if isinstance(items, list) else []:
            row += 1
            track = item.get("track") if isinstance(item, dict) else None
            local = item.get("localTrack") if isinstance(item, dict) else None
            if isinstance(track, dict):
                names = {"title": "trackName", "artist": "artistName", "album": "albumName", "uri": "trackUri"}
                yield row, {name: track.get(key) for name, key in names.items()}
            elif local:
                yield row, parse_local(local.get("uri") if isinstance(local, dict) else local)
            elif isinstance(item, dict) and item.get("episode"):
                episode = item["episode"]
                name = episode.get("episodeName") if isinstance(episode, dict) else episode
                source.reject(row, Errors.S517.format(name=name))
            else:
                source.reject(row, Errors.S518)


def _library(tracks: list[Any], source: Source) -> Iterator[Row]:
    for row, track in enumerate(tracks, 1):
        if isinstance(track, dict):
            names = {"title": "track", "artist": "artist", "album": "album", "uri": "uri"}
            yield row, {name: track.get(key) for name, key in names.items()}
        else:
            source.reject(row, Errors.S518)


def parse_local(uri: Any) -> dict[str, Any]:
    """Read what Spotify knows of a file on the user's own machine.

    uri (Any): `spotify:local:<artist>:<album>:<title>:<seconds>`, each part encoded as in a form.
    RETURNS (dict[str, Any]): Fields of a track; empty if it is not such an address.
    """
    parts = str(uri).split(":")
    if len(parts) < 6 or parts[:2] != ["spotify", "local"]:
        return {}
    artist, album, title, seconds = (unquote_plus(part) for part in parts[2:6])
    return {
        "artist": artist,
        "album": album,
        "title": title,
        "duration": float(seconds) if seconds.isdecimal() else None,
    }


FORMAT = Format("spotify", (".json",), sniff, read)
