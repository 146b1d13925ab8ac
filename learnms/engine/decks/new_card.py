"""A new card for a deck: the form that asks for it, its fields, and writing it into the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms.engine.form import Action, Choice, Form, Row, Text
from learnms.engine.wording import KIND_WORDS, count
from learnms.errors import UsageError
from learnms.paths import DeckFile, shown_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from learnms.engine.workspace import Workspace
    from learnms.syntax.finding import Finding

KINDS = tuple(
    (kind, KIND_WORDS[kind])
    for kind in ("flashcard", "single", "select-all", "true-false", "typed", "cloze")
)
MOST_OPTIONS = 9
REASON = " | "
"""Between an option and why it is right or wrong."""
_WHY = f"To say why, add `{REASON.strip()}` and the reason."
NO_SOURCE = ""


@dataclass(frozen=True, slots=True)
class DeckChoices:
    """What a card of a deck can refer to: keys with their titles."""

    title: str
    sources: tuple[tuple[str, str], ...] = ()
    topics: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NewCard:
    """What was typed so far. `right` are the right options or accepted answers, `wrong` the wrong
    options; `place` is the place in the source; `checked`: it was compared with the source today.
    """

    kind: str = "flashcard"
    question: str = ""
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    is_true: bool = True
    explain: str = ""
    source: str = NO_SOURCE
    place: str = ""
    checked: bool = False
    topic: str = ""

    def is_same(self, other: NewCard) -> bool:
        """Whether nothing was typed since; the kind and what cards share do not count."""
        kept = {name: getattr(other, name) for name in ("kind", "source", "topic", "checked")}
        return replace(self, **kept) == other

    def next(self) -> NewCard:
        """An empty card with what is likely to be the same again."""
        return NewCard(self.kind, source=self.source, checked=self.checked, topic=self.topic)


@dataclass(frozen=True, slots=True)
class Written:
    """A card that was written: its id, its place, and what `check` says of it."""

    id: str
    path: str
    line: int
    findings: tuple[Finding, ...]

    def sentences(self) -> Iterator[str]:
        """Where the card is, how it is taken away again, and its findings."""
        yield (
            f"Added {self.id} at {shown_path(self.path)}:{self.line}. To remove it, delete its"
            " lines there."
        )
        for finding in self.findings:
            yield f"{finding.severity.capitalize()} {finding.code}: {finding.message}."

    def short(self) -> str:
        """The same in little room, the findings counted."""
        first, *rest = self.sentences()
        if len(rest) > 1:
            rest = [f"{count(len(rest), 'finding')}, the first: {rest[0]}"]
        return " ".join([first, *rest])


def deck_choices(path: str) -> DeckChoices:
    """The sources and topics of a deck file.

    Raises:
        UsageError: it is no deck that can be read.
    """
    from learnms.decks.load import Sources, load

    loaded = load(Path(path), shown_path(path), Sources(), None)
    if loaded.read is None:
        message = f"{shown_path(path)}: {loaded.findings[0].message}."
        raise UsageError(message, "No card can be added.")
    deck = loaded.read.deck
    return DeckChoices(
        deck.title,
        tuple((source.key, source.title) for source in deck.sources),
        tuple((topic.key, topic.title) for topic in deck.topics),
    )


# -- the form --------------------------------------------------------------------------------------


def card_form(card: NewCard, choices: DeckChoices) -> Form[NewCard]:
    """The form of a card. A list has one more line than is filled."""

    def put(name: str, value: object) -> NewCard:
        return replace(card, **{name: value})  # type: ignore[arg-type]  # a field's own value

    kind: Row[NewCard] = Choice(
        "kind",
        "Kind",
        "What learners do with the card.",
        value=card.kind,
        values=KINDS,
        put=partial(put, "kind"),
    )
    question = Text(
        "question", *_question_words(card.kind), value=card.question, put=partial(put, "question")
    )
    about: list[Row[NewCard]] = [
        Text(
            "explain",
            "Explanation",
            "Shown after the answer.",
            value=card.explain,
            put=partial(put, "explain"),
        )
    ]
    if choices.sources:
        about.append(
            Choice(
                "source",
                "Source",
                "Where the fact comes from, as the deck declares it.",
                value=card.source,
                values=((NO_SOURCE, "none"), *((key, key) for key, _ in choices.sources)),
                put=partial(put, "source"),
            )
        )
    if card.source:
        about += [
            Text("place", "Section", "Such as §2.1.", value=card.place, put=partial(put, "place")),
            Choice(
                "checked",
                "Checked",
                "Whether you compared the card with its source today.",
                value=card.checked,
                values=((False, "not yet"), (True, "today")),
                put=partial(put, "checked"),
            ),
        ]
    if choices.topics:
        about.append(
            Choice(
                "topic",
                "Topic",
                value=card.topic,
                values=(("", "none"), *((key, key) for key, _ in choices.topics)),
                put=partial(put, "topic"),
            )
        )
    add: Row[NewCard] = Action("add", "Add card", verb="add", about=problem(card))
    rows = (question, *_answer_rows(card, put))
    return Form("New card", ((kind,), rows, tuple(about), (add,)), note=choices.title)


def _question_words(kind: str) -> tuple[str, str]:
    """The label of the question and the sentence about it."""
    match kind:
        case "cloze":
            return "Sentence", "Put two braces around each blank: The dose is {{600 mg}}."
        case "true-false":
            return "Statement", "A statement that is true or false."
        case _:
            return "Question", "What learners are asked."


def _answer_rows(card: NewCard, put: Any) -> Iterator[Row[NewCard]]:
    """The rows of the answer, by kind."""
    match card.kind:
        case "flashcard":
            yield from _list(card.right[:1], "right", "Answer", put, "", most=1)
        case "single":
            yield from _list(card.right[:1], "right", "Right option", put, _WHY, most=1)
            yield from _list(card.wrong, "wrong", "Wrong option", put, _WHY)
        case "select-all":
            yield from _list(card.right, "right", "Right option", put, _WHY)
            yield from _list(card.wrong, "wrong", "Wrong option", put, _WHY)
        case "typed":
            yield from _list(card.right, "right", "Accepted answer", put, "What learners may type.")
        case "true-false":
            yield Choice(
                "is_true",
                "It is",
                value=card.is_true,
                values=((True, "true"), (False, "false")),
                put=partial(put, "is_true"),
            )


def _list(
    values: tuple[str, ...], name: str, label: str, put: Any, help: str, most: int = MOST_OPTIONS
) -> Iterator[Row[NewCard]]:
    """A row for each value, and an empty one; a row that is emptied goes."""

    def changed(place: int, text: str) -> NewCard:
        texts = [*values[:place], text, *values[place + 1 :]]
        state: NewCard = put(name, tuple(text for text in texts if text))
        return state

    for place in range(min(most, len(values) + 1)):
        value = values[place] if place < len(values) else ""
        number = f" {place + 1}" if most > 1 else ""
        yield Text(
            f"{name}-{place}", f"{label}{number}", help, value=value, put=partial(changed, place)
        )


def problem(card: NewCard) -> str:
    """What is missing before the card can be added; '' if nothing is."""
    label, _ = _question_words(card.kind)
    if not card.question:
        return f"needs a {label.lower()}"
    match card.kind:
        case "cloze" if "{{" not in card.question:
            return "needs a blank in two braces"
        case "flashcard" | "typed" if not card.right:
            return "needs an answer"
        case "single" if not card.right or not card.wrong:
            return "needs a right and a wrong option"
        case "select-all" if not card.right:
            return "needs a right option"
    return ""


# -- writing ---------------------------------------------------------------------------------------


def fields_of(card: NewCard, today: date) -> dict[str, Any]:
    """The fields of the card as a deck file has them, without an id."""
    fields: dict[str, Any] = {"cloze" if card.kind == "cloze" else "ask": card.question}
    match card.kind:
        case "flashcard":
            fields["answer"] = card.right[0]
        case "single":
            fields["right"] = _option(card.right[0])
            fields["wrong"] = [_option(text) for text in card.wrong]
        case "select-all":
            fields["select"] = "all"
            fields["right"] = [_option(text) for text in card.right]
            fields |= {"wrong": [_option(text) for text in card.wrong]} if card.wrong else {}
        case "true-false":
            fields["true-false"] = card.is_true
        case "typed":
            fields["type"] = list(card.right)
    fields |= {"explain": card.explain} if card.explain else {}
    if card.source:
        fields["source"] = f"{card.source} {card.place}".strip()
        fields |= {"checked": today} if card.checked else {}
    return fields | ({"topic": card.topic} if card.topic else {})


def _option(text: str) -> str | dict[str, str]:
    option, _, why = (part.strip() for part in text.partition(REASON))
    return {"text": option, "why": why} if option and why else text


def write_card(workspace: Workspace, path: str, card: NewCard) -> Written:
    """Write the card into its deck file, as its last one.

    Raises:
        LearnmsError: something is missing, or the file cannot be changed; it is as it was.
    """
    from learnms.decks.add_card import add_card
    from learnms.decks.check import check

    if missing := problem(card):
        message = f"Not added: the card {missing}."
        raise UsageError(message)
    today, library = workspace.clock().date(), workspace.queries.library
    taken = {part.part.card for part in library.parts()}
    taken |= {renaming.was.partition("#")[0] for renaming in library.renamings()}
    added = add_card(Path(path), shown_path(path), fields_of(card, today), taken)
    checked = check([DeckFile(path, shown_path(path), named=True)], today)
    findings = tuple(finding for finding in checked.findings if finding.card == added.id)
    return Written(added.id, path, added.line, findings)
