"""The ways of saying how many songs are wanted, how long, how clean, in what language, and how well known."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .prompt_patterns import BARE, KIND, NUMBER, NUMBERS, any_of, whole
from .prompt_tables import LANGUAGES, NOT_A_LANGUAGE_BEFORE

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


def number_of(text: str) -> int:
    """RETURNS (int): The number that digits or number words name; 0 if none."""
    text = re.sub(r"[\s-]+", " ", text.strip())
    if text.isdecimal():
        return int(text)
    return NUMBERS.get(text) or sum(NUMBERS.get(word, 0) for word in text.split())


def count_patterns() -> list[Pattern]:
    """RETURNS (list[Pattern]): The ways of saying how many songs are wanted."""
    music = rf"(?:{BARE}|{KIND}|{whole('entries|titles|pieces|picks|suggestions|recommendations')})"
    upper = r"(?:at most|no more than|not more than|up to|max(?:imum)?(?: of)?|at least|a max(?:imum)? of|about|around|roughly|some|exactly|only|just|the)\s+"
    bound = r"(?:at most|no more than|not more than|up to|max(?:imum)?(?: of)?|at least|a max(?:imum)? of|exactly|just|only)\s+"
    several = rf"(?P<low>{NUMBER})(?:(?<=\d)\s*[-–]\s*(?=\d)|\s+(?:to|or)\s+)(?P<number>{NUMBER})"
    one = rf"(?P<number>{NUMBER})"

    def read(match: re.Match[str]) -> int:
        return max(number_of(match["number"]), number_of(match.groupdict().get("low") or "0"))

    adjectives = r"(?:(?!(?:years?|minutes?|mins?|seconds?|hours?|miles|times|day)\b)[\w'&+-]+[\s,]+){0,5}?"
    sources = [
        (rf"(?:{upper})?{several}(?=\s+{adjectives}{music})", OUTSIDE),
        (
            rf"(?:{upper})?(?<![\d'$£€-]){one}(?=\s+{adjectives}{music}|-(?:songs?|tracks?|tunes?)(?![\w-]))(?:-(?:songs?|tracks?|tunes?))?",
            OUTSIDE,
        ),
        (
            rf"(?:{bound})(?:{several}|{one.replace('number', 'second')})(?=\s*(?:$|[,.;!?)]|please|total|in all))",
            OUTSIDE,
        ),
        (
            rf"(?:{several}|{one.replace('number', 'second')})\s+(?:max(?:imum)?|at most|tops|in total|total|or so|or fewer|or less)(?![\w-])",
            OUTSIDE,
        ),
        (rf"top[\s-]+{one}", OUTSIDE),
        (
            rf"(?:of|with)\s+(?:{upper})?(?:{several}|{one.replace('number', 'second')})(?:\s+{music})?(?=\s*(?:$|[,.;!?)]|\s(?:about|for|on|from|by|in|of|to|that|with)\s))",
            frozenset({HEAD}),
        ),
    ]

    sources.append((rf"{one.replace('number', 'second').replace('{1,4}', '{1,3}')}$", frozenset({HEAD})))

    def read_any(match: re.Match[str]) -> int:
        return number_of(second) if (second := match.groupdict().get("second")) else read(match)

    return [Pattern("count", re.compile(whole(source)), read_any, zones) for source, zones in sources]


def duration_patterns() -> list[Pattern]:
    """RETURNS (list[Pattern]): The ways of saying how long songs may be, in seconds."""
    amount = (
        rf"(?P<number>\d+(?:[.,:]\d+)?|{NUMBER})(?P<half>\s+and a half)?[\s-]*(?P<unit>minutes?|mins?|seconds?|secs?)"
    )
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
        (
            r"(?:around|roughly)?\s*" + amount + end,
            lambda match: [seconds(match) - 30, seconds(match) + 30],
            frozenset({HEAD}),
        ),
        (rf"(?:very\s+)?short(?=\s+(?:[\w'-]+\s+){{0,3}}{BARE})", lambda match: [None, 180], OUTSIDE),
        (rf"(?:very\s+)?long(?=\s+(?:[\w'-]+\s+){{0,3}}{BARE})(?!\s+playlist)", lambda match: [300, None], OUTSIDE),
    ]
    return [Pattern("duration", re.compile(whole(source)), read, zones) for source, read, zones in table]


def explicit_patterns() -> list[Pattern]:
    """RETURNS (list[Pattern]): The ways of saying whether explicit words are wanted."""
    bad = r"(?:explicit|swearing|swear\s?words?|swears|curs(?:e|ing)(?:\s?words?)?|profanit(?:y|ies)|bad (?:language|words)|strong language|foul language|dirty words|f-?bombs?|nsfw|vulgar(?:ity)?|obscenit(?:y|ies)|explicit (?:lyrics|content|language|words|songs|stuff))"
    fine = r"(?:is |are )?(?:totally |perfectly |also )?(?:ok|okay|fine|allowed|welcome|good|cool|no problem|alright)"
    clean = (
        r"(?:(?:that\s+)?(?:are|is)\s+)?(?:keep it\s+|all\s+)?(?:clean(?:\s+(?:enough for (?:my |the )?(?:kids|children|work|school)|lyrics|versions?|words))?|"
        r"(?:family|kid|child|work|school|radio)s?[\s-](?:friendly|safe|appropriate)|safe for (?:work|kids|children|school)|sfw|"
        r"(?:suitable|appropriate|ok|okay|fine) for (?:my |the )?(?:kids|children|families|work|school)|pg(?:-?13)?|non-explicit)"
    )
    return [
        Pattern(
            "explicit",
            re.compile(
                whole(rf"{bad}\s+{fine}|uncensored|explicit (?:songs?|lyrics|versions?)(?=\s)|(?:with|lots of) {bad}")
            ),
            _true,
            frozenset({HEAD, LOOSE}),
        ),
        Pattern("explicit", re.compile(whole(clean)), _false, frozenset({HEAD, LOOSE})),
        Pattern(
            "explicit",
            re.compile(
                whole(
                    r"(?:that\s+)?(?:are|is)\s+(?:clean|family[\s-]friendly|kid[\s-]friendly)[^,;.]*|(?:family|kid)[\s-]friendly"
                )
            ),
            _false,
            frozenset({TOPIC}),
        ),
        Pattern("explicit", re.compile(whole(r"explicit")), _true, frozenset({HEAD, LOOSE})),
        Pattern("explicit", re.compile(whole(rf"(?:any |that |with |the )?{bad}")), _false, frozenset({NEGATED})),
    ]


def _true(match: re.Match[str]) -> bool:
    return True


def _false(match: re.Match[str]) -> bool:
    return False


def language_patterns() -> list[Pattern]:
    """RETURNS (list[Pattern]): The ways of saying the language of the words."""
    name = any_of(LANGUAGES)
    before = NOT_A_LANGUAGE_BEFORE

    def read(match: re.Match[str]) -> str:
        return LANGUAGES[re.sub(r"\s+", " ", match["language"])]

    cue = r"(?:(?:sung|written|with lyrics|with words|lyrics|performed|recorded|singing|all)\s+)*(?:in|en|auf|på|em)\s+(?:the\s+)?"
    return [
        Pattern(
            "language",
            re.compile(
                whole(rf"{before}{cue}(?P<language>{name})(?:\s+(?:language|only|please))?")
                + r"(?=\s*(?:$|[,.;:!?()-]|\s(?:or|and|about|from|for|by|only|please|on|with|but|if)\b))"
            ),
            read,
            ANYWHERE,
        ),
        Pattern(
            "language",
            re.compile(
                whole(rf"(?P<language>{name})(?:[\s-]+(?:language|speaking|sung|only))(?:\s+(?:only|songs|music))?")
            ),
            read,
            ANYWHERE,
        ),
        Pattern(
            "language",
            re.compile(
                r"(?<!non-)"
                + whole(
                    rf"(?P<language>{any_of(word for word in LANGUAGES if word not in ('irish', 'welsh', 'latin', 'indian'))})"
                )
            ),
            read,
            OUTSIDE,
        ),
    ]


def popularity_patterns() -> list[Pattern]:
    """RETURNS (list[Pattern]): The ways of saying how well known songs are, 0 to 100."""
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
    that = r"(?:that|which)\s+(?:are|were|is|was|became|have become)\s+"
    return [
        Pattern("popularity", re.compile(that + whole(known)), lambda match: [60, 100], frozenset({TOPIC})),
        Pattern("popularity", re.compile(that + whole(rare)), lambda match: [0, 40], frozenset({TOPIC})),
        Pattern("popularity", re.compile(whole(known)), lambda match: [60, 100], OUTSIDE),
        Pattern("popularity", re.compile(whole(rare)), lambda match: [0, 40], OUTSIDE),
    ]
