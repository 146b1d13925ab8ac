"""`learnms decks`, `learnms due`, `learnms memory`: what there is, what waits, what is known.
Neither Textual nor sqlmodel.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from learnms.engine.home.decks import future_words
from learnms.engine.home.home import deck_rows
from learnms.engine.home.overview import waiting_words
from learnms.engine.queue.today import some_of, waiting
from learnms.text import visible_line

if TYPE_CHECKING:
    from datetime import date

    from learnms.cli.context import Context
    from learnms.engine.workspace import Workspace
    from learnms.store.read.library import DeckRow
    from learnms.study.event import Part
    from learnms.study.memory import Memory


def decks(context: Context, options: Any) -> int:
    """List the decks of the library, show the page of some, or print topics against the
    blueprint. A patient's lines are of their own decks.
    """
    if options.coverage or options.deck:
        return _pages(context, options)
    with context.workspace() as workspace:
        library, settings = workspace.data.library, workspace.settings
        only_own = settings.is_patient and not options.json
        rows = [
            _deck(row) for row in (library.offered(settings.role) if only_own else library.decks())
        ]
    if options.json:
        _print_json(rows)
        return 0
    from learnms.engine.wording import count

    _table(
        [
            [
                row["title"],
                (
                    f"{row['cards']} cards"
                    if row["cards"] or not row["cases"]
                    else count(row["cases"], "case")
                ),
                f"{row['parts']} parts" if row["parts"] or not row["cases"] else "",
                f"{row['questions']} questions",
                f"{row['errors']} problems" if row["errors"] else "",
                row["id"],
                "in place of the shipped one" if row["id"] in workspace.replaced else "",
            ]
            for row in rows
        ]
    )
    _say_if_empty(workspace, rows)
    return 0


def _pages(context: Context, options: Any) -> int:
    from learnms.engine.decks.deck import coverage_words, deck_pages, held_words, to_json

    with context.workspace() as workspace:
        patient, named = workspace.settings.is_patient, workspace.deck_ids(options.deck)
        pages = deck_pages(
            workspace.data, named or (own_ids(workspace) if patient and not options.json else [])
        )
    if options.json:
        _print_json([to_json(page) for page in pages])
        return 0
    for number, page in enumerate(pages):
        print("\n" * bool(number) + visible_line(page.title))
        if options.coverage and patient:
            _table(
                [[f"  {one.title}", held_words(one)] for one in page.topics] or [["  no topics"]]
            )
        elif options.coverage:
            rows = [
                [
                    f"  {one.title}",
                    "" if one.weight is None else f"{one.weight:.0f} % promised",
                    f"{held_words(one)}, {one.share:.0f} %",
                    coverage_words(one),
                ]
                for one in page.topics
            ]
            _table(rows or [["  no topics"]])
        else:
            from learnms.plain.deck import page_lines

            for line in page_lines(page, patient=patient):
                print(visible_line(line))
    return 0


def own_ids(workspace: Workspace) -> list[str]:
    """The ids of the decks that the learner is offered."""
    return [row.deck_id for row in workspace.data.library.offered(workspace.settings.role)]


def _deck(row: DeckRow) -> dict[str, Any]:
    counts = row.head.get("counts", {})
    return {
        "id": row.deck_id,
        "title": row.title,
        "path": row.path,
        "version": row.head.get("version", ""),
        "cards": counts.get("cards", 0),
        "parts": counts.get("parts", 0),
        "questions": counts.get("questions", 0),
        "cases": counts.get("cases", 0),
        "kinds": counts.get("kinds", {}),
        "topics": counts.get("topics", {}),
        "errors": sum(1 for problem in row.problems if problem["severity"] == "error"),
    }


def due(context: Context, options: Any) -> int:
    """Count what a review started now would ask."""
    with context.workspace() as workspace:
        settle(workspace)
        today = workspace.today
        found = waiting(workspace.data, workspace.settings, today)
        some, patient = (
            some_of(len(found.to_ask) + len(found.new), workspace.data, workspace.settings),
            workspace.settings.is_patient,
        )
        due_by_deck, new_by_deck = (
            Counter(row.deck_id for row in found.to_ask),
            Counter(row.deck_id for row in found.new),
        )
        rows: list[dict[str, Any]] = [
            {
                "id": row.id,
                "title": row.title,
                "due": due_by_deck[row.id],
                "new": new_by_deck[row.id],
                "learned": row.learned,
                "total": row.total,
            }
            for row in deck_rows(workspace, due_by_deck, new_by_deck)
            if row.total or row.problems
        ]
        held = workspace.data.history.held(today)
    if options.json:
        more = {
            name: number
            for name, number in (("later", found.later), ("at_a_time", some), ("held", held))
            if number
        }
        _print_json(
            {
                "study_day": today.isoformat(),
                "due": len(found.to_ask),
                "again": len(found.again),
                "new": len(found.new),
                **more,
                "decks": rows,
            }
        )
        return 0
    if workspace.settings.exam is not None and workspace.settings.exam.on == today:
        from learnms.engine.exam.wording import TODAY  # only then

        print(TODAY)
    later = f", {found.later} left to the coming days" if found.later else ""
    again = f"{waiting_words(len(found.again), 0, 0)}, " if found.again else ""
    from learnms.engine.wording import at_a_time

    print(f"{again}{len(found.due)} due, {len(found.new)} new{at_a_time(some)}{later}.")
    if held:
        print(future_words(held))
    _table(
        [
            [
                row["title"],
                f"{row['due']} due",
                f"{row['new']} new",
                *([] if patient else [f"{row['learned']} of {row['total']} learned"]),
            ]
            for row in rows
        ]
    )
    _say_if_empty(workspace, rows)
    return 0


def memory(context: Context, options: Any) -> int:
    """List every part that something is known of."""
    with context.workspace() as workspace:
        settle(workspace)
        today, patient = workspace.today, workspace.settings.is_patient
        weights = workspace.data.weights(today)
        found = workspace.data.reader.memories(today)
        rows = (
            []
            if patient and not options.json
            else [_known(part, known, status, today, weights) for part, known, status in found]
        )
    if options.json:
        _print_json(rows)
        return 0
    _table(
        [_plain_memory(part, known, status, today) for part, known, status in found]
        if patient
        else [_memory_line(row) for row in rows]
    )
    if not found:
        print("Nothing has been answered yet.", file=sys.stderr)
    return 0


def _known(
    part: Part, known: Memory, status: str, today: date, weights: tuple[float, ...]
) -> dict[str, Any]:
    from learnms.study import schedule  # fsrs: only where something is known

    state = known.recallable()
    return {
        "card": part.card,
        "part": part.part,
        "state": known.state,
        "stability": known.stability,
        "difficulty": known.difficulty,
        "recall": schedule.recall(state[0], state[2], today, weights) if state else None,
        "due": known.due.isoformat() if known.due else None,
        "last_review": known.last_day.isoformat() if known.last_day else None,
        "reps": known.reps,
        "lapses": known.lapses,
        "status": status,
    }


def _memory_line(row: dict[str, Any]) -> list[str]:
    name = f"{row['card']}#{row['part']}" if row["part"] else row["card"]
    numbers = (
        [f"S {row['stability']:.1f}", f"D {row['difficulty']:.1f}", f"R {row['recall']:.0%}"]
        if row["stability"] is not None
        else ["", "", ""]
    )
    return [
        name,
        row["state"],
        *numbers,
        f"due {row['due']}" if row["due"] else "",
        f"{row['reps']} reviews",
        f"{row['lapses']} lapses",
        row["status"],
    ]


def _plain_memory(part: Part, known: Memory, status: str, today: date) -> list[str]:
    """A part without figures: how far it has come, and when it comes."""
    from learnms.engine.cards.wording import comes, stage_word
    from learnms.study.stage import stage

    when = f"next: {comes(known.due, today)}" if known.due else ""
    return [
        str(part),
        stage_word(stage(known), patient=True),
        when,
        "" if status == "active" else PLAIN_STATUS[status],
    ]


PLAIN_STATUS = {
    "suspended": "left out",
    "buried": "put off until tomorrow",
    "orphan": "in no deck any more",
}
"""What was done to a card, in a patient's words."""


def settle(workspace: Workspace) -> None:
    """Let the writer do what only it may, where there is something: histories handed over by
    `was`.
    """
    workspace.hand_over()


def _say_if_empty(workspace: Workspace, rows: list[Any]) -> None:
    if workspace.notice and not workspace.read_only:
        print(f"learnms: {visible_line(workspace.notice)}", file=sys.stderr)
    if not rows:
        print(
            "There are no decks here. Name a folder with --decks, or write one with `learnms new"
            " my-deck.yaml`.",
            file=sys.stderr,
        )


def _print_json(value: object) -> None:
    print(json.dumps(value, indent=2, ensure_ascii=True))


def _table(rows: list[list[str]]) -> None:
    """Print rows in aligned columns; the first column as wide as it needs."""
    cleaned = [[visible_line(cell) for cell in row] for row in rows]
    widths = (
        [max(len(row[i]) for row in cleaned) for i in range(len(cleaned[0]))] if cleaned else []
    )
    for row in cleaned:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
