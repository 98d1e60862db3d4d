"""Compare Synsong with other systems, and measure its speed."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import srsly
import typer
from spacy.language import Language

from components.errors import SynsongError
from components.lyric_index import LyricIndex
from components.lyric_relevance import LyricRelevance
from components.song import Song

from . import code  # noqa: F401 (registers the components)
from .assemble import relevance_of
from .benchmarks import checks, speed, titles
from .benchmarks.peers import Peer, make_peers
from .benchmarks.ranking import Result, Run, best_peer, measure, paired_p, table
from .benchmarks.sets import QuestionSet, fold_versions, ranking_sets, read_catalogue, read_hymns
from .console import msg
from .fit import index_of

OURS = "Synsong"


# fmt: off
def main(
    pipeline: Path = typer.Argument(Path("training/synsong"), help="The assembled pipeline"),
    relevance: bool = typer.Option(False, "--relevance", help="Compare rankings, set by set"),
    speed_too: bool = typer.Option(False, "--speed", help="Measure the speed on this machine"),
    catalogue: Path = typer.Option(Path("assets/catalogue"), help="The sample catalogue, of whose songs the questions are asked"),
    questions: Path = typer.Option(Path("assets/questions"), help="Folder of the questions"),
    hymns: Path = typer.Option(Path("assets/hymns"), help="Folder of the hymn benchmark; left out if it is not there"),
    half: str = typer.Option("report", help="Which half of each set: report or dev"),
    output: Path = typer.Option(Path("metrics"), help="Folder for benchmark.json and benchmark.md"),
) -> None:
    # fmt: on
    """Measure relevance and speed, and write tables."""
    if not relevance and not speed_too:
        msg.fail("Nothing to measure.", "Say --relevance, --speed, or both.", exits=1)
    found: dict[str, Any] = {}
    parts: list[str] = []
    try:
        songs = read_catalogue(catalogue)
        if relevance:
            results, rows = compare(pipeline, songs, questions, hymns if hymns.is_dir() else None, half)
            found |= {"rankings": [{k: v for k, v in asdict(r).items() if k != "values"} for group in results for r in group], "checks": rows}
            parts += [*(table(group) for group in results), checks_table(rows)]
            if not hymns.is_dir():
                msg.warn(f"There is no {hymns}, so the hymns are left out. Give their folder with --hymns.")
        if speed_too:
            prompts = [q.text for q in checks.answered(questions / "themes.jsonl", "dev")]
            found["speed"] = speed.measure(pipeline, songs, prompts)
            parts.append("| speed | |\n|---|---:|\n" + "\n".join(f"| {name} | {value:.1f} |" for name, value in found["speed"].items()))
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    output.mkdir(parents=True, exist_ok=True)
    srsly.write_json(output / "benchmark.json", found)
    text = "\n\n".join(parts) + "\n"
    (output / "benchmark.md").write_text(text, encoding="utf8")
    print(text)
    msg.good(f"{output / 'benchmark.json'} and {output / 'benchmark.md'}")


def compare(
    pipeline: Path, songs: list[Song], questions: Path, hymns: Path | None, half: str
) -> tuple[list[list[Result]], dict[str, dict[str, Any]]]:
    """Run Synsong and its peers on every set.

    pipeline (Path), songs (list[Song]), questions (Path), hymns (Path | None): What is measured, and on what.
    half (str): Which half of each set.
    RETURNS (tuple[list[list[Result]], dict[str, dict[str, Any]]]): The results by set, Synsong last, and the checks.
    """
    nlp = spacy.load(pipeline)
    component = relevance_of(nlp)
    sets = [each.half(half) for each in fold_versions(ranking_sets(songs, questions, hymns), questions / "versions.jsonl")]
    own = component.index
    ordered = {song.id: song for song in songs}
    worlds = {"catalogue": (own, [ordered[record["id"]] for record in own.records])}
    if hymns:
        worlds["hymns"] = (index_of(nlp, hymns), read_hymns(hymns))
    encoder = nlp.get_pipe("sentence_encoder").encoder  # type: ignore[attr-defined]
    peers = {name: make_peers(nlp, encoder, world[1]) for name, world in worlds.items()}
    results = []
    for each in sets:
        component.index = worlds[each.songs][0]
        results.append(_results(nlp, component, each, peers[each.songs]))
    component.index = own
    return results, _checks(nlp, own, peers["catalogue"], questions, half)


def _results(nlp: Language, component: LyricRelevance, questions: QuestionSet, peers: dict[str, Peer]) -> list[Result]:
    ids = [str(record["id"]) for record in component.index.records]
    found = [measure(name, questions, {q.id: _top(ids, peer(q.text)) for q in questions.questions}) for name, peer in peers.items()]
    run: Run = {
        q.id: {song: relevance - place * 1e-9 for place, (song, relevance) in enumerate(doc._.ranking)}
        for q, doc in zip(questions.questions, nlp.pipe([q.text for q in questions.questions]), strict=True)
    }
    ours = measure(OURS, questions, run)
    return [*found, replace(ours, p=paired_p(ours.values, best_peer(found, OURS).values))]


def _top(ids: list[str], scores: Any, n: int = 100) -> dict[str, float]:
    order = np.argsort(-scores, kind="stable")[:n]
    return {ids[row]: float(scores[row]) - place * 1e-9 for place, row in enumerate(order)}


def _checks(nlp: Language, index: LyricIndex, peers: dict[str, Peer], folder: Path, half: str) -> dict[str, dict[str, Any]]:
    component = relevance_of(nlp)
    asked = checks.answered(folder / "themes.jsonl", half)
    themes = {r["id"]: r["labels"] for r in srsly.read_jsonl(folder.parent / "labels" / "songs.jsonl")}
    named = [row for row in titles.run(nlp, folder / "titles.jsonl") if row.half == half]
    return {
        "negation": checks.negation(nlp, index, peers, folder, themes, half),
        "negated quotes": checks.quotes_left_alone(nlp, folder, half),
        "constraints": checks.constraints(nlp, folder, half),
        "long texts": checks.long_texts(nlp, folder, half),
        "evidence": checks.evidence(nlp, [question for question in asked if question.grades]),
        "calibration": checks.calibration(nlp, asked),
        "versions": checks.versions(index, folder / "versions.jsonl", component.same_words),
        "titles": {"prompts": len(named), "acceptable": float(np.mean([row.acceptable for row in named]))},
    }


def checks_table(rows: dict[str, dict[str, Any]]) -> str:
    """RETURNS (str): The checks as a Markdown table."""
    lines = ["| check | measure | value |", "|---|---|---:|"]
    for name, row in rows.items():
        for key, value in row.items():
            for label, number in ((f"{key}, {k}", v) for k, v in value.items()) if isinstance(value, dict) else ((key, value),):
                shown = "-" if number is None else f"{number:.3f}" if isinstance(number, float) else str(number)
                lines.append(f"| {name} | {label} | {shown} |")
    return "\n".join(lines)


if __name__ == "__main__":
    typer.run(main)
