"""Keys in lines: incomplete answers, leaving and help at a typed question, and the ways through
an exam.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.kinds.incomplete import NOTHING, OR_NOW
from learnms.plain.kit.console import Console
from learnms.plain.review import PlainReview
from tests.plain.test_plain_quiz import KINDS, numbers, transcript

OpenWorkspace = Callable[[], Workspace]

CASE = """\
deck: Case
id: case-deck
sources: {book: {title: Book}}
cases:
  - id: story
    title: A story
    story: She comes in.
    exhibit: {Vitals: Pulse 76, Notes: Slept well}
    source: book
    parts:
      - {id: one, ask: First?, right: a, wrong: [b, c]}
      - {id: two, ask: "Half of {dose}?", given: [{dose: 6}], calc: dose / 2}
"""
TYPED = """\
deck: Typed
id: typed-deck
sources: {book: {title: Book}}
cards:
  - {id: t-letter, ask: "Which letter begins QT? {q}", type: [Q, Queue], source: book}
"""


def review(workspace: Workspace, *typed: str) -> str:
    workspace.open_store()
    target = io.StringIO()
    PlainReview(
        start_review(workspace),
        Console(io.StringIO("".join(line + "\n" for line in typed)), target, echo=True),
    ).run()
    return target.getvalue()


def given(workspace: Workspace) -> list[tuple[str, float | None]]:
    return [
        (event.card or "", event.points)
        for event in workspace.queries.events.all()
        if event.kind in ("review", "practice", "evidence")
    ]


@pytest.mark.parametrize("mode", ["tutor", "exam"])
@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        ("match", ("1", ""), "1 row is empty."),
        ("matrix-one", ("1", ""), "1 row is empty."),
        ("matrix-any", ("1", ""), "1 row is empty."),
        ("groups", ("", "1"), "1 group is empty."),
        ("dropdown", ("1", ""), "1 blank is empty."),
        ("bowtie", ("1 2", "", "1"), "2 answers are missing."),
        ("order", ("1",), "2 steps are not placed."),
        ("match", ("", ""), NOTHING),
    ],
)
def test_an_incomplete_answer_is_sent_by_a_second_empty_line(
    open_workspace: OpenWorkspace,
    deck_file: Path,
    kind: str,
    typed: tuple[str, ...],
    says: str,
    mode: str,
) -> None:
    deck_file.write_text(KINDS, "utf-8")
    workspace = open_workspace()

    assert f"{says} {OR_NOW}" in transcript(workspace, *typed, kinds=(kind,), mode=mode)
    assert given(workspace) == []
    transcript(workspace, *typed, "", kinds=(kind,), mode=mode)
    assert len(given(workspace)) == 1


def test_what_is_empty_can_still_be_filled(open_workspace: OpenWorkspace, deck_file: Path) -> None:
    deck_file.write_text(KINDS, "utf-8")
    workspace = open_workspace()
    asked = transcript(workspace, kinds=("match",))
    first = numbers(asked, "one")
    asked = transcript(workspace, first, kinds=("match",))

    text = transcript(
        workspace, first, "", numbers(asked, "two", after="2 of 2."), "", kinds=("match",)
    )

    assert "1 row is empty." in text
    assert text.count("2 of 2. b") == 2, "only what was empty is asked again"
    assert given(workspace) == [("k-match", 2)]


@pytest.mark.parametrize("leave", ["q", " Q ", ":q"])
@pytest.mark.parametrize("kind", ["typed", "calculation"])
def test_q_leaves_a_typed_question(open_workspace: OpenWorkspace, kind: str, leave: str) -> None:
    workspace = open_workspace()

    text = transcript(workspace, "?", leave, kinds=(kind,))

    assert "? for help, q to stop.\n> " in text
    assert "w: show the glossary" in text
    assert "Stopped. 1 question left" in text
    assert given(workspace) == []


@pytest.mark.parametrize("answer", ["q", "Q"])
def test_q_is_an_answer_where_it_is_right(
    open_workspace: OpenWorkspace, deck_file: Path, answer: str
) -> None:
    deck_file.write_text(TYPED, "utf-8")
    workspace = open_workspace()

    assert "Stopped." in review(workspace, ":q")
    text = review(workspace, answer, "q")

    assert "Type the answer. ? for help, :q to stop." in text
    assert given(workspace) == [("t-letter", 1)]


@pytest.mark.parametrize("mode", ["tutor", "exam"])
@pytest.mark.parametrize("text", ["1]", "one"])
def test_what_is_no_number_is_asked_back(
    open_workspace: OpenWorkspace, text: str, mode: str
) -> None:
    workspace = open_workspace()

    assert "Type a number, such as 12 or 2.5." in transcript(
        workspace, text, kinds=("calculation",), mode=mode
    )
    assert given(workspace) == []


def test_an_exam_goes_back_and_forward_by_one(open_workspace: OpenWorkspace) -> None:
    text = transcript(
        open_workspace(),
        ".",
        ".",
        ",",
        ",",
        ",",
        "l",
        "z",
        kinds=("single", "true-false"),
        mode="exam",
    )

    heads = [line[:6] for line in text.splitlines() if line[1:5] == " of "]
    assert heads == ["1 of 2", "2 of 2", "2 of 2", "1 of 2"] or heads == [
        "1 of 2",
        "2 of 2",
        "1 of 2",
    ]
    assert "No previous question." in text
    assert "1. Not answered. " in text
    assert "This quiz has no time limit." in text


def test_a_typed_question_of_an_exam_has_them_with_a_colon(open_workspace: OpenWorkspace) -> None:
    text = transcript(
        open_workspace(),
        ":l",
        ":z",
        "=",
        "300/30 =",
        "= 300/30",
        ":= 1/3",
        ":calc six",
        ":.",
        kinds=("calculation",),
        mode="exam",
    )

    assert "1. Not answered. Order:" in text
    assert "This quiz has no time limit." in text
    assert "No result yet. Type a calculation, such as = 500 / 4." in text
    assert "\n= 10\nTo answer with this result, type = alone.\n" in text
    assert "`six` has no value. Type it like = 500 / 4." in text
    assert "About 0.3333333333" in text
    assert "1 question is unanswered: 1." in text


def test_a_tutor_says_why_it_goes_on_only(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), ",", ".", "l", kinds=("single",))

    assert text.count("Only exams let you move between questions.") == 3


def test_papers_are_turned_page_by_page(open_workspace: OpenWorkspace, deck_file: Path) -> None:
    deck_file.write_text(CASE, "utf-8")

    text = transcript(
        open_workspace(), "]", "]", "]", "[", "1", "", ":]", "=2*3", "q", kinds=("case",)
    )

    turned = [line for line in text.splitlines() if ", tab " in line]
    assert turned[:4] == [
        "Vitals, tab 2 of 3:",
        "Notes, tab 3 of 3:",
        "Story, tab 1 of 3:",
        "Notes, tab 3 of 3:",
    ]
    assert turned[4:] == ["Vitals, tab 2 of 3:"]


def test_what_a_question_does_not_have_is_said(open_workspace: OpenWorkspace) -> None:
    text = review(open_workspace(), "= 6/4", "]", "q")

    assert "The calculator is for calculations only." in text
    assert "This question has no tabs." in text


@pytest.mark.parametrize("mode", ["tutor", "exam"])
@pytest.mark.parametrize("calls", ["=", ":=", ":calc"])
def test_the_last_result_is_the_answer(
    open_workspace: OpenWorkspace, mode: str, calls: str
) -> None:
    workspace = open_workspace()
    shown = transcript(workspace, "q", kinds=("calculation",), mode=mode)
    dose = "600" if "600 mg" in shown else "300"

    text = transcript(
        workspace, "= 1 + 1", f"{calls} {dose}/30", calls, "", kinds=("calculation",), mode=mode
    )

    assert text.count("To answer with this result, type = alone.") == 1
    assert f"Your answer: {int(dose) // 30}\n" in text
    assert given(workspace) == [("card-dose", 1)]


def test_only_a_number_is_calculated(open_workspace: OpenWorkspace) -> None:
    listed = transcript(open_workspace(), "?", kinds=("calculation",))
    other = transcript(open_workspace(), "?", "1", "= 2", kinds=("single",))

    assert "= alone: answer with the last result" in listed
    assert "= alone" not in other
    assert "The calculator is for calculations only." in other


def test_quizzes_do_not_offer_undo(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "?", "q", kinds=("typed",))

    assert ":u" not in text
    assert "\nu: " not in text
    assert "h: show the hint (not in an exam)" in text
    assert text.count("Type the answer. ? for help, q to stop.\n> ") == 2
    assert "put a colon before a command, such as :u." in review(workspace, "?", "q")


def test_only_enter_submits_an_exam(open_workspace: OpenWorkspace) -> None:
    text = transcript(
        open_workspace(), "1", "submit", "no", "1", "2", "list", "q", kinds=("single",), mode="exam"
    )

    assert text.count("Submit?") == 5
    assert "`submit` is not a choice. Type ? for help." in text
    assert "1 of 1. A small deck." in text
    assert "Stopped." in text


def test_a_pause_can_be_left(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "p", "", "p", "q", kinds=("single",), minutes=5)

    assert "Resumed.\nType the number of your choice.\n> p\n" in text
    assert text.endswith("Stopped. 1 question left.\n")


def test_going_back_to_the_same_question_asks_it_anew(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text(KINDS, "utf-8")

    text = transcript(open_workspace(), "1", "back 1", "q", kinds=("match",), mode="exam")

    assert text.count("1 of 1. Kinds.\nMatch.\n1 of 2. a\n") == 2


@pytest.mark.parametrize("typed", [("1", "q"), ("1", "x", "q")])
def test_q_at_how_sure_judges_nothing(
    open_workspace: OpenWorkspace, typed: tuple[str, ...]
) -> None:
    workspace = open_workspace()

    text = transcript(workspace, *typed, kinds=("true-false",), confidence=True)

    assert "How sure are you?" in text
    assert "Stopped." in text
    assert given(workspace) == []
