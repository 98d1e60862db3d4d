"""What providers answer becomes lyrics, or a reason why it is none. All lyrics here are written for these tests."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.song import MAX_LYRICS, Song, Track
from scripts.hygiene import MIN_WORDS, Answered, clean_lyrics

VERSE = (
    "I carried all the paper lanterns down to the river\n"
    "And you were waiting there with nothing in your hands\n"
    "We let them go and never said what we were after\n"
    "The water knows the names of all the places where it lands"
)
TRACK = Track(title="Paper Lanterns", artist="Mara Vell", duration=213, language="en")


def test_good_lyrics_stay_as_they_are() -> None:
    cleaned = clean_lyrics(f"[Verse 1]\n{VERSE}\n\n[Chorus]\n{VERSE}", track=TRACK)
    assert cleaned.text == f"[Verse 1]\n{VERSE}\n\n[Chorus]\n{VERSE}"
    assert (cleaned.rejected, cleaned.rule, cleaned.instrumental, cleaned.partial) == (None, None, False, False)
    assert (cleaned.language, cleaned.words, cleaned.dropped) == ("en", 2 * len(VERSE.split()), {})


# What is dropped: the text before, what is left of it, the rule


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        (f"[00:01.00]{VERSE}", VERSE, "timestamps"),
        (f"[ar: Mara Vell]\n{VERSE}", VERSE, "tags"),
        (f"{VERSE}\nHold <00:02.10>the <00:02.50>light", f"{VERSE}\nHold the light", "timestamps"),
        (VERSE.replace("\n", "<br/>\n"), VERSE, "markup"),
        (f"<i>{VERSE}</i>\nBread &amp; wine", f"{VERSE}\nBread & wine", "markup"),
        (VERSE.replace("paper", "pa\u200bper"), VERSE, "invisible"),
        (f"12 Contributors\n{VERSE}", VERSE, "contributors"),
        (f"3 ContributorsPaper Lanterns Lyrics{VERSE}", VERSE, "contributors"),
        (
            f"12 ContributorsTranslationsEspañolPaper Lanterns Lyrics[Verse 1]\n{VERSE}",
            f"[Verse 1]\n{VERSE}",
            "contributors",
        ),
        (f"Paper Lanterns Lyrics\n{VERSE}", VERSE, "title_line"),
        (f"Mara Vell - Paper Lanterns\n\n{VERSE}", VERSE, "title_line"),
        (
            f"“Paper Lanterns” is the third song of an album that nobody made… Read More\n[Verse]\n{VERSE}",
            f"[Verse]\n{VERSE}",
            "description",
        ),
        (f"{VERSE}\nYou might also like\n[Chorus]\n{VERSE}", f"{VERSE}\n\n[Chorus]\n{VERSE}", "promotion"),
        (f"{VERSE}\nYou might also like[Chorus]\n{VERSE}", f"{VERSE}\n[Chorus]\n{VERSE}", "promotion"),
        (
            f"{VERSE}\nSee Mara Vell LiveGet tickets as low as $38You might also like\n{VERSE}",
            f"{VERSE}\n\n{VERSE}",
            "promotion",
        ),
        (f"{VERSE}12Embed", VERSE, "embed"),
        (f"{VERSE}Embed", VERSE, "embed"),
        (f"{VERSE}\nEmbed", VERSE, "embed"),
        (f"{VERSE}\nWritten by: Mara Vell, A. Quill", VERSE, "credits"),
        (f"Lyrics by Mara Vell\n{VERSE}", VERSE, "credits"),
        (f"作词 : 某人\n作曲 : 某人\n{VERSE}", VERSE, "credits"),
        (f"{VERSE}\nMusic and Lyrics: Mara Vell", VERSE, "credits"),
        (f"{VERSE}\nLyrics powered by www.example.org", VERSE, "legal"),
        (f"{VERSE}\nLyrics licensed & provided by LyricFind", VERSE, "legal"),
        (f"{VERSE}\nLyrics © Low Tide Songs, 2003", VERSE, "legal"),
        (f"{VERSE}\nCopyright 2003 Low Tide Songs", VERSE, "legal"),
        (f"{VERSE}\nSubmit Corrections", VERSE, "legal"),
        (f"{VERSE}\nThanks to quill77 for adding these lyrics", VERSE, "legal"),
        (f"{VERSE}\nhttps://example.org/lyrics/1", VERSE, "legal"),
    ],
)
def test_what_no_one_sings_is_dropped_and_counted(before: str, after: str, rule: str) -> None:
    cleaned = clean_lyrics(before, track=TRACK)
    assert cleaned.text == after
    assert cleaned.dropped[rule] >= 1
    assert cleaned.rejected is None


@pytest.mark.parametrize(
    "line",
    [
        "Written by the moon upon the water",
        "Produced by nothing but the wind",
        "Words and music fill the air",
        "I tried to Embed",
        "Lyrics never come to me",
        "12 contributors to my downfall",
        "Two thousand miles (and I still run)",
        "Break",
        "Live and let the river go",
    ],
)
def test_lines_that_only_look_like_boilerplate_stay(line: str) -> None:
    assert line in clean_lyrics(f"{VERSE}\n{line}\n{VERSE}\n{line}", track=TRACK).text.split("\n")


def test_a_partial_answer_is_marked_and_cut_at_the_mark() -> None:
    text = f"{VERSE}\n...\n\n******* This Lyrics is NOT for Commercial use *******\n(1409621337)"
    cleaned = clean_lyrics(text, track=TRACK)
    assert (cleaned.text, cleaned.partial, cleaned.dropped) == (VERSE, True, {"partial": 1})


# Sections


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("[Chorus]", "[Chorus]"),
        ("[Verse 1: Mara Vell]", "[Verse 1: Mara Vell]"),
        ("Chorus:", "[Chorus]"),
        ("CHORUS", "[Chorus]"),
        ("(Chorus)", "[Chorus]"),
        ("**Bridge**", "[Bridge]"),
        ("{Verse 2}", "[Verse 2]"),
        ("Verse 2:", "[Verse 2]"),
        ("(Pre-Chorus)", "[Pre-Chorus]"),
        ("(Guitar Solo)", "[Guitar Solo]"),
        ("Estribillo:", "[Estribillo]"),
        ("(Repeat Chorus)", "[Chorus]"),
    ],
)
def test_headings_are_kept_in_one_form(line: str, heading: str) -> None:
    assert (
        clean_lyrics(f"{VERSE}\n\n{line}\nHold the light", track=TRACK).text == f"{VERSE}\n\n{heading}\nHold the light"
    )


def test_words_behind_a_heading_stand_on_their_own_line() -> None:
    assert clean_lyrics(f"Verse 1: Hold the light\n{VERSE}").text == f"[Verse 1]\nHold the light\n{VERSE}"


@pytest.mark.parametrize(
    "line", ["Bridge over the river", "The verse: a line", "Hook", "My chorus is a whisper", "(we sing the chorus)"]
)
def test_sung_lines_are_not_taken_for_headings(line: str) -> None:
    assert line in clean_lyrics(f"{VERSE}\n{line}").text.split("\n")


@pytest.mark.parametrize("mark", ["(x2)", "x2", "(2x)", "[x2]", "×2", "(bis)", "{2x}"])
def test_repeated_lines_are_written_out(mark: str) -> None:
    cleaned = clean_lyrics(f"{VERSE}\nHold the light {mark}")
    assert cleaned.text == f"{VERSE}\nHold the light\nHold the light"
    assert cleaned.dropped == {"repeats": 1}


@pytest.mark.parametrize("heading", ["[Chorus x2]", "Chorus (x2):", "(Chorus) x2", "[Chorus] (2x)", "Chorus x2"])
def test_repeated_stanzas_are_written_out(heading: str) -> None:
    cleaned = clean_lyrics(f"{heading}\nHold the light\nAnd go\n\n[Verse]\n{VERSE}")
    assert cleaned.text == f"[Chorus]\nHold the light\nAnd go\n\nHold the light\nAnd go\n\n[Verse]\n{VERSE}"


def test_a_repeat_of_nothing_certain_is_noted_and_dropped() -> None:
    cleaned = clean_lyrics(f"{VERSE}\n\n(x2)")
    assert (cleaned.text, cleaned.dropped) == (VERSE, {"repeats_noted": 1})


@pytest.mark.parametrize("line", ["Hold the light (x99)", "Room 2x4", "I was born in x1984", "Hold the light (x1)"])
def test_figures_that_are_no_repeats_stay(line: str) -> None:
    assert clean_lyrics(f"{VERSE}\n{line}").text == f"{VERSE}\n{line}"


# Instrumentals


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Instrumental", Answered()),
        ("[Instrumental]", Answered()),
        ("♪", Answered()),
        ("[au: instrumental]", Answered()),
        ("", Answered(instrumental=True)),
        (None, Answered(instrumental=True)),
        ("Paper Lanterns Lyrics\n[Instrumental]\n1Embed", Answered()),
        ("[Intro]\n\n[Guitar Solo]", Answered()),
    ],
)
def test_instrumentals_are_recognised_and_not_rejected(text: str | None, answer: Answered) -> None:
    cleaned = clean_lyrics(text, track=TRACK, answer=answer)
    assert (cleaned.instrumental, cleaned.rejected, cleaned.text) == (True, None, "")
    assert all(cleaned.dropped.values())


def test_words_count_more_than_a_flag() -> None:
    assert clean_lyrics(VERSE, track=TRACK, answer=Answered(instrumental=True)).text == VERSE


# What is rejected

CALENDAR = "\n".join(f"{month}/{day} Somebody - Something New" for month in (1, 2) for day in range(1, 9))
CALENDAR_OF_NAMES = "January\n" + "\n".join(
    f"January {day}: Somebody with a new record of songs" for day in range(1, 9)
)
TRACK_LIST = "\n".join(f"{i}. A Song of Some Length ({i} minutes)" for i in range(1, 13))
MIX = "\n".join(f"Artist Number {i} - Song of the Year {i}" for i in range(1, 13))
SPANISH = (
    "Yo no sé por qué la noche me lleva a tu casa\ny el viento de la calle no me dice nada\n"
    "pero cuando te miro todo es como era\nlas luces en el agua y una luna que espera"
)


@pytest.mark.parametrize(
    ("text", "answer", "rule", "code"),
    [
        ("", Answered(), "empty", "S549"),
        (None, Answered(), "empty", "S549"),
        ("Written by: Mara Vell", Answered(), "empty", "S549"),
        ("Hold the light until the morning comes", Answered(), "too_short", "S544"),
        ("La la la la la la la\n" * 20, Answered(), "too_short", "S544"),
        ("Oh oh woo woo\nNa na na hey hey\nYeah yeah ooh\n" * 9, Answered(), "too_short", "S544"),
        ("We go on and on\n" * 2000, Answered(), "too_long", "S545"),
        ("We go on and on\n" * 20_000, Answered(), "too_long", "S545"),
        (CALENDAR, Answered(), "calendar", "S546"),
        (CALENDAR_OF_NAMES, Answered(), "calendar", "S546"),
        (TRACK_LIST, Answered(), "track_list", "S547"),
        (MIX, Answered(), "track_list", "S547"),
        (SPANISH, Answered(), "wrong_language", "S543"),
        ("Я не знаю зачем эта ночь и вода\n" * 8, Answered(), "wrong_language", "S543"),
        (VERSE, Answered(title="Glass Harbour"), "wrong_song", "S541"),
        (VERSE, Answered(artist="The Quarry Choir"), "wrong_song", "S541"),
        (VERSE, Answered(duration=230), "wrong_song", "S542"),
        ("[Instrumental]", Answered(title="Glass Harbour", instrumental=True), "wrong_song", "S541"),
        (
            "Lyrics for this song have yet to be released. Please check back once the song has been released.",
            Answered(),
            "notice",
            "S548",
        ),
        ("We do not have the lyrics for this song yet.", Answered(), "notice", "S548"),
        ("Unfortunately we are not licensed to display the full lyrics for this song.", Answered(), "notice", "S548"),
        ("<!DOCTYPE html><html><head><title>Just a moment...</title>" + VERSE * 9, Answered(), "notice", "S548"),
        ("Checking your browser before accessing the site.", Answered(), "notice", "S548"),
    ],
)
def test_answers_that_are_no_lyrics_of_the_song_are_rejected(
    text: str | None, answer: Answered, rule: str, code: str
) -> None:
    cleaned = clean_lyrics(text, track=TRACK, answer=answer)
    assert cleaned.rule == rule
    assert cleaned.rejected is not None
    assert code in cleaned.rejected
    assert (cleaned.text, cleaned.synced, cleaned.instrumental) == ("", None, False)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"{i}, {i + 1}, we count the lanterns going by" for i in range(1, 9)),
        f"May the river take me\n{VERSE}\nMarch on, march on, my darling\nJune is in the water",
        f"1. {VERSE}",
        f"{VERSE}\nThis song is not available to anyone but you",
        "Hold - on\n" * 3 + VERSE,
    ],
)
def test_lyrics_that_only_look_like_lists_are_kept(text: str) -> None:
    assert clean_lyrics(text, track=TRACK).rejected is None


def test_a_song_in_two_languages_is_right_in_either() -> None:
    both = f"{VERSE}\n\n{SPANISH}"
    for language in ("en", "es"):
        assert clean_lyrics(both, track=TRACK.model_copy(update={"language": language})).rejected is None


def test_without_a_known_language_any_is_right() -> None:
    cleaned = clean_lyrics(SPANISH, track=TRACK.model_copy(update={"language": None}))
    assert (cleaned.rejected, cleaned.language) == (None, "es")


def test_a_remaster_three_seconds_longer_is_the_same_song() -> None:
    answer = Answered(title="Paper Lanterns - Remastered 2011", artist="Mara Vell feat. Quill", duration=216)
    assert clean_lyrics(VERSE, track=TRACK, answer=answer).rejected is None


def test_unknown_lengths_reject_nothing() -> None:
    assert (
        clean_lyrics(VERSE, track=TRACK.model_copy(update={"duration": None}), answer=Answered(duration=500)).rejected
        is None
    )


def test_enough_words_in_a_script_without_spaces_are_enough() -> None:
    text = "川に灯りを流した夜のことを\n君はまだ覚えているだろうか\n水の上で揺れる名前のない光\n誰も帰らない道を照らしている"
    cleaned = clean_lyrics(text)
    assert (cleaned.rejected, cleaned.language) == (None, "ja")
    assert cleaned.words >= MIN_WORDS


# Times

LRC = "\n".join(f"[00:{10 + 5 * i}.00]{line}" for i, line in enumerate(VERSE.split("\n")))
SYNCED = [(10.0 + 5 * i, line) for i, line in enumerate(VERSE.split("\n"))]


def test_times_in_plain_lyrics_are_kept_as_times() -> None:
    cleaned = clean_lyrics(LRC, track=TRACK)
    assert (cleaned.text, cleaned.synced) == (VERSE, SYNCED)


def test_the_timed_answer_gives_the_times_and_the_plain_one_the_stanzas() -> None:
    plain = VERSE.replace("\nWe", "\n\nWe")
    cleaned = clean_lyrics(plain, track=TRACK, answer=Answered(synced=LRC))
    assert (cleaned.text, cleaned.synced) == (plain, SYNCED)


def test_the_timed_answer_alone_is_enough() -> None:
    cleaned = clean_lyrics(None, track=TRACK, answer=Answered(synced=LRC))
    assert (cleaned.text, cleaned.synced) == (VERSE, SYNCED)


def test_timed_credits_are_no_lines() -> None:
    cleaned = clean_lyrics(f"[00:00.00]作词 : 某人\n[00:01.00]Lyrics by: Mara Vell\n{LRC}", track=TRACK)
    assert (cleaned.text, cleaned.synced) == (VERSE, SYNCED)


# Any text


@given(
    text=st.text(max_size=400)
    | st.lists(
        st.sampled_from([VERSE, "[Chorus x2]", "(x8)", "Embed", "♪", "", "[00:01.00]", "Chorus:", "Hold (x3)"])
    ).map("\n".join)
)
@settings(deadline=None)
def test_any_answer_is_judged_and_what_is_good_is_a_song(text: str) -> None:
    cleaned = clean_lyrics(text, track=TRACK)
    assert [bool(cleaned.text), cleaned.instrumental, cleaned.rejected is not None].count(True) == 1
    if cleaned.text:
        song = Song(**TRACK.model_dump(), id="x", lyrics=cleaned.text, synced=cleaned.synced)
        assert song.lines()
        assert len(cleaned.text) <= MAX_LYRICS
        assert cleaned.words >= MIN_WORDS


@given(lines=st.lists(st.sampled_from([*VERSE.split("\n"), "[Chorus]", "", "Hold the light"]), max_size=30))
def test_cleaning_again_changes_nothing(lines: list[str]) -> None:
    once = clean_lyrics("\n".join([VERSE, *lines]), track=TRACK)
    again = clean_lyrics(once.text, track=TRACK)
    assert (again.text, again.dropped) == (once.text, {})


@pytest.mark.parametrize(
    "part", [" ", "x ", "[", "(x2", "-", "\n", "Written by Ab ", "1 Contributors x ", "♪ ", "<b ", "<00:01.00>", "1"]
)
def test_no_answer_takes_more_than_a_moment(part: str) -> None:
    """Patterns that go wrong on long runs take minutes here, and the test run its limit."""
    text = f"{part * (60_000 // len(part))}x"
    cleaned = clean_lyrics(text, track=TRACK, answer=Answered(synced=text))
    assert cleaned.rejected is not None
