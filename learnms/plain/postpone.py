"""Other ways to study as lines: studying ahead, cramming, postponing, pausing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.postpone import postpone as postponing
from learnms.engine.postpone import wording
from learnms.engine.queue.catch_up import backlog_now
from learnms.engine.queue.today import some_of
from learnms.engine.review.start import AHEAD, start_practice, usual_ahead
from learnms.errors import LearnmsError
from learnms.plain import backlog
from learnms.plain.kit.console import agreed
from learnms.plain.review import PlainReview

if TYPE_CHECKING:
    from learnms.engine.postpone.postpone import PutOff
    from learnms.engine.review.practice import Kind
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console

_PAUSE_DAYS = 7
HELP = (
    "Type the number of a way. Before due days move it says which, and asks: y moves them, enter"
    " leaves them. u takes the latest of today back; enter goes back."
)


def run(workspace: Workspace, lines: Console) -> None:
    """Show the ways, and do what is chosen, until enter is pressed."""
    while True:
        available = postponing.there_is(workspace, None)
        lines.say()
        lines.say("Other ways to study.")
        lines.say(
            f"1. Study ahead: {words.count(available.ahead, 'card')} not due yet. {wording.AHEAD}"
        )
        some = words.at_a_time(some_of(available.learned, workspace.queries, workspace.settings))
        lines.say(
            f"2. Cram: {words.count(available.learned, 'card')} learned{some}. {wording.CRAM}"
        )
        lines.say(f"3. Postpone: {wording.due(available)}. {wording.POSTPONE}")
        lines.say(f"4. Pause. {wording.PAUSE}")
        if available.is_gathered:
            lines.say(
                f"5. Catch up: {wording.plan(workspace.settings.backlog, workspace.today)}."
                f" {wording.BACKLOG}"
            )
        lines.say(
            "A number goes that way. u: take the latest postponement or pause of today back. Enter:"
            " back."
        )
        line = lines.ask().strip()
        if line in ("", "q"):
            return
        try:
            _go(workspace, lines, line, is_gathered=available.is_gathered)
        except LearnmsError as error:
            lines.say(f"Not done: {error}")


def _go(workspace: Workspace, lines: Console, line: str, *, is_gathered: bool) -> None:
    match line:
        case "1" | "2" | "3" | "4" | "u" if workspace.read_only:
            workspace.require_writable()
        case "1":
            number = _number(lines, "How many cards?", usual_ahead(workspace))
            _practise(workspace, lines, "ahead", number)
        case "2":
            _practise(workspace, lines, "cram", None)
        case "3":
            number = _number(lines, "How many cards?", AHEAD)
            _put_off(
                workspace,
                lines,
                postponing.postponing(
                    workspace.queries, workspace.settings, workspace.today, number
                ),
                wording.NOTHING_DUE,
            )
        case "4":
            days = _number(lines, "For how many days?", _PAUSE_DAYS)
            _put_off(
                workspace,
                lines,
                postponing.pausing(workspace.queries, workspace.settings, workspace.today, days),
                wording.NOTHING_LEARNED,
            )
        case "5" if is_gathered:
            backlog.ask(workspace, lines, backlog_now(workspace))
        case "u":
            lines.say(
                wording.taken_back(
                    postponing.take_back(workspace.queries, workspace.open_store(), workspace.today)
                )
            )
        case "?":
            lines.say(HELP)
        case _:
            lines.say(f"`{line}` is not one of the choices.")


def _number(lines: Console, question: str, usual: int) -> int:
    lines.say(f"{question} Enter: {usual}.")
    while True:
        line = lines.ask().strip()
        if not line:
            return usual
        if line.isdecimal() and len(line) < 7:
            return int(line)
        lines.say("Type a whole number.")


def _practise(workspace: Workspace, lines: Console, kind: Kind, number: int | None) -> None:
    PlainReview(start_practice(workspace, kind, number=number), lines).run()


def _put_off(workspace: Workspace, lines: Console, preview: PutOff, nothing: str) -> None:
    if not preview.moves:
        lines.say(nothing)
    elif confirmed(preview, lines, workspace):
        number = postponing.carry_out(workspace.open_store(), preview)
        lines.say(f"{wording.moved(number)} u takes that back.")
    else:
        lines.say("Nothing was moved.")


def confirmed(preview: PutOff, lines: Console, workspace: Workspace) -> bool:
    """Show what would move, and ask whether to move it."""
    for line in wording.put_off(preview, workspace.today, patient=workspace.settings.is_patient):
        lines.say(line)
    lines.say("y: move them. Enter: leave them.")
    return agreed(lines)
