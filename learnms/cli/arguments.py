"""The options of every command. Nothing heavy is imported, so `--help` is fast."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from learnms import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

MODULES = {
    "": ("review", "home"),
    "review": ("review", "review"),
    "quiz": ("quiz", "quiz"),
    "decks": ("decks", "decks"),
    "due": ("decks", "due"),
    "memory": ("decks", "memory"),
    "stats": ("stats", "stats"),
    "browse": ("browse", "browse"),
    "forecast": ("forecast", "forecast"),
    "plan": ("plan", "plan"),
    "optimize": ("optimize", "optimize"),
    "postpone": ("postpone", "postpone"),
    "paper": ("paper", "paper"),
    "check": ("check", "check"),
    "fix": ("authoring", "fix"),
    "sign": ("sign", "sign"),
    "new": ("authoring", "new"),
    "preview": ("authoring", "preview"),
    "schema": ("authoring", "schema"),
    "import": ("import_export", "import_"),
    "export": ("import_export", "export"),
    "rebuild": ("import_export", "rebuild"),
    "hand-in": ("hand_in", "hand_in"),
    "class": ("class_", "class_"),
}
"""Command to module and function."""

_EPILOG = (
    "Every command takes --home DIR (or LEARNMS_HOME), the data folder, and --decks PATH"
    " (repeatable; or\nLEARNMS_DECKS), a deck or a folder of decks. Run `learnms COMMAND --help`"
    " for details."
)

_NEGATED = "\0"
"""Put before a query word that begins with `-`, so that argparse does not read it as an option."""

_GLOBAL = {"--home": "home", "--decks": "decks"}


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help text as wide as the terminal, without argparse's import of shutil."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns())


def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size().columns - 2
    except (ValueError, OSError):
        return 118


class _Parser(argparse.ArgumentParser):
    """Parser that reports wrong usage in one sentence and exits with 2."""

    def error(self, message: str) -> NoReturn:
        from learnms.text import visible_line  # needed only for an error

        print(
            f"learnms: {visible_line(f'{message[:1].upper()}{message[1:]}')}. See `{self.prog}"
            " --help`.",
            file=sys.stderr,
        )
        raise SystemExit(2)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write a help text. Unlike argparse's, errors are not ignored."""
        if message:
            (file or sys.stderr).write(message)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The options of a command line. `--home` and `--decks` may be before or after the command.

    Raises:
        SystemExit: 0 after `--help` or `--version`, 2 for wrong words.
    """
    own_words, home, decks = _globals(list(words))
    command = next((word for word in own_words if not word.startswith("-")), "")
    if command == "browse":
        own_words = [
            f"{_NEGATED}{word}" if word[:1] == "-" and word[1:2] not in ("", "-", "h") else word
            for word in own_words
        ]
    options = build(command if command in _COMMANDS else None).parse_args(own_words)
    if command == "browse":
        options.query = [word.removeprefix(_NEGATED) for word in options.query]
    options.home, options.library = home, decks
    return options


def _globals(words: list[str]) -> tuple[list[str], str | None, list[str]]:
    """The words without the global options, the data folder, and the deck paths."""
    others: list[str] = []
    values: dict[str, list[str]] = {"home": [], "decks": []}
    while words:
        word = words.pop(0)
        if word == "--":
            others += [word, *words]
            break
        name, equals, value = word.partition("=")
        if name not in _GLOBAL:
            others.append(word)
            continue
        if not equals:
            if not words:
                build().error(f"{name} needs a path")
            value = words.pop(0)
        if not value:
            build().error(f"{name} needs a path")
        values[_GLOBAL[name]].append(value)
    return others, values["home"][-1] if values["home"] else None, values["decks"]


def build(only: str | None = None) -> _Parser:
    """The parser for all commands, or only for one: building all takes longer than running most."""
    parser = _Parser(
        prog="learnms",
        description=(
            "Flashcards and quizzes about the MS drug ocrelizumab, with spaced repetition (FSRS)."
        ),
        epilog=_EPILOG,
        formatter_class=_Help,
    )
    parser.add_argument("--version", action="version", version=f"learnms {__version__}")
    parser.add_argument(
        "--plain", action="store_true", help="use plain text instead of full screens"
    )
    commands = parser.add_subparsers(
        dest="command",
        metavar="COMMAND",
        title="commands",
        description="Without a command, learnms opens the app.",
        prog="learnms",
    )
    for name, (words, add) in _COMMANDS.items():
        if only in (None, name):
            add(
                commands.add_parser(
                    name,
                    help=words,
                    description=words[:1].upper() + words[1:] + ".",
                    formatter_class=_Help,
                )
            )
    return parser


def _number(text: str, low: int = 0, high: int = 999999) -> int:
    if not text.isdecimal() or len(text) > 6:
        message = f"`{text}` must be a whole number from {low} to {high}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _count(text: str) -> int:
    """A count. 0 is accepted here, because the command says why it is too few."""
    return _number(text, 1)


def _questions(text: str) -> int:
    return _number(text, 1, 200)


def _minutes(text: str) -> int:
    return _number(text, 1, 600)


def _session(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "deck", nargs="*", metavar="DECK", help="deck id or file; default: all your decks"
    )
    _plain(parser)


def _plain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--plain",
        action="store_true",
        default=argparse.SUPPRESS,
        help="use plain text instead of full screens",
    )


def _review(review: argparse.ArgumentParser) -> None:
    _session(review)
    review.add_argument("--limit", type=_number, metavar="N", help="at most N cards")
    review.add_argument(
        "--ahead",
        type=_count,
        metavar="N",
        help="study ahead the next N cards without rescheduling",
    )
    review.add_argument(
        "--cram", action="store_true", help="review all learned cards without rescheduling"
    )
    review.add_argument(
        "--new", type=_number, metavar="N", help="at most N new cards, overriding the daily limit"
    )


def _quiz(quiz: argparse.ArgumentParser) -> None:
    _session(quiz)
    quiz.add_argument("--questions", type=_questions, metavar="N", help="number of questions (10)")
    quiz.add_argument("--minutes", type=_minutes, metavar="M", help="time limit in minutes")
    quiz.add_argument(
        "--mode",
        choices=("tutor", "exam"),
        default="tutor",
        help="tutor: practice, with feedback after each answer; exam: feedback at the end",
    )
    quiz.add_argument(
        "--topic", action="append", default=[], metavar="T", help="only this topic (repeatable)"
    )
    quiz.add_argument(
        "--kind",
        action="append",
        default=[],
        metavar="K",
        help="only this kind of question, or `case` (repeatable)",
    )
    quiz.add_argument(
        "--priority",
        action="append",
        default=[],
        metavar="P",
        help="only core, standard or extra cards (repeatable)",
    )
    quiz.add_argument("--case", metavar="ID", help="this case only; resumes where it was stopped")
    quiz.add_argument(
        "--status",
        action="append",
        default=[],
        metavar="S",
        help="only unused, missed, flagged, sure (confident errors) or learned (repeatable)",
    )
    quiz.add_argument(
        "--form", metavar="FILE", help="take or resume this form of a paper as an exam"
    )
    quiz.add_argument("--seed", type=_number, metavar="S", help="the same seed gives the same quiz")
    quiz.add_argument(
        "--confidence", action="store_true", help="rate your confidence before each result"
    )
    quiz.add_argument(
        "--recall-first", action="store_true", help="recall the answer before the options are shown"
    )


def _stats(stats: argparse.ArgumentParser) -> None:
    stats.add_argument(
        "deck", nargs="*", metavar="DECK", help="deck id or file; default: all decks"
    )
    _json(stats)


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
    _json(browse)


_CARD_ACTIONS = {
    "suspend": "suspend the matching cards",
    "unsuspend": "unsuspend them",
    "bury": "bury them until tomorrow",
    "flag": "flag them",
    "unflag": "unflag them",
    "reset": "reset them: make them new again",
}


def _forecast(forecast: argparse.ArgumentParser) -> None:
    forecast.add_argument(
        "--days", type=_count, metavar="N", help="days ahead (30; with --workload 365)"
    )
    forecast.add_argument(
        "--seed", type=_number, default=1, metavar="S", help="the same seed gives the same forecast"
    )
    forecast.add_argument(
        "--workload",
        action="store_true",
        help="minutes a day and cards remembered by desired retention, 0.75 to 0.95",
    )
    _json(forecast)


def _plan(plan: argparse.ArgumentParser) -> None:
    plan.add_argument("--exam", metavar="DATE", help="exam date, such as 2027-01-15")
    plan.add_argument("--minutes", type=_count, metavar="M", help="minutes available per day (20)")
    plan.add_argument(
        "--target", type=float, metavar="R", help="target recall on exam day, 0.70 to 0.97 (0.90)"
    )
    plan.add_argument(
        "--deck", action="append", default=[], metavar="DECK", help="only this deck (repeatable)"
    )
    plan.add_argument(
        "--seed", type=_number, default=1, metavar="S", help="the same seed gives the same estimate"
    )
    plan.add_argument("--dry-run", action="store_true", help="show the plan without saving it")
    plan.add_argument("--end", action="store_true", help="end the plan")
    _json(plan)


def _optimize(optimize: argparse.ArgumentParser) -> None:
    optimize.add_argument("--dry-run", action="store_true", help="show what would change")
    optimize.add_argument(
        "--yes", action="store_true", help="apply better parameters without asking"
    )
    optimize.add_argument("--undo", action="store_true", help="restore the previous parameters")
    _json(optimize)


def _postpone(postpone: argparse.ArgumentParser) -> None:
    postpone.add_argument(
        "--cards", type=_count, metavar="N", help="postpone the N due cards that can wait best"
    )
    postpone.add_argument(
        "--days", type=_count, metavar="D", help="pause: move every card D days later"
    )
    postpone.add_argument("--dry-run", action="store_true", help="preview without rescheduling")
    postpone.add_argument(
        "--undo", action="store_true", help="undo today's last postponement or pause"
    )
    _json(postpone)


def _paper(paper: argparse.ArgumentParser) -> None:
    paper.add_argument(
        "deck", nargs="*", metavar="DECK", help="deck id or file; default: all your decks"
    )
    paper.add_argument(
        "--questions", type=_questions, metavar="N", help="number of questions; default: up to 20"
    )
    paper.add_argument(
        "--blueprint", action="store_true", help="follow the weights of the decks' topics"
    )
    paper.add_argument(
        "--forms", default="A", metavar="A,B", help="names of the forms: same questions, new order"
    )
    paper.add_argument(
        "--seed", type=_number, default=1, metavar="S", help="the same seed gives the same paper"
    )
    paper.add_argument(
        "--to", default="paper", metavar="FOLDER", help="the folder to write to (paper)"
    )
    paper.add_argument("--title", metavar="TEXT", help="title; default: the deck's title")
    paper.add_argument(
        "--topic", action="append", default=[], metavar="T", help="only this topic (repeatable)"
    )
    paper.add_argument(
        "--priority",
        action="append",
        default=[],
        choices=("core", "standard", "extra"),
        metavar="P",
        help="only core, standard or extra cards, and no cases (repeatable)",
    )
    paper.add_argument("--no-cases", action="store_true", help="leave out case studies")
    paper.add_argument("--open", action="store_true", help="include open questions, with lines")
    paper.add_argument("--points", action="store_true", help="print the points of each question")
    paper.add_argument("--format", choices=("docx", "html"), help="one format; default: both")
    _json(paper)


def _decks(decks: argparse.ArgumentParser) -> None:
    decks.add_argument(
        "deck", nargs="*", metavar="DECK", help="show a deck: topics, sources, problems"
    )
    decks.add_argument(
        "--coverage", action="store_true", help=("compare topics with the blueprint")
    )
    _json(decks)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _check(check: argparse.ArgumentParser) -> None:
    check.add_argument(
        "path", nargs="*", metavar="PATH", help="decks or folders; default: the library"
    )
    check.add_argument(
        "--format",
        choices=("full", "short", "json", "github", "sarif", "gitlab"),
        default="full",
        help="how findings are printed",
    )
    check.add_argument("--strict", action="store_true", help="exit with 1 on warnings too")
    check.add_argument(
        "--stale",
        action="store_true",
        help="list the cards whose sources to check again, by source",
    )
    check.add_argument(
        "--against",
        metavar="REF_OR_FILE",
        help="compare with an earlier release: a git revision, a file or a folder",
    )
    check.add_argument("--explain", metavar="CODE", help="explain a code and how to fix it")
    check.add_argument(
        "--watch", action="store_true", help="check again after every save, until ctrl+c"
    )


def _fix(fix: argparse.ArgumentParser) -> None:
    fix.add_argument(
        "path", nargs="*", metavar="PATH", help="decks or folders; default: the library"
    )
    fix.add_argument(
        "--dry-run", action="store_true", help="print a diff of what would change; write nothing"
    )


def _sign(sign: argparse.ArgumentParser) -> None:
    sign.add_argument("path", nargs="+", metavar="DECK", help="decks, by id or file")
    sign.add_argument("--by", metavar="NAME", required=True, help="who signs")


def _new(new: argparse.ArgumentParser) -> None:
    new.add_argument("path", metavar="PATH", help="the file to write")


def _preview(preview: argparse.ArgumentParser) -> None:
    preview.add_argument("path", metavar="PATH", help="the deck file")
    _plain(preview)


def _import(import_: argparse.ArgumentParser) -> None:
    import_.usage = "%(prog)s [-h] [FORMAT] FILE [--to PATH] [--dry-run] [--yes] [--json]"
    import_.add_argument(
        "words",
        nargs="+",
        metavar="[FORMAT] FILE",
        help="csv, gift, aiken, moodle, qti12, qti21, word or anki for questions, which become a"
        " deck; reviews (CSV) or events (JSON Lines) for a history; default: recognized",
    )
    import_.add_argument(
        "--to", metavar="PATH", help="the deck to write; default: in this folder, named like FILE"
    )
    import_.add_argument(
        "--history",
        action="store_true",
        help="also import an Anki package's review log, even if the deck already exists",
    )
    import_.add_argument("--dry-run", action="store_true", help="preview only")
    import_.add_argument("--yes", action="store_true", help="write the deck without asking")
    _json(import_)


def _export(export: argparse.ArgumentParser) -> None:
    export.add_argument(
        "format",
        metavar="FORMAT",
        help="csv, gift, moodle, qti12, qti21, anki or markdown for decks; reviews (CSV) or events"
        " (JSON Lines) for your history",
    )
    export.add_argument(
        "words",
        nargs="*",
        metavar="DECK",
        help="deck ids or files; for a history, the output file (default: standard output)",
    )
    export.add_argument(
        "--to", metavar="FILE", help="output file; default: in this folder, named like the deck"
    )
    export.add_argument("--json", action="store_true", help="print what is lost as JSON")


def _hand_in(hand_in: argparse.ArgumentParser) -> None:
    hand_in.add_argument("file", metavar="FILE", help="the file to write")
    hand_in.add_argument(
        "--form", metavar="FILE", help="hand in this paper; default: your last quiz, if a paper"
    )
    hand_in.add_argument("--code", metavar="CODE", help="your code; default: a random one")
    hand_in.add_argument("--yes", action="store_true", help="write the file without asking")


def _class(class_: argparse.ArgumentParser) -> None:
    class_.add_argument("path", nargs="+", metavar="PATH", help="hand-ins, or a folder of them")
    class_.add_argument("--csv", metavar="FILE", help="write the questions to a CSV file")
    class_.add_argument("--html", metavar="FILE", help="write a report with plots to an HTML file")
    class_.add_argument("--app", action="store_true", help="show the questions in the app")
    class_.add_argument(
        "--plain",
        action="store_true",
        default=argparse.SUPPRESS,
        help="use plain text instead of full screens",
    )
    _json(class_)


def _nothing(_: argparse.ArgumentParser) -> None:
    """Add nothing: the command has no options."""


_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "review": ("review due cards, then learn new ones", _review),
    "quiz": ("take a quiz, scored like the NCLEX", _quiz),
    "decks": ("list decks and their contents", _decks),
    "due": ("count today's cards", _json),
    "memory": ("list the memory state of every answered card", _json),
    "stats": ("show retention, calibration and forecast", _stats),
    "browse": ("search and edit cards", _browse),
    "forecast": ("forecast reviews and minutes", _forecast),
    "plan": ("plan reviews for an exam date", _plan),
    "optimize": ("optimize FSRS parameters from your answers", _optimize),
    "postpone": ("postpone due cards or pause, with a preview", _postpone),
    "paper": ("print a paper: questions, answer keys and blueprint", _paper),
    "check": ("check decks for errors and warnings", _check),
    "fix": ("add missing ids, number blanks and replace pasted spaces", _fix),
    "sign": ("sign a deck, so that later changes show", _sign),
    "new": ("write a commented template deck", _new),
    "preview": ("show a deck's cards and findings while you write it", _preview),
    "schema": ("print the JSON Schema that editors use", _nothing),
    "import": ("import a question bank as a deck, or a history", _import),
    "export": ("export decks for other programs, or your history", _export),
    "rebuild": ("rebuild every memory from the event log and reload every deck", _json),
    "hand-in": ("write your answers to a file for your instructor", _hand_in),
    "class": ("analyze the questions of a class from its hand-ins", _class),
}
