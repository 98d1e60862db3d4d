"""What tests of services and of fetching share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.servers.clock import FakeTime
from tests.servers.lrclib import LrclibServer, Record
from tests.servers.musixmatch import Entry, MusixmatchServer


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def lrclib() -> Iterator[Callable[..., LrclibServer]]:
    with ExitStack() as stack:

        def start(*records: Record) -> LrclibServer:
            server = LrclibServer(list(records))
            stack.enter_context(server)
            return server

        yield start


@pytest.fixture
def musixmatch() -> Iterator[Callable[..., MusixmatchServer]]:
    with ExitStack() as stack:

        def start(*entries: Entry) -> MusixmatchServer:
            server = MusixmatchServer(list(entries))
            stack.enter_context(server)
            return server

        yield start
