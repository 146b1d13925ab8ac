"""The question what to do about what has gathered, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import ways_words as words
from learnms.errors import LearnmsError

if TYPE_CHECKING:
    from learnms.engine.backlog import Gathered
    from learnms.engine.start import Desk
    from learnms.plain.lines import Lines


def answered(desk: Desk, lines: Lines, decks: list[str] | None, limit: int | None = None) -> bool:
    """Ask, where more has gathered than a day's work and a person can answer; False where the learner leaves it open.

    A pipe is asked nothing: what was chosen before holds there, or all is asked.
    """
    if lines.is_piped:
        return True
    question = desk.backlog(decks, limit)
    return question is None or ask(desk, lines, question)


def ask(desk: Desk, lines: Lines, question: Gathered) -> bool:
    """Ask and keep the choice; False where the learner leaves it open."""
    lines.say()
    lines.say(words.gathered(question))
    for number, way in enumerate(question.ways, 1):
        lines.say(f"{number}. {words.way_name(way)}: {words.way_words(way)}.")
    lines.say(words.CALM)
    lines.say(f"Type a number. Enter: {question.suggested + 1}. q: not now.")
    while (line := lines.ask().strip()) != "q":
        if not line:
            line = str(question.suggested + 1)
        if not line.isdecimal() or not 1 <= int(line) <= len(question.ways):
            lines.say(f"The choices are numbered 1 to {len(question.ways)}.")
            continue
        way = question.ways[int(line) - 1]
        try:
            desk.catch_up(way)
        except LearnmsError as error:
            lines.say(f"Your choice holds for this time only: {error}")
        else:
            lines.say(words.way_kept(way))
        return True
    return False
