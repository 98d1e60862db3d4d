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
from components.fusion import Background, passage_share, quote_share, standardise
from components.lyric_index import LyricIndex
from components.query import make_query
from components.ranking_scorer import ndcg
from components.signals import SIGNALS, score_signals

from . import code  # noqa: F401 (registers the components)
from .assemble import relevance_of
from .benchmarks.sets import QuestionSet, fold_versions, ranking_sets, read_catalogue, read_hymns
from .console import msg
from .questions import read_questions

Matrix = NDArray[np.float64]
KINDS = ("topic", "passage", "quote")
SET_WEIGHTS = {"themes": 5.0, "quotes, exact": 0.3, "quotes, misquoted": 0.5}  # what people ask most; quotes are easy
CALIBRATED = ("bm25", "phrase", "song_vector", "window_vector")


@dataclass(frozen=True)
class Case:
    """A question with its songs' features.

    shares (dict[str, float]): How much of each kind of prompt it is.
    features (NDArray): The signals in standard deviations, shape (n_songs, n_signals), float64.
    top (NDArray): How high the signals of `CALIBRATED` get, shape (n_calibrated,), float64.
    grades (NDArray): The grade of each song, shape (n_songs,), float64.
    """

    shares: dict[str, float]
    features: Matrix
    top: Matrix
    grades: NDArray[np.float64]


# fmt: off
def main(
    pipeline: Path = typer.Argument(Path("training/synsong"), help="The assembled pipeline"),
    catalogue: Path = typer.Option(Path("assets/catalogue"), help="The sample catalogue"),
    questions: Path = typer.Option(Path("assets/questions"), help="Folder of the questions"),
    hymns: Path = typer.Option(Path("assets/hymns"), help="Folder of the hymn benchmark"),
    config: Path = typer.Option(Path("configs/synsong.cfg"), help="The config whose weights are replaced"),
    regularisation: float = typer.Option(0.1, help="Inverse strength of the ridge penalty"),
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
    asked = [question for question in read_questions(questions / "themes.jsonl") if question.half == half]
    weights = calibrate(weights, make_cases(nlp, QuestionSet("themes, unanswered ones too", asked), indexes["catalogue"]))
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
            background = Background.of(raw)
            scaled = standardise(raw, background)
            grades = np.asarray([question.grades.get(song, 0.0) for song in ids])
            features = np.stack([scaled[name] for name in SIGNALS], axis=1).astype(np.float64)
            top = np.asarray([background.top[name] for name in CALIBRATED])
            quote = quote_share(background.phrase)
            passage = passage_share(query)
            shares = {"topic": (1 - passage) * (1 - quote), "passage": passage * (1 - quote), "quote": quote}
            cases.append(Case(shares, features, top, grades))
    return cases


def fit_weights(cases: dict[str, list[Case]], regularisation: float) -> dict[str, dict[str, float]]:
    """Fit one logistic regression to all sets, each set counting the same: weights of a topic, a passage and a quote.

    cases (dict[str, list[Case]]): The questions by set.
    regularisation (float): Inverse strength of the ridge penalty.
    RETURNS (dict[str, dict[str, float]]): The weights of `topic`, `passage` and `quote` by signal.
    """
    rows, truths, counts = [], [], []
    for name, found in cases.items():
        for case in found:
            rows.append(np.hstack([case.features * case.shares[kind] for kind in KINDS]))
            truths.append(case.grades > 0)
            counts.append(np.full(len(case.grades), SET_WEIGHTS.get(name, 1.0) / len(found) / max((case.grades > 0).sum(), 1) ** 0.5))
    weight = np.concatenate(counts)
    model = LogisticRegression(C=regularisation, max_iter=500)
    model.fit(np.vstack(rows), np.concatenate(truths), sample_weight=weight / weight.mean())
    tables = model.coef_[0].reshape(len(KINDS), len(SIGNALS)).tolist()
    return {kind: dict(zip(SIGNALS, table, strict=True)) for kind, table in zip(KINDS, tables, strict=True)}


def calibrate(weights: dict[str, dict[str, float]], cases: list[Case]) -> dict[str, dict[str, float]]:
    """Turn sums into log-odds of relevance: scale them, and let all songs of a prompt
    rise and fall with how well the library answers it.

    weights (dict[str, dict[str, float]]): The weights by signal.
    cases (list[Case]): Questions whose every relevant song is known, also those that have none.
    RETURNS (dict[str, dict[str, float]]): The scaled weights with `bias` and `top_` weights.
    """
    rows = np.vstack([_calibration_rows(weights, case) for case in cases])
    truths = np.concatenate([case.grades > 0 for case in cases])
    model = LogisticRegression(C=1.0, max_iter=500).fit(rows, truths)
    scale, *tops = model.coef_[0].tolist()
    shared = {"bias": float(model.intercept_[0]), **{f"top_{name}": value for name, value in zip(CALIBRATED, tops, strict=True)}}
    return {kind: {**shared, **{name: value * scale for name, value in table.items()}} for kind, table in weights.items()}


def _calibration_rows(weights: dict[str, dict[str, float]], case: Case) -> Matrix:
    """RETURNS (NDArray): The total of each song, and beside each how high signals get, shape (n_songs, 1 + n_calibrated)."""
    totals = totals_of(weights, case)
    return np.column_stack([totals, np.tile(case.top, (len(totals), 1))])


def totals_of(weights: dict[str, dict[str, float]], case: Case) -> Matrix:
    """RETURNS (NDArray): The weighted sum of each song's signals, shape (n_songs,), float64."""
    mixed = np.asarray([sum(case.shares[kind] * weights[kind][s] for kind in KINDS) for s in SIGNALS])
    return np.asarray(case.features @ mixed)


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
