"""Terms say what a text is about; word forms say how it is worded."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from components.terms import content_terms, is_content, stem, word_form, word_forms

pytestmark = pytest.mark.filterwarnings("ignore:.*W401")  # the pipeline needs no songs here
BLANK = spacy.blank("en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rain", "Rains"),
        ("raining", "RAINED"),
        ("the winds were blowing", "wind that blows"),
        ("geese", "a goose"),
        ("1,000 miles", "1000 miles"),
        ("rain, wind; snow!", "rain wind snow"),
    ],
)
def test_texts_about_the_same_have_the_same_terms(nlp, one, other):
    assert content_terms(nlp(one)) == content_terms(nlp(other))


def test_terms_stand_in_order_with_repeats():
    assert content_terms(BLANK("rain on rain, not wind")) == ["rain", "rain", "wind"]


@pytest.mark.parametrize("text", ["", "the of and", "The OF", "?!...", "don't you", "— “”", "\n \n"])
def test_text_without_content_has_no_terms(text):
    assert content_terms(BLANK(text)) == []


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Don't stop", ["do", "not", "stop"]),
        ("can’t", ["can", "not"]),
        ("We're home", ["we", "are", "home"]),
        ("we’ve I'll", ["we", "have", "i", "will"]),
        ("rain, rain!", ["rain", "rain"]),
        ("", []),
        ("?!", []),
        ("1,000", ["1000"]),
        ("¿Dónde está?", ["dónde", "está"]),
    ],
)
def test_word_forms_are_every_word_as_it_stands(text, forms):
    assert word_forms(BLANK(text)) == forms


def test_punctuation_has_no_word_form():
    assert [word_form(token) for token in BLANK("stop !")] == ["stop", ""]


@given(st.text(max_size=80))
@settings(deadline=None)
def test_forms_are_lower_case_letters_and_digits_of_any_text(text):
    assert all(form.isalnum() for form in word_forms(BLANK(text)))


@given(st.text(max_size=80))
@settings(deadline=None)
def test_there_is_a_term_without_white_space_for_each_content_word_of_any_text(text):
    doc = BLANK(text)
    terms = content_terms(doc)
    assert len(terms) == sum(is_content(token) for token in doc)
    assert all(term and not any(char.isspace() for char in term) for term in terms)


@given(st.text(min_size=1, max_size=30))
def test_stem_of_any_word_is_never_empty(word):
    assert stem(word)


def test_span_has_the_terms_of_its_tokens():
    doc = BLANK("rain falls on harbour towns")
    assert content_terms(doc[3:]) == content_terms(doc)[-2:]
