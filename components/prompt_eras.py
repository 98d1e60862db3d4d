"""Reads spans of years: decades, centuries, single years, open and closed ranges."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .prompt_patterns import any_of, whole, words

Years = list[int | None]

DECADES = {
    word: 1900 + 10 * n
    for n, word in enumerate(words("twenties thirties forties fifties sixties seventies eighties nineties"), 2)
} | {"noughties": 2000, "aughts": 2000, "two thousands": 2000}
PART = r"(?:(?P<part{0}>early|earlier|mid|middle|late|later)(?:[\s-]+|-?to-?)(?:the\s+|part of the\s+)?)?"
DECADE = rf"{PART}(?P<decade{{0}}>(?:1[5-9]|20)\d0'?s|'?\d0'?s|{any_of(DECADES)})"
YEAR = r"(?P<year{0}>1[5-9]\d\d|20\d\d)(?!\s*(?:%|km|miles|people|dollars|times|days|feet)|\d|[.,:]\d)"
MOMENT = rf"(?:the\s+)?(?:(?:year\s+|end of\s+|start of\s+)?{YEAR}|{DECADE})"
FROM = (
    r"(?:(?:that\s+(?:came out|(?:was|were)\s+(?:released|recorded|made|written))\s+|released|recorded|made|written|out|dating|hits?|"
    r"classics?)\s+)?"
)
TO = r"\s*(?:-|–|—|to|until|till|through|thru|and)\s*"
AFTERWARDS = r"(?:onwards?|on|and (?:later|after|newer|up|onwards?|beyond)|or (?:later|newer)|up|to (?:now|today|the present|date)|\+)"
EARLIER = r"(?:and|or) (?:earlier|before|older)|backwards?|back"


@dataclass(frozen=True)
class EraPattern:
    """A way of naming years. pattern (re.Pattern): How it is written. read (Callable): Gives the years of a match.
    bare (bool): Whether it may stand inside a topic, where it could as well be the matter."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Years]
    in_topic: bool


def years_of(match: re.Match[str], number: int) -> tuple[int, int]:
    """RETURNS (tuple[int, int]): First and last year of the match's moment with that number."""
    groups = match.groupdict()
    if year := groups.get(f"year{number}"):
        return int(year), int(year)
    word = re.sub(r"\s+", " ", groups[f"decade{number}"]).replace("'", "")
    first = DECADES.get(word)
    if first is None:
        digits = int(word[:-1])
        first = digits if digits > 99 else digits + (1900 if digits >= 30 else 2000)
    low, high = {"e": (0, 3), "m": (4, 6), "l": (7, 9)}.get((groups.get(f"part{number}") or " ")[0], (0, 9))
    return first + low, first + high


def _moment(match: re.Match[str]) -> Years:
    return list(years_of(match, 1))


def _between(match: re.Match[str]) -> Years:
    first, last = years_of(match, 1), years_of(match, 2)
    return [first[0], last[1]] if first[0] <= last[1] else [last[0], first[1]]


def _short_range(match: re.Match[str]) -> Years:
    first = int(match["year1"])
    last = first - first % 100 + int(match["short"])
    return [first, last if last >= first else last + 100]


def _short_year(match: re.Match[str]) -> Years:
    year = int(match["short"])
    return [year + (1900 if year >= 30 else 2000)] * 2


def _before(match: re.Match[str]) -> Years:
    return [None, years_of(match, 1)[0] - 1]


def _until(match: re.Match[str]) -> Years:
    return [None, years_of(match, 1)[1]]


def _after(match: re.Match[str]) -> Years:
    return [years_of(match, 1)[1] + 1, None]


def _since(match: re.Match[str]) -> Years:
    return [years_of(match, 1)[0], None]


def _around(match: re.Match[str]) -> Years:
    first, last = years_of(match, 1)
    return [first - 2, last + 2] if first == last else [first, last]


def _century(match: re.Match[str]) -> Years:
    word = match["century"]
    if word in ("this", "the current", "our", "the 21st", "21st", "twenty-first", "the twenty-first", "the new"):
        return [2000, None]
    return [1800, 1899] if "19" in word or "nineteenth" in word else [1900, 1999]


def era_patterns() -> list[EraPattern]:
    """RETURNS (list[EraPattern]): The ways of naming years, the more telling ones first."""
    one, two = MOMENT.format(1), MOMENT.format(2)
    source = FROM + r"(?:from|of|in|during|out of|back in|around)\s+"
    span = rf"(?:from|between|in|of)\s+{one}{TO}{two}"
    table: list[tuple[str, Callable[[re.Match[str]], Years], bool]] = [
        (FROM + span, _between, True),
        (rf"from\s+{YEAR.format(1)}\s*[-–/]\s*'?(?P<short>\d\d)(?!\d)", _short_range, True),
        (rf"{one}\s*(?:-|–|to|until|through)\s*{two}", _between, False),
        (rf"(?:from\s+)?{YEAR.format(1)}\s*[-–/]\s*'?(?P<short>\d\d)(?!\d)", _short_range, False),
        (rf"(?:from\s+)?{one}\s+{AFTERWARDS}", _since, True),
        (rf"(?:from\s+)?{one}\s+(?:{EARLIER})", _until, True),
        (FROM + rf"(?:from\s+)?(?:before|prior to|pre|older than|earlier than)[\s-]+{one}", _before, True),
        (FROM + rf"(?:no later than|not after|until|till|up to|by)\s+{one}", _until, False),
        (FROM + rf"(?:from\s+)?(?:after|post|newer than|later than|past|beyond)[\s-]+{one}", _after, True),
        (FROM + rf"(?:ever\s+)?(?:since|no earlier than|not before|starting (?:in|from|with))\s+{one}", _since, True),
        (rf"(?:from\s+)?(?:around|circa|c\.|ca\.?)\s+{YEAR.format(1)}", _around, False),
        (
            r"(?:(?:from|of|in|during)\s+)?(?P<century>this|the current|our|the new|(?:the\s+)?(?:last|past|20th|21st|19th|twentieth|"
            r"twenty-first|nineteenth))[\s-]century",
            _century,
            False,
        ),
        (FROM + rf"from\s+{one}", _moment, True),
        (r"(?:released|recorded|made|written|(?:came|come) out)\s+(?:in|during)\s+" + one, _moment, True),
        (rf"(?:{source})?(?:the\s+)?{DECADE.format(1)}(?!\s+(?:years?|old|miles|degrees))", _moment, False),
        (rf"{source}{YEAR.format(1)}", _moment, False),
        (YEAR.format(1), _moment, False),
        (FROM + r"from\s+'(?P<short>\d\d)", _short_year, True),
        (r"(?:in|of)\s+'(?P<short>\d\d)", _short_year, False),
        (r"oldies", lambda match: [None, 1979], False),
    ]
    return [EraPattern(re.compile(whole(source)), read, in_topic) for source, read, in_topic in table]


RELATIVE = re.compile(
    whole(
        r"(?:(?:from|of|in|over|during|within)\s+)?(?:the\s+)?(?:last|past)\s+(?P<number>few|couple of|\d{1,3}|{number})?\s*(?P<unit>years?|decades?)|"
        r"(?:from\s+)?(?:this|last) (?P<single>year)|(?P<recent>recent|brand[- ]new|new|newer|newest|latest|modern|contemporary|current|"
        r"recently released|released recently|from (?:recent|the recent) years|of today|from today|nowadays)".replace(
            "{number}",
            any_of(words("one two three four five six seven eight nine ten fifteen twenty thirty forty fifty")),
        )
    )
)


def relative_years(match: re.Match[str], this_year: int | None, recent_years: int, number: int | None) -> Any:
    """RETURNS (list[int] | None): The years meant by `recent` or `the last ten years`; None if no year is known."""
    if this_year is None:
        return None
    if match["single"]:
        year = this_year - match.group().split()[-2].startswith("last")
        return [year, year]
    if match["recent"]:
        return [this_year - recent_years, this_year]
    years = (number or 1) * (10 if match["unit"].startswith("decade") else 1)
    return [this_year - years, this_year]
