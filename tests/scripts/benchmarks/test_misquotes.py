"""Quotes as they stand and as they are remembered: seeded, and never the same words."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from components.song import Song
from scripts.benchmarks.misquotes import FAULTS, MAX_WORDS, MIN_WORDS, make_quotes, sound, words_of

VOCABULARY = ["bell", "harbour", "rain", "road", "rode", "sun"]
HEARD = {sound(word): [other for other in VOCABULARY if sound(other) == sound(word)] for word in VOCABULARY}
LINE = "the harbour bell rang out upon the road for Tom"


def make_songs(*lyrics: str) -> list[Song]:
    return [Song(id=f"song-{i}", title="T", artist="A", lyrics=text) for i, text in enumerate(lyrics)]


SONGS = make_songs(
    *(f"{LINE} on day {'abcdefghij'[i]}\nand nobody rowed the old boat back\nuntil the sun was up" for i in range(10))
)


@pytest.mark.parametrize("seed", [0, 1, 17])
def test_same_seed_makes_the_same_quotes(seed):
    assert make_quotes(SONGS, seed=seed) == make_quotes(SONGS, seed=seed)


def test_quotes_differ_by_seed():
    one, other = make_quotes(SONGS, seed=0), make_quotes(SONGS, seed=1)
    assert one[0] != other[0]
    assert one[1] != other[1]


def test_quotes_of_a_song_do_not_depend_on_the_others():
    assert make_quotes(SONGS[:3])[0] == make_quotes(SONGS)[0][:3]


def test_there_is_a_quote_of_each_kind_for_every_song():
    exact, misquoted = make_quotes(SONGS)
    assert [quote.song for quote in exact] == [quote.song for quote in misquoted] == [song.id for song in SONGS]
    assert {quote.fault for quote in exact} == {""}
    assert Counter(quote.fault for quote in misquoted) == dict.fromkeys(FAULTS, 2)


def test_exact_quote_stands_in_its_song():
    exact, _ = make_quotes(SONGS)
    for quote, song in zip(exact, SONGS, strict=True):
        assert quote.text in " ".join(line.text for line in song.lines())


def test_exact_quote_has_six_to_eighteen_words_where_it_can():
    assert all(MIN_WORDS <= len(quote.text.split()) <= MAX_WORDS for quote in make_quotes(SONGS)[0])


def test_song_of_short_lines_gives_the_longest_passage():
    exact, _ = make_quotes(make_songs("oh\nrain rain\noh no"))
    assert exact[0].text == "rain rain oh no"


def test_instrumental_is_passed_over():
    exact, misquoted = make_quotes(make_songs("[Instrumental]", LINE))
    assert [quote.song for quote in (*exact, *misquoted)] == ["song-1", "song-1"]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("text", [LINE, "no no no no no no", "oh", "a", "1999", "go on", "bell bell bell", "? ! ?"])
@pytest.mark.parametrize("seed", range(5))
def test_every_fault_changes_the_text(fault, text, seed):
    place = list(FAULTS).index(fault)
    exact, misquoted = make_quotes(make_songs(*([LINE] * place), text), seed=seed)
    assert (misquoted[place].fault, exact[place].text) == (fault, text)
    assert misquoted[place].text != text
    assert misquoted[place].text.strip()


@given(st.lists(st.text(min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=6), st.integers(0, 99))
@settings(max_examples=80, deadline=None)
@example(["0", "0", "0"], 0)
def test_misquotes_of_any_songs_are_other_words(lyrics, seed):
    try:
        songs = make_songs(*lyrics)
    except ValueError:
        return
    for one, other in zip(*make_quotes(songs, seed=seed), strict=True):
        assert one.text.split() != other.text.split()
        assert other.text


def changed(fault: str, seed: int = 0) -> tuple[list[str], list[str]]:
    words = LINE.split()
    return words, FAULTS[fault](words, random.Random(seed), VOCABULARY, HEARD)


def test_dropped_loses_one_word():
    before, after = changed("dropped")
    assert len(after) == len(before) - 1
    assert not Counter(after) - Counter(before)


def test_swapped_keeps_all_words_in_another_order():
    before, after = changed("swapped")
    assert Counter(after) == Counter(before)
    assert after != before


def differing(fault: str, seed: int) -> list[tuple[str, str]]:
    before, after = changed(fault, seed)
    return [(one, other) for one, other in zip(before, after, strict=True) if one != other]


@pytest.mark.parametrize("seed", range(5))
def test_replaced_has_a_word_of_another_song(seed):
    assert all(other in VOCABULARY for _, other in differing("replaced", seed))


@pytest.mark.parametrize("seed", range(5))
def test_misspelt_has_one_word_with_other_letters(seed):
    ((one, other),) = differing("misspelt", seed)
    assert abs(len(one) - len(other)) <= 1
    assert set(other) <= set(one)


@pytest.mark.parametrize("seed", range(5))
def test_misheard_has_a_word_that_sounds_alike(seed):
    assert differing("misheard", seed) == [("road", "rode")]


@pytest.mark.parametrize(
    ("one", "other"), [("road", "rode"), ("phone", "fawn"), ("knight", "knit"), ("back", "pack"), ("bell", "pell")]
)
def test_words_that_sound_alike_have_the_same_sound(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("rain", "sun"), ("harbour", "bell")])
def test_words_that_sound_different_do_not(one, other):
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [("Don't stop, 'round here!", ["dont", "stop", "round", "here"]), ("99 ways_out", ["ways", "out"]), ("", [])],
)
def test_words_are_lower_case_without_punctuation(text, words):
    assert words_of(text) == words
