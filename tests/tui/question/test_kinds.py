"""Every kind on its page: keyboard, mouse and lines give the same; what was picked survives; the
answer has words and signs.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from textual import events

from learnms.engine.quiz.build import QuizSpec
from learnms.engine.quiz.start import start_quiz
from learnms.kinds.incomplete import ANYWAY, NOTHING
from learnms.kinds.response import Pick
from learnms.plain.kit.console import Console
from learnms.plain.quiz import PlainQuiz
from learnms.tui.kit.inputs import LONGEST
from learnms.tui.kit.layout import Press
from learnms.tui.question.state import places as places_of
from learnms.tui.question.state import starts_anew
from tests.factories import decks
from tests.tui.pilot import (
    click_on,
    driven,
    flat,
    page,
    press,
    quiz_page,
    screen_lines,
    screen_text,
    settle,
    title,
)
from tests.tui.quiz.helpers import ALL, KINDS, answers, places, quiz_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event

TALL = (120, 60)


def key_to(pilot: Pilot[int], place: int) -> list[str]:
    """The keys that pick a place: digits where they reach it, else arrows and space."""
    screen = quiz_page(pilot)
    question = screen.item.question
    if isinstance(question.response, Pick) and question.response.shape in ("grid", "rows"):
        width = len(question.order[0])
        row, column = divmod(place, width)
        now = max(0, screen.question_state.cursor) // width
        on, back = ("down", "up") if question.response.shape == "grid" else ("right", "left")
        return [*[on] * (row - now), *[back] * (now - row), str(column + 1)]
    if starts_anew(question):
        shown = places_of(question)
        now, wanted = shown[max(0, screen.question_state.cursor)][0], shown[place][0]
        number = place - sum(len(order) for order in question.order[:wanted]) + 1
        return [*["right"] * (wanted - now), *["left"] * (now - wanted), str(number)]
    if place < 10:
        return [str((place + 1) % 10)]
    before = screen.question_state.cursor
    return [*["down"] * (place - before), "space"]


async def by_keys(pilot: Pilot[int], wanted: list[int]) -> None:
    for place in wanted:
        await press(pilot, *key_to(pilot, place))
    await press(pilot, "enter")


async def by_mouse(pilot: Pilot[int], wanted: list[int]) -> None:
    for place in wanted:
        await click(pilot, place)
    await press(pilot)
    await click_on(pilot, "Submit  enter")


async def click(pilot: Pilot[int], place: int) -> None:
    """Click the option, going to its row first where the options stand once for all rows."""
    screen = quiz_page(pilot)
    question = screen.item.question
    width = len(question.order[0])
    if isinstance(question.response, Pick) and question.response.shape == "rows":
        await click_zone(
            pilot, lambda press: press.action == "go" and int(press.key) // width == place // width
        )
    await click_zone(pilot, lambda press: press == Press("place", str(place)))


async def click_zone(pilot: Pilot[int], is_it: Callable[[Press], bool]) -> None:
    flow = quiz_page(pilot).question
    for y, line in enumerate(flow.flow.lines(flow.size.width)):
        for zone in line.zones:
            if is_it(zone.press):
                await pilot.click(flow, offset=((zone.start + zone.end) // 2, y))
                await settle(pilot)
                return
    message = "there is nothing like that to click"
    raise AssertionError(message)


def by_lines(workspace: Workspace, kind: str, wanted: list[int]) -> None:
    """The same answer typed as numbers, group by group."""
    quiz = quiz_of(workspace, kind)
    assert quiz.item is not None
    typed, first = list[str](), 0
    for order in quiz.item.question.order:
        typed.append(
            " ".join(
                str(place - first + 1) for place in wanted if first <= place < first + len(order)
            )
        )
        first += len(order)
    PlainQuiz(
        quiz,
        Console(
            io.StringIO("".join(f"{line}\n" for line in [*typed, ""])), io.StringIO(), echo=True
        ),
    ).run()


def told(event: Event) -> tuple[object, ...]:
    return (
        event.kind,
        event.card,
        event.form_kind,
        event.rating,
        event.points,
        event.max_points,
        event.answer,
        event.key_hash,
    )


@pytest.mark.parametrize("right", [True, False])
@pytest.mark.parametrize("kind", KINDS)
async def test_keyboard_mouse_and_lines_give_the_same_event(
    make_workspace: Callable[..., Workspace], kind: str, right: bool
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, kind), size=TALL) as pilot:
        wanted = places(pilot, right=right)
        await by_keys(pilot, wanted)
        keyed = answers(workspace)[-1]
        assert ("▌  ✓ Correct" in screen_text(pilot)) is right
    async with driven(workspace, quiz=quiz_of(workspace, kind), size=TALL) as pilot:
        await by_mouse(pilot, wanted)
        clicked = answers(workspace)[-1]
    by_lines(workspace, kind, wanted)

    assert len(answers(workspace)) == 3
    assert told(keyed) == told(clicked) == told(answers(workspace)[-1])


@pytest.mark.parametrize("kind", [*KINDS, "teach-back"])
async def test_every_kind_is_there_in_review_too(
    make_workspace: Callable[..., Workspace], kind: str
) -> None:
    text = dict(zip((*KINDS, "teach-back"), decks.SHAPES, strict=True))[kind]

    async with driven(make_workspace(decks.deck(text)), "enter", size=(60, 18)) as pilot:
        assert page(pilot).item.question.kind == kind
        await press(pilot, "enter", "1", "enter")
        assert page(pilot).mode() in ("answered", "ask pick", "shown")


async def test_a_grid_marks_the_cell_at_the_cursor_and_counts_rows(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "3", quiz=quiz_of(workspace, "matrix-one")) as pilot:
        lines = screen_lines(pilot)
        assert "()()(•)" in "".join(next(line for line in lines if "Cough" in line).split())
        assert "▸( )" in next(line for line in lines if "Relapse" in line), "it moves on"
        assert "1 of 4 rows answered." in screen_text(pilot)

        await press(pilot, "up", "1")
        assert quiz_page(pilot).question_state.picks == (0,), "one for each row"
        await press(pilot, "4")
        assert "Choices are numbered 1 to 3." in screen_text(pilot)


async def test_a_wide_matrix_has_headings_and_lines_and_a_narrower_one_numbers(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "matrix-one"), size=(120, 40)) as pilot:
        assert any("│" in line and "3 Do not start" in line for line in screen_lines(pilot))
        await pilot.resize_terminal(80, 24)
        await press(pilot)
        assert "1 Go on   2 Ask first   3 Do not start" in screen_text(pilot)
        assert any(line.split() == ["1", "2", "3"] for line in screen_lines(pilot))


async def test_a_row_takes_any_number_where_the_matrix_does(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "1", "2", quiz=quiz_of(workspace, "matrix-any")) as pilot:
        assert quiz_page(pilot).question_state.picks == (0, 1)


@pytest.mark.parametrize("kind", ["matrix-one", "bowtie", "match", "highlight"])
async def test_resizing_in_the_middle_keeps_all_picks(
    make_workspace: Callable[..., Workspace], kind: str
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "2", "down", "1", quiz=quiz_of(workspace, kind)) as pilot:
        before, lines = quiz_page(pilot).question_state, screen_lines(pilot)
        await pilot.resize_terminal(40, 12)
        await press(pilot)
        assert quiz_page(pilot).question_state == before
        await press(pilot, *(("up", "down") if kind == "matrix-one" else ("down", "up")))
        await pilot.resize_terminal(80, 24)
        await press(pilot)

        assert quiz_page(pilot).question_state.picks == before.picks
        assert screen_lines(pilot) == lines or kind in ("bowtie", "highlight")


async def test_a_matrix_is_asked_row_by_row_where_it_is_narrow(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace, "3", quiz=quiz_of(workspace, "matrix-one"), size=(59, 40)
    ) as pilot:
        lines = [line.strip(" ▌") for line in screen_lines(pilot)]
        at = lines.index("Cough and 38.6 °C")
        assert lines[at + 1 : at + 4] == ["( ) 1  Go on", "( ) 2  Ask first", "(•) 3  Do not start"]


async def test_a_bow_tie_is_side_by_side_where_it_is_wide(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "bowtie"), size=(100, 30)) as pilot:
        assert any(
            "Actions to take" in line and "Parameters to monitor" in line
            for line in screen_lines(pilot)
        )
        await press(pilot, "right", "space", "right", "space")
        assert quiz_page(pilot).question_state.picks in ((0, 5), (5, 9))

    async with driven(workspace, quiz=quiz_of(workspace, "bowtie"), size=(80, 40)) as pilot:
        assert "Actions to take  2 more" in screen_text(pilot)
        await press(pilot, "1", "2", "3")
        assert "Actions to take  1 more" not in screen_text(pilot)
        assert "2 already selected. Deselect one first." in screen_text(pilot)
        assert not any(
            "Actions to take" in line and "Parameters to monitor" in line
            for line in screen_lines(pilot)
        )


async def test_pairs_show_what_was_chosen_beside_the_left_side(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "2", quiz=quiz_of(workspace, "match")) as pilot:
        question = quiz_page(pilot).item.question
        assert isinstance(question.response, Pick)
        chosen = question.response.groups[0].options[question.order[0][1]].text
        assert f"Rituximab  →  {chosen}" in screen_text(pilot)
        assert "Match Ocrelizumab:" in screen_text(pilot), "it moves on"

        await press(pilot, "down")
        assert quiz_page(pilot).question_state.cursor == len(question.order[0]) + 1
        await press(pilot, "left")
        assert "Match Rituximab:" in screen_text(pilot)


async def test_gaps_fill_with_what_is_chosen(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "dropdown")) as pilot:
        assert "The nurse gives [1____] and then waits [2____]." in screen_text(pilot)
        await press(pilot, *(str(place + 1) for place in places(pilot)))
        assert "The nurse gives [methylprednisolone] and then waits [thirty minutes]." in " ".join(
            screen_text(pilot).split()
        )
        await press(pilot, "enter")
        assert "[✓ methylprednisolone]" in screen_text(pilot)


@pytest.mark.parametrize(
    ("wrong", "verdict", "total"),
    [
        ((), "✓ Correct, 2 of 2 points", "First blank right, 1 + 1 = 2"),
        ((1,), "! Partly correct, 1 of 2 points", "First blank right, 0 + 1 = 1"),
        ((0,), "✗ Incorrect, 0 of 2 points", "First blank wrong: 0"),
        ((1, 2), "✗ Incorrect, 0 of 2 points", "First blank right, 0 + 0 = 0"),
    ],
)
async def test_the_sum_of_a_rationale_is_a_sentence(
    make_workspace: Callable[..., Workspace], wrong: tuple[int, ...], verdict: str, total: str
) -> None:
    triad = decks.RATIONALE.replace("shown by {{2}}.", "shown by {{2}} and {{3}}.").replace(
        "wrong: [a smile]}}", "wrong: [a smile]}, 3: {right: hives, wrong: [calm]}}"
    )
    workspace = make_workspace(decks.deck(triad))

    async with driven(workspace, quiz=quiz_of(workspace, "rationale"), size=TALL) as pilot:
        question = quiz_page(pilot).item.question
        assert isinstance(question.response, Pick)
        wanted = places(pilot)
        for blank in wrong:
            first = sum(len(order) for order in question.order[:blank])
            wanted[blank] = first + (wanted[blank] - first + 1) % len(question.order[blank])
        await by_keys(pilot, wanted)
        assert verdict in screen_text(pilot)
        assert f"{total}  " in screen_text(pilot)


async def test_a_passage_is_marked_where_it_stands(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace, "1", "down", "space", quiz=quiz_of(workspace, "highlight")
    ) as pilot:
        text = " ".join(screen_text(pilot).split())
        assert (
            "She reports [1x fever since the morning] and ▸[2x a good appetite], no [new] pain, and"
            " [3 a wet cough]." in text
        )
        await press(pilot, "enter")
        text = " ".join(screen_text(pilot).split())
        assert (
            "[1✓ fever since the morning] and [2✗ a good appetite], no [new] pain, and [3! a wet"
            " cough]." in text
        )
        assert "1 correct − 1 incorrect = 0 practice" in text


async def test_steps_are_moved_by_alt_and_arrows(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, "alt+down", quiz=quiz_of(workspace, "order")) as pilot:
        assert quiz_page(pilot).question_state.picks == (1, 0, 2, 3)
        assert "4 of 4 placed" in screen_text(pilot)
        await press(pilot, "alt+up", "2", "enter")
        assert f"1 step is not placed. {ANYWAY}" in screen_text(pilot)
        await press(pilot, "2", "enter")
        assert "Correct order" in screen_text(pilot)
        assert answers(workspace)[-1].answer == {
            **(answers(workspace)[-1].answer or {}),
            "picked": [[0, 2, 3, 1]],
        }


async def test_a_teach_back_is_told_ticked_and_graded(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace, "t", "I", "t", quiz=quiz_of(workspace, "teach-back", mode="tutor")
    ) as pilot:
        screen = quiz_page(pilot)
        assert screen.pad is not None
        screen.pad.post_message(events.Paste("y" * 1_000_000))
        await settle(pilot)
        assert len(screen.pad.text) == 10_000
        await press(pilot, "enter")
        assert "The virus can come back" in screen_text(pilot)
        assert answers(workspace) == []
        await press(pilot, "1", "down", "down", "space")
        assert "2 of 3 covered" in screen_text(pilot)
        await press(pilot, "enter", "3")
        assert [(event.form_kind, event.rating, event.points) for event in answers(workspace)] == [
            ("teach-back", 3, None)
        ]


async def test_a_huge_paste_is_cut_and_harmless(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "typed")) as pilot:
        quiz_page(pilot).field.post_message(events.Paste("CD20 \x1b[31m" * 1_000_000))
        await settle(pilot)
        assert len(quiz_page(pilot).field.value) == LONGEST
        await press(pilot, "enter")
        assert quiz_page(pilot).mode() == "quiz answered"
        assert len((answers(workspace)[-1].answer or {})["text"]) == LONGEST


async def test_a_calculator_opens_while_typing_and_beside_it(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(
        workspace, "1", "2", "ctrl+r", quiz=quiz_of(workspace, "calculation")
    ) as pilot:
        assert "a calculation, such as" in screen_text(pilot)
        await press(pilot, *"500/4")
        assert "= 125" in screen_text(pilot)
        await press(pilot, "/")
        assert "it ends too early" in screen_text(pilot)
        await press(pilot, "enter")
        assert quiz_page(pilot).mode() == "quiz calculator", "what has no result cannot be used"
        await press(pilot, "escape")
        assert quiz_page(pilot).field.value == "12"
        await press(pilot, "escape", "=")
        assert quiz_page(pilot).mode() == "quiz calculator"
        await press(pilot, *"250/2", "enter")
        assert (quiz_page(pilot).mode(), quiz_page(pilot).field.value) == ("quiz text keys", "125")
        await press(pilot, "enter", "enter")
        assert "✓ Correct" in screen_text(pilot)
        assert answers(workspace)[-1].points == 1


async def test_a_case_has_its_title_its_place_and_its_papers(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "case")) as pilot:
        assert title(pilot).startswith("Case: the first infusion")
        assert "Question 1 of 2 · Recognize cues" in title(pilot)
        assert "Story  Vitals" in flat(pilot) or "Story Vitals" in flat(pilot)
        assert "relapsing MS arrives" in flat(pilot)
        await press(pilot, "]")
        assert "Time BP Pulse" in flat(pilot)
        await press(pilot, "[", "1", "enter", "enter")
        assert "An hour later she coughs." in flat(pilot)
        assert "Notes" in screen_text(pilot)


async def test_what_the_question_says_itself_is_not_said_again(
    make_workspace: Callable[..., Workspace],
) -> None:
    ask = "What must be looked at before the first dose?"
    workspace = make_workspace(
        decks.deck(decks.SELECT_ALL.replace(ask, f"{ask} Select all that apply."))
    )

    async with driven(workspace, "enter") as pilot:
        assert flat(pilot).count("Select all that apply.") == 1


async def test_an_empty_answer_is_not_asked_how_sure_on_the_screen(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.TRUE_FALSE))

    async with driven(
        workspace, quiz=start_quiz(workspace, QuizSpec(seed=7, questions=1, confidence=True))
    ) as pilot:
        await press(pilot, "enter")
        assert NOTHING in screen_text(pilot)
        await press(pilot, "enter")
        assert "How sure" not in screen_text(pilot)

    assert [event.confidence for event in answers(workspace)] == [None]


async def test_the_options_of_the_row_at_the_cursor_are_all_in_view(
    make_workspace: Callable[..., Workspace],
) -> None:
    wrong = ", ".join(f"wrong {number}" for number in range(1, 5))
    blanks = decks.DROPDOWN.replace("wrong: [insulin]", f"wrong: [{wrong}]").replace(
        "wrong: [two days]", f"wrong: [{wrong.replace('wrong', 'long')}]"
    )
    workspace = make_workspace(decks.deck(blanks))

    async with driven(workspace, "enter", size=(80, 24)) as pilot:
        await press(pilot, "1")
        assert "Blank 2" in screen_text(pilot), "it moves on to the next blank"
        assert all(f"long {number}" in screen_text(pilot) for number in range(1, 5))

        await press(pilot, "left", "enter")
        assert "1 blank is empty." in screen_text(pilot)
        assert page(pilot).question_state.cursor == 5, "at the first option of the empty blank"
        assert "thirty minutes" in screen_text(pilot)


async def test_a_sentence_is_filled_with_the_right_words_once_answered(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.DROPDOWN))

    async with driven(workspace, "enter") as pilot:
        wrong = next(
            str(place + 1)
            for place, (group, index) in enumerate(places_of(page(pilot).item.question))
            if not group and index
        )
        await press(pilot, wrong)
        assert not re.search(r"Blank \d \d", flat(pilot)), "no count that reads like a score"
        await press(pilot, "enter", "enter")
        sentence = "[✗ insulin] [! methylprednisolone] and then waits [! thirty minutes]."
        assert sentence in flat(pilot)


async def test_the_keys_of_a_bow_tie_are_those_of_the_list_at_the_cursor(
    make_workspace: Callable[..., Workspace],
) -> None:
    workspace = make_workspace(decks.deck(decks.BOWTIE))

    async with driven(workspace, "enter") as pilot:
        assert screen_lines(pilot)[-1].strip().startswith("1–5 Select")
        await press(pilot, "right")
        assert screen_lines(pilot)[-1].strip().startswith("1–4 Select")


async def test_rationales_scroll_to_the_first(make_workspace: Callable[..., Workspace]) -> None:
    options = ", ".join(
        f"{{text: Wrong {number}, why: Reason {number}.}}" for number in range(1, 9)
    )
    long = decks.SELECT_ALL.replace(
        "- {text: Serum amylase, why: The pancreas is no known target of the drug.}",
        options.replace("}, {", "}\n      - {").join(("- ", "")),
    )

    async with driven(
        make_workspace(decks.deck(long)), "enter", "enter", "enter", size=(80, 24)
    ) as pilot:
        top = page(pilot).body.scroll_offset.y
        await press(pilot, "r")
        assert page(pilot).body.scroll_offset.y > top
        assert "Reason" in screen_text(pilot)


async def test_the_matrix_of_a_case_is_a_grid_and_its_tabs_stay(
    make_workspace: Callable[..., Workspace],
) -> None:
    arrives = "A 34-year-old with relapsing MS arrives for her first infusion."
    workspace = make_workspace(ALL.replace(arrives, " ".join([arrives] * 9)))
    keys = "enter", "enter", "enter"

    async with driven(workspace, *keys, quiz=quiz_of(workspace, "case"), size=(120, 40)) as pilot:
        assert any(line.count("( )") == 2 for line in screen_lines(pilot)), "two columns"

    async with driven(workspace, *keys, quiz=quiz_of(workspace, "case"), size=(80, 24)) as pilot:
        assert "An hour later she coughs." in screen_text(pilot), "what is new is in view"
        assert "Story •  Vitals  Notes •" in screen_text(pilot)


async def test_a_paper_without_news_has_no_bar(make_workspace: Callable[..., Workspace]) -> None:
    workspace = make_workspace(ALL)

    async with driven(workspace, quiz=quiz_of(workspace, "case")) as pilot:
        lines = quiz_page(pilot).papers.flow.lines(70)
        assert not any("▌" in line.content.plain for line in lines)
