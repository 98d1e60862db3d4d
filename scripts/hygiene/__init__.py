"""Hygiene: what a provider answered becomes lyrics, or a reason why it is none; every rule is counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from components.errors import Errors
from components.song import MAX_LYRICS, Track

from ..formats.lrc import Lrc, has_times, is_instrumental, parse_lrc
from ..matching import same_song
from .boilerplate import drop_boilerplate, tidy_characters
from .judge import find_notice, is_calendar, is_track_list
from .language import detect_language, wrong_language
from .sections import count_headings, expand_repeats, name_sections
from .words import count_words

__all__ = ["MIN_WORDS", "Answered", "Cleaned", "clean_lyrics", "detect_language"]

MIN_WORDS = 20  # fewer say nothing that a text could be compared with
_MAX_ANSWER = 10 * MAX_LYRICS  # characters; beyond it not even the markup is looked at


@dataclass(frozen=True)
class Answered:
    """What a provider says of the lyrics that it sent.

    title (str | None): The title under which it keeps them.
    artist (str | None): The performer.
    duration (float | None): The length of its recording in seconds.
    language (str | None): ISO 639-1 code of the words.
    instrumental (bool): Whether it says that nothing is sung.
    synced (str | None): The lyrics as LRC, where it sent both.
    """

    title: str | None = None
    artist: str | None = None
    duration: float | None = None
    language: str | None = None
    instrumental: bool = False
    synced: str | None = None


@dataclass(frozen=True)
class Cleaned:
    """Lyrics after hygiene.

    text (str): The lyrics; headings stand as `[Chorus]`, stanzas are parted by one blank line. Empty if rejected.
    synced (list[tuple[float, str]] | None): Seconds and line, if the answer had times.
    language (str | None): ISO 639-1 code as detected, else as the provider says, else None.
    words (int): Words that say something; la la and the like do not count.
    instrumental (bool): Whether nothing is sung.
    partial (bool): Whether the provider cut the lyrics off.
    dropped (dict[str, int]): How many lines or marks each rule dropped or rewrote, by the name of the rule.
    rule (str | None): The rule by which the answer was rejected.
    rejected (str | None): Why, in words for the user; None if the lyrics are good.
    """

    text: str = ""
    synced: list[tuple[float, str]] | None = None
    language: str | None = None
    words: int = 0
    instrumental: bool = False
    partial: bool = False
    dropped: dict[str, int] = field(default_factory=dict)
    rule: str | None = None
    rejected: str | None = None


def clean_lyrics(text: str | None, *, track: Track | None = None, answer: Answered | None = None) -> Cleaned:
    """Clean what a provider answered and judge whether it is the lyrics of the song.

    text (str | None): The plain lyrics; they may hold LRC times, which is not rare.
    track (Track | None): What was asked for; without it no answer is too far from it.
    answer (Answered | None): What the provider says of them.
    RETURNS (Cleaned): The lyrics, or `rejected`, or `instrumental`.
    """
    answer = answer or Answered()
    wrong = _wrong_song(track, answer)
    if wrong:
        return Cleaned(rule="wrong_song", rejected=wrong)
    raw = text if text and text.strip() else answer.synced or ""
    if len(raw) > _MAX_ANSWER:
        return Cleaned(rule="too_long", rejected=Errors.S545.format(length=len(raw), limit=MAX_LYRICS))
    notice = find_notice(raw)
    if notice:
        return Cleaned(rule="notice", rejected=Errors.S548.format(notice=notice))
    dropped: Counter[str] = Counter()
    lrc, synced = _read(raw, answer, dropped)
    if lrc.instrumental or is_instrumental(lrc.plain) or (answer.instrumental and not lrc.plain.strip()):
        return Cleaned(instrumental=True, dropped=_counts(dropped))
    lines, partial = drop_boilerplate(lrc.plain.split("\n"), track, dropped)
    lines = expand_repeats(name_sections(lines, dropped), dropped)
    plain = _join(lines)
    if plain and count_headings(lines, sung=True) == 0:
        return Cleaned(instrumental=True, dropped=_counts(dropped))
    return _judge(plain, synced, track, answer, partial, dropped)


def _wrong_song(track: Track | None, answer: Answered) -> str | None:
    if track is None:
        return None
    return same_song(track, answer.title or track.title, answer.artist or track.artist, answer.duration)


def _read(raw: str, answer: Answered, dropped: Counter[str]) -> tuple[Lrc, list[tuple[float, str]] | None]:
    """RETURNS (tuple[Lrc, list[tuple[float, str]] | None]): The lyrics without times, and the times of the lines."""
    tidy = tidy_characters(raw, dropped)
    lrc = parse_lrc(tidy)
    dropped["timestamps"] += sum(has_times(line) for line in tidy.split("\n"))
    dropped["tags"] += len(lrc.tags)
    synced = lrc.synced or (parse_lrc(tidy_characters(answer.synced, Counter())).synced if answer.synced else [])
    sung = [(at, line) for at, line in synced if drop_boilerplate([line], None, Counter())[0]]
    return lrc, sung or None


def _join(lines: list[str]) -> str:
    """RETURNS (str): The lines as one text, without blank lines at its ends or two in a row."""
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1]):
            kept.append(line.strip())
    return "\n".join(kept).strip()


def _judge(
    text: str,
    synced: list[tuple[float, str]] | None,
    track: Track | None,
    answer: Answered,
    partial: bool,
    dropped: Counter[str],
) -> Cleaned:
    words = count_words(text)
    language = detect_language(text) or answer.language
    expected = track.language if track else None
    rule, reason = None, None
    if not text:
        rule, reason = "empty", Errors.S549
    elif len(text) > MAX_LYRICS:
        rule, reason = "too_long", Errors.S545.format(length=len(text), limit=MAX_LYRICS)
    elif is_calendar(text):
        rule, reason = "calendar", Errors.S546
    elif is_track_list(text):
        rule, reason = "track_list", Errors.S547
    elif words < MIN_WORDS:
        rule, reason = "too_short", Errors.S544.format(words=words, limit=MIN_WORDS)
    elif expected and wrong_language(text, expected, claimed=answer.language):
        rule, reason = "wrong_language", Errors.S543.format(expected=expected, found=language or "in another script")
    counts = _counts(dropped)
    if rule:
        return Cleaned(language=language, words=words, partial=partial, dropped=counts, rule=rule, rejected=reason)
    return Cleaned(text, synced, language, words, False, partial, counts)


def _counts(dropped: Counter[str]) -> dict[str, int]:
    """RETURNS (dict[str, int]): The rules that applied."""
    return {name: count for name, count in dropped.items() if count}
