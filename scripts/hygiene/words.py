"""Words that say something, and the syllables between them that do not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from components.song import HEADING

# Syllables that are sung for their sound in any language.
_SOUND = re.compile(
    r"^(?:o+h+|o{2,}|a+h+|a{2,}|e+h+|uh+|u{2,}h*|h+u+h+|h+m+|m{2,}|mhm|wh?o{2,}h*|w[ho]+a+h*|wo+h+|ye+a+h*|y[ae]+h+|ya+y+"
    r"|hey+|h[ae]+h+|sha+|shoo+p?|shop|doo+|du+h|dah|nah|bah|bop|bum|lai|lala|nana|dada|trala|o+w+|oi+|brr+|skrr+)$"
)
# Sounds that are words too in some language: sounds only where they are doubled, as in `la la`.
_AMBIGUOUS = frozenset(
    [
        "la",
        "na",
        "da",
        "do",
        "ha",
        "he",
        "fa",
        "no",
        "de",
        "di",
        "pa",
        "lo",
        "ba",
        "ya",
        "du",
        "ay",
        "ey",
        "dum",
        "tra",
        "ho",
        "hum",
        "yo",
    ]
)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_CHARACTERS_A_WORD = 2  # in scripts without spaces between words


def tokenize(line: str) -> list[str]:
    """RETURNS (list[str]): The words of a line in lower case; figures and signs are none."""
    return _TOKEN.findall(line.lower())


def sung_words(line: str) -> list[str]:
    """Leave out what is sung for its sound only.

    line (str): A sung line, such as `Na na na, hold the lantern`.
    RETURNS (list[str]): The words that say something, such as `hold`, `the`, `lantern`.
    """
    tokens = tokenize(line)
    sounds = [bool(_SOUND.match(token)) or token in _AMBIGUOUS for token in tokens]
    alone = all(sounds)
    return [
        token
        for i, token in enumerate(tokens)
        if not (sounds[i] and (alone or token not in _AMBIGUOUS or _doubled(tokens, i)))
    ]


def count_words(text: str) -> int:
    """Count the words of lyrics that say something.

    text (str): Lyrics; headings do not count.
    RETURNS (int): The words; in scripts without spaces two characters are taken for one.
    """
    return sum(_count_line(line) for line in _sung_lines(text))


def _sung_lines(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if not HEADING.match(line))


def _count_line(line: str) -> int:
    unspaced = len(_UNSPACED.findall(line))
    return len(sung_words(_UNSPACED.sub(" ", line))) + -(-unspaced // _CHARACTERS_A_WORD)


def _doubled(tokens: list[str], i: int) -> bool:
    return token_at(tokens, i - 1) == tokens[i] or token_at(tokens, i + 1) == tokens[i]


def token_at(tokens: list[str], i: int) -> str | None:
    """RETURNS (str | None): The token at a place, or None where there is none; -1 is no place."""
    return tokens[i] if 0 <= i < len(tokens) else None
