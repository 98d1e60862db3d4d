"""From the constraints that a prompt states to the conditions that an index can check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spacy.tokens import Doc

from .filters import Columns, Filters

COLUMNS = {
    "era": "years",
    "genre": "genres",
    "artist": "artists",
    "language": "languages",
    "explicit": "explicit",
    "popularity": "popularity",
    "duration": "duration",
}


def read_constraints(doc: Doc, columns: Columns) -> tuple[Filters, int | None]:
    """Turn `doc._.constraints` into filters, and write into each whether it was used.

    A constraint is `used`; `ignored` when no song of the index says anything of that property; `impossible` when no song
    meets it. The reason is written beside it.

    doc (Doc): The prompt.
    columns (Columns): What the songs say of themselves.
    RETURNS (tuple[Filters, int | None]): The conditions, and the number of songs asked for.
    """
    if not doc.has_extension("constraints") or not doc._.constraints:
        return Filters(), None
    count: int | None = None
    settings: dict[str, Any] = {}
    for constraint in doc._.constraints:
        kind, value = constraint["type"], constraint["value"]
        if kind == "count" and not constraint["negated"]:
            count = int(value if isinstance(value, int) else max(value))
            constraint["status"] = "used"
        elif kind == "explicit" and value is not constraint["negated"]:
            constraint["status"] = "used"  # "explicit is fine" allows and demands nothing
        elif kind not in COLUMNS or value is None:
            _mark(constraint, "ignored", "Synsong cannot tell what this means for a song")
        elif not columns.known(COLUMNS[kind]):
            _mark(constraint, "ignored", f"no song here says its {kind}")
        else:
            _merge(settings, COLUMNS[kind], value, negated=bool(constraint["negated"]))
            alone: dict[str, Any] = {}
            _merge(alone, COLUMNS[kind], value, negated=bool(constraint["negated"]))
            found = bool(Filters(**alone).mask(columns).any())
            _mark(constraint, *(("used", "") if found else ("impossible", "no song here meets it")))
    return Filters(**settings), count


def _mark(constraint: dict[str, Any], status: str, reason: str) -> None:
    constraint["status"] = status
    if reason:
        constraint["reason"] = reason


def _merge(settings: dict[str, Any], name: str, value: Any, *, negated: bool) -> None:
    """Add a constraint to the settings: of several names or eras any one suffices, of other ranges the later counts."""
    if name == "explicit":
        settings[name] = False
        return
    key = f"not_{name}" if negated else name
    if key == "years" and key in settings:
        settings["other_years"] = (*settings.get("other_years", ()), tuple(value))
        return
    if name in ("genres", "artists", "languages"):
        values: Iterable[str] = [value] if isinstance(value, str) else value
        settings[key] = (*settings.get(key, ()), *values)
    else:
        settings[key] = tuple(value)
