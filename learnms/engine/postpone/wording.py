"""Sentences about a backlog, practice, postponing and pausing, shared by all interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.review.wording import practice_only
from learnms.engine.wording import count, day, percent

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.postpone.postpone import Available, PutOff
    from learnms.engine.queue.backlog import BacklogQuestion, CatchUp
    from learnms.engine.voice import Voice
    from learnms.settings import BacklogPlan

PAUSE = "For vacations: moves every card later by that many days."
BACKLOG = "How many overdue cards to review each day."
HOW_TO_STUDY = "Type a search. To study the cards found, press esc, then c."
CALM = (
    "Cards you still know best come first. New cards wait; press n on the home screen to learn"
    " some anyway."
)
LATER = "To change this, press a on the home screen."
NOTHING_AHEAD = "nothing to study ahead"
NOTHING_TO_PRACTISE = "Nothing to practice here yet."
NOTHING_LEARNED = "Nothing learned yet to pause."
NOTHING_TO_TAKE_BACK = "Nothing to undo: nothing was postponed or paused today."


def gathered(question: BacklogQuestion) -> str:
    """The backlog question, with the minutes that all cards take."""
    verb = "is" if question.due == 1 else "are"
    return (
        f"{count(question.due, 'card')} {verb} overdue. All today (about"
        f" {count(question.ways[0].minutes, 'minute')}), or a few each day?"
    )


def cram(voice: Voice) -> str:
    """What cramming asks, and what it leaves as it is."""
    return f"{voice.cram_cards} {practice_only(voice)}"


def due(available: Available, voice: Voice) -> str:
    """The due cards, and how many of them wait for a sibling today: `159 due (12 wait for a sibling
    card)`.
    """
    if not available.sisters:
        return f"{available.due} {voice.due}"
    verb = "waits" if available.sisters == 1 else "wait"
    return f"{available.due} {voice.due} ({available.sisters} {verb} for a sibling card)"


def way_name(way: CatchUp) -> str:
    """`All today`, `20 a day`."""
    return f"{way.per_day} a day" if way.per_day else "All today"


def way_words(way: CatchUp) -> str:
    """The minutes and days that a way takes."""
    minutes = f"about {count(way.minutes, 'minute')}"
    if not way.per_day:
        return minutes
    return (
        f"{minutes}, for about {count(way.days, 'day')}"
        if way.days is not None
        else f"{minutes}, for more than six months"
    )


def way_kept(way: CatchUp) -> str:
    """The chosen way, as a sentence."""
    return f"{count(way.per_day, 'card')} a day from now on." if way.per_day else "All today."


def plan(chosen: BacklogPlan | None, today: date) -> str:
    """The backlog plan in force."""
    if chosen is None or chosen.until < today:
        return "not set"
    return f"{chosen.per_day} a day until caught up" if chosen.per_day else "all today"


def put_off(preview: PutOff, today: date, voice: Voice) -> list[str]:
    """The preview of a postponement or a pause: its moves and its cost in recall."""
    assert preview.first is not None  # something moves
    assert preview.last is not None
    number = len(preview.moves)
    if preview.way == "pause":
        moved = (
            f"{count(number, 'card')} would move later, the first to {day(preview.first, today)}."
        )
    elif preview.first == preview.last:
        moved = f"{count(number, 'card')} would move to {_day(preview.first, today)}."
    else:
        moved = (
            f"{count(number, 'card')} would move to dates from {_day(preview.first, today)} to"
            f" {_day(preview.last, today)}."
        )
    return [moved, _cost(preview, voice)]


def _day(on: date, today: date) -> str:
    return "tomorrow" if (on - today).days == 1 else day(on, today)


def _cost(preview: PutOff, voice: Voice) -> str:
    before, after = percent(preview.recall_before or 0), percent(preview.recall_after or 0)
    otherwise = "today" if preview.way == "postpone" else "without the pause"
    return voice.postpone_cost.format(after=after, otherwise=otherwise, before=before)


def paused(until: date, today: date) -> str:
    """A pause in force, and how to end it."""
    return f"Paused until {day(until, today)}: no reviews until then. Press u to undo."


def moved(number: int) -> str:
    """The number of cards that were moved."""
    return f"{count(number, 'card')} rescheduled."


def taken_back(number: int) -> str:
    """The number of cards that were moved back."""
    if not number:
        return NOTHING_TO_TAKE_BACK
    return f"Undone: {_restored(number)}"


def resumed(number: int) -> str:
    """An undone pause, with the number of cards that were moved back."""
    return f"Pause undone: {_restored(number)}"


def _restored(number: int) -> str:
    return f"due {'date' if number == 1 else 'dates'} of {count(number, 'card')} restored."
