"""Turn the theme examples into training, development and test data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import spacy
import typer
from spacy.tokens import DocBin

from components.errors import Errors

from .console import msg
from .theme_texts import ThemeText, definition_texts, near_duplicate_groups, read_definitions, read_theme_texts, too_few

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
    if not (themes / "definitions.json").is_file():
        msg.fail(Errors.S810.format(path=themes / "definitions.json"), exits=1)
    definitions = read_definitions(themes)
    labels = list(definitions)
    texts, faults = read_theme_texts(themes, labels)
    faults += too_few(texts, labels, min_texts=min_texts, min_negatives=min_negatives)
    if faults:
        msg.fail(Errors.S811.format(count=len(faults), path=themes), "\n".join(faults), exits=1)
    output.mkdir(parents=True, exist_ok=True)
    for name, part in split(texts, definition_texts(definitions)).items():
        make_docs(part, labels).to_disk(output / f"{name}.spacy")
        msg.good(f"{output / f'{name}.spacy'}: {len(part)} texts")


def split(texts: Sequence[ThemeText], only_train: Sequence[ThemeText] = ()) -> dict[str, list[ThemeText]]:
    """Split texts by a hash of their words, so that a new text moves no other.

    texts (Sequence[ThemeText]): The texts.
    only_train (Sequence[ThemeText]): More texts to train on; those that are near another part's text are left out.
    RETURNS (dict[str, list[ThemeText]]): The texts of `train`, `dev` and `test`; near-duplicates are in one of them.
    """
    parts: dict[str, list[ThemeText]] = {name: [] for name in SHARES}
    every = [*texts, *only_train]
    for place, group in enumerate(near_duplicate_groups([text.text for text in every])):
        part = _part(every[group].text) if group < len(texts) else "train"
        if place < len(texts) or part == "train":
            parts[part].append(every[place])
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
