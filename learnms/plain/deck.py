"""The page of a deck as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.decks.deck import (
    checked_words,
    held_words,
    priority_words,
    resting_words,
    size_words,
)
from learnms.engine.question.wording import PRIMER
from learnms.paths import shown_path
from learnms.plain.kit.console import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.engine.decks.deck import DeckPage
    from learnms.engine.voice import Voice
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console


def run(workspace: Workspace, lines: Console, deck: str) -> None:
    """Show the page of a deck."""
    from learnms.engine.decks.deck import deck_page

    page = deck_page(workspace.queries, deck)
    lines.say()
    lines.say(f"{one_line(page.title)}.")
    for line in page_lines(page, workspace.voice):
        lines.say(line)


def page_lines(page: DeckPage, voice: Voice) -> Iterator[str]:
    """The lines of the page, without the title."""
    if page.about:
        yield one_line(page.about)
    if page.primer:
        yield f"{PRIMER}:"
        yield from filter(None, page.primer.split("\n"))
    priorities = f" Of these {priority_words(page)}." if priority_words(page) else ""
    yield f"Version {page.version or 'not named'}. {size_words(page)}.{priorities}"
    if page.checked:
        yield checked_words(page)
    if page.disclaimer:
        yield one_line(page.disclaimer)
    yield f"Written in {shown_path(page.path)}."
    if page.clock:
        yield f"! {page.clock}"
    for problem in page.problems:
        yield (
            f"! {problem['severity']} {problem['code']}, line {problem['line']}:"
            f" {problem['message']}"
        )
    if page.topics:
        yield "Topics:"
    for topic in page.topics:
        promised = (
            ""
            if topic.weight is None or not voice.has_figures
            else f", {topic.weight:.0f} per cent promised, {topic.share:.0f} per cent there"
        )
        learned = (
            f"; {topic.learned} of {topic.total} learned"
            if voice.has_figures and topic.total
            else ""
        )
        yield f"- {one_line(topic.title)}: {held_words(topic)}{promised}{learned}"
    if page.sources and not voice.has_figures:
        yield resting_words(page)
        return
    if page.sources:
        yield "It rests on:"
    for cited in page.sources:
        source = cited.source
        dates = [
            f"revised {source.revised}" if source.revised else "without a date of revision",
            f"looked at on {source.reviewed}" if source.reviewed else "",
        ]
        yield (
            f"- {one_line(source.title)}. {one_line(source.publisher)}."
            f" {', '.join(part for part in dates if part)}."
            + (f" Read in: {one_line(source.via)}." if source.via else "")
        )
