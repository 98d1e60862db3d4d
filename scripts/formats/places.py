"""Where a playlist says that a song lies: files near it, files elsewhere, addresses; and what of it may be opened."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from components.errors import Errors

AUDIO_ENDINGS = frozenset(
    [
        ".mp3",
        ".flac",
        ".ogg",
        ".oga",
        ".opus",
        ".m4a",
        ".m4b",
        ".mp4",
        ".aac",
        ".wma",
        ".asf",
        ".wav",
        ".aif",
        ".aiff",
        ".ape",
        ".mpc",
        ".wv",
        ".tta",
        ".tak",
        ".ofr",
        ".spx",
        ".dsf",
        ".dff",
        ".mka",
        ".webm",
        ".alac",
    ]
)
_AUDIO_ENDINGS = tuple(AUDIO_ENDINGS)
_SCHEMES = frozenset(["http", "https", "spotify", "deezer", "tidal", "qobuz", "urn"])
_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]+):")
_WINDOWS = re.compile(r"^[A-Za-z]:[\\/]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SPOTIFY = re.compile(r"^(?:https?://open\.spotify\.com/(?:intl-\w+/)?track/|spotify:track:)([A-Za-z0-9]+)")


@dataclass(frozen=True)
class Place:
    """Where a song lies.

    path (str | None): The file as text; that it is here does not mean that it exists or may be opened.
    uri (str | None): The address at a service.
    file (Path | None): The file, only if it exists inside the playlist's own folder, so that it may be opened.
    """

    path: str | None = None
    uri: str | None = None
    file: Path | None = None


def resolve_place(location: str, folder: Path | None, *, encoded: bool = False) -> Place | str:
    """Make out what a location of a playlist means, without opening anything.

    location (str): A path (of Windows too), relative to the playlist or absolute, a `file:` URI, or an address.
    folder (Path | None): The playlist's folder, or None if the playlist lies in an archive.
    encoded (bool): Whether paths are percent-encoded, as in XSPF.
    RETURNS (Place | str): The place, or why the location is refused.
    """
    text = location.strip()
    if not text:
        return Place()
    if _CONTROL.search(text):
        return _refuse(text, "it has control characters")
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() == "file":
        parts = urlsplit(text)
        if parts.netloc not in ("", "localhost"):
            return _refuse(text, "it lies on another machine")
        path = unquote(parts.path)
        return _resolve_path(path[1:] if _WINDOWS.match(path[1:]) else path, folder, text)
    if scheme and not _WINDOWS.match(text):
        uri = harmless_uri(text)
        return Place(uri=uri) if uri else _refuse(text, f"addresses of the kind '{scheme[1]}:' are not known")
    if "\\" in text and "/" not in text and not _WINDOWS.match(text):
        text = text.replace("\\", "/")
    return _resolve_path(unquote(text) if encoded else text, folder, location)


def harmless_uri(uri: str | None) -> str | None:
    """Bring an address of a track into one form.

    uri (str | None): An address, such as a Spotify URI or link.
    RETURNS (str | None): The address, `spotify:track:...` for both forms of Spotify's; None for a kind that is not of
        music (`javascript:`, `data:`), which must never become a link, and for local files of Spotify.
    """
    text = (uri or "").strip()
    spotify = _SPOTIFY.match(text)
    if spotify:
        return f"spotify:track:{spotify[1]}"
    scheme = _SCHEME.match(text)
    known = bool(scheme) and text.split(":", 1)[0].lower() in _SCHEMES
    return text if known and not _CONTROL.search(text) and not text.startswith("spotify:local:") else None


def locate(path: str, folder: Path, *, encoded: bool = False) -> str:
    """Write a path into a playlist so that players find the file.

    path (str): The audio file, absolute or relative to the working directory.
    folder (Path): The folder of the playlist.
    encoded (bool): Whether to percent-encode it, as XSPF wants it.
    RETURNS (str): A path relative to the playlist, with slashes; a `file:` URI where a bare path would be misread.
    """
    if _WINDOWS.match(path) and os.sep == "/":
        return f"file:///{quote(path.replace(chr(92), '/'), safe='/:')}" if encoded else path
    try:
        relative = os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:  # on another drive
        return Path(path).absolute().as_uri() if encoded else str(Path(path).absolute())
    if encoded:
        return quote(relative, safe="/")
    if _CONTROL.search(relative) or relative != relative.strip() or "\\" in relative:
        return Path(os.path.abspath(path)).as_uri()  # noqa: PTH100
    return f"./{relative}" if relative.startswith("#") or _SCHEME.match(relative) else relative


def is_audio(path: str | Path) -> bool:
    """RETURNS (bool): Whether a path has the ending of a music file."""
    return str(path).lower().endswith(_AUDIO_ENDINGS)


def _resolve_path(text: str, folder: Path | None, location: str) -> Place | str:
    if "\x00" in text:
        return _refuse(location, "it has control characters")
    if text.startswith(("//", "\\\\")):
        return _refuse(location, "it lies on another machine")
    if folder is None or _WINDOWS.match(text):
        outside = text.startswith("/") or ".." in re.split(r"[/\\]", text) or bool(_WINDOWS.match(text))
        return Place(path=text) if is_audio(text) else _not_audio(location, outside)
    full = os.path.normpath(folder / text)
    decoded = os.path.normpath(folder / unquote(text))
    if decoded != full and not os.path.lexists(full) and os.path.lexists(decoded):
        full = decoded
    if not is_audio(full):
        return _not_audio(location, not Path(os.path.abspath(full)).is_relative_to(os.path.abspath(folder)))  # noqa: PTH100
    return Place(path=full, file=_openable(Path(full), folder))


def _openable(path: Path, folder: Path) -> Path | None:
    """RETURNS (Path | None): The file if it really lies in the folder; a link that leads out does not count."""
    try:
        inside = path.resolve().is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, RuntimeError, ValueError):
        return None
    return path if inside else None


def _not_audio(location: str, outside: bool) -> Place | str:
    return Errors.S519.format(location=_shorten(location)) if outside else Place()


def _refuse(location: str, reason: str) -> str:
    return Errors.S520.format(location=_shorten(location), reason=reason)


def _shorten(location: str) -> str:
    text = _CONTROL.sub("?", location)
    return text if len(text) <= 100 else f"{text[:100]}..."
