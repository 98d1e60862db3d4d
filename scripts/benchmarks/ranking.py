"""Rankings side by side: nDCG, recall, MRR, success, with intervals and a paired test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import ir_measures
import numpy as np
from ir_measures import RR, R, Success, nDCG
from scipy.stats import permutation_test

from .sets import QuestionSet

MEASURES = {"nDCG@10": nDCG @ 10, "recall@10": R @ 10, "MRR": RR, "success@1": Success @ 1}
RESAMPLES = 2_000

Run = dict[str, dict[str, float]]  # the score of each song, for each question


@dataclass(frozen=True)
class Result:
    """How a system did on a set.

    system (str), questions (str): Which.
    means (dict[str, float]): By measure.
    interval (tuple[float, float]): 95 % bootstrap interval of nDCG@10.
    values (list[float]): nDCG@10 of each question.
    p (float | None): Two-sided p of the paired permutation test against the best peer, for Synsong.
    """

    system: str
    questions: str
    means: dict[str, float]
    interval: tuple[float, float]
    values: list[float] = field(repr=False)
    p: float | None = None


def measure(system: str, questions: QuestionSet, run: Run) -> Result:
    """RETURNS (Result): How a run did on the questions of a set; grades count for nDCG."""
    qrels = {q.id: {song: int(grade) for song, grade in q.grades.items()} for q in questions.questions}
    found: dict[str, dict[str, float]] = {name: {} for name in MEASURES}
    for value in ir_measures.iter_calc(list(MEASURES.values()), qrels, run):
        name = next(name for name, wanted in MEASURES.items() if wanted == value.measure)
        found[name][value.query_id] = value.value
    values = [found["nDCG@10"].get(q.id, 0.0) for q in questions.questions]
    means = {name: float(np.mean([by.get(q.id, 0.0) for q in questions.questions])) for name, by in found.items()}
    return Result(system, questions.name, means, bootstrap(values), values)


def bootstrap(values: Sequence[float]) -> tuple[float, float]:
    """RETURNS (tuple[float, float]): The 95 % interval of the mean, by resampling the questions (seeded)."""
    generator = np.random.default_rng(0)
    draws = generator.choice(np.asarray(values), size=(RESAMPLES, len(values))).mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    return float(low), float(high)


def paired_p(one: Sequence[float], other: Sequence[float]) -> float:
    """RETURNS (float): Two-sided p that two systems do the same on the same questions, by permuting signs (seeded)."""
    differences = np.asarray(one) - np.asarray(other)
    if not differences.any():
        return 1.0
    done = permutation_test(
        (differences,), lambda x, axis: x.mean(axis=axis), permutation_type="samples", vectorized=True,
        n_resamples=RESAMPLES, rng=np.random.default_rng(0),
    )  # fmt: skip
    return float(done.pvalue)


def best_peer(results: Sequence[Result], ours: str) -> Result:
    """RETURNS (Result): The peer with the highest nDCG@10 of a set."""
    return max((result for result in results if result.system != ours), key=lambda result: result.means["nDCG@10"])


def table(results: Sequence[Result]) -> str:
    """RETURNS (str): The results of a set as a Markdown table."""
    rows = [
        f"| {results[0].questions} ({len(results[0].values)} questions) | {' | '.join(MEASURES)} | 95 % of nDCG | p |",
        "|---|" + "---:|" * (len(MEASURES) + 2),
    ]
    for result in results:
        cells = [f"{result.means[name]:.3f}" for name in MEASURES]
        low, high = result.interval
        p = "" if result.p is None else f"{result.p:.4f}"
        name = f"**{result.system}**" if result.p is not None else result.system
        rows.append(f"| {name} | {' | '.join(cells)} | {low:.3f}-{high:.3f} | {p} |")
    return "\n".join(rows)
