"""Rows of unequal length in one array, and vectors in a byte a number."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Ragged:
    """Rows of unequal length, one after the other.

    values (NDArray): All rows, shape (n_values, ...).
    offsets (NDArray): Where each row begins, and the end; shape (n_rows + 1,), int64.
    """

    def __init__(self, values: NDArray[Any], offsets: Ints | None = None) -> None:
        self.values = values
        self.offsets = np.zeros(1, dtype=np.int64) if offsets is None else offsets

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> NDArray[Any]:
        return self.values[self.offsets[row] : self.offsets[row + 1]]

    @property
    def lengths(self) -> Ints:
        """RETURNS (NDArray): The length of each row, shape (n_rows,), int64."""
        return np.diff(self.offsets)

    def appended(self, rows: Sequence[NDArray[Any]]) -> Ragged:
        """RETURNS (Ragged): These rows and more."""
        values = np.concatenate([self.values, *rows]) if rows else self.values
        lengths = np.concatenate([self.lengths, np.asarray([len(row) for row in rows], dtype=np.int64)])
        return Ragged(values, _offsets(lengths))

    def kept(self, mask: NDArray[np.bool_]) -> Ragged:
        """RETURNS (Ragged): The rows for which `mask`, shape (n_rows,), is true."""
        return Ragged(self.values[np.repeat(mask, self.lengths)], _offsets(self.lengths[mask]))

    def gather(self, rows: Ints) -> tuple[NDArray[Any], Ints]:
        """Take rows.

        rows (NDArray): Which, shape (n,), int64.
        RETURNS (tuple[NDArray, NDArray]): Their values, and for each value the index into `rows` that it belongs to.
        """
        lengths = self.lengths[rows]
        owner = np.repeat(np.arange(len(rows)), lengths)
        if len(rows) == len(self) and np.array_equal(rows, np.arange(len(self))):
            return self.values, owner
        within = np.arange(len(owner)) - np.repeat(_offsets(lengths)[:-1], lengths)
        return self.values[np.repeat(self.offsets[:-1][rows], lengths) + within], owner


class RaggedVectors:
    """Several vectors a song, kept in a byte a number and a scale a vector (a quarter of float32).

    dim (int): The width of the vectors.
    """

    def __init__(self, dim: int) -> None:
        self.codes = Ragged(np.zeros((0, dim), dtype=np.int8))
        self.scales = Ragged(np.zeros(0, dtype=np.float32))

    def add(self, songs: Sequence[Floats]) -> None:
        """Add songs. songs (Sequence[NDArray]): The vectors of each, shape (n, dim), float32."""
        scales = [np.abs(vectors).max(axis=1, initial=0.0).astype(np.float32) / 127 for vectors in songs]
        codes = [
            np.round(vectors / np.maximum(scale, 1e-12)[:, None]).astype(np.int8)
            for vectors, scale in zip(songs, scales, strict=True)
        ]
        self.codes = self.codes.appended(codes)
        self.scales = self.scales.appended(scales)

    def keep(self, mask: NDArray[np.bool_]) -> None:
        """Keep the songs for which `mask`, shape (n_songs,), is true."""
        self.codes = self.codes.kept(mask)
        self.scales = self.scales.kept(mask)

    def similarities(self, vectors: Floats, rows: Ints) -> tuple[Floats, Ints]:
        """Compare every vector of some songs with some vectors.

        vectors (NDArray): Shape (n_vectors, dim), float32, each of length 1.
        rows (NDArray): The songs, shape (n_rows,), int64.
        RETURNS (tuple[NDArray, NDArray]): Cosines, shape (n_found, n_vectors), float32, and the index into `rows`
            of each, shape (n_found,), int64.
        """
        codes, owner = self.codes.gather(rows)
        scales, _ = self.scales.gather(rows)
        return (codes.astype(np.float32) @ vectors.T) * scales[:, None], owner

    def to_disk(self, folder: Path, name: str) -> None:
        """Write `name`.*.npy. folder (Path): Where to. name (str): What the vectors are of."""
        for part, array in (
            ("codes", self.codes.values),
            ("scales", self.scales.values),
            ("offsets", self.codes.offsets),
        ):
            save_array(folder / f"{name}.{part}.npy", array)

    def from_disk(self, folder: Path, name: str) -> RaggedVectors:
        """Read what `to_disk` wrote. RETURNS (RaggedVectors): The vectors themselves."""
        offsets = load_array(folder / f"{name}.offsets.npy")
        self.codes = Ragged(load_array(folder / f"{name}.codes.npy"), offsets)
        self.scales = Ragged(load_array(folder / f"{name}.scales.npy"), offsets)
        return self


def group_max(values: Floats, owner: Ints, n: int) -> Floats:
    """Take the highest value of each group, 0 where there is none.

    values (NDArray): Shape (n_values, ...), grouped by `owner`, ascending.
    owner (NDArray): The group of each value, shape (n_values,), int64.
    n (int): How many groups there are.
    RETURNS (NDArray): Shape (n, ...), float32.
    """
    highest = np.zeros((n, *values.shape[1:]), dtype=np.float32)
    if len(values):
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        highest[owner[starts]] = np.maximum.reduceat(values, starts, axis=0)
    return highest


def group_top_mean(values: Floats, owner: Ints, n: int, k: int) -> Floats:
    """Average the highest values of each group.

    values (NDArray): Shape (n_values,), float32.
    owner (NDArray): The group of each value, shape (n_values,), int64, ascending.
    n (int): How many groups there are.
    k (int): How many values of each count; fewer where there are fewer, and 0 where there are none.
    RETURNS (NDArray): Shape (n,), float32.
    """
    order = np.lexsort((-values, owner))
    first = np.searchsorted(owner, np.arange(n))
    top = np.arange(len(values)) - first[owner] < k
    sums = np.bincount(owner[top], weights=values[order][top], minlength=n)
    return (sums / np.maximum(np.bincount(owner[top], minlength=n), 1)).astype(np.float32)


def save_array(path: Path, array: NDArray[Any]) -> None:
    """Write an array. path (Path): The file; one that is there is replaced, for the array may be mapped from it."""
    new = path.with_name(f"{path.name}.new.npy")
    np.save(new, array, allow_pickle=False)
    new.replace(path)


def load_array(path: Path) -> NDArray[Any]:
    """RETURNS (NDArray): The array, mapped into memory: what is not asked for is not read."""
    return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))  # numpy's memmap class itself is slow to index


def _offsets(lengths: Ints) -> Ints:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
