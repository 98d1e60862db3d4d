"""Build the wheel: the pipeline, the components' code, and what a stranger wants to know.

`spacy package --code` cannot ship a component of several files, so the package is made without a build, `components/` is
put into it as a sub-package, and the wheel is built from that.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import spacy
import srsly
import typer
from spacy.cli.package import package as spacy_package
from wasabi import msg

from components.errors import Errors, SynsongError

from . import PROJECT_URL, VERSION
from .assemble import relevance_of
from .model_readme import write_readme

NAME = "en_synsong"
RUNTIME = ("faiss-cpu", "numpy", "onnxruntime", "pydantic", "rapidfuzz", "snowballstemmer", "srsly", "tantivy", "tokenizers", "typing_extensions")  # fmt: skip
SOURCES = [
    {"name": "Sample catalogue and theme examples", "author": "Synsong", "license": "CC0-1.0"},
    {"name": "all-MiniLM-L6-v2", "url": "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2", "author": "sentence-transformers", "license": "Apache-2.0"},
    {"name": "spacy-lookups-data", "url": "https://github.com/explosion/spacy-lookups-data", "author": "Explosion; lemma data from WordNet 3.0", "license": "MIT; WordNet 3.0"},
]  # fmt: skip


# fmt: off
def main(
    pipeline: Path = typer.Argument(Path("training/synsong"), help="The assembled pipeline"),
    output: Path = typer.Argument(Path("packages"), help="Folder for the package"),
    metrics: Path = typer.Option(Path("metrics/evaluation.json"), help="Measures for the package's meta.json"),
    without_lyrics: bool = typer.Option(
        False, "--without-lyrics", help="Leave out the lines, and the order of words from which they could be read"
    ),
) -> None:
    # fmt: on
    """Build a self-contained wheel."""
    try:
        wheel = build(
            pipeline, output, srsly.read_json(metrics) if metrics.is_file() else {}, without_lyrics=without_lyrics
        )
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    msg.good(f"{wheel}: {wheel.stat().st_size / 1e6:.1f} MB")


def build(pipeline: Path, output: Path, performance: dict[str, Any], *, without_lyrics: bool = False) -> Path:
    """Build the wheel.

    pipeline (Path): The assembled pipeline.
    output (Path): Where the package's folder goes; an older one of the same version is replaced.
    performance (dict[str, Any]): The measures.
    without_lyrics (bool): Whether to leave out the lines.
    RETURNS (Path): The wheel.
    RAISES (SynsongError): If there is no pipeline, or no wheel comes of it.
    """
    if not (pipeline / "config.cfg").is_file():
        raise SynsongError(Errors.S801.format(path=pipeline, command="assemble"))
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "pipeline"
        nlp = spacy.load(pipeline)
        index = relevance_of(nlp).index
        if without_lyrics:
            index.strip_lyrics()
        nlp.meta.update(_meta(performance))
        nlp.to_disk(source)
        shutil.copy("LICENSE", source / "LICENSE")
        (source / "LICENSES_SOURCES").write_text(_licences(), encoding="utf8")
        write_readme(source / "README.md", nlp, performance)
        spacy_package(
            source, output, create_meta=False, create_sdist=False, create_wheel=False, force=True, silent=True
        )
    package = output / f"{NAME}-{VERSION}"
    _add_components(package)
    return _build_wheel(package)


def _meta(performance: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": "synsong",
        "version": VERSION,
        "description": "Finds the songs whose lyrics speak of a text, each with the line that matched.",
        "author": "Synsong",
        "email": "",
        "url": PROJECT_URL,
        "license": "MIT",
        "sources": SOURCES,
        "requirements": requirements(),
        "spacy_version": bounds("spacy"),
        "performance": performance,
    }


def requirements() -> list[str]:
    """RETURNS (list[str]): What the package needs to run, bounded as in requirements.txt."""
    return [f"spacy{bounds('spacy')}", *(f"{name}{bounds(name)}" for name in RUNTIME)]


def bounds(name: str) -> str:
    """RETURNS (str): The version bounds of a requirement, such as `>=1,<2`. RAISES (SynsongError): If there is none."""
    found = re.search(rf"^{re.escape(name)}([<>=].*?)\s*(?:#.*)?$", Path("requirements.txt").read_text(), re.MULTILINE)
    if found is None:
        raise SynsongError(Errors.S803.format(path="requirements.txt", reason=f"it does not bound {name}"))
    return found.group(1)


def _licences() -> str:
    text = "\n".join(
        f"{source['name']}: {source['license']}, {source['author']} {source.get('url', '')}".strip()
        for source in SOURCES
    )
    return f"{text}\n\n{Path('assets/encoder/LICENSE').read_text(encoding='utf8')}"


def _add_components(package: Path) -> None:
    """Put `components/` into the package as a sub-package that registers itself."""
    module = package / NAME
    shutil.copytree("components", module / "components", ignore=shutil.ignore_patterns("__pycache__"))
    _replace(module / "__init__.py", "\n\n\n", "\n\nfrom . import components\n\n\n")
    _replace(package / "setup.py", "packages=[model_name]", "packages=[model_name, f'{model_name}.components']")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf8")
    if old not in text:
        raise SynsongError(Errors.S803.format(path=path, reason=f"{old!r} is not in it; spaCy's template has changed"))
    path.write_text(text.replace(old, new, 1), encoding="utf8")


def _build_wheel(package: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "."]
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=False)
    wheels = sorted((package / "dist").glob("*.whl"))
    if done.returncode or not wheels:
        raise SynsongError(Errors.S803.format(path=package / "dist", reason=(done.stderr or done.stdout)[-800:]))
    return wheels[0]


if __name__ == "__main__":
    typer.run(main)
