"""Finds and loads the model: the pipeline of this project, else the installed package."""

from __future__ import annotations

import importlib.util
import json
import warnings
from pathlib import Path

import spacy
from spacy.language import Language

import components  # registers what the pipeline is made of
from components.errors import Errors, SynsongError
from components.lyric_relevance import LyricRelevance

PIPELINE = Path("training/synsong")
PACKAGE = "en_synsong"

__all__ = ["PACKAGE", "PIPELINE", "components", "load_model", "relevance_of"]


def load_model(model: str | None = None, *, pipeline: Path = PIPELINE, package: str = PACKAGE) -> Language:
    """Load a model that has songs.

    A package is loaded from its data folder and never imported: it brings its own copy of `components`, and two copies
    cannot register the same names (spaCy's E004).

    model (str | None): A folder or the name of a package; None for the pipeline of this project, else the package.
    pipeline (Path): Where the pipeline of this project lies.
    package (str): What the installed package is called.
    RETURNS (Language): The model.
    RAISES (SynsongError): If there is none, it cannot be loaded, or it has no songs.
    """
    path = find_model(model, pipeline=pipeline, package=package)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=r"\[W095\]")  # built with a neighbouring version of spaCy
            nlp = spacy.load(path)
    except SynsongError:
        raise
    except Exception as err:  # a broken model fails in as many ways as it has files
        raise SynsongError(Errors.S703.format(path=path, reason=_reason(err))) from err
    if not len(relevance_of(nlp).index):
        raise SynsongError(Errors.S704.format(path=path))
    return nlp


def find_model(model: str | None, *, pipeline: Path = PIPELINE, package: str = PACKAGE) -> Path:
    """RETURNS (Path): The folder of a model. RAISES (SynsongError): If there is none."""
    if model is None:
        found = pipeline if (pipeline / "config.cfg").is_file() else _package_folder(package)
        if found is None:
            raise SynsongError(Errors.S701.format(path=pipeline, package=package))
        return found
    folder = Path(model)
    if folder.is_dir():
        if not (folder / "config.cfg").is_file():
            raise SynsongError(Errors.S703.format(path=folder, reason="it has no config.cfg"))
        return folder
    found = _package_folder(model)
    if found is None:
        raise SynsongError(Errors.S702.format(model=model))
    return found


def relevance_of(nlp: Language) -> LyricRelevance:
    """RETURNS (LyricRelevance): The component that ranks songs. RAISES (SynsongError): If the pipeline has none."""
    for _, component in nlp.pipeline:
        if isinstance(component, LyricRelevance):
            return component
    raise SynsongError(Errors.S802.format(pipes=", ".join(nlp.pipe_names) or "nothing"))


def _package_folder(name: str) -> Path | None:
    """RETURNS (Path | None): The folder in an installed package where its data lies; the package is not imported."""
    if not name.isidentifier():
        return None
    found = importlib.util.find_spec(name)
    for place in (found.submodule_search_locations or []) if found else []:
        meta = Path(place) / "meta.json"
        if meta.is_file():
            about = json.loads(meta.read_text(encoding="utf8"))
            return Path(place) / f"{about['lang']}_{about['name']}-{about['version']}"
    return None


def _reason(err: Exception) -> str:
    lines = str(err).strip().splitlines()
    return lines[0][:200].rstrip(".") if lines else type(err).__name__
