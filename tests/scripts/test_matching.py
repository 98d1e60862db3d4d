"""Names are brought into one form, compared, and made into keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.song import Track
from scripts.matching import clean_title, match_score, normalise, primary_artist, same_song, track_key


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("P!nk", "p nk"),
        ("AC/DC", "ac dc"),
        ("Don’t", "dont"),
        ("Don't", "dont"),
        ("Comunicações", "comunicacoes"),
        ("  Öl   &  Wein ", "ol wein"),
        ("Qué…", "que…"),
        ("¿Quién?", "¿quien"),
        ("???", ""),
        ("ＦＵＬＬ", "ｆｕｌｌ"),
        ("한국", "한국"),
        ("a\tb\nc", "a b c"),
    ],
)
def test_normalise_follows_lrclib(name: str, normal: str) -> None:
    assert normalise(name) == normal


@given(st.text())
def test_normalise_twice_is_normalise_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Paper Lanterns - Remastered 2011", "Paper Lanterns"),
        ("Paper Lanterns - 2011 Remaster", "Paper Lanterns"),
        ("Paper Lanterns (feat. Quill)", "Paper Lanterns"),
        ("Paper Lanterns [Live]", "Paper Lanterns"),
        ("Paper Lanterns (Live at the Old Mill) - Mono", "Paper Lanterns"),
        ("Paper Lanterns ft. Quill", "Paper Lanterns"),
        ("Paper Lanterns (with Quill) [Radio Edit]", "Paper Lanterns"),
        ("Paper Lanterns – Ao Vivo", "Paper Lanterns"),
        ("Harbour - Part 2", "Harbour - Part 2"),
        ("Live and Learn", "Live and Learn"),
        ("(I Left the) Kettle On", "(I Left the) Kettle On"),
        ("Alive", "Alive"),
        ("(Live)", "(Live)"),
        ("Edit", "Edit"),
    ],
)
def test_clean_title_drops_versions_and_guests_only(title: str, clean: str) -> None:
    assert clean_title(title) == clean


@given(st.text(min_size=1))
def test_clean_title_never_empties_a_title(title: str) -> None:
    assert bool(clean_title(title)) == bool(title.strip())


@pytest.mark.parametrize(
    ("artist", "primary"),
    [
        ("Mara Vell", "Mara Vell"),
        ("Mara Vell feat. Quill", "Mara Vell"),
        ("Mara Vell, Quill", "Mara Vell"),
        ("Mara Vell;Quill", "Mara Vell"),
        ("Mara Vell / Quill", "Mara Vell"),
        ("Mara Vell x Quill", "Mara Vell"),
        ("AC/DC", "AC/DC"),
        ("Oak, Ash & Thorn", "Oak, Ash & Thorn"),
        ("Oak & Ash", "Oak & Ash"),
        ("Quill, The Maker", "Quill, The Maker"),
        ("Maxx Featherston", "Maxx Featherston"),
    ],
)
def test_primary_artist_is_the_first_of_several(artist: str, primary: str) -> None:
    assert primary_artist(artist) == primary


LANTERNS = Track(title="Paper Lanterns", artist="Mara Vell", duration=213)


@pytest.mark.parametrize(
    ("title", "artist", "duration"),
    [
        ("Paper Lanterns", "Mara Vell", 213.0),
        ("paper lanterns!", "MARA VELL", None),
        ("Paper Lanterns - Remastered 2011", "Mara Vell", 216.0),
        ("Paper Lanterns (feat. Quill)", "Mara Vell & Quill", 210.0),
        ("Paper Lantern", "Vell, Mara", 213.0),
        ("Paper Lanterns (Into the Dark)", "The Mara Vell", 213.0),
    ],
)
def test_the_same_song_is_recognised(title: str, artist: str, duration: float | None) -> None:
    assert same_song(LANTERNS, title, artist, duration) is None


@pytest.mark.parametrize(
    ("title", "artist", "duration", "code"),
    [
        ("Glass Harbour", "Mara Vell", 213.0, "S541"),
        ("Paper Lanterns and Other Songs", "Mara Vell", 213.0, "S541"),
        ("Paper Lanterns", "The Quarry Choir", 213.0, "S541"),
        ("Paper Lanterns", "Mara Vell Tribute Orchestra", 213.0, "S541"),
        ("Paper Lanterns", "Mara Vell", 216.1, "S542"),
    ],
)
def test_another_song_is_named_with_its_reason(title: str, artist: str, duration: float, code: str) -> None:
    reason = same_song(LANTERNS, title, artist, duration)
    assert reason is not None
    assert code in reason


def test_parts_of_one_work_are_different_songs() -> None:
    assert same_song(Track(title="Harbour, Part 1", artist="Quill"), "Harbour, Part 2", "Quill", None)


def test_names_without_letters_can_still_be_the_same() -> None:
    assert same_song(Track(title="???", artist="!!!"), "???", "!!!", None) is None
    assert same_song(Track(title="???", artist="!!!"), "!?", "!!!", None)


def test_match_score_ranks_the_right_answer_first() -> None:
    answers = [
        ("Paper Planes", "Mara Vell", 213.0),
        ("Paper Lanterns", "Mara Vell", 300.0),
        ("Paper Lanterns", "Mara Vell", 213.0),
    ]
    scores = [match_score(LANTERNS, *answer) for answer in answers]
    assert scores.index(max(scores)) == 2
    assert scores[2] == pytest.approx(1)


@given(st.text(min_size=1).filter(str.strip), st.text(min_size=1).filter(str.strip), st.floats(1, 3600))
def test_match_score_stays_between_nothing_and_one(title: str, artist: str, duration: float) -> None:
    assert 0 <= match_score(LANTERNS, title, artist, duration) <= 1 + 1e-9


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"uri": "spotify:track:4abc", "isrc": "GBAAA0000001"}, "spotify-4abc"),
        ({"isrc": "gb-aaa-00-00001"}, "isrc-GBAAA0000001"),
    ],
)
def test_a_known_identifier_is_the_key(fields: dict[str, str], key: str) -> None:
    assert track_key(Track(title="Paper Lanterns", artist="Mara Vell", **fields)) == key


def test_a_key_without_identifier_is_readable_and_ignores_case_and_punctuation() -> None:
    key = track_key(LANTERNS)
    assert key.startswith("mara-vell-paper-lanterns-")
    assert key == track_key(Track(title="PAPER LANTERNS!", artist="Mara  Vell", duration=213.4))
    assert key != track_key(Track(title="Paper Lanterns", artist="Mara Vell", duration=250))


def test_keys_of_names_in_other_scripts_differ() -> None:
    keys = {track_key(Track(title=title, artist="夜")) for title in ("灯", "海", "???")}
    assert len(keys) == 3
