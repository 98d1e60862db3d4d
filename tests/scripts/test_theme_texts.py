"""The examples are read as they stand, and the themes' own words become examples too."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.theme_texts import ThemeText, definition_texts, letters, near_duplicate_groups, read_theme_texts, too_few

LABELS = ["love", "war"]


def test_text_knows_its_batch_and_its_place(tmp_path):
    record = {"text": "Say it twice.", "labels": ["love"], "not": ["war"], "kind": "verse"}
    (tmp_path / "songs.jsonl").write_text("\n" + json.dumps(record) + "\n", encoding="utf8")
    [text], faults = read_theme_texts(tmp_path, LABELS)
    assert faults == []
    assert (text.batch, text.labels, text.negative) == ("songs", ("love",), ("war",))
    assert text.place.endswith("songs.jsonl, line 2")


@pytest.mark.parametrize(("least", "faults"), [(2, 0), (3, 1)])
def test_label_with_fewer_texts_than_its_minimum_is_named(least, faults):
    texts = [ThemeText(text, ("love", "war"), "remark", "b") for text in ("one", "two")]
    texts.append(ThemeText("three", ("war",), "remark", "b"))
    found = too_few(texts, LABELS, min_texts=least, min_negatives=0)
    assert len(found) == faults
    assert all("'love' has 2 texts" in fault for fault in found)


def test_word_of_two_themes_is_one_text_with_both_labels():
    definitions = {
        "love": {"is": "Devotion.", "is_not": "", "words": ["love", "letter"]},
        "war": {"is": "Battle.", "is_not": "", "words": ["letter"]},
    }
    found = {text.text: text.labels for text in definition_texts(definitions)}
    assert found == {
        "love": ("love",),
        "love: Devotion.": ("love",),
        "letter": ("love", "war"),
        "war": ("war",),
        "war: Battle.": ("war",),
    }


@given(st.text())
def test_letters_do_not_depend_on_punctuation_or_on_being_taken_twice(text):
    assert letters(letters(text)) == letters(text)
    assert letters(f"  {text}!") == letters(text)


@given(st.lists(st.text("abc ", min_size=1, max_size=12), min_size=1, max_size=8))
def test_each_group_is_named_by_its_first_text(texts):
    groups = near_duplicate_groups(texts)
    assert all(group <= place and groups[group] == group for place, group in enumerate(groups))
