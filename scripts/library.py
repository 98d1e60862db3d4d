"""Look after the lyrics of a library: see what is there, and forget what a source gave."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import typer

from components.errors import Errors, SynsongError
from components.song import read_songs
from scripts.console import msg
from scripts.fetching import locked
from scripts.jsonl import write_songs
from scripts.services import local_time
from scripts.store import LyricsStore

STORE = Path("corpus/lyrics.sqlite")

app = typer.Typer(help="Look after the lyrics of a library.", no_args_is_help=True, add_completion=False)


def open_store(path: Path) -> LyricsStore:
    """Open a store that must be there already.

    path (Path): The store.
    RETURNS (LyricsStore): The store.
    RAISES (SynsongError): If there is none, or it cannot be used.
    """
    if not path.is_file():
        raise SynsongError(Errors.S621.format(path=path))
    return LyricsStore(path)


def forget_source(source: str, store: Path, songs: Path) -> tuple[int, int]:
    """Remove all that a source gave, from the store and from the exported songs.

    source (str): The source.
    store (Path): The store.
    songs (Path): The exported songs; left alone if there are none.
    RETURNS (tuple[int, int]): How many answers and how many songs were removed.
    RAISES (SynsongError): If nothing of this source is in either.
    """
    with closing(open_store(store)) as memory, locked(store):
        known = sorted({name for name, _ in memory.counts()})
        answers = memory.forget(source) if source in known else 0
        for leftover in songs.parent.glob(f".{songs.name}.*.tmp"):  # of a run that was killed while it wrote
            leftover.unlink(missing_ok=True)
    removed = 0
    if songs.is_file():
        every = list(read_songs(songs, rejected=[]))
        kept = [song for song in every if song.source != source]
        removed = len(every) - len(kept)
        if removed:
            write_songs(kept, songs)
    if not answers and not removed:
        raise SynsongError(Errors.S622.format(source=source, path=store, known=", ".join(known) or "nothing"))
    return answers, removed


@app.command()
def status(store: Path = typer.Option(STORE, "--store", help="The file that remembers every answer")) -> None:
    """Show how many answers there are, by source and state."""
    try:
        with closing(open_store(store)) as memory:
            counts, (tracks, having), pauses = memory.counts(), memory.size(), memory.pauses()
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    rows = [(source, state, f"{count:,}") for (source, state), count in counts.items()]
    if rows:
        msg.table(rows, header=("Source", "State", "Tracks"), divider=True, aligns=("l", "l", "r"))
    for source, until in pauses.items():
        msg.info(f"{source} asked to be left alone until {local_time(until)}")
    msg.good(f"{tracks:,} tracks in {store}, {having:,} with lyrics")


@app.command()
def forget(
    source: str = typer.Argument(..., help="Whose lyrics are to go, such as lrclib"),
    store: Path = typer.Option(STORE, "--store", help="The file that remembers every answer"),
    songs: Path | None = typer.Option(
        None, "--songs", help="The exported songs; lyrics.jsonl beside the store if not given"
    ),
) -> None:
    """Remove the lyrics that a source gave, and all that it said."""
    try:
        answers, removed = forget_source(source, store, songs or store.with_name("lyrics.jsonl"))
    except SynsongError as err:
        msg.fail(str(err), exits=1)
    msg.good(f"{answers:,} answers of {source} forgotten, {removed:,} songs removed")


if __name__ == "__main__":
    app()
