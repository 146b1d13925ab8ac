"""A deck's page: topics, sources, disclaimer, problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.engine.decks.deck import (
    DeckPage,
    checked_words,
    coverage_words,
    deck_page,
    held_words,
    priority_words,
    resting_words,
    size_words,
)
from learnms.engine.question.wording import PRIMER
from learnms.errors import LearnmsError
from learnms.paths import is_shipped, shown_path
from learnms.tui.home.view import bar_of
from learnms.tui.kit.content import (
    BOLD,
    QUIET,
    WARN,
    WRONG,
    concat,
    inline,
    paragraph,
    plain,
    prose,
    raw,
)
from learnms.tui.kit.layout import BLANK, INDENT, Heading, Text
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from learnms.engine.decks.deck import Cited, TopicCover
    from learnms.settings import Settings
    from learnms.tui.kit.layout import Entry

_NOTE = 12
_SHOWN_PROBLEMS = 5


class DeckScreen(PageScreen):
    """Shows a deck's page over the first one.

    Args:
        deck: the deck's id.
    """

    def __init__(self, deck: str) -> None:
        super().__init__()
        self.deck = deck
        self._page: DeckPage | None = None
        self._in_full = False
        """Whether a patient asked for the sources; everybody else has them on the page anyway."""

    def mode(self) -> str:
        return "deck"

    def disabled_actions(self) -> frozenset[str]:
        if self._page is None:
            return frozenset({"edit", "look_through", "sources"})
        are_hidden = (
            self.shell.workspace.settings.is_patient and self._page.sources and not self._in_full
        )
        return frozenset() if are_hidden else frozenset({"sources"})

    def draw(self) -> None:
        try:
            self._page = deck_page(self.shell.workspace.queries, self.deck)
        except LearnmsError as error:
            self._page = None
            self.list.show([BLANK, *paragraph(str(error))])
        else:
            right = f"version {self._page.version}" if self._page.version else ""
            self.head.show([Heading(plain(self._page.title, BOLD), plain(right, QUIET))])
            self.list.show(
                page_entries(self._page, self.shell.workspace.settings, in_full=self._in_full)
            )
        self.show_keys()

    def decks_changed(self) -> None:
        self.draw()

    def do(self, action: str, key: str) -> None:
        match action:
            case "look_through":
                self.shell.show_browse(f"deck:{self.deck}")
            case "sources":
                self._in_full = True
                self.draw()
            case "edit" if self._page is not None:
                if is_shipped(self._page.path):
                    self.say(
                        "This deck is part of learnms. To edit a copy, open a card and press e.",
                        WARN,
                    )
                else:
                    self.say(self.shell.edit(self._page.path, 1))
            case _:
                self.shell.close_page()


def page_entries(page: DeckPage, settings: Settings, *, in_full: bool = False) -> list[Entry]:
    """The page below its title. A patient sees no counts, and sources on demand; an instructor sees
    how topics compare to the blueprint.
    """
    patient = settings.is_patient
    entries: list[Entry] = [BLANK, *prose(page.about)] if page.about else []
    if page.primer:
        entries += [BLANK, *paragraph(PRIMER, BOLD), *prose(page.primer)]
    counts = list(filter(None, (size_words(page), priority_words(page))))
    counts += [] if patient else [wording.count(page.counts.get("questions", 0), "scored question")]
    counts += [] if patient or not page.total else [f"{page.learned} of {page.total} learned"]
    entries += [BLANK, *paragraph(" · ".join(counts), QUIET)]
    entries += (
        [BLANK, *(line for topic in page.topics for line in topic_entries(topic, settings))]
        if page.topics
        else []
    )
    entries += problem_entries(page)
    entries += (
        [BLANK, *paragraph("Disclaimer", BOLD), *prose(page.disclaimer)] if page.disclaimer else []
    )
    entries += paragraph(checked_words(page)) if page.checked else []
    if page.sources and patient and not in_full:
        entries += [BLANK, *paragraph(resting_words(page))]
    elif page.sources:
        entries += [BLANK, *paragraph("Sources", BOLD)]
        for cited in page.sources:
            entries += source_entries(cited)
    return [*entries, BLANK, *paragraph(f"File: {shown_path(page.path)}", QUIET)]


def problem_entries(page: DeckPage) -> list[Entry]:
    """The problems of the deck file."""
    clock: list[Entry] = [BLANK, *paragraph(f"! {page.clock}", WARN)] if page.clock else []
    if not page.problems:
        return clock
    entries: list[Entry] = [
        *clock,
        BLANK,
        *paragraph(
            f"! {wording.count(len(page.problems), 'problem')} in this file", f"{BOLD} {WARN}"
        ),
    ]
    for problem in page.problems[:_SHOWN_PROBLEMS]:
        style = WRONG if problem["severity"] == "error" else WARN
        lead = raw(f"{'':{INDENT}}line {problem['line']}", QUIET)
        entries.append(
            Text(
                concat(
                    raw(f"{problem['severity']} {problem['code']}: ", style),
                    plain(problem["message"]),
                ),
                indent=INDENT + 11,
                lead=lead,
            )
        )
        # A remedy may end with corrected lines, whose indent counts.
        fix, *lines = (problem.get("fix") or "").split("\n")
        entries += [Text(plain(fix, QUIET), indent=INDENT + 11)] if fix else []
        entries += [Text(raw(line, QUIET), indent=INDENT + 11) for line in lines]
    more = len(page.problems) - _SHOWN_PROBLEMS
    return [
        *entries,
        *(paragraph(f"and {more} more: learnms check names them all", QUIET) if more > 0 else []),
    ]


def topic_entries(topic: TopicCover, settings: Settings) -> list[Entry]:
    """A topic: how much of it is learned, and for an instructor how it meets the blueprint."""
    note = (
        ""
        if settings.is_patient
        else f"{topic.learned} of {topic.total}"
        if topic.total
        else held_words(topic)
    )
    right = concat(bar_of(topic), raw(f"{note:>{_NOTE}}", QUIET))
    entries: list[Entry] = [Text(inline(topic.title), note=right, note_width=right.cell_length)]
    if settings.who == "instructor" and topic.weight is not None:
        entries.append(
            Text(
                plain(f"{topic.weight:.0f} % planned, {coverage_words(topic)}", QUIET),
                indent=INDENT + 2,
            )
        )
    return entries


def source_entries(cited: Cited) -> list[Entry]:
    """A source with its dates and the copy that was read."""
    source = cited.source
    dates = [
        source.publisher,
        f"revised {source.revised}" if source.revised else "no date of revision",
        f"checked {source.reviewed}" if source.reviewed else "",
    ]
    about = " · ".join(part for part in dates if part)
    entries: list[Entry] = [
        Text(inline(source.title), note=plain(f"{cited.uses}×", QUIET), note_width=6),
        Text(plain(about, QUIET), indent=INDENT + 2),
    ]
    return entries + (
        [Text(plain(f"read in: {source.via}", QUIET), indent=INDENT + 2)] if source.via else []
    )
