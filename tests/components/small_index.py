"""Indexes of a few songs made by hand: each word is its own term, and vectors are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from components.arrays import Floats
from components.lyric_index import VECTORS, AnalysedSong, LyricIndex
from components.query import Clause, Query
from components.song import Song


def make_item(
    song_id: str,
    lyrics: str,
    *,
    title: str = "",
    artist: str = "",
    vector: Sequence[float] = (),
    line_vectors: Sequence[Sequence[float]] = (),
    themes: Mapping[str, float] | None = None,
) -> AnalysedSong:
    song = Song(id=song_id, title=title or song_id, artist=artist or f"Artist of {song_id}", lyrics=lyrics)
    lines = song.lines()
    words = [line.text.lower().split() for line in lines]
    vectors: dict[str, Floats] = {}
    if vector:
        vectors = {name: np.asarray([vector], dtype=np.float32) for name in VECTORS}
        vectors["line"] = np.asarray(line_vectors or [vector] * len(lines), dtype=np.float32)
    fields = {"terms": words, "forms": words, "title": [song.title.lower().split()]}
    return AnalysedSong(song, lines, fields, vectors, themes or {})


def make_index(*items: AnalysedSong) -> LyricIndex:
    index = LyricIndex()
    index.add(items)
    return index


def make_clause(text: str, vector: Sequence[float] = (), *, quoted: bool = False) -> Clause:
    words = text.lower().split()
    return Clause(text, words, words, np.asarray(vector, dtype=np.float32) if vector else None, quoted)


def make_small_query(
    *clauses: Clause, excluded: Sequence[Clause] = (), themes: Mapping[str, float] | None = None
) -> Query:
    vectors = [clause.vector for clause in clauses if clause.vector is not None]
    whole = None
    if vectors:
        mean = np.mean(vectors, axis=0)
        whole = np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)
    return Query(list(clauses), list(excluded), whole, dict(themes or {}))
