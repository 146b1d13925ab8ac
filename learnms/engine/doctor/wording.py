"""The sentences of `learnms doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.engine.doctor.checks import Examination
    from learnms.engine.doctor.repair import Repaired

STATES = {"fine": "ok", "warning": "warning", "problem": "PROBLEM"}
CHECKING = "Checking your data…"
REPAIRING = "Saving what can be read…"
SEE_DOCTOR = "Run `learnms doctor` to see what can be done."
NOTHING_TO_REPAIR = "Nothing needs repair, so nothing was changed."


def summary(found: Examination) -> str:
    """The result of all checks."""
    problems, warnings = found.number("problem"), found.number("warning")
    if problems:
        return f"{count(problems, 'problem')} found."
    if warnings:
        return f"Your data is fine. {count(warnings, 'warning')}."
    return "Your data is fine."


def repaired(done: Repaired, kept: str | None) -> Iterator[str]:
    """What a repair saved and lost, and where the damaged database is kept."""
    if done.lost:
        verb = "is" if done.lost == 1 else "are"
        total = count(done.saved + done.lost, "event")
        yield f"{done.saved:,} of {total} saved; {done.lost:,} {verb} lost{done.days}."
    else:
        yield f"All {count(done.saved, 'event')} saved."
    if done.from_backups:
        yield f"{count(done.from_backups, 'event')} came from backups."
    if kept is not None:
        yield f"The damaged database is kept as {kept}."
