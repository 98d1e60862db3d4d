"""Measures of rankings side by side, checked against those of the pipeline's own scorer."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.training import Example

from components.ranking_scorer import ndcg, ranking_score
from scripts.benchmarks.ranking import MEASURES, Result, best_peer, bootstrap, measure, paired_p, table
from scripts.benchmarks.sets import QuestionSet
from scripts.questions import Question

BLANK = spacy.blank("en")
SONGS = [f"song-{i:02}" for i in range(15)]
GRADES = st.dictionaries(st.sampled_from(SONGS), st.integers(1, 2), min_size=1)
ORDERS = st.lists(st.sampled_from(SONGS), unique=True)


def run_of(order: list[str]) -> dict[str, float]:
    """Scores that fall, so that the order is the ranking."""
    return {song: float(len(order) - place) for place, song in enumerate(order)}


def question_set(*grades: dict[str, float]) -> QuestionSet:
    return QuestionSet("made up", [Question(f"q{i}", "rain", each) for i, each in enumerate(grades)])


def result(system: str, ndcg_at_10: float, p: float | None = None) -> Result:
    return Result(system, "made up", dict.fromkeys(MEASURES, ndcg_at_10), (0.1, 0.2), [ndcg_at_10], p)


@given(GRADES, ORDERS)
@settings(max_examples=60, deadline=None)
def test_ndcg_is_that_of_the_pipelines_scorer(grades, order):
    found = measure("any", question_set(grades), {"q0": run_of(order)})
    gains = [grades.get(song, 0) for song in order]
    assert found.values[0] == pytest.approx(ndcg(gains, list(grades.values()), 10), abs=1e-6)


@given(st.lists(st.tuples(GRADES, ORDERS), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_all_measures_are_those_of_the_pipelines_scorer(asked):
    found = measure(
        "any",
        question_set(*(grades for grades, _ in asked)),
        {f"q{i}": run_of(order) for i, (_, order) in enumerate(asked)},
    )
    examples = []
    for grades, order in asked:
        eg = Example(BLANK.make_doc("rain"), BLANK.make_doc("rain"))
        eg.reference._.relevant = grades
        eg.predicted._.ranking = [(song, 1 / (place + 1)) for place, song in enumerate(order[:10])]
        examples.append(eg)
    ours = ranking_score(examples, k=10)
    assert found.means["nDCG@10"] == pytest.approx(ours["songs_ndcg"], abs=1e-6)
    assert found.means["recall@10"] == pytest.approx(ours["songs_recall"], abs=1e-6)
    assert found.means["success@1"] == pytest.approx(ours["songs_success"], abs=1e-6)


def test_measures_are_as_computed_by_hand():
    found = measure("any", question_set({"a": 2, "b": 1}), {"q0": run_of(["c", "b", "a"])})
    assert found.means == pytest.approx({
        "nDCG@10": (1 / np.log2(3) + 2 / 2) / (2 + 1 / np.log2(3)), "recall@10": 1, "MRR": 0.5, "success@1": 0,
    })  # fmt: skip


def test_question_without_an_answer_counts_as_zero():
    found = measure("any", question_set({"a": 1}, {"b": 1}), {"q0": run_of(["a"])})
    assert found.values == [1, 0]
    assert found.means == dict.fromkeys(MEASURES, 0.5)


def test_values_stand_in_the_order_of_the_questions():
    found = measure("any", question_set({"a": 1}, {"b": 1}), {"q1": run_of(["a", "b"]), "q0": run_of(["a"])})
    assert found.values == pytest.approx([1, 1 / np.log2(3)])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_interval_lies_among_the_values_and_is_seeded(values):
    low, high = bootstrap(values)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert bootstrap(values) == (low, high)


def test_interval_of_many_questions_is_narrower():
    few, many = [0.0, 1.0] * 5, [0.0, 1.0] * 200
    assert np.ptp(bootstrap(many)) < np.ptp(bootstrap(few))
    low, high = bootstrap(many)
    assert low < 0.5 < high


def test_systems_that_do_the_same_have_a_p_of_one():
    assert paired_p([0.2, 0.9], [0.2, 0.9]) == 1


def test_p_of_few_questions_is_as_computed_by_hand():
    assert paired_p([0.9, 0.8, 0.7], [0.1, 0.2, 0.3]) == pytest.approx(2 / 2**3)


def test_p_is_small_where_one_system_always_wins_and_large_where_they_take_turns():
    zeros = [0.0] * 40
    assert paired_p([0.5] * 40, zeros) < 0.01
    assert paired_p([0.5, -0.5] * 20, zeros) > 0.5


@pytest.mark.parametrize("n", [3, 30])
def test_p_is_two_sided_and_seeded(n):
    generator = np.random.default_rng(n)
    one, other = generator.random(n), generator.random(n)
    assert paired_p(one, other) == paired_p(one, other) == pytest.approx(paired_p(other, one), abs=0.03)


def test_best_peer_is_the_best_of_the_others():
    results = [result("synsong", 0.9), result("bm25", 0.4), result("embeddings", 0.6)]
    assert best_peer(results, "synsong").system == "embeddings"


def test_table_has_a_row_for_each_system_and_marks_the_one_that_is_tested():
    lines = table([result("synsong", 0.5, 0.0123), result("bm25", 0.25)]).splitlines()
    assert lines[0].startswith("| made up (1 questions) |")
    assert lines[2].startswith("| **synsong** | 0.500 |")
    assert lines[2].endswith("| 0.100-0.200 | 0.0123 |")
    assert lines[3].startswith("| bm25 | 0.250 |")
    assert len({line.count("|") for line in lines}) == 1
