"""The README says what is true: its commands, keys, rules and pictures are those of the program."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

import learnms.decks.codes
import learnms.decks.rules.pages
import learnms.kinds.codes  # noqa: F401  every family registers its rules when it is imported
from learnms.cli.arguments.parser import COMMANDS, build
from learnms.settings import Settings
from learnms.syntax.finding import FAMILIES
from learnms.syntax.rules import RULES
from learnms.tui.kit.key_help import rows

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def commands() -> dict[str, argparse.ArgumentParser]:
    action = next(
        action for action in build()._actions if isinstance(action, argparse._SubParsersAction)
    )
    return dict(action.choices)


def test_what_stands_before_the_reference_is_short() -> None:
    front = README.partition("\n---\n")[0]

    assert "## Development" in front
    assert len(front.encode()) <= 12_000


def test_every_command_has_help_and_stands_in_the_readme() -> None:
    assert set(commands()) == set(COMMANDS)
    for name, parser in commands().items():
        assert parser.description
        line = next(
            (line for line in README.splitlines() if line.startswith(f"| `learnms {name}")), None
        )
        assert line is not None, name
        for action in parser._actions:
            for option in action.option_strings:
                assert option in line or option in ("-h", "--help"), f"{name} {option}"


def test_every_key_stands_in_the_readme() -> None:
    for _, label, words in rows(Settings()):
        assert f"| `{label}` | {words} |" in README


def test_every_family_with_rules_stands_in_the_readme() -> None:
    for family in FAMILIES:
        stands = f"| {family} |" in README
        assert stands == any(code.startswith(family) for code in RULES), family


@pytest.mark.parametrize("path", re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README))
def test_its_pictures_are_snapshots(path: str) -> None:
    assert (ROOT / unquote(path)).is_file()


def test_its_first_commands_set_everything_up() -> None:
    blocks = re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL)

    assert blocks[0] == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/learnms"
    assert (
        blocks[1]
        == "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest"
    )


def test_its_example_deck_checks_clean(tmp_path: Path) -> None:
    from datetime import date

    from learnms.decks.check import check
    from learnms.paths import deck_files

    # the first is a deck of its own; the third is a card of the deck that is the second
    example = "".join(re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)[1:])
    path = tmp_path / "example.yaml"
    path.write_text(example, "utf-8")

    assert check(deck_files([str(path)]), date(2026, 11, 23)).findings == ()
