"""Plain lists: one `Artist - Title` a line."""

from __future__ import annotations

import re

from components.errors import Errors
from components.song import Track

from .base import Format, Source, keep, split_name

_NUMBER = re.compile(r"^\s*(?:\d{1,4}[.)]|[-*•])\s+")
_SEPARATED = re.compile(r"\S\s+[-–—]\s+\S|\S\t+\S")


def sniff(head: str) -> bool:
    """RETURNS (bool): Whether most lines of a text have the form `Artist - Title`."""
    lines = _written(head)
    return bool(lines) and sum(bool(_SEPARATED.search(line)) for line in lines) > len(lines) / 2


def read(text: str, source: Source) -> list[Track]:
    """Read a list of `Artist - Title` lines, numbered or not; empty lines and those that begin with # are skipped.

    text (str): The text.
    source (Source): Where it stands.
    RETURNS (list[Track]): The tracks in order.
    """
    return keep(
        _read_line(number, line, source)
        for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1)
        if line.strip() and not line.lstrip().startswith("#")
    )


def _read_line(number: int, line: str, source: Source) -> Track | None:
    line = _NUMBER.sub("", line).strip()
    artist, title = split_name(line)
    if artist is None and "\t" in line:
        artist, title = (part.strip() for part in line.split("\t", 1))
    if artist is None:
        source.reject(number, Errors.S515)
        return None
    return source.track(number, {"artist": artist, "title": title})


def _written(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


FORMAT = Format("lines", (".txt",), sniff, read)
