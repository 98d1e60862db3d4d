"""Questions of the benchmark: read in order, halved in turn."""

from __future__ import annotations

from pathlib import Path

import pytest
import srsly
from hypothesis import given
from hypothesis import strategies as st

from components.errors import SynsongError
from components.song import read_songs
from scripts.questions import HALVES, Question, half_of, read_questions

THEMES = Path("assets/questions/themes.jsonl")


@pytest.fixture
def path(tmp_path) -> Path:
    path = tmp_path / "questions.jsonl"
    srsly.write_jsonl(
        path,
        [
            {"id": "q1", "text": "rain", "grades": {"a": 2, "b": 1}, "lines": {"a": [3, 4]}, "kind": "word"},
            {"id": "q2", "text": "wind", "grades": {}},
            {"id": "q3", "text": "sun", "grades": {"c": 1}},
        ],
    )
    return path


def test_question_says_all_that_its_record_says(path):
    assert next(read_questions(path)) == Question("q1", "rain", {"a": 2.0, "b": 1.0}, {"a": [3, 4]}, "word", "dev")


def test_what_a_record_leaves_out_is_empty(path):
    question = list(read_questions(path))[1]
    assert (question.grades, question.lines, question.kind) == ({}, {}, "")


def test_questions_come_in_order_and_are_halved_in_turn(path):
    assert [(q.id, q.half) for q in read_questions(path)] == [("q1", "dev"), ("q2", "report"), ("q3", "dev")]


def test_later_questions_do_not_move_earlier_ones(path):
    before = list(read_questions(path))
    srsly.write_jsonl(path, [{"id": "q4", "text": "sea", "grades": {}}], append=True, append_new_line=False)
    assert list(read_questions(path))[:3] == before


@given(st.integers(0, 10_000))
def test_neighbours_are_of_different_halves(place):
    assert {half_of(place), half_of(place + 1)} == set(HALVES)


def test_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SynsongError, match=r"S102.*nowhere\.jsonl"):
        list(read_questions(tmp_path / "nowhere.jsonl"))


def test_questions_that_are_kept_judge_songs_and_lines_of_the_catalogue():
    songs = {song.id: len(song.lines()) for song in read_songs(Path("assets/catalogue"), rejected=[])}
    questions = list(read_questions(THEMES))
    assert len({q.id for q in questions}) == len(questions) > 0
    for q in questions:
        assert q.text.strip(), q.id
        assert set(q.grades) <= set(songs), q.id
        assert set(q.grades.values()) <= {1.0, 2.0}, q.id
        assert all(1 <= line <= songs[song] for song, lines in q.lines.items() for line in lines), q.id
