"""Names a playlist after its prompt, by rule."""

from __future__ import annotations

from spacy.tokens import Doc


def make_title(doc: Doc) -> str:
    """RETURNS (str): The first clause that is asked for, or the strongest theme."""
    spans = [*doc.spans.get("quote", []), *doc.spans.get("include", [])]
    return " ".join(spans[0].text.split()[:8]).strip(" ,.;:").title() if spans else ""
