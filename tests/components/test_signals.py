"""Signals: what words, wording, meaning and themes say, song by song."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.lyric_index import LyricIndex
from components.signals import GROUPS, SIGNALS, score_signals

from .small_index import make_clause, make_index, make_item, make_small_query

WORDS = ["rain", "road", "sun", "sea", "bell", "train"]
LYRICS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=8)
WORDY = (*GROUPS["words"], *GROUPS["quote"])


@pytest.fixture
def index() -> LyricIndex:
    return make_index(
        make_item("rain", "rain on the harbour road\nnobody comes", vector=(1, 0), themes={"love": 0.1, "sorrow": 0.9}),
        make_item("sun", "morning sun on the corn\nbirds again", vector=(0, 1), themes={"love": 0.8, "sorrow": 0.0}),
        make_item("far", "\n".join(["harbour", *["la la"] * 8, "road"]), vector=(0.6, 0.8),
                  themes={"love": 0.1, "sorrow": 0.1}),
    )  # fmt: skip


def scored(index: LyricIndex, query) -> dict[str, dict[str, float]]:
    found = score_signals(index, query, index.all_rows)
    return {name: dict(zip(index.rows, values.tolist(), strict=True)) for name, values in found.items()}


def test_every_signal_belongs_to_one_group():
    assert sorted(SIGNALS) == sorted({name for group in GROUPS.values() for name in group})


def test_every_signal_has_a_value_for_each_song(index):
    found = score_signals(index, make_small_query(make_clause("rain")), np.asarray([2, 0]))
    assert {name: values.shape for name, values in found.items()} == dict.fromkeys(SIGNALS, (2,))


def test_no_songs_have_no_signals(index):
    found = score_signals(index, make_small_query(make_clause("rain")), np.zeros(0, dtype=np.int64))
    assert {name: len(values) for name, values in found.items()} == dict.fromkeys(SIGNALS, 0)


def test_signal_of_a_song_does_not_depend_on_the_others_that_are_scored(index):
    query = make_small_query(make_clause("rain on the harbour road", [1.0, 0.0]), themes={"sorrow": 1.0})
    together = score_signals(index, query, index.all_rows)
    for row in index.all_rows:
        alone = score_signals(index, query, np.asarray([row]))
        assert {name: float(values[0]) for name, values in alone.items()} == pytest.approx(
            {name: float(values[row]) for name, values in together.items()}, abs=1e-6
        )


@pytest.mark.parametrize("signal", ["bm25", "window", "forms"])
def test_song_with_the_words_is_above_one_without(index, signal):
    found = scored(index, make_small_query(make_clause("rain")))[signal]
    assert found["rain"] > found["sun"] == 0


def test_bm25_is_as_computed_by_hand():
    index = make_index(make_item("a", "rain rain road"), make_item("b", "sun"), make_item("c", "sun road"))
    found = scored(index, make_small_query(make_clause("rain moon")))["bm25"]
    rain, moon = np.log(1 + 2.5 / 1.5), np.log(1 + 3.5 / 0.5)  # of three songs, one has `rain`, none `moon`
    norm = 1.2 * (1 - 0.75 + 0.75 * 3 / 2)  # three words, two on average
    assert found["a"] == pytest.approx(rain * 2 / (2 + norm) / (rain + moon), abs=1e-6)


def test_window_is_one_where_all_words_stand_within_four_lines(index):
    found = scored(index, make_small_query(make_clause("harbour road")))["window"]
    assert found["rain"] == pytest.approx(1)
    assert 0 < found["far"] < 1


@pytest.mark.parametrize(("apart", "together"), [(3, True), (4, False)])
def test_window_reaches_over_four_lines(apart, together):
    index = make_index(make_item("a", "\n".join(["rain", *["la"] * (apart - 1), "road"])), make_item("b", "sun"))
    found = scored(index, make_small_query(make_clause("rain road")))["window"]
    assert (found["a"] == pytest.approx(1)) is together


def test_window_does_not_reach_into_the_next_song():
    index = make_index(make_item("a", "la\nrain"), make_item("b", "road\nla"))
    found = scored(index, make_small_query(make_clause("rain road")))["window"]
    assert found == pytest.approx({"a": 0.5, "b": 0.5})


def test_title_that_is_the_query_is_one_and_part_of_it_less():
    index = make_index(
        make_item("a", "la", title="rain road"), make_item("b", "la", title="rain"), make_item("c", "la", title="sun")
    )
    found = scored(index, make_small_query(make_clause("rain road")))["title"]
    assert found["a"] == pytest.approx(1)
    assert found["a"] > found["b"] > found["c"] == 0


def test_phrase_as_it_stands_is_above_the_same_words_in_another_order():
    index = make_index(
        make_item("as it stands", "the quiet harbour sleeps tonight"),
        make_item("mixed", "tonight sleeps quiet the harbour"),
        make_item("other", "sun on the corn"),
    )
    found = scored(index, make_small_query(make_clause("quiet harbour sleeps", quoted=True)))["phrase"]
    assert found["as it stands"] == pytest.approx(1)
    assert max(found["mixed"], found["other"]) < 1


def test_phrase_is_compared_for_no_more_songs_than_allowed():
    index = make_index(*(make_item(f"song-{i}", "the quiet harbour sleeps") for i in range(3)))
    query = make_small_query(make_clause("quiet harbour sleeps"))
    found = score_signals(index, query, index.all_rows, max_phrases=2)["phrase"]
    assert np.count_nonzero(found) == 2


def test_phrase_looks_for_the_quote_and_not_for_the_rest():
    index = make_index(make_item("a", "the quiet harbour sleeps"), make_item("b", "songs of summer and the corn"))
    query = make_small_query(make_clause("songs of summer"), make_clause("quiet harbour sleeps", quoted=True))
    found = scored(index, query)["phrase"]
    assert found["a"] > found["b"]


def test_passage_is_too_long_for_a_phrase(index):
    assert not any(scored(index, make_small_query(make_clause("rain on the harbour road " * 8)))["phrase"].values())


@pytest.mark.parametrize("signal", GROUPS["meaning"])
def test_meaning_is_the_cosine(index, signal):
    found = scored(index, make_small_query(make_clause("wet", [1.0, 0.0])))[signal]
    assert found == pytest.approx({"rain": 1, "sun": 0, "far": 0.6}, abs=0.01)


def test_clause_that_fares_best_counts(index):
    found = scored(index, make_small_query(make_clause("wet", [1.0, 0.0]), make_clause("dry", [0.0, 1.0])))
    assert found["clause_vector"] == pytest.approx({"rain": 1, "sun": 1, "far": 0.8}, abs=0.01)
    assert found["song_vector"]["far"] > found["song_vector"]["rain"]


@pytest.mark.parametrize("vector", [(), (1.0, 0.0, 0.0)], ids=["no vector", "a vector of another width"])
def test_query_that_cannot_be_compared_has_no_meaning(index, vector):
    found = scored(index, make_small_query(make_clause("rain", vector)))
    assert not any(value for name in GROUPS["meaning"] for value in found[name].values())


def test_theme_is_the_cosine_of_the_probabilities(index):
    found = scored(index, make_small_query(make_clause("blue"), themes={"sorrow": 0.5, "unknown": 1.0}))["theme"]
    assert found["rain"] == pytest.approx(0.9 / np.hypot(0.1, 0.9), abs=1e-5)
    assert found["sun"] == 0
    assert found["far"] == pytest.approx(np.sqrt(0.5), abs=1e-5)


def test_query_without_themes_has_no_theme(index):
    assert not any(scored(index, make_small_query(make_clause("rain")))["theme"].values())


@given(st.lists(LYRICS, min_size=1, max_size=4), st.lists(st.sampled_from([*WORDS, "moon"]), max_size=8))
@settings(max_examples=60, deadline=None)
def test_signals_of_words_lie_between_zero_and_one(songs, asked):
    index = make_index(*(make_item(f"song {i}", "\n".join(lines)) for i, lines in enumerate(songs)))
    found = score_signals(index, make_small_query(make_clause(" ".join(asked))), index.all_rows)
    for name in WORDY:
        assert np.isfinite(found[name]).all(), name
        assert (found[name] >= 0).all(), name
        assert (found[name] <= 1 + 1e-6).all(), name
