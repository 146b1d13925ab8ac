"""The result of a quiz as lines, and missed questions as they were answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.question import wording as answer_words
from learnms.engine.quiz import wording as quiz_words
from learnms.kinds.response import Pick
from learnms.plain.kit.console import one_line, quoted
from learnms.plain.kit.feedback import question, tell_whole
from learnms.plain.kit.menu import choices

if TYPE_CHECKING:
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.quiz.results import Missed, Results, Tally
    from learnms.engine.voice import Voice
    from learnms.plain.kit.console import Console


def run(quiz: Quiz, result: Results, lines: Console, *, offers_misses: bool = False) -> None:
    """Say the result, then show the questions that are chosen.

    Args:
        quiz: the quiz.
        result: its result.
        lines: the console.
        offers_misses: whether tomorrow's review can be made of the missed questions.
    """
    voice = quiz.voice
    tell_results(result, lines, voice)
    if not result.missed:
        return
    misses = MISSES if voice.has_figures else PATIENT_MISSES
    by_number = {str(missed.index + 1): missed for missed in result.missed}

    def prompt() -> str:
        return f"A number shows that question.{misses if offers_misses else ''} Enter: done."

    for line in choices(lines, prompt):
        if line == "m" and offers_misses:
            lines.say(f"{words.count(quiz.misses_tomorrow(), 'card')} added to tomorrow's review.")
            offers_misses = False
        elif line in by_number:
            _whole(by_number[line], quiz, lines, voice)
        else:
            lines.say(
                f"{quoted(line)} is not one of these:"
                f" {', '.join(by_number)}{', m' if offers_misses else ''}."
            )


MISSES = " m: review missed questions tomorrow."
PATIENT_MISSES = " m: look at these again tomorrow."


def _whole(missed: Missed, quiz: Quiz, lines: Console, voice: Voice) -> None:
    feedback = missed.feedback(quiz.today)
    if feedback is None:
        lines.say(quiz_words.GONE)
        return
    lines.say()
    lines.say(f"Question {missed.index + 1}.")
    question(feedback.item, lines)
    tell_whole(feedback, lines, voice)
    lines.say()


def tell_results(result: Results, lines: Console, voice: Voice) -> None:
    """Say the result."""
    lines.say()
    if not voice.has_figures:
        lines.say(quiz_words.in_words(result))
    else:
        _figures(result, lines)
    if result.sure_but_wrong and voice.has_figures:
        lines.say("Confident errors:")
    for position, missed in enumerate(result.missed):
        if voice.has_figures and position == len(result.sure_but_wrong):
            lines.say("Missed:")
        _missed(missed, lines, voice)


def _missed(missed: Missed, lines: Console, voice: Voice) -> None:
    """Say a missed question: what was picked and why that is wrong, and what is right."""
    item, answer = missed.item, missed.answer
    if item is None or answer is None:
        lines.say(f"{missed.index + 1}. {quiz_words.GONE}")
        return
    lines.say(f"{missed.index + 1}. {one_line(item.question.prompt)}")
    for label, option in answer_words.picked(item.question, answer):
        where = f"{one_line(label)}: " if label else ""
        verdict = (
            ""
            if not voice.has_figures
            else ", right"
            if option.right
            else ", unsafe"
            if option.unsafe
            else ", wrong"
        )
        reason = f" {one_line(option.why)}" if option.why else ""
        lines.say(f"   Your answer: {where}{one_line(option.text)}{verdict}.{reason}")
    answer_text = answer_words.given_text(item.question, answer)
    if missed.left or (item.scored and not answer_text):
        lines.say("   Not answered." if missed.left else "   No answer.")
    elif answer_text and not isinstance(item.question.response, Pick):
        lines.say(f"   Yours: {one_line(answer_text)}")
    lines.say(f"   Answer: {one_line(answer_words.right_text(item.question))}")


def tell_score(result: Results, lines: Console) -> None:
    """Say the points in a line."""
    if result.percent is None:
        lines.say(f"{result.answered} of {result.asked} answered.")
        return
    lines.say(
        f"{quiz_words.points(result)}. {result.answered} of {result.asked} answered."
        f" {quiz_words.guessing(result)}".rstrip()
    )


def _figures(result: Results, lines: Console) -> None:
    tell_score(result, lines)
    if result.percent is None:
        return
    for heading, tallies in (
        ("By topic", result.topics),
        ("By step", tuple(replace(tally, name=words.step(tally.name)) for tally in result.steps)),
        (
            "By kind",
            tuple(replace(tally, name=words.kind_name(tally.name)) for tally in result.kinds),
        ),
    ):
        if len(tallies) > 1:
            lines.say(f"{heading}: " + ", ".join(_tally(tally) for tally in tallies) + ".")


def _tally(tally: Tally) -> str:
    return f"{one_line(tally.name)} {tally.points:g} of {tally.max_points:g}"
