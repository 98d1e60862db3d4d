"""The component: prompts in, songs with evidence out."""

import numpy as np
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.training import Example

from components.errors import SynsongError
from components.filters import Filters
from components.lyric_relevance import LyricRelevance
from components.song import Song

ODD_PROMPTS = [
    "",
    "   ",
    "🎸🔥",
    "the of and",
    "¿Dónde está la plaza?",
    "a\x00b\x07c",
    "не покидай меня",
    "\n\n",
    "'\"“",
    "-" * 500,
]


def ids(doc: Doc) -> list[str]:
    return [song["id"] for song in doc._.songs]


@pytest.mark.parametrize(
    ("prompt", "first", "line"),
    [
        ("worms and potatoes in the ground", "soil", "worms turn the ground for free"),
        ("a bell in the harbour", "sea", "The harbour bell rang out for Tom"),
        ('"rattles on the rack"', "train", "my suitcase rattles on the rack"),
        ("bailamos hasta que sale el sol", "baile", "hasta que sale el sol"),
    ],
)
def test_prompt_finds_its_song_and_the_line(nlp, relevance, prompt, first, line):
    song = nlp(prompt)._.songs[0]
    assert song["id"].startswith(first)
    assert line in [evidence["text"].removesuffix(", oh") for evidence in song["evidence"]]


def test_song_says_all_that_a_listener_needs(nlp, relevance):
    song = nlp("a bell in the harbour")._.songs[0]
    assert song["title"] == "Harbour Bell"
    assert 0 <= song["relevance"] <= 1
    assert set(song["signals"]) == {"words", "quote", "meaning", "theme"}
    best = song["evidence"][0]
    assert (best["line"], best["section"], best["start"]) == (1, "Verse 1", 1.0)
    assert best["terms"] == ["harbour", "bell"]
    assert best["answers"]


def test_songs_are_in_the_order_of_relevance(nlp, relevance):
    told = [song["relevance"] for song in nlp("night train")._.songs]
    assert told == sorted(told, reverse=True)


def test_versions_of_one_song_are_folded(nlp, relevance):
    assert len({"train", "train-live"} & set(ids(nlp("the night train leaves the station")))) == 1


def test_artist_has_no_more_songs_than_allowed(nlp, relevance):
    relevance.max_per_artist = 1
    assert len({"soil", "sea"} & set(ids(nlp("potatoes in the soil and a bell in the harbour")))) == 1


def test_nothing_below_the_threshold_is_used_to_fill_the_list(nlp, relevance):
    relevance.threshold = 1.0
    assert nlp("worms")._.songs == []


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(genres=("Folk",)), {"soil", "sea"}),
        (Filters(not_genres=("folk", "pop")), {"train", "train-live"}),
        (Filters(years=(1960, 1975)), {"soil", "sea"}),
        (Filters(not_years=(1960, 1999)), {"baile"}),
        (Filters(explicit=False), {"soil", "sea", "baile"}),
        (Filters(languages=("es",)), {"baile"}),
        (Filters(popularity=(50, None)), {"train", "baile"}),
        (Filters(artists=("ada",)), {"soil", "sea"}),
        (Filters(artists=("FURROW",), genres=("jazz",)), {"sea"}),
        (Filters(years=(1800, 1900)), set()),
    ],
)
def test_rank_leaves_only_what_the_filters_pass(nlp, relevance, filters, left):
    assert {song["id"] for song in relevance.rank(nlp("night"), filters=filters)} == left


@pytest.mark.parametrize("prompt", ODD_PROMPTS)
def test_odd_prompts_get_an_answer(nlp, relevance, prompt):
    assert isinstance(nlp(prompt)._.songs, list)


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_prompt_gets_an_answer(nlp, relevance, prompt):
    doc = nlp(prompt)
    assert all(0 <= song["relevance"] <= 1 for song in doc._.songs)


@pytest.mark.filterwarnings("ignore:.*W201")
def test_very_long_prompt_gets_an_answer(nlp, relevance):
    assert isinstance(nlp("the night train leaves the station and " * 5200)._.songs, list)


def test_component_without_songs_warns_and_finds_none(nlp):
    with pytest.warns(UserWarning, match=r"W401.*add_songs"):
        assert nlp("rain")._.songs == []


def test_remove_undoes_add_for_every_prompt(nlp, relevance, songs):
    before = [nlp(prompt)._.ranking for prompt in ("night train", "worms", "bell")]
    extra = Song(id="new", title="New Rain", artist="N", lyrics="rain on the night train bell")
    relevance.add_songs(nlp, [extra])
    assert "new" in [song for song, _ in nlp("rain")._.ranking]
    assert relevance.remove_songs(["new", "unknown"]) == 1
    assert [nlp(prompt)._.ranking for prompt in ("night train", "worms", "bell")] == before


def test_order_of_adding_does_not_matter(nlp, relevance, songs):
    before = dict(nlp("night train")._.ranking)
    relevance.clear()
    relevance.add_songs(nlp, reversed(songs))
    assert dict(nlp("night train")._.ranking) == pytest.approx(before)


@pytest.mark.parametrize("way", ["disk", "bytes"])
def test_pipeline_comes_back_with_the_same_answers(nlp, relevance, tmp_path, way):
    prompts = ["night train", "worms", '"don\'t stop"', "bell, not about trains"]
    if way == "disk":
        nlp.to_disk(tmp_path / "model")
        loaded = spacy.load(tmp_path / "model")
    else:
        loaded = English.from_config(nlp.config).from_bytes(nlp.to_bytes())
    assert [loaded(prompt)._.songs for prompt in prompts] == [nlp(prompt)._.songs for prompt in prompts]


@pytest.mark.filterwarnings("ignore:.*W109")
def test_two_processes_give_what_one_gives(nlp, relevance):
    prompts = ["night train", "worms", "", "a bell in the harbour"]
    alone = [nlp(prompt)._.songs for prompt in prompts]
    assert [doc._.songs for doc in nlp.pipe(prompts, n_process=2)] == alone


def test_initialize_builds_the_index_anew_from_a_reader(nlp, relevance, songs, tmp_path):
    path = tmp_path / "songs.jsonl"
    path.write_text("\n".join(song.model_dump_json() for song in songs[:2]) + "\n{broken")
    nlp.config["initialize"]["components"]["lyric_relevance"] = {
        "songs": {"@readers": "synsong.SongReader.v1", "path": str(path)}
    }
    with pytest.warns(UserWarning, match=r"W101.*line 3"):
        nlp.initialize()
    assert sorted(relevance.index.rows) == ["soil", "train"]


@pytest.mark.filterwarnings("ignore:.*W101")
def test_initialize_from_a_file_without_a_valid_song_is_an_error(nlp, tmp_path):
    path = tmp_path / "songs.jsonl"
    path.write_text("{broken")
    nlp.config["initialize"]["components"]["lyric_relevance"] = {
        "songs": {"@readers": "synsong.SongReader.v1", "path": str(path)}
    }
    with pytest.raises(SynsongError, match="S402"):
        nlp.initialize()


@pytest.mark.parametrize("knob", ["threshold", "same_words", "leave_out"])
def test_knobs_out_of_range_are_refused(knob):
    with pytest.raises(SynsongError, match=f"S401.*{knob}"):
        LyricRelevance(**{knob: 1.5})


def test_score_lyrics_agrees_with_the_index_on_a_song_that_stands_in_it(nlp, relevance, songs):
    doc = nlp("worms in the garden")
    told = dict(doc._.ranking)
    assert relevance.score_lyrics(nlp, doc, songs[0].lyrics) == pytest.approx(told["soil"], abs=0.15)


@pytest.mark.parametrize("lyrics", ["", "  \n ", "[Instrumental]"])
def test_score_lyrics_without_words_is_zero(nlp, relevance, lyrics):
    assert relevance.score_lyrics(nlp, nlp("rain"), lyrics) == 0


def test_instrumental_is_kept_in_the_index_and_never_found(nlp, relevance):
    relevance.add_songs(nlp, [Song(id="silent", title="Night Train Theme", artist="S", lyrics="[Instrumental]")])
    assert "silent" in relevance.index
    assert "silent" not in dict(nlp("night train theme")._.ranking)


def test_explicit_words_tell_where_nobody_said(nlp, relevance):
    relevance.add_songs(nlp, [Song(id="rude", title="T", artist="A", lyrics="well fuck this train")])
    assert {song["id"]: song["explicit"] for song in relevance.rank(nlp("train"))}["rude"] is True


def test_pipeline_without_parser_and_encoder_still_ranks_by_words(songs):
    nlp = spacy.blank("en")
    component = nlp.add_pipe("lyric_relevance", config={"threshold": 0.0})
    component.add_songs(nlp, songs)
    assert nlp("harbour bell")._.songs[0]["id"] == "sea"


def test_scorer_reports_rankings_through_evaluate(nlp, relevance):
    examples = []
    for prompt, relevant in (("worms potatoes", ["soil"]), ("bell", {"sea": 2})):
        gold = nlp.make_doc(prompt)
        gold._.relevant = relevant
        examples.append(Example(nlp.make_doc(prompt), gold))
    scores = nlp.evaluate(examples)
    assert scores["songs_success"] == scores["songs_ndcg"] == 1.0
    assert np.isfinite(scores["songs_ece"])


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("folk songs from the 60s", ["sea"]),
        ("60s or 80s songs", ["train", "sea"]),
        ("no rock", ["baile", "soil", "sea"]),
        ("folk songs from the 1890s", []),
    ],
)
def test_prompt_of_conditions_only_gets_all_that_meets_them_best_known_first(nlp, relevance, prompt, found):
    assert ids(nlp(prompt)) == found


def test_explicit_songs_are_welcome_where_they_are_said_to_be_fine(nlp, relevance):
    doc = nlp("songs about a night train, explicit is fine")
    assert doc._.constraints[0]["status"] == "used"
    assert {"train", "soil"} <= {song["id"] for song in relevance.rank(doc)}


def test_each_condition_says_what_became_of_it(nlp, relevance):
    doc = nlp("songs about the sea from the 1890s")
    assert [(c["type"], c["status"]) for c in doc._.constraints] == [("era", "impossible")]
    assert doc._.constraints[0]["reason"]
    assert doc._.songs == []
