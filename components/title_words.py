"""The words of a text and their parts in a phrase, told by closed classes and inflection, since there is no tagger."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from .terms import content_term, is_content, stem
from .title_case import word_set

# Kinds of words: determiner, preposition, subject, object, auxiliary, joint, adverb, verb, verbal noun, noun (and all else)
DET, PREP, SUBJ, OBJ, AUX, JOINT, ADV, VERB, ING, NOUN = "DPSOAJRVGN"

_CLOSED: dict[str, str] = {
    word: kind
    for kind, words in {
        DET: "a an the my your his her its our their this these those some any no every each all both another what",
        PREP: "of in on at by for from with without to into onto over under across through between among along behind"
        " beneath beside beyond around about after before against down off toward towards inside outside near past"
        " above below upon within despite like until till since during as",
        SUBJ: "i he she we they you it who nobody somebody someone everybody everyone anybody anyone there",
        OBJ: "me him us them myself yourself himself herself itself ourselves themselves one ones everything anything",
        AUX: "am is are was were be been being have has had having do does did will would shall should can could may"
        " might must cannot i'm you're he's she's it's we're they're that's there's i've you've we've they've i'd"
        " you'd he'd she'd we'd they'd i'll you'll he'll she'll it'll we'll they'll don't doesn't didn't won't"
        " wouldn't can't couldn't isn't aren't wasn't weren't haven't hasn't hadn't shouldn't cant dont",
        JOINT: "and but or nor yet because while when whenever where wherever if though although than that which whose"
        " unless whether so & how why rather",
        ADV: "not never always just only too very still again even ever here now then really almost already quite soon"
        " often once maybe perhaps instead also up out away back together finally mostly sometimes today tomorrow"
        " yesterday tonight nearly hardly",
    }.items()
    for word in words.split()
}
_VERB_LEMMAS = word_set(
    "come go make take get give find want feel keep know think say see leave ask seem become put mean let begin hear"
    " believe bring happen write sit stand lose pay meet tell win sing grow carry speak read spend remember forget die"
    " wear eat lift belong"
)
_NO_VERBS = word_set("children men women feet teeth people mice better best worse worst less least more most")
COMMON = word_set(
    "thing day time good get go make want know think feel people way still today year come see say take tell look"
    " give use find ask try leave call like love great little old new long own right big small man woman life world"
    " something anything everything nothing need let keep put seem hour minute week month place lot kind sort one two"
    " three first last next whole morning song music track tune playlist dear start begin sure please happen become"
    " different nobody same other own such few many much several"
)
_WORD = re.compile(r"(?:(?<![^\W_])['’])?[^\W_][\u0300-\u036f]*(?:[^\W_]|[\u0300-\u036f]|['’.\-/&\u200d](?=[^\W_]))*|&")
_HARD = re.compile(r"[.!?;:…—–()\[\]{}\"“”„«»|\n\r\t。！？；：「」『』（）\u2028\u2029]|\s-+\s|--|['‘’]\s|\s['‘]|<|>|=")


@dataclass(frozen=True)
class Word:
    """A word of a text.

    text (str): As it stands.
    lower (str): In lower case, apostrophes straight.
    kind (str): `DET`, `PREP`, ... as far as it can be told.
    term (str): The content term; empty for a stop word.
    start (int), end (int): Where it stands in the text, in characters.
    gap (str): What parts it from the word after: a space, a comma, or the full stop `.` for all that ends a clause.
    """

    text: str
    lower: str
    kind: str
    term: str
    start: int
    end: int
    gap: str


def read_words(span: Span | Doc) -> list[Word]:
    """List the words of a part of a text.

    span (Span | Doc): The part.
    RETURNS (list[Word]): Its words; each clause is closed by a word whose `gap` is a full stop.
    """
    offset = span.start_char if isinstance(span, Span) else 0
    text = span.text
    tokens = list(span)
    starts = [token.idx for token in tokens]
    matches = list(_WORD.finditer(text))
    words: list[Word] = []
    for i, match in enumerate(matches):
        after = text[match.end() : matches[i + 1].start()] if i + 1 < len(matches) else "."
        gap = "." if _HARD.search(after) else "," if re.search(r"[,，、]", after) else " "
        at = bisect_right(starts, offset + match.start()) - 1
        token = tokens[at] if at >= 0 else None
        lower = unicodedata.normalize("NFC", match[0]).lower().replace("’", "'")
        kind = _kind(lower, token, _before(words))
        named = kind == NOUN and bool(words) and words[-1].kind == DET and words[-1].gap == " "  # the well, a must
        term = content_term(token) if token is not None and is_content(token) else stem(lower) if named else ""
        words.append(Word(match[0], lower, kind, term, offset + match.start(), offset + match.end(), gap))
    return words


def _before(words: list[Word]) -> str:
    """RETURNS (str): The kind of the word before, adverbs passed over (she never calls); empty where a part begins."""
    for i, word in enumerate(reversed(words)):
        if word.gap != " ":
            return ""
        if word.kind != ADV or i == 2:
            return word.kind
    return ""


def _kind(lower: str, token: Token | None, previous: str) -> str:
    """RETURNS (str): The kind of a word, from its form and the kind of the word before it."""
    if lower in _CLOSED:
        return _CLOSED[lower]
    lemma = (token.lemma_.lower() if token is not None else "") or lower
    if lower.endswith("ing") and len(lower) > 5 and lemma != lower:
        return NOUN if previous == DET else ING
    if previous in (SUBJ, AUX):
        return ADV if lower.endswith("ly") else VERB
    if previous != DET and (lemma in _VERB_LEMMAS or (lemma != lower and _is_past(lower))):
        return VERB
    return ADV if lower.endswith("ly") and previous in (VERB, "") else NOUN


def _is_past(lower: str) -> bool:
    """RETURNS (bool): Whether a form that is not its own lemma is a past tense, and no plural or comparative."""
    return not lower.endswith(("s", "er", "est", "'s", "ing")) and lower not in _NO_VERBS
