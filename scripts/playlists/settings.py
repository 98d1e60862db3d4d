"""What a playlist is made from: the prompt and the settings, as they come from the command line or a recipe."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from components.errors import Errors, SynsongError
from components.filters import Filters
from components.song import describe_invalid

# The setting, the field of `Filters` that it sets, and the constraint of a prompt that it overrules.
OVERRULED = {
    "genres": "genre",
    "years": "era",
    "explicit": "explicit",
    "languages": "language",
    "popularity": "popularity",
}
_RANGE = re.compile(r"^\s*(\d{1,4})?\s*(-|–|\.\.|:)?\s*(\d{1,4})?\s*$")


class Settings(BaseModel):
    """How a playlist is made; what is None or empty is left to the prompt and the model.

    prompt (str): What it is for.
    count (int | None): How many songs at most.
    threshold (float | None): The lowest relevance, 0 to 1.
    max_per_artist (int | None): How many songs an artist may have; 0 for any number.
    genres (list[str]), languages (list[str]): One of them suffices.
    years (tuple[int | None, int | None] | None): First and last year.
    explicit (bool | None): Only songs with explicit words, or none of them.
    popularity (tuple[float | None, float | None] | None): From 0 to 100.
    seed (int | None): Draws another selection; the same number draws the same.
    more (list[str]), less (list[str]): Ids of songs to move toward and away from.
    like (list[str]): Ids of songs to start from, which are left out themselves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: str = ""
    count: int | None = Field(None, ge=1, le=1_000)
    threshold: float | None = Field(None, ge=0, le=1)
    max_per_artist: int | None = Field(None, ge=0)
    genres: list[str] = []
    languages: list[str] = []
    years: tuple[int | None, int | None] | None = None
    explicit: bool | None = None
    popularity: tuple[float | None, float | None] | None = None
    seed: int | None = None
    more: list[str] = []
    less: list[str] = []
    like: list[str] = []

    def filters(self, asked: Filters) -> Filters:
        """RETURNS (Filters): The conditions of the prompt, overruled by those of the settings."""
        given = {
            "genres": tuple(self.genres),
            "languages": tuple(self.languages),
            "years": self.years,
            "explicit": self.explicit,
            "popularity": self.popularity,
        }
        changed: dict[str, Any] = {}
        for name, value in given.items():
            if value not in (None, ()):
                changed[name] = value
                if name != "explicit":
                    changed[f"not_{name}"] = (
                        () if isinstance(value, tuple) and name in ("genres", "languages") else None
                    )
        return replace(asked, **changed)

    def given(self) -> dict[str, Any]:
        """RETURNS (dict[str, Any]): The settings that were made, without the prompt, as plain values."""
        return self.model_dump(mode="json", exclude_defaults=True, exclude={"prompt"})

    def conditions(self) -> dict[str, str]:
        """RETURNS (dict[str, str]): The conditions of the settings as they are written on the command line."""
        said = {
            "genre": ", ".join(self.genres),
            "language": ", ".join(self.languages),
            "years": say_range(self.years),
            "popularity": say_range(self.popularity),
            "explicit": "" if self.explicit is None else "only" if self.explicit else "none",
        }
        return {name: value for name, value in said.items() if value}


def make_settings(**values: Any) -> Settings:
    """Check settings.

    values (Any): Those of `Settings`.
    RETURNS (Settings): The settings.
    RAISES (SynsongError): If one is not valid; it is named.
    """
    try:
        return Settings(**values)
    except ValidationError as err:
        fault = err.errors()[0]
        name = str(fault["loc"][0]).replace("_", "-")
        expected = describe_invalid(err).partition(": ")[2].partition(" (got")[0]
        raise SynsongError(Errors.S707.format(option=name, value=fault["input"], expected=expected)) from err


def parse_range(text: str | None, option: str, *, low: int, high: int) -> tuple[int | None, int | None] | None:
    """Read a span of years or of popularity.

    text (str | None): `1980-1989`, `1980-`, `-1989` or `1980`.
    option (str): The option that it was given with, for the message.
    low (int), high (int): Between which numbers both ends must lie.
    RETURNS (tuple[int | None, int | None] | None): The ends; None for no text.
    RAISES (SynsongError): If it is no span.
    """
    if text is None:
        return None
    match = _RANGE.match(text)
    ends = [int(end) if end else None for end in (match[1], match[3])] if match else []
    known = [end for end in ends if end is not None]
    if match is None or not known or not all(low <= end <= high for end in known) or known != sorted(known):
        expected = f"write it as {low}-{high}, {low}-, -{high} or a single number"
        raise SynsongError(Errors.S707.format(option=option, value=text, expected=expected))
    return (ends[0], ends[1]) if match[2] else (known[0], known[0])


def say_range(ends: tuple[float | None, float | None] | None) -> str:
    """RETURNS (str): A span as it is written on the command line."""
    if ends is None:
        return ""
    low, high = ("" if end is None else f"{end:g}" for end in ends)
    return low if low == high else f"{low}-{high}"
