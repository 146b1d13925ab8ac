"""Selects the questions of a paper. The same decks, choices and seed select the same questions."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.codec import case_from_json
from learnms.decks.model import inherited
from learnms.engine.queries import scope_of
from learnms.engine.question.build import card_of, seed_of
from learnms.engine.wording import choose_from, count
from learnms.errors import UsageError
from learnms.kinds.response import is_scored
from learnms.text import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from learnms.decks.model import Card, Case, Form, Notes
    from learnms.engine.queries import Queries
    from learnms.settings import Settings
    from learnms.store.records import CardBody

MOST_QUESTIONS = 200
DEFAULT_QUESTIONS = 20
_ENDLESS = 10**9


@dataclass(frozen=True, slots=True)
class PaperSpec:
    """The choices of a paper. Empty choices mean everything.

    `by_blueprint` follows the weights of the decks' topics; `cases` includes whole cases; `open_`
    includes cards that only ask for an answer in one's own words; `points` prints the points.
    With `fewer`, a paper has fewer `questions` where the decks do not hold so many.
    """

    questions: int = DEFAULT_QUESTIONS
    decks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    forms: tuple[str, ...] = ("A",)
    seed: int = 1
    title: str = ""
    by_blueprint: bool = False
    cases: bool = True
    open_: bool = False
    points: bool = False
    fewer: bool = False


class Place(NamedTuple):
    """A topic of a deck: `topic` is its key, or '' for questions without one."""

    deck: str
    topic: str


@dataclass(frozen=True, slots=True)
class Item:
    """A question that can be printed: a card's form, or the part of `case` with that `index`."""

    row: CardBody
    form: Form
    notes: Notes
    place: Place
    part: str | None = None
    case: Case | None = None
    index: int = 0


Unit = tuple[Item, ...]
"""Questions that stay together: one card's, or those of a case in their order."""


class Topic(NamedTuple):
    """A row of the blueprint: its share of the paper from 0 to 1, and the questions that this makes
    (`target`), that were selected (`have`) and that the decks hold (`available`).
    """

    place: Place
    title: str
    deck_title: str
    share: float
    target: int
    have: int
    available: int


class Selection(NamedTuple):
    """The selected units, in the order drawn, and the blueprint."""

    units: tuple[Unit, ...]
    topics: tuple[Topic, ...]

    @property
    def size(self) -> int:
        """The number of questions."""
        return sum(len(unit) for unit in self.units)


def select(queries: Queries, settings: Settings, spec: PaperSpec) -> Selection:
    """The questions of a paper.

    Raises:
        UsageError: a choice is not known, or the decks have too few questions.
    """
    if not 1 <= spec.questions <= MOST_QUESTIONS:
        message = f"Questions must be 1 to {MOST_QUESTIONS}, not {spec.questions}."
        raise UsageError(message)
    pool = list(_pool(queries, settings, spec))
    _check_topics(queries, settings, spec, pool)
    available = Counter(item.place for unit in pool for item in unit)
    if spec.fewer:
        spec = replace(spec, questions=max(1, min(spec.questions, available.total())))
    _check_enough(available.total(), pool, spec)
    draw = random.Random(spec.seed)
    draw.shuffle(pool)
    shares = _shares(pool, spec)
    if spec.by_blueprint:
        units, targets = _by_blueprint(pool, spec, shares)
    else:
        units = _drawn(pool, spec.questions)
        targets = Counter(item.place for unit in units for item in unit)
    have = Counter(item.place for unit in units for item in unit)
    rows = (
        Topic(place, share.title, share.deck_title, share.weight, targets[place], *counts)
        for place, share in shares.items()
        if any(counts := (have[place], available[place])) or targets[place]
    )
    return Selection(tuple(units), tuple(rows))


def _check_topics(
    queries: Queries, settings: Settings, spec: PaperSpec, pool: Iterable[Unit]
) -> None:
    """Refuse a topic that these decks do not have, whatever else is chosen."""
    missing = set(spec.topics) - {item.place.topic for unit in pool for item in unit}
    if not missing:
        return
    every = replace(spec, topics=(), priorities=(), cases=True, open_=True)
    units = _pool(queries, settings, every)
    known = dict.fromkeys(item.place.topic for unit in units for item in unit)
    for name in spec.topics:
        if name in missing and name not in known:
            message = f"No topic of these decks is called `{name}`."
            raise UsageError(message, choose_from(name, filter(None, known)))


def _check_enough(found: int, pool: Sequence[Unit], spec: PaperSpec) -> None:
    shortest = min(map(len, pool), default=0)
    if found >= spec.questions >= shortest:
        return
    if shortest > spec.questions <= found:
        message = (
            f"{count(spec.questions, 'question')} will not do: only cases match, a case is printed"
            f" whole, and the shortest has {shortest}."
        )
        raise UsageError(message, f"Ask for --questions {shortest}, or add decks.")
    ways = ["add decks"]
    ways += ["leave out --topic"] if spec.topics else []
    ways += ["leave out --priority"] if spec.priorities else []
    ways += ["leave out --no-cases"] if not spec.cases else []
    ways += ["allow open questions with --open"] if not spec.open_ else []
    if found:
        ways.insert(0, f"ask for --questions {found}")
    remedy = listed(ways, "or")
    message = (
        f"There {'is' if found == 1 else 'are'} only {count(found, 'question')} to print,"
        f" not {spec.questions}."
        if found
        else "There are no questions to print."
    )
    raise UsageError(message, f"{remedy[:1].upper()}{remedy[1:]}.")


def _pool(queries: Queries, settings: Settings, spec: PaperSpec) -> Iterator[Unit]:
    """The cards and cases that fit the choices, in the library's order."""
    for row in queries.library.quizzable(scope_of(settings, spec.decks)):
        card = card_of(row)
        if card is None:
            unit = _case_unit(row) if spec.cases and not spec.priorities else ()
            if spec.topics and not any(item.place.topic in spec.topics for item in unit):
                continue
        else:
            fits = (not spec.topics or card.topic in spec.topics) and (
                not spec.priorities or card.priority in spec.priorities
            )
            unit = _card_unit(row, card, settings, spec) if fits else ()
        if unit:
            yield unit


def _card_unit(row: CardBody, card: Card, settings: Settings, spec: PaperSpec) -> Unit:
    """A card in one of its forms that can be scored, else asked openly if that is wanted."""
    asked = [
        (part, form, is_scored(ask.response))
        for part in card.parts
        for form in card.forms
        if (ask := form.asks(part)) is not None and form.is_for(settings.here)
    ]
    usable = [entry for entry in asked if entry[2]] or (asked if spec.open_ else [])
    if not usable:
        return ()
    draw = random.Random(seed_of(spec.seed, *name_of(row)))  # the same seed prints the same form
    part, form, _ = draw.choice(usable)
    notes = inherited(form.notes, card.forms[0].notes)
    return (Item(row, form, notes, Place(row.head["id"], card.topic or ""), part),)


def _case_unit(row: CardBody) -> Unit:
    case = case_from_json(row.body["case"])
    return tuple(
        Item(
            row,
            part.form,
            part.form.notes,
            Place(row.head["id"], part.topic or case.topic or ""),
            part.id,
            case,
            index,
        )
        for index, part in enumerate(case.parts)
    )


def name_of(row: CardBody) -> tuple[str, ...]:
    """What names a card or case wherever its file is: its id, or for a draft deck and position."""
    return (row.card,) if row.card else (row.head["id"], str(row.position))


class _Share(NamedTuple):
    weight: float
    title: str
    deck_title: str


def _shares(pool: Sequence[Unit], spec: PaperSpec) -> dict[Place, _Share]:
    """The topics with their share of the paper, in the order of decks and topics. A deck's share is
    that of its cards; within it, the topics have their weights, or without any the share of their
    cards. A topic that only cases ask has no share, because cases are printed whole.
    """
    heads = {unit[0].row.path: unit[0].row.head for unit in pool}
    cards = Counter(unit[0].place for unit in pool if unit[0].case is None)
    places = dict.fromkeys(item.place for unit in pool for item in unit)
    shares: dict[Place, _Share] = {}
    for _, head in sorted(heads.items()):
        ident = head["id"]
        topics = [
            (Place(ident, key), title, weight)
            for key, title, weight in head["topics"]
            if not spec.topics or key in spec.topics
        ]
        listed = {place for place, _, _ in topics}
        rest = [place for place in places if place.deck == ident and place not in listed]
        topics += [(place, _title(head, place.topic), None) for place in sorted(rest)]
        in_deck = sum(cards[place] for place, _, _ in topics)
        whole = sum(weight or 0 for _, _, weight in topics)
        for place, title, weight in topics:
            part = (weight or 0) / whole if whole else cards[place] / max(1, in_deck)
            share = part * in_deck / max(1, cards.total())
            shares[place] = _Share(share, title, head["title"])
    return shares


def _title(head: dict[str, object], key: str) -> str:
    topics = head["topics"]
    assert isinstance(topics, list)  # as `head_to_json` writes it
    return next((title for name, title, _ in topics if name == key), "") or "Other"


def apportion(
    total: int, weights: Mapping[Place, float], room: Mapping[Place, int] | None = None
) -> dict[Place, int]:
    """Whole numbers by weight that add up to a total: the method of largest remainders (Hamilton).

    What a topic has no `room` for goes to the others by their weights; the sum is smaller only
    where all are full.
    """
    most = {place: _ENDLESS if room is None else room.get(place, 0) for place in weights}
    result = dict.fromkeys(weights, 0)
    while left := total - sum(result.values()):
        free = [place for place in weights if weights[place] > 0 and result[place] < most[place]]
        if not free:
            break
        whole = sum(weights[place] for place in free)
        exact = {place: left * weights[place] / whole for place in free}
        given = {place: int(value + 1e-9) for place, value in exact.items()}
        by_rest = sorted(free, key=lambda place: given[place] - exact[place])
        for place in by_rest[: left - sum(given.values())]:
            given[place] += 1
        for place in free:
            result[place] += min(given[place], most[place] - result[place])
    return result


def _drawn(pool: Iterable[Unit], room: int, quotas: Counter[Place] | None = None) -> list[Unit]:
    """The first units that fit into the room and, if given, the quotas."""
    left, taken = Counter(quotas or {}), []
    for unit in pool:
        needs = Counter(item.place for item in unit)
        if len(unit) <= room and (quotas is None or needs <= left):
            taken.append(unit)
            room -= len(unit)
            left -= needs
    return taken


def _by_blueprint(
    pool: Sequence[Unit], spec: PaperSpec, shares: Mapping[Place, _Share]
) -> tuple[list[Unit], Counter[Place]]:
    """Cases first, up to their share of the questions; then cards, so that every topic comes to its
    weight with what the cases ask. What a topic lacks goes to the others. Also the targets.
    """
    weights = {place: share.weight for place, share in shares.items()}
    cases = [unit for unit in pool if unit[0].case is not None]
    cards = [unit for unit in pool if unit[0].case is None]
    in_cases = sum(map(len, cases))
    room = spec.questions * in_cases // (in_cases + len(cards)) if cards else spec.questions
    most = Counter(apportion(spec.questions, weights))
    taken: list[Unit] = []
    asked: Counter[Place] = Counter()
    for unit in cases:
        more = asked + Counter(item.place for item in unit)
        if len(unit) <= room and all(more[p] <= most[p] + 1 for p in more if weights[p]):
            taken.append(unit)
            room -= len(unit)
            asked = more
    outside = Counter({place: number for place, number in asked.items() if not weights[place]})
    targets = Counter(apportion(spec.questions - outside.total(), weights)) + outside
    left = spec.questions - asked.total()
    available = Counter(unit[0].place for unit in cards)
    quotas = (targets - asked) & available
    while quotas.total() > left:  # a case asked one question too many of another topic
        quotas[quotas.most_common(1)[0][0]] -= 1
    quotas += Counter(apportion(left - quotas.total(), weights, available - quotas))
    taken += _drawn(cards, left, quotas)
    chosen = {id(unit) for unit in taken}
    rest = [unit for unit in pool if id(unit) not in chosen]
    return taken + _drawn(rest, spec.questions - sum(map(len, taken))), targets
