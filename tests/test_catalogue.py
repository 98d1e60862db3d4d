"""The sample catalogue: as many songs, themes and manners as it promises, and no two that are one."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
import srsly

from components.song import Song, read_songs
from components.terms import stem, word_forms
from scripts.catalogue_report import NLP, over_used, vocabulary, words_of
from scripts.theme_texts import read_definitions, read_theme_texts

ASSETS = Path(__file__).parent.parent / "assets"
LABELS = list(read_definitions(ASSETS / "themes"))
THEMES = {record["id"]: record for record in srsly.read_jsonl(ASSETS / "labels" / "songs.jsonl")}
VERSIONS = list(srsly.read_jsonl(ASSETS / "questions" / "versions.jsonl"))
GENRES = {"blues", "country", "electronic", "folk", "hip hop", "jazz", "metal", "pop", "punk", "reggae", "rock", "soul"}


@pytest.fixture(scope="module")
def songs() -> list[Song]:
    rejected: list = []
    found = list(read_songs(ASSETS / "catalogue", rejected=rejected))
    assert not rejected
    return found


@pytest.fixture(scope="module")
def sung(songs) -> list[Song]:
    return [song for song in songs if song.lines()]


def test_there_are_240_songs_of_100_to_220_words(sung):
    assert len(sung) >= 240
    lengths = {song.id: sum(len(line.text.split()) for line in song.lines()) for song in sung}
    assert {song: length for song, length in lengths.items() if not 100 <= length <= 220} == {}


def test_instrumentals_are_known_as_such(songs):
    assert sum(song.instrumental for song in songs) >= 4
    assert all(song.instrumental == (not song.lines()) for song in songs)


def test_every_song_is_in_sections_with_headings(sung):
    for song in sung:
        assert len(song.stanzas()) >= 2, song.id
        assert all(stanza.name for stanza in song.stanzas()), song.id


def test_every_song_has_what_a_record_can_say(songs):
    for song in songs:
        assert song.album, song.id
        assert song.genres, song.id
        assert song.duration, song.id
        assert song.language, song.id
        assert song.licence == "CC0-1.0", song.id
        assert song.explicit is not None, song.id
    assert len({song.id for song in songs}) == len(songs)


@pytest.mark.parametrize("label", LABELS)
def test_theme_is_the_main_matter_of_five_songs(songs, label):
    mains = [song.id for song in songs if THEMES.get(song.id, {}).get("labels", [])[:1] == [label]]
    assert len(mains) >= 5, mains


def test_every_song_was_read_twice_with_known_labels(songs):
    assert set(THEMES) == {song.id for song in songs}
    assert all(set(record[key]) <= set(LABELS) for record in THEMES.values() for key in ("first", "second", "labels"))


def test_sixty_artists_have_one_to_ten_songs(songs):
    counts = Counter(song.artist for song in songs)
    assert len(counts) >= 60
    assert max(counts.values()) <= 10


def test_twelve_genres_are_evenly_there(songs):
    counts = Counter(song.genres[0] for song in songs)
    assert set(counts) == GENRES
    assert min(counts.values()) >= 15


def test_years_and_popularity_are_spread(songs):
    years = [song.year for song in songs]
    assert all(1955 <= year <= 2025 for year in years)
    assert {year // 10 for year in years} == set(range(195, 203))
    popularity = [song.popularity for song in songs]
    assert all(0 <= value <= 100 for value in popularity)
    assert max(popularity) - min(popularity) >= 70


@pytest.mark.parametrize(
    ("what", "least"),
    [
        (lambda song: song.explicit, 15),
        (lambda song: song.synced, 25),
        (lambda song: song.language in {"es", "fr"}, 8),
    ],
    ids=["explicit", "synced", "Spanish or French"],
)
def test_enough_songs_are(songs, what, least):
    assert sum(bool(what(song)) for song in songs) >= least


def test_synced_lines_are_the_lyrics_in_order_of_time(songs):
    for song in songs:
        if song.synced:
            times = [time for time, _ in song.synced]
            assert times == sorted(times), song.id
            assert times[-1] < song.duration, song.id
            assert [text for _, text in song.synced if text] == [line.text for line in song.lines()], song.id


def test_twelve_pairs_are_declared_versions(songs):
    ids = {song.id: song for song in songs}
    assert len(VERSIONS) >= 12
    assert {pair["kind"] for pair in VERSIONS} == {"cover", "live", "remix", "remaster"}
    for pair in VERSIONS:
        one, other = ids[pair["id"]], ids[pair["version_of"]]
        assert one.lyrics != other.lyrics
        assert len(plain_lines(one) & plain_lines(other)) > 2


def test_no_two_undeclared_songs_share_more_than_two_lines(songs):
    declared = {frozenset((pair["id"], pair["version_of"])) for pair in VERSIONS}
    lines = {song.id: plain_lines(song) for song in songs}
    alike = [
        pair for pair in combinations(lines, 2) if frozenset(pair) not in declared and len(lines[pair[0]] & lines[pair[1]]) > 2
    ]  # fmt: skip
    assert alike == []


def test_no_two_songs_have_one_title(songs):
    declared = {pair["id"] for pair in VERSIONS}
    titles = Counter(song.title.lower() for song in songs if song.id not in declared)
    assert [title for title, count in titles.items() if count > 1] == []


def test_vocabulary_is_spread(sung):
    english = [song for song in sung if song.language == "en"]
    figures = vocabulary([words_of(song) for song in english])
    assert figures["types"] >= 5000
    assert figures["type_token_ratio"] >= 0.5
    assert figures["moving_ratio"] >= 0.7
    assert figures["lowest_type_token_ratio"] >= 0.35


def test_none_of_the_fifty_most_over_used_words_stands_in_a_fifth_of_the_songs(sung):
    texts, _ = read_theme_texts(ASSETS / "themes", LABELS)
    words = over_used([song for song in sung if song.language == "en"], [text.text for text in texts])
    assert len(words) == 50
    assert [word for word in words if word.share > 0.2] == []


@pytest.mark.parametrize("word", ["neon", "echoes", "whispers", "embers", "shadows", "tapestry"])
def test_stock_words_are_rare(sung, word):
    having = [song.id for song in sung if stem(word) in {stem(token.lower_) for token in NLP(song.lyrics)}]
    assert len(having) <= len(sung) // 25, having


def plain_lines(song: Song) -> set[str]:
    return {" ".join(word_forms(NLP.make_doc(line.text))) for line in song.lines()}
