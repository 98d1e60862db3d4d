"""Files in and out: tracks from exports, playlists and folders of music; playlists into files that play."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from components.errors import Errors, SynsongError
from components.playlist import Playlist
from components.song import Rejection, Track

from . import exportify, json_playlist, jspf, lines, m3u, spotify_data, table, xspf
from .archive import is_zip, read_members
from .base import HEAD, Format, Source
from .files import decode, read_bytes, read_head, read_text, write_atomically
from .merge import merge_tracks
from .places import is_audio
from .tags import EmbeddedLyrics, read_audio

__all__ = [
    "FORMATS",
    "EmbeddedLyrics",
    "Format",
    "merge_tracks",
    "read_audio",
    "read_playlist",
    "read_tracks",
    "write_playlist",
]

# In the order in which they are tried on a file: the surest signs first.
FORMATS: dict[str, Format] = {
    format.name: format
    for format in (
        json_playlist.FORMAT,
        jspf.FORMAT,
        spotify_data.FORMAT,
        xspf.FORMAT,
        exportify.FORMAT,
        m3u.FORMAT,
        table.FORMAT,
        lines.FORMAT,
    )
}


def read_tracks(path: Path, *, format: str | None = None, rejected: list[Rejection]) -> list[Track]:
    """Read the tracks of whatever someone has: an export, a playlist, a list, an archive, a folder of music.

    path (Path): A file or a folder.
    format (str | None): The name of the format, where its content would not tell; see `FORMATS`.
    rejected (list[Rejection]): Filled with what is left out: the file, the row and why.
    RETURNS (list[Track]): The tracks in order, duplicates among them; see `merge_tracks`.
    RAISES (SynsongError): If the file cannot be read, is too large, or is of no known kind.
    """
    if path.is_dir():
        return _read_folder(path, _named(format), rejected)
    if not path.exists():
        raise SynsongError(Errors.S501.format(path=path))
    wanted = _named(format)
    if is_zip(read_head(path)):
        return _read_archive(path, wanted, rejected)
    text = decode(read_bytes(path)) if not is_audio(path) else None
    if text is None:
        return [_read_music(path)]
    source = Source(path, rejected, path.parent)
    return (wanted or _sniff(text, path)).read(text, source)


def read_playlist(path: Path, *, format: str | None = None, rejected: list[Rejection] | None = None) -> Playlist:
    """Read a playlist: our own as it was written, with its recipe, anyone else's as songs without relevance.

    path (Path): The file.
    format (str | None): The name of the format, where its content would not tell.
    rejected (list[Rejection] | None): Filled with what is left out.
    RETURNS (Playlist): The playlist.
    RAISES (SynsongError): If the file cannot be read or is no playlist.
    """
    if not path.exists():
        raise SynsongError(Errors.S501.format(path=path))
    text = read_text(path)
    found = _named(format) or _sniff(text, path)
    if found.load is None:
        known = ", ".join(other.name for other in FORMATS.values() if other.load)
        raise SynsongError(Errors.S513.format(path=path, format=found.name, formats=known))
    return found.load(text, Source(path, [] if rejected is None else rejected, path.parent))


def write_playlist(playlist: Playlist, path: Path, *, format: str | None = None, force: bool = False) -> Path:
    """Write a playlist in the format of the file's ending.

    playlist (Playlist): The playlist.
    path (Path): The file.
    format (str | None): The name of the format, where the ending is not to choose it.
    force (bool): Whether a file that exists may be replaced.
    RETURNS (Path): The file.
    RAISES (SynsongError): If no format has the ending, the file exists, or its folder cannot be written.
    """
    found = _named(format) if format else _by_ending(path)
    if found is None or found.dump is None:
        endings = ", ".join(ending for other in FORMATS.values() if other.dump for ending in other.endings)
        raise SynsongError(Errors.S510.format(path=path, ending=format or path.suffix, endings=endings))
    write_atomically(found.dump(playlist, path), force=force)
    return path


def _named(name: str | None) -> Format | None:
    if name is None:
        return None
    if name not in FORMATS:
        raise SynsongError(Errors.S506.format(format=name, formats=", ".join(FORMATS)))
    return FORMATS[name]


def _by_ending(path: Path) -> Format | None:
    ending = path.suffix.lower()
    return next((format for format in FORMATS.values() if format.dump and ending in format.endings), None)


def _sniff(text: str, path: Path) -> Format:
    found = _match(text)
    if found is None:
        raise SynsongError(Errors.S505.format(path=path, formats=", ".join(FORMATS)))
    return found


def _match(text: str) -> Format | None:
    head = text[:HEAD]
    return next((format for format in FORMATS.values() if format.sniff(head)), None)


def _read_music(path: Path) -> Track:
    try:
        return read_audio(path)[0]
    except SynsongError:
        if is_audio(path):
            raise
        raise SynsongError(Errors.S504.format(path=path)) from None


def _read_archive(path: Path, wanted: Format | None, rejected: list[Rejection]) -> list[Track]:
    tracks: list[Track] = []
    count = known = 0
    for name, text in read_members(path):
        count += 1
        found = wanted or _match(text)
        # An archive of account data is full of files that are no lists of tracks: they are passed over.
        if found is not None and not (found is lines.FORMAT and not name.lower().endswith(".txt")):
            known += 1
            tracks += _read_part(found, text, Source(path / name, rejected))
    if not known:
        raise SynsongError(Errors.S509.format(path=path, count=count))
    return tracks


def _read_folder(path: Path, wanted: Format | None, rejected: list[Rejection]) -> list[Track]:
    files = sorted(_walk(path, rejected))
    music = [file for file in files if is_audio(file)]
    if music and wanted is None:
        return [track for file in music for track in _read_one(file, None, rejected)]
    endings = {ending for format in FORMATS.values() for ending in format.endings}
    lists = [file for file in files if file.suffix.lower() in endings]
    tracks = [track for file in lists for track in _read_one(file, wanted, rejected)]
    if not tracks:
        raise SynsongError(Errors.S509.format(path=path, count=len(files)))
    return tracks


def _read_one(file: Path, wanted: Format | None, rejected: list[Rejection]) -> list[Track]:
    """RETURNS (list[Track]): The tracks of one of several files; a broken one is rejected, the others go on."""
    try:
        return (
            [read_audio(file)[0]]
            if is_audio(file)
            else read_tracks(file, format=getattr(wanted, "name", None), rejected=rejected)
        )
    except SynsongError as err:
        rejected.append(Rejection(str(file), 1, str(err)))
        return []


def _read_part(format: Format, text: str, source: Source) -> list[Track]:
    """RETURNS (list[Track]): The tracks of one of several files; a broken one is rejected, the others go on."""
    try:
        return format.read(text, source)
    except SynsongError as err:
        source.reject(1, str(err))
        return []


def _walk(folder: Path, rejected: list[Rejection]) -> Iterator[Path]:
    """YIELDS (Path): The files below a folder, without hidden ones; links to folders are not followed."""

    def refuse(err: OSError) -> None:
        rejected.append(Rejection(str(err.filename), 1, Errors.S502.format(path=err.filename, reason=err.strerror)))

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place) / name for name in names if not name.startswith("."))
