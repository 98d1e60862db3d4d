"""All that runs inside `nlp(...)`; importing it registers the components."""

from . import lyric_relevance, ranking_scorer, sentence_encoder, themes

__all__ = ["lyric_relevance", "ranking_scorer", "sentence_encoder", "themes"]
