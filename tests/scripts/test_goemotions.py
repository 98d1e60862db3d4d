"""The foreign check: its files are those that were measured, and its measures are right."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from components.errors import SynsongError
from scripts import goemotions
from scripts.cached_encoder import CachedEncoder
from scripts.goemotions import PAPER_F1, best_thresholds, check_files, macro_f1, measure, read_emotions, read_texts

APP = typer.Typer()
APP.command()(goemotions.main)
EMOTIONS = ["glee", "gloom", "neutral"]


class LengthEncoder:
    """The first number says whether a text is long, the second whether it has an exclamation mark."""

    dim = 384

    def encode(self, texts):
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        rows[:, 0] = [float("gloom" in text) for text in texts]
        rows[:, 1] = [float("!" in text) for text in texts]
        return rows


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "emotions.txt").write_text("glee\ngloom\n", encoding="utf8")
    for name, count in (("train", 60), ("dev", 12), ("test", 12)):
        lines = [
            (f"what joy {i}!\t0\tx{i}", f"all gloom {i}\t1\ty{i}", f"gloom and joy {i}!\t0,1\tz{i}", f"a table {i}\t2\tw{i}")
            for i in range(count)
        ]  # fmt: skip
        (tmp_path / f"{name}.tsv").write_text(
            "\n".join(line for four in lines for line in four) + "\n", encoding="utf8"
        )
    return tmp_path


def test_neutral_is_the_last_emotion(folder):
    assert read_emotions(folder / "emotions.txt") == EMOTIONS


def test_text_may_have_many_emotions(folder):
    texts = read_texts(folder / "test.tsv", EMOTIONS)
    assert len(texts) == 48
    assert texts[2].text == "gloom and joy 0!"
    assert texts[2].labels == ("glee", "gloom")


@pytest.mark.parametrize(
    "line", ["no tabs", "text\t0", "text\tnone\tid", "text\t9\tid", "text\t\tid", "a\tb\t0\tid"],
    ids=["no tabs", "no id", "not a number", "unknown emotion", "no emotion", "too many"],
)  # fmt: skip
def test_broken_line_is_named(tmp_path, line):
    path = tmp_path / "test.tsv"
    path.write_text(f"fine\t0\tid\n{line}\n", encoding="utf8")
    with pytest.raises(SynsongError, match=r"S814.*test\.tsv, line 2"):
        read_texts(path, EMOTIONS)


def test_missing_folder_is_a_clear_error_with_exit_1(tmp_path):
    done = CliRunner().invoke(APP, ["--data", str(tmp_path / "nowhere"), str(tmp_path / "out.json")])
    assert done.exit_code == 1
    assert not (tmp_path / "out.json").exists()


def test_missing_file_and_changed_file_are_told_apart(tmp_path):
    (tmp_path / "a.tsv").write_bytes(b"abc")
    good = hashlib.sha256(b"abc").hexdigest()
    check_files(tmp_path, {"a.tsv": good})
    with pytest.raises(SynsongError, match=r"S813.*a\.tsv"):
        check_files(tmp_path, {"a.tsv": "0" * 64})
    with pytest.raises(SynsongError, match=r"S812.*b\.tsv"):
        check_files(tmp_path, {"a.tsv": good, "b.tsv": good})


def test_thresholds_are_the_best_of_each_label():
    truths = np.asarray([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    scores = np.asarray([[0.3, 0.6], [0.2, 0.9], [0.1, 0.7]])
    thresholds = best_thresholds(scores, truths)
    assert 0.1 < thresholds[0] <= 0.2
    assert 0.7 < thresholds[1] <= 0.9
    assert macro_f1(truths, scores >= thresholds) == 1.0
    assert macro_f1(truths, scores >= 0.5) == pytest.approx((0 + 0.5) / 2)


def test_architecture_learns_what_can_be_learnt(folder):
    parts = {name: read_texts(folder / f"{name}.tsv", EMOTIONS) for name in ("train", "dev", "test")}
    found = measure(goemotions.Path("configs/goemotions.cfg"), CachedEncoder(LengthEncoder()), parts, EMOTIONS)
    assert found["paper"] == PAPER_F1
    assert found["tuned_macro_f1"] > 0.9
