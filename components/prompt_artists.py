"""Finds the names of artists, by their cue and their capitals."""

from __future__ import annotations

import re

from .prompt_patterns import whole, words
from .prompt_quotes import Range
from .prompt_tables import NOT_A_NAME, NOT_BY

ARTIST_CUE = re.compile(
    whole(
        r"(?:(?:sung|written|performed|recorded|made|played|only)\s+)?by|(?:from|of) the (?:band|singer|artist|group|duo)"
    )
    + r"\s+(?:(?:the (?:band|singer|artist|group|duo)|either|both|only|anyone but)\s+)?"
)
PARTICLES = frozenset(words("the of and & de la le las los van von der den da di del du el y e und et st n'"))
WORD = re.compile(r"[\w'’.&+!$*-]+")
STOP = re.compile(
    r"[,;:!?()\[\]\n]|\.(?=\s|$)|\s[-–—]+\s|—|"
    + whole(
        r"about|on|with|without|from|in|that|which|who|but|or|please|pls|if|for|where|when|not|no|nothing|only|songs?|music|tracks?|"
        r"at all|though|except|before|after|since|under|over|instead|rather|either|like"
    )
)
BETWEEN = re.compile(r"\s*,?\s*\b(?:and|or|nor)\s+(?:by\s+)?|\s*,\s*(?:by\s+)?")


def artist_names(text: str, original: str, at: int, end: int, *, strict: bool) -> list[Range]:
    """Find the names that follow a cue such as `by`.

    text (str): The folded prompt.
    original (str): The prompt as typed.
    at (int), end (int): Where the names begin, and where to stop reading.
    strict (bool): Whether a name must be capitalised.
    RETURNS (list[Range]): The characters of each name.
    """
    names: list[Range] = []
    while at < end:
        name = _capitalised(text, original, at, end) or (None if strict else _plain(text, at, end))
        if name is None or (names and original[name[0]].islower() and original[names[0][0]].isupper()):
            break
        names.append(name)
        joint = BETWEEN.match(text, name[1], end)
        if not joint:
            break
        at = joint.end()
    return names


def is_name(typed: str, *, initial: bool = False) -> bool:
    """Tell whether a few words look like the name of an artist.

    typed (str): The words as typed.
    initial (bool): Whether they begin a sentence, so that the first capital says nothing.
    RETURNS (bool): Whether each word, particles aside, has a capital, and they are not known for something else.
    """
    words = [word for word in WORD.findall(typed) if word]
    named = [word for word in words if word.lower() not in PARTICLES]
    if not named or len(words) > 5 or not all(word[0].isupper() or word[0].isdigit() for word in named):
        return False
    if all(word.lower().removesuffix("'s").removesuffix("’s") in NOT_A_NAME for word in named):
        return False
    if named[0].lower() in NOT_A_NAME and len(named) == 1:
        return False
    return any(word[0].isupper() for word in named) and (len(named) > 1 or not initial)


def name_before(original: str, start: int, end: int, *, initial: bool) -> Range | None:
    """Find a name that describes songs, as in `Ida Wren songs`.

    original (str): The prompt as typed.
    start (int), end (int): The words before the noun.
    initial (bool): Whether they begin a sentence.
    RETURNS (Range | None): The characters of the name.
    """
    words = [match.span() for match in WORD.finditer(original, start, end)]
    first = len(words)
    while first and (
        original[words[first - 1][0]].isupper() or original[slice(*words[first - 1])].lower() in PARTICLES
    ):
        first -= 1
    while first < len(words) and original[words[first][0]].islower():
        first += 1
    if first == len(words):
        return None
    name = (words[first][0], words[-1][1])
    typed = re.sub(r"['’]s?$", "", original[slice(*name)])
    return (name[0], name[0] + len(typed)) if is_name(typed, initial=initial and first == 0) else None


def _capitalised(text: str, original: str, at: int, end: int) -> Range | None:
    """RETURNS (Range | None): The longest run of capitalised words and particles from here, ending in a capital."""
    last = at
    for match in WORD.finditer(original, at, end):
        if original[last : match.start()].strip(" ") or (STOP.match(text, match.start(), end) and last > at):
            break
        word = match.group().rstrip(".!")
        if not word or (not (word[0].isupper() or word[0].isdigit()) and word.lower() not in PARTICLES):
            break
        if word == "and" and last > at and not re.match(r"\s+(?:the|his|her)\s", original[match.end() : end]):
            break
        if word[0].isupper() or word[0].isdigit():
            last = match.start() + len(word)
        elif last == at and word.lower() != "the":
            return None
        else:
            continue
    return (at, last) if last > at and is_name(original[at:last]) else None


def _plain(text: str, at: int, end: int) -> Range | None:
    """RETURNS (Range | None): The words up to the next word that cannot be of a name, if they may be one."""
    stop = STOP.search(text, at, end)
    joint = re.compile(r"\s+and\s+(?!the\b)").search(text, at, stop.start() if stop else end)
    last = joint.start() if joint else stop.start() if stop else end
    name = text[at:last].rstrip()
    words = name.split()
    if not words or len(words) > 4 or not re.match(r"\w", name):
        return None
    if words[0] == "the" and (len(words) < 2 or not words[-1].endswith("s")):
        return None
    if any(word in NOT_BY or word.removesuffix("s") in NOT_BY for word in (words[words[0] == "the"], words[-1])):
        return None
    return at, at + len(name)
