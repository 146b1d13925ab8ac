"""Start a review or a practice session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.home.overview import more_question
from learnms.engine.queue.catch_up import end_backlog
from learnms.engine.queue.today import at_a_time, waiting
from learnms.engine.review.practice_queue import ahead, crammed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.review.practice import Kind, Practice
    from learnms.engine.review.review import Review
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Part

AHEAD = 20
"""How many cards are practised ahead of their day where no number is given, at most."""


def usual_ahead(workspace: Workspace) -> int:
    """How many cards are practised ahead where no number is given: no more than a review asks."""
    return min(AHEAD, at_a_time(workspace.queries, workspace.settings) or AHEAD)


def start_review(
    workspace: Workspace,
    decks: Sequence[str] | None = None,
    limit: int | None = None,
    new: int | None = None,
    found: frozenset[Part] | None = None,
) -> Review:
    """A review whose first question is ready; of the parts that a search `found`, if it is given.

    Raises:
        LearnmsError: nothing can be written here.
    """
    from learnms.engine.review.review import Review

    workspace.open_store()
    end_backlog(workspace)
    return Review(workspace, decks=decks, found=found, limit=limit, new=new)


def start_practice(
    workspace: Workspace,
    kind: Kind,
    decks: Sequence[str] | None = None,
    number: int | None = None,
    found: frozenset[Part] | None = None,
) -> Practice:
    """A session that moves no due day: the parts due next (`ahead`, 20 by default), or all learned
    parts (`cram`); of those that a search `found`, if it is given. Without a number neither asks
    more than a review.

    Raises:
        LearnmsError: nothing can be written here.
    """
    from learnms.engine.review.practice import Practice

    workspace.open_store()
    if kind == "ahead":
        parts = ahead(
            workspace.queries,
            workspace.settings,
            workspace.today,
            decks,
            usual_ahead(workspace) if number is None else number,
            found,
        )
    else:
        if number is None:
            number = at_a_time(workspace.queries, workspace.settings)
        parts = crammed(
            workspace.queries, workspace.settings, workspace.today, decks, number, found
        )
    return Practice(workspace, kind, parts)


def undo_latest(workspace: Workspace) -> tuple[str, Review | None]:
    """Undo the latest event of today. If it was an answer in a review, a new review asks the card
    again.

    Returns what was undone, as a sentence, and that review, or None.

    Raises:
        LearnmsError: nothing can be written here.
    """
    from learnms.engine.cards.actions import Changes, undone_sentence

    changes = Changes(workspace)
    if not changes.undoes_review:
        return undone_sentence(changes.undo(), workspace.voice), None
    review = start_review(workspace)
    event = review.undo()
    is_asked = event is not None and review.item is not None and review.item.part == event.owner
    return review.undone_words(event), review if is_asked else None


def offer_more(workspace: Workspace, deck: str) -> tuple[str, int]:
    """The question whether to learn more new cards of a deck with nothing left today, and how many;
    '' and 0 if it has no new cards.
    """
    number = len(
        waiting(
            workspace.queries,
            workspace.settings,
            workspace.today,
            decks=[deck],
            new=workspace.settings.more_new,
        ).new
    )
    return (
        (
            more_question(workspace.queries.study.studied_on(workspace.today).introduced, number),
            number,
        )
        if number
        else ("", 0)
    )
