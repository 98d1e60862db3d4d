"""The wheel, in a venv of its own, in another folder, with sockets blocked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scripts.package import build, requirements

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow

USE = """
import json, socket, sys, warnings

def refuse(*args, **kwargs):
    raise OSError("sockets are blocked")

socket.socket.connect = refuse
socket.create_connection = refuse
import spacy
nlp = spacy.load("en_synsong")
doc = nlp("Potatoes are great food for worms and bugs in the ground.")
again = [d._.songs for d in nlp.pipe(["a winter night", ""], n_process=2)]
assert again[0] == nlp("a winter night")._.songs
copy = nlp.from_bytes(nlp.to_bytes())
assert copy("a winter night")._.songs == again[0]
print(json.dumps({"title": doc._.playlist_title, "songs": doc._.songs, "cats": doc.cats, "meta": nlp.meta}))
"""


@pytest.fixture(scope="module")
def wheel(assembled, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("packages of mine")
    return build(ROOT / "training" / "synsong", folder, {"cats_macro_auc": 0.5})


@pytest.fixture(scope="module")
def answer(wheel, tmp_path_factory) -> dict:
    folder = tmp_path_factory.mktemp("a stranger's folder")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    environ = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        [str(python), "-W", "ignore", "-c", USE], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_wheel_is_small_and_pure(wheel):
    assert wheel.name.endswith("-py3-none-any.whl")
    assert wheel.stat().st_size < 40e6


def test_wheel_answers_where_nothing_else_is_installed(answer):
    assert answer["title"]
    assert answer["songs"][0]["id"] == "worms-in-the-second-trench"
    assert answer["songs"][0]["evidence"][0]["text"]
    assert len(answer["cats"]) == 36


def test_wheel_records_what_it_needs_and_who_made_its_parts(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("METADATA"))).decode()
    for requirement in requirements():
        assert requirement.split(">")[0].replace("_", "-") in metadata.replace("_", "-")
    assert any(name.endswith("LICENSES_SOURCES") for name in names)
    assert any(name.endswith("components/lyric_relevance.py") for name in names)


def test_wheel_names_no_folder_of_the_building_machine(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    places = [str(ROOT).encode(), str(Path.home()).encode() + b"/"]
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.suffix not in (".npy", ".onnx"):
            content = path.read_bytes()
            assert not [place for place in places if place in content], path


def test_package_without_lyrics_holds_no_line(assembled, tmp_path):
    wheel = build(ROOT / "training" / "synsong", tmp_path, {}, without_lyrics=True)
    with zipfile.ZipFile(wheel) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist() if "lyric_relevance/" in name)
    assert b"the dark is where potatoes do their thinking" not in content
    assert b"Worms in the Second Trench" in content
