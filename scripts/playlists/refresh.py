"""Makes a playlist again from its recipe, and says what came, went and moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from components.errors import Errors, SynsongError
from components.playlist import Playlist, RankedSong
from scripts.formats import read_playlist

from .settings import Settings, make_settings


@dataclass(frozen=True)
class Changes:
    """What is different in a new version of a playlist.

    came (list[RankedSong]): Songs that are new.
    went (list[RankedSong]): Songs that are gone.
    moved (list[tuple[RankedSong, int, int]]): Songs with their old and new rank, from 1, if they overtook others that
        stayed or were overtaken by them; those that others only made room for have not moved.
    """

    came: list[RankedSong]
    went: list[RankedSong]
    moved: list[tuple[RankedSong, int, int]]

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.moved)


def read_recipe(path: Path) -> tuple[Playlist, Settings]:
    """Read a playlist that can be made again.

    path (Path): A playlist file of ours.
    RETURNS (tuple[Playlist, Settings]): The playlist as it stands, and the settings of its recipe.
    RAISES (SynsongError): If it has no recipe, or one that cannot be used.
    """
    playlist = read_playlist(path)
    if not playlist.recipe:
        raise SynsongError(Errors.S710.format(path=path))
    return playlist, settings_of(playlist.recipe, path)


def settings_of(recipe: Mapping[str, Any], path: Path | str) -> Settings:
    """RETURNS (Settings): The settings of a recipe. RAISES (SynsongError): If it cannot be used."""
    prompt, settings = recipe.get("prompt"), recipe.get("settings", {})
    if not isinstance(prompt, str) or not isinstance(settings, dict):
        raise SynsongError(Errors.S711.format(path=path, reason="it has no prompt, or its settings are no JSON object"))
    if "prompt" in settings or not all(isinstance(name, str) for name in settings):
        raise SynsongError(Errors.S711.format(path=path, reason="its settings are not those of a playlist"))
    try:
        return make_settings(prompt=prompt, **settings)
    except SynsongError as err:
        raise SynsongError(Errors.S711.format(path=path, reason=err)) from err


def compare(old: Sequence[RankedSong], new: Sequence[RankedSong]) -> Changes:
    """Compare two versions of a playlist.

    old (Sequence[RankedSong]), new (Sequence[RankedSong]): The songs, best first.
    RETURNS (Changes): What came, went and moved.
    """
    before = {song["id"]: rank for rank, song in enumerate(old, 1)}
    after = {song["id"]: rank for rank, song in enumerate(new, 1)}
    stayed = [song["id"] for song in old if song["id"] in after]
    kept = _longest_rising([after[song_id] for song_id in stayed])
    still = {stayed[i] for i in kept}
    return Changes(
        came=[song for song in new if song["id"] not in before],
        went=[song for song in old if song["id"] not in after],
        moved=[
            (song, before[song["id"]], rank)
            for rank, song in enumerate(new, 1)
            if song["id"] in before and song["id"] not in still
        ],
    )


def _longest_rising(ranks: Sequence[int]) -> list[int]:
    """RETURNS (list[int]): Places of a longest rising subsequence: the most songs that keep their order."""
    best: list[tuple[int, int]] = []  # length of the longest that ends here, and the place before
    for i, rank in enumerate(ranks):
        length, before = max(((best[j][0], -j) for j in range(i) if ranks[j] < rank), default=(0, 1))
        best.append((length + 1, -before if length else -1))
    if not best:
        return []
    at = max(range(len(best)), key=lambda i: (best[i][0], -i))
    places = []
    while at >= 0:
        places.append(at)
        at = best[at][1]
    return places[::-1]
