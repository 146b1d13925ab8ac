"""`learnms browse`: finds cards, and changes what it finds. Without an action it lists."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, cast, get_args

from learnms.cli.decks import settle
from learnms.errors import UsageError
from learnms.text import visible_line

if TYPE_CHECKING:
    from datetime import date

    from learnms.cli.context import Context
    from learnms.engine.browse.search import Browser
    from learnms.engine.cards.actions import Action, Changes
    from learnms.engine.workspace import Workspace

_PROMPT = 72
SURE = "Say which cards: an action needs a query."
UNCLEAR = "Nothing was changed, because the query is not clear: "


def browse(context: Context, options: Any) -> int:
    """List what a query finds, or do something to it."""
    act = _act(options)
    with context.workspace(to_write=act is not None or options.undo) as workspace:
        if options.undo:
            return _undo(workspace, options)
        if act is not None:
            return _change(workspace, options, act)
        settle(workspace)
        browser = _browser(workspace)
        found = browser.find(" ".join(options.query))
        for remark in found.remarks:
            _say(remark)
        if not found.understood:
            return 2
        if options.json:
            _print([browser.to_json(row) for row in found.rows])
        else:
            _list(browser, found.rows)
            if found.note:
                _say(found.note)
    return 0


def _act(options: Any) -> Action | None:
    """The one thing that is to be done, or None.

    Raises:
        UsageError: there are several, or words that do not go together.
    """
    from learnms.engine.cards.actions import Action

    named = [name for name in get_args(Action) if getattr(options, name, None) not in (None, False)]
    if len(named) > 1 or (named and options.undo):
        message = (
            "One thing at a time, not"
            f" {' and '.join(f'--{name}' for name in (*named, *(['undo'] if options.undo else [])))}."
        )
        raise UsageError(message)
    if options.undo and options.query:
        message = "`--undo` takes back the latest change of today; it takes no query."
        raise UsageError(message)
    if named and not " ".join(options.query).strip():
        raise UsageError(SURE, f"For example `learnms browse deck:dosing --{named[0]}`.")
    return cast("Action", named[0]) if named else None


def _browser(workspace: Workspace) -> Browser:
    from learnms.engine.browse.search import Browser, own_decks

    browser = Browser(
        workspace.data, workspace.today, own_decks(workspace.data, workspace.settings)
    )
    browser.index.whole()
    return browser


def _changes(workspace: Workspace) -> Changes:
    from learnms.engine.cards.actions import Changes

    workspace.require_writable()
    changes = Changes(workspace.data, workspace.settings, workspace.clock)
    changes.store = workspace.open_store()
    return changes


def _change(workspace: Workspace, options: Any, act: Action) -> int:
    """Do it. A query that is not wholly understood changes nothing: what the rest of it finds is
    another set of cards.
    """
    from learnms.engine.cards.actions import checked_note, day_of, sentence

    changes = _changes(workspace)
    text = checked_note(options.note) if act == "note" else ""
    on: date | None = day_of(options.due, changes.today) if act == "due" else None
    browser = _browser(workspace)
    found = browser.find(" ".join(options.query))
    if found.remarks:
        raise UsageError(UNCLEAR + found.remarks[0])
    if not found.rows:
        _say("Nothing is found, so nothing was changed.")
        return 1
    done = changes.apply(act, browser.targets(found.rows), text=text, on=on)
    if options.json:
        cards = [{"card": part.card, "part": part.part} for part in done.parts]
        _print(
            {
                "act": act,
                "changed": len(done.parts),
                "same": done.same,
                "passed_over": done.unfit,
                "cards": cards,
            }
        )
    _say(sentence(done, changes.today))
    return 0 if done.parts or done.same else 1


def _undo(workspace: Workspace, options: Any) -> int:
    from learnms.engine.cards.actions import undone_sentence

    undone = _changes(workspace).undo()
    if options.json:
        cards = (
            [{"card": part.card, "part": part.part} for part in undone.parts]
            if undone is not None
            else []
        )
        _print({"undone": undone.kind if undone is not None else None, "cards": cards})
    _say(undone_sentence(undone))
    return 0 if undone is not None else 1


def _list(browser: Browser, rows: list[int]) -> None:
    """The rows in columns: id, where it stands, the question."""
    cells = []
    for row in rows:
        entry = browser.entry(row)
        signs = "".join((" *" if entry.memory.flagged else "", " note" if entry.note else ""))
        cells.append(
            (
                str(entry.part) if entry.part is not None else "(draft)",
                f"{browser.standing(entry)}{signs}",
                visible_line(entry.prompt),
            )
        )
    widths = [max((len(cell[at]) for cell in cells), default=0) for at in (0, 1)]
    for name, standing, prompt in cells:
        print(
            f"{visible_line(name):<{widths[0]}}  {standing:<{widths[1]}} "
            f" {prompt if len(prompt) <= _PROMPT else f'{prompt[: _PROMPT - 1]}…'}"
        )
    if not cells:
        _say("Nothing is found.")


def _say(text: str) -> None:
    print(f"learnms: {visible_line(text)}", file=sys.stderr)


def _print(value: object) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=True))
