"""Ten prompts and songs that must be among the first five; five of them share no content word with their song."""

import pytest

from components.query import make_query

OTHER_WORDS = [
    ("homesickness", "room-over-the-laundry"),
    ("feeling numb", "sedative-winter"),
    ("celebrity", "laminated-in-kalamazoo"),
    ("useless politicians", "goat-in-the-council-chamber"),
    ("public transport", "orbital-bus-clockwise"),
]
LIKE_WORDS = [
    ("Potatoes are great food for worms and bugs in the ground.", "worms-in-the-second-trench"),
    ("I got fired and cannot pay the rent", "two-checks-from-broke"),
    ("eating alone", "i-dont-miss-you-ask-the-waiter"),
    ("clocks", "twenty-to-nine-by-the-wrong-clock"),
    ("dancing all night", "bend-your-knees-wilberforce"),
]


@pytest.mark.parametrize(("prompt", "song"), [*OTHER_WORDS, *LIKE_WORDS])
def test_song_is_among_the_first_five(assembled, prompt, song):
    assert song in [found["id"] for found in assembled(prompt)._.songs[:5]]


@pytest.mark.parametrize(("prompt", "song"), OTHER_WORDS)
def test_song_was_found_by_what_it_means(assembled, prompt, song):
    index = assembled.get_pipe("lyric_relevance").index
    terms = index.fields["terms"]
    assert not set(make_query(assembled(prompt)).terms) & {terms.words[i] for i in terms.ids[index.rows[song]]}
