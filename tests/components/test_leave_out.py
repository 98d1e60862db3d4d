"""What is to be left out: told by theme, by words, by meaning, whichever is strongest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.leave_out import EVEN, NEAR, OFTEN, SAME, speaks_of
from components.lyric_index import LyricIndex
from components.query import Clause, Query

from .small_index import make_clause, make_index, make_item

THEMES = {"love": 0.0, "happiness": 0.0}


def unit(cosine: float) -> tuple[float, float]:
    return cosine, float(np.sqrt(1 - cosine**2))


@pytest.fixture
def index() -> LyricIndex:
    return make_index(
        make_item("often", "train after train\nroad", vector=unit(0.1), themes=THEMES),
        make_item("once", "one train\nla", vector=unit(0.1), themes=THEMES),
        make_item("never", "sun on the corn", vector=unit(0.1), themes={"love": 0.7, "happiness": EVEN}),
    )


def told(index: LyricIndex, *clauses: Clause) -> list[float]:
    return speaks_of(index, Query([], list(clauses)), index.all_rows).tolist()


def test_nothing_is_left_out_where_nothing_is_named(index):
    assert told(index) == [0, 0, 0]


def test_word_counts_the_more_the_oftener_it_stands(index):
    assert told(index, make_clause("train")) == pytest.approx([2 / (2 + OFTEN), 1 / (1 + OFTEN), 0])


def test_word_that_stands_once_is_said_in_passing_and_one_that_stands_often_is_not():
    once, often = told(make_index(make_item("a", "train"), make_item("b", "train " * 4)), make_clause("train"))
    assert once < 0.5 < often < 1


def test_all_words_of_a_clause_must_stand_in_the_song(index):
    assert told(index, make_clause("train road")) == pytest.approx([1 / (1 + OFTEN), 0, 0])


@pytest.mark.parametrize("text", ["moon", "train moon", ""])
def test_clause_with_a_word_that_no_song_has_is_not_told_by_words(index, text):
    assert told(index, make_clause(text)) == [0, 0, 0]


@pytest.mark.parametrize(
    ("clause", "sign"),
    [
        (Clause("love", ["love"], ["love"]), 0.7 / (0.7 + EVEN)),
        (Clause("happiness", ["happi"], ["happiness"]), 0.5),
        (Clause("happy", ["happi"], ["happy"]), 0.5),
        (Clause("winter", ["winter"], ["winter"]), 0.0),
    ],
)
def test_theme_that_is_named_tells_by_its_probability(index, clause, sign):
    assert told(index, clause)[2] == pytest.approx(sign)


@pytest.mark.parametrize(
    ("cosine", "sign"), [(NEAR - 0.2, 0), ((NEAR + SAME) / 2, 0.5), (SAME + 0.05, 1), (1.0, 1), (-0.5, 0)]
)
def test_meaning_counts_from_near_to_the_same(cosine, sign):
    index = make_index(make_item("a", "la", vector=(1.0, 0.0)))
    assert told(index, make_clause("moon", unit(cosine))) == [pytest.approx(sign, abs=0.03)]


def test_strongest_sign_of_any_clause_counts(index):
    alone = [told(index, make_clause(text)) for text in ("train", "sun", "love")]
    assert told(index, *map(make_clause, ("train", "sun", "love"))) == [
        max(signs) for signs in zip(*alone, strict=True)
    ]


def test_index_without_vectors_and_themes_is_told_by_words():
    index = make_index(make_item("a", "train train"), make_item("b", "sun"))
    assert told(index, make_clause("train", (1.0, 0.0))) == pytest.approx([2 / (2 + OFTEN), 0])


def test_only_the_songs_that_are_asked_for_are_told(index):
    found = speaks_of(index, Query([], [make_clause("train")]), np.asarray([2, 0]))
    assert found.tolist() == told(index, make_clause("train"))[2::-2]


@given(st.lists(st.sampled_from(["train", "road", "moon", "love"]), max_size=4), st.floats(-1, 1))
@settings(max_examples=40, deadline=None)
def test_signs_lie_between_zero_and_one(words, cosine):
    index = make_index(make_item("a", "train road\ntrain", vector=(1.0, 0.0), themes={"love": 0.4}))
    (sign,) = told(index, make_clause(" ".join(words), unit(cosine)))
    assert 0 <= sign <= 1
