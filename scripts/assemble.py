"""Assemble the pipeline: the trained classifier, the encoder, and an index of songs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import spacy
import typer
from spacy.language import Language
from spacy.util import get_sourced_components, load_config, load_model_from_config
from wasabi import msg

from components.analysis import with_explicit
from components.errors import Errors, SynsongError
from components.lyric_index import make_record
from components.lyric_relevance import LyricRelevance
from components.song import Rejection, Song, read_songs

from . import code  # noqa: F401 (registers the components)
from .progress import Progress


# fmt: off
def main(
    config: Path = typer.Argument(Path("configs/synsong.cfg"), help="The pipeline's config"),
    output: Path = typer.Argument(Path("training/synsong"), help="Folder for the pipeline"),
    songs: Path = typer.Option(Path("corpus/lyrics.jsonl"), help="The songs, as JSON Lines"),
    themes: Path = typer.Option(Path("training/themes/model-best"), help="The trained classifier"),
    update: bool = typer.Option(
        False, "--update", help="Change the songs of the pipeline in the output folder instead of building it anew"
    ),
) -> None:
    # fmt: on
    """Assemble the pipeline, with an index of the songs."""
    try:
        if update and (output / "config.cfg").is_file():
            nlp = spacy.load(output)
            added, removed = update_songs(nlp, read_all(songs))
            msg.info(f"{added} songs added or changed, {removed} removed")
        else:
            nlp = assemble(config, songs, themes)
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    save(nlp, output)
    index = relevance_of(nlp).index
    msg.good(f"{output}: {len(index)} songs, fingerprint {index.fingerprint}")


def assemble(config: Path, songs: Path, themes: Path) -> Language:
    """Build the pipeline anew.

    config (Path), songs (Path), themes (Path): The config, the songs, and the trained classifier.
    RETURNS (Language): The pipeline, with all valid songs in its index.
    RAISES (SynsongError): If there is no classifier, or no valid song.
    """
    if not (themes / "config.cfg").is_file():
        raise SynsongError(Errors.S801.format(path=themes, command="train"))
    found = read_all(songs)
    overrides = {
        "paths.songs": songs.as_posix(),
        "paths.themes": themes.as_posix(),
        "initialize.components.lyric_relevance.songs": None,
    }
    settings = load_config(config, overrides, interpolate=False)
    nlp = load_model_from_config(settings, auto_fill=True)
    with nlp.select_pipes(disable=[*get_sourced_components(settings)]):  # they would forget what they learned
        nlp.initialize()
    with Progress(len(found), "songs") as progress:
        relevance_of(nlp).add_songs(nlp, _counted(found, progress))
    return nlp


def save(nlp: Language, output: Path) -> None:
    """Save a pipeline beside the old one, and put it in its place when it is whole.

    nlp (Language): The pipeline.
    output (Path): Its folder.
    """
    new = output.with_name(f"{output.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    nlp.to_disk(new)
    shutil.rmtree(output, ignore_errors=True)
    new.replace(output)


def read_all(path: Path) -> list[Song]:
    """RETURNS (list[Song]): The valid songs of a file; the others are named. RAISES (SynsongError): If none is valid."""
    rejected: list[Rejection] = []
    songs = list(read_songs(path, rejected=rejected))
    for rejection in rejected:
        msg.warn(f"{rejection}: left out")
    if not songs:
        raise SynsongError(Errors.S101.format(path=path, reason=f"{len(rejected)} records, none of them valid"))
    msg.info(f"{len(songs)} songs in {path}, {len(rejected)} records left out")
    return songs


def update_songs(nlp: Language, songs: list[Song]) -> tuple[int, int]:
    """Bring an index to a state with the least work.

    nlp (Language): The pipeline.
    songs (list[Song]): What the index shall hold.
    RETURNS (tuple[int, int]): How many songs were added or changed, and how many removed.
    """
    relevance = relevance_of(nlp)
    index = relevance.index
    wanted = {song.id: with_explicit(song) for song in songs}
    gone = [song_id for song_id in index.rows if song_id not in wanted]
    changed = [
        song
        for song in wanted.values()
        if song.id not in index or index.records[index.rows[song.id]] != make_record(song, song.lines())
    ]
    removed = relevance.remove_songs(gone)
    with Progress(len(changed), "songs") as progress:
        relevance.add_songs(nlp, _counted(changed, progress))
    return len(changed), removed


def relevance_of(nlp: Language) -> LyricRelevance:
    """RETURNS (LyricRelevance): The component. RAISES (SynsongError): If the pipeline has none."""
    for _, component in nlp.pipeline:
        if isinstance(component, LyricRelevance):
            return component
    raise SynsongError(Errors.S802.format(pipes=", ".join(nlp.pipe_names)))


def _counted(songs: list[Song], progress: Progress) -> Iterator[Song]:
    for song in songs:
        yield song
        progress.add("analysed")


if __name__ == "__main__":
    typer.run(main)
