"""The decks that the first page lists, and which of their problems are told to whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from learnms.engine.home.decks import instead, trouble
from learnms.engine.home.home import home_view
from learnms.engine.home.wording import next_step
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from tests.conftest import Clock

HEAD = """deck: {title}
id: {id}
audience: [{audience}]
sources: {{uspi: {{title: The label}}}}
"""
CARD = (
    "  - {{id: card-{id}-{n}, ask: What {n}?, answer: That., source: uspi, checked: 2026-11-20}}\n"
)
CASE = """cases:
  - id: case-{id}
    title: A visit
    story: Somebody comes.
    source: uspi
    checked: 2026-11-20
    parts:
      - {{id: part-{id}, ask: What now?, right: Wait, wrong: [Run]}}
"""
BROKEN = "  - {{id: bad-{id}, ask: What?, anser: That., source: uspi, checked: 2026-11-20}}\n"


@pytest.fixture
def shelf(tmp_path: Path, clock: Clock) -> Callable[..., Workspace]:
    """Opens a library with decks of cards, of a case, of broken cards, for patients, and one
    without a source.
    """
    folder = tmp_path / "library"
    folder.mkdir()
    unsourced = "  - {{id: card-{id}-9, ask: Who?, answer: She.}}\n"
    decks = {
        "good": ("nurse", "cards:\n" + CARD),
        "cases": ("nurse", CASE),
        "bad": ("nurse", "cards:\n" + BROKEN),
        "mixed": ("nurse", "cards:\n" + CARD + BROKEN),
        "loose": ("nurse", "cards:\n" + CARD + unsourced),
        "plain": ("patient", "cards:\n" + CARD),
    }
    for name, (audience, body) in decks.items():
        (folder / f"{name}.yaml").write_text(
            (HEAD + body).format(title=name, id=name, audience=audience, n=1), "utf-8"
        )

    def open_as(who: str) -> Workspace:
        workspace = Workspace(tmp_path / f"home-{who}", [str(folder)], clock)
        workspace.choose(replace(workspace.settings, who=who))
        return workspace

    return open_as


@pytest.mark.parametrize(
    ("who", "listed", "told"),
    [
        (
            "instructor",
            {
                "bad": "1 problem",
                "cases": "1 case",
                "good": "",
                "loose": "",
                "mixed": "",
                "plain": "",
            },
            {
                "bad": "1 problem.",
                "loose": "1 problem. 2 cards can be studied.",
                "mixed": "1 problem. 1 card can be studied.",
            },
        ),
        (
            "student",
            {"cases": "1 case", "good": "", "loose": "", "mixed": ""},
            {"bad": "1 problem.", "mixed": "1 problem. 1 card can be studied."},
        ),
        ("patient", {"plain": ""}, {}),
    ],
)
def test_who_is_offered_which_decks_and_told_of_which_problems(
    shelf: Callable[..., Workspace], who: str, listed: dict[str, str], told: dict[str, str]
) -> None:
    with shelf(who) as workspace:
        home = home_view(workspace)

    assert {row.id: instead(row) for row in home.decks} == listed
    assert {row.id: trouble(row) for row in home.troubled} == told
    assert home.clock == ""


@pytest.mark.parametrize("who", ["instructor", "student"])
def test_home_counts_as_many_problems_as_check(tmp_path: Path, clock: Clock, who: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("deck: Bad\nid: bad-deck\ncards:\n  - {id: bad-card, ask: What?}\n", "utf-8")
    with Workspace(tmp_path / "home", [str(path)], clock) as workspace:
        workspace.choose(replace(workspace.settings, who=who))
        home = home_view(workspace)

    assert [row.problems for row in (*home.decks, *home.troubled)] == [2, 2]


def test_a_problem_of_the_deck_alone_leaves_all_cards_fine(
    shelf: Callable[..., Workspace], tmp_path: Path
) -> None:
    path = tmp_path / "library" / "good.yaml"
    path.write_text(path.read_text("utf-8").replace("id: good\n", ""), "utf-8")

    with shelf("instructor") as workspace:
        told = {row.id: trouble(row) for row in home_view(workspace).troubled}

    assert told["good"] == "1 problem. 1 card can be studied."


@pytest.mark.parametrize("who", ["instructor", "student", "patient"])
def test_a_clock_before_every_deck_is_one_sentence_and_no_problem(
    shelf: Callable[..., Workspace], clock: Clock, who: str
) -> None:
    clock.at -= timedelta(days=20)
    with shelf(who) as workspace:
        home = home_view(workspace)

    assert (
        home.clock
        == "This computer's date is November 2, 2026, but these decks were checked later."
    )
    assert [row.id for row in home.troubled] == {
        "instructor": ["bad", "loose", "mixed"],
        "student": ["bad", "mixed"],
        "patient": [],
    }[who]


def test_a_deck_of_drafts_is_listed_with_them(tmp_path: Path, clock: Clock) -> None:
    text = (HEAD + "draft: yes\ncards:\n- {{id: a-card, ask: Who?, answer: She.}}\n").format(
        title="new", id="new", audience="nurse"
    )
    (tmp_path / "new.yaml").write_text(text, "utf-8")
    with Workspace(tmp_path / "home", [str(tmp_path)], clock) as workspace:
        home = home_view(workspace)
    assert [(row.total, instead(row)) for row in home.decks] == [(0, "1 draft")]
    assert next_step(home) == "These decks contain only drafts. Press t for a quiz."


def test_the_parts_of_the_decks_are_counted_only_for_what_shows_it(
    tmp_path: Path, clock: Clock
) -> None:
    text = (HEAD + "cards:\n" + CARD).format(title="Good", id="good", audience="nurse", n=1)
    (tmp_path / "good.yaml").write_text(text, "utf-8")
    asked: list[str] = []
    with Workspace(tmp_path / "home", [str(tmp_path)], clock) as workspace:
        workspace.open_store()
        workspace.queries.opened.connection.set_trace_callback(asked.append)

        def counted(action: Callable[[], object]) -> int:
            asked.clear()
            action()
            assert asked
            return sum("count(memory.card)" in sql for sql in asked)

        counts = [
            counted(lambda: home_view(workspace)),
            counted(lambda: workspace.deck_ids(["good"])),
            counted(lambda: start_review(workspace)),
        ]

    assert counts == [1, 0, 0]
