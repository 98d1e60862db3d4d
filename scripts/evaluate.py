"""Measure the pipeline: its themes on the test texts, its rankings on the questions, the readers' agreement."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import srsly
import typer
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Example

from components.errors import Errors, SynsongError

from . import code  # noqa: F401 (registers the components)
from .baselines import truths_of
from .console import msg
from .measures import classifier_measures, kappas
from .questions import read_questions


# fmt: off
def main(
    pipeline: Path = typer.Argument(Path("training/synsong"), help="The assembled pipeline"),
    test: Path = typer.Argument(Path("corpus/test.spacy"), help="The test texts"),
    output: Path = typer.Argument(Path("metrics/evaluation.json"), help="Where the measures go"),
    questions: Path = typer.Option(Path("assets/questions/themes.jsonl"), help="Prompts with graded songs"),
    labels: Path = typer.Option(Path("assets/labels"), help="What each reader labelled"),
    baselines: Path = typer.Option(Path("metrics/baselines.json"), help="The baselines, made by scripts.baselines"),
) -> None:
    # fmt: on
    """Print and write the measures of themes and rankings."""
    try:
        for path, command in ((pipeline / "config.cfg", "assemble"), (test, "corpus"), (baselines, "baselines")):
            if not path.is_file():
                raise SynsongError(Errors.S801.format(path=path, command=command))
        nlp = spacy.load(pipeline)
        themes = evaluate_themes(nlp, test)
        rankings = evaluate_rankings(nlp, questions)
        agreement = {name: agreement_of(labels / f"{name}.jsonl", list(themes["labels"])) for name in ("texts", "songs")}
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    known = srsly.read_json(baselines)
    print_themes(themes, known, agreement)
    print_rankings(rankings)
    measures = {**{name: value for name, value in themes.items() if name != "labels"}, **rankings}
    output.parent.mkdir(parents=True, exist_ok=True)
    srsly.write_json(output, {**measures, "labels": themes["labels"], "agreement": agreement, **known})
    msg.good(f"{output}: {len(measures)} measures")


def evaluate_themes(nlp: Language, path: Path) -> dict[str, Any]:
    """RETURNS (dict[str, Any]): The classifier's measures on the texts of a DocBin; see `classifier_measures`."""
    gold = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    labels = list(gold[0].cats)
    with nlp.select_pipes(enable=["sentence_encoder", "textcat_multilabel"]):
        docs = list(nlp.pipe([doc.text for doc in gold]))
    return classifier_measures(truths_of(docs, labels), truths_of(gold, labels), labels)


def evaluate_rankings(nlp: Language, path: Path) -> dict[str, float]:
    """RETURNS (dict[str, float]): What the registered scorer of `lyric_relevance` says on the questions."""
    examples = []
    for question in read_questions(path):
        gold = nlp.make_doc(question.text)
        gold._.relevant = question.grades
        examples.append(Example(nlp.make_doc(question.text), gold))
    scores = nlp.evaluate(examples)
    return {name: value for name, value in scores.items() if name.startswith("songs_") and isinstance(value, float)}


def agreement_of(path: Path, labels: Sequence[str]) -> dict[str, float]:
    """RETURNS (dict[str, float]): Cohen's kappa by label between the two readers. RAISES (SynsongError): Without a file."""
    if not path.is_file():
        raise SynsongError(Errors.S501.format(path=path))
    records = list(srsly.read_jsonl(path))
    return kappas([record["first"] for record in records], [record["second"] for record in records], labels)


def print_themes(themes: dict[str, Any], known: dict[str, Any], agreement: dict[str, dict[str, float]]) -> None:
    """Print the classifier's table, its rows by label, and how it does on batches that it never saw."""
    msg.divider("Themes")
    rows = [("Synsong", themes), *known["baselines"].items()]
    msg.table(
        [(name, *(f"{found[measure]:.3f}" for measure in ("macro_auc", "macro_f1", "ece"))) for name, found in rows],
        header=("on the test texts", "macro AUC", "macro F1", "ECE"),
        divider=True,
        aligns=("l", "r", "r", "r"),
    )
    left_out = known["leave_one_batch_out"]
    msg.table(
        [(name, f"{found['macro_auc']:.3f}", f"{found['macro_f1']:.3f}", f"{found['ece']:.3f}") for name, found in left_out.items()],
        header=("left out in training", "macro AUC", "macro F1", "ECE"),
        footer=("mean", *(f"{np.mean([found[name] for found in left_out.values()]):.3f}" for name in ("macro_auc", "macro_f1", "ece"))),
        divider=True,
        aligns=("l", "r", "r", "r"),
    )  # fmt: skip
    texts, songs = agreement["texts"], agreement["songs"]
    msg.table(
        [
            (label, row["texts"], "-" if row["auc"] is None else f"{row['auc']:.3f}", f"{row['f1']:.3f}", f"{row['ece']:.3f}", f"{texts[label]:.2f}", f"{songs[label]:.2f}")
            for label, row in themes["labels"].items()
        ],
        header=("label", "texts", "AUC", "F1", "ECE", "kappa texts", "kappa songs"),
        footer=("mean", "", f"{themes['macro_auc']:.3f}", f"{themes['macro_f1']:.3f}", f"{themes['ece']:.3f}", f"{np.mean(list(texts.values())):.2f}", f"{np.mean(list(songs.values())):.2f}"),
        divider=True,
        aligns=("l", "r", "r", "r", "r", "r", "r"),
    )  # fmt: skip


def print_rankings(rankings: dict[str, float]) -> None:
    """Print what the scorer of the component says."""
    msg.divider("Rankings")
    msg.table([(name, f"{value:.3f}") for name, value in rankings.items()], header=("measure", "value"), divider=True, aligns=("l", "r"))


if __name__ == "__main__":
    typer.run(main)
