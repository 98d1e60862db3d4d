"""Are the titles acceptable? Prompts of all manners, each with titles that a person would take."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import srsly
from spacy.language import Language

from components.playlist_title import make_title, shorten

QUESTIONS = Path("assets/questions/titles.jsonl")
HALVES = ("dev", "report")  # rules are made on the first, and the second tells how well they carry over


@dataclass(frozen=True)
class Row:
    """A prompt and its title.

    text (str): The prompt.
    title (str): What it was named.
    titles (list[str]): What would be acceptable.
    half (str): One of `HALVES`.
    """

    text: str
    title: str
    titles: list[str]
    half: str

    @property
    def acceptable(self) -> bool:
        """RETURNS (bool): Whether the title is one of the acceptable ones, but for case and punctuation."""
        return bare(self.title) in {bare(title) for title in self.titles}


def bare(title: str) -> str:
    """RETURNS (str): A title without case and punctuation; as it stands where it has no words."""
    return " ".join(re.findall(r"\w+", re.sub(r"['’]", "", title.casefold()))) or title.strip()


def run(nlp: Language, path: Path = QUESTIONS) -> list[Row]:
    """Name each prompt.

    nlp (Language): The pipeline; its analysis is what titles are made of.
    path (Path): The questions, JSON Lines with `text`, `titles` and `half`.
    RETURNS (list[Row]): A row for each, in order.
    """
    questions = list(srsly.read_jsonl(path))
    skipped = [name for name in ("lyric_relevance",) if name in nlp.pipe_names]
    docs = nlp.pipe((question["text"] for question in questions), disable=skipped)
    return [
        Row(question["text"], make_title(doc), question["titles"], question["half"])
        for question, doc in zip(questions, docs, strict=True)
    ]


def share_acceptable(rows: Iterable[Row], half: str) -> float:
    """RETURNS (float): The share of acceptable titles in a half, 0 to 1."""
    found = [row.acceptable for row in rows if row.half == half]
    return sum(found) / len(found) if found else 0.0


def as_markdown(rows: Iterable[Row]) -> str:
    """RETURNS (str): A table of prompts and titles; a title that is not among the acceptable ones is marked."""
    lines = ["| prompt | title | |", "|---|---|---|"]
    for row in rows:
        prompt = shorten(" ".join(row.text.split()), 100).replace("|", "\\|") or "(nothing)"
        lines.append(f"| {prompt} | {row.title} | {'' if row.acceptable else 'not among the acceptable ones'} |")
    return "\n".join(lines) + "\n"
