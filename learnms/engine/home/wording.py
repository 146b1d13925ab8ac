"""Sentences of the home screen, the same for all interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.exam.wording import TODAY, known
from learnms.engine.home.decks import NOT_YET
from learnms.engine.home.overview import SUBMITTED
from learnms.engine.wording import at_a_time, count, day, percent
from learnms.paths import OWN_DECKS, is_shipped, shown_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.home.overview import HomeView
    from learnms.engine.voice import Voice
    from learnms.settings import Settings
    from learnms.store.records import HalfDone

WHAT = "flashcards and quizzes about ocrelizumab (Ocrevus)"
"""What learnms is."""
WHAT_PATIENT = "questions and answers about Ocrevus"
PLAIN_ONCE = "To always start in plain text, type s and turn on Plain text, or set LEARNMS_PLAIN=1."
PLAIN_IS_DEFAULT = "Plain text is on. For full screens, turn it off in Settings: type s."
HOW = "Recall the answer, show it, grade yourself. learnms picks the day you see it again."
HOW_PATIENT = "Think of the answer, then look. What you know comes back later."
LONG_AWAY = 7
"""Days after which the learner is welcomed back."""
WELCOME_BACK = "Welcome back. Nothing is lost: pick up where you left off."
EXPECTED = "recall expected"
"""Behind the figure to which an exam plan leads."""
CAUGHT_UP = "All caught up."
WRITE_A_DECK = "To write your own deck"
"""The beginning of the sentence that leads to the page of the help."""


def sentence(home: HomeView) -> str:
    """Today in one sentence."""
    if home.is_exam_day:
        return TODAY
    if home.off_until is not None:
        return day_off(home.off_until, home.today)
    if home.asks:
        return f"{count(home.overdue, 'card')} are overdue. No rush."
    if home.waiting:
        minutes = count(home.minutes, "minute")
        return f"{count(home.waiting, 'card')} today, about {minutes}{at_a_time(home.at_a_time)}."
    if home.can_quiz:
        return "Done for today." if home.later else CAUGHT_UP
    if home.troubled:
        return NOT_YET
    return "These decks have no cards yet." if home.decks else "No decks yet."


def day_off(until: date, today: date) -> str:
    """A day off, with the last day if there are more."""
    if until == today:
        return "Today is a day off: no reviews are planned."
    return f"Days off through {day(until, today)}: no reviews are planned."


def resting(home: HomeView) -> str:
    """The cards that could be studied on a day off: `12 cards can wait`; '' without any."""
    return f"{count(home.resting, 'card')} can wait" if home.resting else ""


def next_step(home: HomeView) -> str:
    """What to do next if nothing is due, or '' if there is a review or something else to do."""
    if home.off_until is not None and home.can_review:
        return f"{resting(home)}. To study anyway, press enter." if home.resting else ""
    if home.waiting or home.later or home.is_exam_day:
        return ""
    if not home.can_review:
        cases = ["cases"] if any(row.cases for row in home.decks) else []
        drafts = ["drafts"] if any(row.drafts for row in home.decks) else []
        only = " and ".join([*cases, *drafts])
        return f"These decks contain only {only}. Press t for a quiz." if home.can_quiz else ""
    if not home.left_new:
        return "Come back tomorrow."
    more = min(home.left_new, home.more)
    return f"{count(home.left_new, 'new card')} left. Press n to learn {more} now."


def none_due(title: str, voice: Voice) -> str:
    """A deck that has no card to study today."""
    waits = "are due in" if voice.has_figures else "to see again in"
    return f"No cards {waits} “{title}” today."


def to_fill(home: HomeView, folder: Path, typed: str) -> str:
    """How to add cards to an empty library; '' if it has a card or a case. `typed` is the path of a
    deck, quoted for a shell.
    """
    if home.can_quiz:
        return ""
    if home.troubled:
        return "Fix the problems below. Press c for details."
    own = shown_path(str(folder / OWN_DECKS))
    return f"Put a deck (.yaml file) in {own}, or create one: learnms new {typed}"


def has_no_own_deck(home: HomeView, settings: Settings) -> bool:
    """Whether somebody who teaches has only the decks that come with learnms."""
    is_instructor = settings.who == "instructor"
    return is_instructor and bool(home.decks) and all(is_shipped(row.path) for row in home.decks)


def half_done(quizzes: Sequence[HalfDone]) -> str:
    """The progress of stopped quizzes: `Quiz in progress: 3 of 10 answered.`"""
    if len(quizzes) > 1:
        return f"{len(quizzes)} quizzes in progress."
    [quiz] = quizzes
    if quiz.is_submitted:
        return f"Quiz {SUBMITTED}"
    if quiz.answered == quiz.questions:
        return "Quiz in progress: all answered. Resume it to finish."
    return f"Quiz in progress: {quiz.answered} of {quiz.questions} answered."


def countdown(home: HomeView) -> str:
    """The time to the exam: `28 days to exam`, `exam tomorrow`; '' without a coming exam."""
    days = home.days_left
    if days is None or days < 0:
        return ""
    return "exam today" if not days else "exam tomorrow" if days == 1 else f"{days} days to exam"


def ready(readiness: Readiness | None, voice: Voice) -> str:
    """The recall to which the plan leads: `78% recall expected`; '' until it is computed."""
    if readiness is None:
        return ""
    share = readiness.recall.mean
    if not voice.has_figures:
        return f"you will know {known(share)}"
    return f"{percent(share)} {EXPECTED}"
