"""A card's page in words: its memory, its history, what it is taken for, where it rests, and the
report for its author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine import wording as words
from learnms.kinds.response import Pick
from learnms.paths import shown_path
from learnms.study.leech import is_leech
from learnms.study.stage import stage

if TYPE_CHECKING:
    from datetime import date

    from learnms.engine.cards.card import CardPage, CitedSource
    from learnms.engine.cards.confusions import Confusion
    from learnms.kinds.present import Question
    from learnms.study.event import Event
    from learnms.study.stage import Stage

PATIENT_STAGES: dict[Stage, str] = {
    "new": "new",
    "learning": "being learned",
    "young": "learned",
    "mature": "known well",
}
_FROM = {"review": "", "practice": "practice", "evidence": "in a case"}
_MOST_CONFUSED = 8


def stage_word(found: Stage, *, patient: bool) -> str:
    """How far a card has come, in a word: on every page the same."""
    return PATIENT_STAGES[found] if patient else found


def comes(due: date, today: date) -> str:
    """When a card comes: `28 November`, `today`, `due since 10 August`."""
    return (
        words.day(due, today)
        if due > today
        else "today"
        if due == today
        else words.due_since(due, today)
    )


def standing(page: CardPage, *, patient: bool) -> str:
    """How the card stands, with what was done to it by hand."""
    memory = page.memory
    if page.kind == "draft":
        return "a draft: it has no id yet, so it is not scheduled"
    if page.kind == "case":
        return "part of a case: it is asked in quizzes, and has no schedule"
    said = [stage_word(stage(memory), patient=patient)]
    if page.kind == "orphan":
        said.append("in no deck any more")
    if memory.suspended:
        said.append("left out until you want it again")
    elif memory.status(page.today) == "buried":
        said.append("put off until tomorrow")
    return ", ".join(said)


def figures(page: CardPage, *, patient: bool) -> list[tuple[str, str]]:
    """What is known of the memory, as labels and words. A patient reads when it comes, and no
    numbers about themselves.
    """
    memory = page.memory
    rows = [("status", standing(page, patient=patient))]
    if memory.flagged:
        rows.append(("flag", "* flagged"))
    if page.kind in ("card", "orphan") and memory.due is not None:
        rows.append(("next", comes(memory.due, page.today)))
    if not patient and memory.stability is not None and memory.difficulty is not None:
        rows.append(("recall now", f"{words.percent(page.recall or 0)} likely"))
        rows.append(
            (
                "stability",
                f"{words.count(max(1, round(memory.stability)), 'day')} until recall is 90 %",
            )
        )
        rows.append(("difficulty", f"{memory.difficulty:.1f} of 10"))
        rows.append(("reviews", f"{memory.reps}, forgotten {words.times(memory.lapses)}"))
    return rows


def outlook(page: CardPage, *, patient: bool) -> str:
    """What the forgetting curve says, in a sentence; nothing for a new card."""
    if page.recall is None:
        return ""
    if patient:
        likely = next((on for level, on in page.falls if level == _LIKELY), None)
        return (
            f"You will most likely know this until about {words.day(likely, page.today)}."
            if likely is not None
            else "It is a good time to look at this again."
        )
    falls = [f"{words.percent(level)} on {words.day(on, page.today)}" for level, on in page.falls]
    return (
        f"{words.percent(page.recall)} today{''.join(f', {fall}' for fall in falls[:3])}, if it is not"
        " reviewed before."
    )


_LIKELY = 0.9


def leech_sentence(lapses: int, *, patient: bool) -> str:
    """A sentence about a card that keeps being forgotten; nothing about any other."""
    if not is_leech(lapses):
        return ""
    advice = "Reading why, a note in your own words, or leaving it out for a while often helps."
    if patient:
        return f"This one keeps slipping away. {advice}"
    return f"Forgotten {lapses} times. {advice}"


def slipping(lapses: int, *, patient: bool) -> str:
    """What is said of a card when it has just been forgotten once more; nothing where there is
    nothing to say.
    """
    if not lapses:
        return ""
    often = "" if patient else f", forgotten {lapses} times now"
    return f"That card keeps slipping away{often}. Where it comes up, i shows what it is taken for."


def confusion(one: Confusion, *, patient: bool) -> str:
    """What was taken for what, and how often."""
    where = f"{one.label}: " if one.label else ""
    place = f" in place of “{one.right}”" if one.right else ""
    often = "" if patient else f", {words.times(one.times)}"
    return f"{where}“{one.wrong}”{place}{often}"


def confused(page: CardPage, *, patient: bool) -> list[str]:
    """The most frequent confusions."""
    return [confusion(one, patient=patient) for one in page.confused[:_MOST_CONFUSED]]


def source_lines(source: CitedSource, *, spoken: bool = False) -> tuple[str, str, str]:
    """A source, its dates, and what of it was read."""
    place = (
        source.place.replace("§§", "sections ").replace("§", "section ") if spoken else source.place
    )
    dates = [
        *([source.publisher] if source.publisher else []),
        *([f"revised {source.revised}"] if source.revised else []),
        *([f"looked at {source.reviewed}"] if source.reviewed else []),
    ]
    return (
        f"{source.title} {place}".strip(),
        ", ".join(dates),
        f"What was read: {source.via}" if source.via else "",
    )


def kind_of(question: Question) -> str:
    """What the learner is asked to do, as a name of a form."""
    limit = question.response.groups[0].limit if isinstance(question.response, Pick) else None
    return words.KIND_WORDS.get(question.kind, question.kind).replace("{n}", str(limit))


# -- history ---------------------------------------------------------------------------------------


def past(event: Event, today: date, *, patient: bool) -> tuple[str, str]:
    """One event of the history: its day, and what happened."""
    on = "today" if event.study_day == today else words.short_day(event.study_day)
    if event.kind in _FROM:
        return on, _answered(event, patient=patient)
    return on, _by_hand(event, today)


def _answered(event: Event, *, patient: bool) -> str:
    said = [words.grade(event.rating, patient=patient), words.kind_name(event.form_kind or "")]
    said.append(_FROM[event.kind])
    if not patient:
        if event.points is not None and event.max_points is not None:
            said.append(f"{event.points:g} of {event.max_points:g}")
        if event.confidence:
            said.append(
                {"guess": "a guess", "fairly": "fairly sure"}.get(
                    event.confidence, event.confidence
                )
            )
        if event.recall_before is not None:
            said.append(f"recall {words.percent(event.recall_before)}")
        if event.took_ms is not None:
            said.append(f"{max(1, round(event.took_ms / 1000))} s")
    return " · ".join(part for part in said if part)


def _by_hand(event: Event, today: date) -> str:
    on = not (isinstance(event.data, dict) and event.data.get("on") is False)
    match event.kind:
        case "suspend":
            return "left out" if on else "asked again"
        case "bury":
            return "put off until the next day" if on else "not put off any more"
        case "flag":
            return "flagged" if on else "the flag taken away"
        case "note":
            return (
                "a note written"
                if isinstance(event.data, dict) and event.data.get("text")
                else "the note taken away"
            )
        case "reset":
            return "forgotten by hand: new again"
        case _:
            return (
                f"due on {words.day(event.due, today)}, set by hand"
                if event.due is not None and event.ref is None
                else "due the next day, after a miss"
            )


# -- the report ------------------------------------------------------------------------------------


def report(page: CardPage) -> str:
    """A report for the author of the card, ready to be sent: which card, where it stands, which
    wording; nothing about the learner.
    """
    place = f"{shown_path(page.path)}:{page.line}" if page.path else "no file of the library"
    version = f", version {page.version}" if page.version else ""
    lines = [
        f"card     {page.part or 'a draft without an id'}",
        f"file     {place}",
        f"deck     {page.deck_title} ({page.deck}{version})",
        f"wording  {page.wording or 'unknown'}",
        f"asks     {' '.join(page.prompt.split())}",
        "",
        "What is wrong with it:",
        "",
    ]
    return "\n".join(lines)
