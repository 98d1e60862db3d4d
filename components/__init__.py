"""All that runs inside `nlp(...)`; importing it registers the components."""

from . import lyric_relevance, prompt_parser, ranking_scorer, sentence_encoder, themes, tokenizer

__all__ = ["lyric_relevance", "prompt_parser", "ranking_scorer", "sentence_encoder", "themes", "tokenizer"]
