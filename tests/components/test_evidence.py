"""Evidence: the lines that answer a query, best first, with what they answer."""

import pytest

from components.evidence import find_evidence
from components.lyric_index import LyricIndex
from components.query import Query
from components.song import Song

from .small_index import make_clause, make_index, make_item, make_small_query

LYRICS = "[Verse]\nsun on the corn\nrain on the road\n\n[Chorus]\nRain on the road\nbell in the harbour"


@pytest.fixture
def index() -> LyricIndex:
    vectors = [(1.0, 0.0), (0.6, 0.8), (0.6, 0.8), (0.0, 1.0)]
    return make_index(
        make_item("song", LYRICS, vector=(0.6, 0.8), line_vectors=vectors), make_item("other", "la", vector=(1.0, 0.0))
    )


def texts(index: LyricIndex, query: Query, **settings) -> list[str]:
    return [evidence["text"] for evidence in find_evidence(index, query, 0, **settings)]


def test_line_with_the_words_is_first_and_says_where_it_stands(index):
    best = find_evidence(index, make_small_query(make_clause("harbour bell")), 0)[0]
    assert (best["text"], best["line"], best["section"]) == ("bell in the harbour", 4, "Chorus")
    assert sorted(best["terms"]) == ["bell", "harbour"]
    assert best["answers"] == "harbour bell"


def test_line_that_is_sung_twice_is_shown_once_where_it_is_first(index):
    found = find_evidence(index, make_small_query(make_clause("rain on the road")), 0)
    assert [evidence["line"] for evidence in found if evidence["text"].lower() == "rain on the road"] == [2]


def test_line_that_means_the_same_is_found_without_a_common_word(index):
    assert texts(index, make_small_query(make_clause("dry", [1.0, 0.0])), n=1) == ["sun on the corn"]


def test_line_near_in_letters_is_found(index):
    assert texts(index, make_small_query(make_clause("bel in teh harbor")), n=1) == ["bell in the harbour"]


def test_each_line_says_which_clause_it_answers_best(index):
    found = find_evidence(index, make_small_query(make_clause("sun corn"), make_clause("harbour bell")), 0, n=2)
    assert {evidence["text"]: evidence["answers"] for evidence in found} == {
        "sun on the corn": "sun corn",
        "bell in the harbour": "harbour bell",
    }


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_no_more_lines_than_asked_for(index, n):
    assert len(texts(index, make_small_query(make_clause("on the", [0.6, 0.8])), n=n)) == n


def test_better_line_comes_first(index):
    found = texts(index, make_small_query(make_clause("rain road bell")))
    assert found.index("rain on the road") < found.index("bell in the harbour")


@pytest.mark.parametrize(
    "query",
    [Query([]), make_small_query(make_clause("moon")), make_small_query(make_clause(""))],
    ids=["nothing asked for", "no line has it", "no words"],
)
def test_nothing_is_shown_where_nothing_answers(index, query):
    assert texts(index, query) == []


def test_weight_of_zero_takes_a_reason_away(index):
    query = make_small_query(make_clause("harbour", [1.0, 0.0]))
    assert texts(index, query, n=1, weights={"meaning": 0, "words": 1, "phrase": 0}) == ["bell in the harbour"]
    assert texts(index, query, n=1, weights={"meaning": 1, "words": 0, "phrase": 0}) == ["sun on the corn"]


def test_instrumental_shows_no_line():
    index = make_index(make_item("silent", "[Instrumental]"))
    assert find_evidence(index, make_small_query(make_clause("silent")), 0) == []


def test_times_of_a_synced_song_are_told(relevance):
    found = find_evidence(
        relevance.index, make_small_query(make_clause("row father row")), relevance.index.rows["sea"], n=1
    )
    assert (found[0]["text"], found[0]["start"]) == ("Row, father, row for the shore", 9.0)


def test_lines_without_lyrics_are_told_by_meaning_and_claim_no_word(index):
    index.strip_lyrics()
    found = find_evidence(index, make_small_query(make_clause("rain harbour bell", [0.6, 0.8])), 0)
    assert [(evidence["line"], evidence["terms"]) for evidence in found] == [(2, []), (3, []), (4, [])]
    assert {evidence["text"] for evidence in found} == {""}


def test_evidence_of_a_song_does_not_depend_on_the_others(relevance, nlp, songs):
    query = make_small_query(make_clause("worms turn the ground"))
    before = find_evidence(relevance.index, query, relevance.index.rows["soil"], n=1)
    relevance.add_songs(nlp, [Song(id="new", title="T", artist="A", lyrics="worms worms worms")])
    assert find_evidence(relevance.index, query, relevance.index.rows["soil"], n=1) == before
