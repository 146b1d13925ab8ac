"""The summary at the end of a review: what was done, what to look at again, what comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.wording import count
from learnms.tui.kit.content import BOLD, QUIET, RIGHT, inline, paragraph, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, MEASURE, Heading, Progress, Text
from learnms.tui.kit.page import PageScreen

if TYPE_CHECKING:
    from learnms.engine.question.views import Summary
    from learnms.engine.review.review import Review
    from learnms.tui.kit.layout import Entry


def body(summary: Summary, *, patient: bool) -> list[Entry]:
    """The review in sentences. A patient gets no numbers of right and wrong."""
    entries: list[Entry] = [BLANK]
    for_today = "" if summary.practice or summary.more else " for today"
    if not summary.answered:
        entries += [
            *paragraph(
                "There is nothing to practise here." if summary.practice else "Nothing is due.",
                BOLD,
            ),
            BLANK,
        ]
    elif patient:
        entries += [*paragraph(f"✓ That is all{for_today}.", f"{BOLD} {RIGHT}"), BLANK]
    else:
        entries += [
            *paragraph(f"✓ Done{for_today}.", f"{BOLD} {RIGHT}"),
            BLANK,
            *paragraph(done(summary)),
        ]
    if summary.practice and summary.answered:
        entries += paragraph("This was practice: every card comes when it would have come.")
    if summary.again:
        entries += [
            BLANK,
            *paragraph("Worth another look:" if patient else "Failed once, and asked until right:"),
        ]
        entries += [
            Text(inline(prompt), indent=INDENT + 2, lead=raw("    • "), measure=MEASURE - 2)
            for _, prompt in summary.again
        ]
    remaining = left_over(summary)
    return [
        *entries,
        *([BLANK] if summary.answered else []),
        *(paragraph(remaining, QUIET) if remaining else []),
        *paragraph(tomorrow(summary), QUIET),
    ]


def done(summary: Summary) -> str:
    """What was done, in numbers."""
    right = f"{summary.first_time} of {count(summary.settled, 'card')} right at once"
    return f"{count(summary.answered, 'answer')} in {count(summary.minutes, 'minute')}; {right}."


def left_over(summary: Summary) -> str:
    """What is due beyond this review."""
    more = (
        f"{count(summary.more, 'card')} more {'waits' if summary.more == 1 else 'wait'} today,"
        " whenever you like. "
        if summary.more
        else ""
    )
    return more + (
        f"{count(summary.later, 'card')} {'waits' if summary.later == 1 else 'wait'} for the coming"
        " days."
        if summary.later
        else ""
    )


def tomorrow(summary: Summary) -> str:
    """What is due tomorrow, as far as it is known."""
    if not summary.due_tomorrow:
        return "Nothing is due tomorrow; new cards may come."
    return f"Tomorrow: {count(summary.due_tomorrow, 'card')} due."


class SummaryScreen(PageScreen):
    """Shown after the last card."""

    guarded: ClassVar[frozenset[str]] = frozenset({"home", "undo"})

    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review

    def mode(self) -> str:
        return "summary"

    def disabled_actions(self) -> frozenset[str]:
        return frozenset() if self.review.may_undo else frozenset({"undo"})

    def draw(self) -> None:
        summary = self.review.summary()
        self.head.show(
            [Heading(plain("Practice" if summary.practice else "Review", BOLD)), Progress(1, 1)]
        )
        self.list.show(body(summary, patient=self.review.settings.is_patient))
        self.show_keys()

    def do(self, action: str, key: str) -> None:
        match action:
            case "home":
                self.shell.go_home()
            case "undo":
                self.shell.undo(self.review)
            case _:
                self.shell.stop()
