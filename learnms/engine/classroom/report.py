"""The statistics of a class with the words of its questions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.analysis.items.statistics import (
    LEAST,
    LEAST_CELL,
    GroupStatistics,
    group_statistics,
    item_statistics,
    sets_of,
)
from learnms.decks.codec import ask_line, case_from_json, form_hash
from learnms.engine.question.build import card_of
from learnms.kinds.response import Pick
from learnms.study.event import Part
from learnms.study.first_answer import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from learnms.analysis.items.statistics import ItemStatistics, SetStatistics
    from learnms.engine.classroom.reading import ClassFiles, Skipped
    from learnms.engine.queries import Queries
    from learnms.kinds.response import Ask

CHECK_KEY = "check the key"
NOT_ENOUGH = "not enough answers"
_VERSION = 4
"""Digits of a wording's hash that tell two wordings of a card apart."""


class Question(NamedTuple):
    """An item with its words. `text` is its question on one line, '' for a card that the library
    does not have; `is_here`: the library has it in this wording. `version` is the beginning of its
    wording's hash where the class answered several wordings. `labels` are those of its groups.
    """

    statistics: ItemStatistics
    text: str = ""
    is_here: bool = False
    version: str = ""
    labels: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its card and part."""
        return str(Part(*self.statistics.item[:2]))

    @property
    def notes(self) -> tuple[str, ...]:
        """What an instructor should know at a glance, most important first."""
        one = self.statistics
        if not one.is_enough:
            return (NOT_ENOUGH,)
        return tuple(
            words
            for words, applies in (
                (CHECK_KEY, one.is_alarming),
                ("negative discrimination", one.band == "negative" and not one.is_alarming),
                ("weak discrimination", one.band == "weak" and not one.is_alarming),
                ("unstable", one.is_unstable),
                (f"wording {self.version}", bool(self.version)),
                ("reworded since", bool(self.text) and not self.is_here),
            )
            if applies
        )


@dataclass(frozen=True, slots=True)
class ClassReport:
    """A class: its questions, doubtful ones first and then the hardest; its sets of questions that
    learners answered alike; its topics and steps by their names in decks, with `titles`.

    `scores` counts learners by tenths of the points, None for 1 to 4 of them; it is empty for fewer
    than 10 learners. `papers` are (id, form, learners).
    """

    learners: int
    answers: int
    first: str
    last: str
    papers: tuple[tuple[str, str, int], ...]
    sets: tuple[SetStatistics, ...]
    scores: tuple[int | None, ...]
    questions: tuple[Question, ...]
    topics: tuple[GroupStatistics, ...]
    steps: tuple[GroupStatistics, ...]
    titles: Mapping[str, str]
    skipped: tuple[Skipped, ...]

    @property
    def doubtful(self) -> tuple[Question, ...]:
        """The questions whose key is in doubt."""
        return tuple(one for one in self.questions if one.statistics.is_alarming)

    def sorted_by(self, order: str) -> tuple[Question, ...]:
        """The questions in another of the `ORDERS`; those without enough answers come last."""
        return tuple(sorted(self.questions, key=ORDERS[order][1]))


def _by_doubt(question: Question) -> tuple[Any, ...]:
    one = question.statistics
    difficulty = one.difficulty if one.difficulty is not None else 0.0
    return (not one.is_enough, not one.is_alarming, difficulty, question.name)


def _by_discrimination(question: Question) -> tuple[Any, ...]:
    one = question.statistics
    value = one.discrimination
    return (not one.is_enough, value is None, value or 0.0, question.name)


ORDERS: dict[str, tuple[str, Callable[[Question], tuple[Any, ...]]]] = {
    "doubt": ("doubtful first, then hardest", _by_doubt),
    "difficulty": (
        "hardest first",
        lambda question: (
            not question.statistics.is_enough,
            question.statistics.difficulty or 0.0,
            question.name,
        ),
    ),
    "discrimination": ("lowest discrimination first", _by_discrimination),
    "topic": (
        "by topic",
        lambda question: (question.statistics.topic or "~", *_by_doubt(question)),
    ),
}
"""Orders of questions, each with its words and its key."""


class _Wording(NamedTuple):
    """A question as the library asks it."""

    text: str
    right: dict[Choice, bool] | None
    labels: tuple[str, ...]


def report(queries: Queries, files: ClassFiles) -> ClassReport:
    """The report of a class. Nothing of it is stored."""
    sums = files.sums
    wordings = {card: dict(_wordings(queries, card)) for card in {item.card for item in sums.items}}
    times = Counter(item[:2] for item in sums.items)
    questions = []
    for item, one in sums.items.items():
        known = wordings[item.card]
        here = known.get((item.part, item.form))
        other = next((words.text for (part, _), words in known.items() if part == item.part), "")
        questions.append(
            Question(
                item_statistics(item, one, here.right if here is not None else None),
                here.text if here is not None else other,
                here is not None,
                item.form[:_VERSION] if times[item[:2]] > 1 else "",
                here.labels if here is not None else (),
            )
        )
    bins = [None if 0 < number < LEAST_CELL else number for number in sums.bins]
    return ClassReport(
        sums.learners,
        sums.answers,
        files.first,
        files.last,
        tuple((*paper, learners) for paper, learners in sorted(files.papers.items())),
        sets_of(sums),
        tuple(bins) if sums.learners >= LEAST else (),
        tuple(sorted(questions, key=_by_doubt)),
        group_statistics(sums, sums.topics, lambda item: item.topic),
        group_statistics(sums, sums.steps, lambda item: item.step),
        {
            key: title
            for row in reversed(queries.deck_files())
            for key, title, _ in row.head.get("topics", [])
        },
        tuple(files.skipped),
    )


def _wordings(queries: Queries, card: str) -> Iterator[tuple[tuple[str | None, str], _Wording]]:
    """Every question of a card or case as the library asks it, by part and hash of the wording."""
    row = queries.library.card_body(card)
    if row is None:
        return
    found = card_of(row)
    if found is None:
        for case_part in case_from_json(row.body["case"]).parts:
            ask = case_part.form.asks(None)
            if ask is not None:
                yield (case_part.id, form_hash(case_part.form, None)), _wording(ask)
        return
    for form in found.forms:
        for part in found.parts:
            ask = form.asks(part)
            if ask is not None:
                yield (part, form_hash(form, part)), _wording(ask)


def _wording(ask: Ask) -> _Wording:
    response = ask.response
    if not isinstance(response, Pick):
        return _Wording(ask_line(ask), None, ())
    right = {
        Choice(at, option.text): option.right
        for at, group in enumerate(response.groups)
        for option in group.options
    }
    return _Wording(ask_line(ask), right, tuple(group.label for group in response.groups))
