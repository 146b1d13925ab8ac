"""What a search selects for a review, a practice or a quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.search.query import parse
from learnms.engine.browse.search import Browser, Found, names_deck
from learnms.engine.voice import voice_of
from learnms.errors import LearnmsError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from learnms.engine.queries import Queries
    from learnms.settings import Settings
    from learnms.store.records import DeckRow
    from learnms.study.event import Part

NOTHING = {
    "review": "Nothing to review among these cards today.",
    "ahead": "Nothing to study ahead among these cards.",
    "cram": "None of these cards is learned yet.",
}
"""Sentences for a session that would ask nothing."""
NO_MATCH = "No cards match this search."


class Selection(NamedTuple):
    """What a query selects. `decks` are the ids of their decks where the learner is not offered
    all of them or named some, else None.

    `parts` are those of cards; `cards` are the ids of cards and cases, `drafts` the places of cards
    without an id, for a quiz. `remarks` name the terms that match nothing.
    """

    query: str
    decks: list[str] | None
    parts: frozenset[Part]
    cards: frozenset[str]
    drafts: frozenset[tuple[str, int]]
    remarks: tuple[str, ...] = ()


def select(
    queries: Queries,
    settings: Settings,
    today: date,
    query: str,
    decks: Sequence[str] | None = None,
) -> Selection:
    """The cards that a query finds in these decks, or in the learner's own. If the own have none,
    or the query names a deck, those of other decks.

    Raises:
        UsageError: a term of the query is not valid; the rest would select other cards.
        LearnmsError: nothing is found.
    """
    browser = Browser(queries, today, voice=voice_of(settings))
    return selected(browser, browser.find(query), query, queries.offered(settings), decks)


def selected(
    browser: Browser,
    result: Found,
    query: str,
    offered: Sequence[DeckRow],
    decks: Sequence[str] | None = None,
) -> Selection:
    """The selection of the rows that a search has found. `offered` are the learner's own decks.

    Raises:
        UsageError: a term of the query is not valid.
        LearnmsError: nothing is found.
    """
    if mistakes := parse(query).remarks:
        raise UsageError(f"The search is not valid: {mistakes[0]}")
    index, groups = browser.index, browser.index.columns.group
    chosen = decks
    if decks is None and not names_deck(query):
        chosen = [row.deck_id for row in offered]
    among = [row for row in result.rows if chosen is None or groups[row].deck.key in chosen]
    is_own = decks is None and chosen is not None and bool(among)
    if decks is None:
        among = among or list(result.rows)
    if not among:
        raise LearnmsError(" ".join(result.remarks) or NO_MATCH)
    found = [(row, index.part(row), index.kind(row)) for row in among]
    return Selection(
        query,
        None if is_own else sorted({groups[row].deck.key for row in among}),
        frozenset(part for _, part, kind in found if part is not None and kind == "card"),
        frozenset(part.card for _, part, _ in found if part is not None),
        frozenset(index.place(row) for row, _, kind in found if kind == "draft"),
        result.remarks,
    )
