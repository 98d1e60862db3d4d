"""All that runs inside `nlp(...)`; importing it registers the components."""

from . import sentence_encoder, themes

__all__ = ["sentence_encoder", "themes"]
