"""How fast it is: loading, a prompt, encoding, indexing."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language

from components.analysis import analyse_songs
from components.lyric_relevance import LyricRelevance
from components.song import Song

LOAD = "import time, components; t = time.perf_counter(); import spacy; spacy.load({path!r}); print(time.perf_counter() - t)"


def measure(pipeline: Path, songs: Sequence[Song], prompts: Sequence[str]) -> dict[str, float]:
    """Measure the speed of a pipeline on this machine.

    pipeline (Path): The assembled pipeline.
    songs (Sequence[Song]): Songs to index.
    prompts (Sequence[str]): Prompts to answer.
    RETURNS (dict[str, float]): Milliseconds (p50 and p95 of a prompt, p50 of the encoder), seconds (`load`), and rates.
    """
    nlp = spacy.load(pipeline)
    relevance = nlp.get_pipe("lyric_relevance")
    assert isinstance(relevance, LyricRelevance)
    encoder = nlp.get_pipe("sentence_encoder").encoder  # type: ignore[attr-defined]
    lines = [line.text for song in songs[:40] for line in song.lines()]
    prompt_times = [timed(partial(nlp, text)) for text in prompts]
    return {
        "load, s": statistics.median(_load(pipeline) for _ in range(3)),
        "prompt p50, ms": 1000 * statistics.median(prompt_times),
        "prompt p95, ms": 1000 * float(np.quantile(prompt_times, 0.95)),
        "encode a prompt p50, ms": 1000 * statistics.median(timed(partial(encoder.encode, [text])) for text in prompts),
        "lines encoded a second": len(lines) / timed(lambda: encoder.encode(lines)),
        "songs indexed a second": 40 / timed(lambda: _index(nlp, relevance, songs[:40])),
    }


def timed(action: Callable[[], object]) -> float:
    """RETURNS (float): How long it takes, in seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _index(nlp: Language, relevance: LyricRelevance, songs: Sequence[Song]) -> None:
    list(analyse_songs(nlp, songs, pipes=relevance.lyric_pipes))


def _load(pipeline: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", LOAD.format(path=str(pipeline))], capture_output=True, text=True, check=True
    )
    return float(done.stdout)
