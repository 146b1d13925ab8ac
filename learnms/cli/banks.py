"""Question banks of `learnms import` and `learnms export`: the preview, what is lost, the file."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from learnms import paths
from learnms.cli.output import agreed, print_json
from learnms.engine.wording import capitalized, count, kind_name
from learnms.errors import LearnmsError, UsageError
from learnms.exchange.bank import Loss, exported_questions, source_line
from learnms.exchange.cloze_text import cloze_text
from learnms.exchange.formats import FORMATS
from learnms.exchange.imported_deck import deck_of
from learnms.files import already_exists, file_named, new_file, whole_file, writing
from learnms.kinds.response import Arrange, Pick, SelfGrade, TypeIn
from learnms.text import visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from learnms.cli.context import Context
    from learnms.decks.model import Deck
    from learnms.exchange.bank import ExportedQuestion
    from learnms.exchange.formats import Format
    from learnms.exchange.imported_deck import ImportedDeck
    from learnms.kinds.response import Response

_SHOWN_CARDS = 3
_LONGEST_TEXT = 600
_OTHER_NAME = "Choose another name with `--to`."
_ALIKE = 3
"""Losses of the same text that are printed one by one; more of them share a line."""


def import_bank(path: Path, format_: Format, options: Any) -> int:
    """Preview a file of questions, and write the deck that is made of it."""
    if not format_.reader:
        message = f"{format_.title} files cannot be imported, only exported."
        raise UsageError(message, "Import the deck or the questions it was made from.")
    target = target_of(path, options.to)
    if options.yes and not options.dry_run and target.exists():
        raise already_exists(target, _OTHER_NAME)
    bank = format_.read(path)
    bank.title = bank.title or capitalized(path.stem.replace("_", " ").replace("-", " ").strip())
    imported = deck_of(bank, target.stem)
    if not imported.deck.cards and not imported.deck.cases:
        if not options.json:
            print_losses(imported.losses, sys.stdout)
        if not imported.losses:
            message = f"{path} has no questions."
            raise LearnmsError(message, f"Check that it is the right file, in {format_.title}.")
        message = f"No question in {path} can be imported."
        raise LearnmsError(message, "Fix the questions in the list, and import the file again.")
    is_written = options.yes and not options.dry_run
    if is_written:  # before the preview, whose reader may leave
        _write(target, imported.text)
    if not options.json:
        _preview(imported, path, format_)
        if not options.yes and not options.dry_run and not target.exists() and _agreed(target):
            _write(target, imported.text)
            is_written = True
    if options.json:
        print_json(_summary(imported, path, format_, target if is_written else None))
    else:
        print(_ending(imported, target, options, is_written=is_written), file=sys.stderr)
    return 0


def target_of(path: Path, to: str | None) -> Path:
    """The deck file to write: in the current folder, unless another place is named."""
    usual = f"{path.stem}.yaml"
    target = file_named(to, usual) if to else Path(usual)
    return target if target.suffix in paths.SUFFIXES else target.with_name(f"{target.name}.yaml")


def _agreed(target: Path) -> bool:
    """Ask at a terminal; without one, `--yes` is required."""
    return sys.stdin.isatty() and agreed(f"Write {visible_line(str(target))}?")


def _write(target: Path, text: str) -> None:
    with writing(target, _OTHER_NAME), whole_file(target, replace=False, private=False) as file:
        file.write(text)


def _ending(imported: ImportedDeck, target: Path, options: Any, *, is_written: bool) -> str:
    """What was done, and what comes next."""
    name = visible_line(shlex.quote(str(target)))
    if is_written:
        number = count(len(imported.deck.cards), "card")
        return (
            f"Wrote {number} to {visible_line(str(target))}.\nNext: `learnms check {name}`, then"
            f" `learnms preview {name}`."
        )
    if options.dry_run:
        return "Dry run: nothing was written."
    if target.exists():
        return f"Nothing was written: {visible_line(str(target))} already exists. {_OTHER_NAME}"
    return f"Nothing was written. To write {visible_line(str(target))}, add `--yes`."


def _summary(
    imported: ImportedDeck, path: Path, format_: Format, written: Path | None
) -> dict[str, Any]:
    deck = imported.deck
    return {
        "file": str(path),
        "format": format_.name,
        "title": deck.title,
        "cards": len(deck.cards),
        "kinds": dict(Counter(card.forms[0].kind for card in deck.cards)),
        "with_source": _with_source(deck),
        "losses": [loss._asdict() for loss in imported.losses],
        "written": str(written) if written else None,
    }


def _sourced(deck: Deck) -> str:
    """How many cards have a source, and what becomes of the others."""
    cited, total = _with_source(deck), len(deck.cards)
    if cited == total:
        return "all with a source"
    some = f"{cited} with a source, {total - cited} without" if cited else "none with a source"
    return f"{some}: drafts, which quizzes ask and reviews do not"


def _with_source(deck: Deck) -> int:
    return sum(1 for card in deck.cards if card.forms[0].notes.sources)


def _preview(imported: ImportedDeck, path: Path, format_: Format) -> None:
    """Print the deck as it would be: counts, losses, the first cards."""
    deck = imported.deck
    kinds = Counter(card.forms[0].kind for card in deck.cards)
    print(f"{visible_line(deck.title)} ({format_.title}, {visible_line(path.name)})")
    print(
        f"  {count(len(deck.cards), 'card')}: "
        + ", ".join(f"{kind_name(kind)} ({number})" for kind, number in kinds.most_common())
    )
    print(f"  {_sourced(deck)}")
    print_losses(imported.losses, sys.stdout)
    questions = [
        question
        for question in exported_questions(deck)
        if question.is_first_part and question.form.own
    ]
    print("\nThe first cards:" if len(questions) > _SHOWN_CARDS else "\nThe cards:")
    for number, question in enumerate(islice(questions, _SHOWN_CARDS), 1):
        lines = list(_card(deck, question))
        print(f"\n{number:>3}. " + "\n     ".join(lines))
    print()


def _card(deck: Deck, question: ExportedQuestion) -> Iterator[str]:
    """The lines of a question as a learner sees it, with its answer marked."""
    whole = cloze_text(question.form) if question.kind == "cloze" else None
    yield from _lines(f"{whole or question.ask.prompt} ({kind_name(question.kind)})")
    if whole is None:
        yield from _answer(question.ask.response)
    if question.notes.explain:
        yield from _lines(f"Why: {question.notes.explain}")
    if question.notes.sources:
        yield visible_line(source_line(deck, question.notes.sources))


def _answer(response: Response) -> Iterator[str]:
    """The options with the right ones marked, or the answer."""
    match response:
        case Pick(groups, text=text):
            if text:
                yield from _lines(text)
            for group in groups:
                if group.label:
                    yield f"{visible_line(group.label)}:"
                for option in group.options:
                    yield f"{'✓' if option.right else '·'} {visible_line(option.text)}"
        case Arrange(steps):
            for place, step in enumerate(steps, 1):
                yield f"{place}. {visible_line(step)}"
        case SelfGrade(answer, points):
            yield from _lines(f"Answer: {answer or '; '.join(points)}")
        case TypeIn(accepted, number):
            shown = number.expression if number is not None else " or ".join(accepted)
            yield from _lines(f"Answer: {shown}")


def _lines(text: str) -> list[str]:
    cut = text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"
    return visible(cut).split("\n")


def print_losses(losses: Sequence[Loss], stream: TextIO) -> None:
    """Print what is lost, item by item; many items with the same loss share one line."""
    if not losses:
        return
    by_text: dict[str, list[str]] = {}
    for loss in losses:
        by_text.setdefault(loss.text, []).append(visible_line(loss.item))
    print(f"\nLost or changed ({len(losses)}):", file=stream)
    for text, items in by_text.items():
        if len(items) > _ALIKE:
            print(f"  {len(items)} items: {visible_line(text)}", file=stream)
            print(f"    {', '.join(items)}", file=stream)
        else:
            for item in items:
                print(f"  {item}: {visible_line(text)}", file=stream)


# -- export ----------------------------------------------------------------------------------------


def export_bank(context: Context, format_: Format, options: Any) -> int:
    """Write decks to a new file of another program, and say what it cannot hold."""
    if not format_.writer:
        message = f"{format_.title} files cannot be exported, only imported."
        known = ", ".join(each.name for each in FORMATS if each.writer)
        raise UsageError(message, f"Choose from: {known}.")
    names, to = list(options.words), options.to
    if to is None and len(names) > 1 and _is_target(names[-1], format_):
        to = names.pop()
    if not names:
        message = "Name a deck to export."
        remedy = f"Write `learnms export {format_.name} DECK`, with the deck's id or file."
        raise UsageError(message, remedy)
    losses: list[Loss] = []
    decks = [_deck(path, losses) for path in _deck_paths(context, names)]
    name = f"{decks[0].id}{format_.suffixes[0]}"
    target = file_named(to, name) if to else Path(name)
    if len(decks) > 1 and (to is None or target != Path(to).expanduser()):
        message = "Name the file for these decks."
        raise UsageError(message, f"Add `--to FILE{format_.suffixes[0]}`.")
    with writing(target, _OTHER_NAME), new_file(target) as path:
        losses += format_.write(decks, path)
    if options.json:
        print_json({"written": str(target), "losses": [loss._asdict() for loss in losses]})
    else:
        print_losses(losses, sys.stderr)
    titles = ", ".join(f"“{visible_line(deck.title)}”" for deck in decks)
    print(f"Wrote {titles} to {visible_line(str(target))}.", file=sys.stderr)
    return 0


def _is_target(word: str, format_: Format) -> bool:
    """Whether the last word names the file to write and not another deck."""
    return Path(word).suffix.lower() in (*format_.suffixes, ".zip")


def _deck_paths(context: Context, names: Sequence[str]) -> list[Path]:
    """The files of decks given by file, id or title."""
    files = [Path(name) for name in names if Path(name).is_file()]
    if len(files) == len(names):
        return files
    with context.workspace() as workspace:
        found = {row.deck_id: Path(row.path) for row in workspace.queries.deck_files()}
        return [
            path
            for name in names
            for path in (
                [Path(name)]
                if Path(name).is_file()
                else [found[ident] for ident in workspace.deck_ids([name])]
            )
        ]


def _deck(path: Path, losses: list[Loss]) -> Deck:
    """A deck from its file, without cards that have errors, which are losses."""
    from learnms.decks.load import Sources, load

    loaded = load(path, str(path), Sources(), None)
    if loaded.read is None:
        message = f"{path} cannot be read as a deck."
        raise LearnmsError(message, f"Run `learnms check {shlex.quote(str(path))}`.")
    deck = loaded.read.deck
    if missing := deck.card_count - len(deck.cards):
        what = "A card with an error was" if missing == 1 else f"{missing} cards with errors were"
        losses.append(Loss(str(path), f"{what} left out; run `learnms check`."))
    if not deck.cards and not deck.cases:
        message = f"{path} has no cards to export."
        raise LearnmsError(message, f"Run `learnms check {shlex.quote(str(path))}`.")
    return deck
