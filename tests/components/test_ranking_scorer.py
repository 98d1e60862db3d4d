"""Scores of rankings, each computed by hand, and the calibration of relevance."""

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.training import Example

from components.ranking_scorer import (
    expected_calibration_error,
    grades_of,
    make_ranking_scorer,
    ndcg,
    ranking_score,
)

NLP = spacy.blank("en")
GRADES = st.lists(st.integers(0, 3).map(float), max_size=12)


def example(relevant, ranking) -> Example:
    predicted, reference = NLP.make_doc("rain"), NLP.make_doc("rain")
    predicted._.ranking, reference._.relevant = ranking, relevant
    return Example(predicted, reference)


@pytest.mark.parametrize(
    ("gains", "grades", "k", "value"),
    [
        ([2, 1], [2, 1], 10, 1),
        ([1, 2], [2, 1], 10, (1 + 2 / np.log2(3)) / (2 + 1 / np.log2(3))),
        ([0, 1], [1], 10, 1 / np.log2(3)),
        ([0, 0, 1], [1], 10, 0.5),
        ([0, 0, 1], [1], 2, 0),
        ([1], [1, 1], 10, 1 / (1 + 1 / np.log2(3))),
        ([1], [1, 1], 1, 1),
        ([], [1], 10, 0),
        ([0], [], 10, 0),
    ],
)
def test_ndcg_is_as_computed_by_hand(gains, grades, k, value):
    assert ndcg(gains, grades, k) == pytest.approx(value)


@given(GRADES, st.integers(1, 12))
def test_ndcg_lies_between_zero_and_one_and_is_one_for_the_ideal_order(gains, k):
    assert 0 <= ndcg(gains, gains, k) <= 1 + 1e-9
    if any(gains):
        assert ndcg(sorted(gains, reverse=True), gains, k) == pytest.approx(1)


@given(GRADES, st.integers(0, 11))
def test_ndcg_does_not_fall_when_a_better_song_moves_up(gains, place):
    moved = list(gains)
    if place + 1 < len(gains) and gains[place] < gains[place + 1]:
        moved[place : place + 2] = moved[place + 1], moved[place]
    assert ndcg(moved, gains, 10) >= ndcg(gains, gains, 10) - 1e-12


@pytest.mark.parametrize(
    ("told", "true", "error"),
    [
        ([1.0, 1.0], [True, True], 0),
        ([0.0, 0.0], [True, True], 1),
        ([0.5, 0.5], [True, False], 0),
        ([0.95, 0.85], [True, False], (0.05 + 0.85) / 2),
        ([0.31, 0.39], [True, False], 0.5 - 0.35),
        ([0.2], [False], 0.2),
        ([], [], 0),
    ],
)
def test_calibration_error_is_as_computed_by_hand(told, true, error):
    assert expected_calibration_error(told, true) == pytest.approx(error)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1), st.integers(1, 20))
def test_calibration_error_lies_between_zero_and_one(pairs, bins):
    told, true = zip(*pairs, strict=True)
    assert 0 <= expected_calibration_error(told, true, bins=bins) <= 1 + 1e-9


def test_one_bin_compares_the_means():
    assert expected_calibration_error([0.1, 0.9, 0.8], [True, False, False], bins=1) == pytest.approx(0.6 - 1 / 3)


@pytest.mark.parametrize(
    ("relevant", "grades"),
    [
        (["a", "b"], {"a": 1.0, "b": 1.0}),
        ({"a": 2, "b": 0}, {"a": 2.0, "b": 0.0}),
        (None, {}),
        ([], {}),
        ([7], {"7": 1.0}),
    ],
)
def test_ids_alone_have_grade_one(relevant, grades):
    assert grades_of(relevant) == grades


@pytest.mark.parametrize(
    ("relevant", "ranking", "measures"),
    [
        (["a"], [("a", 0.9), ("b", 0.5)], {"ndcg": 1, "recall": 1, "mrr": 1, "success": 1}),
        (["b"], [("a", 0.9), ("b", 0.5)], {"ndcg": 1 / np.log2(3), "recall": 1, "mrr": 0.5, "success": 0}),
        (["b", "c"], [("b", 0.9)], {"ndcg": 1 / (1 + 1 / np.log2(3)), "recall": 0.5, "mrr": 1, "success": 1}),
        (["c"], [("a", 0.9)], {"ndcg": 0, "recall": 0, "mrr": 0, "success": 0}),
        (["a"], [], {"ndcg": 0, "recall": 0, "mrr": 0, "success": 0}),
        (["a"], None, {"ndcg": 0, "recall": 0, "mrr": 0, "success": 0}),
        ({"a": 2, "b": 0}, [("b", 0.9), ("a", 0.5)], {"ndcg": 1 / np.log2(3), "recall": 1, "mrr": 0.5, "success": 0}),
    ],
)
def test_prompt_is_scored_by_each_measure(relevant, ranking, measures):
    scores = ranking_score([example(relevant, ranking)])
    assert {name: scores[f"songs_{name}"] for name in measures} == pytest.approx(measures)
    assert scores["songs_per_prompt"] == [pytest.approx(measures)]


def test_scores_are_the_mean_over_prompts():
    scores = ranking_score([example(["a"], [("a", 0.9)]), example(["a"], [("b", 0.9), ("a", 0.1)])])
    assert scores["songs_mrr"] == pytest.approx(0.75)
    assert scores["songs_success"] == 0.5


@pytest.mark.parametrize(("k", "recall"), [(1, 0), (2, 0.5), (3, 1)])
def test_songs_beyond_k_do_not_count(k, recall):
    scores = make_ranking_scorer(k)([example(["b", "c"], [("a", 0.9), ("b", 0.8), ("c", 0.7)])])
    assert scores["songs_recall"] == recall


def test_calibration_is_that_of_the_first_k():
    ranking = [("a", 0.9), ("b", 0.5), ("c", 0.1)]
    assert ranking_score([example(["a"], ranking)], k=2)["songs_ece"] == pytest.approx((0.1 + 0.5) / 2)


def test_prompt_without_a_relevant_song_is_passed_over():
    with_gold = example(["a"], [("a", 0.9)])
    empty = [example(None, [("a", 0.9)]), example([], [("a", 0.9)]), example({"a": 0}, [("a", 0.9)])]
    assert ranking_score([with_gold, *empty]) == ranking_score([with_gold])


def test_no_gold_has_no_scores():
    assert set(ranking_score([example(None, [("a", 0.9)])]).values()) == {None}


def test_scorer_is_registered():
    scorer = spacy.registry.scorers.get("synsong.ranking_scorer.v1")(k=1)
    assert scorer([example(["b"], [("a", 0.9), ("b", 0.5)])])["songs_recall"] == 0
