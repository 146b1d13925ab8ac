"""`learnms decks DECK` and `learnms decks --coverage`."""

from __future__ import annotations

from tests.cli.conftest import Run


def test_the_page_of_a_deck(run: Run) -> None:
    ran = run("decks", "small-deck")

    assert ran.code == 0
    assert ran.out.startswith("A small deck\n")
    assert "Sources:" in ran.out


def test_topics_against_the_blueprint(run: Run) -> None:
    ran = run("decks", "--coverage")

    assert ran.code == 0
    assert "Basics" in ran.out
    assert "no topic" in ran.out


def test_both_as_json(run: Run) -> None:
    for words in (("decks", "--coverage", "--json"), ("decks", "small-deck", "--json")):
        (page,) = run(*words).json
        assert page["id"] == "small-deck"
        assert {"topics", "sources", "checked", "problems", "disclaimer"} <= set(page)


def test_a_deck_that_is_not_there(run: Run) -> None:
    ran = run("decks", "nowhere")

    assert ran.code == 2
    assert "No deck `nowhere` in the library." in ran.err
