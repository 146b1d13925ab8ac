"""Confusions: wrong options that were picked, wrong words that were typed, and how often."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.decks.codec import form_hash
from learnms.kinds.response import Arrange, Pick, TypeIn
from learnms.study.event import Rating
from learnms.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from learnms.decks.model import Form
    from learnms.kinds.response import Group, Response
    from learnms.study.event import Event


class Confusion(NamedTuple):
    """A wrong answer. `right` is the correct answer for its place ('' without one); `label` is the
    row, list or blank. `prompt` is the question, if it is not that of the card's first form.
    """

    wrong: str
    right: str
    label: str
    times: int
    prompt: str = ""


def confusions(
    events: Iterable[Event], forms: Sequence[Form], part: str | None
) -> tuple[Confusion, ...]:
    """The confusions in answers to a part, most frequent first.

    Answers to a form that the card no longer has (its wording changed) are left out: which of
    their options were right is not known.
    """
    asks = {form_hash(form, part): ask for form in forms if (ask := form.asks(part)) is not None}
    first = next(iter(asks.values())).prompt if asks else ""
    counted: Counter[tuple[str, ...]] = Counter()
    spelled: dict[tuple[str, ...], Confusion] = {}
    for event in events:
        ask = asks.get(event.form or "")
        if ask is None or not _is_missed(event) or not isinstance(event.answer, dict):
            continue
        prompt = "" if ask.prompt == first else ask.prompt
        for wrong, right, label in _wrong(ask.response, event.answer):
            key = (fold(wrong), right, label, prompt)
            spelled.setdefault(key, Confusion(wrong, right, label, 0, prompt))
            counted[key] += 1
    return tuple(
        spelled[key]._replace(times=times)
        for key, times in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _is_missed(event: Event) -> bool:
    if event.points is not None and event.max_points is not None:
        return event.points < event.max_points
    return event.rating == Rating.AGAIN


def _wrong(response: Response, answer: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The wrong pieces of an answer: what was given, what belonged there, and where."""
    match response:
        case Pick(groups):
            for group, picked in zip(groups, _picked_texts(answer), strict=False):
                yield from _wrong_picks(group, picked)
        case TypeIn(accepted, number):
            typed = " ".join(str(answer.get("text", "")).split())
            if typed:
                yield typed, accepted[0] if accepted and number is None else "", ""
        case Arrange(steps):
            placed = next(iter(_picked_texts(answer)), [])
            misplaced = next(
                (
                    (right, given)
                    for right, given in zip(steps, placed, strict=False)
                    if right != given
                ),
                None,
            )
            if misplaced is not None:
                yield misplaced[1], misplaced[0], ""
        case _:
            return


def _picked_texts(answer: dict[str, Any]) -> list[list[str]]:
    """The picked texts by group; the log holds the options shown, and indices into them."""
    shown, picked = answer.get("options"), answer.get("picked")
    if not isinstance(shown, list) or not isinstance(picked, list):
        return []
    return [
        [
            str(options[index])
            for index in places
            if isinstance(index, int) and 0 <= index < len(options)
        ]
        for options, places in zip(shown, picked, strict=False)
        if isinstance(options, list) and isinstance(places, list)
    ]


def _wrong_picks(group: Group, picked: list[str]) -> Iterator[tuple[str, str, str]]:
    right = [option.text for option in group.options if option.right]
    for text in picked:
        if text not in right:
            yield text, right[0] if group.limit == 1 and len(right) == 1 else "", group.label
