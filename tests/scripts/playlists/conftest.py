"""A small model with songs of ours on disk, and a way to run the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
import typer
from click.testing import Result
from spacy.language import Language
from typer.testing import CliRunner

from components.lyric_relevance import LyricRelevance
from components.song import Song
from scripts import make_playlist
from scripts.playlists.models import load_model, relevance_of

LYRICS = {
    ("Winter Mail", "Ada Furrow", 1971, "folk"): "The postman walks through winter snow\nletters in a frozen bag\nnobody writes from home",
    ("Kettle Song", "Ada Furrow", 1984, "folk"): "The kettle sings on a winter night\nsteam upon the kitchen glass\nthe night is long",
    ("Night Freight", "Bert Siding", 1985, "rock"): "The night train leaves the station yard\nmy suitcase rattles on the rack\nfar from home",
    ("Harbour Bell", "Cora Signal", 1962, "jazz"): "The harbour bell rang out for Tom\nwho never rowed back in\nrow for the shore",
    ("Snow on the Line", "Bert Siding", 1988, "rock"): "Snow lies on the railway line\nthe signal lamp is red\nwinter holds the train",
    ("Plaza", "Dolores Luz", 2003, "pop"): "We danced upon the market square\nuntil the sun came up\nyour hand, my love, in mine",
}  # fmt: skip


def make_songs() -> list[Song]:
    return [
        Song(
            id=title.lower().replace(" ", "-"), title=title, artist=artist, year=year, genres=[genre], lyrics=lyrics,
            language="en", popularity=20.0 * (i % 5), duration=180.0 + i, explicit=title == "Plaza",
            path=f"music/{title}.mp3",
        )
        for i, ((title, artist, year, genre), lyrics) in enumerate(LYRICS.items())
    ]  # fmt: skip


def build(songs: list[Song], path: Path, *, version: str = "1.0.0") -> Path:
    """Make a model without an encoder: words, quotes and constraints."""
    nlp = spacy.blank("en")
    nlp.meta.update(name="small", version=version)
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.add_pipe("prompt_parser")
    weights = {"bias": -1.5, "bm25": 2.0, "window": 2.0, "title": 0.5, "phrase": 0.5, "top_bm25": 4.0}
    kinds = dict.fromkeys(("topic", "passage", "quote"), weights)
    nlp.add_pipe("lyric_relevance", config={"weights": kinds, "threshold": 0.2})
    nlp.initialize()
    relevance_of(nlp).add_songs(nlp, songs)
    nlp.to_disk(path)
    return path


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(make_songs(), tmp_path_factory.mktemp("models") / "small")


@pytest.fixture(scope="session")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model after the library has grown: one song came, one went."""
    songs = [song for song in make_songs() if song.id != "kettle-song"]
    songs.append(
        Song(
            id="attic",
            title="Attic in Winter",
            artist="Eli Beam",
            lyrics="A winter night up in the attic\nsnow on the winter roof",
            year=1999,
        )
    )
    return build(songs, tmp_path_factory.mktemp("models") / "larger", version="2.0.0")


@pytest.fixture
def nlp(model: Path) -> Language:
    return load_model(str(model))


@pytest.fixture
def relevance(nlp: Language) -> LyricRelevance:
    return relevance_of(nlp)


@pytest.fixture
def run(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command with the small model, in a folder of its own."""
    app = typer.Typer()
    app.command()(make_playlist.main)
    monkeypatch.chdir(tmp_path)
    for name in ("SPOTIPY_CLIENT_ID", "SPOTIPY_REDIRECT_URI", "MUSIXMATCH_API_KEY", "SPOTIFY_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg-config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg-data"))

    def invoke(*args: str, input: str | None = None, model: Path | None = model) -> Result:
        given = [*args, *(["--model", str(model)] if model else [])]
        result = CliRunner().invoke(app, given, input=input, catch_exceptions=True)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


def as_json(result: Result) -> dict:
    """RETURNS (dict): What a program reads from standard output."""
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
