"""The page of a deck as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.decks.deck import deck_page
from learnms.engine.decks.own_copy import OFFER_COPY_TO_ADD, copy_to_own
from learnms.engine.decks.page import document
from learnms.engine.document import Fold
from learnms.engine.form import Action
from learnms.engine.home.cases import listed
from learnms.engine.queries import scope_of
from learnms.errors import LearnmsError
from learnms.paths import is_shipped
from learnms.plain.kit.console import NOTHING_CHANGED, agreed, one_line, refused
from learnms.plain.kit.document import tell
from learnms.plain.kit.form import ask_row
from learnms.plain.kit.menu import choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.decks.deck import DeckPage
    from learnms.engine.decks.new_card import NewCard
    from learnms.engine.form import Form, Row
    from learnms.engine.home.cases import CaseRow
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console
    from learnms.settings import Settings


def run(workspace: Workspace, lines: Console, deck: str) -> None:
    """Show the page of a deck, then its cards or the form of a new one, until enter is pressed."""
    page = deck_page(workspace.queries, deck, scope_of(workspace.settings))
    lines.say()
    lines.say(f"{one_line(page.title)}.")
    tell_page(page, workspace.settings, lines, listed(workspace))
    adds = "" if workspace.settings.is_patient else " n: add a card."
    for line in choices(lines, lambda: f"b: search its cards.{adds} Enter: back."):
        if line == "b":
            from learnms.plain.browse import run as browse

            browse(workspace, lines, f"deck:{deck}")
        elif line == "n" and adds:
            new_card(workspace, lines, deck)
        else:
            lines.say(refused(line) if line != "?" else "Type one of the letters, or press enter.")


def new_card(workspace: Workspace, lines: Console, deck: str) -> None:
    """Ask for a card and write it into the deck's file; a shipped deck is copied first."""
    from learnms.engine.decks.new_card import NewCard, card_form, deck_choices, write_card

    try:
        path = deck_page(workspace.queries, deck).path
        workspace.require_writable("Nothing was added.")
        if is_shipped(path):
            if not agreed(lines, f"{OFFER_COPY_TO_ADD} y: copy. Enter: cancel."):
                lines.say(NOTHING_CHANGED)
                return
            path = str(copy_to_own(path, workspace.home_folder)[0])
        choice_of = deck_choices(path)
        card = NewCard()
        asked = set[str]()
        while (row := _next_row(card_form(card, choice_of), asked)) is not None:
            asked.add(row.name)
            card = ask_row(lines, row, is_step=True) or card
        if agreed(lines, "y: add this card. Enter: cancel."):
            for sentence in write_card(workspace, path, card).sentences():
                lines.say(sentence)
            workspace.refresh()
        else:
            lines.say("Not added.")
    except LearnmsError as error:
        lines.say(str(error))


def _next_row(form: Form[NewCard], asked: set[str]) -> Row[NewCard] | None:
    """The first row that was not asked yet."""
    rows = [row for row, _, _ in form.lines() if not isinstance(row, Action)]
    return next((row for row in rows if row.name not in asked), None)


def tell_page(
    page: DeckPage, settings: Settings, lines: Console, cases: Sequence[CaseRow] = ()
) -> None:
    """Say the page without its title. A patient is not read the sources."""
    blocks = document(page, settings, cases)
    if settings.is_patient:
        blocks = tuple(block for block in blocks if not isinstance(block, Fold))
    tell(blocks, lines)
