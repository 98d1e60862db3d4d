"""Songs from outside of the model: found at Musixmatch, ranked by their words, which are shown but not kept."""

from __future__ import annotations

import json

import pytest

from scripts.formats import read_playlist
from scripts.playlists.discovering import search_phrases
from scripts.playlists.making import read_prompt
from tests.servers.musixmatch import KEY, Entry, MusixmatchServer

from .conftest import as_json

SNOW = "\n".join(f"a winter night upon the hill, the snow comes down, line {n}" for n in range(9))
SUN = "\n".join(f"we danced all summer by the water in the sun, line {n}" for n in range(9))


@pytest.fixture
def musixmatch(run, monkeypatch):
    entries = [
        Entry("Hill Snow", "Nell Ash", SNOW, lyrics={"lyrics_copyright": "Lyrics (c) Nell Ash Songs"}),
        Entry("Summer Water", "Otto Bay", SUN, lyrics={"lyrics_copyright": "Lyrics (c) Bay Songs"}),
    ]
    with MusixmatchServer(entries) as server:
        monkeypatch.setenv("MUSIXMATCH_URL", server.url)
        monkeypatch.setenv("MUSIXMATCH_API_KEY", KEY)
        monkeypatch.setattr("time.sleep", lambda seconds: None)
        yield server


def test_songs_are_found_ranked_and_shown_with_their_notice(run, musixmatch):
    result = run("a winter night", "--discover", "musixmatch", "--threshold", "0.1")
    assert result.exit_code == 0, result.output
    assert "Hill Snow" in result.output
    assert "Summer Water" not in result.output
    assert "a *winter* *night*" in result.output
    assert "Lyrics powered by Musixmatch" in result.output
    assert "Lyrics (c) Nell Ash Songs" in result.output
    assert "Bay Songs" not in result.output


def test_no_line_is_kept(run, musixmatch, tmp_path):
    result = run(
        "a winter night", "--discover", "musixmatch", "--threshold", "0.1", "--to", "w.json", "--to", "w.m3u8", "--json"
    )
    assert as_json(result)["songs"][0]["evidence"] == []
    for name in ("w.json", "w.m3u8"):
        assert "upon the hill" not in (tmp_path / name).read_text()
        assert read_playlist(tmp_path / name).recipe["discover"] == "musixmatch"


def test_a_refresh_looks_there_again(run, musixmatch):
    run("a winter night", "--discover", "musixmatch", "--threshold", "0.1", "--to", "w.json")
    musixmatch.requests.clear()
    assert run("--refresh", "w.json").exit_code == 0
    assert musixmatch.requests


def test_the_key_does_not_show(run, musixmatch):
    musixmatch.entries.clear()
    result = run("a winter night", "--discover", "musixmatch")
    assert result.exit_code == 3
    assert KEY not in result.output


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("--discover", "radio"), "S717", "musixmatch"),
        (("--discover", "musixmatch", "--more", "kettle-song"), "S718", "--more"),
        (("--discover", "musixmatch", "--like", "Ada Furrow - Kettle Song"), "S718", "--like"),
    ],
)
def test_what_cannot_be_is_told(run, musixmatch, args, code, words):
    result = run("winter", *args)
    assert result.exit_code == 1
    assert code in result.output
    assert words in result.output


def test_without_a_key_it_says_how_to_get_one(run, musixmatch, monkeypatch):
    monkeypatch.delenv("MUSIXMATCH_API_KEY")
    result = run("winter", "--discover", "musixmatch")
    assert (result.exit_code, "S608" in result.output) == (1, True)


@pytest.mark.parametrize(
    ("prompt", "phrases"),
    [
        ("songs about rain and leaving home", ["rain", "leaving home"]),
        ('"keep the light on"', ["keep the light on"]),
        ("My grandmother kept every letter he sent her in a biscuit tin under the bed.", ["biscuit tin"]),
        ("!!!", []),
    ],
)
def test_phrases_are_what_lyrics_may_hold(nlp, prompt, phrases):
    found = search_phrases(read_prompt(nlp, prompt))
    assert [phrase for phrase in phrases if phrase in found] == phrases
    assert all(phrase.strip() and len(phrase.split()) <= 4 for phrase in found)
    assert json.dumps(found) == json.dumps(search_phrases(read_prompt(nlp, prompt)))
