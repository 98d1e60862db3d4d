"""The questions of the benchmark: prompts, judgements, and halves to develop on and to report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import srsly

from components.errors import Errors, SynsongError

HALVES = ("dev", "report")


@dataclass(frozen=True)
class Question:
    """A prompt with judgements.

    id (str): Its name.
    text (str): The prompt.
    grades (dict[str, float]): The grade of each relevant song: 2 for its main matter, 1 for a part of it.
    lines (dict[str, list[int]]): The lines of each song that justify its grade, from 1.
    kind (str): What manner of prompt it is.
    half (str): One of `HALVES`.
    """

    id: str
    text: str
    grades: dict[str, float]
    lines: dict[str, list[int]] = field(default_factory=dict)
    kind: str = ""
    half: str = HALVES[0]


def half_of(place: int) -> str:
    """RETURNS (str): `dev` or `report`, in turn: no later question moves an earlier one."""
    return HALVES[place % 2]


def read_questions(path: Path) -> Iterator[Question]:
    """Read questions.

    path (Path): A JSON Lines file.
    YIELDS (Question): The questions in order.
    RAISES (SynsongError): If the file is not there.
    """
    if not path.is_file():
        raise SynsongError(Errors.S102.format(path=path, command="evaluate"))
    for place, record in enumerate(srsly.read_jsonl(path)):
        grades = {song: float(grade) for song, grade in record["grades"].items()}
        yield Question(
            record["id"], record["text"], grades, record.get("lines", {}), record.get("kind", ""), half_of(place)
        )
