"""The manual page: everything that the tables hold, in roff that groff and man take."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from learnms.cli.arguments.parser import COMMANDS, ENVIRONMENT, GLOBAL, build, command_parsers
from learnms.cli.man import EXIT_CODES, manual, roff

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")


def rendered(page: str) -> str:
    """The page as a terminal shows it, without bold and underlined letters."""
    done = subprocess.run(
        ["groff", "-ww", "-man", "-Tutf8", "-P-c", "-rLL=200n"],
        input=page,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return re.sub(r".\x08", "", done.stdout).replace("\N{HYPHEN}", "-")


@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff here")
def test_groff_renders_every_command_option_and_example() -> None:
    text = rendered(manual())

    for name, parser in command_parsers(build()).items():
        assert f"learnms {name}" in text
        for action in parser._actions:
            for option in action.option_strings:
                assert option in text
        assert COMMANDS[name].example in text
    for word in (*GLOBAL, *ENVIRONMENT, *map(str, EXIT_CODES)):
        assert word in text


@pytest.mark.skipif(shutil.which("man") is None, reason="there is no man here")
def test_man_shows_it_without_warnings(tmp_path: Path) -> None:
    path = tmp_path / "learnms.1"
    path.write_text(manual(), "ascii")
    done = subprocess.run(
        ["man", "--warnings", "-l", str(path)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "LEARNMS(1)" in done.stdout


@pytest.mark.parametrize("text", [".TH x", "'br", r"a\nb", "a-b", "`x`", 'say "yes"', "5 × 2…"])
@pytest.mark.skipif(shutil.which("groff") is None, reason="there is no groff here")
def test_no_text_is_a_request(text: str) -> None:
    assert text in rendered(f".TH X 1\n{roff(text)}\n")


def test_exit_codes_are_those_of_the_readme() -> None:
    for code, words in EXIT_CODES.items():
        assert f"| {code} | {words} |" in README
