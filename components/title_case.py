"""Capitals for titles."""

from __future__ import annotations

import re
from collections.abc import Sequence


def word_set(text: str) -> frozenset[str]:
    """RETURNS (frozenset[str]): The words of a text."""
    return frozenset(text.split())


SMALL = word_set(
    "a an the and but or nor for of in on at to by from with as into onto per than till via vs"
)  # adverbs that look like prepositions (up, off, over, out) keep their capital
FOREIGN = word_set(
    "le la les de des du un une et dans sur pour avec sous au aux mon ma mes el los las del una y en con por para sin mi"
    " der die das den dem ein eine einen und im am auf für mit über von zu il lo gli di della e nel sul per o os da do"
    " uma em com"
)  # articles and prepositions of French, Spanish, German, Italian and Portuguese
_PARTS = re.compile(r"([-–/])")


def title_case(words: Sequence[str], *, english: bool = True, shouted: bool = False) -> str:
    """Set words as a title.

    words (Sequence[str]): The words, with the commas that follow them.
    english (bool): Whether all but small words are capitalised, and not the first word alone.
    shouted (bool): Whether the text that they come from is in capitals throughout, which then mean nothing.
    RETURNS (str): The words with the capitals of a title; inner capitals and acronyms stay as they are.
    """
    cased = []
    for i, word in enumerate(words):
        if shouted and len(word.strip(",")) > 3:
            word = word.lower()
        edge = i in (0, len(words) - 1)
        bare = word.strip(",").lower()
        if english and bare in SMALL and not edge:
            cased.append(word.lower())
        elif english:
            cased.append("".join(_capital(part, first=j == 0) for j, part in enumerate(_PARTS.split(word))))
        else:
            cased.append(_capital(word, first=True) if i == 0 else word)
    return " ".join(cased)


def _capital(part: str, *, first: bool) -> str:
    if (not first and part.lower() in SMALL) or any(char.isupper() for char in part):
        return part
    for i, char in enumerate(part):
        if char.isalnum():
            return part[:i] + (char.title() if len(char.title()) == 1 else char) + part[i + 1 :]
    return part
