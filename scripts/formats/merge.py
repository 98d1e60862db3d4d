"""Duplicates: the same track from several exports becomes one, with everything that any of them knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from components.song import Track

from ..matching import MAX_DURATION_GAP, comparable


def merge_tracks(tracks: Iterable[Track]) -> list[Track]:
    """Merge the records of the same track: by URI, then by ISRC, then by title, artist and duration.

    tracks (Iterable[Track]): Tracks.
    RETURNS (list[Track]): Each track once, in the order of first appearance; what the first record lacks comes from
        the later ones.
    """
    merged = _merge_by(tracks, _uri)
    merged = _merge_by(merged, _isrc)
    return _merge_by_name(merged)


def _merge_by(tracks: Iterable[Track], key: Callable[[Track], str | None]) -> list[Track]:
    kept: list[Track] = []
    places: dict[str, int] = {}
    for track in tracks:
        name = key(track)
        if name is not None and name in places:
            kept[places[name]] = _fill(kept[places[name]], track)
            continue
        if name is not None:
            places[name] = len(kept)
        kept.append(track)
    return kept


def _merge_by_name(tracks: list[Track]) -> list[Track]:
    kept: list[Track] = []
    places: dict[tuple[str, str], list[int]] = {}
    for track in tracks:
        same = places.setdefault((comparable(track.title), comparable(track.artist)), [])
        place = next((i for i in same if _near(kept[i].duration, track.duration)), None)
        if place is None:
            same.append(len(kept))
            kept.append(track)
        else:
            kept[place] = _fill(kept[place], track)
    return kept


def _near(one: float | None, other: float | None) -> bool:
    return one is None or other is None or abs(one - other) <= MAX_DURATION_GAP


def _fill(track: Track, other: Track) -> Track:
    """RETURNS (Track): The track, with what it lacks from the other."""
    missing = {name: value for name, value in other if value not in (None, []) and getattr(track, name) in (None, [])}
    return track.model_copy(update=missing) if missing else track


def _uri(track: Track) -> str | None:
    return track.uri


def _isrc(track: Track) -> str | None:
    return track.isrc
