"""The command line as people expect it: suggestions, help, examples, the environment."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from learnms.cli.arguments.parser import COMMANDS, ENVIRONMENT, GROUPS, parse
from learnms.paths import shipped_decks
from tests.cli.conftest import Run
from tests.factories.hand_ins import hand_ins, questions, write_class
from tests.factories.word_papers import typed as word_document

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "learnms"
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "revew",
            "There is no command `revew`. Did you mean `review`? See `learnms review --help`.",
        ),
        ("qiuz", "There is no command `qiuz`. Did you mean `quiz`? See `learnms quiz --help`."),
        ("zzzz", "There is no command `zzzz`. See `learnms --help`."),
        (
            "help revew",
            "There is no command `revew`. Did you mean `review`? See `learnms review --help`.",
        ),
        (
            "--verson",
            "There is no option `--verson`. Did you mean `--version`? See `learnms --help`.",
        ),
        ("--hom x due", "There is no option `--hom`. Did you mean `--home`? See `learnms --help`."),
        (
            "review --limt 3",
            "There is no option `--limt`. Did you mean `--limit`? See `learnms review --help`.",
        ),
        (
            "due --dceks=x",
            "There is no option `--dceks=x`. Did you mean `--decks`? See `learnms due --help`.",
        ),
        ("extra", "There is no command `extra`. See `learnms --help`."),
        ("paper --version", "There is no option `--version`. See `learnms paper --help`."),
        ("due --zzzz", "There is no option `--zzzz`. See `learnms due --help`."),
        ("due x", "`x` is not expected here. See `learnms due --help`."),
        ("new", "Missing: PATH. See `learnms new --help`."),
        (
            "review --limit 0",
            "--limit: `0` must be a whole number from 1 to 999999. See `learnms review --help`.",
        ),
        (
            "review --ahead 0",
            "--ahead: `0` must be a whole number from 1 to 999999. See `learnms review --help`.",
        ),
        ("quiz --priority", "--priority needs a value. See `learnms quiz --help`."),
        (
            "quiz --mode exm",
            "--mode cannot be `exm`. Did you mean `exam`? Choose from: tutor, exam. See `learnms"
            " quiz --help`.",
        ),
        (
            "check --format xml",
            "--format cannot be `xml`. Choose from: full, short, json, github, sarif, gitlab. See"
            " `learnms check --help`.",
        ),
        (
            "completion bsh",
            "SHELL cannot be `bsh`. Did you mean `bash`? Choose from: bash, zsh, fish. See"
            " `learnms completion --help`.",
        ),
    ],
    ids=lambda value: value.split(".")[0],
)
def test_wrong_words_are_told_what_was_likely_meant(run: Run, words: str, said: str) -> None:
    ran = run(*words.split())

    assert (ran.code, ran.out, ran.err) == (2, "", f"learnms: {said}\n")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("review smal", "small-deck"),
        ("decks small-dekc", "small-deck"),
        ("quiz --kind singel", "single"),
        ("quiz --status mised", "missed"),
        ("quiz --topic basic", "basics"),
        ("export moodel x", "moodle"),
        ("import gfit x", "gift"),
        ("browse is:lech", "is:leech"),
    ],
)
def test_names_that_the_program_knows_are_suggested(run: Run, words: str, meant: str) -> None:
    ran = run(*words.split())

    assert ran.code == 2
    assert f"Did you mean `{meant}`?" in ran.err


def test_help_is_a_command_and_an_option(run: Run) -> None:
    assert run("help").out == run("--help").out == run("-h").out
    for name in COMMANDS:
        assert run("help", name).out == run(name, "--help").out
    assert run("-V").out == run("--version").out == run("--version", "extra").out != ""


def test_the_help_names_every_command_once_by_group(run: Run) -> None:
    said = run("--help").out
    lines = [line.split()[0] for line in said.splitlines() if re.match(r"  [a-z]", line)]

    assert [line for line in lines if line in COMMANDS] == [*COMMANDS]
    assert [f"{heading}:" in said.splitlines() for heading in GROUPS] == [True] * len(GROUPS)
    assert all(len(line) <= 80 for line in said.splitlines())


def test_the_help_of_a_command_has_its_example_and_the_options_of_all(run: Run) -> None:
    for name, command in COMMANDS.items():
        said = run(name, "--help").out
        assert said.endswith(f"\nExample: {command.example}\n")
        assert "--home DIR" in said
        assert "LEARNMS_DECKS" in said


def test_every_environment_variable_that_is_read_is_in_the_help() -> None:
    read = {
        name
        for path in PACKAGE.rglob("*.py")
        for name in re.findall(r"\bLEARNMS_[A-Z]+[A-Z_]*[A-Z]\b", path.read_text("utf-8"))
    } - {"LEARNMS_THEMES"}

    assert read <= ENVIRONMENT.keys()
    for names in ENVIRONMENT:
        assert f"| {', '.join(f'`{name}`' for name in names.split(', '))} " in README


def words_of(example: str) -> list[str]:
    """The words of an example behind `learnms`, without what the shell does with its output."""
    program, *words = shlex.split(example.partition(">")[0])
    assert program == "learnms"
    return words


def test_every_example_shows_its_command() -> None:
    for name, command in COMMANDS.items():
        assert parse(words_of(command.example)).command == name


DECKS_OF_EXAMPLES = (
    "04-dosing-and-schedule.yaml",
    "05-preparing-and-giving.yaml",
    "08-infections-hbv-pml.yaml",
)
FIRST = ("new", "paper", "quiz")
"""Commands that write what the examples of others read."""
NEED_MORE = {"sync", "restore", "serve"}
"""Commands whose examples need what no test can have, or run until they are stopped."""


def test_every_example_runs(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decks = (str(shipped_decks() / "ocrelizumab" / name) for name in DECKS_OF_EXAMPLES)
    monkeypatch.setenv("LEARNMS_DECKS", os.pathsep.join(decks))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    question = "1. Which one?\nA. This one\nB. That one\nAnswer: A\n"
    word_document(folder, question).rename(folder / "questions.docx")
    write_class(folder / "hand-ins", *hand_ins(12, questions(3, 1)))

    for name in [*FIRST, *(name for name in COMMANDS if name not in (*FIRST, *NEED_MORE))]:
        ran = run(*words_of(COMMANDS[name].example), typed="q\n")
        assert ran.code in (0, 1), (COMMANDS[name].example, ran.err)
        assert "Traceback" not in ran.err
        if name == "paper":
            (folder / "paper" / "A.form.json").rename(folder / "A.form.json")
            run("quiz", "--mode", "exam", "--form", "A.form.json", typed="1\n" * 60)


def test_the_help_starts_without_the_modules_of_suggestions() -> None:
    script = (
        "import sys\nfrom learnms.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n"
        "    pass\nprint([name for name in ('difflib', 'learnms.engine') if name in sys.modules],"
        " file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stderr.strip() == "[]"
