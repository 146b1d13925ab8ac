"""The page of a deck as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learnms.decks.report import remedy_of
from learnms.engine.decks.deck import (
    checked_words,
    coverage_words,
    held_words,
    left_out_words,
    priority_words,
    resting_words,
    signed_words,
    size_words,
)
from learnms.engine.document import (
    Bar,
    BarChart,
    Fold,
    Lines,
    Paragraph,
    Picture,
    Prose,
    Rows,
    Subheading,
)
from learnms.engine.question.wording import PRIMER
from learnms.engine.wording import capitalized, count, partial_day
from learnms.paths import shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from learnms.engine.decks.deck import Cited, DeckPage, TopicCover
    from learnms.engine.document import Block, Document, Role
    from learnms.engine.home.cases import CaseRow
    from learnms.settings import Settings

_SHOWN_PROBLEMS = 5
SOURCES = "Sources"


def document(page: DeckPage, settings: Settings, cases: Sequence[CaseRow] = ()) -> Document:
    """The page below its title, with the deck's own of these cases. A patient sees no learned
    counts; an instructor sees how topics compare to the blueprint.
    """
    return tuple(_blocks(page, settings, [case for case in cases if case.deck_id == page.id]))


def _blocks(page: DeckPage, settings: Settings, cases: Sequence[CaseRow]) -> Iterator[Block]:
    if page.about:
        yield Prose(page.about)
    if page.primer:
        yield from (Subheading(PRIMER), Prose(page.primer))
    yield Paragraph(f"{_counts(page, settings)}.")
    if (limit := dict(settings.new_per_deck).get(page.id)) is not None:
        yield Paragraph(f"At most {count(limit, 'new card')} a day from this deck (Settings).")
    yield from _problems(page)
    if page.topics:
        yield _topics(page, settings)
    if cases:
        yield Subheading("Cases")
        yield Rows(tuple((case.title, case.words) for case in cases))
    if settings.who == "instructor" and any(topic.weight is not None for topic in page.topics):
        yield Subheading("Blueprint")
        yield Rows(tuple(_planned(topic) for topic in page.topics))
    if page.disclaimer:
        yield from (Subheading("Disclaimer"), Prose(page.disclaimer))
    if page.checked:
        yield Paragraph(checked_words(page), "quiet")
    if page.signed is not None:
        yield Paragraph(signed_words(page), "warn" if page.changed else "quiet")
    if page.sources:
        if settings.is_patient:
            yield Paragraph(resting_words(page), "quiet")
        yield Fold(SOURCES, (Rows(tuple(map(_source, page.sources))),))
    yield Paragraph(f"File: {shown_path(page.path)}", "quiet")


def _counts(page: DeckPage, settings: Settings) -> str:
    questions = page.counts.get("questions", 0)
    parts = [
        f"Version {page.version}" if page.version else "",
        size_words(page),
        priority_words(page),
        count(questions, "scored question") if questions and not settings.is_patient else "",
        count(page.counts.get("drafts", 0), "draft") if page.counts.get("drafts") else "",
        left_out_words(page),
        f"{page.learned} of {page.total} learned" if page.total and not settings.is_patient else "",
    ]
    return ", ".join(filter(None, parts))


def _topics(page: DeckPage, settings: Settings) -> Picture:
    """The topics, with how much of each is learned."""
    bars = tuple(
        Bar(
            topic.title,
            topic.learned / max(1, topic.total),
            held_words(topic)
            if settings.is_patient or not topic.total
            else f"{topic.learned} of {topic.total}",
        )
        for topic in page.topics
    )
    title = "Learned, by topic" if page.total and not settings.is_patient else "Topics"
    return Picture(title, chart=BarChart(bars, 1.0))


def _planned(topic: TopicCover) -> tuple[str, str, str]:
    planned = "" if topic.weight is None else f"{topic.weight:.0f}% planned"
    return topic.title, planned, coverage_words(topic)


def _problems(page: DeckPage) -> Iterator[Block]:
    """The problems of the deck file, the first few at once."""
    if page.clock:
        yield Paragraph(page.clock, "warn")
    if page.problems:
        yield Paragraph(f"{count(len(page.problems), 'problem')} in this file.", "warn")
    for problem in page.problems[:_SHOWN_PROBLEMS]:
        yield from _problem(problem)
    rest = page.problems[_SHOWN_PROBLEMS:]
    if rest:
        blocks = tuple(block for problem in rest for block in _problem(problem))
        yield Fold(f"{len(rest)} more", blocks)


def _problem(problem: dict[str, Any]) -> Iterator[Paragraph | Lines]:
    """A problem and its remedy, which may end with corrected lines."""
    where = f"{capitalized(problem['severity'])} {problem['code']}"
    role: Role = "error" if problem["severity"] == "error" else "finding"
    card = problem.get("card", "")
    of_card = f"card {card}, " if card and card not in problem["message"] else ""
    yield Paragraph(f"{where}: {problem['message']} ({of_card}line {problem['line']})", role)
    remedy, lines = remedy_of(problem.get("fix"))
    if remedy:
        yield Paragraph(remedy, "quiet")
    if lines:
        yield Lines("\n".join(lines))


def _source(cited: Cited) -> tuple[str, str]:
    """A source with its dates and the copy that was read."""
    source = cited.source
    facts = [
        source.publisher,
        f"revised {partial_day(source.revised)}" if source.revised else "no revision date",
        f"checked {partial_day(source.reviewed)}" if source.reviewed else "",
        f"cited {cited.uses}×",
        f"copy used: {source.via}" if source.via else "",
    ]
    return source.title, ", ".join(filter(None, facts))
