"""A field of tokens finds terms, weighs them, and forgets what is removed."""

from collections import Counter

import numpy as np
import pytest

from components.token_field import TokenField

SONGS = [[["rain", "road"], ["rain"]], [["road"]], [["sun", "sun", "road"]]]


@pytest.fixture
def field() -> TokenField:
    field = TokenField()
    field.add(SONGS)
    return field


def test_hits_tell_song_line_and_term(field):
    hits = field.hits(["rain", "moon", "sun"], np.asarray([2, 0]))
    found = sorted(zip(hits.owner.tolist(), hits.line.tolist(), [hits.terms[i] for i in hits.term], strict=True))
    assert found == [(0, 1, "sun"), (0, 1, "sun"), (1, 1, "rain"), (1, 2, "rain")]


def test_idf_is_higher_for_rarer_terms_and_highest_for_unknown_ones(field):
    road, rain, moon = field.idf(["road", "rain", "moon"])
    assert road < rain < moon


def test_bm25_is_a_share_of_the_highest_score(field):
    rows = np.arange(3)
    scores = field.bm25(field.hits(["rain"], rows), Counter(["rain"]), rows, k1=1.2, b=0.75)
    assert scores[1] == scores[2] == 0
    assert 0 < scores[0] < 1


def test_bm25_of_unknown_terms_only_is_zero(field):
    rows = np.arange(3)
    assert not field.bm25(field.hits(["moon"], rows), Counter(["moon"]), rows, k1=1.2, b=0.75).any()


def test_keep_leaves_what_a_field_of_the_rest_would_have(field):
    field.keep(np.asarray([True, False, True]))
    other = TokenField()
    other.add([SONGS[0], SONGS[2]])
    assert dict(zip(field.words, field.frequencies.tolist(), strict=True)) == dict(
        zip(other.words, other.frequencies.tolist(), strict=True)
    )
    assert field.average_length == other.average_length


def test_field_with_a_base_weighs_by_the_base(field):
    probe = TokenField(base=field)
    probe.add([[["rain"]]])
    assert probe.idf(["rain", "road"]).tolist() == field.idf(["rain", "road"]).tolist()


def test_unordered_field_keeps_the_words_and_loses_their_order(field):
    field.unordered()
    assert sorted(field.words[i] for i in field.ids[0]) == ["rain", "rain", "road"]
    assert set(field.lines.values.tolist()) == {1}


def test_field_comes_back_from_disk(field, tmp_path):
    field.to_disk(tmp_path, "terms")
    loaded = TokenField().from_disk(tmp_path, "terms")
    assert (loaded.words, loaded.ids.values.tolist()) == (field.words, field.ids.values.tolist())
