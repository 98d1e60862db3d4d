"""The signals that speak for a song: what its words, its wording, its meaning and its themes say about a query."""

from __future__ import annotations

from collections import Counter

import numpy as np
from rapidfuzz import fuzz

from .arrays import Floats, Ints, group_max, group_top_mean
from .lyric_index import LyricIndex
from .query import Query
from .token_field import Hits

GROUPS = {
    "words": ("bm25", "title", "window"),
    "quote": ("forms", "phrase"),
    "meaning": ("song_vector", "title_vector", "stanza_vector", "body_vector", "window_vector", "clause_vector"),
    "theme": ("theme",),
}
SIGNALS = tuple(signal for group in GROUPS.values() for signal in group)

WINDOW = 4  # lines that stand together
TOP_WINDOWS = 3  # windows of a song whose nearness counts; three beat one on the themes (nDCG@10 0.185 against 0.160)
FEWEST_WORDS = 3  # two words in a row are in many songs
ENOUGH_WORDS = 5  # words that are known again though some are wrong
LONGEST_QUOTE = 160  # letters; what is longer is a passage, and nobody knows that by heart
CHANCE = 0.55  # how like the best passage of any song is to any line


def score_signals(
    index: LyricIndex, query: Query, rows: Ints, *, k1: float = 1.2, b: float = 0.75, max_phrases: int = 30
) -> dict[str, Floats]:
    """Compute every signal for some songs.

    index (LyricIndex): The songs.
    query (Query): What is asked for.
    rows (NDArray): The songs to score, shape (n,), int64.
    k1 (float), b (float): BM25's saturation and length normalisation.
    max_phrases (int): For how many songs the wording is compared letter by letter.
    RETURNS (dict[str, NDArray]): A value for each song by name of the signal, about 0 to 1, shape (n,), float32.
    """
    signals = {name: np.zeros(len(rows), dtype=np.float32) for name in SIGNALS}
    if not len(rows):
        return signals
    terms = index.fields["terms"]
    hits = terms.hits(list(query.terms), rows)
    signals["bm25"] = terms.bm25(hits, query.terms, rows, k1=k1, b=b)
    signals["window"] = _window_coverage(hits)
    signals["title"] = _title(index, query, rows)
    forms = index.fields["forms"]
    counts = Counter(query.forms)
    signals["forms"] = forms.bm25(forms.hits(query.forms, rows), counts, rows, k1=k1, b=b)
    signals["phrase"] = _phrase(index, query, rows, signals["forms"], max_phrases)
    signals.update(_meaning(index, query, rows))
    signals["theme"] = _theme(index, query, rows)
    return signals


def _window_coverage(hits: Hits) -> Floats:
    """RETURNS (NDArray): The share of the query's weight that stands in each song's best four lines, shape (n,)."""
    if not len(hits.terms) or not len(hits.owner):
        return np.zeros(hits.n_rows, dtype=np.float32)
    height = int(hits.line.max()) + WINDOW
    place = hits.owner * height + hits.line
    present = np.zeros((hits.n_rows * height, len(hits.terms)), dtype=bool)
    for step in range(WINDOW):
        present[place + step - 1, hits.term] = True
    covered = (present @ hits.idf).reshape(hits.n_rows, height).max(axis=1)
    return (covered / max(float(hits.idf.sum()), 1e-9)).astype(np.float32)


def _title(index: LyricIndex, query: Query, rows: Ints) -> Floats:
    """RETURNS (NDArray): Geometric mean of how much of the title the query has and of the query the title, shape (n,)."""
    titles = index.fields["title"]
    hits = titles.hits(list(query.terms), rows)
    matched = np.minimum(hits.counts, 1.0) @ hits.idf
    ids, owner = titles.ids.gather(rows)
    weights = titles.idf(titles.words)
    whole = np.bincount(owner, weights=weights[ids], minlength=len(rows))
    asked = float(titles.idf(list(query.terms)).sum())
    return np.sqrt(matched / np.maximum(whole, 1e-9) * matched / max(asked, 1e-9)).clip(0, 1).astype(np.float32)


def _phrase(index: LyricIndex, query: Query, rows: Ints, forms: Floats, limit: int) -> Floats:
    """RETURNS (NDArray): How like the best passage of each song is to the query's wording, letter by letter; 0 for
    songs that are not among the `limit` with the most words in common, shape (n,)."""
    similar = np.zeros(len(rows), dtype=np.float32)
    quoted = [clause.forms for clause in query.clauses if clause.quoted] or [query.forms]
    needles = [" ".join(forms) for forms in quoted if len(forms) >= FEWEST_WORDS]
    needles = [needle for needle in needles if len(needle) <= LONGEST_QUOTE]
    words = index.fields["forms"].words
    for i in np.argsort(-forms, kind="stable")[:limit]:
        if forms[i] > 0:
            text = " ".join(words[j] for j in index.fields["forms"].ids[rows[i]].tolist())
            similar[i] = max((_likeness(needle, text) for needle in needles), default=0.0)
    return ((similar - CHANCE) / (1 - CHANCE)).clip(0, 1)


def _likeness(needle: str, text: str) -> float:
    """RETURNS (float): How like the likest passage of a text is, 0 to 1; a few words are a quote only as they stand."""
    if needle.count(" ") + 1 < ENOUGH_WORDS:
        return float(f" {needle} " in f" {text} ")
    return fuzz.partial_ratio(needle, text) / 100


def _meaning(index: LyricIndex, query: Query, rows: Ints) -> dict[str, Floats]:
    """RETURNS (dict[str, NDArray]): Cosines of the query with each song, its title, its best stanza, all of them and its
    best windows, and of the clause that fares best."""
    if query.vectors is None or not index.vectors or query.vectors.shape[1] != index.dim:
        return {}
    cosines, owners = {}, {}
    for name in ("song", "title", "stanza", "window"):
        cosines[name], owners[name] = index.vectors[name].similarities(query.vectors, rows)
    n = len(rows)
    whole = {name: values[:, 0] for name, values in cosines.items()}
    clauses = cosines["window"][:, 1:] if len(query.vectors) > 1 else cosines["window"]
    return {
        "song_vector": group_max(whole["song"], owners["song"], n),
        "title_vector": group_max(whole["title"], owners["title"], n),
        "stanza_vector": group_max(whole["stanza"], owners["stanza"], n),
        "body_vector": group_top_mean(whole["stanza"], owners["stanza"], n, len(whole["stanza"])),
        "window_vector": group_top_mean(whole["window"], owners["window"], n, TOP_WINDOWS),
        "clause_vector": group_max(clauses, owners["window"], n).max(axis=1),
    }


def _theme(index: LyricIndex, query: Query, rows: Ints) -> Floats:
    """RETURNS (NDArray): Cosine of the theme probabilities of query and song, shape (n,)."""
    asked = np.asarray([query.themes.get(label, 0.0) for label in index.labels], dtype=np.float32)
    if not asked.any():
        return np.zeros(len(rows), dtype=np.float32)
    themes = index.themes[rows]
    norms = np.linalg.norm(themes, axis=1) * float(np.linalg.norm(asked))
    return np.asarray(themes @ asked / np.maximum(norms, 1e-9), dtype=np.float32)
