"""The question sets: themes, quotes of the catalogue, hymns where they are there, and versions as answers."""

from __future__ import annotations

from pathlib import Path

import pytest
import srsly

from components.errors import SynsongError
from scripts.benchmarks.sets import (
    QuestionSet,
    fold_versions,
    ranking_sets,
    read_catalogue,
    read_hymns,
    read_records,
)
from scripts.questions import Question
from tests.components.conftest import make_song

SONGS = [make_song(f"song-{i}", "T", f"the harbour bell rang out number {i} for Tom") for i in range(4)]


@pytest.fixture
def questions(tmp_path) -> Path:
    srsly.write_jsonl(
        tmp_path / "themes.jsonl",
        [{"id": "t1", "text": "rain", "grades": {"song-1": 2}}, {"id": "t2", "text": "nothing", "grades": {}}],
    )
    return tmp_path


@pytest.fixture
def hymns(tmp_path) -> Path:
    folder = tmp_path / "hymns"
    folder.mkdir()
    srsly.write_jsonl(
        folder / "corpus.jsonl", [{"id": "h1", "title": "Dawn", "lyrics": "morning light\nover the hill"}]
    )
    for name in ("queries_scripture", "queries_topic"):
        srsly.write_jsonl(
            folder / f"{name}.jsonl", [{"qid": f"{name}-{i}", "text": "light", "relevant": ["h1"]} for i in range(2)]
        )
    return folder


def test_sets_are_themes_and_quotes(questions):
    sets = ranking_sets(SONGS, questions, None)
    assert [(each.name, each.songs) for each in sets] == [
        ("themes", "catalogue"), ("quotes, exact", "catalogue"), ("quotes, misquoted", "catalogue"),
    ]  # fmt: skip


def test_question_without_a_relevant_song_is_left_out(questions):
    assert [q.id for q in ranking_sets(SONGS, questions, None)[0].questions] == ["t1"]


@pytest.mark.parametrize("place", [1, 2])
def test_quotes_ask_for_the_song_that_they_are_of(questions, place):
    asked = ranking_sets(SONGS, questions, None)[place].questions
    assert [q.grades for q in asked] == [{song.id: 1.0} for song in SONGS]
    assert len({q.id for q in asked}) == len(SONGS)


def test_misquotes_say_what_was_done_to_them(questions):
    _, exact, misquoted = ranking_sets(SONGS, questions, None)
    assert {q.kind for q in exact.questions} == {""}
    assert all(q.kind for q in misquoted.questions)


def test_hymns_are_asked_where_they_are_there(questions, hymns):
    sets = ranking_sets(SONGS, questions, hymns)[3:]
    assert [(each.name, each.songs) for each in sets] == [("hymns, passage", "hymns"), ("hymns, topic", "hymns")]
    assert [q.grades for q in sets[0].questions] == [{"h1": 1.0}] * 2


def test_set_is_parted_into_halves_that_share_no_question(questions):
    for each in ranking_sets(SONGS, questions, None):
        dev, report = each.half("dev"), each.half("report")
        assert (dev.name, dev.songs) == (each.name, each.songs)
        assert sorted(q.id for q in (*dev.questions, *report.questions)) == sorted(q.id for q in each.questions)
    assert (len(dev.questions), len(report.questions)) == (2, 2)


def test_every_version_of_the_song_that_is_quoted_is_an_answer(tmp_path):
    srsly.write_jsonl(
        tmp_path / "versions.jsonl", [{"id": "live", "version_of": "song"}, {"id": "demo", "version_of": "song"}]
    )
    asked = [
        Question("q1", "words", {"live": 1.0}),
        Question("q2", "words", {"song": 1.0}),
        Question("q3", "words", {"x": 1.0}),
    ]
    (folded,) = fold_versions([QuestionSet("quotes, exact", asked)], tmp_path / "versions.jsonl")
    family = dict.fromkeys(("song", "live", "demo"), 1.0)
    assert [q.grades for q in folded.questions] == [family, family, {"x": 1.0}]


def test_versions_do_not_change_what_is_judged_by_hand(tmp_path):
    srsly.write_jsonl(tmp_path / "versions.jsonl", [{"id": "live", "version_of": "song"}])
    themes = QuestionSet("themes", [Question("q1", "words", {"live": 2.0})])
    assert fold_versions([themes], tmp_path / "versions.jsonl") == [themes]


def test_hymns_have_title_and_lyrics(hymns):
    (song,) = read_hymns(hymns)
    assert (song.id, song.title, [line.text for line in song.lines()]) == (
        "h1",
        "Dawn",
        ["morning light", "over the hill"],
    )


def test_catalogue_is_read_as_songs(tmp_path):
    (tmp_path / "songs.jsonl").write_text("\n".join(song.model_dump_json() for song in SONGS))
    assert read_catalogue(tmp_path) == SONGS


@pytest.mark.parametrize(
    ("read", "code"), [(read_catalogue, "S101"), (read_hymns, "S804"), (read_records, "S804")]
)  # fmt: skip
def test_what_is_missing_is_an_error(tmp_path, read, code):
    place = tmp_path / "none.jsonl" if read is read_records else tmp_path
    with pytest.raises(SynsongError, match=code):
        read(place)


@pytest.mark.parametrize(("half", "ids"), [(None, [0, 1, 2, 3]), ("dev", [0, 2, 3]), ("report", [1])])
def test_records_are_of_a_half_by_turns_or_as_they_say(tmp_path, half, ids):
    path = tmp_path / "records.jsonl"
    srsly.write_jsonl(path, [{"id": 0}, {"id": 1}, {"id": 2}, {"id": 3, "half": "dev"}])
    assert [record["id"] for record in read_records(path, half)] == ids
