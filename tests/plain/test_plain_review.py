"""The same session as lines."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from learnms.engine.queries import LEAST_SECONDS, SECONDS_PER_CARD
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.errors import StoreError
from learnms.kinds.incomplete import NOTHING, OR_NOW
from learnms.plain.kit.console import Console
from learnms.plain.review import PlainReview
from learnms.store.log.writer import Store
from learnms.study.event import Draft, Event, Part
from tests.conftest import Clock
from tests.factories.exam import with_exam

OpenWorkspace = Callable[[], Workspace]


def transcript(workspace: Workspace, *typed: str, limit: int | None = None) -> str:
    """What the learner sees after typing these lines and then leaving."""
    workspace.open_store()
    target = io.StringIO()
    PlainReview(
        start_review(workspace, limit=limit),
        Console(io.StringIO("".join(line + "\n" for line in typed)), target, echo=True),
    ).run()
    return target.getvalue()


def test_grades_that_an_exam_cuts_short_lead_to_its_day(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    with_exam(workspace, 3)
    text = transcript(workspace, "", "3", limit=1)

    assert "3 Good (exam day), 4 Easy (exam day)." in text


def test_a_flashcard_is_shown_then_graded(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "", "3", limit=1)

    assert (
        text == "Review. 1 card, about 1 minute. ? for help, q to stop.\n"
        "\n"
        "1 of 1. A small deck.\n"
        "What does ocrelizumab bind?\n"
        "Press enter to show.\n"
        "> \n"
        "Answer: CD20\n"
        "Why: A protein on B cells.\n"
        "Source: The book section 1, checked November 22, 2026.\n"
        "Grade: 1 Again (today), 2 Hard (1 day), 3 Good (2 days), 4 Easy (7 days). Enter: Good.\n"
        "> 3\n"
        "Good. Next on November 24.\n"
        "\n"
        "Done. 1 card in 1 minute; 1 of 1 card right the first time.\n"
        "Tomorrow: nothing due. There may be new cards.\n"
    )


def test_a_grade_before_the_answer_is_not_taken(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "3", limit=1)

    assert "Press enter to see the answer first." in text
    assert workspace.queries.events.count() == 0


def test_the_end_of_the_input_stops_and_keeps_what_was_answered(
    open_workspace: OpenWorkspace,
) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "", "3")

    assert text.endswith("Stopped. 7 cards left.\n")
    assert [event.kind for event in workspace.queries.events.all()] == ["session", "review"]


def test_what_came_last_can_be_undone_where_nothing_is_left(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    transcript(workspace, "", "3", limit=1)
    workspace.settings = replace(workspace.settings, new_per_day=1)

    text = transcript(workspace, "u", "", "2")

    assert text.startswith(
        "All caught up. Well done.\nu: undo today's last action. Enter: done.\n> u\nUndone:"
        " your answer to this card. Here it is again.\n"
    )
    assert "Review. 1 card" in text
    assert "Hard. Next on" in text
    assert transcript(workspace, "").endswith("Enter: done.\n> \n")


def test_nothing_is_offered_to_undo_where_there_is_nothing(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()

    assert transcript(workspace, limit=0) == "All caught up. Well done.\n"
    assert "u: undo" in transcript(workspace, "", "3", "", limit=2)


def test_a_deck_that_cannot_be_studied_is_not_called_caught_up(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text("deck: Broken\nid: broken\ncards:\n  - id: x\n   ask: [\n")

    text = transcript(open_workspace())

    assert text.startswith("No cards can be studied yet. Run `")
    assert " check` for details." in text


def answered(workspace: Workspace, card: str, *typed: str) -> str:
    """The part of the transcript after the lines that put every card before this one off."""
    review = start_review(workspace)
    before = next(i for i, part in enumerate(review.plan) if part.card == card)
    commands = [
        ":-" if part.card in ("card-typed", "card-dose") else "-" for part in review.plan[:before]
    ]
    return transcript(workspace, *commands, *typed, "q").rsplit("Put off until tomorrow.\n", 1)[-1]


def number_of(text: str, option: str) -> str:
    """The number before an option as it is shown."""
    return next(
        line.partition(".")[0] for line in text.splitlines() if line.endswith(f". {option}")
    )


def test_a_single_choice_by_number(open_workspace: OpenWorkspace) -> None:
    number = number_of(answered(open_workspace(), "card-single"), "The right one")
    text = answered(open_workspace(), "card-single", number, "")

    assert "Correct." in text
    assert f"{number}. The right one: Correct. It is right." in text
    assert "The wrong one. It is wrong." in text


def test_select_all_shows_the_arithmetic(open_workspace: OpenWorkspace) -> None:
    shown = answered(open_workspace(), "card-select")
    picks = " ".join(
        number_of(shown, option) for option in ("First right", "Second right", "First wrong")
    )
    text = answered(open_workspace(), "card-select", picks, "")

    assert "Partly correct." in text
    assert "2 correct \u2212 1 incorrect = 1 of 3 points." in text
    assert "Again. You'll see it again today." in text
    assert "Missed" in text


@pytest.mark.parametrize("numbers", ["{},{},{}", "{}, {}, {}.", "{}. {}. {}."])
def test_numbers_may_have_commas_and_full_stops(
    open_workspace: OpenWorkspace, numbers: str
) -> None:
    shown = answered(open_workspace(), "card-select")
    options = "First right", "Second right", "First wrong"
    picks = numbers.format(*(number_of(shown, option) for option in options))
    text = answered(open_workspace(), "card-select", picks, "")

    assert "2 correct \u2212 1 incorrect = 1 of 3 points." in text


def test_an_option_that_is_not_there_is_refused(open_workspace: OpenWorkspace) -> None:
    text = answered(open_workspace(), "card-single", "9", "1 2")

    assert "Options are numbered 1 to 3." in text
    assert "Choose 1 option, not 2." in text


def test_a_third_pick_of_two_is_refused(open_workspace: OpenWorkspace) -> None:
    assert "Choose 2 options, not 3." in answered(open_workspace(), "card-select-two", "1 2 3")


def test_a_calculation_takes_a_comma_and_a_unit(open_workspace: OpenWorkspace) -> None:
    shown = answered(open_workspace(), "card-dose", "1,000", "abc")
    wanted = "10" if "Order: 300 mg" in shown else "20"
    text = answered(open_workspace(), "card-dose", f"{wanted},0 ML", "")

    assert "Is that 1000 or 1.000? Type it without the comma." in shown
    assert "Type a number, such as 12 or 2.5." in shown
    assert "wrong unit: the answer is in mL" in text
    assert f"Answer: {wanted} mL" in text


def test_a_calculation_is_worked_out_and_explained_with_the_numbers_drawn(
    open_workspace: OpenWorkspace,
) -> None:
    text = answered(open_workspace(), "card-dose", "1", "")
    dose, answer, vials = ("300", "10", "1") if "Order: 300 mg" in text else ("600", "20", "2")

    assert "Type the number, in mL; the unit may be left out." in text
    assert (
        f"Answer: {answer} mL\nWhy: dose ÷ 30 = {dose} ÷ 30 = {answer} mL\nThe order of {dose} mg"
        f" takes {vials} of the vials.\n" in text
    )


def test_a_typed_answer_shows_the_difference(open_workspace: OpenWorkspace) -> None:
    text = answered(open_workspace(), "card-typed", "CD19", "")

    assert "Incorrect." in text
    assert "Your answer: CD19\n" in text


def test_commands_while_typing_begin_with_a_colon(open_workspace: OpenWorkspace) -> None:
    text = answered(open_workspace(), "card-typed", "?", ":h", ":i")

    assert "enter: show the answer" in text
    assert "This card has no hint." in text
    assert "Card card-typed: new, " in text


def test_an_empty_answer_is_asked_once_more(open_workspace: OpenWorkspace) -> None:
    text = answered(open_workspace(), "card-single", "", "", "")

    assert f"{NOTHING} {OR_NOW}" in text
    assert "Again. You'll see it again today." in text


def test_undo_override_flag_and_glossary(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "*", "w", "h", "", "3", "u", "u", "q")

    assert "Flagged." in text
    assert "relapse: New symptoms that last a day." in text
    assert "Hint: A protein." in text
    assert "Undone: your answer to this card." in text
    assert "Undone: no longer flagged" in text
    assert "card-flash" not in text


def test_an_override_replaces_the_grade(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    answered(workspace, "card-true", "2", "o", "1", "")

    memory = [
        row.memory
        for row in workspace.queries.memory.memories(workspace.today)
        if row.part.card == "card-true"
    ]
    assert [(one.reps, one.lapses) for one in memory] == [(1, 0)]


def test_patients_get_plain_words_and_no_scores(
    open_workspace: OpenWorkspace, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "settings.toml").write_text('who = "patient"\n', "utf-8")
    text = transcript(open_workspace(), "", "2", limit=1)

    assert "1 look again, 2 I knew it. Enter: I knew it.\n" in text
    assert "Good." not in text
    assert "%" not in text


def test_it_writes_the_events_that_the_engine_writes(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    transcript(workspace, "", "3", limit=1)
    event = list(workspace.queries.events.all())[-1]

    assert (event.card, event.rating, event.form_kind, event.target) == (
        "card-flash",
        3,
        "flashcard",
        0.9,
    )
    assert event.key_hash
    assert event.form
    assert event.due is not None


def test_escape_sequences_of_a_deck_are_spelled_out(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text(
        deck_file.read_text("utf-8").replace(
            "What does ocrelizumab bind?", '"\\x1b]0;pwned\\x07 [/] [bold]x[/] \\u202e"'
        ),
        "utf-8",
    )
    text = transcript(open_workspace(), limit=1)

    assert "\x1b" not in text
    assert "\\x1b]0;pwned\\x07 [/] [bold]x[/] \\u202e" in text


def test_what_comes_through_a_pipe_is_no_pace(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    transcript(workspace, "", "3")
    [answer] = [event for event in workspace.queries.events.all() if event.kind == "review"]
    assert answer.took_ms is None

    PlainReview(
        start_review(workspace, limit=1), Console(io.StringIO("\n3\n"), io.StringIO(), echo=False)
    ).run()
    assert [
        event.took_ms is None for event in workspace.queries.events.all() if event.kind == "review"
    ] == [True, False]


def test_a_pace_that_nobody_has_is_not_reckoned_with(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    assert workspace.queries.seconds_per_answer() == SECONDS_PER_CARD

    for took, seconds in ((0, LEAST_SECONDS), (10, LEAST_SECONDS), (20_000, 20)):
        workspace.open_store().append(
            [
                Draft(kind="review", card="card-flash", rating=3, target=0.9, took_ms=took)
                for _ in range(200)
            ]
        )
        assert workspace.queries.seconds_per_answer() == seconds


def test_the_first_line_says_whose_rules_a_card_asks_about(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    text = deck_file.read_text("utf-8").replace("    ask:", "    region: [us, uk]\n    ask:", 1)
    deck_file.write_text(text, "utf-8")

    assert "1 of 2. A small deck. US, UK rules.\n" in transcript(open_workspace(), "", "3", limit=2)


def test_the_primer_stands_above_the_first_question(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    text = f"primer: Antibodies bind to targets.\n{deck_file.read_text('utf-8')}"
    deck_file.write_text(text, "utf-8")

    shown = transcript(open_workspace(), "", "3", "", "3", limit=2)

    before, _, _ = shown.partition("What does ocrelizumab bind?")
    assert "1 of 2. A small deck.\nRead this first:\nAntibodies bind to targets.\n" in before
    assert shown.count("Antibodies bind") == 1


def test_a_question_is_asked_again_when_its_answer_is_undone(open_workspace: OpenWorkspace) -> None:
    text = answered(open_workspace(), "card-typed", "CD19", "u", "CD20", "u", "CD20", "")

    assert text.count("Type the target.\nType the answer.") == 3
    assert text.count("Undone: your answer to this card. Here it is again.") == 2
    assert text.count("Incorrect.") == 1
    assert text.count("Correct.\n") == 2


def test_an_undone_answer_of_a_quiz_is_not_said_to_be_here(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    transcript(workspace, "", "3", limit=1)
    workspace.open_store().append(
        [Draft(kind="evidence", card="story", part="one", rating=3, target=0.9)]
    )

    assert "Undone: your answer to “story#one”." in transcript(workspace, "u", "q")


def test_the_glossary_begins_with_the_words_of_the_card_and_says_ten_at_a_time(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    entries = "".join(f"  term {at:02}: Meaning {at:02}.\n" for at in range(12))
    deck_file.write_text(
        deck_file.read_text("utf-8").replace(
            "glossary:\n",
            f"primer: It is an antibody.\nglossary:\n{entries}  ocrelizumab: A medicine.\n",
            1,
        ),
        "utf-8",
    )
    text = transcript(open_workspace(), "w", "w", limit=1)
    _, first, second = text.split("> w\n")

    assert first.startswith("ocrelizumab: A medicine.\nterm 00: Meaning 00.\n")
    assert first.index("term 08") < first.index("It is an antibody.")
    assert "term 09" not in first
    assert first.endswith("4 more words. w: the next. ? WORD: look one up.\nPress enter to show.\n")
    assert second.startswith("term 09: Meaning 09.\n")
    assert "It is an antibody." not in second
    assert "more word" not in second


def test_an_answer_that_was_not_saved_is_called_that_and_taken_again(
    open_workspace: OpenWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace()
    append, fails = Store.append, [True]

    def appended(store: Store, drafts: Sequence[Draft]) -> list[Event]:
        if fails.pop() if fails else False:
            raise StoreError("The disk is full.")
        return append(store, drafts)

    monkeypatch.setattr(Store, "append", appended)

    text = transcript(workspace, "", "3", "2", limit=1)

    assert "\nNot saved: The disk is full. Give your answer again.\n" in text
    assert text.count("Next on") == 1, "nothing is promised for what was not saved"
    assert workspace.queries.memory.memory(Part("card-flash")).reps == 1
    assert not fails
