"""Signals become relevance: by the weights of topics, of passages, of quotes, and what lies between."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.fusion import LIKE, LONG, SAME, SHORT, Background, Fusion, passage_share, quote_share, standardise
from components.query import Query
from components.signals import GROUPS, SIGNALS

TOPIC = Query([], weights={"rain": 1.0})
PASSAGE = Query([], weights={f"word-{i}": 1.0 for i in range(LONG)})
KINDS = ("topic", "passage", "quote")


def raw(**values: list[float]) -> dict[str, np.ndarray]:
    n = len(next(iter(values.values())))
    return {name: np.asarray(values.get(name, [0.0] * n), dtype=np.float32) for name in SIGNALS}


def background(mean: float = 0.0, std: float = 1.0, top: float = 0.0, phrase: float = 0.0) -> Background:
    return Background(dict.fromkeys(SIGNALS, mean), dict.fromkeys(SIGNALS, std), dict.fromkeys(SIGNALS, top), phrase)


def log_odds(relevance: np.ndarray) -> np.ndarray:
    return np.log(relevance / (1 - relevance))


@pytest.mark.parametrize(
    ("terms", "share"), [(0, 0), (1, 0), (SHORT, 0), (LONG, 1), (10 * LONG, 1), (round((SHORT * LONG) ** 0.5), 0.5)]
)
def test_passage_share_is_zero_for_a_word_and_one_for_a_page(terms, share):
    assert passage_share(Query([], weights={f"word-{i}": 1.0 for i in range(terms)})) == pytest.approx(share, abs=0.02)


@given(st.integers(0, 200))
def test_passage_share_never_falls_with_another_term(n):
    fewer, more = (passage_share(Query([], weights={f"w{i}": 1.0 for i in range(m)})) for m in (n, n + 1))
    assert 0 <= fewer <= more <= 1


@pytest.mark.parametrize(("phrase", "share"), [(0, 0), (LIKE, 0), ((LIKE + SAME) / 2, 0.5), (SAME, 1), (1, 1)])
def test_quote_share_grows_with_the_likeness_of_the_likest_passage(phrase, share):
    assert quote_share(phrase) == pytest.approx(share)


def test_background_is_mean_deviation_and_highest_values_of_each_signal():
    found = Background.of(raw(bm25=[0.0, 0.1, 0.2, 0.3, 0.4, 0.8], phrase=[0.1, 0.7, 0.0, 0.0, 0.0, 0.0]))
    assert found.mean["bm25"] == pytest.approx(0.3)
    assert found.std["bm25"] == pytest.approx(np.sqrt((0.09 + 0.04 + 0.01 + 0 + 0.01 + 0.25) / 6))
    assert found.top["bm25"] == pytest.approx((0.1 + 0.2 + 0.3 + 0.4 + 0.8) / 5)
    assert found.phrase == pytest.approx(0.7)


def test_background_of_no_songs_is_zero():
    found = Background.of(raw(bm25=[]))
    assert {*found.mean.values(), *found.std.values(), *found.top.values(), found.phrase} == {0.0}


def test_features_are_standard_deviations_above_the_background():
    features = standardise({"bm25": np.asarray([0.5, 0.1])}, background(mean=0.3, std=0.1))
    assert features["bm25"] == pytest.approx([2, -2])


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_features_of_an_unvaried_signal_are_zero(value):
    assert standardise({"bm25": np.asarray([value])}, background(mean=0.5, std=0.0))["bm25"].tolist() == [0]


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_features_are_bounded_however_rare_a_signal_is(value, mean, std):
    feature = standardise({"theme": np.asarray([value])}, background(mean=mean, std=std))["theme"][0]
    assert -5 <= feature <= 10


def test_relevance_is_the_logistic_of_the_weighted_sum():
    fusion = Fusion({kind: {"bias": -1.0, "bm25": 2.0, "theme": 1.5} for kind in KINDS})
    relevance, groups = fusion(raw(bm25=[0.5], theme=[0.4]), background(), TOPIC)
    assert groups["words"][0] == pytest.approx(2.0 * 0.5)
    assert groups["theme"][0] == pytest.approx(1.5 * 0.4)
    assert relevance[0] == pytest.approx(1 / (1 + np.exp(1.0 - 1.0 - 0.6)))


def test_groups_and_bias_add_up_to_the_log_odds():
    fusion = Fusion({kind: {"bias": -0.5, **dict.fromkeys(SIGNALS, 0.3)} for kind in KINDS})
    signals = raw(**{name: [0.1 * i, 0.5] for i, name in enumerate(SIGNALS)})
    relevance, groups = fusion(signals, background(mean=0.2, std=0.7), TOPIC)
    assert set(groups) == set(GROUPS)
    assert log_odds(relevance) == pytest.approx(sum(groups.values()) - 0.5, abs=1e-4)


def test_highest_values_of_the_library_move_all_songs_alike():
    fusion = Fusion({kind: {"bm25": 1.0, "top_bm25": 2.0} for kind in KINDS})
    signals = raw(bm25=[0.1, 0.6])
    low, _ = fusion(signals, background(top=0.0), TOPIC)
    high, _ = fusion(signals, background(top=0.5), TOPIC)
    assert log_odds(high) - log_odds(low) == pytest.approx([1.0, 1.0], abs=1e-4)


@pytest.mark.parametrize(("passage", "quote"), [(0, 0), (1, 0), (0.25, 0), (0, 1), (1, 1), (0.25, 0.5)])
def test_weights_are_mixed_by_the_shares_of_passage_and_quote(passage, quote):
    mixed = Fusion({"topic": {"bias": -2.0, "bm25": 1.0}, "passage": {"theme": 3.0}, "quote": {"bias": -4.0}}).mixed(
        passage, quote
    )
    topic = (1 - passage) * (1 - quote)
    assert mixed == pytest.approx({
        "bias": -2 * topic - 4 * quote, "bm25": topic, "theme": 3 * passage * (1 - quote),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("query", "phrase", "kind"),
    [(TOPIC, 0.0, "topic"), (PASSAGE, 0.0, "passage"), (TOPIC, 1.0, "quote"), (PASSAGE, 1.0, "quote")],
)
@pytest.mark.parametrize("where", ["among the songs", "elsewhere in the library"])
def test_each_kind_of_prompt_has_weights_of_its_own(query, phrase, kind, where):
    fusion = Fusion({each: {"bm25": 1.0 if each == kind else 0.0} for each in KINDS})
    here, there = (phrase, 0.0) if where == "among the songs" else (0.0, phrase)
    _, groups = fusion(raw(bm25=[1.0], phrase=[here]), background(phrase=there), query)
    assert groups["words"].tolist() == [1.0]


def test_signal_without_a_weight_does_not_count():
    relevance, _ = Fusion({kind: {} for kind in KINDS})(raw(bm25=[0.0, 1.0]), background(), TOPIC)
    assert relevance.tolist() == [0.5, 0.5]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=5), st.floats(0, 1), st.floats(0, 1))
def test_relevance_lies_between_zero_and_one(values, mean, std):
    relevance, _ = Fusion()(raw(**dict.fromkeys(SIGNALS, values)), background(mean=mean, std=std, top=mean), PASSAGE)
    assert ((relevance >= 0) & (relevance <= 1)).all()


def test_no_songs_have_no_relevance():
    relevance, _ = Fusion()(raw(bm25=[]), Background.of(raw(bm25=[])), TOPIC)
    assert relevance.shape == (0,)
