"""Turn the theme examples into training, development and test data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import spacy
import typer
from spacy.tokens import DocBin
from wasabi import msg

from .theme_texts import ThemeText, near_duplicate_groups, read_definitions, read_theme_texts, too_few

SHARES = {"train": 0.7, "dev": 0.1, "test": 0.2}


# fmt: off
def main(
    themes: Path = typer.Argument(Path("assets/themes"), help="Folder with definitions.json and the examples, *.jsonl"),
    output: Path = typer.Argument(Path("corpus"), help="Folder for train.spacy, dev.spacy and test.spacy"),
    min_texts: int = typer.Option(60, help="Texts that each label must have"),
    min_negatives: int = typer.Option(10, help="Hard negatives that each label must have"),
) -> None:
    # fmt: on
    """Check the theme examples and split them, near-duplicates together."""
    labels = list(read_definitions(themes))
    texts, faults = read_theme_texts(themes, labels)
    faults += too_few(texts, labels, min_texts=min_texts, min_negatives=min_negatives)
    if faults:
        msg.fail(f"{len(faults)} faults in {themes}:", "\n".join(faults), exits=1)
    output.mkdir(parents=True, exist_ok=True)
    for name, part in split(texts).items():
        make_docs(part, labels).to_disk(output / f"{name}.spacy")
        msg.good(f"{output / f'{name}.spacy'}: {len(part)} texts")


def split(texts: Sequence[ThemeText]) -> dict[str, list[ThemeText]]:
    """Split texts by a hash of their words, so that a new text moves no other.

    texts (Sequence[ThemeText]): The texts.
    RETURNS (dict[str, list[ThemeText]]): The texts of `train`, `dev` and `test`; near-duplicates are in one of them.
    """
    parts: dict[str, list[ThemeText]] = {name: [] for name in SHARES}
    for text, group in zip(texts, near_duplicate_groups([text.text for text in texts]), strict=True):
        parts[_part(texts[group].text)].append(text)
    return parts


def _part(text: str) -> str:
    point = int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 16**8
    for name, share in SHARES.items():
        if point < share:
            return name
        point -= share
    return "test"


def make_docs(texts: Sequence[ThemeText], labels: Sequence[str]) -> DocBin:
    """RETURNS (DocBin): A Doc for each text, with 1 or 0 for each label in `cats`."""
    nlp = spacy.blank("en")
    docs = DocBin()
    for text in texts:
        doc = nlp.make_doc(text.text)
        doc.cats = {label: float(label in text.labels) for label in labels}
        docs.add(doc)
    return docs


if __name__ == "__main__":
    typer.run(main)
