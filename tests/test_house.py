"""House rules: sizes, and what each command may import. `tests.checks` runs lint and types."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "learnms"
MAX_FILE_LINES = 550
MAX_FUNCTION_LINES = 70


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    ]

    assert text.count("\n") <= MAX_FILE_LINES
    assert not long
    assert ast.get_docstring(tree) or not tree.body, "a module begins by saying what it answers for"


def loaded_by(*words: str, home: Path) -> set[str]:
    """The packages that a command has imported when it ends."""
    script = (
        f"import sys\nfrom learnms.cli import main\ntry:\n    main({list(words)!r})\nexcept"
        " SystemExit:\n    pass\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    )
    environment = {**os.environ, "LEARNMS_HOME": str(home), "LEARNMS_DECKS": str(ROOT / "decks")}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        (
            ["--help"],
            {"textual", "sqlmodel", "sqlalchemy", "yaml", "fsrs", "sqlite3", "dataclasses"},
        ),
        (["--version"], {"textual", "sqlmodel", "sqlalchemy", "yaml", "fsrs", "sqlite3"}),
        (["check", "decks"], {"textual", "sqlmodel", "sqlalchemy", "fsrs", "sqlite3"}),
        (["due", "--json"], {"textual", "fsrs"}),
        (["decks", "--json"], {"textual", "fsrs"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_commands_import_only_what_they_need(
    words: list[str], absent: set[str], tmp_path: Path
) -> None:
    assert not loaded_by(*words, home=tmp_path) & absent


@pytest.mark.parametrize("command", ["due", "decks"])
def test_a_start_with_data_and_a_warm_cache_imports_only_what_shows_it(
    command: str, tmp_path: Path
) -> None:
    loaded_by("due", home=tmp_path)

    absent = {"yaml", "textual", "sqlmodel", "sqlalchemy", "fsrs"}
    assert not loaded_by(command, "--json", home=tmp_path) & absent


def test_nothing_but_the_agreed_stands_at_the_top() -> None:
    done = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("no git here")
    tops = {
        name.partition("/")[0]
        for name in done.stdout.split("\n")
        if name and not name.startswith(".")
    }

    assert tops <= {"learnms", "decks", "tests", "pyproject.toml", "README.md", "LICENSE"}
