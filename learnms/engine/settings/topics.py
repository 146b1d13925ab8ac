"""The topics and decks that can have settings of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.queries import scope_of
from learnms.engine.wording import short_titles

if TYPE_CHECKING:
    from learnms.engine.settings.form import TopicRow
    from learnms.engine.workspace import Workspace
    from learnms.store.records import DeckRow


def topics(workspace: Workspace) -> list[TopicRow]:
    """The topics of the decks offered to the learner."""
    from learnms.engine.settings.form import TopicRow

    return [
        TopicRow(f"{row.deck_id}/{key}", title or key, row.title)
        for row in _offered(workspace)
        for key, title, _ in row.head.get("topics", [])
    ]


def decks(workspace: Workspace) -> list[tuple[str, str]]:
    """The ids and titles of the decks offered to the learner."""
    rows = [row for row in _offered(workspace) if row.total]
    titles = short_titles([row.title for row in rows])
    return list(zip((row.deck_id for row in rows), titles, strict=True))


def _offered(workspace: Workspace) -> list[DeckRow]:
    return [
        row
        for row in workspace.queries.decks(scope_of(workspace.settings))
        if row.total or row.explicit
    ]
