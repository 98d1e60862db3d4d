"""Make a playlist of the songs whose lyrics speak of a text."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import typer

from components.errors import Errors, SynsongError
from scripts.console import msg
from scripts.formats.files import read_text
from scripts.playlists.making import NothingRelevant
from scripts.playlists.running import Order, run
from scripts.playlists.settings import parse_range

NOTHING = 3  # the exit code where no song is relevant; 2 is what a wrong option gives


# fmt: off
def main(
    prompt: str | None = typer.Argument(None, help="What the songs shall speak of: a quote, a sentence, a page; - reads standard input"),
    prompt_file: Path | None = typer.Option(None, "--prompt-file", "-f", help="A text file to read the prompt from"),
    to: list[str] = typer.Option([], "--to", "-t", help="Where to write it: a file (.m3u8, .xspf, .jspf, .csv, .json), or 'spotify'; repeatable"),
    model: str | None = typer.Option(None, "--model", "-m", help="A pipeline's folder or a package; the pipeline of this project, else en_synsong, if not given"),
    count: int | None = typer.Option(None, "--count", "-n", min=1, max=1000, help="How many songs at most"),
    threshold: float | None = typer.Option(None, "--threshold", min=0.0, max=1.0, help="The lowest relevance, 0 to 1"),
    genre: list[str] = typer.Option([], "--genre", "-g", help="A genre; repeat it for others that are welcome too"),
    years: str | None = typer.Option(None, "--years", "-y", help="First and last year, such as 1980-1989, 1980- or 1984"),
    language: list[str] = typer.Option([], "--language", "-l", help="A language of the words, such as en; repeatable"),
    popularity: str | None = typer.Option(None, "--popularity", help="From 0 to 100, such as 60-100 or -40"),
    explicit: bool | None = typer.Option(None, "--explicit/--no-explicit", help="Only songs with explicit words, or none of them"),
    max_per_artist: int | None = typer.Option(None, "--max-per-artist", min=0, help="How many songs an artist may have; 0 for any number"),
    seed: int | None = typer.Option(None, "--seed", help="A number that draws another selection among the relevant songs; the same draws the same"),
    more: list[str] = typer.Option([], "--more", help="The id of a song to have more like; repeatable"),
    less: list[str] = typer.Option([], "--less", help="The id of a song to have less like; repeatable"),
    like: list[str] = typer.Option([], "--like", help="A song to start from in place of a prompt, or with one: \"Artist - Title\"; repeatable"),
    refresh: str | None = typer.Option(None, "--refresh", help="A playlist to make again: a file of ours, or the spotify:playlist: address of one"),
    discover: str | None = typer.Option(None, "--discover", help="Look for songs outside of the model: 'musixmatch'"),
    as_json: bool = typer.Option(False, "--json", help="Write JSON for programs to standard output, and nothing else"),
    explain: bool = typer.Option(False, "--explain", help="Show what was understood, and what made each song relevant"),
    force: bool = typer.Option(False, "--force", help="Write over files that exist"),
) -> None:
    # fmt: on
    """Make a playlist of the songs whose lyrics speak of a text.

    Exit codes: 0 made; 1 something is to be put right; 2 a wrong option; 3 nothing relevant was found.
    """
    with contextlib.redirect_stdout(sys.stderr) if as_json else contextlib.nullcontext():
        try:
            given = {
                "count": count, "threshold": threshold, "genres": genre, "languages": language, "explicit": explicit,
                "max_per_artist": max_per_artist, "seed": seed, "more": more, "less": less,
                "years": parse_range(years, "years", low=1000, high=2999),
                "popularity": parse_range(popularity, "popularity", low=0, high=100),
            }  # fmt: skip
            order = Order(
                text=read_given(prompt, prompt_file, needed=not like and not refresh),
                settings={name: value for name, value in given.items() if value not in (None, [])},
                like=like, to=to, model=model, refresh=refresh, discover=discover, explain=explain, force=force,
            )  # fmt: skip
            answer = run(order, as_json=as_json)
        except NothingRelevant as err:
            msg.warn(str(err), exits=NOTHING)
        except SynsongError as err:
            msg.fail(str(err), exits=1)
        except KeyboardInterrupt:
            msg.warn("Stopped.", exits=130)
    if as_json:
        typer.echo(answer)


def read_given(prompt: str | None, path: Path | None, *, needed: bool) -> str | None:
    """Read the prompt from wherever it is given.

    prompt (str | None): What is written after the command; `-` for standard input.
    path (Path | None): A file that holds it.
    needed (bool): Whether standard input is to be read if nothing else is given.
    RETURNS (str | None): The prompt; None if there is none and none is needed.
    RAISES (SynsongError): If two are given, or none.
    """
    if prompt is not None and path is not None:
        raise SynsongError(Errors.S706.format(given="A prompt and --prompt-file"))
    if path is not None:
        return read_text(path, limit=2_000_000)
    if prompt not in (None, "-"):
        return prompt
    if prompt == "-" or (needed and not sys.stdin.isatty()):
        text = sys.stdin.buffer.read(2_000_000).decode("utf8", errors="replace")
        if text.strip():
            return text
    if needed or prompt == "-":
        raise SynsongError(Errors.S705)
    return None


if __name__ == "__main__":
    typer.run(main)
