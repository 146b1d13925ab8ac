"""The quick side paints the first card, so it must not pay for the writing side."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import learnms
from learnms.store.sqlite.connection import open_writer
from tests.factories.store import CountingParser, age, card, deck, load, run_python

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
        ".deck_cache.check",
        ".deck_cache.library",
        ".first_paint",
    ],
)
def test_the_quick_side_imports_nothing_heavy(module: str) -> None:
    script = (
        f"import sys, learnms.store{module}; print([name for name in {HEAVY} if name in"
        " sys.modules])"
    )

    assert run_python(script).stdout.strip() == "[]"


def test_what_goes_through_sqlmodel_is_made_when_it_is_asked_for(tmp_path: Path) -> None:
    open_writer(tmp_path).close()  # a new file is made by SQLModel
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


OPENS_WHAT_IS_THERE = f"""
import sys
from datetime import date
from pathlib import Path
from learnms.store.deck_cache.refresh import refresh
from learnms.store.sqlite.connection import open_reader, open_writer
for opening in (open_writer, open_reader):
    opened = opening(Path(sys.argv[1]))
    report = refresh(opened.connection, [sys.argv[2]], None, writable=opened.writable,
                     today=date(2026, 11, 23))
    print(report.parsed, [name for name in {HEAVY} if name in sys.modules])
    opened.close()
"""


def test_an_existing_file_with_unchanged_decks_is_opened_without_the_writing_side(
    tmp_path: Path,
) -> None:
    file = deck(tmp_path / "a.json", card("card-a"))
    age(file)
    opened = open_writer(tmp_path / "home")
    load(opened, CountingParser(), file)
    opened.close()

    said = run_python(OPENS_WHAT_IS_THERE, str(tmp_path / "home"), file).stdout.splitlines()

    assert said == ["() []", "() []"]


PACKAGE = Path(learnms.__file__).parent
STATEMENT = re.compile(
    r"\s*(SELECT|INSERT|UPDATE|DELETE FROM|CREATE|DROP|PRAGMA|BEGIN|COMMIT|WITH \w+ AS)\b"
)
RAW_SQL = {
    "store/first_paint.py": "what is asked before SQLModel is imported",
    "store/sqlite/connection.py": "pragmas, and whether the file can be read",
    "store/sqlite/schema.py": "versions, and the steps of older ones, which models do not know",
    "store/sqlite/health.py": "what SQLite says about a file, whatever tables it has",
    "store/sqlite/log_head.py": "the end of the log, read before SQLModel is imported",
    "store/sqlite/snapshot.py": "the transaction of a reader, and a copy of what is temporary",
    "store/sqlite/backup.py": "the tables of a copy, whatever version they have",
    "store/sqlite/errors.py": "the pragma that names the file",
    "store/deck_cache/check.py": "which decks changed, which is asked before SQLModel is imported",
    "store/deck_cache/library.py": "the temporary library, made before SQLModel is imported",
    "store/deck_cache/write.py": "temporary tables of the names of stored ones",
    "store/log/copies.py": "what of a damaged file is readable, which models do not know",
    "store/log/engine.py": "how a transaction begins",
    "store/log/replay_check.py": "derived tables as they are, to compare them row by row",
    "store/log/integrity.py": "rows that no model can hold, checked before SQLModel is imported",
    "exchange/anki/collection.py": "the tables of Anki, whose models are not ours",
}
"""The modules that hold statements in SQL, and why."""


def statements_in(path: Path) -> list[str]:
    """The texts of a module that begin as a statement in SQL does."""
    return [
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and STATEMENT.match(node.value)
    ]


def test_statements_in_sql_stand_in_few_modules() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if statements_in(path)
    }

    assert found == RAW_SQL.keys()


def test_what_is_read_before_sqlmodel_stays_small() -> None:
    assert (PACKAGE / "store" / "first_paint.py").read_text("utf-8").count("\n") <= 277
