"""Commands that show the cards and your progress."""

from __future__ import annotations

import argparse

from learnms.cli.arguments.options import Command, add_json, count, number


def _browse(browse: argparse.ArgumentParser) -> None:
    browse.add_argument(
        "query",
        nargs="*",
        metavar="QUERY",
        help="words, and deck: topic: tag: kind: priority: is:due prop:s>10 rated:7 - or ( )",
    )
    for name, words in _CARD_ACTIONS.items():
        browse.add_argument(f"--{name}", action="store_true", help=words)
    browse.add_argument(
        "--note", metavar="TEXT", help="add a private note to the matching cards (empty removes it)"
    )
    browse.add_argument("--due", metavar="DATE", help="set the due date of the matching cards")
    browse.add_argument("--undo", action="store_true", help="undo today's last change")
    add_json(browse)


_CARD_ACTIONS = {
    "suspend": "suspend the matching cards",
    "unsuspend": "unsuspend them",
    "bury": "bury them until tomorrow",
    "flag": "flag them",
    "unflag": "unflag them",
    "reset": "reset them: make them new again",
}


def _stats(stats: argparse.ArgumentParser) -> None:
    stats.add_argument(
        "deck", nargs="*", metavar="DECK", help="deck id or file; default: all decks"
    )
    add_json(stats)


def _forecast(forecast: argparse.ArgumentParser) -> None:
    forecast.add_argument(
        "--days", type=count, metavar="N", help="days ahead (30; with --workload 365)"
    )
    forecast.add_argument(
        "--seed", type=number, default=1, metavar="S", help="the same seed gives the same forecast"
    )
    forecast.add_argument(
        "--workload",
        action="store_true",
        help="minutes a day and cards remembered by desired retention, 0.75 to 0.95",
    )
    add_json(forecast)


def _decks(decks: argparse.ArgumentParser) -> None:
    decks.add_argument(
        "deck", nargs="*", metavar="DECK", help="show a deck: topics, sources, problems"
    )
    decks.add_argument(
        "--coverage", action="store_true", help=("compare topics with the blueprint")
    )
    add_json(decks)


def _optimize(optimize: argparse.ArgumentParser) -> None:
    optimize.add_argument("--dry-run", action="store_true", help="show what would change")
    optimize.add_argument(
        "--yes", action="store_true", help="apply better parameters without asking"
    )
    optimize.add_argument("--undo", action="store_true", help="restore the previous parameters")
    add_json(optimize)


COMMANDS = {
    "browse": Command(
        "search and edit cards",
        'learnms browse "deck:dosing is:leech"',
        "browse",
        "browse",
        _browse,
    ),
    "stats": Command(
        "show retention, calibration and forecast",
        "learnms stats ocrelizumab-dosing",
        "stats",
        "stats",
        _stats,
    ),
    "forecast": Command(
        "forecast reviews and minutes",
        "learnms forecast --days 90",
        "forecast",
        "forecast",
        _forecast,
    ),
    "memory": Command(
        "list the memory state of every answered card",
        "learnms memory --json",
        "decks",
        "memory",
        add_json,
    ),
    "decks": Command(
        "list decks and their contents",
        "learnms decks ocrelizumab-dosing",
        "decks",
        "decks",
        _decks,
    ),
    "optimize": Command(
        "optimize FSRS parameters from your answers",
        "learnms optimize --dry-run",
        "optimize",
        "optimize",
        _optimize,
    ),
}
