"""What is stored of decks can be made anew: damage in it is thrown away, and never seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from learnms.engine.browse.index import Index
from learnms.engine.home.home import home_view
from learnms.engine.quiz.build import QuizSpec, build
from learnms.engine.workspace import Workspace
from tests.engine.quiz.test_quiz import CASE
from tests.factories.search import entries

OpenWorkspace = Callable[[], Workspace]
DAMAGE = [
    "UPDATE deck_cache SET head = '{' || head",
    "UPDATE deck_cache SET head = replace(head, 'topics', 'uopics')",
    "UPDATE deck_cache SET head = CAST(x'ff' || head AS TEXT)",
    "UPDATE deck_cache SET problems = '[{}]'",
    "UPDATE deck_card SET body = '{' || body",
    "UPDATE deck_card SET body = replace(body, 'forms', 'gorms')",
    "UPDATE deck_card SET body = ''",
    "UPDATE deck_card SET body = '{\"parts\": [1]}' WHERE position = 1",
    "UPDATE deck_card SET body = x'00ff'",
]


def seen(workspace: Workspace) -> object:
    """Everything that a front asks of the library."""
    library = workspace.queries.library
    index = Index(workspace.queries, workspace.today)
    return (
        home_view(workspace).decks,
        sorted(body.card or "" for body in library.quizzable()),
        len(
            build(
                workspace.queries,
                workspace.settings,
                QuizSpec(seed=7, questions=20),
                workspace.today,
            )
        ),
        library.card_body("card-flash"),
        len(list(library.of_file(workspace.queries.decks()[0].path))),
        sorted(entry.prompt for entry in entries(index)),
        [row.problems for row in workspace.queries.decks()],
    )


def damage(tmp_path: Path, statement: str) -> None:
    with closing(
        sqlite3.connect(tmp_path / "home" / "learnms.db", isolation_level=None)
    ) as connection:
        connection.execute(statement)


@pytest.mark.parametrize("statement", DAMAGE)
def test_damage_in_the_deck_cache_is_parsed_away(
    tmp_path: Path, deck_file: Path, open_workspace: OpenWorkspace, statement: str
) -> None:
    deck_file.write_text(deck_file.read_text("utf-8") + CASE, "utf-8")
    before = seen(open_workspace())
    open_workspace().close()
    damage(tmp_path, statement)

    assert seen(open_workspace()) == before
    open_workspace().close()
    with closing(sqlite3.connect(tmp_path / "home" / "learnms.db")) as connection:
        assert connection.execute(
            "SELECT count(*) FROM deck_card WHERE substr(body, 9, 1) <> '{'"
        ).fetchone() == (0,)


def test_damage_met_in_a_snapshot_is_parsed_away_for_it(
    tmp_path: Path, open_workspace: OpenWorkspace
) -> None:
    workspace = open_workspace()
    before = entries(Index(workspace.queries, workspace.today))
    damage(tmp_path, "UPDATE deck_card SET body = '{' || body")

    with workspace.reading() as queries:
        assert sorted(body.card or "" for body in queries.library.quizzable()) == sorted(
            {entry.part.card for entry in before if entry.part is not None}
        )


def test_damage_met_in_the_middle_of_a_sitting_is_parsed_away(
    tmp_path: Path, open_workspace: OpenWorkspace
) -> None:
    workspace = open_workspace()
    before = seen(workspace)

    damage(tmp_path, "UPDATE deck_card SET body = replace(body, 'CD20', 'CD21')")

    assert seen(workspace) == before


def test_damage_beside_another_writer_is_parsed_away_for_this_process(
    tmp_path: Path, deck_file: Path, open_workspace: OpenWorkspace
) -> None:
    first = open_workspace()
    before = seen(first)
    damage(tmp_path, "UPDATE deck_card SET body = '{' || body")

    second = Workspace(tmp_path / "home", [str(deck_file)], first.clock)

    assert second.read_only
    assert seen(second) == before
    second.close()
