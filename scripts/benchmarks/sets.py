"""The question sets of the relevance benchmark, each with its songs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import srsly

from components.errors import Errors, SynsongError
from components.song import Song, read_songs

from ..questions import Question, half_of, read_questions
from .misquotes import make_quotes

HYMN_FILES = {"hymns, passage": "queries_scripture.jsonl", "hymns, topic": "queries_topic.jsonl"}


@dataclass(frozen=True)
class QuestionSet:
    """Questions that are asked of the same songs. name (str): Its name. questions (list[Question]): The questions.
    songs (str): Which songs: `catalogue` or `hymns`."""

    name: str
    questions: list[Question]
    songs: str = "catalogue"

    def half(self, name: str) -> QuestionSet:
        """RETURNS (QuestionSet): The questions of one half, `dev` or `report`."""
        return QuestionSet(self.name, [q for q in self.questions if q.half == name], self.songs)


def read_catalogue(path: Path) -> list[Song]:
    """RETURNS (list[Song]): The songs of a catalogue. RAISES (SynsongError): If there is none."""
    songs = list(read_songs(path, rejected=[]))
    if not songs:
        raise SynsongError(Errors.S101.format(path=path, reason="no valid record"))
    return songs


def read_hymns(folder: Path) -> list[Song]:
    """RETURNS (list[Song]): The hymns, of which only title and lyrics are known."""
    path = folder / "corpus.jsonl"
    if not path.is_file():
        raise SynsongError(Errors.S804.format(path=path))
    records = {record["id"]: record for record in srsly.read_jsonl(path)}  # two ids stand there twice
    return [Song(id=r["id"], title=r["title"], artist="Traditional", lyrics=r["lyrics"]) for r in records.values()]


def ranking_sets(catalogue: list[Song], questions: Path, hymns: Path | None) -> list[QuestionSet]:
    """Gather the sets that are scored by rank.

    catalogue (list[Song]): The sample catalogue, which is quoted.
    questions (Path): The folder of the questions.
    hymns (Path | None): The folder of the hymn benchmark, if it is there.
    RETURNS (list[QuestionSet]): The sets.
    """
    exact, misquoted = make_quotes(catalogue)
    sets = [QuestionSet("themes", [q for q in read_questions(questions / "themes.jsonl") if q.grades])]
    for name, quotes in (("quotes, exact", exact), ("quotes, misquoted", misquoted)):
        asked = [
            Question(f"{name}/{quote.song}", quote.text, {quote.song: 1.0}, kind=quote.fault, half=half_of(i))
            for i, quote in enumerate(quotes)
        ]
        sets.append(QuestionSet(name, asked))
    for name, file in HYMN_FILES.items() if hymns else ():
        records = list(srsly.read_jsonl(Path(str(hymns)) / file))
        asked = [
            Question(r["qid"], r["text"], dict.fromkeys(r["relevant"], 1.0), half=half_of(i))
            for i, r in enumerate(records)
        ]
        sets.append(QuestionSet(name, asked, "hymns"))
    return sets


def fold_versions(sets: list[QuestionSet], versions: Path) -> list[QuestionSet]:
    """Let a version stand for the song that is quoted: their words are the same.

    sets (list[QuestionSet]): The sets.
    versions (Path): The declared versions.
    RETURNS (list[QuestionSet]): The sets, in which each quote has every version of its song as an answer.
    """
    family: dict[str, set[str]] = {}
    for record in srsly.read_jsonl(versions):
        members = family.get(record["version_of"], {record["version_of"]}) | {record["id"]}
        family.update(dict.fromkeys(members, members))
    folded = []
    for each in sets:
        if not each.name.startswith("quotes"):
            folded.append(each)
            continue
        questions = [
            replace(q, grades={member: 1.0 for song in q.grades for member in family.get(song, {song})})
            for q in each.questions
        ]
        folded.append(QuestionSet(each.name, questions, each.songs))
    return folded


def read_records(path: Path, half: str | None = None) -> list[dict[str, Any]]:
    """RETURNS (list[dict[str, Any]]): The records of a JSON Lines file, of one half if it is named."""
    if not path.is_file():
        raise SynsongError(Errors.S804.format(path=path))
    records = enumerate(srsly.read_jsonl(path))
    return [r for place, r in records if half is None or r.get("half", half_of(place)) == half]
