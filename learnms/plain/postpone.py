"""Other ways to study as lines: studying ahead, cramming, postponing, pausing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.browse.selection import select
from learnms.engine.form import Number
from learnms.engine.postpone import postpone as postponing
from learnms.engine.postpone import wording
from learnms.engine.postpone.form import Amounts, Ways
from learnms.engine.queue.catch_up import backlog_now
from learnms.engine.review.start import start_practice
from learnms.errors import LearnmsError
from learnms.plain import backlog
from learnms.plain.kit.console import agreed, one_line, refused, unchanged
from learnms.plain.kit.form import ask_row, place, say_help, say_rows
from learnms.plain.review import PlainReview
from learnms.plain.study import study

if TYPE_CHECKING:
    from learnms.engine.form import Row
    from learnms.engine.postpone.postpone import PutOff
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console

HELP = "You see a preview first. Nothing is rescheduled until you type y."


def run(workspace: Workspace, lines: Console, decks: list[str] | None = None) -> None:
    """Show the ways to study these decks, or all, and do what is chosen, until enter is pressed."""
    while True:
        ways = Ways(workspace, decks)
        amounts = ways.within(Amounts.usual(workspace))
        form = ways.form(amounts)
        rows = [row for row, _, _ in form.lines()]
        lines.say()
        lines.say(f"{form.title}, {one_line(form.note)}." if decks else f"{form.title}.")
        say_rows(lines, rows)
        line = lines.choose("Type a number. u: undo today's last change. Enter: back.")
        if line in ("", "q"):
            return
        index = place(line, len(rows))
        try:
            if index is not None:
                _go(workspace, lines, rows[index], amounts, decks)
            elif line == "u":
                workspace.require_writable()
                back = postponing.take_back(
                    workspace.queries, workspace.open_store(), workspace.today
                )
                lines.say(wording.taken_back(back))
            elif line == "?":
                say_help(lines, rows)
                lines.say(HELP)
            else:
                lines.say(refused(line))
        except LearnmsError as error:
            lines.say(unchanged(error))


def _go(
    workspace: Workspace,
    lines: Console,
    row: Row[Amounts],
    amounts: Amounts,
    decks: list[str] | None,
) -> None:
    if row.name == "backlog":
        backlog.ask(workspace, lines, backlog_now(workspace))
        return
    workspace.require_writable()
    if row.name == "search":
        _search(workspace, lines, decks)
        return
    if isinstance(row, Number):
        amounts = ask_row(lines, row, is_step=True) or amounts
    queries, settings, today = workspace.queries, workspace.settings, workspace.today
    match row.name:
        case "ahead" | "cram" as kind:
            number = amounts.ahead if kind == "ahead" else None
            PlainReview(start_practice(workspace, kind, decks, number), lines).run()
        case "postpone":
            preview = postponing.postponing(queries, settings, today, amounts.postpone, decks)
            _put_off(workspace, lines, preview, workspace.voice.none_to_postpone)
        case _:
            preview = postponing.pausing(queries, settings, today, amounts.pause)
            _put_off(workspace, lines, preview, wording.NOTHING_LEARNED)


def _search(workspace: Workspace, lines: Console, decks: list[str] | None) -> None:
    """Ask for a search, and study the cards that it finds."""
    query = lines.ask("Type a search, such as is:due or -topic:safety. Enter: back.").strip()
    if not query or query.casefold() == "q":
        return
    try:
        selection = select(workspace.queries, workspace.settings, workspace.today, query, decks)
    except LearnmsError as error:
        lines.say(str(error))
    else:
        study(workspace, lines, selection)


def _put_off(workspace: Workspace, lines: Console, preview: PutOff, nothing: str) -> None:
    if not preview.moves:
        lines.say(nothing)
    elif confirmed(preview, lines, workspace):
        number = postponing.carry_out(workspace.open_store(), preview)
        lines.say(f"{wording.moved(number)} u: undo.")
    else:
        lines.say("Nothing was rescheduled.")


def confirmed(preview: PutOff, lines: Console, workspace: Workspace) -> bool:
    """Show what would move, and ask whether to move it."""
    for line in wording.put_off(preview, workspace.today, workspace.voice):
        lines.say(line)
    return agreed(lines, "y: reschedule. Enter: cancel.")
