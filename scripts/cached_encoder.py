"""An encoder that remembers: in training, every epoch asks for the same texts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import spacy

from components.sentence_encoder import Encoder, Floats


class CachedEncoder:
    """Encodes each text once. encoder (Encoder): What encodes."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.vectors: dict[str, Floats] = {}

    @property
    def dim(self) -> int:
        return self.encoder.dim

    def encode(self, texts: Sequence[str]) -> Floats:
        new = [text for text in dict.fromkeys(texts) if text not in self.vectors]
        self.vectors.update(zip(new, self.encoder.encode(new), strict=True))
        return np.asarray([self.vectors[text] for text in texts], dtype=np.float32).reshape(len(texts), self.dim)

    def truncates(self, text: str) -> bool:
        return self.encoder.truncates(text)

    def to_bytes(self) -> bytes:
        return b""  # what is trained with it is used with the encoder itself

    def from_bytes(self, data: bytes) -> CachedEncoder:
        return self


@spacy.registry.misc("synsong.CachedEncoder.v1")
def make_cached_encoder(encoder: Encoder) -> CachedEncoder:
    return CachedEncoder(encoder)
