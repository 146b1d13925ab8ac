"""Cards vanish and return, and their ids are renamed again and again: each memory follows its card,
and no other card gets anything of it.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from learnms.engine.workspace import Workspace
from learnms.study.event import Draft, Part
from tests.conftest import Clock
from tests.end_to_end.deck_model import SHAPES, ModelDeck

if TYPE_CHECKING:
    from learnms.store.log.writer import Store
    from learnms.study.memory import Memory

PARTS: dict[str, tuple[str | None, ...]] = {"both-ways": (None, "rev"), "cloze": ("c1", "c2")}
"""The parts of the cards that have some."""

cards = st.integers(0, len(SHAPES) - 1)


class Vanishing(RuleBasedStateMachine):
    """A learner who answers, and an author who removes, brings back, rewords and renames."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="learnms-vanish-"))
        self.clock = Clock()
        self.deck = ModelDeck(self.folder / "deck.yaml")
        self.expected: dict[tuple[int, str | None], Memory] = {}
        self.workspace: Workspace | None = None

    @initialize()
    def begin(self) -> None:
        self.publish()
        for number in range(len(SHAPES)):
            self.answer(number, 1 + number % 4, 0)

    @property
    def store(self) -> Store:
        assert self.workspace is not None
        assert self.workspace.store is not None
        return self.workspace.store

    def publish(self) -> None:
        """Write the deck, and begin a new run of the program."""
        self.deck.write()
        if self.workspace is not None:
            self.workspace.close()
        self.workspace = Workspace(self.folder / "home", [str(self.deck.path)], self.clock)
        self.workspace.open_store()

    @rule(number=cards, rating=st.integers(1, 4), which=st.integers(0, 1))
    def answer(self, number: int, rating: int, which: int) -> None:
        card = self.deck.cards[number]
        if not card.present:
            return
        parts = PARTS.get(card.shape, (None,))
        part = Part(card.id, parts[which % len(parts)])
        self.store.append(
            [Draft(kind="review", card=part.card, part=part.part, rating=rating, target=0.9)]
        )
        assert self.workspace is not None
        self.expected[number, part.part] = self.workspace.queries.memory.memory(part)

    @rule(number=cards)
    def vanish_or_return(self, number: int) -> None:
        self.deck.cards[number].present = not self.deck.cards[number].present
        self.publish()

    @rule(number=cards, times=st.integers(1, 3), seen=st.booleans())
    def rename(self, number: int, times: int, *, seen: bool) -> None:
        """Another id, perhaps several times, where learners see each of them or only the last."""
        card = self.deck.cards[number]
        for _ in range(times):
            card.ids.append(f"{'a' if len(card.ids) % 2 else 'z'}-{card.shape}-{len(card.ids)}")
            if seen:
                self.publish()
        if not seen:
            self.publish()

    @rule(number=cards)
    def reword(self, number: int) -> None:
        self.deck.cards[number].wording += 1
        self.publish()

    @rule(first=cards, second=cards)
    def change_places(self, first: int, second: int) -> None:
        """The order in the file says nothing."""
        order = self.deck.cards
        texts = [order[first], order[second]]
        shown = ModelDeck(self.deck.path, [card for card in order if card not in texts] + texts)
        shown.write()
        self.publish()

    @rule(days=st.integers(1, 40))
    def later(self, days: int) -> None:
        self.clock.at += timedelta(days=days)

    @rule()
    def rebuild(self) -> None:
        assert self.store.rebuild().changed == 0

    @invariant()
    def each_memory_is_with_its_card_and_nowhere_else(self) -> None:
        if self.workspace is None:
            return
        known = {
            row.part: row.memory
            for row in self.workspace.queries.memory.memories(self.workspace.today)
            if not row.memory.is_new
        }
        assert known == {
            Part(self.deck.cards[number].last_seen_as, part): memory
            for (number, part), memory in self.expected.items()
        }

    def teardown(self) -> None:
        if self.workspace is not None:
            for card in self.deck.cards:
                card.present = True
            self.publish()
            self.each_memory_is_with_its_card_and_nowhere_else()
            self.rebuild()
            self.workspace.close()
        shutil.rmtree(self.folder)


@pytest.mark.parametrize("examples", [4, pytest.param(40, marks=pytest.mark.long)])
def test_each_memory_follows_its_card(examples: int) -> None:
    run_state_machine_as_test(
        Vanishing,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            phases=[phase for phase in Phase if phase is not Phase.explain],
        ),
    )
