"""Recall by week, maturity, topic, deck and kind of question."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.stats.recall import shares
from learnms.study.stage import MATURE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from learnms.analysis.stats.recall import Share, Trial
    from learnms.store.read.deck_rows import DeckRow
    from learnms.store.read.library import IndexedPart
    from learnms.study.event import Part


class GroupRow(NamedTuple):
    """The recall of some answers: their key, its name ('' if the interface names it), the share."""

    key: str
    name: str
    share: Share


class Group(NamedTuple):
    """The recall by topic, deck, kind, week or maturity."""

    by: str
    rows: tuple[GroupRow, ...]


def groups_of(
    trials: list[Trial], parts: Mapping[Part, IndexedPart], decks: Sequence[DeckRow]
) -> tuple[Group, ...]:
    """The trials in each grouping; `parts` and `decks` are those of the library."""
    titles = {row.deck_id: row.title for row in decks}
    topics = {
        f"{row.deck_id}/{key}": title or key
        for row in decks
        for key, title, _ in row.head.get("topics", [])
    }
    return (
        Group("week", _weeks(trials)),
        Group(
            "maturity",
            _rows(
                trials,
                lambda trial: "young" if trial.stability < MATURE else "mature",
                ("young", "mature"),
            ),
        ),
        Group(
            "topic",
            _rows(
                trials,
                _placed(
                    trials, parts, lambda row: f"{row.deck_id}/{row.topic}" if row.topic else ""
                ),
                list(topics),
                topics,
            ),
        ),
        Group(
            "deck",
            _rows(trials, _placed(trials, parts, lambda row: row.deck_id), list(titles), titles),
        ),
        Group("kind", _rows(trials, lambda trial: trial.form_kind or "")),
    )


def _rows(
    trials: Iterable[Trial],
    key: Callable[[Trial], str],
    order: Sequence[str] = (),
    names: dict[str, str] | None = None,
) -> tuple[GroupRow, ...]:
    """The shares by a key: keys of `order` first, then the others as they appear."""
    by_key = shares(trials, key)
    ordered = [name for name in order if name in by_key] + [
        name for name in by_key if name not in order
    ]
    return tuple(GroupRow(name, (names or {}).get(name, ""), by_key[name]) for name in ordered)


def _weeks(trials: list[Trial]) -> tuple[GroupRow, ...]:
    """The shares by week, whose key is its Monday."""
    mondays: dict[date, str] = {
        day: (day - timedelta(days=day.weekday())).isoformat()
        for day in {trial.day for trial in trials}
    }
    return _rows(trials, lambda trial: mondays[trial.day])


def _placed(
    trials: list[Trial], parts: Mapping[Part, IndexedPart], place: Callable[[IndexedPart], str]
) -> Callable[[Trial], str]:
    """A key for trials: the place of the part in the library now, '' if it has none."""
    places = {
        part: place(row) if (row := parts.get(part)) else ""
        for part in {trial.part for trial in trials}
    }
    return lambda trial: places[trial.part]
