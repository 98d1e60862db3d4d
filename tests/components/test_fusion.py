"""Signals become relevance: by the weights of topics, of passages, and what lies between."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.fusion import LONG, SHORT, Background, Fusion, features_of, passage_share
from components.query import Query
from components.signals import GROUPS, SIGNALS

TOPIC = Query([], weights={"rain": 1.0})
PASSAGE = Query([], weights={f"word-{i}": 1.0 for i in range(LONG)})
BOTH = {"bias": -1.0, "bm25": 2.0, "raw_theme": 1.5}


def raw(**values: list[float]) -> dict[str, np.ndarray]:
    n = len(next(iter(values.values())))
    return {name: np.asarray(values.get(name, [0.0] * n), dtype=np.float32) for name in SIGNALS}


@pytest.mark.parametrize(
    ("terms", "share"), [(0, 0), (1, 0), (SHORT, 0), (LONG, 1), (10 * LONG, 1), (round((SHORT * LONG) ** 0.5), 0.5)]
)
def test_passage_share_is_zero_for_a_word_and_one_for_a_page(terms, share):
    assert passage_share(Query([], weights={f"word-{i}": 1.0 for i in range(terms)})) == pytest.approx(share, abs=0.02)


@given(st.integers(0, 200))
def test_passage_share_never_falls_with_another_term(n):
    fewer, more = (passage_share(Query([], weights={f"w{i}": 1.0 for i in range(m)})) for m in (n, n + 1))
    assert 0 <= fewer <= more <= 1


def test_background_is_the_mean_and_deviation_of_each_signal():
    background = Background.of({"bm25": np.asarray([0.0, 0.2, 0.4], dtype=np.float32)})
    assert background.mean["bm25"] == pytest.approx(0.2)
    assert background.std["bm25"] == pytest.approx(np.sqrt(0.08 / 3))


def test_background_of_no_songs_is_zero():
    background = Background.of({"bm25": np.zeros(0, dtype=np.float32)})
    assert (background.mean, background.std) == ({"bm25": 0.0}, {"bm25": 0.0})


def test_features_are_standard_deviations_above_the_background():
    features = features_of({"bm25": np.asarray([0.5, 0.1])}, Background({"bm25": 0.3}, {"bm25": 0.1}))
    assert features["bm25"] == pytest.approx([2, -2])
    assert features["raw_bm25"] == pytest.approx([0.5, 0.1])


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_features_of_an_unvaried_signal_are_zero(value):
    features = features_of({"bm25": np.asarray([value])}, Background({"bm25": 0.5}, {"bm25": 0.0}))
    assert features["bm25"].tolist() == [0]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_features_are_bounded_however_rare_a_signal_is(value, mean, std):
    feature = features_of({"theme": np.asarray([value])}, Background({"theme": mean}, {"theme": std}))["theme"][0]
    assert -5 <= feature <= 10


def test_relevance_is_the_logistic_of_the_weighted_sum():
    background = Background(dict.fromkeys(SIGNALS, 0.0), dict.fromkeys(SIGNALS, 1.0))
    relevance, groups = Fusion({"topic": BOTH, "passage": BOTH})(raw(bm25=[0.5], theme=[0.4]), background, TOPIC)
    assert groups["words"][0] == pytest.approx(2.0 * 0.5)
    assert groups["theme"][0] == pytest.approx(1.5 * 0.4)
    assert relevance[0] == pytest.approx(1 / (1 + np.exp(1.0 - 1.0 - 0.6)))


def test_groups_and_bias_add_up_to_the_log_odds():
    weights = {"bias": -0.5, **dict.fromkeys(SIGNALS, 0.3)}
    signals = raw(**{name: [0.1 * i, 0.5] for i, name in enumerate(SIGNALS)})
    background = Background(dict.fromkeys(SIGNALS, 0.2), dict.fromkeys(SIGNALS, 0.7))
    relevance, groups = Fusion({"topic": weights, "passage": weights})(signals, background, TOPIC)
    assert set(groups) == set(GROUPS)
    assert np.log(relevance / (1 - relevance)) == pytest.approx(sum(groups.values()) - 0.5, abs=1e-4)


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_weights_are_mixed_by_the_share_of_a_passage(share):
    mixed = Fusion({"topic": {"bias": -2.0, "bm25": 1.0}, "passage": {"bias": -4.0, "theme": 3.0}}).mixed(share)
    assert mixed == pytest.approx({"bias": -2 - 2 * share, "bm25": 1 - share, "theme": 3 * share})


def test_topic_and_passage_have_weights_of_their_own():
    fusion = Fusion({"topic": {"bm25": 5.0}, "passage": {"theme": 5.0}})
    background = Background(dict.fromkeys(SIGNALS, 0.0), dict.fromkeys(SIGNALS, 1.0))
    signals = raw(bm25=[1.0, 0.0], theme=[0.0, 1.0])
    topic, _ = fusion(signals, background, TOPIC)
    passage, _ = fusion(signals, background, PASSAGE)
    assert topic[0] > topic[1]
    assert passage[1] > passage[0]


def test_signal_without_a_weight_does_not_count():
    background = Background(dict.fromkeys(SIGNALS, 0.0), dict.fromkeys(SIGNALS, 1.0))
    relevance, _ = Fusion({"topic": {}, "passage": {}})(raw(bm25=[0.0, 1.0]), background, TOPIC)
    assert relevance.tolist() == [0.5, 0.5]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5), st.floats(0, 1), st.floats(0, 1))
def test_relevance_lies_between_zero_and_one(values, mean, std):
    background = Background(dict.fromkeys(SIGNALS, mean), dict.fromkeys(SIGNALS, std))
    relevance, _ = Fusion()(raw(**dict.fromkeys(SIGNALS, values)), background, PASSAGE)
    assert ((relevance >= 0) & (relevance <= 1)).all()


def test_no_songs_have_no_relevance():
    relevance, _ = Fusion()(raw(bm25=[]), Background.of(raw(bm25=[])), TOPIC)
    assert relevance.shape == (0,)
