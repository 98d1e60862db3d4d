"""The index: the words, vectors, themes and lines of every song. It knows strings and arrays, no Doc."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from numpy.typing import NDArray

from .arrays import Floats, Ints, RaggedVectors, load_array, save_array
from .candidates import LexicalSearch, VectorSearch
from .errors import Errors, SynsongError
from .filters import Columns
from .song import Line, Song
from .token_field import TokenField

FORMAT = 1
MANIFEST = "index.json"
VECTORS = ("song", "title", "stanza", "window", "line")


@dataclass(frozen=True)
class AnalysedSong:
    """A song on its way into the index.

    song (Song): The record.
    lines (list[Line]): Its sung lines.
    fields (Mapping[str, list[list[str]]]): The terms of each line, by name of the field; the title's are one line.
    vectors (Mapping[str, NDArray]): By name of `VECTORS`, each of shape (n, dim), float32; empty without an encoder.
    themes (Mapping[str, float]): The probability of each theme.
    """

    song: Song
    lines: list[Line]
    fields: Mapping[str, list[list[str]]]
    vectors: Mapping[str, Floats] = field(default_factory=dict)
    themes: Mapping[str, float] = field(default_factory=dict)


class LyricIndex:
    """Songs in rows, in the order in which they were added.

    exact_below (int): Up to how many vectors every one is compared in the search for candidates.
    """

    FIELDS = ("terms", "forms", "title")

    def __init__(self, *, exact_below: int = 50_000) -> None:
        self.exact_below = exact_below
        self.clear()

    def clear(self) -> None:
        """Forget all songs."""
        self.records: list[dict[str, Any]] = []
        self.rows: dict[str, int] = {}
        self.fields = {name: TokenField() for name in self.FIELDS}
        self.vectors: dict[str, RaggedVectors] = {}
        self.labels: list[str] = []
        self.themes: Floats = np.zeros((0, 0), dtype=np.float32)
        self._lexical: LexicalSearch | None = None
        self._lexical_rows = 0
        self._meaning: VectorSearch | None = None
        self._fingerprint: str | None = None
        self._columns: Columns | None = None
        self._id_hashes: Ints | None = None

    def __len__(self) -> int:
        return len(self.records)

    def __contains__(self, song_id: object) -> bool:
        return song_id in self.rows

    @property
    def dim(self) -> int | None:
        """RETURNS (int | None): The width of the vectors; None if there are none."""
        return self.vectors["song"].codes.values.shape[1] if self.vectors else None

    # Changing

    def add(self, songs: Sequence[AnalysedSong]) -> None:
        """Add songs; one whose id is there already takes the other's place.

        songs (Sequence[AnalysedSong]): The songs.
        RAISES (SynsongError): If their vectors or themes are not of the index's kind.
        """
        songs = list({item.song.id: item for item in songs}.values())
        if not songs:
            return
        self.remove([item.song.id for item in songs if item.song.id in self.rows])
        self._check_kind(songs)
        for name, tokens in self.fields.items():
            tokens.add(item.fields[name] for item in songs)
        for name, vectors in self.vectors.items():
            vectors.add([item.vectors[name] for item in songs])
        themes = np.asarray([[item.themes[label] for label in self.labels] for item in songs], dtype=np.float32)
        self.themes = np.concatenate([self.themes, themes.reshape(len(songs), len(self.labels))])
        for item in songs:
            self.rows[item.song.id] = len(self.records)
            self.records.append(make_record(item.song, item.lines))
        self._changed()

    def remove(self, ids: Iterable[str]) -> int:
        """Remove songs. ids (Iterable[str]): Their ids; unknown ones are passed over. RETURNS (int): How many went."""
        gone = {self.rows[song_id] for song_id in ids if song_id in self.rows}
        if not gone:
            return 0
        if len(gone) == len(self):
            self.clear()
            return len(gone)
        mask = np.asarray([row not in gone for row in range(len(self))])
        for tokens in self.fields.values():
            tokens.keep(mask)
        for vectors in self.vectors.values():
            vectors.keep(mask)
        self.themes = self.themes[mask]
        self.records = [record for record, kept in zip(self.records, mask, strict=True) if kept]
        self.rows = {record["id"]: row for row, record in enumerate(self.records)}
        self._lexical = None  # a deleted document would still count in the frequencies
        self._changed()
        return len(gone)

    def strip_lyrics(self) -> None:
        """Take out the lines, and the order of words from which they could be read."""
        for record in self.records:
            record["lines"] = [["", *line[1:]] for line in record["lines"]]
        for name in ("terms", "forms"):
            self.fields[name].unordered()
        self._lexical = None
        self._changed()

    def _check_kind(self, songs: Sequence[AnalysedSong]) -> None:
        if not len(self):
            self.labels = sorted(songs[0].themes)
            self.themes = np.zeros((0, len(self.labels)), dtype=np.float32)
            self.vectors = {name: RaggedVectors(rows.shape[1]) for name, rows in songs[0].vectors.items()}
        for item in songs:
            dims = {rows.shape[1] for rows in item.vectors.values()}
            if sorted(item.themes) != self.labels or set(item.vectors) != set(self.vectors) or dims - {self.dim}:
                raise SynsongError(Errors.S301.format(id=item.song.id))

    def _changed(self) -> None:
        self._meaning = None
        self._fingerprint = None
        self._columns = None
        self._id_hashes = None

    def probe(self, songs: Sequence[AnalysedSong]) -> LyricIndex:
        """Make an index of other songs that weighs words as this one does.

        songs (Sequence[AnalysedSong]): Songs that need not be in this index; they are not added to it.
        RETURNS (LyricIndex): The other index.
        """
        probe = LyricIndex(exact_below=self.exact_below)
        probe.fields = {name: TokenField(base=tokens if len(self) else None) for name, tokens in self.fields.items()}
        probe.add(songs)
        return probe

    # Reading

    @property
    def all_rows(self) -> Ints:
        return np.arange(len(self))

    def search(
        self,
        terms: Counter[str],
        forms: Sequence[str],
        vectors: Floats | None,
        *,
        mask: NDArray[np.bool_],
        limit: int,
    ) -> Ints:
        """Find the songs that are worth scoring: all that pass while they are few, else what each search brings.

        terms (Counter[str]): Content terms with counts.
        forms (Sequence[str]): Word forms.
        vectors (NDArray | None): Vectors of the whole and of its clauses, shape (n, dim), float32.
        mask (NDArray): The songs that may be found, shape (n_songs,), bool.
        limit (int): How many songs each of the searches may bring.
        RETURNS (NDArray): Rows in ascending order, shape (n,), int64.
        """
        passing = np.flatnonzero(mask)
        if len(passing) <= limit:
            return passing
        counts = {"terms": terms, "title": terms, "forms": Counter(forms)}
        found = {
            row for name, wanted in counts.items() for row in self.lexical.search(name, wanted, limit=limit, mask=mask)
        }
        if vectors is not None and self.meaning is not None and vectors.shape[1] == self.dim:
            found.update(self.meaning.search(vectors, limit=limit, mask=mask))
        return np.asarray(sorted(found), dtype=np.int64)

    def sample(self, n: int) -> Ints:
        """Take songs at random, but always the same ones, in whatever order they were added.

        n (int): How many at most.
        RETURNS (NDArray): Rows of songs that are sung, ascending, shape (n,), int64.
        """
        rows = np.flatnonzero(self.sung)
        if len(rows) <= n:
            return rows
        return np.sort(rows[np.argsort(self._hashes[rows], kind="stable")[:n]])

    @property
    def _hashes(self) -> Ints:
        if self._id_hashes is None:
            self._id_hashes = np.asarray([zlib.crc32(song_id.encode()) for song_id in self.rows], dtype=np.int64)
        return self._id_hashes

    @property
    def columns(self) -> Columns:
        """RETURNS (Columns): What the songs say of themselves."""
        if self._columns is None:
            self._columns = Columns.of(self.records)
        return self._columns

    @property
    def sung(self) -> NDArray[np.bool_]:
        """RETURNS (NDArray): Which songs have words, shape (n_songs,), bool."""
        return self.fields["forms"].ids.lengths > 0

    def lines(self, row: int) -> list[Line]:
        """RETURNS (list[Line]): The sung lines of the song in `row`."""
        return [
            Line(text, number, section, start)
            for number, (text, section, start) in enumerate(self.records[row]["lines"], 1)
        ]

    @property
    def fingerprint(self) -> str:
        """RETURNS (str): 16 hexadecimal digits that change with the songs."""
        if self._fingerprint is None:
            digest = hashlib.sha256()
            for record in sorted(self.records, key=lambda record: str(record["id"])):
                digest.update(json.dumps(record, sort_keys=True).encode())
            self._fingerprint = digest.hexdigest()[:16]
        return self._fingerprint

    @property
    def lexical(self) -> LexicalSearch:
        """RETURNS (LexicalSearch): The search by words, brought up to date."""
        if self._lexical is None:
            self._lexical, self._lexical_rows = LexicalSearch(), 0
        if self._lexical_rows < len(self):
            self._lexical.add(self._documents(range(self._lexical_rows, len(self))))
            self._lexical_rows = len(self)
        return self._lexical

    @property
    def meaning(self) -> VectorSearch | None:
        """RETURNS (VectorSearch | None): The search by vectors of songs, titles and stanzas; None without vectors."""
        if self._meaning is None and self.vectors:
            parts = [self._all_vectors(name) for name in ("song", "title", "stanza")]
            vectors, owner = (np.concatenate(part) for part in zip(*parts, strict=True))
            self._meaning = VectorSearch(vectors, owner, exact_below=self.exact_below)
        return self._meaning

    def _documents(self, rows: Iterable[int]) -> Iterator[tuple[int, dict[str, list[str]]]]:
        words = {name: tokens.words for name, tokens in self.fields.items()}
        for row in rows:
            yield row, {name: [words[name][i] for i in tokens.ids[row]] for name, tokens in self.fields.items()}

    def _all_vectors(self, name: str) -> tuple[Floats, Ints]:
        rows = np.asarray([self.rows[song_id] for song_id in sorted(self.rows)], dtype=np.int64)
        codes, owner = self.vectors[name].codes.gather(rows)
        scales, _ = self.vectors[name].scales.gather(rows)
        return codes.astype(np.float32) * scales[:, None], rows[owner]

    # Saving

    def to_disk(self, path: str | Path) -> None:
        """Save the index. path (str | Path): A folder; it is made. Its manifest is written last."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(folder / "lexical", ignore_errors=True)
        srsly.write_jsonl(folder / "songs.jsonl", self.records)
        srsly.write_json(folder / "labels.json", self.labels)
        save_array(folder / "themes.npy", self.themes)
        for name, tokens in self.fields.items():
            tokens.to_disk(folder, name)
        for name, vectors in self.vectors.items():
            vectors.to_disk(folder, f"vectors.{name}")
        if len(self):
            self.lexical.to_disk(folder / "lexical")
        files = {
            str(file.relative_to(folder).as_posix()): _checksum(file)
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
        manifest = {
            "format": FORMAT,
            "songs": len(self),
            "dim": self.dim,
            "vectors": list(self.vectors),
            "files": files,
        }
        srsly.write_json(folder / MANIFEST, manifest)

    def from_disk(self, path: str | Path) -> LyricIndex:
        """Load the index.

        path (str | Path): The folder that `to_disk` wrote.
        RETURNS (LyricIndex): The index itself.
        RAISES (SynsongError): If a file is missing, cut off or changed, or the format is newer than this software.
        """
        folder = Path(path)
        manifest = _read_manifest(folder)
        self.clear()
        self.records = list(srsly.read_jsonl(folder / "songs.jsonl"))
        self.rows = {record["id"]: row for row, record in enumerate(self.records)}
        self.labels = srsly.read_json(folder / "labels.json")
        self.themes = load_array(folder / "themes.npy")
        for name, tokens in self.fields.items():
            tokens.from_disk(folder, name)
        self.vectors = {
            name: RaggedVectors(manifest["dim"]).from_disk(folder, f"vectors.{name}") for name in manifest["vectors"]
        }
        if len(self):
            self._lexical, self._lexical_rows = LexicalSearch().from_disk(folder / "lexical"), len(self)
        return self

    def to_bytes(self) -> bytes:
        """RETURNS (bytes): All that `to_disk` writes."""
        with tempfile.TemporaryDirectory() as name:
            self.to_disk(name)
            files = {
                file.relative_to(name).as_posix(): file.read_bytes() for file in Path(name).rglob("*") if file.is_file()
            }
        return bytes(srsly.msgpack_dumps(files))

    def from_bytes(self, data: bytes) -> LyricIndex:
        """Load what `to_bytes` gave. RETURNS (LyricIndex): The index itself."""
        with tempfile.TemporaryDirectory() as name:
            for file, content in srsly.msgpack_loads(data).items():
                target = Path(name) / file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
            return self.from_disk(name)

    def __getstate__(self) -> dict[str, Any]:
        return {"exact_below": self.exact_below, "data": self.to_bytes()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.exact_below = state["exact_below"]
        self.from_bytes(state["data"])


def make_record(song: Song, lines: Sequence[Line]) -> dict[str, Any]:
    """RETURNS (dict[str, Any]): What is kept of a song as it is: plain values, the lines in place of the lyrics."""
    record = song.model_dump(exclude={"lyrics", "synced"})
    return {**record, "lines": [[line.text, line.section, line.start] for line in lines]}


def _checksum(file: Path) -> list[int]:
    """RETURNS (list[int]): Size in bytes and CRC-32."""
    checksum = 0
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            checksum = zlib.crc32(block, checksum)
    return [file.stat().st_size, checksum]


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = dict(srsly.read_json(folder / MANIFEST))
        version = int(manifest["format"])
    except (OSError, ValueError, TypeError, KeyError) as err:
        raise SynsongError(Errors.S302.format(path=folder, reason=f"its {MANIFEST} is missing or broken")) from err
    if version > FORMAT:
        raise SynsongError(Errors.S303.format(path=folder, found=version, known=FORMAT))
    for name, expected in manifest["files"].items():
        if not (folder / name).is_file() or _checksum(folder / name) != expected:
            raise SynsongError(Errors.S302.format(path=folder, reason=f"{name} is missing, cut off or changed"))
    return manifest
