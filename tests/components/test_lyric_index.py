"""The index: adding, removing, saving; what is torn or newer is refused."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.analysis import analyse_songs
from components.errors import SynsongError
from components.lyric_index import MANIFEST, AnalysedSong, LyricIndex
from components.query import make_query
from components.signals import SIGNALS, score_signals
from components.song import Song

PIPES = ["lemmatizer", "sentence_encoder"]
PROMPTS = ["worms in the garden", "Don't stop", "a harbour at night", ""]


@pytest.fixture
def analysed(nlp, songs) -> list[AnalysedSong]:
    return list(analyse_songs(nlp, songs, pipes=PIPES))


@pytest.fixture
def index(analysed) -> LyricIndex:
    index = LyricIndex()
    index.add(analysed)
    return index


def signals_of(index: LyricIndex, nlp, prompt: str) -> dict[str, dict[str, float]]:
    found = score_signals(index, make_query(nlp(prompt)), index.all_rows)
    return {
        record["id"]: {name: round(float(found[name][row]), 5) for name in SIGNALS}
        for row, record in enumerate(index.records)
    }


def test_index_knows_its_songs_and_lines(index):
    assert len(index) == 5
    assert "sea" in index
    assert index.lines(index.rows["sea"])[1].start == 4.5


def test_index_adding_a_song_again_replaces_it(index, analysed, nlp):
    before = signals_of(index, nlp, PROMPTS[0])
    index.add(analysed[:2])
    assert len(index) == 5
    assert signals_of(index, nlp, PROMPTS[0]) == before


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("way", ["disk", "bytes"])
def test_index_comes_back_with_the_same_signals(index, nlp, tmp_path, prompt, way):
    if way == "disk":
        index.to_disk(tmp_path / "index")
        loaded = LyricIndex().from_disk(tmp_path / "index")
    else:
        loaded = LyricIndex().from_bytes(index.to_bytes())
    assert loaded.fingerprint == index.fingerprint
    assert signals_of(loaded, nlp, prompt) == signals_of(index, nlp, prompt)


def test_index_that_was_loaded_can_change_and_leaves_the_folder_alone(index, analysed, tmp_path):
    index.to_disk(tmp_path / "index")
    loaded = LyricIndex().from_disk(tmp_path / "index")
    loaded.remove(["sea"])
    loaded.add(analysed[3:4])
    assert LyricIndex().from_disk(tmp_path / "index").fingerprint == index.fingerprint == loaded.fingerprint


def test_index_can_be_saved_over_itself(index, nlp, tmp_path):
    index.to_disk(tmp_path)
    loaded = LyricIndex().from_disk(tmp_path)
    loaded.remove(["sea"])
    loaded.to_disk(tmp_path)
    assert LyricIndex().from_disk(tmp_path).fingerprint == loaded.fingerprint
    assert signals_of(loaded, nlp, PROMPTS[0])["soil"]["bm25"] > 0


@given(st.sets(st.integers(0, 4)))
@settings(max_examples=20, deadline=None)
def test_remove_undoes_add(data):
    rest = [item for i, item in enumerate(SMALL) if i not in data]
    index, other = LyricIndex(), LyricIndex()
    index.add(SMALL)
    index.remove([SMALL[i].song.id for i in data])
    other.add(rest)
    assert [r["id"] for r in index.records] == [r["id"] for r in other.records]
    for name, tokens in index.fields.items():
        assert dict(zip(tokens.words, tokens.frequencies.tolist(), strict=True)) == dict(
            zip(other.fields[name].words, other.fields[name].frequencies.tolist(), strict=True)
        )


def test_search_brings_candidates_by_words_and_by_meaning(index, nlp):
    query = make_query(nlp("worms turn the ground"))
    mask = np.ones(5, dtype=bool)
    rows = index.search(query.terms, query.forms, query.vectors, mask=mask, limit=1)
    assert index.rows["soil"] in rows.tolist()
    assert len(rows) < 5


def test_search_after_removal_never_brings_what_is_gone(index, nlp):
    index.search(*_parts(make_query(nlp("night train"))), mask=np.ones(5, dtype=bool), limit=1)
    index.remove(["train", "train-live"])
    rows = index.search(*_parts(make_query(nlp("night train"))), mask=np.ones(3, dtype=bool), limit=1)
    assert all(row < 3 for row in rows)


def _parts(query):
    return query.terms, query.forms, query.vectors


@pytest.mark.parametrize("victim", ["songs.jsonl", "forms.ids.npy", "vectors.window.codes.npy", MANIFEST])
@pytest.mark.parametrize("harm", ["missing", "cut off"])
def test_index_that_is_torn_is_refused(index, tmp_path, victim, harm):
    index.to_disk(tmp_path)
    content = (tmp_path / victim).read_bytes()
    (tmp_path / victim).unlink()
    if harm == "cut off":
        (tmp_path / victim).write_bytes(content[: len(content) // 2])
    with pytest.raises(SynsongError, match="S302"):
        LyricIndex().from_disk(tmp_path)


def test_index_of_a_newer_format_is_refused(index, tmp_path):
    index.to_disk(tmp_path)
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps({**manifest, "format": 99}))
    with pytest.raises(SynsongError, match=r"S303.*99"):
        LyricIndex().from_disk(tmp_path)


def test_index_refuses_a_song_of_another_kind(index, analysed):
    other = AnalysedSong(analysed[0].song, analysed[0].lines, analysed[0].fields, {}, {})
    with pytest.raises(SynsongError, match="S301"):
        index.add([other])


def test_index_without_lyrics_shows_no_line_and_still_finds(index, nlp, tmp_path):
    index.strip_lyrics()
    index.to_disk(tmp_path)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"worms turn the ground" not in written
    assert signals_of(index, nlp, "worms in the garden")["soil"]["bm25"] > 0


def test_empty_index_comes_back_empty(tmp_path):
    LyricIndex().to_disk(tmp_path)
    assert len(LyricIndex().from_disk(tmp_path)) == 0


def _analysed(i: int) -> AnalysedSong:
    words = ["rain", "road", "sun", "sea", "bell"]
    terms = [[words[i], words[(i + 1) % 5]]]
    song = Song(id=f"song-{i}", title=words[i], artist="A", lyrics=" ".join(terms[0]))
    return AnalysedSong(
        song, song.lines(), {"terms": terms, "forms": terms, "title": [[words[i]]]}, {}, {"love": i / 5}
    )


SMALL = [_analysed(i) for i in range(5)]
