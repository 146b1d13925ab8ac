"""The quick side paints the first card, so it must not pay for the writing side."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.store import run_python

HEAVY = (
    "('sqlmodel', 'sqlalchemy', 'pydantic', 'yaml', 'fsrs', 'textual', 'learnms.study.replay',"
    " 'learnms.study.schedule')"
)


@pytest.mark.parametrize(
    "module",
    [
        "",
        ".sqlite.lock",
        ".sqlite.schema",
        ".sqlite.connection",
        ".deck_cache.refresh",
        ".deck_cache.parsed",
        ".read.memory",
        ".read.deck_rows",
        ".read.home_log",
    ],
)
def test_the_quick_side_imports_nothing_heavy(module: str) -> None:
    script = (
        f"import sys, learnms.store{module}; print([name for name in {HEAVY} if name in"
        " sys.modules])"
    )

    assert run_python(script).stdout.strip() == "[]"


def test_what_goes_through_sqlmodel_is_made_when_it_is_asked_for(tmp_path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
from learnms.engine.queries import Queries
from learnms.store.sqlite.connection import open_writer
opened = open_writer(Path({str(tmp_path)!r}))
queries = Queries(opened)
print('sqlmodel' in sys.modules)
print(queries.events.count())
print('sqlmodel' in sys.modules)
"""

    assert run_python(script).stdout.split() == ["False", "0", "True"]


def test_the_package_itself_imports_nothing() -> None:
    script = (
        "import sys, learnms; before = set(sys.modules); import learnms.store;"
        " print(sorted(set(sys.modules) - before))"
    )

    assert run_python(script).stdout.strip() == "['learnms.store']"
