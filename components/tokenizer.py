"""A tokenizer that no text can stop: spaCy's own, but for endless runs without white space.

spaCy takes the punctuation off a chunk one mark at a time and begins anew each time, so 20,000 quotation marks or emoji in
a row keep it busy for a minute (a test feeds it ten times that).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language, create_tokenizer
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.util import SimpleFrozenList

MAX_CHUNK = 400  # characters without white space that are left to spaCy
PIECE = re.compile(r"(\S)\1{19,}|\S{1,40}")


@spacy.registry.tokenizers("synsong.Tokenizer.v1")
def make_tokenizer() -> Callable[[Language], BoundedTokenizer]:
    """RETURNS (Callable[[Language], BoundedTokenizer]): Makes the tokenizer of a language."""
    return lambda nlp: BoundedTokenizer(create_tokenizer()(nlp))


class BoundedTokenizer:
    """Tokenizes as another tokenizer does, and cuts what would keep that one busy.

    tokenizer (Tokenizer): spaCy's tokenizer.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        self.long = re.compile(rf"\S{{{MAX_CHUNK},}}")

    def __call__(self, text: str) -> Doc:
        """Tokenize a text. text (str): The text. RETURNS (Doc): Its tokens; together they are the text."""
        if not self.long.search(text):
            return self.tokenizer(text)
        words: list[str] = []
        spaces: list[bool] = []
        for piece, whole in self._pieces(text):
            if whole:
                words.append(piece)
                spaces.append(False)
            else:
                doc = self.tokenizer(piece)
                words.extend(token.text for token in doc)
                spaces.extend(bool(token.whitespace_) for token in doc)
        return Doc(self.tokenizer.vocab, words=words, spaces=spaces)

    def _pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """YIELDS (tuple[str, bool]): Each piece of a text, and whether it is one token as it stands."""
        end = 0
        for match in self.long.finditer(text):
            yield text[end : match.start()], False
            yield from ((piece.group(), piece.group(1) is not None) for piece in PIECE.finditer(match.group()))
            end = match.end()
        yield text[end:], False

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Tokenize texts. texts (Iterable[str]): The texts. batch_size (int): Not used. YIELDS (Doc): Their Docs."""
        yield from map(self, texts)

    def to_bytes(self, *, exclude: Iterable[str] = SimpleFrozenList()) -> bytes:
        return self.tokenizer.to_bytes(exclude=exclude)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = SimpleFrozenList()) -> BoundedTokenizer:
        self.tokenizer.from_bytes(data, exclude=exclude)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> None:
        self.tokenizer.to_disk(path, exclude=exclude)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> BoundedTokenizer:
        self.tokenizer.from_disk(path, exclude=exclude)
        return self
