"""The examples become training data, or the step says which line is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from rapidfuzz import fuzz
from spacy.tokens import DocBin

from scripts.corpus import split
from scripts.theme_texts import (
    NEAR_DUPLICATE,
    ThemeText,
    definition_texts,
    letters,
    near_duplicate_groups,
    read_definitions,
    read_theme_texts,
)

DEFINITIONS = {
    "love": {"is": "Devotion.", "is_not": "A habit.", "words": ["darling", "wedding"]},
    "war": {"is": "Battle.", "is_not": "A quarrel.", "words": ["trench", "wedding"]},
}
GOOD = {"text": "a ring under the sink", "labels": ["love"], "kind": "remark"}
NEGATIVE = {"text": "I'd kill for a coffee", "labels": [], "not": ["love", "war"], "kind": "remark"}
BATTLE = {"text": "three hills taken by noon", "labels": ["war"], "kind": "verse"}


@pytest.fixture
def themes(tmp_path: Path):
    folder = tmp_path / "themes"
    folder.mkdir()
    (folder / "definitions.json").write_text(json.dumps(DEFINITIONS), encoding="utf8")

    def write(*records, name="batch"):
        lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf8")
        return folder

    return write


def run(folder: Path, out: Path, *options: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "scripts.corpus", str(folder), str(out), *options]
    done = subprocess.run(command, capture_output=True, text=True)
    done.stdout = " ".join(done.stdout.split())  # long messages are wrapped
    return done


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        ({**GOOD, "text": "another", "labels": ["lvoe"]}, "unknown label 'lvoe'"),
        ({**GOOD, "text": "another", "not": ["wra"]}, "unknown label 'wra'"),
        ({"text": "another", "kind": "remark"}, "no `labels`"),
        ({**GOOD, "labels": ["war"]}, "line 1 again with other labels"),
        ({**GOOD, "text": "A ring, under the SINK!"}, "line 1 again"),
        ({**GOOD, "text": "another", "kind": "tweet"}, "`kind` is 'tweet'"),
        ({**GOOD, "text": "  "}, "no `text`"),
        ("{", "not valid JSON"),
        ("[1]", "no `text`"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_record_is_named_with_file_and_line(themes, tmp_path, record, fault):
    folder = themes(GOOD, record)
    texts, faults = read_theme_texts(folder, list(DEFINITIONS))
    assert [text.text for text in texts] == [GOOD["text"]]
    assert len(faults) == 1
    assert "batch.jsonl, line 2" in faults[0]
    assert fault in faults[0]


def test_faults_of_all_files_are_told_and_nothing_is_written(themes, tmp_path):
    themes({**GOOD, "labels": ["lvoe"]})
    folder = themes({"text": "no labels here", "kind": "verse"}, name="other")
    done = run(folder, tmp_path / "corpus", "--min-texts", "0", "--min-negatives", "0")
    assert done.returncode == 1
    assert "S811" in done.stdout
    assert "batch.jsonl, line 1" in done.stdout
    assert "other.jsonl, line 1" in done.stdout
    assert not (tmp_path / "corpus").exists()


def test_label_below_its_minimum_is_named(themes, tmp_path):
    done = run(themes(GOOD, NEGATIVE), tmp_path / "corpus", "--min-texts", "1", "--min-negatives", "1")
    assert done.returncode == 1
    assert "'war' has 0 texts, fewer than 1" in done.stdout
    assert "'love'" not in done.stdout


def test_folder_without_definitions_is_named(tmp_path):
    done = run(tmp_path, tmp_path / "corpus")
    assert done.returncode == 1
    assert "S810" in done.stdout


def test_hard_negative_may_have_no_label(themes, tmp_path):
    done = run(themes(GOOD, BATTLE, NEGATIVE), tmp_path / "corpus", "--min-texts", "1", "--min-negatives", "1")
    assert done.returncode == 0, done.stdout
    vocab = spacy.blank("en").vocab
    docs = [
        doc
        for name in ("train", "dev", "test")
        for doc in DocBin().from_disk(tmp_path / "corpus" / f"{name}.spacy").get_docs(vocab)
    ]
    cats = {doc.text: doc.cats for doc in docs}
    assert cats[NEGATIVE["text"]] == {"love": 0.0, "war": 0.0}
    assert cats["wedding"] == {"love": 1.0, "war": 1.0}


def test_definitions_and_words_are_trained_on_but_never_tested():
    extra = definition_texts(DEFINITIONS)
    texts = [ThemeText(f"text number {i} of {i * 7919}", ("love",), "remark", "b") for i in range(60)]
    parts = split(texts, extra)
    assert {text.text for text in extra} <= {text.text for text in parts["train"]}
    assert all(text.kind != "definition" for name in ("dev", "test") for text in parts[name])


def test_new_text_moves_no_other():
    texts = [ThemeText(f"{word} {i * 7919}", (), "remark", "b") for i, word in enumerate("abcdefghij" * 3)]
    before = {text: name for name, part in split(texts[:-1]).items() for text in part}
    after = {text: name for name, part in split(texts).items() for text in part}
    assert before.items() <= after.items()


def test_near_duplicates_are_one_group_and_others_are_not():
    texts = ["the moon is out tonight", "rent is due", "The moon is out, tonight!", "the moon is out to-night"]
    assert near_duplicate_groups(texts) == [0, 1, 0, 0]


def test_no_near_duplicates_across_the_splits_of_our_examples():
    folder = Path("assets/themes")
    definitions = read_definitions(folder)
    texts, faults = read_theme_texts(folder, list(definitions))
    parts = split(texts, definition_texts(definitions))
    assert not faults
    assert all(parts.values())
    for one, others in (("test", ("train", "dev")), ("dev", ("train",))):
        known = [letters(text.text) for name in others for text in parts[name]]
        for text in parts[one][::7]:
            near = [other for other in known if fuzz.ratio(letters(text.text), other) >= NEAR_DUPLICATE]
            assert not near, (text.place, near)
