"""Finds what stands in quotation marks, balanced or not."""

from __future__ import annotations

import re

Range = tuple[int, int]

MARKS = re.compile(r"[\"“”„‟«»「」『』]|\n\s*\n")
CLOSING = {"“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "「": "」", "『": "』", "”": "”"}
SINGLE = re.compile(
    r"(?<![\w'’])(?:'(?!\d|s\b|n\b|em\b|til\b|till\b|cause\b|cos\b|cuz\b|tis\b|twas\b|round\b|bout\b|neath\b|gainst\b)"
    r"(?P<straight>[^\s'\n](?:[^'\n]|(?<=\w)'(?=\w)){0,400}?[^\s'\n])(?<!\bn)'(?!\w)"
    r"|‘(?P<curly>[^\s‘’\n](?:[^‘’\n]|(?<=\w)’(?=\w)){0,400}?[^\s‘’\n])’(?!\w))",
    re.IGNORECASE,
)
DROPPED_G = re.compile(r"in$", re.IGNORECASE)


def find_quotes(text: str) -> list[Range]:
    """Find the quotations of a text. A mark that is never closed reaches to the end of its paragraph, one that was never
    opened from the beginning of it.

    text (str): The text.
    RETURNS (list[Range]): First and end character of each, without the marks, in order, none inside another.
    """
    found = _double(text)
    return sorted([*found, *_single(text, found)])


def _double(text: str) -> list[Range]:
    ranges: list[Range] = []
    opened: tuple[int, str] | None = None  # where it begins and what may close it
    paragraph = 0  # where the unquoted part of the paragraph begins
    for match in MARKS.finditer(text):
        mark, at = match.group(), match.start()
        if mark[0] == "\n":
            if opened and opened[1] == '"':
                ranges.append((opened[0], at))
                opened = None
            paragraph = match.end()
        elif opened:
            if mark in opened[1] or (mark == '"' and not _opens(text, at)):
                ranges.append((opened[0], at))
                opened, paragraph = None, match.end()
        elif mark == '"' and _closes(text, at) and not _opens(text, at):
            if not text[at - 1 : at].isdigit():  # an inch
                ranges.append((paragraph, at))
                paragraph = match.end()
        elif mark != "”":
            opened = (match.end(), CLOSING.get(mark, '"'))
        else:
            ranges.append((paragraph, at))
            paragraph = match.end()
    if opened:
        end = re.compile(r"\n\s*\n").search(text, opened[0])
        ranges.append((opened[0], end.start() if end else len(text)))
    return [(start, end) for start, end in (_trim(text, *span) for span in ranges) if start < end]


def _single(text: str, taken: list[Range]) -> list[Range]:
    """RETURNS (list[Range]): Quotations in single marks, where no apostrophe explains them."""
    if "'" not in text and "‘" not in text:
        return []
    inside = bytearray(len(text))
    for start, end in taken:
        inside[start:end] = b"\1" * (end - start)
    ranges = []
    for match in SINGLE.finditer(text):
        name = "straight" if match.group("straight") else "curly"
        start, end = match.span(name)
        elided = name == "straight" and DROPPED_G.search(text, start, end) and text[end - 3 : end] not in (" in",)
        if not any(inside[start:end]) and not elided:
            ranges.append((start, end))
    return ranges


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return (not before or not (before.isalnum() or before in ".,!?…")) and bool(after) and not after.isspace()


def _closes(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return bool(before) and not before.isspace() and not (after and after.isalnum())


def _trim(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
