"""The first stage: songs by their words and by the nearest of their vectors."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.candidates import FEWEST, MAX_QUERY_TERMS, LexicalSearch, VectorSearch

SONGS = [["rain", "rain", "road"], ["rain", "sun", "sea"], ["sun", "bell"], []]


@pytest.fixture
def lexical() -> LexicalSearch:
    search = LexicalSearch()
    search.add((row, {"terms": words, "title": words[-1:]}) for row, words in enumerate(SONGS))
    return search


def unit_vectors(n: int, dim: int = 8, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def nearest(vectors: np.ndarray, owner: np.ndarray, asked: np.ndarray, mask: np.ndarray, limit: int) -> list[int]:
    """What a search must bring, compared one by one."""
    cosines = (vectors @ asked.T).max(axis=1)
    best = {row: float(cosines[owner == row].max()) for row in set(owner[mask[owner]].tolist())}
    return sorted(best, key=lambda row: -best[row])[:limit]


@pytest.mark.parametrize(
    ("terms", "rows"),
    [
        (["rain"], [0, 1]),
        (["bell"], [2]),
        (["rain", "road"], [0, 1]),
        (["sun", "bell"], [2, 1]),
        (["moon"], []),
        (["moon", "bell"], [2]),
        ([], []),
        (["AND", "rain*", '"', "(", "rain:road"], []),
    ],
)
def test_songs_with_the_words_are_found_best_first(lexical, terms, rows):
    assert lexical.search("terms", Counter(terms), limit=10) == rows


def test_each_field_is_searched_alone(lexical):
    assert lexical.search("title", Counter(["road"]), limit=10) == [0]
    assert lexical.search("title", Counter(["rain"]), limit=10) == []


def test_weight_of_a_term_counts(lexical):
    assert lexical.search("terms", Counter({"road": 1.0, "bell": 9.0}), limit=1) == [2]
    assert lexical.search("terms", Counter({"road": 9.0, "bell": 1.0}), limit=1) == [0]


@pytest.mark.parametrize(("limit", "n"), [(0, 0), (1, 1), (2, 2)])
def test_no_more_songs_than_allowed_are_found_by_words(lexical, limit, n):
    assert len(lexical.search("terms", Counter(["rain"]), limit=limit)) == n


def test_song_that_passes_is_found_by_words_behind_many_that_do_not():
    search = LexicalSearch()
    search.add((row, {"terms": ["rain"] * (1 if row == 40 else 5)}) for row in range(41))
    mask = np.arange(41) == 40
    assert search.search("terms", Counter(["rain"]), limit=1, mask=mask) == [40]


def test_songs_that_are_added_later_are_found(lexical):
    lexical.add([(4, {"terms": ["moon"]})])
    assert lexical.search("terms", Counter(["moon"]), limit=10) == [4]


def test_the_rarest_terms_of_an_endless_query_are_kept():
    search = LexicalSearch()
    common = [f"word-{i}" for i in range(MAX_QUERY_TERMS)]
    search.add([(0, {"terms": common}), (1, {"terms": common}), (2, {"terms": ["zither"]})])
    assert 2 in search.search("terms", Counter([*common, "zither"]), limit=3)


def test_lexical_search_comes_back_from_a_copy(lexical, tmp_path):
    lexical.to_disk(tmp_path / "lexical")
    before = {path.name: path.read_bytes() for path in (tmp_path / "lexical").iterdir()}
    loaded = LexicalSearch().from_disk(tmp_path / "lexical")
    loaded.add([(4, {"terms": ["rain"]})])
    assert sorted(loaded.search("terms", Counter(["rain"]), limit=10)) == [0, 1, 4]
    assert {path.name: path.read_bytes() for path in (tmp_path / "lexical").iterdir()} == before


@given(st.integers(1, 30), st.integers(1, 12), st.sets(st.integers(0, 29)), st.integers(0, 5))
@settings(max_examples=50, deadline=None)
def test_songs_with_the_nearest_vectors_are_found_best_first(n, limit, passing, seed):
    vectors, owner = unit_vectors(n, seed=seed), np.arange(n)
    mask = np.isin(owner, sorted(passing))
    asked = unit_vectors(2, seed=seed + 100)
    found = VectorSearch(vectors, owner).search(asked, limit=limit, mask=mask)
    assert found == nearest(vectors, owner, asked, mask, limit)


def test_song_counts_once_by_its_best_vector():
    vectors = np.asarray([[1, 0], [0.6, 0.8], [0.8, 0.6]], dtype=np.float32)
    search = VectorSearch(vectors, np.asarray([0, 0, 1]))
    assert search.search(np.asarray([[1, 0]], dtype=np.float32), limit=5) == [0, 1]


def test_any_of_several_vectors_may_bring_a_song():
    vectors = np.asarray([[1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float32)
    found = VectorSearch(vectors, np.arange(3)).search(vectors[:2], limit=2)
    assert sorted(found) == [0, 1]


@pytest.mark.parametrize("exact_below", [10 * FEWEST, 0], ids=["exact", "inverted lists"])
def test_song_that_passes_is_found_by_meaning_behind_many_that_do_not(exact_below):
    generator = np.random.default_rng(0)
    near = np.asarray([1.0] + [0.0] * 7, dtype=np.float32) + generator.normal(0, 0.01, (2 * FEWEST, 8))
    vectors = np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True), dtype=np.float32)
    vectors[-1] = vectors[0]
    search = VectorSearch(vectors, np.arange(len(vectors)), exact_below=exact_below)
    mask = np.arange(len(vectors)) == len(vectors) - 1
    assert search.search(vectors[:1], limit=1, mask=mask) == [len(vectors) - 1]


def test_inverted_lists_bring_the_song_whose_vector_is_asked_for():
    vectors = unit_vectors(2 * FEWEST)
    search = VectorSearch(vectors, np.arange(len(vectors)), exact_below=0)
    assert [search.search(vectors[row : row + 1], limit=3)[0] for row in (0, 700, 1999)] == [0, 700, 1999]


@pytest.mark.parametrize("n", [0, 1, 5])
def test_few_vectors_can_be_searched_whatever_is_set(n):
    vectors = unit_vectors(n)
    found = VectorSearch(vectors, np.arange(n), exact_below=0).search(unit_vectors(1), limit=10)
    assert sorted(found) == list(range(n))


@pytest.mark.parametrize(("limit", "mask"), [(0, None), (3, np.zeros(4, dtype=bool))])
def test_nothing_is_found_by_meaning_where_nothing_may_be(limit, mask):
    vectors = unit_vectors(4)
    assert VectorSearch(vectors, np.arange(4)).search(vectors[:1], limit=limit, mask=mask) == []
