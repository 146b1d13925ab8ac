"""What the way to the first painted page loads, and how deck text may reach a widget."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import learnms.tui

FOLDER = Path(learnms.tui.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
DOORS = {"content.py", "layout.py"}
"""The modules that may make content of text."""


def test_the_application_imports_nothing_slow() -> None:
    script = "import learnms.tui.app.app, sys; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())

    assert not loaded & {
        "sqlmodel",
        "sqlalchemy",
        "pydantic",
        "yaml",
        "textual.widgets._markdown",
        "learnms.tui.help.screen",
        "learnms.tui.settings.screen",
    }


def calls(path: Path) -> list[tuple[str, ast.Call]]:
    """Every call in a module, with the last name of what is called."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute)
                else getattr(node.func, "id", "")
            )
            found.append((name, node))
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_only_the_doors_make_content_of_text(path: Path) -> None:
    makers = {"Content", "styled", "assemble", "from_markup", "from_text"}
    if path.name not in DOORS:
        assert [ast.unparse(call) for name, call in calls(path) if name in makers] == []
    assert "from_markup" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_widgets_get_text_through_the_kit_alone(path: Path) -> None:
    """Textual reads text given to these widgets as markup; those of the kit take content."""
    widgets = {
        "Static",
        "Label",
        "Button",
        "OptionList",
        "Markdown",
        "DataTable",
        "Tree",
        "RichLog",
        "notify",
    }

    assert [
        ast.unparse(call)
        for name, call in calls(path)
        if name in widgets and "markup=False" not in ast.unparse(call)
    ] == []


def test_the_page_widget_never_reads_markup() -> None:
    tree = ast.parse((FOLDER / "kit" / "flow_view.py").read_text("utf-8"))
    (maker,) = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and "super().__init__(self.flow" in ast.unparse(node)
    ]

    assert {keyword.arg: ast.unparse(keyword.value) for keyword in maker.keywords}[
        "markup"
    ] == "False"
