"""How varied the words of the catalogue are: type-token figures, and the content words that it over-uses."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import srsly
import typer

from components.song import Song, read_songs
from components.terms import is_content, stem

from .console import msg
from .theme_texts import read_definitions, read_theme_texts

NLP = spacy.blank("en")
WINDOW = 50  # words of a moving type-token ratio


@dataclass(frozen=True)
class OverUsed:
    """A content word. stem (str): Its stem. songs (int): The songs that it stands in. share (float): Their share.
    surplus (float): How much likelier a song has it than general English would give a text of that length (log2)."""

    stem: str
    songs: int
    share: float
    surplus: float


# fmt: off
def main(
    catalogue: Path = typer.Argument(Path("assets/catalogue"), help="The songs"),
    themes: Path = typer.Option(Path("assets/themes"), help="The theme texts, which stand for general English"),
    output: Path = typer.Option(Path("metrics/catalogue.json"), help="Where the figures go"),
) -> None:
    # fmt: on
    """Report how varied the vocabulary of the catalogue is."""
    songs = [song for song in read_songs(catalogue, rejected=[]) if song.lines() and song.language == "en"]
    texts, _ = read_theme_texts(themes, list(read_definitions(themes)))
    figures = vocabulary([words_of(song) for song in songs])
    words = over_used(songs, [text.text for text in texts])
    msg.table([(name, f"{value:,.3f}") for name, value in figures.items()], header=(f"{len(songs)} songs in English", "value"), divider=True, aligns=("l", "r"))  # fmt: skip
    msg.table([(word.stem, word.songs, f"{word.share:.3f}", f"{word.surplus:.2f}") for word in words], header=("over-used stem", "songs", "share", "log2 surplus"), divider=True, aligns=("l", "r", "r", "r"))  # fmt: skip
    report: dict[str, Any] = {"vocabulary": figures, "over_used": [vars(word) for word in words]}
    output.parent.mkdir(parents=True, exist_ok=True)
    srsly.write_json(output, report)
    msg.good(f"{output}: {len(figures)} figures, {len(words)} words")


def words_of(song: Song) -> list[str]:
    """RETURNS (list[str]): The words of a song in order, in lower case."""
    return [token.lower_ for line in song.lines() for token in NLP.make_doc(line.text) if token.is_alpha]


def vocabulary(songs: Sequence[Sequence[str]]) -> dict[str, float]:
    """Measure how varied words are.

    songs (Sequence[Sequence[str]]): The words of each song.
    RETURNS (dict[str, float]): `tokens` and `types` of all songs, the mean and lowest `type_token_ratio` of a song, and
        the mean `moving_ratio` over windows of 50 words, which does not depend on length (Covington & McFall 2010).
    """
    every = [word for song in songs for word in song]
    ratios = [len(set(song)) / len(song) for song in songs if song]
    return {
        "tokens": float(len(every)),
        "types": float(len(set(every))),
        "type_token_ratio": float(np.mean(ratios)),
        "lowest_type_token_ratio": min(ratios),
        "moving_ratio": float(np.mean([_moving_ratio(song) for song in songs if song])),
    }


def _moving_ratio(words: Sequence[str]) -> float:
    starts = range(max(len(words) - WINDOW + 1, 1))
    return float(np.mean([len(set(words[start : start + WINDOW])) / min(WINDOW, len(words)) for start in starts]))


def over_used(songs: Sequence[Song], general: Sequence[str], *, count: int = 50) -> list[OverUsed]:
    """List the content words that most exceed their frequency in general English.

    songs (Sequence[Song]): The songs.
    general (Sequence[str]): Texts in general English.
    count (int): How many words to list.
    RETURNS (list[OverUsed]): Words of ten songs or more, the most over-used first, by log ratio (Hardie 2014).
    """
    expected = Counter(_stems(general))
    tokens = sum(expected.values())
    sets = [_stems(line.text for line in song.lines()) for song in songs]
    length = float(np.mean([len(stems) for stems in sets]))
    found = Counter(term for stems in sets for term in set(stems))
    rows = []
    for term, number in found.items():
        usual = 1 - math.exp(-length * (expected[term] + 1) / (tokens + len(expected)))
        share = number / len(songs)
        if number >= 10 and share > usual:
            rows.append(OverUsed(term, number, share, math.log2(share / usual)))
    return sorted(rows, key=lambda word: (-word.surplus, word.stem))[:count]


def _stems(texts: Iterable[str]) -> list[str]:
    return [stem(token.lower_) for text in texts for token in NLP.make_doc(text) if is_content(token)]


if __name__ == "__main__":
    typer.run(main)
