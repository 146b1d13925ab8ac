"""`learnms paper`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms.cli.output import print_json, remark
from learnms.engine.paper.build import build
from learnms.engine.paper.files import FORMATS, formats_here, write
from learnms.engine.paper.selection import DEFAULT_QUESTIONS, PaperSpec
from learnms.engine.wording import count
from learnms.errors import UsageError
from learnms.text import visible_line

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.engine.paper.build import Paper

_FORM = re.compile(r"[A-Za-z0-9]{1,8}")
_MOST_FORMS = 26
_SHOWN = 5
"""Topics off target that are named on standard error; the blueprint lists all."""
_EXTRA = "learnms[exchange]"


def paper(context: Context, options: Any) -> int:
    """Write question papers, answer keys, form files and the table of the blueprint."""
    formats = _formats(options.format)
    with context.only(options.deck).workspace() as workspace:
        spec = PaperSpec(
            questions=DEFAULT_QUESTIONS if options.questions is None else options.questions,
            decks=tuple(workspace.deck_ids(options.deck)),
            topics=tuple(options.topic),
            priorities=tuple(options.priority),
            forms=_forms(options.forms),
            seed=options.seed,
            title=options.title or "",
            by_blueprint=options.blueprint,
            cases=not options.no_cases,
            open_=options.open,
            points=options.points,
            fewer=options.questions is None,
        )
        built = build(workspace.queries, workspace.settings, spec)
    written = write(built, Path(options.to), formats)
    if options.json:
        print_json(_to_json(built, written))
    else:
        for path in written:
            print(visible_line(str(path)))
    _say(built, spec, options.to)
    return 0


def _formats(chosen: str | None) -> tuple[str, ...]:
    here = formats_here()
    if chosen is not None and chosen not in here:
        message = "Word files need the extra `exchange`, which is not installed."
        raise UsageError(message, f"Run `pip install '{_EXTRA}'`, or choose --format html.")
    if chosen is None and len(here) < len(FORMATS):
        remark(f"Writing HTML only. For Word files, run `pip install '{_EXTRA}'`.")
    return (chosen,) if chosen else here


def _forms(text: str) -> tuple[str, ...]:
    names = tuple(filter(None, (name.strip() for name in text.split(","))))
    for name in names:
        if not _FORM.fullmatch(name):
            message = f"`{name}` is not a valid form name."
            raise UsageError(message, "Use one to eight letters and digits, such as --forms A,B.")
    if not names or len(names) > _MOST_FORMS or len({name.lower() for name in names}) < len(names):
        message = f"`{text}` is not a list of different form names."
        raise UsageError(message, f"Name 1 to {_MOST_FORMS}, such as --forms A,B.")
    return names


def _say(built: Paper, spec: PaperSpec, folder: str) -> None:
    """Say what was written, and where the paper is not as asked."""
    size = built.selection.size
    forms = count(len(spec.forms), "form")
    where = visible_line(folder)
    print(
        f"Wrote {forms} of {count(size, 'question')}, {count(built.points, 'point')}, to {where}.",
        file=sys.stderr,
    )
    wanted = min(spec.questions, sum(topic.available for topic in built.selection.topics))
    if size < wanted:
        remark(f"It has {size} of {wanted} questions, because cases cannot be split.")
    off = [topic for topic in built.selection.topics if topic.have != topic.target]
    for topic in off[:_SHOWN]:
        remark(
            f"{topic.title}: {count(topic.have, 'question')} instead of {topic.target};"
            f" {topic.available} available."
        )
    if off[_SHOWN:]:
        remark(f"{count(len(off) - _SHOWN, 'more topic')} off target: see the blueprint.")
    if built.unscored:
        remark(
            f"{count(built.unscored, 'open question')} on paper only: the form files have the"
            " questions that the app can score."
        )
    if built.drafts:
        remark(
            f"{count(built.drafts, 'question')} from drafts. Before a class uses this paper, give"
            " every card an id (`learnms fix`) and a source, so that its statistics stay with it."
        )


def _to_json(built: Paper, written: list[Path]) -> dict[str, Any]:
    return {
        "paper": built.forms[0].form.paper,
        "title": built.title,
        "forms": [form.form.name for form in built.forms],
        "questions": built.selection.size,
        "points": built.points,
        "files": [str(path) for path in written],
        "topics": [
            {
                "deck": topic.place.deck,
                "topic": topic.place.topic or None,
                "title": topic.title,
                "share": round(topic.share, 4),
                "target": topic.target,
                "have": topic.have,
                "available": topic.available,
            }
            for topic in built.selection.topics
        ],
    }
