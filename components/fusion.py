"""From signals to relevance: a logistic model whose weights depend on how long the prompt is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import Floats
from .query import Query
from .signals import GROUPS, SIGNALS

SHORT, LONG = 2, 24  # content terms of a topic and of a passage; in between, the two sets of weights are mixed

DEFAULT_WEIGHTS: dict[str, dict[str, float]] = {
    "topic": {"bias": -3.0, **dict.fromkeys(SIGNALS, 0.3)},
    "passage": {"bias": -3.0, **dict.fromkeys(SIGNALS, 0.3)},
}


@dataclass(frozen=True)
class Background:
    """What a signal usually is for a query. mean, std (dict[str, float]): By name of the signal."""

    mean: dict[str, float]
    std: dict[str, float]

    @classmethod
    def of(cls, raw: dict[str, Floats]) -> Background:
        """RETURNS (Background): The mean and the standard deviation of each signal among some songs."""
        mean = {name: float(values.mean()) if len(values) else 0.0 for name, values in raw.items()}
        return cls(mean, {name: float(values.std()) if len(values) else 0.0 for name, values in raw.items()})


class Fusion:
    """Adds up the signals to log-odds of relevance.

    weights (dict[str, dict[str, float]]): For a `topic` (a word or two) and a `passage` (a paragraph): the `bias`, a
        weight for each signal in standard deviations above the background, and, as `raw_` and its name, one for its
        plain height. A signal without a weight does not count.
    """

    def __init__(self, weights: dict[str, dict[str, float]] = DEFAULT_WEIGHTS) -> None:
        self.weights = weights

    def __call__(
        self, raw: dict[str, Floats], background: Background, query: Query
    ) -> tuple[Floats, dict[str, Floats]]:
        """Fuse signals.

        raw (dict[str, NDArray]): The signals of some songs, each of shape (n,), float32.
        background (Background): Their usual heights.
        query (Query): What is asked for.
        RETURNS (tuple[NDArray, dict[str, NDArray]]): The relevance, 0 to 1, shape (n,), and what each group of signals
            adds to its log-odds.
        """
        weights = self.mixed(passage_share(query))
        features = features_of(raw, background)
        groups = {
            group: sum(
                (weights.get(name, 0.0) * features[name] for signal in names for name in (signal, f"raw_{signal}")),
                np.float32(0),
            )
            for group, names in GROUPS.items()
        }
        odds = weights.get("bias", 0.0) + sum(groups.values())
        return (1 / (1 + np.exp(-odds))).astype(np.float32), {
            name: np.asarray(v, dtype=np.float32) for name, v in groups.items()
        }

    def mixed(self, share: float) -> dict[str, float]:
        """RETURNS (dict[str, float]): The weights for a prompt of which `share` is that of a passage."""
        topic, passage = self.weights["topic"], self.weights["passage"]
        return {
            name: (1 - share) * topic.get(name, 0.0) + share * passage.get(name, 0.0) for name in {**topic, **passage}
        }


def features_of(raw: dict[str, Floats], background: Background) -> dict[str, Floats]:
    """RETURNS (dict[str, NDArray]): Each signal in standard deviations above the background, and plain as `raw_` and its name."""
    scaled = {name: (values - background.mean[name]) / max(background.std[name], 1e-6) for name, values in raw.items()}
    flat = {name: np.where(background.std[name] > 1e-6, values, 0.0).clip(-5, 10) for name, values in scaled.items()}
    return {**flat, **{f"raw_{name}": values for name, values in raw.items()}}


def passage_share(query: Query) -> float:
    """RETURNS (float): 0 for a topic of a word or two, 1 for a passage, on a logarithmic scale of its distinct terms."""
    n = max(len(query.terms), 1)
    return float(np.clip(np.log(n / SHORT) / np.log(LONG / SHORT), 0, 1))
