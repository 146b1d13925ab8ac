"""A quiz from the first page to the result: every key of every page, the clock, the exam, what
is held, what resumes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from learnms.engine.quiz.start import open_quizzes
from learnms.engine.quiz.wording import COUNTS, HOW_SURE
from learnms.engine.review.start import start_review
from learnms.errors import StoreError
from learnms.study.event import Draft, Part
from learnms.tui.help.screen import HelpScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.quiz.build import BuildScreen
from learnms.tui.quiz.cases import CasesScreen
from learnms.tui.quiz.missed import MissedScreen
from learnms.tui.quiz.pages import EndScreen, QuestionsScreen
from learnms.tui.quiz.result import PastScreen, ResultScreen
from learnms.tui.quiz.screen import OVER, QuizScreen
from tests.factories import decks
from tests.tui.pilot import (
    driven,
    footer,
    logged,
    press,
    quiz_page,
    screen_lines,
    screen_text,
    send,
    settle,
)
from tests.tui.quiz.helpers import ALL, answers, places, quiz_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace
    from tests.tui.pilot import Clock

TWO = ("single", "true-false")


ROWS = ("statuses", "questions", "decks", "mode", "more")
"""The rows of the building page where no quiz was stopped."""


def to_row(name: str) -> list[str]:
    """The keys from the button of the building page to a row."""
    return ["down"] * (ROWS.index(name) + 1)


def title(pilot: Pilot[int]) -> str:
    """The title line of a page."""
    return next(line for line in screen_lines(pilot) if line.strip())


def words(pilot: Pilot[int]) -> str:
    return " ".join(screen_text(pilot).split())


async def give(pilot: Pilot[int], *, right: bool) -> None:
    """Pick the right or a wrong option, and send."""
    await press(pilot, str(places(pilot, right=right)[0] + 1), "enter")


# -- choosing --------------------------------------------------------------------------------------


async def test_enter_on_the_button_of_the_building_page_starts(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "t") as pilot:
        assert isinstance(pilot.app.screen, BuildScreen)
        assert "10 questions, practice" in words(pilot)
        assert "enter Start" in footer(pilot)
        assert "t Start" not in footer(pilot), "one key for one thing"
        await press(pilot, "enter")
        assert quiz_page(pilot).quiz.total <= 10
        assert quiz_page(pilot).quiz.spec.mode == "tutor"


async def test_the_start_says_how_many_questions_fit(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.SINGLE, decks.TRUE_FALSE))

    async with driven(workspace, "t") as pilot:
        assert "all 2 questions, practice" in words(pilot)
        await press(pilot, *to_row("questions"), "1")
        assert "1 question, practice" in words(pilot)
        await press(pilot, "t")
        assert quiz_page(pilot).quiz.total == 1


@pytest.mark.parametrize("row", ["statuses", "questions", "decks", "mode", "more"])
@pytest.mark.parametrize("key", ["enter", "space"])
async def test_no_row_of_the_building_page_starts_the_quiz(
    make_workspace: Callable[..., Workspace], row: str, key: str
) -> None:
    async with driven(make_workspace(ALL), "t", *to_row(row), key) as pilot:
        assert isinstance(pilot.app.screen, BuildScreen)
        if row != "statuses":  # the next of these is what was missed, and nothing was
            await press(pilot, "t")
            assert isinstance(pilot.app.screen, QuizScreen)


async def test_every_row_of_the_building_page_changes_the_quiz(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "t", *to_row("questions"), "2", "5", "backspace") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, BuildScreen)

        async def go(name: str) -> None:
            await press(pilot, *["up"] * 40)
            rows = [row.name for row in screen.lines()]
            await press(pilot, *["down"] * rows.index(name))
            assert screen.here.name == name

        await go("decks")
        await press(pilot, "enter", "down", "space", "up", "enter")
        await go("mode")
        await press(pilot, "right")
        await go("more")
        await press(pilot, "enter")
        await go("kinds")
        await press(pilot, "enter", "down", "down", "space", "up", "up", "enter")
        await go("minutes")
        await press(pilot, "9")
        await go("confidence")
        await press(pilot, "enter")
        await go("recall_first")
        await press(pilot, "left")
        await go("seed")
        await press(pilot, "7", "up")
        choices = screen.spec
        assert (choices.mode, choices.questions, choices.decks, choices.minutes) == (
            "exam",
            2,
            ("dosing",),
            9,
        )
        assert len(choices.kinds) == 1
        assert (choices.confidence, choices.recall_first, choices.seed) == (True, True, 7)
        await go("statuses")
        await press(pilot, "right", "right")
        assert screen.spec.statuses == ("learned",)
        assert "nothing learned yet" not in words(pilot), "the kinds keep questions out, too"
        await go("status")
        await press(pilot, "enter", "down", "down", "down", "space")
        chosen: tuple[str, ...] = screen.spec.statuses
        assert chosen == ("learned", "unused")
        await go("statuses")
        assert "[Status below]" in words(pilot)


async def test_each_option_says_what_it_does(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "t", *to_row("more"), "enter", size=(80, 60)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, BuildScreen)
        shown = words(pilot)
        explained = [row for row in screen.lines() if row.help]
        assert len(explained) >= 10
        assert all(row.help in shown for row in explained)


async def test_a_learner_is_asked_what_was_learned(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)
    workspace.open_store().append([Draft(kind="review", card="screen-1d", rating=3, target=0.9)])

    async with driven(workspace, "t") as pilot:
        assert "[What I have learned]" in words(pilot)
        await press(pilot, "enter")
        assert [asked.card for asked in quiz_page(pilot).quiz.questions] == ["screen-1d"]


async def test_a_click_on_a_value_of_a_quiz_chooses_it_and_starts_nothing(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(ALL), "t") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, BuildScreen)
        for _ in range(2):
            row = next(at for at, line in enumerate(screen_lines(pilot)) if "Mode  " in line)
            await pilot.click(offset=(screen_lines(pilot)[row].index("Exam") + 1, row))
            await press(pilot)
            assert screen.spec.mode == "exam", "a second click on it changes nothing"

        row = next(at for at, line in enumerate(screen_lines(pilot)) if "Number" in line)
        await pilot.click(offset=(8, row))
        await press(pilot, "4")
        assert screen.spec.questions == 4


async def test_markup_of_a_title_stays_text(make_workspace: Callable[..., Workspace]) -> None:
    deck = decks.deck(decks.SINGLE, title="[red]Not[/red] red")

    async with driven(make_workspace(deck), "t", *to_row("decks"), "enter") as pilot:
        assert "[ ] [red]Not[/red] red" in screen_text(pilot)


async def test_a_quiz_that_nothing_fits_says_so(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "t", *to_row("questions"), "0", "t") as pilot:
        assert "Number: type a whole number from 1 to 200." in words(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_a_quiz_that_was_stopped_is_offered_first(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, *TWO)) as pilot:
        await give(pilot, right=True)
        await press(pilot, "q")
    order = quiz_of(workspace, *TWO).questions

    async with driven(workspace, "t") as pilot:
        assert "Resume quiz" in words(pilot)
        assert "1 of 2 answered" in words(pilot)
        await press(pilot, "enter")
        assert quiz_page(pilot).quiz.questions == order
        assert quiz_page(pilot).quiz.index == 1


async def test_of_two_quizzes_that_were_stopped_both_can_be_gone_on_with(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)
    for cards in (TWO, ("single", "true-false", "order")):
        async with driven(workspace, quiz=quiz_of(workspace, *cards)) as pilot:
            await give(pilot, right=True)
            await press(pilot, "q")

    async with driven(workspace, "t") as pilot:
        assert "1 of 3 answered" in words(pilot)
        assert "▸" not in screen_text(pilot)
        await press(pilot, "up")
        assert "▸ More options" in words(pilot)
        await press(pilot, "down", "down")
        assert "▸ Resume quiz 1 of 2 answered" in words(pilot)
        await press(pilot, "enter")
        assert quiz_page(pilot).quiz.total == 2
        assert quiz_page(pilot).quiz.index == 1


async def test_what_opens_below_the_page_is_scrolled_into_view(
    make_workspace: Callable[..., Workspace],
) -> None:
    async with driven(make_workspace(ALL), "t", "up", "enter") as pilot:
        assert "Seed" in screen_text(pilot)
        await press(pilot, *["down"] * 7)
        assert "▸" not in screen_text(pilot), "the buttons follow the last row"


async def test_a_case_is_chosen_and_asked_whole(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "t", "tab") as pilot:
        assert "Cases" in words(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CasesScreen)
        assert "the first infusion" in words(pilot)
        assert "2 questions, not answered yet" in words(pilot)

        await press(pilot, "enter")
        quiz = quiz_page(pilot).quiz
        assert (quiz.total, quiz.spec.questions, quiz.spec.case, quiz.spec.mode) == (
            2,
            2,
            "first-3a",
            "tutor",
        )
        await give(pilot, right=True)
        await press(pilot, "q", "t", "down", "enter")
        assert "2 questions, 1 answered" in words(pilot)

        await press(pilot, "enter")
        assert quiz_page(pilot).quiz.index == 1, "it goes on where it stopped"
        await press(pilot, "q", "t", "down", "enter", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


# -- tutor -----------------------------------------------------------------------------------------


async def test_a_tutor_shows_each_result_and_the_end(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, *TWO)) as pilot:
        await give(pilot, right=True)
        assert "✓ Correct" in screen_text(pilot)
        await press(pilot, "enter")
        await give(pilot, right=False)
        assert "a Count it" in screen_lines(pilot)[-1]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "Review the missed question tomorrow." in words(pilot)
        assert "% ± 50 of 2 points" in words(pilot)
        assert "1 of 2" in words(pilot)
        assert "By question type" in words(pilot)
        assert "Guessing alone: about" in words(pilot)


async def test_a_wrong_practice_answer_is_asked_again_today(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await give(pilot, right=False)
        await press(pilot, "a")
        assert COUNTS in words(pilot)
        assert "again at the end" in words(pilot).partition(COUNTS)[0], "beside the verdict too"
        assert "count it" not in screen_lines(pilot)[-1]
        await press(pilot, "a", "enter")
        assert "· asked again" in title(pilot)
        assert "1 of 1" in title(pilot)
        assert quiz_page(pilot).question_state.picks == ()
        await give(pilot, right=True)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "of 1 point" in words(pilot)
        assert "By topic" not in words(pilot)
    assert workspace.queries.memory.memory(Part("screen-1d")).reps == 2


async def test_leaving_a_repeated_question_shows_the_result(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await give(pilot, right=False)
        await press(pilot, "a", "enter", "escape")
        assert isinstance(pilot.app.screen, ResultScreen)


async def test_confidence_is_asked_before_the_result(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, *TWO, confidence=True)) as pilot:
        await give(pilot, right=False)
        assert HOW_SURE in words(pilot)
        assert answers(workspace) == []
        await press(pilot, "escape")
        assert quiz_page(pilot).mode() == "quiz pick"
        await press(pilot, "enter", "3", "enter")
        assert answers(workspace)[0].confidence == "certain"
        await give(pilot, right=False)
        await press(pilot, "enter", "enter")
        assert answers(workspace)[1].confidence is None
        assert "· asked again" in title(pilot), "certain and wrong: once more"
        assert "1 of 1" in title(pilot), "of the questions asked again"
        await give(pilot, right=True)
        await press(pilot, "enter", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ResultScreen)
        assert [missed.sure for missed in screen.result.missed] == [True, False]
        prompts = [line for line in screen_lines(pilot) if "▌" in line]
        assert "! " in prompts[0]


async def test_options_wait_until_the_answer_was_recalled(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single", recall_first=True)) as pilot:
        assert "Serum amylase" not in screen_text(pilot)
        assert "Recall the answer, then press space for the options." in screen_text(pilot)
        await press(pilot, "1", "space")
        assert quiz_page(pilot).question_state.picks == ()
        assert "Serum amylase" in screen_text(pilot)


async def test_a_question_that_cannot_be_read_without_its_options_shows_them(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "dropdown", recall_first=True)) as pilot:
        assert "Recall the answer, then press space for the options." not in screen_text(pilot)
        assert quiz_page(pilot).question_state.hidden is False


async def test_what_is_sent_empty_has_its_line(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await press(pilot, "enter", "enter", "enter")
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "Skipped" in words(pilot)


async def test_misses_of_a_past_quiz_become_tomorrows_review(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await give(pilot, right=False)
        await press(pilot, "enter", "escape")
    async with driven(workspace, "t", "r", "enter", "m") as pilot:
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "1 card added to tomorrow's review." in words(pilot)
    assert workspace.queries.memory.memory(Part("screen-1d")).due == workspace.today + timedelta(
        days=1
    )


async def test_misses_become_tomorrows_review(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await give(pilot, right=False)
        await press(pilot, "enter", "m")
        assert "1 card added to tomorrow's review." in words(pilot)
        assert "review missed" not in screen_lines(pilot)[-1]
    clock.wait(timedelta(days=1))

    assert start_review(workspace, new=1).plan[0].card == "screen-1d"


async def test_a_missed_question_is_looked_at_as_it_was_answered(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await give(pilot, right=False)
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, MissedScreen)
        assert "Incorrect" in screen_text(pilot)
        assert "Correct answer" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ResultScreen)


# -- exam ------------------------------------------------------------------------------------------


async def test_an_exam_says_nothing_before_its_end(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, *TWO, mode="exam")) as pilot:
        await give(pilot, right=True)
        assert quiz_page(pilot).quiz.index == 1
        assert "Correct" not in screen_text(pilot)
        assert "hint" not in screen_lines(pilot)[-1]
        await give(pilot, right=False)
        assert isinstance(pilot.app.screen, EndScreen)
        assert "Submit? All questions are answered." in words(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ResultScreen)
        text = words(pilot)
        assert text.index("% ± 50") < text.index("Count this exam toward your schedule?")
        assert "only missed cards come tomorrow" in text
        await press(pilot, "n")
        assert "Count this exam" not in words(pilot)
        assert "Not counted. 1 card added to tomorrow's review." in words(pilot)
        assert "Review missed" not in screen_lines(pilot)[-1]
    assert [event.kind for event in logged(workspace)] == [
        "session",
        "practice",
        "practice",
        "session",
        "due",
        "session",
    ]


async def test_the_end_of_a_paper_says_how_to_hand_it_in(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)
    quiz = quiz_of(workspace, "single", mode="exam", paper="midterm", form="B")

    async with driven(workspace, quiz=quiz) as pilot:
        await give(pilot, right=True)
        await press(pilot, "enter", "n")
        assert "Not counted. To hand in your answers" in words(pilot)
        assert "learnms hand-in FILE --form B.form.json" in words(pilot)


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_leaving_a_submitted_exam_says_no(
    make_workspace: Callable[..., Workspace], key: str
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, *TWO, mode="exam")) as pilot:
        await give(pilot, right=True)
        await give(pilot, right=False)
        await press(pilot, "enter", key)
    assert logged(workspace)[-1].data == {"mode": "quiz-end", "counts": False}
    assert open_quizzes(workspace) == []


async def test_an_exam_whose_score_was_seen_comes_back_with_its_last_question_only(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, *TWO, mode="exam")) as pilot:
        await give(pilot, right=True)
        await press(pilot, ".", "s")
        assert "Count this exam toward your schedule?" in words(pilot)
    workspace.close()
    async with driven(make_workspace(ALL)) as pilot:
        assert "submitted: count it toward your schedule?" in words(pilot)
        await press(pilot, "t", "enter")
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "Count this exam toward your schedule?" in words(pilot)
        await press(pilot, "l", ",", "y")
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "Count this exam" not in words(pilot)
        assert pilot.app.screen.quiz.ended


async def test_an_exam_may_count(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single", mode="exam")) as pilot:
        await give(pilot, right=True)
        await press(pilot, "enter", "y")
        assert isinstance(pilot.app.screen, ResultScreen)
    assert logged(workspace)[-1].data == {"mode": "quiz-end", "counts": True}


async def test_questions_are_flagged_left_and_come_back_as_they_were(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, ",", quiz=quiz_of(workspace, *TWO, mode="exam")) as pilot:
        assert "No previous question." in words(pilot)
        await press(pilot, "*")
        assert "* flagged" in title(pilot)
        await press(pilot, "2", ".")
        assert quiz_page(pilot).quiz.index == 1
        assert quiz_page(pilot).question_state.picks == ()
        await press(pilot, ",")
        assert quiz_page(pilot).quiz.index == 0
        assert quiz_page(pilot).question_state.picks == (1,)


async def test_what_is_picked_or_typed_in_an_exam_counts_when_its_question_is_left(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "2", "l", quiz=quiz_of(workspace, *TWO, mode="exam")) as pilot:
        assert screen_text(pilot).count("not answered") == 1
        await press(pilot, "escape", "1", ".", ",", ".", "1", "q")
        events = ["session", "practice", "void", "practice", "practice"]
        assert [event.kind for event in logged(workspace)] == events, "changed, then left as it was"
    [resumed] = open_quizzes(workspace)
    assert resumed.unanswered == []


async def test_what_was_typed_comes_back_too(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace, "C", "D", "escape", ".", quiz=quiz_of(workspace, "typed", mode="exam")
    ) as pilot:
        assert isinstance(pilot.app.screen, EndScreen)
        assert "All questions are answered." in words(pilot)
        await press(pilot, ",")
        assert quiz_page(pilot).field.value == "CD"


async def test_a_number_that_cannot_be_read_stays_where_it_was_typed(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace, "4", "-", "5", "escape", ".", quiz=quiz_of(workspace, "calculation", mode="exam")
    ) as pilot:
        assert "1 question is unanswered: 1." in words(pilot)
        await press(pilot, ",")
        assert quiz_page(pilot).field.value == "4-5"


async def test_an_exam_that_cannot_save_is_left_with_a_second_press(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "1", quiz=quiz_of(workspace, *TWO, mode="exam")) as pilot:

        def broken(_: object) -> None:
            message = "The disk is full."
            raise StoreError(message)

        monkeypatch.setattr(quiz_page(pilot).quiz, "_append", broken)
        await press(pilot, "q")
        assert "Not saved: The disk is full." in words(pilot)
        await press(pilot, "q")
    assert pilot.app.return_code == 0


async def test_an_answer_can_be_changed_and_is_not_given_twice(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, *TWO, mode="exam")) as pilot:
        await give(pilot, right=True)
        await press(pilot, ",")
        assert len(quiz_page(pilot).question_state.picks) == 1
        await press(pilot, "enter")
        assert [event.kind for event in logged(workspace)] == ["session", "practice"]
        await press(pilot, ",")
        await give(pilot, right=False)
        assert [event.kind for event in logged(workspace)] == [
            "session",
            "practice",
            "void",
            "practice",
        ]


async def test_the_list_goes_to_a_question_and_the_end_comes_back(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace, "*", "l", quiz=quiz_of(workspace, *TWO, "case", mode="exam")
    ) as pilot:
        assert isinstance(pilot.app.screen, QuestionsScreen)
        text = screen_text(pilot)
        assert "not answered, flagged" in text
        assert "not answered, opens later" in text
        assert "questions open in order" in words(pilot)
        await press(pilot, *["down"] * 5, "escape", ".", ".", ".")
        assert "4 questions are unanswered: 1, 2, 3, 4." in words(pilot)
        await press(pilot, "l", *["up"] * 4, "enter")
        assert quiz_page(pilot).quiz.index == 0
        await press(pilot, "?")
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_a_case_has_no_way_back(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "case", mode="exam")) as pilot:
        await press(pilot, "1", "enter", ",")
        assert quiz_page(pilot).quiz.index == 1
        assert "No previous question." in words(pilot)


# -- the clock -------------------------------------------------------------------------------------


async def test_the_clock_counts_warns_and_can_be_hidden(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, *TWO, minutes=10)) as pilot:
        assert title(pilot).endswith("10:00")
        clock.wait(timedelta(minutes=5, seconds=3))
        quiz_page(pilot).tick()
        await settle(pilot)
        assert title(pilot).endswith("4:57")
        assert "! 5 minutes left." in words(pilot)
        await press(pilot, "z")
        assert "4:57" not in screen_text(pilot)
        clock.wait(timedelta(minutes=4))
        quiz_page(pilot).tick()
        await settle(pilot)
        assert "! 1 minute left." in words(pilot)
        await press(pilot, "z")
        assert title(pilot).endswith("0:57")


async def test_the_end_of_the_time_cuts_nothing_off(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace, quiz=quiz_of(workspace, "typed", "single", minutes=5, mode="exam")
    ) as pilot:
        if quiz_page(pilot).mode() != "quiz text":
            await press(pilot, ".")
        await press(pilot, "C", "D")
        clock.wait(timedelta(minutes=6))
        quiz_page(pilot).tick()
        await settle(pilot)
        assert OVER in words(pilot)
        await press(pilot, "2", "0", "enter")
        assert answers(workspace)[-1].points == 1
        assert isinstance(pilot.app.screen, ResultScreen), "there is nothing to go back to"
        assert "Time is up." in words(pilot)


async def test_a_pause_hides_the_page_and_stops_the_clock(
    make_workspace: Callable[..., Workspace], clock: Clock
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "1", "p", quiz=quiz_of(workspace, *TWO, minutes=10)) as pilot:
        assert "Paused." in screen_text(pilot)
        assert "1  " not in screen_text(pilot)
        clock.wait(timedelta(hours=1))
        await press(pilot, "space")
        assert title(pilot).endswith("10:00")
        assert quiz_page(pilot).question_state.picks == (0,)


# -- what can go wrong -----------------------------------------------------------------------------


async def test_an_answer_that_cannot_be_saved_stays_and_is_given_again(
    make_workspace: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        screen = quiz_page(pilot)
        append = screen.quiz._append

        def broken(_: object) -> None:
            message = "The disk is full."
            raise StoreError(message)

        monkeypatch.setattr(screen.quiz, "_append", broken)
        await give(pilot, right=True)
        assert "Not saved: The disk is full." in words(pilot)
        assert len(screen.question_state.picks) == 1
        monkeypatch.setattr(screen.quiz, "_append", append)
        await press(pilot, "enter")
        assert len(answers(workspace)) == 1


async def test_keys_typed_ahead_answer_nothing(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "1", quiz=quiz_of(workspace, *TWO, mode="exam")) as pilot:
        await send(pilot, "enter", "1", "enter", "1", "enter")
        assert len(answers(workspace)) == 1
        assert quiz_page(pilot).quiz.index == 1


# -- afterwards ------------------------------------------------------------------------------------


async def test_past_quizzes_are_listed_and_opened(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "t", "r") as pilot:
        assert "No past quizzes." in words(pilot)
    async with driven(workspace, quiz=quiz_of(workspace, "single")) as pilot:
        await give(pilot, right=True)
        await press(pilot, "enter", "escape")
    async with driven(workspace, "t", "r") as pilot:
        assert isinstance(pilot.app.screen, PastScreen)
        assert "Nov 22, 2026 Practice 1 of 1 100%" in words(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ResultScreen)
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, BuildScreen)


async def test_a_patient_sees_no_scores(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(
        decks.deck(decks.SINGLE, decks.TRUE_FALSE, decks.MATRIX_ONE, audience="patient"),
        who="patient",
    )

    async with driven(workspace, quiz=quiz_of(workspace, "single", "matrix-one")) as pilot:
        for _ in range(2):
            await press(pilot, "2", "enter")
            text = screen_text(pilot)
            assert "points" not in text
            assert "ncorrect" not in text
            await press(pilot, "enter")
        text = words(pilot)
        assert "%" not in text
        assert "%" not in text
        assert "points" not in text


@pytest.mark.parametrize("size", [(60, 18), (40, 12)])
async def test_every_page_of_a_quiz_is_usable_when_small(
    make_workspace: Callable[..., Workspace], size: tuple[int, int]
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "t", *["down"] * 9, "t", size=size) as pilot:
        for _ in range(200):
            if not isinstance(pilot.app.screen, QuizScreen):
                break
            await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ResultScreen)
        await settle(pilot)
        assert "esc Done" in screen_lines(pilot)[-1]


# -- with the mouse, and in every size -------------------------------------------------------------


async def past_of_two(make_workspace: Callable[..., Workspace]) -> Workspace:
    """A workspace with a past quiz of two questions, one of them missed."""
    workspace = make_workspace(ALL)
    async with driven(workspace, quiz=quiz_of(workspace, *TWO)) as pilot:
        await give(pilot, right=True)
        await press(pilot, "enter")
        await give(pilot, right=False)
        await press(pilot, "enter", "escape")
    return workspace


async def test_a_click_opens_a_past_quiz_and_a_missed_question(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = await past_of_two(make_workspace)

    async with driven(workspace, "t", "r") as pilot:
        row = next(at for at, line in enumerate(screen_lines(pilot)) if "Practice" in line)
        await pilot.click(offset=(10, row))
        await press(pilot)
        assert isinstance(pilot.app.screen, ResultScreen)

        row = next(at for at, line in enumerate(screen_lines(pilot)) if "▌" in line)
        await pilot.click(offset=(screen_lines(pilot)[row].index("▌") + 3, row))
        await press(pilot, "question_mark")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, MissedScreen)


async def test_the_page_of_a_result_keeps_its_place_when_resized(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "single", "order")) as pilot:
        while isinstance(pilot.app.screen, QuizScreen):
            await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ResultScreen)
        await press(pilot, "down")
        for size in ((120, 40), (60, 18), (80, 24)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert screen.cursor == 1
            assert "Review the 2 missed questions tomorrow." in words(pilot)
        await press(pilot, "tab", "enter")
        assert "2 cards added to tomorrow's review." in words(pilot)


async def test_a_past_quiz_offers_no_review_of_what_is_due_tomorrow_anyway(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = await past_of_two(make_workspace)

    async with driven(workspace, "t", "r", "enter", "m") as pilot:
        assert "1 card added to tomorrow's review." in words(pilot)
        await press(pilot, "escape", "enter", "m")
        assert isinstance(pilot.app.screen, ResultScreen)
        assert "Review missed" not in screen_text(pilot)
        assert "Retake in 3 days." in words(pilot)


async def test_the_keys_between_questions_work_beside_the_field_too(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace, quiz=quiz_of(workspace, "typed", "calculation", *TWO, mode="exam")
    ) as pilot:
        for _ in range(4):
            line, index = screen_lines(pilot)[-1], quiz_page(pilot).quiz.index
            assert "Next" in line
            if "ctrl+n" not in line:
                assert "* Flag" in line
                assert "l List" in line
            assert ("Previous" in line and not index) is False
            await press(pilot, *(["escape"] if "ctrl+n" in line else []), "ctrl+n")
            if isinstance(pilot.app.screen, QuizScreen):
                assert quiz_page(pilot).quiz.index == index + 1
                await press(pilot, "ctrl+b")
                assert quiz_page(pilot).quiz.index == index
                line = screen_lines(pilot)[-1]
                await press(pilot, *(["escape"] if "ctrl+n" in line else []), "ctrl+n")


async def test_the_bars_of_a_result_can_be_scrolled_and_nothing_is_cut(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)
    quiz = quiz_of(workspace, questions=20)

    async with driven(workspace, quiz=quiz, size=(80, 24)) as pilot:
        while not isinstance(pilot.app.screen, ResultScreen):
            await press(pilot, "enter")
        screen = pilot.app.screen
        assert screen.tallies.max_scroll_y
        assert "←→ Columns" in screen_lines(pilot)[-1]

        await press(pilot, "left", "down")
        assert screen.tallies.scroll_offset.y == 1
        assert screen.cursor == 0
        await press(pilot, "right", "down")
        assert screen.cursor == 1
        first = screen.options.get_option_at_index(0).prompt
        assert str(first).endswith("\n"), "a gap before the next question"
