"""Where the model comes from."""

from __future__ import annotations

import json
import shutil
import sys

import pytest

from components.errors import SynsongError
from scripts.playlists.models import find_model, load_model


@pytest.fixture
def package(model, tmp_path, monkeypatch):
    """An installed package, whose code must not be run: it would register the components a second time."""
    folder = tmp_path / "site" / "en_small"
    shutil.copytree(model, folder / "en_small-1.0.0")
    (folder / "__init__.py").write_text("raise ImportError('E004: a different function is already registered')")
    (folder / "meta.json").write_text(json.dumps({"lang": "en", "name": "small", "version": "1.0.0"}))
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return "en_small"


def test_the_pipeline_of_the_project_comes_before_the_package(model, package, tmp_path):
    assert find_model(None, pipeline=model, package=package) == model
    assert find_model(None, pipeline=tmp_path / "none", package=package).name == "en_small-1.0.0"


def test_a_package_is_loaded_and_never_imported(package, tmp_path):
    nlp = load_model(package)
    assert nlp.meta["name"] == "small"
    assert nlp("winter night")._.songs
    assert package not in sys.modules


def test_a_folder_is_taken_before_a_package_of_the_same_name(model, package, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(model, tmp_path / package)
    assert find_model(package).resolve() == tmp_path / package


def test_without_any_there_is_an_error(tmp_path):
    with pytest.raises(SynsongError, match="S701"):
        find_model(None, pipeline=tmp_path / "none", package="en_nowhere")


def test_a_package_that_is_no_model_is_none(tmp_path):
    with pytest.raises(SynsongError, match="S702"):
        find_model("pytest")


def test_an_index_that_is_damaged_says_so(model, tmp_path):
    shutil.copytree(model, tmp_path / "copy")
    next((tmp_path / "copy" / "lyric_relevance").rglob("index.json")).write_text("{}")
    with pytest.raises(SynsongError, match=r"S302|S703"):
        load_model(str(tmp_path / "copy"))
