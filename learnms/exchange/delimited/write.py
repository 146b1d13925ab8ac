"""A deck as a table: CSV, or TSV where the file's name ends in .tsv; one row a question."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

from learnms.exchange.bank import Loss, exported_questions, is_last, source_line
from learnms.exchange.cells import guarded
from learnms.exchange.cloze_text import cloze_text
from learnms.kinds.response import Arrange, Pick, SelfGrade, TypeIn
from learnms.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from learnms.decks.model import Deck
    from learnms.exchange.bank import ExportedQuestion
    from learnms.kinds.response import Group

_CHOICES = ("single", "select-all", "select-n")
_BEFORE = ("id", "kind", "question")
_AFTER = ("correct", "answer", "explanation", "source", "topic", "tags", "hint")
_UNWRITTEN = ("checked", "level", "step")


class _Row(NamedTuple):
    """The cells of a question by column, its options, and the rationales of these."""

    cells: dict[str, str]
    options: tuple[str, ...] = ()
    whys: tuple[str, ...] = ()


def write(decks: Sequence[Deck], path: Path) -> list[Loss]:
    """Write decks as one table with a head, in UTF-8 with the mark by which Excel knows it.

    Rationales of options and marks of unsafe ones have columns where there are any. Kinds and
    fields without columns are the losses.
    """
    losses: list[Loss] = []
    rows = [
        row
        for deck in decks
        for question in exported_questions(deck)
        if question.is_first_part and (row := _row(deck, question, losses)) is not None
    ]
    for deck in decks:
        losses += _lost_fields(deck)
    most = max((len(row.options) for row in rows), default=0)
    options = [f"option_{number}" for number in range(1, most + 1)]
    whys = [f"why_{number}" for number in range(1, most + 1)] if any(r.whys for r in rows) else []
    unsafe = ["unsafe"] if any("unsafe" in row.cells for row in rows) else []
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter="\t" if path.suffix.lower() == ".tsv" else ",")
        table.writerow([*_BEFORE, *options, *whys, *unsafe, *_AFTER])
        for row in rows:
            cells = [
                *(row.cells[name] for name in _BEFORE),
                *_filled(row.options, len(options)),
                *_filled(row.whys, len(whys)),
                *(row.cells.get(name, "") for name in (*unsafe, *_AFTER)),
            ]
            table.writerow([guarded(cell) for cell in cells])
    return losses


def _filled(texts: tuple[str, ...], number: int) -> list[str]:
    return [*texts, *[""] * (number - len(texts))]


def _row(deck: Deck, question: ExportedQuestion, losses: list[Loss]) -> _Row | None:
    """The row of a question; None, with a loss, if its kind has no columns."""
    notes = question.notes
    titles = {topic.key: topic.title for topic in deck.topics}
    exhibit = [f"{name}:\n{text}" for name, text in notes.exhibit]
    cells = {
        "id": question.id.removesuffix(f"-{question.form.compiled.asks[0][0]}"),
        "kind": question.kind,
        "question": "\n\n".join(filter(None, [question.story, *exhibit, question.ask.prompt])),
        "explanation": notes.explain or "",
        "source": source_line(deck, notes.sources).removeprefix("Source: "),
        "topic": titles.get(question.topic or "", question.topic or ""),
        "tags": "".join(f"{tag}; " for tag in question.tags).strip(),
        "hint": notes.hint or "",
    }
    match question.ask.response:
        case Pick(groups=(group,)) if question.kind in (*_CHOICES, "true-false"):
            return _choice(question, cells, group, losses)
        case Arrange(steps):
            correct = ", ".join(str(number) for number in range(1, len(steps) + 1))
            return _Row({**cells, "correct": correct}, steps)
        case SelfGrade() | TypeIn(number=None) if question.kind == "cloze":
            text = cloze_text(question.form)
            if text is not None:
                is_typed = isinstance(question.ask.response, TypeIn)
                kind = "cloze, typed" if is_typed else "cloze"
                before = "\n\n".join(filter(None, [question.story, *exhibit, text]))
                return _Row({**cells, "kind": kind, "question": before})
        case TypeIn(accepted, number=None):
            return _Row({**cells, "answer": " | ".join(accepted)})
        case SelfGrade(_, points) if points:
            return _Row({**cells, "answer": "\n".join(points)})
        case SelfGrade(answer):
            is_both = len(question.form.compiled.asks) > 1
            kind = "flashcard, both ways" if is_both else question.kind
            return _Row({**cells, "kind": kind, "answer": answer})
    losses.append(Loss(question.name, f"Left out: a table has no columns for `{question.kind}`."))
    return None


def _choice(
    question: ExportedQuestion, cells: dict[str, str], group: Group, losses: list[Loss]
) -> _Row:
    if question.kind == "true-false":
        truth = next(option.text for option in group.options if option.right)
        return _Row({**cells, "correct": truth.lower()})
    texts = tuple(option.text for option in group.options)
    numbers = [str(number) for number in range(1, len(texts) + 1)]
    # `2` may be an option's text as well
    sign = "option " if set(numbers) & {fold(text) for text in texts} else ""
    pairs = list(zip(numbers, group.options, strict=True))
    keys = [f"{sign}{number}" for number, option in pairs if option.right]
    if unsafe := [number for number, option in pairs if option.unsafe]:
        cells["unsafe"] = ", ".join(unsafe)
    if group.last is not None and not is_last(texts[group.last]):
        losses.append(Loss(question.name, "A table has no column for `last`."))
    whys = tuple(option.why or "" for option in group.options)
    return _Row({**cells, "correct": ", ".join(keys)}, texts, whys if any(whys) else ())


def _lost_fields(deck: Deck) -> list[Loss]:
    """The fields of cards that have no column, and the cases, whose parts stand alone."""
    losses = []
    for name in _UNWRITTEN:
        number = sum(1 for card in deck.cards if getattr(card.forms[0].notes, name) is not None)
        if number:
            cards = "1 card" if number == 1 else f"{number} cards"
            losses.append(Loss(deck.id, f"A table has no column for `{name}` ({cards})."))
    if deck.cases:
        losses.append(Loss(deck.id, "The parts of cases became separate questions."))
    if any(len(card.forms) > 1 for card in deck.cards):
        losses.append(Loss(deck.id, "Forms under `also` became separate questions."))
    return losses
