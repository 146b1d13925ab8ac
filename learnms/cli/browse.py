"""`learnms browse`: lists the cards that a query finds, or changes them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast, get_args

from learnms.cli.output import print_json, print_table, remark
from learnms.errors import UsageError
from learnms.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from learnms.cli.context import Context
    from learnms.engine.browse.search import Browser
    from learnms.engine.cards.actions import Action
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Part

PROMPT_WIDTH = 72
"""Characters of a question that a terminal shows; a pipe or a file gets the whole question."""

NO_QUERY = "An action needs a query to select cards."
UNCLEAR = "Nothing changed. The query is not valid: "


def browse(context: Context, options: Any) -> int:
    """List the cards that a query finds, or change them."""
    action = _action(options)
    with context.workspace(to_write=action is not None or options.undo) as workspace:
        if options.undo:
            return _undo(workspace, options)
        if action is not None:
            return _change(workspace, options, action)
        workspace.hand_over()
        browser = _browser(workspace)
        result = browser.find(" ".join(options.query))
        for sentence in result.remarks:
            remark(sentence)
        if not result.understood:
            return 2
        if options.json:
            print_json([browser.to_json(row) for row in result.rows])
        else:
            _list(browser, result.rows)
            if not result.rows and not result.remarks:
                remark("No matches.")
            if result.note:
                remark(result.note)
    return 0


def _action(options: Any) -> Action | None:
    """The action that the options name, or None.

    Raises:
        UsageError: they name several, or an action without a query.
    """
    from learnms.engine.cards.actions import Action

    named = [name for name in get_args(Action) if getattr(options, name, None) not in (None, False)]
    if len(named) > 1 or (named and options.undo):
        names = [f"--{name}" for name in (*named, *(["undo"] if options.undo else []))]
        raise UsageError(f"Choose one action, not {' and '.join(names)}.")
    if options.undo and options.query:
        raise UsageError("`--undo` undoes today's last change and takes no query.")
    if named and not " ".join(options.query).strip():
        raise UsageError(NO_QUERY, f"For example `learnms browse deck:dosing --{named[0]}`.")
    return cast("Action", named[0]) if named else None


def _browser(workspace: Workspace) -> Browser:
    from learnms.engine.browse.search import whole

    return whole(workspace.queries, workspace.settings, workspace.today)


def _change(workspace: Workspace, options: Any, action: Action) -> int:
    """Apply an action. A query with an invalid term changes nothing, because the rest of it would
    match other cards.
    """
    from learnms.engine.cards.actions import Changes, checked_note, day_of, sentence

    changes = Changes(workspace)
    text = checked_note(options.note) if action == "note" else ""
    due: date | None = day_of(options.due, changes.today) if action == "due" else None
    browser = _browser(workspace)
    result = browser.find(" ".join(options.query))
    if result.remarks:
        raise UsageError(UNCLEAR + result.remarks[0])
    if not result.rows:
        remark("No matches. Nothing changed.")
        return 1
    done = changes.apply(action, browser.targets(result.rows), text=text, on=due)
    if options.json:
        print_json(
            {
                "act": action,
                "changed": len(done.parts),
                "same": done.same,
                "passed_over": done.unfit,
                "cards": _to_json(done.parts),
            }
        )
    remark(sentence(done, changes.today, workspace.voice))
    return 0 if done.parts or done.same else 1


def _undo(workspace: Workspace, options: Any) -> int:
    from learnms.engine.cards.actions import Changes, undone_sentence

    undone = Changes(workspace).undo()
    if options.json:
        kind, parts = (None, ()) if undone is None else (undone.event.kind, undone.parts)
        print_json({"undone": kind, "cards": _to_json(parts)})
    remark(undone_sentence(undone, workspace.voice))
    return 0 if undone is not None else 1


def _to_json(parts: Iterable[Part]) -> list[dict[str, str | None]]:
    return [{"card": part.card, "part": part.part} for part in parts]


def _list(browser: Browser, rows: Sequence[int]) -> None:
    """Print rows in columns: id, state, question."""
    cells = []
    is_cut = sys.stdout.isatty()
    for row in rows:
        entry = browser.entry(row)
        name = str(entry.part) if entry.part is not None else "(draft)"
        signs = "".join((" *" if "flagged" in entry.states else "", " note" if entry.note else ""))
        prompt = visible_line(entry.prompt)
        if is_cut and len(prompt) > PROMPT_WIDTH:
            prompt = f"{prompt[: PROMPT_WIDTH - 1]}…"
        where = f" {browser.badge(entry)}" if entry.group.region else ""
        cells.append([name, f"{browser.standing(entry)}{signs}{where}", prompt])
    print_table(cells)
