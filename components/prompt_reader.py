"""Reads a prompt as ranges of its characters: what it asks for, leaves out, quotes and demands.

A sentence that asks for songs is taken apart: its frame falls away, and what it leaves out and demands is read. Any other
sentence is matter, whole, whatever words stand in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from .prompt_constraints import HEAD, LOOSE, NEGATED, TOPIC, ConstraintReader, Found, is_name, name_before
from .prompt_leave_outs import ALL_BUT, AROUND, FREE, INSIDE, NOT_SHORT, RESTART, START, core, object_pieces
from .prompt_patterns import ABOUT, AND, BARE, CONNECT, EDGE, FINITE, JUNK, KIND, LINK, MODIFIER, QUOTED, READ, SEGMENT, SUBJECT, SUBORDINATE, head_patterns, whole
from .prompt_quotes import Range, find_quotes
from .prompt_text import clauses, cover, fold, sentences, strip

BEGINS = re.compile(r"(?:^|[,;:–—(-]\s*|\b(?:and|so|but|then|now|because)\s+)(?=\S)")
GIVEN = re.compile(
    rf"[^.!?\n:]{{0,80}}(?:{BARE}|{whole('something|anything|match|matches|fits')})[^.!?\n:]{{0,60}}?"
    rf"\b(?:this|these|following|below|here|my (?:diary|journal|poem|story|text|notes?|day|entry|letter))\b[^.!?\n:]{{0,40}}:\s"
)
RESTART_TOPIC = re.compile(rf"\s+(?={ABOUT}(?![\w-]))")
DESCRIBED = re.compile(
    rf"(?:(?:by|in|for|from|with|of)\s+(?:(?:my|our|the|a)\s+)?)?(?:{MODIFIER}[\s,]+){{1,3}}?(?={ABOUT}(?![\w-]))|"
    rf"(?:{MODIFIER}[\s,]+){{1,3}}?(?=(?:for|to|from|by|in)\s)"
)
CLOSE_LINK = re.compile(
    rf"[\s,]*(?:{ABOUT}|that|which|where|when|like|to|theme|featuring|mentioning|related|inspired|dealing|deals?|talks?|talking|speaks?|sings?|tells?|telling)(?![\w-])"
)
SIDE_BY_SIDE = re.compile(r"[\s,/&]*(?:and|or|nor)?[\s,]*(?:(?:in|from)\s+)?(?:the\s+)?")
LONGEST = 1000  # characters of a sentence that may instruct
MOST_STARTS = 40  # places in a sentence where a request may begin
ONLY = re.compile(r"\W*(?:only|just)\s")
SO_MANY = re.compile(r"(?:of|with|w/)\s+")
THE_TEXT = re.compile(whole("this|these|following|below|here|diary|journal|poem|story|text|notes?|day|entry|letter|match(?:es)?"))
KIND_NOUN = re.compile(KIND)
BARE_NOUN = re.compile(BARE)
OVER = re.compile(r"\s+(?:and|or|plus|with)\s+(?=(?:[\w'-]+\s+){0,2}?" + BARE + r"\s+(?:about|on|of|for|from|by|with|where|that)\b)")


@dataclass
class Reading:
    """What a prompt says, as ranges of its characters.

    include, exclude, quote (list[Range]): What is asked for, to be left out, and quoted.
    constraints (list[dict[str, Any]]): What the songs must be; see `PromptParser`.
    """

    include: list[Range] = field(default_factory=list)
    exclude: list[Range] = field(default_factory=list)
    quote: list[Range] = field(default_factory=list)
    constraints: list[dict[str, Any]] = field(default_factory=list)

    def add(self, other: Reading, offset: int) -> None:
        """Add what a part of the prompt says. other (Reading): That. offset (int): Where the part begins."""
        for key in ("include", "exclude", "quote"):
            getattr(self, key).extend((start + offset, end + offset) for start, end in getattr(other, key))
        for one in other.constraints:
            self.constraints.append({**one, "start": one["start"] + offset, "end": one["end"] + offset})

    def settle(self, text: str) -> None:
        """Put what was read in order. A quotation in what is left out is left out, not asked for.

        text (str): The folded prompt.
        """
        inside = [q for q in self.quote if any(start <= q[0] and q[1] <= end for start, end in self.exclude)]
        self.quote = [q for q in self.quote if q not in inside]
        demanded = {one["value"] for one in self.constraints if one["type"] == "genre" and not one["negated"]}
        for one in [one for one in self.constraints if one["type"] == "genre" and one["negated"] and one["value"] in demanded]:
            self.constraints.remove(one)  # `metal, but not black metal`: no genre of the list tells them apart
            self.exclude.append((one["start"], one["end"]))
        self.exclude = [e for e in self.exclude if not any(e[0] <= q[0] and q[1] <= e[1] for q in inside)] + inside
        self.constraints.sort(key=lambda one: (one["start"], one["end"]))
        joined: list[dict[str, Any]] = []
        for one in self.constraints:
            if joined and _touch(joined[-1], one, text):
                joined[-1]["value"] = [joined[-1]["value"][0], one["value"][1]]
                joined[-1]["text"] += text[joined[-1]["end"] : one["start"]] + one["text"]
                joined[-1]["end"] = one["end"]
            else:
                joined.append(one)
        self.constraints = joined


def _touch(last: dict[str, Any], one: dict[str, Any], text: str) -> bool:
    """RETURNS (bool): Whether two eras are named side by side and follow on one another, as `the 60s and 70s`."""
    if not last["type"] == one["type"] == "era" or last["negated"] != one["negated"]:
        return False
    if not last["value"] or not one["value"] or last["value"][1] is None:
        return False
    return last["value"][1] + 1 == one["value"][0] and bool(SIDE_BY_SIDE.fullmatch(text, last["end"], one["start"]))


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
        matter = [(start + given.end(), end + given.end()) for start, end in sentences(covered[given.end() :])] if given else []
        head = bisect_right(parts, self.instruction_chars, key=itemgetter(1))
        tail = max(head, bisect_left(parts, len(text) - self.instruction_chars, key=itemgetter(0)))
        reading = Reading(quote=quotes)
        for some in (parts[:head], parts[tail:]):
            if some:
                _Pass(self, text, covered, some, alone=len(parts) <= 2).run(reading)
        if given:
            reading.include = [part for part in reading.include if not THE_TEXT.search(covered, *part)]
        for part in [*parts[head:tail], *matter]:
            reading.include += clauses(covered, part)
        reading.settle(covered)
        if not (reading.include or reading.exclude or reading.quote or reading.constraints):
            reading.include = [part for one in parts for part in clauses(covered, one)]
        return reading


class _Pass:
    """One reading of a run of sentences, with places counted from its beginning.

    reader (PromptReader): What reads.
    original (str), covered (str): The prompt as typed, and folded with its quotations covered.
    parts (list[Range]): The sentences.
    alone (bool): Whether these are all the sentences, and few.
    """

    def __init__(self, reader: PromptReader, original: str, covered: str, parts: list[Range], *, alone: bool) -> None:
        self.reader = reader
        self.offset, end = parts[0][0], parts[-1][1]
        self.original = original[self.offset : end]
        self.text = covered[self.offset : end]
        self.parts = [(start - self.offset, end - self.offset) for start, end in parts]
        self.alone = alone
        self.reading = Reading()
        self.asked = False
        self.begins = {part[0] for part in self.parts}
        words = [typed for typed in re.findall(r"[^\W\d_]\w*", pre_typed(self.original, self.text)[:400])]
        self.shouted = len(words) > 2 and sum(word[0].isupper() for word in words) > 0.6 * len(words)

    def run(self, reading: Reading) -> None:
        """Read the sentences. reading (Reading): Gets what they say."""
        heads = [self._find_head(part) for part in self.parts]
        self.asked = any(head is not None for head in heads)
        for part, head in zip(self.parts, heads, strict=True):
            if head is not None:
                self._before(part[0], head[0])
                self._request(head, part[1])
            elif not self._follow_up(part):
                for piece in self._listed(part) if len(self.parts) == 1 else [part]:
                    self._matter(piece)
        reading.add(self.reading, self.offset)

    # Which sentences instruct

    def _find_head(self, part: Range, *, begins: bool = False) -> tuple[int, re.Match[str]] | None:
        """RETURNS (tuple[int, re.Match] | None): Where a sentence begins to ask, and the match of its head."""
        starts = [part[0]] if begins else [part[0], *(m.end() for m in BEGINS.finditer(self.text, *part) if m.end() < part[1])]
        if part[1] - part[0] > LONGEST:
            return None
        for start in list(dict.fromkeys(starts))[:MOST_STARTS]:
            if START.match(self.text, start, part[1]) or AROUND.match(self.text, start, part[1]):
                continue
            for number, pattern in enumerate(self.reader.heads):
                match = pattern.match(self.text, start, part[1])
                if match and self._asks(match, part, plain=number >= 2):
                    return start, match
        return None

    def _asks(self, match: re.Match[str], part: Range, *, plain: bool) -> bool:
        """RETURNS (bool): Whether what looks like the head of a request is not that of a statement."""
        rest = self.text[match.end() : part[1]]
        if match.start("noun") == match.end("noun") or ALL_BUT.match(self.text, match.start("noun")):
            return False
        if plain or match["noun"] in ("things", "thing", "everything", "some", "one", "ones", "words", "stuff"):
            finite = FINITE.search(rest)
            if finite and not SUBORDINATE.search(rest, 0, finite.start()) and not re.search(r"[,;.(:-]", rest[: finite.start()]):
                return False
            return not re.match(r"\s+(?:i|we|he|she|they|the)\s", rest) or not plain
        return True

    def _before(self, start: int, end: int) -> None:
        """Read what stands before a request in its sentence: matter if it is a clause, else parts of the request."""
        start, end = strip(self.text, start, end)
        if SUBJECT.search(self.text, start, end) and not START.match(self.text, start, end):
            trailing = re.compile(r"[\s,;:–—-]*(?:\b(?:and|so|but|then|now|because))?[\s,;:–—-]*$").search(self.text, start, end)
            self._matter((start, trailing.start() if trailing else end))
        elif start < end:
            self._segments(start, end)

    def _follow_up(self, part: Range) -> bool:
        """Read a sentence without a head if it goes on with a request, or is a list with a leave-out in it.

        RETURNS (bool): Whether it was read.
        """
        if part[1] - part[0] > LONGEST:
            return False
        if self.asked and self._only_demands(part):
            self._segments(*part)
            return True
        start = START.match(self.text, *part)
        around = AROUND.match(self.text, *part)
        inner = start.end() if start else part[0]
        subject = SUBJECT.search(self.text, inner, part[1])
        if self.asked and (start or around) and not (subject and not re.search(r"[,;]", self.text[inner : subject.start()])):
            self._segments(*part)
            return True
        if subject and not start:
            return False
        if not self.asked and self.alone and self._instructs_in_list(part):
            self._segments(*part)
            return True
        return False

    def _only_demands(self, part: Range) -> bool:
        """RETURNS (bool): Whether a sentence says nothing but constraints."""
        found = self.reader.constraints.read(self.text, self.original, part, LOOSE)
        left = cover(self.text, [(one.start, one.end) for one in found], " ")[part[0] : part[1]]
        return bool(found) and not _content(left)

    def _instructs_in_list(self, part: Range) -> bool:
        """RETURNS (bool): Whether a text without a verb is a list such as `rainy night, no love songs`."""
        pieces = self._split(*part)
        leave_outs = [piece for piece in pieces if START.match(self.text, *piece) or AROUND.match(self.text, *piece)]
        typed = self.original[part[0] : part[1]]
        if typed[:1].isupper() and typed.endswith((".", "!")):
            return False
        demands = [piece for piece in pieces if piece not in leave_outs and self._only_demands(piece)]
        if len(pieces) == len(leave_outs):
            return all(self._instructive(piece) for piece in pieces)
        if leave_outs[:1] == pieces[:1] and not BARE_NOUN.search(self.text, *pieces[0]):
            return False
        return bool(demands) or any(self._instructive(piece) for piece in leave_outs)

    def _instructive(self, piece: Range) -> bool:
        """RETURNS (bool): Whether a leave-out speaks of songs, or of what songs are sorted by."""
        text = self.text[piece[0] : piece[1]]
        if re.search(rf"{BARE}|\bplease\b|\bpls\b|^\W*(?:but |and |just )?(?:nothing|not) (?:about|by|from|in|with|too|explicit)\b", text):
            return True
        match = START.match(self.text, *piece)
        (start, end), _ = core(self.text, match.end() if match else piece[0], piece[1])
        words = self.text[start:end].split()
        return 0 < len(words) <= 2 and (words[-1] in SORTED_BY or bool(self.reader.constraints.read(self.text, self.original, (start, end), NEGATED)))

    def _listed(self, part: Range) -> list[Range]:
        """RETURNS (list[Range]): The words of a bare list such as `trains, rain, leaving`; else the sentence."""
        pieces = self._split(*part)
        short = all(len(self.text[start:end].split()) <= 2 for start, end in pieces)
        return pieces if len(pieces) > 2 and short and self.text[part[1] - 1].isalnum() else [part]

    # Taking a request apart

    def _request(self, head: tuple[int, re.Match[str]], end: int) -> None:
        match = head[1]
        part = (match.start("pre"), match.end("noun"))
        self.text = self._without_free(self.text, part)
        found = self._demand(part, HEAD)
        pre = cover(self.text, [(one.start, one.end) for one in found], READ)
        name = None if self.shouted else name_before(pre_typed(self.original, pre), match.start("pre"), match.end("pre"), initial=head[0] in self.begins)
        if name:
            self._note(Found("artist", self.original[slice(*name)], *name), negated=False)
            pre = cover(pre, [name], READ)
        said = part if KIND_NOUN.match(match["noun"]) else match.span("pre")
        self._ask_for(pre, said, named=True)
        self._after_noun(match.end(), end)

    def _after_noun(self, at: int, end: int) -> None:
        """Read on after the noun: demands and leave-outs until the topic begins."""
        segments = self._split(at, end)
        first = segments[0] if segments and not self.text[at : segments[0][0]].strip() else None
        rest = segments[1:] if first else segments
        if first:
            at, stop = first
            while at < stop:
                at = re.compile(r"\s*").match(self.text, at, stop).end()  # type: ignore[union-attr]
                described = DESCRIBED.match(self.text, at, stop)
                if described and not CLOSE_LINK.match(self.text, at, stop) and not START.match(self.text, at, stop):
                    found = self._demand(described.span(), HEAD)
                    self._ask_for(cover(self.text, [(one.start, one.end) for one in found], READ), described.span(), named=True)
                    at = described.end()
                    continue
                if demanded := self._demand_here(at, stop):
                    at = demanded
                    continue
                if START.match(self.text, at, stop):
                    rest = self._leave_out((at, stop), rest)
                    break
                link = LINK.match(self.text, at, stop)
                head = self._find_head((link.end(), stop), begins=True) if link and SO_MANY.match(link.group()) else None
                if head:
                    self._request(head, stop)
                    break
                self._topic((link.end() if link else at, stop))
                break
        self._loose(rest)

    def _demand_here(self, at: int, end: int) -> int:
        """RETURNS (int): Where a demand that begins here ends; 0 if none does."""
        found = self.reader.constraints.match(self.text, self.original, at, end)
        if found:
            self._note(found, negated=False)
            return found.end
        artists = [one for one in self.reader.constraints.artists(self.text, self.original, (at, end), HEAD)]
        if artists and artists[0].start == at:
            for one in artists:
                self._note(one, negated=False)
            return artists[-1].end
        return 0

    def _segments(self, start: int, end: int) -> None:
        self._loose(self._split(start, end))

    def _split(self, start: int, end: int) -> list[Range]:
        """RETURNS (list[Range]): The parts of a request between commas, dashes, brackets and `but`."""
        parts: list[Range] = []
        for joint in SEGMENT.finditer(self.text, start, end):
            if joint.start() > start and self.text[joint.start()] == "," and self.text[joint.start() - 1].isdigit() and self.text[joint.end() : joint.end() + 1].isdigit():
                continue
            parts.append((start, joint.start()))
            start = joint.end()
        return [part for part in (strip(self.text, *span) for span in [*parts, (start, end)]) if re.search(rf"[\w{QUOTED}]", self.text[part[0] : part[1]])]

    def _loose(self, parts: list[Range]) -> None:
        while parts:
            part, parts = parts[0], parts[1:]
            if START.match(self.text, *part) or AROUND.match(self.text, *part):
                parts = self._leave_out(part, parts)
                continue
            self.text = self._without_free(self.text, part)
            at = CONNECT.match(self.text, *part).end()  # type: ignore[union-attr]
            head = self._find_head((at, part[1]), begins=True) if at < part[1] else None
            if head:
                self._request(head, part[1])
                continue
            if self._only_demands(part):
                self._demand(part, LOOSE)
                continue
            if ONLY.match(self.text, *part) and not self.shouted and is_name(self.original[at : part[1]]):
                self._note(Found("artist", self.original[at : part[1]], at, part[1]), negated=False)
                continue
            link = LINK.match(self.text, at, part[1])
            self._topic((link.end() if link and link.group().strip() not in ("to", "of", "that", "on") else at, part[1]))

    def _topic(self, part: Range) -> None:
        """Read the matter that is asked for, and the leave-outs that end it."""
        if self.text.startswith("neither ", part[0]):
            self._leave_out(part, [])
            return
        over = OVER.search(self.text, *part)
        if over:
            self._topic((part[0], over.start()))
            self._loose([(over.end(), part[1])])
            return
        cut = INSIDE.search(self.text, *part) or self._short_not(part)
        if cut and self.text[part[0] : cut.start()].strip():
            self._topic((part[0], cut.start()))
            self._leave_out((cut.start("cue"), part[1]), [])
            return
        found = self._demand(part, TOPIC)
        text = cover(self.text, [(one.start, one.end) for one in found], READ)
        self._ask_for(self._without_free(text, part), part)

    def _without_free(self, text: str, part: Range) -> str:
        """Read `dance-free` and `non-violent`. RETURNS (str): The text with them covered."""
        free = list(FREE.finditer(text, *part))
        prefixes = [(match.start(), match.start("other")) for match in free if match["other"]]
        self.text = cover(self.text, prefixes, " ")
        for match in free:
            self._leave_out_piece(match.span("object" if match["object"] else "other"), matter=False)
        return cover(text, [match.span() for match in free], READ)

    def _short_not(self, part: Range) -> re.Match[str] | None:
        match = NOT_SHORT.search(self.text, *part)
        before = self.text[part[0] : match.start()].split() if match else []
        return match if match and len(before) <= 2 and not before[-1].endswith("ing") and before[-1] not in JUNK else None

    def _leave_out(self, part: Range, rest: list[Range]) -> list[Range]:
        """Read what a part leaves out, and the parts after it that go on with the list.

        RETURNS (list[Range]): The parts that are left to read.
        """
        around = AROUND.match(self.text, *part)
        cue = START.match(self.text, *part)
        start = around.start("object") if around else cue.end() if cue else part[0]
        end = around.end("object") if around else part[1]
        restart = RESTART.search(self.text, start, end)
        topic = RESTART_TOPIC.search(self.text, start, end)
        if topic and (cue and ALL_BUT.match(cue["cue"]) or self._only_demands((start, topic.start()))):
            restart = topic
        if restart and restart.start() > start:
            rest = [strip(self.text, restart.end(), part[1]), *rest]
            end = restart.start()
        for artist in self.reader.constraints.artists(self.text, self.original, (start, end), NEGATED):
            self._note(artist, negated=True)
            self.text = cover(self.text, [(artist.start, artist.end)], READ)
        objects = [(start, end)]
        going_on = self._list_length(rest)
        objects += rest[:going_on]
        matter = False
        for number, one in enumerate(objects):
            for piece in object_pieces(self.text, *one):
                matter = self._leave_out_piece(piece, matter and number + piece[0] > 0)
        return rest[going_on:]

    def _list_length(self, rest: list[Range]) -> int:
        """RETURNS (int): How many of the next parts go on with a list that ends in `or`."""
        for number, (start, end) in enumerate(rest):
            words = self.text[start:end].split()
            if len(words) > 5 or START.match(self.text, start, end) or self._find_head((start, end), begins=True):
                return 0
            if words[0] in ("or", "nor") or "or" in words or "nor" in words:
                return number + 1
        return 0

    def _leave_out_piece(self, piece: Range, matter: bool) -> bool:
        """Read one thing that is left out. RETURNS (bool): Whether its frame says that it is matter."""
        (start, end), said = core(self.text, *piece)
        matter = matter or said
        whole_piece = strip(self.text, *piece)
        found = self.reader.constraints.read(self.text, self.original, whole_piece, TOPIC if matter else NEGATED)
        if matter:
            read = self.reader.constraints.read(self.text, self.original, whole_piece, NEGATED)
            found += [one for one in read if one.kind == "explicit"]
        found = [one for one in found if one.kind != "genre" or self.reader.constraints.only_genres(self.text[start:end])]
        if not matter and not found and is_name(self.original[start:end], initial=start == 0):
            found = [Found("artist", self.original[start:end], start, end)]
        for one in found:
            self._note(one, negated=one.kind != "explicit")
        if not found:
            self._exclude(start, end)
        else:
            left = cover(self.text, [(one.start, one.end) for one in found], READ)
            for match in re.compile(rf"[^{READ}]+").finditer(left, *whole_piece):
                (start, end), _ = core(left, *match.span())
                if _content(left[start:end]):
                    self._exclude(start, end)
        return matter

    def _exclude(self, start: int, end: int) -> None:
        start, end = _trim(self.text, start, end)
        if start < end and _content(self.text[start:end]):
            self.reading.exclude.append((start, end))

    # What is noted

    def _demand(self, part: Range, zone: str) -> list[Found]:
        found = self.reader.constraints.read(self.text, self.original, part, zone)
        for one in found:
            self._note(one, negated=False)
        return found

    def _note(self, found: Found, *, negated: bool) -> None:
        start, end = strip(self.text, found.start, found.end)
        self.reading.constraints.append(
            {
                "type": found.kind,
                "value": found.value,
                "negated": negated,
                "text": self.original[start:end],
                "start": start,
                "end": end,
                "status": "read",
            }
        )

    def _matter(self, part: Range) -> None:
        if not self.asked or _content(self.text[part[0] : part[1]]):
            self.reading.include += clauses(self.text, part)

    def _ask_for(self, text: str, part: Range, *, named: bool = False) -> None:
        """Note the clauses of a part, without what was read as something else."""
        for match in re.compile(rf"[^{QUOTED}{READ}]+").finditer(text, *part):
            for start, end in _coordinates(text, *match.span(), short=not named):
                if named:
                    end = re.compile(rf"(?:\s*{BARE})?\s*$").search(text, start, end).start()  # type: ignore[union-attr]
                start, end = _trim(text, start, end)
                if start < end and _content(text[start:end]):
                    self.reading.include.append((start, end))


def pre_typed(original: str, covered: str) -> str:
    """RETURNS (str): The text as typed, where nothing of it was read."""
    return "".join(READ if char in (READ, QUOTED) else typed for typed, char in zip(original, covered, strict=True))


SORTED_BY = frozenset(
    "love romance romantic breakups breakup heartbreak christmas sex drugs violence religion god death sad sadness politics kids alcohol "
    "drinking happy cheesy depressing violent war explicit swearing ballads covers remixes instrumentals sappy".split()
)


def _coordinates(text: str, start: int, end: int, *, short: bool) -> list[Range]:
    """RETURNS (list[Range]): What conjunctions join, if each is short; else the whole."""
    pieces = object_pieces(text, start, end)
    if short and any(len(text[s:e].split()) > 6 or SUBORDINATE.search(text, s, e) for s, e in pieces):
        return [(start, end)]
    return pieces


def _content(text: str) -> bool:
    return any(word.strip(".,;:!?()'\"-–—") not in JUNK and any(map(str.isalnum, word)) for word in text.split())


def _trim(text: str, start: int, end: int) -> Range:
    """RETURNS (Range): The characters without white space, punctuation and words that say nothing at the ends."""
    words = [match.span() for match in re.compile(rf"[^\s]*[\w{QUOTED}][^\s]*").finditer(text, start, end)]
    while words and text[words[0][0] : words[0][1]].strip(".,;:!?()-–—'\"") in EDGE:
        words.pop(0)
    while words and text[words[-1][0] : words[-1][1]].strip(".,;:!?()-–—'\"") in EDGE:
        words.pop()
    return (words[0][0], words[-1][1]) if words else (start, start)
