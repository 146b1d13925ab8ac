"""Custom study and catching up, as forms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from learnms.engine.form import Action, Fields, Form
from learnms.engine.postpone import wording
from learnms.engine.postpone.postpone import there_is
from learnms.engine.queue.today import some_of
from learnms.engine.review.start import AHEAD, usual_ahead
from learnms.engine.review.wording import practice_only
from learnms.engine.wording import at_a_time, count
from learnms.study.event import LONGEST_PAUSE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnms.engine.form import Row
    from learnms.engine.queue.backlog import BacklogQuestion
    from learnms.engine.workspace import Workspace

MOST_CARDS = 9999


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many cards come ahead or are postponed, and the days of a pause."""

    ahead: int = AHEAD
    postpone: int = AHEAD
    pause: int = 7

    @classmethod
    def usual(cls, workspace: Workspace) -> Amounts:
        """The numbers to begin with."""
        return cls(ahead=usual_ahead(workspace))


class Ways:
    """The ways to study, counted once.

    Args:
        workspace: the open workspace.
        decks: ids of the decks to study; None for all that are offered.
    """

    def __init__(self, workspace: Workspace, decks: Sequence[str] | None = None) -> None:
        self.workspace = workspace
        self.available = there_is(workspace, decks)
        titles = {row.deck_id: row.title for row in workspace.queries.deck_files()}
        self._note = "all decks" if decks is None else ", ".join(titles.get(d, d) for d in decks)
        learned = f"{count(self.available.learned, 'learned card')}"
        some = some_of(self.available.learned, workspace.queries, workspace.settings)
        self._cram = f"{learned}{at_a_time(some)}" if some else f"all {learned}"

    def within(self, amounts: Amounts) -> Amounts:
        """These numbers, at most of what there is."""
        ahead, due = self.available.ahead, self.available.due
        return replace(
            amounts,
            ahead=min(amounts.ahead, ahead) or AHEAD,
            postpone=min(amounts.postpone, due) or AHEAD,
        )

    def form(self, amounts: Amounts) -> Form[Amounts]:
        """The form: a row for each way."""
        there, workspace = self.available, self.workspace
        voice = workspace.voice
        gathered = wording.plan(workspace.settings.backlog, workspace.today)
        names = _NAMES if voice.has_figures else _NAMES | _PATIENT_NAMES
        rows: tuple[Row[Amounts], ...] = (
            _row(
                amounts,
                ("ahead", names["ahead"], practice_only(voice), wording.NOTHING_AHEAD),
                f"{{}} of {there.ahead} {voice.not_due}",
                there.ahead,
            ),
            Action("cram", voice.cram, wording.cram(voice), about=self._cram, verb="start"),
            _row(
                amounts,
                ("postpone", names["postpone"], voice.postpone_cards, voice.none_due),
                f"{{}} of {wording.due(there, voice)}",
                there.due,
            ),
            _row(
                amounts, ("pause", names["pause"], wording.PAUSE, ""), "for {} days, all decks", 1
            ),
            Action("backlog", "Catch up", wording.BACKLOG, about=gathered, verb="start"),
        )
        search: Row[Amounts] = Action(
            "search", names["search"], voice.search_cards, about="choose", verb="search"
        )
        shown = (*(rows if there.is_gathered else rows[:-1]), search)
        return Form(names["title"], (shown,), note=self._note)


_NAMES = {
    "title": "Custom study",
    "ahead": "Study ahead",
    "postpone": "Postpone",
    "pause": "Pause",
    "search": "Cards from a search",
}
_PATIENT_NAMES = {"title": "Other ways", "ahead": "See cards early", "postpone": "Leave for later"}


def _row(
    amounts: Amounts, words: tuple[str, str, str, str], shown: str, available: int
) -> Row[Amounts]:
    """An option with its number, or with a note that there are no cards for it.

    Args:
        amounts: the numbers.
        words: the name of the number, the label, what the option does, the note without cards.
        shown: the value, with `{}` for the number.
        available: the cards that there are.
    """
    name, label, help_text, nothing = words
    verb = "start" if name == "ahead" else "preview"
    most = LONGEST_PAUSE if name == "pause" else MOST_CARDS
    if not available:
        return Action(name, label, help_text, about=nothing, verb=verb)
    return Fields(amounts).number(name, label, (1, most), help_text, shown=shown, verb=verb)


def backlog_form(question: BacklogQuestion) -> Form[None]:
    """The ways to catch up; a row's name is its place."""
    rows: tuple[Row[None], ...] = tuple(
        Action(str(index), wording.way_name(way), about=wording.way_words(way), verb="choose")
        for index, way in enumerate(question.ways)
    )
    return Form("Catching up", (rows,), foot=(wording.CALM, wording.LATER))
