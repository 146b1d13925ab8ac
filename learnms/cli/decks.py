"""`learnms decks`, `learnms due`, `learnms memory`, without importing Textual or SQLModel."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from learnms.cli.output import print_json, print_table, remark_notice
from learnms.engine.home.cases import cases_of, ready
from learnms.engine.home.decks import future_words, listed, none_to_study
from learnms.engine.queue.today import planned, some_of
from learnms.paths import command
from learnms.text import count, visible_line

if TYPE_CHECKING:
    from datetime import date

    from learnms.cli.context import Context
    from learnms.engine.voice import Voice
    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings
    from learnms.store.records import DeckFile
    from learnms.study.event import Part
    from learnms.study.memory import Memory


def decks(context: Context, options: Any) -> int:
    """List the decks of the library, show the pages of some, or print topics against the
    blueprint. For patients the text lists their own decks only.
    """
    if options.coverage or options.deck:
        return _pages(context, options)
    with context.workspace() as workspace:
        queries, settings = workspace.queries, workspace.settings
        only_own = settings.is_patient and not options.json
        listed = queries.offered(settings) if only_own else queries.deck_files()
        rows = list(map(_deck_json, listed))
    if options.json:
        print_json(rows)
        return 0
    print_table(
        [
            [
                row["title"],
                (
                    count(row["cards"], "card")
                    if row["cards"] or not row["cases"]
                    else count(row["cases"], "case")
                ),
                count(row["parts"], "part") if row["parts"] or not row["cases"] else "",
                count(row["questions"], "question"),
                count(row["errors"], "problem") if row["errors"] else "",
                row["id"],
                "replaces the built-in deck" if row["id"] in workspace.replaced else "",
            ]
            for row in rows
        ]
    )
    _say_if_empty(workspace, rows)
    return 0


def _pages(context: Context, options: Any) -> int:
    from learnms.engine.decks.deck import coverage_words, deck_pages, held_words, to_json
    from learnms.engine.queries import scope_of
    from learnms.plain.deck import tell_page
    from learnms.plain.kit.console import Console
    from learnms.store.scope import EVERYTHING

    with context.only(options.deck).workspace() as workspace:
        settings, named = workspace.settings, workspace.deck_ids(options.deck)
        is_offered = settings.is_patient and not options.json
        ids = named or (_own_ids(workspace) if is_offered else [])
        scope = EVERYTHING if options.json else scope_of(settings)
        pages = deck_pages(workspace.queries, ids, scope)
        cases = cases_of(
            workspace.queries, settings, workspace.today, workspace.queries.deck_files()
        )
    if options.json:
        print_json([to_json(page) for page in pages])
        return 0
    for number, page in enumerate(pages):
        print("\n" * bool(number) + visible_line(page.title))
        if options.coverage and settings.is_patient:
            print_table(
                [[f"  {topic.title}", held_words(topic)] for topic in page.topics]
                or [["  no topics"]]
            )
        elif options.coverage:
            rows = [
                [
                    f"  {topic.title}",
                    "" if topic.weight is None else f"{topic.weight:.0f}% planned",
                    f"{held_words(topic)}, {topic.share:.0f}%",
                    coverage_words(topic),
                ]
                for topic in page.topics
            ]
            print_table(rows or [["  no topics"]])
        else:
            tell_page(page, settings, Console(sys.stdin, sys.stdout, echo=False), cases)
    return 0


def _own_ids(workspace: Workspace) -> list[str]:
    """The ids of the decks that the learner is offered."""
    return [row.deck_id for row in workspace.queries.offered(workspace.settings)]


def _deck_json(row: DeckFile) -> dict[str, Any]:
    counts = row.head.get("counts", {})
    return {
        "id": row.deck_id,
        "title": row.title,
        "path": row.path,
        "version": row.head.get("version", ""),
        "cards": counts.get("cards", 0),
        "drafts": counts.get("drafts", 0),
        "parts": counts.get("parts", 0),
        "questions": counts.get("questions", 0),
        "cases": counts.get("cases", 0),
        "kinds": counts.get("kinds", {}),
        "topics": counts.get("topics", {}),
        "errors": sum(1 for problem in row.problems if problem["severity"] == "error"),
    }


def _say_what_day_it_is(settings: Settings, today: date) -> None:
    """Say that it is the day of the exam, or a day off."""
    if settings.exam is not None and settings.exam.on == today:
        from learnms.engine.exam.wording import TODAY  # only then

        print(TODAY)
    off = settings.days_off.around(today)
    if off is not None:
        from learnms.engine.home.wording import day_off  # only then

        print(day_off(off[1], today))


def due(context: Context, options: Any) -> int:
    """Print how many cards a review started now would contain."""
    with context.workspace() as workspace:
        workspace.hand_over()
        today = workspace.today
        voice = workspace.voice
        queue = planned(workspace.queries, workspace.settings, today)
        off = workspace.settings.days_off.around(today)
        number = len(queue.to_ask) + len(queue.new)
        at_once = some_of(number, workspace.queries, workspace.settings)
        due_by_deck = Counter(row.deck_id for row in queue.to_ask)
        new_by_deck = Counter(row.deck_id for row in queue.new)
        offered = workspace.queries.offered(workspace.settings)
        rows: list[dict[str, Any]] = [
            {
                "id": row.id,
                "title": row.title,
                "due": due_by_deck[row.id],
                "new": new_by_deck[row.id],
                "learned": row.learned,
                "total": row.total,
            }
            for row in listed(offered, workspace.settings, due_by_deck, new_by_deck)
            if row.total or row.drafts or row.problems
        ]
        held = workspace.queries.study.held(today)
        case = ready(cases_of(workspace.queries, workspace.settings, today, offered))
    if options.json:
        more: dict[str, Any] = {
            name: number
            for name, number in (("later", queue.later), ("at_a_time", at_once), ("held", held))
            if number
        } | ({"case": {"id": case.id, "title": case.title}} if case is not None else {})
        more |= {"off_until": off[1].isoformat()} if off is not None else {}
        print_json(
            {
                "study_day": today.isoformat(),
                "due": len(queue.to_ask),
                "again": len(queue.again),
                "new": len(queue.new),
                **more,
                "decks": rows,
            }
        )
        return 0
    _say_what_day_it_is(workspace.settings, today)
    later = f", {queue.later} left for the coming days" if queue.later else ""
    from learnms.engine.wording import at_a_time

    print(
        f"{number - len(queue.new)} {voice.due}, {len(queue.new)} new{at_a_time(at_once)}{later}."
    )
    if case is not None:
        print(f"{visible_line(case.offer)} learnms quiz --case {case.id}")
    if held:
        print(future_words(held))
    print_table(
        [
            [
                row["title"],
                f"{row['due']} {voice.due}",
                f"{row['new']} new",
                *([f"{row['learned']} of {row['total']} learned"] if voice.has_figures else []),
            ]
            for row in rows
        ]
    )
    _say_if_empty(workspace, rows, none_to_study(offered, command()))
    return 0


def memory(context: Context, options: Any) -> int:
    """List the memory of every part that was answered."""
    with context.workspace() as workspace:
        workspace.hand_over()
        today, voice = workspace.today, workspace.voice
        weights = workspace.queries.weights(today)
        memories = workspace.queries.memory.memories(today)
        rows = (
            [_to_json(part, known, status, today, weights) for part, known, status in memories]
            if voice.has_figures or options.json
            else []
        )
    if options.json:
        print_json(rows)
        return 0
    print_table(
        [_memory_row(row) for row in rows]
        if voice.has_figures
        else [_plain_row(part, known, status, today, voice) for part, known, status in memories]
    )
    if not memories:
        print("No answers yet.", file=sys.stderr)
    return 0


def _to_json(
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


def _memory_row(row: dict[str, Any]) -> list[str]:
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
        count(row["reps"], "review"),
        count(row["lapses"], "lapse", "lapses"),
        row["status"],
    ]


def _plain_row(part: Part, known: Memory, status: str, today: date, voice: Voice) -> list[str]:
    """A part without figures: its stage and when it is next due."""
    from learnms.engine.cards.wording import comes, status_words
    from learnms.study.stage import stage

    when = f"next: {comes(known.due, today)}" if known.due else ""
    return [str(part), voice.stages[stage(known)], when, status_words(status, voice)]


def _say_if_empty(workspace: Workspace, rows: list[Any], none: str = "") -> None:
    """Say that there is no deck, or `none`: why none of them can be studied."""
    remark_notice(workspace)
    if none or not rows:
        no_deck = (
            "No decks here. Name a folder with --decks, or create one with `learnms new"
            " my-deck.yaml`."
        )
        print(none or no_deck, file=sys.stderr)
