"""The project as a whole: its table of contents, its README, its messages."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
import srsly

ROOT = Path(__file__).parent.parent
PROJECT = srsly.read_yaml(ROOT / "project.yml")
README = (ROOT / "README.md").read_text(encoding="utf8")
MARKERS = re.compile(r"<!-- WEASEL: AUTO-GENERATED DOCS START.*?AUTO-GENERATED DOCS END.*?-->", re.DOTALL)
SOURCES = [path for folder in ("components", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]


def filled(text: str) -> str:
    return re.sub(r"\$\{vars\.(\w+)\}", lambda match: str(PROJECT["vars"][match[1]]), text)


COMMANDS = {command["name"]: command for command in PROJECT["commands"]}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_command_has_help_and_its_dependencies_are_there_or_made(command):
    made = {
        filled(out)
        for other in COMMANDS.values()
        for out in (*other.get("outputs", []), *other.get("outputs_no_cache", []))
    }
    made |= {asset["dest"] for asset in PROJECT["assets"]}
    assert command["help"]
    for dep in map(filled, command.get("deps", [])):
        assert dep in made or (ROOT / dep).exists(), dep


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_command_depends_on_the_script_that_it_runs(command):
    deps = set(map(filled, command.get("deps", [])))
    for module in re.findall(r"python -m (scripts\.[\w.]+)", " ".join(command["script"])):
        if command.get("outputs") and not command.get("no_skip"):
            assert module.replace(".", "/") + ".py" in deps


def test_assemble_runs_again_when_any_component_changes():
    deps = set(map(filled, COMMANDS["assemble"]["deps"]))
    missing = {path.relative_to(ROOT).as_posix() for path in (ROOT / "components").glob("*.py")} - deps
    assert not missing


def test_every_command_of_a_workflow_exists():
    assert {name for steps in PROJECT["workflows"].values() for name in steps} <= set(COMMANDS)


def test_generated_part_of_the_readme_is_fresh(tmp_path):
    fresh = tmp_path / "README.md"
    subprocess.run(
        [sys.executable, "-m", "weasel", "document", str(ROOT), "-o", str(fresh)], check=True, capture_output=True
    )
    assert MARKERS.search(README)[0] == MARKERS.search(fresh.read_text(encoding="utf8"))[0]


def test_readme_example_prints_what_the_readme_says(assembled, monkeypatch, capsys):
    block, output = re.search(r"```python\n(.*?)```\s+```text\n(.*?)```", README, re.DOTALL).groups()
    monkeypatch.setattr(spacy, "load", lambda name: assembled)
    exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out.strip() == output.strip()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_message_that_is_used_is_in_the_catalogue(path):
    from components.errors import Errors, Warnings

    for kind, code in re.findall(r"\b(Errors|Warnings)\.([SW]\d+)", path.read_text(encoding="utf8")):
        assert getattr({"Errors": Errors, "Warnings": Warnings}[kind], code).startswith(f"[{code}]")


def test_every_message_of_the_catalogue_is_used():
    from components.errors import Errors, Warnings

    text = "\n".join(path.read_text(encoding="utf8") for path in SOURCES)
    unused = [
        code
        for kind in (Errors, Warnings)
        for code in vars(kind)
        if re.match(r"[SW]\d", code) and f".{code}" not in text
    ]
    assert not unused


def test_components_know_nothing_of_scripts_and_print_nothing():
    for path in (ROOT / "components").rglob("*.py"):
        text = path.read_text(encoding="utf8")
        assert not re.search(r"^\s*(from|import) scripts", text, re.MULTILINE), path
        assert not re.search(r"^\s*print\(|os\.environ|import socket", text, re.MULTILINE), path


def test_assembled_classifier_kept_what_it_learned(assembled):
    from scripts.assemble import code  # noqa: F401 (registers what the trained classifier was trained with)

    trained = spacy.load(ROOT / "training" / "themes" / "model-best")
    text = "He was buried in March, and his mother still lays the table for him."
    assert assembled(text).cats == pytest.approx(trained(text).cats, abs=1e-5)
    assert max(assembled(text).cats, key=assembled(text).cats.get) in ("loss", "family")
