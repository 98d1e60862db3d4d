"""Assembling: songs in, bad records named, only what changed done again, and messages for what is missing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import spacy
import typer
from spacy.language import Language
from typer.testing import CliRunner

from components.errors import SynsongError
from components.lyric_index import LyricIndex
from components.lyric_relevance import LyricRelevance
from components.song import Song
from scripts.assemble import assemble, main, read_all, relevance_of, save, update_songs
from tests.components.conftest import make_song

app = typer.Typer()
app.command()(main)

pytestmark = pytest.mark.filterwarnings("ignore:.*W401")
PROMPTS = ["worms in the garden", "the night train", "harbour bell", "rain, not about trains", '"row for the shore"']
SONGS = [
    make_song("soil", "Spade Work", "Potatoes sleep in the garden soil\nworms turn the ground for free", year=1971),
    make_song("train", "Night Freight", "[Verse]\nThe night train leaves the station yard", genres=["rock"]),
    make_song(
        "sea", "Harbour Bell", "Row, father, row for the shore", synced=[(1.5, "Row, father, row for the shore")]
    ),
    make_song("rain", "Gutter", "Rain on the roof\nfuck the rain"),
]
EXTRA = make_song("moth", "Lamp", "A moth around the lamp at night")


def new_pipeline() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.add_pipe("prompt_parser")
    nlp.add_pipe("sentence_encoder", config={"encoder": {"@misc": "tests.HashEncoder.v1"}})
    nlp.add_pipe("lyric_relevance", config={"threshold": 0.0})
    nlp.initialize()
    return nlp


def built(songs: Sequence[Song]) -> Language:
    nlp = new_pipeline()
    relevance_of(nlp).add_songs(nlp, songs)
    return nlp


@pytest.fixture
def nlp() -> Language:
    return built(SONGS)


@pytest.fixture
def analysed(monkeypatch) -> list[str]:
    """The ids of the songs that are added to an index from here on."""
    seen: list[str] = []
    add = LyricRelevance.add_songs

    def watch(self: LyricRelevance, nlp: Language, songs) -> None:
        songs = list(songs)
        seen.extend(song.id for song in songs)
        add(self, nlp, songs)

    monkeypatch.setattr(LyricRelevance, "add_songs", watch)
    return seen


def write_lines(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf8")
    return path


def record(song: Song) -> dict:
    return song.model_dump(mode="json")


CHANGES = {
    "nothing": (SONGS, [], 0),
    "another order": (SONGS[::-1], [], 0),
    "a new song": ([*SONGS, EXTRA], ["moth"], 0),
    "a song gone": (SONGS[1:], [], 1),
    "other words": ([SONGS[0].model_copy(update={"lyrics": "Rain on the beans"}), *SONGS[1:]], ["soil"], 0),
    "another title": ([SONGS[0].model_copy(update={"title": "Worm Work"}), *SONGS[1:]], ["soil"], 0),
    "another heading": ([*SONGS[:1], SONGS[1].model_copy(update={"lyrics": "[Chorus]\nThe night train leaves the station yard"}), *SONGS[2:]], ["train"], 0),
    "other times": ([*SONGS[:2], SONGS[2].model_copy(update={"synced": None}), SONGS[3]], ["sea"], 0),
    "another year": ([SONGS[0].model_copy(update={"year": 1972}), *SONGS[1:]], ["soil"], 0),
    "all at once": ([SONGS[1], SONGS[2].model_copy(update={"year": 1999}), EXTRA], ["sea", "moth"], 2),
    "all other songs": ([EXTRA], ["moth"], 4),
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "added", "removed"), CHANGES.values(), ids=CHANGES)
def test_update_does_only_what_changed(nlp, analysed, wanted, added, removed):
    assert update_songs(nlp, wanted) == (len(added), removed)
    assert analysed == added


@pytest.mark.parametrize(("wanted", "added", "removed"), CHANGES.values(), ids=CHANGES)
def test_update_gives_the_rankings_of_a_fresh_build(nlp, wanted, added, removed):
    update_songs(nlp, wanted)
    fresh = built(wanted)
    assert relevance_of(nlp).index.fingerprint == relevance_of(fresh).index.fingerprint
    for prompt in PROMPTS:
        assert dict(nlp(prompt)._.ranking) == pytest.approx(dict(fresh(prompt)._.ranking), abs=1e-5)


def test_update_after_an_update_has_nothing_to_do(nlp):
    wanted, *_ = CHANGES["all at once"]
    update_songs(nlp, wanted)
    assert update_songs(nlp, wanted) == (0, 0)


def test_update_of_a_pipeline_that_was_saved_has_nothing_to_do(nlp, tmp_path):
    nlp.to_disk(tmp_path / "pipeline")
    assert update_songs(spacy.load(tmp_path / "pipeline"), SONGS) == (0, 0)


def test_bad_records_are_named_with_file_and_line_and_counted(tmp_path, capsys):
    path = write_lines(
        tmp_path / "songs.jsonl", record(SONGS[0]), "{broken", {"id": "x"}, record(SONGS[1]), record(SONGS[0])
    )
    assert [song.id for song in read_all(path)] == ["soil", "train"]
    told = " ".join(capsys.readouterr().out.split())
    for line, reason in ((2, "S103"), (3, "title"), (5, "S104")):
        assert f"{path}, line {line}: " in told
        assert reason in told
    assert "2 songs in" in told
    assert "3 records left out" in told


def test_songs_are_read_from_a_folder(tmp_path):
    write_lines(tmp_path / "b.jsonl", record(SONGS[1]))
    write_lines(tmp_path / "a.jsonl", record(SONGS[0]))
    assert [song.id for song in read_all(tmp_path)] == ["soil", "train"]


@pytest.mark.parametrize("lines", [[], ["{broken", "[]"]])
def test_file_without_a_valid_song_is_an_error_that_counts_the_records(tmp_path, lines):
    path = write_lines(tmp_path / "songs.jsonl", *lines)
    with pytest.raises(SynsongError, match=f"S101.*{len(lines)} records"):
        read_all(path)


def test_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SynsongError, match=r"S102.*nowhere\.jsonl"):
        read_all(tmp_path / "nowhere.jsonl")


def test_pipeline_that_ranks_nothing_is_an_error_that_names_its_components():
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    with pytest.raises(SynsongError, match=r"S802.*sentencizer"):
        relevance_of(nlp)


def test_component_is_found_under_any_name():
    nlp = spacy.blank("en")
    component = nlp.add_pipe("lyric_relevance", name="songs")
    assert relevance_of(nlp) is component


def test_missing_classifier_is_told_before_any_song_is_read(tmp_path):
    with pytest.raises(SynsongError, match=r"S801.*weasel run train"):
        assemble(Path("configs/synsong.cfg"), tmp_path / "nowhere.jsonl", tmp_path)


def said(result) -> str:
    return " ".join(result.output.split())


def test_command_says_that_the_classifier_is_missing_and_fails(tmp_path):
    output = tmp_path / "pipeline"
    songs = write_lines(tmp_path / "songs.jsonl", record(SONGS[0]))
    result = CliRunner().invoke(
        app, ["configs/synsong.cfg", str(output), "--songs", str(songs), "--themes", str(tmp_path / "none")]
    )
    assert result.exit_code == 1
    assert "[S801]" in said(result)
    assert "weasel run train" in said(result)
    assert "Traceback" not in result.output
    assert not output.exists()


@pytest.fixture
def saved(nlp, tmp_path) -> Path:
    nlp.to_disk(tmp_path / "pipeline")
    return tmp_path / "pipeline"


def test_command_updates_the_pipeline_in_place_and_says_what_changed(saved, tmp_path):
    songs = write_lines(tmp_path / "songs.jsonl", *map(record, [*SONGS[1:], EXTRA]))
    result = CliRunner().invoke(app, ["configs/synsong.cfg", str(saved), "--songs", str(songs), "--update"])
    assert result.exit_code == 0, result.output
    assert "1 songs added or changed, 1 removed" in said(result)
    index = LyricIndex().from_disk(saved / "lyric_relevance" / "index")
    assert sorted(index.rows) == ["moth", "rain", "sea", "train"]
    assert index.fingerprint in said(result)


@pytest.mark.parametrize(("lines", "code"), [(["{broken"], "S101"), (None, "S102")])
def test_failed_update_leaves_the_pipeline_as_it_was(saved, tmp_path, lines, code):
    before = {path: path.read_bytes() for path in saved.rglob("*") if path.is_file()}
    songs = tmp_path / "songs.jsonl"
    if lines is not None:
        write_lines(songs, *lines)
    result = CliRunner().invoke(app, ["configs/synsong.cfg", str(saved), "--songs", str(songs), "--update"])
    assert result.exit_code == 1
    assert f"[{code}]" in said(result)
    assert {path: path.read_bytes() for path in saved.rglob("*") if path.is_file()} == before


def test_update_without_a_pipeline_builds_one_and_needs_the_classifier(tmp_path):
    songs = write_lines(tmp_path / "songs.jsonl", record(SONGS[0]))
    result = CliRunner().invoke(
        app,
        ["configs/synsong.cfg", str(tmp_path / "new"), "--songs", str(songs), "--themes", str(tmp_path), "--update"],
    )
    assert result.exit_code == 1
    assert "[S801]" in said(result)


def test_saving_takes_the_place_of_the_old_pipeline_as_a_whole(tmp_path):
    output = tmp_path / "pipeline"
    output.mkdir()
    (output / "stale.txt").write_text("of an older pipeline")
    save(spacy.blank("en"), output)
    assert [path.name for path in tmp_path.iterdir()] == ["pipeline"]
    assert (output / "config.cfg").is_file()
    assert not (output / "stale.txt").exists()
