"""`learnms doctor`. The data is not opened for writing, except by a repair."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

from learnms.cli.output import announced, print_json, remark
from learnms.engine.doctor import wording as words
from learnms.engine.doctor.checks import examine
from learnms.errors import LearnmsError
from learnms.paths import shown_path
from learnms.text import visible_line

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.doctor.checks import Check, Examination
    from learnms.engine.doctor.repair import Repaired

_WIDEST = 100


def doctor(context: Context, options: Any) -> int:
    """Check the data, and repair it if that is asked for and needed."""
    found = _examined(context, options)
    repaired = None
    if options.repair and found.needs_repair:
        repaired = _repaired(context)
        found = _examined(context, options)
    if options.json:
        print_json(_as_json(found, repaired))
    else:
        _print(found)
        if repaired is not None:
            kept = shown_path(str(repaired.kept)) if repaired.kept is not None else None
            for sentence in words.repaired(repaired, kept):
                remark(sentence)
        elif options.repair:
            remark(words.NOTHING_TO_REPAIR)
        remark(words.summary(found))
    return 1 if found.number("problem") else 0


def damage_behind(context: Context) -> LearnmsError | None:
    """The damage of the data that may be why a command failed in an unforeseen way; None if the
    data is fine.
    """
    try:
        found = examine(
            context.home_folder, context.clock, context.settings.rollover_hour, full=True
        )
    except LearnmsError as error:
        return error
    problem = next((check for check in found.checks if check.state == "problem"), None)
    return LearnmsError(problem.words, words.SEE_DOCTOR) if problem is not None else None


def _examined(context: Context, options: Any) -> Examination:
    with announced(words.CHECKING):
        return examine(
            context.home_folder,
            context.clock,
            context.settings.rollover_hour,
            full=options.full or options.repair,
        )


def _repaired(context: Context) -> Repaired:
    from learnms.engine.doctor.repair import repair  # SQLModel, only where it is needed

    with announced(words.REPAIRING):
        return repair(context.home_folder, context.clock, context.settings.rollover_hour)


def _print(found: Examination) -> None:
    states = [words.STATES[check.state] for check in found.checks]
    width = max(map(len, states))
    name_width = max(len(check.name) for check in found.checks)
    columns = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    for state, check in zip(states, found.checks, strict=True):
        lead = f"{state:{width}}  {check.name:{name_width}}  "
        for text in _texts(check):
            for line in textwrap.wrap(
                visible_line(text), max(columns - len(lead), 30), break_on_hyphens=False
            ):
                print(f"{lead}{line}".rstrip())
                lead = " " * len(lead)


def _texts(check: Check) -> list[str]:
    return [check.words, check.remedy] if check.remedy else [check.words]


def _as_json(found: Examination, repaired: Repaired | None) -> dict[str, Any]:
    return {
        "checks": [
            {
                "name": check.name,
                "state": check.state,
                "message": check.words,
                "remedy": check.remedy or None,
            }
            for check in found.checks
        ],
        "problems": found.number("problem"),
        "warnings": found.number("warning"),
        "repaired": None
        if repaired is None
        else {
            "saved": repaired.saved,
            "from_backups": repaired.from_backups,
            "lost": repaired.lost,
            "kept": str(repaired.kept) if repaired.kept is not None else None,
        },
    }
