"""Commands for studying."""

from __future__ import annotations

import argparse

from learnms.cli.arguments.options import (
    Command,
    add_json,
    add_plain,
    add_session,
    cards,
    count,
    minutes,
    number,
    questions,
    share,
)


def _review(review: argparse.ArgumentParser) -> None:
    add_session(review)
    review.add_argument("--limit", type=cards, metavar="N", help="at most N cards")
    review.add_argument(
        "--ahead", type=cards, metavar="N", help="study ahead the next N cards without rescheduling"
    )
    review.add_argument(
        "--cram", action="store_true", help="review all learned cards without rescheduling"
    )
    review.add_argument(
        "--new", type=number, metavar="N", help="at most N new cards, overriding the daily limit"
    )


def _quiz(quiz: argparse.ArgumentParser) -> None:
    add_session(quiz)
    quiz.add_argument("--questions", type=questions, metavar="N", help="number of questions (10)")
    quiz.add_argument("--minutes", type=minutes, metavar="M", help="time limit in minutes")
    quiz.add_argument(
        "--mode",
        choices=("tutor", "exam"),
        help="tutor (the default): practice, with feedback after each answer;"
        " exam: feedback at the end",
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
    quiz.add_argument("--seed", type=number, metavar="S", help="the same seed gives the same quiz")
    quiz.add_argument(
        "--confidence", action="store_true", help="rate your confidence before each result"
    )
    quiz.add_argument(
        "--recall-first", action="store_true", help="recall the answer before the options are shown"
    )


def _postpone(postpone: argparse.ArgumentParser) -> None:
    postpone.add_argument(
        "--cards", type=count, metavar="N", help="postpone the N due cards that can wait best"
    )
    postpone.add_argument(
        "--days", type=count, metavar="D", help="pause: move every card D days later"
    )
    postpone.add_argument("--dry-run", action="store_true", help="preview without rescheduling")
    postpone.add_argument(
        "--undo", action="store_true", help="undo today's last postponement or pause"
    )
    add_json(postpone)


def _days_off(days_off: argparse.ArgumentParser) -> None:
    days_off.add_argument(
        "days", nargs="*", metavar="DAY", help="a date to add, or a range such as DATE..DATE"
    )
    change = days_off.add_mutually_exclusive_group()
    change.add_argument("--remove", action="store_true", help="remove these days instead")
    change.add_argument("--clear", action="store_true", help="remove all days off first")


def _plan(plan: argparse.ArgumentParser) -> None:
    plan.add_argument("--exam", metavar="DATE", help="exam date, such as 2027-01-15")
    plan.add_argument("--minutes", type=count, metavar="M", help="minutes available per day (20)")
    plan.add_argument(
        "--target", type=share, metavar="R", help="target recall on exam day, 0.70 to 0.97 (0.90)"
    )
    plan.add_argument(
        "--deck", action="append", default=[], metavar="DECK", help="only this deck (repeatable)"
    )
    plan.add_argument(
        "--seed", type=number, default=1, metavar="S", help="the same seed gives the same estimate"
    )
    plan.add_argument("--dry-run", action="store_true", help="show the plan without saving it")
    plan.add_argument("--end", action="store_true", help="end the plan")
    add_json(plan)


def _hand_in(hand_in: argparse.ArgumentParser) -> None:
    hand_in.add_argument("file", metavar="FILE", help="the file to write")
    hand_in.add_argument(
        "--form", metavar="FILE", help="hand in this paper; default: your last quiz, if a paper"
    )
    hand_in.add_argument("--code", metavar="CODE", help="your code; default: a random one")
    hand_in.add_argument("--yes", action="store_true", help="write the file without asking")


def _port(text: str) -> int:
    return number(text, 1, 65535)


def _serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--port", type=_port, default=0, metavar="N", help="default: a free port")
    serve.add_argument(
        "--open",
        action=argparse.BooleanOptionalAction,
        default=False,
        help="open your browser, too",
    )


def _demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument(
        "--who",
        choices=("student", "patient", "instructor"),
        default="student",
        help="whose app to show (student)",
    )
    demo.add_argument(
        "--keep", metavar="FOLDER", help="write the data to a new folder instead of opening it"
    )
    add_plain(demo)


COMMANDS = {
    "review": Command(
        "review due cards, then learn new ones",
        "learnms review ocrelizumab-dosing --new 5",
        "review",
        "review",
        _review,
    ),
    "quiz": Command(
        "take a quiz, scored like the NCLEX",
        "learnms quiz --topic hbv --questions 10",
        "quiz",
        "quiz",
        _quiz,
    ),
    "due": Command("count today's cards", "learnms due --json", "decks", "due", add_json),
    "postpone": Command(
        "postpone due cards or pause, with a preview",
        "learnms postpone --days 3 --dry-run",
        "postpone",
        "postpone",
        _postpone,
    ),
    "days-off": Command(
        "list days off, or add dates on which no reviews are planned",
        "learnms days-off 2026-12-24..2026-12-26",
        "days_off",
        "days_off",
        _days_off,
    ),
    "plan": Command(
        "plan reviews for an exam date",
        "learnms plan --exam 2027-01-15 --minutes 30",
        "plan",
        "plan",
        _plan,
    ),
    "hand-in": Command(
        "write your answers to a file for your instructor",
        "learnms hand-in maple.json --form A.form.json",
        "hand_in",
        "hand_in",
        _hand_in,
    ),
    "serve": Command(
        "open the app in a browser, on this computer only",
        "learnms serve --open",
        "serve",
        "serve",
        _serve,
    ),
    "demo": Command(
        "try learnms with three months of made-up history",
        "learnms demo --who patient",
        "demo",
        "demo",
        _demo,
    ),
}
