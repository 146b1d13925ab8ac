"""Damaged data in lines: what is wrong, the newest good backup, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.backups import wording as words
from learnms.errors import LearnmsError
from learnms.plain.kit.console import agreed
from learnms.plain.kit.menu import choices

if TYPE_CHECKING:
    from learnms.engine.backups.damage import Damage
    from learnms.plain.kit.console import Console


def run(damage: Damage, lines: Console) -> bool:
    """Say what is damaged and do what is chosen; whether a backup was restored."""
    lines.say(f"{words.TITLE}.")
    for text in (words.WHAT_HAPPENED, damage.detail, damage.newest):
        if text:
            lines.say(text)
    for chosen in choices(lines, lambda: _prompt(damage)):
        if chosen == "h":
            for text in damage.by_hand:
                lines.say(text)
        elif chosen == "r" and damage.offer is not None:
            if _restored(damage, lines):
                return True
        else:
            lines.say(f"`{chosen}` is not a choice.")
    return False


def _prompt(damage: Damage) -> str:
    restore = "r: restore this backup. " if damage.offer is not None else ""
    return f"{restore}h: how to repair by hand. q: quit."


def _restored(damage: Damage, lines: Console) -> bool:
    lines.drop_typed()
    if not agreed(lines, f"{words.CONFIRMED} {words.KEPT_ASIDE} y or n:"):
        lines.say(words.KEPT_AS_IT_IS)
        return False
    lines.say(words.RESTORING)
    try:
        damage.restore()
    except LearnmsError as error:
        lines.say(str(error))
        return False
    return True
