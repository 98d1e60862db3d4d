"""Progress: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io

import pytest

from scripts.progress import SECONDS_BETWEEN_LINES, Progress
from tests.servers.clock import FakeTime


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_a_line_comes_now_and_then_with_rate_time_left_and_outcomes(time: FakeTime) -> None:
    stream = io.StringIO()
    with Progress(30, "tracks", stream=stream, clock=time.clock) as progress:
        for n in range(30):
            time.seconds += 1
            progress.add("missing" if n % 5 == 0 else "found")
    lines = stream.getvalue().splitlines()
    assert lines[0] == "10 of 30 tracks, 1.0 a second, 00:20 left: 8 found, 2 missing"
    assert lines[-1] == "30 of 30 tracks, 1.0 a second: 24 found, 6 missing"
    assert len(lines) <= 30 / SECONDS_BETWEEN_LINES + 1
    assert "\r" not in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_on_a_terminal_there_is_a_bar_with_outcomes() -> None:
    stream = Terminal()
    with Progress(3, "tracks", stream=stream) as progress:
        for outcome in ("found", "missing", "found"):
            progress.add(outcome)
        progress.note("a word between")
    shown = stream.getvalue()
    assert "100%" in shown
    assert "3/3" in shown
    assert "2 found, 1 missing" in shown
    assert "a word between\n" in shown


@pytest.mark.parametrize("total", [None, 0])
def test_without_a_total_it_counts(time: FakeTime, total: int | None) -> None:
    stream = io.StringIO()
    with Progress(total, "records", stream=stream, clock=time.clock) as progress:
        progress.note("hello")
    assert stream.getvalue().startswith("hello\n0")


def test_a_run_that_breaks_off_says_no_last_word(time: FakeTime) -> None:
    stream = io.StringIO()
    with pytest.raises(KeyboardInterrupt), Progress(3, "tracks", stream=stream, clock=time.clock):
        raise KeyboardInterrupt
    assert stream.getvalue() == ""
