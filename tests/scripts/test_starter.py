"""The starter list: a thousand songs that everyone knows, none twice, from everywhere and every time."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from scripts.fetching import read_library
from scripts.matching import clean_title, comparable, primary_artist, track_key

STARTER = Path(__file__).parents[2] / "assets" / "starter_tracks.csv"
GENRES = ["pop", "rock", "folk", "country", "soul", "blues", "jazz", "punk", "electronic", "metal", "reggae"]
ENGLISH = {"US", "GB", "CA", "IE", "AU", "NZ", "JM", "BB"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with STARTER.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_a_thousand_and_every_field_is_filled(rows: list[dict[str, str]]) -> None:
    assert len(rows) == 1000
    assert list(rows[0]) == ["title", "artist", "year", "genre", "country"]
    assert all(value and value == value.strip() for row in rows for value in row.values())


def test_no_song_stands_there_twice(rows: list[dict[str, str]]) -> None:
    names = Counter((comparable(clean_title(row["title"])), comparable(primary_artist(row["artist"]))) for row in rows)
    assert [name for name, count in names.items() if count > 1] == []


def test_eras_are_spread(rows: list[dict[str, str]]) -> None:
    decades = Counter(int(row["year"]) // 10 * 10 for row in rows)
    assert sorted(decades) == list(range(1950, 2030, 10))
    assert min(decades.values()) >= 50
    assert max(decades.values()) <= 200


def test_genres_are_spread(rows: list[dict[str, str]]) -> None:
    genres = Counter(row["genre"] for row in rows)
    assert set(genres) == {*GENRES, "hip hop"}
    assert min(genres.values()) >= 25
    assert max(genres.values()) <= 300


def test_countries_and_languages_are_spread(rows: list[dict[str, str]]) -> None:
    countries = Counter(row["country"] for row in rows)
    assert all(len(country) == 2 and country.isupper() for country in countries)
    assert len(countries) >= 50
    assert sum(count for country, count in countries.items() if country not in ENGLISH) >= 250
    assert countries["US"] < 500


def test_no_artist_fills_it(rows: list[dict[str, str]]) -> None:
    assert max(Counter(primary_artist(row["artist"]) for row in rows).values()) <= 6


def test_it_is_read_as_a_library(rows: list[dict[str, str]]) -> None:
    rejected: list[object] = []
    tracks = read_library(STARTER, rejected=rejected)  # type: ignore[arg-type]
    assert rejected == []
    assert [(track.title, track.artist, track.year, track.genres) for track in tracks] == [
        (row["title"], row["artist"], int(row["year"]), [row["genre"]]) for row in rows
    ]
    assert len({track_key(track) for track in tracks}) == 1000
