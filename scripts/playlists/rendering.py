"""Shows playlists: a table for people, JSON for programs, and what was understood."""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from wasabi import color

from components.playlist import RankedSong
from components.terms import content_term, is_content
from scripts.formats.base import one_line

from .making import Made, constraints_of

BAR = 8  # characters of a full bar
NARROWEST, WIDEST = 60, 160  # columns that a table takes
_EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True)
class Style:
    """How things are shown.

    colour (bool): Whether colours may be used.
    blocks (bool): Whether the output can show block characters.
    width (int): Columns.
    """

    colour: bool = False
    blocks: bool = True
    width: int = 100

    @classmethod
    def of_terminal(cls) -> Style:
        """RETURNS (Style): The style of standard output: plain where it is no terminal or NO_COLOR is set."""
        stream = sys.stdout
        terminal = stream.isatty()
        encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
        return cls(
            colour=terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
            blocks=encoding.startswith("utf"),
            width=min(max(shutil.get_terminal_size().columns if terminal else 120, NARROWEST), WIDEST),
        )


def render_table(nlp: Language, songs: Sequence[RankedSong], style: Style) -> str:
    """Set songs as a table.

    nlp (Language): The model, which knows the matched words of a line.
    songs (Sequence[RankedSong]): The songs, best first, at least one.
    style (Style): How to show them.
    RETURNS (str): A line a song: rank, title, artist, relevance as a bar, the line that matched with its words marked.
    """
    names = (style.width - BAR - 16) // 4
    titles, artists = ([one_line(name) for name in each] for each in zip(*map(_names, songs), strict=True))
    wide = [min(max(map(_width, [*texts, "Artist"])), names) for texts in (titles, artists)]
    rank = max(len(str(len(songs))), 1)
    rest = style.width - rank - sum(wide) - BAR - 5 - 2 * 5
    head = [" " * rank, _pad("Song", wide[0]), _pad("Artist", wide[1]), _pad("Relevance", BAR + 5), "Line"]
    lines = [_paint("  ".join(head).rstrip(), style, bold=True)]
    for number, song in enumerate(songs, 1):
        cells = [
            str(number).rjust(rank),
            _paint(_pad(cut(titles[number - 1], wide[0]), wide[0]), style, bold=True),
            _pad(cut(artists[number - 1], wide[1]), wide[1]),
            f"{_paint(bar(song['relevance'], style), style, fg='green')} {song['relevance']:.2f}",
            mark_line(nlp, song, max(rest, 12), style),
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _names(song: RankedSong) -> tuple[str, str]:
    return song["title"], song["artist"]


def bar(share: float, style: Style, width: int = BAR) -> str:
    """RETURNS (str): A share, 0 to 1, as a bar of `width` columns."""
    share = min(max(share, 0.0), 1.0)
    if not style.blocks:
        return ("#" * round(share * width)).ljust(width, ".")
    full, part = divmod(round(share * width * 8), 8)
    return ("█" * full + (_EIGHTHS[part] if part else "")).ljust(width)


def mark_line(nlp: Language, song: RankedSong, width: int, style: Style) -> str:
    """Show the line that speaks most for a song.

    nlp (Language): The model.
    song (RankedSong): The song.
    width (int): Columns that the line may take.
    style (Style): How to mark: in bold, or between asterisks.
    RETURNS (str): The line with the matched words marked; empty if there is none.
    """
    if not song["evidence"]:
        return ""
    evidence = song["evidence"][0]
    line = one_line(evidence["text"])
    pieces: list[tuple[str, bool]] = []
    for word, space, matched in _matched(nlp, line, set(evidence["terms"])):
        pieces += [(word, matched), (space, False)]
    shown: list[str] = []
    left = width
    for text, matched in pieces:
        extra = 2 if matched and not style.colour else 0
        if _width(text) + extra > left - 1:
            shown.append("…" if style.blocks else "~")
            break
        left -= _width(text) + extra
        shown.append(
            text if not matched else _paint(text, style, bold=True, fg="yellow") if style.colour else f"*{text}*"
        )
    return "".join(shown).strip()


def _matched(nlp: Language, line: str, terms: set[str]) -> Iterable[tuple[str, str, bool]]:
    doc = nlp.make_doc(line)
    if "lemmatizer" in nlp.component_names:
        doc = nlp.get_pipe("lemmatizer")(doc)
    for token in doc:
        yield token.text, token.whitespace_, is_content(token) and content_term(token) in terms


def render_json(made: Made, **more: Any) -> str:
    """RETURNS (str): A playlist as JSON: title, description, songs, recipe, constraints and what else is given."""
    record = {**made.kept.model_dump(), "constraints": constraints_of(made.doc), **more}
    return json.dumps(record, ensure_ascii=False, indent=2)


def explain(made: Made, style: Style) -> str:
    """Say what was understood, and what made each song relevant.

    made (Made): The playlist and the analysed prompt.
    style (Style): How to show it.
    RETURNS (str): Several lines.
    """
    doc = made.doc
    lines = [_paint("What was understood", style, bold=True)]
    for key, label in (("include", "asked for"), ("quote", "quoted"), ("exclude", "left out")):
        texts = [one_line(span.text) for span in doc.spans.get(key, [])]
        if texts:
            lines.append(f"  {label}: {cut(' | '.join(texts), style.width - 14)}")
    strong = sorted((-value, label) for label, value in doc.cats.items() if value >= 0.5)
    if strong:
        lines.append(f"  themes: {', '.join(f'{label} {-value:.2f}' for value, label in strong[:5])}")
    lines += [f"  {line}" for line in _say_constraints(doc)]
    lines.append(_paint("What made each song relevant (added log-odds)", style, bold=True))
    names = list(dict.fromkeys(name for song in made.playlist.songs for name in song["signals"]))
    wide = max([4, *(_width(song["id"]) for song in made.playlist.songs)])
    lines.append("  ".join(["  ", _pad("id", wide), *(name.rjust(8) for name in names)]))
    for song in made.playlist.songs:
        values = [f"{song['signals'].get(name, 0.0):8.2f}" for name in names]
        lines.append("  ".join(["  ", _pad(song["id"], wide), *values]))
    return "\n".join(lines)


def _say_constraints(doc: Doc) -> list[str]:
    said = []
    for constraint in constraints_of(doc):
        reason = f" ({constraint['reason']})" if constraint.get("reason") else ""
        kind = f"not {constraint['type']}" if constraint["negated"] else constraint["type"]
        said.append(
            f'{constraint["status"]}: {kind} {constraint["value"]}, from "{one_line(constraint["text"])}"{reason}'
        )
    return said


def cut(text: str, width: int) -> str:
    """RETURNS (str): A text in no more than `width` columns, with an ellipsis where it was cut."""
    if _width(text) <= width:
        return text
    kept, used = [], 0
    for char in text:
        used += _width(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def _pad(text: str, width: int) -> str:
    return text + " " * max(width - _width(text), 0)


def _width(text: str) -> int:
    """RETURNS (int): How many columns a terminal needs for a text."""
    wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return wide - sum(1 for char in text if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn"))


def _paint(text: str, style: Style, *, bold: bool = False, fg: str | None = None) -> str:
    return str(color(text, fg=fg, bold=bold)) if style.colour else text
