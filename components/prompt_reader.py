"""Reads a prompt as ranges of its characters: what it asks for, leaves out, quotes and demands.

A sentence that asks for songs is taken apart: its frame falls away, and what it leaves out and demands is read. Any other
sentence is matter, whole, whatever words stand in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from operator import itemgetter

from .prompt_constraints import ConstraintReader
from .prompt_demands import NEGATED
from .prompt_exclusion import RESTART_TOPIC
from .prompt_leave_outs import AROUND, START, core
from .prompt_page import LONGEST, Page, Reading
from .prompt_patterns import BARE, QUOTED, SUBJECT, head_patterns, whole, words
from .prompt_quotes import Range, find_quotes
from .prompt_request import LABEL, read_parts, read_request
from .prompt_text import clauses, cover, fold, sentences, strip

GIVEN = re.compile(
    rf"[^.!?\n:]{{0,80}}(?:{BARE}|{whole('something|anything|match|matches|fits')})[^.!?\n:]{{0,60}}?"
    rf"\b(?:this|these|following|below|here|my (?:diary|journal|poem|story|text|notes?|day|entry|letter))\b[^.!?\n:]{{0,40}}:\s"
)
THE_TEXT = re.compile(
    whole("this|these|following|below|here|diary|journal|poem|story|text|notes?|day|entry|letter|match(?:es)?")
)
LABELLED = re.compile(rf"{LABEL.pattern}\s*:")
BARE_NOUN = re.compile(BARE)
SORTED_BY = frozenset(
    words(
        "love romance romantic breakups breakup heartbreak christmas sex drugs violence religion god death sad sadness politics kids alcohol "
        "drinking happy cheesy depressing violent war explicit swearing ballads covers remixes instrumentals sappy"
    )
)


class PromptReader:
    """Reads prompts.

    genres (Mapping[str, Sequence[str]]): Other names of each genre, by its canonical name.
    this_year (int | None): The year that `the last ten years` is counted from.
    recent_years (int): How many years `recent` means.
    instruction_chars (int): How far from its beginning and its end a text is searched for instructions.
    """

    def __init__(
        self,
        genres: Mapping[str, Sequence[str]],
        *,
        this_year: int | None = None,
        recent_years: int = 5,
        instruction_chars: int = 4000,
    ) -> None:
        self.constraints = ConstraintReader(genres, this_year, recent_years)
        self.heads = head_patterns(self.constraints.genre.pattern)
        self.instruction_chars = instruction_chars

    def read(self, text: str) -> Reading:
        """Read a prompt. text (str): The prompt. RETURNS (Reading): What it says."""
        quotes = find_quotes(text)
        covered = cover(fold(text), [(max(start - 1, 0), end + 1) for start, end in quotes], QUOTED)[: len(text)]
        given = GIVEN.match(covered)
        parts = sentences(covered[: given.end()] if given else covered)
        matter = (
            [(start + given.end(), end + given.end()) for start, end in sentences(covered[given.end() :])]
            if given
            else []
        )
        head = bisect_right(parts, self.instruction_chars, key=itemgetter(1))
        tail = max(head, bisect_left(parts, len(text) - self.instruction_chars, key=itemgetter(0)))
        reading = Reading(quote=quotes)
        for some in (parts[:head], parts[tail:]):
            if some:
                page = Page(self.constraints, self.heads, text, covered, some)
                _read_sentences(page, alone=len(parts) <= 2)
                reading.add(page.reading, page.offset)
        if given:
            reading.include = [part for part in reading.include if not THE_TEXT.search(covered, *part)]
        for part in [*parts[head:tail], *matter]:
            reading.include += clauses(covered, part)
        reading.settle(covered)
        if not (reading.include or reading.exclude or reading.quote or reading.constraints):
            reading.include = [part for one in parts for part in clauses(covered, one)]
        return reading


def _read_sentences(page: Page, *, alone: bool) -> None:
    """Read the sentences of a page. page (Page): The page. alone (bool): Whether they are all the sentences, and few."""
    heads = [page.find_head(part) for part in page.parts]
    page.asked = any(head is not None for head in heads)
    for part, head in zip(page.parts, heads, strict=True):
        if head is not None:
            _before(page, part[0], head[0])
            read_request(page, head, part[1])
        elif not _follow_up(page, part, alone=alone):
            for piece in _listed(page, part) if len(page.parts) == 1 else [part]:
                page.matter(piece)


def _before(page: Page, start: int, end: int) -> None:
    """Read what stands before a request in its sentence: matter if it is a clause, else parts of the request."""
    start, end = strip(page.text, start, end)
    if SUBJECT.search(page.text, start, end) and not START.match(page.text, start, end):
        trailing = re.compile(r"[\s,;:–—-]*(?:\b(?:and|so|but|then|now|because))?[\s,;:–—-]*$").search(
            page.text, start, end
        )
        page.matter((start, trailing.start() if trailing else end))
    elif start < end:
        read_parts(page, page.split(start, end))


def _follow_up(page: Page, part: Range, *, alone: bool) -> bool:
    """Read a sentence without a head if it goes on with a request, or is a list with a leave-out in it.

    RETURNS (bool): Whether it was read.
    """
    if part[1] - part[0] > LONGEST:
        return False
    if page.asked and (page.only_demands(part) or LABELLED.match(page.text, *part)):
        read_parts(page, page.split(*part))
        return True
    start = START.match(page.text, *part)
    around = AROUND.match(page.text, *part)
    inner = start.end() if start else part[0]
    subject = SUBJECT.search(page.text, inner, part[1])
    if (
        page.asked
        and (start or around)
        and not (subject and not re.search(r"[,;]", page.text[inner : subject.start()]))
    ):
        read_parts(page, page.split(*part))
        return True
    if subject and not start:
        return False
    if not page.asked and alone and _instructs_in_list(page, part):
        read_parts(page, page.split(*part))
        return True
    return False


def _instructs_in_list(page: Page, part: Range) -> bool:
    """RETURNS (bool): Whether a text without a verb is a list such as `rainy night, no love songs`."""
    pieces = page.split(*part)
    leave_outs = [piece for piece in pieces if START.match(page.text, *piece) or AROUND.match(page.text, *piece)]
    typed = page.original[part[0] : part[1]]
    if typed[:1].isupper() and typed.endswith((".", "!")):
        return False
    demands = [piece for piece in pieces if piece not in leave_outs and page.only_demands(piece)]
    if len(pieces) == len(leave_outs):
        return all(_instructive(page, piece) for piece in pieces)
    if leave_outs[:1] == pieces[:1] and not BARE_NOUN.search(page.text, *pieces[0]):
        return False
    return bool(demands) or any(_instructive(page, piece) for piece in leave_outs)


def _instructive(page: Page, piece: Range) -> bool:
    """RETURNS (bool): Whether a leave-out speaks of songs, or of what songs are sorted by."""
    text = page.text[piece[0] : piece[1]]
    if re.search(
        rf"{BARE}|\bplease\b|\bpls\b|^\W*(?:but |and |just )?(?:nothing|not) (?:about|by|from|in|with|too|explicit)\b",
        text,
    ):
        return True
    match = START.match(page.text, *piece)
    topic = RESTART_TOPIC.search(page.text, match.end(), piece[1]) if match else None
    if match and topic and page.only_demands((match.end(), topic.start())):
        return True
    (start, end), _ = core(page.text, match.end() if match else piece[0], piece[1])
    words = page.text[start:end].split()
    return 0 < len(words) <= 2 and (
        words[-1] in SORTED_BY or bool(page.constraints.read(page.text, page.original, (start, end), NEGATED))
    )


def _listed(page: Page, part: Range) -> list[Range]:
    """RETURNS (list[Range]): The words of a bare list such as `trains, rain, leaving`; else the sentence."""
    pieces = page.split(*part)
    short = all(len(page.text[start:end].split()) <= 2 for start, end in pieces)
    return pieces if len(pieces) > 2 and short and page.text[part[1] - 1].isalnum() else [part]
