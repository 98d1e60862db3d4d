"""The same track from several exports becomes one, and nothing that any of them knew is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.song import Track
from scripts.formats import merge_tracks
from scripts.matching import track_key


def track(title: str = "Paper Lanterns", artist: str = "Mara Vell", **fields: Any) -> Track:
    return Track(title=title, artist=artist, **fields)


def test_one_uri_is_one_track_whatever_it_is_called() -> None:
    merged = merge_tracks(
        [track(uri="spotify:track:4uA"), track("Paper Lanterns (Live)", uri="spotify:track:4uA", year=2003)]
    )
    assert merged == [track(uri="spotify:track:4uA", year=2003)]


def test_one_isrc_is_one_recording_on_several_albums() -> None:
    one = track(isrc="GBAAA0300001", uri="spotify:track:4uA", album="Low Tide")
    other = track(isrc="GBAAA0300001", uri="spotify:track:4uB", album="Best of", duration=213)
    assert merge_tracks([one, other]) == [one.model_copy(update={"duration": 213})]


def test_names_are_compared_without_case_accents_and_punctuation() -> None:
    assert len(merge_tracks([track("Où est l'eau?"), track("ou est leau", "MARA VELL")])) == 1


@pytest.mark.parametrize(("one", "other", "count"), [(213, 216, 1), (213, 216.1, 2), (213, None, 1), (None, None, 1)])
def test_lengths_part_recordings_of_one_name(one: float | None, other: float | None, count: int) -> None:
    assert len(merge_tracks([track(duration=one), track(duration=other)])) == count


def test_versions_are_not_merged_by_name() -> None:
    assert len(merge_tracks([track(), track("Paper Lanterns (Live)")])) == 2


def test_the_first_record_wins_and_the_others_fill_it() -> None:
    merged = merge_tracks([track(year=2003), track(year=2011, genres=["folk"], explicit=False), track(path="a.mp3")])
    assert merged == [track(year=2003, genres=["folk"], explicit=False, path="a.mp3")]


def test_the_order_of_first_appearance_is_kept() -> None:
    tracks = [track("C"), track("A"), track("C"), track("B"), track("A")]
    assert [merged.title for merged in merge_tracks(tracks)] == ["C", "A", "B"]


TRACKS = st.lists(
    st.builds(
        Track,
        title=st.sampled_from(["A", "B", "a!"]),
        artist=st.sampled_from(["X", "Y"]),
        duration=st.none() | st.sampled_from([100.0, 102.0, 105.0]),
        isrc=st.none() | st.sampled_from(["GBAAA0300001", "GBAAA0300002"]),
        uri=st.none() | st.sampled_from(["spotify:track:1", "spotify:track:2"]),
    ),
    max_size=8,
)


@given(tracks=TRACKS)
def test_merging_again_changes_nothing(tracks: list[Track]) -> None:
    merged = merge_tracks(tracks)
    assert merge_tracks(merged) == merged


@given(tracks=TRACKS)
def test_identifiers_and_keys_are_unique_after_merging(tracks: list[Track]) -> None:
    merged = merge_tracks(tracks)
    for values in ([t.uri for t in merged], [t.isrc for t in merged]):
        known = [value for value in values if value]
        assert len(known) == len(set(known))
    assert len({track_key(t) for t in merged}) == len(merged)
