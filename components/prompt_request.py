"""Takes a request apart: the frame falls away, and what it asks for, demands and leaves out is noted."""

from __future__ import annotations

import re

from .prompt_artists import is_name, name_before
from .prompt_constraints import Found
from .prompt_demands import HEAD, LOOSE, TOPIC
from .prompt_exclusion import cover_free, find_inside, leave_out
from .prompt_leave_outs import AROUND, START
from .prompt_page import Page
from .prompt_patterns import ABOUT, BARE, CONNECT, KIND, LINK, MODIFIER, READ
from .prompt_quotes import Range
from .prompt_text import as_typed, cover

DESCRIBED = re.compile(
    rf"(?:(?:by|in|for|from|with|of)\s+(?:(?:my|our|the|a)\s+)?)?(?:{MODIFIER}[\s,]+){{1,3}}?(?={ABOUT}(?![\w-]))|"
    rf"(?:{MODIFIER}[\s,]+){{1,3}}?(?=(?:for|to|from|by|in)\s)"
)
CLOSE_LINK = re.compile(
    rf"[\s,]*(?:{ABOUT}|that|which|where|when|like|to|theme|featuring|mentioning|related|inspired|dealing|deals?|talks?|talking|speaks?|sings?|tells?|telling)(?![\w-])"
)
ONLY = re.compile(r"\W*(?:only|just)\s")
SO_MANY = re.compile(r"(?:of|with|w/|like)\s+")
LABEL = re.compile(r"(?:theme|topic|subject|mood|genre|language|era|year|number|artist|length)s?")
KIND_NOUN = re.compile(KIND)
OVER = re.compile(
    r"\s+(?:and|or|plus|with)\s+(?=(?:[\w'-]+\s+){0,2}?" + BARE + r"\s+(?:about|on|of|for|from|by|with|where|that)\b)"
)


def read_request(page: Page, head: tuple[int, re.Match[str]], end: int) -> None:
    """Read a request.

    page (Page): The page that it stands on.
    head (tuple[int, re.Match]): Where it begins, and the match of its head.
    end (int): Where it ends.
    """
    match = head[1]
    part = (match.start("pre"), match.end("noun"))
    page.text = cover_free(page, page.text, part)
    before = cover(page.text, [(one.start, one.end) for one in page.demand(part, HEAD)], READ)
    typed = as_typed(page.original, before)
    name = None if page.shouted else name_before(typed, *match.span("pre"), initial=head[0] in page.begins)
    if name:
        page.note(Found("artist", page.original[slice(*name)], *name), negated=False)
        before = cover(before, [name], READ)
    page.ask_for(before, part if KIND_NOUN.match(match["noun"]) else match.span("pre"), named=True)
    _after_noun(page, match.end(), end)


def read_parts(page: Page, parts: list[Range]) -> None:
    """Read the parts of a request that follow or precede its noun.

    page (Page): The page.
    parts (list[Range]): What stands between commas and the like.
    """
    while parts:
        part, parts = parts[0], parts[1:]
        if LABEL.fullmatch(page.text, *part):
            continue
        if START.match(page.text, *part) or AROUND.match(page.text, *part):
            parts = leave_out(page, part, parts)
            continue
        page.text = cover_free(page, page.text, part)
        at = CONNECT.match(page.text, *part).end()  # type: ignore[union-attr]
        head = page.find_head((at, part[1]), begins=True) if at < part[1] else None
        if head:
            read_request(page, head, part[1])
            continue
        if page.only_demands(part):
            page.demand(part, LOOSE)
            continue
        if ONLY.match(page.text, *part) and not page.shouted and is_name(page.original[at : part[1]]):
            page.note(Found("artist", page.original[at : part[1]], at, part[1]), negated=False)
            continue
        link = LINK.match(page.text, at, part[1])
        _topic(page, (link.end() if link and link.group().strip() not in ("to", "of", "that", "on") else at, part[1]))


def _after_noun(page: Page, at: int, end: int) -> None:
    """Read on after the noun: demands and leave-outs until the topic begins."""
    segments = page.split(at, end)
    first = segments[0] if segments and not page.text[at : segments[0][0]].strip() else None
    rest = segments[1:] if first else segments
    if first:
        at, stop = first
        while at < stop:
            at = re.compile(r"\s*").match(page.text, at, stop).end()  # type: ignore[union-attr]
            described = DESCRIBED.match(page.text, at, stop)
            if described and not CLOSE_LINK.match(page.text, at, stop) and not START.match(page.text, at, stop):
                found = page.demand(described.span(), HEAD)
                page.ask_for(
                    cover(page.text, [(one.start, one.end) for one in found], READ), described.span(), named=True
                )
                at = described.end()
                continue
            if demanded := _demand_here(page, at, stop):
                at = demanded
                continue
            if START.match(page.text, at, stop):
                rest = leave_out(page, (at, stop), rest)
                break
            link = LINK.match(page.text, at, stop)
            head = page.find_head((link.end(), stop), begins=True) if link and SO_MANY.match(link.group()) else None
            if head:
                read_request(page, head, stop)
                break
            _topic(page, (link.end() if link else at, stop))
            break
    read_parts(page, rest)


def _demand_here(page: Page, at: int, end: int) -> int:
    """RETURNS (int): Where a demand that begins here ends; 0 if none does."""
    found = page.constraints.match(page.text, page.original, at, end)
    if found:
        page.note(found, negated=False)
        return found.end
    artists = page.constraints.artists(page.text, page.original, (at, end), HEAD)
    if artists and artists[0].start == at:
        for one in artists:
            page.note(one, negated=False)
        return artists[-1].end
    return 0


def _topic(page: Page, part: Range) -> None:
    """Read the matter that is asked for, and the leave-outs that end it."""
    if page.text.startswith("neither ", part[0]):
        leave_out(page, part, [])
        return
    over = OVER.search(page.text, *part)
    if over:
        _topic(page, (part[0], over.start()))
        read_parts(page, [(over.end(), part[1])])
        return
    cut = find_inside(page, part)
    if cut and page.text[part[0] : cut.start()].strip():
        _topic(page, (part[0], cut.start()))
        leave_out(page, (cut.start("cue"), part[1]), [])
        return
    found = page.demand(part, TOPIC)
    text = cover(page.text, [(one.start, one.end) for one in found], READ)
    page.ask_for(cover_free(page, text, part), part)
