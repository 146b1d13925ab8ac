"""The result of a quiz as lines: points, their error, guessing; then misses, the surest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording
from learnms.engine.question.wording import given_text, picked, right_text
from learnms.engine.quiz import wording as quiz_wording
from learnms.tui.kit.content import BOLD, QUIET, RIGHT, WRONG, inline, paragraph, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, MEASURE, Text

if TYPE_CHECKING:
    from learnms.engine.quiz.results import Missed, Results, Tally
    from learnms.engine.voice import Voice
    from learnms.tui.kit.layout import Entry

_NAME = 34


def score(result: Results) -> list[Entry]:
    """The score in a line or two."""
    answered = (
        f"{result.answered} of {result.asked} answered in"
        f" {wording.count(max(1, round(result.minutes)), 'minute')}."
    )
    if result.percent is None:
        return paragraph(answered, BOLD)
    return [*paragraph(f"{quiz_wording.points(result)}.", BOLD), *paragraph(answered)]


def figures(result: Results) -> list[Entry]:
    """The points in sentences, then by topic, step and kind."""
    entries = score(result)
    if result.percent is None:
        return entries
    for sentence in (quiz_wording.guessing(result), quiz_wording.margin(result)):
        entries += paragraph(sentence, QUIET) if sentence else []
    steps = [(wording.step(tally.name), tally) for tally in result.steps]
    kinds = [(wording.kind_name(tally.name), tally) for tally in result.kinds]
    for heading, tallies in (
        ("By topic", [(tally.name, tally) for tally in result.topics]),
        ("By step", steps),
        ("By kind", kinds),
    ):
        if len(tallies) > 1:
            entries += [
                BLANK,
                *paragraph(heading, BOLD),
                *(_tally(name, tally) for name, tally in tallies),
            ]
    return entries


def _tally(name: str, tally: Tally) -> Text:
    share = "" if tally.percent is None else f"{tally.percent:>5.0f} %"
    numbers = f"{tally.points:>6g} of {tally.max_points:<4g}{share}"
    return Text(
        plain(name),
        note=raw(numbers, QUIET),
        note_width=len(numbers) + 1,
        measure=_NAME + len(numbers),
    )


def plain_words(result: Results) -> list[Entry]:
    """The result without figures."""
    return paragraph(quiz_wording.in_words(result), BOLD)


def detail(missed: Missed, voice: Voice) -> list[Entry]:
    """Below a missed question: the answer given, why it is wrong, and the right one."""
    item, answer = missed.item, missed.answer
    if item is None or answer is None:
        return paragraph(quiz_wording.GONE, QUIET, indent=INDENT + 6, measure=MEASURE - 6)
    given = given_text(item.question, answer) or (
        "not answered" if missed.left else "none" if item.scored else ""
    )
    entries: list[Entry] = []
    if given:
        is_plain = not voice.has_figures and picked(item.question, answer)
        label = "your answer: " if is_plain else voice.your_answer
        entries.append(_line(label, given, WRONG if voice.has_figures else QUIET))
    entries += [
        _line("        ", option.why, QUIET)
        for _, option in picked(item.question, answer)
        if option.why and not option.right
    ]
    return [*entries, _line("✓ correct:", right_text(item.question), RIGHT)]


def _line(label: str, text: str, style: str) -> Text:
    return Text(
        inline(text),
        indent=INDENT + 17,
        lead=raw(f"{'':{INDENT + 6}}{label:<11}", style),
        measure=MEASURE - 17,
    )
