"""Hard conditions on songs: genre, years, explicit words, language, popularity, artist, duration."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Range = tuple[float | None, float | None]


@dataclass(frozen=True)
class Filters:
    """What songs must and must not be; None or empty means that anything goes. A song that does not say is left out
    where something is demanded, and stays where something is forbidden.

    genres, not_genres (tuple[str, ...]): Genres; one of them suffices.
    years, not_years (tuple[int | None, int | None] | None): First and last year.
    other_years (tuple[tuple[int | None, int | None], ...]): Further spans of years that will do as well as `years`.
    explicit (bool | None): Only explicit songs, or none of them.
    languages, not_languages (tuple[str, ...]): ISO 639-1 codes.
    popularity (tuple[float | None, float | None] | None): From 0 to 100.
    artists, not_artists (tuple[str, ...]): Names; a song's artist matches when it has the name as whole words.
    duration (tuple[float | None, float | None] | None): In seconds.
    """

    genres: tuple[str, ...] = ()
    not_genres: tuple[str, ...] = ()
    years: Range | None = None
    other_years: tuple[Range, ...] = ()
    not_years: Range | None = None
    explicit: bool | None = None
    languages: tuple[str, ...] = ()
    not_languages: tuple[str, ...] = ()
    popularity: Range | None = None
    not_popularity: Range | None = None
    artists: tuple[str, ...] = ()
    not_artists: tuple[str, ...] = ()
    duration: Range | None = None
    not_duration: Range | None = None

    def mask(self, columns: Columns) -> Mask:
        """Find the songs that pass.

        columns (Columns): What the songs say of themselves.
        RETURNS (NDArray): True for those that pass, shape (n_songs,), bool.
        """
        passed = np.ones(len(columns), dtype=bool)
        for name in ("years", "popularity", "duration"):
            values = getattr(columns, name)
            if (wanted := getattr(self, name)) is not None:
                spans = (wanted, *(self.other_years if name == "years" else ()))
                passed &= np.any([within(values, span) for span in spans], axis=0)
            if (unwanted := getattr(self, f"not_{name}")) is not None:
                passed &= ~within(values, unwanted)
        if self.explicit is not None:
            passed &= columns.explicit if self.explicit else ~columns.explicit
        for name in ("genres", "languages", "artists"):
            if wanted := getattr(self, name):
                passed &= columns.any_of(name, wanted)
            if unwanted := getattr(self, f"not_{name}"):
                passed &= ~columns.any_of(name, unwanted)
        return passed


@dataclass
class Columns:
    """What the songs of an index say of themselves, a column for each property.

    years, popularity, duration (NDArray): Shape (n_songs,), float32; NaN where not known.
    explicit (NDArray): Shape (n_songs,), bool; False where not known.
    genres, languages, artists (list[str]): One normalised text a song; several genres are parted by a bar.
    """

    years: NDArray[np.float32]
    popularity: NDArray[np.float32]
    duration: NDArray[np.float32]
    explicit: Mask
    texts: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[dict[str, Any]]) -> Columns:
        """RETURNS (Columns): The columns of an index's records."""
        records = list(records)
        return cls(
            years=_numbers(records, "year"),
            popularity=_numbers(records, "popularity"),
            duration=_numbers(records, "duration"),
            explicit=np.asarray([bool(record["explicit"]) for record in records], dtype=bool),
            texts={
                "genres": [f"|{'|'.join(map(fold, record['genres']))}|" for record in records],
                "languages": [f"|{record['language'] or ''}|" for record in records],
                "artists": [f" {fold(record['artist'])} " for record in records],
            },
        )

    def __len__(self) -> int:
        return len(self.explicit)

    def known(self, name: str) -> bool:
        """RETURNS (bool): Whether any song says something of this property."""
        values = self.texts.get(name)
        if values is not None:
            return any(text.strip("| ") for text in values)
        return name == "explicit" or bool(np.isfinite(getattr(self, name)).any())

    def any_of(self, name: str, wanted: Iterable[str]) -> Mask:
        """RETURNS (NDArray): Which songs have one of the wanted values, shape (n_songs,), bool."""
        edge = " " if name == "artists" else "|"
        needles = [f"{edge}{fold(value)}{edge}" for value in wanted]
        return np.asarray([any(needle in text for needle in needles) for text in self.texts[name]], dtype=bool)


def fold(text: str) -> str:
    """RETURNS (str): The text in lower case without accents and punctuation, for comparing names; a name of nothing but
    signs keeps them, for two of those are not the same."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join((bare if bare.strip() else plain).split())


def within(values: NDArray[np.float32], bounds: Range) -> Mask:
    """RETURNS (NDArray): Which values are known and lie between the bounds, both included, shape (n,), bool."""
    low, high = bounds
    inside = np.isfinite(values)
    if low is not None:
        inside &= values >= low
    if high is not None:
        inside &= values <= high
    return inside


def _numbers(records: list[dict[str, Any]], name: str) -> NDArray[np.float32]:
    return np.asarray([np.nan if record[name] is None else record[name] for record in records], dtype=np.float32)
