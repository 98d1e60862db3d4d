"""What the classifier is measured against, and how it does on a batch that it never saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import spacy
import srsly
import typer
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import fix_random_seed, load_config, load_model_from_config, minibatch
from thinc.api import SGD
from wasabi import msg

from components.sentence_encoder import OnnxEncoder

from . import code  # noqa: F401 (registers the components)
from .cached_encoder import CachedEncoder
from .corpus import make_docs
from .measures import Matrix, classifier_measures
from .theme_texts import read_definitions, read_theme_texts

BOW = {"@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": False, "length": 65536, "ngram_size": 1, "no_output_layer": False}  # fmt: skip


# fmt: off
def main(
    themes: Path = typer.Argument(Path("assets/themes"), help="Folder with definitions.json and the examples"),
    corpus: Path = typer.Argument(Path("corpus"), help="Folder with train.spacy, dev.spacy and test.spacy"),
    output: Path = typer.Argument(Path("metrics/baselines.json"), help="Where the measures go"),
    config: Path = typer.Option(Path("configs/themes.cfg"), help="The classifier's config, for the left-out batches"),
    encoder: Path = typer.Option(Path("assets/encoder"), help="The encoder's folder"),
    epochs: int = typer.Option(12, help="Epochs of the bag of words"),
    batch_epochs: int = typer.Option(20, help="Epochs for each left-out batch"),
) -> None:
    # fmt: on
    """Measure TextCatBOW and zero-shot similarity on the test texts, and the classifier on batches left out in turn."""
    definitions = read_definitions(themes)
    labels = list(definitions)
    vocab = spacy.blank("en").vocab
    parts = {name: list(DocBin().from_disk(corpus / f"{name}.spacy").get_docs(vocab)) for name in ("train", "dev", "test")}
    truths = truths_of(parts["test"], labels)
    cached = CachedEncoder(OnnxEncoder(encoder))
    found = {
        "TextCatBOW.v3": classifier_measures(bag_of_words(parts["train"] + parts["dev"], parts["test"], labels, epochs), truths, labels),
        "zero-shot": classifier_measures(zero_shot(cached, parts["dev"], parts["test"], definitions), truths, labels),
    }
    for name, measures in found.items():
        msg.info(f"{name}: macro AUC {measures['macro_auc']:.3f}, macro F1 {measures['macro_f1']:.3f}, ECE {measures['ece']:.3f}")
    batches = leave_one_batch_out(config, cached, themes, labels, batch_epochs)
    output.parent.mkdir(parents=True, exist_ok=True)
    srsly.write_json(output, {"baselines": found, "leave_one_batch_out": batches})
    msg.good(f"{output}: 2 baselines, {len(batches)} batches")


def truths_of(docs: Sequence[Doc], labels: Sequence[str]) -> Matrix:
    """RETURNS (NDArray): The gold of Docs, shape (n_docs, n_labels), float64."""
    return np.asarray([[doc.cats[label] for label in labels] for doc in docs], dtype=np.float64)


def bag_of_words(train: Sequence[Doc], test: Sequence[Doc], labels: Sequence[str], epochs: int) -> Matrix:
    """RETURNS (NDArray): Probabilities by spaCy's bag of words, in lower case, shape (n_test, n_labels), float64."""
    nlp = spacy.blank("en")
    nlp.add_pipe("textcat_multilabel", config={"model": BOW})
    _train(nlp, [(nlp.make_doc(doc.text.lower()), doc.cats) for doc in train], epochs)
    return _predict(nlp, [doc.text.lower() for doc in test], labels)


def zero_shot(encoder: CachedEncoder, dev: Sequence[Doc], test: Sequence[Doc], definitions: dict[str, dict[str, str]]) -> Matrix:
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


def leave_one_batch_out(config: Path, encoder: CachedEncoder, themes: Path, labels: list[str], epochs: int) -> dict[str, dict[str, float]]:
    """Train on all batches but one and test on that one, for each in turn.

    config (Path): The classifier's config.
    encoder (CachedEncoder): What encodes.
    themes (Path): Folder of the examples.
    labels (list[str]): The themes.
    epochs (int): How long to train.
    RETURNS (dict[str, dict[str, float]]): `macro_auc`, `macro_f1` and `ece` by batch.
    """
    texts, _ = read_theme_texts(themes, labels)
    found = {}
    for batch in dict.fromkeys(text.batch for text in texts):
        nlp = load_model_from_config(load_config(config, interpolate=False), auto_fill=True)
        nlp.get_pipe("sentence_encoder").encoder = encoder  # type: ignore[attr-defined]
        docs = {rest: list(make_docs([t for t in texts if (t.batch != batch) == rest], labels).get_docs(nlp.vocab)) for rest in (True, False)}
        _train(nlp, [(doc, doc.cats) for doc in docs[True]], epochs, annotate=["sentence_encoder"])
        measures = classifier_measures(_predict(nlp, [doc.text for doc in docs[False]], labels), truths_of(docs[False], labels), labels)
        found[batch] = {name: measures[name] for name in ("macro_auc", "macro_f1", "ece")}
        msg.info(f"without {batch}: macro AUC {measures['macro_auc']:.3f}, macro F1 {measures['macro_f1']:.3f}")
    return found


def _train(nlp: Language, texts: list[tuple[Doc, dict[str, float]]], epochs: int, annotate: Sequence[str] = ()) -> None:
    fix_random_seed(0)
    examples = [Example.from_dict(nlp.make_doc(doc.text), {"cats": cats}) for doc, cats in texts]
    sgd: Callable = SGD(0.1, L2=0.04, L2_is_weight_decay=False, grad_clip=0.0, use_averages=True) if annotate else nlp.create_optimizer()
    nlp.initialize(lambda: examples, sgd=sgd)  # type: ignore[arg-type]
    generator = np.random.default_rng(0)
    for _ in range(epochs):
        generator.shuffle(examples)
        for batch in minibatch(examples, size=64):
            nlp.update(batch, sgd=sgd, annotates=annotate)  # type: ignore[arg-type]
    if averages := getattr(sgd, "averages", None):
        nlp.get_pipe("textcat_multilabel").model.use_params(averages).__enter__()  # type: ignore[attr-defined]


def _predict(nlp: Language, texts: Sequence[str], labels: Sequence[str]) -> Matrix:
    return np.asarray([[doc.cats[label] for label in labels] for doc in nlp.pipe(texts)], dtype=np.float64)


if __name__ == "__main__":
    typer.run(main)
