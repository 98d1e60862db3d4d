"""Says in words what a prompt demands of songs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

LANGUAGES = {
    "en": "English", "es": "Spanish", "fr": "French", "de": "German", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "sv": "Swedish", "no": "Norwegian", "da": "Danish", "fi": "Finnish", "is": "Icelandic", "pl": "Polish",
    "ru": "Russian", "el": "Greek", "tr": "Turkish", "ar": "Arabic", "he": "Hebrew", "hi": "Hindi", "ja": "Japanese",
    "ko": "Korean", "zh": "Chinese", "ga": "Irish", "cy": "Welsh",
}  # fmt: skip
SAID = ("read", "used")  # the states of a constraint that holds


def describe_constraints(constraints: Iterable[Mapping[str, Any]]) -> list[str]:
    """Put constraints into sentences, without the number of songs, which can be seen.

    constraints (Iterable[Mapping[str, Any]]): As in `doc._.constraints`; those that were not used are passed over.
    RETURNS (list[str]): Short sentences, such as `From 1980-1989.` and `Not in English.`
    """
    sentences: list[str] = []
    for constraint in constraints:
        says = _SENTENCES.get(constraint["type"])
        if says and constraint.get("value") is not None and constraint.get("status", "read") in SAID:
            sentences.append(says(constraint["value"], bool(constraint.get("negated"))))
    return list(dict.fromkeys(filter(None, sentences)))


def name_constraints(constraints: Iterable[Mapping[str, Any]]) -> str:
    """Name songs of which nothing is asked but conditions.

    constraints (Iterable[Mapping[str, Any]]): As in `doc._.constraints`.
    RETURNS (str): A title, such as `Spanish Folk Songs from the 1970s`; empty if there is nothing to name.
    """
    before: dict[str, str] = {}
    behind: dict[str, str] = {}
    noun = "Songs"
    for constraint in constraints:
        kind, value = constraint["type"], constraint.get("value")
        if value is None or constraint.get("negated"):
            continue
        if kind in ("genre", "language"):
            before.setdefault(kind, " or ".join(_capitals(name) for name in _names(value)))
        elif kind == "popularity":
            before.setdefault(kind, "" if value[0] else "Obscure")
            noun = "Hits" if value[0] else "Songs"
        elif kind == "era":
            behind.setdefault(kind, _era(value))
        elif kind == "artist":
            behind.setdefault(kind, f"by {' and '.join(_list(value))}")
    words = [before.get(kind, "") for kind in ("popularity", "language", "genre")]
    title = " ".join(filter(None, [*words, noun, behind.get("artist", ""), behind.get("era", "")]))
    return title if title != "Songs" and len(title) <= 100 else ""


def _capitals(name: str) -> str:
    return " ".join(word if any(map(str.isupper, word)) else word[:1].upper() + word[1:] for word in name.split())


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(part) for part in value]


def _names(value: Any) -> list[str]:
    return [LANGUAGES.get(name, name) for name in _list(value)]


def _era(value: Any) -> str:
    first, last = value
    if first and last and first % 10 == 0 and last == first + 9:
        return f"from the {first}s"
    if first and last:
        return f"from {first}" if first == last else f"from {first} to {last}"
    return f"since {first}" if first else f"up to {last}"


def _say_era(value: Any, negated: bool) -> str:
    first, last = value
    if not first and not last:
        return ""
    span = f"from {first}" if first == last else f"from {first}-{last}" if first and last else _era(value)
    return f"Nothing {span}." if negated else f"{span[0].upper()}{span[1:]}."


def _say_names(word: str) -> Callable[[Any, bool], str]:
    def say(value: Any, negated: bool) -> str:
        names = " or ".join(_names(value))
        return f"Not {word}{names}." if negated else f"{word.capitalize()}{names}." if word else f"Only {names}."

    return say


def _say_explicit(value: Any, negated: bool) -> str:
    return "Explicit words only." if bool(value) != negated else "No explicit words."


def _say_popularity(value: Any, negated: bool) -> str:
    little = not value[0]
    return "Little-known songs." if little != negated else "Well-known songs."


def _say_duration(value: Any, negated: bool) -> str:
    low, high = ((f"{seconds // 60:.0f}:{seconds % 60:02.0f}" if seconds else "") for seconds in value)
    span = f"between {low} and {high}" if low and high else f"over {low}" if low else f"under {high}"
    return f"{'Not ' if negated else ''}{span} long.".capitalize() if low or high else ""


_SENTENCES: dict[str, Callable[[Any, bool], str]] = {
    "era": _say_era,
    "genre": _say_names(""),
    "artist": _say_names("by "),
    "language": _say_names("in "),
    "explicit": _say_explicit,
    "popularity": _say_popularity,
    "duration": _say_duration,
}
