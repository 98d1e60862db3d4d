"""The table, its bars and marks, on terminals of all kinds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.playlists.rendering import Style, _width, bar, cut, mark_line, render_table

from ..spotify.conftest import ranked

PLAIN = Style(width=100)


def with_line(text, terms, **fields):
    evidence = {"text": text, "line": 1, "section": None, "start": None, "terms": terms, "answers": "x"}
    return ranked(**{"title": "Song", "evidence": [evidence], **fields})


@pytest.mark.parametrize(
    ("share", "drawn"),
    [
        (0.0, "        "),
        (1.0, "████████"),
        (0.5, "████    "),
        (0.51, "████▏   "),
        (2.0, "████████"),
        (-1.0, "        "),
    ],
)
def test_a_bar_shows_eighths(share, drawn):
    assert bar(share, PLAIN) == drawn


@given(share=st.floats(-1, 2), blocks=st.booleans())
def test_a_bar_has_one_width(share, blocks):
    assert len(bar(share, Style(blocks=blocks))) == 8


def test_a_terminal_without_blocks_gets_plain_signs():
    style = Style(blocks=False)
    assert bar(0.5, style) == "####...."
    assert bar(0.5, style).isascii()


@pytest.mark.parametrize(
    ("line", "terms", "shown"),
    [
        ("Winters came, and the night", ["winter", "night"], "*Winters* came, and the *night*"),
        ("the night-train", ["train"], "the night-*train*"),
        ("nothing here", ["winter"], "nothing here"),
        ("  spaced   out\tline ", ["line"], "spaced out *line*"),
    ],
)
def test_the_matched_words_are_marked_whatever_their_form(nlp, line, terms, shown):
    assert mark_line(nlp, with_line(line, terms), 80, PLAIN) == shown


def test_on_a_terminal_the_marks_are_bold(nlp):
    shown = mark_line(nlp, with_line("the winter", ["winter"]), 80, Style(colour=True))
    assert "*" not in shown
    assert "\x1b[" in shown


def test_a_song_without_lines_has_an_empty_place(nlp):
    assert mark_line(nlp, ranked("Song"), 80, PLAIN) == ""


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=80)


@given(title=TEXT, artist=TEXT, line=TEXT, width=st.integers(60, 160), relevance=st.floats(0, 1))
def test_no_row_is_wider_than_the_terminal_nor_more_than_a_line(words, title, artist, line, width, relevance):
    songs = [with_line(line, ["winter"], title=title, artist=artist, relevance=relevance), ranked("Other")]
    rows = render_table(words, songs, Style(width=width)).split("\n")
    assert len(rows) == 3
    assert all(_width(row) <= width for row in rows)


@pytest.fixture(scope="module")
def words(model):
    from scripts.playlists.models import load_model

    return load_model(str(model))


def test_columns_stand_under_each_other_for_wide_letters(words):
    songs = [ranked("雨の夜", artist="歌手"), ranked("Rain", artist="Ada")]
    rows = render_table(words, songs, PLAIN).split("\n")
    assert len({_width(row.partition("█")[0]) for row in rows[1:]}) == 1


@given(text=TEXT, width=st.integers(1, 40))
def test_a_text_is_cut_to_its_columns(text, width):
    short = cut(text, width)
    assert _width(short) <= max(width, 1)
    assert short == text or short.endswith("…")


@pytest.mark.parametrize(
    ("terminal", "environ", "colour"),
    [(True, {}, True), (True, {"NO_COLOR": "1"}, False), (True, {"TERM": "dumb"}, False), (False, {}, False)],
)
def test_colours_are_for_terminals_that_want_them(monkeypatch, terminal, environ, colour):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal, raising=False)
    assert Style.of_terminal().colour is colour
