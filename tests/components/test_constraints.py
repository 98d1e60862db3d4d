"""Constraints of a prompt become conditions; each says whether it was used, and if not, why."""

from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

from components.constraints import read_constraints
from components.filters import Columns, Filters

from .test_filters import COLUMNS, UNKNOWN


def doc_with(nlp, *constraints: tuple[str, Any, bool]) -> Doc:
    doc = nlp.make_doc("songs")
    doc._.constraints = [{"type": kind, "value": value, "negated": negated} for kind, value, negated in constraints]
    return doc


@pytest.mark.parametrize(
    ("constraint", "filters"),
    [
        (("era", [1970, 1979], False), Filters(years=(1970, 1979))),
        (("era", [1970, 1979], True), Filters(not_years=(1970, 1979))),
        (("genre", "folk", False), Filters(genres=("folk",))),
        (("genre", "folk", True), Filters(not_genres=("folk",))),
        (("genre", ["folk", "jazz"], False), Filters(genres=("folk", "jazz"))),
        (("artist", "Ada Furrow", True), Filters(not_artists=("Ada Furrow",))),
        (("language", "es", False), Filters(languages=("es",))),
        (("popularity", [50, None], False), Filters(popularity=(50, None))),
        (("duration", [None, 200], False), Filters(duration=(None, 200))),
        (("explicit", True, True), Filters(explicit=False)),
        (("explicit", False, False), Filters(explicit=False)),
        (("explicit", True, False), Filters()),
    ],
)
def test_constraint_becomes_a_condition_and_is_used(nlp, constraint, filters):
    doc = doc_with(nlp, constraint)
    assert read_constraints(doc, COLUMNS) == (filters, None)
    assert doc._.constraints[0]["status"] == "used"
    assert "reason" not in doc._.constraints[0]


def test_of_several_names_one_suffices(nlp):
    filters, _ = read_constraints(doc_with(nlp, ("genre", "folk", False), ("genre", "folk rock", False)), COLUMNS)
    assert filters == Filters(genres=("folk", "folk rock"))


def test_of_several_eras_one_suffices(nlp):
    eras = [("era", [1970, 1979], False), ("era", [1980, 1989], False), ("era", [2000, 2009], False)]
    filters, _ = read_constraints(doc_with(nlp, *eras), COLUMNS)
    assert filters.mask(COLUMNS).tolist() == [True, True, False]


def test_of_several_lengths_the_later_one_counts(nlp):
    constraints = [("duration", [None, 200], False), ("duration", [200, None], False)]
    filters, _ = read_constraints(doc_with(nlp, *constraints), COLUMNS)
    assert filters == Filters(duration=(200, None))


@pytest.mark.parametrize(("value", "count"), [(7, 7), ([5, 10], 10)])
def test_number_of_songs_is_told_apart_from_the_conditions(nlp, value, count):
    doc = doc_with(nlp, ("count", value, False))
    assert read_constraints(doc, COLUMNS) == (Filters(), count)
    assert doc._.constraints[0]["status"] == "used"


@pytest.mark.parametrize(
    "constraint",
    [("count", 5, True), ("tempo", "fast", False), ("genre", None, False)],
    ids=["a number that is not wanted", "a kind that is not known", "no value"],
)
def test_what_means_nothing_for_a_song_is_ignored_with_a_reason(nlp, constraint):
    doc = doc_with(nlp, constraint)
    assert read_constraints(doc, COLUMNS) == (Filters(), None)
    assert doc._.constraints[0]["status"] == "ignored"
    assert doc._.constraints[0]["reason"]


@pytest.mark.parametrize(
    "constraint", [("era", [1970, 1979], False), ("genre", "folk", False), ("language", "en", True)]
)
def test_what_no_song_says_anything_of_is_ignored_and_named(nlp, constraint):
    doc = doc_with(nlp, constraint)
    assert read_constraints(doc, Columns.of([UNKNOWN])) == (Filters(), None)
    assert doc._.constraints[0]["status"] == "ignored"
    assert constraint[0] in doc._.constraints[0]["reason"]


@pytest.mark.parametrize(
    "constraint", [("era", [1800, 1810], False), ("genre", "zydeco", False), ("artist", "X", False)]
)
def test_what_no_song_meets_is_impossible_and_still_a_condition(nlp, constraint):
    doc = doc_with(nlp, constraint)
    filters, _ = read_constraints(doc, COLUMNS)
    assert doc._.constraints[0]["status"] == "impossible"
    assert not filters.mask(COLUMNS).any()


def test_each_constraint_is_judged_alone(nlp):
    doc = doc_with(nlp, ("era", [1970, 1979], False), ("genre", "zydeco", False))
    read_constraints(doc, COLUMNS)
    assert [constraint["status"] for constraint in doc._.constraints] == ["used", "impossible"]


def test_prompt_without_constraints_has_no_conditions(nlp):
    assert read_constraints(nlp.make_doc("rain"), COLUMNS) == (Filters(), None)
    assert read_constraints(spacy.blank("en")("rain"), COLUMNS) == (Filters(), None)


def test_prompt_is_read_from_words_to_conditions(nlp):
    doc = nlp.get_pipe("prompt_parser")(nlp.make_doc("7 folk songs about rain"))
    assert read_constraints(doc, COLUMNS) == (Filters(genres=("folk",)), 7)
