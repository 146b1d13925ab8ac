"""The page of one card: what it shows of every kind, every key, the report, the panel in a
review.
"""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.engine.workspace import Workspace
from learnms.kinds.score import Answer
from learnms.study.event import Draft, Part
from learnms.tui.browse.card import CardScreen
from learnms.tui.browse.screen import BrowseScreen
from learnms.tui.kit.modes import MODES
from tests.factories import decks
from tests.tui.browse.helpers import LIBRARY, card_page, searching, typed
from tests.tui.pilot import driven, press, screen_lines, screen_text, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.tui.pilot import Clock

TALL = (80, 160)


def words_of(pilot: Pilot[int]) -> str:
    """What stands on the screen, however it is wrapped."""
    return " ".join(screen_text(pilot).split())


def test_the_pages_can_do_everything_that_their_keys_offer() -> None:
    for page, modes in (
        (BrowseScreen, ("browse", "browse text")),
        (CardScreen, ("browse card", "browse report")),
    ):
        for mode in (*modes, "browse write", "browse really", "browse copy"):
            actions = {action for group in MODES[mode] for action in group} - {
                "up",
                "down",
                "page_up",
                "page_down",
            }
            assert [action for action in actions if not hasattr(page, f"action_{action}")] == []


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        (
            "first-dose",
            [
                "flashcard",
                "How is the first 600 mg of Ocrevus given into a vein?",
                "Two infusions of 300 mg, two weeks apart.",
                "Hint: It is split.",
            ],
        ),
        (
            "upkeep",
            [
                "fill in the blank",
                "Maintenance is [… dose] every six months.",
                "600 mg",
                "Maintenance is 600 mg every six months.",
            ],
        ),
        ("target-1c", ["typed answer", "✓ CD20", "or CD20 antigen"]),
        (
            "screen-1d",
            [
                "multiple choice",
                "✓ Hepatitis B serology",
                "Reactivation can be fatal; active infection rules the drug out.",
                "unsafe",
            ],
        ),
        ("premed-1f", ["select 2", "✓ Methylprednisolone", "· Insulin"]),
        ("live-1g", ["true or false", "✓ False", "· True"]),
        (
            "rate-1h",
            [
                "calculation",
                "A bag holds 500 mL and runs for 4 hours.",
                "✓ 125 mL/h",
                "bag ÷ hours = 500 ÷ 4 = 125 mL/h",
            ],
        ),
        (
            "case-1i",
            [
                "Story",
                "A 34-year-old with relapsing MS arrives",
                "Vitals",
                "118/74",
                "The cough with fever.",
            ],
        ),
        ("order-2a", ["ordered response", "1. Check the orders", "4. Start the pump"]),
        ("match-2b", ["match", "Rituximab → chimeric", "Ocrelizumab → humanised"]),
        (
            "matrix-2c",
            ["matrix multiple choice", "Cough and 38.6 °C → Do not start", "Mild headache → Go on"],
        ),
        (
            "matrix-2d",
            [
                "matrix multiple response",
                "Ocrelizumab → Infusion, Injection",
                "Fingolimod → Tablet",
            ],
        ),
        (
            "groups-2e",
            [
                "multiple response grouping",
                "Before",
                "✓ Hepatitis B serology",
                "Live vaccines need four weeks.",
                "During",
                "· Bone density",
            ],
        ),
        (
            "blank-2f",
            [
                "drop-down cloze",
                "The nurse gives [✓ methylprednisolone] and then waits [✓ thirty minutes].",
                "Blank 1",
                "· insulin",
            ],
        ),
        (
            "mark-2h",
            ["highlight", "[✓ fever since the morning] and [a good appetite]", "[✓ a wet cough]"],
        ),
        (
            "bow-2i",
            [
                "bow-tie",
                "Actions to take",
                "✓ Stop the infusion",
                "Most likely condition",
                "✓ Anaphylaxis",
                "Parameters to monitor",
            ],
        ),
        (
            "teach-2j",
            [
                "explain in your own words",
                "• The virus can come back",
                "• Active infection rules it out",
            ],
        ),
        (
            "is:case appetite",
            [
                "multiple choice",
                "A 34-year-old with relapsing MS",
                "✓ Temperature 38.6 °C",
                "case question, in quizzes only",
            ],
        ),
    ],
)
async def test_every_kind_shows_its_question_and_its_answer(
    make_workspace: Callable[..., Workspace], query: str, lines: list[str]
) -> None:
    async with searching(make_workspace(LIBRARY), f"={query}", "enter", size=TALL) as pilot:
        text = words_of(pilot)

    assert [
        line
        for line in [
            *lines,
            "OCREVUS prescribing information",
            "checked Nov 22, 2026",
            "Checked against these sources on Nov 22, 2026",
        ]
        if line not in text
    ] == []


async def test_every_form_is_shown(make_workspace: Callable[..., Workspace]) -> None:
    deck = decks.deck(
        decks.SELF
        + "    also:\n      - ask: How much is it at first?\n        type: 300 mg\n        explain:"
        " It is split in two.\n"
    )

    async with searching(make_workspace(deck), "enter", size=TALL) as pilot:
        text = words_of(pilot)

    assert "Form 1 of 2: flashcard" in text
    assert "Form 2 of 2: typed answer" in text
    assert "✓ 300 mg" in text
    assert "It is split in two." in text


async def test_the_memory_its_curve_and_its_history(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(LIBRARY)
    workspace.open_store().append(
        [
            Draft(
                kind="review",
                card="target-1c",
                rating=3,
                target=0.9,
                form_kind="typed",
                points=1.0,
                max_points=1.0,
                took_ms=4000,
            )
        ]
    )
    clock.wait(timedelta(days=1))

    async with searching(workspace, "=target-1c", "enter", size=TALL) as pilot:
        text = words_of(pilot)

    assert "recall now 95%" in text or "recall now 94%" in text
    assert "reviews 1" in text
    assert "100% │█" in text
    assert "↑ today" in text
    assert "↑ due" in text
    assert "Without a review: " in text
    assert "Good · typed answer · 1 of 1 · 4 s" in text
    assert f"deck-1.yaml, line {LIBRARY.split(chr(10)).index('  - id: target-1c') + 1}" in text


async def test_the_page_is_complete_when_it_is_narrow(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(LIBRARY)
    workspace.open_store().append([Draft(kind="review", card="matrix-2c", rating=3, target=0.9)])
    clock.wait(timedelta(days=1))

    async with searching(workspace, "=matrix-2c", "enter", size=(60, 18)) as pilot:
        seen = set[str]()
        for _ in range(12):
            seen |= {line.rstrip(" ▁▂▃▄▅▆▇█▔").strip() for line in screen_lines(pilot)}
            await typed(pilot, "pagedown")

    assert {"Sources", "Memory", "History", "File"} <= seen
    assert all(len(line) <= 60 for line in seen)


@pytest.mark.parametrize(
    ("key", "said", "back"),
    [
        ("@", "1 card suspended.", "@ Unsuspend"),
        ("-", "1 card buried until tomorrow.", "- Unbury"),
        ("*", "1 card flagged.", "* Unflag"),
    ],
)
async def test_keys_go_both_ways_and_say_so(
    make_workspace: Callable[..., Workspace], key: str, said: str, back: str
) -> None:
    workspace = make_workspace(LIBRARY)
    before = workspace.queries.memory.memory(Part("target-1c"))

    async with searching(workspace, "=target-1c", "enter", key, size=(120, 40)) as pilot:
        assert said in screen_text(pilot)
        assert back in screen_lines(pilot)[-1]
        await typed(pilot, key)
        assert workspace.queries.memory.memory(Part("target-1c")) == before
        assert back not in screen_lines(pilot)[-1]
        await typed(pilot, "u", "u")
        assert workspace.queries.memory.memory(Part("target-1c")) == before


async def test_note_day_and_forgetting_on_the_page(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(LIBRARY)

    async with searching(
        workspace,
        "=target-1c",
        "enter",
        "n",
        "=b as in B",
        "enter",
        "d",
        "=tomorrow",
        "enter",
        size=TALL,
    ) as pilot:
        text = words_of(pilot)
        assert "Your note b as in B" in text
        assert "next November 23" in text
        assert "due date set to November 23" in text
        await typed(pilot, "r", "y")
        assert "next November 23" not in words_of(pilot)
        assert "reset to new" in words_of(pilot)
        await typed(pilot, "n")
        assert card_page(pilot).given.value == "b as in B", "the note is there to be changed"
        await typed(pilot, "escape", "escape")
        assert "note · new" in words_of(pilot)


async def test_what_was_changed_on_the_page_shows_in_the_list(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with searching(make_workspace(LIBRARY), "=serum", "enter", "@", "*", "escape") as pilot:
        assert "* · suspended" in screen_text(pilot)


async def test_a_part_of_a_case_a_draft_and_an_orphan_offer_what_they_can(
    make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    workspace = make_workspace(LIBRARY)
    workspace.open_store().append([Draft(kind="review", card="target-1c", rating=3, target=0.9)])
    workspace.close()
    text = LIBRARY.replace("  - id: target-1c", "  - id: target-xx").replace(
        "  - id: before-1e\n    ask:", "  - ask:"
    )
    workspace = make_workspace(text)

    async with searching(workspace, "=is:case", "enter", size=(120, 60)) as pilot:
        assert screen_lines(pilot)[-1].split()[:4] == ["*", "Flag", "n", "Note"]
        assert "suspend" not in screen_lines(pilot)[-1]
        await typed(pilot, "*", "escape", *["backspace"] * 9, "=is:draft", "enter")
        assert "draft without an id" in words_of(pilot)
        assert "Flag" not in screen_lines(pilot)[-1]
        await typed(pilot, "escape", *["backspace"] * 9, "=is:orphan", "enter")
        assert "no longer in any deck" in words_of(pilot)
        assert "write `was: target-1c`" in words_of(pilot)
        assert "learning, no longer in a deck" in words_of(pilot)
        assert "edit" not in screen_lines(pilot)[-1]
        await typed(pilot, "*", "t")
        assert "not in the library" in words_of(pilot)
    assert workspace.queries.memory.memory(Part("first-3a", "cues")).flagged
    assert workspace.queries.memory.memory(Part("target-1c")).flagged


async def test_a_card_that_nobody_knows_says_so(make_workspace: Callable[..., Workspace]) -> None:
    async with driven(make_workspace(LIBRARY)) as pilot:
        # the application of the tests
        pilot.app.show_card(Part("nobody"))  # type: ignore[attr-defined]
        await settle(pilot)
        assert "This card has no history" in screen_text(pilot)
        await press(pilot, "e", "*", "t", "u", "escape")


async def test_the_report_is_copied_and_shown(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    async with searching(make_workspace(LIBRARY), "=target-1c", "enter") as pilot:
        monkeypatch.setattr(pilot.app._driver, "write", written.append)
        await typed(pilot, "t")
        text = screen_text(pilot)
        assert "    card      target-1c" in text
        assert "deck-1.yaml:" in text
        assert "wording  " in text
        assert "Copied to the clipboard" in text
        await typed(pilot, "escape")
        assert "typed answer" in screen_text(pilot)

    (copied,) = [one for one in written if one.startswith("\x1b]52;c;")]
    report = base64.b64decode(copied.removeprefix("\x1b]52;c;").rstrip("\a")).decode()
    assert report.startswith("card      target-1c\nfile      ")
    assert report.endswith("What is the problem?\n")


async def test_the_report_from_the_list(make_workspace: Callable[..., Workspace]) -> None:
    async with searching(make_workspace(LIBRARY), "=target-1c", "escape", "t") as pilot:
        assert "Report for the author" in screen_text(pilot)
        await typed(pilot, "escape", "escape")
        assert "Browse" in screen_text(pilot)


async def test_the_editor_from_the_page(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with searching(make_workspace(LIBRARY), "=target-1c", "enter", "e") as pilot:
        assert "set EDITOR or VISUAL" in screen_text(pilot)
        monkeypatch.setattr("learnms.tui.browse.card_actions.is_shipped", lambda _: True)
        await typed(pilot, "e")
        assert screen_lines(pilot)[-1].startswith("   y Copy and open  n No ")
        await typed(pilot, "n")


async def test_a_deck_that_was_changed_shows_at_once(
    make_workspace: Callable[..., Workspace], tmp_path: Path
) -> None:
    deck = tmp_path / "library" / "deck-1.yaml"
    async with searching(make_workspace(LIBRARY), "=target-1c", "enter") as pilot:
        deck.write_text(
            LIBRARY.replace("Which protein on B cells", "Which molecule on B cells"), "utf-8"
        )
        pilot.app.refresh_decks()  # type: ignore[attr-defined]  # the application of the tests
        for _ in range(100):
            await settle(pilot)
        assert "Which molecule on B cells" in screen_text(pilot)


async def test_deck_text_is_never_markup_here(make_workspace: Callable[..., Workspace]) -> None:
    hostile = decks.deck(
        decks._kind(
            "odd-1a",
            '"[bold]red[/bold] \\x1b[31m {x}"',
            'answer: "[/] \\u202e [link=x]y"',
            'hint: "[red]"',
        )
    )

    async with searching(
        make_workspace(hostile), "enter", "n", "=[bold]mine", "enter", size=TALL
    ) as pilot:
        text = screen_text(pilot)

    assert "[bold]red[/bold] \\x1b[31m {x}" in text
    assert "[/] \\u202e [link=x]y" in text
    assert "[bold]mine" in text


async def test_a_patient_reads_plain_words(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(
        decks.deck(decks.PATIENT, decks.TYPED, audience="patient"), who="patient"
    )
    store = workspace.open_store()
    for _ in range(9):
        store.append(
            [
                Draft(
                    kind="review",
                    card="target-1c",
                    rating=1,
                    target=0.9,
                    form_kind="typed",
                    points=0.0,
                    max_points=1.0,
                )
            ]
        )
        clock.wait(timedelta(days=2))

    async with searching(workspace, "down", "enter", size=TALL) as pilot:
        text = words_of(pilot)

    assert "Leech This card keeps slipping away." in text
    assert "look again · typed answer" in text
    assert [
        word
        for word in ("%", "Again", "0 of 1", "stability", "difficulty", "forgotten", "│")
        if word in text
    ] == []
    assert [word for word in ("wording", ".yaml", "target-1c", "forms") if word in text] == []


# -- in a review -----------------------------------------------------------------------------------


async def test_the_panel_of_a_review_has_the_flag_the_note_and_what_it_is_taken_for(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(decks.deck(decks.TYPED))
    workspace.open_store()
    start_quiz(workspace, QuizSpec(kinds=("typed",))).submit(Answer(text="CD19"))
    workspace.open_store().append(
        [
            Draft(kind="flag", card="target-1c"),
            Draft(kind="note", card="target-1c", data={"text": "b as in B"}),
        ]
    )

    async with driven(workspace, "enter", "escape", "i") as pilot:
        text = words_of(pilot)
        await typed(pilot, "pagedown")
        text += words_of(pilot)

    assert "flag * flagged" in text
    assert "Your note b as in B" in text
    assert "Confused with “CD19” instead of “CD20”, once" in text


async def test_the_eighth_time_is_said_in_a_review(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(decks.deck(decks.SELF, decks.CLOZE))
    store = workspace.open_store()
    for _ in range(8):
        store.append(
            [
                Draft(kind="review", card="first-dose-1a", rating=1, target=0.9),
                Draft(kind="review", card="upkeep-1b", part="c1", rating=4, target=0.9),
            ]
        )
        clock.wait(timedelta(days=2))

    async with driven(workspace, "enter", "space", "1") as pilot:
        assert "That card is a leech: forgotten 8 times." in words_of(pilot)


async def test_taking_a_note_back_in_a_review_leaves_the_card_where_it_is(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SELF, decks.CLOZE))
    workspace.open_store().append(
        [Draft(kind="note", card="upkeep-1b", part="c1", data={"text": "a"})]
    )

    async with driven(workspace, "enter", "u") as pilot:
        assert "Undone: note of “" in screen_text(pilot)
        assert "How is the first 600 mg" in screen_text(pilot)
