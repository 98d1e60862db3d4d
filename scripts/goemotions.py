"""A foreign check: the architecture of the theme classifier, trained and tested on GoEmotions (Demszky et al. 2020)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import srsly
import typer
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from components.errors import Errors, SynsongError
from components.sentence_encoder import OnnxEncoder

from .cached_encoder import CachedEncoder
from .console import msg
from .measures import Matrix
from .theme_texts import ThemeText
from .theme_training import encoded_docs, predict, read_training, train_model, truths_of_texts

PAPER_F1 = 0.46  # macro F1 of the paper's BERT on all 28 classes (its table 4)
SHA256 = {
    "train.tsv": "0b1e44a8b088cf0bf22fc52b347dffde01e2dd339bc50cfcc7143bf480647b41",
    "dev.tsv": "575489c079c9de1097062a01738f998590d6b7ead66dd1c9fd1d2ba01fd8bc62",
    "test.tsv": "0587b2dd8b27b97352adbfc3fb083d46005c8946657fdc2b1ca8b1cc7f1f8be4",
    "emotions.txt": "45c3ef86782d2a4d7fedcd6d8c111aa0d0e94720689bd164fac94fefb4495a89",
}


# fmt: off
def main(
    data: Path = typer.Option(Path("assets/goemotions"), help="Folder with train.tsv, dev.tsv, test.tsv and emotions.txt"),
    output: Path = typer.Argument(Path("metrics/goemotions.json"), help="Where the measures go"),
    config: Path = typer.Option(Path("configs/goemotions.cfg"), help="The classifier's config"),
    encoder: Path = typer.Option(Path("assets/encoder"), help="The encoder's folder"),
) -> None:
    # fmt: on
    """Train the theme classifier's architecture on GoEmotions and report macro F1 on its test texts."""
    try:
        check_files(data)
        emotions = read_emotions(data / "emotions.txt")
        parts = {name: read_texts(data / f"{name}.tsv", emotions) for name in ("train", "dev", "test")}
        msg.info(f"{data}: " + ", ".join(f"{len(part)} {name} texts" for name, part in parts.items()))
        measures = measure(config, CachedEncoder(OnnxEncoder(encoder)), parts, emotions)
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    msg.table(
        [(what, f"{measures[name]:.3f}") for what, name in (("the paper's BERT, fine-tuned", "paper"), ("thresholds tuned on dev", "tuned_macro_f1"), ("at 0.5", "macro_f1"))],
        header=("GoEmotions, test", "macro F1"),
        divider=True,
        aligns=("l", "r"),
    )  # fmt: skip
    output.parent.mkdir(parents=True, exist_ok=True)
    srsly.write_json(output, measures)
    msg.good(f"{output}: {len(measures)} measures")


def check_files(folder: Path, sums: dict[str, str] = SHA256) -> None:
    """Make sure that the files are there and are those that were measured.

    folder (Path): Their folder.
    sums (dict[str, str]): The SHA-256 of each.
    RAISES (SynsongError): If one is missing or another.
    """
    for name, expected in sums.items():
        path = folder / name
        if not path.is_file():
            raise SynsongError(Errors.S812.format(path=path))
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != expected:
            raise SynsongError(Errors.S813.format(path=path, found=found, expected=expected))


def read_emotions(path: Path) -> list[str]:
    """RETURNS (list[str]): The emotions in the order of their numbers; the last is that of neutral texts."""
    return [*path.read_text(encoding="utf8").split(), "neutral"]


def read_texts(path: Path, emotions: Sequence[str]) -> list[ThemeText]:
    """Read texts with their emotions.

    path (Path): Lines of text, numbers of emotions parted by commas, and an id, parted by tabs.
    emotions (Sequence[str]): The emotions.
    RETURNS (list[ThemeText]): The texts in order.
    RAISES (SynsongError): If a line is not of this form.
    """
    texts = []
    for number, line in enumerate(path.read_text(encoding="utf8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            text, numbers, _ = line.split("\t")
            labels = tuple(emotions[int(emotion)] for emotion in numbers.split(","))
        except (ValueError, IndexError):
            reason = "not a text, numbers of emotions and an id, parted by tabs"
            raise SynsongError(Errors.S814.format(path=path, line=number, reason=reason)) from None
        texts.append(ThemeText(text, labels, "remark", path.stem))
    return texts


def measure(
    config: Path, encoder: CachedEncoder, parts: dict[str, list[ThemeText]], emotions: Sequence[str]
) -> dict[str, float]:
    """Train on `train` and test on `test`.

    config (Path): The classifier's config.
    encoder (CachedEncoder): What encodes.
    parts (dict[str, list[ThemeText]]): The texts of `train`, `dev` and `test`.
    emotions (Sequence[str]): The labels.
    RETURNS (dict[str, float]): `macro_f1` at 0.5, `tuned_macro_f1` at thresholds tuned on `dev`, and the `paper`'s.
    """
    docs = {name: encoded_docs(encoder, texts) for name, texts in parts.items()}
    truths = {name: truths_of_texts(texts, emotions) for name, texts in parts.items()}
    model = train_model(read_training(config), docs["train"], truths["train"])
    scores = {name: predict(model, docs[name]) for name in ("dev", "test")}
    thresholds = best_thresholds(scores["dev"], truths["dev"])
    return {
        "paper": PAPER_F1,
        "macro_f1": macro_f1(truths["test"], scores["test"] >= 0.5),
        "tuned_macro_f1": macro_f1(truths["test"], scores["test"] >= thresholds),
    }


def best_thresholds(scores: Matrix, truths: Matrix) -> Matrix:
    """RETURNS (NDArray): The threshold of each label with the highest F1, from 0.05 to 0.95, shape (n_labels,)."""
    steps = np.arange(0.05, 0.951, 0.025)
    return np.asarray([
        steps[int(np.argmax([f1_score(gold, column >= step, zero_division=0) for step in steps]))]
        for column, gold in zip(scores.T, truths.T, strict=True)
    ])  # fmt: skip


def macro_f1(truths: Matrix, given: NDArray[np.bool_]) -> float:
    """RETURNS (float): The mean over the labels of F1."""
    return float(f1_score(truths, given, average="macro", zero_division=0))


if __name__ == "__main__":
    typer.run(main)
