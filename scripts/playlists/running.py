"""Carries out an order for a playlist: makes it or makes it again, shows it, and takes it where it shall go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language

from components.errors import Errors, SynsongError, Warnings
from components.playlist import Playlist, RankedSong
from scripts.console import msg
from scripts.services.spotify_playlists import is_spotify, recall

from .delivery import check_places, deliver
from .discovering import discover_playlist
from .making import Made, find_song, make_playlist
from .models import load_model, relevance_of
from .refresh import Changes, compare, read_recipe
from .rendering import Style, explain, render_json, render_table
from .settings import Settings, make_settings


@dataclass(frozen=True)
class Order:
    """What is asked of the command.

    text (str | None): The prompt, if one is given.
    settings (dict[str, Any]): The settings that are given.
    like (Sequence[str]): Names of songs to start from.
    to (Sequence[str]): Files, and `spotify`.
    model (str | None): A folder or a package.
    refresh (str | None): A playlist to make again.
    discover (str | None): Where to look for songs outside of the model.
    explain (bool): Whether to show what was understood.
    force (bool): Whether files may be written over.
    """

    text: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    like: Sequence[str] = ()
    to: Sequence[str] = ()
    model: str | None = None
    refresh: str | None = None
    discover: str | None = None
    explain: bool = False
    force: bool = False


def run(order: Order, *, as_json: bool = False) -> str:
    """Carry out an order.

    order (Order): What is asked.
    as_json (bool): Whether JSON is wanted in place of a table.
    RETURNS (str): The playlist as JSON; empty if it was shown as a table.
    RAISES (SynsongError): If something is to be put right.
    """
    check_places(order.to)
    old, settings = _start(order)
    nlp = load_model(order.model)
    settings = _with_likes(nlp, settings, order.like)
    service = order.discover or (old and old.recipe.get("discover"))
    made = discover_playlist(nlp, settings, str(service)) if service else make_playlist(nlp, settings)
    changes = None if old is None else compare(old.songs, made.playlist.songs)
    style = Style.of_terminal()
    if not as_json:
        _show(nlp, made, style)
    if order.explain:
        print(explain(made, style))
    if old is not None and changes is not None:
        _warn_of_model(old, made.playlist)
        _say_changes(changes)
    written = deliver(made.kept, order.to, refresh=order.refresh, old=old, force=order.force)
    return render_json(made, written=written) if as_json else ""


def _start(order: Order) -> tuple[Playlist | None, Settings]:
    """RETURNS (tuple[Playlist | None, Settings]): The playlist that is made again, and how one is to be made."""
    if order.refresh is None:
        return None, make_settings(prompt=order.text or "", **order.settings)
    if order.text is not None:
        raise SynsongError(Errors.S706.format(given="A prompt and --refresh"))
    old, settings = read_recipe(recall(order.refresh) if is_spotify(order.refresh) else Path(order.refresh))
    return old, make_settings(**{**settings.model_dump(), **order.settings})


def _with_likes(nlp: Language, settings: Settings, names: Sequence[str]) -> Settings:
    index = relevance_of(nlp).index
    return settings.model_copy(update={"like": [find_song(index, name) for name in names]}) if names else settings


def _show(nlp: Language, made: Made, style: Style) -> None:
    msg.divider(made.playlist.title)
    print(made.playlist.description)
    print()
    print(render_table(nlp, made.playlist.songs, style))
    print()
    for notice in made.notices:
        print(notice)


def _warn_of_model(old: Playlist, new: Playlist) -> None:
    before, after = old.recipe.get("model"), new.recipe["model"]
    if isinstance(before, dict) and before != after:
        model, version = before.get("name", "?"), before.get("version", "?")
        msg.warn(Warnings.W702.format(model=model, old=version, new=f"{after['name']} {after['version']}"))


def _say_changes(changes: Changes) -> None:
    if not changes:
        msg.info("Nothing has changed")
    for songs, sign in ((changes.came, "+"), (changes.went, "-")):
        for song in songs:
            print(f"{sign} {_name(song)}")
    for song, before, after in changes.moved:
        print(f"~ {_name(song)}: {before} to {after}")
    if changes:
        msg.info(f"{len(changes.came)} came, {len(changes.went)} went, {len(changes.moved)} moved")


def _name(song: RankedSong) -> str:
    return f"{song['artist']} - {song['title']}"
