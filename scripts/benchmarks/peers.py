"""The systems that Synsong is compared with, each in its honest best form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from components.analysis import windows
from components.sentence_encoder import Encoder
from components.song import Song
from components.terms import content_terms, word_forms

Scores = NDArray[np.float64]
Peer = Callable[[str], Scores]
RANKED = 60  # the constant of reciprocal-rank fusion (Cormack, Clarke & Büttcher 2009, section 2)


def make_peers(nlp: Language, encoder: Encoder, songs: Sequence[Song]) -> dict[str, Peer]:
    """Make every peer for some songs.

    nlp (Language): Tokenizes and lemmatizes, the same for all.
    encoder (Encoder): The same encoder as Synsong's.
    songs (Sequence[Song]): The songs.
    RETURNS (dict[str, Peer]): By name, what gives a score for each song, shape (n_songs,), float64.
    """
    texts = [f"{song.title}\n" + "\n".join(line.text for line in song.lines()) for song in songs]
    lemmatizer = nlp.get_pipe("lemmatizer")
    analyse = {
        "BM25, content stems": lambda text: content_terms(lemmatizer(nlp.make_doc(text))),
        "BM25, all word forms": lambda text: word_forms(nlp.make_doc(text)),
    }
    peers: dict[str, Peer] = {name: _bm25(tokens, texts) for name, tokens in analyse.items()}
    peers["MiniLM, whole song"] = _whole(encoder, texts)
    peers["MiniLM, best window"] = _best_window(encoder, songs)
    peers["rank fusion of these"] = _fuse(list(peers.values()))
    return peers


def _bm25(analyse: Callable[[str], list[str]], texts: Sequence[str]) -> Peer:
    retriever = bm25s.BM25()
    retriever.index([analyse(text) for text in texts], show_progress=False)
    known = set(retriever.vocab_dict)

    def score(text: str) -> Scores:
        terms = [term for term in analyse(text) if term in known]
        return np.asarray(retriever.get_scores(terms), dtype=np.float64) if terms else np.zeros(len(texts))

    return score


def _whole(encoder: Encoder, texts: Sequence[str]) -> Peer:
    vectors = encoder.encode(texts)
    return lambda text: np.asarray(vectors @ encoder.encode([text])[0], dtype=np.float64)


def _best_window(encoder: Encoder, songs: Sequence[Song]) -> Peer:
    parts = [["\n".join(line.text for line in window) for window in windows(song.lines())] or [""] for song in songs]
    vectors = encoder.encode([text for part in parts for text in part])
    starts = np.cumsum([0, *map(len, parts)])[:-1]

    def score(text: str) -> Scores:
        return np.maximum.reduceat(vectors @ encoder.encode([text])[0], starts).astype(np.float64)

    return score


def _fuse(peers: Sequence[Peer]) -> Peer:
    def score(text: str) -> Scores:
        ranks = [np.argsort(np.argsort(-peer(text), kind="stable")) for peer in peers]
        return np.asarray(sum(1 / (RANKED + rank + 1) for rank in ranks), dtype=np.float64)

    return score
