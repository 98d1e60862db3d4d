"""Fetch the lyrics of a library: from the sample catalogue, one's own files, or a service."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from components.errors import Errors, SynsongError, Warnings
from components.song import Rejection
from scripts.console import msg
from scripts.dump import songs_of_dump
from scripts.fetching import Report, fetch_library, read_library
from scripts.jsonl import write_songs
from scripts.progress import Progress
from scripts.services import SOURCES, Settings
from scripts.services.lrclib_dump import named_dump
from scripts.services.sample import CATALOGUE, read_catalogue

INTERRUPTED = 130  # the exit code of what was stopped with Ctrl-C


def copy_catalogue(library: Path, out: Path, *, rejected: list[Rejection]) -> int:
    """Write the valid songs of a catalogue to the corpus, with all their fields as they stand.

    library (Path): The catalogue: a JSON Lines file, or a folder of them.
    out (Path): The JSON Lines file to write.
    rejected (list[Rejection]): Filled with the records that are left out.
    RETURNS (int): How many songs were written.
    RAISES (SynsongError): If no song could be read, or the file not be written.
    """
    return write_songs(read_catalogue(library, rejected=rejected), out)


# fmt: off
def main(
    library: Path | None = typer.Argument(None, help="What you have: an export, a playlist, a folder of music, a list; for the source 'sample', songs as JSON Lines"),
    source: list[str] = typer.Option(["sample"], "--source", "-s", help=f"Where to look for lyrics, first choice first; repeat it, or part names by commas. One of: {', '.join(SOURCES)}"),
    out: Path = typer.Option(Path("corpus/lyrics.jsonl"), "--out", "-o", help="The JSON Lines file to write"),
    store: Path | None = typer.Option(None, "--store", help="The file that remembers every answer; lyrics.sqlite beside --out if not given"),
    format: str | None = typer.Option(None, "--format", "-f", help="What kind of file the library is, if it is not recognised"),
    refresh: bool = typer.Option(False, "--refresh", help="Ask again what is known already"),
    dump: Path | None = typer.Option(None, "--dump", help="An extracted LRCLIB dump, for the source lrclib-dump"),
    whole: bool = typer.Option(False, "--all", help="Take all lyrics of the dump, without a library"),
    limit: int | None = typer.Option(None, "--limit", "-n", min=1, help="Only so many tracks of the library, or records of the dump"),
    spacing: float = typer.Option(0.5, "--spacing", min=0.0, help="Seconds between requests; lrclib.net is never asked faster than the default"),
) -> None:
    # fmt: on
    """Fetch the lyrics of a library into corpus/lyrics.jsonl."""
    names = [name.strip() for given in source for name in given.split(",") if name.strip()]
    settings = Settings(environ=os.environ, dump=dump, spacing=spacing)
    try:
        if whole:
            if names != ["lrclib-dump"] or library is not None:
                raise SynsongError(Errors.S619)
            _fetch_dump(settings, out, limit)
        elif names == ["sample"]:
            _fetch_sample(library or CATALOGUE, out)
        elif library is None:
            raise SynsongError(Errors.S620)
        else:
            _fetch(library, names, settings, out, store or out.with_name("lyrics.sqlite"), format, refresh, limit)
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    except KeyboardInterrupt:
        msg.warn(Warnings.W604, exits=INTERRUPTED)


def _fetch_sample(library: Path, out: Path) -> None:
    rejected: list[Rejection] = []
    try:
        count = copy_catalogue(library, out, rejected=rejected)
    finally:
        _report_rejected(rejected)
    msg.good(f"{count:,} songs in {out}, {len(rejected):,} records left out")


def _fetch_dump(settings: Settings, out: Path, limit: int | None) -> None:
    path = named_dump(settings)
    with Progress(limit, "records") as progress:
        count = write_songs(songs_of_dump(path, limit=limit, tally=progress.add), out)
    msg.table(sorted(progress.counts.items()), header=("Outcome", "Records"), divider=True, aligns=("l", "r"))
    msg.good(f"{count:,} songs in {out} from {progress.counts.total():,} records of {path}")


def _fetch(
    library: Path,
    names: list[str],
    settings: Settings,
    out: Path,
    store: Path,
    format: str | None,
    refresh: bool,
    limit: int | None,
) -> None:
    rejected: list[Rejection] = []
    try:
        tracks = read_library(library, format=format, rejected=rejected)[:limit]
    finally:
        _report_rejected(rejected)
    msg.info(f"{len(tracks):,} tracks in {library}, {len(rejected):,} left out")
    with Progress(len(tracks), "tracks") as progress:
        report = fetch_library(tracks, names, settings, store=store, out=out, refresh=refresh, progress=progress)
    _summarise(report, out)
    if report.interrupted:
        msg.warn(Warnings.W604, exits=INTERRUPTED)
    if report.stopped and not report.songs:
        raise SynsongError(Errors.S618)


def _summarise(report: Report, out: Path) -> None:
    rows = [(source or "-", outcome, f"{count:,}") for (source, outcome), count in sorted(report.outcomes.items())]
    if rows:
        msg.table(rows, header=("Source", "Outcome", "Tracks"), divider=True, aligns=("l", "l", "r"))
    if report.rules:
        msg.text("Hygiene: " + ", ".join(f"{count:,} {rule}" for rule, count in sorted(report.rules.items())))
    _report_rejected(report.invalid)
    for source in sorted({source for source, outcome in report.outcomes if outcome == "not kept"}):
        msg.warn(Warnings.W603.format(source=source, count=report.outcomes[source, "not kept"], out=out))
    for reason in report.stopped.values():
        msg.warn(reason)
    if report.written:
        msg.good(f"{report.songs:,} songs in {out}")


def _report_rejected(rejected: list[Rejection]) -> None:
    for record in rejected:
        msg.warn(Warnings.W101.format(path=record.path, line=record.line, reason=record.reason))


if __name__ == "__main__":
    typer.run(main)
