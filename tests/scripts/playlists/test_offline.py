"""The whole way from a prompt to a file that plays, in a process that may open no socket."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

from scripts.formats import read_playlist
from scripts.playlists.models import relevance_of

from .conftest import make_songs

ROOT = Path(__file__).parents[3]
WITHOUT_SOCKETS = """
import runpy, sys

def refuse(event, args):
    if event.startswith("socket."):
        raise RuntimeError(f"a socket was touched: {event}")

sys.addaudithook(refuse)
runpy.run_module("scripts.make_playlist", run_name="__main__")
"""


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A model as it is shipped, with the sentence encoder, and a few songs."""
    nlp = spacy.blank("en")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.add_pipe("prompt_parser")
    nlp.add_pipe(
        "sentence_encoder",
        config={"encoder": {"@misc": "synsong.OnnxEncoder.v1", "path": str(ROOT / "assets/encoder")}},
    )
    nlp.add_pipe("lyric_relevance", config={"threshold": 0.0})
    nlp.initialize()
    relevance_of(nlp).add_songs(nlp, make_songs())
    path = tmp_path_factory.mktemp("full") / "model"
    nlp.to_disk(path)
    return path


def run(*args, cwd=ROOT, **environ):
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_SOCKETS, *args],
        cwd=cwd, env={**os.environ, **environ}, capture_output=True, text=True, timeout=120, encoding="utf8",
    )  # fmt: skip


def test_from_prompt_to_m3u8_without_a_socket(full, tmp_path):
    out = tmp_path / "winter.m3u8"
    done = run("a winter night far from home", "--to", str(out), "--model", str(full), "--explain")
    assert done.returncode == 0, done.stderr
    assert read_playlist(out).title == "A Winter Night Far from Home"
    lines = out.read_text(encoding="utf8").splitlines()
    assert lines[0] == "#EXTM3U"
    assert sum(line.startswith("#EXTINF:") for line in lines) == len(read_playlist(out).songs) > 0
    again = run("--refresh", str(out), "--model", str(full), "--json")
    assert json.loads(again.stdout)["written"] == [str(out)]


def test_the_block_holds(full):
    done = run(
        "winter", "--to", "spotify", "--model", str(full), SPOTIPY_CLIENT_ID="x", XDG_CONFIG_HOME=str(full.parent)
    )
    assert done.returncode == 1
    assert "S661" in done.stdout
    probe = subprocess.run(
        [sys.executable, "-c", WITHOUT_SOCKETS.replace('runpy.run_module("scripts.make_playlist", run_name="__main__")', "import socket; socket.create_connection(('127.0.0.1', 9))")],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "a socket was touched" in probe.stderr


def test_an_output_that_knows_no_blocks_gets_plain_signs(full):
    done = run("winter night", "--model", str(full), PYTHONIOENCODING="ascii:replace")
    assert done.returncode == 0, done.stderr
    assert "█" not in done.stdout
    assert "#" in done.stdout
