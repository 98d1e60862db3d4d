"""Exportify: the CSV exports of both programs of that name, one of which translates its headers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from components.errors import Errors
from components.song import Track

from ..matching import normalise
from .base import Format, Source, keep, present
from .spotify_data import parse_local
from .table import fields_of, read_rows

# The columns of exportify.app, whose header is in the language of the user but whose order is fixed.
_ORDER = {
    "uri": 0,
    "title": 1,
    "artist": 3,
    "album": 5,
    "year": 8,
    "duration": 12,
    "explicit": 14,
    "popularity": 15,
    "isrc": 16,
}
_ENGLISH = {
    "uri": "track uri|spotify uri",
    "title": "track name",
    "artist": "artist name s",
    "album": "album name",
    "year": "album release date|release date",
    "duration": "track duration ms|duration ms",
    "explicit": "explicit",
    "popularity": "popularity",
    "isrc": "isrc",
    "genres": "artist genres|genres",
}
_URI = re.compile(r"^spotify:(?:track|local|episode):")
_COMMA = re.compile(r"(?<!\\),\s*")


def sniff(head: str) -> bool:
    """RETURNS (bool): Whether a text is an export: its header says so, or its rows have addresses in the right places."""
    rows = read_rows(head, Source(path=Path(), rejected=[]))
    _, header = next(rows, (1, []))
    names = {normalise(name) for name in header}
    if {"track name", "artist name s"} <= names and names & {"track uri", "spotify uri"}:
        return True
    return _is_positional(header, next(rows, (1, []))[1])


def _is_positional(header: list[str], cells: list[str]) -> bool:
    if min(len(header), len(cells)) < 17 or not _URI.match(cells[0]):
        return False
    # Local files and episodes have no artist's address: the other one in the row then tells.
    return cells[2].startswith("spotify:artist:") or cells[4].startswith("spotify:album:") or not cells[2] + cells[4]


def read(text: str, source: Source) -> list[Track]:
    """Read an export.

    text (str): The CSV.
    source (Source): Where it stands.
    RETURNS (list[Track]): The tracks in order; episodes are rejected.
    """
    rows = read_rows(text, source)
    _, header = next(rows, (1, []))
    columns = _columns(header)
    return keep(_read_row(line, cells, columns, source) for line, cells in rows)


def _columns(header: list[str]) -> dict[str, int]:
    names = [normalise(name) for name in header]
    columns = {
        field: min(names.index(name) for name in known.split("|") if name in names)
        for field, known in _ENGLISH.items()
        if any(name in names for name in known.split("|"))
    }
    return columns if {"title", "artist"} <= columns.keys() else _ORDER


def _read_row(line: int, cells: list[str], columns: dict[str, int], source: Source) -> Track | None:
    fields: dict[str, Any] = fields_of(cells, columns, milliseconds=True)
    uri = fields.get("uri") or ""
    if uri.startswith("spotify:episode:"):
        source.reject(line, Errors.S517.format(name=fields.get("title") or uri))
        return None
    if uri.startswith("spotify:local:"):
        fields = {name: value or fields.get(name) for name, value in (fields | parse_local(uri)).items()}
    fields["artist"] = ", ".join(split_artists(fields.get("artist") or ""))
    return source.track(line, fields)


def split_artists(cell: str) -> list[str]:
    """Part the performers of a cell.

    cell (str): Names joined by `;` (exportify.net), or by `, ` with commas in a name as `\\,` (exportify.app).
    RETURNS (list[str]): The names, without those that are `undefined`.
    """
    parts = cell.split(";") if ";" in cell else _COMMA.split(cell)
    return [name for part in parts if (name := present(part.replace("\\,", ",")))]


FORMAT = Format("exportify", (".csv",), sniff, read)
