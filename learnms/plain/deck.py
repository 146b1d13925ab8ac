"""The page of a deck as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.decks.deck import deck_page
from learnms.engine.decks.page import document
from learnms.engine.document import Fold
from learnms.engine.home.cases import listed
from learnms.plain.kit.console import one_line
from learnms.plain.kit.document import tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.decks.deck import DeckPage
    from learnms.engine.home.cases import CaseRow
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console
    from learnms.settings import Settings


def run(workspace: Workspace, lines: Console, deck: str) -> None:
    """Show the page of a deck."""
    page = deck_page(workspace.queries, deck)
    lines.say()
    lines.say(f"{one_line(page.title)}.")
    tell_page(page, workspace.settings, lines, listed(workspace))


def tell_page(
    page: DeckPage, settings: Settings, lines: Console, cases: Sequence[CaseRow] = ()
) -> None:
    """Say the page without its title. A patient is not read the sources."""
    blocks = document(page, settings, cases)
    if settings.is_patient:
        blocks = tuple(block for block in blocks if not isinstance(block, Fold))
    tell(blocks, lines)
