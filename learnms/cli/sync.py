"""`learnms sync`: syncs with a folder that another program moves between computers."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from learnms import paths
from learnms.cli.output import print_json, remark, report_replay
from learnms.engine.optimize.replay_progress import ReplayBar
from learnms.engine.queue.today import planned
from learnms.engine.sync import wording as words
from learnms.engine.sync.learners import listed
from learnms.engine.sync.sync import Asking, ErasedError, chosen_folder
from learnms.engine.sync.sync import sync as sync_folder
from learnms.errors import LearnmsError, UsageError

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.sync.learners import LearnerFolder
    from learnms.engine.sync.sync import Report
    from learnms.engine.workspace import Workspace

PASSPHRASE = "LEARNMS_SYNC_PASSPHRASE"
_SHORTEST = 8
_MANY = 2000
"""From so many events on, a merge takes long enough to show its progress."""


_LARGE = 5_000_000
"""Bytes that take long enough to read to show the progress."""


class ReadingBar(ReplayBar):
    """A bar while a long history is read."""

    things = "bytes read"


def sync(context: Context, options: Any) -> int:
    """Sync with a folder, and say in a line what was sent and received. What was erased on another
    computer is erased here too, if the learner agrees.
    """
    try:
        return _synced(context, options)
    except ErasedError as error:
        is_asked = sys.stdin.isatty() and not options.json
        if options.dry_run or not (options.yes or is_asked):
            raise
        remark(error.message)
        return _erase_here(context, options)


def _erase_here(context: Context, options: Any) -> int:
    from learnms.cli.erase import erase

    here = Namespace(with_decks=False, dry_run=False, yes=options.yes, json=options.json)
    return erase(context, here)


def _synced(context: Context, options: Any) -> int:
    with context.workspace() if options.dry_run else context.writer() as workspace:
        program = paths.sync_program(workspace.home_folder)
        if program is not None:
            shown = paths.shown_path(str(workspace.home_folder))
            remark(" ".join(words.in_synced_folder(shown, program)))
        folder = chosen_folder(workspace, options.folder)
        report = sync_folder(
            workspace,
            folder,
            _asking(context, workspace, as_json=options.json),
            as_learner=options.as_learner,
            encrypt=options.encrypt,
            dry_run=options.dry_run,
        )
        due = len(planned(workspace.queries, workspace.settings, workspace.today).to_ask)
        is_patient = workspace.settings.is_patient
    if options.json:
        print_json(_to_json(report, due))
    else:
        print(words.outcome(report, due, for_patient=is_patient, dry_run=options.dry_run))
        for sentence in words.remarks(report, for_patient=is_patient):
            remark(sentence)
    return 1 if report.refused else 0


def _to_json(report: Report, due: int) -> dict[str, Any]:
    return {
        "sent": report.sent,
        "received": report.received,
        "devices": report.devices,
        "waiting": report.waiting,
        "refused": [refused._asdict() for refused in report.refused],
        "conflicts": report.conflicts,
        "due": due,
    }


def _asking(context: Context, workspace: Workspace, *, as_json: bool) -> Asking:
    def adopting(learner: LearnerFolder) -> None:
        print(words.adopting(learner), file=sys.stderr)

    def merging(events: int) -> None:
        if events >= _MANY and not as_json:
            report_replay(workspace)

    bar: ReadingBar | None = None

    def reading(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and total >= _LARGE:
            bar = ReadingBar(lambda text: print(text, end="", file=sys.stderr, flush=True))
        if bar is not None:
            bar(done, total)

    return Asking(
        passphrase=lambda is_new: _passphrase(context, is_new=is_new),
        learner=_chosen_learner,
        adopting=adopting,
        merging=merging,
        reading=reading if sys.stderr.isatty() and not as_json else None,
    )


def _chosen_learner(learners: list[LearnerFolder]) -> str:
    """Ask at a terminal which of the folder's learners this is.

    Raises:
        UsageError: there is nobody to ask, or the answer is none of them.
    """
    if sys.stdin.isatty():
        for number, learner in enumerate(learners, start=1):
            print(words.choice(number, learner), file=sys.stderr)
        print(words.WHICH, end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline().strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(learners):
            return learners[int(answer) - 1].ident
    raise UsageError("The folder holds more than one learner.", listed(learners))


def _passphrase(context: Context, *, is_new: bool) -> str:
    """The passphrase, from the environment or asked at a terminal without showing it; a new one is
    asked twice.

    Raises:
        LearnmsError: there is nobody to ask, or a new one is too short.
    """
    given = context.environment.get(PASSPHRASE)
    if not given:
        if not sys.stdin.isatty():
            raise LearnmsError(words.NO_TERMINAL, words.SET_IT)
        given = _asked(words.NEW_PASSPHRASE if is_new else words.PASSPHRASE)
        if is_new and len(given) >= _SHORTEST and _asked(words.AGAIN) != given:
            raise LearnmsError(words.DIFFERENT, "Nothing was written. Try again.")
    if is_new and len(given) < _SHORTEST:
        raise LearnmsError(words.TOO_SHORT, "Nothing was written. Several words are best.")
    return given


def _asked(prompt: str) -> str:
    from getpass import getpass

    try:
        return getpass(prompt, stream=sys.stderr)
    except EOFError as error:
        raise LearnmsError(words.NO_TERMINAL, words.SET_IT) from error
