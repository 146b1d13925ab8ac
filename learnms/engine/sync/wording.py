"""What a sync says: to everybody, and in plain words to patients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.sync.learners import in_words
from learnms.engine.wording import count, day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.engine.sync.learners import LearnerFolder
    from learnms.engine.sync.sync import Report

PASSPHRASE = "Passphrase: "
NEW_PASSPHRASE = (
    "Choose a passphrase. Every computer needs it to sync, and nobody can recover it."
    "\nNew passphrase: "
)
AGAIN = "Repeat the passphrase: "
DIFFERENT = "The passphrases do not match."
TOO_SHORT = "A passphrase needs at least 8 characters."
NO_TERMINAL = (
    "The files in this folder are encrypted, and there is no terminal to ask for the passphrase."
)
SET_IT = "Run the command at a terminal, or set LEARNMS_SYNC_PASSPHRASE."
WHICH = "Whose answers are yours? Type a number: "


def outcome(report: Report, due: int, *, for_patient: bool, dry_run: bool) -> str:
    """What was sent and received, or would be, and what is due."""
    cards = "Nothing is" if not due else "1 card is" if due == 1 else f"{due} cards are"
    if dry_run:
        devices = _devices(report)
        return (
            f"Would send {count(report.sent, 'event')} and receive {report.received}{devices}."
            " Nothing was changed."
            if not for_patient
            else "Nothing was changed. Leave out --dry-run to sync."
        )
    if for_patient:
        again = f"{cards} ready" if due else "There is nothing"
        return f"{_plainly(report)} {again} to see again now."
    if not (report.sent or report.received):
        return f"Nothing new to send or receive. {cards} due now."
    return (
        f"Sent {count(report.sent, 'event')}, received {report.received}{_devices(report)}."
        f" {cards} due now."
    )


def _devices(report: Report) -> str:
    return f" from {count(report.devices, 'device')}" if report.received else ""


def _plainly(report: Report) -> str:
    others = "your other computer" if report.devices == 1 else f"{report.devices} of your computers"
    if report.sent and report.received:
        return f"Your answers are in the folder, and those from {others} were added."
    if report.received:
        return f"Your answers from {others} were added."
    return "Your answers are in the folder." if report.sent else "Everything is up to date."


def remarks(report: Report, *, for_patient: bool) -> Iterator[str]:
    """What else happened, a sentence each."""
    if report.is_new_device:
        yield "This data folder is a copy of another computer's. From now on it syncs as its own."
    if report.waiting:
        files = "1 file is" if len(report.waiting) == 1 else f"{len(report.waiting)} files are"
        yield f"{files} not complete yet. Sync again when your sync program is done."
    if report.conflicts and not for_patient:
        versions = count(report.conflicts, "event")
        yield f"{versions} came in another version; every computer keeps the same one of the two."
    if report.refused and for_patient:
        yield (
            f"{count(len(report.refused), 'file')} could not be used. Update learnms on all your"
            " computers, and sync each of them again."
        )
    elif report.refused:
        yield from (
            f"{refused.file} was not used in full: {refused.why}." for refused in report.refused
        )


def adopting(learner: LearnerFolder) -> str:
    """Whose history an empty data folder takes over."""
    what = count(learner.events, "event")
    last = f", the last on {day(learner.last_day)}" if learner.last_day else ""
    return (
        "This data folder has no answers yet. It takes over the history in the folder"
        f" ({what}{last})."
    )


def choice(number: int, learner: LearnerFolder) -> str:
    """A line of the choice among learners."""
    return f"{number}: {in_words(learner)}"


def in_synced_folder(home: str, program: str) -> tuple[str, str]:
    """The warning about a data folder that a sync program copies, and the remedy."""
    return (
        f"The data folder {home} is in a folder that {program} syncs, which can damage the"
        " database.",
        "Move it somewhere else, and sync with `learnms sync` instead.",
    )
