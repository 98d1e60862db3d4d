"""Reads what a request leaves out, and notes it as matter or as a demand that is negated."""

from __future__ import annotations

import re

from .prompt_artists import is_name
from .prompt_constraints import Found
from .prompt_demands import NEGATED, TOPIC
from .prompt_leave_outs import ALL_BUT, AROUND, FREE, INSIDE, ITSELF, NOT_SHORT, RESTART, START, core
from .prompt_page import Page
from .prompt_patterns import ABOUT, JUNK, QUOTED, READ
from .prompt_quotes import Range
from .prompt_text import conjuncts, content, cover, strip

RESTART_TOPIC = re.compile(rf"\s+(?={ABOUT}(?![\w-]))")


def leave_out(page: Page, part: Range, rest: list[Range]) -> list[Range]:
    """Read what a part leaves out, and the parts after it that go on with the list.

    RETURNS (list[Range]): The parts that are left to read.
    """
    around = AROUND.match(page.text, *part)
    cue = START.match(page.text, *part)
    start = around.start("object") if around else cue.end() if cue else part[0]
    end = around.end("object") if around else part[1]
    restart = RESTART.search(page.text, start, end)
    topic = RESTART_TOPIC.search(page.text, start, end)
    if topic and ((cue and ALL_BUT.match(cue["cue"])) or page.only_demands((start, topic.start()))):
        restart = topic
    if restart and restart.start() > start:
        rest = [strip(page.text, restart.end(), part[1]), *rest]
        end = restart.start()
    for artist in page.constraints.artists(page.text, page.original, (start, end), NEGATED):
        page.note(artist, negated=True)
        page.text = cover(page.text, [(artist.start, artist.end)], READ)
    objects = [(start, end)]
    going_on = _list_length(page, rest)
    objects += rest[:going_on]
    matter = False
    for number, one in enumerate(objects):
        for piece in conjuncts(page.text, *one):
            matter = _leave_out_piece(page, piece, matter and number + piece[0] > 0)
    return rest[going_on:]


def cover_free(page: Page, text: str, part: Range) -> str:
    """Read `dance-free` and `non-violent`. RETURNS (str): The text with them covered."""
    free = list(FREE.finditer(text, *part))
    prefixes = [(match.start(), match.start("other")) for match in free if match["other"]]
    page.text = cover(page.text, prefixes, " ")
    for match in free:
        _leave_out_piece(page, match.span("object" if match["object"] else "other"), matter=False)
    return cover(text, [match.span() for match in free], READ)


def _list_length(page: Page, rest: list[Range]) -> int:
    """RETURNS (int): How many of the next parts go on with a list that ends in `or`."""
    for number, (start, end) in enumerate(rest):
        words = page.text[start:end].split()
        if len(words) > 5 or START.match(page.text, start, end) or page.find_head((start, end), begins=True):
            return 0
        if words[0] in ("or", "nor") or "or" in words or "nor" in words:
            return number + 1
    return 0


def _leave_out_piece(page: Page, piece: Range, matter: bool) -> bool:
    """Read one thing that is left out. RETURNS (bool): Whether its frame says that it is matter."""
    if itself := ITSELF.search(page.text, *piece):
        page.reading.exclude.append(itself.span("noun"))
        return True
    (start, end), said = core(page.text, *piece)
    matter = matter or said
    whole_piece = strip(page.text, *piece)
    found = page.constraints.read(page.text, page.original, whole_piece, TOPIC if matter else NEGATED)
    if matter:
        read = page.constraints.read(page.text, page.original, whole_piece, NEGATED)
        found += [one for one in read if one.kind == "explicit"]
    found = [one for one in found if one.kind != "genre" or page.constraints.only_genres(page.text[start:end])]
    if (
        not matter
        and not found
        and QUOTED not in page.text[start:end]
        and is_name(page.original[start:end], initial=start == 0)
    ):
        found = [Found("artist", page.original[start:end], start, end)]
    for one in found:
        page.note(one, negated=one.kind != "explicit")
    if not found:
        page.exclude(start, end)
    else:
        left = cover(page.text, [(one.start, one.end) for one in found], READ)
        for match in re.compile(rf"[^{READ}]+").finditer(left, *whole_piece):
            (start, end), _ = core(left, *match.span())
            if content(left[start:end]):
                page.exclude(start, end)
    return matter


def find_inside(page: Page, part: Range) -> re.Match[str] | None:
    """RETURNS (re.Match | None): The cue inside a topic from which on it speaks of what is left out."""
    if cue := INSIDE.search(page.text, *part):
        return cue
    cue = NOT_SHORT.search(page.text, *part)
    before = page.text[part[0] : cue.start()].split() if cue else []
    return cue if 0 < len(before) <= 2 and not before[-1].endswith("ing") and before[-1] not in JUNK else None
