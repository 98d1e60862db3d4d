"""Manners of the HTTP client: who it says it is, how long it waits, when it gives up, what it never shows."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.errors import SynsongError
from scripts.services import RateLimited, SourceDown
from scripts.services.http import HttpClient, retry_seconds
from tests.servers.base import Request, Response, Server, as_json, as_text
from tests.servers.clock import START, FakeTime


class Echo(Server):
    def answer(self, request: Request) -> Response:
        return as_json({"path": request.path, **request.query})


@pytest.fixture
def server() -> Iterator[Server]:
    with Echo() as server:
        yield server


@pytest.fixture
def client(server: Server, time: FakeTime) -> Iterator[HttpClient]:
    client = HttpClient("Echo", server.url, time.settings(spacing=0.5), max_bytes=10_000)
    yield client
    client.close()


def test_it_says_who_it_is(server: Server, client: HttpClient) -> None:
    client.get("/")
    assert re.fullmatch(r"synsong/\d+\.\d+\.\d+ \(https://\S+\)", server.requests[0].headers["user-agent"])


def test_unknown_values_are_left_out_of_the_query(client: HttpClient) -> None:
    assert client.get("/x", {"a": "é&=", "b": None}).json() == {"path": "/x", "a": "é&="}


def test_requests_stand_apart(client: HttpClient, time: FakeTime) -> None:
    for _ in range(3):
        client.get("/")
    assert time.slept == [0.5, 0.5]


def test_time_that_passed_anyway_is_not_waited_for_again(client: HttpClient, time: FakeTime) -> None:
    client.get("/")
    time.seconds += 0.4
    client.get("/")
    assert time.slept == [pytest.approx(0.1)]


@pytest.mark.parametrize("value", ["3", "3.0", formatdate(START + 3.0, usegmt=True)], ids=["whole", "decimal", "date"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_short_retry_after_is_obeyed(
    server: Server, client: HttpClient, time: FakeTime, value: str, status: int
) -> None:
    server.faults = [as_text("<h1>wait</h1>", status, "text/html", **{"Retry-After": value})]
    assert client.get("/").status == 200
    assert max(time.slept) == pytest.approx(3.0)
    assert len(server.requests) == 2


def test_a_long_retry_after_is_not_waited_for_and_not_ignored(
    server: Server, client: HttpClient, time: FakeTime
) -> None:
    server.faults = [as_text("<h1>go away</h1>", 429, "text/html", **{"Retry-After": "86400"})]
    with pytest.raises(RateLimited, match="S606") as caught:
        client.get("/")
    assert caught.value.retry_at.timestamp() == START + 86400
    assert f"{caught.value.retry_at:%Y-%m-%d %H:%M}" in str(caught.value)
    assert time.slept == []
    assert len(server.requests) == 1


def test_a_429_without_a_word_is_waited_for_longer_and_longer_then_given_up(
    server: Server, client: HttpClient, time: FakeTime
) -> None:
    server.faults = [as_text("", 429)] * 3
    with pytest.raises(RateLimited):
        client.get("/")
    assert [wait for wait in time.slept if wait > 1] == [5.0, 10.0]


@pytest.mark.parametrize(
    "fault",
    [Response(500), as_text("<html>", 502, "text/html"), Response(drop=True), Response(body=b"x" * 20_000)],
    ids=["500", "502-html", "hang-up", "too-large"],
)
def test_a_fault_that_passes_is_tried_again(server: Server, client: HttpClient, fault: Response) -> None:
    server.faults = [fault, fault]
    assert client.get("/").status == 200
    assert len(server.requests) == 3


def test_a_fault_that_stays_is_an_error_that_names_the_service_and_what_to_do(
    server: Server, client: HttpClient
) -> None:
    server.faults = [Response(500)] * 5
    with pytest.raises(SourceDown, match=r"S605.*Echo at 127\.0\.0\.1.*3 attempts: HTTP 500") as caught:
        client.get("/")
    assert not caught.value.final
    assert len(server.requests) == 3


def test_a_server_that_is_not_there_is_an_error(server: Server, time: FakeTime) -> None:
    client = HttpClient("Nobody", "http://127.0.0.1:9", time.settings())
    with pytest.raises(SourceDown, match="S605"):
        client.get("/")


def test_a_body_that_is_no_json_reads_as_nothing(server: Server, client: HttpClient) -> None:
    server.faults = [as_text("<html>", 200, "text/html"), Response(body=b"[" * 9000), Response(body=b"\xff\xfe")]
    assert [client.get("/").json() for _ in range(3)] == [None, None, None]


@pytest.mark.parametrize("url", ["ftp://example.org", "example.org", "", "http://"])
def test_an_address_that_is_none_is_refused(url: str, time: FakeTime) -> None:
    with pytest.raises(SynsongError, match="S604"):
        HttpClient("Echo", url, time.settings())


def test_a_secret_is_sent_and_never_shown(server: Server, time: FakeTime, caplog: pytest.LogCaptureFixture) -> None:
    secret = "s3cr/t +&ü"
    client = HttpClient("Echo", server.url, time.settings(), secrets={"apikey": secret})
    with caplog.at_level(logging.DEBUG):
        assert client.get("/").json()["apikey"] == secret
        server.faults = [Response(drop=True)] * 3
        with pytest.raises(SourceDown) as caught:
            client.get("/")
    assert "127.0.0.1" in caplog.text  # the requests were logged
    shown = caplog.text + repr(caught.value) + repr(caught.value.__cause__) + repr(client)
    for form in (secret, "s3cr", "%2Ft"):
        assert form not in shown


def test_a_secret_does_not_travel_in_what_stands_behind_an_error(time: FakeTime) -> None:
    client = HttpClient("Nobody", "http://127.0.0.1:9", time.settings(), secrets={"apikey": "s3cret"})
    with pytest.raises(SourceDown) as caught:
        client.get("/")
    err: BaseException | None = caught.value
    while err is not None:
        assert "s3cret" not in str(err)
        err = err.__cause__ or err.__context__


@given(st.text() | st.floats().map(str) | st.integers().map(str))
def test_no_retry_after_breaks_anything(value: str) -> None:
    seconds = retry_seconds(value, START)
    assert seconds is None or 0 <= seconds <= 365 * 86400


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(None, None), ("", None), ("soon", None), ("nan", None), ("-5", 0), ("1.5", 1.5), ("0", 0)],
)
def test_retry_after_is_read(value: str | None, seconds: float | None) -> None:
    assert retry_seconds(value, START) == seconds
