"""The plots of the report of a class, as SVG. Each has a title and a description for those who do
not see it, and says nothing by color alone.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from learnms.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 24, 12, 44
_INNER_WIDTH, _INNER_HEIGHT = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
_ROW = 26
_LABEL = 300
_CUT = 46
"""Characters of an option beside its bar."""


class Point(NamedTuple):
    """A question in the scatter plot: difficulty 0 to 1, discrimination -1 to 1."""

    label: str
    difficulty: float
    discrimination: float
    is_alarming: bool


class OptionBar(NamedTuple):
    """An option with the share of learners who chose it, None where it is hidden; `words` stand
    behind the bar.
    """

    text: str
    share: float | None
    is_right: bool
    words: str


def text(value: str) -> str:
    """Text for HTML: nothing in it is markup, and what a terminal would obey is spelled out."""
    return escape(visible_line(value))


def _svg(title: str, description: str, parts: Iterable[str], height: int = _HEIGHT) -> str:
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{text(title)}</title><desc>{text(description)}</desc>{''.join(parts)}</svg>"
    )


def _line(x1: float, y1: float, x2: float, y2: float, css: str = "grid") -> str:
    return f'<line class="{css}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _words(x: float, y: float, words: str, anchor: str = "middle", css: str = "") -> str:
    of_class = f' class="{css}"' if css else ""
    return f'<text{of_class} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text(words)}</text>'


def scatter(points: Sequence[Point], description: str) -> str:
    """Difficulty against discrimination; questions whose key is in doubt are labelled diamonds."""
    low = min([-0.2, *(point.discrimination for point in points)])
    low = max(-1.0, int(low * 5 - 1) / 5 if low < -0.2 else low)

    def x(value: float) -> float:
        return _LEFT + value * _INNER_WIDTH

    def y(value: float) -> float:
        return _TOP + (1 - value) / (1 - low) * _INNER_HEIGHT

    parts = []
    for step in range(round(low * 5), 6):
        css = "axis" if step == 0 else "grid"
        parts.append(_line(_LEFT, y(step / 5), _WIDTH - _RIGHT, y(step / 5), css))
        label = f"{step / 5:.1f}".replace("-", "\u2212")
        parts.append(_words(_LEFT - 8, y(step / 5) + 4, label, "end"))
    for step in range(6):
        parts.append(_line(x(step / 5), _TOP, x(step / 5), _HEIGHT - _BOTTOM))
        parts.append(_words(x(step / 5), _HEIGHT - _BOTTOM + 18, f"{20 * step}%"))
    parts.append(_words(_LEFT + _INNER_WIDTH / 2, _HEIGHT - 6, "Difficulty: share of the points"))
    middle = _TOP + _INNER_HEIGHT / 2
    parts.append(
        f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">'
        "Discrimination</text>"
    )
    for point in sorted(points, key=lambda one: one.is_alarming):
        at_x, at_y = x(point.difficulty), y(point.discrimination)
        tip = f"<title>{text(point.label)}</title>"
        if point.is_alarming:
            corners = f"{at_x},{at_y - 8} {at_x + 8},{at_y} {at_x},{at_y + 8} {at_x - 8},{at_y}"
            parts.append(f'<polygon class="doubt" points="{corners}">{tip}</polygon>')
            is_right_half = point.difficulty > 0.5
            side, anchor = (-12, "end") if is_right_half else (12, "start")
            parts.append(_words(at_x + side, at_y + 4, point.label, anchor, "strong"))
        else:
            parts.append(
                f'<circle class="dot" cx="{at_x:.1f}" cy="{at_y:.1f}" r="4.5">{tip}</circle>'
            )
    return _svg("Difficulty and discrimination of each question", description, parts)


def histogram(counts: Sequence[int | None], hidden: str, description: str) -> str:
    """Learners by tenths of the points. A hidden count is drawn as an outline with its sign."""
    most = max([5, *(number or 0 for number in counts)])
    width = _INNER_WIDTH / len(counts)
    floor = _HEIGHT - _BOTTOM
    parts = []
    for at, number in enumerate(counts):
        left = _LEFT + at * width
        height = (2.5 if number is None else number) / most * (_INNER_HEIGHT - 20)
        css = "hidden" if number is None else "bar"
        if number != 0:
            parts.append(
                f'<rect class="{css}" x="{left + 3:.1f}" y="{floor - height:.1f}"'
                f' width="{width - 6:.1f}" height="{height:.1f}"/>'
            )
            label = hidden if number is None else f"{number:,}"
            parts.append(_words(left + width / 2, floor - height - 6, label))
        parts.append(_words(left + width / 2, floor + 18, f"{10 * at}–{10 * at + 10}%"))
    parts.append(_line(_LEFT, floor, _WIDTH - _RIGHT, floor, "axis"))
    parts.append(_words(_LEFT + _INNER_WIDTH / 2, _HEIGHT - 6, "Score"))
    return _svg("Learners by score", description, parts)


def option_bars(title: str, bars: Sequence[OptionBar]) -> str:
    """The options of a question with the share of learners who chose each; the key is filled."""
    room = _WIDTH - _LABEL - 190
    parts = []
    for at, bar in enumerate(bars):
        top = at * _ROW
        label = bar.text if len(bar.text) <= _CUT else f"{bar.text[: _CUT - 1]}…"
        sign = "✓ " if bar.is_right else ""
        css = "key" if bar.is_right else "bar"
        width = (bar.share or 0) * room
        parts.append(_words(_LABEL - 10, top + 17, f"{sign}{label}", "end"))
        parts.append(
            f'<rect class="{css}" x="{_LABEL}" y="{top + 4}" width="{width:.1f}"'
            f' height="{_ROW - 8}"/>'
        )
        parts.append(_words(_LABEL + width + 8, top + 17, bar.words, "start"))
    parts.append(_line(_LABEL, 0, _LABEL, _ROW * len(bars), "axis"))
    described = "; ".join(f"{bar.text}: {bar.words}" for bar in bars)
    return _svg(title, described, parts, _ROW * len(bars) + 4)
