"""Fit the weights of the signals and calibrate relevance, on the development half of each question set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
import typer
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from spacy.language import Language

from components.errors import SynsongError
from components.fusion import Background, features_of, passage_share
from components.lyric_index import LyricIndex
from components.query import make_query
from components.ranking_scorer import ndcg
from components.signals import SIGNALS, score_signals

from . import code  # noqa: F401 (registers the components)
from .assemble import relevance_of
from .benchmarks.sets import QuestionSet, fold_versions, ranking_sets, read_catalogue, read_hymns
from .console import msg

Matrix = NDArray[np.float64]
CALIBRATED = (
    "bm25",
    "window",
    "forms",
    "phrase",
    "song_vector",
    "stanza_vector",
    "window_vector",
    "clause_vector",
    "theme",
)


@dataclass(frozen=True)
class Case:
    """A question with its songs' features. share (float): Its share of a passage. features (NDArray): In standard
    deviations, shape (n_songs, n_signals). raw (NDArray): As they are, the same shape. grades (NDArray): (n_songs,)."""

    share: float
    features: Matrix
    raw: Matrix
    grades: NDArray[np.float64]


# fmt: off
def main(
    pipeline: Path = typer.Argument(Path("training/synsong"), help="The assembled pipeline"),
    catalogue: Path = typer.Option(Path("assets/catalogue"), help="The sample catalogue"),
    questions: Path = typer.Option(Path("assets/questions"), help="Folder of the questions"),
    hymns: Path = typer.Option(Path("assets/hymns"), help="Folder of the hymn benchmark"),
    config: Path = typer.Option(Path("configs/synsong.cfg"), help="The config whose weights are replaced"),
    regularisation: float = typer.Option(0.03, help="Inverse strength of the ridge penalty"),
    half: str = typer.Option("dev", help="The half to fit on"),
) -> None:
    # fmt: on
    """Fit the weights and write them into the config."""
    try:
        nlp = spacy.load(pipeline)
        songs = read_catalogue(catalogue)
        sets = [s.half(half) for s in fold_versions(ranking_sets(songs, questions, hymns), questions / "versions.jsonl")]
        indexes = {"catalogue": relevance_of(nlp).index, "hymns": index_of(nlp, hymns)}
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    cases = {each.name: make_cases(nlp, each, indexes[each.songs]) for each in sets}
    weights = fit_weights(cases, regularisation)
    weights = calibrate(weights, cases["themes"])
    for name, found in cases.items():
        msg.info(f"{name}: nDCG@10 {np.mean([score(weights, case) for case in found]):.3f} over {len(found)} questions")
    write_weights(config, weights)
    msg.good(f"{config}: {sum(map(len, weights.values()))} weights")


def index_of(nlp: Language, hymns: Path) -> LyricIndex:
    """RETURNS (LyricIndex): An index of the hymns, analysed as songs are."""
    from components.analysis import analyse_songs

    index = LyricIndex()
    index.add(list(analyse_songs(nlp, read_hymns(hymns), pipes=relevance_of(nlp).lyric_pipes)))
    return index


def make_cases(nlp: Language, questions: QuestionSet, index: LyricIndex) -> list[Case]:
    """RETURNS (list[Case]): The features of every song for every question of a set."""
    cases = []
    ids = [record["id"] for record in index.records]
    with nlp.select_pipes(disable=["lyric_relevance"]):
        docs = nlp.pipe([question.text for question in questions.questions])
        for question, doc in zip(questions.questions, docs, strict=True):
            query = make_query(doc)
            raw = score_signals(index, query, index.all_rows)
            features = features_of(raw, Background.of(raw))
            grades = np.asarray([question.grades.get(song, 0.0) for song in ids])
            scaled, plain = (
                np.stack([features[f"{prefix}{name}"] for name in SIGNALS], axis=1).astype(np.float64)
                for prefix in ("", "raw_")
            )
            cases.append(Case(passage_share(query), scaled, plain, grades))
    return cases


def fit_weights(cases: dict[str, list[Case]], regularisation: float) -> dict[str, dict[str, float]]:
    """Fit one logistic regression to all sets, each set counting the same: weights of a topic and of a passage.

    cases (dict[str, list[Case]]): The questions by set.
    regularisation (float): Inverse strength of the ridge penalty.
    RETURNS (dict[str, dict[str, float]]): The weights of `topic` and `passage` by signal.
    """
    rows, truths, counts = [], [], []
    for found in cases.values():
        for case in found:
            rows.append(np.hstack([case.features * (1 - case.share), case.features * case.share]))
            truths.append(case.grades > 0)
            counts.append(np.full(len(case.grades), 1.0 / len(found) / max((case.grades > 0).sum(), 1) ** 0.5))
    weight = np.concatenate(counts)
    model = LogisticRegression(C=regularisation, max_iter=500)
    model.fit(np.vstack(rows), np.concatenate(truths), sample_weight=weight / weight.mean())
    n = len(SIGNALS)
    return {
        "topic": dict(zip(SIGNALS, model.coef_[0, :n].tolist(), strict=True)),
        "passage": dict(zip(SIGNALS, model.coef_[0, n:].tolist(), strict=True)),
    }


def calibrate(weights: dict[str, dict[str, float]], cases: list[Case]) -> dict[str, dict[str, float]]:
    """Turn sums into log-odds of relevance: scale them, and let the plain heights of signals move all songs of a query.

    weights (dict[str, dict[str, float]]): The weights by signal.
    cases (list[Case]): Questions whose every relevant song is known.
    RETURNS (dict[str, dict[str, float]]): The scaled weights with `bias` and `raw_` weights.
    """
    rows = np.vstack([_calibration_rows(weights, case) for case in cases])
    truths = np.concatenate([case.grades > 0 for case in cases])
    model = LogisticRegression(C=1.0, max_iter=500).fit(rows, truths)
    scale, *raw = model.coef_[0].tolist()
    shared = {"bias": float(model.intercept_[0]), **{f"raw_{name}": value for name, value in zip(CALIBRATED, raw, strict=True)}}
    return {kind: {**shared, **{name: value * scale for name, value in table.items()}} for kind, table in weights.items()}


def _calibration_rows(weights: dict[str, dict[str, float]], case: Case) -> Matrix:
    """RETURNS (NDArray): The score of each song, and of each plain signal the mean of the query's five highest."""
    totals = totals_of(weights, case)
    picked = [case.raw[:, SIGNALS.index(name)] for name in CALIBRATED]
    return np.stack([totals, *picked], axis=1)


def totals_of(weights: dict[str, dict[str, float]], case: Case) -> Matrix:
    """RETURNS (NDArray): The weighted sum of each song's signals, shape (n_songs,), float64."""
    mixed = np.asarray([(1 - case.share) * weights["topic"][s] + case.share * weights["passage"][s] for s in SIGNALS])
    raw = np.asarray([weights["topic"].get(f"raw_{s}", 0.0) for s in SIGNALS])
    return case.features @ mixed + case.raw @ raw


def score(weights: dict[str, dict[str, float]], case: Case) -> float:
    """RETURNS (float): nDCG@10 of a question."""
    order = np.argsort(-totals_of(weights, case), kind="stable")
    return ndcg(case.grades[order].tolist(), case.grades.tolist(), 10)


def write_weights(config: Path, weights: dict[str, dict[str, float]]) -> None:
    """Replace the weights in a config.

    config (Path): The file, which has a section `[components.lyric_relevance.weights]`; the sections below it are replaced.
    weights (dict[str, dict[str, float]]): The weights.
    """
    name = "[components.lyric_relevance.weights"
    kept = [block for block in config.read_text(encoding="utf8").split("\n\n") if not block.startswith(f"{name}.")]
    place = kept.index(f"{name}]")
    tables = [
        f"{name}.{kind}]\n" + "\n".join(f"{signal} = {value:.4f}" for signal, value in table.items())
        for kind, table in weights.items()
    ]
    config.write_text("\n\n".join([*kept[: place + 1], *tables, *kept[place + 1 :]]), encoding="utf8")


if __name__ == "__main__":
    typer.run(main)
