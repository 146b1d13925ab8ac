"""How it goes, as lines: the sentences of the pages, and each picture as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.forecast import wording as ahead_words
from learnms.engine.optimize.wording import SUGGESTION
from learnms.engine.progress import wording as words
from learnms.engine.progress.progress import gather, look_ahead
from learnms.engine.wording import count, day, long_day, took
from learnms.errors import LearnmsError
from learnms.plain.kit.console import Console, Stopped, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.progress.progress import Progress
    from learnms.engine.workspace import Workspace

_WEEK, _FORTNIGHT, _MONTH = 7, 14, 30
_DAYS = 14
HELP = "Type a letter to hear that part of how it goes; enter goes back."


def run(workspace: Workspace, lines: Console) -> None:
    """Tell the most important, then what is asked for, until the learner goes back."""
    patient = workspace.settings.is_patient
    progress = gather(workspace)
    overview(progress, lines, patient=patient)
    sections = PATIENT_SECTIONS if patient else SECTIONS
    while True:
        named = ", ".join(f"{key} {name}" for key, (name, _) in sections.items())
        lines.say(f"{named}, f what comes{'' if patient else ', o fit to you'}. Enter: back.")
        try:
            line = lines.ask().strip()
        except Stopped:
            return
        if line in ("", "q"):
            return
        if line == "f":
            ahead(workspace, lines)
        elif line == "o" and not patient:
            _optimise(workspace, lines)
        elif line == "?":
            lines.say(HELP)
        elif line in sections:
            sections[line][1](progress, lines)
        else:
            lines.say(f"`{line}` is not one of the choices.")


def _optimise(workspace: Workspace, lines: Console) -> None:
    from learnms.plain.optimize import run

    run(workspace, lines)


def tell(progress: Progress, lines: Console, *, patient: bool) -> None:
    """Everything but the forecast."""
    overview(progress, lines, patient=patient)
    nothing: dict[object, bool] = {
        recall: not progress.overall.is_enough,
        predictions: progress.calibration is None,
        days: not progress.days,
    }
    for _, section in (PATIENT_SECTIONS if patient else SECTIONS).values():
        if not nothing.get(section):
            lines.say()
            section(progress, lines)


def overview(progress: Progress, lines: Console, *, patient: bool) -> None:
    """The most important in a few lines."""
    lines.say()
    lines.say(f"Progress, {long_day(progress.today)}.")
    if progress.decks:
        lines.say(f"Only {', '.join(one_line(title) for title in progress.decks)}.")
    for sentence in words.recall(progress, patient=patient):
        lines.say(sentence)
    if patient:
        lines.say(words.known_words(progress.memories))
        return
    lines.say(words.predictions(progress.calibration)[0])
    lines.say(words.cards(progress.memories))
    if progress.quizzes:
        lines.say(f"Latest quizzes: {words.quizzes(progress)}.")
    if progress.suggests_fit:
        lines.say(f"{SUGGESTION}: `learnms optimize`.")


def recall(progress: Progress, lines: Console) -> None:
    """How much is remembered, by week and by what."""
    if not progress.overall.is_enough:
        for sentence in words.recall(progress):
            lines.say(sentence)
        return
    lines.say(words.RECALL_NOTE)
    told = [
        (group, rows)
        for group in progress.groups
        if (rows := words.named_rows(group, progress.today))
    ]
    if not told:
        lines.say("No week, topic or deck has so many yet.")
    for group, rows in told:
        lines.say(f"{words.GROUP_WORDS[group.by]}. {words.order(group, progress.today)}".rstrip())
        for name, found in rows:
            lines.say(f"  {one_line(name)}: {words.share(found)}")
        if words.left_out(group):
            lines.say(f"  {words.left_out(group)}")


def predictions(progress: Progress, lines: Console) -> None:
    """Predicted against actual recall."""
    found = progress.calibration
    for sentence in words.predictions(found):
        lines.say(sentence)
    if found is None:
        return
    lines.say(words.gap(found))
    lines.say(words.log_losses(found))
    if words.worked_out(progress):
        lines.say(words.worked_out(progress))
    lines.say("By what was predicted:")
    for line in words.bins(found):
        lines.say(f"  {line}")
    if words.needs_fit(found):
        lines.say("`learnms optimize` looks whether predictions can be fitted to you.")


def cards(progress: Progress, lines: Console) -> None:
    """Cards by state; how stability and recall are spread."""
    memories = progress.memories
    lines.say("Cards by how far they have come:")
    for state, number in memories.states.items():
        name, meaning = words.STATE_WORDS[state]
        lines.say(f"  {name}: {number} ({meaning})")
    lines.say(words.known_now(memories))
    if not memories.learned:
        return
    for recalled in memories.recall:
        lines.say(
            f"  {words.recall_slot(recalled.low, recalled.high)} likely:"
            f" {count(recalled.number, 'card')}"
        )
    lines.say(f"Stability. {words.stability(memories)}")
    for stable in memories.stability:
        lines.say(
            f"  {words.stability_slot(stable.low, stable.high)}: {count(stable.number, 'card')}"
        )


def known(progress: Progress, lines: Console) -> None:
    """How far a patient's cards have come, without numbers."""
    lines.say(words.known_words(progress.memories))
    for state, name in words.PATIENT_STATES.items():
        lines.say(f"  {name}: {words.known_share(progress.memories, state)}")


def days(progress: Progress, lines: Console) -> None:
    """The latest days with an answer."""
    lines.say(words.days(progress))
    lines.say(words.minutes(progress))
    for worked in progress.days[-_DAYS:]:
        minutes = f", {took(worked.seconds / 60)}" if worked.timed else ""
        lines.say(
            f"  {day(worked.day, progress.today)}: {count(worked.answers, 'answer')}{minutes}"
        )


def sure(progress: Progress, lines: Console) -> None:
    """What was sure but wrong."""
    lines.say(words.sure(progress))
    for one in progress.sure:
        since = "right since" if one.right_since else "not right yet"
        lines.say(
            f"  {one_line(one.prompt)}"
            f" ({day(one.day, progress.today)}{f', {one.times} times' if one.times > 1 else ''},"
            f" {since})"
        )


def look_again(progress: Progress, lines: Console) -> None:
    """What is worth another look, in a patient's words."""
    lines.say(words.sure(progress, patient=True))
    for one in progress.again:
        lines.say(f"  {one_line(one.prompt)}")


def ahead(workspace: Workspace, lines: Console) -> None:
    """What the days ahead bring."""
    patient = workspace.settings.is_patient
    for span, heading in ahead_words.SPANS.items():
        lines.say(f"{heading}:")
        try:
            outlook = look_ahead(workspace, span)
        except LearnmsError as error:
            lines.say(str(error))
            continue
        lines.say(ahead_words.ahead(outlook, patient=patient))
        for one in ahead_words.stretches(outlook, _WEEK if span < _FORTNIGHT * 3 else _MONTH):
            each = f" a day for {count(one.days, 'day')}"
            number = count(round(one.reviews), "card")
            band = "" if patient else f" ({one.low:.0f} to {one.high:.0f})"
            lines.say(
                f"  {day(one.first, outlook.days[0].on)}: {number}{each}{band}, {took(one.minutes)}"
            )


Section = tuple[str, "Callable[[Progress, Console], None]"]
SECTIONS: dict[str, Section] = {
    "r": ("recall", recall),
    "p": ("predictions", predictions),
    "c": ("cards", cards),
    "d": ("days", days),
    "s": ("sure but wrong", sure),
}
"""What a letter leads to."""
PATIENT_SECTIONS: dict[str, Section] = {
    "c": ("cards", known),
    "d": ("days", days),
    "s": ("look again", look_again),
}
