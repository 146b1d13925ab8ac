"""`learnms hand-in`: a file with a learner's first answers, for the statistics of a class."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms.cli.output import agreed, remark
from learnms.engine.classroom.hand_in import collect, contents
from learnms.engine.quiz.paper_form import PaperForm
from learnms.files import free_file, whole_file, writing

if TYPE_CHECKING:
    from learnms.cli.context import Context


def hand_in(context: Context, options: Any) -> int:
    """Show what would be handed in, and write it, at a terminal after asking."""
    form = PaperForm.read(Path(options.form)) if options.form else None
    target = free_file(options.file)
    with context.workspace() as workspace:
        made = collect(workspace, form, options.code)
        for sentence in contents(made, workspace.today, is_code_chosen=options.code is not None):
            remark(sentence)
    if not options.yes and not _confirmed(options.file):
        remark("Nothing was written.")
        return 0
    with writing(target), whole_file(target, replace=False) as stream:
        stream.write(made.to_text())
    remark(f"Wrote {target}. Send it to your instructor.")
    return 0


def _confirmed(file: str) -> bool:
    """Ask at a terminal; without one, what was shown is written."""
    return not sys.stdin.isatty() or agreed(f"Write {file}?")
