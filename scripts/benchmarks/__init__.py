"""Measurements of what Synsong does, each with a set of questions."""
