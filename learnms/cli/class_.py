"""`learnms class`: the questions of a class, from the hand-ins of its learners."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms.cli.output import console, print_json, print_table, remark
from learnms.cli.review import wants_lines
from learnms.engine.classroom import pages, wording
from learnms.engine.classroom.reading import read_class
from learnms.engine.classroom.report import report
from learnms.engine.classroom.tables import to_json, write_csv
from learnms.engine.optimize.replay_progress import ReplayBar
from learnms.engine.quiz.paper_form import ADD_DECK
from learnms.engine.wording import count, shortened
from learnms.files import free_file, whole_file, writing
from learnms.plain.kit.document import tell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from learnms.cli.context import Context
    from learnms.engine.classroom.report import ClassReport, Question
    from learnms.engine.workspace import Workspace

_TEXT = 48
_DOUBTFUL = 20
"""Questions whose options are printed below the table."""


def class_(context: Context, options: Any) -> int:
    """Print the statistics of a class, write them to files, or show them in the app."""
    paths = [Path(path) for path in options.path]
    if options.app:
        return _app(context, paths, options)
    for name in filter(None, (options.csv, options.html)):
        free_file(name)
    files = read_class(paths, _FileBar(_to_terminal))
    with context.workspace() as workspace:
        found = report(workspace.queries, files)
        _write(found, options)
        if options.json:
            print_json(to_json(found))
        else:
            _print(found, workspace)
    unknown = sum(not question.text for question in found.questions)
    if unknown:
        which = f"{count(unknown, 'question')} {'is' if unknown == 1 else 'are'}"
        remark(f"{which} not in your decks, and named by card. {ADD_DECK}")
    skipped = f"; {count(len(found.skipped), 'file')} skipped" if found.skipped else ""
    remark(f"{count(found.learners, 'hand-in')} read{skipped}.")
    return 0 if found.learners else 1


def _write(found: ClassReport, options: Any) -> None:
    """Write the files that were asked for."""
    if options.csv:
        with _new(options.csv) as stream:
            write_csv(found, stream)
        remark(f"Wrote the questions to {options.csv}.")
    if options.html:
        from learnms.engine.classroom.html import to_html  # only where it is written

        with _new(options.html) as stream:
            stream.write(to_html(found))
        remark(f"Wrote the report to {options.html}.")


def _print(found: ClassReport, workspace: Workspace) -> None:
    lines = console(workspace)
    if not found.learners:
        tell(tuple(pages.skipped(found)), lines)
        return
    print_table([_HEADS, *(_row(question, found) for question in found.questions)])
    for question in found.doubtful[:_DOUBTFUL]:
        print()
        tell(pages.question_page(question, found), lines)
    print()
    tell(pages.overview(found), lines)


_HEADS = ("question", "topic", "answers", "difficulty", "95%", "discrimination", "note")


def _row(question: Question, found: ClassReport) -> tuple[str, ...]:
    return (
        shortened(wording.words_of(question), _TEXT),
        shortened(wording.topic(question, found), _TEXT // 2),
        f"{question.statistics.attempts:,}",
        wording.difficulty(question),
        wording.interval(question),
        wording.decimal(question.statistics.discrimination),
        ", ".join(question.notes),
    )


class _FileBar(ReplayBar):
    """A progress bar over files."""

    things = "files"


def _to_terminal(text: str) -> None:
    """Show a progress bar, where somebody sees it."""
    if sys.stderr.isatty():
        print(text, end="", file=sys.stderr, flush=True)


@contextmanager
def _new(name: str) -> Iterator[TextIO]:
    """A file to write; one that exists is kept."""
    path = Path(name).expanduser()
    with writing(path), whole_file(path, replace=False) as stream:
        yield stream


def _app(context: Context, paths: list[Path], options: Any) -> int:
    """Show the page of the class in the app, or say it in lines."""
    with context.workspace() as workspace:
        if wants_lines(options, context):
            from learnms.plain.classroom import run as tell_class
            from learnms.plain.kit.signals import end_on_signals

            with end_on_signals():
                tell_class(workspace, console(workspace), paths)
            return 0
        from learnms.tui.app.app import run

        return run(workspace, hand_ins=paths)
