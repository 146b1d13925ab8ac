"""Recall by week, maturity, topic, deck and kind of question."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.stats.recall import Share, share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from learnms.store.read.search_rows import SearchDeck
    from learnms.store.read.sums import PartFigures, PartKey, Place
    from learnms.study.sums import Sum, Sums


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
    sums: Sums,
    figures: Mapping[PartKey, PartFigures],
    places: Mapping[PartKey, Place],
    decks: Sequence[SearchDeck],
) -> tuple[Group, ...]:
    """The trials in each grouping; `places` and `decks` are those of the library."""
    titles = {row.deck_id: row.title for row in decks}
    topics = {
        f"{row.deck_id}/{key}": title or key for row in decks for key, title in row.topics.items()
    }
    by_topic, by_deck = dict[str, list[int]](), dict[str, list[int]]()
    for key, known in figures.items():
        if not known.trials:
            continue
        place = places.get(key)
        topic = f"{place.deck_id}/{place.topic}" if place is not None and place.topic else ""
        for groups, name in ((by_topic, topic), (by_deck, place.deck_id if place else "")):
            count = groups.setdefault(name, [0, 0])
            count[0] += known.trials
            count[1] += known.right
    return (
        Group("week", _rows(_weeks(sums))),
        Group("maturity", _rows(_shares(sums, "maturity"), ("young", "mature"))),
        Group("topic", _rows(_counted(by_topic), list(topics), topics)),
        Group("deck", _rows(_counted(by_deck), list(titles), titles)),
        Group("kind", _rows(_shares(sums, "kind"))),
    )


def _rows(
    by_key: Mapping[str, Share], order: Sequence[str] = (), names: Mapping[str, str] | None = None
) -> tuple[GroupRow, ...]:
    """The shares by key: keys of `order` first, then the others."""
    ordered = [name for name in order if name in by_key] + sorted(by_key.keys() - set(order))
    return tuple(GroupRow(name, (names or {}).get(name, ""), by_key[name]) for name in ordered)


def _shares(sums: Sums, name: str) -> dict[str, Share]:
    return {key: share([one]) for key, one in sums.named(name).items()}


def _counted(groups: Mapping[str, list[int]]) -> dict[str, Share]:
    return {name: Share(n, right) for name, (n, right) in groups.items()}


def _weeks(sums: Sums) -> dict[str, Share]:
    """The shares by week, whose key is its Monday."""
    weeks: dict[str, list[Sum]] = {}
    for text, one in sums.named("trial").items():
        day = date.fromisoformat(text)
        weeks.setdefault((day - timedelta(days=day.weekday())).isoformat(), []).append(one)
    return {monday: share(days) for monday, days in weeks.items()}
