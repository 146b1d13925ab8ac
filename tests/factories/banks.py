"""Question banks in tests: a file read, and decks written, read back and loaded as decks again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms.decks.deck_file import as_yaml
from learnms.decks.load import Sources, load
from learnms.exchange.bank import exported_questions
from learnms.exchange.formats import BY_NAME
from learnms.kinds.response import Pick, TypeIn
from learnms.markdown import inline
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.decks.model import Deck
    from learnms.exchange.bank import ExportedQuestion, ImportedBank


def read_bank(folder: Path, format_: str, text: str | bytes) -> ImportedBank:
    """The question bank in a file of a format."""
    path = folder / f"bank{BY_NAME[format_].suffixes[0]}"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return BY_NAME[format_].read(path)


def loaded(folder: Path, bank: ImportedBank) -> Deck:
    """The bank as a deck, which must be without errors but in what a person has yet to add."""
    text = as_yaml(
        {
            "deck": bank.title,
            "id": "imported",
            **({"topics": bank.topics} if bank.topics else {}),
            **({"sources": bank.sources} if bank.sources else {}),
            "cards": bank.cards,
        }
    )
    path = folder / "imported.yaml"
    path.write_text(text, "utf-8")
    deck_file = load(path, path.name, Sources(), None)
    unreadable = [finding for finding in deck_file.findings if finding.code[:3] in _UNREADABLE]
    assert not unreadable, unreadable[:3]
    assert deck_file.read is not None
    assert len(deck_file.read.deck.cards) == len(bank.cards)
    return deck_file.read.deck


_UNREADABLE = ("LM0", "LM1", "LM2")


def there_and_back(
    folder: Path, format_: str, decks: list[Deck]
) -> tuple[dict[str, ExportedQuestion], dict[str, list[str]]]:
    """The questions of decks by id, after they were written, read and loaded; and what was lost by
    item, when written and when read.
    """
    path = folder / "bank.out"
    losses = BY_NAME[format_].write(decks, path)
    bank = BY_NAME[format_].read(path)
    questions = {question.id: question for question in exported_questions(loaded(folder, bank))}
    lost: dict[str, list[str]] = {}
    for loss in [*losses, *bank.losses]:
        lost.setdefault(loss.item, []).append(loss.text)
    return questions, lost


def shown(text: str | None) -> str:
    """A text as it is compared: on one line, without styles."""
    return inline(text or "")


def key_of(question: ExportedQuestion) -> Any:
    """What is right, what is wrong, and why, whatever the kind calls it."""
    response = question.ask.response
    if isinstance(response, Pick):
        return sorted(
            (
                shown(group.label) if len(response.groups) > 1 else "",
                sorted((fold(shown(o.text)), o.right, shown(o.why)) for o in group.options),
            )
            for group in response.groups
            if any(option.right for option in group.options)
        )
    if isinstance(response, TypeIn) and response.number is None:
        return sorted(map(fold, response.accepted))
    return response


def most_points(question: ExportedQuestion) -> int:
    """The points of a right answer."""
    response = question.ask.response
    if not isinstance(response, Pick):
        return 1
    return sum(
        1 if group.rule == "all-or-nothing" else sum(option.right for option in group.options)
        for group in response.groups
    )
