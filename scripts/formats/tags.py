"""Music files: what their tags say of the track, and the lyrics in them or beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mutagen
from mutagen.id3 import ID3, ID3NoHeaderError
from pydantic import ValidationError

from components.errors import Errors, SynsongError
from components.song import Track, describe_invalid

from .base import parse_duration, parse_year, split_list, split_name
from .files import read_text
from .lrc import has_times, parse_lrc

MAX_LYRICS_BYTES = 1024 * 1024  # of a file beside the music
_TRACK_NUMBER = re.compile(r"^\d{1,3}(?:-\d{1,3})?(?:\.\s*|\s*[-_)]\s*|\s+)(?=\S)")
_APPLE = "----:com.apple.iTunes:"
# Where each kind of tag keeps a field, in lower case: ID3, Vorbis comments and APEv2, MP4, ASF.
_KEYS = {
    "title": ("tit2", "title", "\xa9nam"),
    "artist": ("tpe1", "artist", "\xa9art", "author"),
    "album": ("talb", "album", "\xa9alb", "wm/albumtitle"),
    "year": ("tdrc", "tyer", "tdor", "date", "year", "\xa9day", "wm/year"),
    "genres": ("tcon", "genre", "\xa9gen", "wm/genre"),
    "isrc": ("tsrc", "isrc", f"{_APPLE}isrc".lower(), "wm/isrc"),
    "language": ("tlan", "language", "wm/language"),
}
_SYNCED_KEYS = ("syncedlyrics", "txxx:syncedlyrics", f"{_APPLE}syncedlyrics".lower(), "wm/lyrics_synchronised")
_PLAIN_KEYS = (
    "lyrics",
    "unsyncedlyrics",
    "unsynced lyrics",
    "\xa9lyr",
    "wm/lyrics",
    "txxx:lyrics",
    "txxx:unsyncedlyrics",
    f"{_APPLE}lyrics".lower(),
)
_LANGUAGES = {"eng": "en", "spa": "es", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "ita": "it", "por": "pt"}
_LANGUAGES |= {"jpn": "ja", "kor": "ko", "zho": "zh", "chi": "zh", "rus": "ru", "nld": "nl", "dut": "nl", "swe": "sv"}
_MILLISECONDS, _LYRICS = 2, 1  # SYLT's time stamp format and content type


@dataclass(frozen=True)
class EmbeddedLyrics:
    """Lyrics found in a music file or beside it.

    text (str): The lyrics as found, without times; hygiene is still to come.
    synced (list[tuple[float, str]] | None): Seconds and line, if they have times.
    language (str | None): ISO 639-1 code, if the tag names one that is known.
    origin (str): Where they were found, such as `USLT` or the name of the file beside it.
    instrumental (bool): Whether they say that nothing is sung.
    """

    text: str
    synced: list[tuple[float, str]] | None = None
    language: str | None = None
    origin: str = ""
    instrumental: bool = False


def read_audio(path: Path) -> tuple[Track, EmbeddedLyrics | None]:
    """Read the tags of a music file and its lyrics: timed ones first, those inside it before those beside it.

    path (Path): The music file.
    RETURNS (tuple[Track, EmbeddedLyrics | None]): The track, and lyrics if there are any. Where the tags name no title
        or artist, the file's name is taken for `Artist - Title`.
    RAISES (SynsongError): If it is no music file, broken, or neither tags nor name say what it is.
    """
    file = _open(path)
    tags = _flatten(getattr(file, "tags", None) or (file if isinstance(file, ID3) else None) or {})
    fields: dict[str, Any] = {name: _first(tags, keys) for name, keys in _KEYS.items()}
    fields |= {name: fields[name] or value for name, value in name_fields(str(path)).items()}
    fields["artist"] = ", ".join(_artists(tags)) or fields["artist"]
    fields["year"] = parse_year(fields["year"])
    fields["genres"] = split_list(fields["genres"])
    fields["language"] = _LANGUAGES.get((fields["language"] or "").lower())
    length = getattr(getattr(file, "info", None), "length", 0) or 0
    fields["duration"] = length if length > 0 else parse_duration(_first(tags, ("tlen",)), milliseconds=True)
    fields["path"] = str(path)
    try:
        track = Track.model_validate({name: value for name, value in fields.items() if value})
    except ValidationError as err:
        reason = Errors.S515 if not fields["artist"] else describe_invalid(err)
        raise SynsongError(Errors.S522.format(path=ascii(str(path))[1:-1], reason=reason)) from None
    found = [*_embedded(file, tags), *_beside(path)]
    return track, next((lyrics for lyrics in found if lyrics.synced), next(iter(found), None))


def name_fields(path: str) -> dict[str, str | None]:
    """Take artist and title from a file's name.

    path (str): A path, such as `music/03 - Mara Vell - Paper Lanterns.mp3`.
    RETURNS (dict[str, str | None]): `artist` and `title`; the artist is None where the name has only one part.
    """
    name = re.split(r"[/\\]", path)[-1].strip()
    stem = name.rsplit(".", 1)[0] if "." in name.strip(".") else name
    stem = stem.replace("_", " ") if " " not in stem else stem
    artist, title = split_name(_TRACK_NUMBER.sub("", stem))
    return {"artist": artist, "title": title or None}


def _open(path: Path) -> Any:
    """RETURNS (Any): What mutagen makes of a file."""
    if not path.is_file():
        raise SynsongError(Errors.S501.format(path=path))
    try:
        file = mutagen.File(path)
        if file is None:
            file = ID3(path)
    except ID3NoHeaderError:
        raise SynsongError(Errors.S522.format(path=path, reason="its kind is not known")) from None
    except Exception as err:  # a broken file makes mutagen fail in many ways, and must not stop the others
        reason = " ".join(str(err).split())[:200] or type(err).__name__
        raise SynsongError(Errors.S522.format(path=path, reason=reason)) from err
    return file


def _flatten(tags: Any) -> dict[str, list[str]]:
    """RETURNS (dict[str, list[str]]): The texts of tags of any kind, by their key in lower case."""
    flat: dict[str, list[str]] = {}
    items = tags.items() if isinstance(tags, Mapping) or hasattr(tags, "items") else tags
    for key, value in items:
        flat.setdefault(str(key).lower(), []).extend(_texts(value))
    return flat


def _texts(value: Any) -> Iterator[str]:
    """YIELDS (str): The texts in a tag's value: an ID3 frame, a list, bytes, an ASF or APEv2 value."""
    if isinstance(value, bytes):
        yield value.decode("utf8", errors="replace")
    elif isinstance(value, str):
        yield from (part for part in value.split("\x00") if part)
    elif isinstance(getattr(value, "text", None), list):
        yield from (str(part) for part in value.text if not isinstance(part, tuple))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    elif isinstance(getattr(value, "value", None), str):
        yield from _texts(value.value)
    elif not isinstance(value, int | bool | float):
        yield str(value)


def _first(tags: dict[str, list[str]], keys: tuple[str, ...]) -> str | None:
    texts = (text.strip() for key in keys for text in tags.get(key, []))
    return next((text for text in texts if text), None)


def _artists(tags: dict[str, list[str]]) -> list[str]:
    for key in _KEYS["artist"]:
        names = [name.strip() for name in tags.get(key, []) if name.strip()]
        if names:
            return list(dict.fromkeys(names))
    return []


def _embedded(file: Any, tags: dict[str, list[str]]) -> Iterator[EmbeddedLyrics]:
    """YIELDS (EmbeddedLyrics): The lyrics in the tags, in the order in which they are preferred."""
    frames = getattr(file, "tags", None) if not isinstance(file, ID3) else file
    if isinstance(frames, ID3):
        for frame in frames.getall("SYLT"):
            if frame.format == _MILLISECONDS and frame.type == _LYRICS and frame.text:
                yield _from_sylt(frame)
        for frame in frames.getall("USLT"):
            yield from _from_text(frame.text, "USLT", _LANGUAGES.get(frame.lang.lower()))
    for key in (*_SYNCED_KEYS, *_PLAIN_KEYS):
        for text in tags.get(key, []):
            yield from _from_text(text, key.rsplit(":", 1)[-1], None)


def _from_sylt(frame: Any) -> EmbeddedLyrics:
    """RETURNS (EmbeddedLyrics): The lines of a SYLT frame; where it times syllables, a line end begins a line."""
    synced: list[tuple[float, str]] = []
    syllables = any(text.startswith(("\n", "\r")) for text, _ in frame.text[1:])
    for text, milliseconds in frame.text:
        if syllables and synced and not text.startswith(("\n", "\r")):
            synced[-1] = (synced[-1][0], synced[-1][1] + text)
        else:
            synced.append((milliseconds / 1000, text.strip("\r\n")))
    synced = sorted((at, " ".join(line.split())) for at, line in synced if line.strip())
    language = _LANGUAGES.get(frame.lang.lower())
    return EmbeddedLyrics("\n".join(line for _, line in synced), synced or None, language, "SYLT")


def _from_text(text: str, origin: str, language: str | None) -> Iterator[EmbeddedLyrics]:
    if not text.strip():
        return
    lrc = parse_lrc(text)
    if lrc.instrumental or lrc.plain.strip():
        plain = lrc.plain if has_times(text) or lrc.tags else text
        yield EmbeddedLyrics("" if lrc.instrumental else plain, lrc.synced or None, language, origin, lrc.instrumental)


def _beside(path: Path) -> Iterator[EmbeddedLyrics]:
    """YIELDS (EmbeddedLyrics): The lyrics in `.lrc` and `.txt` files of the same name; unreadable ones are none."""
    for ending in (".lrc", ".LRC", ".txt", ".TXT"):
        beside = path.with_suffix(ending)
        if beside.is_file():
            try:
                text = read_text(beside, limit=MAX_LYRICS_BYTES)
            except SynsongError:
                continue
            yield from _from_text(text, beside.name, None)
