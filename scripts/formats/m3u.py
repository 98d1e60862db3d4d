"""M3U and M3U8: a line a song, directives before it; ours carry the whole record in comments that players skip."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from components.errors import Errors, SynsongError
from components.playlist import Playlist, RankedSong
from components.song import Track

from .base import Format, Source, load_json, one_line, ranked_song, split_list, split_name, stored_song, to_record
from .places import Place, harmless_uri, is_audio, locate, resolve_place
from .tags import name_fields, read_audio

_EXTINF = re.compile(r"^\s*(-?\d{1,9}(?:\.\d{1,9})?)?\s*((?:[\w-]{1,40}=(?:\"[^\"]*\"|[^\s,\"]*)\s*)*),(.*)$")
_DIRECTIVE = re.compile(r"^#([A-Z][A-Z0-9-]*):(.*)$", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Entry:
    """A song of an M3U file.

    line (int): The line of its location, from 1.
    location (str): The path or address as written; empty if the file ends before it.
    seconds (float | None): Its length.
    display (str): What players show, by custom `Artist - Title`.
    fields (dict[str, str]): Directives that are known, such as `EXTALB`, in upper case.
    """

    line: int
    location: str
    seconds: float | None = None
    display: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def parse_m3u(text: str) -> tuple[dict[str, str], list[Entry]]:
    """Read the lines of an M3U file; nothing in the text makes it fail.

    text (str): The text.
    RETURNS (tuple[dict[str, str], list[Entry]]): Directives of the whole playlist by their name in upper case, entries.
    """
    head: dict[str, str] = {}
    entries: list[Entry] = []
    fields: dict[str, str] = {}
    number = 0
    for number, raw in enumerate(_LINE_END.split(text.lstrip("\ufeff")), 1):
        line = raw.strip()
        directive = _DIRECTIVE.match(line)
        if directive and directive[1].upper() in {"PLAYLIST", "SYNSONG-PLAYLIST", "SYNSONG-RECIPE"}:
            head.setdefault(directive[1].upper(), directive[2].strip())
        elif directive:
            if directive[1].upper() == "EXTINF" and "EXTINF" in fields:
                entries.append(_entry(number - 1, "", fields))
                fields = {}
            fields[directive[1].upper()] = directive[2].strip()
        elif line and not line.startswith("#"):
            entries.append(_entry(number, line, fields))
            fields = {}
    if "EXTINF" in fields or "SYNSONG-SONG" in fields:
        entries.append(_entry(number, "", fields))
    return head, entries


def _entry(number: int, location: str, fields: dict[str, str]) -> Entry:
    info = fields.get("EXTINF", "")
    match = _EXTINF.match(info)
    seconds, display = (match[1], match[3]) if match else (None, info.partition(",")[2])
    length = float(seconds) if seconds and float(seconds) > 0 else None
    return Entry(number, location, length, display.strip(), fields)


def sniff(head: str) -> bool:
    """RETURNS (bool): Whether a text is M3U: it says so, or its lines are paths of music files."""
    if re.search(r"^\ufeff?[ \t]{0,8}#EXTM3U|^#EXTINF:", head, re.MULTILINE):
        return True
    lines = [line.strip() for line in head.splitlines() if line.strip() and not line.startswith("#")]
    return bool(lines) and sum(map(is_audio, lines)) > len(lines) / 2


def read(text: str, source: Source) -> list[Track]:
    """Read the tracks of an M3U file.

    text (str): The text.
    source (Source): Where it stands; files inside its folder are asked for their tags where the playlist says nothing.
    RETURNS (list[Track]): The tracks in order.
    """
    return [track for track, _ in _read_entries(text, source)]


def load(text: str, source: Source) -> Playlist:
    """RETURNS (Playlist): The playlist, as it was written if it is one of ours."""
    head, _ = parse_m3u(text)
    about = _json_object(head.get("SYNSONG-PLAYLIST"))
    recipe = _json_object(head.get("SYNSONG-RECIPE"))
    if recipe is None and "SYNSONG-RECIPE" in head:
        source.reject(1, Errors.S523.format(reason="it is no JSON object"))
    title = str((about or {}).get("title") or head.get("PLAYLIST") or source.path.stem)
    songs = [ranked_song(track, stored) for track, stored in _read_entries(text, source)]
    return Playlist(
        title=title, description=str((about or {}).get("description", "")), songs=songs, recipe=recipe or {}
    )


def _read_entries(text: str, source: Source) -> Iterator[tuple[Track, RankedSong | None]]:
    for entry in parse_m3u(text)[1]:
        stored = stored_song(_json_object(entry.fields.get("SYNSONG-SONG")))
        place = resolve_place(entry.location, source.folder)
        if isinstance(place, str):
            source.reject(entry.line, place)
            continue
        track = source.track(entry.line, _fields(entry, place, stored))
        if track is not None:
            yield track, stored


def _fields(entry: Entry, place: Place, stored: RankedSong | None) -> dict[str, Any]:
    """RETURNS (dict[str, Any]): What is known of a track: from our comment, else the directives, the tags, the name."""
    if stored is not None:
        return {**stored, "uri": stored["uri"] or place.uri, "path": place.path}
    fields: dict[str, Any] = {"uri": place.uri, "path": place.path, "duration": entry.seconds}
    fields["album"] = entry.fields.get("EXTALB")
    fields["genres"] = split_list(entry.fields.get("EXTGENRE"))
    if entry.display:
        fields["artist"], fields["title"] = split_name(entry.display)
        fields["artist"] = entry.fields.get("EXTART") or fields["artist"]
    if fields.get("artist") and fields.get("title"):
        return fields
    if place.file is not None:
        try:
            return read_audio(place.file)[0].model_dump()
        except SynsongError:
            pass  # the name of the file is what is left
    named = name_fields(place.path or "")
    return fields | {name: fields.get(name) or value for name, value in named.items()}


def dump(playlist: Playlist, path: Path) -> dict[Path, str]:
    """Write an extended M3U8.

    playlist (Playlist): The playlist.
    path (Path): Where it will lie; paths of songs are made relative to its folder.
    RETURNS (dict[Path, str]): The file. A song without file or address has its name for a location.
    """
    about = {"title": playlist.title, "description": playlist.description}
    lines = ["#EXTM3U", f"#PLAYLIST:{one_line(playlist.title)}"]
    lines += [f"#SYNSONG-PLAYLIST:{json.dumps(about)}", f"#SYNSONG-RECIPE:{json.dumps(playlist.recipe)}"]
    for song in playlist.songs:
        name = one_line(f"{song['artist']} - {song['title']}")
        lines.append(f"#EXTINF:{round(song['duration']) if song['duration'] else -1},{name}")
        if song["album"]:
            lines.append(f"#EXTALB:{one_line(song['album'])}")
        lines.append(f"#SYNSONG-SONG:{json.dumps(to_record(song))}")
        lines.append(_location(song, path.parent, name))
    return {path: "\n".join(lines) + "\n"}


def _location(song: RankedSong, folder: Path, name: str) -> str:
    if song["path"]:
        return locate(song["path"], folder)
    uri = harmless_uri(song["uri"])
    return uri or "./" + re.sub(r"[\\/]|\.(?=\w+$)", "_", name)


def _json_object(text: str | None) -> dict[str, Any] | None:
    try:
        value = load_json(text or "")
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


FORMAT = Format("m3u", (".m3u8", ".m3u"), sniff, read, load, dump)
