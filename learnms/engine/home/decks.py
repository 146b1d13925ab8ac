"""The decks on the home screen and their problems; instructors see more of these than learners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learnms.engine.home.overview import DeckRow

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence
    from datetime import date

    from learnms.settings import Settings
    from learnms.store.records import DeckFile
    from learnms.store.records import DeckRow as Stored

_KEPT_FAMILIES = ("LM0", "LM1", "LM2")
_KEPT = frozenset({"LM801", "LM802", "LM803", "LM804"})
STILL_TO_COME = "LM403"
NOT_YET = "No cards can be studied yet."


def listed(
    offered: Iterable[Stored], settings: Settings, due: Counter[str], new: Counter[str]
) -> tuple[DeckRow, ...]:
    """The offered decks that have cards, drafts, cases or problems, with what waits in each."""
    rows = []
    for row in offered:
        errors = errors_of(row)
        counts = row.head.get("counts", {})
        cases, drafts = counts.get("cases", 0), counts.get("drafts", 0)
        is_told = row.explicit or settings.who == "instructor"
        has_errors = is_told and _is_shown(errors, settings)
        if row.total or cases or drafts or has_errors:
            waits = due[row.deck_id], new[row.deck_id]
            names = row.deck_id, row.title, row.path
            known = row.learned, row.total, 0, len(errors), cases
            rows.append(DeckRow(*names, *waits, *known, drafts=drafts))
    return tuple(rows)


def troubled(rows: Sequence[Stored], settings: Settings, today: date) -> tuple[DeckRow, ...]:
    """Those of these decks that have problems, with the number of errors that `check` finds: every
    such deck for an instructor, for others only those with cards that cannot be studied.
    """
    is_wrong = _clock_is_wrong(rows, today)
    listed_rows = []
    for row in rows:
        errors = [
            error for error in errors_of(row) if not (is_wrong and error["code"] == STILL_TO_COME)
        ]
        if _is_shown(errors, settings):
            cases = row.head.get("counts", {}).get("cases", 0)
            names, counts = (row.deck_id, row.title, row.path), (row.learned, row.total, row.cards)
            listed_rows.append(DeckRow(*names, 0, 0, *counts, len(errors), cases))
    return tuple(listed_rows)


def trouble(row: DeckRow) -> str:
    """What is wrong in a deck: `2 problems. 9 cards can be studied.`"""
    problems = "1 problem." if row.problems == 1 else f"{row.problems} problems."
    if not row.cards:
        return problems
    cards = "1 card" if row.cards == 1 else f"{row.cards} cards"
    return f"{problems} {cards} can be studied."


def none_to_study(offered: Iterable[Stored], command: str) -> str:
    """Why no card of these decks can be studied, with the command that tells more; '' if one can
    be, or if there is no deck.
    """
    rows = list(offered)
    counts = [row.head.get("counts", {}) for row in rows]
    if (
        not rows
        or any(row.total for row in rows)
        or any(each.get("cases") or each.get("drafts") for each in counts)
    ):
        return ""
    see = f" Run `{command} check` for details." if any(map(errors_of, rows)) else ""
    return f"{NOT_YET}{see}"


def instead(row: DeckRow) -> str:
    """The text shown instead of figures for a deck without cards that are scheduled: `13 cases`,
    `20 drafts`, `12 problems`; else ''.
    """
    if row.total:
        return ""
    number, word = (
        (row.cases, "case")
        if row.cases
        else (row.drafts, "draft")
        if row.drafts
        else (row.problems, "problem")
    )
    return f"{number} {word}{'' if number == 1 else 's'}"


def clock_words(offered: Iterable[DeckFile], today: date) -> str:
    """A warning if the clock is earlier than the check dates of all decks; else ''."""
    return wrong_clock(today) if _clock_is_wrong(offered, today) else ""


def wrong_clock(today: date) -> str:
    """The sentence that replaces a finding for each card."""
    from learnms.engine.wording import day  # not needed where the clock is right

    return f"This computer's date is {day(today)}, but these decks were checked later."


def future_words(number: int) -> str:
    """A sentence about answers that a wrong clock dated in the future; '' without any."""
    if not number:
        return ""
    if number == 1:
        return "1 answer is dated in the future and does not count until then."
    return f"{number} answers are dated in the future and do not count until then."


def _clock_is_wrong(rows: Iterable[DeckFile], today: date) -> bool:
    """Whether a day is earlier than most checks of every deck."""
    checked = [row.head["checked"] for row in rows if row.head.get("checked")]
    return bool(checked) and min(checked) > today.isoformat()


def _is_shown(errors: Sequence[dict[str, Any]], settings: Settings) -> bool:
    """Whether a deck's errors matter to the learner: every one to an instructor, to others only
    what keeps cards from being studied.
    """
    return bool(errors) if settings.who == "instructor" else any(map(_is_kept, errors))


def _is_kept(error: dict[str, Any]) -> bool:
    return error["code"].startswith(_KEPT_FAMILIES) or error["code"] in _KEPT


def errors_of(row: DeckFile) -> Sequence[dict[str, Any]]:
    """The errors in a deck."""
    return [problem for problem in row.problems if problem["severity"] == "error"]
