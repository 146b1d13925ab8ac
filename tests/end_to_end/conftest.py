"""A place per test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import DECK
from tests.end_to_end.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A learner's place with the shared small deck."""
    made = Place(tmp_path)
    made.deck.write_text(DECK, "utf-8")
    yield made
    made.close()
