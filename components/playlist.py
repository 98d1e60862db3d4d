"""The playlist: the one way out for a ranking."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict  # typing's own only from Python 3.12, as pydantic says


class Evidence(TypedDict):
    """A line that speaks for a song; see `Line` for `line`, `section` and `start`."""

    text: str
    line: int
    section: str | None
    start: float | None
    terms: list[str]
    answers: str


class RankedSong(TypedDict):
    """A song of a ranking, as it stands in `doc._.songs`: plain values only, so that a Doc can be serialized.

    `duration`, `isrc`, `explicit`, `language` and `popularity` are those of the `Song`; `relevance` is 0 to 1.
    """

    id: str
    title: str
    artist: str
    album: str | None
    year: int | None
    genres: list[str]
    language: str | None
    explicit: bool | None
    popularity: float | None
    duration: float | None
    isrc: str | None
    uri: str | None
    path: str | None
    relevance: float
    signals: dict[str, float]
    evidence: list[Evidence]


class Playlist(BaseModel):
    """Ranked songs with a name, and how they came about.

    title (str): A name of at most 100 characters.
    description (str): One line of at most 300 characters.
    songs (list[RankedSong]): Best first.
    recipe (dict[str, Any]): Prompt, settings, model version and index fingerprint: what it takes to make it again.
    """

    model_config = ConfigDict(frozen=True)

    title: str
    description: str = ""
    songs: list[RankedSong] = Field(default_factory=list)
    recipe: dict[str, Any] = Field(default_factory=dict)
