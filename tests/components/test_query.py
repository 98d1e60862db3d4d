"""What a prompt asks for: clauses, quotes, what is left out, vectors, themes."""

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from components.query import Clause, Query, make_query

from .small_index import make_clause, make_small_query

pytestmark = pytest.mark.filterwarnings("ignore:.*W401")  # the pipeline needs no songs here


def test_query_counts_the_terms_of_all_clauses():
    query = make_small_query(make_clause("rain road"), make_clause("rain"))
    assert query.terms == {"rain": 2, "road": 1}
    assert query.forms == ["rain", "road", "rain"]


def test_weights_stand_in_for_counts():
    assert Query([make_clause("rain rain")], weights={"sun": 0.5}).terms == {"sun": 0.5}


@pytest.mark.parametrize(
    ("query", "asks"),
    [
        (Query([]), False),
        (Query([Clause("?!", [], [])]), False),
        (Query([Clause("the of", [], ["the", "of"])]), True),
        (Query([], excluded=[make_clause("rain")]), False),
        (Query([], weights={"rain": 1.0}), True),
    ],
)
def test_query_is_true_where_words_are_asked_for(query, asks):
    assert bool(query) is asks


@pytest.mark.parametrize(("clauses", "rows"), [([[1.0, 0.0]], 1), ([[1.0, 0.0], [0.0, 1.0]], 3), ([], None)])
def test_vectors_are_those_of_the_whole_and_of_several_clauses(clauses, rows):
    query = make_small_query(*(make_clause("rain", vector) for vector in clauses))
    assert (None if query.vectors is None else len(query.vectors)) == rows


def test_clause_without_a_vector_gives_none_to_the_query():
    query = make_small_query(make_clause("rain", [1.0, 0.0]), make_clause("road"), make_clause("sun", [0.0, 1.0]))
    assert query.vectors[1:].tolist() == [[1, 0], [0, 1]]


def test_prompt_is_parted_into_what_is_asked_for_quoted_and_left_out(nlp):
    query = make_query(nlp('songs about rain with "never let me go", not about trains'))
    assert [clause.text for clause in query.clauses if not clause.quoted] == ["rain"]
    assert [clause.text for clause in query.clauses if clause.quoted] == ["never let me go"]
    assert [clause.text for clause in query.excluded] == ["trains"]
    assert "train" not in query.terms


def test_prompt_without_a_parser_is_asked_for_as_a_whole():
    query = make_query(spacy.blank("en")("songs about rain, not about trains"))
    assert [clause.text for clause in query.clauses] == ["songs about rain, not about trains"]
    assert query.excluded == []
    assert query.vector is None


def test_prompt_that_asks_for_nothing_is_no_query(nlp):
    assert not make_query(nlp(""))
    assert make_query(nlp("")).vectors is None


def test_whole_and_clauses_have_vectors_of_length_one(nlp):
    query = make_query(nlp("rain on the road, a bell in the harbour"))
    assert np.linalg.norm(query.vectors, axis=1) == pytest.approx(1.0, abs=1e-4)


def test_what_is_left_out_does_not_move_the_vector_of_the_whole(nlp):
    one = make_query(nlp("songs about rain, not about trains"))
    other = make_query(nlp("songs about rain, not about harbours"))
    assert one.vector == pytest.approx(other.vector)


@pytest.mark.parametrize(
    ("clauses", "parts"),
    [
        (["a b", "c d"], [["a b", "c d"]]),
        (["a b c", "d e f"], [["a b c"], ["d e f"]]),
        (["a", "b", "c", "d", "e", "f"], [["a", "b", "c"], ["d", "e", "f"]]),
        (["a b c d e f g"], [["a b c d e f g"]]),
        ([], [[]]),
    ],
)
def test_long_text_is_parted_where_its_clauses_part(clauses, parts):
    query = make_small_query(*map(make_clause, clauses))
    assert [[clause.text for clause in part.clauses] for part in query.parts(3)] == parts


@given(st.lists(st.integers(1, 9), max_size=12), st.integers(1, 12))
def test_parts_hold_every_clause_once_in_order(lengths, words):
    query = make_small_query(*(make_clause(" ".join(["la"] * n)) for n in lengths), excluded=[make_clause("rain")])
    parts = query.parts(words)
    assert [clause for part in parts for clause in part.clauses] == query.clauses
    assert len(parts) <= max(sum(lengths) // words, 1)
    assert all(part.excluded == query.excluded for part in parts)


@pytest.mark.parametrize("label", ["love", "happiness", "dreams", "city"])
def test_theme_that_is_named_in_what_is_left_out_is_not_asked_for(nlp, label):
    doc = nlp(f"songs about rain, not about {label}")
    doc.cats = {label: 0.9, "winter": 0.4}
    assert make_query(doc).themes == {"winter": 0.4}


def test_theme_that_is_asked_for_stays(nlp):
    doc = nlp("songs about happiness, not about rain")
    doc.cats = {"happiness": 0.9}
    assert make_query(doc).themes == {"happiness": 0.9}
