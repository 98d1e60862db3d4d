"""CSV: any table with a title and an artist column, and our own, which opens in a spreadsheet without running anything."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from components.errors import Errors, SynsongError
from components.playlist import Playlist, RankedSong
from components.song import Track

from ..matching import normalise
from .base import (
    Format,
    Source,
    keep,
    load_json,
    parse_duration,
    parse_flag,
    parse_number,
    parse_year,
    present,
    ranked_song,
    split_list,
    stored_song,
)
from .files import read_text

COLUMNS = [
    *["title", "artist", "album", "year", "genres", "duration", "relevance", "line", "section", "start"],
    *["language", "explicit", "popularity", "isrc", "uri", "path", "id"],
]
# Names of columns, normalised, in the languages of the programs that write them.
_NAMES = {
    "title": "title|track name|track|song|song title|song name|track title|name|titel|titre|título|titulo|titolo|nombre"
    "|nombre de la canción|canción|nome da faixa|faixa|brano|morceau|lied|曲名|タイトル",
    "artist": "artist|artists|artist name|artist name s|artist names|performer|creator|band|interpret|künstler"
    "|artiste|artistes|artista|artistas|artisti|アーティスト",
    "album": "album|album name|album title|release|álbum",
    "year": "year|release date|album release date|released|date|jahr|année|año|ano|anno",
    "genres": "genre|genres|artist genres|género|genere",
    "duration": "duration|duration ms|track duration ms|length|time|dauer|durée|duración|duração|durata|duration s|seconds",
    "isrc": "isrc",
    "uri": "uri|track uri|spotify uri|spotify id|spotify track id|track id|url|track url|link",
    "language": "language|lang|sprache|langue|idioma|lingua",
    "explicit": "explicit",
    "popularity": "popularity|spotify popularity",
    "path": "path|file|file path|filename|location",
}
_FIELDS = {normalise(name): field for field, names in _NAMES.items() for name in names.split("|")}
_FORMULA = re.compile(r"^'*[=+\-@\t\r\n|%]")
_ID = re.compile(r"^[A-Za-z0-9]{22}$")
_MAX_CELL = 1_000_000  # characters; a longer one is an unclosed quote


def read_rows(text: str, source: Source) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of a CSV text, whichever delimiter its header has.

    text (str): The text.
    source (Source): Where it stands; rows that cannot be read are rejected.
    YIELDS (tuple[int, list[str]]): The line on which each row begins, from 1, and its cells; empty rows are skipped.
    """
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=_delimiter(text))
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as err:
            source.reject(line, Errors.S521.format(reason=err))
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def columns_of(header: list[str]) -> dict[str, int]:
    """RETURNS (dict[str, int]): The fields of a track that a header names, and their columns; the first of a name counts."""
    columns: dict[str, int] = {}
    for i, name in enumerate(header):
        field = _FIELDS.get(normalise(name))
        if field:
            columns.setdefault(field, i)
    return columns


def fields_of(cells: list[str], columns: dict[str, int], *, milliseconds: bool = False) -> dict[str, Any]:
    """Read the cells of a row.

    cells (list[str]): The cells.
    columns (dict[str, int]): Where each field stands.
    milliseconds (bool): Whether a bare duration is in milliseconds.
    RETURNS (dict[str, Any]): Fields of a track.
    """
    raw = {field: present(cells[i]) for field, i in columns.items() if i < len(cells)}
    uri = raw.get("uri")
    return raw | {
        "uri": f"spotify:track:{uri}" if uri and _ID.match(uri) else uri,
        "year": parse_year(raw.get("year")),
        "genres": split_list(raw.get("genres")),
        "duration": parse_duration(raw.get("duration"), milliseconds=milliseconds),
        "explicit": parse_flag(raw.get("explicit")),
        "popularity": parse_number(raw.get("popularity")),
        "language": (raw.get("language") or "").lower(),
    }


def sniff(head: str) -> bool:
    """RETURNS (bool): Whether the first row names a title and an artist column."""
    first = next((line for line in head.lstrip("\ufeff").splitlines() if line.strip()), "")
    header = next(csv.reader([first], delimiter=_delimiter(head)), [])
    return {"title", "artist"} <= columns_of(header).keys()


def read(text: str, source: Source) -> list[Track]:
    """Read a table with a header.

    text (str): The text.
    source (Source): Where it stands.
    RETURNS (list[Track]): The tracks in order.
    RAISES (SynsongError): If the header names no title or no artist.
    """
    rows = read_rows(text, source)
    _, header = next(rows, (1, []))
    columns = columns_of(header)
    if not {"title", "artist"} <= columns.keys():
        reason = "its first row names no title and artist columns"
        raise SynsongError(Errors.S507.format(path=source.path, format="csv", reason=reason))
    if header == COLUMNS:
        return keep(source.track(line, dict(song)) for line, song in _read_own(rows, source))
    milliseconds = "duration" in columns and normalise(header[columns["duration"]]).endswith(" ms")
    return keep(source.track(line, fields_of(cells, columns, milliseconds=milliseconds)) for line, cells in rows)


def load(text: str, source: Source) -> Playlist:
    """Read a playlist of ours, or any table as a playlist without relevance.

    text (str): The text.
    source (Source): Where it stands; title, description and recipe are read from `<name>.recipe.json` beside it.
    RETURNS (Playlist): The playlist. Of the evidence a table holds the first line only, and no signals.
    """
    rows = read_rows(text, source)
    _, header = next(rows, (1, []))
    if header == COLUMNS:
        songs = [song for _, song in _read_own(rows, source)]
    else:
        songs = [ranked_song(track) for track in read(text, source)]
    about = _read_beside(source)
    recipe, title = about.get("recipe"), about.get("title") or source.path.stem
    recipe = recipe if isinstance(recipe, dict) else {}
    return Playlist(title=str(title), description=str(about.get("description", "")), songs=songs, recipe=recipe)


def _read_own(rows: Iterator[tuple[int, list[str]]], source: Source) -> Iterator[tuple[int, RankedSong]]:
    """YIELDS (tuple[int, RankedSong]): The rows of our own table, and where they begin."""
    for line, cells in rows:
        if len(cells) != len(COLUMNS):
            source.reject(line, Errors.S521.format(reason=f"{len(cells)} cells, and {len(COLUMNS)} columns"))
            continue
        raw = {name: _disarmed(cell) or None for name, cell in zip(COLUMNS, cells, strict=True)}
        numbers = {name: parse_number(raw[name]) for name in ("duration", "popularity", "relevance", "start")}
        evidence = {"text": raw["line"], "line": 0, "section": raw["section"], "start": numbers["start"]}
        song = stored_song(
            raw
            | numbers
            | {
                "year": parse_year(raw["year"]),
                "genres": [part for part in (raw["genres"] or "").split("; ") if part],
                "explicit": parse_flag(raw["explicit"]),
                "relevance": numbers["relevance"] or 0.0,
                "signals": {},
                "evidence": [evidence | {"terms": [], "answers": ""}] if raw["line"] else [],
            }
        )
        if song is None:
            source.reject(line, Errors.S518)
        else:
            yield line, song


def _read_beside(source: Source) -> dict[str, Any]:
    beside = recipe_path(source.path)
    if source.folder is None or not beside.is_file():
        return {}
    try:
        about = load_json(read_text(beside))
    except (SynsongError, ValueError) as err:
        source.reject(1, Errors.S523.format(reason=err))
        return {}
    return about if isinstance(about, dict) else {}


def recipe_path(path: Path) -> Path:
    """RETURNS (Path): Where the recipe of a playlist lies whose format holds none: `winter.csv.recipe.json`."""
    return path.with_name(f"{path.name}.recipe.json")


def dump(playlist: Playlist, path: Path) -> dict[Path, str]:
    """Write a table that opens in a spreadsheet, and the recipe beside it.

    playlist (Playlist): The playlist.
    path (Path): Where it will lie.
    RETURNS (dict[Path, str]): The table and the recipe. Cells that a spreadsheet would run begin with an apostrophe.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    writer.writerows([_armless(_cell(song, column)) for column in COLUMNS] for song in playlist.songs)
    about = {"title": playlist.title, "description": playlist.description, "recipe": playlist.recipe}
    # Without a byte order mark the commonest spreadsheet takes UTF-8 for something else.
    return {
        path: "\ufeff" + table.getvalue(),
        recipe_path(path): json.dumps(about, ensure_ascii=False, indent=2) + "\n",
    }


def _cell(song: RankedSong, column: str) -> str:
    best = song["evidence"][0] if song["evidence"] else None
    values: dict[str, Any] = {
        **song,
        "genres": "; ".join(song["genres"]),
        "line": best["text"] if best else None,
        "section": best["section"] if best else None,
        "start": best["start"] if best else None,
    }
    value = values[column]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value).replace("\x00", "")


def _armless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _disarmed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _delimiter(text: str) -> str:
    first = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


FORMAT = Format("csv", (".csv",), sniff, read, load, dump)
