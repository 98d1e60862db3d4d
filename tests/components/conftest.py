"""Five songs, and an encoder that needs no files: words that share letters are alike."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language

import components
from components.lyric_relevance import LyricRelevance
from components.sentence_encoder import Floats
from components.song import Song

__all__ = ["components"]

DIM = 16


class HashEncoder:
    """Gives each word a random but fixed vector and adds them up."""

    dim = DIM

    def encode(self, texts: Sequence[str]) -> Floats:
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, DIM), dtype=np.float32)

    def _vector(self, text: str) -> Floats:
        total = np.zeros(DIM, dtype=np.float32)
        for word in text.lower().split():
            seed = int.from_bytes(hashlib.sha256(word.strip(".,!?").encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).normal(size=DIM).astype(np.float32)
        norm = float(np.linalg.norm(total))
        return total / norm if norm else total

    def truncates(self, text: str) -> bool:
        return len(text.split()) > 200

    def to_bytes(self) -> bytes:
        return b"hash"

    def from_bytes(self, data: bytes) -> HashEncoder:
        return self


@spacy.registry.misc("tests.HashEncoder.v1")
def make_hash_encoder() -> HashEncoder:
    return HashEncoder()


def make_song(song_id: str, title: str, lyrics: str, **fields: Any) -> Song:
    return Song(id=song_id, title=title, lyrics=lyrics, **{"artist": f"Artist of {title}", **fields})


@pytest.fixture
def songs() -> list[Song]:
    return [
        make_song("soil", "Spade Work", "[Verse 1]\nPotatoes sleep in the garden soil\nworms turn the ground for free\n\n[Chorus]\nDig it over, dig it slow", year=1971, genres=["folk"], explicit=False, language="en", popularity=30, artist="Ada Furrow"),
        make_song("train", "Night Freight", "[Verse 1]\nThe night train leaves the station yard\nmy suitcase rattles on the rack\n\n[Chorus]\nDon't stop, don't you stop for me", year=1985, genres=["rock"], explicit=True, language="en", popularity=80, artist="Bert Siding"),
        make_song("train-live", "Night Freight (Live)", "[Verse 1]\nThe night train leaves the station yard\nmy suitcase rattles on the rack, oh\n\n[Chorus]\nDon't stop, don't you stop for me", year=1987, genres=["rock"], explicit=True, language="en", popularity=20, artist="Cora Signal"),
        make_song("sea", "Harbour Bell", "[Verse 1]\nThe harbour bell rang out for Tom\nwho never rowed back in\n\n[Chorus]\nRow, father, row for the shore", year=1962, genres=["folk", "jazz"], language="en", artist="Ada Furrow", synced=[(1.0, "The harbour bell rang out for Tom"), (4.5, "who never rowed back in"), (9.0, "Row, father, row for the shore")]),
        make_song("baile", "La Plaza", "[Estrofa]\nBailamos en la plaza vieja\nhasta que sale el sol", year=2003, genres=["pop"], explicit=False, language="es", popularity=55, artist="Dolores Luz"),
    ]  # fmt: skip


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.add_pipe("prompt_parser")
    nlp.add_pipe("sentence_encoder", config={"encoder": {"@misc": "tests.HashEncoder.v1"}})
    nlp.add_pipe("lyric_relevance", config={"threshold": 0.0})
    nlp.initialize()
    return nlp


@pytest.fixture
def relevance(nlp: Language, songs: list[Song]) -> LyricRelevance:
    component = nlp.get_pipe("lyric_relevance")
    assert isinstance(component, LyricRelevance)
    component.add_songs(nlp, songs)
    return component
