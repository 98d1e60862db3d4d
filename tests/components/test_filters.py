"""Conditions on songs: what is demanded, what is forbidden, and what nobody said."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.filters import Columns, Filters, fold, within

UNKNOWN: dict[str, Any] = {
    "year": None, "popularity": None, "duration": None, "explicit": None, "genres": [], "language": None, "artist": "Nobody",
}  # fmt: skip
RECORDS = [
    {**UNKNOWN, "year": 1971, "genres": ["folk", "hip-hop"], "language": "en", "artist": "Ada Furrow", "explicit": False,
     "popularity": 30, "duration": 180.0},
    {**UNKNOWN, "year": 1985, "genres": ["folk rock"], "language": "es", "artist": "Adagio", "explicit": True,
     "popularity": 80, "duration": 240.5},
    UNKNOWN,
]  # fmt: skip
COLUMNS = Columns.of(RECORDS)


@pytest.mark.parametrize(
    ("filters", "passed"),
    [
        (Filters(), [0, 1, 2]),
        (Filters(years=(1971, 1971)), [0]),
        (Filters(years=(1980, None)), [1]),
        (Filters(years=(None, 1980)), [0]),
        (Filters(years=(None, None)), [0, 1]),
        (Filters(years=(1800, 1810), other_years=((1970, 1979), (1985, 1985))), [0, 1]),
        (Filters(not_years=(1970, 1979)), [1, 2]),
        (Filters(popularity=(50, None)), [1]),
        (Filters(not_popularity=(50, None)), [0, 2]),
        (Filters(duration=(None, 200)), [0]),
        (Filters(not_duration=(None, 200)), [1, 2]),
        (Filters(explicit=True), [1]),
        (Filters(explicit=False), [0, 2]),
        (Filters(genres=("folk",)), [0]),
        (Filters(genres=("Folk Rock", "jazz")), [1]),
        (Filters(genres=("HIP HOP",)), [0]),
        (Filters(genres=("🎸",)), []),
        (Filters(not_genres=("folk",)), [1, 2]),
        (Filters(languages=("es", "en")), [0, 1]),
        (Filters(not_languages=("en",)), [1, 2]),
        (Filters(artists=("ada",)), [0]),
        (Filters(artists=("ÁDA furrow",)), [0]),
        (Filters(artists=("furr",)), []),
        (Filters(not_artists=("Ada",)), [1, 2]),
        (Filters(genres=("folk", "folk rock"), years=(1980, 1989)), [1]),
        (Filters(genres=("folk",), not_genres=("folk",)), []),
    ],
)
def test_songs_pass_that_meet_the_conditions(filters, passed):
    assert np.flatnonzero(filters.mask(COLUMNS)).tolist() == passed


@pytest.mark.parametrize("names", ["years", "popularity", "duration"])
@given(low=st.none() | st.integers(0, 3000), high=st.none() | st.integers(0, 3000))
def test_song_that_says_passes_either_what_is_demanded_or_what_is_forbidden(names, low, high):
    wanted = Filters(**{names: (low, high)}).mask(COLUMNS)
    unwanted = Filters(**{f"not_{names}": (low, high)}).mask(COLUMNS)
    assert (wanted != unwanted).tolist() == [True, True, True]
    assert unwanted[2]


def test_no_songs_pass_nothing():
    assert Filters(genres=("folk",), years=(1970, None), explicit=True).mask(Columns.of([])).shape == (0,)


@pytest.mark.parametrize("name", ["years", "popularity", "duration", "genres", "languages", "artists"])
def test_property_is_known_where_any_song_says_it(name):
    assert COLUMNS.known(name)


@pytest.mark.parametrize("name", ["years", "popularity", "duration", "genres", "languages"])
def test_property_is_unknown_where_no_song_says_it(name):
    assert not Columns.of([UNKNOWN, UNKNOWN]).known(name)


@pytest.mark.parametrize(
    ("bounds", "inside"),
    [((2.0, 3.0), [2, 3]), ((None, 2.0), [1, 2]), ((3.0, None), [3]), ((None, None), [1, 2, 3]), ((3.0, 2.0), [])],
)
def test_bounds_are_included_and_what_is_not_known_is_outside(bounds, inside):
    values = np.asarray([1, 2, 3, np.nan], dtype=np.float32)
    assert values[within(values, bounds)].tolist() == inside


@pytest.mark.parametrize(
    ("one", "other"),
    [("Beyoncé", "BEYONCE"), ("AC/DC", "ac dc"), ("  P!nk ", "p nk"), ("Motörhead", "motorhead"), ("Straße", "STRASSE"),
     ("Ｗｉｄｅ", "wide"), ("Trade™", "TradeTM")],
)  # fmt: skip
def test_names_are_the_same_however_they_are_written(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("!!!", "+/-"), ("!!!", ""), ("Ada", "Adagio")])
def test_different_names_stay_different(one, other):
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_folded_names_are_lower_case_with_single_spaces(text):
    assert fold(text) == " ".join(fold(text).split())
    assert fold(text) == fold(text).lower()
