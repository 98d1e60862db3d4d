"""Quotes of catalogue songs, as they stand and as people remember them: words lost, swapped, replaced, misspelt, misheard."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from components.song import Song

Words = list[str]
Fault = Callable[[Words, random.Random, Words, dict[str, Words]], Words]

MIN_WORDS, MAX_WORDS = 6, 18
TRIES = 20
VOWELS = re.compile(r"[aeiouy]+")
ALIKE = str.maketrans("bvdgzcqj", "pftkskkk")  # letters that are heard as one another


@dataclass(frozen=True)
class Quote:
    """A quote. text (str): The words. song (str): The id of the song. fault (str): What was done to it; empty for nothing."""

    text: str
    song: str
    fault: str = ""


def make_quotes(songs: Iterable[Song], *, seed: int = 0) -> tuple[list[Quote], list[Quote]]:
    """Quote one or two lines of every song.

    songs (Iterable[Song]): The songs; instrumentals are passed over.
    seed (int): The quotes differ by it.
    RETURNS (tuple[list[Quote], list[Quote]]): The quotes as they stand, and misquoted: one to three faults, of five kinds
        in turn.
    """
    songs = [song for song in songs if not song.instrumental]
    vocabulary = sorted({word for song in songs for line in song.lines() for word in words_of(line.text)})
    heard: dict[str, list[str]] = {}
    for word in vocabulary:
        heard.setdefault(sound(word), []).append(word)
    exact, misquoted = [], []
    for number, song in enumerate(songs):
        chance = random.Random(f"{seed}/{song.id}")
        text = _passage(song, chance)
        kind = list(FAULTS)[number % len(FAULTS)]
        exact.append(Quote(text, song.id))
        misquoted.append(Quote(" ".join(_misquote(text.split(), kind, chance, vocabulary, heard)), song.id, kind))
    return exact, misquoted


def _misquote(words: Words, kind: str, chance: random.Random, vocabulary: Words, heard: dict[str, Words]) -> Words:
    """RETURNS (list[str]): Other words than those given: where the faults undo each other or meet nothing that they could
    change, one is made again, and at last the words are misspelt."""
    changed = words
    for _ in range(1 + len(words) // 7):
        changed = FAULTS[kind](changed, chance, vocabulary, heard)
    for _ in range(TRIES):
        if changed != words:
            return changed
        changed = FAULTS[kind](words, chance, vocabulary, heard)
    return changed if changed != words else _misspell(words, chance, vocabulary, heard)


def _passage(song: Song, chance: random.Random) -> str:
    """RETURNS (str): One line, or two that follow each other, of six to eighteen words; the longest there is otherwise."""
    lines = [line.text for line in song.lines()]
    passages = [*lines, *(f"{one} {other}" for one, other in pairwise(lines))]
    fitting = [text for text in passages if MIN_WORDS <= len(text.split()) <= MAX_WORDS]
    return chance.choice(fitting) if fitting else max(passages, key=len)


def _drop(words: Words, chance: random.Random, vocabulary: Words, heard: dict[str, Words]) -> Words:
    place = chance.randrange(len(words))
    return words[:place] + words[place + 1 :] if len(words) > 3 else words


def _swap(words: Words, chance: random.Random, vocabulary: Words, heard: dict[str, Words]) -> Words:
    if len(words) < 2:
        return words
    place = chance.randrange(len(words) - 1)
    return [*words[:place], words[place + 1], words[place], *words[place + 2 :]]


def _replace(words: Words, chance: random.Random, vocabulary: Words, heard: dict[str, Words]) -> Words:
    if not vocabulary:
        return words
    place = chance.randrange(len(words))
    return [*words[:place], chance.choice(vocabulary), *words[place + 1 :]]


def _misspell(words: Words, chance: random.Random, vocabulary: Words, heard: dict[str, Words]) -> Words:
    place = max(range(len(words)), key=lambda i: (len(words[i]) * chance.random(), i))
    word = words[place]
    at = chance.randrange(max(len(word) - 1, 1))
    spelt = chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            word[:at] + word[at] + word[at:],
        ]
    )
    return [*words[:place], spelt if spelt not in ("", word) else word + word[-1], *words[place + 1 :]]


def _mishear(words: Words, chance: random.Random, vocabulary: Words, heard: dict[str, Words]) -> Words:
    places = list(range(len(words)))
    chance.shuffle(places)
    for place in places:
        plain = "".join(words_of(words[place]))
        others = [word for word in heard.get(sound(plain), []) if word != plain]
        if others:
            return [*words[:place], chance.choice(others), *words[place + 1 :]]
    return _misspell(words, chance, vocabulary, heard)


FAULTS: dict[str, Fault] = {
    "dropped": _drop,
    "swapped": _swap,
    "replaced": _replace,
    "misspelt": _misspell,
    "misheard": _mishear,
}


def words_of(text: str) -> list[str]:
    """RETURNS (list[str]): The words of a text in lower case, without punctuation."""
    return re.findall(r"[^\W\d_]+", text.lower().replace("'", "").replace("’", ""))


def sound(word: str) -> str:
    """RETURNS (str): What is left of a word when one hears it badly: its consonants, like ones as one, no doubles."""
    plain = (
        VOWELS.sub("", word).replace("ck", "k").replace("ph", "f").replace("gh", "").replace("h", "").replace("w", "")
    )
    return re.sub(r"(.)\1+", r"\1", plain.translate(ALIKE)) or "-"
