"""The encoder: one vector a text, whatever stands beside it."""

import pickle

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from components.errors import SynsongError
from components.sentence_encoder import OnnxEncoder, SentenceEncoder


@pytest.fixture(scope="module")
def encoder() -> OnnxEncoder:
    return OnnxEncoder("assets/encoder")


def test_encoder_finds_what_is_alike(encoder):
    night, evening, market = encoder.encode(
        ["a winter night far from home", "cold evening, homesick", "share prices rise"]
    )
    assert night @ evening > 0.5 > night @ market


def test_encoder_gives_a_text_the_same_vector_in_any_company(encoder):
    texts = ["rain", "a much longer text about the rain that falls on the road to the sea", "bell"]
    together = encoder.encode(texts)
    alone = np.stack([encoder.encode([text])[0] for text in texts])
    assert np.array_equal(together, alone)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_encoder_gives_zeros_for_a_text_without_words(encoder, text):
    assert not encoder.encode([text, "rain"])[0].any()


@given(st.text(max_size=200))
@settings(max_examples=30, deadline=None)
def test_encoder_takes_any_text(text):
    vector = OnnxEncoder("assets/encoder").encode([text])[0] if not text.strip() else SHARED.encode([text])[0]
    assert np.isfinite(vector).all()
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0 if text.strip() else 0.0, abs=1e-4)


def test_encoder_survives_pickling(encoder):
    again = pickle.loads(pickle.dumps(encoder))
    assert np.array_equal(again.encode(["rain"]), encoder.encode(["rain"]))


def test_encoder_without_its_files_says_what_to_do(tmp_path):
    with pytest.raises(SynsongError, match=r"S201.*model\.onnx.*export_encoder"):
        OnnxEncoder(tmp_path).encode(["rain"])


def test_encoder_with_a_broken_file_says_so(tmp_path):
    for name in OnnxEncoder.FILES:
        (tmp_path / name).write_bytes(b"broken")
    with pytest.raises(SynsongError, match="S202"):
        OnnxEncoder(tmp_path).encode(["rain"])


def test_doc_vector_and_similarity_are_the_encoders(nlp):
    one, other = nlp("rain on the road"), nlp("rain on the sea")
    assert one.vector.shape == (16,)
    assert one.similarity(other) == pytest.approx(float(one.vector @ other.vector))
    assert np.array_equal(one[1:3].vector, one.vector)


def test_doc_without_words_has_similarity_zero(nlp):
    assert nlp("").similarity(nlp("rain")) == 0


def test_pipe_gives_what_a_call_gives(nlp):
    texts = ["rain", "", "the long road home to the sea", "bell"]
    assert all(
        np.array_equal(piped.vector, nlp(text).vector)
        for piped, text in zip(nlp.pipe(texts, batch_size=3), texts, strict=True)
    )


def test_long_text_is_cut_and_said_to_be(nlp):
    with pytest.warns(UserWarning, match="W201"):
        nlp("word " * 500)


def test_clauses_have_vectors_of_their_own(nlp):
    doc = nlp('songs about "rain" and trains, not about love')
    assert set(doc._.clause_vectors) == {key for key in ("include", "quote", "exclude") if len(doc.spans[key])}
    assert all(len(doc._.clause_vectors[key]) == len(doc.spans[key]) for key in doc._.clause_vectors)


def test_component_without_encoder_leaves_docs_alone():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentence_encoder", config={"encoder": None})
    assert not nlp("rain").vector.any()


@pytest.mark.parametrize("way", ["bytes", "disk"])
def test_component_carries_its_encoder(encoder, tmp_path, way):
    component = SentenceEncoder(encoder=encoder)
    other = SentenceEncoder(encoder=OnnxEncoder(tmp_path / "nowhere"))
    if way == "bytes":
        other.from_bytes(component.to_bytes())
    else:
        component.to_disk(tmp_path / "saved")
        other.from_disk(tmp_path / "saved")
    assert np.array_equal(other.encode(["rain"]), component.encode(["rain"]))


SHARED = OnnxEncoder("assets/encoder")
