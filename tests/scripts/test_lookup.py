"""Tracks asked of sources: who is asked, in which order, how often, and what is kept of the answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from components.errors import SynsongError
from components.song import Track
from scripts.lookup import FAILURES_IN_A_ROW, Lookup, Outcome
from scripts.services import Answer, LyricsSource, RateLimited, SourceDown
from scripts.store import LyricsStore
from tests.servers.clock import START, FakeTime

WORDS = (
    "The ferry leaves the harbour when the baker shuts his door\nand nobody who waits for bread will count the crows"
)
FOUND = Answer("found", lyrics=WORDS, licence="CC0")
MISSING = Answer("missing", reason="not known there")
DAY = 86400.0


class Source:
    """Answers with what it is given: an answer or an error for each title, else missing."""

    def __init__(self, name: str = "lrclib", *, keeps: bool = True, wait: float = 14 * DAY, **given: object) -> None:
        self.name, self.keeps, self.wait, self.given = name, keeps, wait, given
        self.asked: list[str] = []

    def fetch(self, track: Track) -> Answer:
        self.asked.append(track.title)
        answer = self.given.get(track.title, MISSING)
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Answer)
        return answer

    def close(self) -> None:
        pass


class Bench:
    """A store, a time, and what was reported."""

    def __init__(self, path: Path) -> None:
        self.store = LyricsStore(path)
        self.time = FakeTime()
        self.reports: list[str] = []

    def run(self, *sources: LyricsSource, titles: str = "a", refresh: bool = False) -> list[Outcome]:
        self.lookup = Lookup(self.store, sources, now=self.time.now, report=self.reports.append, refresh=refresh)
        return list(self.lookup.run((title, Track(title=title, artist="Quill")) for title in titles))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path / "lyrics.sqlite")
    yield bench
    bench.store.close()


def limited(hours: float) -> RateLimited:
    return RateLimited("[S606] come back later", datetime.fromtimestamp(START + hours * 3600).astimezone())


def test_sources_are_asked_in_order_until_one_has_the_words(bench: Bench) -> None:
    first, second, third = Source("files"), Source("lrclib", a=FOUND), Source("musixmatch", a=FOUND)
    assert bench.run(first, second, third) == ["found"]
    assert (first.asked, second.asked, third.asked) == (["a"], ["a"], [])
    assert bench.lookup.outcomes == {("lrclib", "found"): 1}


def test_an_instrumental_needs_no_other_source(bench: Bench) -> None:
    second = Source("other", a=FOUND)
    assert bench.run(Source(a=Answer("instrumental")), second) == ["instrumental"]
    assert second.asked == []


def test_a_second_run_asks_nothing_again(bench: Bench) -> None:
    given: dict[str, object] = {
        "a": FOUND,
        "b": Answer("instrumental"),
        "c": MISSING,
        "d": Answer("found", lyrics="la la la"),
    }
    source = Source(**given)
    outcomes = bench.run(source, titles="abcd")
    assert outcomes == ["found", "instrumental", "missing", "rejected"]
    assert bench.run(source, titles="abcd") == outcomes
    assert source.asked == ["a", "b", "c", "d"]


def test_refresh_asks_again(bench: Bench) -> None:
    bench.run(Source(a=FOUND))
    newer = Source(a=Answer("found", lyrics=WORDS + "\nand one more line"))
    bench.run(newer, refresh=True)
    assert newer.asked == ["a"]
    assert bench.store.entries("a")["lrclib"].lyrics == WORDS + "\nand one more line"


def test_what_was_missing_is_asked_for_again_when_its_time_has_come(bench: Bench) -> None:
    bench.run(Source())
    bench.time.seconds = 13 * DAY
    early = Source(a=FOUND)
    assert bench.run(early) == ["missing"]
    assert early.asked == []
    bench.time.seconds = 14 * DAY
    assert bench.run(early) == ["found"]


def test_a_local_source_is_looked_at_each_time(bench: Bench) -> None:
    bench.run(Source("files", wait=0.0))
    assert bench.run(Source("files", wait=0.0, a=FOUND)) == ["found"]


def test_words_that_any_source_gave_are_enough(bench: Bench) -> None:
    bench.run(Source("files", a=FOUND))
    other = Source("lrclib", a=FOUND)
    assert bench.run(other) == ["found"]
    assert other.asked == []


def test_words_are_cleaned_before_they_are_kept(bench: Bench) -> None:
    raw = "[00:01.00]" + WORDS.replace("\n", "\n[00:05.00]")
    bench.run(Source(a=Answer("found", lyrics=raw)))
    kept = bench.store.entries("a")["lrclib"]
    assert kept.lyrics == WORDS
    assert kept.synced is not None
    assert [start for start, _ in kept.synced] == [1.0, 5.0]
    assert bench.lookup.rules["timestamps"] == 2


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (Answer("found", lyrics="too few words"), "S544"),
        (Answer("found", lyrics=WORDS, title="Another Title", artist="Quill"), "S541"),
        (Answer("found", lyrics=WORDS, title="a", artist="Somebody Else"), "S541"),
        (Answer("rejected", reason="restricted by the rightsholder"), "restricted"),
    ],
    ids=["too-short", "wrong-title", "wrong-artist", "by-the-source"],
)
def test_a_rejected_answer_is_kept_with_its_reason_and_the_next_source_asked(
    bench: Bench, answer: Answer, word: str
) -> None:
    assert bench.run(Source("lrclib", a=answer), Source("other", a=FOUND)) == ["found"]
    kept = bench.store.entries("a")["lrclib"]
    assert kept.state == "rejected"
    assert kept.lyrics is None
    assert word in (kept.reason or "")


def test_of_words_that_may_not_be_kept_only_the_copyright_line_is(bench: Bench) -> None:
    answer = Answer("found", lyrics=WORDS, licence="(c) Quill", synced="[00:01.00]ferry", language="en", duration=200.0)
    assert bench.run(Source("musixmatch", keeps=False, a=answer)) == ["not kept"]
    kept = bench.store.entries("a")["musixmatch"]
    assert (kept.state, kept.licence) == ("found", "(c) Quill")
    assert (kept.lyrics, kept.synced, kept.language, kept.duration) == (None, None, None, None)
    assert b"ferry" not in bench.store.path.read_bytes()


def test_words_that_may_not_be_kept_do_not_keep_others_from_being_asked(bench: Bench) -> None:
    closed = Source("musixmatch", keeps=False, a=FOUND)
    assert bench.run(closed, Source("lrclib", a=FOUND)) == ["found"]


def test_a_source_that_wants_to_be_left_alone_is_and_the_next_run_knows_it(bench: Bench) -> None:
    source = Source(a=FOUND, b=limited(24), c=FOUND)
    assert bench.run(source, titles="abc") == ["found", "not asked", "not asked"]
    assert source.asked == ["a", "b"]
    assert bench.reports == ["[S606] come back later"]
    assert bench.run(source, titles="abc") == ["found", "not asked", "not asked"]
    assert source.asked == ["a", "b"]
    assert "S606" in bench.reports[-1]
    bench.time.seconds = DAY
    assert bench.run(Source(b=FOUND, c=FOUND), titles="abc") == ["found"] * 3


def test_a_source_that_is_left_alone_does_not_stop_the_others(bench: Bench) -> None:
    assert bench.run(Source(a=limited(24)), Source("other", a=FOUND, b=FOUND), titles="ab") == ["found", "found"]


def test_a_passing_fault_leaves_the_track_for_the_next_run(bench: Bench) -> None:
    down = SourceDown("[S605] no answer")
    assert bench.run(Source(a=down, b=FOUND), titles="ab") == ["not asked", "found"]
    assert "W601" in bench.reports[0]
    assert "Quill - a" in bench.reports[0]
    assert bench.store.entries("a") == {}
    assert bench.run(Source(a=FOUND), titles="a") == ["found"]


def test_faults_in_a_row_stop_a_source(bench: Bench) -> None:
    down = SourceDown("[S605] no answer")
    source = Source(**dict.fromkeys("abcdefgh", down))
    bench.run(source, titles="abcdefgh")
    assert len(source.asked) == FAILURES_IN_A_ROW
    assert "W602" in bench.lookup.stopped["lrclib"]


def test_faults_with_answers_between_them_do_not(bench: Bench) -> None:
    down = SourceDown("[S605] no answer")
    given: dict[str, object] = {"a": down, "b": down, "c": FOUND, "d": down, "e": down, "f": FOUND}
    source = Source(**given)
    bench.run(source, titles="abcdef")
    assert source.asked == list("abcdef")


@pytest.mark.parametrize("error", [SourceDown("[S609] refused", final=True)])
def test_a_refusal_stops_a_source_at_once(bench: Bench, error: SynsongError) -> None:
    source = Source(a=error, b=FOUND)
    assert bench.run(source, titles="ab") == ["not asked", "not asked"]
    assert source.asked == ["a"]
    assert bench.lookup.stopped == {"lrclib": "[S609] refused"}


def test_words_cut_short_are_kept_and_marked(bench: Bench) -> None:
    bench.run(Source(a=Answer("found", lyrics=WORDS, partial=True)))
    assert bench.store.entries("a")["lrclib"].reason == "cut short"
