"""The strings that people read are found, and none holds a banned wording."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.strings import ROOT, banned, main, strings


def texts(source: str, folder: Path) -> list[str]:
    path = folder / "module.py"
    path.write_text(source, "utf-8")
    return [found.text for found in strings(path)]


def test_strings_of_every_table_are_found() -> None:
    found = {string.text for string in strings()}

    assert {
        "suspend: hide until you unsuspend it",  # a key
        "Needed another try:",  # a voice
        "study ahead the next N cards without rescheduling",  # a command's option
        "an id used twice",  # a finding
        "Desired retention",  # a setting
    } <= found
    assert any(text.startswith("An id has 3 to 64 lowercase letters") for text in found)
    assert any("{plan}, expected recall {range}" in text for text in found)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"""A module."""\nX = "Two words"', ["Two words"]),
        ('X = "one" "  two {y}"', ["one  two {y}"]),
        ("X = f\"{count(n, 'card')} left\"", ["{count(n, 'card')} left"]),
        ('X = f"{a}: " + "the rest of it"', ["{a}: the rest of it"]),
        ('f(label="flag", id="not this one")', ["flag"]),
        ('X = {"a_key": "A value here", "two words": 1}', ["A value here", "two words"]),
        ('X: "a type of it" = re.compile("two words")', []),
        ('X = "SELECT card FROM memory"', []),
        ('if x == "two words": pass', []),
    ],
)
def test_what_people_read_is_told_from_what_the_program_reads(
    source: str, expected: list[str], tmp_path: Path
) -> None:
    assert texts(source, tmp_path) == expected


def test_each_is_printed_on_one_line_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "module.py"
    path.write_text('X = (\n    "two\\x1b[K words\\nin two lines"\n)\n', "utf-8")

    main(str(path))

    assert capsys.readouterr().out == f"{path}:2: two\\x1b[K words\\nin two lines\n"


@pytest.mark.parametrize(
    "text",
    [
        "Mend the file.",
        "2 per cent",
        "on 28 November",
        "Give it a line of its own.",
        "Practise every day.",
        "a colour",
    ],
)
def test_a_banned_wording_is_found_with_what_to_write(text: str) -> None:
    assert banned(text)
    assert not banned(
        "Fix it: 2% on November 28, on its own line. Practice: a color. Backs off again."
    )


def test_no_string_holds_a_banned_wording() -> None:
    assert [
        f"{string} ({', '.join(wordings)})"
        for string in strings()
        if (wordings := banned(string.text))
    ] == []


def test_the_readme_holds_no_banned_wording() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()

    assert [f"{line[:60]} ({', '.join(found)})" for line in lines if (found := banned(line))] == []
