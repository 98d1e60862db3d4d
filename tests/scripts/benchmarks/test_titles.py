"""The measurement of titles, on a question set of its own and on the one that is kept."""

from __future__ import annotations

import pytest
import spacy
import srsly

import components  # noqa: F401
from scripts.benchmarks.titles import QUESTIONS, Row, as_markdown, bare, run, share_acceptable


@pytest.mark.parametrize(
    ("title", "acceptable"),
    [("Rain and Trains", True), ("rain, and trains!", True), ("Rain", False), ("", False)],
)
def test_a_title_counts_but_for_case_and_punctuation(title, acceptable):
    assert Row("p", title, ["Rain and Trains"], "dev").acceptable is acceptable


def test_a_title_of_signs_alone_is_compared_as_it_stands():
    assert bare("🌧️") == "🌧️"


def test_the_share_counts_one_half_only():
    rows = [Row("a", "A", ["A"], "dev"), Row("b", "B", ["C"], "dev"), Row("c", "C", ["D"], "report")]
    assert share_acceptable(rows, "dev") == 0.5
    assert share_acceptable(rows, "report") == 0.0
    assert share_acceptable(rows, "other") == 0.0


def test_each_question_is_named_in_order(tmp_path):
    path = tmp_path / "titles.jsonl"
    srsly.write_jsonl(
        path, [{"id": str(i), "text": text, "titles": [text], "half": "dev"} for i, text in enumerate("ab")]
    )
    assert [row.text for row in run(spacy.blank("en"), path)] == ["a", "b"]


def test_the_table_marks_what_is_not_acceptable_and_keeps_its_columns():
    table = as_markdown([Row("a | b\nc", "A", ["A"], "dev"), Row("", "B", ["C"], "dev")])
    assert "| a \\| b c | A |  |" in table
    assert "| (nothing) | B | not among the acceptable ones |" in table


def test_the_question_set_is_large_and_each_question_has_two_to_eight_titles():
    questions = list(srsly.read_jsonl(QUESTIONS))
    assert len(questions) >= 84
    assert len({question["id"] for question in questions}) == len(questions)
    assert {question["half"] for question in questions} == {"dev", "report"}
    assert all(2 <= len(question["titles"]) <= 8 for question in questions)
    assert all(len(title) < 100 for question in questions for title in question["titles"])
