"""What erasing says: what is there, what is kept, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.wording import count, day, size
from learnms.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from learnms.engine.erase.erase import Erased
    from learnms.engine.erase.inventory import Inventory, Item

WORD = "erase"
"""The word that is typed to go on."""
NOTHING_ERASED = "Nothing was erased."
TITLE = "Erase my data"
HELP = "Erase your answers, notes, settings and backups, and quit. Asks first."
KEEP, KEEP_HELP = "Keep my data", "Go back. Nothing changes."
GO, GO_HELP = "Erase and quit", "Erase all of this. It cannot be undone."
AGAIN = "This cannot be undone. Press again to erase."
ASK = f"This cannot be undone. Type {WORD} to go on. Enter: keep everything."

_SORTS = {
    "answers": "Your answers, notes and schedule",
    "settings": "Your settings",
    "damaged": "Set-aside copies of damaged data",
    "backups": "Backups",
    "exports": "Copies of your answers",
    "decks": "Your own decks",
}
_NAMED = 3
_ELSEWHERE = (
    "Copies elsewhere are not erased: files that you exported or handed in, other computers, and"
    " backups of your computer."
)


def nothing(inventory: Inventory) -> str:
    """The sentence where there is no data."""
    return f"There is nothing to erase in {shown_path(str(inventory.home))}."


def listed(inventory: Inventory, today: date) -> list[str]:
    """What is erased, a line a sort, under a heading; then what is kept."""
    home = shown_path(str(inventory.home))
    lines = [
        f"Your data in {home}:",
        *(_line(inventory, item, today) for item in inventory.items[::-1]),
    ]
    lines += [f"- Your files in {shown_path(str(folder))}" for folder in inventory.synced]
    if inventory.is_interrupted:
        rest = "An earlier attempt to erase it was interrupted; this one finishes it."
        lines = [*lines, rest] if inventory.items else [rest]
    if inventory.decks.files and inventory.decks not in inventory.items:
        number = count(len(inventory.decks.files), "file")
        lines.append(f"Your own decks are kept ({number}).")
    return lines


def _line(inventory: Inventory, item: Item, today: date) -> str:
    about = [size(item.size)]
    if item.sort == "answers":
        about = [*_answers(inventory, today), *about]
    elif item.sort == "exports":
        about = [_names(path.name for path in item.files), *about]
    elif item.sort != "settings":
        about = [count(len(item.files), "file"), *about]
    return f"- {_SORTS[item.sort]}: {', '.join(about)}"


def _answers(inventory: Inventory, today: date) -> list[str]:
    if inventory.answers is None:
        return []
    number = count(inventory.answers, "answer")
    if inventory.first is None or inventory.last is None:
        return [number]
    first, last = day(inventory.first, today), day(inventory.last, today)
    return [f"{number}, {first}" if first == last else f"{number} from {first} to {last}"]


def _names(names: Iterable[str]) -> str:
    found = list(names)
    more = len(found) - _NAMED
    return ", ".join(found[:_NAMED]) + (f" and {count(more, 'more file')}" if more > 0 else "")


def outcome(erased: Erased) -> list[str]:
    """What was done, after everything was erased."""
    lines = [f"Erased: {count(erased.files, 'file')}, {size(erased.size)}."]
    if erased.searched:
        folders = " and ".join(shown_path(str(folder)) for folder in erased.searched)
        lines.append(f"Checked: nothing of it is left in {folders}.")
    lines += [
        f"Not erased: {shown_path(str(folder))} is not connected. Your files there remain."
        for folder in erased.unreached
    ]
    return [*lines, _ELSEWHERE]


def incomplete(erased: Erased) -> str:
    """The sentence where something is left."""
    left = [f"{shown_path(str(path))} ({why})" for path, why in erased.left]
    return (
        f"Not everything was erased. Left: {'; '.join(left)}. Remove it yourself, then run"
        " `learnms erase` again to check."
    )
