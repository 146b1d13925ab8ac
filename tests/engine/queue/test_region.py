"""A learner studies the cards and forms of their region, and those that hold everywhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from learnms.engine.browse.search import Browser
from learnms.engine.question.build import card_of, least_seen
from learnms.engine.queue.today import plan_review, waiting
from learnms.engine.quiz.build import QuizSpec, build
from learnms.engine.workspace import Workspace
from learnms.study.event import Draft
from tests.factories.exam import deck, opened


def regional() -> str:
    """Four cards: for the US, for the EU and Switzerland, and two for everywhere."""
    text = deck(4)
    for n, region in ((0, "us"), (1, "[eu, ch]")):
        text = text.replace(f"Answer {n}\n", f"Answer {n}\n    region: {region}\n")
    for n in range(4):
        text = text.replace(f"answer: Answer {n}\n", f"type: Answer {n}\n")
    return text + (
        "    also:\n"
        "      - {ask: In the US?, type: Yes, region: us}\n"
        "      - {ask: In the EU?, type: Yes, region: eu}\n"
    )


def new_cards(workspace: Workspace) -> list[str]:
    queue = plan_review(workspace.queries, workspace.settings, workspace.today)
    return [part.card for part in queue.parts]


@pytest.mark.parametrize(
    ("region", "cards"),
    [("all", [0, 1, 2, 3]), ("us", [0, 2, 3]), ("ch", [1, 2, 3]), ("uk", [2, 3])],
)
def test_only_what_holds_in_the_region_is_asked(
    tmp_path: Path, region: str, cards: list[int]
) -> None:
    wanted = [f"first-{n:03}" for n in cards]
    with opened(tmp_path, regional(), region=region) as workspace:
        quiz = build(workspace.queries, workspace.settings, QuizSpec(), workspace.today)
        chosen = waiting(
            workspace.queries, workspace.settings, workspace.today, decks=["first"], new=9
        )

        assert new_cards(workspace) == wanted
        assert sorted(asked.card for asked in quiz) == wanted
        assert [row.part.card for row in chosen.new] == wanted


def test_a_card_of_another_region_is_not_due_until_the_region_is_chosen(tmp_path: Path) -> None:
    with opened(tmp_path, regional(), region="uk") as workspace:
        workspace.open_store().append(
            [Draft(kind="review", card="first-000", rating=1, target=0.9)]
        )

        assert "first-000" not in new_cards(workspace)
        workspace.choose(replace(workspace.settings, region="us"))
        assert "first-000" in new_cards(workspace)


@pytest.mark.parametrize(
    ("region", "asked"),
    [
        (None, ["Question 3", "In the US?", "In the EU?"]),
        ("us", ["Question 3", "In the US?"]),
        ("uk", ["Question 3"]),
    ],
)
def test_only_forms_of_the_region_are_drawn(
    tmp_path: Path, region: str | None, asked: list[str]
) -> None:
    from learnms.decks.codec import form_hash

    with opened(tmp_path, regional()) as workspace:
        row = workspace.queries.library.card_body("first-003")
        assert row is not None
        card = card_of(row)
    assert card is not None
    seen: list[str] = []
    drawn = []
    for _ in asked:
        form = least_seen(card, None, seen, region)
        seen.append(form_hash(form, None))
        drawn.append(form.compiled.asks[0][1].prompt)

    assert drawn == asked
    assert form_hash(least_seen(card, None, seen, region), None) == seen[0]


def test_a_quiz_never_turns_to_the_form_of_another_region(tmp_path: Path) -> None:
    from learnms.decks.codec import form_hash

    with opened(tmp_path, regional(), region="us") as workspace:
        row = workspace.queries.library.card_body("first-003")
        assert row is not None
        card = card_of(row)
        assert card is not None
        own, american, _european = (form_hash(form, None) for form in card.forms)
        asked = []
        for _ in range(3):
            quiz = build(workspace.queries, workspace.settings, QuizSpec(), workspace.today)
            asked.append(next(each.form for each in quiz if each.card == "first-003"))
            seen = Draft(kind="practice", card="first-003", form=asked[-1], points=1, max_points=1)
            workspace.open_store().append([seen])

    assert asked[:2] == [own, american]
    assert asked[2] in (own, american), "both were seen, and the third is not for this learner"


def test_browse_shows_all_with_the_region(tmp_path: Path) -> None:
    with opened(tmp_path, regional(), region="uk") as workspace:
        browser = Browser(workspace.queries, workspace.today)
        rows = browser.find("").rows
        badges = [browser.badge(browser.entry(row)) for row in rows]
        regions = [browser.to_json(row)["region"] for row in rows]

    assert badges == ["US", "EU, CH", "", ""]
    assert regions == [["us"], ["eu", "ch"], [], []]
