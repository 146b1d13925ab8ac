"""Sentences of a card's page: memory, history, confusions, sources, report to its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.engine.question.wording import citation
from learnms.kinds.response import Pick
from learnms.markdown import inline
from learnms.paths import shown_path
from learnms.study.leech import is_leech
from learnms.study.stage import stage

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.cards.card import CardPage
    from learnms.engine.cards.confusions import Confusion
    from learnms.engine.question.views import Citation
    from learnms.engine.voice import Voice
    from learnms.kinds.present import Question
    from learnms.study.event import Event
    from learnms.study.memory import Memory

_FROM = {"review": "", "practice": "practice", "evidence": "in a case"}
_MOST_CONFUSED = 8
_ASKED = 60
"""Characters of the question of another form."""
UNKNOWN = "This card has no history and is not in any deck."
ORPHANED = "This card is no longer in any deck. Its history is kept."


def status_words(status: str, voice: Voice) -> str:
    """What keeps a card from being asked, in words; '' for nothing."""
    return {
        "suspended": voice.statuses["suspended"],
        "buried": f"{voice.statuses['buried']} until tomorrow",
        "orphan": "no longer in a deck",
    }.get(status, "")


def comes(due: date, today: date) -> str:
    """A due day: `November 28`, `today`, `due since August 10`."""
    return (
        words.day(due, today)
        if due > today
        else "today"
        if due == today
        else words.due_since(due, today)
    )


def standing(page: CardPage, voice: Voice) -> str:
    """The state of the card, with actions on it."""
    memory = page.memory
    if page.kind == "draft":
        return f"draft without {page.lacks}, not scheduled"
    if page.kind == "case":
        return "case question, in quizzes only"
    phrases = [voice.stages[stage(memory)]]
    if page.kind == "orphan":
        phrases.append(status_words("orphan", voice))
    if memory.suspended:
        phrases.append(status_words("suspended", voice))
    elif memory.status(page.today) == "buried":
        phrases.append(status_words("buried", voice))
    return ", ".join(phrases)


def figures(page: CardPage, voice: Voice) -> list[tuple[str, str]]:
    """The memory as labels and texts; without figures, when the card comes."""
    memory = page.memory
    rows = [("status", standing(page, voice))]
    if memory.flagged:
        rows.append(("flag" if voice.has_figures else "mark", f"* {voice.statuses['flagged']}"))
    if page.kind in ("card", "orphan") and memory.due is not None:
        rows.append(("next", comes(memory.due, page.today)))
    if voice.has_figures and memory.stability is not None:
        rows += memory_figures(memory, page.recall)
    if voice.has_figures and page.priority:
        rows.append(("priority", page.priority))
    if page.badge:
        rows.append(("region", f"{page.badge} only"))
    return rows


def memory_figures(memory: Memory, recall: float | None) -> list[tuple[str, str]]:
    """The figures of a memory, as labels and texts."""
    rows = []
    if recall is not None:
        rows.append(("recall now", words.percent(recall)))
    if memory.stability is not None:
        days = words.count(max(1, round(memory.stability)), "day")
        rows.append(("stability", f"{days} until recall drops to 90%"))
    if memory.difficulty is not None:
        rows.append(("difficulty", f"{memory.difficulty:.1f} of 10"))
    lapses = f" ({words.count(memory.lapses, 'lapse')})" if memory.lapses else ""
    return [*rows, ("reviews", f"{memory.reps}{lapses}")]


def outlook(page: CardPage, voice: Voice) -> str:
    """The forgetting curve in a sentence; '' for a new card."""
    if page.recall is None:
        return ""
    if not voice.has_figures:
        likely = next((on for level, on in page.falls if level == _LIKELY), None)
        return (
            f"You will probably remember this until about {words.day(likely, page.today)}."
            if likely is not None
            else "Now is a good time to look at this again."
        )
    falls = [f"{words.percent(level)} on {words.day(on, page.today)}" for level, on in page.falls]
    expected = ", ".join([f"{words.percent(page.recall)} today", *falls[:3]])
    return f"Without a review: {expected}."


_LIKELY = 0.9


def leech_sentence(lapses: int, voice: Voice) -> str:
    """A sentence about a leech; '' for any other card."""
    if not is_leech(lapses):
        return ""
    return voice.leech.format(lapses=lapses, advice=voice.leech_advice)


def slipping(lapses: int, voice: Voice) -> str:
    """A sentence about a leech that has just been forgotten again; '' without lapses."""
    if not lapses:
        return ""
    return f"{voice.slipping.format(lapses=lapses)} Press i on the card for details."


def confusion(mistake: Confusion, voice: Voice) -> str:
    """A confusion and how often it happened, in which question."""
    where = f"{mistake.label}: " if mistake.label else ""
    place = f" instead of “{mistake.right}”" if mistake.right else ""
    often = f", {words.times(mistake.times)}" if voice.has_figures else ""
    prompt = words.shortened(inline(mistake.prompt), _ASKED)
    asked = f", asked as “{prompt}”" if prompt else ""
    return f"{where}“{mistake.wrong}”{place}{often}{asked}"


def confused(page: CardPage, voice: Voice) -> list[str]:
    """The most frequent confusions."""
    return [confusion(mistake, voice) for mistake in page.confused[:_MOST_CONFUSED]]


def source_lines(source: Citation, *, spoken: bool = False) -> tuple[str, str, str]:
    """The lines of a source: title and place, dates, what was read."""
    dates = [
        *([source.publisher] if source.publisher else []),
        *([f"revised {words.partial_day(source.revised)}"] if source.revised else []),
        *([f"checked {words.partial_day(source.reviewed)}"] if source.reviewed else []),
    ]
    return (
        citation(source, spoken=spoken),
        ", ".join(dates),
        f"Copy used: {source.via}" if source.via else "",
    )


def kind_of(question: Question) -> str:
    """The question type of a form."""
    limit = question.response.groups[0].limit if isinstance(question.response, Pick) else None
    return words.KIND_WORDS.get(question.kind, question.kind).replace("{n}", str(limit))


def orphaned(page: CardPage, voice: Voice) -> str:
    """What is known of a card that is in no deck, and how a renamed one gets its history back."""
    if page.part is None or not voice.has_figures:
        return ORPHANED
    return f"{ORPHANED} If it was renamed, write `was: {page.part}` in the new card to keep it."


# -- history ---------------------------------------------------------------------------------------


def past(event: Event, today: date, voice: Voice) -> tuple[str, str]:
    """A line of the history: the day, and what happened."""
    on = "today" if event.study_day == today else words.short_day(event.study_day)
    if event.kind in _FROM:
        return on, _answered(event, voice)
    return on, _by_hand(event, today, voice)


def _answered(event: Event, voice: Voice) -> str:
    facts = [voice.grades.get(event.rating or 0, ""), words.kind_name(event.form_kind or "")]
    facts.append(_FROM[event.kind])
    if voice.has_figures:
        if event.points is not None and event.max_points is not None:
            facts.append(f"{event.points:g} of {event.max_points:g}")
        if event.confidence:
            facts.append(
                {"guess": "guess", "fairly": "fairly sure"}.get(event.confidence, event.confidence)
            )
        if event.recall_before is not None:
            facts.append(f"recall {words.percent(event.recall_before)}")
        if event.took_ms is not None:
            facts.append(f"{max(1, round(event.took_ms / 1000))} s")
    return " · ".join(part for part in facts if part)


_SET = {
    "suspend": ("suspended", "unsuspended"),
    "bury": ("buried", "unburied"),
    "flag": ("flagged", "unflagged"),
}
_SET_FOR_PATIENTS = {
    "suspend": ("hidden", "shown again"),
    "bury": ("hidden until the next day", "shown again"),
    "flag": ("marked", "mark removed"),
}


def _by_hand(event: Event, today: date, voice: Voice) -> str:
    on = not (isinstance(event.data, dict) and event.data.get("on") is False)
    has_figures = voice.has_figures
    match event.kind:
        case "suspend" | "bury" | "flag" as kind:
            return (_SET if has_figures else _SET_FOR_PATIENTS)[kind][not on]
        case "note":
            return (
                "note added"
                if isinstance(event.data, dict) and event.data.get("text")
                else "note removed"
            )
        case "reset":
            return "reset to new" if has_figures else "started over"
        case _ if event.due is not None and event.ref is None:
            set_to = "due date set to" if has_figures else "moved to"
            return f"{set_to} {words.day(event.due, today)}"
        case _:
            missed = "missed in a quiz: due" if has_figures else "to see again after a quiz:"
            return f"{missed} the next day"


# -- the report ------------------------------------------------------------------------------------


def report(page: CardPage) -> str:
    """A report to the author of the card: its place and wording, nothing about the learner."""
    place = f"{shown_path(page.path)}:{page.line}" if page.path else "not in the library"
    version = f", version {page.version}" if page.version else ""
    lines = [
        f"card      {page.part or f'draft without {page.lacks}'}",
        f"file      {place}",
        f"deck      {page.deck_title} ({page.deck}{version})",
        f"wording   {page.wording or 'unknown'}",
        f"question  {' '.join(page.prompt.split())}",
        "",
        "What is the problem?",
        "",
    ]
    return "\n".join(lines)
