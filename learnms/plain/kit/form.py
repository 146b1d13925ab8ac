"""A form in lines: its rows by number, and the question for the value of each."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, TypeVar

from learnms.engine.form import Action, Choice, Date, Days, Group, Many, Number, Text, Tick, Typed
from learnms.errors import LearnmsError, UsageError
from learnms.plain.kit.console import NOTHING_CHANGED, one_line
from learnms.plain.kit.prompts import numbers_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from learnms.engine.form import Form, Row
    from learnms.plain.kit.console import Console

S = TypeVar("S")


def place(line: str, count: int) -> int | None:
    """The place, from 0, that a number from 1 names among so many; None where it names none."""
    is_one = line.isdecimal() and len(line) < 6 and 1 <= int(line) <= count
    return int(line) - 1 if is_one else None


def ask_form(
    lines: Console,
    form: Callable[[], Form[S]],
    put: Callable[[str, S], None],
    back: str,
    act: Callable[[str], None] | None = None,
) -> None:
    """List the rows and change those whose numbers are typed, until an empty line. They are listed
    again where something has changed.

    Args:
        lines: the console.
        form: makes the form of the present state.
        put: takes the name of a changed row, and its new state.
        back: what an empty line does.
        act: does the action of a row's name; without it actions are not listed.
    """
    opened, listed = "", list[tuple[str, str]]()
    while True:
        present = form()
        shown = [
            (row, present.title_of(group))
            for row, group, _ in present.lines(opened)
            if act or not isinstance(row, Action)
        ]
        rows, titles = [row for row, _ in shown], [title for _, title in shown]
        if (said := [(row.name, row.words) for row in rows]) != listed:
            listed = said
            lines.say()
            lines.say(f"{present.title}.")
            say_rows(lines, rows, titles, explained=present.explained)
        line = lines.choose(f"Type a number to change that line. Enter: {back}.")
        if line in ("", "q"):
            return
        index = place(line, len(rows))
        if line == "?":
            say_help(lines, rows)
        elif index is None:
            lines.say(f"Lines are numbered 1 to {len(rows)}.")
        elif isinstance(row := rows[index], Group):
            opened = "" if opened == row.name else row.name
        elif act is not None and isinstance(row, Action):
            act(row.name)
        else:
            try:
                if (state := ask_row(lines, row)) is not None:
                    put(row.name, state)
            except LearnmsError as error:
                lines.say(str(error))


def say_rows(
    lines: Console, rows: Sequence[Row[S]], titles: Sequence[str] = (), *, explained: bool = False
) -> None:
    """Say each row with its number and value, and its sentence where rows are `explained`. Rows
    with the same one of `titles` follow it.
    """
    said = ""
    for number, (row, title) in enumerate(zip(rows, titles or repeat(""), strict=False), 1):
        if title != said:
            lines.say(f"{title}:" if title else "")
            said = title
        value = f": {one_line(row.words)}" if row.words else ""
        about = f". {one_line(row.help)}" if explained and row.help else ""
        lines.say(f"{number}. {one_line(row.label)}{value}{about}")


def say_help(lines: Console, rows: Sequence[Row[S]]) -> None:
    """Say what each row is about."""
    for row in rows:
        lines.say(f"{one_line(row.label)}: {one_line(row.help or 'type its number to change it.')}")


def ask_row(lines: Console, row: Row[S], *, is_step: bool = False) -> S | None:
    """Ask for the value of a row until one fits; None where an empty line leaves it as it is.

    Args:
        lines: the console.
        row: the row.
        is_step: an empty line goes on to what follows, so that only `q` goes back.

    Raises:
        LearnmsError: `q` leaves everything as it was, or the value is refused.
    """
    if isinstance(row, Tick):
        toggled: S = row.toggled()
        return toggled
    if not isinstance(row, Typed | Text | Choice | Many):
        return None
    ask = _how_typed(lines, row)
    back = "q: cancel." if is_step else ""
    lines.prompt(" ".join(filter(None, (f"{one_line(row.label)}.", one_line(row.help), ask, back))))
    while True:
        line = lines.ask(takes_help=not isinstance(row, Text)).strip()
        if line.casefold() == "q":
            raise LearnmsError(NOTHING_CHANGED)
        if line in ("?", ":?"):
            lines.prompt()
            continue
        if not line and not (isinstance(row, Number) and row.unset):
            return None
        try:
            state: S = _read(row, line)
        except UsageError as error:
            lines.say(str(error))
        else:
            return state


def ask_value(
    lines: Console, prompt: str, read: Callable[[str], S], *, takes_text: bool = False
) -> S:
    """Ask for a value until one fits; `?` says again what may be typed.

    Args:
        lines: the console.
        prompt: what may be typed.
        read: the value of a line, or a `UsageError`.
        takes_text: the value is free text, also an empty one.

    Raises:
        LearnmsError: `q`, or an empty line that is no value, leaves everything as it was.
    """
    while True:
        line = lines.ask(prompt, takes_help=not takes_text).strip()
        if line.casefold() in ("q", ":q") or not (line or takes_text):
            raise LearnmsError(NOTHING_CHANGED)
        if line in ("?", ":?"):
            continue
        try:
            return read(line)
        except UsageError as error:
            lines.say(str(error))


def _how_typed(lines: Console, row: Row[S]) -> str:
    """What may be typed for the value of a row. A list is said first."""
    left = f"Enter: {one_line(row.words) or 'leave it out'}."
    match row:
        case Number():
            return f"From {row.low} to {row.high}. Enter: {row.unset or row.text}."
        case Date() | Days():
            return f"{row.typing} {left}"
        case Choice():
            values = (f"{number} {words}" for number, (_, words) in enumerate(row.values, 1))
            return f"{', '.join(values)}. {left}"
        case Many():
            for number, (key, label) in enumerate(row.items, 1):
                chosen = ": chosen" if key in row.chosen else ""
                lines.say(f"{number}. {one_line(label)}{chosen}")
            example = "1 3" if len(row.items) > 2 else "1"
            return f"Type numbers to select or deselect, such as {example}. {left}"
        case _:
            return f"Type it. {left}"


def _read(row: Typed[S] | Text[S] | Choice[S] | Many[S], line: str) -> S:
    """The state with the value that a line says.

    Raises:
        UsageError: it says none.
    """
    if isinstance(row, Typed | Text):
        return row.put(row.read(line))
    count = len(row.values if isinstance(row, Choice) else row.items)
    places = [place(word, count) for word in numbers_of(line)]
    wanted = [number for number in places if number is not None]
    if len(wanted) < len(places) or (isinstance(row, Choice) and len(wanted) != 1):
        raise UsageError(f"Choices are numbered 1 to {count}.")
    if isinstance(row, Choice):
        return row.put(row.values[wanted[0]][0])
    return row.toggled(*dict.fromkeys(row.items[number][0] for number in wanted))
