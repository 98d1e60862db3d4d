"""A lyric walks the road of a prompt: lines, terms, windows, vectors, themes."""

from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc

from components.analysis import STRIDE, WINDOW, analyse_songs, pool_themes, song_of, windows, with_explicit
from components.lyric_index import VECTORS, AnalysedSong
from components.song import Line, Song
from components.terms import content_terms, word_forms

from .conftest import DIM, make_song

pytestmark = pytest.mark.filterwarnings("ignore:.*W401")  # the pipeline needs no songs here
BLANK = spacy.blank("en")
PIPES = ("lemmatizer", "sentence_encoder", "textcat_multilabel")


@Language.factory("tests_themes")
class Themes(Pipe):
    """Gives every text the theme `rain` by the share of its tokens that are rain."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        doc.cats = {"rain": sum(token.lower_ == "rain" for token in doc) / max(len(doc), 1)}
        return doc


def analysed(nlp: Language, *songs: Song, pipes=PIPES, **settings) -> list[AnalysedSong]:
    return list(analyse_songs(nlp, songs, pipes=pipes, **settings))


def test_lyric_has_the_terms_that_the_same_words_have_in_a_prompt(nlp):
    (item,) = analysed(nlp, make_song("a", "Winds", "The winds were blowing\ndon't stop"))
    for line, terms, forms in zip(item.lines, item.fields["terms"], item.fields["forms"], strict=True):
        doc = nlp(line.text)
        assert terms == content_terms(doc)
        assert forms == word_forms(doc)
    assert item.fields["title"] == [["wind"]]


def test_headings_are_not_sung(nlp):
    (item,) = analysed(nlp, make_song("a", "T", "[Chorus]\nrain\n\n[Outro]\nsun"))
    assert item.fields["forms"] == [["rain"], ["sun"]]
    assert [line.section for line in item.lines] == ["Chorus", "Outro"]


def test_title_without_content_has_its_words():
    (item,) = analysed(BLANK, make_song("a", "You and I", "rain"))
    assert item.fields["title"] == [["you", "and", "i"]]


@pytest.mark.parametrize("batch_size", [1, 2, 10])
def test_songs_come_in_order_and_the_same_in_any_batches(nlp, songs, batch_size):
    one = analysed(nlp, *songs)
    other = analysed(nlp, *songs, batch_size=batch_size)
    assert [item.song.id for item in other] == [song.id for song in songs]
    assert [item.fields for item in other] == [item.fields for item in one]
    for mine, theirs in zip(one, other, strict=True):
        for name in VECTORS:
            assert mine.vectors[name] == pytest.approx(theirs.vectors[name], abs=1e-6)


def test_there_is_a_vector_for_each_part_of_a_song(nlp):
    (item,) = analysed(nlp, make_song("a", "T", "one\ntwo\nthree\n\nfour\nfive\nsix"))
    assert {name: rows.shape for name, rows in item.vectors.items()} == {
        "song": (1, DIM), "title": (1, DIM), "stanza": (2, DIM), "window": (2, DIM), "line": (6, DIM),
    }  # fmt: skip


def test_same_line_has_the_same_vector_wherever_it_stands(nlp):
    one, other = analysed(nlp, make_song("a", "T", "rain\nsun"), make_song("b", "U", "sun\nrain"))
    assert one.vectors["line"].tolist() == other.vectors["line"][::-1].tolist()


def test_instrumental_has_a_title_and_no_lines(nlp):
    (item,) = analysed(nlp, make_song("a", "Rain", "[Instrumental]"))
    assert (item.lines, item.fields["terms"]) == ([], [])
    assert {name: len(rows) for name, rows in item.vectors.items()} == {
        "song": 1, "title": 1, "stanza": 0, "window": 0, "line": 0,
    }  # fmt: skip


@pytest.mark.parametrize("pipes", [(), ("lemmatizer",), ("no_such_pipe",)])
def test_song_without_an_encoder_has_no_vectors(nlp, pipes):
    (item,) = analysed(nlp, make_song("a", "T", "rain"), pipes=pipes)
    assert item.vectors == {}


def test_themes_of_a_song_are_pooled_from_its_stanzas():
    nlp = spacy.blank("en")
    nlp.add_pipe("tests_themes")
    (item,) = analysed(nlp, make_song("a", "T", "rain\n\nrain sun\n\nsun"), pipes=["tests_themes"])
    stanzas = np.asarray([[nlp(text).cats["rain"]] for text in ("rain", "rain sun", "sun")])
    assert item.themes == {"rain": pytest.approx(float(pool_themes(stanzas)[0]))}


def test_more_stanzas_that_speak_of_a_theme_make_it_likelier():
    likely = [
        float(pool_themes(np.asarray(stanzas))[0]) for stanzas in ([[0.1], [0.1]], [[0.9], [0.1]], [[0.9], [0.9]])
    ]
    assert likely == sorted(set(likely))
    assert all(0 <= value <= 1 for value in likely)


@pytest.mark.parametrize(
    ("n", "first_lines"), [(0, []), (1, [1]), (4, [1]), (5, [1, 3]), (6, [1, 3]), (7, [1, 3, 5]), (9, [1, 3, 5, 7])]
)
def test_windows_overlap_by_half(n, first_lines):
    lines = [Line(f"line {i}", i, None) for i in range(1, n + 1)]
    assert [window[0].number for window in windows(lines)] == first_lines


@given(st.integers(0, 60))
def test_windows_hold_every_line_in_order(n):
    lines = [Line(f"line {i}", i, None) for i in range(1, n + 1)]
    cut = windows(lines)
    assert {line for window in cut for line in window} == set(lines)
    assert all(1 <= len(window) <= WINDOW for window in cut)
    assert all(list(window) == lines[window[0].number - 1 : window[-1].number] for window in cut)
    assert all(other[0].number - one[0].number == STRIDE for one, other in pairwise(cut))


@given(st.text(min_size=1, max_size=200).filter(lambda text: text.strip()))
@settings(max_examples=150, deadline=None)
def test_fields_of_any_lyric_have_as_many_lines_as_are_sung(lyrics):
    try:
        song = song_of(lyrics)
    except ValueError:
        return
    (item,) = analysed(BLANK, song)
    assert len(item.fields["terms"]) == len(item.fields["forms"]) == len(item.lines) == len(song.lines())
    for line, forms in zip(item.lines, item.fields["forms"], strict=True):
        assert forms == word_forms(BLANK(line.text))


@pytest.mark.parametrize(
    ("lyrics", "explicit"),
    [
        ("what the fuck", True),
        ("BULLSHIT, I say", True),
        ("a shitty day", True),
        ("love you, my dear", False),
        ("a niggling doubt", False),
        ("a niggardly old man", False),
        ("shiitake and shitake on the stove", False),
        ("an ark of shittim wood", False),
        ("the Scunthorpe road", False),
    ],
)
def test_words_tell_whether_a_song_is_explicit(lyrics, explicit):
    assert with_explicit(make_song("a", "T", lyrics)).explicit is explicit


@pytest.mark.parametrize("explicit", [True, False])
def test_what_somebody_said_of_a_song_stays(explicit):
    song = make_song("a", "T", "well, fuck", explicit=explicit)
    assert with_explicit(song) is song


def test_song_of_lyrics_is_sung():
    assert [line.text for line in song_of("rain\nsun").lines()] == ["rain", "sun"]


def test_vectors_of_a_song_have_length_one(nlp, songs):
    for item in analysed(nlp, *songs):
        for name in VECTORS:
            assert np.linalg.norm(item.vectors[name], axis=1) == pytest.approx(1.0, abs=1e-4), name
