"""Scores rankings against gold: nDCG, recall, mean reciprocal rank, success, and the calibration of relevance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc
from spacy.training import Example

for name in ("ranking", "relevant"):
    if not Doc.has_extension(name):
        Doc.set_extension(name, default=None)


@spacy.registry.scorers("synsong.ranking_scorer.v1")
def make_ranking_scorer(k: int = 10) -> Callable[..., dict[str, Any]]:
    """Make a scorer. k (int): How many songs of a ranking are looked at. RETURNS (Callable): See `ranking_score`."""
    return partial(ranking_score, k=k)


def ranking_score(examples: Iterable[Example], *, k: int = 10, **kwargs: Any) -> dict[str, Any]:
    """Score the rankings of prompts that have gold.

    examples (Iterable[Example]): The reference holds `doc._.relevant`, the ids of relevant songs or a grade for each id;
        the prediction holds `doc._.ranking`. Prompts without a relevant song are passed over.
    k (int): How many songs of a ranking are looked at.
    RETURNS (dict[str, Any]): `songs_ndcg`, `songs_recall`, `songs_mrr`, `songs_success` (of the first song) and
        `songs_ece` (expected calibration error of the relevance of the first k), None without gold; `songs_per_prompt`.
    """
    prompts: list[dict[str, float]] = []
    told: list[tuple[float, bool]] = []
    for eg in examples:
        grades = grades_of(eg.reference._.relevant)
        if not any(grades.values()):
            continue
        ranking = [(str(song), float(relevance)) for song, relevance in eg.predicted._.ranking or []]
        gains = [grades.get(song, 0.0) for song, _ in ranking]
        told.extend((relevance, gain > 0) for (_, relevance), gain in zip(ranking[:k], gains, strict=False))
        prompts.append({
            "ndcg": ndcg(gains, list(grades.values()), k),
            "recall": sum(gain > 0 for gain in gains[:k]) / sum(grade > 0 for grade in grades.values()),
            "mrr": next((1 / rank for rank, gain in enumerate(gains[:k], 1) if gain > 0), 0.0),
            "success": float(bool(gains) and gains[0] > 0),
        })  # fmt: skip
    measures = ("ndcg", "recall", "mrr", "success")
    scores: dict[str, Any] = {
        f"songs_{name}": float(np.mean([prompt[name] for prompt in prompts])) if prompts else None for name in measures
    }
    ece = expected_calibration_error(*zip(*told, strict=True)) if told else None
    return {**scores, "songs_ece": ece, "songs_per_prompt": prompts or None}


def grades_of(relevant: Any) -> dict[str, float]:
    """RETURNS (dict[str, float]): A grade for each id, 1 where only ids are given."""
    if isinstance(relevant, dict):
        return {str(song): float(grade) for song, grade in relevant.items()}
    return {str(song): 1.0 for song in relevant or []}


def ndcg(gains: Sequence[float], grades: Sequence[float], k: int) -> float:
    """Compute the normalised discounted cumulative gain with linear gains (Järvelin & Kekäläinen 2002, section 2.2).

    gains (Sequence[float]): The grades of the ranked songs, best first.
    grades (Sequence[float]): The grades of all judged songs.
    k (int): How many ranks count.
    RETURNS (float): 0 to 1.
    """
    ideal = _discounted(sorted(grades, reverse=True)[:k])
    return _discounted(gains[:k]) / ideal if ideal else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return float(sum(gain / np.log2(rank + 1) for rank, gain in enumerate(gains, 1)))


def expected_calibration_error(probabilities: Sequence[float], truths: Sequence[bool], *, bins: int = 10) -> float:
    """Compute how far probabilities are from shares (Naeini, Cooper & Hauskrecht 2015; bins of equal width).

    probabilities (Sequence[float]): What was told, 0 to 1.
    truths (Sequence[bool]): What was so.
    bins (int): How many bins.
    RETURNS (float): The mean distance over the bins, weighted by how much falls into each.
    """
    told = np.asarray(probabilities, dtype=np.float64)
    true = np.asarray(truths, dtype=np.float64)
    which = np.minimum((told * bins).astype(int), bins - 1)
    counts = np.bincount(which, minlength=bins)
    distance = np.abs(np.bincount(which, told, bins) - np.bincount(which, true, bins))
    return float(distance.sum() / max(counts.sum(), 1))
