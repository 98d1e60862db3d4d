"""A playlist made again from its recipe: what came, went and moved."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.errors import SynsongError
from components.playlist import Playlist
from scripts.formats import read_playlist, write_playlist
from scripts.playlists.refresh import compare, settings_of

from ..spotify.conftest import ranked
from .conftest import as_json


def songs(names):
    return [ranked(name) for name in names]


@pytest.mark.parametrize(
    ("old", "new", "came", "went", "moved"),
    [
        ("abc", "abc", "", "", []),
        ("abc", "abcd", "d", "", []),
        ("abc", "dabc", "d", "", []),
        ("abc", "bc", "", "a", []),
        ("abc", "bca", "", "", [("a", 1, 3)]),
        ("abc", "cab", "", "", [("c", 3, 1)]),
        ("abcd", "dxbc", "x", "a", [("d", 4, 1)]),
        ("", "ab", "ab", "", []),
        ("ab", "", "", "ab", []),
    ],
)
def test_songs_that_only_made_room_have_not_moved(old, new, came, went, moved):
    changes = compare(songs(old), songs(new))
    assert [song["id"] for song in changes.came] == list(came)
    assert [song["id"] for song in changes.went] == list(went)
    assert [(song["id"], before, after) for song, before, after in changes.moved] == moved
    assert bool(changes) is (old != new)


ORDER = st.lists(st.sampled_from("abcdefghij"), unique=True)


@given(old=ORDER, new=ORDER)
def test_taking_back_what_came_went_and_moved_gives_the_same_order(old, new):
    changes = compare(songs(old), songs(new))
    came = {song["id"] for song in changes.came}
    went = {song["id"] for song in changes.went}
    moved = {song["id"] for song, _, _ in changes.moved}
    assert came == set(new) - set(old)
    assert went == set(old) - set(new)
    assert [name for name in old if name not in went | moved] == [name for name in new if name not in came | moved]


@pytest.mark.parametrize("name", ["w.m3u8", "w.xspf", "w.jspf", "w.csv", "w.json"])
def test_a_grown_library_brings_a_new_version(run, larger, tmp_path, name):
    run("winter night", "--to", name, "--threshold", "0.1")
    before = read_playlist(tmp_path / name)
    result = run("--refresh", name, model=larger)
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert "+ Eli Beam - Attic in Winter" in lines
    assert "- Ada Furrow - Kettle Song" in lines
    assert any("1 came, 1 went" in line for line in lines)
    assert "small 2.0.0" in " ".join(result.output.split())  # a song may have moved because the model is another
    after = read_playlist(tmp_path / name)
    assert {song["id"] for song in after.songs} - {song["id"] for song in before.songs} == {"attic"}
    assert after.recipe["settings"] == before.recipe["settings"] == {"threshold": 0.1}
    assert after.recipe["index"] != before.recipe["index"]


def test_the_same_library_changes_nothing(run, tmp_path):
    run("winter night", "--to", "w.m3u8")
    before = (tmp_path / "w.m3u8").read_bytes()
    assert "Nothing has changed" in run("--refresh", "w.m3u8").output
    assert (tmp_path / "w.m3u8").read_bytes() == before


def test_a_song_that_moved_is_shown_with_its_ranks(run, tmp_path):
    run("winter night train", "--to", "w.json", "--threshold", "0")
    made = read_playlist(tmp_path / "w.json")
    turned = made.model_copy(update={"songs": [*made.songs[1:], made.songs[0]]})
    write_playlist(turned, tmp_path / "w.json", force=True)
    song = made.songs[0]
    last = len(made.songs)
    assert f"~ {song['artist']} - {song['title']}: {last} to 1" in run("--refresh", "w.json").output.splitlines()


def test_all_settings_are_kept_and_new_ones_taken(run, larger):
    run(
        "winter",
        "--to",
        "w.json",
        "--genre",
        "rock",
        "--genre",
        "folk",
        "--years",
        "1960-",
        "--seed",
        "3",
        "--threshold",
        "0.01",
    )
    answer = as_json(run("--refresh", "w.json", "--json", "--count", "1", model=larger))
    kept = {"count": 1, "genres": ["rock", "folk"], "years": [1960, None], "seed": 3, "threshold": 0.01}
    assert answer["recipe"]["settings"] == kept
    assert len(answer["songs"]) == 1


def test_the_new_version_may_go_elsewhere_too(run, tmp_path):
    run("winter", "--to", "w.json")
    assert as_json(run("--refresh", "w.json", "--to", "x.m3u8", "--json"))["written"] == ["x.m3u8", "w.json"]


def test_a_song_that_the_recipe_started_from_and_that_is_gone_is_named(run, larger):
    run("--like", "Ada Furrow - Kettle Song", "--to", "w.json", "--threshold", "0.01")
    assert "S708" in run("--refresh", "w.json", model=larger).output


def test_a_playlist_of_another_program_has_no_recipe(run, tmp_path):
    (tmp_path / "other.m3u8").write_text("#EXTM3U\n#EXTINF:1,A - B\nb.mp3\n")
    result = run("--refresh", "other.m3u8")
    assert result.exit_code == 1
    assert "S710" in result.output
    assert (tmp_path / "other.m3u8").read_text().endswith("b.mp3\n")


def test_a_playlist_that_is_not_there_is_named(run):
    assert "S501" in run("--refresh", "nowhere.m3u8").output
    result = run("--refresh", "spotify:playlist:abc")
    assert "S712" in result.output
    assert "Known are: none" in " ".join(result.output.split())


@pytest.mark.parametrize(
    "recipe",
    [
        {"settings": {}},
        {"prompt": 3},
        {"prompt": "x", "settings": []},
        {"prompt": "x", "settings": {"prompt": "y"}},
        {"prompt": "x", "settings": {"count": "many"}},
        {"prompt": "x", "settings": {"count": -1}},
        {"prompt": "x", "settings": {"unknown": 1}},
        {"prompt": "x", "settings": {"years": [1, 2, 3]}},
    ],
)
def test_a_recipe_that_was_tampered_with_is_refused(recipe):
    with pytest.raises(SynsongError, match=r"S711.*w\.json.*Make the playlist anew"):
        settings_of(recipe, "w.json")


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)  # fmt: skip


@given(
    recipe=st.dictionaries(
        st.sampled_from(["prompt", "settings", "model"]),
        JSON | st.dictionaries(st.sampled_from(["count", "years", "seed", "more", "genres"]), JSON),
    )
)
def test_any_recipe_is_used_or_refused(recipe):
    with contextlib.suppress(SynsongError):  # and nothing else
        assert settings_of(recipe, "x").prompt == recipe["prompt"]


def test_recipes_of_broken_models_do_not_stop_a_refresh(run, tmp_path):
    run("winter", "--to", "w.json")
    record = json.loads((tmp_path / "w.json").read_text())
    record["recipe"]["model"] = "old"
    (tmp_path / "w.json").write_text(json.dumps(record))
    assert run("--refresh", "w.json").exit_code == 0
    assert isinstance(read_playlist(tmp_path / "w.json"), Playlist)
