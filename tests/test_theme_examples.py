"""The theme examples: as many, as varied and as carefully read as they promise."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest
import srsly

from scripts.theme_texts import KINDS, read_definitions, read_theme_texts

ASSETS = Path(__file__).parent.parent / "assets"
DEFINITIONS = read_definitions(ASSETS / "themes")
TEXTS, FAULTS = read_theme_texts(ASSETS / "themes", list(DEFINITIONS))
DESIGNED = (
    "love heartbreak desire friendship family home childhood memory loss loneliness depression hope happiness fear anger "
    "courage freedom faith life time change dreams nature night city travel work money music dance war protest fame humor "
    "peace beauty"
)


def test_labels_are_those_of_the_design():
    assert list(DEFINITIONS) == DESIGNED.split()


@pytest.mark.parametrize("label", DEFINITIONS)
def test_label_has_a_definition_in_one_sentence_and_what_it_is_not(label):
    definition = DEFINITIONS[label]
    assert definition["is"].strip(". ").count(". ") == 0
    assert definition["is"].endswith(".")
    assert definition["is_not"].endswith(".")
    assert len(definition["words"]) == len(set(definition["words"])) >= 10


def test_no_example_is_faulty():
    assert FAULTS == []


@pytest.mark.parametrize("label", DEFINITIONS)
def test_label_has_sixty_texts_and_ten_hard_negatives(label):
    assert sum(label in text.labels for text in TEXTS) >= 60
    assert sum(label in text.negative for text in TEXTS) >= 10


def test_no_hard_negative_has_the_label():
    assert [text.place for text in TEXTS if set(text.labels) & set(text.negative)] == []


def test_texts_are_of_all_kinds_and_lengths():
    assert {text.kind for text in TEXTS} == set(KINDS)
    lengths = [len(text.text.split()) for text in TEXTS]
    assert min(lengths) <= 5
    assert max(lengths) >= 80
    assert [text.place for text, length in zip(TEXTS, lengths, strict=True) if not 3 <= length <= 120] == []


def test_batches_are_named_and_none_rules():
    counts = Counter(text.batch for text in TEXTS)
    assert len(counts) >= 5
    assert max(counts.values()) <= len(TEXTS) / 2


def test_every_text_was_read_twice():
    read = {record["id"]: record for record in srsly.read_jsonl(ASSETS / "labels" / "texts.jsonl")}
    for text in TEXTS:
        record = read[hashlib.sha256(text.text.encode()).hexdigest()[:12]]
        assert set(record["first"]) & set(record["second"]) <= set(text.labels), text.place
        assert set(text.labels) <= set(record["first"]) | set(record["second"]), text.place
