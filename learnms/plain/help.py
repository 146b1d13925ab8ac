"""Help in lines: `? relapse` looks a word up, `? pages` lists the pages, a title reads one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.help.pages import matches, pages, search, terms
from learnms.engine.voice import voice_of
from learnms.plain import browse, card, home, quiz, review
from learnms.plain.kit.console import one_line, quoted
from learnms.plain.kit.form import place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.help.pages import HelpPage
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console
    from learnms.settings import Settings

MOST = 8
"""Results that are said of each sort."""


def look_up(workspace: Workspace, lines: Console, query: str) -> None:
    """Say what the glossaries, the commands and the help pages know of some words, or read a page.

    Args:
        workspace: the open workspace.
        lines: the console.
        query: the words, a page's title or number, or `pages`.
    """
    settings = workspace.settings
    listed = pages(settings, workspace.home_folder)
    if query.strip().casefold() in ("pages", "page"):
        for number, page in enumerate(listed, 1):
            lines.say(f"{number}. {page.title}")
        lines.say("To read a page, type ? and its number or title, such as ? 1.")
    elif (chosen := _page(listed, query)) is not None:
        lines.say(f"{chosen.title}.")
        lines.prose(chosen.text)
    elif not _found(workspace, lines, query):
        lines.say(f"Nothing found for {quoted(query.strip())}. Try fewer letters, or ? pages.")


def _page(listed: Sequence[HelpPage], query: str) -> HelpPage | None:
    """The page of a title or a number."""
    index = place(query.strip(), len(listed))
    if index is not None:
        return listed[index]
    wanted = " ".join(query.replace("-", " ").split()).casefold()
    return next((page for page in listed if page.title.casefold() == wanted), None)


def _found(workspace: Workspace, lines: Console, query: str) -> bool:
    """Say the terms, commands and paragraphs that match; whether there are any."""
    settings = workspace.settings
    glossaries = [
        [(term, meaning) for term, meaning in row.head.get("glossary", ())]
        for row in workspace.queries.offered(settings)
    ]
    known = [f"{one_line(term)}: {one_line(text)}" for term, text in terms(query, glossaries)]
    commands = [text for text in _commands(settings) if matches(query, text)]
    _say(lines, known)
    _say(lines, commands)
    hits = search(query, settings, workspace.home_folder)
    before = ""
    for hit in hits[:MOST]:
        if hit.title != before:
            lines.say(f"From the page {hit.title}:")
            before = hit.title
        lines.prose(hit.text)
    _say_left(lines, len(hits) - MOST)
    return bool(known or commands or hits)


def _commands(settings: Settings) -> list[str]:
    """The commands, each after the page that it belongs to."""
    sections = {
        "Home": home.commands(settings),
        "Review": review.commands(settings),
        "Quiz": quiz.commands(settings),
        "Browse": browse.commands(settings),
        "Card": card.commands(settings),
    }
    names = voice_of(settings).pages
    return [
        f"{names.get(section, section)}, {typed}: {about}"
        for section, commands in sections.items()
        for typed, about in commands
        if not typed.startswith("?")
    ]


def _say(lines: Console, texts: Sequence[str]) -> None:
    """Say the first of some results, and how many more there are."""
    for text in texts[:MOST]:
        lines.say(text)
    _say_left(lines, len(texts) - MOST)


def _say_left(lines: Console, left: int) -> None:
    if left > 0:
        lines.say(f"{left} more. Type more words to narrow the search.")
