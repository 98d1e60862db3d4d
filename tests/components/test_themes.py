"""The classifier's architecture: what it reads, what it learns, what it survives."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from thinc.api import SGD

from components.errors import SynsongError
from components.themes import build_textcat_vectors, cross_entropy_logistic, doc_terms

WIDTH = 8
NLP = spacy.blank("en")
TEXTS = [
    "the soldiers marched to battle",
    "we danced until the band went home",
    "snow on the silent mountain",
    "rent is due and the purse is empty",
    "my sister calls our mother",
]


def doc_of(text: str, vector: np.ndarray | None = None) -> Doc:
    doc = NLP.make_doc(text)
    doc.tensor = np.broadcast_to(np.zeros(WIDTH, dtype="f") if vector is None else vector, (len(doc), WIDTH))
    return doc


def model_of(*, labels: int = 5, trained: bool = False, vectors: bool = True, **settings):
    docs = [doc_of(text, np.eye(WIDTH, dtype="f")[i] if vectors else None) for i, text in enumerate(TEXTS)]
    truths = np.eye(5, labels, dtype="f")
    model = build_textcat_vectors(width=WIDTH, **{"rows": 512, **settings})
    model.initialize(docs, truths)
    optimizer = SGD(0.5)
    for _ in range(60 if trained else 0):
        scores, backprop = model(docs, is_train=True)
        backprop(scores - truths)
        model.finish_update(optimizer)
    return model, docs, truths


@pytest.mark.parametrize(
    "settings",
    [{"rows": 0}, {"rows": 512, "vectors": False}, {"rows": 512}, {"rows": 512, "hidden_width": 8}],
    ids=["vectors alone", "words alone", "vectors and words", "a hidden layer"],
)
def test_learns_five_texts_by_heart(settings):
    model, docs, truths = model_of(trained=True, **settings)
    assert ((model.predict(docs) > 0.5) == (truths > 0.5)).all()


def test_letter_case_of_words_does_not_matter():
    model, _, _ = model_of(trained=True, vectors=False)
    scores = model.predict([doc_of(text) for text in ("Soldiers MARCHED to Battle", "soldiers marched to battle")])
    assert scores[0].tolist() == scores[1].tolist()
    assert scores[0, 0] > scores[0, 1:].max()


def test_words_of_one_stem_are_one():
    model, _, _ = model_of(trained=True, vectors=False)
    scores = model.predict([doc_of("battles"), doc_of("battle")])
    assert scores[0].tolist() == scores[1].tolist()


def test_a_text_of_nothing_but_stop_words_and_a_zero_vector_gets_the_same_as_an_empty_one():
    model, _, _ = model_of(trained=True)
    scores = model.predict([doc_of("and of the"), NLP.make_doc("")])
    assert np.isfinite(scores).all()
    assert scores[0].tolist() == scores[1].tolist()


def test_a_repeated_word_counts_once():
    (keys, values, lengths), _ = doc_terms(2.0)([doc_of("war war War peace")], is_train=False)
    assert lengths.tolist() == [2]
    assert len(set(keys.tolist())) == 2
    assert np.linalg.norm(values) == pytest.approx(2.0)


def test_vectors_of_another_width_are_a_named_error():
    model, _, _ = model_of()
    doc = NLP.make_doc("a text")
    with pytest.raises(SynsongError, match="S203"):
        model.predict([doc])


def test_sharpness_and_shift_act_in_prediction_only():
    layer = cross_entropy_logistic(2.0, 1.0)
    logits = np.asarray([[0.5, -0.5]], dtype="f")
    assert layer(logits, is_train=True)[0] == pytest.approx(1 / (1 + np.exp(-logits)))
    assert layer.predict(logits) == pytest.approx(1 / (1 + np.exp(-(2 * logits + 1))))


def test_gradient_is_that_of_the_cross_entropy():
    _, backprop = cross_entropy_logistic()(np.asarray([[3.0]], dtype="f"), is_train=True)
    assert backprop(np.asarray([[0.25]], dtype="f")).tolist() == [[0.25]]


def test_bytes_bring_back_the_same_scores():
    model, docs, _ = model_of(trained=True)
    other, _, _ = model_of()
    other.from_bytes(model.to_bytes())
    assert other.predict(docs).tolist() == model.predict(docs).tolist()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_text_gets_probabilities(texts):
    model, _, _ = model_of()
    scores = model.predict([doc_of(text) for text in texts])
    assert scores.shape == (len(texts), 5)
    assert ((scores >= 0) & (scores <= 1)).all()
