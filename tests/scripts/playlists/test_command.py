"""The command: what it prints and writes, and each message that a user can meet."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scripts.formats import read_playlist

from .conftest import as_json, build


def ids(result):
    return [song["id"] for song in as_json(result)["songs"]]


def test_a_prompt_gives_a_titled_table_with_the_matched_words_marked(run):
    result = run("a winter night far from home")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert any("A Winter Night Far from Home" in line for line in lines)
    row = next(line for line in lines if "Kettle Song" in line)
    assert re.search(
        r"^\d  Kettle Song +Ada Furrow +[█▏▎▍▌▋▊▉]+ +0\.\d\d  The kettle sings on a \*winter\* \*night\*$", row
    )


def test_output_that_is_no_terminal_is_plain(run):
    assert "\x1b" not in run("winter", "--explain").output


@pytest.mark.parametrize(
    "args",
    [
        ("winter night",),
        ("--prompt-file", "prompt.txt"),
        ("-",),
        (),
    ],
    ids=["written after it", "from a file", "from standard input", "sent to standard input"],
)
def test_the_prompt_comes_from_wherever_it_is_given(run, tmp_path, args):
    (tmp_path / "prompt.txt").write_text("winter night\n")
    result = run(*args, "--json", input="winter night\n" if not args or args[0] == "-" else None)
    assert as_json(result)["title"] == "Winter Night"


def test_a_page_is_a_prompt(run, tmp_path):
    (tmp_path / "page.txt").write_text("The winter was long. " * 400)
    assert as_json(run("--prompt-file", "page.txt", "--json"))["title"] == "The Winter Was Long"


def test_programs_get_json_and_nothing_else(run):
    answer = as_json(run("winter night", "--json", "--explain", "--to", "w.json"))
    assert set(answer) == {"title", "description", "songs", "recipe", "constraints", "written"}
    assert answer["written"] == ["w.json"]
    assert answer["songs"][0]["evidence"][0]["text"]


@pytest.mark.parametrize("name", ["w.m3u8", "w.xspf", "w.jspf", "w.csv", "w.json"])
def test_each_file_carries_its_recipe(run, tmp_path, name):
    assert run("winter night", "--to", name, "--genre", "rock", "-n", "2").exit_code == 0
    playlist = read_playlist(tmp_path / name)
    assert playlist.title == "Winter Night"
    assert playlist.recipe["prompt"] == "winter night"
    assert playlist.recipe["settings"] == {"count": 2, "genres": ["rock"]}
    assert playlist.recipe["model"] == {"name": "small", "version": "1.0.0"}
    assert re.fullmatch(r"[0-9a-f]{16}", playlist.recipe["index"])
    assert [song["artist"] for song in playlist.songs] == ["Bert Siding"] * len(playlist.songs)


def test_the_same_order_writes_the_same_file(run, tmp_path):
    run("winter night", "--to", "a.m3u8")
    run("winter night", "--to", "b.m3u8")
    assert (tmp_path / "a.m3u8").read_bytes() == (tmp_path / "b.m3u8").read_bytes()


@pytest.mark.parametrize(
    ("args", "found"),
    [
        (("--count", "1"), ["night-freight"]),
        (("--genre", "rock"), ["snow-on-the-line", "night-freight"]),
        (("--genre", "jazz", "--genre", "rock", "--max-per-artist", "1"), ["night-freight"]),
        (("--years", "1971"), ["winter-mail"]),
        (("--years", "-1984"), ["kettle-song", "winter-mail"]),
        (("--popularity", "70-"), ["snow-on-the-line"]),
        (("--threshold", "1"), None),
        (("--language", "fr"), None),
        (("--explicit",), None),
    ],
)
def test_options_narrow_the_choice(run, args, found):
    result = run("winter night train", "--json", "--threshold", "0.1", *args)
    if found is None:
        assert result.exit_code == 3
    else:
        assert sorted(ids(result)) == sorted(found)


def test_options_overrule_what_the_prompt_says(run):
    answer = as_json(run("two folk songs about winter", "--genre", "rock", "--json", "--explain"))
    assert {tuple(song["genres"]) for song in answer["songs"]} == {("rock",)}
    genre = next(each for each in answer["constraints"] if each["type"] == "genre")
    assert (genre["status"], genre["reason"]) == ("ignored", "the options say otherwise")


def test_explaining_shows_what_was_understood_and_the_signals(run):
    output = run(
        "two songs about winter nights, nothing about love, only in French", "--language", "en", "--explain"
    ).output
    assert re.search(r"left out: love", output)
    assert re.search(r"used: count 2", output)
    assert re.search(r'ignored: language fr, from ".*" \(the options say otherwise\)', output)
    assert re.search(r"id +words +quote +meaning +theme", output)
    assert re.search(r"kettle-song +-?\d+\.\d\d", output)


def test_more_and_less_move_the_choice(run):
    plain = ids(run("winter", "--json", "--threshold", "0"))
    assert "night-freight" not in plain[:1]
    more = ids(run("winter", "--json", "--threshold", "0", "--more", "night-freight"))
    assert more.index("night-freight") < plain.index("night-freight")
    assert "winter-mail" not in ids(run("winter", "--json", "--threshold", "0", "--less", "winter-mail"))


@pytest.mark.parametrize(
    "name", ["Bert Siding - Night Freight", "bert siding - night frieght", "Night Freight", "night-freight"]
)
def test_a_song_can_be_started_from(run, name):
    answer = as_json(run("--like", name, "--json", "--threshold", "0.01"))
    assert answer["title"] == "Like Night Freight"
    assert answer["recipe"]["settings"]["like"] == ["night-freight"]
    assert "night-freight" not in [song["id"] for song in answer["songs"]]


def test_a_seed_is_kept_in_the_recipe(run):
    answer = as_json(run("winter", "--seed", "7", "--json"))
    assert answer["recipe"]["settings"] == {"seed": 7}
    assert answer == as_json(run("winter", "--seed", "7", "--json"))


def test_songs_are_written_relative_to_the_playlist(run, tmp_path):
    (tmp_path / "lists").mkdir()
    run("winter night", "--to", "lists/w.m3u8")
    assert "../music/Kettle Song.mp3" in (tmp_path / "lists" / "w.m3u8").read_text()


# What a user can meet


def failed(result, code, *words, status=1):
    assert result.exit_code == status, result.output
    message = " ".join(result.output.split())
    assert code in message
    for word in words:
        assert word in message
    assert "Traceback" not in message


def test_no_model(run):
    failed(run("winter", model=None), "S701", "training/synsong", "en_synsong", "weasel run all")


@pytest.mark.parametrize("name", ["nowhere", "not a name", "json", "../x"])
def test_a_model_that_is_not_there(run, name):
    failed(run("winter", "--model", name, model=None), "S702", name, "--model")


def test_a_folder_that_is_no_model(run, tmp_path):
    failed(run("winter", model=tmp_path), "S703", "config.cfg")


def test_a_broken_model(run, tmp_path):
    (tmp_path / "config.cfg").write_text("[nlp")
    failed(run("winter", model=tmp_path), "S703", "Build it anew")


def test_a_model_that_ranks_no_songs(run, tmp_path):
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    failed(run("winter", model=tmp_path / "blank"), "S802", "weasel run all")


def test_an_empty_index(run, tmp_path):
    failed(run("winter", model=build([], tmp_path / "empty")), "S704", "no songs", "scripts.fetch")


@pytest.mark.parametrize("input", ["", " \n"])
def test_no_prompt(run, input):
    failed(run(input=input), "S705", "--prompt-file", "--like", "--refresh")
    failed(run("-", input=input), "S705")


def test_two_prompts(run):
    failed(run("winter", "--prompt-file", "x"), "S706", "--prompt-file")
    failed(run("winter", "--refresh", "x.m3u8"), "S706", "--refresh")


def test_a_prompt_file_that_is_not_there(run):
    failed(run("--prompt-file", "nowhere.txt"), "S501", "nowhere.txt")


@pytest.mark.parametrize(
    ("option", "value"),
    [("years", "eighties"), ("years", "1989-1980"), ("years", "-"), ("popularity", "50-101"), ("years", "80")],
)
def test_a_span_that_is_none(run, option, value):
    failed(run("winter", f"--{option}={value}"), "S707", f"--{option}", value, "write it as")


@pytest.mark.parametrize("option", ["--more", "--less"])
def test_an_id_that_is_not_there(run, option):
    failed(run("winter", option, "kettle-sing"), "S708", "kettle-sing", "6 songs", "the nearest is 'kettle-song'")


@pytest.mark.parametrize("name", ["Nobody - Nothing At All", "", " - ", "Kettle"])
def test_a_song_to_start_from_that_is_not_there(run, name):
    failed(run("--like", name), "S709", "Artist - Title")


def test_the_nearest_names_are_told(run):
    failed(run("--like", "Kettle"), "S709", "Ada Furrow - Kettle Song")


def test_nothing_relevant_is_said_and_no_file_written(run, tmp_path):
    result = run("quantum chromodynamics lecture", "--to", "q.m3u8")
    failed(result, "S713", "6 songs", "0.20 is needed", "--threshold", status=3)
    assert not (tmp_path / "q.m3u8").exists()


def test_conditions_that_no_song_meets_are_named(run):
    failed(
        run("winter", "--genre", "polka", "--years", "1900-1910"),
        "S714",
        "--genre polka",
        "--years 1900-1910",
        status=3,
    )


def test_a_prompt_without_words(run):
    failed(run("!!!"), "S715", "a winter night far from home", status=3)


def test_a_file_that_exists_is_kept_without_force(run, tmp_path):
    (tmp_path / "w.m3u8").write_text("mine")
    failed(run("winter", "--to", "w.m3u8"), "S511", "--force")
    assert (tmp_path / "w.m3u8").read_text() == "mine"
    assert run("winter", "--to", "w.m3u8", "--force").exit_code == 0
    assert read_playlist(tmp_path / "w.m3u8").title == "Winter"


def test_an_unknown_ending(run):
    failed(run("winter", "--to", "w.mp9"), "S510", "'.mp9'", ".m3u8")


def test_a_folder_that_cannot_be_written(run, tmp_path):
    failed(run("winter", "--to", str(tmp_path / "nowhere" / "w.m3u8")), "S512", "nowhere", "Choose another place")


def test_a_folder_in_place_of_a_file(run, tmp_path):
    failed(run("winter", "--to", str(tmp_path)), "S716", "playlist.m3u8")


def test_spotify_without_a_client_id(run):
    failed(run("winter", "--to", "spotify"), "S660", "SPOTIPY_CLIENT_ID", "dashboard")


def test_spotify_without_a_log_in(run, monkeypatch):
    monkeypatch.setenv("SPOTIPY_CLIENT_ID", "x")
    failed(run("winter", "--to", "spotify"), "S661", "scripts.spotify login")


def test_files_are_written_before_spotify_is_asked(run, tmp_path):
    failed(run("winter", "--to", "spotify", "--to", "w.m3u8"), "S660")
    assert (tmp_path / "w.m3u8").exists()


def test_a_wrong_option_has_a_code_of_its_own(run):
    assert run("winter", "--nonsense").exit_code == 2
    assert run("winter", "--threshold", "2").exit_code == 2


def test_errors_leave_standard_output_to_programs_empty(run):
    result = run("winter", "--json", "--genre", "polka")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "S714" in result.stderr


def test_a_title_that_would_move_the_cursor_does_not(run, tmp_path):
    from components.song import Song

    evil = Song(id="evil", title="Rain \u009b2J\u202e", artist="A\u2028B", lyrics="the rain \u009b31m came down")
    output = run("rain", model=build([evil], tmp_path / "evil")).output
    assert not {"\u009b", "\u202e", "\u2028"} & set(output)


def test_the_help_names_each_option():
    import typer
    from typer.testing import CliRunner

    from scripts.make_playlist import main

    app = typer.Typer()
    app.command()(main)
    help = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}).output
    for option in (
        "--to",
        "--seed",
        "--more",
        "--less",
        "--like",
        "--refresh",
        "--discover",
        "--json",
        "--explain",
        "--force",
    ):
        assert option in help
    assert "3 nothing relevant" in " ".join(help.split())


def test_json_holds_whatever_names_hold(run, tmp_path):
    from components.song import Song

    songs = [Song(id="x", title='"Rain", 雨 🌧️', artist="مارا", lyrics="the rain came down")]
    result = run("rain", "--json", "--to", "r.csv", model=build(songs, tmp_path / "names"))
    assert json.loads(result.stdout)["songs"][0]["title"] == '"Rain", 雨 🌧️'
    assert read_playlist(Path("r.csv")).songs[0]["artist"] == "مارا"
