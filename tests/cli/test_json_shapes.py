"""What every `--json` prints has the keys that the README lists, and no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from learnms.analysis.optimizer.evaluate import Gain, Measured
from learnms.cli.arguments.parser import build, command_parsers
from learnms.engine.optimize.optimize import Moves
from tests.cli.conftest import Run
from tests.cli.test_stats import history
from tests.factories.hand_ins import hand_ins, questions, write_class

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
_TOKEN = re.compile(r'"(?P<key>[\w-]+)"(?P<optional>\??)|(?P<name>\w+)|(?P<sign>[{}\[\]:,])')


class Keys(dict[str, Any]):
    """An object: a shape a key. `others` is the shape of any key, `optional` are keys that may be
    missing.
    """

    others: Any = None
    optional: frozenset[str] = frozenset()


def shapes() -> dict[str, Any]:
    """The shapes of the README's table, by the words of its first column."""
    table = README.split("<!-- json -->")[1].split("<!-- /json -->")[0]
    rows = re.findall(r"^\| (.+?) \| `(.+)` \|$", table, re.MULTILINE)
    assert len(rows) == table.count("\n| `")
    return {command.replace("`", ""): shape_of(text) for command, text in rows}


def shape_of(text: str) -> Any:
    """A shape: `Keys`, a list of one shape or none, or None for a value without parts."""
    tokens = list(_TOKEN.finditer(text))
    assert "".join(match[0] for match in tokens) == text.replace(" ", "")
    shape, rest = _read(tokens)
    assert not rest
    return shape


def _read(tokens: list[re.Match[str]]) -> tuple[Any, list[re.Match[str]]]:
    sign, tokens = tokens[0]["sign"], tokens[1:]
    if sign == "[":
        if tokens[0]["sign"] == "]":
            return [], tokens[1:]
        shape, tokens = _read(tokens)
        assert tokens[0]["sign"] == "]"
        return [shape], tokens[1:]
    assert sign == "{"
    keys = Keys()
    while True:
        word, tokens = tokens[0], tokens[1:]
        shape = None
        if tokens[0]["sign"] == ":":
            shape, tokens = _read(tokens[1:])
        if word["key"]:
            keys[word["key"]] = shape
            keys.optional |= {word["key"]} if word["optional"] else set()
        else:
            keys.others = shape if shape is not None else ()
        end, tokens = tokens[0]["sign"], tokens[1:]
        if end == "}":
            return keys, tokens


def compare(value: Any, shape: Any, where: str) -> None:
    """Fail where a value has other keys or parts than its shape."""
    if value is None:
        return
    if isinstance(shape, Keys):
        assert isinstance(value, dict), where
        if shape.others is None:
            assert shape.keys() - shape.optional <= value.keys() <= shape.keys(), where
        for key, part in value.items():
            compare(part, shape.get(key, shape.others), f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for part in value:
            compare(part, shape[0] if shape else None, f"{where}[]")
    else:
        assert not isinstance(value, dict | list), where


RUNS = (
    ("due", "due --json"),
    ("decks", "decks --json"),
    ("decks DECK, decks --coverage", "decks small-deck --json"),
    ("decks DECK, decks --coverage", "decks --coverage --json"),
    ("memory", "memory --json"),
    ("stats", "stats --json"),
    ("stats", "stats small-deck --json"),
    ("browse", "browse --json"),
    ("browse with an action", "browse card-flash --flag --json"),
    ("browse --undo", "browse --undo --json"),
    ("forecast", "forecast --days 5 --json"),
    ("forecast --workload", "forecast --days 5 --workload --json"),
    ("plan (null without a plan)", "plan --json"),
    ("plan (null without a plan)", "plan --exam 2027-01-15 --json"),
    ("optimize", "optimize --json"),
    ("postpone", "postpone --days 3 --dry-run --json"),
    ("postpone", "postpone --days 3 --json"),
    ("postpone --undo", "postpone --undo --json"),
    ("rebuild", "rebuild --json"),
    ("check --format json", "check --format json"),
    ("check --stale --format json", "check stale.yaml --stale --format json"),
    ("import of a question bank", "import bank.gift --json"),
    ("export of decks", "export gift small-deck --json"),
    ("paper", "paper --questions 3 --json"),
    ("class", "class hand-ins --json"),
    ("info", "info --json"),
    ("backup --list", "backup --list --json"),
    ("doctor", "doctor --json"),
    ("sync", "sync shared --yes --json"),
    ("erase", "erase --dry-run --json"),
)
"""The rows of the table, and commands that print them."""
ELSEWHERE = {"plan from the exam date on", "optimize --undo"}
"""Rows that need another history; a test below has it."""


@pytest.fixture
def learned(run: Run, tmp_path: Path, deck_file: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a folder with files to read, and a home with history."""
    monkeypatch.chdir(tmp_path)
    assert run("import", "reviews", history(tmp_path)).code == 0
    run("quiz", "--plain", "--seed", "1", "--confidence", typed="1\n3\n" * 40)
    deck_file.write_text(
        deck_file.read_text("utf-8").replace("    answer: CD20", "    anser: CD20"), "utf-8"
    )
    (tmp_path / "bank.gift").write_text("::a:: What? {=yes ~no}\n\n::b:: Essay {}\n", "utf-8")
    (tmp_path / "shared").mkdir()
    stale = deck_file.read_text("utf-8").replace("    checked: 2026-11-22\n", "", 1)
    (tmp_path / "stale.yaml").write_text(stale.replace("2026-11-22", "2024-01-01"), "utf-8")
    write_class(tmp_path / "hand-ins", *hand_ins(12, questions(3, 1)))
    (tmp_path / "hand-ins" / "other.json").write_text("{}", "utf-8")
    return run


def test_every_command_prints_the_keys_of_its_row(learned: Run) -> None:
    known = shapes()
    for row, words in RUNS:
        ran = learned(*words.split())
        assert ran.code in (0, 1), (words, ran.err)
        compare(ran.json, known[row], words)


def test_every_row_is_compared_and_every_json_has_a_row() -> None:
    assert {row for row, _ in RUNS} | ELSEWHERE == shapes().keys()
    for name, parser in command_parsers(build()).items():
        if any("--json" in action.option_strings for action in parser._actions):
            assert any(row.split()[0].strip(",") == name for row in shapes()), (
                f"`{name} --json` needs a row in the README and one in RUNS"
            )


def test_a_plan_whose_day_has_come(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("plan", "--exam", "2027-01-15")
    monkeypatch.setenv("LEARNMS_NOW", "2027-01-15T09:00:00+00:00")

    ran = run("plan", "--json")

    assert ran.json["over"] is False
    compare(ran.json, shapes()["plan from the exam date on"], "plan")


def test_what_only_a_long_history_shows() -> None:
    fit = shapes()["optimize"]

    assert fit["before"].keys() == fit["after"].keys() == {*Measured._fields}
    assert fit["gain"].keys() == {*Gain._fields}
    assert fit["moves"].keys() == {*Moves._fields, "moved"}
    assert shapes()["optimize --undo"].keys() == {"undone", "parameters"}


def test_the_comparison_can_fail() -> None:
    shape = shape_of('{"a", "b"?: [{"c"}], "d": {name}}')

    compare({"a": 1, "d": {"x": 1, "y": 2}}, shape, "")
    compare({"a": None, "b": [{"c": 1}], "d": {}}, shape, "")
    wrongs: tuple[dict[str, Any], ...] = (
        {"a": 1},
        {"a": 1, "d": {}, "e": 1},
        {"a": 1, "d": {"x": []}},
        {"a": {}, "d": {}},
        {"a": 1, "b": [{"d": 1}], "d": {}},
    )
    for wrong in wrongs:
        with pytest.raises(AssertionError):
            compare(wrong, shape, "")


EXIT_CODES = {
    0: ("due",),
    1: ("check", "wrong.yaml"),
    2: ("due", "--nonsense"),
    130: ("decks", "interrupted"),
}


@pytest.mark.parametrize("code", EXIT_CODES)
def test_exit_codes_are_those_of_the_readme(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    (tmp_path / "wrong.yaml").write_text("deck: [", "utf-8")
    monkeypatch.chdir(tmp_path)
    if code == 130:
        monkeypatch.setattr("learnms.cli.decks.decks", interrupt)

    assert run(*EXIT_CODES[code]).code == code
    table = re.findall(r"^\| (\d+) \| ", README.split("| Exit code |")[1], re.MULTILINE)
    assert [int(number) for number in table[:4]] == [*EXIT_CODES]
