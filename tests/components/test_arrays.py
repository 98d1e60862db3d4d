"""Rows of unequal length: appended, kept, gathered; vectors in a byte a number."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.arrays import Ragged, RaggedVectors, group_max


@given(st.lists(st.lists(st.integers(0, 99), max_size=5), max_size=8), st.data())
def test_ragged_gathers_what_was_appended(rows, data):
    ragged = Ragged(np.zeros(0, dtype=np.int64)).appended([np.asarray(row, dtype=np.int64) for row in rows])
    picked = data.draw(st.lists(st.integers(0, max(len(rows) - 1, 0)), max_size=6)) if rows else []
    values, owner = ragged.gather(np.asarray(picked, dtype=np.int64))
    assert values.tolist() == [value for row in picked for value in rows[row]]
    assert owner.tolist() == [place for place, row in enumerate(picked) for _ in rows[row]]


@given(st.lists(st.tuples(st.lists(st.integers(0, 9), max_size=4), st.booleans()), max_size=8))
def test_ragged_keeps_the_rows_of_the_mask(rows):
    ragged = Ragged(np.zeros(0, dtype=np.int64)).appended([np.asarray(row, dtype=np.int64) for row, _ in rows])
    kept = ragged.kept(np.asarray([keep for _, keep in rows], dtype=bool))
    assert [kept[i].tolist() for i in range(len(kept))] == [row for row, keep in rows if keep]


def test_ragged_vectors_are_near_what_was_added(tmp_path):
    generator = np.random.default_rng(0)
    rows = [generator.normal(size=(n, 64)).astype(np.float32) for n in (2, 0, 3)]
    rows = [row / np.linalg.norm(row, axis=1, keepdims=True) if len(row) else row for row in rows]
    vectors = RaggedVectors(64)
    vectors.add(rows)
    vectors.to_disk(tmp_path, "v")
    loaded = RaggedVectors(64).from_disk(tmp_path, "v")
    cosines, owner = loaded.similarities(rows[2][:1], np.asarray([0, 1, 2]))
    assert owner.tolist() == [0, 0, 2, 2, 2]
    assert cosines[2, 0] == pytest.approx(1.0, abs=0.01)


def test_group_max_is_zero_for_an_empty_group():
    values = np.asarray([[0.1], [0.5], [-0.2]], dtype=np.float32)
    assert group_max(values, np.asarray([0, 0, 2]), 4)[:, 0].tolist() == pytest.approx([0.5, 0, -0.2, 0])
