"""The panels beside and below the decks: exam, study days, retention, the next week, weak topics.

They appear once they have been computed; their column is there from the first paint.
"""

from __future__ import annotations

from datetime import date, timedelta
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Horizontal, Vertical
from textual.widgets import Digits

from learnms.analysis.stats.recall import ENOUGH
from learnms.engine.home.wording import EXPECTED, ready
from learnms.engine.wording import WEEKDAYS, count, long_day, percent, short_day
from learnms.tui.kit.bar import goal_bar
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, concat, inline, plain, raw
from learnms.tui.kit.flow_view import FlowView
from learnms.tui.kit.layout import Line
from learnms.tui.kit.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.content import Content

    from learnms.engine.exam.readiness import Readiness
    from learnms.engine.home.overview import HomeView
    from learnms.engine.home.panels import Panels
    from learnms.engine.voice import Voice

_WEEK = timedelta(days=7)
_WEEKS = 7
_BACK = 4
_LABEL = 7
_CELL = 4
_LEVELS = "▂▄▅▇"
_RISING = " ▁▂▃▄▅▆▇█"
_HIGH = 3
_TOPIC_BAR = 16
_SHORTEST_TOPIC_BAR = 8


class Drawing(NamedTuple):
    """Lines that are drawn for a width."""

    draw: Callable[[int], list[Content]]

    def lines(self, width: int) -> list[Line]:
        return [Line(content) for content in self.draw(width)]


# -- study days ------------------------------------------------------------------------------------


def calendar(answers: Mapping[date, int], today: date, exam: date | None) -> list[Content]:
    """Weeks as rows, up to the exam: the taller a day, the more answers it had."""
    heads = "".join(f"{name[:2]:^{_CELL}}" for name in WEEKDAYS)
    lines = [raw(f"{'':{_LABEL}}{heads}", QUIET)]
    for monday in _weeks(min(answers, default=today), today, exam):
        if monday is None:
            lines.append(raw(f"{'⋮':>4}", QUIET))
            continue
        label = raw(f"{short_day(monday, monday):<{_LABEL}}", QUIET)
        lines.append(concat(label, *_week(monday, answers, today, exam)))
    return lines


def _weeks(first: date, today: date, exam: date | None) -> list[date | None]:
    """The Mondays to show; None where some are left out."""
    this = today - timedelta(days=today.weekday())
    last = max(this, exam - timedelta(days=exam.weekday())) if exam is not None else this
    start = max(first - timedelta(days=first.weekday()), this - _BACK * _WEEK)
    weeks: list[date | None] = [
        start + number * _WEEK for number in range((last - start).days // 7 + 1)
    ]
    return weeks if len(weeks) <= _WEEKS else [*weeks[: _WEEKS - 2], None, weeks[-1]]


def _week(
    monday: date, answers: Mapping[date, int], today: date, exam: date | None
) -> list[Content]:
    most, first = max(answers.values(), default=0), min(answers, default=today)
    cells = []
    for number in range(7):
        day = monday + timedelta(days=number)
        if day == exam:
            cells.append(raw("▸ exam" if number < 6 else "▸", BOLD))
            if number < 6:
                break
        elif day == today:
            cells.append(raw(f"{f'[{day.day}]':<{_CELL}}", f"{BOLD} {ACCENT}"))
        elif day in answers:
            level = min(3, 4 * answers[day] // (most + 1))
            cells.append(raw(f"{_LEVELS[level] * 3} ", ACCENT))
        else:
            mark = "·" if day > today or day < first else "-"
            cells.append(raw(f" {mark}  ", QUIET))
    return cells


def studied(answers: Mapping[date, int], today: date) -> str:
    """`12 of 14`: days with answers, of all since the first; today counts once it has some."""
    days = (today - min(answers, default=today)).days + (today in answers)
    return f"{len(answers)} of {days}" if days else ""


# -- the next days ---------------------------------------------------------------------------------


def columns(numbers: list[float], first: date, width: int) -> list[Content]:
    """Columns from zero, with the weekday of each below."""
    wide = max(2, width // len(numbers))
    most = max([1.0, *numbers])
    lines = []
    for row in range(_HIGH, 0, -1):
        cells = []
        for number in numbers:
            eighths = round(8 * _HIGH * number / most) - 8 * (row - 1)
            cells.append(f"{_RISING[min(8, max(0, eighths))] * (wide - 1)} ")
        lines.append(raw("".join(cells).rstrip(), ACCENT))
    days = (first + timedelta(days=ahead) for ahead in range(len(numbers)))
    names = "".join(f"{WEEKDAYS[day.weekday()][:2]:^{wide - 1}} " for day in days)
    return [*lines, raw(names.rstrip(), QUIET)]


# -- the widgets -----------------------------------------------------------------------------------


def has_countdown(home: HomeView) -> bool:
    """Whether there is a coming exam."""
    return home.days_left is not None and home.days_left > 0


class Panel(Sheet):
    """A sheet with a title, one figure and a drawing."""

    def __init__(self, name: str, title: str) -> None:
        self.drawing = FlowView()
        super().__init__(self.drawing, title=title, figure=" ", id=name, classes="panel")

    def show(self, figure: Content, draw: Callable[[int], list[Content]]) -> None:
        """Show a figure and a drawing."""
        self.title_line.show(self.title_line.left, figure)
        self.drawing.show([Drawing(draw)])


class ExamPanel(Sheet):
    """The days to the exam, and the recall to which the plan leads."""

    DEFAULT_CSS = """
    ExamPanel {
        Horizontal { height: 3; }
        Digits { width: auto; text-style: bold; margin: 0 3 0 0; }
    }
    """

    def __init__(self) -> None:
        self.days, self.words, self.bar = Digits(), FlowView(), FlowView("exam-bar")
        super().__init__(
            Horizontal(self.days, self.words),
            self.bar,
            title="Exam",
            figure=" ",
            id="exam",
            classes="panel",
        )

    def show(self, home: HomeView, readiness: Readiness | None, voice: Voice) -> None:
        """Show the days to the exam and, once computed, the expected recall."""
        days = home.days_left
        self.display = has_countdown(home)
        if home.exam is None or not self.display:
            return
        self.title_line.show("Exam", long_day(home.exam.on))
        self.days.update(str(days))
        lines = [plain("day" if days == 1 else "days")]
        if readiness is not None and voice.has_figures:
            lines += [
                concat(plain(percent(readiness.recall.mean), BOLD), raw(f" {EXPECTED}")),
                plain(f"with the plan, target {percent(home.exam.target)}"),
            ]
            share, goal = readiness.recall.mean, home.exam.target
            self.bar.show([Drawing(lambda width: [goal_bar(share, width, goal)])])
        elif readiness is not None:
            lines.append(plain(ready(readiness, voice)))
        self.words.show([Drawing(lambda _: lines)])


class PanelColumn(Vertical):
    """The column beside the decks; empty until there is something to show."""

    SCOPED_CSS = False  # the breakpoints are classes of the screen
    DEFAULT_CSS = """
    PanelColumn {
        width: 38%;
        min-width: 43;
        max-width: 46;
        height: 1fr;
        margin: 0 0 0 3;
        overflow: hidden;
        display: none;
        .panel { margin: 0 0 1 0; }
    }
    .-wide PanelColumn { display: block; }
    Screen PanelColumn.-none { display: none; }
    #retention, #ahead { display: none; }
    .-tall #retention, .-tall #ahead { display: block; }
    .-tall #retention > TitleLine { margin: 0; }
    """

    def __init__(self) -> None:
        super().__init__(id="panels")
        self._exam: ExamPanel | None = None
        self._panels: dict[str, Panel] = {}

    def show(
        self, home: HomeView, panels: Panels | None, readiness: Readiness | None, voice: Voice
    ) -> None:
        """Show the exam, whose day is known, and the panels that have been computed; without
        figures the exam alone.
        """
        if has_countdown(home) and self._exam is None:
            self._exam = ExamPanel()
            self.mount(self._exam, before=0 if self._panels else None)
        if self._exam is not None:
            self._exam.show(home, readiness, voice)
        if panels is None or not voice.has_figures:
            return
        drawn: dict[str, tuple[str, Callable[[Panel], None]]] = {
            "days": ("Study days", lambda panel: _days(panel, home, panels, voice)),
            "retention": ("Retention", lambda panel: _retention(panel, panels)),
            "ahead": ("Next 7 days", lambda panel: _ahead(panel, panels)),
        }
        for name, (title, draw) in drawn.items():
            if name not in self._panels:
                self._panels[name] = Panel(name, title)
                self.mount(self._panels[name])
            draw(self._panels[name])


def _days(panel: Panel, home: HomeView, panels: Panels, voice: Voice) -> None:
    answers = {day.day: day.answers for day in panels.days if day.answers}
    exam = home.exam.on if home.exam is not None and home.exam.on >= home.today else None
    panel.show(
        plain(studied(answers, panels.today) if voice.has_figures else "", QUIET),
        lambda _: calendar(answers, panels.today, exam),
    )


def _retention(panel: Panel, panels: Panels) -> None:
    share, goal = panels.retention, panels.goal
    if not share.is_enough:
        words = f"Shown after {ENOUGH} repeat reviews."
        panel.show(raw(""), lambda width: [plain(line, QUIET) for line in wrap(words, width)])
        return
    figure = concat(plain(percent(share.rate), BOLD), raw(f"  goal {percent(goal)}", QUIET))
    panel.show(figure, lambda width: [goal_bar(share.rate, width, goal)])


def _ahead(panel: Panel, panels: Panels) -> None:
    ahead = panels.ahead
    minutes = count(max(1, round(ahead.minutes_per_day)), "minute")
    panel.show(
        plain(f"about {minutes} a day", QUIET),
        lambda width: columns([day.reviews for day in ahead.days], panels.today, width),
    )


def weak_topics(panels: Panels) -> list[Drawing]:
    """The topics remembered least, each against its goal; none before there are any."""

    def draw(width: int) -> list[Content]:
        head = concat(plain("Weakest topics", BOLD), raw(f"{'retention':>{width - 14}}", QUIET))
        lines = [head, raw("")]
        room = width - 2 - 14
        longest = max(inline(row.title).cell_length for row in panels.weakest)
        bar = min(_TOPIC_BAR, max(_SHORTEST_TOPIC_BAR, room - longest))
        room -= bar
        for row in panels.weakest:
            figure = concat(
                raw(f"{percent(row.retention.rate):>6}", BOLD), raw(f" of {row.retention.n}")
            )
            title = inline(row.title).truncate(room, ellipsis=True)
            lines.append(
                concat(
                    title.pad_right(room - title.cell_length + 2),
                    goal_bar(row.retention.rate, bar, row.goal),
                    figure.pad_left(max(0, 14 - figure.cell_length)),
                )
            )
        return lines

    return [Drawing(draw)] if panels.weakest else []
