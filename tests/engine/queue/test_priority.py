"""In which order new cards come: by priority across all decks, then by deck and file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from learnms.engine.exam.readiness import readiness
from learnms.engine.forecast.snapshot import take_snapshot
from learnms.engine.home.home import home_view
from learnms.engine.queue.today import plan_review, waiting
from learnms.engine.workspace import Workspace
from learnms.study.event import Draft, Part
from tests.factories.exam import deck, opened, with_exam


def ranked(ident: str, *priorities: str, order: int | None = None) -> str:
    """A deck with a card of each of these priorities."""
    text = deck(len(priorities), ident)
    for n, priority in enumerate(priorities):
        text = text.replace(f"Answer {n}\n", f"Answer {n}\n    priority: {priority}\n")
    return text if order is None else f"order: {order}\n{text}"


LATER = ranked("later", "extra", "standard", "core", "core", order=20)
SOONER = ranked("sooner", "standard", "extra", "core", order=10)
LAST = ranked("last", "core", "extra")
IN_ORDER = [
    *("sooner-002", "later-002", "later-003", "last-000"),
    *("sooner-000", "later-001"),
    *("sooner-001", "later-000", "last-001"),
]
CORE, STANDARD = IN_ORDER[:4], IN_ORDER[4:6]


def new_cards(workspace: Workspace, new: int | None = None) -> list[str]:
    queue = plan_review(workspace.queries, workspace.settings, workspace.today, new=new)
    return [part.card for part in queue.parts]


def test_new_cards_come_by_priority_across_the_decks_then_by_the_order_of_decks(
    tmp_path: Path,
) -> None:
    with opened(tmp_path, LAST, LATER, SOONER) as workspace:
        assert new_cards(workspace) == IN_ORDER
        assert new_cards(workspace, new=3) == IN_ORDER[:3]


def test_decks_without_an_order_follow_by_their_files(tmp_path: Path) -> None:
    decks = [ranked("zebra", "core"), ranked("apple", "core"), ranked("middle", "core", order=99)]
    with opened(tmp_path, *decks) as workspace:
        assert new_cards(workspace) == ["middle-000", "zebra-000", "apple-000"]


def test_the_decks_are_listed_in_their_order(tmp_path: Path) -> None:
    with opened(tmp_path, LAST, LATER, SOONER) as workspace:
        ids = [row.deck_id for row in workspace.queries.decks()]

    assert ids == ["sooner", "later", "last"]


def test_what_is_put_forward_comes_before_core(tmp_path: Path) -> None:
    with opened(tmp_path, LAST, LATER, SOONER) as workspace:
        workspace.open_store().append([Draft(kind="due", card="last-001", due=workspace.today)])

        assert new_cards(workspace, new=2) == ["last-001", IN_ORDER[0]]


def test_extra_cards_can_be_left_out(tmp_path: Path) -> None:
    with opened(tmp_path, LAST, LATER, SOONER, extra=False) as workspace:
        assert new_cards(workspace) == CORE + STANDARD
        assert {row.deck_id: row.total for row in workspace.queries.decks()} != {}
        totals = {row.deck_id: row.total for row in workspace.queries.offered(workspace.settings)}
        assert totals == {"sooner": 2, "later": 3, "last": 1}
        assert home_view(workspace).new == 6
        workspace.choose(replace(workspace.settings, extra=True))
        assert new_cards(workspace) == IN_ORDER


def test_extra_cards_stay_out_of_a_deck_that_is_chosen(tmp_path: Path) -> None:
    with opened(tmp_path, LATER, extra=False) as workspace:
        waits = waiting(
            workspace.queries, workspace.settings, workspace.today, decks=["later"], new=9
        )

    assert [row.part.card for row in waits.new] == ["later-002", "later-003", "later-001"]


def test_an_extra_card_that_is_left_out_is_not_due_and_comes_back_with_the_setting(
    tmp_path: Path,
) -> None:
    with opened(tmp_path, ranked("only", "extra"), extra=False) as workspace:
        store = workspace.open_store()
        store.append([Draft(kind="review", card="only-000", rating=1, target=0.9)])
        workspace.clock.forward(days=30)  # type: ignore[attr-defined]

        assert new_cards(workspace) == []
        workspace.choose(replace(workspace.settings, extra=True))
        assert new_cards(workspace) == ["only-000"]


@pytest.mark.parametrize("minutes", [1, 600])
def test_a_plan_brings_new_cards_by_priority(tmp_path: Path, minutes: int) -> None:
    with opened(tmp_path, LAST, LATER, SOONER) as workspace:
        with_exam(workspace, 5, minutes=minutes)
        new = new_cards(workspace)
        now = take_snapshot(workspace.queries, workspace.settings, workspace.today, of_plan=True)
        course = [now.rows[index].part for index in now.parts.new]

    assert new
    assert set(new) <= set(IN_ORDER[: max(len(new), len(CORE))])
    assert course == [Part(card) for card in IN_ORDER]


def test_a_plan_leaves_extra_cards_out_of_its_sum(tmp_path: Path) -> None:
    with opened(tmp_path, LAST, LATER, SOONER) as workspace:
        with_exam(workspace, 30, minutes=60)
        everything = readiness(workspace, search=False)
        workspace.choose(replace(workspace.settings, extra=False))
        without = readiness(workspace, search=False)

    assert everything.parts - without.parts == 3
