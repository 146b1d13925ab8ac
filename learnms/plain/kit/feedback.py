"""Feedback on an answer as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.question import wording as answer_words
from learnms.kinds.response import Arrange, Pick, SelfGrade, TypeIn
from learnms.plain.kit.console import Console, one_line, spoken
from learnms.plain.kit.prompts import label_of, say_text

if TYPE_CHECKING:
    from learnms.engine.question.views import Feedback, QuestionView
    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.kinds.score import Answer


def question(item: QuestionView, lines: Console) -> None:
    """Say the question and its papers; the options follow with the feedback."""
    if item.case is not None and item.case_place is not None:
        lines.say(
            f"Case: {one_line(item.case)}, part {item.case_place[0]} of {item.case_place[1]}."
        )
    for name, text in item.exhibit:
        lines.say(f"{one_line(name)}:")
        lines.prose(text)
    lines.prose(spoken(item.question.prompt))
    say_text(item.question, lines)


def tell_whole(feedback: Feedback, lines: Console, voice: Voice) -> None:
    """Say the feedback on an answer; for a self-graded one, the right answer."""
    if feedback.score is not None:
        tell(feedback, lines, voice)
        return
    lines.prose(feedback.item.question.right_answer, "Answer: ")
    why(feedback.item, lines, voice)


def tell(feedback: Feedback, lines: Console, voice: Voice) -> None:
    """Say the verdict, each part with its rationale, the score and the sources."""
    score, item = feedback.score, feedback.item
    assert score is not None
    lines.say(answer_words.verdict(score, item.question, voice))
    if score.note:
        lines.say(score.note)
    answer = feedback.answer
    match item.question.response:
        case Pick():
            _options(feedback, lines, voice)
        case Arrange():
            _steps(item, answer, lines)
        case TypeIn(_, number):
            lines.say(f"Answer: {one_line(item.question.right_answer)}")
            typed = answer.text.strip() if answer else ""
            if typed and number is None and not score.right:
                lines.say(f"Your answer: {one_line(typed)}")
        case _:
            pass
    if item.question.full:
        lines.prose(item.question.full, "In full: ")
    why(item, lines, voice)
    if score.sentence and voice.has_figures:
        lines.say(f"{score.sentence}.")


def _options(feedback: Feedback, lines: Console, voice: Voice) -> None:
    question = feedback.item.question
    assert isinstance(question.response, Pick)
    assert feedback.answer is not None
    groups = question.response.groups
    for position, (group, order) in enumerate(zip(groups, question.order, strict=True)):
        if len(groups) > 1:
            lines.say(f"{label_of(question.response, position)}:")
        picks = words.picks_of(feedback.answer, position)
        for number, index in enumerate(order, 1):
            option = group.options[index]
            _, verdict = answer_words.option_words(
                option, voice, picked=index in picks, single=group.limit == 1
            )
            reason = f" {one_line(option.why)}" if option.why else ""
            lines.say(
                f"{number}. {one_line(option.text)}{f': {verdict}' if verdict else ''}.{reason}"
            )


def _steps(item: QuestionView, answer: Answer | None, lines: Console) -> None:
    assert isinstance(item.question.response, Arrange)
    given = answer.order if answer is not None else ()
    steps = item.question.response.steps
    lines.say("The right order:")
    for number, step in enumerate(steps):
        here = given[number] if number < len(given) else None
        result = (
            ""
            if not given
            else (
                ": right"
                if here == number
                else (
                    ": you put nothing here"
                    if here is None
                    else f": you put “{one_line(steps[here])}” here"
                )
            )
        )
        lines.say(f"{number + 1}. {one_line(step)}{result}.")


def answer_key(question: Question, lines: Console, voice: Voice) -> None:
    """Say the options, each with its rationale and whether it is right, or the right answer."""
    match question.response:
        case Pick(groups) as response:
            for position, group in enumerate(groups):
                if len(groups) > 1:
                    lines.say(f"{one_line(label_of(response, position))}:")
                for place, index in enumerate(question.order[position], 1):
                    option = group.options[index]
                    why = f" {one_line(option.why)}" if option.why else ""
                    verdict = voice.option_right if option.right else voice.option_wrong
                    verdict += ", unsafe" if option.unsafe and not option.right else ""
                    lines.say(f"{place}. {one_line(option.text)}: {verdict}.{why}")
        case Arrange(steps):
            for place, step in enumerate(steps, 1):
                lines.say(f"{place}. {one_line(step)}")
        case SelfGrade(_, points) if points:
            for place, point in enumerate(points, 1):
                lines.say(f"{place}. {one_line(point)}")
        case _:
            lines.prose(
                " or ".join(question.accepted[:1] if question.given else question.accepted)
                or question.right_answer,
                "Answer: ",
            )


def why(item: QuestionView, lines: Console, voice: Voice) -> None:
    """Say the rationale and the sources; without figures only how many sources there are."""
    if item.explain:
        lines.prose(item.explain, "Why: ")
    if not voice.has_figures:
        if short := answer_words.sources_in_short(item):
            lines.say(f"{short}.")
        return
    for source in item.citations:
        checked = f", checked {words.day(item.checked)}" if item.checked else ""
        lines.say(f"Source: {answer_words.citation(source, spoken=True)}{checked}.")
