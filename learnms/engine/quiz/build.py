"""Draws the questions of a quiz. The same spec and seed give the same quiz."""

from __future__ import annotations

import random
from dataclasses import asdict, astuple, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from learnms.decks.codec import case_from_json, form_hash
from learnms.decks.model import PRIORITIES
from learnms.engine.browse.selection import select
from learnms.engine.queries import scope_of
from learnms.engine.question.build import card_of, seed_of
from learnms.engine.wording import choose_from
from learnms.errors import UsageError
from learnms.kinds.registry import KINDS
from learnms.kinds.response import is_scored
from learnms.study.event import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from learnms.decks.model import Card, Form
    from learnms.engine.queries import Queries
    from learnms.settings import Settings
    from learnms.store.read.answers import LatestAnswer
    from learnms.store.records import CardBody

Mode = Literal["tutor", "exam"]
STATUSES = ("unused", "missed", "flagged", "sure", "learned")
"""Never answered; wrong the last time; flagged; wrong though certain; learned in a review."""

ALONE = ("single", "select-all", "select-n", "true-false", "order")
"""Kinds whose question can be read without what there is to choose from."""
MOST_QUESTIONS = 200
DEFAULT_QUESTIONS = 10


@dataclass(frozen=True, slots=True)
class QuizSpec:
    """The choices of a quiz. Empty choices mean everything.

    `decks` are deck ids, `topics` are keys of blueprints, `kinds` are names of kinds or `case`,
    `priorities` are those of cards; cases have none.
    `minutes` None means no clock. `confidence` asks how sure the learner is; `recall_first` shows
    the options only on a key. `case` is the id of a case that is asked alone; `paper` is the id of
    a paper that is asked, and `form` the name of its form. `search` is a query of the card search.
    """

    mode: Mode = "tutor"
    decks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    questions: int = DEFAULT_QUESTIONS
    minutes: int | None = None
    seed: int = 0
    confidence: bool = False
    recall_first: bool = False
    case: str = ""
    paper: str = ""
    form: str = ""
    search: str = ""

    def to_json(self) -> dict[str, Any]:
        """The spec for the log."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> QuizSpec:
        """The spec that `to_json` wrote; fields of a newer program are ignored."""
        known = {f.name for f in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in data.items()
            if name in known
        }
        return cls(**values)


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question of a quiz: a card's form, or the part of a case with index `case`. `seed` orders
    its options; `draft` is the file and position of a card without an id.
    """

    card: str
    part: str | None
    form: str
    seed: int
    kind: str
    topic: str | None = None
    step: str | None = None
    case: int | None = None
    draft: tuple[str, int] | None = None

    def form_of(self, card: Card) -> Form | None:
        """The form that is asked; None where the card has it no more."""
        return next(
            (
                form
                for form in card.forms
                if form.asks(self.part) is not None and form_hash(form, self.part) == self.form
            ),
            None,
        )

    def to_json(self) -> list[Any]:
        """As a list, for the log."""
        return list(astuple(self))

    @classmethod
    def from_json(cls, data: list[Any]) -> QuizQuestion:
        """The question that `to_json` wrote."""
        *values, draft = data
        return cls(*[*values, tuple(draft) if draft else None])


def checked_spec(spec: QuizSpec, queries: Queries) -> QuizSpec:
    """The spec, if it is valid.

    Raises:
        UsageError: a number is out of range, or a kind, priority, status, topic or case does not
            exist.
    """
    if not 1 <= spec.questions <= MOST_QUESTIONS:
        message = f"Questions must be 1 to {MOST_QUESTIONS}, not {spec.questions}."
        raise UsageError(message)
    if spec.minutes is not None and not 1 <= spec.minutes <= 600:
        message = f"Minutes must be 1 to 600, not {spec.minutes}."
        raise UsageError(message)
    topics = [key for row in queries.deck_files() for key, _, _ in row.head.get("topics", [])]
    for field, chosen, known in (
        ("kind", spec.kinds, [*KINDS, "case"]),
        ("priority", spec.priorities, list(PRIORITIES)),
        ("status", spec.statuses, list(STATUSES)),
        ("topic", spec.topics, topics),
    ):
        for name in chosen:
            if name not in known:
                message = f"No {field} is called `{name}`."
                raise UsageError(message, choose_from(name, known))
    if spec.case and _case(queries, spec.case) is None:
        message = f"No case is called `{spec.case}`."
        cases = [row.card or "" for row in queries.library.cases()]
        raise UsageError(message, choose_from(spec.case, cases))
    return spec


def _case(queries: Queries, ident: str) -> CardBody | None:
    row = queries.library.card_body(ident)
    return row if row is not None and "case" in row.body else None


def build(queries: Queries, settings: Settings, spec: QuizSpec, today: date) -> list[QuizQuestion]:
    """The questions of a quiz: at most one of a card, and all parts of a case in order.

    Raises:
        LearnmsError: the search finds nothing, or is not valid.
    """
    if spec.case:
        case = _case(queries, spec.case)
        return _case_questions(case, spec) if case is not None else []
    draw = random.Random(spec.seed)  # an explicit generator: the same seed builds the same quiz
    units = list(_units(queries, settings, spec, today))
    draw.shuffle(units)
    chosen: list[tuple[CardBody, Card | None]] = []
    room = spec.questions
    for row, card in units:
        size = 1 if card is not None else len(row.body["case"]["parts"])
        if size <= room:
            chosen.append((row, card))
            room -= size
        if not room:
            break
    asked: list[QuizQuestion] = []
    for row, card in chosen:
        asked += (
            _case_questions(row, spec)
            if card is None
            else [_card_question(queries, settings, spec, row, card, today)]
        )
    return asked


def _units(
    queries: Queries, settings: Settings, spec: QuizSpec, today: date
) -> Iterator[tuple[CardBody, Card | None]]:
    """The cards and cases that fit the spec, in the library's order."""
    selection = None
    if spec.search:
        selection = select(queries, settings, today, spec.search, spec.decks or None)
    scope = scope_of(settings, selection.decks if selection is not None else spec.decks)
    known = _Known.of(queries, spec.statuses, today)
    for row in queries.library.quizzable(scope, but="flashcard"):  # nobody scores one
        if spec.statuses and not _has_status(row, spec.statuses, known):
            continue
        if selection is not None and not (
            row.card in selection.cards or (row.path, row.position) in selection.drafts
        ):
            continue
        card = card_of(row)
        if card is None:
            if _fits_case(row, spec):
                yield row, None
        elif _fits(card, spec, settings):
            yield row, card


class _Known(NamedTuple):
    """The latest answer to each card, the flagged cards, the learned cards."""

    latest: dict[str, LatestAnswer]
    flagged: set[str]
    learned: set[str]

    @classmethod
    def of(cls, queries: Queries, statuses: Iterable[str], today: date) -> _Known:
        """Read what these statuses need; answers are a whole log, so only if they matter."""
        latest = (
            queries.answers.latest_answers(today)
            if {"unused", "missed", "sure"} & set(statuses)
            else {}
        )
        return cls(latest, queries.quizzes.flagged_cards(), queries.quizzes.learned_cards())


def _has_status(row: CardBody, statuses: Iterable[str], known: _Known) -> bool:
    card = row.card or ""
    answer = known.latest.get(card)
    tests = {
        "unused": answer is None,
        "missed": answer is not None and answer.missed,
        "flagged": card in known.flagged,
        "sure": answer is not None and answer.sure_wrong,
        "learned": _is_learned(row, known.learned),
    }
    return any(tests[status] for status in statuses)


def _is_learned(row: CardBody, learned: set[str]) -> bool:
    """Whether a card was learned, or every card that a case tests."""
    if "case" not in row.body:
        return row.card in learned
    tested = {Part.parse(name).card for part in row.body["case"]["parts"] for name in part["tests"]}
    return bool(tested) and tested <= learned


class Size(NamedTuple):
    """How many questions a quiz would have. `is_all`: no more fit the choices; `is_most`: it may
    have fewer, because cases are asked whole.
    """

    questions: int
    is_all: bool = False
    is_most: bool = False


def size(queries: Queries, settings: Settings, spec: QuizSpec, today: date) -> Size:
    """How many questions `build` would give; it looks no further than needed."""
    cards = inside_cases = 0
    for row, card in _units(queries, settings, spec, today):
        if card is None:
            inside_cases += len(row.body["case"]["parts"])
        else:
            cards += 1
        if cards >= spec.questions:
            return Size(spec.questions)
    found = cards + inside_cases
    if found < spec.questions:
        return Size(found, is_all=True)
    return Size(spec.questions, is_most=found > spec.questions)


def _fits(card: Card, spec: QuizSpec, settings: Settings) -> bool:
    if spec.topics and card.topic not in spec.topics:
        return False
    if spec.priorities and card.priority not in spec.priorities:
        return False
    return next(_forms(card, spec, settings), None) is not None


def _forms(card: Card, spec: QuizSpec, settings: Settings) -> Iterator[tuple[str | None, Form]]:
    """The forms that a quiz can ask, each with its part: scored ones; teach-back for patients."""
    for part in card.parts:
        for form in card.forms:
            ask = form.asks(part)
            if ask is None or not form.is_for(settings.here):
                continue
            if spec.kinds and form.kind not in spec.kinds:
                continue
            if is_scored(ask.response) or (
                form.kind == "teach-back" and (settings.is_patient or "teach-back" in spec.kinds)
            ):
                yield part, form


def _fits_case(row: CardBody, spec: QuizSpec) -> bool:
    if spec.priorities or (spec.kinds and "case" not in spec.kinds):
        return False
    topics = {part["topic"] for part in row.body["case"]["parts"]}
    return not spec.topics or bool(topics & set(spec.topics))


def _card_question(
    queries: Queries, settings: Settings, spec: QuizSpec, row: CardBody, card: Card, today: date
) -> QuizQuestion:
    """The question in the fitting form that was seen least recently."""
    seen = list(queries.events.forms_seen(row.card, today)) if row.card else []
    forms = [
        (part, form_hash(form, part), form.kind) for part, form in _forms(card, spec, settings)
    ]
    part, form, kind = min(
        forms, key=lambda candidate: seen.index(candidate[1]) if candidate[1] in seen else -1
    )
    step = next((candidate.notes.step for candidate in card.forms if candidate.kind == kind), None)
    place = None if row.card else (row.path, row.position)
    return QuizQuestion(
        row.card or "",
        part,
        form,
        seed_of(spec.seed, row.card or row.position, part, form),
        kind,
        card.topic,
        step,
        None,
        place,
    )


def _case_questions(row: CardBody, spec: QuizSpec) -> list[QuizQuestion]:
    return [
        QuizQuestion(
            row.card or "",
            part.id,
            form_hash(part.form, None),
            seed_of(spec.seed, row.card, index),
            part.form.kind,
            part.topic,
            part.form.notes.step,
            index,
        )
        for index, part in enumerate(case_from_json(row.body["case"]).parts)
    ]
