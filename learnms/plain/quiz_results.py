"""The result of a quiz as lines, the question whether an exam counts, and missed questions as they
were answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.question import wording as answer_words
from learnms.engine.quiz import wording as quiz_words
from learnms.engine.quiz.ending import COUNT, LEFT, NO, YES
from learnms.engine.quiz.misses import Wrong, wrong_parts
from learnms.engine.quiz.results import results
from learnms.plain.kit.console import Stopped, one_line, quoted, spoken
from learnms.plain.kit.feedback import question, tell_whole
from learnms.plain.kit.menu import choices

if TYPE_CHECKING:
    from learnms.engine.quiz.quiz import Quiz
    from learnms.engine.quiz.results import Missed, Results, Tally
    from learnms.engine.voice import Voice
    from learnms.plain.kit.console import Console

COUNTS = f"{COUNT} y: {YES} Enter: {NO} q: no, and leave."
_YES = "y", "yes", "1"
_NO = "", "n", "no", "2", "q"
MISSES = " m: review missed questions tomorrow."
PATIENT_MISSES = " m: look at these again tomorrow."


def run(quiz: Quiz, lines: Console, *, read_only: bool = False) -> None:
    """Say the result; of an exam that was just submitted ask whether it counts; then show the
    questions that are chosen.
    """
    voice, result = quiz.voice, results(quiz)
    tell_results(result, lines, voice, _next_step(quiz, result, read_only=read_only))
    if quiz.is_pending and not _counted(quiz, lines):
        return
    if not result.missed:
        return
    misses = MISSES if voice.has_figures else PATIENT_MISSES
    by_number = {str(missed.index + 1): missed for missed in result.missed}
    offers_misses = not read_only and quiz.to_review > 0

    def prompt() -> str:
        return f"Type a number to see that question.{misses if offers_misses else ''} Enter: done."

    for line in choices(lines, prompt):
        if line == "m" and offers_misses:
            missed = quiz.review_missed()
            lines.say(quiz_words.added(len(missed.parts), missed.anyway))
            offers_misses = False
        elif line in by_number:
            _whole(by_number[line], quiz, lines, voice)
        elif line == "?":
            lines.say(f"The numbers of the missed questions: {', '.join(by_number)}.")
        else:
            lines.say(
                f"{quoted(line)} is not one of these:"
                f" {', '.join(by_number)}{', m' if offers_misses else ''}. Enter: done."
            )


def _next_step(quiz: Quiz, result: Results, *, read_only: bool) -> str:
    """What to do next; an exam that is still to be counted brings its misses by itself."""
    reviewable = not read_only and (quiz.is_pending or quiz.to_review > 0)
    return quiz_words.next_step(result, quiz.today, reviewable=reviewable)


def _counted(quiz: Quiz, lines: Console) -> bool:
    """Ask whether the exam counts, and end it; False where the learner leaves, which says no."""
    lines.say()
    lines.prompt(COUNTS)
    try:
        while (line := lines.choose()) not in (*_YES, *_NO):
            lines.say("Type y or n. Enter: no.")
    except Stopped:
        line = ""
    counts = line in _YES
    number = quiz.end(counts=counts)
    lines.say(LEFT if line == "q" else quiz_words.ended(number, counts=counts))
    if to_hand_in := quiz_words.hand_in(quiz.spec):
        lines.say(to_hand_in)
    return line != "q"


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


def tell_results(result: Results, lines: Console, voice: Voice, step: str) -> None:
    """Say what to do next, then the result."""
    lines.say()
    if voice.has_figures:
        lines.say(step)
        _figures(result, lines)
    else:
        lines.say(quiz_words.in_words(result))
    if result.sure_but_wrong and voice.has_figures:
        lines.say("Confident errors:")
    for position, missed in enumerate(result.missed):
        if voice.has_figures and position == len(result.sure_but_wrong):
            lines.say("Missed:")
        _missed(missed, lines, voice)


def _missed(missed: Missed, lines: Console, voice: Voice) -> None:
    """Say a missed question: what was wrong in it and why, and what is right."""
    item, answer = missed.item, missed.answer
    if item is None or answer is None:
        lines.say(f"{missed.index + 1}. {quiz_words.GONE}")
        return
    lines.say(f"{missed.index + 1}. {one_line(spoken(item.question.prompt))}")
    if item.scored and not answer_words.given_text(item.question, answer):
        lines.say(f"   {quiz_words.no_answer(missed)}.")
        lines.say(f"   Answer: {one_line(answer_words.right_text(item.question))}")
        return
    for wrong in wrong_parts(item.question, answer):
        _wrong(wrong, lines, voice)


def _wrong(wrong: Wrong, lines: Console, voice: Voice) -> None:
    where = f"{one_line(wrong.label)}: " if wrong.label else ""
    for option in wrong.picked:
        _, said = answer_words.option_words(option, voice, picked=True, single=True)
        verdict = f", {said.lower()}" if voice.has_figures else ""
        reason = f" {one_line(option.why)}" if option.why else ""
        lines.say(f"   Your answer: {where}{one_line(option.text)}{verdict}.{reason}")
    if not wrong.picked and (wrong.given or wrong.label):
        lines.say(f"   Your answer: {where}{one_line(wrong.given) or answer_words.NONE}")
    lines.say(f"   Answer: {where}{one_line(wrong.right)}")


def _score(result: Results, lines: Console) -> None:
    """Say the points in a line."""
    answered = f"{result.answered} of {result.asked} answered."
    if result.percent is None:
        lines.say(answered)
        return
    facts = f"{quiz_words.points(result)}.", answered, quiz_words.guessing(result)
    lines.say(" ".join(filter(None, (*facts, quiz_words.margin(result)))))


def _figures(result: Results, lines: Console) -> None:
    _score(result, lines)
    if result.percent is None:
        return
    for heading, rows in quiz_words.tallies(result):
        lines.say(f"{heading}: {', '.join(_tally(name, tally) for name, tally in rows)}.")


def _tally(name: str, tally: Tally) -> str:
    return f"{one_line(name)} {tally.points:g} of {tally.max_points:g}"
