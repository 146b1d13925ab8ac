"""The pages of the help, and a search over them and the keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from learnms.engine.settings.form import settings_form
from learnms.paths import OWN_DECKS, command, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from learnms.settings import Settings

_FOLDER = files("learnms.engine.help") / "pages"
_NAMES = ("getting-started", "how-scheduling-works", "write-a-deck", "for-screen-readers")
_NOT_FOR_PATIENTS = frozenset({"write-a-deck"})
_WORD = re.compile(r"[\w'-]+")
_PARAGRAPHS = re.compile(r"\n\n|\n(?=- )")
"""What stands between two paragraphs, or two items of a list."""
SETTINGS_TITLE = "Settings · s on the home screen"
_SYNONYMS: dict[str, tuple[str, ...]] = {
    "algorithm": ("fsrs",),
    "bookmark": ("flag",),
    "color": ("theme", "contrast"),
    "colour": ("theme", "contrast"),
    "country": ("region",),
    "daily": ("day",),
    "delete": ("suspend", "reset", "hide"),
    "double": ("slips", "tremor"),
    "exam": ("quiz",),
    "font": ("spacing", "contrast"),
    "forget": ("leech", "forgot", "again"),
    "goal": ("retention", "plan"),
    "hide": ("bury", "suspend"),
    "interval": ("due", "stability", "come"),
    "limit": ("most", "longest"),
    "mistake": ("undo", "slips", "missed"),
    "postpone": ("reschedule", "bury"),
    "remember": ("recall", "retention", "knew"),
    "remove": ("suspend", "hide"),
    "result": ("score", "progress"),
    "schedule": ("scheduling", "due"),
    "score": ("points", "progress"),
    "shortcut": ("key",),
    "skip": ("bury", "next"),
    "statistics": ("progress", "retention"),
    "stop": ("quit",),
    "test": ("quiz", "exam"),
    "tremor": ("slips",),
    "weekend": ("weekdays",),
}
"""What learners may type, and how the words of the help begin that say it."""
_LEAST = 4
"""The letters from which on the beginning of a synonym counts."""


@dataclass(frozen=True, slots=True)
class HelpPage:
    """A page of the help: its title, and its text in light Markdown."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph, an item of a list or a key that a search found, on the page of that title."""

    title: str
    text: str


def pages(settings: Settings, home_folder: Path) -> list[HelpPage]:
    """The pages for a learner of this role, in the order in which they are read; they name the
    folder of the learner's own decks.
    """
    names = [name for name in _NAMES if not (settings.is_patient and name in _NOT_FOR_PATIENTS)]
    own_decks = shown_path(str(home_folder / OWN_DECKS))
    return [_page(name, own_decks, is_patient=settings.is_patient) for name in names]


def _page(name: str, own_decks: str, *, is_patient: bool) -> HelpPage:
    file = _FOLDER / f"{name}.patient.md"
    if not is_patient or not file.is_file():
        file = _FOLDER / f"{name}.md"
    title, _, text = file.read_text("utf-8").partition("\n")
    text = text.strip().replace("**learnms ", f"**{command()} ").replace("{decks}", own_decks)
    return HelpPage(name, title, text)


def search(
    query: str, settings: Settings, home_folder: Path, keys: Iterable[tuple[str, str, str]] = ()
) -> list[Hit]:
    """The keys, settings and paragraphs in which every word of the query, or another word for it,
    begins a word.

    Args:
        query: the words looked for, in any case.
        settings: the learner's settings; the role decides which pages there are.
        home_folder: the data folder.
        keys: section, label and sentence of each key.
    """
    hits = [
        Hit(f"Keys · {section}", f"{label}  {sentence}")
        for section, label, sentence in keys
        if matches(query, f"{section} {label} {sentence}")
    ]
    hits += [
        Hit(SETTINGS_TITLE, f"{row.label}: {row.help}")
        for row, _, _ in settings_form(settings, ()).lines()
        if matches(query, f"settings {row.label} {row.help}")
    ]
    for page in pages(settings, home_folder):
        hits += [
            Hit(page.title, paragraph)
            for paragraph in _PARAGRAPHS.split(page.text)
            if matches(query, f"{page.title} {paragraph}")
        ]
    return hits


def matches(query: str, text: str) -> bool:
    """Whether every word of a query begins a word of a text; an empty query matches nothing."""
    words = [word.casefold() for word in _WORD.findall(text)]
    starts = [word.casefold() for word in _WORD.findall(query)]
    return bool(starts) and all(
        any(word.startswith(_alike(start)) for word in words) for start in starts
    )


def _alike(start: str) -> tuple[str, ...]:
    """The beginning of a word, and those of other words for it."""
    others = (
        meant
        for word, meanings in _SYNONYMS.items()
        if start.startswith(word) or (len(start) >= _LEAST and word.startswith(start))
        for meant in meanings
    )
    return start, *others


def terms(query: str, glossaries: Iterable[Iterable[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The terms of decks' glossaries that match a query, each with its meaning: exact matches
    first, and nothing twice.
    """
    wanted = query.strip().casefold()
    found = {
        (term.casefold(), meaning): (term, meaning)
        for glossary in glossaries
        for term, meaning in glossary
        if matches(query, term)
    }
    return sorted(found.values(), key=lambda entry: entry[0].casefold() != wanted)
