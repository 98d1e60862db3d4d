"""What a prompt asks for, in strings and arrays: the form in which the index is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from spacy.tokens import Doc, Span

from .arrays import Floats
from .terms import content_terms, stem, word_forms


@dataclass(frozen=True)
class Clause:
    """A part of a prompt.

    text (str): Its words.
    terms (list[str]): Its content terms.
    forms (list[str]): Its word forms.
    vector (NDArray | None): Its vector, shape (dim,), float32; None without an encoder or without words.
    quoted (bool): Whether it stands in quotation marks.
    """

    text: str
    terms: list[str]
    forms: list[str]
    vector: Floats | None = None
    quoted: bool = False


@dataclass(frozen=True)
class Query:
    """All that a prompt asks for.

    clauses (list[Clause]): What is asked for, part by part, quotes among them.
    excluded (list[Clause]): What is to be left out.
    vector (NDArray | None): The vector of the whole of what is asked for, shape (dim,), float32.
    themes (dict[str, float]): The probability of each theme.
    weights (dict[str, float] | None): How much each content term counts, where it is not by how often it stands.
    """

    clauses: list[Clause]
    excluded: list[Clause] = field(default_factory=list)
    vector: Floats | None = None
    themes: dict[str, float] = field(default_factory=dict)
    weights: dict[str, float] | None = None

    @cached_property
    def terms(self) -> Counter[str]:
        """RETURNS (Counter[str]): The content terms of all clauses, with counts or weights."""
        if self.weights is not None:
            return Counter(self.weights)
        return Counter(term for clause in self.clauses for term in clause.terms)

    @cached_property
    def forms(self) -> list[str]:
        """RETURNS (list[str]): The word forms of all clauses in order."""
        return [form for clause in self.clauses for form in clause.forms]

    @cached_property
    def vectors(self) -> Floats | None:
        """RETURNS (NDArray | None): The whole's vector and the clauses', where they are several; shape (n, dim), float32."""
        if self.vector is None:
            return None
        parts = [clause.vector for clause in self.clauses if clause.vector is not None]
        return np.stack([self.vector, *(parts if len(parts) > 1 else [])])

    def parts(self, words: int) -> list[Query]:
        """Part a long text, which speaks of several things, where its clauses part.

        words (int): How many word forms a part has at least.
        RETURNS (list[Query]): Queries for the parts, of about the same length; the query itself if it is not long.
        """
        n = len(self.forms) // words
        if n < 2:
            return [self]
        groups: list[list[Clause]] = [[] for _ in range(n)]
        done = 0
        for clause in self.clauses:
            groups[min(done * n // len(self.forms), n - 1)].append(clause)
            done += len(clause.forms)
        return [Query(group, self.excluded, _mean_vector(group)) for group in groups if group]

    def __bool__(self) -> bool:
        return bool(self.forms or self.terms)


def make_query(doc: Doc) -> Query:
    """Read a query off a Doc that the pipeline has annotated.

    doc (Doc): The prompt. What is missing is made up for: without `prompt_parser` all of the text is asked for.
    RETURNS (Query): The query.
    """
    asked = [*_clauses(doc, "include"), *_clauses(doc, "quote")]
    excluded = _clauses(doc, "exclude")
    if not asked and "include" not in doc.spans:
        asked = [_clause(doc[:], np.asarray(doc.vector) if doc.tensor.size else None)]
    left_out = {word for clause in excluded for word in (*clause.terms, *clause.forms)}
    themes = {label: value for label, value in doc.cats.items() if not {label, stem(label)} & left_out}
    return Query(asked, excluded, _whole_vector(doc, asked), themes)


def _clauses(doc: Doc, key: str) -> list[Clause]:
    spans = doc.spans.get(key, [])
    vectors = (doc._.clause_vectors or {}).get(key) if doc.has_extension("clause_vectors") else None
    return [
        _clause(span, None if vectors is None else vectors[i], quoted=key == "quote") for i, span in enumerate(spans)
    ]


def _clause(span: Span, vector: Floats | None, *, quoted: bool = False) -> Clause:
    spoken = vector if vector is not None and vector.any() else None
    return Clause(span.text, content_terms(span), word_forms(span), spoken, quoted)


def _whole_vector(doc: Doc, asked: list[Clause]) -> Floats | None:
    """RETURNS (NDArray | None): The Doc's vector where nothing is left out or demanded, else the mean of what is asked."""
    stated = doc.spans.get("exclude", []) or (doc.has_extension("constraints") and doc._.constraints)
    if asked and not stated and doc.tensor.size:
        return np.asarray(doc.vector)
    return _mean_vector(asked)


def _mean_vector(clauses: list[Clause]) -> Floats | None:
    vectors = [clause.vector for clause in clauses if clause.vector is not None]
    if not vectors:
        return None
    mean = np.mean(vectors, axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)
