"""A learner's hand-in: the first answers of the log, or those of a paper, under a code."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.decks.codec import case_from_json, form_hash
from learnms.engine.question.build import card_of
from learnms.engine.quiz.build import QuizQuestion
from learnms.engine.quiz.start import is_exam_of, sitting_of, spec_of
from learnms.engine.wording import count
from learnms.engine.wording import day as day_words
from learnms.errors import LearnmsError, UsageError
from learnms.exchange.hand_in import (
    LONGEST_CODE,
    LONGEST_TEXT,
    MOST_ANSWERS,
    HandIn,
    Paper,
    checked_code,
)
from learnms.study.first_answer import FirstAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from learnms.engine.quiz.paper_form import PaperForm
    from learnms.engine.workspace import Workspace
    from learnms.store.read.answers import ScoredAnswer
    from learnms.store.records import CardBody
    from learnms.study.event import Event

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Digits and letters that are not mistaken for one another."""
_HALF = 4


class _Subject(NamedTuple):
    topic: str | None = None
    step: str | None = None


class _Timed(NamedTuple):
    """An answer with its day and its seconds."""

    answer: FirstAnswer
    day: date
    seconds: float | None


def own_code(workspace: Workspace) -> str:
    """The learner's code: always the same, and nothing but this program can trace it back, because
    it is a hash of the random id of the learner's data.
    """
    ident = workspace.queries.study.identity("learner_id")
    number = int.from_bytes(hashlib.sha256(f"hand-in {ident}".encode()).digest()[:8], "big")
    letters = ""
    for _ in range(2 * _HALF):
        number, at = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[at]
    return f"{letters[:_HALF]}-{letters[_HALF:]}"


def collect(workspace: Workspace, form: PaperForm | None = None, code: str | None = None) -> HandIn:
    """The hand-in of this learner: with a form, or if the last finished quiz was a paper, the
    answers of that paper's first sitting; else the first scored answer to each question, wherever
    it was asked.

    A first answer after a hint is not handed in, nor a later one to the same question.

    Raises:
        LearnmsError: the paper was not submitted, or nothing was answered.
        UsageError: the code cannot be used.
    """
    try:
        code = checked_code(code) if code is not None else own_code(workspace)
    except ValueError:
        message = f"A code has 1 to {LONGEST_CODE} printable characters."
        raise UsageError(message, "Choose another with `--code`.") from None
    sitting = _sitting(workspace, form)
    answers = list(_of_sitting(workspace, sitting) if sitting else _of_log(workspace))
    if not answers:
        message = "There are no answers to hand in yet."
        raise LearnmsError(message, "Take a quiz first.")
    if len(answers) > MOST_ANSWERS:
        message = f"A hand-in has at most {MOST_ANSWERS:,} answers."
        raise LearnmsError(message, "Hand in a paper, with --form FILE.")
    days = [timed.day for timed in answers]
    return HandIn(
        code,
        _paper(sitting) if sitting else None,
        min(days),
        max(days),
        tuple(timed.answer for timed in answers),
        tuple(timed.seconds for timed in answers),
    )


def contents(hand_in: HandIn, today: date, *, is_code_chosen: bool = False) -> tuple[str, ...]:
    """What is in a hand-in, a sentence each. A code that the learner chose may be a name."""
    days = day_words(hand_in.first, today)
    if hand_in.last > hand_in.first:
        days += f" to {day_words(hand_in.last, today)}"
    rest = (
        "Nothing else of your data is in it."
        if is_code_chosen
        else "There is no name in it, and nothing else of your data."
    )
    number = len(hand_in.answers)
    if hand_in.paper is None:
        which = f"your first answers to {count(number, 'question')}"
    else:
        asked = hand_in.paper.questions
        some = f"{number} of " if number < asked else ""
        which = f"your answers to {some}the paper's {count(asked, 'question')}"
    return (
        f"The file holds {which}, from {days}.",
        "Each answer has its question, topic, options and picks, points, confidence and seconds.",
        f"Your code is {hand_in.code}. {rest}",
    )


def _sitting(workspace: Workspace, form: PaperForm | None) -> Event | None:
    """The sitting to hand in; None for the whole log.

    Raises:
        LearnmsError: the paper of the form was not submitted.
    """
    if form is not None:
        sitting = sitting_of(workspace, form.paper, form.name)
        if sitting is None:
            started = map(spec_of, workspace.queries.quizzes.started(workspace.today))
            if any(is_exam_of(spec, form.paper, form.name) for spec in started):
                message = "You have started this paper, but not submitted it."
                raise LearnmsError(
                    message, "Resume it with `learnms quiz --mode exam --form FILE`, and submit it."
                )
            message = "You have not taken this paper."
            raise LearnmsError(message, "Take it with `learnms quiz --mode exam --form FILE`.")
        return sitting
    queries, today = workspace.queries, workspace.today
    latest = next(
        (
            session
            for session in queries.quizzes.started(today)
            if queries.quizzes.end_of(session.id, today) is not None
        ),
        None,
    )
    spec = spec_of(latest) if latest is not None else None
    return sitting_of(workspace, spec.paper, spec.form) if spec is not None and spec.paper else None


def _paper(sitting: Event) -> Paper:
    spec = spec_of(sitting)
    return Paper(spec.paper, spec.form, len(sitting.data["questions"]))


def _of_sitting(workspace: Workspace, sitting: Event) -> Iterator[_Timed]:
    """The standing answers of a sitting, in the order of its questions."""
    asked = [QuizQuestion.from_json(row) for row in sitting.data["questions"]]
    events = workspace.queries.quizzes.answers_in(sitting.id, workspace.today)
    standing = {int(event.data["n"]): event for event in events if event.max_points}
    for index, event in sorted(standing.items()):
        question = asked[index]
        answer = _answer(
            question.card,
            question.part,
            event.form or "",
            event.form_kind or "",
            _Subject(question.topic, question.step),
            (event.points or 0, event.max_points or 0),
            event.answer or {},
            event.confidence,
            is_paper=True,
        )
        yield _Timed(answer, event.study_day, _seconds(event.took_ms))


def _of_log(workspace: Workspace) -> Iterator[_Timed]:
    """The first scored answers of the log, in the order in which they were given."""
    seen: set[tuple[str, str | None, str]] = set()
    subjects: dict[str, dict[tuple[str | None, str], _Subject]] = {}
    first: list[ScoredAnswer] = []
    for scored in workspace.queries.answers.scored(workspace.today):
        key = (*scored.part, scored.form)
        if key not in seen:
            seen.add(key)
            first.append(scored)
    for scored in first:
        if scored.answer.get("hint"):
            continue
        card, part = scored.part
        if card not in subjects:
            row = workspace.queries.library.card_body(card)
            subjects[card] = dict(_subjects(row)) if row is not None else {}
        answer = _answer(
            card,
            part,
            scored.form,
            scored.kind,
            subjects[card].get((part, scored.form), _Subject()),
            (scored.points, scored.max_points),
            scored.answer,
            scored.confidence,
            is_paper=False,
        )
        yield _Timed(answer, scored.day, _seconds(scored.took_ms))


def _subjects(row: CardBody) -> Iterator[tuple[tuple[str | None, str], _Subject]]:
    """The topic and the step of each question that a card or a case asks now."""
    card = card_of(row)
    if card is not None:
        for form in card.forms:
            for part in card.parts:
                if form.asks(part) is not None:
                    yield (part, form_hash(form, part)), _Subject(card.topic, form.notes.step)
        return
    for case_part in case_from_json(row.body["case"]).parts:
        form = case_part.form
        yield ((case_part.id, form_hash(form, None)), _Subject(case_part.topic, form.notes.step))


def _answer(
    card: str,
    part: str | None,
    form: str,
    kind: str,
    subject: _Subject,
    points: tuple[float, float],
    answer: dict[str, Any],
    confidence: str | None,
    *,
    is_paper: bool,
) -> FirstAnswer:
    """An answer of the log for a hand-in. A typed result is left out where each learner has other
    numbers.
    """
    options = answer.get("options") or []
    picked = answer.get("picked") or [[] for _ in options]
    text = answer.get("text") if is_paper or not answer.get("given") else None
    return FirstAnswer(
        card,
        part,
        form,
        kind,
        subject.topic,
        subject.step,
        _plain(points[0]),
        _plain(points[1]),
        tuple(map(tuple, options)),
        tuple(map(tuple, picked)),
        text[:LONGEST_TEXT] if text else None,
        confidence,
    )


def _plain(points: float) -> float:
    """1.0 as 1, which is shorter."""
    return int(points) if points == int(points) else points


def _seconds(took_ms: int | None) -> float | None:
    return round(took_ms / 1000) if took_ms is not None else None
