"""What the classifier is measured against, and how it does on a batch that it never saw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import srsly
import typer
from spacy.tokens import Doc, DocBin
from spacy.util import fix_random_seed
from thinc.api import Adam, Model

from components.errors import Errors, SynsongError
from components.sentence_encoder import OnnxEncoder

from .cached_encoder import CachedEncoder
from .console import msg
from .measures import Matrix, classifier_measures
from .theme_texts import definition_texts, read_definitions, read_theme_texts
from .theme_training import encoded_docs, predict, read_training, train_model, truths_of_texts

BOW: dict[str, Any] = {
    "architecture": {"@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": False, "length": 16384, "ngram_size": 1, "no_output_layer": False, "nO": None},
    "learn_rates": (0.01, 0.03),
    "epochs": 8,
}  # fmt: skip


# fmt: off
def main(
    themes: Path = typer.Argument(Path("assets/themes"), help="Folder with definitions.json and the examples"),
    corpus: Path = typer.Argument(Path("corpus"), help="Folder with train.spacy, dev.spacy and test.spacy"),
    output: Path = typer.Argument(Path("metrics/baselines.json"), help="Where the measures go"),
    config: Path = typer.Option(Path("configs/themes.cfg"), help="The classifier's config, for the left-out batches"),
    encoder: Path = typer.Option(Path("assets/encoder"), help="The encoder's folder"),
) -> None:
    # fmt: on
    """Measure TextCatBOW and zero-shot similarity on the test texts, and the classifier on batches left out in turn."""
    try:
        for name in ("train", "dev", "test"):
            if not (corpus / f"{name}.spacy").is_file():
                raise SynsongError(Errors.S801.format(path=corpus / f"{name}.spacy", command="corpus"))
        cached = CachedEncoder(OnnxEncoder(encoder))
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    definitions = read_definitions(themes)
    labels = list(definitions)
    vocab = spacy.blank("en").vocab
    parts = {name: list(DocBin().from_disk(corpus / f"{name}.spacy").get_docs(vocab)) for name in ("train", "dev", "test")}
    truths = truths_of(parts["test"], labels)
    found = {
        "TextCatBOW.v3": classifier_measures(bag_of_words(parts, labels), truths, labels),
        "zero-shot": classifier_measures(zero_shot(cached, parts["dev"], parts["test"], definitions), truths, labels),
    }
    for name, measures in found.items():
        msg.info(f"{name}: macro AUC {measures['macro_auc']:.3f}, macro F1 {measures['macro_f1']:.3f}, ECE {measures['ece']:.3f}")
    batches = leave_one_batch_out(config, cached, themes)
    output.parent.mkdir(parents=True, exist_ok=True)
    srsly.write_json(output, {"baselines": found, "leave_one_batch_out": batches})
    msg.good(f"{output}: 2 baselines, {len(batches)} batches")


def truths_of(docs: Sequence[Doc], labels: Sequence[str]) -> Matrix:
    """RETURNS (NDArray): The gold of Docs, shape (n_docs, n_labels), float64."""
    return np.asarray([[doc.cats[label] for label in labels] for doc in docs], dtype=np.float64)


def bag_of_words(parts: dict[str, list[Doc]], labels: Sequence[str]) -> Matrix:
    """Train spaCy's bag of words, in lower case, at the learning rate and for the epochs that do best on `dev`.

    parts (dict[str, list[Doc]]): The texts of `train`, `dev` and `test`.
    labels (Sequence[str]): The labels.
    RETURNS (NDArray): Probabilities, shape (n_test, n_labels), float64.
    """
    nlp = spacy.blank("en")
    docs = {name: [nlp.make_doc(doc.text.lower()) for doc in part] for name, part in parts.items()}
    truths = {name: truths_of(part, labels) for name, part in parts.items()}
    best, scores = -1.0, np.zeros(0)
    for learn_rate in BOW["learn_rates"]:
        for model in _epochs_of(docs["train"], truths["train"].astype("float32"), learn_rate):
            found = classifier_measures(predict(model, docs["dev"]), truths["dev"], labels)["macro_auc"]
            if found > best:
                best, scores = found, predict(model, docs["test"])
    return scores


def _epochs_of(docs: list[Doc], gold: Any, learn_rate: float) -> Iterator[Model]:
    """YIELDS (Model): The bag of words after each epoch."""
    fix_random_seed(0)
    model: Model = spacy.registry.resolve({"model": BOW["architecture"]})["model"]
    model.initialize(docs[:10], gold[:10])
    optimizer = Adam(learn_rate)
    generator = np.random.default_rng(0)
    for _ in range(BOW["epochs"]):
        order = generator.permutation(len(docs))
        for batch in (order[start : start + 64] for start in range(0, len(order), 64)):
            scores, backprop = model([docs[i] for i in batch], is_train=True)
            backprop(scores - gold[batch])
            model.finish_update(optimizer)
        yield model


def zero_shot(encoder: CachedEncoder, dev: Sequence[Doc], test: Sequence[Doc], definitions: dict[str, dict[str, Any]]) -> Matrix:
    """Score by the cosine to each theme's name and definition, made a probability on the development texts (Platt).

    encoder (CachedEncoder): What encodes.
    dev, test (Sequence[Doc]): The texts.
    definitions (dict[str, dict[str, str]]): The themes.
    RETURNS (NDArray): Probabilities, shape (n_test, n_labels), float64.
    """
    from sklearn.linear_model import LogisticRegression

    anchors = encoder.encode([f"{label}: {definition['is']}" for label, definition in definitions.items()])
    cosines = {name: encoder.encode([doc.text for doc in docs]) @ anchors.T for name, docs in (("dev", dev), ("test", test))}
    platt = LogisticRegression().fit(cosines["dev"].reshape(-1, 1), truths_of(dev, list(definitions)).ravel())
    return np.asarray(platt.predict_proba(cosines["test"].reshape(-1, 1))[:, 1].reshape(cosines["test"].shape))


def leave_one_batch_out(config: Path, encoder: CachedEncoder, themes: Path) -> dict[str, dict[str, float]]:
    """Train on all batches but one and test on that one, for each in turn.

    config (Path): The classifier's config.
    encoder (CachedEncoder): What encodes.
    themes (Path): Folder of the examples.
    RETURNS (dict[str, dict[str, float]]): `macro_auc`, `macro_f1` and `ece` by batch.
    """
    definitions = read_definitions(themes)
    labels = list(definitions)
    texts = [*read_theme_texts(themes, labels)[0], *definition_texts(definitions)]
    docs, truths = encoded_docs(encoder, texts), truths_of_texts(texts, labels)
    found = {}
    for batch in dict.fromkeys(text.batch for text in texts if text.kind != "definition"):
        out = np.asarray([text.batch == batch for text in texts])
        kept = [doc for doc, left_out in zip(docs, out, strict=True) if not left_out]
        model = train_model(read_training(config), kept, truths[~out])
        tested = [doc for doc, left_out in zip(docs, out, strict=True) if left_out]
        measures = classifier_measures(predict(model, tested), truths[out], labels)
        found[batch] = {name: measures[name] for name in ("macro_auc", "macro_f1", "ece")}
        msg.info(f"without {batch}: macro AUC {measures['macro_auc']:.3f}, macro F1 {measures['macro_f1']:.3f}")
    return found


if __name__ == "__main__":
    typer.run(main)
