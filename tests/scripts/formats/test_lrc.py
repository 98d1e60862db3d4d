"""LRC is read as players read it, and whatever else stands in the text does no harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.formats.lrc import has_times, is_instrumental, parse_lrc, parse_time


@pytest.mark.parametrize(
    ("tag", "seconds"),
    [
        ("[00:12.00]", 12.0),
        ("[0:12]", 12.0),
        ("[00:12:50]", 12.5),
        ("[00:12.5]", 12.5),
        ("[00:12.05]", 12.05),
        ("[00:12.005]", 12.005),
        ("[01:02.00]", 62.0),
        ("[120:00.00]", 7200.0),
    ],
)
def test_times_are_read_in_every_width(tag: str, seconds: float) -> None:
    assert parse_lrc(f"{tag}Hold the light").synced == [(seconds, "Hold the light")]


def test_a_line_with_several_times_is_sung_several_times_in_order() -> None:
    lrc = parse_lrc("[00:21.10][00:45.10]Chorus\n[00:30.00]Verse")
    assert lrc.synced == [(21.1, "Chorus"), (30.0, "Verse"), (45.1, "Chorus")]
    assert lrc.plain == "Chorus\nVerse\nChorus"


@pytest.mark.parametrize(
    ("offset", "seconds"), [("500", 11.5), ("+500", 11.5), ("-500", 12.5), ("0", 12.0), ("soon", 12.0), ("99999", 0.0)]
)
def test_a_positive_offset_means_earlier_and_never_before_the_start(offset: str, seconds: float) -> None:
    assert parse_lrc(f"[00:12.00]Hold\n[offset:{offset}]").synced == [(seconds, "Hold")]


def test_tags_are_kept_apart_from_headings() -> None:
    lrc = parse_lrc(
        "\ufeff[ar: Mara Vell]\n[ti:Paper Lanterns]\n[by:]\n[AR: Quill]\n[Verse 1: Quill]\n[00:01.00]Hold\n[Chorus]\n[00:02.00]On"
    )
    assert lrc.tags == {"ar": "Mara Vell", "ti": "Paper Lanterns", "by": ""}
    assert lrc.plain == "[Verse 1: Quill]\nHold\n[Chorus]\nOn"
    assert lrc.synced == [(1.0, "Hold"), (2.0, "On")]


def test_a_heading_moves_with_the_line_under_it() -> None:
    assert parse_lrc("[Chorus]\n[00:20.00]On\n[Verse]\n[00:10.00]Hold").plain == "[Verse]\nHold\n[Chorus]\nOn"


def test_a_timed_heading_is_not_sung() -> None:
    lrc = parse_lrc("[00:01.00][Chorus]\n[00:02.00]On")
    assert (lrc.synced, lrc.plain) == ([(2.0, "On")], "[Chorus]\nOn")


def test_times_of_words_and_syllables_are_taken_out() -> None:
    lrc = parse_lrc("[00:12.00] <00:12.00> Pa<00:12.20>per <00:12.40> lanterns <00:13.00>")
    assert lrc.synced == [(12.0, "Paper lanterns")]


@pytest.mark.parametrize("line", ["F: Hold", "M: Hold", "D: Hold"])
def test_marks_of_singers_are_taken_out(line: str) -> None:
    assert parse_lrc(f"[00:01.00]{line}").synced == [(1.0, "Hold")]


def test_background_lines_stand_in_brackets() -> None:
    assert parse_lrc("[00:01.00]Hold\n[bg: ooh]").plain == "Hold\n(ooh)"


def test_pauses_part_stanzas_and_are_no_lines() -> None:
    lrc = parse_lrc("[00:01.00]Hold\n[00:05.00]\n[00:06.00]♪\n[00:09.00]On")
    assert (lrc.synced, lrc.plain) == ([(1.0, "Hold"), (9.0, "On")], "Hold\n\nOn")


def test_lines_without_times_stay_with_the_line_before_them() -> None:
    lrc = parse_lrc("[00:05.00]Two\nand a half\n[00:01.00]One")
    assert (lrc.synced, lrc.plain) == ([(1.0, "One"), (5.0, "Two")], "One\nTwo\nand a half")


def test_plain_lyrics_stay_as_they_are() -> None:
    text = "[Verse]\nHold the light\n\n[Chorus]\nOn and on"
    assert parse_lrc(text).plain == text
    assert parse_lrc(text).synced == []
    assert not has_times(text)


@pytest.mark.parametrize(
    "text",
    [
        "[au: instrumental]",
        "[au:Instrumental]\n[length: 3:00]",
        "♪",
        "[00:01.00]♪ ♪\n",
        "[Instrumental]",
        "(instrumental)",
    ],
)
def test_instrumentals_are_recognised(text: str) -> None:
    lrc = parse_lrc(text)
    assert (lrc.instrumental, lrc.synced, lrc.plain) == (True, [], "")


@pytest.mark.parametrize(
    "text", ["", "\n\n", "[ar: Mara Vell]", "An instrumental of love", "[Instrumental]\nHold", "[au: Mara]\nHold"]
)
def test_nothing_else_is_taken_for_an_instrumental(text: str) -> None:
    assert not parse_lrc(text).instrumental
    assert not is_instrumental(text)


LINES = st.lists(
    st.tuples(
        st.integers(0, 99),
        st.integers(0, 59),
        st.integers(0, 99),
        st.from_regex(r"[a-z]{1,8}( [a-z]{1,8}){0,3}", fullmatch=True),
    ),
    max_size=12,
)


@given(lines=LINES)
def test_what_is_written_with_times_is_read_with_them(lines: list[tuple[int, int, int, str]]) -> None:
    text = "\n".join(
        f"[{minutes:02}:{seconds:02}.{hundredths:02}]{line}" for minutes, seconds, hundredths, line in lines
    )
    wanted = sorted(
        [(parse_time(str(m), str(s), f"{h:02}"), line) for m, s, h, line in lines if line != "instrumental"],
        key=lambda item: item[0],
    )
    synced = parse_lrc(text).synced
    assert [line for _, line in synced] == [line for _, line in wanted]
    assert [at for at, _ in synced] == pytest.approx([at for at, _ in wanted], abs=0.001)


@given(text=st.text(st.sampled_from("[]<>:.0123456789abF♪# \n\rчофset-+"), max_size=120) | st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    lrc = parse_lrc(text)
    times = [at for at, _ in lrc.synced]
    assert times == sorted(times)
    assert all(at >= 0 and line.strip() == line and line and "\n" not in line for at, line in lrc.synced)
    assert not has_times(lrc.plain)
    assert not (lrc.instrumental and lrc.plain)


@given(text=st.text(st.sampled_from("[]<>:.019ab \n"), max_size=120))
def test_what_was_read_reads_as_itself(text: str) -> None:
    plain = parse_lrc(text).plain
    assert parse_lrc(plain).synced == []
