"""What providers and taggers put around lyrics: markup, headers, promotion, credits, copyright, cut-off marks."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter

from components.song import HEADING, Track

from ..matching import comparable

_MARKUP = re.compile(
    r"</?(?:b|i|u|em|strong|p|div|span|a|font|small|center|blockquote)(?:\s[^<>]{0,300})?>", re.IGNORECASE
)
_BREAK = re.compile(r"<br\s*/?>\n?", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\u200b\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\t]")
_RUNS = re.compile(r" {2,}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")

_PARTIAL = re.compile(r"\bNOT for Commercial use\b|^\W*\.{3}\W*this lyrics? is (?:not|restricted)", re.IGNORECASE)
_TRAILING_CODE = re.compile(r"^\(\d{6,}\)$")

_CONTRIBUTORS = re.compile(r"^\d{1,5}\s?Contributors?(?=$|[A-Z\s])")
_TRANSLATIONS = re.compile(r"^Translations(?:[A-Z\u0080-\uffff][\w\s()]{0,200}?)?(?=$)")
_GLUED_HEADER = re.compile(r"^\d{1,5}\s?Contributors?.{0,400}?\sLyrics(?=\[|$|[A-Z“\"(])")
_READ_MORE = re.compile(r"^.{20,}(?:…|\.\.\.)?\s*Read More\s*$")
_PROMOTION = re.compile(r"You might also like|See [^\n]{1,80}? LiveGet tickets as low as \$\d+")
_EMBED = re.compile(r"(?<=\S)\d{0,6}Embed(?:Share URL.{0,80})?$|\s\d{1,6}Embed$|^\d{0,6}\s?Embed$")

_ROLE = (
    r"(?:(?:song ?)?writ(?:ten|er\(?s?\)?)|songwriters?|lyrics?|words|music|compos(?:ed|er\(?s?\)?)|produc(?:ed|er\(?s?\)?)"
    r"|publish(?:ed|er\(?s?\)?)|arrang(?:ed|ements?|er\(?s?\)?)|mix(?:ed|ing)|master(?:ed|ing)|engineer(?:ed)?|lyricist"
    r"|recorded|vocals?|guitars?|drums|bass|piano|letra|m[uú]sica|paroles|musique|autor(?:es)?|testo|musik|text)"
)
_ROLES = rf"{_ROLE}(?:\s*(?:,|&|and|y|et|und|/)\s*{_ROLE}){{0,4}}"
_CREDIT = re.compile(rf"^\W*{_ROLES}(?:\s+by|\s+de|\s+von)?\s*[:：]\s*\S", re.IGNORECASE)
_CREDIT_NAMES = re.compile(rf"^\W*(?i:{_ROLES}\s+by)\s+(?:[A-Z][\w.'’-]*(?:\s+|,\s*|\s*&\s*|\s+and\s+|$))+$")
_HAN_CREDIT = re.compile(
    r"^\s*(?:作词|作曲|编曲|作詞|編曲|制作人|製作人|词|曲|监制|混音|作詞・作曲|작사|작곡|편곡)\s*[:：]"
)
_LEGAL = re.compile(
    r"^\W*(?:lyrics?|song(?:text)?|text)\s+(?:powered|provided|licensed|supplied|submitted|transcribed|courtesy|©|\(c\))"
    r"|^\W*(?:all rights reserved|copyright\b.*(?:\d{4}|©|\(c\))|submit corrections|thanks to .{1,60} for (?:adding|correcting|submitting)"
    r"|(?:more|get|find|read) (?:more )?lyrics (?:at|on|from)\b|album\s*:\s*\S|artist\s*:\s*\S|last update(?:d)?\b.*\d{4})"
    r"|^\s*[©℗]|lyrics\s*(?:©|\(c\))|\bLyricFind\b|\bMusixmatch\b|^\W*(?:https?://|www\.)\S+\W*$",
    re.IGNORECASE,
)
_HEAD, _FOOT = 6, 8  # written lines at the ends among which credits without a colon are looked for


def tidy_characters(text: str, dropped: Counter[str]) -> str:
    """Undo markup and bring the characters into one form.

    text (str): Lyrics as answered.
    dropped (Counter[str]): Counts `markup` and `invisible`.
    RETURNS (str): Text with `\\n` for line ends, NFC, plain spaces, no tags, entities or invisible characters.
    """
    text, breaks = _BREAK.subn("\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    text, tags = _MARKUP.subn("", text)
    entities = len(_ENTITY.findall(text))
    text = html.unescape(text) if entities else text
    text, invisible = _INVISIBLE.subn("", text)
    dropped["markup"] += breaks + tags + entities
    dropped["invisible"] += invisible
    # One space where there were many: nobody means them, and long runs are what makes patterns slow.
    return _RUNS.sub(" ", unicodedata.normalize("NFC", _SPACES.sub(" ", text)))


def drop_boilerplate(lines: list[str], track: Track | None, dropped: Counter[str]) -> tuple[list[str], bool]:
    """Drop the lines that no one sings.

    lines (list[str]): The lines of the answer.
    track (Track | None): What was asked for, to know its title line.
    dropped (Counter[str]): Counts each rule.
    RETURNS (tuple[list[str], bool]): The lines left, and whether the provider cut the lyrics off.
    """
    lines, partial = _cut_at_mark(lines, dropped)
    lines = _drop_header(lines, track, dropped)
    lines = [_drop_promotion(line, dropped) for line in lines]
    written = [i for i, line in enumerate(lines) if line.strip()]
    ends = {*written[:_HEAD], *written[-_FOOT:]}
    kept = []
    for i, line in enumerate(lines):
        rule = _line_rule(line, at_end=i in ends)
        dropped[rule or ""] += bool(rule)
        if not rule:
            kept.append(line)
    return _drop_embed(kept, dropped), partial


def _cut_at_mark(lines: list[str], dropped: Counter[str]) -> tuple[list[str], bool]:
    """RETURNS (tuple[list[str], bool]): The lines before the mark of a partial answer, and whether there was one."""
    for i, line in enumerate(lines):
        if _PARTIAL.search(line):
            dropped["partial"] += 1
            kept = [line for line in lines[:i] if not _TRAILING_CODE.match(line.strip())]
            while kept and kept[-1].strip() in ("", "...", "…"):
                kept.pop()
            return kept, True
    return lines, False


def _drop_header(lines: list[str], track: Track | None, dropped: Counter[str]) -> list[str]:
    """Drop contributors, the title line and the description that stand above the lyrics."""
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    head = lines[first : first + 1]
    if head and _CONTRIBUTORS.match(head[0].strip()):
        dropped["contributors"] += 1
        rest = _GLUED_HEADER.sub("", head[0].strip())
        rest = "" if _CONTRIBUTORS.match(rest) else rest
        lines = [rest, *lines[first + 1 :]]
    for i, line in [(i, line) for i, line in enumerate(lines) if line.strip()][:5]:
        if _is_title_line(line, track) or _TRANSLATIONS.match(line.strip()):
            dropped["title_line"] += 1
            lines = [*lines[:i], "", *lines[i + 1 :]]
        elif _READ_MORE.match(line.strip()):
            dropped["description"] += 1
            lines = ["", *lines[i + 1 :]]
            break
    return lines


def _is_title_line(line: str, track: Track | None) -> bool:
    bare = comparable(line)
    if track is None or not bare:
        return False
    title, artist = comparable(track.title), comparable(track.artist)
    return bare in {
        f"{title} lyrics",
        f"lyrics {title}",
        f"{artist} {title}",
        f"{title} by {artist}",
        f"{artist} {title} lyrics",
        f"{title} {artist}",
        f"{title} lyrics {artist}",
        f"{title} lyrics by {artist}",
    }


def _drop_promotion(line: str, dropped: Counter[str]) -> str:
    line, count = _PROMOTION.subn("", line)
    dropped["promotion"] += count
    return line


def _line_rule(line: str, *, at_end: bool) -> str | None:
    """RETURNS (str | None): The rule that drops a line, if any."""
    if HEADING.match(line):
        return None
    if _LEGAL.search(line):
        return "legal"
    if _HAN_CREDIT.match(line) or _CREDIT.match(line) or (at_end and _CREDIT_NAMES.match(line.strip())):
        return "credits"
    return None


def _drop_embed(lines: list[str], dropped: Counter[str]) -> list[str]:
    last = next((i for i in range(len(lines) - 1, -1, -1) if lines[i].strip()), None)
    if last is None:
        return lines
    line, count = _EMBED.subn("", lines[last].rstrip())
    dropped["embed"] += count
    return [*lines[:last], line, *lines[last + 1 :]]
