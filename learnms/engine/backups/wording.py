"""What is said about backups and damage, for commands, screens and lines."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.backups.backups import DAMAGED, NEWER, OTHER
from learnms.store.sqlite.log_head import events_in_words

if TYPE_CHECKING:
    from datetime import datetime

    from learnms.engine.backups.backups import Listed, Made, Offer
    from learnms.engine.backups.restore import Restored
    from learnms.store.log.copies import Beyond

HOLDS = "hold your answers, notes and settings, but not your own decks: copy `decks` yourself."
NONE = "There are no backups yet. learnms makes one on each day that you use it."
NONE_GOOD = "There is no backup that can be restored."
HOW_TO_NAME = "Name a file, such as `learnms restore FILE`, if you have a copy elsewhere."
CHECKING = "Checking the backups…"
KEPT_AS_IT_IS = "Nothing was changed."

_REASONS = {
    "daily": "daily",
    "manual": "made by hand",
    "import": "before an import",
    "rebuild": "before a rebuild",
    "sync": "before a sync",
    "optimize": "before new FSRS parameters",
    "restore": "before a restore",
}
_PROBLEMS = {DAMAGED: "damaged", NEWER: "from a newer learnms", OTHER: "of another learner"}


def when(at: datetime, now: datetime) -> str:
    """`today, 14:05`; `yesterday, 09:30`; `November 22, 09:30`."""
    local, today = at.astimezone(now.tzinfo), now.date()
    days = {today: "today", today - timedelta(days=1): "yesterday"}
    on = days.get(local.date()) or words.day(local.date(), today)
    return f"{on}, {local:%H:%M}"


def folder(shown: str) -> str:
    """Where the backups are."""
    return f"The backups are in {shown}. They {HOLDS}"


def reason(label: str) -> str:
    """Why a backup was made, by its label."""
    if re.fullmatch(r"v\d+", label):
        return "before an update"
    return _REASONS.get(label, label)


def state(row: Listed) -> str:
    """Whether a backup can be restored."""
    return _PROBLEMS.get(row.problem, "good")


def events(number: int | None) -> str:
    """`1,204 events`; `?` where they cannot be counted."""
    if number is None:
        return "?"
    return events_in_words(number)


def loss(lost: Beyond | None, today: date) -> str:
    """What going back would lose."""
    if lost is None:
        return "Anything saved after it would be lost."
    answers = sum(lost.answers.values())
    if not answers:
        if not lost.others:
            return "Nothing would be lost."
        return f"{words.count(lost.others, 'change')} made after it would be lost."
    first = date.fromisoformat(min(lost.answers))
    days = {today: "from today", today - timedelta(days=1): "since yesterday"}
    since = days.get(first) or f"since {words.day(first, today)}"
    others = f" and {words.count(lost.others, 'other change')}" if lost.others else ""
    return f"{words.count(answers, 'answer')} {since}{others} would be lost."


def made(backup: Made, shown: str) -> str:
    """What a new backup is."""
    what = f"{events(backup.events)}, {words.size(backup.size)}, checked"
    return f"Saved {shown}: {what}. Backups {HOLDS}"


def offered(offer: Offer, now: datetime, today: date, name: str) -> str:
    """A backup to go back to; `name` is that of the file."""
    of = f"The backup from {when(offer.at, now)}" if offer.at is not None else name
    return f"{of} has {events(offer.events)}. {loss(offer.lost, today)}"


def restored(done: Restored, shown: str) -> str:
    """What a restore did; `shown` is the path of what was kept."""
    sentence = f"Restored: {events(done.events)}."
    if done.kept is not None:
        what = "The data from before is the backup" if done.is_backup else "The damaged data is in"
        sentence = f"{sentence} {what} {shown}."
    return f"{sentence} Your settings were restored too." if done.has_settings else sentence


# -- damage at the start ---------------------------------------------------------------------------

TITLE = "Your answers can't be read"
WHAT_HAPPENED = (
    "The file with your answers is damaged or missing. This can happen when a computer loses power"
    " or a disk fails. learnms has not changed anything."
)
RESTORING = "Restoring…"
CONFIRMED = "Restore this backup?"
KEPT_ASIDE = "The damaged file is kept."


def newest(offer: Offer | None, now: datetime, today: date) -> str:
    """The backup that is offered, in plain words."""
    if offer is None or offer.at is None:
        return NONE_GOOD
    return f"The newest good backup is from {when(offer.at, now)}. {loss(offer.lost, today)}"


def by_hand(command: str) -> tuple[str, ...]:
    """How to save what is readable; `command` is how learnms is called."""
    return (
        "You can also save the answers that are still readable. Quit learnms, and type this in the"
        " terminal:",
        f"{command} doctor --repair",
        "It writes what it can read to a new file and keeps the damaged one. If you are not sure,"
        " ask someone who knows computers first. You lose nothing by waiting.",
    )


def back(at: datetime, now: datetime) -> str:
    """What home says after a restore."""
    return f"Restored the backup from {when(at, now)}."
