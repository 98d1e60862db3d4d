"""Playlists on Spotify, made so that no failure makes anything twice."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from components.errors import Errors, SynsongError
from components.playlist import Playlist, RankedSong
from components.playlist_title import shorten
from scripts.formats import read_playlist, write_playlist
from scripts.formats.base import one_line

from . import SourceDown
from .private_files import PrivateFile, data_folder
from .spotify import ATTEMPTS, CHUNK, Ambiguous, Gone, SpotifyApi
from .spotify_songs import resolve_songs

MAX_NAME, MAX_DESCRIPTION = 100, 300  # characters
URI = "spotify:playlist:"


@dataclass(frozen=True)
class Published:
    """A playlist on Spotify. uri (str): Its address. added (int): Its songs. missing (list[RankedSong]): Not found."""

    uri: str
    added: int
    missing: list[RankedSong]

    @property
    def link(self) -> str:
        """RETURNS (str): The address for a browser."""
        return f"https://open.spotify.com/playlist/{self.uri.removeprefix(URI)}"


class Publisher:
    """Takes playlists to Spotify.

    api (SpotifyApi): Spotify.
    folder (Path | None): Where mappings, unfinished jobs and recipes lie; the user's own folder if None.
    """

    def __init__(self, api: SpotifyApi, folder: Path | None = None) -> None:
        self.api = api
        self.folder = folder or data_folder()
        self.mappings = PrivateFile(self.folder / "mappings.json")
        self.jobs = PrivateFile(self.folder / "jobs.json")

    def publish(self, playlist: Playlist, uri: str | None = None, *, tally: Any = None) -> Published:
        """Make a playlist, or bring one up to date in place.

        playlist (Playlist): The songs and their names.
        uri (str | None): The playlist to change; a new one is made if None.
        tally (Callable[[str], None] | None): Is told what came of each song.
        RETURNS (Published): The playlist on Spotify.
        RAISES (SynsongError): If Spotify refuses, or has to be left alone; run again, it goes on where it was.
        """
        found = resolve_songs(self.api, playlist.songs, self.mappings, tally=tally)
        uris = list(dict.fromkeys(found.uris.values()))
        if not uris:
            raise SynsongError(Errors.S680.format(total=len(playlist.songs)))
        name = one_line(playlist.title)[:MAX_NAME].strip() or "Synsong"
        with self.jobs.lock():
            if uri is None:
                uri = URI + self._make(name, playlist.description, uris)
            else:
                self._update(uri, name, playlist.description, uris)
        self._remember(playlist, uri)
        return Published(uri, len(uris), found.missing)

    def _make(self, name: str, description: str, uris: Sequence[str]) -> str:
        """RETURNS (str): The id of a new playlist, or of the one that an earlier run began."""
        jobs = self.jobs.read()
        key = hashlib.sha256(json.dumps([name, description, list(uris)]).encode()).hexdigest()[:16]
        job = jobs.setdefault(key, {"marker": f"synsong-{secrets.token_hex(4)}"})
        if not job.get("id"):
            job["id"] = self._create(name, describe(description, job["marker"]), job, jobs)
            self.jobs.write(jobs)
        try:
            self._fill(job["id"], uris)
        except Gone:  # deleted between two runs: the next one makes it anew
            del jobs[key]
            self.jobs.write(jobs)
            raise Gone(Errors.S678.format(uri=URI + job["id"])) from None
        del jobs[key]
        self.jobs.write(jobs)
        return str(job["id"])

    def _create(self, name: str, description: str, job: dict[str, Any], jobs: dict[str, Any]) -> str:
        """RETURNS (str): The id of the playlist. It is made once: where that is in doubt, it is looked for first."""
        reason = ""
        for attempt in range(ATTEMPTS):
            if job.get("sent") and (found := self.api.find_playlist(job["marker"])):
                return found
            job["sent"] = True
            self.jobs.write(jobs)
            try:
                return self.api.create(name, description)
            except Ambiguous as err:
                reason = err.cause.message
                self.api.sleep(2.0**attempt)
        if found := self.api.find_playlist(job["marker"]):
            return found
        raise SourceDown(Errors.S677.format(attempts=ATTEMPTS, reason=reason))

    def _update(self, uri: str, name: str, description: str, uris: Sequence[str]) -> None:
        playlist_id = uri.removeprefix(URI)
        try:
            self._fill(playlist_id, uris)
            self.api.describe(playlist_id, name, describe(description, ""))
        except Gone:
            raise Gone(Errors.S678.format(uri=uri)) from None

    def _fill(self, playlist_id: str, uris: Sequence[str]) -> None:
        """Put songs into a playlist: the first hundred replace what is there, so that it can be done again."""
        self.api.replace_items(playlist_id, list(uris[:CHUNK]))
        for start in range(CHUNK, len(uris), CHUNK):
            self._add(playlist_id, list(uris[start : start + CHUNK]), start)

    def _add(self, playlist_id: str, uris: list[str], position: int) -> None:
        reason = ""
        for attempt in range(ATTEMPTS):
            try:
                return self.api.add_items(playlist_id, uris, position)
            except Ambiguous as err:
                reason = err.cause.message
                self.api.sleep(2.0**attempt)
            if self.api.total_items(playlist_id) >= position + len(uris):
                return None
        raise SourceDown(Errors.S677.format(attempts=ATTEMPTS, reason=reason))

    # What is remembered, so that a playlist can be made again

    def _remember(self, playlist: Playlist, uri: str) -> None:
        path = recipe_path(uri, self.folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_playlist(linked(playlist, uri), path, force=True)


def describe(description: str, marker: str) -> str:
    """RETURNS (str): A description as Spotify takes it: one line of at most 300 characters, the marker at its end."""
    room = MAX_DESCRIPTION - len(marker) - 1 if marker else MAX_DESCRIPTION
    return f"{shorten(one_line(description), room)} {marker}".strip()


def linked(playlist: Playlist, uri: str) -> Playlist:
    """RETURNS (Playlist): The playlist with its address on Spotify in the recipe."""
    return playlist.model_copy(update={"recipe": {**playlist.recipe, "spotify": uri}})


def recipe_path(uri: str, folder: Path | None = None) -> Path:
    """RETURNS (Path): Where the recipe of a playlist on Spotify lies."""
    name = "".join(char for char in uri.removeprefix(URI) if char.isalnum())
    return (folder or data_folder()) / "playlists" / f"{name}.json"


def recall(uri: str, folder: Path | None = None) -> Path:
    """Find the recipe of a playlist on Spotify.

    uri (str): `spotify:playlist:...`, or the address for a browser.
    folder (Path | None): The user's own folder if None.
    RETURNS (Path): The file that holds it.
    RAISES (SynsongError): If Synsong did not write that playlist from here.
    """
    path = recipe_path(as_uri(uri), folder)
    if not path.is_file():
        known = [f"{URI}{file.stem} ({read_playlist(file).title})" for file in sorted(path.parent.glob("*.json"))]
        raise SynsongError(Errors.S712.format(uri=uri, known=", ".join(known[:10]) or "none"))
    return path


def as_uri(text: str) -> str:
    """RETURNS (str): The address of a playlist, whichever form it is given in; the text itself if it is none."""
    link = "https://open.spotify.com/playlist/"
    return URI + text.removeprefix(link).partition("?")[0] if text.startswith(link) else text


def is_spotify(text: str) -> bool:
    """RETURNS (bool): Whether a text names a playlist on Spotify."""
    return as_uri(text).startswith(URI)


def forget(folder: Path | None = None) -> int:
    """Delete all that is kept of Spotify's. RETURNS (int): How many files went."""
    found = folder or data_folder()
    files = [file for file in found.rglob("*") if file.is_file()] if found.is_dir() else []
    for file in files:
        file.unlink(missing_ok=True)
    return sum(file.suffix == ".json" for file in files)
