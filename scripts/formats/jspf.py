"""JSPF: XSPF's model as JSON, as ListenBrainz and others write it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from components.errors import Errors, SynsongError
from components.playlist import Playlist, RankedSong
from components.song import Track

from .base import Format, Source, load_json, parse_number, ranked_song, stored_song, to_record
from .places import harmless_uri, locate, resolve_place
from .xspf import APPLICATION


def sniff(head: str) -> bool:
    """RETURNS (bool): Whether a text is JSPF: an object that holds an object `playlist`."""
    return bool(re.match(r'\ufeff?\s*\{(?:(?!"playlist").){0,200}"playlist"\s*:\s*\{', head, re.DOTALL))


def read(text: str, source: Source) -> list[Track]:
    """Read the tracks of a JSPF file.

    text (str): The JSON.
    source (Source): Where it stands; rows are counted by tracks.
    RETURNS (list[Track]): The tracks in order.
    RAISES (SynsongError): If it is no JSON or holds no playlist.
    """
    return [track for track, _ in _read_tracks(_parse(text, source), source)]


def load(text: str, source: Source) -> Playlist:
    """RETURNS (Playlist): The playlist, as it was written if it is one of ours."""
    root = _parse(text, source)
    recipe = (_extension(root) or {}).get("recipe", {})
    if not isinstance(recipe, dict):
        source.reject(1, Errors.S523.format(reason="it is no JSON object"))
        recipe = {}
    songs = [ranked_song(track, stored) for track, stored in _read_tracks(root, source)]
    title, description = _string(root.get("title")), _string(root.get("annotation"))
    return Playlist(title=title or source.path.stem, description=description or "", songs=songs, recipe=recipe)


def _parse(text: str, source: Source) -> dict[str, Any]:
    try:
        value = load_json(text)
    except ValueError as err:
        raise SynsongError(Errors.S507.format(path=source.path, format="jspf", reason=err)) from err
    playlist = value.get("playlist") if isinstance(value, dict) else None
    if not isinstance(playlist, dict):
        raise SynsongError(Errors.S507.format(path=source.path, format="jspf", reason="it has no `playlist`"))
    return playlist


def _read_tracks(root: dict[str, Any], source: Source) -> Iterator[tuple[Track, RankedSong | None]]:
    for row, record in enumerate(_as_list(root.get("track") or root.get("trackList")), 1):
        if not isinstance(record, dict):
            source.reject(row, Errors.S518)
            continue
        stored = stored_song(_extension(record))
        places = [resolve_place(place, source.folder, encoded=True) for place in _strings(record.get("location"))]
        refused = [place for place in places if isinstance(place, str)]
        if refused and len(refused) == len(places):
            source.reject(row, refused[0])
            continue
        known = [place for place in places if not isinstance(place, str)]
        identifiers = _strings(record.get("identifier"))
        path = next((place.path for place in known if place.path), None)
        uri = next(filter(None, map(harmless_uri, identifiers)), None)
        uri = uri or next((place.uri for place in known if place.uri), None)
        fields = dict(stored) if stored is not None else _fields(record, identifiers)
        track = source.track(row, fields | {"path": path, "uri": (stored["uri"] if stored else None) or uri})
        if track is not None:
            yield track, stored


def _fields(record: dict[str, Any], identifiers: list[str]) -> dict[str, Any]:
    milliseconds = parse_number(record.get("duration"))
    isrc = next(
        (name.rsplit(":", 1)[-1] for name in identifiers if name.lower().startswith(("isrc:", "urn:isrc:"))), None
    )
    return {
        "title": record.get("title"),
        "artist": record.get("creator"),
        "album": record.get("album"),
        "duration": milliseconds / 1000 if milliseconds else None,
        "isrc": isrc,
    }


def _extension(record: dict[str, Any]) -> dict[str, Any] | None:
    extensions = record.get("extension")
    ours = _as_list(extensions.get(APPLICATION)) if isinstance(extensions, dict) else []
    return next((value for value in ours if isinstance(value, dict)), None)


def _as_list(value: Any) -> list[Any]:
    """RETURNS (list[Any]): A list as it is, nothing as an empty one, a single value as a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _strings(value: Any) -> list[str]:
    return [part.strip() for part in _as_list(value) if isinstance(part, str) and part.strip()]


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def dump(playlist: Playlist, path: Path) -> dict[Path, str]:
    """Write JSPF.

    playlist (Playlist): The playlist.
    path (Path): Where it will lie; paths of songs are made relative to its folder.
    RETURNS (dict[Path, str]): The file.
    """
    record = {
        "title": playlist.title,
        "annotation": playlist.description or None,
        "extension": {APPLICATION: [{"recipe": playlist.recipe}]},
        "track": [_to_track(song, path.parent) for song in playlist.songs],
    }
    return {path: json.dumps({"playlist": _present(record)}, ensure_ascii=False, indent=2) + "\n"}


def _to_track(song: RankedSong, folder: Path) -> dict[str, Any]:
    uri = harmless_uri(song["uri"])
    record = {
        "location": [locate(song["path"], folder, encoded=True)] if song["path"] else None,
        "identifier": [name for name in (uri, song["isrc"] and f"isrc:{song['isrc']}") if name] or None,
        "title": song["title"],
        "creator": song["artist"],
        "annotation": song["evidence"][0]["text"] if song["evidence"] else None,
        "album": song["album"],
        "duration": round(song["duration"] * 1000) if song["duration"] else None,
        "extension": {APPLICATION: [to_record(song)]},
    }
    return _present(record)


def _present(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


FORMAT = Format("jspf", (".jspf",), sniff, read, load, dump)
