"""`learnms erase`: removes the learner's data from this computer."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from learnms.cli.output import print_json, remark
from learnms.engine.erase import wording as words
from learnms.engine.erase.erase import Erased
from learnms.engine.erase.erase import erase as erase_data
from learnms.engine.erase.inventory import take_inventory
from learnms.errors import UsageError

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.erase.inventory import Inventory


def erase(context: Context, options: Any) -> int:
    """Say what is erased, ask, erase it, and check that nothing is left."""
    inventory = take_inventory(context.home_folder, with_decks=options.with_decks)
    if not options.json:
        found = not inventory.is_empty
        print(
            "\n".join(words.listed(inventory, context.today)) if found else words.nothing(inventory)
        )
    if inventory.is_empty or options.dry_run:
        return _report(inventory, None, as_json=options.json)
    if not options.yes and not _confirmed(as_json=options.json):
        print(words.NOTHING_ERASED)
        return 0
    erased = erase_data(inventory.home, context.today, with_decks=options.with_decks)
    return _report(inventory, erased, as_json=options.json)


def _confirmed(*, as_json: bool) -> bool:
    """Ask at a terminal for the word.

    Raises:
        UsageError: there is nobody to ask.
    """
    if as_json or not sys.stdin.isatty():
        message = f"{words.NOTHING_ERASED} There is no terminal to ask at."
        raise UsageError(message, "Add --yes to erase without being asked.")
    print(words.ASK, end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() == words.WORD


def _report(inventory: Inventory, erased: Erased | None, *, as_json: bool) -> int:
    left = erased.left if erased is not None else ()
    if as_json:
        print_json(_to_json(inventory, erased))
    elif erased is not None and not left:
        print("\n".join(words.outcome(erased)))
    if erased is not None and left:
        remark(words.incomplete(erased))
    return 1 if left or (erased is not None and erased.unreached) else 0


def _to_json(inventory: Inventory, erased: Erased | None) -> dict[str, Any]:
    return {
        "home": str(inventory.home),
        "answers": inventory.answers,
        "first_day": inventory.first.isoformat() if inventory.first else None,
        "last_day": inventory.last.isoformat() if inventory.last else None,
        "files": [
            {"path": str(path), "what": item.sort}
            for item in inventory.items
            for path in item.files
        ],
        "bytes": inventory.size,
        "sync_folders": [str(folder) for folder in inventory.synced],
        "done": erased is not None,
        "searched": [str(folder) for folder in erased.searched] if erased else [],
        "unreached": [str(folder) for folder in erased.unreached] if erased else [],
        "left": [{"path": str(path), "why": why} for path, why in erased.left] if erased else [],
    }
