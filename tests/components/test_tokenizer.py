"""The tokenizer does what spaCy's does, in bounded time."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from components.tokenizer import MAX_CHUNK, BoundedTokenizer

NLP = spacy.blank("en")
TOKENIZER = BoundedTokenizer(NLP.tokenizer)


@given(st.text(max_size=MAX_CHUNK - 1))
def test_ordinary_text_is_tokenized_as_ever(text):
    assert [token.text for token in TOKENIZER(text)] == [token.text for token in NLP.tokenizer(text)]


@given(st.lists(st.sampled_from(['"', "🎸", "a", "b'", " ", "\n", "("]), max_size=40), st.integers(1, 60))
def test_tokens_are_the_text_again(parts, times):
    text = "".join(parts) * times
    assert TOKENIZER(text).text == text


@pytest.mark.parametrize("text", ['"' * 200_000, "🎸" * 200_000, "'\"" * 20_000, "rain " + "!" * 100_000 + " sun"])
def test_endless_runs_of_marks_come_to_an_end(text):
    assert TOKENIZER(text).text == text


def test_words_around_an_endless_run_stand():
    assert [token.text for token in TOKENIZER("rain, " + "!" * 900 + " sun") if token.is_alpha] == ["rain", "sun"]


def test_tokenizer_is_saved_with_its_pipeline(tmp_path):
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "synsong.Tokenizer.v1"}}})
    nlp.tokenizer.tokenizer.add_special_case("rainsun", [{"ORTH": "rain"}, {"ORTH": "sun"}])
    nlp.to_disk(tmp_path)
    assert [token.text for token in spacy.load(tmp_path)("rainsun")] == ["rain", "sun"]
    assert [token.text for token in spacy.blank("en", config=nlp.config).from_bytes(nlp.to_bytes())("rainsun")] == [
        "rain",
        "sun",
    ]
