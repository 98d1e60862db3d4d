"""LRC, the format of timed lyrics: line tags, repeated tags, offset, word tags, headings and marks of instrumentals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from components.song import HEADING

KNOWN_TAGS = frozenset(
    ["ar", "ti", "al", "au", "lr", "length", "by", "offset", "re", "tool", "ve", "#", "la", "id", "bpm", "key"]
)
_TIME = r"(\d{1,3}):(\d{1,2})(?:[.:](\d{1,3}))?"
_LINE_TAGS = re.compile(rf"^\s*((?:\[{_TIME}\]\s*)+)(.*)$", re.DOTALL)
_LINE_TAG = re.compile(rf"\[{_TIME}\]")
_WORD_TAG = re.compile(rf" ?<{_TIME}> ?")
_ID_TAG = re.compile(r"^\s*\[([A-Za-z]+|#)\s*:([^\[\]]*)\]\s*$")
_BACKGROUND = re.compile(r"^\[bg:\s*(.*?)\s*\]?$", re.IGNORECASE)
_SINGER = re.compile(r"^[FMD]:\s*")
_NOTES = re.compile(r"^(?=[^♪♫♬♩]*[♪♫♬♩])[\s♪♫♬♩*~-]*$")
_INSTRUMENTAL = re.compile(r"^[\W_]*(?:instrumental|strumentale|instrumentale?|инструментал)[\W_]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Lrc:
    """What an LRC text holds.

    synced (list[tuple[float, str]]): When each line is sung, in seconds, in the order of time; no pauses, no headings.
    plain (str): The lines without times in the order in which they are sung; headings stay, pauses are blank lines.
    tags (dict[str, str]): The identification tags by their key in lower case, such as `ar`; the first of each counts.
    instrumental (bool): Whether the text says that nothing is sung.
    """

    synced: list[tuple[float, str]] = field(default_factory=list)
    plain: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    instrumental: bool = False


@dataclass(frozen=True)
class _Entry:
    """A line and when it stands: the time of the line it belongs to, and its own if it has one."""

    at: float
    text: str
    timed: bool


def parse_lrc(text: str) -> Lrc:
    """Read an LRC text; plain lyrics without any tag are read as they stand.

    text (str): The text of an `.lrc` file or of a tag.
    RETURNS (Lrc): Times, lines and tags; nothing in the text makes it fail.
    """
    tags: dict[str, str] = {}
    entries: list[_Entry] = []
    waiting: list[str] = []  # headings and blank lines belong to the line that follows them
    at = 0.0
    for raw in re.split(r"\r\n|\n|\r", text.lstrip("\ufeff")):
        known = _id_tag(raw)
        if known:
            tags.setdefault(*known)
            continue
        times, words = _split_times(raw)
        words = _clean_words(words)
        if not times and (not words or HEADING.match(words)):
            waiting.append(words)
            continue
        heads = times or [at]
        entries += [_Entry(heads[0], line, False) for line in waiting]
        waiting = []
        entries += [_Entry(time, words, bool(times)) for time in heads]
        at = heads[0]
    entries += [_Entry(at, line, False) for line in waiting]
    return _assemble(entries, tags)


def has_times(text: str) -> bool:
    """RETURNS (bool): Whether a text has LRC time tags, as plain lyrics of careless providers have."""
    return bool(_LINE_TAG.search(text) or _WORD_TAG.search(text))


def is_instrumental(text: str) -> bool:
    """RETURNS (bool): Whether a text only says that nothing is sung, such as `[Instrumental]` or `♪`."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and all(_INSTRUMENTAL.match(line) or _NOTES.match(line) for line in lines)


def parse_time(minutes: str, seconds: str, fraction: str | None = None) -> float:
    """Read the parts of a time tag.

    minutes (str), seconds (str): Digits.
    fraction (str | None): One to three digits; `5`, `50` and `500` are the same.
    RETURNS (float): Seconds.
    """
    return int(minutes) * 60 + int(seconds) + (int(fraction) / 10 ** len(fraction) if fraction else 0.0)


def _assemble(entries: list[_Entry], tags: dict[str, str]) -> Lrc:
    entries = sorted(entries, key=_at)
    delay = _offset(tags)
    synced = [
        (max(0.0, round(entry.at - delay, 3)), entry.text)
        for entry in entries
        if entry.timed and entry.text and not HEADING.match(entry.text) and not _NOTES.match(entry.text)
    ]
    lines = ["" if _NOTES.match(entry.text) else entry.text for entry in entries]
    plain = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    silent = bool(_INSTRUMENTAL.match(tags.get("au", "")))
    only_notes = any(entry.text for entry in entries) and not plain.strip()
    instrumental = (silent and not plain.strip()) or only_notes or is_instrumental(plain)
    return Lrc([] if instrumental else synced, "" if instrumental else plain, tags, instrumental)


def _at(entry: _Entry) -> float:
    return entry.at


def _id_tag(line: str) -> tuple[str, str] | None:
    match = _ID_TAG.match(line)
    return (match[1].lower(), match[2].strip()) if match and match[1].lower() in KNOWN_TAGS else None


def _split_times(line: str) -> tuple[list[float], str]:
    match = _LINE_TAGS.match(line)
    if not match:
        return [], line
    return [parse_time(*tag.groups()) for tag in _LINE_TAG.finditer(match[1])], match.groups()[-1]


def _clean_words(words: str) -> str:
    # A tag inside a word times a syllable; between words there is a space on one side of it.
    words = " ".join(words.split())
    words = _WORD_TAG.sub(lambda tag: " " if tag[0] != tag[0].strip() else "", words)
    words = _BACKGROUND.sub(r"(\1)", words.strip())
    return " ".join(_SINGER.sub("", _LINE_TAG.sub(" ", words)).split())


def _offset(tags: dict[str, str]) -> float:
    """RETURNS (float): How many seconds earlier than written the lines are sung."""
    match = re.fullmatch(r"([+-]?\d{1,9})(?:\.\d*)?", tags.get("offset", "").strip())
    return int(match[1]) / 1000 if match else 0.0
