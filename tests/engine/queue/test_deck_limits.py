"""A deck's own limit of new cards a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from learnms.analysis.simulation.simulate import Parts, Rules, simulate
from learnms.engine.decks.deck import deck_page
from learnms.engine.decks.page import document
from learnms.engine.document import Paragraph
from learnms.engine.forecast.snapshot import take_snapshot
from learnms.engine.home.home import home_view
from learnms.engine.queue.today import waiting
from learnms.engine.settings.form import settings_form
from learnms.engine.settings.topics import decks as offered_decks
from learnms.engine.workspace import Workspace
from learnms.settings import Settings, SettingsError, read_settings, write_settings
from tests.conftest import Clock
from tests.factories.decks import HEAD, SOURCES
from tests.factories.search import answered
from tests.factories.simulation import CURVE, GOOD, add


@pytest.fixture
def two(tmp_path: Path, deck_file: Path, clock: Clock) -> Iterator[Workspace]:
    """Two decks of eight cards, the first with at most three new ones a day."""
    for name in ("a", "b"):
        cards = "".join(
            f"  - id: {name}-{number}\n    ask: Card {name} {number}?\n    answer: yes\n"
            "    source: uspi §1\n    checked: 2026-11-22\n"
            for number in range(8)
        )
        text = HEAD.format(audience="nurse").replace("id: dosing", f"id: {name}") + SOURCES
        deck_file.with_name(f"{name}.yaml").write_text(f"{text}cards:\n{cards}", "utf-8")
    deck_file.unlink()
    settings = Settings(new_per_deck=(("a", 3),))
    write_settings(tmp_path / "home", settings)
    with Workspace(tmp_path / "home", [str(deck_file.parent)], clock) as workspace:
        yield workspace


def new_of(workspace: Workspace, decks: list[str] | None = None, new: int | None = None) -> str:
    """The decks of the new cards of today, a letter each."""
    counts = waiting(workspace.queries, workspace.settings, workspace.today, decks=decks, new=new)
    return "".join(sorted(row.deck_id for row in counts.new))


def test_a_deck_brings_no_more_and_others_fill_the_day(two: Workspace) -> None:
    assert new_of(two) == "aaabbbbbbb"
    assert new_of(two, ["a"]) == "aaa"
    two.choose(replace(two.settings, new_per_deck=(("a", 0),)))
    assert new_of(two) == "b" * 8


def test_the_general_limit_is_the_ceiling(two: Workspace) -> None:
    two.choose(replace(two.settings, new_per_day=2))
    assert new_of(two, ["a"]) == "aa"


def test_cards_learned_today_count(two: Workspace) -> None:
    answered(two, "a-0")
    assert new_of(two) == "aabbbbbbb"


def test_a_number_for_a_chosen_deck_replaces_its_limit(two: Workspace) -> None:
    assert new_of(two, ["a"], 5) == "aaaaa"
    assert new_of(two, None, 20) == "aaabbbbbbbb"


def test_home_and_forecast_agree(two: Workspace) -> None:
    assert {row.id: row.new for row in home_view(two).decks} == {"a": 3, "b": 7}
    now = take_snapshot(two.queries, two.settings, two.today)
    assert simulate(now.parts, now.rules(), now.habits, now.curve, 2, 1).asked[0] == 10
    two.choose(replace(two.settings, new_per_deck=(("a", 1), ("b", 2))))
    now = take_snapshot(two.queries, two.settings, two.today)
    rules = now.rules()
    assert rules.decks == {"a": (1, 1), "b": (2, 2)}
    assert simulate(now.parts, rules, now.habits, now.curve, 2, 1).asked[0] == 3


def test_a_simulated_deck_brings_its_number_each_day() -> None:
    parts, free = Parts(), Parts()
    for _ in range(6):
        parts.limited[add(parts, planned=False)] = "a"
        add(free, planned=False)
    run = simulate(parts, Rules(5, 5, decks={"a": (1, 2)}), GOOD, CURVE, 1, 1)
    assert run.asked == [1]
    assert simulate(free, Rules(5, 5), GOOD, CURVE, 1, 1).asked == [5]


def test_the_file_holds_a_table(tmp_path: Path) -> None:
    settings = Settings(new_per_deck=(("dosing", 3), ("safety", 0)))
    write_settings(tmp_path, settings)
    assert read_settings(tmp_path) == settings
    path = tmp_path / "settings.toml"
    assert "dosing = 3" in path.read_text("utf-8")
    path.write_text("[new_per_deck]\ndosing = -1\n", "utf-8")
    with pytest.raises(SettingsError, match=r"new_per_deck\.dosing` must be a whole number"):
        read_settings(tmp_path)


def test_the_settings_and_the_page_of_the_deck_show_it(two: Workspace) -> None:
    form = settings_form(two.settings, (), offered_decks(two))
    assert form.row("new_per_deck").words == "1 set"
    row = form.row("new_per_deck/b")
    assert row.words == "no separate limit"
    two.choose(row.put(4))  # type: ignore[attr-defined]
    assert two.settings.new_per_deck == (("a", 3), ("b", 4))
    page = document(deck_page(two.queries, "b"), two.settings)
    texts = [block.text for block in page if isinstance(block, Paragraph)]
    assert "At most 4 new cards a day from this deck (Settings)." in texts
