"""More like this, less like that: a query moved toward some songs and away from others (Rocchio 1971).

    q' = alpha * q + beta * mean(d for d in more) - gamma * mean(d for d in less)

after J. J. Rocchio, "Relevance feedback in information retrieval" (in The SMART Retrieval System, 1971), with the weights that
Manning, Raghavan and Schuetze name as reasonable (Introduction to Information Retrieval, 2008, section 9.1.1). It is done three
times, on vectors of length 1 each: for the encoder's vector, for tf-idf weights of terms, for theme probabilities. Of terms and
themes what would be negative is dropped, and of terms only the strongest are added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from .arrays import Floats
from .lyric_index import LyricIndex
from .query import Clause, Query

ALPHA, BETA, GAMMA = 1.0, 0.75, 0.15
ADDED_TERMS = 12


def move_query(
    index: LyricIndex,
    query: Query,
    *,
    more: Sequence[int] = (),
    less: Sequence[int] = (),
    alpha: float = ALPHA,
    beta: float = BETA,
    gamma: float = GAMMA,
    n_terms: int = ADDED_TERMS,
) -> Query:
    """Move a query.

    index (LyricIndex): The songs.
    query (Query): What was asked for; an empty one moves all the way.
    more (Sequence[int]), less (Sequence[int]): Rows of the songs to move toward and away from.
    alpha (float), beta (float), gamma (float): How much the query, `more` and `less` count.
    n_terms (int): How many terms of the songs are added at most.
    RETURNS (Query): The moved query, with a clause for each song of `more`, so that its evidence is found too.
    """
    if not more and not less:
        return query
    share = (alpha, beta, gamma)
    clauses = [_clause(index, row, n_terms) for row in more]
    return replace(
        query,
        clauses=[*query.clauses, *clauses],
        vector=_move_vector(index, query, more, less, share),
        weights=_move_terms(index, query, more, less, share, n_terms),
        themes=_move_themes(index, query, more, less, share),
    )


def _clause(index: LyricIndex, row: int, n_terms: int) -> Clause:
    vector = _song_vector(index, row)
    terms = sorted(_strongest(_tf_idf(index, _term_counts(index, row)), n_terms))
    return Clause(str(index.records[row]["title"]), terms, [], vector)


def _song_vector(index: LyricIndex, row: int) -> Floats | None:
    """RETURNS (NDArray | None): The vector of a song, of length 1, shape (dim,), float32."""
    if not index.vectors:
        return None
    codes = index.vectors["song"].codes[row].astype(np.float32)
    return _unit(codes[0]) if len(codes) else None


def _move_vector(
    index: LyricIndex, query: Query, more: Sequence[int], less: Sequence[int], share: tuple[float, float, float]
) -> Floats | None:
    alpha, beta, gamma = share
    if not index.vectors or (query.vector is not None and len(query.vector) != index.dim):
        return query.vector
    moved = np.zeros(index.dim or 0, dtype=np.float32)
    if query.vector is not None:
        moved += alpha * _unit(query.vector)
    for rows, factor in ((more, beta), (less, -gamma)):
        vectors = [vector for row in rows if (vector := _song_vector(index, row)) is not None]
        if vectors:
            moved += factor * np.mean(vectors, axis=0)
    return _unit(moved) if moved.any() else query.vector


def _move_terms(
    index: LyricIndex,
    query: Query,
    more: Sequence[int],
    less: Sequence[int],
    share: tuple[float, float, float],
    n_terms: int,
) -> dict[str, float]:
    """RETURNS (dict[str, float]): Weights of terms, in counts: BM25 will weigh them by rarity itself."""
    alpha, beta, gamma = share
    moved: dict[str, float] = {term: alpha * weight for term, weight in _tf_idf(index, query.terms).items()}
    for rows, factor in ((more, beta), (less, -gamma)):
        for row in rows:
            for term, weight in _tf_idf(index, _term_counts(index, row)).items():
                moved[term] = moved.get(term, 0.0) + factor * weight / len(rows)
    own = {term: weight for term, weight in moved.items() if term in query.terms and weight > 0}
    added = {term: weight for term, weight in moved.items() if term not in query.terms and weight > 0}
    kept = own | _strongest(added, n_terms)
    rarity = dict(zip(kept, index.fields["terms"].idf(list(kept)).tolist(), strict=True))
    counts = {term: weight / max(rarity[term], 1e-6) for term, weight in kept.items()}
    highest = max(counts.values(), default=1.0)
    return {term: round(count / highest, 6) for term, count in counts.items()}


def _move_themes(
    index: LyricIndex, query: Query, more: Sequence[int], less: Sequence[int], share: tuple[float, float, float]
) -> dict[str, float]:
    alpha, beta, gamma = share
    if not index.labels:
        return query.themes
    asked = np.asarray([query.themes.get(label, 0.0) for label in index.labels], dtype=np.float32)
    moved = alpha * asked
    for rows, factor in ((more, beta), (less, -gamma)):
        if rows:
            moved = moved + factor * index.themes[list(rows)].mean(axis=0)
    return {label: float(value) for label, value in zip(index.labels, moved.clip(0, 1), strict=True)}


def _term_counts(index: LyricIndex, row: int) -> Counter[str]:
    terms = index.fields["terms"]
    words = terms.words
    return Counter(words[i] for i in terms.ids[row].tolist())


def _tf_idf(index: LyricIndex, counts: Mapping[str, int | float]) -> dict[str, float]:
    """RETURNS (dict[str, float]): (1 + ln tf) * idf of each term, as a vector of length 1."""
    terms = [term for term, count in counts.items() if count > 0]
    rarity = index.fields["terms"].idf(terms)
    weights = (1 + np.log(np.maximum([counts[term] for term in terms], 1e-3)).clip(0)) * rarity if terms else rarity
    return dict(zip(terms, _unit(np.asarray(weights, dtype=np.float32)).tolist(), strict=True))


def _strongest(weights: Mapping[str, float], n: int) -> dict[str, float]:
    return dict(sorted(weights.items(), key=_by_weight)[:n])


def _by_weight(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), dtype=np.float32)
