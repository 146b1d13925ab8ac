"""Decks that are changed, cut off or removed while they are studied: the session goes on with what
it has, and a file that cannot be read keeps its last good cards, with a line number.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from learnms.decks.load import Sources, load
from learnms.engine.review.start import start_review
from learnms.study.event import Rating
from tests.conftest import DECK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from learnms.engine.workspace import Workspace
    from tests.end_to_end.place import Place

CARDS = DECK.count("  - id: ")


def studied(workspace: Workspace) -> set[str]:
    """The ids of the cards that can be studied."""
    return {
        card
        for (card,) in workspace.queries.opened.connection.execute(
            "SELECT DISTINCT card FROM card_index"
        )
    }


def cut_places(times: int, seed: int) -> list[int]:
    length = len(DECK.encode())
    source = random.Random(seed)
    return sorted(source.sample(range(length), min(times, length)))


def cut_everywhere(start: Callable[[], Workspace], deck: Path, places: list[int]) -> None:
    """Cut the file off at each place, from the end on, while a review is open."""
    whole = DECK.encode()
    workspace = start()
    review = start_review(workspace)
    everything = studied(workspace)
    assert len(everything) == CARDS
    kept = everything
    for number, place in enumerate(reversed(places)):
        item = review.item
        deck.write_bytes(whole[:place])
        os.utime(deck, ns=(number, number))
        workspace.refresh()
        (file,) = workspace.queries.decks()
        is_whole = load(deck, "deck.yaml", Sources(), None).parsed

        assert review.item is item
        if not is_whole:
            assert studied(workspace) == kept
            assert any(problem["line"] >= 1 for problem in file.problems)
        kept = studied(workspace)
        assert kept <= everything
    review.grade(Rating.GOOD)
    deck.write_bytes(whole)
    workspace.refresh()

    assert studied(workspace) == everything
    assert review.answered == 1


def test_a_deck_cut_off_anywhere_keeps_its_cards(
    open_workspace: Callable[[], Workspace], deck_file: Path
) -> None:
    cut_everywhere(open_workspace, deck_file, cut_places(60, 1))


@pytest.mark.long
def test_a_deck_cut_off_at_a_thousand_places_keeps_its_cards(
    open_workspace: Callable[[], Workspace], deck_file: Path
) -> None:
    cut_everywhere(open_workspace, deck_file, cut_places(1_000, 2))


@pytest.mark.parametrize("atomic", [True, False], ids=["atomic", "in place"])
def test_a_review_goes_on_while_its_deck_is_rewritten(place: Place, atomic: bool) -> None:
    place.known_learner("instructor")
    window = place.open("review")
    window.shows("What does ocrelizumab bind?", "space Show")
    changed = DECK.replace("CD20", "another protein", 1)
    if atomic:
        new = place.folder / "deck.new"
        new.write_text(changed, "utf-8")
        new.replace(place.deck)
    else:
        with place.deck.open("r+", encoding="utf-8") as file:
            file.write(changed[: len(changed) // 2])
            file.truncate()
    window.send(" ")
    window.shows("CD20", "1 Again")
    window.send("3")
    window.shows("2 of 8")
    place.deck.unlink()
    window.send("q")

    assert window.code() == 0
    assert place.answers() == [("card-flash", 3)]


def test_a_bad_reload_names_the_line_and_offers_the_last_good_cards(place: Place) -> None:
    place.known_learner("instructor")
    assert place.json("due")["new"] == CARDS
    place.deck.write_text(DECK.replace("    type: [CD20, cd-20]", '    type: ["CD20, cd-20]'))
    line = DECK.partition("    type:")[0].count("\n") + 1
    done = place.run("check", str(place.deck), "--format", "short")

    assert place.json("due")["new"] == CARDS
    assert done.returncode == 1
    assert f"deck.yaml:{line}:" in done.stdout
    review = place.run("review", "--plain", typed="\n3\nq\n")
    assert review.returncode == 0, review.stderr
    assert place.answers() == [("card-flash", 3)]
