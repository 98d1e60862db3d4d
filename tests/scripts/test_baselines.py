"""The baselines get their best, and a left-out batch is truly left out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from scripts.baselines import bag_of_words, leave_one_batch_out, truths_of, zero_shot
from scripts.cached_encoder import CachedEncoder
from scripts.measures import classifier_measures
from scripts.pooling import POOLS
from scripts.theme_training import read_training

CONFIG = Path("configs/themes.cfg")
LABELS = ["sea", "bread"]
WORDS = {"sea": ["harbour", "anchor", "tide", "gull"], "bread": ["oven", "flour", "crust", "yeast"]}
DEFINITIONS = {label: {"is": f"{label} things.", "is_not": "Others.", "words": [label]} for label in LABELS}


class WordEncoder:
    """Counts the words of each theme; the first of its 384 numbers is for the sea, the second for bread."""

    dim = 384

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts):
        self.seen.extend(texts)
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for place, label in enumerate(LABELS):
                row[place] = sum(word in text.lower() for word in [label, *WORDS[label]])
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)

    def truncates(self, text):
        return False

    def to_bytes(self):
        return b""

    def from_bytes(self, data):
        return self


def texts_of(count: int, *, label: str) -> list[str]:
    return [f"The {WORDS[label][i % 4].upper()} was number {i} and {WORDS[label][(i + 1) % 4]}" for i in range(count)]


def docs_of(count: int) -> list[Doc]:
    nlp = spacy.blank("en")
    docs = []
    for label in LABELS:
        for text in texts_of(count, label=label):
            doc = nlp.make_doc(text)
            doc.cats = {name: float(name == label) for name in LABELS}
            docs.append(doc)
    return docs


def test_bag_of_words_learns_words_that_tell_in_any_case():
    parts = {"train": docs_of(40), "dev": docs_of(8), "test": docs_of(8)}
    scores = bag_of_words(parts, LABELS)
    assert classifier_measures(scores, truths_of(parts["test"], LABELS), LABELS)["macro_auc"] > 0.95


def test_zero_shot_scores_by_the_definition_and_is_fitted_on_dev_only():
    dev, test = docs_of(6), docs_of(4)
    scores = zero_shot(CachedEncoder(WordEncoder()), dev, test, DEFINITIONS)
    assert ((scores > 0.5) == (truths_of(test, LABELS) > 0.5)).all()


@pytest.fixture
def themes(tmp_path):
    (tmp_path / "definitions.json").write_text(json.dumps(DEFINITIONS), encoding="utf8")
    for batch in ("one", "two", "three"):
        records = [
            {"text": f"{batch}: {text}", "labels": [label], "kind": "remark"} for label in LABELS for text in texts_of(16, label=label)
        ]  # fmt: skip
        (tmp_path / f"{batch}.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf8")
    return tmp_path


def test_each_batch_is_left_out_once_and_measured(themes):
    found = leave_one_batch_out(CONFIG, CachedEncoder(WordEncoder()), themes)
    assert set(found) == {"one", "two", "three"}
    assert all(measures["macro_auc"] > 0.95 for measures in found.values())


def test_batch_with_labels_of_its_own_is_not_learnt_from_itself(themes):
    path = themes / "two.jsonl"
    records = [json.loads(line) for line in path.read_text().splitlines()]
    for record in records:
        record["labels"] = ["bread" if record["labels"] == ["sea"] else "sea"]
    path.write_text("\n".join(map(json.dumps, records)))
    found = leave_one_batch_out(CONFIG, CachedEncoder(WordEncoder()), themes)
    assert found["two"]["macro_auc"] < 0.2


def test_encoder_is_asked_for_each_text_once():
    encoder = WordEncoder()
    cached = CachedEncoder(encoder)
    rows = cached.encode(["tide", "oven", "tide"])
    cached.encode(["oven", "tide"])
    assert encoder.seen == ["tide", "oven"]
    assert rows.shape == (3, 384)
    assert cached.encode([]).shape == (0, 384)


def test_left_out_batches_are_trained_as_the_config_says():
    training = read_training(CONFIG)
    assert training.optimizer["@optimizers"] == "SGD.v1"
    assert training.model["@architectures"] == "synsong.TextCatVectors.v1"
    assert min(training.epochs, training.batch_size) > 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [("max", 0.9), ("mean of top 2", 0.7), ("mean of top 3", 0.5), ("mean", 0.5), ("noisy-or", 1 - 0.1 * 0.5 * 0.9)],
)
def test_pools_by_hand(name, expected):
    assert POOLS[name](np.asarray([[0.5], [0.1], [0.9]])) == pytest.approx([expected])


def test_mean_of_log_odds_keeps_the_order_and_hears_every_stanza():
    pool = POOLS["mean of log-odds"]
    assert pool(np.asarray([[0.4, 0.4], [0.4, 0.1]])).tolist() == sorted(
        pool(np.asarray([[0.4, 0.4], [0.4, 0.1]])).tolist(), reverse=True
    )
    assert np.isfinite(pool(np.asarray([[0.0, 1.0]]))).all()
