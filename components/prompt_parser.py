"""The component that reads a prompt: what it asks for, asks to leave out, quotes, and constrains."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc, Span
from spacy.util import SimpleFrozenList

from .prompt_quotes import Range
from .prompt_reader import read_prompt

if not Doc.has_extension("constraints"):
    Doc.set_extension("constraints", default=[])


@Language.factory(
    "prompt_parser",
    assigns=["doc.spans", "doc._.constraints"],
    default_config={"max_clauses": 64},
)
def make_prompt_parser(nlp: Language, name: str, max_clauses: int) -> PromptParser:
    return PromptParser(name, max_clauses=max_clauses)


class PromptParser(Pipe):
    """Reads prompts."""

    def __init__(self, name: str = "prompt_parser", *, max_clauses: int = 64) -> None:
        self.name = name
        self.max_clauses = max_clauses

    def __call__(self, doc: Doc) -> Doc:
        """Read a Doc. doc (Doc): The prompt. RETURNS (Doc): The same Doc."""
        reading = read_prompt(doc.text)
        for key in ("include", "exclude", "quote"):
            spans = (_snap(doc, span) for span in getattr(reading, key))
            doc.spans[key] = [span for span in spans if span is not None][: self.max_clauses]
        doc._.constraints = reading.constraints
        return doc

    def to_bytes(self, *, exclude: Iterable[str] = SimpleFrozenList()) -> bytes:
        return b""

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = SimpleFrozenList()) -> PromptParser:
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> None:
        pass

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> PromptParser:
        return self


def _snap(doc: Doc, span: Range) -> Span | None:
    """RETURNS (Span | None): The tokens that the characters touch, without white space and punctuation at the ends."""
    tokens = doc.char_span(*span, alignment_mode="expand") if span[0] < span[1] else None
    if tokens is None:
        return None
    start, end = tokens.start, tokens.end
    while start < end and not any(char.isalnum() for char in doc[start].text):
        start += 1
    while end > start and not any(char.isalnum() for char in doc[end - 1].text):
        end -= 1
    return doc[start:end] if start < end else None
