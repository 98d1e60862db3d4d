"""Reads a prompt, character by character ranges: what is asked for, left out, quoted, constrained."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .prompt_quotes import Range, find_quotes

SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
HEAD = re.compile(
    r"^\W*(?:(?:please|can you|could you|give me|play me|play|find me|find|show me|make me|make|i want|i need|i'd like|some|any|a|the|playlist of)\s+)*"
    r"(?:songs?|tracks?|music|tunes|something|playlist)\s+(?:about|on|of|for|with)\s+",
    re.IGNORECASE,
)
LEFT_OUT = re.compile(r"(?:,|;|\bbut|\band|^)\s*(?:nothing about|not about|no|without|except)\s+([^,.;!?]+)", re.IGNORECASE)


@dataclass
class Reading:
    """What a prompt says, as ranges of its characters.

    include, exclude, quote (list[Range]): What is asked for, to be left out, and quoted.
    constraints (list[dict[str, Any]]): What the songs must be; see `prompt_parser`.
    """

    include: list[Range] = field(default_factory=list)
    exclude: list[Range] = field(default_factory=list)
    quote: list[Range] = field(default_factory=list)
    constraints: list[dict[str, Any]] = field(default_factory=list)


def read_prompt(text: str) -> Reading:
    """RETURNS (Reading): What the prompt says."""
    quotes = find_quotes(text)
    masked = list(text)
    for start, end in quotes:
        masked[max(start - 1, 0) : end + 1] = " " * (min(end + 1, len(text)) - max(start - 1, 0))
    plain = "".join(masked)
    reading = Reading(quote=quotes)
    for match in SENTENCE.finditer(plain):
        start, end = match.span()
        head = HEAD.match(plain[start:end])
        if head:
            start += head.end()
            for leave in LEFT_OUT.finditer(plain[start:end]):
                reading.exclude.append((start + leave.start(1), start + leave.end(1)))
            cut = LEFT_OUT.search(plain[start:end])
            if cut:
                end = start + cut.start()
        reading.include.append((start, end))
    return reading
