"""The language of lyrics is told when it is sure, and not otherwise. All lyrics here are written for these tests."""

from __future__ import annotations

import pytest

from scripts.hygiene.language import detect_language, wrong_language
from scripts.hygiene.words import count_words, sung_words

TEXTS = {
    "en": "I don't know where you are tonight but the light is on for you\nand all the rain that we have had is falling on me too",
    "es": "no sé qué hacer con esta noche que me dejas\ny todo lo que fuimos se me va por la ventana",
    "fr": "je ne sais pas où tu vas quand la nuit descend sur la ville\net tout ce que j'ai dans les mains c'est ton nom et la pluie",
    "de": "ich weiß nicht wo du bist und die nacht ist so lang\nwenn der regen auf das dach fällt denk ich nur an dich",
    "it": "non so dove sei questa notte ma la luce è accesa per te\ne tutto quello che ho nelle mani è il tuo nome e la pioggia",
    "pt": "eu não sei onde você está mas a luz ficou acesa\ne tudo que eu tenho na mão é o seu nome e a chuva",
    "nl": "ik weet niet waar je bent maar het licht is aan voor jou\nen alles wat ik heb is de regen op het dak van mijn huis",
    "ja": "夜の川に灯りを流して君の名前を呼んだ",
    "ko": "밤의 강물 위에 등불을 띄우고 너의 이름을 불렀어",
    "zh": "夜里的河流带走了灯火我还在等你回家",
    "el": "δεν ξέρω πού είσαι απόψε μα το φως είναι ανοιχτό",
}


@pytest.mark.parametrize("language", TEXTS)
def test_each_language_is_told_from_two_lines(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "la la la la la la la la la",
        "Rosalind Marigold Evergreen",
        "12 34 56",
        "Я не знаю где ты",
        TEXTS["en"] + "\n" + TEXTS["es"],
    ],
    ids=["nothing", "sounds", "names", "figures", "a script of many languages", "two languages"],
)
def test_unsure_is_none(text: str) -> None:
    assert detect_language(text) is None


def test_headings_do_not_count() -> None:
    assert detect_language("[Verse 1: the one and only with you and me]\n" + TEXTS["es"]) == "es"


def test_a_chorus_in_another_language_does_not_outvote_the_verses() -> None:
    chorus = "y todo lo que fuimos no se va de aquí"
    assert detect_language("\n".join([TEXTS["en"], *[chorus] * 9])) in (None, "en")


@pytest.mark.parametrize("language", TEXTS)
def test_the_expected_language_is_never_wrong(language: str) -> None:
    assert not wrong_language(TEXTS[language], language)


@pytest.mark.parametrize(("text", "expected"), [("es", "en"), ("en", "fr"), ("ja", "en"), ("de", "it"), ("zh", "ko")])
def test_another_language_is_wrong(text: str, expected: str) -> None:
    assert wrong_language(TEXTS[text], expected)


def test_unsure_is_not_wrong() -> None:
    assert not wrong_language("Rosalind Marigold Evergreen", "en")
    assert not wrong_language("kimi no namae wo yonda yoru no kawa ni", "ja")


def test_where_the_text_does_not_tell_the_provider_does() -> None:
    assert wrong_language("Rosalind Marigold Evergreen", "en", claimed="de")
    assert not wrong_language("Rosalind Marigold Evergreen", "en", claimed="en")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("La la la, hold the lantern", ["hold", "the", "lantern"]),
        ("la noche de la ciudad", ["la", "noche", "de", "la", "ciudad"]),
        ("Na na na na, hey", []),
        ("Ooooh, woo woo, yeah yeah", []),
        ("Woah-oh, come home", ["come", "home"]),
        ("Sha-la-la-la", []),
        ("do you know", ["do", "you", "know"]),
        ("Doo doo doo", []),
        ("Don’t say no", ["don’t", "say", "no"]),
        ("123 !", []),
    ],
)
def test_sounds_are_no_words(line: str, words: list[str]) -> None:
    assert sung_words(line) == words


def test_words_are_counted_without_headings_and_sounds() -> None:
    assert count_words("[Verse one]\nHold the light\nla la la\n\nこんにちは世界") == 3 + 4
