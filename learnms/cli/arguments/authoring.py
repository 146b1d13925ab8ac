"""Commands for writing decks, papers and classes."""

from __future__ import annotations

import argparse

from learnms.cli.arguments.options import (
    Command,
    add_json,
    add_plain,
    no_options,
    number,
    questions,
)


def _new(new: argparse.ArgumentParser) -> None:
    new.add_argument("path", metavar="PATH", help="the file to write")


def _preview(preview: argparse.ArgumentParser) -> None:
    preview.add_argument("path", metavar="PATH", help="the deck file")
    add_plain(preview)


def _check(check: argparse.ArgumentParser) -> None:
    check.add_argument(
        "path", nargs="*", metavar="PATH", help="decks or folders; default: the library"
    )
    check.add_argument(
        "--format",
        choices=("full", "short", "json", "github", "sarif", "gitlab"),
        help="how findings are printed (full; short for plain text)",
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
    check.add_argument(
        "--explain", metavar="CODE", help="explain a code, or list those of a family such as LM3"
    )
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
    add_json(import_)


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


def _paper(paper: argparse.ArgumentParser) -> None:
    paper.add_argument(
        "deck", nargs="*", metavar="DECK", help="deck id or file; default: all your decks"
    )
    paper.add_argument(
        "--questions", type=questions, metavar="N", help="number of questions; default: up to 20"
    )
    paper.add_argument(
        "--blueprint", action="store_true", help="follow the weights of the decks' topics"
    )
    paper.add_argument(
        "--forms", default="A", metavar="A,B", help="names of the forms: same questions, new order"
    )
    paper.add_argument(
        "--seed", type=number, default=1, metavar="S", help="the same seed gives the same paper"
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
    add_json(paper)


def _class(class_: argparse.ArgumentParser) -> None:
    class_.add_argument("path", nargs="+", metavar="PATH", help="hand-ins, or a folder of them")
    class_.add_argument("--csv", metavar="FILE", help="write the questions to a CSV file")
    class_.add_argument("--html", metavar="FILE", help="write a report with plots to an HTML file")
    class_.add_argument("--app", action="store_true", help="show the questions in the app")
    add_plain(class_)
    add_json(class_)


COMMANDS = {
    "new": Command(
        "write a commented template deck", "learnms new my-deck.yaml", "authoring", "new", _new
    ),
    "preview": Command(
        "show a deck's cards and findings while you write it",
        "learnms preview my-deck.yaml",
        "authoring",
        "preview",
        _preview,
    ),
    "check": Command(
        "check decks for errors and warnings",
        "learnms check my-deck.yaml --strict",
        "check",
        "check",
        _check,
    ),
    "fix": Command(
        "add missing ids, number blanks and replace pasted spaces",
        "learnms fix my-deck.yaml --dry-run",
        "authoring",
        "fix",
        _fix,
    ),
    "sign": Command(
        "sign a deck, so that later changes show",
        'learnms sign my-deck.yaml --by "R. Doe, RN"',
        "sign",
        "sign",
        _sign,
    ),
    "schema": Command(
        "print the JSON Schema that editors use",
        "learnms schema > learnms.schema.json",
        "authoring",
        "schema",
        no_options,
    ),
    "import": Command(
        "import a question bank as a deck, or a history",
        "learnms import questions.docx --dry-run",
        "import_export",
        "import_",
        _import,
    ),
    "export": Command(
        "export decks for other programs, or your history",
        "learnms export moodle my-deck.yaml --to quiz.xml",
        "import_export",
        "export",
        _export,
    ),
    "paper": Command(
        "print a paper: questions, answer keys and blueprint",
        "learnms paper ocrelizumab-infusion --questions 20 --forms A,B",
        "paper",
        "paper",
        _paper,
    ),
    "class": Command(
        "analyze the questions of a class from its hand-ins",
        "learnms class hand-ins/ --html class.html",
        "class_",
        "class_",
        _class,
    ),
}
