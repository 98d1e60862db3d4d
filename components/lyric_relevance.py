"""The component that answers a prompt with songs."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import SimpleFrozenList, from_bytes, from_disk, to_bytes, to_disk

from .analysis import analyse_songs, song_of
from .arrays import Floats, Ints
from .constraints import read_constraints
from .errors import Errors, SynsongError, Warnings
from .evidence import find_evidence
from .feedback import move_query
from .filters import Filters
from .fusion import DEFAULT_WEIGHTS, Background, Fusion
from .leave_out import speaks_of
from .lyric_index import LyricIndex
from .playlist import RankedSong
from .playlist_title import make_title
from .query import Query, make_query
from .selection import select
from .signals import GROUPS, score_signals
from .song import Rejection, Song, read_songs

for extension, default in (("songs", []), ("playlist_title", "")):
    if not Doc.has_extension(extension):
        Doc.set_extension(extension, default=default)

LYRIC_PIPES = ("lemmatizer", "sentence_encoder", "textcat_multilabel")


@spacy.registry.readers("synsong.SongReader.v1")
def make_song_reader(path: Path) -> Callable[[], Iterator[Song]]:
    """Make a reader for `[initialize.components.lyric_relevance]`.

    path (Path): A JSON Lines file of songs, or a folder of them.
    RETURNS (Callable[[], Iterator[Song]]): Reads the songs; warns of each record that is left out.
    """

    def read() -> Iterator[Song]:
        rejected: list[Rejection] = []
        yield from read_songs(Path(path), rejected=rejected)
        for record in rejected:
            warnings.warn(Warnings.W101.format(path=record.path, line=record.line, reason=record.reason), stacklevel=2)

    return read


@dataclass(frozen=True)
class Ranking:
    """Songs in order. rows (NDArray): Their rows in the index, shape (n,). relevance (NDArray): 0 to 1, shape (n,).
    signals (dict[str, NDArray]): What each group of signals adds to the log-odds, shape (n,)."""

    rows: Ints
    relevance: Floats
    signals: dict[str, Floats]
    facets: Ints | None = None


@Language.factory(
    "lyric_relevance",
    assigns=["doc._.songs", "doc._.ranking", "doc._.playlist_title"],
    default_config={
        "k": 15,
        "threshold": 0.1,
        "max_per_artist": 2,
        "same_words": 0.5,
        "n_evidence": 3,
        "candidates": 400,
        "exact_below": 50_000,
        "k1": 1.2,
        "b": 0.75,
        "leave_out": 0.5,
        "keep": 100,
        "part_words": 60,
        "lyric_pipes": list(LYRIC_PIPES),
        "weights": DEFAULT_WEIGHTS,
        "scorer": {"@scorers": "synsong.ranking_scorer.v1", "k": 10},
    },
    default_score_weights={"songs_ndcg": 1.0, "songs_recall": 0.0, "songs_mrr": 0.0, "songs_success": 0.0},
)
def make_lyric_relevance(
    nlp: Language,
    name: str,
    k: int,
    threshold: float,
    max_per_artist: int,
    same_words: float,
    n_evidence: int,
    candidates: int,
    exact_below: int,
    k1: float,
    b: float,
    leave_out: float,
    keep: int,
    part_words: int,
    lyric_pipes: list[str],
    weights: dict[str, dict[str, float]],
    scorer: Callable | None,
) -> LyricRelevance:
    return LyricRelevance(
        name,
        LyricIndex(exact_below=exact_below),
        k=k,
        threshold=threshold,
        max_per_artist=max_per_artist,
        same_words=same_words,
        n_evidence=n_evidence,
        candidates=candidates,
        k1=k1,
        b=b,
        leave_out=leave_out,
        keep=keep,
        part_words=part_words,
        lyric_pipes=lyric_pipes,
        weights=weights,
        scorer=scorer,
    )


class LyricRelevance(Pipe):
    """Ranks the songs of an index by how their lyrics speak of a Doc, and shows the lines.

    name (str): The name of the component.
    index (LyricIndex): The songs.
    k (int): How many songs `doc._.songs` holds at most, unless the prompt says a number.
    threshold (float): The lowest relevance of a song in `doc._.songs`, 0 to 1.
    max_per_artist (int): How many songs an artist may have; 0 for any number.
    same_words (float): The share of common three-word runs from which two songs count as versions of one.
    n_evidence (int): How many lines a song shows.
    candidates (int): How many songs each search brings for scoring; an index with no more is scored as a whole.
    k1 (float), b (float): BM25's saturation and length normalisation.
    leave_out (float): How strongly a song must speak of what is to be left out to be left out, 0 to 1.
    keep (int): How many songs `doc._.ranking` holds at most.
    part_words (int): Words of a part of a long text; each part is ranked for itself and gets its songs.
    lyric_pipes (Sequence[str]): The components that a lyric runs through.
    weights (dict[str, dict[str, float]]): The weights of the signals; see `Fusion`.
    scorer (Callable | None): What `score` calls.
    """

    def __init__(
        self,
        name: str = "lyric_relevance",
        index: LyricIndex | None = None,
        *,
        k: int = 15,
        threshold: float = 0.1,
        max_per_artist: int = 2,
        same_words: float = 0.5,
        n_evidence: int = 3,
        candidates: int = 400,
        k1: float = 1.2,
        b: float = 0.75,
        leave_out: float = 0.5,
        keep: int = 100,
        part_words: int = 60,
        lyric_pipes: Sequence[str] = SimpleFrozenList(LYRIC_PIPES),
        weights: dict[str, dict[str, float]] = DEFAULT_WEIGHTS,
        scorer: Callable | None = None,
    ) -> None:
        for knob, value in (("threshold", threshold), ("same_words", same_words), ("leave_out", leave_out)):
            if not 0 <= value <= 1:
                raise SynsongError(Errors.S401.format(name=knob, value=value))
        self.name = name
        self.index = LyricIndex() if index is None else index
        self.k = k
        self.threshold = threshold
        self.max_per_artist = max_per_artist
        self.same_words = same_words
        self.n_evidence = n_evidence
        self.candidates = candidates
        self.k1 = k1
        self.b = b
        self.leave_out = leave_out
        self.keep = keep
        self.part_words = part_words
        self.lyric_pipes = list(lyric_pipes)
        self.fusion = Fusion(weights)
        self.scorer = scorer
        self.cfg: dict[str, Any] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Answer a Doc. doc (Doc): The prompt. RETURNS (Doc): The same Doc with `_.songs` and `_.playlist_title`."""
        if not len(self.index):
            warnings.warn(Warnings.W401.format(name=self.name), stacklevel=2)
        filters, count = read_constraints(doc, self.index.columns)
        query = make_query(doc)
        ranking = self._rank(query, filters)
        doc._.songs = self._select(query, ranking, k=count or self.k)
        doc._.ranking = [
            [self.index.records[row]["id"], float(relevance)]
            for row, relevance in zip(ranking.rows[: self.keep], ranking.relevance[: self.keep], strict=True)
        ]
        doc._.playlist_title = make_title(doc)
        return doc

    # Songs

    def add_songs(self, nlp: Language, songs: Iterable[Song]) -> None:
        """Add songs to the index in place.

        nlp (Language): The pipeline, whose components the lyrics run through.
        songs (Iterable[Song]): The songs; one whose id is there already is replaced.
        """
        self.index.add(list(analyse_songs(nlp, songs, pipes=self.lyric_pipes)))

    def remove_songs(self, ids: Iterable[str]) -> int:
        """Remove songs. ids (Iterable[str]): Their ids. RETURNS (int): How many of them were there."""
        return self.index.remove(ids)

    def clear(self) -> None:
        """Remove all songs."""
        self.index.clear()

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        songs: Callable | None = None,
    ) -> None:
        """Build the index anew.

        get_examples (Callable): Not used.
        nlp (Language): The pipeline, whose components the lyrics run through.
        songs (Callable | None): Gives the songs, such as the reader `synsong.SongReader.v1`.
        RAISES (SynsongError): If songs are given and none of them is valid.
        """
        self.clear()
        if nlp is None or songs is None:
            return
        self.add_songs(nlp, songs())
        if not len(self.index):
            raise SynsongError(Errors.S402.format(name=self.name))

    # Ranking

    def rank(self, doc: Doc, *, k: int | None = None, filters: Filters | None = None) -> list[RankedSong]:
        """Rank songs without selection: before versions, artists and the end of relevance are seen to.

        doc (Doc): The prompt.
        k (int | None): How many songs to give at most; None for all candidates.
        filters (Filters | None): Conditions; those of the prompt itself where none are given.
        RETURNS (list[RankedSong]): The songs, best first.
        """
        if filters is None:
            filters, _ = read_constraints(doc, self.index.columns)
        query = make_query(doc)
        ranking = self._rank(query, filters)
        return self._songs(query, ranking, range(len(ranking.rows))[:k])

    def select(
        self,
        doc: Doc,
        *,
        k: int | None = None,
        threshold: float | None = None,
        max_per_artist: int | None = None,
        filters: Filters | None = None,
        seed: int | None = None,
        more: Iterable[str] = (),
        less: Iterable[str] = (),
        apart: Iterable[str] = (),
    ) -> list[RankedSong]:
        """Select songs as `doc._.songs` is selected, under other settings for once.

        doc (Doc): The prompt.
        k (int | None), threshold (float | None), max_per_artist (int | None): In place of the component's own; `k` in place
            of the number that the prompt says, too.
        filters (Filters | None): Conditions; those of the prompt itself where none are given.
        seed (int | None): Draws another selection among the relevant songs; the same number draws the same.
        more (Iterable[str]), less (Iterable[str]): Ids of songs to move toward and away from; `less` are left out.
        apart (Iterable[str]): Ids of songs that are left out with all their versions.
        RETURNS (list[RankedSong]): The songs, best first.
        """
        wanted, count = read_constraints(doc, self.index.columns)
        liked, unliked, barred = ([self.index.rows[i] for i in ids if i in self.index] for ids in (more, less, apart))
        query = move_query(self.index, make_query(doc), more=liked, less=unliked)
        return self._select(
            query,
            self._rank(query, wanted if filters is None else filters),
            k=count or self.k if k is None else k,
            threshold=threshold,
            max_per_artist=max_per_artist,
            apart=[*unliked, *barred],
            seed=seed,
        )

    def _select(
        self,
        query: Query,
        ranking: Ranking,
        *,
        k: int,
        threshold: float | None = None,
        max_per_artist: int | None = None,
        apart: Iterable[int] = (),
        seed: int | None = None,
    ) -> list[RankedSong]:
        places = select(
            self.index,
            ranking.rows.tolist(),
            ranking.relevance.tolist(),
            k=k,
            threshold=self.threshold if threshold is None else threshold,
            max_per_artist=self.max_per_artist if max_per_artist is None else max_per_artist,
            same_words=self.same_words,
            facets=ranking.facets,
            apart=apart,
            seed=seed,
        )
        return self._songs(query, ranking, places)

    def score_lyrics(self, nlp: Language, doc: Doc, lyrics: str) -> float:
        """Score lyrics that are in no index, as if they stood in this one.

        nlp (Language): The pipeline.
        doc (Doc): The prompt.
        lyrics (str): The lyrics.
        RETURNS (float): Their relevance, 0 to 1; 0 for lyrics without words or a prompt without any.
        """
        query = make_query(doc)
        if not query or not lyrics.strip():
            return 0.0
        song = song_of(lyrics)
        probe = self.index.probe(list(analyse_songs(nlp, [song], pipes=self.lyric_pipes)))
        if song.instrumental:
            return 0.0
        raw = score_signals(probe, query, probe.all_rows, k1=self.k1, b=self.b)
        relevance, _ = self.fusion(raw, self._background(query), query)
        return float(relevance[0])

    def _rank(self, query: Query, filters: Filters) -> Ranking:
        nothing = np.zeros(0, dtype=np.float32)
        mask = filters.mask(self.index.columns) & self.index.sung
        if not query and filters != Filters():
            return self._filtered(mask)
        if not query or not mask.any():
            return Ranking(np.zeros(0, dtype=np.int64), nothing, {})
        parts = query.parts(self.part_words)
        found = [self.index.search(p.terms, p.forms, p.vectors, mask=mask, limit=self.candidates) for p in parts]
        rows = np.unique(np.concatenate(found))
        scored = [self._score(part, rows) for part in parts]
        heights = np.stack([relevance for relevance, _ in scored])
        facets = heights.argmax(axis=0)
        relevance = heights.max(axis=0)
        spoken = speaks_of(self.index, query, rows)
        relevance = relevance * (1 - spoken)
        ids = np.asarray([self.index.records[row]["id"] for row in rows])
        order = np.lexsort((ids, -relevance))
        order = order[spoken[order] < self.leave_out]
        signals = {
            name: np.stack([groups[name] for _, groups in scored])[facets, np.arange(len(rows))][order]
            for name in GROUPS
        }
        return Ranking(rows[order], relevance[order], signals, facets[order] if len(parts) > 1 else None)

    def _score(self, query: Query, rows: Ints) -> tuple[Floats, dict[str, Floats]]:
        raw = score_signals(self.index, query, rows, k1=self.k1, b=self.b)
        return self.fusion(raw, self._background(query, rows, raw), query)

    def _filtered(self, mask: NDArray[np.bool_]) -> Ranking:
        """RETURNS (Ranking): All songs that meet the conditions, best known first, where a prompt asks for nothing else."""
        rows = np.flatnonzero(mask)
        known = np.nan_to_num(self.index.columns.popularity[rows], nan=-1.0)
        ids = np.asarray([self.index.records[row]["id"] for row in rows])
        rows = rows[np.lexsort((ids, -known))]
        return Ranking(rows, np.ones(len(rows), dtype=np.float32), {})

    def _background(self, query: Query, rows: Ints | None = None, raw: dict[str, Floats] | None = None) -> Background:
        """RETURNS (Background): The usual height of each signal for this query, among an even sample of the index."""
        sample = self.index.sample(self.candidates)
        if rows is None or raw is None or len(rows) != len(sample) or (rows != sample).any():
            raw = score_signals(self.index, query, sample, k1=self.k1, b=self.b)
        return Background.of(raw)

    def _songs(self, query: Query, ranking: Ranking, places: Iterable[int]) -> list[RankedSong]:
        songs: list[RankedSong] = []
        for place in places:
            row = int(ranking.rows[place])
            record = {key: value for key, value in self.index.records[row].items() if key in RankedSong.__annotations__}
            songs.append(
                RankedSong(
                    **record,  # type: ignore[typeddict-item]
                    relevance=round(float(ranking.relevance[place]), 4),
                    signals={name: round(float(values[place]), 4) for name, values in ranking.signals.items()},
                    evidence=find_evidence(self.index, query, row, n=self.n_evidence),
                )
            )
        return songs

    # Saving

    def to_bytes(self, *, exclude: Iterable[str] = SimpleFrozenList()) -> bytes:
        return to_bytes({"index": self.index.to_bytes}, exclude)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = SimpleFrozenList()) -> LyricRelevance:
        from_bytes(data, {"index": self.index.from_bytes}, exclude)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> None:
        to_disk(path, {"index": self.index.to_disk}, exclude)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> LyricRelevance:
        from_disk(path, {"index": self._load_index}, exclude)
        return self

    def _load_index(self, path: Path) -> None:
        self.index.from_disk(path)
