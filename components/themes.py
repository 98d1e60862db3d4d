"""The text classifier's architecture: a small network over the vectors of the sentence encoder."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
import spacy
from spacy.tokens import Doc
from thinc.api import Dropout, Linear, Maxout, Model, chain
from thinc.types import Floats2d

from .errors import Errors, SynsongError


@spacy.registry.architectures("synsong.TextCatVectors.v1")
def build_textcat_vectors(
    width: int = 384, hidden_width: int = 0, dropout: float = 0.0, nO: int | None = None
) -> Model[list[Doc], Floats2d]:
    """Build a multi-label classifier that reads `doc.vector`: few examples go far, and letter case does not matter.

    width (int): The width of the vectors.
    hidden_width (int): Units of the hidden layer; 0 for a linear model.
    dropout (float): Dropout on the vectors.
    nO (int | None): The number of labels; set when the component is initialized.
    RETURNS (Model[list[Doc], Floats2d]): Probabilities, shape (n_docs, n_labels), float32.
    """
    output: Model = Linear(nO=nO, nI=hidden_width or width)
    layers: list[Model] = [Dropout(dropout)]
    if hidden_width:
        layers.append(Maxout(nO=hidden_width, nI=width, nP=3, normalize=True))
    model: Model = chain(doc_vectors(width), *layers, output, cross_entropy_logistic())
    model.set_ref("output_layer", output)
    model.attrs["multi_label"] = True
    model.init = init
    return model


def init(model: Model, X: list[Doc] | None = None, Y: Floats2d | None = None) -> Model:
    """Take the number of labels from a sample of truths; the vectors' width is given, for no Doc has one yet."""
    output = model.get_ref("output_layer")
    if Y is not None and output.has_dim("nO") is None:
        output.set_dim("nO", Y.shape[1])
    for layer in model.layers:
        layer.initialize()
    return model


def doc_vectors(width: int) -> Model[list[Doc], Floats2d]:
    """RETURNS (Model[list[Doc], Floats2d]): A layer without weights that stacks the Docs' vectors."""
    return Model("doc_vectors", _forward_vectors, dims={"nO": width})


def _forward_vectors(model: Model, docs: list[Doc], is_train: bool) -> tuple[Floats2d, Callable]:
    width = model.get_dim("nO")
    if any(len(doc) and doc.tensor.shape != (len(doc), width) for doc in docs):
        raise SynsongError(Errors.S203.format(name="textcat_multilabel", width=width))
    rows = [doc.tensor[0] if len(doc) else np.zeros(width, dtype="f") for doc in docs]
    return cast(Floats2d, np.stack(rows)), lambda d_vectors: []


def cross_entropy_logistic() -> Model[Floats2d, Floats2d]:
    """Make a logistic layer whose gradient is that of the cross-entropy.

    spaCy's textcat hands back `scores - truths`. Passed on as it is, that is the cross-entropy's gradient with respect to
    the logits (Bishop 2006, eq. 4.91), which calibrates; through the logistic's derivative it would be the squared error's.

    RETURNS (Model[Floats2d, Floats2d]): The layer.
    """
    return Model("cross_entropy_logistic", _forward_logistic)


def _forward_logistic(model: Model, logits: Floats2d, is_train: bool) -> tuple[Floats2d, Callable]:
    return model.ops.sigmoid(logits), lambda d_scores: d_scores
