"""LRCLIB: the ladder of look-ups, the traps of its answers, and manners."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from components.song import Track
from scripts.services import Answer, RateLimited, SourceDown
from scripts.services.lrclib import LrclibSource, read_record
from tests.servers.base import Response, as_json, as_text
from tests.servers.clock import FakeTime
from tests.servers.lrclib import LrclibServer, Record, too_many

WORDS = "Lamps of paper over the water"
PAPER = Record("Paper Lanterns", "Mara Vell", plain=WORDS, synced=f"[00:12.00] {WORDS}")
Start = Callable[..., LrclibServer]


def track(title: str = "Paper Lanterns", artist: str = "Mara Vell", **known: object) -> Track:
    return Track.model_validate({"title": title, "artist": artist, **known})


def ask(server: LrclibServer, time: FakeTime, wanted: Track) -> Answer:
    source = LrclibSource(time.settings(LRCLIB_URL=server.url))
    try:
        return source.fetch(wanted)
    finally:
        source.close()


def asked(server: LrclibServer) -> list[tuple[str, dict[str, str]]]:
    return [(request.path, request.query) for request in server.requests]


def test_all_that_is_known_is_asked_for_first(lrclib: Start, time: FakeTime) -> None:
    server = lrclib(PAPER)
    answer = ask(server, time, track(album="Low Tide", duration=200.4))
    assert (answer.state, answer.lyrics, answer.title, answer.duration) == ("found", WORDS, "Paper Lanterns", 200.0)
    names = {"track_name": "Paper Lanterns", "artist_name": "Mara Vell"}
    assert asked(server) == [("/api/get", {**names, "duration": "200", "album_name": "Low Tide"})]


def test_another_album_is_given_up_then_the_version_then_it_is_searched(lrclib: Start, time: FakeTime) -> None:
    server = lrclib()
    wanted = track("Paper Lanterns - Remastered 2011", "Mara Vell feat. Quill", album="Best Of", duration=200)
    assert ask(server, time, wanted).state == "missing"
    full = {"track_name": wanted.title, "artist_name": wanted.artist, "duration": "200"}
    clean = {"track_name": "Paper Lanterns", "artist_name": "Mara Vell"}
    assert asked(server) == [
        ("/api/get", {**full, "album_name": "Best Of"}),
        ("/api/get", full),
        ("/api/get", {**clean, "duration": "200"}),
        ("/api/search", clean),
    ]


def test_the_same_question_is_not_asked_twice(lrclib: Start, time: FakeTime) -> None:
    server = lrclib()
    ask(server, time, track())
    assert [path for path, _ in asked(server)] == ["/api/get", "/api/search"]


@pytest.mark.parametrize(
    "wanted",
    [
        track(album="Another Album"),
        track("Paper Lanterns (feat. Quill)"),
        track("paper lanterns", "MARA VELL"),
        track("Pâper Lantèrns!"),
        track(duration=202),
    ],
    ids=["album", "guest", "case", "diacritics", "two-seconds"],
)
def test_what_is_written_otherwise_is_found(lrclib: Start, time: FakeTime, wanted: Track) -> None:
    assert ask(lrclib(PAPER), time, wanted).lyrics == WORDS


@pytest.mark.parametrize("duration", [0.4, 3600.5, 1e9])
def test_a_length_that_the_service_refuses_is_not_sent(lrclib: Start, time: FakeTime, duration: float) -> None:
    server = lrclib(PAPER)
    ask(server, time, track(duration=duration))
    assert all("duration" not in query for _, query in asked(server))


def test_a_recording_of_another_length_is_another_one(lrclib: Start, time: FakeTime) -> None:
    assert ask(lrclib(PAPER), time, track(duration=205)).state == "missing"


def test_a_search_is_ranked_here(lrclib: Start, time: FakeTime) -> None:
    """The service gives up to twenty in no order, and binds only the first word of an artist."""
    others = [Record(f"Paper Lanterns part {n}", "Mara Quint", plain="no") for n in range(5)]
    wrong_artist = Record("Paper Lanterns", "Mara Quint", plain="no")
    far = Record("Paper Lantern", "Mara Vell", duration=202.9, plain="far")
    empty = Record("Paper Lantern", "Mara Vell", duration=200)
    near = Record("Paper Lantern", "Mara Vell", duration=200.5, plain="near")
    server = lrclib(*others, wrong_artist, far, empty, near)
    server.faults = [as_text("", 404)]
    assert ask(server, time, track("Paper Lantern", duration=200)).lyrics == "near"


@pytest.mark.parametrize(
    ("record", "state"),
    [
        (Record("Paper Lanterns", "Mara Vell"), "missing"),
        (Record("Paper Lanterns", "Mara Vell", plain=" \n "), "missing"),
        (Record("Paper Lanterns", "Mara Vell", instrumental=True), "instrumental"),
        (Record("Paper Lanterns", "Mara Vell", plain=WORDS, bare=True), "found"),
        (Record("Paper Lanterns", "Mara Vell", synced=f"[00:01.00]{WORDS}"), "found"),
        (Record("Paper Lanterns", "Mara Vell", duration=None, plain=WORDS), "found"),
    ],
    ids=["both-null", "blank", "instrumental", "keys-missing", "synced-only", "no-duration"],
)
def test_a_record_is_read_for_what_it_is(lrclib: Start, time: FakeTime, record: Record, state: str) -> None:
    assert ask(lrclib(record), time, track()).state == state


def test_a_record_without_words_does_not_hide_one_that_has_them(lrclib: Start, time: FakeTime) -> None:
    empty = Record("Paper Lanterns", "Mara Vell", album="Single")
    assert ask(lrclib(empty, PAPER), time, track(album="Single")).lyrics == WORDS


@pytest.mark.parametrize(
    "fault",
    [
        as_json({"message": "duration: must be between 1 and 3600", "name": "ValidationError", "statusCode": 400}, 400),
        as_text("Failed to deserialize query string: missing field `artist_name`", 400),
        as_text("", 404),
    ],
    ids=["400-json", "400-text", "404-empty"],
)
def test_a_refused_question_is_no_answer_and_no_error(lrclib: Start, time: FakeTime, fault: Response) -> None:
    server = lrclib(PAPER)
    server.faults = [fault]
    assert ask(server, time, track(duration=200)).lyrics == WORDS  # by search


def test_a_title_of_signs_alone_is_missing(lrclib: Start, time: FakeTime) -> None:
    assert ask(lrclib(PAPER), time, track("???")).state == "missing"


def test_too_many_requests_is_waited_for(lrclib: Start, time: FakeTime) -> None:
    server = lrclib(PAPER)
    server.faults = [too_many("3")]
    assert ask(server, time, track()).lyrics == WORDS
    assert time.slept == [3.0]


def test_a_day_is_not_waited_for(lrclib: Start, time: FakeTime) -> None:
    server = lrclib(PAPER)
    server.faults = [too_many("86400")]
    with pytest.raises(RateLimited) as caught:
        ask(server, time, track())
    assert caught.value.retry_at.timestamp() == time.now() + 86400
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("fault", "final"),
    [(as_text("<html>", 200, "text/html"), False), (as_json([]), False), (as_text("blocked", 403, "text/html"), True)],
    ids=["html", "array", "forbidden"],
)
def test_what_cannot_be_read_is_no_missing_song(lrclib: Start, time: FakeTime, fault: Response, final: bool) -> None:
    server = lrclib(PAPER)
    server.faults = [fault]
    with pytest.raises(SourceDown, match="S607") as caught:
        ask(server, time, track())
    assert caught.value.final is final


def test_one_request_at_a_time_half_a_second_apart(lrclib: Start, time: FakeTime) -> None:
    server = lrclib(*(Record(f"Song {n}", "Quill", plain=WORDS) for n in range(5)))
    server.delay = 0.01
    source = LrclibSource(time.settings(spacing=0.5, LRCLIB_URL=server.url))
    for n in range(5):
        assert source.fetch(track(f"Song {n}", "Quill")).state == "found"
    source.close()
    assert server.parallel == 1
    assert time.slept == [0.5] * 4


@pytest.mark.parametrize("url", ["", "https://lrclib.net", "https://lrclib.net/api/", "https://eu.lrclib.net"])
def test_the_public_service_is_never_asked_faster(url: str, time: FakeTime) -> None:
    source = LrclibSource(time.settings(spacing=0.0, LRCLIB_URL=url))
    assert source._client.settings.spacing == 0.5
    assert not source._client.base_url.endswith("/api")


@pytest.mark.parametrize(
    "record",
    [{}, {"duration": "200"}, {"plainLyrics": 5, "duration": [], "instrumental": "no"}, {"duration": -1}],
)
def test_a_record_of_odd_types_is_read_leniently(record: dict[str, object]) -> None:
    assert read_record(record).state == "missing"
