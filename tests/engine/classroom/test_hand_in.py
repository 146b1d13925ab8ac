"""What a learner hands in: the first answers, a code, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from learnms.decks.codec import form_hash
from learnms.engine.classroom.hand_in import collect, contents, own_code
from learnms.engine.question.build import card_of
from learnms.engine.quiz.build import QuizSpec, build
from learnms.engine.quiz.paper_form import PaperForm
from learnms.engine.quiz.start import start_paper
from learnms.engine.review.start import start_review
from learnms.errors import LearnmsError, UsageError
from learnms.study.event import Rating
from tests.engine.quiz.helpers import answered, begun, given

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.workspace import Workspace
    from learnms.exchange.hand_in import HandIn
    from tests.conftest import Clock


def paper(workspace: Workspace, name: str = "A") -> PaperForm:
    """A form of a paper with every question of the small deck that is scored."""
    workspace.open_store()
    spec = QuizSpec(seed=3 if name == "A" else 4, questions=20)
    asked = build(workspace.queries, workspace.settings, spec, workspace.today)
    return PaperForm("paper-1", name, "The midterm", tuple(asked))


def taken(quiz: Quiz, *, well: bool = True) -> None:
    """A quiz answered to its end, in exams without counting."""
    while quiz.item is not None:
        answered(quiz, well=well)
        quiz.advance()
    quiz.end()


def points(hand_in: HandIn) -> dict[str, float]:
    return {answer.card: answer.points for answer in hand_in.answers}


def test_the_first_answer_to_each_question_is_handed_in(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    workspace = open_workspace()
    taken(begun(workspace, mode="exam"), well=False)
    clock.forward(days=1)
    taken(begun(workspace, mode="exam"))
    made = collect(workspace)

    assert len(made.answers) == 6
    assert set(points(made).values()) == {0}
    assert (made.paper, made.first, made.last) == (None, made.first, made.first)
    single = next(answer for answer in made.answers if answer.card == "card-single")
    assert single.max_points == 1
    assert [choice.text for choice in single.chosen] == ["The wrong one"]
    assert len(single.offered) == 3
    assert made.seconds == (1,) * 6


def test_reviews_and_practice_count_and_repeats_hints_and_own_grades_do_not(
    open_workspace: Callable[[], Workspace],
) -> None:
    workspace = open_workspace()
    review = start_review(workspace, new=20)
    while review.item is not None:
        if review.item.scored:
            if review.item.hint:
                review.hint()
            review.submit(given(review))
        else:
            review.reveal()
            review.grade(Rating.GOOD)
        review.advance()
    reviewed = points(collect(workspace))
    quiz = begun(workspace)
    while quiz.item is not None:
        answered(quiz, well=False)
        quiz.advance()
    quiz.end()

    assert "card-flash" not in reviewed
    assert set(reviewed.values()) >= {1}
    assert points(collect(workspace)) == reviewed


def test_a_question_whose_first_answer_had_a_hint_is_left_out(
    open_workspace: Callable[[], Workspace], deck_file: Path
) -> None:
    text = deck_file.read_text("utf-8")
    deck_file.write_text(
        text.replace("    type: [CD20", "    hint: A letter.\n    type: [CD20"), "utf-8"
    )
    workspace = open_workspace()
    quiz = begun(workspace)
    while quiz.item is not None:
        quiz.hint()
        answered(quiz)
        quiz.advance()
    quiz.end()
    taken(begun(workspace))

    cards = points(collect(workspace))
    assert "card-typed" not in cards
    assert len(cards) == 5


def test_a_paper_is_handed_in_with_the_answers_of_its_first_sitting(
    open_workspace: Callable[[], Workspace], clock: Clock
) -> None:
    workspace = open_workspace()
    form = paper(workspace)
    taken(start_paper(workspace, form), well=False)
    clock.forward(days=2)
    taken(start_paper(workspace, form))
    taken(begun(workspace))

    with_form = collect(workspace, form)
    assert with_form.paper == ("paper-1", "A", len(form.questions))
    assert [answer.card for answer in with_form.answers] == [asked.card for asked in form.questions]
    assert set(points(with_form).values()) == {0}
    assert collect(workspace).paper is None  # the last quiz was no paper


def test_the_last_quiz_is_handed_in_if_it_was_a_paper_with_its_open_questions_at_zero(
    open_workspace: Callable[[], Workspace],
) -> None:
    workspace = open_workspace()
    quiz = start_paper(workspace, paper(workspace))
    answered(quiz)
    quiz.end()
    made = collect(workspace)

    assert made.paper is not None
    assert sorted(points(made).values(), reverse=True)[1:] == [0] * (quiz.total - 1)


def test_an_answer_that_was_changed_in_the_exam_counts_as_it_stood_at_the_end(
    open_workspace: Callable[[], Workspace],
) -> None:
    workspace = open_workspace()
    quiz = start_paper(workspace, paper(workspace))
    first = quiz.questions[0].card
    answered(quiz, well=False)
    quiz.go(0)
    answered(quiz)
    quiz.end()

    assert points(collect(workspace))[first] > 0


def test_the_code_is_random_stable_and_may_be_ones_own(
    open_workspace: Callable[[], Workspace], tmp_path: Path
) -> None:
    workspace = open_workspace()
    taken(begun(workspace))
    code = own_code(workspace)

    assert collect(workspace).code == code == own_code(open_workspace())
    assert len(code) == 9
    assert collect(open_workspace(), code=" maple ").code == "maple"
    with pytest.raises(UsageError):
        collect(open_workspace(), code="\x07")


def test_nothing_of_the_learner_is_in_the_file(
    open_workspace: Callable[[], Workspace], tmp_path: Path
) -> None:
    """Ids, paths, times, notes and the rest of the log stay where they are."""
    workspace = open_workspace()
    taken(begun(workspace))
    text = collect(workspace).to_text()
    study = workspace.queries.study
    events = list(workspace.queries.events.all())

    canaries = [
        study.identity("learner_id"),
        study.identity("device_id"),
        str(tmp_path),
        "small.yaml",
    ]
    canaries += [str(event.id) for event in events] + [event.id.hex for event in events]
    canaries += [event.checksum for event in events] + ["09:00", "T09", "seed", "rating", "due"]
    assert not [canary for canary in canaries if canary in text]
    assert len(events) > 6


def test_the_preview_says_what_the_file_holds(open_workspace: Callable[[], Workspace]) -> None:
    workspace = open_workspace()
    taken(begun(workspace))
    made = collect(workspace)
    text = " ".join(contents(made, workspace.today))

    assert "6 questions" in text
    assert "November 22" in text
    assert made.code in text


def test_without_answers_there_is_nothing_to_hand_in(
    open_workspace: Callable[[], Workspace],
) -> None:
    workspace = open_workspace()

    with pytest.raises(LearnmsError, match="no answers"):
        collect(workspace)
    with pytest.raises(LearnmsError, match=r"not taken this paper\. Take it with"):
        collect(workspace, paper(workspace))
    stopped = start_paper(workspace, paper(workspace))
    answered(stopped)
    with pytest.raises(LearnmsError, match=r"but not submitted it\. Resume it with"):
        collect(workspace, paper(workspace))


# -- taking a paper ------------------------------------------------------------------------------


def test_everybody_gets_the_same_questions_and_options_in_the_same_order(
    open_workspace: Callable[[], Workspace], tmp_path: Path, deck_file: Path, clock: Clock
) -> None:
    from learnms.engine.workspace import Workspace as Opened

    workspace = open_workspace()
    form = paper(workspace)
    mine = start_paper(workspace, form)
    other_home = Opened(tmp_path / "other", [str(deck_file)], clock)
    theirs = start_paper(other_home, form)

    shown = [[quiz.page(at) for at in range(quiz.total)] for quiz in (mine, theirs)]
    assert [page and page.question for page in shown[0]] == [
        page and page.question for page in shown[1]
    ]
    assert mine.is_exam
    other_home.close()


def test_a_stopped_paper_is_resumed(open_workspace: Callable[[], Workspace]) -> None:
    workspace = open_workspace()
    form, other = paper(workspace), paper(workspace, "B")
    answered(start_paper(workspace, form))
    again = start_paper(open_workspace(), form)

    assert (len(again.given), again.spec.paper, again.spec.form) == (1, "paper-1", "A")
    assert not start_paper(open_workspace(), other).given


def test_questions_that_cannot_be_asked_are_named_before_the_start(
    open_workspace: Callable[[], Workspace],
) -> None:
    workspace = open_workspace()
    form = paper(workspace)
    first, second, *rest = form.questions
    changed = replace(
        form, questions=(replace(first, card="gone-1a2b"), replace(second, form="0" * 16), *rest)
    )

    with pytest.raises(LearnmsError) as caught:
        start_paper(workspace, changed)
    assert "1 (gone-1a2b, not in your decks)" in str(caught.value)
    assert f"2 ({second.card}, reworded since)" in str(caught.value)

    card = next(
        card
        for row in workspace.queries.library.quizzable()
        if (card := card_of(row)) is not None and card.forms[0].kind == "flashcard"
    )
    (part,) = card.parts
    opened = replace(second, card=str(card.id), part=part, form=form_hash(card.forms[0], part))
    with pytest.raises(LearnmsError) as caught:
        start_paper(workspace, replace(form, questions=(opened,)))
    assert f"1 ({card.id}, not scored by the app)" in str(caught.value)
    assert "Write the paper again" in (caught.value.remedy or "")
    assert not list(workspace.queries.events.all())
