"""How strongly songs speak of what a prompt asks to leave out."""

from __future__ import annotations

import numpy as np

from .arrays import Floats, Ints, group_max
from .lyric_index import LyricIndex
from .query import Clause, Query
from .terms import stem

EVEN = (
    0.2  # the probability of a theme from which a song rather speaks of it: themes are rare, a twentieth of songs each
)
OFTEN = 1.5  # a word that stands once may be said in passing
NEAR, SAME = 0.35, 0.65  # cosine of a clause and a window: of one matter, and nearly the same words


def speaks_of(index: LyricIndex, query: Query, rows: Ints) -> Floats:
    """Tell how strongly songs speak of what is to be left out.

    index (LyricIndex): The songs.
    query (Query): The query, with what it excludes.
    rows (NDArray): The songs, shape (n,), int64.
    RETURNS (NDArray): 0 to 1, the strongest sign of any excluded clause, shape (n,), float32.
    """
    strongest = np.zeros(len(rows), dtype=np.float32)
    for clause in query.excluded:
        for sign in (_theme(index, clause, rows), _words(index, clause, rows), _meaning(index, clause, rows)):
            strongest = np.maximum(strongest, sign)
    return strongest


def _theme(index: LyricIndex, clause: Clause, rows: Ints) -> Floats:
    """RETURNS (NDArray): How likely the theme that the clause names is, half at `EVEN`; 0 if it names none, shape (n,)."""
    named = [i for i, label in enumerate(index.labels) if stem(label) in clause.terms or label in clause.forms]
    likely = index.themes[rows][:, named].max(axis=1, initial=0.0)
    return np.asarray(likely / (likely + EVEN), dtype=np.float32)


def _words(index: LyricIndex, clause: Clause, rows: Ints) -> Floats:
    """RETURNS (NDArray): How often all of the clause's terms stand in the song, half at `OFTEN`, shape (n,)."""
    hits = index.fields["terms"].hits(clause.terms, rows)
    if not hits.terms or len(hits.terms) < len(set(clause.terms)):
        return np.zeros(len(rows), dtype=np.float32)
    found = hits.counts.min(axis=1)
    return np.asarray(found / (found + OFTEN), dtype=np.float32)


def _meaning(index: LyricIndex, clause: Clause, rows: Ints) -> Floats:
    """RETURNS (NDArray): How near the song's nearest window is to the clause, shape (n,)."""
    if clause.vector is None or not index.vectors or len(clause.vector) != index.dim:
        return np.zeros(len(rows), dtype=np.float32)
    cosines, owner = index.vectors["window"].similarities(clause.vector[None], rows)
    return ((group_max(cosines, owner, len(rows))[:, 0] - NEAR) / (SAME - NEAR)).clip(0, 1)
