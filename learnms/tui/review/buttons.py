"""The buttons below a question, by the mode of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.question.wording import comes_back
from learnms.engine.quiz.wording import SURE_WORDS
from learnms.engine.voice import grades_of
from learnms.study.event import Rating
from learnms.tui.kit.button_row import Choice

if TYPE_CHECKING:
    from learnms.engine.question.session import QuestionSession


def buttons_of(mode: str, review: QuestionSession, *, opens_deck: bool) -> list[Choice]:
    """The buttons of a mode. Where space picks an option, the main one has no focus.

    Args:
        mode: the mode of the card.
        review: the session with the question and its feedback.
        opens_deck: the open panel is the deck's primer.
    """
    match mode:
        case "ask self" | "ask teach":
            action = "show_answer" if mode == "ask self" else "show_points"
            return [Choice("Show answer", action, hint="space", primary=True)]
        case "ask teach text":
            return [Choice("Show answer", "finish_typing", hint="enter", primary=True)]
        case "hidden":
            return [Choice("Show options", "show_options", hint="space", primary=True)]
        case "ask pick" | "ask text" | "ask text keys":
            submit = Choice("Submit", "submit", hint="enter", primary=True, is_focused=False)
            return [submit]
        case "points":
            done = Choice("Continue", "points_done", hint="enter", primary=True)
            return [done._replace(is_focused=False)]
        case "sure":
            return [Choice(word, "confidence", key, number=key) for key, word in SURE_WORDS.items()]
        case "shown" | "override":
            return _grades(review)
        case "answered":
            return [Choice("Next", "next_card", hint="enter", primary=True)]
        case "copy":
            return [
                Choice("Copy and open", "copy_deck", hint="y", primary=True, is_focused=False),
                Choice("Cancel", "no", hint="n"),
            ]
        case "calculator":
            return [
                Choice("Use result", "use_result", hint="enter", primary=True, is_focused=False)
            ]
        case _ if opens_deck:
            return [Choice("First card", "close_panel", hint="enter", primary=True)]
        case _:
            return [Choice("Back", "close_panel", hint="esc", primary=True)]


def _grades(review: QuestionSession) -> list[Choice]:
    """The grades, each with its interval unless this is practice or the learner is a patient.
    The main one is Good, or the grade that is to be overridden.
    """
    item, voice = review.item, review.voice
    assert item is not None
    feedback, grades = review.feedback, grades_of(review.settings)
    main = feedback.rating if feedback is not None else Rating.GOOD
    if main not in grades:
        main = Rating.GOOD
    return [
        Choice(
            word[:1].upper() + word[1:],
            "grade",
            str(number),
            detail="" if item.practice else comes_back(item.intervals[rating], item.exam, voice),
            number=str(number),
            primary=rating is main,
        )
        for number, (rating, word) in enumerate(grades.items(), 1)
    ]
