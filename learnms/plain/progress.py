"""Progress as lines: the sentences of the pages, and each chart as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.forecast import wording as ahead_words
from learnms.engine.optimize.wording import SUGGESTION
from learnms.engine.progress import wording as words
from learnms.engine.progress.progress import gather, look_ahead
from learnms.engine.voice import NURSE, PATIENT, Voice
from learnms.engine.wording import count, day, long_day, took
from learnms.errors import LearnmsError
from learnms.plain.kit.console import one_line
from learnms.plain.kit.menu import choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.progress.progress import Progress
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console

_WEEK, _FORTNIGHT, _MONTH = 7, 14, 30
_DAYS = 14
HELP = "Type a letter to read that section. Enter: back."


def run(workspace: Workspace, lines: Console) -> None:
    """Say the overview, then the sections that are chosen, until the learner goes back."""
    voice = workspace.voice
    progress = gather(workspace)
    overview(progress, lines, voice)
    sections = SECTIONS if voice.has_figures else PATIENT_SECTIONS
    named = ", ".join(f"{key} {name}" for key, (name, _) in sections.items())
    prompt = f"{named}, f forecast{', o optimize' if voice.has_figures else ''}. Enter: back."
    for line in choices(lines, lambda: prompt):
        if line == "f":
            ahead(workspace, lines)
        elif line == "o" and voice.has_figures:
            _optimize(workspace, lines)
        elif line == "?":
            lines.say(HELP)
        elif line in sections:
            sections[line][1](progress, lines)
        else:
            lines.say(f"`{line}` is not a choice.")


def _optimize(workspace: Workspace, lines: Console) -> None:
    from learnms.plain.optimize import run

    run(workspace, lines)


def tell(progress: Progress, lines: Console, voice: Voice) -> None:
    """Say everything but the forecast."""
    overview(progress, lines, voice)
    is_empty: dict[object, bool] = {
        recall: not progress.overall.is_enough,
        predictions: progress.calibration is None,
        days: not progress.days,
    }
    for _, section in (SECTIONS if voice.has_figures else PATIENT_SECTIONS).values():
        if not is_empty.get(section):
            lines.say()
            section(progress, lines)


def overview(progress: Progress, lines: Console, voice: Voice) -> None:
    """Say the most important figures in a few lines."""
    lines.say()
    lines.say(f"Progress, {long_day(progress.today)}.")
    if progress.decks:
        lines.say(f"Only {', '.join(one_line(title) for title in progress.decks)}.")
    for sentence in words.recall(progress, voice):
        lines.say(sentence)
    if not voice.has_figures:
        lines.say(words.known_words(progress.memories))
        return
    lines.say(words.predictions(progress.calibration)[0])
    lines.say(words.cards(progress.memories))
    if progress.quizzes:
        lines.say(f"Latest quizzes: {words.quizzes(progress)}.")
    if progress.suggests_fit:
        lines.say(f"{SUGGESTION}: `learnms optimize`.")


def recall(progress: Progress, lines: Console) -> None:
    """Say how much is remembered, by week, topic, deck and kind."""
    if not progress.overall.is_enough:
        for sentence in words.recall(progress, NURSE):
            lines.say(sentence)
        return
    lines.say(words.RECALL_NOTE)
    groups = [
        (group, rows)
        for group in progress.groups
        if (rows := words.named_rows(group, progress.today))
    ]
    if not groups:
        lines.say("No week, topic or deck has enough reviews yet.")
    for group, rows in groups:
        lines.say(f"{words.GROUP_WORDS[group.by]}. {words.order(group, progress.today)}".rstrip())
        for name, share in rows:
            lines.say(f"  {one_line(name)}: {words.share(share)}")
        if words.left_out(group):
            lines.say(f"  {words.left_out(group)}")


def predictions(progress: Progress, lines: Console) -> None:
    """Say predicted against actual recall."""
    calibration = progress.calibration
    for sentence in words.predictions(calibration):
        lines.say(sentence)
    if calibration is None:
        return
    lines.say(words.gap(calibration))
    lines.say(words.log_losses(calibration))
    if words.worked_out(progress):
        lines.say(words.worked_out(progress))
    lines.say("By predicted recall:")
    for line in words.bins(calibration):
        lines.say(f"  {line}")
    if words.needs_fit(calibration):
        lines.say("Run `learnms optimize` to improve predictions.")


def cards(progress: Progress, lines: Console) -> None:
    """Say the cards by state, and the distribution of stability and recall."""
    memories = progress.memories
    lines.say("Cards by state:")
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
    """Say how far a patient's cards have come, without numbers."""
    lines.say(words.known_words(progress.memories))
    for state, name in words.PATIENT_STATES.items():
        lines.say(f"  {name}: {words.known_share(progress.memories, state)}")


def days(progress: Progress, lines: Console) -> None:
    """Say the latest days with an answer."""
    lines.say(words.days(progress))
    lines.say(words.minutes(progress))
    for worked in progress.days[-_DAYS:]:
        minutes = f", {took(worked.seconds / 60)}" if worked.timed else ""
        lines.say(
            f"  {day(worked.day, progress.today)}: {count(worked.answers, 'answer')}{minutes}"
        )


def sure(progress: Progress, lines: Console) -> None:
    """Say which answers were sure but wrong."""
    lines.say(words.sure(progress, NURSE))
    for error in progress.sure:
        about = words.about_error(error, progress.today, NURSE)
        lines.say(f"  {one_line(error.prompt)} ({about})")


def look_again(progress: Progress, lines: Console) -> None:
    """Say what is worth another look, in words for patients."""
    lines.say(words.sure(progress, PATIENT))
    for error in progress.again:
        lines.say(f"  {one_line(error.prompt)}")


def ahead(workspace: Workspace, lines: Console) -> None:
    """Say the forecast."""
    voice = workspace.voice
    for span, heading in ahead_words.SPANS.items():
        lines.say(f"{heading}:")
        try:
            outlook = look_ahead(workspace, span)
        except LearnmsError as error:
            lines.say(str(error))
            continue
        lines.say(ahead_words.ahead(outlook, voice))
        for stretch in ahead_words.stretches(outlook, _WEEK if span < _FORTNIGHT * 3 else _MONTH):
            each = f" a day for {count(stretch.days, 'day')}"
            number = count(round(stretch.reviews), "card")
            band = f" ({stretch.low:.0f} to {stretch.high:.0f})" if voice.has_figures else ""
            first = day(stretch.first, outlook.days[0].on)
            lines.say(f"  {first}: {number}{each}{band}, {took(stretch.minutes)}")


Section = tuple[str, "Callable[[Progress, Console], None]"]
SECTIONS: dict[str, Section] = {
    "r": ("recall", recall),
    "p": ("predictions", predictions),
    "c": ("cards", cards),
    "d": ("days", days),
    "s": (NURSE.sure.lower(), sure),
}
"""The sections by their letters."""
PATIENT_SECTIONS: dict[str, Section] = {
    "c": ("cards", known),
    "d": ("days", days),
    "s": (PATIENT.sure.lower(), look_again),
}
