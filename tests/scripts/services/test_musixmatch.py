"""Musixmatch: both levels of its status, whose words may be had, and a key that is never shown."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from components.errors import SynsongError
from components.song import Track
from scripts.services import Answer, RateLimited, SourceDown
from scripts.services.musixmatch import MusixmatchSource, permitted
from tests.servers.base import Response, as_json, as_text
from tests.servers.clock import FakeTime
from tests.servers.musixmatch import KEY, Entry, MusixmatchServer, envelope

WORDS = "Lamps of paper over the water\nand nobody to light them"
PAPER = Entry("Paper Lanterns", "Mara Vell", WORDS)
Start = Callable[..., MusixmatchServer]


def ask(server: MusixmatchServer, time: FakeTime, title: str = "Paper Lanterns", key: str = KEY, **more: str) -> Answer:
    source = MusixmatchSource(time.settings(MUSIXMATCH_URL=server.url, MUSIXMATCH_API_KEY=key, **more))
    try:
        return source.fetch(Track(title=title, artist="Mara Vell", duration=200))
    finally:
        source.close()


def test_words_come_with_their_copyright_line(musixmatch: Start, time: FakeTime) -> None:
    answer = ask(musixmatch(PAPER), time)
    assert (answer.state, answer.lyrics, answer.language) == ("found", WORDS, "en")
    assert answer.licence == "Lyrics of Paper Lanterns (c) Mara Vell"
    assert not answer.partial


def test_another_song_is_rejected_before_its_words_are_asked_for(musixmatch: Start, time: FakeTime) -> None:
    server = musixmatch(Entry("Paper Lanterns", "Somebody Else", WORDS))
    answer = ask(server, time)
    assert answer.state == "rejected"
    assert "Somebody Else" in (answer.reason or "")
    assert [request.path for request in server.requests] == ["/matcher.track.get"]


def test_what_is_not_known_is_missing(musixmatch: Start, time: FakeTime) -> None:
    assert ask(musixmatch(PAPER), time, "Another Title").state == "missing"


@pytest.mark.parametrize(
    ("lyrics", "state"),
    [
        ({"restricted": 1, "lyrics_body": ""}, "rejected"),
        ({"restricted": 1, "lyrics_body": "Unfortunately we may not show these lyrics"}, "rejected"),
        ({"instrumental": 1, "lyrics_body": ""}, "instrumental"),
        ({"lyrics_body": ""}, "missing"),
        ({"lyrics_body": None}, "missing"),
        ({"region_restriction": {"allowed": ["IT"], "blocked": ["XW"]}}, "rejected"),
        ({"region_restriction": None, "lyrics_copyright": None, "lyrics_language": "?"}, "found"),
    ],
    ids=["restricted", "restricted-notice", "instrumental", "empty", "null", "region", "bare"],
)
def test_a_lyrics_object_is_read_for_what_it_is(
    musixmatch: Start, time: FakeTime, lyrics: dict[str, Any], state: str
) -> None:
    answer = ask(musixmatch(Entry("Paper Lanterns", "Mara Vell", WORDS, lyrics=lyrics)), time)
    assert answer.state == state
    assert answer.lyrics == (WORDS if state == "found" else None)


def test_words_cut_short_are_known_to_be(musixmatch: Start, time: FakeTime) -> None:
    cut = WORDS.replace("\n", "\r\n") + "\n...\n\n******* This Lyrics is NOT for Commercial use *******\n(1409624567)"
    answer = ask(musixmatch(Entry("Paper Lanterns", "Mara Vell", cut)), time)
    assert answer.lyrics == WORDS
    assert answer.partial


@pytest.mark.parametrize(
    ("restriction", "country", "may"),
    [
        ({"allowed": ["XW"], "blocked": []}, None, True),
        ({"allowed": ["XW"], "blocked": ["US"]}, "US", False),
        ({"allowed": ["XW"], "blocked": ["US"]}, "IT", True),
        ({"allowed": ["XW"], "blocked": ["US"]}, None, False),
        ({"allowed": ["IT"], "blocked": ["XW"]}, "IT", True),
        ({"allowed": ["IT"], "blocked": ["XW"]}, "US", False),
        ({"allowed": ["IT"], "blocked": []}, "US", False),
        ({"allowed": [], "blocked": []}, None, True),
        ({}, None, True),
        ([], "US", True),
        ({"allowed": None, "blocked": [None, 5]}, "US", True),
    ],
)
def test_a_country_is_permitted_or_not(restriction: Any, country: str | None, may: bool) -> None:
    assert permitted(restriction, country) is may


def test_the_country_comes_from_the_environment(musixmatch: Start, time: FakeTime) -> None:
    server = musixmatch(
        Entry(
            "Paper Lanterns", "Mara Vell", WORDS, lyrics={"region_restriction": {"allowed": ["IT"], "blocked": ["XW"]}}
        )
    )
    assert ask(server, time, MUSIXMATCH_COUNTRY="it").state == "found"


@pytest.mark.parametrize(
    "fault",
    [
        envelope(401, []),
        envelope(401, ""),
        envelope(401),
        envelope(403, []),
        Response(401),
        as_text("no", 403, "text/html"),
    ],
    ids=["body-array", "body-text", "no-body", "plan", "http-401-empty", "http-403-html"],
)
def test_a_refused_key_ends_it_with_words_that_help(musixmatch: Start, time: FakeTime, fault: Response) -> None:
    server = musixmatch(PAPER)
    server.faults = [fault]
    with pytest.raises(SourceDown, match=r"S609.*MUSIXMATCH_API_KEY") as caught:
        ask(server, time)
    assert caught.value.final


def test_a_spent_day_means_tomorrow(musixmatch: Start, time: FakeTime) -> None:
    server = musixmatch(PAPER)
    server.faults = [envelope(402, "")]
    with pytest.raises(RateLimited, match="S606") as caught:
        ask(server, time)
    assert caught.value.retry_at.timestamp() == time.now() + 86400


@pytest.mark.parametrize("code", [500, 503])
def test_a_busy_service_is_asked_again_whatever_http_says(musixmatch: Start, time: FakeTime, code: int) -> None:
    server = musixmatch(PAPER)
    server.faults = [envelope(code, ""), envelope(code)]
    assert ask(server, time).state == "found"
    server.faults = [envelope(code, "")] * 9
    with pytest.raises(SourceDown, match=f"S607.*{code}"):
        ask(server, time)


@pytest.mark.parametrize(
    "fault",
    [
        as_text("<html>", 200, "text/html"),
        as_json([]),
        as_json({"message": "no"}),
        as_json({"message": {"header": []}}),
    ],
)
def test_an_answer_in_another_form_is_no_missing_song(musixmatch: Start, time: FakeTime, fault: Response) -> None:
    server = musixmatch(PAPER)
    server.faults = [fault]
    with pytest.raises(SourceDown, match="S607"):
        ask(server, time)


def test_http_404_without_json_is_missing(musixmatch: Start, time: FakeTime) -> None:
    server = musixmatch(PAPER)
    server.faults = [as_text("not found", 404, "text/html")]
    assert ask(server, time).state == "missing"


@pytest.mark.parametrize("key", ["", "  "])
def test_without_a_key_it_says_how_to_set_one(musixmatch: Start, time: FakeTime, key: str) -> None:
    with pytest.raises(SynsongError, match=r"S608.*MUSIXMATCH_API_KEY"):
        ask(musixmatch(PAPER), time, key=key)


def test_the_key_is_never_shown(musixmatch: Start, time: FakeTime, caplog: pytest.LogCaptureFixture) -> None:
    server = musixmatch(PAPER)
    with caplog.at_level(logging.DEBUG):
        ask(server, time)
        server.faults = [Response(drop=True)] * 3
        with pytest.raises(SourceDown) as caught:
            ask(server, time)
    assert "matcher.track.get" in caplog.text
    for form in (KEY, "k3y", "not+for+eyes"):
        assert form not in caplog.text + repr(caught.value) + repr(time.settings(MUSIXMATCH_API_KEY=KEY))
