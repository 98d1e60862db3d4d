"""Prepares the text of a prompt for reading: folded, quotations covered, parted into sentences. Places stay the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .prompt_patterns import AND, EDGE, JUNK, QUOTED, READ, SONGS, SUBORDINATE
from .prompt_quotes import Range

_SAME = {
    **dict.fromkeys(map(ord, "’‘ʼ`´"), "'"),
    **dict.fromkeys(map(ord, "‐‑"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u3000\t\r\x0b\x0c\u200b"), " "),
    **dict.fromkeys((*range(9), *range(14, 32), 127, ord(QUOTED), ord(READ)), " "),
}
SENTENCE_END = re.compile(
    r"(?<!\bmr)(?<!\bdr)(?<!\bms)(?<!\bmrs)(?<!\bst)(?<!\bvs)(?<!\bft)(?<!\bfeat)(?<!\s[a-z])[.!?…。！？]+[)\]]*(?=\s|$|[\ue000])|[。！？]|\n|\u2028|\u2029"
)
CLAUSE_END = re.compile(r"[;:]\s|\s[-–—]+\s|—")
LONG = 240  # characters from which a sentence is parted at semicolons, colons and dashes


def fold(text: str) -> str:
    """RETURNS (str): The text in lower case with plain apostrophes, hyphens and spaces, as many characters as before."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lower.translate(_SAME)


def cover(text: str, ranges: Iterable[Range], char: str) -> str:
    """RETURNS (str): The text with each character of the ranges replaced."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(ranges):
        if end > at:
            start = max(start, at)
            parts += [text[at:start], char * (end - start)]
            at = end
    return "".join([*parts, text[at:]])


def sentences(text: str) -> list[Range]:
    """RETURNS (list[Range]): The sentences of a folded text, without white space around them."""
    found: list[Range] = []
    start = 0
    for match in SENTENCE_END.finditer(text):
        found.append((start, match.start() if match.group().isspace() else match.end()))
        start = match.end()
    return [part for part in (strip(text, *span) for span in [*found, (start, len(text))]) if part[0] < part[1]]


def clauses(text: str, part: Range) -> list[Range]:
    """RETURNS (list[Range]): A sentence, or its clauses if it is long, without what is quoted."""
    pieces = [match.span() for match in re.compile(rf"[^{QUOTED}{READ}]+").finditer(text, *part)]
    found: list[Range] = []
    for start, end in pieces:
        if end - start > LONG:
            for joint in CLAUSE_END.finditer(text, start, end):
                found.append((start, joint.start()))
                start = joint.end()
        found.append((start, end))
    return [strip(text, *span) for span in found]


def strip(text: str, start: int, end: int) -> Range:
    """RETURNS (Range): The characters without white space at the ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def conjuncts(text: str, start: int, end: int) -> list[Range]:
    """Part a text at its conjunctions.

    text (str): The folded prompt.
    start (int), end (int): The part of it.
    RETURNS (list[Range]): The characters of each conjunct.
    """
    pieces: list[Range] = []
    for joint in AND.finditer(text, start, end):
        pieces.append((start, joint.start()))
        start = joint.end()
    return [*pieces, (start, end)]


def coordinates(text: str, start: int, end: int, *, short: bool) -> list[Range]:
    """RETURNS (list[Range]): What conjunctions join, if each is short; else the whole."""
    pieces = conjuncts(text, start, end)
    if short and any(len(text[s:e].split()) > 6 or SUBORDINATE.search(text, s, e) for s, e in pieces):
        return [(start, end)]
    return pieces


def content(text: str, *, matter: bool = False) -> bool:
    """Tell whether a text says something.

    text (str): The text, folded.
    matter (bool): Whether it is what songs are to be about, so that `music` says something.
    RETURNS (bool): Whether it has a quotation, or a word that is not of a request's frame.
    """
    junk = JUNK - SONGS if matter else JUNK
    return any(
        word.strip(".,;:!?()'\"-–—") not in junk and any(char.isalnum() or char == QUOTED for char in word)
        for word in text.split()
    )


def trim(text: str, start: int, end: int, *, matter: bool = False) -> Range:
    """RETURNS (Range): The characters without white space, punctuation and words that say nothing at the ends."""
    words = [match.span() for match in re.compile(rf"[^\s]*[\w{QUOTED}][^\s]*").finditer(text, start, end)]
    edge = EDGE - SONGS if matter else EDGE
    while words and text[words[0][0] : words[0][1]].strip(".,;:!?()-–—'\"") in edge:
        words.pop(0)
    while words and text[words[-1][0] : words[-1][1]].strip(".,;:!?()-–—'\"") in edge:
        words.pop()
    return (words[0][0], words[-1][1]) if words else (start, start)


def as_typed(original: str, covered: str) -> str:
    """RETURNS (str): The text as typed, where nothing of it was read."""
    return "".join(READ if char in (READ, QUOTED) else typed for typed, char in zip(original, covered, strict=True))
