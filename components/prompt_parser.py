"""The component that reads a prompt: what it asks for, asks to leave out, quotes, and demands of the songs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span
from spacy.util import SimpleFrozenList

from .errors import Errors, SynsongError
from .prompt_quotes import Range
from .prompt_reader import PromptReader
from .prompt_tables import GENRES

if not Doc.has_extension("constraints"):
    Doc.set_extension("constraints", default=[])

MERGED_WORDS = 60  # tokens up to which neighbouring clauses of a long text are joined; an encoder reads them whole


@Language.factory(
    "prompt_parser",
    assigns=["doc.spans", "doc._.constraints"],
    default_config={
        "max_clauses": 64,
        "this_year": None,
        "recent_years": 5,
        "instruction_chars": 4000,
        "genres": GENRES,
    },
)
def make_prompt_parser(
    nlp: Language,
    name: str,
    max_clauses: int,
    this_year: int | None,
    recent_years: int,
    instruction_chars: int,
    genres: dict[str, list[str]],
) -> PromptParser:
    return PromptParser(
        name,
        max_clauses=max_clauses,
        this_year=this_year,
        recent_years=recent_years,
        instruction_chars=instruction_chars,
        genres=genres,
    )


class PromptParser(Pipe):
    """Reads what a prompt asks for into `doc.spans["include"]`, what it asks to leave out into `doc.spans["exclude"]`, its
    quotations into `doc.spans["quote"]`, and what it demands of the songs into `doc._.constraints`: dicts of

    * type (str): `era`, `genre`, `artist`, `language`, `explicit`, `count`, `popularity` or `duration`;
    * value (Any): `[from_year, to_year]`, a genre of the list, a name as typed, an ISO 639-1 code, whether explicit words
      are wanted, a number, `[from, to]` of 0-100, `[from, to]` in seconds; None at an open end, or if it is not known;
    * negated (bool): Whether songs of this kind are left out;
    * text (str), start (int), end (int): The words and their characters;
    * status (str): `read`; `lyric_relevance` says what became of it.

    name (str): The name of the component.
    max_clauses (int): How many spans a group has at most; a longer text's clauses are joined, then those that say least go.
    this_year (int | None): The year that `recent` and `the last ten years` count from; None leaves them without a value.
    recent_years (int): How many years `recent` means.
    instruction_chars (int): How many characters from its beginning and its end a text is searched for instructions.
    genres (Mapping[str, Sequence[str]]): The genres that are known, with other names of each. Those of a config are
        added to the default ones, as spaCy joins configs.
    """

    def __init__(
        self,
        name: str = "prompt_parser",
        *,
        max_clauses: int = 64,
        this_year: int | None = None,
        recent_years: int = 5,
        instruction_chars: int = 4000,
        genres: Mapping[str, Sequence[str]] = GENRES,
    ) -> None:
        for knob, value in (("max_clauses", max_clauses), ("instruction_chars", instruction_chars)):
            if value < 1:
                raise SynsongError(Errors.S410.format(name=knob, value=value))
        if not genres or not all(genre.strip() for genre in genres):
            raise SynsongError(Errors.S411)
        self.name = name
        self.max_clauses = max_clauses
        self.reader = PromptReader(
            genres, this_year=this_year, recent_years=recent_years, instruction_chars=instruction_chars
        )

    def __call__(self, doc: Doc) -> Doc:
        """Read a Doc. doc (Doc): The prompt. RETURNS (Doc): The same Doc with its spans and `_.constraints`."""
        reading = self.reader.read(doc.text)
        free = bytearray(b"\1") * len(doc)
        spans = {}
        for key in ("exclude", "quote", "include"):
            snapped = [_snap(doc, chars, free) for chars in sorted(getattr(reading, key))]
            spans[key] = [span for span in snapped if span is not None]
        for key in ("include", "exclude", "quote"):
            doc.spans[key] = _limit(spans[key], self.max_clauses)
        doc._.constraints = reading.constraints
        return doc

    # There is no state beyond the config

    def to_bytes(self, *, exclude: Iterable[str] = SimpleFrozenList()) -> bytes:
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = SimpleFrozenList()) -> PromptParser:
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> None:
        Path(path).mkdir(parents=True, exist_ok=True)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> PromptParser:
        return self


def _snap(doc: Doc, chars: Range, free: bytearray) -> Span | None:
    """Find the tokens of some characters, without white space and punctuation at the ends, and take them.

    doc (Doc): The prompt.
    chars (Range): The characters.
    free (bytearray): 1 for each token that no span has yet; updated.
    RETURNS (Span | None): The longest run of tokens that are free; None if there is no word among them.
    """
    tokens = doc.char_span(*chars, alignment_mode="expand") if chars[0] < chars[1] else None
    if tokens is None:
        return None
    start, end = tokens.start, tokens.end
    while start < end and not (free[start] and _is_word(doc, start)):
        start += 1
    while end > start and not (free[end - 1] and _is_word(doc, end - 1)):
        end -= 1
    taken = free.find(0, start, end)
    if taken >= 0:
        end = taken
    if start >= end:
        return None
    free[start:end] = bytes(end - start)
    return doc[start:end]


def _is_word(doc: Doc, i: int) -> bool:
    return any(char.isalnum() for char in doc[i].text)


def _limit(spans: Sequence[Span], most: int) -> list[Span]:
    """RETURNS (list[Span]): At most so many spans: neighbours joined while they are short, then those that say most."""
    if len(spans) <= most:
        return list(spans)
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else span
        near = last is not span and span.end - last.start <= MERGED_WORDS
        if near and not any(_is_word(span.doc, i) for i in range(last.end, span.start)):
            joined[-1] = span.doc[last.start : span.end]
        else:
            joined.append(span)
    if len(joined) <= most:
        return joined
    weights = [len({token.lower for token in span if token.is_alpha and not token.is_stop}) for span in joined]
    best = sorted(range(len(joined)), key=lambda i: (-weights[i], i))[:most]
    return [joined[i] for i in sorted(best)]
