"""What `evaluate` prints and writes, on a small pipeline of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import srsly
import typer
from typer.testing import CliRunner

from components.errors import SynsongError
from scripts import evaluate
from scripts.evaluate import agreement_of, print_themes

APP = typer.Typer()
APP.command()(evaluate.main)


@pytest.fixture
def measured():
    row = {"auc": 0.9, "f1": 0.5, "ece": 0.01, "texts": 12}
    themes = {"macro_auc": 0.91, "macro_f1": 0.52, "ece": 0.02, "labels": {"love": row, "war": {**row, "auc": None}}}
    short = {"macro_auc": 0.7, "macro_f1": 0.2, "ece": 0.04}
    known = {
        "baselines": {"TextCatBOW.v3": short, "zero-shot": {**short, "macro_auc": 0.8}},
        "leave_one_batch_out": {"diaries": {**short, "macro_auc": 0.6}, "plain": {**short, "macro_auc": 0.9}},
    }
    agreement = {"texts": {"love": 0.83, "war": 0.91}, "songs": {"love": 0.71, "war": 0.66}}
    return themes, known, agreement


def rows_of(text: str) -> dict[str, list[str]]:
    return {line.split("   ")[0].strip(): line.split()[1:] for line in text.splitlines() if line.strip()}


def test_table_has_the_classifier_beside_its_baselines(measured, capsys):
    print_themes(*measured)
    rows = rows_of(capsys.readouterr().out)
    assert rows["Synsong"] == ["0.910", "0.520", "0.020"]
    assert rows["TextCatBOW.v3"] == ["0.700", "0.200", "0.040"]
    assert rows["zero-shot"] == ["0.800", "0.200", "0.040"]


def test_table_has_each_label_with_its_agreement_and_left_out_batches(measured, capsys):
    print_themes(*measured)
    rows = rows_of(capsys.readouterr().out)
    assert rows["love"] == ["12", "0.900", "0.500", "0.010", "0.83", "0.71"]
    assert rows["war"][1] == "-"
    assert rows["diaries"] == ["0.600", "0.200", "0.040"]


def test_batches_have_their_mean(measured, capsys):
    print_themes(*measured)
    assert "0.750" in [word for line in capsys.readouterr().out.splitlines() if "mean" in line for word in line.split()]


def test_agreement_is_read_from_both_readings(tmp_path):
    path = tmp_path / "songs.jsonl"
    srsly.write_jsonl(path, [{"first": ["a"], "second": ["a"]}, {"first": ["b"], "second": []}])
    assert agreement_of(path, ["a", "b"]) == {"a": 1.0, "b": 0.0}


@pytest.mark.parametrize("missing", ["pipeline", "test", "baselines"])
def test_what_is_missing_is_named_with_the_step_that_makes_it(tmp_path, missing):
    (tmp_path / "pipeline").mkdir()
    paths = {
        "pipeline": tmp_path / "pipeline" / "config.cfg",
        "test": tmp_path / "test.spacy",
        "baselines": tmp_path / "b.json",
    }
    for name, path in paths.items():
        if name != missing:
            path.write_text(json.dumps({}))
    done = CliRunner().invoke(
        APP,
        [str(tmp_path / "pipeline"), str(paths["test"]), str(tmp_path / "out.json"), "--baselines", str(paths["baselines"])],
    )  # fmt: skip
    assert done.exit_code == 1
    assert not (tmp_path / "out.json").exists()


def test_missing_label_file_is_named(tmp_path):
    with pytest.raises(SynsongError, match="S501"):
        agreement_of(tmp_path / "texts.jsonl", ["a"])


@pytest.mark.slow
def test_our_classifier_beats_both_baselines_and_is_calibrated(assembled):
    found = evaluate.evaluate_themes(assembled, Path("corpus/test.spacy"))
    known = srsly.read_json("metrics/baselines.json")["baselines"]
    assert all(found["macro_auc"] > row["macro_auc"] for row in known.values())
    assert all(found["macro_f1"] > row["macro_f1"] for row in known.values())
    assert found["macro_auc"] > 0.89
    assert found["ece"] < 0.05
