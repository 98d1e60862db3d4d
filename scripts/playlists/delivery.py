"""Takes a playlist where it shall go: into files, and to Spotify."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from components.errors import Errors, SynsongError, Warnings
from components.playlist import Playlist
from scripts.console import msg
from scripts.formats import write_playlist
from scripts.progress import Progress
from scripts.services.spotify import SpotifyApi
from scripts.services.spotify_playlists import Published, Publisher, as_uri, is_spotify, linked
from scripts.services.spotify_tokens import NOTICE, TokenStore, say_date

SPOTIFY = "spotify"


def check_places(places: Sequence[str]) -> None:
    """Look at the places before the work is done. RAISES (SynsongError): If one is a folder."""
    for place in places:
        if place != SPOTIFY and Path(place).is_dir():
            raise SynsongError(Errors.S716.format(path=place))


def deliver(
    playlist: Playlist,
    to: Sequence[str],
    *,
    refresh: str | None = None,
    old: Playlist | None = None,
    force: bool = False,
) -> list[str]:
    """Take a playlist to its places: files first, so that nothing is lost if Spotify cannot be reached.

    playlist (Playlist): The playlist.
    to (Sequence[str]): Files, and `spotify`.
    refresh (str | None): The playlist that was made again; it is written over.
    old (Playlist | None): That playlist as it was.
    force (bool): Whether other files may be written over.
    RETURNS (list[str]): Files, and addresses on Spotify.
    RAISES (SynsongError): If a place cannot be written.
    """
    known = old.recipe.get("spotify") if old is not None else None
    online = str(known) if isinstance(known, str) and is_spotify(known) else None
    if refresh is not None and is_spotify(refresh):
        online, refresh, to = as_uri(refresh), None, [*to, SPOTIFY]
    if online is not None:
        playlist = linked(playlist, online)
    files = [Path(place) for place in dict.fromkeys(to) if place != SPOTIFY]
    again = Path(refresh) if refresh is not None else None
    for path in [*files, *([again] if again is not None and again not in files else [])]:
        write_playlist(playlist, path, force=force or path == again)
        files = [*dict.fromkeys([*files, path])]
        msg.good(f"{len(playlist.songs)} songs in {path}")
    written = [str(path) for path in files]
    if SPOTIFY in to:
        published = publish(playlist, online)
        if published.uri != online:
            for path in files:
                write_playlist(linked(playlist, published.uri), path, force=True)
        written.append(published.uri)
    return written


def publish(playlist: Playlist, uri: str | None) -> Published:
    """Take a playlist to Spotify, and say what came of it.

    playlist (Playlist): The playlist.
    uri (str | None): The playlist there that is brought up to date; a new one is made if None.
    RETURNS (Published): The playlist there.
    RAISES (SynsongError): If Spotify refuses or cannot be reached.
    """
    store = TokenStore()
    api = SpotifyApi.of_environment(os.environ, store=store)
    api.auth.get_access_token()  # says that a log-in is needed before anything is looked up
    with Progress(len(playlist.songs), "songs") as progress:
        published = Publisher(api).publish(playlist, uri, tally=progress.add)
    if published.missing:
        names = "; ".join(f"{song['artist']} - {song['title']}" for song in published.missing)
        total = len(playlist.songs)
        msg.warn(Warnings.W703.format(count=len(published.missing), total=total, names=names))
    kind = "updated" if uri else "made, unlisted: it is not on your profile, but whoever has the link can open it"
    msg.good(f"{published.added} songs in {published.link} ({kind})")
    token = store.load()
    if token is not None and token.ends_at - time.time() < NOTICE:
        msg.warn(Warnings.W660.format(date=say_date(token.ends_at)))
    return published
