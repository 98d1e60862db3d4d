"""Phrases of a text that can stand alone as a title: clauses, and noun phrases with what hangs on them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .title_case import FOREIGN, word_set
from .title_words import ADV, AUX, COMMON, DET, ING, JOINT, NOUN, OBJ, PREP, SUBJ, VERB, Word

MAX_WORDS = 8
MAX_CHARS = 70
REPEATED = 3  # times from which the word that a text repeats most is its matter
_PARTICLES = word_set("up down off out away back over in on")
_LOOSE = word_set("as like since until till during despite")  # these hang on the verb, not on the noun
_OPEN_END = frozenset({DET, PREP, AUX, JOINT, SUBJ})  # what cannot end a phrase that goes on
_VAGUE = word_set("it this that them they these those there one ones something anything")


@dataclass(frozen=True)
class Phrase:
    """A candidate for a title. words (tuple[Word, ...]): Its words. kind (str): `clause`, `part` of one, or `noun`.
    opens (bool): Whether it opens its clause."""

    words: tuple[Word, ...]
    kind: str
    opens: bool = False


def clauses(words: Sequence[Word]) -> list[list[Word]]:
    """RETURNS (list[list[Word]]): The words, parted where a clause ends."""
    parts: list[list[Word]] = [[]]
    for word in words:
        parts[-1].append(word)
        if word.gap == ".":
            parts.append([])
    return [part for part in parts if part]


def phrases(words: Sequence[Word]) -> Iterator[Phrase]:
    """Find what can stand alone in a text.

    words (Sequence[Word]): The words.
    YIELDS (Phrase): Whole clauses, parts of clauses, and noun phrases that are short enough.
    """
    for clause in clauses(words):
        if _fits(clause):
            yield Phrase(tuple(clause), "clause")
        yield from _parts(clause)
        yield from _noun_phrases(clause)


def _fits(words: Sequence[Word]) -> bool:
    return 0 < len(words) <= MAX_WORDS and sum(len(word.text) + 1 for word in words) <= MAX_CHARS


def _parts(clause: list[Word]) -> Iterator[Phrase]:
    """YIELDS (Phrase): What stands between commas and conjunctions, alone and joined with its neighbours."""
    borders = [0]
    for i, word in enumerate(clause):
        if i and (word.kind == JOINT or clause[i - 1].gap == ","):
            borders.append(i)
    borders = [*dict.fromkeys(borders), len(clause)]
    for i, start in enumerate(borders[:-1]):
        begin = start
        while begin < len(clause) and clause[begin].kind == JOINT:
            begin += 1
        for end in borders[i + 1 :]:
            part = clause[begin:end]
            if len(part) > MAX_WORDS:
                break
            # A question or a comparison means nothing without the word that opens it.
            if _fits(part) and _stands(clause, begin, end) and (begin, end) != (0, len(clause)):
                yield Phrase(tuple(part), "part")


def _stands(clause: list[Word], begin: int, end: int) -> bool:
    """RETURNS (bool): Whether the part has its subject and does not break off."""
    first, last = clause[begin].kind, clause[end - 1]
    if begin and first in (VERB, AUX, OBJ):
        return False
    if begin and first == ADV and not any(word.kind == SUBJ for word in clause[begin:end]):
        return False
    return last.kind not in _OPEN_END or (end == len(clause) and last.kind in (PREP, ADV, AUX) and end - begin > 2)


def _noun_phrases(clause: list[Word]) -> Iterator[Phrase]:
    """YIELDS (Phrase): Noun phrases, alone and with the preposition before them or the phrases hung on behind."""
    spans = _nouns(clause)
    for i, (start, end) in enumerate(spans):
        for begin in _beginnings(clause, start):
            stop = end
            if _closed(clause, stop):
                yield from _noun(clause, begin, stop)
            for other_start, other_end in spans[i + 1 :]:
                between = [word.kind for word in clause[stop:other_start]]
                link = clause[stop].lower
                joined = (between == [PREP] and link not in _LOOSE) or (
                    between == [JOINT] and link in ("and", "or", "&")
                )
                if not joined or any(word.gap == "," for word in clause[stop - 1 : other_start]):
                    break
                stop = other_end
                if _closed(clause, stop):
                    yield from _noun(clause, begin, stop)


def _noun(clause: list[Word], begin: int, end: int) -> Iterator[Phrase]:
    if _fits(clause[begin:end]):
        yield Phrase(tuple(clause[begin:end]), "noun", opens=not begin)


def _nouns(clause: list[Word]) -> list[tuple[int, int]]:
    """RETURNS (list[tuple[int, int]]): Where noun phrases begin and end."""
    spans: list[tuple[int, int]] = []
    i = 0
    while i < len(clause):
        start = i
        while i < len(clause) and clause[i].kind == DET and clause[i].gap == " ":
            i += 1
        head = i
        while i < len(clause) and clause[i].kind in (NOUN, ING) and (i == head or clause[i - 1].gap == " "):
            i += 1
        if i > head:
            spans.append((start, i))
        i = max(i, start + 1)
    return spans


def _beginnings(clause: list[Word], start: int) -> list[int]:
    """RETURNS (list[int]): Where a phrase may begin: at the noun phrase, and at the preposition before it."""
    if start and clause[start - 1].kind == PREP and clause[start - 1].gap == " " and clause[start - 1].lower != "of":
        return [start, start - 1]
    return [start]


def _closed(clause: list[Word], end: int) -> bool:
    """RETURNS (bool): Whether a noun phrase is whole, with nothing behind it that belongs to it."""
    if end == len(clause) or clause[end - 1].gap != " ":
        return True
    particle = clause[end].lower in _PARTICLES and (end + 1 == len(clause) or clause[end].gap != " ")
    goes_on = clause[end - 1].kind == ING and clause[end].kind in (ADV, DET, OBJ)  # getting up, watching the sea
    return clause[end].lower != "of" and not particle and not goes_on


def best_phrase(
    found: Sequence[Phrase], counts: Mapping[str, int], *, central: Mapping[int, float], first: int
) -> Phrase | None:
    """Choose the phrase that says most of a text in few words.

    found (Sequence[Phrase]): The phrases, in the order of the text.
    counts (Mapping[str, int]): How often each content term stands in the text.
    central (Mapping[int, float]): How near to the whole a part of the text is, by the character at which it begins.
    first (int): The character at which the first clause ends.
    RETURNS (Phrase | None): The best, the earlier one where they tie; None where none says anything.
    """
    starts = sorted(central)
    best, highest = None, -math.inf
    for phrase in found:
        score = _score(phrase, counts, starts, central, first)
        if score > highest + 1e-9:
            best, highest = phrase, score
    return best


def _score(
    phrase: Phrase, counts: Mapping[str, int], starts: Sequence[int], central: Mapping[int, float], first: int
) -> float:
    words = phrase.words
    terms = Counter(word.term for word in words if word.term and not _common(word))
    if not any(word.term for word in words):
        return -math.inf
    most = max(counts.values(), default=1)
    weights = [(counts.get(term, 1) / most) ** 0.5 for term in terms]
    said = sum(weights) + 0.3 * sum(1 for word in words if word.term and _common(word))
    score = said / math.sqrt(max(len(words), 3))
    if most >= REPEATED:
        score += 0.9 * max(weights, default=0.0)
    score += {"clause": 0.35, "part": 0.15, "noun": 0.1}[phrase.kind]
    score += 0.4 * any(word.kind == PREP for word in words[1:-1]) * (phrase.kind == "noun")
    score -= 0.35 * (words[0].kind == PREP) + 0.5 * (len(words) == 1) + 0.15 * max(len(words) - 5, 0)
    score -= 0.35 * sum(word.lower in _VAGUE for word in words) + 0.15 * (words[0].lower in ("i", "you", "he", "she"))
    score -= 0.3 * any(word.gap == "," for word in words[:-1])
    score -= 0.2 * (words[0].kind == ADV) + 0.4 * (words[-1].lower in FOREIGN)
    score += 0.15 * (words[0].start < first) + 0.1 * phrase.opens
    begin = max((start for start in starts if start <= words[0].start), default=None)
    return score + (0.8 * central[begin] if begin is not None else 0.0)


def _common(word: Word) -> bool:
    return word.lower in COMMON or word.term in COMMON
