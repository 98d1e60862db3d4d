"""The first stage: which songs of a large index are worth scoring, by words (tantivy) and by meaning (faiss)."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import faiss
import numpy as np
import tantivy
from numpy.typing import NDArray

from .arrays import Floats, Ints

FIELDS = ("terms", "forms", "title")
HEAP_SIZE = 64_000_000  # bytes that tantivy collects before it writes a segment
FEWEST = 1_000  # vectors that are always compared one by one: too few to be put into lists
MAX_QUERY_TERMS = 256  # distinct terms of a query that look for candidates; the rarest are kept


class LexicalSearch:
    """Finds songs by their words. The files lie in a folder of its own, so that an installed model is never written to."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="synsong-")
        self.index = tantivy.Index(_schema(), path=self.folder.name)

    def add(self, songs: Iterable[tuple[int, Mapping[str, list[str]]]]) -> None:
        """Add songs. songs (Iterable): The row of each song, and the terms of each of its fields in order."""
        writer = self.index.writer(HEAP_SIZE, num_threads=1)
        for row, fields in songs:
            document = tantivy.Document()
            document.add_unsigned("row", row)
            for name, terms in fields.items():
                document.add_text(name, " ".join(terms))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def search(
        self, field: str, terms: Counter[str], *, limit: int, mask: NDArray[np.bool_] | None = None
    ) -> list[int]:
        """Search one field by BM25.

        field (str): One of `FIELDS`.
        terms (Counter[str]): The query's terms and how often they stand in it.
        limit (int): How many songs to find at most.
        mask (NDArray | None): The songs that may be found, shape (n_songs,), bool.
        RETURNS (list[int]): Their rows, best first.
        """
        searcher = self.index.searcher()
        known = {term: n for term, n in terms.items() if searcher.doc_freq(field, term)}
        rarest = sorted(known, key=lambda term: (searcher.doc_freq(field, term), term))[:MAX_QUERY_TERMS]
        if not rarest or not limit:
            return []
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(field, term), float(known[term])))
            for term in rarest
        ]
        query = tantivy.Query.boolean_query(clauses)
        wanted = limit
        while True:
            hits = searcher.search(query, limit=wanted, count=False).hits
            rows = cast(list[int], searcher.fast_field_values("row", [address for _, address in hits]))
            found = [row for row in rows if mask is None or mask[row]]
            if len(found) >= limit or len(hits) < wanted:
                return found[:limit]
            wanted *= 4

    def to_disk(self, folder: Path) -> None:
        """Copy the files, but for the hidden ones (locks and lists that are made anew, and that wheels leave out).

        folder (Path): Where to.
        """
        shutil.copytree(self.folder.name, folder, ignore=shutil.ignore_patterns(".*"), dirs_exist_ok=True)

    def from_disk(self, folder: Path) -> LexicalSearch:
        """Open a copy of the files. folder (Path): Where from. RETURNS (LexicalSearch): Itself."""
        shutil.copytree(folder, self.folder.name, dirs_exist_ok=True)
        self.index = tantivy.Index.open(self.folder.name)
        return self

    def _term(self, field: str, term: str) -> tantivy.Query:
        return tantivy.Query.term_query(self.index.schema, field, term)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class VectorSearch:
    """Finds songs by the nearest of their vectors: exactly while they are few, by inverted lists when they are many.

    vectors (NDArray): All vectors, shape (n, dim), float32.
    owner (NDArray): The song of each, shape (n,), int64.
    exact_below (int): Below how many vectors every one is compared; a thousand at least.
    """

    def __init__(self, vectors: Floats, owner: Ints, *, exact_below: int = 50_000) -> None:
        self.owner = owner
        self.index = _exact(vectors) if len(vectors) < max(exact_below, FEWEST) else _inverted_lists(vectors)
        self.index.add(vectors)

    def search(self, vectors: Floats, *, limit: int, mask: NDArray[np.bool_] | None = None) -> list[int]:
        """Search by vectors.

        vectors (NDArray): One or more, shape (n, dim), float32; a song counts by its best pair.
        limit (int): How many songs to find at most.
        mask (NDArray | None): The songs that may be found, shape (n_songs,), bool.
        RETURNS (list[int]): Their rows, best first.
        """
        best: dict[int, float] = {}
        allowed = np.ones(len(self.owner), dtype=bool) if mask is None else mask[self.owner]
        wanted = min(limit * 4, int(allowed.sum()))
        if wanted:
            scores, places = self.index.search(np.ascontiguousarray(vectors), wanted, params=self._among(allowed))
            for score, place in zip(scores.ravel(), places.ravel(), strict=True):
                if place >= 0:
                    row = int(self.owner[place])
                    best[row] = max(best.get(row, -1.0), float(score))
        return sorted(best, key=lambda row: (-best[row], row))[:limit]

    def _among(self, allowed: NDArray[np.bool_]) -> Any:
        """RETURNS (Any): Parameters of a search among some of the vectors only, None for all: what is sorted out after a
        search would leave too little where few pass."""
        if allowed.all():
            return None
        native: Any = faiss  # whose stubs do not know the arguments that its classes take
        selector = native.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        if isinstance(self.index, faiss.IndexIVF):
            return native.SearchParametersIVF(sel=selector, nprobe=self.index.nprobe)
        return native.SearchParameters(sel=selector)


def _exact(vectors: Floats) -> Any:
    return faiss.IndexFlatIP(vectors.shape[1])


def _inverted_lists(vectors: Floats) -> Any:
    lists = int(4 * np.sqrt(len(vectors)))
    index: Any = faiss.index_factory(vectors.shape[1], f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.cp.seed = 0
    index.train(vectors[:: max(1, len(vectors) // (lists * 40))])
    index.nprobe = max(16, lists // 16)
    return index
