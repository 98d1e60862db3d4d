"""Answers that are no lyrics: notices of providers, calendars of releases, lists of tracks."""

from __future__ import annotations

import itertools
import re

from components.song import HEADING

_NOTICES = (
    r"lyrics for this song have yet to be (?:released|transcribed)",
    r"(?:we|sorry,? we) (?:do not|don['’]t) have (?:the |these )?lyrics",
    r"lyrics (?:are |is )?(?:not available|unavailable|not found|coming soon|restricted)",
    r"not licensed to display",
    r"(?:no lyrics|lyrics not) (?:found|available)",
    r"this song is not available in your (?:country|region)",
    r"unfortunately[^\n]{0,40}(?:licen[sc]|restrict)[^\n]{0,80}lyrics",
    r"be the first to add (?:the )?lyrics",
    r"(?:checking your browser|enable javascript and cookies|verify(?:ing)? you are (?:a )?human|access denied)",
    r"<!doctype html|<html[\s>]|<head[\s>]",
    r"too many requests|rate limit exceeded|error 5\d\d\b|bad gateway|service unavailable",
)
_NOTICE = re.compile("|".join(_NOTICES), re.IGNORECASE)
_NOTICE_LENGTH = 600  # characters; within a longer text the same words may be sung

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"^\W*(?:\d{{1,2}}[./-]\d{{1,2}}(?:[./-]\d{{2,4}})?\b|\d{{4}}-\d{{2}}-\d{{2}}\b|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\s+of\b)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:\s|,|$)|{_MONTH}\s+\d{{4}}\W*$)",
    re.IGNORECASE,
)
_CREDIT_OF_TRACK = re.compile(r"^\S.{0,80}\s[-–—]\s\S.{0,80}$")
_NUMBERED = re.compile(r"^\s*(\d{1,3})\s*[.)\]:-]\s*\S")
_LENGTH = re.compile(r"\b\d{1,2}:\d{2}\W*$")
_MIN_LINES = 5
_CALENDAR_SHARE, _LIST_SHARE, _NUMBERED_SHARE = 0.25, 0.6, 0.5


def find_notice(text: str) -> str | None:
    """Find the words by which a provider says that it has no lyrics, or that it does not let us in.

    text (str): The answer.
    RETURNS (str | None): The words, or None if it is none.
    """
    match = _NOTICE.search(text[: 2 * _NOTICE_LENGTH])
    if not match:
        return None
    markup = match[0].startswith("<")
    return " ".join(match[0].split()) if markup or len(text.strip()) <= _NOTICE_LENGTH else None


def is_calendar(text: str) -> bool:
    """RETURNS (bool): Whether a text is a calendar of releases: many lines that begin with a date."""
    lines = _lines(text)
    dated = sum(bool(_DATE.match(line)) for line in lines)
    return dated >= _MIN_LINES and dated >= _CALENDAR_SHARE * len(lines)


def is_track_list(text: str) -> bool:
    """RETURNS (bool): Whether a text lists tracks: numbered in order, `Artist - Title`, or with their lengths."""
    lines = _lines(text)
    if len(lines) < _MIN_LINES:
        return False
    joined = sum(bool(_CREDIT_OF_TRACK.match(line)) for line in lines)
    lengths = sum(bool(_LENGTH.search(line)) for line in lines)
    numbers = [int(match[1]) for line in lines if (match := _NUMBERED.match(line))]
    rising = sum(b == a + 1 for a, b in itertools.pairwise(numbers))
    return max(joined, lengths) >= _LIST_SHARE * len(lines) or (
        len(numbers) >= _MIN_LINES and rising >= _NUMBERED_SHARE * len(lines)
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip() and not HEADING.match(line)]
