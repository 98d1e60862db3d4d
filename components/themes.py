"""The text classifier's architecture: the sentence encoder's vector and the words' stems, read side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
import spacy
from spacy.tokens import Doc
from thinc.api import Dropout, Linear, Maxout, Model, SparseLinear_v2, add, chain
from thinc.types import Floats2d, Ints1d

from .errors import Errors, SynsongError
from .terms import is_content, stem

Terms = tuple[Ints1d, Floats2d, Ints1d]


@spacy.registry.architectures("synsong.TextCatVectors.v1")
def build_textcat_vectors(
    width: int = 384,
    hidden_width: int = 0,
    dropout: float = 0.0,
    rows: int = 16384,
    term_scale: float = 0.8,
    sharpness: float = 1.0,
    shift: float = 0.0,
    nO: int | None = None,
) -> Model[list[Doc], Floats2d]:
    """Build a multi-label classifier that adds up what the vector and what the words say of each label.

    The vector carries meaning from few examples; the words hold what it blurs. Letter case matters to neither.

    width (int): The width of the vectors.
    hidden_width (int): Units of the hidden layer over the vectors; 0 for a linear model.
    dropout (float): Dropout on the vectors.
    rows (int): Rows of the hashed table of stems; 0 to read the vectors alone.
    term_scale (float): The length of a text's row of stems, where its vector has length 1: the more, the more they say.
    sharpness (float), shift (float): What the logits are multiplied by, and what is then added, once training is over:
        strong L2 ranks best and is too timid in its numbers.
    nO (int | None): The number of labels; set when the component is initialized.
    RETURNS (Model[list[Doc], Floats2d]): Probabilities, shape (n_docs, n_labels), float32.
    """
    output: Model = Linear(nO=nO, nI=hidden_width or width)
    layers: list[Model] = [doc_vectors(width), Dropout(dropout)]
    if hidden_width:
        layers.append(Maxout(nO=hidden_width, nI=width, nP=3, normalize=True))
    logits: Model = chain(*layers, output)
    outputs = [output]
    if rows:
        words: Model = SparseLinear_v2(nO=nO, length=rows)
        logits = add(logits, chain(doc_terms(term_scale), words))
        outputs.append(words)
    model: Model = chain(logits, cross_entropy_logistic(sharpness, shift))
    model.set_ref("output_layer", output)
    model.attrs["multi_label"] = True
    model.init = _make_init(outputs)
    return model


def _make_init(outputs: list[Model]) -> Callable:
    """Take the number of labels from a sample of truths; the vectors' width is given, for no Doc has one yet."""

    def init(model: Model, X: list[Doc] | None = None, Y: Floats2d | None = None) -> Model:
        for output in outputs:
            if Y is not None and output.has_dim("nO") is None:
                output.set_dim("nO", Y.shape[1])
        for node in model.walk():
            if node is not model and not node.layers:
                node.initialize()
        return model

    return init


def doc_vectors(width: int) -> Model[list[Doc], Floats2d]:
    """RETURNS (Model[list[Doc], Floats2d]): A layer without weights that stacks the Docs' vectors."""
    return Model("doc_vectors", _forward_vectors, dims={"nO": width})


def _forward_vectors(model: Model, docs: list[Doc], is_train: bool) -> tuple[Floats2d, Callable]:
    width = model.get_dim("nO")
    if any(len(doc) and doc.tensor.shape != (len(doc), width) for doc in docs):
        raise SynsongError(Errors.S203.format(name="textcat_multilabel", width=width))
    rows = [doc.tensor[0] if len(doc) else np.zeros(width, dtype="f") for doc in docs]
    return cast(Floats2d, np.stack(rows)), _no_gradient


def doc_terms(scale: float) -> Model[list[Doc], Terms]:
    """Make a layer without weights that reads the stems of a Doc's content words, each once.

    The stem is that of the word in lower case, not of its lemma: a lookup of lemmas knows `Ran` and `RAN` no more than it
    must, and the classifier shall need no component but the encoder.

    scale (float): The length of each Doc's row.
    RETURNS (Model[list[Doc], Terms]): Hashes, values and the number of stems by Doc, as `SparseLinear` wants them.
    """
    return Model("doc_terms", _forward_terms, attrs={"scale": scale})


def _forward_terms(model: Model, docs: list[Doc], is_train: bool) -> tuple[Terms, Callable]:
    found = [sorted({stem(token.lower_) for token in doc if is_content(token)}) for doc in docs]
    keys = [spacy.strings.get_string_id(term) for terms in found for term in terms]
    values = [model.attrs["scale"] / np.sqrt(len(terms)) for terms in found for _ in terms]
    lengths = [len(terms) for terms in found]
    arrays = np.asarray(keys, dtype="uint64"), np.asarray(values, dtype="f"), np.asarray(lengths, dtype="int32")
    return cast(Terms, arrays), _no_gradient


def _no_gradient(gradient: object) -> list:
    """RETURNS (list): Nothing: Docs take no gradient."""
    return []


def cross_entropy_logistic(sharpness: float = 1.0, shift: float = 0.0) -> Model[Floats2d, Floats2d]:
    """Make a logistic layer whose gradient is that of the cross-entropy.

    spaCy's textcat hands back `scores - truths`. Passed on as it is, that is the cross-entropy's gradient with respect to
    the logits (Bishop 2006, eq. 4.91), which calibrates; through the logistic's derivative it would be the squared error's.

    sharpness (float), shift (float): Slope and intercept of the logits in prediction (Platt 1999).
    RETURNS (Model[Floats2d, Floats2d]): The layer.
    """
    return Model("cross_entropy_logistic", _forward_logistic, attrs={"sharpness": sharpness, "shift": shift})


def _forward_logistic(model: Model, logits: Floats2d, is_train: bool) -> tuple[Floats2d, Callable]:
    if not is_train:
        logits = logits * model.attrs["sharpness"] + model.attrs["shift"]
    return model.ops.sigmoid(logits), _same_gradient


def _same_gradient(gradient: Floats2d) -> Floats2d:
    """RETURNS (Floats2d): The gradient of the probabilities as that of the logits."""
    return gradient
