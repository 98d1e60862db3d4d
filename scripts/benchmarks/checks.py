"""What a ranking measure does not say: leave-outs, constraints, long texts, evidence, calibration, an honest end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from spacy.language import Language

from components.lyric_index import LyricIndex
from components.lyric_relevance import LyricRelevance
from components.ranking_scorer import expected_calibration_error
from components.selection import shared_words, shingle
from components.terms import stem

from ..questions import Question, read_questions
from .peers import Peer
from .sets import read_records

Row = dict[str, Any]
SHOWN = 15  # songs of a playlist


def negation(
    nlp: Language, index: LyricIndex, peers: dict[str, Peer], folder: Path, themes: dict[str, list[str]], half: str
) -> Row:
    """Score pairs of prompts that differ in a leave-out, in the manner of NevIR (Weller, Lawrie & Van Durme 2024).

    For each pair two songs are chosen: one that speaks of what is left out, and one that does not, which every system
    ranks below the first when nothing is left out. A system is right when the leave-out turns that order round.

    nlp (Language): The pipeline.
    index (LyricIndex): Its songs.
    peers (dict[str, Peer]): The other systems, over the songs in the order of the index.
    folder (Path): The questions.
    themes (dict[str, list[str]]): The settled labels of each song.
    half (str): Which half.
    RETURNS (Row): `pairs`, and the share that is right, by system.
    """
    ours = _scores_by(nlp, index)
    systems: dict[str, Callable[[str], Any]] = {"Synsong": ours, **peers}
    right: dict[str, list[bool]] = {name: [] for name in systems}
    lost: list[float] = []
    for record in read_records(folder / "negation.jsonl", half):
        speaks = _speaks_of(index, record, themes)
        before = {name: score(record["with"]) for name, score in systems.items()}
        pair = _pair(before, speaks)
        if pair is None:
            continue
        for name, score in systems.items():
            after = score(record["without"])
            right[name].append(bool(after[pair[1]] > after[pair[0]]))
        top = [row for row in np.argsort(-before["Synsong"])[:SHOWN] if not speaks[row]]
        after = ours(record["without"])
        lost.append(float(np.mean([after[row] == 0 for row in top])) if top else 0.0)
    shares = {name: float(np.mean(found)) if found else None for name, found in right.items()}
    return {"pairs": len(lost), "right": shares, "wrongly left out": float(np.mean(lost)) if lost else None}


def _scores_by(nlp: Language, index: LyricIndex) -> Callable[[str], Any]:
    relevance = nlp.get_pipe("lyric_relevance")
    assert isinstance(relevance, LyricRelevance)

    def score(text: str) -> Any:
        found = {song["id"]: song["relevance"] for song in relevance.rank(nlp(text))}
        return np.asarray([found.get(record["id"], 0.0) for record in index.records])

    return score


def _speaks_of(index: LyricIndex, record: dict[str, Any], themes: dict[str, list[str]]) -> np.ndarray:
    """RETURNS (NDArray): Which songs speak of what a pair leaves out: by label, else by its words, shape (n_songs,)."""
    if any(record.get("theme") in labels for labels in themes.values()):
        return np.asarray([record["theme"] in themes.get(song["id"], []) for song in index.records])
    terms = [stem(word) for text in record["exclude"] for word in text.lower().split()]
    hits = index.fields["terms"].hits(terms, index.all_rows)
    return hits.counts.sum(axis=1) > 0


def _pair(before: dict[str, Any], speaks: np.ndarray) -> tuple[int, int] | None:
    """RETURNS (tuple[int, int] | None): The best song that speaks of it, and the best that does not and that every
    system ranks below that one."""
    order = np.argsort(-sum(np.argsort(np.argsort(scores)) for scores in before.values()))
    for one in (row for row in order[:SHOWN] if speaks[row]):
        for other in (row for row in order if not speaks[row]):
            if all(scores[one] > scores[other] > 0 for scores in before.values()):
                return int(one), int(other)
    return None


def quotes_left_alone(nlp: Language, folder: Path, half: str) -> Row:
    """RETURNS (Row): The share of quotes with a `not` in them that leave nothing out."""
    records = read_records(folder / "negation_quotes.jsonl", half)
    with nlp.select_pipes(enable="prompt_parser"):
        alone = [not len(doc.spans["exclude"]) for doc in nlp.pipe([record["text"] for record in records])]
    return {"quotes": len(alone), "left alone": float(np.mean(alone))}


def constraints(nlp: Language, folder: Path, half: str) -> Row:
    """RETURNS (Row): The share of prompts whose constraints are read exactly: kind, value, and whether negated."""
    records = read_records(folder / "constraints.jsonl", half)
    with nlp.select_pipes(enable="prompt_parser"):
        docs = list(nlp.pipe([record["text"] for record in records]))
    exact = [
        _plain(doc._.constraints) == _plain(record["constraints"]) for doc, record in zip(docs, records, strict=True)
    ]
    return {"prompts": len(exact), "exact": float(np.mean(exact))}


def _plain(found: Sequence[dict[str, Any]]) -> list[str]:
    return sorted(srsly.json_dumps([c["type"], c["value"], bool(c["negated"])]) for c in found)


def long_texts(nlp: Language, folder: Path, half: str) -> Row:
    """RETURNS (Row): The share of the facets of long texts that have a song in the playlist."""
    covered = []
    for record in read_records(folder / "long.jsonl", half):
        found = {song["id"] for song in nlp(record["text"])._.songs[:SHOWN]}
        covered.append(float(np.mean([bool(found & set(facet["songs"])) for facet in record["facets"]])))
    return {"texts": len(covered), "facets covered": float(np.mean(covered))}


def evidence(nlp: Language, questions: Sequence[Question]) -> Row:
    """RETURNS (Row): How often the first line that is shown for a relevant song is one that a reader marked."""
    relevance = nlp.get_pipe("lyric_relevance")
    assert isinstance(relevance, LyricRelevance)
    right = []
    for question in questions:
        for song in relevance.rank(nlp(question.text)):
            if question.grades.get(song["id"]) == 2 and song["evidence"]:
                right.append(song["evidence"][0]["line"] in question.lines[song["id"]])
    return {"songs": len(right), "first line right": float(np.mean(right))}


def calibration(nlp: Language, questions: Sequence[Question], *, depth: int = 20) -> Row:
    """RETURNS (Row): The calibration error of the relevance of the first songs of each question, and where lists end."""
    told: list[float] = []
    true: list[bool] = []
    precise: list[float] = []
    lengths: dict[bool, list[int]] = {True: [], False: []}
    for question in questions:
        doc = nlp(question.text)
        for song, relevance in doc._.ranking[:depth]:
            told.append(relevance)
            true.append(question.grades.get(song, 0) > 0)
        songs = doc._.songs
        lengths[bool(question.grades)].append(len(songs))
        if question.grades and songs:
            precise.append(float(np.mean([question.grades.get(song["id"], 0) > 0 for song in songs])))
    return {
        "ECE": expected_calibration_error(told, true),
        "songs shown, answerable": float(np.mean(lengths[True])),
        "songs shown, unanswerable": float(np.mean(lengths[False])) if lengths[False] else None,
        "share relevant of those shown": float(np.mean(precise)),
    }


def versions(index: LyricIndex, path: Path, same_words: float) -> Row:
    """RETURNS (Row): How many of the declared versions are found by shared words, and how many others."""
    declared = {frozenset((record["id"], record["version_of"])) for record in srsly.read_jsonl(path)}
    shingles = {record["id"]: shingle(index, row) for row, record in enumerate(index.records)}
    found = {
        frozenset(pair)
        for pair in combinations(shingles, 2)
        if shared_words(shingles[pair[0]], shingles[pair[1]]) >= same_words
    }
    return {"declared": len(declared), "found": len(declared & found), "invented": len(found - declared)}


def answered(path: Path, half: str) -> list[Question]:
    """RETURNS (list[Question]): The prompts of one half, those that nothing answers among them."""
    return [question for question in read_questions(path) if question.half == half]
