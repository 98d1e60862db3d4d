"""How the themes of a song are best made from those of its stanzas: measured against the labels of the readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import srsly
import typer
from spacy.language import Language

from components.analysis import pool_themes
from components.errors import Errors, SynsongError
from components.song import Song, read_songs

from . import code  # noqa: F401 (registers the components)
from .console import msg
from .measures import Matrix, classifier_measures

Pool = Callable[[Any], Any]

PIPES = ("lemmatizer", "sentence_encoder", "textcat_multilabel")


def top(count: int) -> Pool:
    """RETURNS (Callable): Means each label's highest probabilities, `count` of them."""

    def pool(stanzas: Matrix) -> Matrix:
        return np.asarray(np.sort(stanzas, axis=0)[::-1][:count].mean(axis=0))

    return pool


def mean(stanzas: Matrix) -> Matrix:
    """RETURNS (NDArray): Each label's mean probability."""
    return np.asarray(stanzas.mean(axis=0))


def noisy_or(stanzas: Matrix) -> Matrix:
    """RETURNS (NDArray): The probability that any stanza speaks of each label, were they independent."""
    return np.asarray(1 - (1 - stanzas).prod(axis=0))


POOLS: dict[str, Pool] = {
    "max": top(1),
    "mean of top 2": top(2),
    "mean of top 3": top(3),
    "mean": mean,
    "mean of log-odds": pool_themes,
    "noisy-or": noisy_or,
}


# fmt: off
def main(
    pipeline: Path = typer.Argument(Path("training/synsong"), help="The assembled pipeline"),
    songs: Path = typer.Option(Path("assets/catalogue"), help="The songs"),
    labels: Path = typer.Option(Path("assets/labels/songs.jsonl"), help="Their themes"),
) -> None:
    # fmt: on
    """Compare ways to pool the themes of a song's stanzas."""
    try:
        if not (pipeline / "config.cfg").is_file():
            raise SynsongError(Errors.S801.format(path=pipeline, command="assemble"))
        if not labels.is_file():
            raise SynsongError(Errors.S501.format(path=labels))
        found = compare(spacy.load(pipeline), list(read_songs(songs, rejected=[])), labels)
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    rows = [(name, *(f"{row[key]:.3f}" for key in ("macro_auc", "macro_f1", "ece"))) for name, row in found.items()]
    msg.table(rows, header=("a song's themes", "macro AUC", "macro F1", "ECE"), divider=True, aligns=("l", "r", "r", "r"))


def compare(nlp: Language, songs: Sequence[Song], labels: Path) -> dict[str, dict[str, float]]:
    """Measure each way to pool, and the whole song read as one text.

    nlp (Language): The pipeline.
    songs (Sequence[Song]): The songs.
    labels (Path): JSON Lines with the `id` and the settled `labels` of each song.
    RETURNS (dict[str, dict[str, float]]): The measures of each way; see `classifier_measures`.
    """
    themes = {record["id"]: record["labels"] for record in srsly.read_jsonl(labels)}
    sung = [song for song in songs if song.id in themes and song.stanzas()]
    names = nlp.get_pipe("textcat_multilabel").labels  # type: ignore[attr-defined]
    truths = np.asarray([[float(name in themes[song.id]) for name in names] for song in sung])
    parts = [[stanza.text for stanza in song.stanzas()] for song in sung]
    with nlp.select_pipes(enable=[name for name in PIPES if name in nlp.pipe_names]):
        stream = nlp.pipe(text for part in parts for text in (*part, "\n".join(part)))
        scores = [
            np.asarray([[doc.cats[name] for name in names] for doc in islice(stream, len(part) + 1)]) for part in parts
        ]
    ways = {"the whole song": np.asarray([part[-1] for part in scores])}
    ways |= {name: np.asarray([pool(part[:-1]) for part in scores]) for name, pool in POOLS.items()}
    return {name: classifier_measures(values, truths, names) for name, values in ways.items()}


if __name__ == "__main__":
    typer.run(main)
