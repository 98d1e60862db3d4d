"""Reads what a prompt demands of the songs themselves: their years, genre, artist, language, number and so on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .prompt_artists import ARTIST_CUE, artist_names
from .prompt_demands import (
    ANYWHERE,
    HEAD,
    OUTSIDE,
    TOPIC,
    Pattern,
    count_patterns,
    duration_patterns,
    explicit_patterns,
    language_patterns,
    number_of,
    popularity_patterns,
)
from .prompt_eras import RELATIVE, era_patterns, relative_years
from .prompt_patterns import any_of, whole
from .prompt_quotes import Range
from .prompt_tables import COLLOCATIONS, LANGUAGES

NEXT_LANGUAGE = re.compile(
    rf"\s*(?:,|or|and)\s+(?:in\s+)?(?P<language>{any_of(LANGUAGES)})(?=\s*(?:$|[,.;:!?()-]|\s(?:or|and|about|from|for|by|only|please)\b))"
)


@dataclass(frozen=True)
class Found:
    """A constraint that was read. kind (str), value (Any): What it says. start (int), end (int): Its characters."""

    kind: str
    value: Any
    start: int
    end: int


class ConstraintReader:
    """Reads constraints from folded text.

    genres (Mapping[str, Sequence[str]]): Other names of each genre, by its canonical name.
    this_year (int | None): The year that `the last ten years` is counted from; None leaves such eras without a value.
    recent_years (int): How many years `recent` means.
    """

    def __init__(self, genres: Mapping[str, Sequence[str]], this_year: int | None, recent_years: int) -> None:
        self.genres = {_squash(name): canonical for canonical, names in genres.items() for name in (canonical, *names)}
        self.this_year = this_year
        self.recent_years = recent_years
        self.genre = _genre_pattern(genres)
        self.patterns = [
            *duration_patterns(), *count_patterns(), *explicit_patterns(), *self._genres(), *self._eras(), *language_patterns(), *popularity_patterns(),
        ]  # fmt: skip

    def read(self, text: str, original: str, part: Range, zone: str) -> list[Found]:
        """Read all constraints of a part of a prompt.

        text (str): The folded prompt.
        original (str): The prompt as typed, for the capitals of names.
        part (Range): The characters to read.
        zone (str): What the part is.
        RETURNS (list[Found]): What was found, in order, without overlap.
        """
        found: list[Found] = []
        taken = bytearray(part[1] - part[0])
        for pattern in self.patterns:
            if zone in pattern.zones:
                for match in pattern.pattern.finditer(text, *part):
                    start, end = match.start() - part[0], match.end() - part[0]
                    if start < end and not any(taken[start:end]):
                        taken[start:end] = b"\1" * (end - start)
                        found.append(Found(pattern.kind, pattern.read(match), *match.span()))
        if zone == TOPIC:
            found += self._more_languages(text, part, found)
        for artist in self.artists(text, original, part, zone):
            if not any(taken[artist.start - part[0] : artist.end - part[0]]):
                found.append(artist)
        return sorted(found, key=lambda one: one.start)

    def match(self, text: str, original: str, at: int, end: int) -> Found | None:
        """RETURNS (Found | None): The constraint that begins at a character right after the noun."""
        for pattern in self.patterns:
            if HEAD in pattern.zones and (match := pattern.pattern.match(text, at, end)) and match.end() > at:
                return Found(pattern.kind, pattern.read(match), *match.span())
        return None

    def _more_languages(self, text: str, part: Range, found: list[Found]) -> list[Found]:
        """RETURNS (list[Found]): The languages that follow on one that was found, as in `in French or Italian`."""
        more: list[Found] = []
        for language in (one for one in found if one.kind == "language"):
            at = language.end
            while match := NEXT_LANGUAGE.match(text, at, part[1]):
                more.append(Found("language", LANGUAGES[match["language"]], *match.span("language")))
                at = match.end()
        return more

    def artists(self, text: str, original: str, part: Range, zone: str) -> list[Found]:
        """RETURNS (list[Found]): The artists of a part, one for each name."""
        found: list[Found] = []
        for cue in ARTIST_CUE.finditer(text, *part):
            names = artist_names(text, original, cue.end(), part[1], strict=zone == TOPIC)
            found += [
                Found("artist", original[start:end], cue.start() if i == 0 else start, end)
                for i, (start, end) in enumerate(names)
            ]
        return found

    def only_genres(self, text: str) -> bool:
        """RETURNS (bool): Whether the text is a list of genres and nothing else."""
        left = re.sub(
            whole(r"and|or|nor|only|just|mostly|please|style|any|music|songs|the|in"), " ", self.genre.sub(" ", text)
        )
        return not re.search(r"\w", left)

    def _eras(self) -> list[Pattern]:
        patterns = [
            Pattern("era", era.pattern, era.read, ANYWHERE if era.in_topic else OUTSIDE) for era in era_patterns()
        ]

        def relative(match: re.Match[str]) -> Any:
            word = match["number"] or "1"
            number = {"few": 3, "couple of": 2}.get(word) or number_of(word)
            return relative_years(match, self.this_year, self.recent_years, number)

        dated = re.compile(rf"(?=from\s|over the\s){RELATIVE.pattern}")
        return [
            *patterns,
            Pattern("era", RELATIVE, relative, OUTSIDE),
            Pattern("era", dated, relative, frozenset({TOPIC})),
        ]

    def _genres(self) -> list[Pattern]:
        name = self.genre.pattern
        styled = (
            rf"(?:in\s+(?:an?\s+|the\s+)?)?(?P<genre>{name})[\s-]+(?:style|version|form|vein|flavou?r|arrangement)s?"
        )

        def read(match: re.Match[str]) -> str:
            return self.genres[_squash(match.groupdict().get("genre") or match.group())]

        return [
            Pattern("genre", re.compile(styled), read, ANYWHERE),
            Pattern("genre", self.genre, read, OUTSIDE),
        ]


def _genre_pattern(genres: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    names = {_spelling(name) for canonical, others in genres.items() for name in (canonical, *others)}
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(whole("|".join(ordered)) + COLLOCATIONS)


def _spelling(name: str) -> str:
    return r"[\s-]?".join(re.escape(part) for part in re.split(r"[\s-]+", name.lower()))


def _squash(name: str) -> str:
    return re.sub(r"[\s-]+", "", name.lower())
