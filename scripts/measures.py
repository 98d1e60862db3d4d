"""The measures of the classifier, by the libraries of the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score, roc_auc_score

from components.ranking_scorer import expected_calibration_error

Matrix = NDArray[np.float64]


def classifier_measures(scores: Matrix, truths: Matrix, labels: Sequence[str]) -> dict[str, Any]:
    """Measure a multi-label classifier.

    scores (NDArray): Probabilities, shape (n_texts, n_labels), float64.
    truths (NDArray): 1 or 0, shape (n_texts, n_labels), float64.
    labels (Sequence[str]): The labels.
    RETURNS (dict[str, Any]): `macro_auc`, `macro_f1` (at 0.5), `ece` (over all decisions) and the same by `labels`,
        with `texts`; a label of one kind only has no AUC and does not count for it.
    """
    by_label = {label: _label_measures(scores[:, i], truths[:, i]) for i, label in enumerate(labels)}
    known = [row["auc"] for row in by_label.values() if row["auc"] is not None]
    return {
        "macro_auc": float(np.mean(known)) if known else None,
        "macro_f1": float(np.mean([row["f1"] for row in by_label.values()])),
        "ece": expected_calibration_error(scores.ravel().tolist(), truths.ravel().astype(bool).tolist()),
        "labels": by_label,
    }


def _label_measures(scores: Matrix, truths: Matrix) -> dict[str, Any]:
    both = 0 < truths.sum() < len(truths)
    return {
        "auc": float(roc_auc_score(truths, scores)) if both else None,
        "f1": float(f1_score(truths, scores >= 0.5, zero_division=0)),
        "ece": expected_calibration_error(scores.tolist(), truths.astype(bool).tolist()),
        "texts": int(truths.sum()),
    }


def kappas(first: Sequence[Sequence[str]], second: Sequence[Sequence[str]], labels: Sequence[str]) -> dict[str, float]:
    """Measure how two readers agree (Cohen 1960).

    first, second (Sequence[Sequence[str]]): The labels that each gave to each text.
    labels (Sequence[str]): The labels.
    RETURNS (dict[str, float]): Kappa by label; 1 where neither ever gave it.
    """
    found = {}
    for label in labels:
        one, other = ([label in given for given in reader] for reader in (first, second))
        found[label] = float(cohen_kappa_score(one, other)) if any(one) or any(other) else 1.0
    return found
