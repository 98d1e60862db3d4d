"""The sentence encoder: one vector for a text, for the clauses of a prompt, and for lines of a lyric."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
import onnxruntime
import spacy
import srsly
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import SimpleFrozenList, from_bytes, from_disk, minibatch, to_bytes, to_disk
from tokenizers import Tokenizer

from .errors import Errors, SynsongError, Warnings

Floats = NDArray[np.float32]

SPANS_KEYS = ("include", "quote", "exclude")

if not Doc.has_extension("clause_vectors"):
    Doc.set_extension("clause_vectors", default=None)


class Encoder(Protocol):
    """Turns texts into vectors of length 1. A text's vector must not depend on the texts beside it."""

    @property
    def dim(self) -> int: ...
    def encode(self, texts: Sequence[str]) -> Floats: ...
    def truncates(self, text: str) -> bool: ...
    def to_bytes(self) -> bytes: ...
    def from_bytes(self, data: bytes) -> Encoder: ...


class OnnxEncoder:
    """A sentence-transformer as ONNX, with its tokenizer; the files are read when they are first needed.

    path (str | Path): Folder with `model.onnx` and `tokenizer.json`.
    max_tokens (int): Word pieces of a text that are read; the rest is cut off.
    n_threads (int): Texts that are encoded at a time.
    """

    FILES = ("model.onnx", "tokenizer.json")

    def __init__(self, path: str | Path, *, max_tokens: int = 256, n_threads: int = 2) -> None:
        self.path = Path(path)
        self.max_tokens = max_tokens
        self.n_threads = n_threads
        self._files: dict[str, bytes] | None = None
        self._session: onnxruntime.InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None

    @property
    def files(self) -> dict[str, bytes]:
        """RETURNS (dict[str, bytes]): The model's files by name. RAISES (SynsongError): If one is missing."""
        if self._files is None:
            missing = [name for name in self.FILES if not (self.path / name).is_file()]
            if missing:
                raise SynsongError(Errors.S201.format(path=self.path, files=", ".join(missing)))
            self._files = {name: (self.path / name).read_bytes() for name in self.FILES}
        return self._files

    @property
    def session(self) -> onnxruntime.InferenceSession:
        """RETURNS (InferenceSession): The network, on one thread: parallel runs beat a parallel run, and stay exact."""
        if self._session is None:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            try:
                self._session = onnxruntime.InferenceSession(
                    self.files["model.onnx"], options, providers=["CPUExecutionProvider"]
                )
            except Exception as err:  # onnxruntime's own classes share no base
                raise SynsongError(Errors.S202.format(path=self.path, reason=str(err).splitlines()[0])) from err
        return self._session

    @property
    def tokenizer(self) -> Tokenizer:
        """RETURNS (Tokenizer): The model's tokenizer, cutting off what is too long."""
        if self._tokenizer is None:
            self._tokenizer = Tokenizer.from_str(self.files["tokenizer.json"].decode("utf8"))
            self._tokenizer.no_padding()
            self._tokenizer.enable_truncation(self.max_tokens)
        return self._tokenizer

    @property
    def dim(self) -> int:
        return int(self.session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts, each for itself: quantised activations share a scale, so a batch would blur its texts.

        texts (Sequence[str]): The texts.
        RETURNS (NDArray): A row of length 1 for each text, zeros for one without words; shape (n, dim), float32.
        """
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        filled = [i for i, text in enumerate(texts) if text.strip()]
        if len(filled) < 2 or self.n_threads < 2:
            for i in filled:
                vectors[i] = self._encode_one(texts[i])
            return vectors
        with ThreadPoolExecutor(self.n_threads) as pool:  # made anew: threads do not survive a fork
            for i, vector in zip(filled, pool.map(self._encode_one, (texts[i] for i in filled)), strict=True):
                vectors[i] = vector
        return vectors

    def truncates(self, text: str) -> bool:
        """RETURNS (bool): Whether some of the text is cut off."""
        return len(text) > self.max_chars or bool(self.tokenizer.encode(text).overflowing)

    @property
    def max_chars(self) -> int:
        """What is read of a text before it is tokenized: generous for any language, and a bound for endless texts."""
        return self.max_tokens * 20

    def _encode_one(self, text: str) -> Floats:
        ids = np.asarray([self.tokenizer.encode(text[: self.max_chars]).ids], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        return cast(Floats, self.session.run(None, feeds)[0][0])

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_files": self.files, "_session": None, "_tokenizer": None}

    def to_bytes(self) -> bytes:
        return cast(bytes, srsly.msgpack_dumps(self.files))

    def from_bytes(self, data: bytes) -> OnnxEncoder:
        self._files, self._session, self._tokenizer = srsly.msgpack_loads(data), None, None
        return self


@spacy.registry.misc("synsong.OnnxEncoder.v1")
def make_onnx_encoder(path: str, max_tokens: int = 256, n_threads: int = 2) -> OnnxEncoder:
    return OnnxEncoder(path, max_tokens=max_tokens, n_threads=n_threads)


@Language.factory(
    "sentence_encoder",
    assigns=["doc.tensor", "doc._.clause_vectors"],
    default_config={
        "encoder": {"@misc": "synsong.OnnxEncoder.v1", "path": "assets/encoder", "max_tokens": 256, "n_threads": 2},
        "spans_keys": list(SPANS_KEYS),
        "batch_size": 64,
    },
)
def make_sentence_encoder(
    nlp: Language, name: str, encoder: Any, spans_keys: list[str], batch_size: int
) -> SentenceEncoder:
    # `encoder` is an Encoder or None, unchecked: checking against the protocol asks for `dim`, which opens the files
    return SentenceEncoder(name, encoder, spans_keys=spans_keys, batch_size=batch_size)


class SentenceEncoder(Pipe):
    """Gives `doc.vector` and `doc.similarity` the meaning of a sentence encoder.

    The vector of the text stands in `doc.tensor`, once for each token (so that it survives serialization and a token or
    span has its text's vector); those of its clauses in `doc._.clause_vectors`, by key of `doc.spans`.

    name (str): The name of the component.
    encoder (Encoder | None): What encodes; None leaves docs as they are.
    spans_keys (Sequence[str]): The span groups whose spans get a vector each.
    batch_size (int): Docs that `pipe` encodes together.
    """

    def __init__(
        self,
        name: str = "sentence_encoder",
        encoder: Encoder | None = None,
        *,
        spans_keys: Sequence[str] = SimpleFrozenList(SPANS_KEYS),
        batch_size: int = 64,
    ) -> None:
        self.name = name
        self.encoder = encoder
        self.spans_keys = list(spans_keys)
        self.batch_size = batch_size

    def __call__(self, doc: Doc) -> Doc:
        """Encode a Doc. doc (Doc): The Doc. RETURNS (Doc): The same Doc with its vectors."""
        self.set_annotations([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int | None = None) -> Iterator[Doc]:
        """Encode a stream of Docs in batches.

        stream (Iterable[Doc]): The Docs.
        batch_size (int | None): Docs to encode together; default: the component's own.
        YIELDS (Doc): The Docs in order.
        """
        error_handler = self.get_error_handler()
        for docs in minibatch(stream, size=self.batch_size if batch_size is None else batch_size):
            try:
                self.set_annotations(docs)
                yield from docs
            except Exception as err:
                error_handler(self.name, self, docs, err)

    def encode(self, texts: Sequence[str]) -> Floats | None:
        """RETURNS (NDArray | None): A row for each text, shape (n, dim), float32; None without an encoder."""
        return None if self.encoder is None else self.encoder.encode(texts)

    def set_annotations(self, docs: Sequence[Doc]) -> None:
        """Set the vectors of Docs. docs (Sequence[Doc]): The Docs; all their texts are encoded together."""
        if self.encoder is None:
            return
        texts: list[str] = []
        for doc in docs:
            if self.encoder.truncates(doc.text):
                warnings.warn(Warnings.W201.format(text=doc.text[:40], name=self.name), stacklevel=2)
            texts.append(doc.text)
            texts.extend(span.text for key in self.spans_keys for span in doc.spans.get(key, []))
        unique = list(dict.fromkeys(texts))
        rows = dict(zip(unique, _encode_by_length(self.encoder, unique), strict=True))
        for doc in docs:
            vector = rows[doc.text]
            doc.tensor = np.broadcast_to(vector, (len(doc), len(vector)))
            doc.vector = vector
            doc.user_hooks["similarity"] = _similarity
            doc._.clause_vectors = {
                key: np.stack([rows[span.text] for span in doc.spans[key]])
                for key in self.spans_keys
                if len(doc.spans.get(key, []))
            }

    def initialize(self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None) -> None:
        """Make sure that the encoder's files are there. get_examples (Callable), nlp (Language): Not used."""
        self.encode([])

    def to_bytes(self, *, exclude: Iterable[str] = SimpleFrozenList()) -> bytes:
        return to_bytes({"encoder": self._encoder_bytes}, exclude)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = SimpleFrozenList()) -> SentenceEncoder:
        from_bytes(data, {"encoder": self._load_encoder}, exclude)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> None:
        to_disk(path, {"encoder": self._write_encoder}, exclude)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = SimpleFrozenList()) -> SentenceEncoder:
        from_disk(path, {"encoder": lambda p: self._load_encoder(p.read_bytes())}, exclude)
        return self

    def _write_encoder(self, path: Path) -> None:
        path.write_bytes(self._encoder_bytes())

    def _encoder_bytes(self) -> bytes:
        return b"" if self.encoder is None else self.encoder.to_bytes()

    def _load_encoder(self, data: bytes) -> None:
        if data and self.encoder is not None:
            self.encoder = self.encoder.from_bytes(data)


def _similarity(doc: Doc, other: Any) -> float:
    """RETURNS (float): The cosine of two vectors; 0 if one of the texts is empty. Without spaCy's warning W007."""
    norms = float(doc.vector_norm * other.vector_norm)
    return float(doc.vector @ other.vector) / norms if norms else 0.0


def _encode_by_length(encoder: Encoder, texts: list[str]) -> Floats:
    """Encode texts longest first, so that the threads end together. RETURNS (NDArray): Rows in the given order."""
    order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
    vectors = encoder.encode([texts[i] for i in order])
    return vectors[np.argsort(order)] if order else vectors
