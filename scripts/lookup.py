"""Tracks asked of one source after the other, with the store beside it that remembers every answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from components.errors import Errors, SynsongError, Warnings
from components.song import Track
from scripts.hygiene import Answered, Cleaned, clean_lyrics
from scripts.services import Answer, LyricsSource, RateLimited, SourceDown, State, local_time
from scripts.store import Entry, LyricsStore

Outcome = Literal["found", "instrumental", "missing", "rejected", "not kept", "not asked"]
FAILURES_IN_A_ROW = 3  # after so many a source is left alone for the rest of the run


class Lookup:
    """Finds words for tracks.

    store (LyricsStore): What is known already, and where answers go, each as soon as it is there.
    sources (Sequence[LyricsSource]): Who is asked, in this order, until one has the words.
    now (Callable[[], float]): Seconds since 1970.
    report (Callable[[str], None]): Is told what goes wrong on the way.
    refresh (bool): Whether to ask again what is known.
    """

    def __init__(
        self,
        store: LyricsStore,
        sources: Sequence[LyricsSource],
        *,
        now: Callable[[], float],
        report: Callable[[str], None],
        refresh: bool = False,
    ) -> None:
        self.store, self.sources, self.refresh = store, sources, refresh
        self.now, self.report = now, report
        self.outcomes: Counter[tuple[str, Outcome]] = Counter()
        self.rules: Counter[str] = Counter()
        self.stopped: dict[str, str] = {}
        self._failures: Counter[str] = Counter()
        pauses = store.pauses()
        for source in sources:
            until = pauses.get(source.name, 0.0)
            if until > now():
                self._stop(source, Errors.S606.format(name=source.name, time=local_time(until)))

    def run(self, tracks: Iterable[tuple[str, Track]]) -> Iterator[Outcome]:
        """Look up one track after the other.

        tracks (Iterable[tuple[str, Track]]): Keys and tracks.
        YIELDS (Outcome): What came of each, after it has been stored.
        """
        for key, track in tracks:
            source, outcome = self._find(key, track)
            self.outcomes[source, outcome] += 1
            yield outcome

    def _find(self, key: str, track: Track) -> tuple[str, Outcome]:
        known = self.store.entries(key)
        if not self.refresh:
            settled = next((entry for entry in known.values() if entry.settles), None)
            if settled is not None:
                return settled.source, _outcome(settled)
        seen: list[Entry] = []
        for source in self.sources:
            entry = known.get(source.name)
            if entry is None or self.refresh or _due(entry, self.now()):
                entry = self._ask(source, key, track)
            if entry is not None:
                seen.append(entry)
                if entry.settles:
                    break
        order: list[Outcome] = ["found", "instrumental", "not kept", "rejected", "missing"]
        best = min(seen, key=lambda entry: order.index(_outcome(entry)), default=None)
        return (best.source, _outcome(best)) if best else ("", "not asked")

    def _ask(self, source: LyricsSource, key: str, track: Track) -> Entry | None:
        """RETURNS (Entry | None): What was stored; None if the source could not be asked."""
        if source.name in self.stopped:
            return None
        try:
            answer = source.fetch(track)
        except RateLimited as err:
            self.store.pause(source.name, err.retry_at.timestamp())
            self._stop(source, str(err))
            return None
        except SynsongError as err:
            self._fail(source, track, err)
            return None
        self._failures[source.name] = 0
        cleaned = clean_answer(answer, track)
        self.rules.update(cleaned.dropped)
        self.rules.update([cleaned.rule] if cleaned.rule else [])
        entry = make_entry(source, answer, cleaned, now=self.now())
        self.store.save(key, track, entry)
        return entry

    def _fail(self, source: LyricsSource, track: Track, err: SynsongError) -> None:
        self._failures[source.name] += 1
        if isinstance(err, SourceDown) and err.final:
            self._stop(source, str(err))
        elif self._failures[source.name] >= FAILURES_IN_A_ROW:
            self._stop(source, Warnings.W602.format(source=source.name, times=FAILURES_IN_A_ROW, reason=err))
        else:
            self.report(Warnings.W601.format(source=source.name, artist=track.artist, title=track.title, reason=err))

    def _stop(self, source: LyricsSource, reason: str) -> None:
        self.stopped[source.name] = reason
        self.report(reason)


def clean_answer(answer: Answer, track: Track) -> Cleaned:
    """Clean the words of an answer, and see whether they are the track's.

    answer (Answer): The answer.
    track (Track): What was asked for.
    RETURNS (Cleaned): The words; or that they are rejected, or that nothing is sung; nothing if there are no words.
    """
    if answer.state != "found":
        return Cleaned(instrumental=answer.state == "instrumental", language=answer.language)
    about = Answered(answer.title, answer.artist, answer.duration, answer.language, synced=answer.synced)
    cleaned = clean_lyrics(answer.lyrics, track=track, answer=about)
    return replace(cleaned, partial=cleaned.partial or answer.partial)


def make_entry(source: LyricsSource, answer: Answer, cleaned: Cleaned, *, now: float) -> Entry:
    """Turn an answer into what is kept of it: of a source whose words may not be kept, state and copyright line.

    source (LyricsSource): Who gave it.
    answer (Answer): The answer.
    cleaned (Cleaned): Its words, cleaned.
    now (float): Seconds since 1970.
    RETURNS (Entry): What goes into the store.
    """
    state: State = answer.state
    if state == "found":
        state = "rejected" if cleaned.rejected else "instrumental" if cleaned.instrumental else "found"
    again = now + source.wait if state in ("missing", "rejected") else None
    entry = Entry(source.name, state, now, again, licence=answer.licence)
    entry = replace(entry, reason=cleaned.rejected or answer.reason or ("cut short" if cleaned.partial else None))
    if state != "found" or not source.keeps:
        return entry
    return replace(
        entry,
        lyrics=cleaned.text,
        synced=cleaned.synced,
        language=cleaned.language,
        duration=answer.duration,
    )


def _due(entry: Entry, now: float) -> bool:
    return entry.ask_again_at is not None and entry.ask_again_at <= now


def _outcome(entry: Entry) -> Outcome:
    return "not kept" if entry.state == "found" and entry.lyrics is None else entry.state
