"""What the package says that it needs: bounded as in requirements.txt."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import spacy
from packaging.requirements import Requirement
from packaging.version import Version

from components.errors import SynsongError
from scripts.package import RUNTIME, bounds, build, requirements

LINES = """# a comment about spacy>=9
spacy-lookups-data>=1.0.5,<1.1.0  # tables
spacy>=3.8.18,<3.9.0
numpy>=1.26,<3  # arrays
srsly
faiss-cpu==1.10
"""


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    (tmp_path / "requirements.txt").write_text(LINES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("spacy", ">=3.8.18,<3.9.0"),
        ("numpy", ">=1.26,<3"),
        ("spacy-lookups-data", ">=1.0.5,<1.1.0"),
        ("faiss-cpu", "==1.10"),
    ],
)
def test_bounds_are_those_of_the_line_with_that_name(project, name, expected):
    assert bounds(name) == expected


@pytest.mark.parametrize("name", ["pydantic", "srsly", "lookups-data", "faiss", "n.mpy"])
def test_requirement_that_is_not_bounded_is_an_error_that_names_it(project, name):
    with pytest.raises(SynsongError, match=f"S803.*requirements.txt.*{name}"):
        bounds(name)


@pytest.mark.parametrize("requirement", requirements())
def test_everything_that_the_package_needs_has_a_lower_and_an_upper_bound(requirement):
    operators = {specifier.operator for specifier in Requirement(requirement).specifier}
    assert operators == {">=", "<"}


def test_package_needs_spacy_first_and_nothing_twice():
    names = [Requirement(requirement).name for requirement in requirements()]
    assert names == ["spacy", *RUNTIME]
    assert len(set(names)) == len(names)


def test_bounds_allow_the_version_of_spacy_that_is_installed():
    assert Requirement(f"spacy{bounds('spacy')}").specifier.contains(Version(spacy.__version__))


def test_package_needs_all_that_the_components_import():
    imported = {
        line.split()[1].split(".")[0]
        for path in Path("components").glob("*.py")
        for line in path.read_text(encoding="utf8").splitlines()
        if line.startswith(("import ", "from ")) and not line.startswith("from .")
    }
    with_spacy = {"spacy", "thinc", "wasabi"}
    others = {"faiss": "faiss-cpu"}
    needed = {others.get(name, name) for name in imported - set(sys.stdlib_module_names) - with_spacy}
    assert needed <= set(RUNTIME)


def test_package_without_a_pipeline_is_an_error(tmp_path):
    with pytest.raises(SynsongError, match=r"S801.*weasel run assemble"):
        build(tmp_path / "none", tmp_path / "packages", {})
    assert not (tmp_path / "packages").exists()
