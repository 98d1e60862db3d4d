"""Reads what a prompt demands of the songs themselves: their years, genre, artist, language, number and so on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .prompt_artists import ARTIST_CUE, artist_names, is_name, name_before
from .prompt_eras import RELATIVE, era_patterns, relative_years
from .prompt_patterns import BARE, KIND, NUMBER, NUMBERS, any_of, whole
from .prompt_quotes import Range
from .prompt_tables import COLLOCATIONS, LANGUAGES, NOT_A_LANGUAGE_BEFORE

Read = Callable[[re.Match[str]], Any]

# Where a pattern may be read: before the noun and right after it, in a part of its own, in what is left out, in a topic
HEAD, LOOSE, NEGATED, TOPIC = "head", "loose", "negated", "topic"
OUTSIDE = frozenset({HEAD, LOOSE, NEGATED})
ANYWHERE = OUTSIDE | {TOPIC}


@dataclass(frozen=True)
class Pattern:
    """A way of stating a constraint. kind (str): Its type. pattern (re.Pattern): How it is written.
    read (Callable): Gives the value of a match. zones (frozenset[str]): Where it is one."""

    kind: str
    pattern: re.Pattern[str]
    read: Read
    zones: frozenset[str]


@dataclass(frozen=True)
class Found:
    """A constraint that was read. kind (str), value (Any): What it says. start (int), end (int): Its characters."""

    kind: str
    value: Any
    start: int
    end: int


def number_of(text: str) -> int:
    """RETURNS (int): The number that digits or number words name; 0 if none."""
    text = re.sub(r"[\s-]+", " ", text.strip())
    if text.isdecimal():
        return int(text)
    return NUMBERS.get(text) or sum(NUMBERS.get(word, 0) for word in text.split())


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
            *_durations(), *_counts(), *_explicit(), *self._eras(), *self._genres(), *_languages(), *_popularity(),
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
        left = re.sub(whole(r"and|or|nor|only|just|mostly|please|style|any|music|songs|the|in"), " ", self.genre.sub(" ", text))
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
        return [*patterns, Pattern("era", RELATIVE, relative, OUTSIDE), Pattern("era", dated, relative, frozenset({TOPIC}))]

    def _genres(self) -> list[Pattern]:
        name = self.genre.pattern
        styled = rf"(?:in\s+(?:an?\s+|the\s+)?)?(?P<genre>{name})[\s-]+(?:style|version|form|vein|flavou?r|arrangement)s?"

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


def _counts() -> list[Pattern]:
    music = rf"(?:{BARE}|{KIND}|{whole('entries|titles|pieces|picks|suggestions|recommendations')})"
    upper = r"(?:at most|no more than|not more than|up to|max(?:imum)?(?: of)?|at least|a max(?:imum)? of|about|around|roughly|some|exactly|only|just|the)\s+"
    bound = r"(?:at most|no more than|not more than|up to|max(?:imum)?(?: of)?|at least|a max(?:imum)? of|exactly|just|only)\s+"
    several = rf"(?P<low>{NUMBER})\s*(?:-|–|to|or)\s*(?P<number>{NUMBER})"
    one = rf"(?P<number>{NUMBER})"

    def read(match: re.Match[str]) -> int:
        return max(number_of(match["number"]), number_of(match.groupdict().get("low") or "0"))

    adjectives = r"(?:(?!(?:years?|minutes?|mins?|seconds?|hours?|miles|times|day)\b)[\w'&+-]+[\s,]+){0,5}?"
    sources = [
        (rf"(?:{upper})?{several}(?=\s+{adjectives}{music})", OUTSIDE),
        (rf"(?:{upper})?(?<![\d'$£€-]){one}(?=\s+{adjectives}{music}|-(?:songs?|tracks?|tunes?)(?![\w-]))(?:-(?:songs?|tracks?|tunes?))?", OUTSIDE),
        (rf"(?:{bound})(?:{several}|{one.replace('number', 'second')})(?=\s*(?:$|[,.;!?)]|please|total|in all))", OUTSIDE),
        (rf"(?:{several}|{one.replace('number', 'second')})\s+(?:max(?:imum)?|at most|tops|in total|total|or so|or fewer|or less)(?![\w-])", OUTSIDE),
        (rf"top[\s-]+{one}", OUTSIDE),
        (rf"(?:of|with)\s+(?:{upper})?(?:{several}|{one.replace('number', 'second')})(?:\s+{music})?(?=\s*(?:$|[,.;!?)]|\s(?:about|for|on|from|by|in|of|to|that|with)\s))", frozenset({HEAD})),
    ]

    def read_any(match: re.Match[str]) -> int:
        return number_of(second) if (second := match.groupdict().get("second")) else read(match)

    return [Pattern("count", re.compile(whole(source)), read_any, zones) for source, zones in sources]


def _durations() -> list[Pattern]:
    amount = rf"(?P<number>\d+(?:[.,:]\d+)?|{NUMBER})(?P<half>\s+and a half)?[\s-]*(?P<unit>minutes?|mins?|seconds?|secs?)"
    under = r"(?:(?:that\s+)?(?:are|is|last|run|lasting|running|of|in)\s+)?(?:all\s+)?(?:under|less than|shorter than|below|at most|no longer than|not longer than|no more than|not more than|up to|max(?:imum)?(?: of)?)\s+"
    over = r"(?:(?:that\s+)?(?:are|is|last|run|lasting|running|of|in)\s+)?(?:all\s+)?(?:over|more than|longer than|above|at least|no shorter than|no less than|min(?:imum)?(?: of)?)\s+"
    end = r"(?:\s+(?:long|each|or less|in length|max|a song|per song|apiece|max(?:imum)?))*"
    span = rf"(?:between|from)?\s*(?P<low>\d+|{NUMBER})\s*(?:and|to|-|–)\s*{amount}{end}"

    def seconds(match: re.Match[str], name: str = "number") -> int:
        text = match[name]
        if ":" in text:
            minutes, rest = text.split(":")
            return int(minutes) * 60 + int(rest)
        value = float(text.replace(",", ".")) if text[0].isdigit() else float(number_of(text))
        value += 0.5 if match.groupdict().get("half") else 0
        return round(value * (1 if match["unit"].startswith("s") else 60))

    table: list[tuple[str, Read, frozenset[str]]] = [
        (span, lambda match: [seconds(match, "low"), seconds(match)], OUTSIDE),
        (under + amount + end, lambda match: [None, seconds(match)], ANYWHERE),
        (amount + r"\s+(?:or less|max(?:imum)?|tops|at most)", lambda match: [None, seconds(match)], OUTSIDE),
        (over + amount + end, lambda match: [seconds(match), None], ANYWHERE),
        (r"(?:around|roughly)?\s*" + amount + end, lambda match: [seconds(match) - 30, seconds(match) + 30], frozenset({HEAD})),
        (rf"(?:very\s+)?short(?=\s+(?:[\w'-]+\s+){{0,3}}{BARE})", lambda match: [None, 180], OUTSIDE),
        (rf"(?:very\s+)?long(?=\s+(?:[\w'-]+\s+){{0,3}}{BARE})(?!\s+playlist)", lambda match: [300, None], OUTSIDE),
    ]
    return [Pattern("duration", re.compile(whole(source)), read, zones) for source, read, zones in table]


def _explicit() -> list[Pattern]:
    bad = r"(?:explicit|swearing|swear\s?words?|swears|curs(?:e|ing)(?:\s?words?)?|profanit(?:y|ies)|bad (?:language|words)|strong language|foul language|dirty words|f-?bombs?|nsfw|vulgar(?:ity)?|obscenit(?:y|ies)|explicit (?:lyrics|content|language|words|songs|stuff))"
    fine = r"(?:is |are )?(?:totally |perfectly |also )?(?:ok|okay|fine|allowed|welcome|good|cool|no problem|alright)"
    clean = (
        r"(?:(?:that\s+)?(?:are|is)\s+)?(?:keep it\s+|all\s+)?(?:clean(?:\s+(?:enough for (?:my |the )?(?:kids|children|work|school)|lyrics|versions?|words))?|"
        r"(?:family|kid|child|work|school|radio)s?[\s-](?:friendly|safe|appropriate)|safe for (?:work|kids|children|school)|sfw|"
        r"(?:suitable|appropriate|ok|okay|fine) for (?:my |the )?(?:kids|children|families|work|school)|pg(?:-?13)?|non-explicit)"
    )
    return [
        Pattern("explicit", re.compile(whole(rf"{bad}\s+{fine}|uncensored|explicit (?:songs?|lyrics|versions?)(?=\s)|(?:with|lots of) {bad}")), _true, frozenset({HEAD, LOOSE})),
        Pattern("explicit", re.compile(whole(clean)), _false, frozenset({HEAD, LOOSE})),
        Pattern("explicit", re.compile(whole(r"(?:that\s+)?(?:are|is)\s+(?:clean|family[\s-]friendly|kid[\s-]friendly)[^,;.]*|(?:family|kid)[\s-]friendly")), _false, frozenset({TOPIC})),
        Pattern("explicit", re.compile(whole(r"explicit")), _true, frozenset({HEAD, LOOSE})),
        Pattern("explicit", re.compile(whole(rf"(?:any |that |with |the )?{bad}")), _false, frozenset({NEGATED})),
    ]


def _true(match: re.Match[str]) -> bool:
    return True


def _false(match: re.Match[str]) -> bool:
    return False


def _languages() -> list[Pattern]:
    name = any_of(LANGUAGES)
    before = NOT_A_LANGUAGE_BEFORE

    def read(match: re.Match[str]) -> str:
        return LANGUAGES[re.sub(r"\s+", " ", match["language"])]

    cue = r"(?:(?:sung|written|with lyrics|with words|lyrics|performed|recorded|singing|all)\s+)*(?:in|en|auf|på|em)\s+(?:the\s+)?"
    return [
        Pattern("language", re.compile(whole(rf"{before}{cue}(?P<language>{name})(?:\s+(?:language|only|please))?") + r"(?=\s*(?:$|[,.;:!?()-]|\s(?:or|and|about|from|for|by|only|please|on|with|but|if)\b))"), read, ANYWHERE),
        Pattern("language", re.compile(whole(rf"(?P<language>{name})(?:[\s-]+(?:language|speaking|sung|only))(?:\s+(?:only|songs|music))?")), read, ANYWHERE),
        Pattern("language", re.compile(r"(?<!non-)" + whole(rf"(?P<language>{any_of(word for word in LANGUAGES if word not in ('irish', 'welsh', 'latin', 'indian'))})")), read, OUTSIDE),
    ]


def _popularity() -> list[Pattern]:
    known = (
        r"(?:(?:that are|very|really|most|super|too|so|all|the)\s+)*(?:popular|famous|well[\s-]?known|best[\s-]known|mainstream|chart[\s-]?topping|"
        r"overplayed|iconic)|(?:(?:big|biggest|greatest|smash|chart|number one|the|top)\s+)*hits?(?:\s+songs?)?|chart-?toppers?|"
        r"(?:that )?every(?:one|body) knows"
    )
    rare = (
        r"(?:(?:that are|very|really|most|super|too|so|all|the|some)\s+)*(?:obscure|little[\s-]known|less(?:er)?[\s-](?:well[\s-])?known|unknown|underrated|"
        r"overlooked|forgotten|rare|underground|unheard(?:[\s-]of)?)|deep(?:er)? cuts?|hidden (?:gems?|treasures?)|b[\s-]sides?|rarit(?:y|ies)|"
        r"(?:that )?(?:nobody|no one|few people|hardly anyone) knows"
    )
    return [
        Pattern("popularity", re.compile(whole(known)), lambda match: [60, 100], OUTSIDE),
        Pattern("popularity", re.compile(whole(rare)), lambda match: [0, 40], OUTSIDE),
    ]


__all__ = ["HEAD", "LOOSE", "NEGATED", "TOPIC", "ConstraintReader", "Found", "is_name", "name_before", "number_of"]
