"""XSPF: playlists as XML. Our records travel in an extension, as the format provides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from defusedxml import ElementTree as SafeTree
from defusedxml.common import DefusedXmlException

from components.errors import Errors, SynsongError
from components.playlist import Playlist, RankedSong
from components.song import Track

from .base import Format, Source, load_json, ranked_song, stored_song, to_record
from .places import harmless_uri, locate, resolve_place

NAMESPACE = "http://xspf.org/ns/0/"
APPLICATION = "urn:x-synsong:playlist:1"  # names our extension; that of JSPF too
_INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sniff(head: str) -> bool:
    """RETURNS (bool): Whether a text is XSPF: its root is a `playlist`, or it says the namespace."""
    root = re.search(r"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)", head)
    return head.lstrip("\ufeff \t\r\n").startswith("<") and (
        NAMESPACE in head or (root is not None and root[1] == "playlist")
    )


def read(text: str, source: Source) -> list[Track]:
    """Read the tracks of an XSPF file.

    text (str): The XML.
    source (Source): Where it stands; rows are counted by tracks.
    RETURNS (list[Track]): The tracks in order.
    RAISES (SynsongError): If it is no well-formed XML, or has a document type or entities.
    """
    return [track for track, _ in _read_tracks(_parse(text, source), source)]


def load(text: str, source: Source) -> Playlist:
    """RETURNS (Playlist): The playlist, as it was written if it is one of ours."""
    root = _parse(text, source)
    about = _extension(root) or {}
    recipe = about.get("recipe", {})
    if not isinstance(recipe, dict):
        source.reject(1, Errors.S523.format(reason="it is no JSON object"))
        recipe = {}
    title = about.get("title") or _text(root, "title") or source.path.stem
    description = about.get("description", _text(root, "annotation") or "")
    songs = [ranked_song(track, stored) for track, stored in _read_tracks(root, source)]
    return Playlist(title=str(title), description=str(description), songs=songs, recipe=recipe)


def _parse(text: str, source: Source) -> ElementTree.Element:
    try:
        root: ElementTree.Element = SafeTree.fromstring(text.lstrip("\ufeff \t\r\n"), forbid_dtd=True)
    except DefusedXmlException:
        raise SynsongError(Errors.S514.format(path=source.path)) from None
    except (ElementTree.ParseError, ValueError) as err:
        raise SynsongError(Errors.S507.format(path=source.path, format="xspf", reason=err)) from err
    return root


def _read_tracks(root: ElementTree.Element, source: Source) -> Iterator[tuple[Track, RankedSong | None]]:
    tracks = [track for parent in _children(root, "trackList") for track in _children(parent, "track")]
    for row, element in enumerate(tracks, 1):
        stored = stored_song(_extension(element))
        places = [
            resolve_place(part.text or "", source.folder, encoded=True) for part in _children(element, "location")
        ]
        refused = [place for place in places if isinstance(place, str)]
        if refused and len(refused) == len(places):
            source.reject(row, refused[0])
            continue
        known = [place for place in places if not isinstance(place, str)]
        identifiers = [(part.text or "").strip() for part in _children(element, "identifier")]
        path = next((place.path for place in known if place.path), None)
        uri = next((place.uri for place in known if place.uri), None)
        uri = next(filter(None, map(harmless_uri, identifiers)), None) or uri
        fields = _fields(element, identifiers)
        fields = dict(stored) if stored is not None else fields
        track = source.track(row, fields | {"path": path, "uri": (stored["uri"] if stored else None) or uri})
        if track is not None:
            yield track, stored


def _fields(element: ElementTree.Element, identifiers: list[str]) -> dict[str, Any]:
    milliseconds = re.sub(r"\D", "", _text(element, "duration") or "")[:12]
    isrc = next(
        (name.rsplit(":", 1)[-1] for name in identifiers if name.lower().startswith(("isrc:", "urn:isrc:"))), None
    )
    return {
        "title": _text(element, "title"),
        "artist": _text(element, "creator"),
        "album": _text(element, "album"),
        "duration": int(milliseconds) / 1000 if milliseconds else None,
        "isrc": isrc,
    }


def _children(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """RETURNS (list[ElementTree.Element]): The children of a name, whether or not they stand in the namespace."""
    return [child for child in element if isinstance(child.tag, str) and child.tag.rsplit("}", 1)[-1] == name]


def _text(element: ElementTree.Element, name: str) -> str | None:
    return next((child.text.strip() for child in _children(element, name) if child.text and child.text.strip()), None)


def _extension(element: ElementTree.Element) -> dict[str, Any] | None:
    """RETURNS (dict[str, Any] | None): The record that Synsong wrote into an element."""
    for extension in _children(element, "extension"):
        if extension.get("application") == APPLICATION and len(extension):
            try:
                value = load_json(extension[0].text or "")
            except ValueError:
                continue
            if isinstance(value, dict):
                return value
    return None


def dump(playlist: Playlist, path: Path) -> dict[Path, str]:
    """Write XSPF, valid against its schema.

    playlist (Playlist): The playlist.
    path (Path): Where it will lie; paths of songs are made relative to its folder.
    RETURNS (dict[Path, str]): The file.
    """
    ElementTree.register_namespace("", NAMESPACE)
    ElementTree.register_namespace("synsong", APPLICATION)
    root = ElementTree.Element(_tag("playlist"), version="1")
    _add(root, "title", playlist.title)
    _add(root, "annotation", playlist.description)
    about = {"title": playlist.title, "description": playlist.description, "recipe": playlist.recipe}
    _add_extension(root, about)
    tracks = ElementTree.SubElement(root, _tag("trackList"))
    for song in playlist.songs:
        _add_track(tracks, song, path.parent)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return {path: f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'}


def _add_track(tracks: ElementTree.Element, song: RankedSong, folder: Path) -> None:
    track = ElementTree.SubElement(tracks, _tag("track"))
    uri = harmless_uri(song["uri"])
    _add(track, "location", locate(song["path"], folder, encoded=True) if song["path"] else None)
    _add(track, "identifier", _escape_uri(uri) if uri else None)
    _add(track, "identifier", f"isrc:{song['isrc']}" if song["isrc"] else None)
    _add(track, "title", song["title"])
    _add(track, "creator", song["artist"])
    _add(track, "annotation", song["evidence"][0]["text"] if song["evidence"] else None)
    _add(track, "album", song["album"])
    _add(track, "duration", str(round(song["duration"] * 1000)) if song["duration"] else None)
    _add_extension(track, to_record(song))


def _add(parent: ElementTree.Element, name: str, text: str | None) -> None:
    if text:
        ElementTree.SubElement(parent, _tag(name)).text = _INVALID.sub("", text)


def _add_extension(parent: ElementTree.Element, record: dict[str, Any]) -> None:
    extension = ElementTree.SubElement(parent, _tag("extension"), application=APPLICATION)
    ElementTree.SubElement(extension, f"{{{APPLICATION}}}record").text = json.dumps(record)


def _escape_uri(uri: str) -> str:
    """RETURNS (str): An address without characters that no URI may have."""
    return re.sub(r"[^\w:/?#\[\]@!$&'()*+,;=.~%-]|[^\x00-\x7f]", _percent, uri)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf8"))


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


FORMAT = Format("xspf", (".xspf",), sniff, read, load, dump)
