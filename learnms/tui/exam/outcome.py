"""What an exam plan leads to: the days left, the recall expected against the target, the new cards,
the weakest topics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Digits

from learnms.engine.exam import wording
from learnms.engine.wording import long_day, percent
from learnms.tui.kit.bar import BarRow, GoalBar
from learnms.tui.kit.content import BOLD, QUIET, WARN, inline, paragraph, plain, raw
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.layout import BLANK, Text
from learnms.tui.kit.sheet import Sheet

if TYPE_CHECKING:
    from learnms.engine.exam.readiness import Readiness, TopicReady
    from learnms.engine.voice import Voice
    from learnms.settings import ExamPlan
    from learnms.tui.kit.layout import Entry


class Outcome(Sheet):
    """Shows what a plan leads to; the big figure has room from 100 columns."""

    DEFAULT_CSS = """
    Outcome {
        padding: 0;
        & > TitleLine { padding: 0 4; }
        #days { display: none; height: 4; margin: 0 4; }
        Digits { width: auto; text-style: bold; margin: 0 3 0 0; }
        #told { margin: 0; }
    }
    """

    def __init__(self) -> None:
        self.days, self.ready, self.told = Digits(), FlowView(), FlowView("told")
        super().__init__(
            Horizontal(self.days, self.ready, id="days"), self.told, title=" ", id="outcome"
        )

    def show(
        self, plan: ExamPlan | None, readiness: Readiness | None, trouble: str, voice: Voice
    ) -> None:
        """Show the outcome of a plan, why there is none, or that it is being calculated."""
        self.set_class(plan is not None and readiness is not None, "-planned")
        if readiness is None:
            self.title_line.show("How a plan works" if plan is None else "Forecast")
            words = trouble or (wording.HOW if plan is None else "Calculating the plan…")
            self.told.show([*paragraph(words, WARN if trouble else QUIET)])
            return
        goal = readiness.exam.target
        self.title_line.show("Forecast", long_day(readiness.exam.on))
        self.days.update(str(readiness.days))
        beside = ["day left" if readiness.days == 1 else "days left"]
        if voice.has_figures:
            mean = percent(readiness.recall.mean)
            beside.append(f"{mean} expected, target {percent(goal)}")
        self.ready.show([Text(plain(line), indent=0) for line in ("", *beside)])
        bar: list[Entry] = [GoalBar(readiness.recall.mean, goal)] if voice.has_figures else []
        self.told.show([*bar, BLANK, *sentences(readiness, voice), *topics(readiness, voice)])


def sentences(readiness: Readiness, voice: Voice) -> list[Entry]:
    """What the plan leads to, in sentences; warnings with `!`."""
    first, verdict, *others = wording.sentences(readiness, voice)
    warnings = wording.warnings(readiness, voice)
    entries = [*paragraph(first, BOLD)]
    for sentence in (verdict if warnings else f"✓ {verdict}", *others):
        is_warning = sentence in warnings
        entries += paragraph(f"! {sentence}", WARN) if is_warning else paragraph(sentence)
    return entries


def topics(readiness: Readiness, voice: Voice) -> list[Entry]:
    """The topics with the lowest recall expected, each as a bar with the target."""
    title = wording.weakest_title(readiness)
    entries: list[Entry] = [BLANK, *(paragraph(title, BOLD) if title else [])]
    return [
        *entries,
        *(_topic(row, readiness.exam.target, voice) for row in wording.weakest(readiness)),
    ]


def _topic(row: TopicReady, goal: float, voice: Voice) -> Entry:
    title = inline(row.title or row.deck)
    if voice.has_figures:
        return BarRow(title, row.recall.mean, goal, percent(row.recall.mean))
    return Text(title, note=raw(wording.topic(row, voice), QUIET))
