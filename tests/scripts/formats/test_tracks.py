"""Tracks are read from whatever people have, told by its content, and what cannot be read is named with its row."""

from __future__ import annotations

import contextlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.errors import SynsongError
from components.song import Rejection, Track
from scripts.formats import FORMATS, read_tracks
from scripts.formats.base import Source, parse_duration, parse_year

from . import audio

APP_HEADER = [
    "Track URI",
    "Track Name",
    "Artist URI(s)",
    "Artist Name(s)",
    "Album URI",
    "Album Name",
    "Album Artist URI(s)",
    "Album Artist Name(s)",
    "Album Release Date",
    "Album Image URL",
    "Disc Number",
    "Track Number",
    "Track Duration (ms)",
    "Track Preview URL",
    "Explicit",
    "Popularity",
    "ISRC",
    "Added By",
    "Added At",
]
APP_ROW = [
    "spotify:track:4uA",
    "Paper Lanterns",
    "spotify:artist:1, spotify:artist:2",
    "Mara Vell, Oak\\, Ash",
    "spotify:album:1",
    "Low Tide",
    "spotify:artist:1",
    "Mara Vell",
    "2003-05-01",
    "https://example.org/i.jpg",
    "1",
    "3",
    "213400",
    "undefined",
    "true",
    "37",
    "GBAAA0300001",
    "me",
    "2026-01-01",
]
LOCAL_ROW = [
    "spotify:local:Quill:Sea:Glass+Harbour:181",
    "Glass Harbour",
    "",
    "Quill",
    "",
    "Sea",
    "",
    "",
    "",
    "",
    "1",
    "1",
]
LOCAL_ROW += ["181000", "null", "false", "0", "undefined", "", ""]
EPISODE_ROW = ["spotify:episode:9", "Talk of the Town", *[""] * 17]
GERMAN = [f"Spalte {i}" for i in range(19)]


def quoted(*rows: list[str]) -> str:
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def read(tmp_path: Path, text: str, name: str = "library", **options: Any) -> tuple[list[Track], list[Rejection]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf8", newline="")
    rejected: list[Rejection] = []
    return read_tracks(path, rejected=rejected, **options), rejected


def names(tracks: list[Track]) -> list[str]:
    return [f"{track.artist} - {track.title}" for track in tracks]


# Exportify


@pytest.mark.parametrize("header", [APP_HEADER, GERMAN], ids=["English", "translated"])
def test_exportify_app_is_read_whatever_its_language(tmp_path: Path, header: list[str]) -> None:
    tracks, rejected = read(tmp_path, quoted(header, APP_ROW, LOCAL_ROW, EPISODE_ROW))
    assert tracks[0] == Track(
        title="Paper Lanterns",
        artist="Mara Vell, Oak, Ash",
        album="Low Tide",
        year=2003,
        duration=213.4,
        explicit=True,
        popularity=37,
        isrc="GBAAA0300001",
        uri="spotify:track:4uA",
    )
    assert tracks[1] == Track(
        title="Glass Harbour", artist="Quill", album="Sea", duration=181, explicit=False, popularity=0
    )
    assert [(r.line, "S517" in r.reason) for r in rejected] == [(4, True)]


def test_exportify_net_is_read_with_its_mark_and_its_joins(tmp_path: Path) -> None:
    text = (
        '\ufeff"Track URI","Track Name","Album Name","Artist Name(s)","Release Date","Duration (ms)","Popularity",'
        '"Explicit","Added By","Added At","Genres","Record Label","Danceability"\n'
        '"spotify:track:4uA","Paper ""Lanterns""","Low Tide","Mara Vell;Quill","2003",213400,37,false,"me","2026",'
        '"dream pop,Folk","Tide",0.5\n'
    )
    tracks, rejected = read(tmp_path, text)
    assert (tracks[0].title, tracks[0].artist, tracks[0].genres) == (
        'Paper "Lanterns"',
        "Mara Vell, Quill",
        ["dream pop", "folk"],
    )
    assert (tracks[0].duration, tracks[0].year, tracks[0].explicit) == (213.4, 2003, False)
    assert rejected == []


def test_a_row_of_an_export_without_names_is_reported(tmp_path: Path) -> None:
    empty = ["spotify:track:4uB", "undefined", "", "null", *APP_ROW[4:]]
    _, rejected = read(tmp_path, quoted(APP_HEADER, APP_ROW, empty))
    assert [(r.line, "S516" in r.reason) for r in rejected] == [(3, True)]


# Tables


@pytest.mark.parametrize(
    "text",
    [
        "title,artist\nPaper Lanterns,Mara Vell\n",
        "Artist;Title;Year\r\nMara Vell;Paper Lanterns;2003\r\n",
        "artist\ttitle\nMara Vell\tPaper Lanterns",
        "Titel;Interpret\nPaper Lanterns;Mara Vell\n",
        "Título,Artista\nPaper Lanterns,Mara Vell\n",
        '"Song Name","Artist Name(s)"\n"Paper Lanterns","Mara Vell"\n',
        "\ufefftitle,artist\n\n\nPaper Lanterns,Mara Vell\n",
    ],
)
def test_any_table_with_title_and_artist_is_read(tmp_path: Path, text: str) -> None:
    assert names(read(tmp_path, text)[0]) == ["Mara Vell - Paper Lanterns"]


def test_columns_of_a_table_fill_the_fields(tmp_path: Path) -> None:
    text = "title,artist,album,release date,genre,length,isrc,spotify id,language,explicit,popularity\n"
    text += 'Paper Lanterns,Mara Vell,Low Tide,1st of May 2003,"Folk; Pop",3:33,gb-aaa-03-00001,1234567890abcdefghijAB,EN,yes,12\n'
    track = read(tmp_path, text)[0][0]
    assert (track.year, track.genres, track.duration, track.isrc) == (2003, ["folk", "pop"], 213, "GBAAA0300001")
    assert (track.uri, track.language, track.explicit) == ("spotify:track:1234567890abcdefghijAB", "en", True)


def test_an_ill_formed_optional_cell_does_not_cost_the_track(tmp_path: Path) -> None:
    text = "title,artist,popularity,language,year\nPaper Lanterns,Mara Vell,9000,klingon!,soon\n"
    tracks, rejected = read(tmp_path, text)
    assert tracks == [Track(title="Paper Lanterns", artist="Mara Vell")]
    assert rejected == []


def test_rows_are_named_by_the_line_on_which_they_begin(tmp_path: Path) -> None:
    text = 'title,artist\n"Two\nlines",Quill\n,Mara Vell\nGlass Harbour\n"ok",Quill\n'
    tracks, rejected = read(tmp_path, text)
    assert names(tracks) == ["Quill - Two\nlines", "Quill - ok"]
    assert [(r.line, r.reason[1:5]) for r in rejected] == [(4, "S516"), (5, "S515")]


def test_a_link_that_is_none_of_music_is_dropped(tmp_path: Path) -> None:
    text = "title,artist,url\nA,B,javascript:alert(1)\nC,D,https://open.spotify.com/intl-de/track/4uA?si=1\n"
    assert [track.uri for track in read(tmp_path, text)[0]] == [None, "spotify:track:4uA"]


def test_a_table_without_the_columns_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SynsongError, match=r"S507.*title and artist"):
        read(tmp_path, "a,b\n1,2\n", format="csv")


# Spotify's account data

LIBRARY = {
    "tracks": [
        {"artist": "Mara Vell", "album": "Low Tide", "track": "Paper Lanterns", "uri": "spotify:track:4uA"},
        {"artist": "Quill", "album": "Sea", "track": "Glass Harbour"},
        None,
    ],
    "albums": [{"artist": "Mara Vell", "album": "Low Tide", "uri": "spotify:album:1"}],
    "bannedTracks": [{"artist": "Nobody", "album": "x", "track": "Noise", "uri": "spotify:track:4uZ"}],
}
PLAYLISTS = {
    "playlists": [
        {
            "name": "Night",
            "items": [
                {
                    "track": {
                        "trackName": "Paper Lanterns",
                        "artistName": "Mara Vell",
                        "albumName": "Low Tide",
                        "trackUri": "spotify:track:4uA",
                    }
                },
                {"track": None, "localTrack": {"uri": "spotify:local:Quill:Sea:Glass+Harbour:181"}},
                {"track": None, "episode": {"episodeName": "Talk"}},
                {"track": None},
            ],
        },
        {"name": "Empty"},
    ]
}
SHORT_HISTORY = [
    {"endTime": "2026-01-01 10:00", "artistName": "Mara Vell", "trackName": "Paper Lanterns", "msPlayed": 9}
] * 3
EXTENDED_ENTRY = {
    "ts": "2026-01-01T10:00:00Z",
    "ms_played": 100,
    "ip_addr": "192.0.2.7",
    "master_metadata_track_name": "Paper Lanterns",
    "master_metadata_album_artist_name": "Mara Vell",
    "master_metadata_album_album_name": "Low Tide",
    "spotify_track_uri": "spotify:track:4uA",
    "episode_name": None,
}
TALK = EXTENDED_ENTRY | dict.fromkeys([key for key in EXTENDED_ENTRY if key.startswith(("master", "spotify"))])
EXTENDED = [
    EXTENDED_ENTRY,
    EXTENDED_ENTRY | {"ms_played": 5},
    TALK | {"episode_name": "Talk"},
    TALK | {"episode_name": "Talk"},
]


@pytest.mark.parametrize(
    ("data", "found", "codes"),
    [
        (LIBRARY, ["Mara Vell - Paper Lanterns", "Quill - Glass Harbour"], ["S518"]),
        (PLAYLISTS, ["Mara Vell - Paper Lanterns", "Quill - Glass Harbour"], ["S517", "S518"]),
        (SHORT_HISTORY, ["Mara Vell - Paper Lanterns"], []),
        (EXTENDED, ["Mara Vell - Paper Lanterns"], ["S517"]),
    ],
    ids=["library", "playlists", "history", "extended history"],
)
def test_each_file_of_the_account_data_is_read(tmp_path: Path, data: Any, found: list[str], codes: list[str]) -> None:
    tracks, rejected = read(tmp_path, json.dumps(data, indent=2))
    assert names(tracks) == found
    assert [r.reason[1:5] for r in rejected] == codes


def test_listening_time_is_not_taken_for_the_length_and_nothing_private_is_kept(tmp_path: Path) -> None:
    track = read(tmp_path, json.dumps(EXTENDED))[0][0]
    assert track == Track(title="Paper Lanterns", artist="Mara Vell", album="Low Tide", uri="spotify:track:4uA")
    assert "192.0.2.7" not in track.model_dump_json()


def test_the_zip_is_read_as_it_was_delivered(tmp_path: Path) -> None:
    path = tmp_path / "my_spotify_data.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Spotify Account Data/YourLibrary.json", json.dumps(LIBRARY))
        archive.writestr("Spotify Account Data/StreamingHistory_music_0.json", json.dumps(SHORT_HISTORY))
        archive.writestr("Spotify Account Data/Identity.json", json.dumps({"displayName": "A - B"}))
        archive.writestr("Spotify Account Data/Read Me First.pdf", b"%PDF")
    rejected: list[Rejection] = []
    tracks = read_tracks(path, rejected=rejected)
    assert names(tracks) == ["Mara Vell - Paper Lanterns", "Mara Vell - Paper Lanterns", "Quill - Glass Harbour"]
    assert [(Path(r.path).name, r.line) for r in rejected] == [("YourLibrary.json", 3)]


def test_a_broken_member_of_a_zip_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("YourLibrary.json", '{"tracks": [{"artist": "Mara')
        archive.writestr("list.csv", "title,artist\nGlass Harbour,Quill\n")
    rejected: list[Rejection] = []
    assert names(read_tracks(path, rejected=rejected)) == ["Quill - Glass Harbour"]
    assert ["S507" in r.reason for r in rejected] == [True]


def test_a_zip_without_tracks_says_so(tmp_path: Path) -> None:
    path = tmp_path / "data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Identity.json", '{"name": "x"}')
    with pytest.raises(SynsongError, match="S509"):
        read_tracks(path, rejected=[])


# Playlists


def test_m3u_with_its_oddities(tmp_path: Path) -> None:
    text = (
        '\ufeff#EXTM3U\r\n#PLAYLIST:Night\r\n#EXTINF:213 tvg-id="a, b" x=1,Mara Vell - Paper Lanterns\r\n#EXTALB:Low Tide\r\n'
        "#EXTGENRE:Folk\r\nC:\\Music\\a.mp3\r\n\r\n#EXTINF:-1,Quill – Glass Harbour\r\nhttps://example.org/s\r\n"
        "#EXTINF:180.5,Night\r\n#EXTART:Oak\r\nmusic/n.ogg\r\n07 Ash - Thorn.flac\r\nnobody.mp3\r\n"
    )
    tracks, rejected = read(tmp_path, text)
    assert names(tracks) == ["Mara Vell - Paper Lanterns", "Quill - Glass Harbour", "Oak - Night", "Ash - Thorn"]
    assert (tracks[0].duration, tracks[0].album, tracks[0].genres) == (213, "Low Tide", ["folk"])
    assert [track.path for track in tracks] == [
        "C:\\Music\\a.mp3",
        None,
        str(tmp_path / "music" / "n.ogg"),
        str(tmp_path / "07 Ash - Thorn.flac"),
    ]
    assert (tracks[1].uri, tracks[1].duration) == ("https://example.org/s", None)
    assert [(r.line, r.reason[1:5]) for r in rejected] == [(14, "S515")]


def test_a_bare_list_of_files_is_m3u_and_their_tags_count(tmp_path: Path) -> None:
    audio.mp3(tmp_path / "Mara Vell - Paper Lanterns.mp3")
    tracks, _ = read(tmp_path, "Mara Vell - Paper Lanterns.mp3\n")
    assert tracks[0].duration == pytest.approx(1.04, abs=0.1)


def test_old_playlists_in_the_encoding_of_windows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.m3u"
    path.write_bytes("#EXTM3U\r\n#EXTINF:1,Jörg - Möwe\r\na.mp3\r\n".encode("cp1252"))
    assert names(read_tracks(path, rejected=[])) == ["Jörg - Möwe"]


def test_utf16_is_read_by_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("Jörg - Möwe\n", encoding="utf-16")
    assert names(read_tracks(path, rejected=[])) == ["Jörg - Möwe"]


@pytest.mark.parametrize("namespace", [' xmlns="http://xspf.org/ns/0/"', ""])
def test_xspf_is_read_with_and_without_its_namespace(tmp_path: Path, namespace: str) -> None:
    text = f"""<?xml version="1.0" encoding="UTF-8"?><!-- by hand --><playlist version="1"{namespace}><trackList>
    <track><title>Paper Lanterns</title><creator>Mara Vell</creator><album>Low Tide</album><duration>213400</duration>
    <location>file:///music/a%20b.mp3</location><identifier>isrc:GBAAA0300001</identifier>
    <identifier>https://open.spotify.com/track/4uA</identifier></track>
    <track><title>No one</title></track></trackList></playlist>"""
    tracks, rejected = read(tmp_path, text)
    assert tracks == [
        Track(
            title="Paper Lanterns",
            artist="Mara Vell",
            album="Low Tide",
            duration=213.4,
            path="/music/a b.mp3",
            isrc="GBAAA0300001",
            uri="spotify:track:4uA",
        )
    ]
    assert [(r.line, r.reason[1:5]) for r in rejected] == [(2, "S515")]


@pytest.mark.parametrize("identifier", ["https://open.spotify.com/track/4uA", ["https://open.spotify.com/track/4uA"]])
def test_jspf_is_read_with_identifiers_as_text_or_list(tmp_path: Path, identifier: Any) -> None:
    track = {"title": "Paper Lanterns", "creator": "Mara Vell", "identifier": identifier, "duration": 213000}
    text = json.dumps({"playlist": {"title": "x", "track": [track, "odd"]}})
    tracks, rejected = read(tmp_path, text)
    assert tracks == [Track(title="Paper Lanterns", artist="Mara Vell", duration=213, uri="spotify:track:4uA")]
    assert [(r.line, r.reason[1:5]) for r in rejected] == [(2, "S518")]


# Lists and folders


def test_plain_lines_are_read_numbered_or_not(tmp_path: Path) -> None:
    text = (
        "# mine\nMara Vell - Paper Lanterns\n2. Quill – Glass Harbour\n\n- Oak - Thorn - Part 2\nAsh\tLeaf\nnothing\n"
    )
    tracks, rejected = read(tmp_path, text)
    assert names(tracks) == [
        "Mara Vell - Paper Lanterns",
        "Quill - Glass Harbour",
        "Oak - Thorn - Part 2",
        "Ash - Leaf",
    ]
    assert [(r.line, r.reason[1:5]) for r in rejected] == [(7, "S515")]


def test_a_folder_of_music_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    audio.mp3(tmp_path / "b" / "Quill - Glass Harbour.mp3")
    audio.flac(tmp_path / "a - z.flac")
    audio.mp3(tmp_path / ".hidden" / "No - One.mp3")
    (tmp_path / "broken.mp3").write_bytes(b"x")
    (tmp_path / "cover.jpg").write_bytes(b"\xff\xd8")
    rejected: list[Rejection] = []
    assert names(read_tracks(tmp_path, rejected=rejected)) == ["a - z", "Quill - Glass Harbour"]
    assert [Path(r.path).name for r in rejected] == ["broken.mp3"]


def test_a_folder_of_exports_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "YourLibrary.json").write_text(json.dumps(LIBRARY))
    (tmp_path / "Identity.json").write_text('{"name": "x"}')
    rejected: list[Rejection] = []
    assert len(read_tracks(tmp_path, rejected=rejected)) == 2
    assert sorted(Path(r.path).name for r in rejected) == ["Identity.json", "YourLibrary.json"]


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(SynsongError, match="S509"):
        read_tracks(tmp_path, rejected=[])


def test_a_single_music_file_is_a_library_of_one(tmp_path: Path) -> None:
    assert names(read_tracks(audio.wav(tmp_path / "Mara Vell - Hum.wav"), rejected=[])) == ["Mara Vell - Hum"]


# Telling formats apart


def test_a_named_format_overrides_what_the_content_looks_like(tmp_path: Path) -> None:
    text = "title,artist - x\nA - B\n"
    assert names(read(tmp_path, text, format="lines")[0]) == ["title,artist - x", "A - B"]


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SynsongError, match=r"S506.*exportify.*lines"):
        read(tmp_path, "A - B", format="mp7")


@pytest.mark.parametrize("text", ["", "\n\n", "just one line", "[]", "{}", "<html><body>no</body></html>"])
def test_content_that_tells_nothing_asks_for_the_format(tmp_path: Path, text: str) -> None:
    with pytest.raises(SynsongError, match=r"S505.*--format"):
        read(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SynsongError, match=r"S501.*none\.csv"):
        read_tracks(tmp_path / "none.csv", rejected=[])


@pytest.mark.parametrize("name", FORMATS)
@given(
    text=st.text(max_size=300)
    | st.sampled_from(["[1]", '{"playlist": {}}', '{"tracks": [[]]}', "[" * 200, '"', 'title,artist\n"'])
)
def test_no_text_makes_a_reader_fail_with_anything_but_a_message(name: str, text: str) -> None:
    rejected: list[Rejection] = []
    source = Source(Path("x"), rejected, None)
    FORMATS[name].sniff(text)
    for function in (FORMATS[name].read, FORMATS[name].load):
        if function is not None:
            with contextlib.suppress(SynsongError):
                function(text, source)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "playlists",
                    "items",
                    "track",
                    "localTrack",
                    "uri",
                    "tracks",
                    "playlist",
                    "title",
                    "creator",
                    "location",
                    "extension",
                    "songs",
                ]
            ),
            parts,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("name", ["json", "jspf", "spotify"])
@given(value=JSON)
def test_no_json_makes_a_reader_fail_with_anything_but_a_message(name: str, value: Any) -> None:
    for text in (
        json.dumps(value),
        json.dumps({"playlist": value}),
        json.dumps({"playlists": [value], "tracks": [value]}),
    ):
        with contextlib.suppress(SynsongError):
            FORMATS[name].read(text, Source(Path("x"), [], None))


# Values


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3:33", 213),
        ("1:02:03", 3723),
        ("213", 213),
        ("213.4", 213.4),
        ("213400", 213.4),
        ("", None),
        ("x", None),
        ("-1", None),
        ("nan", None),
    ],
)
def test_lengths_are_read_in_any_form(value: str, seconds: float | None) -> None:
    assert parse_duration(value) == seconds


@pytest.mark.parametrize(
    ("value", "year"), [("2003-05-01", 2003), ("May 1999", 1999), (1987, 1987), ("12345", None), ("", None)]
)
def test_years_are_found_in_dates(value: Any, year: int | None) -> None:
    assert parse_year(value) == year
