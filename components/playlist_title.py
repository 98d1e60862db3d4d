"""Names and describes a playlist after its prompt, by rule."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

import numpy as np
from spacy.tokens import Doc, Span

from .constraint_words import describe_constraints, name_constraints
from .title_case import FOREIGN, title_case, word_set
from .title_phrases import MAX_CHARS, MAX_WORDS, Phrase, best_phrase, phrases
from .title_words import COMMON, JOINT, Word, read_words

UNTITLED = "Untitled Playlist"
MAX_DESCRIPTION = 300  # characters, which is what Spotify takes
STRONG_THEME = 0.5  # the least probability of a theme that names a playlist
MOST_WORDS = 4_000  # of a text that are read for its title


def make_title(doc: Doc) -> str:
    """Name a playlist: a quote or a short prompt as it stands, else the phrase that says most, else the themes.

    doc (Doc): The prompt, with `doc.spans`, `doc._.constraints` and `doc.cats` where the pipeline has set them.
    RETURNS (str): A title of 1 to `MAX_WORDS` words, at most `MAX_CHARS` characters.
    """
    quotes, asked, excluded = (list(doc.spans.get(key, [])) for key in ("quote", "include", "exclude"))
    parts: list[Span | Doc] = [_with_article(span) for span in asked] if "include" in doc.spans else [doc]
    said, quoted = _read(parts), _read(quotes)
    return (
        next((title for words in quoted if (title := _whole(words, doc))), "")
        or _together(doc, said, excluded)
        or _phrase(doc, [*quoted, *said])
        or (_themes(doc, excluded) if said or quoted else "")
        or (_anything_but(doc, excluded) if not said and not quoted else "")
        or ("" if said or quoted else name_constraints(_constraints(doc)))
        or _together(doc, _read([doc]), [])
        or _phrase(doc, _read([doc]))
        or _signs(doc.text)
        or UNTITLED
    )


def _with_article(span: Span) -> Span:
    """RETURNS (Span): The span with the article before it, which is no matter of a search but is part of a name."""
    before = span.start - 1
    if before >= 0 and span.doc[before].lower_ in ("a", "an", "the") and span.doc[before].whitespace_:
        return span.doc[before : span.end]
    return span


def _read(parts: Iterable[Span | Doc]) -> list[list[Word]]:
    """RETURNS (list[list[Word]]): The words of the parts that have any, up to `MOST_WORDS`."""
    read: list[list[Word]] = []
    left = MOST_WORDS
    for part in parts:
        if left > 0 and (words := read_words(part[:left])):
            read.append(words)
            left -= len(part)
    return read


def make_description(doc: Doc) -> str:
    """Describe a playlist: what it is for, what was left out, and under what conditions.

    doc (Doc): The prompt.
    RETURNS (str): One line of at most `MAX_DESCRIPTION` characters; empty for an empty prompt.
    """
    prompt = _one_line(doc.text)
    left_out = list(dict.fromkeys(_one_line(span.text) for span in doc.spans.get("exclude", [])))
    rest = [f"Left out: {', '.join(filter(None, left_out))}."] if any(left_out) else []
    rest += describe_constraints(_constraints(doc))
    tail = shorten(" ".join(rest), MAX_DESCRIPTION // 2)
    room = MAX_DESCRIPTION - len(tail) - len("Songs for: . ")
    shown = shorten(prompt, room)
    stop = "" if not shown or unicodedata.category(shown[-1]) == "Po" else "."
    return " ".join(part for part in (f"Songs for: {shown}{stop}" if shown else "", tail) if part)


def shorten(text: str, length: int) -> str:
    """Cut a text at a word, with an ellipsis.

    text (str): The text.
    length (int): How many characters it may have.
    RETURNS (str): The text if it is short enough, else its beginning.
    """
    if len(text) <= length:
        return text
    head = text[: length - 1]
    cut = head if text[length - 1].isspace() else head.rpartition(" ")[0] or head
    return cut.rstrip(" ,;:-–—") + "…"


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() or char == "\u200d" else " " for char in text).split())


def _constraints(doc: Doc) -> list[dict]:
    return list(doc._.constraints or []) if doc.has_extension("constraints") else []


def _whole(words: list[Word], doc: Doc) -> str:
    """RETURNS (str): A short text as a title, without the joints at its edges; empty if it is too long."""
    end = len(words)
    while end and words[end - 1].kind == JOINT and words[end - 1].gap != ".":
        end -= 1
    begin = 0
    while begin < end and words[begin].lower in ("and", "or", "but", "nor", "so", "&"):
        begin += 1
    kept = words[begin:end]
    return _set(kept, doc) if 0 < len(kept) <= MAX_WORDS and _length(kept) <= MAX_CHARS else ""


def _together(doc: Doc, said: list[list[Word]], excluded: list[Span]) -> str:
    """RETURNS (str): All that is asked for, if it is short: as it stands in the prompt, or as a list."""
    if not said or sum(map(len, said)) > MAX_WORDS:
        return ""
    start, end = said[0][0].start, said[-1][-1].end
    stretch = read_words(doc.char_span(start, end, alignment_mode="expand") or doc)
    broken = any(span.start_char < end and span.end_char > start for span in excluded)
    if not broken and not any(word.gap == "." for word in stretch[:-1]):
        return _whole(stretch, doc)
    parts = [title for words in said if (title := _whole(words, doc))]
    joined = " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
    return joined if 0 < len(joined) <= MAX_CHARS else ""


def _phrase(doc: Doc, said: list[list[Word]]) -> str:
    """RETURNS (str): The phrase that says most, as a title; empty where none says anything."""
    found: list[Phrase] = []
    counts: Counter[str] = Counter()
    english = _english(said)
    for words in said:
        found += phrases(words) if english else _foreign_phrases(words)
        counts.update(word.term for word in words if word.term and word.lower not in COMMON)
    first = next((word.end for words in said for word in words if word.gap == "."), 0)
    best = best_phrase(found, counts, central=_central(doc), first=first)
    return _set(best.words, doc) if best else ""


def _central(doc: Doc) -> dict[int, float]:
    """RETURNS (dict[int, float]): The cosine of each clause with the whole, by the character at which it begins."""
    vectors = doc._.clause_vectors if doc.has_extension("clause_vectors") else None
    rows = (vectors or {}).get("include")
    spans = list(doc.spans.get("include", []))
    if rows is None or len(rows) != len(spans) or len(spans) < 2 or not doc.tensor.size:
        return {}
    whole = np.asarray(doc.vector, dtype=np.float64)
    cosines = np.asarray(rows) @ whole / max(float(np.linalg.norm(whole)), 1e-9)
    return {span.start_char: round(float(value), 4) for span, value in zip(spans, cosines, strict=True)}


def _english(said: Iterable[list[Word]]) -> bool:
    """RETURNS (bool): Whether a text has more small words of English than of other languages."""
    lower = [word.lower for words in said for word in words[:400]]
    foreign = sum(word in FOREIGN for word in lower)
    english = sum(word in _ENGLISH for word in lower)
    return foreign <= english


_ENGLISH = word_set("the of and a to in is it you that he was for on are with as i his they be at this my me by")


def _foreign_phrases(words: list[Word]) -> list[Phrase]:
    """RETURNS (list[Phrase]): What stands between signs and small words of another language."""
    found: list[Phrase] = []
    for start in range(len(words)):
        if start and words[start - 1].gap == " " and words[start].lower not in FOREIGN:
            continue
        for end in range(start + 1, min(start + MAX_WORDS, len(words)) + 1):
            closed = end == len(words) or words[end - 1].gap != " " or words[end].lower in FOREIGN
            if closed and words[end - 1].lower not in FOREIGN and _length(words[start:end]) <= MAX_CHARS:
                found.append(Phrase(tuple(words[start:end]), "noun"))
            if words[end - 1].gap != " ":
                break
    return found


def _themes(doc: Doc, excluded: list[Span]) -> str:
    """RETURNS (str): The strongest themes, such as `Of Loss and Memory`; empty where none is strong."""
    barred = {token.lower_ for span in excluded for token in span}
    strong = sorted((-value, label) for label, value in doc.cats.items() if value >= STRONG_THEME)
    named = [label.title() for _, label in strong if label not in barred][:2]
    return f"Of {' and '.join(named)}" if named else ""


def _anything_but(doc: Doc, excluded: list[Span]) -> str:
    names = [title for span in excluded if (title := _whole(read_words(span), doc))]
    title = f"Anything but {' or '.join(names[:2])}"
    return title if names and len(title) <= MAX_CHARS else ""


def _signs(text: str) -> str:
    """RETURNS (str): The names of up to two pictures, for a text of nothing else, such as `Broken Heart`."""
    names = [unicodedata.name(char, "") for char in text if unicodedata.category(char) == "So"]
    words = [_sign_words(name) for name in dict.fromkeys(names) if name]
    short = [part for part in words if part and len(part) <= 4][:2]
    return title_case(" and ".join(" ".join(part) for part in short).split()) if short else ""


def _sign_words(name: str) -> list[str]:
    return [
        word for word in name.lower().replace("-", " ").split() if word.isalpha() and word not in ("sign", "symbol")
    ]


def _set(words: Iterable[Word], doc: Doc) -> str:
    kept = list(words)
    for edge in (-1, 0):
        while len(kept) > 1 and kept[edge].text == "&":
            kept.pop(edge)
    texts = [word.text + ("," if word.gap == "," and i + 1 < len(kept) else "") for i, word in enumerate(kept)]
    letters = [char for char in doc.text[:2_000] if char.isalpha()]
    shouted = len(letters) > 3 and all(char.isupper() for char in letters if char.isupper() or char.islower())
    caseless = not any(char.islower() or char.isupper() for char in letters)
    return unicodedata.normalize("NFC", title_case(texts, english=_english([kept]), shouted=shouted and not caseless))


def _length(words: Iterable[Word]) -> int:
    return sum(len(word.text) + 2 for word in words)
