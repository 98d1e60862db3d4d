"""The M3U parser reads any text, and what it wrote itself exactly."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scripts.formats.m3u import parse_m3u, sniff

NAMES = (
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)
LOCATIONS = NAMES.filter(lambda name: not name.startswith("#"))


@given(
    entries=st.lists(st.tuples(st.integers(1, 9999), NAMES, LOCATIONS), max_size=6),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_every_entry_is_found_with_its_line(entries: list[tuple[int, str, str]], end: str) -> None:
    lines = ["#EXTM3U", *(part for seconds, name, place in entries for part in (f"#EXTINF:{seconds},{name}", place))]
    _, found = parse_m3u(end.join(lines).replace("\ufeff", "x"))
    assert [(e.line, e.seconds, e.display, e.location) for e in found] == [
        (3 + 2 * i, seconds, name.replace("\ufeff", "x"), place.replace("\ufeff", "x"))
        for i, (seconds, name, place) in enumerate(entries)
    ]


@given(text=st.text(st.sampled_from('#EXTINFM3U:,-. =":\n\rab1'), max_size=150) | st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    _, entries = parse_m3u(text)
    places = [line.strip() for line in text.lstrip("\ufeff").replace("\r", "\n").split("\n")]
    written = [place for place in places if place and not place.startswith("#")]
    assert [entry.location for entry in entries if entry.location] == written
    assert all(entry.seconds is None or entry.seconds > 0 for entry in entries)
    sniff(text)


def test_an_entry_without_a_location_is_still_an_entry() -> None:
    _, entries = parse_m3u("#EXTM3U\n#EXTINF:1,A - B\n#EXTINF:2,C - D\nc.mp3\n#EXTINF:3,E - F\n")
    assert [(e.display, e.location, e.seconds) for e in entries] == [
        ("A - B", "", 1),
        ("C - D", "c.mp3", 2),
        ("E - F", "", 3),
    ]


def test_directives_belong_to_the_next_location_only() -> None:
    _, entries = parse_m3u("#EXTALB:Low Tide\na.mp3\nb.mp3\n")
    assert [entry.fields for entry in entries] == [{"EXTALB": "Low Tide"}, {}]


def test_attributes_with_commas_are_no_part_of_the_name() -> None:
    _, entries = parse_m3u('#EXTINF:12 a="x, y" b=2,Mara Vell - Hold, on\na.mp3')
    assert (entries[0].seconds, entries[0].display) == (12, "Mara Vell - Hold, on")
