"""Time that passes only when somebody sleeps."""

from __future__ import annotations

from pathlib import Path

from scripts.services import Settings

START = 1_790_000_000.0  # seconds since 1970


class FakeTime:
    """A clock, a calendar and a sleep that belong together. slept (list[float]): Each sleep, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.seconds

    def now(self) -> float:
        return START + self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def settings(self, *, spacing: float = 0.0, dump: Path | None = None, **environ: str) -> Settings:
        return Settings(environ=environ, dump=dump, spacing=spacing, clock=self.clock, now=self.now, sleep=self.sleep)
