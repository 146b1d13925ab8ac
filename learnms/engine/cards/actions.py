"""Actions on one or many cards: suspend, bury, flag, note, reset, set the due day; and undo.

Events of one action share a `batch`, so that undo reverts all of them.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from learnms.engine import wording as words
from learnms.engine.cards.notes import notes_of
from learnms.engine.cards.overconfidence import prompt_of
from learnms.engine.cards.target import Target
from learnms.engine.dates import read_day
from learnms.engine.review.wording import taken_back
from learnms.errors import UsageError
from learnms.study.event import Draft, EventKind, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from learnms.engine.voice import Voice
    from learnms.engine.workspace import Workspace
    from learnms.study.event import Event, Json
    from learnms.study.memory import Memory

Action = Literal["suspend", "unsuspend", "bury", "unbury", "flag", "unflag", "note", "due", "reset"]
LONGEST_NOTE = 300
"""Characters of a note, which is one typed line."""
LATEST_DAYS = 36_500
NOT_OF_CARD = "Nothing to undo here: the last change was to another card."
READ_ONLY = "Read-only: changes can't be saved here."

_SCHEDULED: tuple[Action, ...] = ("suspend", "unsuspend", "bury", "unbury", "due", "reset")
_KINDS: dict[Action, EventKind] = {
    **{"suspend": "suspend", "unsuspend": "suspend", "bury": "bury", "unbury": "bury"},
    **{"flag": "flag", "unflag": "flag", "note": "note", "due": "due", "reset": "reset"},
}
_DONE: dict[Action, str] = {
    "suspend": "{cards} suspended.",
    "unsuspend": "{cards} no longer suspended.",
    "bury": "{cards} buried until tomorrow.",
    "unbury": "{cards} no longer buried.",
    "flag": "{cards} flagged.",
    "unflag": "{cards} unflagged.",
    "note": "Note saved on {cards}.",
    "due": "{cards} now {due} {day}.",
    "reset": "{cards} reset to new.",
}
_NOTE_REMOVED = "Note removed from {cards}."
_SAME: dict[Action, str] = {
    "suspend": "already suspended",
    "unsuspend": "not suspended",
    "bury": "already buried",
    "unbury": "not buried",
    "flag": "already flagged",
    "unflag": "not flagged",
    "note": "unchanged",
    "due": "already due on that day",
    "reset": "already new",
}


@dataclass(frozen=True, slots=True)
class Done:
    """The result of an action: the changed parts, how many were `unfit` for it, how many were the
    `same` already; a note's text, a due day. Of a bury, how many of the unfit are `suspended`.
    """

    act: Action
    parts: tuple[Part, ...]
    unfit: int = 0
    same: int = 0
    text: str = ""
    on: date | None = None
    suspended: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """The result of an undo: the event, its parts, and the question of a single part."""

    event: Event
    parts: tuple[Part, ...]
    prompt: str = ""


class Changes:
    """Writes actions on cards.

    Raises:
        LearnmsError: nothing can be written here.
    """

    def __init__(self, workspace: Workspace) -> None:
        workspace.require_writable(READ_ONLY)
        self.queries = workspace.queries
        self.settings = workspace.settings
        self.clock = workspace.clock
        self.store = workspace.open_store()

    @property
    def today(self) -> date:
        """The study day that an event written now gets."""
        return self.queries.today(self.clock, self.settings)

    def apply(
        self, act: Action, targets: Sequence[Target], *, text: str = "", on: date | None = None
    ) -> Done:
        """Write an action for the parts that it changes. Committed when this returns.

        Args:
            act: the action.
            targets: the cards.
            text: a note's text; an empty one removes the note.
            on: the new due day.

        Raises:
            LearnmsError: nothing was written.
        """
        fit = [
            target.part
            for target in targets
            if target.part is not None and (target.kind != "case" or act not in _SCHEDULED)
        ]
        suspended = {part for part in fit if act == "bury" and self._is_suspended(part)}
        fit = [part for part in fit if part not in suspended]
        noted = notes_of(self.queries, self.today, fit) if act == "note" else {}
        wanted = [part for part in fit if self._changes(act, part, text, on, noted)]
        common: dict[str, Json] = {"batch": uuid.uuid4().hex} if len(wanted) > 1 else {}
        if act == "note":
            common["text"] = text
        if act in ("unsuspend", "unbury", "unflag"):
            common["on"] = False
        if wanted:
            self.store.append(
                [
                    Draft(
                        kind=_KINDS[act],
                        card=part.card,
                        part=part.part,
                        due=on,
                        data=common or None,
                    )
                    for part in wanted
                ]
            )
        unfit, same = len(targets) - len(fit), len(fit) - len(wanted)
        return Done(act, tuple(wanted), unfit, same, text, on, len(suspended))

    def _is_suspended(self, part: Part) -> bool:
        return self.queries.memory.memory(part).suspended

    def _changes(
        self, act: Action, part: Part, text: str, on: date | None, noted: dict[Part, str]
    ) -> bool:
        if act == "note":
            return noted[part] != text
        memory = self.queries.memory.memory(part)
        return (
            _holds(act, memory, self.today) is False
            if act in ("suspend", "bury", "flag")
            else _is_changed(act, memory, self.today, on)
        )

    def toggled(self, act: Literal["suspend", "bury", "flag"], targets: Sequence[Target]) -> Action:
        """The action of a toggle key: the opposite if all targets are in that state already."""
        parts = [target.part for target in targets if target.part is not None]
        back: dict[str, Action] = {"suspend": "unsuspend", "bury": "unbury", "flag": "unflag"}
        return (
            back[act]
            if parts
            and all(_holds(act, self.queries.memory.memory(part), self.today) for part in parts)
            else act
        )

    def undo_size(self) -> int:
        """How many cards the next `undo` restores."""
        last = self._last_undoable()
        return len(self.queries.events.of_batch(last)) if last is not None else 0

    @property
    def undoes_review(self) -> bool:
        """Whether the next `undo` takes back an answer of a review."""
        last = self._last_undoable()
        return last is not None and last.kind == "review"

    def is_last_of(self, part: Part) -> bool:
        """Whether the next `undo` concerns a part; also True if there is nothing to undo."""
        last = self._last_undoable()
        return last is None or part in self._parts_of(self.queries.events.of_batch(last))

    def _last_undoable(self) -> Event | None:
        return self.queries.events.last_undoable(self.today, self.store.device_id)

    def _parts_of(self, events: Sequence[Event]) -> tuple[Part, ...]:
        from learnms.study.replay import Relinks

        relinks = Relinks.of(self.queries.events.relinks(self.today))
        return tuple(relinks.owner(event.owner) for event in events if event.owner is not None)

    def undo(self) -> Undone | None:
        """Undo the latest action of today with its whole batch, or the latest answer; None if
        there is nothing.

        Raises:
            LearnmsError: nothing was written.
        """
        last = self._last_undoable()
        batch = self.queries.events.of_batch(last) if last is not None else []
        event = self.store.undo(self.today)
        if event is None:
            return None
        parts = self._parts_of(batch or [event])
        return Undone(event, parts, prompt_of(self.queries, parts[0]) if len(parts) == 1 else "")


def _holds(act: Action, memory: Memory, today: date) -> bool:
    """Whether a part is suspended, buried or flagged, as the action makes it."""
    if act == "suspend":
        return memory.suspended
    return (
        memory.flagged
        if act == "flag"
        else memory.buried_until is not None and memory.buried_until > today
    )


def _is_changed(act: Action, memory: Memory, today: date, on: date | None) -> bool:
    match act:
        case "unsuspend":
            return memory.suspended
        case "unbury":
            return _holds("bury", memory, today)
        case "unflag":
            return memory.flagged
        case "due":
            return memory.due != on
        case _:
            return not memory.is_new or memory.due is not None or memory.buried_until is not None


# -- in words --------------------------------------------------------------------------------------


def sentence(done: Done, today: date, voice: Voice) -> str:
    """What was done, and what was skipped and why."""
    number = len(done.parts)
    sentences = []
    if number:
        template = _NOTE_REMOVED if done.act == "note" and not done.text else _DONE[done.act]
        on = day_words(done.on, today) if done.on is not None else ""
        told = _told(template, voice)
        sentences.append(told.format(cards=words.count(number, "card"), due=voice.due, day=on))
    for skipped, act in ((done.same, done.act), (done.suspended, "suspend")):
        if skipped:
            same = _told(_SAME[act], voice)
            is_alone = skipped == 1 and not number
            sentences.append(f"{words.capitalized(same) if is_alone else f'{skipped} {same}'}.")
    unfit = done.unfit - done.suspended
    if unfit:
        why = (
            "drafts and case questions are not scheduled"
            if done.act in _SCHEDULED
            else "drafts cannot be flagged or noted yet"
        )
        sentences.append(f"{words.count(unfit, 'row')} skipped: {why}.")
    return " ".join(sentences) or "No card selected."


def _told(phrase: str, voice: Voice) -> str:
    """A phrase with the voice's words for its terms."""
    for term, word in voice.statuses.items():
        phrase = phrase.replace(term, word)
    return phrase


def reset_question(number: int) -> str:
    """The question before cards are reset."""
    which, become = (
        ("this card", "It becomes") if number == 1 else (f"{number} cards", "They become")
    )
    return f"Reset {which}? {become} new again. Your history is kept."


def undone_sentence(undone: Undone | None, voice: Voice) -> str:
    """What was undone."""
    if undone is None:
        return taken_back(None, voice)
    number = len(undone.parts)
    return taken_back(undone.event, voice, shown=False, prompt=undone.prompt, number=number)


def day_words(on: date, today: date) -> str:
    """`today`, `tomorrow`, `on December 3`."""
    if 0 <= (on - today).days < 2:
        return ("today", "tomorrow")[(on - today).days]
    return f"on {words.day(on, today)}"


def checked_note(text: str) -> str:
    """A note on one line.

    Raises:
        UsageError: it is too long.
    """
    line = " ".join(text.split())
    if len(line) > LONGEST_NOTE:
        message = f"Notes are limited to {LONGEST_NOTE} characters. This one has {len(line)}."
        raise UsageError(message)
    return line


def day_of(text: str, today: date) -> date:
    """A typed day from today on, at most 100 years ahead.

    Raises:
        UsageError: it is not a day, is over, or is too far ahead.
    """
    on = read_day(text, today)
    if not 0 <= (on - today).days <= LATEST_DAYS:
        if on < today:
            raise UsageError(f"{words.day(on)} is in the past.", "Choose today or later.")
        raise UsageError(f"{words.day(on)} is too far ahead.", "Choose an earlier date.")
    return on
