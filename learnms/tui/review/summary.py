"""The summary at the end of a review: what was done, what to look at again, what comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.postpone.wording import NOTHING_TO_PRACTISE
from learnms.engine.question.wording import gaps
from learnms.engine.review.wording import hidden, more, practice_only, right, tomorrow
from learnms.engine.wording import count, later
from learnms.tui.kit.bindings import bindings
from learnms.tui.kit.button_row import ButtonRow, Choice
from learnms.tui.kit.content import BOLD, QUIET, RIGHT, inline, paragraph, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, Heading, Progress, Text
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from learnms.engine.question.views import Summary
    from learnms.engine.review.review import Review
    from learnms.engine.voice import Voice
    from learnms.tui.kit.layout import Entry


def body(summary: Summary, voice: Voice) -> list[Entry]:
    """The review in sentences."""
    entries: list[Entry] = []
    for_today = "" if summary.practice or summary.more else " for today"
    if not summary.answered:
        nothing = "Nothing is due here." if summary.more else "Nothing is due."
        if not voice.has_figures:
            nothing = "No more cards here." if summary.more else "No cards wait today."
        if summary.practice:
            nothing = NOTHING_TO_PRACTISE
        entries += [] if summary.hidden else [*paragraph(nothing, BOLD), BLANK]
    elif not voice.has_figures:
        entries += [*paragraph(f"✓ Done{for_today}.", f"{BOLD} {RIGHT}"), BLANK]
    else:
        entries += [
            *paragraph(f"✓ Done{for_today}.", f"{BOLD} {RIGHT}"),
            BLANK,
            *paragraph(done(summary)),
        ]
    if summary.hidden:
        undo = "Press u to undo."
        entries += [*paragraph(f"{hidden(summary.hidden, voice)} {undo}", BOLD), BLANK]
    if summary.practice and summary.answered:
        entries += paragraph(practice_only(voice))
    if summary.again:
        entries += [BLANK, *paragraph(voice.failed_once)]
        entries += [
            Text(inline(gaps(prompt, voice)), indent=INDENT + 2, lead=raw("    • "))
            for _, prompt in summary.again
        ]
    remaining = left_over(summary, voice)
    return [
        *entries,
        *([BLANK] if summary.answered else []),
        *(paragraph(remaining, QUIET) if remaining else []),
        *paragraph(tomorrow(summary.due_tomorrow, voice), QUIET),
    ]


def done(summary: Summary) -> str:
    """What was done, in numbers."""
    answers, minutes = count(summary.answered, "answer"), count(summary.minutes, "minute")
    return f"{answers} in {minutes}; {right(summary)}."


def left_over(summary: Summary, voice: Voice) -> str:
    """What is due beyond this review."""
    sentences = [
        more(summary.more, voice) if summary.more else "",
        later(summary.later) if summary.later else "",
    ]
    return " ".join(filter(None, sentences))


class SummaryScreen(PageScreen):
    """Shown after the last card."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("summary")
    DEFAULT_CSS = """
    SummaryScreen {
        align-horizontal: center;
        #body { max-width: 92; }
        #buttons { max-width: 92; padding: 1 2 0 2; }
    }
    """
    guarded: ClassVar[frozenset[str]] = frozenset({"go_home", "undo"})

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review
        self.buttons = ButtonRow()

    def compose_footer(self) -> Iterable[Widget]:
        yield self.buttons

    def mode(self) -> str:
        return "summary"

    def disabled_actions(self) -> frozenset[str]:
        return frozenset() if self.review.may_undo else frozenset({"undo"})

    def draw(self) -> None:
        summary = self.review.summary()
        self.head.show(
            [Heading(plain("Practice" if summary.practice else "Review", BOLD)), Progress(1, 1)]
        )
        self.list.show(body(summary, self.review.voice))
        undo = [Choice("Undo", "undo", hint="u")] if self.review.may_undo else []
        self.buttons.show([Choice("Home", "go_home", hint="enter", primary=True), *undo])
        self.set_focus(self.buttons.wanted)
        self.show_keys()

    def action_go_home(self, key: str = "") -> None:
        """Return to the home page."""
        self.shell.go_home()

    def action_undo(self, key: str = "") -> None:
        """Undo the last answer."""
        self.shell.undo(self.review)

    def action_quit(self, key: str = "") -> None:
        """End the program."""
        self.shell.stop()
