"""Erasing all data as lines: what is erased is said first, and a word is typed to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.erase import wording as words
from learnms.engine.erase.erase import erase_and_close
from learnms.engine.erase.inventory import take_inventory
from learnms.plain.kit.console import Stopped

if TYPE_CHECKING:
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console


def run(workspace: Workspace, lines: Console) -> None:
    """Ask, then erase everything and stop.

    Raises:
        LearnmsError: another learnms is open, or the folder cannot be written.
        Stopped: the data is erased, so there is nothing to go on with.
    """
    workspace.require_writable()
    for line in words.listed(take_inventory(workspace.home_folder), workspace.clock().date()):
        lines.say(line)
    lines.drop_typed()
    if lines.choose(words.ASK) != words.WORD:
        lines.say(words.NOTHING_ERASED)
        return
    erased = erase_and_close(workspace)
    for line in [words.incomplete(erased)] if erased.left else words.outcome(erased):
        lines.say(line)
    raise Stopped
