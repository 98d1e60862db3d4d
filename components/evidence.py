"""The lines that speak for a song."""

from __future__ import annotations

from typing import Any

import numpy as np
from rapidfuzz import fuzz

from .arrays import Floats
from .lyric_index import LyricIndex
from .playlist import Evidence
from .query import Clause, Query
from .song import Line
from .token_field import Hits

FEWEST_WORDS, MOST_WORDS = 3, 30  # a clause of fewer words is no quote, one of more no line
DEFAULT_WEIGHTS = {"meaning": 1.0, "words": 0.5, "phrase": 0.5}


def find_evidence(
    index: LyricIndex, query: Query, row: int, *, n: int = 3, weights: dict[str, float] = DEFAULT_WEIGHTS
) -> list[Evidence]:
    """Find the lines of a song that answer a query best.

    index (LyricIndex): The songs.
    query (Query): What is asked for.
    row (int): The song.
    n (int): How many lines to give at most; lines of the same words count once.
    weights (dict[str, float]): What counts how much: `meaning` (cosine of line and clause), `words` (share of the
        clause's weight that stands in the line), `phrase` (likeness letter by letter).
    RETURNS (list[Evidence]): The lines, best first; none if the song has no lines or nothing is asked for.
    """
    lines = index.lines(row)
    if not lines or not query.clauses:
        return []
    scores, hits = _score_lines(index, query, row, lines, weights)
    best: dict[str, Evidence] = {}
    for number, which in _by_score(scores):
        line = lines[number]
        if scores[number, which] <= 0 or len(best) == n:
            break
        best.setdefault(line.text.casefold() or str(line.number), _evidence(line, query.clauses[which], hits))
    return list(best.values())


def _score_lines(
    index: LyricIndex, query: Query, row: int, lines: list[Line], weights: dict[str, float]
) -> tuple[Floats, Hits]:
    """RETURNS (tuple[NDArray, Hits]): A score for each line and clause, shape (n_lines, n_clauses), and the hits."""
    rows = np.asarray([row])
    terms = index.fields["terms"]
    told = bool(lines[0].text)  # lines that were taken out of the index do not tell which words stood in them
    hits = terms.hits(list(query.terms) if told else [], rows)
    present = np.zeros((len(lines), len(hits.terms)), dtype=np.float32)
    present[hits.line - 1, hits.term] = 1
    scores = np.zeros((len(lines), len(query.clauses)), dtype=np.float32)
    for i, clause in enumerate(query.clauses):
        own = np.asarray([term in set(clause.terms) for term in hits.terms], dtype=bool)
        whole = float(terms.idf(sorted(set(clause.terms))).sum())
        scores[:, i] += weights["words"] * (present[:, own] @ hits.idf[own]) / max(whole, 1e-9)
        scores[:, i] += weights["phrase"] * _likeness(clause, lines)
        if clause.vector is not None and index.vectors and len(clause.vector) == index.dim:
            cosines, _ = index.vectors["line"].similarities(clause.vector[None], rows)
            scores[:, i] += weights["meaning"] * cosines[:, 0]
    return scores, hits


def _likeness(clause: Clause, lines: list[Line]) -> Floats:
    """RETURNS (NDArray): How like each line is to the clause beyond what any two lines are, 0 to 1, shape (n_lines,)."""
    if not FEWEST_WORDS <= len(clause.forms) <= MOST_WORDS:
        return np.zeros(len(lines), dtype=np.float32)
    text = " ".join(clause.forms)
    ratios = [fuzz.partial_ratio(text, line.text.lower()) if len(line.text) > 7 else 0.0 for line in lines]
    return np.maximum((np.asarray(ratios, dtype=np.float32) - 60) / 40, 0)


def _by_score(scores: Floats) -> list[tuple[int, int]]:
    """RETURNS (list[tuple[int, int]]): Each line with its best clause, best line first, the earlier one where they tie."""
    which = scores.argmax(axis=1)
    highest = scores.max(axis=1)
    return [(int(i), int(which[i])) for i in np.argsort(-highest, kind="stable")]


def _evidence(line: Line, clause: Clause, hits: Hits) -> Evidence:
    found: dict[str, Any] = dict.fromkeys(hits.terms[term] for term in hits.term[hits.line == line.number])
    answers = [term for term in found if term in clause.terms]
    return Evidence(
        text=line.text, line=line.number, section=line.section, start=line.start, terms=answers, answers=clause.text
    )
