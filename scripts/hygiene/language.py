"""The language of lyrics, told by script and by the small words that every text is full of."""

from __future__ import annotations

import re
from collections import Counter

from components.song import HEADING

from .words import sung_words

# The small words of each language. Those beyond the six that are asked for keep their neighbours from being taken for
# one of the six: Dutch for German, Catalan for Spanish.
_SMALL_WORDS = {
    "en": "the and you i to a of my in it me on your we that is be with for this all so but what when are was if have not "
    "just can know no like i'm don't it's they from will there you're up out now do she he her his our got been never",
    "es": "que de no la el y en a me tu mi te es un lo por con se una los para yo si sin más como pero las al del qué ya "
    "está hay cuando porque muy soy eres mis tus quiero todo nada ella él este esta eso tú sé mí su ni donde",
    "fr": "je de la le et les tu que en pas un est à des il dans ne l'amour on une pour moi qui c'est me te j'ai mon toi "
    "sur plus ma mes ton ta du nous vous comme mais se son sa au ce quand si avec tout sans elle où y ces été suis",
    "de": "ich du und die nicht der das ist es in ein wir mir so mich den zu wie was mit auf dich doch wenn von dir sie "
    "nur sich eine kann noch im hab bin bist mein dein er aber auch da hier alles keine einen uns immer mehr wo dem",
    "it": "che di non e la il un mi ti è a per in io tu una come ma se con le sono più si lo del nel mio tuo ho i da al "
    "della questa questo cosa quando perché ancora ci gli sei c'è senza mia tua anche chi solo tutto sempre dove",
    "pt": "que de eu não e o a me você meu um te é se em com pra minha uma no na do mais por da tudo os seu quem mas sem "
    "ser vou só tá sou quando foi nos dos as vai já ela ele isso esse à ao nem sua teu tem onde nunca são",
    "nl": "de het een ik je en van dat niet in is die mijn op met voor maar als zijn te er aan wat nog dan naar hij zo "
    "heb jij we ben jou mij geen om kan weer nooit altijd door bij ook uit hem haar waar",
    "sv": "och jag att det är som en du på i inte för med mig om har den dig min av så vi till men ett kan när han när "
    "din alla var från hon bara nu ska upp aldrig här där över mitt ditt",
    "ca": "que de la el no i en a em un és amb et per les una els del al més meu tot quan si com però sóc ens aquest "
    "aquesta ha sense jo tu vull on molt ja teu això mai seva dels",
    "pl": "nie się i w na to że z jest mnie ja jak co ty mi do tak po już ale o za cię tylko od gdy jej być mam nas moje "
    "tym dla bo kiedy ten jestem czy nic twoje ona",
    "ro": "și nu să în de te mă la e cu că un o mi pe eu ce tu din pentru mai am ca dar când sunt ai tot ești fără inima "
    "îmi își doar fi va",
    "id": "yang aku kau di dan ku tak ini itu dengan untuk dari ada cinta kamu akan bisa hati jangan tanpa saat mu kita "
    "semua lagi hanya sudah bila",
    "tr": "bir ve bu ben seni sen beni ne de da için gibi her benim çok yok var o ama kadar bana sana senin değil daha "
    "mi gel şimdi artık olsun hiç",
    "fi": "ja on en se ei mä sä että kun mun sun niin sen oon oot jos vaan mutta minun olen sinun kuin hän tää mitä nyt "
    "mua sua ole aina vielä mikä",
}
_STOPS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_LATIN = frozenset(_STOPS)
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("arabic", re.compile(r"[\u0600-\u06ff]")),
    ("indic", re.compile(r"[\u0900-\u0dff]")),
)
_ELSEWHERE = {"cyrillic": "ru uk bg sr mk be kk", "arabic": "ar fa ur", "indic": "hi bn ta te mr pa gu kn ml ne si"}
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_MIN_TOKENS = 8
_MIN_SHARE = 0.22  # of the words that are small words of the language
_MIN_LEAD = 1.5  # times the share of the runner-up
_SCRIPT_SHARE = 0.3  # of the letters; borrowed English lines do not make a Korean song English


def detect_language(text: str) -> str | None:
    """Tell the language of lyrics.

    text (str): Lyrics; headings do not count.
    RETURNS (str | None): ISO 639-1 code, or None when unsure: too short, mixed, or a language that is not known.
    """
    script = _script(text)
    if script != "latin":
        return script if script and script not in _ELSEWHERE else None
    ranked = sorted(_shares(text).items(), key=_by_share)
    (best, share), (_, second) = ranked[0], ranked[1]
    return best if share >= _MIN_SHARE and share >= _MIN_LEAD * second else None


def wrong_language(text: str, expected: str, *, claimed: str | None = None) -> bool:
    """Judge whether lyrics are surely in another language than expected.

    text (str): The lyrics.
    expected (str): ISO 639-1 code of the language that the song is known to have.
    claimed (str | None): The language that the provider names; it counts where the text does not tell.
    RETURNS (bool): True only when sure: a song in two languages, one of them the expected, is right.
    """
    script = _script(text)
    if script and script != "latin" and script not in _ELSEWHERE:
        return script != expected
    if script in _ELSEWHERE:
        return expected in _LATIN or (claimed is not None and claimed != expected)
    found = detect_language(text)
    if found is None:
        return claimed is not None and claimed != expected and expected in _LATIN and claimed in _LATIN
    shares = _shares(text)
    return found != expected and expected in shares and shares[expected] < shares[found] / _MIN_LEAD


def _script(text: str) -> str | None:
    """RETURNS (str | None): `latin`, the language of a script that has only one, or the script's name; None if none."""
    counts = {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS}
    latin = len(_LATIN_LETTER.findall(text))
    total = latin + sum(counts.values())
    if not total:
        return None
    if counts["ja"] and counts["ja"] + counts["zh"] >= _SCRIPT_SHARE * total:
        return "ja"
    name = max(counts, key=counts.__getitem__)
    return name if counts[name] >= _SCRIPT_SHARE * total else "latin"


def _shares(text: str) -> dict[str, float]:
    """RETURNS (dict[str, float]): For each language the share of the words that are its small words, 0 to 1."""
    lines = {line.strip().lower() for line in text.split("\n") if line.strip() and not HEADING.match(line)}
    # Lines count once: a chorus in another language must not outvote the verses.
    tokens = Counter(token.replace("’", "'") for line in sorted(lines) for token in sung_words(line))
    total = sum(tokens.values())
    if total < _MIN_TOKENS:
        return dict.fromkeys(_STOPS, 0.0)
    return {
        language: sum(count for token, count in tokens.items() if token in stops) / total
        for language, stops in _STOPS.items()
    }


def _by_share(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]
