"""The page of one card: its forms, sources, memory, history and confusions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from learnms.decks.codec import card_from_json, case_from_json, signed_from_json
from learnms.decks.content_hash import CHANGED, state
from learnms.decks.model import inherited
from learnms.engine import wording as words
from learnms.engine.cards.confusions import Confusion, confusions
from learnms.engine.cards.notes import events_of, note_in, notes_of
from learnms.engine.cards.target import EntryKind, Target
from learnms.engine.question.build import Place, card_of, citations, open_card, open_case
from learnms.engine.queue.scheduling_terms import Terms
from learnms.engine.wording import badge
from learnms.study.event import ANSWER_KINDS, Part
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.memory import NEW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from learnms.decks.model import Form
    from learnms.engine.queries import Queries
    from learnms.engine.question.build import Opened
    from learnms.engine.question.views import Citation, QuestionView
    from learnms.settings import Settings
    from learnms.store.records import CardBody
    from learnms.study.event import Event
    from learnms.study.memory import Memory

_PLACE = Place(1, 1, 1)
_SHOWN_KINDS = (*ANSWER_KINDS, "suspend", "bury", "flag", "note", "reset", "due")
_LEVELS = (0.9, 0.8, 0.7, 0.5)


@dataclass(frozen=True, slots=True)
class Curve:
    """The predicted recall over `days` from the last review, in equal steps; `today` and `due` are
    step numbers, or None outside.
    """

    values: tuple[float, ...]
    days: int
    today: int | None
    due: int | None


@dataclass(frozen=True, slots=True)
class CardPage:
    """A card, a part of a case, a draft or an orphan.

    `wording` is the fingerprint of its own wording. `recall` is the predicted recall now, 0 to 1;
    `falls` are the coming days on which it falls to 90, 80, 70 and 50%. `history` holds the
    counting events, oldest first; `siblings` the other parts of the card with their questions.
    `lacks` is what makes a card a draft; `signed` says who signed the card, or that it changed
    since.
    """

    part: Part | None
    kind: EntryKind
    prompt: str
    deck: str
    deck_title: str
    version: str
    topic: str
    path: str
    line: int
    wording: str
    forms: tuple[QuestionView, ...]
    sources: tuple[Citation, ...]
    checked: date | None
    memory: Memory
    today: date
    recall: float | None
    falls: tuple[tuple[float, date], ...]
    note: str
    confused: tuple[Confusion, ...]
    history: tuple[Event, ...]
    siblings: tuple[tuple[Part, str], ...]
    weights: tuple[float, ...] = ()
    priority: str = ""
    region: tuple[str, ...] = ()
    lacks: str = ""
    signed: str = ""

    @property
    def badge(self) -> str:
        """The regions in which the card is asked: `US, UK`; '' for everywhere."""
        return badge(self.region)

    @property
    def target(self) -> Target:
        """The card as the target of an action."""
        return Target(self.part, self.kind)

    @property
    def answers(self) -> tuple[Event, ...]:
        """The answers of the history."""
        return tuple(event for event in self.history if event.kind in ANSWER_KINDS)

    def curve(self, steps: int) -> Curve | None:
        """The forgetting curve in this many steps; None while the card is new."""
        known = self.memory.recallable()
        if known is None or steps < 2:
            return None
        stability, _, last = known
        ahead = [
            (self.today - last).days,
            (self.memory.due - last).days if self.memory.due else 0,
            round(stability),
        ]
        days = max(steps - 1, round(max(ahead) * 1.5))
        model = Fsrs6(self.weights)

        def step_of(on: date | None) -> int | None:
            return (
                round((on - last).days * (steps - 1) / days)
                if on is not None and 0 <= (on - last).days <= days
                else None
            )

        return Curve(
            tuple(
                model.recall(round(step * days / (steps - 1)), stability) for step in range(steps)
            ),
            days,
            step_of(self.today),
            step_of(self.memory.due),
        )


def card_page(
    queries: Queries,
    settings: Settings,
    today: date,
    part: Part | None,
    draft: tuple[str, int] | None = None,
) -> CardPage | None:
    """The page of a part, or of the draft at a position of a file; None if nothing is known."""
    row = (
        queries.library.body_at(*draft)
        if draft is not None
        else queries.library.card_body(part.card)
        if part is not None
        else None
    )
    questions = _opened(queries, settings, today, row, part) if row is not None else []
    events = events_of(queries, today, part, _SHOWN_KINDS) if part is not None else []
    memory = queries.memory.memory(part) if part is not None else NEW
    seen = queries.search_rows.last_seen(part) if part is not None else None
    if not questions and not events and seen is None and memory == NEW:
        return None
    first = questions[0] if questions else None
    page = CardPage(
        part=part,
        kind=(
            "orphan"
            if first is None or row is None
            else "case"
            if "case" in row.body
            else "draft"
            if row.card is None
            else "card"
        ),
        prompt=first.item.question.prompt if first is not None else seen[0] if seen else "",
        deck=first.item.deck if first is not None else seen[1] if seen else "",
        deck_title=first.item.deck_title if first is not None else seen[1] if seen else "",
        version=(row.head.get("version") or "") if row is not None else "",
        topic=_topic(row, part) if row is not None else "",
        path=row.path if row is not None else "",
        line=first.item.line if first is not None else 0,
        wording=(first.wording_hash or first.form_hash) if first is not None else "",
        forms=tuple(question.item for question in questions),
        sources=_sources(row, [question.form for question in questions]) if row is not None else (),
        checked=max(
            (question.item.checked for question in questions if question.item.checked is not None),
            default=None,
        ),
        memory=memory,
        today=today,
        recall=None,
        falls=(),
        note=note_in(events),
        confused=confusions(events, [one.form for one in questions], _asked_part(row, part)),
        history=tuple(_without_linked_answers(events)),
        siblings=(
            tuple(
                (sibling.part, sibling.prompt)
                for sibling in queries.library.parts_of(part.card)
                if sibling.part != part
            )
            if part is not None
            else ()
        ),
        weights=queries.weights(today),
        priority=row.body.get("priority", "") if row is not None else "",
        region=tuple(row.body.get("region", ())) if row is not None else (),
        lacks=_lacks(row) if row is not None else "",
        signed=_signed(row) if row is not None else "",
    )
    return _with_recall(page)


def taken_for(queries: Queries, today: date, part: Part) -> tuple[Confusion, ...]:
    """The confusions of a card; none if it is not in the library."""
    row = queries.library.card_body(part.card)
    card = card_of(row) if row is not None else None
    return (
        confusions(events_of(queries, today, part, _SHOWN_KINDS), card.forms, part.part)
        if card is not None
        else ()
    )


def beside(queries: Queries, today: date, part: Part) -> tuple[str, tuple[Confusion, ...]]:
    """What is shown with a question: the private note and the confusions."""
    return notes_of(queries, today, [part])[part], taken_for(queries, today, part)


def _signed(row: CardBody) -> str:
    """Who signed the card as it is, or that it changed since; '' in a deck that nobody signed."""
    signed = signed_from_json(row.head)
    if signed is None:
        return ""
    is_case = "case" in row.body
    now = state(signed, case_from_json(row.body["case"]) if is_case else card_from_json(row.body))
    if not now:
        return f"Signed by {signed.by} on {words.day(signed.on)}."
    what = "Changed since it" if now == CHANGED else "Added since the deck"
    return f"{what} was signed by {signed.by} on {words.day(signed.on)}."


def _asked_part(row: CardBody | None, part: Part | None) -> str | None:
    """The part's name in its forms: the question of a case's part asks the whole of itself."""
    return None if part is None or (row is not None and "case" in row.body) else part.part


def _with_recall(page: CardPage) -> CardPage:
    known = page.memory.recallable()
    if known is None:
        return page
    stability, _, last = known
    model = Fsrs6(page.weights)
    falls = ((level, last + timedelta(days=model.interval(stability, level))) for level in _LEVELS)
    recall = model.recall(max(0, (page.today - last).days), stability)
    return replace(
        page, recall=recall, falls=tuple((level, on) for level, on in falls if on > page.today)
    )


def _lacks(row: CardBody) -> str:
    """What makes a card a draft; '' for others."""
    card = card_of(row) if row.card is None else None
    return card.lacks if card is not None else ""


def _opened(
    queries: Queries, settings: Settings, today: date, row: CardBody, part: Part | None
) -> list[Opened]:
    """Every form that asks the part, as a question; of a draft, the forms of all its parts."""
    card = card_of(row)
    if card is None:
        names = [case_part["id"] for case_part in row.body["case"]["parts"]]
        if part is None or part.part not in names:
            return []
        return [open_case(row, names.index(part.part), 0, _PLACE)]
    terms = Terms.of(queries, settings, today)
    parts = [part] if part is not None else [Part("", name) for name in card.parts]
    return [
        open_card(queries, terms, row, asked, form, card, 0, _PLACE)
        for asked in parts
        for form in card.forms
        if asked.part in card.parts and form.asks(asked.part) is not None
    ]


def _topic(row: CardBody, part: Part | None) -> str:
    """The title of the topic, or its key if the deck does not declare it."""
    key = row.body.get("topic")
    if "case" in row.body:
        key = next(
            (
                step["topic"]
                for step in row.body["case"]["parts"]
                if part is not None and step["id"] == part.part
            ),
            None,
        )
    return next(
        (title for known, title, *_ in row.head.get("topics", []) if known == key), key or ""
    )


def _sources(row: CardBody, forms: Sequence[Form]) -> tuple[Citation, ...]:
    """The sources of all forms, each once."""
    cited = (
        citation
        for form in forms
        for citation in citations(inherited(form.notes, forms[0].notes), row.head)
    )
    return tuple(dict.fromkeys(cited))


def _without_linked_answers(events: list[Event]) -> list[Event]:
    """The events without answers that belong to a review."""
    repeated = {event.ref for event in events if event.kind == "review" and event.ref is not None}
    return [event for event in events if event.id not in repeated]
