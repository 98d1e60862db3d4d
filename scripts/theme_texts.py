"""The theme examples: read, checked, and told apart from their near-duplicates."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from rapidfuzz import fuzz, process

KINDS = ("aphorism", "diary", "remark", "request", "story", "verse")
NEAR_DUPLICATE = 80  # per cent of like letters


@dataclass(frozen=True)
class ThemeText:
    """An example.

    text (str): The text.
    labels (tuple[str, ...]): Every theme that it speaks of; empty for a hard negative.
    kind (str): One of `KINDS`.
    batch (str): The batch that it was written in: the name of its file.
    negative (tuple[str, ...]): Themes whose words it uses without their sense.
    place (str): File and line.
    """

    text: str
    labels: tuple[str, ...]
    kind: str
    batch: str
    negative: tuple[str, ...] = ()
    place: str = field(default="", compare=False)


def read_definitions(folder: Path) -> dict[str, dict[str, Any]]:
    """RETURNS (dict[str, dict]): Of each theme, in order, what it `is`, what it `is_not`, and some of its `words`."""
    return dict(srsly.read_json(folder / "definitions.json"))


def definition_texts(definitions: dict[str, dict[str, Any]]) -> list[ThemeText]:
    """Make training texts of what is said of the themes: they are in no batch's manner, and carry over to any.

    definitions (dict[str, dict]): The themes; see `read_definitions`.
    RETURNS (list[ThemeText]): Each theme's name, definition and words, a text each; a word of two themes is one text.
    """
    labels: dict[str, list[str]] = {}
    for label, definition in definitions.items():
        for text in (label, f"{label}: {definition['is']}", *definition.get("words", [])):
            if label not in labels.setdefault(text, []):
                labels[text].append(label)
    return [ThemeText(text, tuple(given), "definition", "definitions") for text, given in labels.items()]


def read_theme_texts(folder: Path, labels: Sequence[str]) -> tuple[list[ThemeText], list[str]]:
    """Read every example and say what is wrong with the rest.

    folder (Path): Its `*.jsonl` are the batches.
    labels (Sequence[str]): The known themes.
    RETURNS (tuple[list[ThemeText], list[str]]): The valid examples in order, and the faults, each with file and line.
    """
    texts: list[ThemeText] = []
    faults: list[str] = []
    seen: dict[str, ThemeText] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
            if not line.strip():
                continue
            place = f"{path}, line {number}"
            found = _parse(line, path.stem, place, labels)
            if isinstance(found, str):
                faults.append(f"{place}: {found}")
                continue
            first = seen.setdefault(letters(found.text), found)
            if first is not found:
                other = "" if set(first.labels) == set(found.labels) else " with other labels"
                faults.append(f"{place}: the text of {first.place} again{other}")
                continue
            texts.append(found)
    return texts, faults


def _parse(line: str, batch: str, place: str, labels: Sequence[str]) -> ThemeText | str:
    """RETURNS (ThemeText | str): The example, or what is wrong with it."""
    try:
        record: Any = json.loads(line)
    except json.JSONDecodeError as err:
        return f"not valid JSON ({err})"
    if not isinstance(record, dict) or not isinstance(record.get("text"), str) or not record["text"].strip():
        return "no `text`"
    if not isinstance(record.get("labels"), list):
        return "no `labels` (a hard negative has an empty list)"
    unknown = [label for key in ("labels", "not") for label in record.get(key, []) if label not in labels]
    if unknown:
        return f"unknown label {', '.join(map(repr, unknown))}"
    if record.get("kind") not in KINDS:
        return f"`kind` is {record.get('kind')!r}; it must be one of {', '.join(KINDS)}"
    return ThemeText(
        record["text"], tuple(record["labels"]), record["kind"], batch, tuple(record.get("not", [])), place
    )


def too_few(texts: Sequence[ThemeText], labels: Sequence[str], *, min_texts: int, min_negatives: int) -> list[str]:
    """RETURNS (list[str]): What is wrong with each theme that has too few examples or hard negatives."""
    positive = Counter(label for text in texts for label in text.labels)
    negative = Counter(label for text in texts for label in text.negative)
    return [
        f"label '{label}' has {counts[label]} {what}, fewer than {least}"
        for label in labels
        for counts, what, least in ((positive, "texts", min_texts), (negative, "hard negatives", min_negatives))
        if counts[label] < least
    ]


def near_duplicate_groups(texts: Sequence[str], *, likeness: float = NEAR_DUPLICATE) -> list[int]:
    """Group texts that are nearly the same.

    texts (Sequence[str]): The texts.
    likeness (float): From which share of like letters on, in per cent, two texts are near-duplicates.
    RETURNS (list[int]): The group of each text: the place of the first text that it is linked to.
    """
    plain = [letters(text) for text in texts]
    alike = process.cdist(plain, plain, scorer=fuzz.ratio, score_cutoff=likeness, dtype=np.uint8, workers=-1)
    group = list(range(len(texts)))
    for one, other in np.argwhere(np.triu(alike, 1) > 0):
        low, high = sorted((group[one], group[other]))
        group = [low if member == high else member for member in group]
    return group


def letters(text: str) -> str:
    """RETURNS (str): The words of a text in lower case, parted by single spaces."""
    return " ".join(re.findall(r"\w+", text.lower()))
