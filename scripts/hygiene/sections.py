"""The parts of a song: headings in one form, and repeats written out."""

from __future__ import annotations

import re
from collections import Counter

from components.song import HEADING

_MAX_REPEATS = 8  # nobody writes more; a larger figure is no number of repeats
_MAX_HEADING = 100  # characters
_MAX_LINE = 500  # characters; what is longer is no line of a song, and no repeat is looked for in it
_NAME = (
    r"(?:(?:pre|post)[ -]?(?:chorus|refrain|refr[ãa]o|coro)|intro(?:duction)?|verse|chorus|bridge|hook|refrain|outro|interlude"
    r"|breakdown|coda|solo|instrumental(?: break| solo| bridge)?|(?:guitar|piano|sax|drum|harmonica)\s(?:solo|break)|spoken(?: word)?|skit"
    r"|ad[ -]?libs?|middle (?:eight|8)|final chorus|estribillo|estrofa|coro|puente|verso|refr[ãa]o|ponte|couplet|pont|strophe|strofa"
    r"|ritornello)"
)
_PART = rf"{_NAME}(?:\s*(?:[#]?\d{{1,2}}|[ivx]{{1,4}}|[a-d]))?"
_TIMES = r"(?:[x×]\s?\d{1,2}|\d{1,2}\s?[x×]|bis)"
_BRACKETED = re.compile(
    rf"^[(\[{{*_<]+\s*(?:repeat\s+)?({_PART})\s*(?::\s*([^)\]}}*]*?))?\s*[:.]?\s*[)\]}}*_>]+\s*:?$", re.IGNORECASE
)
_WITH_COLON = re.compile(rf"^({_PART})\s*(?:\(([^()]*)\))?\s*:\s*(.*)$", re.IGNORECASE)
_ALONE = re.compile(
    r"^(?:repeat\s+)?((?:(?:pre|post)[ -]?)?chorus|(?:verse|strophe|couplet|verso|estrofa)\s\d{1,2}|intro|outro|estribillo|refr[ãa]o"
    r"|ritornello)$",
    re.IGNORECASE,
)
_HEADING_TIMES = re.compile(rf"^(.*?)[\s,;:-]*[(\[{{]?\s*({_TIMES})\s*[)\]}}]?\s*([)\]}}]?)\s*$", re.IGNORECASE)
_LINE_TIMES = re.compile(
    rf"^(.*?\S)\s*(?:[(\[{{]\s*({_TIMES})\s*[)\]}}]|\s([x×]\s?\d{{1,2}}|\d{{1,2}}[x×]))[.,!]?$", re.IGNORECASE
)
_ONLY_TIMES = re.compile(rf"^[(\[{{]?\s*(?:repeat\s*)?({_TIMES})\s*[)\]}}]?$", re.IGNORECASE)


def name_sections(lines: list[str], dropped: Counter[str]) -> list[str]:
    """Bring headings into the form `[Chorus]`, however they are written.

    lines (list[str]): The lines, with headings such as `Chorus:`, `(Verse 2)` or `**Bridge**` among them.
    dropped (Counter[str]): Counts `headings`, those that were rewritten.
    RETURNS (list[str]): The lines; words behind a heading stand on a line of their own.
    """
    named: list[str] = []
    for line in lines:
        parts = _as_heading(line.strip())
        dropped["headings"] += parts != [line.strip()]
        named += parts
    return named


def expand_repeats(lines: list[str], dropped: Counter[str]) -> list[str]:
    """Write out `(x2)` behind a line or a heading; a mark that stands alone is only noted.

    lines (list[str]): The lines, headings in the form `[Chorus]`.
    dropped (Counter[str]): Counts `repeats`, and `repeats_noted` for marks that say not what is repeated.
    RETURNS (list[str]): The lines.
    """
    expanded: list[str] = []
    times = 1  # of the stanza under way, from its heading
    start = 0
    for line in [*lines, "[]"]:
        heading = HEADING.match(line) or line == "[]"
        if heading or not line.strip():
            ends = heading or any(part.strip() and not HEADING.match(part) for part in expanded[start:])
            if ends and times > 1:
                expanded += _again(expanded[start:], times)
                times = 1
        if heading:
            line, times = _split_times(line, dropped)
            expanded.append(line)
            start = len(expanded)
        elif _ONLY_TIMES.match(line.strip()[:_MAX_HEADING]):
            dropped["repeats_noted"] += 1
        else:
            expanded += _repeat_line(line, dropped)
    return expanded[:-1]


def count_headings(lines: list[str], *, sung: bool) -> int:
    """RETURNS (int): How many lines are sung, or with `sung=False` how many are headings."""
    return sum(bool(line.strip()) and bool(HEADING.match(line)) != sung for line in lines)


def _as_heading(line: str) -> list[str]:
    """RETURNS (list[str]): The heading, with words that stood behind it; or the line itself."""
    if HEADING.match(line) or len(line) > _MAX_HEADING:
        return [line]
    marked = _HEADING_TIMES.match(line)
    core, times = (marked[1] + marked[3], marked[2]) if marked else (line, "")
    bracketed = _BRACKETED.match(core) or (_BRACKETED.match(line) if marked else None)
    if bracketed:
        return [_heading(bracketed[1], bracketed[2], times)]
    if _ALONE.match(core):
        return [_heading(_ALONE.sub(r"\1", core), None, times)]
    colon = _WITH_COLON.match(line)
    if colon:
        only = _ONLY_TIMES.match(colon[3])
        return [_heading(colon[1], colon[2], only[1] if only else ""), *([colon[3]] if colon[3] and not only else [])]
    return [line]


def _heading(name: str, singer: str | None, times: str) -> str:
    name = " ".join(name.split())
    name = name.title() if name.isupper() or name.islower() else name
    singer = f": {singer.strip()}" if singer and singer.strip() else ""
    return f"[{name}{singer}{f' {times}' if times else ''}]"


def _split_times(heading: str, dropped: Counter[str]) -> tuple[str, int]:
    """RETURNS (tuple[str, int]): The heading without its mark, and how often its stanza is sung."""
    match = _HEADING_TIMES.match(heading[1:-1]) if 2 < len(heading) <= _MAX_HEADING else None
    times = _number(match[2]) if match and match[1].strip() else 1
    if not match or times == 1:
        return heading, 1
    dropped["repeats"] += 1
    return f"[{match[1].strip()}]", times


def _repeat_line(line: str, dropped: Counter[str]) -> list[str]:
    match = _LINE_TIMES.match(line.strip()) if len(line) <= _MAX_LINE else None
    if not match:
        return [line]
    times = _number(match[2] or match[3])
    if times == 1:
        return [line]
    dropped["repeats"] += 1
    return [match[1]] * times


def _again(stanza: list[str], times: int) -> list[str]:
    lines = [line for line in stanza if line.strip()]
    return [line for _ in range(times - 1) for line in ["", *lines]] if lines else []


def _number(times: str) -> int:
    """RETURNS (int): How often, from 1; 1 where the figure can be no number of repeats."""
    if times.lower() == "bis":
        return 2
    number = int("".join(char for char in times if char.isdigit()) or 1)
    return number if 1 <= number <= _MAX_REPEATS else 1
