"""The search over the help: pages, lists and glossaries."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnms.engine.help.pages import SETTINGS_TITLE, matches, pages, search, terms
from learnms.settings import Settings
from learnms.tui.kit.key_help import rows

HOME = Path("/data")


@pytest.mark.parametrize(
    ("query", "text", "is_found"),
    [
        ("rel", "a Relapse", True),
        ("REL new", "new relapse", True),
        ("lapse", "relapse", False),
        ("rel old", "new relapse", False),
        ("", "anything", False),
        ("?!", "anything", False),
    ],
)
def test_every_word_begins_a_word(query: str, text: str, is_found: bool) -> None:
    assert matches(query, text) is is_found


def test_terms_come_once_and_exact_ones_first() -> None:
    first = [("B cells", "White blood cells."), ("cells", "Small units.")]
    second = [("b cells", "White blood cells."), ("B cells", "Another meaning.")]

    assert terms("cells", [first, second]) == [
        ("cells", "Small units."),
        ("b cells", "White blood cells."),
        ("B cells", "Another meaning."),
    ]
    assert terms("", [first]) == []


def test_of_a_list_only_the_items_that_match_are_found() -> None:
    hits = search("quiz", Settings(who="student"), HOME)

    items = [hit.text for hit in hits if hit.text.startswith("- ")]
    assert items
    assert all("quiz" in item.casefold() and "\n" not in item for item in items)


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("interval", "How scheduling works"),
        ("intervals", "Keys · Browse"),
        ("weekend", SETTINGS_TITLE),
        ("region", SETTINGS_TITLE),
        ("bookmark", "Keys · Review"),
    ],
)
def test_other_words_and_settings_are_found(query: str, title: str) -> None:
    settings = Settings(who="student")

    assert title in [hit.title for hit in search(query, settings, HOME, rows(settings))]


def test_the_page_about_decks_names_three_commands_and_the_folder() -> None:
    listed = {page.title: page.text for page in pages(Settings(who="instructor"), HOME)}

    text = listed["Write a deck"]
    assert all(f"learnms {name} my-deck.yaml" in text for name in ("new", "preview", "check"))
    assert "**/data/decks**" in text
    assert "Write a deck" not in {page.title for page in pages(Settings(who="patient"), HOME)}
