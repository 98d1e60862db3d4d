"""What tests need to be run from anywhere, and the pipeline that `weasel run all` assembled."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import spacy
from hypothesis import settings
from spacy.language import Language

import components

__all__ = ["components"]

settings.register_profile("seeded", derandomize=True, deadline=None)  # the same examples on every run
settings.load_profile("seeded")

ROOT = Path(__file__).parent.parent
PIPELINE = ROOT / "training" / "synsong"


@pytest.fixture(autouse=True, scope="session")
def _in_the_project_folder():
    before = Path.cwd()
    os.chdir(ROOT)
    yield
    os.chdir(before)


@pytest.fixture(scope="session")
def assembled() -> Language:
    """The pipeline with the sample catalogue; made with the project's own steps where it is not there yet."""
    if not (PIPELINE / "config.cfg").is_file():
        from weasel.cli.run import project_run

        for step in ("fetch", "corpus", "train", "assemble"):
            project_run(ROOT, step)
    return spacy.load(PIPELINE)
