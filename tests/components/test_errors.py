"""The catalogue of messages: each has its own code, and fills in what it is told."""

import ast
import re
import string
from collections import Counter
from pathlib import Path

import pytest

from components import errors
from components.errors import Errors, SynsongError, Warnings

CODES = [(kind, code) for kind in (Errors, Warnings) for code in vars(kind) if re.fullmatch(r"[SW]\d+", code)]
IDS = [code for _, code in CODES]


@pytest.mark.parametrize(("kind", "code"), CODES, ids=IDS)
def test_message_begins_with_its_code(kind, code):
    assert getattr(kind, code).startswith(f"[{code}] ")


@pytest.mark.parametrize(("kind", "code"), CODES, ids=IDS)
def test_code_is_a_letter_for_its_kind_and_three_digits(kind, code):
    assert re.fullmatch(r"S\d{3}" if kind is Errors else r"W\d{3}", code)


@pytest.mark.parametrize(("kind", "code"), CODES, ids=IDS)
def test_message_names_what_it_is_told(kind, code):
    names = [name for _, name, _, _ in string.Formatter().parse(getattr(kind, code)) if name is not None]
    assert all(re.fullmatch(r"[a-z]\w*", name) for name in names)


@pytest.mark.parametrize("kind", ["Errors", "Warnings"])
def test_no_code_is_given_twice(kind):
    tree = ast.parse(Path(errors.__file__).read_text(encoding="utf8"))
    (catalogue,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == kind)
    names = Counter(
        target.id
        for node in catalogue.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    )
    assert len(names) > 0
    assert [name for name, n in names.items() if n > 1] == []


def test_message_is_filled_in():
    told = Errors.S102.format(path="songs.jsonl", command="fetch")
    assert told.startswith("[S102] ")
    assert "songs.jsonl" in told
    assert "weasel run fetch" in told


@pytest.mark.parametrize("code", ["S000", "W101"])
def test_unknown_code_is_a_mistake_and_no_empty_message(code):
    with pytest.raises(AttributeError):
        getattr(Errors, code)


def test_synsong_error_is_a_value_error_with_its_message():
    with pytest.raises(ValueError, match=r"^\[S105\] not a JSON object$"):
        raise SynsongError(Errors.S105)
