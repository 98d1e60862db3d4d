"""Titles and descriptions: what any of them keeps to, and what they are for prompts of each manner."""

from __future__ import annotations

import re
import unicodedata

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

import components  # noqa: F401
from components.playlist_title import MAX_CHARS, MAX_DESCRIPTION, UNTITLED, make_description, make_title, shorten
from components.title_case import FOREIGN, SMALL, title_case

if not Doc.has_extension("constraints"):
    Doc.set_extension("constraints", default=[])


@pytest.fixture(scope="module")
def nlp():
    nlp = spacy.blank("en")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    return nlp


@pytest.fixture(scope="module")
def parsed():
    """A pipeline that reads prompts as the assembled one does."""
    nlp = spacy.blank("en")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.add_pipe("prompt_parser")
    nlp.initialize()
    return nlp


def analysed(nlp, text, *, constraints=(), cats=None, **spans):
    """Make a Doc whose clauses are the given parts of the text."""
    doc = nlp(text)
    for key, parts in spans.items():
        found = [doc.char_span(text.index(part), text.index(part) + len(part)) for part in parts]
        assert all(isinstance(span, Span) for span in found)
        doc.spans[key] = found
    doc._.constraints = list(constraints)
    doc.cats = cats or {}
    return doc


def constraint(type, value, *, negated=False, status="used"):
    return {"type": type, "value": value, "negated": negated, "status": status, "text": "", "start": 0, "end": 0}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("a winter night far from home", "A Winter Night Far from Home"),
        ("my father never came back from the war", "My Father Never Came Back from the War"),
        ("LONELY NIGHTS IN NYC", "Lonely Nights in NYC"),
        ("the USA on an iPhone", "The USA on an iPhone"),
        ("what we waited for", "What We Waited For"),
        ("mother-in-law jokes", "Mother-in-Law Jokes"),
        ("summer '99", "Summer '99"),
        ("don’t stop", "Don’t Stop"),
        ("  rain...  ", "Rain"),
        ("rain & trains &", "Rain & Trains"),
        ("0%0%0%0%0%0%0:&0", "0"),
        ("*rain* on #trains", "Rain on Trains"),
    ],
)
def test_a_short_prompt_is_its_own_title(nlp, text, title):
    assert make_title(nlp(text)) == title


@pytest.mark.parametrize(
    ("text", "parts", "title"),
    [
        ("songs about rain and leaving home", {"include": ["rain", "leaving home"]}, "Rain and Leaving Home"),
        ("songs about the moon", {"include": ["moon"]}, "The Moon"),
        ("a song about nothing at all", {"include": []}, "A Song About Nothing at All"),
        ("sad songs about trains", {"include": ["sad", "trains"]}, "Sad Songs About Trains"),
        ("love, money and fame", {"include": ["love", "money", "fame"]}, "Love, Money and Fame"),
        ("rain, no love songs, trains", {"include": ["rain", "trains"], "exclude": ["love"]}, "Rain and Trains"),
        ("rain. snow. hail", {"include": ["rain", "snow", "hail"]}, "Rain, Snow and Hail"),
        ("anything, just no love songs", {"include": [], "exclude": ["love"]}, "Anything but Love"),
        ('songs like "keep the light on"', {"include": [], "quote": ["keep the light on"]}, "Keep the Light On"),
    ],
)
def test_a_request_is_named_by_what_it_asks_for(nlp, text, parts, title):
    assert make_title(analysed(nlp, text, **parts)) == title


@pytest.mark.parametrize(
    ("constraints", "title"),
    [
        ([constraint("genre", "rock"), constraint("era", [1980, 1989])], "Rock Songs from the 1980s"),
        ([constraint("language", "es"), constraint("genre", "folk")], "Spanish Folk Songs"),
        ([constraint("artist", "Mara Vell"), constraint("popularity", [60, 100])], "Hits by Mara Vell"),
        ([constraint("era", [1990, None])], "Songs since 1990"),
        ([constraint("genre", "rap", negated=True)], "Play This"),
    ],
)
def test_a_request_of_conditions_alone_is_named_by_them(nlp, constraints, title):
    doc = analysed(nlp, "play this", include=[], constraints=constraints)
    assert make_title(doc) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The factory closed in March and half the town left with it.", "The Factory Closed in March"),
        ("I lost my job and the bills pile up", "The Bills Pile Up"),
        (
            "We talked for a while. The well was deep, and the well was cold, and nobody knew who had dug the well.",
            "The Well Was Deep",
        ),
    ],
)
def test_a_long_text_is_named_by_a_phrase_of_it(nlp, text, title):
    assert make_title(nlp(text)) == title


def test_what_a_page_repeats_names_it(nlp):
    page = " ".join(
        f"On day {day} the weather changed and somebody wrote about the harbour before supper, which was late again."
        for day in range(150)
    )
    assert "harbour" in make_title(nlp(page)).lower()
    assert len(page.split()) > 2_000


def test_themes_name_a_text_that_says_nothing_by_itself(nlp):
    text = "it was what it was and it will be what it will be"
    doc = analysed(nlp, text, include=[text], cats={"loss": 0.9, "memory": 0.7, "love": 0.2})
    assert make_title(doc) == "Of Loss and Memory"


def test_themes_do_not_name_a_text_without_words(nlp):
    doc = analysed(nlp, "!?", include=[], cats={"loss": 0.9})
    assert make_title(doc) == UNTITLED


def test_a_theme_that_is_left_out_names_nothing(nlp):
    doc = analysed(nlp, "love", include=[], exclude=["love"], cats={"love": 0.9})
    assert make_title(doc) == "Anything but Love"


@pytest.mark.parametrize(
    ("text", "title"),
    [("", UNTITLED), ("???", UNTITLED), (" \n", UNTITLED), ("💔", "Broken Heart"), ("\x00", UNTITLED)],
)
def test_a_text_without_words_has_a_title_all_the_same(nlp, text, title):
    assert make_title(nlp(text)) == title


@pytest.mark.parametrize("text", ["chansons sur la mer", "canciones de amor para mi madre", "Lieder über den Regen"])
def test_other_languages_keep_their_small_letters(nlp, text):
    assert make_title(nlp(text)) == text[0].upper() + text[1:]


TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(
        st.sampled_from(
            [
                "the",
                "my",
                "rain",
                "home",
                "of",
                "in",
                "and",
                "never",
                "came,",
                "I",
                "don't",
                "NYC",
                "iPhone",
                "love.",
                "war;",
                "sings?",
                "“stop”",
                "(who)",
                "🌧️",
                "–",
                "&",
                "la",
                "mer",
                "don’t",
                "two-faced",
                "under",
                "because",
                "which",
                "going",
                "1999",
                "Mr.",
                "a.m.",
                "\n",
            ]
        ),
        max_size=60,
    ).map(" ".join),
    st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "Z", "M"]), max_size=400),
)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_any_text_has_a_title_that_keeps_the_rules(nlp, text):
    title = make_title(nlp(text))
    assert 0 < len(title) <= MAX_CHARS + 2 < 100
    assert title == " ".join(title.split())
    assert all(char.isprintable() for char in title)
    first, last = title[0], title[-1]
    assert unicodedata.category(first)[0] in "LNM" or first in "'’"
    assert unicodedata.category(last)[0] in "LNM"
    assert not re.search(r"[.,;:!?\"“”()\[\]{}<>]{2}|[\"“”()\[\]{}<>;!?]", title)
    assert title == make_title(nlp(text))


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_a_title_of_a_long_prompt_is_shorter_and_of_its_words(nlp, text):
    title = make_title(nlp(text))
    words = re.findall(r"\w+", text)
    if len(words) > 12 and title != UNTITLED and any(token.is_alpha for token in nlp(text)):
        assert len(title.split()) <= 8
        assert len(title) < len(text)


ENGLISH = st.lists(
    st.sampled_from(["the", "river", "of", "my", "to", "and", "rain", "was", "under", "a", "stone", "because", "she", "bridge"]),
    min_size=9,
    max_size=80,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(words=ENGLISH)
def test_no_title_breaks_off_after_a_small_word(nlp, words):
    title = make_title(nlp(" ".join(words)))
    last = title.split()[-1].lower()
    assert last not in {"the", "my", "a", "of", "and", "because"} or last == words[-1]


REQUESTS = st.lists(
    st.sampled_from(["songs about", "play me", "10 songs", "sad", "the moon", "from the 80s", "no rap", "not about", "love", "by Mara Vell", '"stay', 'home"', "in Spanish", "and", ",", "rain.", "but", "the", "please"]),
    max_size=14,
).map(" ".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(text=REQUESTS | TEXTS)
def test_any_request_that_was_read_has_a_title_that_keeps_the_rules(parsed, text):
    doc = parsed(text)
    title = make_title(doc)
    assert 0 < len(title) < 100
    assert title == " ".join(title.split())
    assert unicodedata.category(title[-1])[0] in "LNM"
    assert not re.search(r"[\"“”()\[\]{}<>;!?]", title)
    assert len(make_description(doc)) <= MAX_DESCRIPTION


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_any_text_has_a_description_of_one_short_line(nlp, text):
    description = make_description(nlp(text))
    assert len(description) <= MAX_DESCRIPTION
    assert description == " ".join(description.split())
    assert all(char.isprintable() or char == "\u200d" for char in description)


def test_the_description_says_what_was_asked_left_out_and_demanded(nlp):
    doc = analysed(
        nlp,
        "80s songs about rain, nothing about love",
        include=["rain"],
        exclude=["love"],
        constraints=[
            constraint("era", [1980, 1989]),
            constraint("count", 10),
            constraint("language", "fr", status="ignored"),
        ],
    )
    assert make_description(doc) == (
        "Songs for: 80s songs about rain, nothing about love. Left out: love. From 1980-1989."
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (constraint("genre", ["folk", "blues"]), "Only folk or blues."),
        (constraint("genre", "rap", negated=True), "Not rap."),
        (constraint("era", [None, 1969]), "Up to 1969."),
        (constraint("era", [1967, 1967], negated=True), "Nothing from 1967."),
        (constraint("artist", "Mara Vell"), "By Mara Vell."),
        (constraint("artist", "Mara Vell", negated=True), "Not by Mara Vell."),
        (constraint("language", "fr"), "In French."),
        (constraint("explicit", False), "No explicit words."),
        (constraint("explicit", False, negated=True), "Explicit words only."),
        (constraint("popularity", [60, 100]), "Well-known songs."),
        (constraint("popularity", [0, 40]), "Little-known songs."),
        (constraint("duration", [None, 240]), "Under 4:00 long."),
        (constraint("duration", [180, None], negated=True), "Not over 3:00 long."),
        (constraint("era", None), ""),
    ],
)  # fmt: skip
def test_each_condition_is_put_into_words(nlp, given, sentence):
    assert make_description(analysed(nlp, "rain", constraints=[given])) == f"Songs for: rain. {sentence}".strip()


def test_a_long_prompt_is_cut_at_a_word_and_what_was_left_out_still_said(nlp):
    doc = analysed(nlp, "no love " + "wandering " * 200, exclude=["love"])
    description = make_description(doc)
    assert description.endswith("wandering… Left out: love.")
    assert len(description) <= MAX_DESCRIPTION


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("rain", 4, "rain"),
        ("rain falls", 5, "rain…"),
        ("rain falls", 9, "rain…"),
        ("a, b", 3, "a…"),
        ("rainfalls", 5, "rain…"),
    ],
)
def test_texts_are_cut_at_a_word(text, length, short):
    assert shorten(text, length) == short


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=8), min_size=1, max_size=8))
def test_capitals_change_no_letter(words):
    assert title_case(words).casefold() == " ".join(words).casefold()


def test_small_words_are_low_inside_and_high_at_the_ends():
    assert title_case(["of", "mice", "and", "the", "men", "in"]) == "Of Mice and the Men In"
    assert not SMALL & {"up", "out", "off"}
    assert "la" in FOREIGN
