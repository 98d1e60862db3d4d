"""A run of sentences under reading: its text, what has been read of it, and the small steps of reading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .prompt_constraints import ConstraintReader, Found
from .prompt_demands import LOOSE
from .prompt_leave_outs import ALL_BUT, AROUND, START
from .prompt_patterns import BARE, FINITE, QUOTED, READ, SEGMENT, SUBORDINATE
from .prompt_quotes import Range
from .prompt_text import as_typed, clauses, content, coordinates, cover, strip, trim

BEGINS = re.compile(
    r"(?:^|[,;:–—(-]\s*|\b(?:and|so|(?<!anything )(?<!everything )(?<!nothing )(?<!all )but|then|now|because)\s+)(?=\S)"
)
SIDE_BY_SIDE = re.compile(r"[\s,/&]*(?:and|or|nor)?[\s,]*(?:(?:in|from)\s+)?(?:the\s+)?")
LONGEST = 1000  # characters of a sentence that may instruct
ASKING = 3  # the last of the heads that have a verb
MOST_STARTS = 40  # places in a sentence where a request may begin


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
        for one in [
            one for one in self.constraints if one["type"] == "genre" and one["negated"] and one["value"] in demanded
        ]:
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


class Page:
    """A run of sentences, with places counted from its beginning.

    constraints (ConstraintReader): Reads constraints.
    heads (list[re.Pattern[str]]): How requests begin; see `head_patterns`.
    original (str), covered (str): The prompt as typed, and folded with its quotations covered.
    parts (list[Range]): The sentences.
    """

    def __init__(
        self,
        constraints: ConstraintReader,
        heads: list[re.Pattern[str]],
        original: str,
        covered: str,
        parts: list[Range],
    ) -> None:
        self.constraints = constraints
        self.heads = heads
        self.offset, end = parts[0][0], parts[-1][1]
        self.original = original[self.offset : end]
        self.text = covered[self.offset : end]
        self.parts = [(start - self.offset, end - self.offset) for start, end in parts]
        self.reading = Reading()
        self.asked = False  # whether a sentence asks for songs
        self.begins = {part[0] for part in self.parts}
        words = re.findall(r"[^\W\d_]\w*", as_typed(self.original, self.text)[:400])
        self.shouted = len(words) > 2 and sum(word[0].isupper() for word in words) > 0.6 * len(words)

    def find_head(self, part: Range, *, begins: bool = False) -> tuple[int, re.Match[str]] | None:
        """RETURNS (tuple[int, re.Match] | None): Where a sentence begins to ask, and the match of its head."""
        starts = (
            [part[0]]
            if begins
            else [part[0], *(m.end() for m in BEGINS.finditer(self.text, *part) if m.end() < part[1])]
        )
        if part[1] - part[0] > LONGEST:
            return None
        for start in list(dict.fromkeys(starts))[:MOST_STARTS]:
            if START.match(self.text, start, part[1]) or AROUND.match(self.text, start, part[1]):
                continue
            for number, pattern in enumerate(self.heads):
                match = pattern.match(self.text, start, part[1])
                if match and self._asks(match, part, plain=number > ASKING):
                    return start, match
        return None

    def _asks(self, match: re.Match[str], part: Range, *, plain: bool) -> bool:
        """RETURNS (bool): Whether what looks like the head of a request is not that of a statement."""
        rest = self.text[match.end() : part[1]]
        if match.start("noun") == match.end("noun") or ALL_BUT.match(self.text, match.start("noun")):
            return False
        if plain or match["noun"] in ("things", "thing", "everything", "some", "one", "ones", "words", "stuff"):
            finite = FINITE.search(rest)
            if (
                finite
                and not SUBORDINATE.search(rest, 0, finite.start())
                and not re.search(r"[,;.(:-]", rest[: finite.start()])
            ):
                return False
            return not re.match(r"\s+(?:i|we|he|she|they|the)\s", rest) or not plain
        return True

    def split(self, start: int, end: int) -> list[Range]:
        """RETURNS (list[Range]): The parts of a request between commas, dashes, brackets and `but`."""
        parts: list[Range] = []
        for joint in SEGMENT.finditer(self.text, start, end):
            if (
                joint.start() > start
                and self.text[joint.start()] == ","
                and self.text[joint.start() - 1].isdigit()
                and self.text[joint.end() : joint.end() + 1].isdigit()
            ):
                continue
            parts.append((start, joint.start()))
            start = joint.end()
        return [
            part
            for part in (strip(self.text, *span) for span in [*parts, (start, end)])
            if re.search(rf"[\w{QUOTED}]", self.text[part[0] : part[1]])
        ]

    def only_demands(self, part: Range) -> bool:
        """RETURNS (bool): Whether a sentence says nothing but constraints."""
        found = self.constraints.read(self.text, self.original, part, LOOSE)
        left = cover(self.text, [(one.start, one.end) for one in found], " ")[part[0] : part[1]]
        return bool(found) and not content(left)

    def demand(self, part: Range, zone: str) -> list[Found]:
        """Note the constraints of a part. part (Range): The part. zone (str): What it is. RETURNS (list[Found]): Them."""
        found = self.constraints.read(self.text, self.original, part, zone)
        for one in found:
            self.note(one, negated=False)
        return found

    def note(self, found: Found, *, negated: bool) -> None:
        """Note a constraint. found (Found): The constraint. negated (bool): Whether it is to be left out."""
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

    def matter(self, part: Range) -> None:
        """Note a sentence that is asked for as it stands. part (Range): The sentence."""
        if not self.asked or content(self.text[part[0] : part[1]]):
            self.reading.include += clauses(self.text, part)

    def ask_for(self, text: str, part: Range, *, named: bool = False) -> None:
        """Note the clauses of a part, without what was read as something else.

        text (str): The page's text, with what was read covered.
        part (Range): The part.
        named (bool): Whether it describes the songs, and does not say what they are about; there `music` says nothing.
        """
        for match in re.compile(rf"[^{QUOTED}{READ}]+").finditer(text, *part):
            for start, end in coordinates(text, *match.span(), short=not named):
                if named:
                    end = re.compile(rf"(?:\s*{BARE})?\s*$").search(text, start, end).start()  # type: ignore[union-attr]
                start, end = trim(text, start, end, matter=not named)
                if start < end and content(text[start:end], matter=not named):
                    self.reading.include.append((start, end))

    def exclude(self, start: int, end: int) -> None:
        """Note what is left out. start (int), end (int): Its characters."""
        start, end = trim(self.text, start, end)
        if start < end and content(self.text[start:end]):
            self.reading.exclude.append((start, end))
