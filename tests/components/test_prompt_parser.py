"""What the prompt parser reads out of a prompt, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import spacy
import srsly
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from components.errors import SynsongError
from components.prompt_parser import PromptParser

QUESTIONS = Path(__file__).parents[2] / "assets" / "questions"


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("prompt_parser")
    return nlp


def texts(doc: Doc, key: str) -> list[str]:
    return [span.text for span in doc.spans[key]]


def demands(doc: Doc) -> list[tuple[str, Any, bool]]:
    return [(one["type"], one["value"], one["negated"]) for one in doc._.constraints]


# What is asked for


@pytest.mark.parametrize(
    ("prompt", "include"),
    [
        ("songs about rain", ["rain"]),
        ("Could you please find me some songs about rain?", ["rain"]),
        ("hi, I'm looking for a playlist of songs about rain", ["rain"]),
        ("music for a rainy day", ["rainy day"]),
        ("songs to cry to", ["cry"]),
        ("I want to hear about ghosts", ["ghosts"]),
        ("got any tunes about spiders?", ["spiders"]),
        ("sogns abuot heartbreak", ["heartbreak"]),
        ("SONGS ABOUT TRAINS", ["TRAINS"]),
    ],
)
def test_prompt_parser_takes_the_frame_off_a_request(nlp: Language, prompt: str, include: list[str]) -> None:
    doc = nlp(prompt)
    assert texts(doc, "include") == include
    assert texts(doc, "exclude") == []
    assert doc._.constraints == []


@pytest.mark.parametrize(
    ("prompt", "include"),
    [
        ("sad songs about trains", ["sad", "trains"]),
        ("slow, sad songs about trains", ["slow", "sad", "trains"]),
        ("songs about rain and leaving home", ["rain", "leaving home"]),
        ("songs about love, money and fame", ["love", "money", "fame"]),
        ("songs about rain and songs about trains", ["rain", "trains"]),
        ("trains, rain, leaving", ["trains", "rain", "leaving"]),
        ("something quiet about snow", ["quiet", "snow"]),
        ("songs about a man who left his home and never came back", ["man who left his home and never came back"]),
    ],
)
def test_prompt_parser_keeps_each_part_of_what_is_asked_for(nlp: Language, prompt: str, include: list[str]) -> None:
    assert texts(nlp(prompt), "include") == include


@pytest.mark.parametrize(
    ("prompt", "include"),
    [
        ("Potatoes are great food for worms.", ["Potatoes are great food for worms"]),
        ("I planted beans. No letter came\nIt rained", ["I planted beans", "No letter came", "It rained"]),
        ("I broke up yesterday. Play sad songs.", ["I broke up yesterday", "sad"]),
        ("My dog died, so play me something gentle", ["My dog died", "gentle"]),
        ("songs please", ["songs please"]),
    ],
)
def test_prompt_parser_includes_what_is_no_request_whole(nlp: Language, prompt: str, include: list[str]) -> None:
    doc = nlp(prompt)
    assert texts(doc, "include") == include
    assert texts(doc, "exclude") == []


def test_prompt_parser_takes_a_text_that_is_handed_over_as_matter(nlp: Language) -> None:
    doc = nlp("10 songs that go with this poem: I walk without a lamp. No songs, no rap.")
    assert texts(doc, "include") == ["I walk without a lamp", "No songs, no rap"]
    assert demands(doc) == [("count", 10, False)]
    assert texts(doc, "exclude") == []


# What is left out


@pytest.mark.parametrize(
    "wording",
    [
        "songs about home, nothing about {}",
        "songs about home but not about {}",
        "songs about home, no {}",
        "songs about home, no {} please",
        "songs about home (no {} songs)",
        "songs about home without any {}",
        "songs about home without mentioning {}",
        "songs about home with no mention of {}",
        "songs about home except {}",
        "songs about home minus {}",
        "songs about home excluding {}",
        "songs about home, leave out {}",
        "songs about home, leave {} out of it",
        "songs about home; avoid anything about {}",
        "songs about home, other than {}",
        "songs about home rather than {}",
        "songs about home instead of {}",
        "songs about home, steer clear of {}",
        "songs about home that aren't about {}",
        "songs about home which don't mention {}",
        "songs about home, I don't want any {}",
        "songs about home. Please skip {}.",
        "Songs about home. Don't include anything about {}.",
        "no {}, songs about home",
        "{}-free songs about home",
        "anything but {}: songs about home",
        "songs about home. I hate songs about {}.",
        "sogns about home, nothign about {}",
    ],
)
@pytest.mark.parametrize("matter", ["love", "whisky", "railways"])
def test_prompt_parser_leaves_out_what_it_is_told_to(nlp: Language, wording: str, matter: str) -> None:
    doc = nlp(wording.format(matter))
    assert texts(doc, "exclude") == [matter]
    assert texts(doc, "include") == ["home"]
    assert doc._.constraints == []


@pytest.mark.parametrize(
    ("prompt", "exclude"),
    [
        ("songs about home, no love or money", ["love", "money"]),
        ("songs about home, neither love nor weddings", ["love", "weddings"]),
        ("songs about parties, no drugs, alcohol or sex", ["drugs", "alcohol", "sex"]),
        ("songs about home. No heroes, no sirens.", ["heroes", "sirens"]),
        ("no love songs, just rain", ["love"]),
        ("everything except love songs", ["love"]),
    ],
)
def test_prompt_parser_leaves_out_every_part_of_a_list(nlp: Language, prompt: str, exclude: list[str]) -> None:
    assert texts(nlp(prompt), "exclude") == exclude


@pytest.mark.parametrize(
    "prompt",
    [
        "I will not go gently about my grief.",
        "A house without you is only walls.",
        "no man is free",
        "we were not in love",
        "The playlist had no end and no beginning.",
        "I asked for songs without words and got none.",
        "There are no songs about my street.",
        "songs about a man who has no home",
        "songs about having no money",
        "songs about not being good enough",
        "songs about a town with no name",
        "songs about a world without war",
        "songs about people with nothing to lose",
        "a cup of tea, no sugar",
        "Never look back, never give up",
        "I had a quiet day. No calls, no visitors. I planted potatoes.",
    ],
)
def test_prompt_parser_reads_no_instruction_into_a_statement_or_a_topic(nlp: Language, prompt: str) -> None:
    doc = nlp(prompt)
    assert texts(doc, "exclude") == []
    assert doc._.constraints == []


@pytest.mark.parametrize(
    ("prompt", "quote"),
    [
        ('"songs about rain, no love"', ["songs about rain, no love"]),
        ("“not about love,” she said", ["not about love"]),
        ("« nothing by halves »", ["nothing by halves"]),
        ("'nothing for free'", ["nothing for free"]),
        ('songs like "no rap from the 80s', ["no rap from the 80s"]),
        ('no songs, no rap" he said', ["no songs, no rap"]),
        ("I'm leavin' 'cause o' you, rock 'n' roll '90s", []),
    ],
)
def test_prompt_parser_never_reads_a_quotation_as_an_instruction(nlp: Language, prompt: str, quote: list[str]) -> None:
    doc = nlp(prompt)
    assert texts(doc, "quote") == quote
    assert texts(doc, "exclude") == []
    assert doc._.constraints == []


def test_prompt_parser_leaves_out_a_quotation_that_is_left_out(nlp: Language) -> None:
    doc = nlp('songs about home, not "Moonlit Harbour"')
    assert texts(doc, "exclude") == ["Moonlit Harbour"]
    assert texts(doc, "quote") == []


# What is demanded


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("from the 80s", [1980, 1989]),
        ("from the 1980s", [1980, 1989]),
        ("from the eighties", [1980, 1989]),
        ("from the '90s", [1990, 1999]),
        ("from the early 70s", [1970, 1973]),
        ("from the late sixties", [1967, 1969]),
        ("from the mid-nineties", [1994, 1996]),
        ("from before 1970", [None, 1969]),
        ("from after 2000", [2001, None]),
        ("since 2010", [2010, None]),
        ("between 1960 and 1975", [1960, 1975]),
        ("from 1999 to 2003", [1999, 2003]),
        ("from 1967", [1967, 1967]),
        ("from '68", [1968, 1968]),
        ("from the 60s and 70s", [1960, 1979]),
        ("of this century", [2000, None]),
        ("from the last ten years", None),
    ],
)
def test_prompt_parser_reads_eras(nlp: Language, words: str, years: list[int | None] | None) -> None:
    doc = nlp(f"songs {words} about rain")
    assert demands(doc) == [("era", years, False)]
    assert texts(doc, "include") == ["rain"]


@pytest.mark.parametrize(
    ("prompt", "years"), [("songs from the last ten years", [2010, 2020]), ("recent songs about rain", [2015, 2020])]
)
def test_prompt_parser_counts_from_the_year_it_is_given(prompt: str, years: list[int]) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("prompt_parser", config={"this_year": 2020, "recent_years": 5})
    assert demands(nlp(prompt)) == [("era", years, False)]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("folk songs about rain", [("genre", "folk", False)]),
        ("rap about rain", [("genre", "hip-hop", False)]),
        ("rock'n'roll songs about rain", [("genre", "rock and roll", False)]),
        ("songs about rain in country style", [("genre", "country", False)]),
        ("songs about rain, no rap or metal", [("genre", "hip-hop", True), ("genre", "metal", True)]),
        ("only jazz, songs about rain", [("genre", "jazz", False)]),
        ("songs by Ida Wren and The Copper Lanterns", [("artist", "Ida Wren", False), ("artist", "The Copper Lanterns", False)]),
        ("songs by ida wren about rain", [("artist", "ida wren", False)]),
        ("songs about rain, nothing by Dex Harlow", [("artist", "Dex Harlow", True)]),
        ("no Dex Harlow songs, songs about rain", [("artist", "Dex Harlow", True)]),
        ("songs about rain, only Ida Wren", [("artist", "Ida Wren", False)]),
        ("Spanish songs about rain", [("language", "es", False)]),
        ("French-language songs about rain", [("language", "fr", False)]),
        ("songs about rain, not in English", [("language", "en", True)]),
        ("non-English songs about rain", [("language", "en", True)]),
        ("canciones en español", [("language", "es", False)]),
        ("songs about rain, nothing explicit", [("explicit", False, False)]),
        ("clean songs about rain", [("explicit", False, False)]),
        ("songs about rain, family friendly", [("explicit", False, False)]),
        ("songs about rain, no swearing", [("explicit", False, False)]),
        ("songs about rain, explicit is ok", [("explicit", True, False)]),
        ("10 songs about rain", [("count", 10, False)]),
        ("a dozen songs about rain", [("count", 12, False)]),
        ("top five songs about rain", [("count", 5, False)]),
        ("twenty-five tracks about rain", [("count", 25, False)]),
        ("a playlist of 15 about rain", [("count", 15, False)]),
        ("songs about rain, at most 8", [("count", 8, False)]),
        ("three or four songs about rain", [("count", 4, False)]),
        ("famous songs about rain", [("popularity", [60, 100], False)]),
        ("hidden gems about rain", [("popularity", [0, 40], False)]),
        ("songs about rain, nothing too famous", [("popularity", [60, 100], True)]),
        ("songs about rain under 4 minutes", [("duration", [None, 240], False)]),
        ("short songs about rain", [("duration", [None, 180], False)]),
        ("songs about rain, nothing from the 80s", [("era", [1980, 1989], True)]),
    ],
)  # fmt: skip
def test_prompt_parser_reads_demands(nlp: Language, prompt: str, expected: list[tuple[str, Any, bool]]) -> None:
    doc = nlp(prompt)
    assert demands(doc) == expected
    assert texts(doc, "exclude") == []
    assert texts(doc, "include") == (["rain"] if "rain" in prompt else [])


@pytest.mark.parametrize(
    "prompt",
    [
        "In her eighties she still danced.",
        "We drove 80 miles to the lake.",
        "1984 was a bad year for us.",
        "Rock the boat",
        "songs about the blues of the evening",
        "songs about soul mates",
        "songs about dying for my country",
        "songs about being famous",
        "songs about a Spanish guitar",
        "songs about learning French",
        "songs by the fire",
        "songs about the summer of 69",
        "songs about 1945",
        "songs about clean water",
        "songs about 10 lonely nights",
        "old songs about the sea",
        "We listened to country songs in 1999 and nobody spoke.",
    ],
)
def test_prompt_parser_sees_no_demand_in_matter(nlp: Language, prompt: str) -> None:
    assert nlp(prompt)._.constraints == []


def test_prompt_parser_says_where_a_demand_stands(nlp: Language) -> None:
    prompt = "Ten folk songs about rain, nothing from the 80s"
    constraints = nlp(prompt)._.constraints
    assert [one["text"] for one in constraints] == ["Ten", "folk", "from the 80s"]
    assert all(prompt[one["start"] : one["end"]] == one["text"] for one in constraints)
    assert {one["status"] for one in constraints} == {"read"}
    assert srsly.msgpack_loads(srsly.msgpack_dumps(constraints)) == constraints


def test_prompt_parser_learns_genres_from_its_config() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("prompt_parser", config={"genres": {"polka": ["oom-pah"]}})
    assert demands(nlp("oom pah songs about rain, no jazz")) == [("genre", "polka", False), ("genre", "jazz", True)]


# Any text


def check(doc: Doc) -> None:
    include, exclude, quote = (
        {token.i for span in doc.spans[key] for token in span} for key in ("include", "exclude", "quote")
    )
    assert not include & exclude
    assert not include & quote
    assert not exclude & quote
    for one in doc._.constraints:
        assert doc.text[one["start"] : one["end"]] == one["text"] != ""


WORDS = st.sampled_from(
    "songs about rain no not without nothing by from the 80s in French and or but , . ; : ( ) - — \" ' “ ” Ida Wren jazz play me "
    "10 explicit under 4 minutes that aren't except 1967 love i is please -free non- \n".split(" ")
)


@given(st.text() | st.lists(WORDS, max_size=30).map(" ".join))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_prompt_parser_reads_any_text_the_same_way_twice(nlp: Language, text: str) -> None:
    doc, again = nlp(text), nlp(text)
    check(doc)
    assert doc._.constraints == again._.constraints
    for key in ("include", "exclude", "quote"):
        spans = doc.spans[key]
        assert all(0 <= span.start < span.end <= len(doc) for span in spans)
        assert [(span.start, span.end) for span in spans] == [(span.start, span.end) for span in again.spans[key]]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\x00", "🎵🎵", "\ue000\ue001", "İstanbul'da yağmur", "雨の歌", "!?…"]
)
def test_prompt_parser_reads_odd_texts(nlp: Language, text: str) -> None:
    doc = nlp(text)
    check(doc)
    assert texts(doc, "exclude") == []


@pytest.mark.parametrize(
    "unit",
    ["I walked home and nobody spoke. ", "songs about rain, no love. ", "and ", "but ", "no, ", "songs, ", "\n", "“a "],
)
def test_prompt_parser_keeps_a_long_text_within_max_clauses(nlp: Language, unit: str) -> None:
    doc = nlp(unit * (50_000 // len(unit)))
    check(doc)
    assert all(len(doc.spans[key]) <= 64 for key in ("include", "exclude", "quote"))


def test_prompt_parser_keeps_the_clauses_that_say_most() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("prompt_parser", config={"max_clauses": 2})
    long = " ".join(f"word{'abcdefghij'[i % 10]}{'abcdefghij'[i // 10]}" for i in range(50))
    doc = nlp(f"{long}. {'It is. ' * 40}{long}. {'He was. ' * 40}")
    assert len(doc.spans["include"]) == 2
    assert all("wordab" in span.text for span in doc.spans["include"])


def test_prompt_parser_looks_for_instructions_at_the_ends_of_a_long_text(nlp: Language) -> None:
    day = "I walked home and nobody spoke. " * 400
    assert texts(nlp(f"Play songs for a walk. {day}"), "include")[0].startswith("walk")
    assert texts(nlp(f"{day} Songs about rain, no love songs."), "exclude") == ["love"]
    assert texts(nlp(f"{day} Songs about rain, no love songs. {day}"), "exclude") == []


def test_prompt_parser_gives_the_same_in_several_processes(nlp: Language) -> None:
    prompts = ["songs about rain from the 80s, no love", 'a "quoted line" here', "No man is free.", ""]
    there = list(nlp.pipe(prompts, n_process=2))
    for doc, prompt in zip(there, prompts, strict=True):
        here = nlp(prompt)
        assert doc._.constraints == here._.constraints
        assert [texts(doc, key) for key in doc.spans] == [texts(here, key) for key in here.spans]


# The component


def test_prompt_parser_round_trips_with_its_config(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("prompt_parser", config={"this_year": 2020, "genres": {"polka": []}})
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert demands(again("polka songs from the last ten years")) == [
        ("genre", "polka", False),
        ("era", [2010, 2020], False),
    ]
    assert again.from_bytes(nlp.to_bytes()).pipe_names == ["prompt_parser"]


def test_prompt_parser_says_what_it_assigns(nlp: Language) -> None:
    assert nlp.get_pipe_meta("prompt_parser").assigns == ["doc.spans", "doc._.constraints"]


@pytest.mark.parametrize(
    ("knobs", "code"),
    [
        ({"max_clauses": 0}, "S410"),
        ({"instruction_chars": 0}, "S410"),
        ({"genres": {}}, "S411"),
        ({"genres": {" ": []}}, "S411"),
    ],
)
def test_prompt_parser_refuses_knobs_that_make_no_sense(knobs: dict[str, Any], code: str) -> None:
    with pytest.raises(SynsongError, match=code):
        PromptParser(**knobs)


# The questions that measure it


@pytest.mark.parametrize("name", ["constraints", "negation", "negation_quotes"])
def test_questions_are_many_and_halved(name: str) -> None:
    rows = [json.loads(line) for line in (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf8").splitlines()]
    least = {"constraints": 90, "negation": 64, "negation_quotes": 40}[name]
    texts = [row.get("text") or row["without"] for row in rows]
    assert len(rows) >= least
    assert len({row["id"] for row in rows}) == len(set(texts)) == len(rows)
    assert {row["half"] for row in rows} == {"dev", "report"}


def test_questions_with_demands_are_answered(nlp: Language) -> None:
    rows = [json.loads(line) for line in (QUESTIONS / "constraints.jsonl").read_text(encoding="utf8").splitlines()]
    right = [
        sorted(map(repr, demands(nlp(row["text"]))))
        == sorted(repr((one["type"], one["value"], one["negated"])) for one in row["constraints"])
        for row in rows
    ]
    assert sum(right) >= 0.95 * len(rows)


def test_questions_without_an_instruction_leave_nothing_out(nlp: Language) -> None:
    for line in (QUESTIONS / "negation_quotes.jsonl").read_text(encoding="utf8").splitlines():
        doc = nlp(json.loads(line)["text"])
        assert texts(doc, "exclude") == [], doc.text
        assert doc._.constraints == [], doc.text
