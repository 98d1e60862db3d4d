"""The measures, against values computed by hand."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.measures import classifier_measures, kappas

SCORES = np.asarray([[0.9, 0.2], [0.6, 0.8], [0.4, 0.6], [0.1, 0.3]])
TRUTHS = np.asarray([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])


def test_auc_is_the_share_of_pairs_in_order():
    rows = classifier_measures(SCORES, TRUTHS, ["a", "b"])["labels"]
    assert rows["a"]["auc"] == pytest.approx(3 / 4)  # of four pairs, only 0.4 below 0.6 is out of order
    assert rows["b"]["auc"] == 1.0


def test_f1_is_taken_at_one_half():
    found = classifier_measures(SCORES, TRUTHS, ["a", "b"])
    assert found["labels"]["a"]["f1"] == pytest.approx(0.5)  # one hit, one miss, one false alarm
    assert found["labels"]["b"]["f1"] == 1.0
    assert found["macro_f1"] == pytest.approx(0.75)


def test_calibration_error_is_the_weighted_gap():
    scores = np.asarray([[0.8], [0.8], [0.3], [0.3]])
    truths = np.asarray([[1.0], [0.0], [0.0], [0.0]])
    assert classifier_measures(scores, truths, ["a"])["ece"] == pytest.approx((0.3 + 0.3) / 2)


def test_label_of_one_kind_has_no_auc_and_does_not_count_for_it():
    truths = TRUTHS.copy()
    truths[:, 1] = 0
    found = classifier_measures(SCORES, truths, ["a", "b"])
    assert found["labels"]["b"]["auc"] is None
    assert found["macro_auc"] == pytest.approx(3 / 4)
    assert found["labels"]["b"]["texts"] == 0


def test_kappa_by_hand():
    first = [["a"], ["a"], [], []]
    second = [["a"], [], [], []]
    # they agree on 3 of 4; by chance on 1/2 * 1/4 + 1/2 * 3/4 = 1/2
    assert kappas(first, second, ["a"])["a"] == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))


def test_kappa_of_a_label_that_nobody_gave_is_one():
    assert kappas([[], []], [[], []], ["a"]) == {"a": 1.0}
