"""The topics that can have their own desired retention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.queries import scope_of

if TYPE_CHECKING:
    from learnms.engine.settings.form import TopicRow
    from learnms.engine.workspace import Workspace


def topics(workspace: Workspace) -> list[TopicRow]:
    """The topics of the decks offered to the learner."""
    from learnms.engine.settings.form import TopicRow

    rows = [
        row
        for row in workspace.queries.decks(scope_of(workspace.settings))
        if row.total or row.explicit
    ]
    return [
        TopicRow(f"{row.deck_id}/{key}", title or key, row.title)
        for row in rows
        for key, title, _ in row.head.get("topics", [])
    ]
