"""Whether two names mean the same song: normal forms, similarity, and a stable key for a track."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from rapidfuzz import fuzz

from components.errors import Errors
from components.song import Track

MAX_DURATION_GAP = 3.0  # seconds; two pressings of one recording differ by less
_MIN_TITLE, _MIN_SHORT_TITLE, _SHORT_TITLE = 85, 88, 10  # rapidfuzz ratios, and the length up to which one is short
_MIN_ARTIST = 85

_TO_SPACE = str.maketrans(dict.fromkeys('`~!@#$%^&*()_|+-=?;:",.<>{}[]\\/', " ") | dict.fromkeys("'’", ""))
_VERSION_WORDS = (
    r"remaster(?:ed|izado|izada|isé|isée|izzato)?|re-?mix(?:ed)?|mix|edit|version|versi[oó]n|vers[aã]o|versione|demo"
    r"|acoustic|ac[uú]stic[oa]|acoustique|akustisch|mono|stereo|deluxe|bonus track|single|soundtrack|motion picture"
    r"|anniversary|re-?recorded|extended|unplugged|explicit|official|lyrics? video|visuali[sz]er|en vivo|ao vivo"
    r"|en directo|dal vivo|karaoke"
)
_VERSION = re.compile(rf"^(?:feat|ft|featuring|live|with)\b|\blive$|\b(?:{_VERSION_WORDS})\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*[(\[{]([^()\[\]{}]*)[)\]}]")
_DASHED = re.compile(r"\s+[-–—]\s+")
_BARE_GUEST = re.compile(r"\s+(?:feat\.?|ft\.|featuring)\s.*$", re.IGNORECASE)
_GUESTS = re.compile(r"\s*;\s*|\s+/\s+|[\s,]+(?:feat\.?|ft\.?|featuring|vs\.?|x)\s+", re.IGNORECASE)
_BAND_LIST = re.compile(r",[^,]*\s(?:&|and|und|et|y|e)\s|,\s*the\s", re.IGNORECASE)
_ANY_JOIN = re.compile(
    r"\s*[;,/&+]\s*|[\s(]+(?:feat\.?|ft\.?|featuring|vs\.?|x|and|und|et|y|with|con)\s+", re.IGNORECASE
)


def normalise(text: str) -> str:
    """Bring a name into the form in which LRCLIB stores and compares names.

    text (str): A title, an artist or an album.
    RETURNS (str): Lower case without diacritics, apostrophes and ASCII punctuation; may be empty.
    """
    decomposed = unicodedata.normalize("NFD", text.lower())
    bare = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return " ".join(unicodedata.normalize("NFC", bare).translate(_TO_SPACE).lower().split())


def clean_title(title: str) -> str:
    """Drop what names a version or a guest, and keep what names the song.

    title (str): A title such as `Paper Lanterns (feat. Quill) - Remastered 2011`.
    RETURNS (str): The song's own title, such as `Paper Lanterns`; the title itself if nothing would be left.
    """
    head, *tails = _DASHED.split(title)
    kept = [head, *(tail for tail in tails if not _VERSION.search(tail))]
    cleaned = " - ".join(kept) if len(kept) <= len(tails) else title
    cleaned = _BRACKETED.sub(lambda match: "" if _VERSION.search(match[1].strip()) else match[0], cleaned)
    return _BARE_GUEST.sub("", cleaned).strip() or title.strip()


def primary_artist(artist: str) -> str:
    """Name the first of several performers.

    artist (str): A performer or several, such as `Mara Vell feat. Quill`.
    RETURNS (str): The first, such as `Mara Vell`; band names that are lists (`Oak, Ash & Thorn`) stay whole.
    """
    first = _GUESTS.split(artist.strip())[0]
    if "," in first and not _BAND_LIST.search(first):
        first = first.split(",")[0]
    return first.strip() or artist.strip()


def same_song(track: Track, title: str, artist: str, duration: float | None) -> str | None:
    """Judge whether an answer is about the song that was asked for.

    track (Track): What was asked for.
    title (str): The title of the answer.
    artist (str): Its performer.
    duration (float | None): Its length in seconds, if known.
    RETURNS (str | None): None if it is the same song, else the reason why not.
    """
    if not _same_title(track.title, title):
        return Errors.S541.format(what="title", asked=track.title, answered=title)
    if not _same_artist(track.artist, artist):
        return Errors.S541.format(what="artist", asked=track.artist, answered=artist)
    if track.duration and duration and abs(track.duration - duration) > MAX_DURATION_GAP:
        return Errors.S542.format(asked=track.duration, answered=duration, limit=MAX_DURATION_GAP)
    return None


def match_score(track: Track, title: str, artist: str, duration: float | None = None) -> float:
    """Measure how well an answer fits, so that the best of several can be taken.

    track (Track): What was asked for.
    title (str): The title of the answer.
    artist (str): Its performer.
    duration (float | None): Its length in seconds, if known.
    RETURNS (float): 0 to 1; title 0.5, artist 0.4, duration 0.1 (half of it where a duration is unknown).
    """
    titles = max(
        fuzz.ratio(comparable(track.title), comparable(title)),
        0.97 * fuzz.ratio(_bare(track.title), _bare(title)),
    )
    artists = max(fuzz.ratio(a, b) for a in _performers(track.artist) for b in _performers(artist))
    near = 0.5
    if track.duration and duration:
        near = max(0.0, 1 - abs(track.duration - duration) / (2 * MAX_DURATION_GAP))
    return 0.005 * titles + 0.004 * artists + 0.1 * near


def track_key(track: Track) -> str:
    """Give a track a short, readable key that stays the same from one export to the next.

    track (Track): The track.
    RETURNS (str): `spotify-<id>` for a Spotify URI, `uri-<hash>` for another, `isrc-<code>` for an ISRC, else
        artist and title as words with a hash of artist, title and duration.
    """
    if track.uri and not track.uri.startswith("spotify:local:"):
        kind, _, identifier = track.uri.rpartition(":")
        return f"spotify-{identifier}" if kind == "spotify:track" else f"uri-{_hash(track.uri)}"
    if track.isrc:
        return f"isrc-{track.isrc}"
    names = f"{comparable(track.artist)}\n{comparable(track.title)}"
    # Three seconds a bucket: tracks that share it are within the gap by which merge_tracks takes them for one.
    bucket = "" if track.duration is None else int(track.duration // MAX_DURATION_GAP)
    words = "-".join(re.findall(r"[a-z0-9]+", names))[:40].strip("-")
    return f"{words}-{_hash(f'{names}{bucket}')}".lstrip("-")


def comparable(text: str) -> str:
    """RETURNS (str): The normal form of a name, or the lower-cased name where that is empty, as for `???`."""
    return normalise(text) or " ".join(text.casefold().split())


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode("utf8"), digest_size=5).hexdigest()


def _bare(title: str) -> str:
    return comparable(_BRACKETED.sub(" ", clean_title(title))) or comparable(title)


def _same_title(one: str, other: str) -> bool:
    pairs = ((comparable(clean_title(one)), comparable(clean_title(other))), (_bare(one), _bare(other)))
    return any(_near(a, b) for a, b in pairs)


def _near(one: str, other: str) -> bool:
    # "Part 1" and "Part 2" are one letter apart and two songs.
    if sorted(re.findall(r"\d+", one)) != sorted(re.findall(r"\d+", other)):
        return False
    limit = _MIN_SHORT_TITLE if min(len(one), len(other)) <= _SHORT_TITLE else _MIN_TITLE
    return fuzz.ratio(one, other) >= limit


def _same_artist(one: str, other: str) -> bool:
    whole = fuzz.token_sort_ratio(comparable(one), comparable(other))
    return whole >= _MIN_ARTIST or any(
        fuzz.ratio(a, b) >= _MIN_ARTIST for a in _performers(one) for b in _performers(other)
    )


def _performers(artist: str) -> list[str]:
    names = [comparable(name) for name in (artist, *_ANY_JOIN.split(artist)) if name.strip()]
    return [name.removeprefix("the ") for name in names] or [""]
