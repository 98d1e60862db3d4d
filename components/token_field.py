"""A field of tokens: for every song the numbers of its terms in order, with the lines that they stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import srsly
from numpy.typing import NDArray

from .arrays import Ragged, load_array, save_array

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Hits:
    """Where the terms of a query stand in some songs.

    terms (list[str]): The query's terms that the field knows, each once.
    idf (NDArray): Their inverse document frequencies, shape (n_terms,), float32.
    owner (NDArray): The song of each hit, as an index into the rows asked for, shape (n_hits,), int64.
    line (NDArray): The line of each hit, from 1, shape (n_hits,), int64.
    term (NDArray): The term of each hit, as an index into `terms`, shape (n_hits,), int64.
    n_rows (int): How many songs were asked for.
    """

    terms: list[str]
    idf: Floats
    owner: Ints
    line: Ints
    term: Ints
    n_rows: int

    @cached_property
    def counts(self) -> Floats:
        """RETURNS (NDArray): How often each term stands in each song, shape (n_rows, n_terms), float32."""
        width = len(self.terms)
        flat = np.bincount(self.owner * width + self.term, minlength=self.n_rows * width)
        return flat.reshape(self.n_rows, width).astype(np.float32)


class TokenField:
    """The terms of all songs in order, as numbers of a vocabulary.

    base (TokenField | None): The field whose frequencies and lengths count in place of its own: so a song that is not
        in an index is weighed as if it stood among its songs.
    """

    def __init__(self, base: TokenField | None = None) -> None:
        self.base = base
        self.vocab: dict[str, int] = {}
        self.ids = Ragged(np.zeros(0, dtype=np.int32))
        self.lines = Ragged(np.zeros(0, dtype=np.int16))
        self._frequencies: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, songs: Iterable[Sequence[Sequence[str]]]) -> None:
        """Add songs. songs (Iterable[Sequence[Sequence[str]]]): The terms of each line of each song."""
        ids: list[NDArray[np.int32]] = []
        lines: list[NDArray[np.int16]] = []
        for song in songs:
            ids.append(np.asarray([self._number(term) for line in song for term in line], dtype=np.int32))
            lines.append(np.repeat(np.arange(1, len(song) + 1, dtype=np.int16), [len(line) for line in song]))
        self.ids = self.ids.appended(ids)
        self.lines = self.lines.appended(lines)
        self._frequencies = None

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Keep some songs. mask (NDArray): Which, shape (n_songs,), bool. Words of no song are forgotten."""
        self.ids = self.ids.kept(mask)
        self.lines = self.lines.kept(mask)
        used = np.unique(self.ids.values)
        words = self.words
        renumber = np.full(len(words), -1, dtype=np.int32)
        renumber[used] = np.arange(len(used), dtype=np.int32)
        self.vocab = {words[old]: new for new, old in enumerate(used)}
        self.ids = Ragged(renumber[self.ids.values], self.ids.offsets)
        self._frequencies = None

    @property
    def words(self) -> list[str]:
        """RETURNS (list[str]): The vocabulary by number."""
        return list(self.vocab)

    @property
    def frequencies(self) -> NDArray[np.int64]:
        """RETURNS (NDArray): In how many songs each term of the vocabulary stands, shape (n_vocab,), int64."""
        if self._frequencies is None:
            owners = np.repeat(np.arange(len(self)), self.ids.lengths)
            pairs = np.unique(owners * max(len(self.vocab), 1) + self.ids.values)
            self._frequencies = np.bincount(pairs % max(len(self.vocab), 1), minlength=len(self.vocab))
        return self._frequencies

    def idf(self, terms: Sequence[str]) -> Floats:
        """Weigh terms by their rarity, as Lucene's BM25 does: ln(1 + (N - n + 0.5) / (n + 0.5)).

        terms (Sequence[str]): The terms; one that no song has counts as standing in none.
        RETURNS (NDArray): Shape (n_terms,), float32.
        """
        if self.base is not None:
            return self.base.idf(terms)
        n = np.asarray([self.frequencies[self.vocab[t]] if t in self.vocab else 0 for t in terms], dtype=np.float32)
        return np.log1p((len(self) - n + 0.5) / (n + 0.5)).astype(np.float32)

    @property
    def average_length(self) -> float:
        """RETURNS (float): Terms a song, at least 1."""
        if self.base is not None:
            return self.base.average_length
        return max(len(self.ids.values) / max(len(self), 1), 1.0)

    def hits(self, terms: Sequence[str], rows: Ints) -> Hits:
        """Find where terms stand.

        terms (Sequence[str]): The terms; repeats and unknown ones are passed over.
        rows (NDArray): The songs to look at, shape (n_rows,), int64.
        RETURNS (Hits): The places.
        """
        known = [term for term in dict.fromkeys(terms) if term in self.vocab]
        lookup = np.full(len(self.vocab) + 1, -1, dtype=np.int64)
        lookup[[self.vocab[term] for term in known]] = np.arange(len(known))
        ids, owner = self.ids.gather(rows)
        found = lookup[ids]
        at = np.flatnonzero(found >= 0)
        lines, _ = self.lines.gather(rows)
        return Hits(known, self.idf(known), owner[at], lines[at].astype(np.int64), found[at], len(rows))

    def bm25(self, hits: Hits, weights: Counter[str], rows: Ints, *, k1: float, b: float) -> Floats:
        """Score songs by BM25 (Robertson & Zaragoza 2009, eq. 3.15), as a share of the highest score possible.

        hits (Hits): Where the query's terms stand in the songs of `rows`.
        weights (Counter[str]): How often each term stands in the query; unknown terms count for the highest score too.
        rows (NDArray): The songs, shape (n_rows,), int64.
        k1 (float), b (float): Saturation of counts and normalisation of lengths.
        RETURNS (NDArray): Between 0 and 1, shape (n_rows,), float32.
        """
        lengths = self.ids.lengths[rows].astype(np.float32)
        norm = k1 * (1 - b + b * lengths / self.average_length)
        saturated = hits.counts / (hits.counts + norm[:, None])
        query = np.asarray([weights[term] for term in hits.terms], dtype=np.float32) * hits.idf
        terms = list(weights)
        highest = float(np.dot(self.idf(terms), [weights[term] for term in terms]))
        return (saturated @ query / max(highest, 1e-9)).astype(np.float32)

    def unordered(self) -> None:
        """Sort the terms of each song, so that its lines cannot be read from the field any more."""
        ids, owner = self.ids.gather(np.arange(len(self)))
        order = np.lexsort((ids, owner))
        self.ids = Ragged(ids[order], self.ids.offsets)
        self.lines = Ragged(np.ones_like(self.lines.values), self.lines.offsets)

    def to_disk(self, folder: Path, name: str) -> None:
        """Write `name`.vocab.json and .npy files. folder (Path): Where to. name (str): The field's name."""
        srsly.write_json(folder / f"{name}.vocab.json", self.words)
        for part, array in (("ids", self.ids.values), ("lines", self.lines.values), ("offsets", self.ids.offsets)):
            save_array(folder / f"{name}.{part}.npy", array)

    def from_disk(self, folder: Path, name: str) -> TokenField:
        """Read what `to_disk` wrote. RETURNS (TokenField): The field itself."""
        self.vocab = {word: number for number, word in enumerate(srsly.read_json(folder / f"{name}.vocab.json"))}
        offsets = load_array(folder / f"{name}.offsets.npy")
        self.ids = Ragged(load_array(folder / f"{name}.ids.npy"), offsets)
        self.lines = Ragged(load_array(folder / f"{name}.lines.npy"), offsets)
        self._frequencies = None
        return self

    def _number(self, term: str) -> int:
        return self.vocab.setdefault(term, len(self.vocab))
