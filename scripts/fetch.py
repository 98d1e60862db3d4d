"""Fetch the lyrics of a library: from the sample catalogue, one's own files, or a service."""

from __future__ import annotations

from pathlib import Path

import typer
from wasabi import msg

from components.errors import SynsongError, Warnings
from components.song import Rejection
from scripts.jsonl import write_songs
from scripts.services.sample import CATALOGUE, read_catalogue


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
    library: Path = typer.Argument(CATALOGUE, help="The library: for the source 'sample', JSON Lines with the words in them"),
    source: list[str] = typer.Option(["sample"], "--source", "-s", help="Where to look for lyrics; repeat it, first choice first"),
    out: Path = typer.Option(Path("corpus/lyrics.jsonl"), "--out", "-o", help="The JSON Lines file to write"),
) -> None:
    # fmt: on
    """Fetch the lyrics of a library into corpus/lyrics.jsonl."""
    rejected: list[Rejection] = []
    try:
        count = copy_catalogue(library, out, rejected=rejected)
    except SynsongError as err:
        report_rejected(rejected)
        msg.fail(str(err), exits=1)
    report_rejected(rejected)
    msg.good(f"{count:,} songs in {out}, {len(rejected):,} records left out")


def report_rejected(rejected: list[Rejection]) -> None:
    """Name each record that was left out.

    rejected (list[Rejection]): The records.
    """
    for record in rejected:
        msg.warn(Warnings.W101.format(path=record.path, line=record.line, reason=record.reason))


if __name__ == "__main__":
    typer.run(main)
