"""Playlists of songs outside of the model: looked for at a service, ranked by their words, which are not kept."""

from __future__ import annotations

import os
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from components.analysis import analyse_songs
from components.constraints import read_constraints
from components.errors import Errors, SynsongError
from components.evidence import find_evidence
from components.filters import Filters
from components.lyric_index import LyricIndex
from components.lyric_relevance import LyricRelevance
from components.playlist import RankedSong
from components.query import make_query
from components.selection import select
from components.song import Song
from components.title_phrases import phrases
from components.title_words import read_words
from scripts.services import Settings as ServiceSettings
from scripts.services.discovery import discover

from .making import Made, NothingRelevant, name_playlist, overrule, read_prompt
from .models import relevance_of
from .settings import Settings

SERVICES = ("musixmatch",)
MOST_SONGS = 40  # of a search; each costs a request for its words
LONGEST = 4  # words of a phrase that is searched for
NOTICE = "Lyrics powered by Musixmatch"


def discover_playlist(
    nlp: Language, settings: Settings, service: str, *, environ: Mapping[str, str] | None = None
) -> Made:
    """Make a playlist of songs that a service finds.

    nlp (Language): The model; its index says how rare words are and what relevance is usual.
    settings (Settings): The prompt and the settings.
    service (str): One of `SERVICES`.
    environ (Mapping[str, str] | None): Holds the key of the service; the process's own if None.
    RETURNS (Made): The playlist; its lines are for showing now, and not to be kept.
    RAISES (SynsongError): If there is no such service, it cannot be asked, or the settings are about other songs.
    RAISES (NothingRelevant): If no song answers.
    """
    if service not in SERVICES:
        raise SynsongError(Errors.S717.format(name=service, names=", ".join(SERVICES)))
    others = [f"--{name}" for name in ("more", "less", "like") if getattr(settings, name)]
    if others:
        raise SynsongError(Errors.S718.format(options=" and ".join(others)))
    relevance = relevance_of(nlp)
    doc = read_prompt(nlp, settings.prompt)
    filters = settings.filters(read_constraints(doc, relevance.index.columns)[0])
    overrule(doc, settings)
    songs = _look(doc, filters, os.environ if environ is None else environ)
    ranked, notices = _rank(nlp, relevance, doc, songs, filters, settings)
    if not ranked:
        raise NothingRelevant(Errors.S715.format(count=len(songs)))
    playlist = name_playlist(nlp, doc, settings, ranked)
    playlist = playlist.model_copy(update={"recipe": {**playlist.recipe, "discover": service}})
    return Made(playlist, doc, notices=(NOTICE, *notices))


def search_phrases(doc: Doc) -> list[str]:
    """Choose what to search for in lyrics: short clauses as they stand, and the noun phrases of long ones.

    doc (Doc): The prompt, analysed.
    RETURNS (list[str]): Phrases, those of the first clauses first.
    """
    spans = [*doc.spans.get("quote", []), *doc.spans.get("include", [])]
    found: list[str] = []
    for part in spans if "include" in doc.spans else [doc]:
        words = read_words(part)
        if 0 < len(words) <= LONGEST:
            found.append(" ".join(word.text for word in words))
            continue
        short = [phrase.words for phrase in phrases(words) if phrase.kind == "noun" and len(phrase.words) <= LONGEST]
        found += [" ".join(word.text for word in each if word.term) for each in short]
    return list(dict.fromkeys(filter(None, found)))


def _look(doc: Doc, filters: Filters, environ: Mapping[str, str]) -> list[Song]:
    first, last = filters.years or (None, None)
    years = (int(first or 1000), int(last or 2999)) if first or last else None
    return list(
        discover(
            search_phrases(doc),
            settings=ServiceSettings(environ=environ),
            genre=filters.genres[0] if filters.genres else None,
            language=filters.languages[0] if filters.languages else None,
            popularity=float((filters.popularity or (0, None))[0] or 0),
            years=years,
            limit=MOST_SONGS,
        )
    )


def _rank(
    nlp: Language, relevance: LyricRelevance, doc: Doc, songs: list[Song], filters: Filters, settings: Settings
) -> tuple[list[RankedSong], list[str]]:
    """RETURNS (tuple[list[RankedSong], list[str]]): The selected songs, and the copyright lines of those."""
    probe = (
        relevance.index.probe(list(analyse_songs(nlp, songs, pipes=relevance.lyric_pipes))) if songs else LyricIndex()
    )
    query = make_query(doc)
    scores = {song.id: relevance.score_lyrics(nlp, doc, song.lyrics) for song in songs}
    # What was searched for by year and genre is not always said of a song again, so only what is said is checked.
    passing = Filters(explicit=filters.explicit, not_artists=filters.not_artists, not_genres=filters.not_genres)
    mask = passing.mask(probe.columns)
    rows = sorted(probe.all_rows[mask].tolist(), key=lambda row: (-scores[probe.records[row]["id"]], row))
    places = select(
        probe,
        rows,
        [scores[probe.records[row]["id"]] for row in rows],
        k=settings.count or relevance.k,
        threshold=relevance.threshold if settings.threshold is None else settings.threshold,
        max_per_artist=relevance.max_per_artist if settings.max_per_artist is None else settings.max_per_artist,
        same_words=relevance.same_words,
        seed=settings.seed,
    )
    chosen = [rows[place] for place in places]
    ranked = []
    for row in chosen:
        record = {key: value for key, value in probe.records[row].items() if key in RankedSong.__annotations__}
        score = round(scores[probe.records[row]["id"]], 4)
        evidence = find_evidence(probe, query, row, n=relevance.n_evidence)
        ranked.append(RankedSong(**record, relevance=score, signals={}, evidence=evidence))  # type: ignore[typeddict-item]
    licences = {song.id: song.licence for song in songs}
    notices = dict.fromkeys(filter(None, (licences[probe.records[row]["id"]] for row in chosen)))
    return ranked, list(notices)
