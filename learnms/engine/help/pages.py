"""The pages of the help, and a search over them and the keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from learnms.paths import command

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.settings import Settings

_FOLDER = files("learnms.engine.help") / "pages"
_NAMES = ("getting-started", "how-scheduling-works", "write-a-deck", "for-screen-readers")
_NOT_FOR_PATIENTS = frozenset({"write-a-deck"})
_WORD = re.compile(r"[\w'-]+")


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of the help: its title, and its text in light Markdown."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph or a key that a search found, on the page of that title."""

    title: str
    text: str


def pages(settings: Settings) -> list[HelpPage]:
    """The pages for a learner of this role, in the order in which they are read."""
    names = [name for name in _NAMES if not (settings.is_patient and name in _NOT_FOR_PATIENTS)]
    return [_page(name, is_patient=settings.is_patient) for name in names]


def _page(name: str, *, is_patient: bool) -> HelpPage:
    file = _FOLDER / f"{name}.patient.md"
    if not is_patient or not file.is_file():
        file = _FOLDER / f"{name}.md"
    title, _, text = file.read_text("utf-8").partition("\n")
    return HelpPage(name, title, text.strip().replace("**learnms", f"**{command()}"))


def search(query: str, settings: Settings, keys: Iterable[tuple[str, str, str]] = ()) -> list[Hit]:
    """The paragraphs and keys in which every word of the query begins a word, keys first.

    Args:
        query: the words looked for, in any case.
        settings: the learner's settings; the role decides which pages there are.
        keys: section, label and sentence of each key.
    """
    wanted = [word.casefold() for word in _WORD.findall(query)]
    if not wanted:
        return []
    hits = [
        Hit(f"Keys · {section}", f"{label}  {sentence}")
        for section, label, sentence in keys
        if _has(wanted, f"{section} {label} {sentence}")
    ]
    for page in pages(settings):
        hits += [
            Hit(page.title, paragraph)
            for paragraph in page.text.split("\n\n")
            if _has(wanted, f"{page.title} {paragraph}")
        ]
    return hits


def _has(wanted: list[str], text: str) -> bool:
    words = [word.casefold() for word in _WORD.findall(text)]
    return all(any(word.startswith(start) for word in words) for start in wanted)
