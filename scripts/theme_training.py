"""Training of the classifier's model alone: what `spacy train` does with the same config, without its evaluations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.tokens import Doc
from spacy.util import fix_random_seed, load_config
from thinc.api import Model, Optimizer

from . import code  # noqa: F401 (registers the architecture)
from .cached_encoder import CachedEncoder
from .measures import Matrix
from .theme_texts import ThemeText


@dataclass(frozen=True)
class Training:
    """What a config says of training.

    model (dict): The block of the architecture.
    optimizer (dict): The block of the optimizer.
    epochs (int): How often the texts are gone through.
    batch_size (int): Texts of an update.
    seed (int): Where chance begins.
    """

    model: dict[str, Any]
    optimizer: dict[str, Any]
    epochs: int
    batch_size: int
    seed: int


def read_training(path: Path) -> Training:
    """RETURNS (Training): What a config for `spacy train` says."""
    config = load_config(path, interpolate=True)
    settings = config["training"]
    return Training(
        dict(config["components"]["textcat_multilabel"]["model"]),
        dict(settings["optimizer"]),
        settings["max_epochs"],
        settings["batcher"]["size"],
        settings["seed"],
    )


def encoded_docs(encoder: CachedEncoder, texts: Sequence[ThemeText]) -> list[Doc]:
    """RETURNS (list[Doc]): A Doc for each text, with the tensor that `sentence_encoder` would set."""
    nlp = spacy.blank("en")
    vectors = encoder.encode([text.text for text in texts])
    docs = [nlp.make_doc(text.text) for text in texts]
    for doc, vector in zip(docs, vectors, strict=True):
        doc.tensor = np.broadcast_to(vector, (len(doc), len(vector)))
    return docs


def truths_of_texts(texts: Sequence[ThemeText], labels: Sequence[str]) -> Matrix:
    """RETURNS (NDArray): 1 or 0, shape (n_texts, n_labels), float64."""
    return np.asarray([[label in text.labels for label in labels] for text in texts], dtype=np.float64)


def train_model(training: Training, docs: Sequence[Doc], truths: Matrix) -> Model:
    """Train the classifier's model.

    training (Training): The settings.
    docs (Sequence[Doc]): The texts, encoded.
    truths (NDArray): 1 or 0, shape (n_docs, n_labels), float64.
    RETURNS (Model): The model, with the averages of its weights where the optimizer keeps them.
    """
    fix_random_seed(training.seed)
    made = spacy.registry.resolve({"model": training.model, "optimizer": training.optimizer})
    model: Model = made["model"]
    optimizer: Optimizer = made["optimizer"]
    gold = truths.astype("float32")
    model.initialize(list(docs[:10]), gold[:10])
    generator = np.random.default_rng(training.seed)
    for _ in range(training.epochs):
        order = generator.permutation(len(docs))
        for start in range(0, len(order), training.batch_size):
            batch = order[start : start + training.batch_size]
            scores, backprop = model([docs[i] for i in batch], is_train=True)
            backprop(scores - gold[batch])
            model.finish_update(optimizer)
    if optimizer.averages:
        model.use_params(optimizer.averages).__enter__()
    return model


def predict(model: Model, docs: Sequence[Doc], *, batch_size: int = 256) -> Matrix:
    """RETURNS (NDArray): Probabilities, shape (n_docs, n_labels), float64."""
    parts = [model.predict(list(docs[start : start + batch_size])) for start in range(0, len(docs), batch_size)]
    return np.concatenate(parts).astype(np.float64)
