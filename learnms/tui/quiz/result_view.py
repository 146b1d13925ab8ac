"""What the result of a quiz is made of: its figures, its bars, and its missed questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.widgets import Digits, Label, Static

from learnms.engine.question.wording import NONE, gaps, given_text
from learnms.engine.quiz import wording
from learnms.engine.quiz.misses import wrong_parts
from learnms.tui.kit.content import (
    BOLD,
    QUIET,
    RIGHT,
    RULE,
    WARN,
    WRONG,
    concat,
    inline,
    plain,
    raw,
    stacked,
)
from learnms.tui.kit.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import RenderResult
    from textual.content import Content
    from textual.geometry import Size

    from learnms.engine.quiz.misses import Wrong
    from learnms.engine.quiz.results import Missed, Results, Tally
    from learnms.engine.voice import Voice

MOST_PARTS = 3
"""Wrong rows of a missed question shown in the list; its own page shows all."""
_HANGING = 2
"""Cells before the second line of a name."""
_WIDE = 50
"""Columns from which bars are longer, and the points follow the percentages."""


class Figure(Vertical):
    """A number in large digits with a label below."""

    DEFAULT_CSS = """
    Figure {
        height: auto;
        width: 1fr;
        Digits { height: 3; text-style: bold; }
        Label { color: $text-muted; }
    }
    """

    def __init__(self, number: str, label: str) -> None:
        super().__init__(Digits(number), Label(label, markup=False))


class Figures(Sheet):
    """What to do next, and the score in at most four numbers; in little room as a line."""

    DEFAULT_CSS = """
    Figures {
        margin: 0 0 1 0;
        #next { text-style: bold; }
        #large { height: auto; margin: 1 0 0 0; }
        #brief { display: none; color: $text-muted; }
    }
    Screen.-narrow, Screen.-short {
        Figures {
            margin: 0;
            #large { display: none; }
            #brief { display: block; }
        }
    }
    Screen.-regular Figures { margin: 0; }
    Screen.-regular Figures #large { margin: 0; }
    Screen.-short Figures { border: none; }
    """
    SCOPED_CSS = False  # the breakpoints are classes of the screen

    def __init__(self, result: Results, voice: Voice) -> None:
        self.sentence = Static("", id="next", markup=False)
        figures = _figures(result) if voice.has_figures else []
        brief = " · ".join(f"{number} {label}" for number, label in figures)
        brief = brief.replace("minute", "min").replace("mins", "min")
        numbers = (
            Horizontal(*(Figure(*figure) for figure in figures), id="large"),
            Static(brief, id="brief", markup=False),
        )
        super().__init__(self.sentence, *(numbers if figures else ()))

    def say(self, sentence: str) -> None:
        """Say what to do next."""
        self.sentence.update(plain(sentence))


def _figures(result: Results) -> list[tuple[str, str]]:
    minutes = max(1, round(result.minutes))
    took = str(minutes), "minute" if minutes == 1 else "minutes"
    if result.percent is None:
        return [(str(result.answered), f"of {result.asked} answered"), took]
    error = f" ± {result.error:.0f}" if result.error and wording.margin(result) else ""
    return [
        (f"{result.percent:.0f}", f"%{error}"),
        (f"{result.points:g}", f"of {result.max_points:g} points"),
        took,
        (str(len(result.missed)), "missed"),
    ]


class Tallies(Static):
    """Points by topic, step or kind, as bars under a heading."""

    DEFAULT_CSS = """
    Tallies { width: 1fr; margin: 0 0 1 0; text-wrap: nowrap; }
    """

    def __init__(self, heading: str, rows: Sequence[tuple[str, Tally]]) -> None:
        super().__init__("", markup=False)
        self.heading = heading
        self.rows = rows

    def render(self) -> RenderResult:
        return stacked(*self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        bars = (line for row in self.rows for line in _bar(*row, width))
        return [plain(self.heading, BOLD), *bars]


def _bar(name: str, tally: Tally, width: int) -> list[Content]:
    """A name, a bar from 0 to 100%, the percentage, and in wide layouts the points; the rest of a
    long name stands below.
    """
    share = (tally.percent or 0) / 100
    is_wide = width >= _WIDE
    bar = 10 if is_wide else 8
    behind = f"{f'{tally.points:g} of {tally.max_points:g}':>10}" if is_wide else ""
    percent = f"{100 * share:>4.0f}%"
    room = max(8, width - bar - 2 - len(percent) - len(behind))
    half = round(2 * bar * share)
    heavy = "━" * (half // 2) + ("╸" if half % 2 else "")
    first, *rest = (part.rstrip() for part in plain(name).wrap(room - _HANGING))
    line = concat(
        first.pad_right(room - first.cell_length),
        raw("  "),
        raw(heavy, "$text-primary"),
        raw("─" * (bar - len(heavy)), RULE),
        raw(percent, BOLD),
        raw(behind, QUIET),
    )
    return [line, *(part.pad_left(_HANGING) for part in rest)]


def missed_option(missed: Missed, voice: Voice, *, details: bool) -> Content:
    """A missed question in the list; with `details`, what was wrong and what is correct."""
    item, answer = missed.item, missed.answer
    if item is None or answer is None:
        return plain(wording.GONE, QUIET)
    is_sure = missed.sure and voice.has_figures
    lines = [
        concat(
            raw("! ", WARN) if is_sure else raw(""), inline(gaps(item.question.prompt, voice), BOLD)
        )
    ]
    is_skipped = item.scored and not given_text(item.question, answer)
    if not details:
        skipped = [plain(wording.no_answer(missed), QUIET)] if is_skipped else []
        return stacked(*lines, *skipped, raw(""))
    if voice.has_figures:
        lines.append(_facts(missed, skipped=is_skipped))
    if not is_skipped:
        wrong = wrong_parts(item.question, answer)
        lines += [line for part in wrong[:MOST_PARTS] for line in _wrong(part, voice)]
        if len(wrong) > MOST_PARTS:
            lines.append(plain(f"{len(wrong) - MOST_PARTS} more", QUIET))
    return stacked(*lines, raw(""))


def _facts(missed: Missed, *, skipped: bool) -> Content:
    facts = [missed.topic] if missed.topic else []
    if missed.max_points:
        facts.append(f"{missed.points:g} of {missed.max_points:g}")
    if skipped:
        facts.append(wording.no_answer(missed).lower())
    line = plain(" · ".join(facts), QUIET)
    return concat(line, raw(" · certain", WARN)) if missed.sure else line


def _wrong(wrong: Wrong, voice: Voice) -> list[Content]:
    """What was given and what is correct, in a row or list of the question, or in all of it."""
    where = f"{wrong.label}: " if wrong.label else ""
    given = inline(f"{where}{wrong.given or NONE}")
    right = concat(raw("✓ ", RIGHT), inline(f"{where}{wrong.right}"))
    if not voice.has_figures:
        return [concat(raw(voice.your_answer, QUIET), given), right] if wrong.given else [right]
    return [concat(raw("✗ ", WRONG), given), right] if wrong.given or wrong.label else [right]
