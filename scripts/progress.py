"""Progress for people: a bar on a terminal, now and then a plain line elsewhere."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import IO, Any

from tqdm import tqdm

SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """Shows how far a run is, how fast it goes, how long it will take, and what has come of it.

    total (int | None): How many there are, if that is known.
    unit (str): What is counted, in the plural.
    stream (IO[str] | None): Where to show it; standard error if None.
    clock (Callable[[], float]): Seconds that only go forward.
    """

    def __init__(
        self,
        total: int | None,
        unit: str,
        *,
        stream: IO[str] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total, self.unit, self.clock = total, unit, clock
        self.stream = stream or sys.stderr
        self.counts: Counter[str] = Counter()
        self.started = self.said = clock()
        self._bar: Any = None
        if self.stream.isatty():
            self._bar = tqdm(total=total, unit=f" {unit}", file=self.stream, dynamic_ncols=True, smoothing=0.1)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()
        elif kind is None:
            self._say()

    def add(self, outcome: str) -> None:
        """Count one more.

        outcome (str): What came of it, such as `found`.
        """
        self.counts[outcome] += 1
        if self._bar is not None:
            self._bar.set_postfix_str(self._outcomes(), refresh=False)
            self._bar.update()
        elif self.clock() - self.said >= SECONDS_BETWEEN_LINES:
            self._say()

    def note(self, text: str) -> None:
        """Say something without disturbing the bar.

        text (str): What to say.
        """
        if self._bar is not None:
            self._bar.write(text, file=self.stream)
        else:
            self.stream.write(f"{text}\n")
            self.stream.flush()

    def _say(self) -> None:
        now = self.clock()
        done, seconds = self.counts.total(), now - self.started
        self.said = now
        of = "" if self.total is None else f" of {self.total:,}"
        rate = f", {done / seconds:.1f} a second" if seconds > 0 and done else ""
        left = ""
        if self.total is not None and 0 < done < self.total:
            left = f", {tqdm.format_interval(seconds / done * (self.total - done))} left"
        self.note(f"{done:,}{of} {self.unit}{rate}{left}: {self._outcomes() or 'nothing yet'}")

    def _outcomes(self) -> str:
        return ", ".join(f"{count:,} {name}" for name, count in sorted(self.counts.items()))
