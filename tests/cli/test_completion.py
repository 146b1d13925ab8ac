"""`learnms completion`: what real shells complete is what the tables of the commands say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from learnms.cli.arguments.about import SHELLS
from learnms.cli.arguments.parser import COMMANDS, GLOBAL, build, command_parsers
from learnms.cli.completion import FILES
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]

ASKS = {
    "bash": (
        'COMP_WORDS=(learnms "$@"); COMP_CWORD=$#; _learnms; printf "%s\\n" "${COMPREPLY[@]}"'
    ),
    "zsh": (
        'words=(learnms "$@"); CURRENT=$#words\n'
        "compdef() {}; _describe() { print -rl -- ${(P)2%%:*} }\n"
        '_files() { print -rl -- "${words[CURRENT]}"*(N) }\n_learnms'
    ),
    "fish": 'complete -C "learnms $argv" | string replace -r "\\t.*" ""',
}
"""What completes the words of a shell's script. zsh completes only behind a prompt, so two of its
own functions are replaced.
"""


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"there is no {name} here")
    return name


def completed(folder: Path, run: Run, shell: str, *words: str) -> set[str]:
    """What a shell offers for the last of the words, in a folder with the file `my-deck.yaml`."""
    program = folder / "bin" / "learnms"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m learnms "$@"\n', "utf-8")
    program.chmod(0o755)
    (folder / "my-deck.yaml").touch()
    script = folder / f"script.{shell}"
    completion = run("completion", shell).out
    if shell == "zsh":
        completion = f"compdef() {{}}\n{completion}"
    script.write_text(f"{completion}{ASKS[shell]}\n", "utf-8")
    environment = {
        **os.environ,
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
    }
    flags = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["-N"]}[shell]
    done = subprocess.run(
        [shell, *flags, str(script), *words],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=folder,
        timeout=60,
    )
    assert done.stderr == ""
    return {line.strip() for line in done.stdout.splitlines() if line.strip()}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("po",), {"postpone"}),
        (("review", "--l"), {"--limit"}),
        (("quiz", "--kind", "select"), {"select-all", "select-n"}),
        (("review", "small"), {"small-deck"}),
        (("check", "my-"), {"my-deck.yaml"}),
    ],
    ids=str,
)
def test_a_shell_completes(
    tmp_path: Path, run: Run, shell: str, words: tuple[str, ...], expected: set[str]
) -> None:
    offered = completed(tmp_path, run, shell, *words)

    assert {word for word in offered if word.startswith(words[-1])} == expected


def test_a_value_behind_an_equals_sign_is_completed(tmp_path: Path, run: Run, shell: str) -> None:
    words = ("--format", "=", "j") if shell == "bash" else ("--format=j",)

    offered = completed(tmp_path, run, shell, "check", *words)

    assert {word for word in offered if "json" in word} == {
        "json" if shell == "bash" else "--format=json"
    }


def offered(run: Run, *words: str) -> list[str]:
    """What a shell gets for the last of the words."""
    lines = run("completion", "bash", "--", *words).out.splitlines()
    return [line.partition("\t")[0] for line in lines]


def test_every_command_and_option_of_the_tables_is_offered(run: Run) -> None:
    assert offered(run, "") == list(COMMANDS)
    assert {"--version", "--plain", "--no-plain", "--help", *GLOBAL} == {*offered(run, "--")}
    for name, parser in command_parsers(build()).items():
        options = {
            option
            for action in parser._actions
            for option in action.option_strings
            if option.startswith("--")
        }
        assert {*offered(run, name, "--")} == options | {*GLOBAL}, name


def test_every_choice_of_the_tables_is_offered(run: Run) -> None:
    for name, parser in command_parsers(build()).items():
        for action in parser._actions:
            if action.option_strings and action.choices:
                option = action.option_strings[0]
                assert offered(run, name, option, "") == [*map(str, action.choices)], option


def test_an_option_is_offered_again_only_if_it_is_repeatable(run: Run) -> None:
    assert offered(run, "quiz", "--mode", "exam", "--mod") == []
    assert offered(run, "quiz", "--topic", "dose", "--topi") == ["--topic"]


def test_what_learnms_knows_is_offered(run: Run) -> None:
    assert offered(run, "plan", "--deck", "") == ["small-deck", FILES]
    assert offered(run, "--home", "x", "quiz", "--status", "m") == ["missed"]
    assert offered(run, "check", "--explain", "LM10")[0] == "LM101"
    assert offered(run, "export", "mood") == ["moodle"]
    assert offered(run, "export", "moodle", "") == ["small-deck", FILES]
    assert {"aiken", FILES} <= {*offered(run, "import", "")}
    assert offered(run, "import", "csv", "") == [FILES]
    assert offered(run, "--home", "") == [FILES]
    assert offered(run, "help", "postp") == ["postpone"]
    assert offered(run, "nonsense", "") == []
    assert offered(run, "due", "") == []


def test_data_that_cannot_be_read_completes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "learnms.db").write_bytes(b"this is no database at all" * 50)

    assert offered(run, "review", "") == []
