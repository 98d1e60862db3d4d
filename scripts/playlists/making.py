"""From settings to a playlist: the prompt is read, songs are selected, and the recipe is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process
from spacy.language import Language
from spacy.tokens import Doc

from components.constraints import read_constraints
from components.errors import Errors, SynsongError
from components.filters import Filters
from components.lyric_index import LyricIndex
from components.lyric_relevance import LyricRelevance
from components.playlist import Playlist, RankedSong
from components.playlist_title import make_description, make_title
from components.song import Track
from scripts.matching import comparable, match_score

from .models import relevance_of
from .settings import OVERRULED, Settings

SURE = 0.85  # match_score from which a song is the one that was named
DESCRIPTION = 300


class NothingRelevant(SynsongError):
    """No song answers the prompt."""


@dataclass(frozen=True)
class Made:
    """A playlist, and how it came about.

    playlist (Playlist): The playlist.
    doc (Doc): The prompt, analysed.
    notices (tuple[str, ...]): What must be shown with its lines; where there are any, the lines must not be kept.
    """

    playlist: Playlist
    doc: Doc
    notices: tuple[str, ...] = ()

    @property
    def kept(self) -> Playlist:
        """RETURNS (Playlist): The playlist as it may be kept."""
        if not self.notices:
            return self.playlist
        songs = [{**song, "evidence": []} for song in self.playlist.songs]
        return self.playlist.model_copy(update={"songs": songs})


def make_playlist(nlp: Language, settings: Settings) -> Made:
    """Make a playlist.

    nlp (Language): The model.
    settings (Settings): The prompt and the settings.
    RETURNS (Made): The playlist, with its recipe, and the analysis of the prompt.
    RAISES (SynsongError): If a song that the settings name is not there.
    RAISES (NothingRelevant): If no song answers.
    """
    relevance = relevance_of(nlp)
    for song_id in (*settings.more, *settings.less, *settings.like):
        if song_id not in relevance.index:
            raise SynsongError(
                Errors.S708.format(id=song_id, count=len(relevance.index), hint=_nearest_id(relevance.index, song_id))
            )
    doc = read_prompt(nlp, settings.prompt)
    asked, _ = read_constraints(doc, relevance.index.columns)
    filters = settings.filters(asked)
    songs = relevance.select(
        doc,
        k=settings.count,
        threshold=settings.threshold,
        max_per_artist=settings.max_per_artist,
        filters=filters,
        seed=settings.seed,
        more=[*settings.like, *settings.more],
        less=settings.less,
        apart=settings.like,
    )
    overrule(doc, settings)
    if not songs:
        raise NothingRelevant(_why_nothing(doc, relevance, filters, settings))
    return Made(name_playlist(nlp, doc, settings, songs), doc)


def read_prompt(nlp: Language, prompt: str) -> Doc:
    """RETURNS (Doc): The prompt, analysed by all of the pipeline but the component that ranks."""
    with nlp.select_pipes(disable=[name for name, pipe in nlp.pipeline if isinstance(pipe, LyricRelevance)]):
        return nlp(prompt)


def name_playlist(nlp: Language, doc: Doc, settings: Settings, songs: list[RankedSong]) -> Playlist:
    """RETURNS (Playlist): The songs with a title, a description and a recipe."""
    index = relevance_of(nlp).index
    titles = [str(index.records[index.rows[song_id]]["title"]) for song_id in settings.like]
    title, description = make_title(doc), make_description(doc)
    if titles and not settings.prompt.strip():
        title = f"Like {titles[0]}"[:100].rstrip()
    if titles:
        description = f"{description} Like {' and '.join(titles)}.".strip()
    recipe = {
        "prompt": settings.prompt,
        "settings": settings.given(),
        "model": {"name": nlp.meta["name"], "version": nlp.meta["version"]},
        "index": index.fingerprint,
    }
    return Playlist(title=title, description=description[:DESCRIPTION].rstrip(), songs=songs, recipe=recipe)


def overrule(doc: Doc, settings: Settings) -> None:
    """Write into the constraints of a prompt which of them the settings overrule."""
    given = settings.given()
    for constraint in doc._.constraints if doc.has_extension("constraints") else []:
        for name, kind in OVERRULED.items():
            if constraint["type"] == kind and name in given:
                constraint["status"], constraint["reason"] = "ignored", "the options say otherwise"
        if constraint["type"] == "count" and settings.count is not None:
            constraint["status"], constraint["reason"] = "ignored", "the options say otherwise"


def find_song(index: LyricIndex, name: str) -> str:
    """Find a song of the index by its name or id.

    index (LyricIndex): The songs.
    name (str): `Artist - Title`, a title that only one song has, or an id.
    RETURNS (str): Its id.
    RAISES (SynsongError): If none is surely meant; the nearest are named.
    """
    if name in index:
        return name
    artist, parted, title = name.partition(" - ")
    wanted = Track(title=title.strip() or name, artist=artist.strip() or "?") if name.strip(" -") else None
    if wanted is not None:
        scored = [
            (match_score(wanted, record["title"], record["artist"] if parted else wanted.artist), str(record["id"]))
            for record in index.records
        ]
        best = max(scored, default=(0.0, ""))
        same = [song_id for score, song_id in scored if score >= best[0] - 1e-9]
        if best[0] >= SURE and (parted or len(same) == 1):
            return min(same)
    raise SynsongError(Errors.S709.format(name=name, count=len(index), hint=_nearest_names(index, name)))


def _nearest_names(index: LyricIndex, name: str) -> str:
    names = [f"{record['artist']} - {record['title']}" for record in index.records]
    found = process.extract(comparable(name), names, processor=comparable, scorer=fuzz.WRatio, limit=3, score_cutoff=60)
    return f"; the nearest are: {'; '.join(name for name, _, _ in found)}" if found else ""


def _nearest_id(index: LyricIndex, song_id: str) -> str:
    found = process.extractOne(song_id, list(index.rows), scorer=fuzz.ratio, score_cutoff=60)
    return f"; the nearest is '{found[0]}'" if found else ""


def _why_nothing(doc: Doc, relevance: LyricRelevance, filters: Filters, settings: Settings) -> str:
    index = relevance.index
    if not filters.mask(index.columns).any():
        said = [f"--{name} {value}" for name, value in settings.conditions().items()]
        constraints = doc._.constraints if doc.has_extension("constraints") else []
        said += [
            f'"{constraint["text"]}"' for constraint in constraints if constraint["status"] in ("used", "impossible")
        ]
        return Errors.S714.format(conditions=", ".join(said))
    best = relevance.select(
        doc,
        k=1,
        threshold=0.0,
        filters=filters,
        more=[*settings.like, *settings.more],
        less=settings.less,
        apart=settings.like,
    )
    if not best:
        return Errors.S715.format(count=len(index))
    threshold = relevance.threshold if settings.threshold is None else settings.threshold
    nearest = f"'{best[0]['title']}' by {best[0]['artist']}"
    return Errors.S713.format(count=len(index), nearest=nearest, relevance=best[0]["relevance"], threshold=threshold)


def constraints_of(doc: Doc) -> list[dict[str, Any]]:
    """RETURNS (list[dict[str, Any]]): What the prompt demands, and whether it was used."""
    return list(doc._.constraints or []) if doc.has_extension("constraints") else []
