"""From signals to relevance: a logistic model whose weights depend on how long the prompt is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import Floats
from .query import Query
from .signals import GROUPS, SIGNALS

SHORT, LONG = 2, 24  # content terms of a topic and of a passage; in between, the two sets of weights are mixed
LIKE, SAME = 0.3, 0.6  # the highest `phrase` signal of a prompt that quotes no song, and of one that surely does

TOP = 5  # songs whose signals tell how well a library answers a prompt

DEFAULT_WEIGHTS: dict[str, dict[str, float]] = {
    "topic": {"bias": -3.0, **dict.fromkeys(SIGNALS, 0.3)},
    "passage": {"bias": -3.0, **dict.fromkeys(SIGNALS, 0.3)},
    "quote": {"bias": -3.0, **dict.fromkeys(SIGNALS, 0.3)},
}


@dataclass(frozen=True)
class Background:
    """What a signal usually is for a query.

    mean, std (dict[str, float]): By name of the signal.
    top (dict[str, float]): The mean of its five highest values: how well the library answers the prompt at all.
    phrase (float): How like the prompt is to the likest passage of any song.
    """

    mean: dict[str, float]
    std: dict[str, float]
    top: dict[str, float]
    phrase: float = 0.0

    @classmethod
    def of(cls, raw: dict[str, Floats]) -> Background:
        """RETURNS (Background): The mean and the standard deviation of each signal among some songs."""
        mean = {name: float(values.mean()) if len(values) else 0.0 for name, values in raw.items()}
        std = {name: float(values.std()) if len(values) else 0.0 for name, values in raw.items()}
        top = {name: float(np.sort(values)[-TOP:].mean()) if len(values) else 0.0 for name, values in raw.items()}
        return cls(mean, std, top, float(raw["phrase"].max(initial=0.0)))


class Fusion:
    """Adds up the signals to log-odds of relevance.

    weights (dict[str, dict[str, float]]): For a `topic` (a word or two), a `passage` (a paragraph) and a `quote` (the words
        of a song, more or less): the `bias`, a weight for each signal in standard deviations above the background, and,
        as `top_` and its name, one for its highest values in the library, which moves all songs alike. What has no
        weight does not count.
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
        likest = max(background.phrase, float(raw["phrase"].max(initial=0.0)))
        weights = self.mixed(passage_share(query), quote_share(likest))
        scaled = standardise(raw, background)
        groups = {
            group: np.asarray(sum(weights.get(name, 0.0) * scaled[name] for name in names), dtype=np.float32)
            for group, names in GROUPS.items()
        }
        level = sum(weights.get(f"top_{name}", 0.0) * value for name, value in background.top.items())
        odds = weights.get("bias", 0.0) + level + np.sum(list(groups.values()), axis=0)
        return (1 / (1 + np.exp(-odds))).astype(np.float32), groups

    def mixed(self, passage: float, quote: float) -> dict[str, float]:
        """Mix the three sets of weights.

        passage (float): How much the prompt is a passage rather than a topic, 0 to 1.
        quote (float): How much it is a quote rather than either, 0 to 1.
        RETURNS (dict[str, float]): The weights for this prompt.
        """
        shares = {"topic": (1 - passage) * (1 - quote), "passage": passage * (1 - quote), "quote": quote}
        names = dict.fromkeys(name for table in self.weights.values() for name in table)
        return {
            name: sum(share * self.weights[kind].get(name, 0.0) for kind, share in shares.items()) for name in names
        }


def standardise(raw: dict[str, Floats], background: Background) -> dict[str, Floats]:
    """RETURNS (dict[str, NDArray]): Each signal in standard deviations above the background; 0 where it does not vary."""
    return {
        name: ((values - background.mean[name]) / background.std[name]).clip(-5, 10)
        if background.std[name] > 1e-6
        else np.zeros_like(values)
        for name, values in raw.items()
    }


def passage_share(query: Query) -> float:
    """RETURNS (float): 0 for a topic of a word or two, 1 for a passage, on a logarithmic scale of its distinct terms."""
    n = max(len(query.terms), 1)
    return float(np.clip(np.log(n / SHORT) / np.log(LONG / SHORT), 0, 1))


def quote_share(phrase: float) -> float:
    """RETURNS (float): 0 where the likest passage is no liker than chance, 1 where it is all but the prompt itself."""
    return float(np.clip((phrase - LIKE) / (SAME - LIKE), 0, 1))
