"""A selection: relevant songs, no version twice, no artist too often, all clauses, or a draw."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.lyric_index import LyricIndex
from components.selection import select, shared_words, shingle

from .small_index import make_index, make_item

SETTINGS = {"k": 10, "threshold": 0.0, "max_per_artist": 0, "same_words": 0.5}
ONE = "rain on the road and a bell in the harbour"


def distinct(n: int, **fields: str) -> LyricIndex:
    """Songs that share no word."""
    return make_index(*(make_item(f"s{i}", " ".join(f"w{i}x{j}" for j in range(6)), **fields) for i in range(n)))


TWELVE = distinct(12)


def chosen(index: LyricIndex, relevance: list[float], **changes) -> list[int]:
    return select(index, list(range(len(relevance))), relevance, **{**SETTINGS, **changes})


def test_songs_below_the_threshold_are_never_chosen():
    assert chosen(TWELVE, [0.9, 0.5, 0.499, 0.1], threshold=0.5) == [0, 1]


@pytest.mark.parametrize(("k", "places"), [(0, []), (2, [0, 1]), (9, [0, 1, 2])])
def test_no_more_songs_than_asked_for(k, places):
    assert chosen(TWELVE, [0.9, 0.8, 0.7], k=k) == places


@pytest.mark.parametrize(("limit", "n"), [(0, 4), (1, 1), (2, 2)])
def test_artist_has_no_more_songs_than_allowed(limit, n):
    assert len(chosen(distinct(4, artist="Ada"), [0.9, 0.8, 0.7, 0.6], max_per_artist=limit)) == n


def test_artist_is_the_same_however_the_name_is_written():
    index = make_index(make_item("a", "one two three", artist="Béla"), make_item("b", "four five six", artist="BELA"))
    assert chosen(index, [0.9, 0.8], max_per_artist=1) == [0]


def test_artists_named_by_signs_are_not_one_artist():
    index = make_index(make_item("a", "one two three", artist="!!!"), make_item("b", "four five six", artist="+/-"))
    assert chosen(index, [0.9, 0.8], max_per_artist=1) == [0, 1]


def test_the_better_version_stays():
    index = make_index(make_item("a", ONE), make_item("b", f"{ONE} oh"), make_item("c", "sun upon the corn"))
    assert chosen(index, [0.9, 0.8, 0.7]) == [0, 2]


def test_versions_stay_where_the_limit_is_not_met():
    index = make_index(make_item("a", ONE), make_item("b", f"{ONE} oh no never again my dear old friend of mine"))
    shared = shared_words(shingle(index, 0), shingle(index, 1))
    assert chosen(index, [0.9, 0.8], same_words=shared) == [0]
    assert chosen(make_index(make_item("a", ONE), make_item("b", "rain on the sea")), [0.9, 0.8], same_words=0.6) == [
        0,
        1,
    ]


def test_song_that_is_kept_apart_goes_with_its_versions():
    index = make_index(make_item("a", ONE), make_item("b", f"{ONE} oh"), make_item("c", "sun upon the corn"))
    assert chosen(index, [0.9, 0.8, 0.7], apart=[1]) == [2]


def test_each_clause_gives_its_best_song_before_the_rest():
    facets = np.asarray([0, 0, 0, 1])
    assert chosen(TWELVE, [0.9, 0.8, 0.7, 0.6], k=2, facets=facets) == [0, 3]


def test_clause_whose_best_song_is_irrelevant_gives_none():
    facets = np.asarray([0, 0, 0, 1])
    assert chosen(TWELVE, [0.9, 0.8, 0.7, 0.2], k=2, threshold=0.5, facets=facets) == [0, 1]


def test_no_songs_give_no_selection():
    assert chosen(TWELVE, []) == []


def test_shingles_are_runs_of_three_words():
    index = make_index(make_item("a", "rain on\nthe road"), make_item("b", "rain on"))
    words = index.fields["forms"].words
    assert {tuple(words[i] for i in run) for run in shingle(index, 0)} == {("rain", "on", "the"), ("on", "the", "road")}
    assert shingle(index, 1) == set()


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ({(1, 2, 3)}, {(1, 2, 3)}, 1.0),
        ({(1, 2, 3)}, {(1, 2, 3), (2, 3, 4)}, 1.0),
        ({(1, 2, 3), (2, 3, 4)}, {(1, 2, 3), (3, 4, 5), (4, 5, 6)}, 0.5),
        ({(1, 2, 3)}, {(3, 2, 1)}, 0.0),
        (set(), {(1, 2, 3)}, 0.0),
        (set(), set(), 0.0),
    ],
)
def test_shared_words_are_the_share_of_the_shorter_song(one, other, share):
    assert shared_words(one, other) == shared_words(other, one) == share


def test_same_seed_draws_the_same_and_another_draws_another():
    relevance = [0.5] * 12
    draws = [chosen(TWELVE, relevance, k=4, seed=seed) for seed in (1, 1, 2, 3, 4)]
    assert draws[0] == draws[1]
    assert len({tuple(draw) for draw in draws}) > 2


def test_draw_prefers_the_more_relevant():
    relevance = [0.8] * 2 + [0.4] * 10
    drawn = [place for seed in range(60) for place in chosen(TWELVE, relevance, k=1, seed=seed)]
    assert sum(place < 2 for place in drawn) > len(drawn) / 2


def test_song_keeps_its_luck_when_the_library_grows():
    few = chosen(TWELVE, [0.5] * 6, k=3, seed=7)
    many = chosen(TWELVE, [0.5] * 12, k=3, seed=7)
    assert {place for place in many if place < 6} <= set(few)


def test_draw_never_takes_an_irrelevant_song():
    assert chosen(TWELVE, [0.9] + [0.2] * 11, threshold=0.5, seed=3) == [0]


@given(
    st.lists(st.floats(0, 1), max_size=12),
    st.integers(0, 12),
    st.floats(0, 1),
    st.none() | st.integers(0, 9),
    st.sets(st.integers(0, 11)),
)
@settings(deadline=None)
def test_selection_is_in_the_order_of_the_ranking_and_within_its_bounds(relevance, k, threshold, seed, apart):
    relevance = sorted(relevance, reverse=True)
    places = chosen(TWELVE, relevance, k=k, threshold=threshold, seed=seed, apart=apart)
    passing = [i for i, value in enumerate(relevance) if value >= threshold and i not in apart]
    assert places == sorted(set(places))
    assert set(places) <= set(passing)
    assert len(places) == min(k, len(passing))
