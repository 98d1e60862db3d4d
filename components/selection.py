"""From a ranking to a playlist: versions folded, artists capped, clauses covered, and an end where relevance ends."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .filters import fold
from .lyric_index import LyricIndex

SHINGLE = 3  # words that make a shingle
SHARPNESS = 4.0  # of a draw: a song of relevance 0.8 is 16 times as likely as one of 0.4


def select(
    index: LyricIndex,
    rows: Sequence[int],
    relevance: Sequence[float],
    *,
    k: int,
    threshold: float,
    max_per_artist: int,
    same_words: float,
    facets: NDArray[np.int64] | None = None,
    apart: Iterable[int] = (),
    seed: int | None = None,
) -> list[int]:
    """Choose songs from a ranking.

    index (LyricIndex): The songs.
    rows (Sequence[int]): The ranking, best first.
    relevance (Sequence[float]): The relevance of each, 0 to 1.
    k (int): How many songs to choose at most.
    threshold (float): The lowest relevance that is chosen.
    max_per_artist (int): How many songs an artist may have; 0 for any number.
    same_words (float): The share of common words from which two songs are versions of one, of which the better stays.
    facets (NDArray | None): The clause that each song answers best, shape (n_rows,), int64: each clause in turn gives
        its best song until all have.
    apart (Iterable[int]): Rows of songs that are not chosen, and no version of them.
    seed (int | None): Draws among the relevant songs in place of taking the first; the same number draws the same.
    RETURNS (list[int]): Places in `rows`, in the order of the ranking.
    """
    chosen: list[int] = []
    artists: Counter[str] = Counter()
    barred = set(apart)
    shingles: list[set[tuple[int, ...]]] = [shingle(index, row) for row in sorted(barred)]
    order = _facets_first(len(rows), facets, k) if seed is None else _drawn(index, rows, relevance, seed)
    for place in order:
        if len(chosen) == k:
            break
        if rows[place] in barred or relevance[place] < threshold:
            continue
        artist = fold(str(index.records[rows[place]]["artist"]))
        if max_per_artist and artists[artist] >= max_per_artist:
            continue
        own = shingle(index, rows[place])
        if any(shared_words(own, other) >= same_words for other in shingles):
            continue
        chosen.append(place)
        artists[artist] += 1
        shingles.append(own)
    return sorted(chosen)


def _drawn(index: LyricIndex, rows: Sequence[int], relevance: Sequence[float], seed: int) -> list[int]:
    """Draw places without putting back, the more relevant the likelier.

    Weighted sampling by keys (Efraimidis & Spirakis 2006): each song's key is u ** (1 / w), u its own random number and w
    its relevance to the power of `SHARPNESS`; the highest keys win. The random number comes from the seed and the id, so
    that a song keeps its luck when the library grows.

    RETURNS (list[int]): The places in the order in which they are drawn.
    """
    keys: list[tuple[float, int]] = []
    for place, row in enumerate(rows):
        digest = hashlib.sha256(f"{seed}\n{index.records[row]['id']}".encode()).digest()
        luck = (int.from_bytes(digest[:8], "big") + 1) / (2**64 + 1)
        weight = max(float(relevance[place]), 1e-6) ** SHARPNESS
        keys.append((math.log(luck) / weight, place))
    return [place for _, place in sorted(keys, key=lambda key: (-key[0], key[1]))]


def shingle(index: LyricIndex, row: int) -> set[tuple[int, ...]]:
    """RETURNS (set[tuple[int, ...]]): Each run of three words of the song, as numbers."""
    forms = index.fields["forms"].ids[row].tolist()
    return set(zip(*(forms[i:] for i in range(SHINGLE)), strict=False))


def shared_words(one: set[tuple[int, ...]], other: set[tuple[int, ...]]) -> float:
    """RETURNS (float): The share of the shorter song's shingles that the other has too (0 for a song without words)."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def _facets_first(n: int, facets: NDArray[np.int64] | None, k: int) -> list[int]:
    """RETURNS (list[int]): The places of the ranking, the best song of each clause before the rest."""
    if facets is None:
        return list(range(n))
    first = [int(np.flatnonzero(facets == facet)[0]) for facet in dict.fromkeys(facets.tolist())][:k]
    return sorted(first) + [place for place in range(n) if place not in set(first)]
