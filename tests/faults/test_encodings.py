"""Bytes that are no UTF-8, in decks, names, commands and typed lines, in every locale: a sentence
with the place, never a traceback.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import DECK
from tests.faults.child import learnms

if TYPE_CHECKING:
    from pathlib import Path

LOCALES = {
    "C": {"LANG": "C", "LC_ALL": "C"},
    "C without UTF-8": {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "POSIX": {"LANG": "POSIX", "LC_ALL": "POSIX"},
    "C.UTF-8": {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
    "Latin-1": {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "latin-1"},
}
ACCENTED = DECK.replace("A small deck", "Émile’s µg ≥ 5")
FILES: dict[str, tuple[bytes, str]] = {
    "latin-1": (DECK.replace("A small deck", "Émile").encode("latin-1"), ":1:7: error LM001"),
    "cp1252": (ACCENTED.replace("≥", "–").encode("cp1252"), ":1:7: error LM001"),
    "utf-16": (ACCENTED.encode("utf-16"), ":1:1: error LM001"),
    "utf-16-be": (ACCENTED.encode("utf-16-be"), ":1:1: error LM001"),
    "utf-32": (ACCENTED.encode("utf-32"), ":1:1: error LM001"),
    "nul": (DECK.replace("CD20", "CD\x0020", 1).encode(), ": error LM004"),
    "nul-and-latin-1": (b"deck: \xe9\x00\n" + DECK.encode(), ":1:7: error LM001"),
    "surrogate": (DECK.encode().replace(b"CD20", b"\xed\xa0\x80", 1), ": error LM001"),
    "escaped-surrogate": (DECK.replace("CD20", '"\\ud800"', 1).encode(), ": error LM"),
    "marks-inside": (DECK.replace("CD20", "CD\ufeff20", 1).encode(), ": error LM00"),
    "overlong": (DECK.encode().replace(b"CD20", b"\xc0\xaf", 1), ": error LM001"),
    "only-a-mark": (b"\xef\xbb\xbf", ":1:1: error LM005"),
    "empty": (b"", ":1:1: error LM005"),
    "nothing-but-nul": (b"\x00" * 50, ":1:1: error LM"),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_each_deck_is_read_or_one_line_says_where_it_is_not(tmp_path: Path, locale: str) -> None:
    decks = tmp_path / "decks"
    decks.mkdir()
    for name, (data, _) in FILES.items():
        (decks / f"{name}.yaml").write_bytes(data)
    (decks / "with-a-mark.yaml").write_bytes(b"\xef\xbb\xbf" + ACCENTED.encode())
    done = learnms(tmp_path, "check", "--format", "short", variables=LOCALES[locale])

    assert done.code == 1, done.err
    assert "Traceback" not in done.err
    for name, (_, place) in FILES.items():
        lines = [line for line in done.out.splitlines() if f"{name}.yaml:" in line]
        assert any(place in line for line in lines), (name, lines)
    with_a_mark = [line for line in done.out.splitlines() if "with-a-mark.yaml:" in line]
    assert not [line for line in with_a_mark if "error LM0" in line]


@pytest.mark.parametrize("locale", ["C without UTF-8", "Latin-1"])
@pytest.mark.parametrize(
    "words", [("due",), ("review", "--plain"), ("browse", "CD20"), ("decks",)], ids=" ".join
)
def test_commands_and_lines_print_in_every_locale(
    tmp_path: Path, locale: str, words: tuple[str, ...]
) -> None:
    decks = tmp_path / "decks"
    decks.mkdir()
    (decks / "deck.yaml").write_text(ACCENTED, "utf-8")
    (decks / "broken.yaml").write_bytes(b"deck: \xe9\n")
    typed = b"\n" + b"\xff\xfe\xe9\n" + "é µg\n3\nq\n".encode()
    done = learnms(tmp_path, *words, typed=typed, variables=LOCALES[locale])

    assert done.code in (0, 1), done.err
    assert "Traceback" not in done.err
    assert done.out


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
@pytest.mark.parametrize("locale", ["C without UTF-8"])
@pytest.mark.parametrize("command", [b"check", b"import", b"export", b"browse", b"--deck"])
def test_names_that_are_no_text_are_named(tmp_path: Path, locale: str, command: bytes) -> None:
    decks = tmp_path / "decks"
    decks.mkdir()
    (decks / "deck.yaml").write_text(DECK, "utf-8")
    name = b"caf\xe9.yaml"
    (tmp_path / os.fsdecode(name)).write_bytes(b"deck: x\n")
    word = {b"export": [b"export", name], b"--deck": [b"review", b"--deck", name]}.get(
        command, [command, os.path.join(os.fsencode(tmp_path), name)]
    )
    done = learnms(tmp_path, *word, variables=LOCALES[locale])

    assert done.code in (0, 1, 2)
    assert "Traceback" not in done.err
    assert done.said()
