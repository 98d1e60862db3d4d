"""The catalogue of error and warning messages.

Each message says what is wrong, where, and what to do. The codes are stable, so that a message can be searched for and
asserted in tests: 1xx songs, 2xx encoder and themes, 3xx index, 4xx prompt and relevance, 5xx files in and out,
6xx services, 7xx playlists, 8xx commands.
"""

from __future__ import annotations


class _WithCodes(type):
    """Prefix every message with its own attribute name, so that code and text cannot part."""

    def __getattribute__(cls, name: str) -> str:
        value = super().__getattribute__(name)
        return value if name.startswith("__") or not isinstance(value, str) else f"[{name}] {value}"


class SynsongError(ValueError):
    """Something is wrong that the user can put right; its text comes from `Errors`."""


class Errors(metaclass=_WithCodes):
    # Songs
    S101 = "No song could be read from {path}: {reason}. Give a JSON Lines file (or a folder of them) with `id`, `title`, `artist` and `lyrics` in each record."
    S102 = "There is no file or folder {path}. Check the path, or run the command that makes it: python -m weasel run {command}"
    S103 = "not valid JSON ({reason})"
    S104 = "duplicate id '{id}' (first seen in {first})"
    S105 = "not a JSON object"
    # Services, the store of lyrics, fetching
    S601 = "There is no library {path}. Give a file or folder of tracks or songs; the sample catalogue is assets/catalogue."
    S602 = "{path} cannot be written: {reason}. Choose another place with --out, or free the one given."

    # Encoder and themes
    S201 = "The encoder's folder {path} has no {files}. Make them with: python -m scripts.export_encoder"
    S202 = "The encoder in {path} cannot be read: {reason}. Make it again with: python -m scripts.export_encoder"
    S203 = "The text classifier reads the vector of a sentence encoder, and this text has none. Add `sentence_encoder` before `{name}`, and in training to `annotating_components`."


class Warnings(metaclass=_WithCodes):
    W101 = "{path}, line {line}: left out, {reason}"
    W201 = "The text beginning '{text}' is longer than '{name}' reads; its end does not count for the vector of the whole (its clauses have vectors of their own)."
