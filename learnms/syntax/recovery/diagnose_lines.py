"""Causes at the beginning of lines: tabs and columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.syntax.recovery import edits as mends
from learnms.syntax.recovery.diagnose_names import belongs_nowhere
from learnms.syntax.recovery.editable import layout
from learnms.syntax.recovery.stop import Case, Cause

if TYPE_CHECKING:
    from learnms.syntax.recovery.attempt import Open
    from learnms.syntax.recovery.editable import Draft
    from learnms.syntax.recovery.edits import Mend

# Nobody can see how wide tabs were meant; what lets most of the text be read is taken.
_TAB_WIDTHS = (4, 2, 8, 3, 1, 0)
_TAB_INDENT = re.compile(r" *\t[ \t]*")
_DASH_TAB = re.compile(r"[ \t]*(?:-[ \t]+)*-[ \t]*\t")
_COMMENT = re.compile(r"[ \t]+#")


def tab(case: Case) -> Cause | None:
    """A tab where only spaces count as indent. All such lines have one cause: the editor."""
    body = case.body
    indent = len(body) - len(body.lstrip(" \t"))
    if "\t" in body[:indent] and case.column <= indent:
        return _tab_indent(case, indent)
    if case.sign == "\t":
        fix = "replace the tab by a space"
        return Cause(
            "LM007",
            case.line,
            case.column,
            "a tab, where only a space counts",
            fix,
            1,
            (_tabs_to_spaces(case),),
        )
    return None


def _tab_indent(case: Case, indent: int) -> Cause:
    lines = [
        line for line in range(len(case.draft.lines)) if _TAB_INDENT.match(case.draft.lines[line])
    ]
    more = len(lines) - 1
    message = (
        "the line begins with a tab" if case.body.strip() else "the empty line holds a tab"
    ) + (f", as {more} more {'line does' if more == 1 else 'lines do'}" if more else "")
    fix = "replace each tab at the beginning of a line by spaces; editors can be told to do so"
    return Cause(
        "LM007",
        case.line,
        0,
        message,
        fix,
        indent,
        tuple(mends.expand_tabs(lines, width) for width in _TAB_WIDTHS),
    )


def _tabs_to_spaces(case: Case) -> Mend:
    line, column = case.line, case.column

    def mend(draft: Draft) -> None:
        draft.put(line, column, " ")
        for below in range(line, len(draft.lines)):
            dash = _DASH_TAB.match(draft.lines[below])
            if dash:
                draft.put(below, 0, dash.group().replace("\t", " "))

    return mend


def wrong_column(case: Case) -> Cause | None:
    """A line that begins where nothing above it begins."""
    last, parts = case.stop.last, case.layout
    if case.flow is not None:
        return None
    if case.stop.documents:
        return _behind_document(case)
    is_own_line = (
        case.sign == ":" and parts.name is not None and parts.value > case.column >= parts.content
    )
    if not is_own_line and not case.begins_line():
        return None
    is_text = parts.name is None and not parts.dashes
    if is_text and last is not None and last.kind in ("|", ">"):
        return _after_block(case, last.start)
    if is_text and last is not None and last.kind == "":
        comment = _comment_behind(case, last.end)
        if comment is not None:
            return _after_comment(case, last.start, comment, case.line)
    if is_text:
        return belongs_nowhere(case, case.line, parts.content, case.line)
    return _misplaced(case)


def _behind_document(case: Case) -> Cause | None:
    """The parser takes the deck as ended, because its first line is too far right or is
    no field.
    """
    last, root = case.stop.last, case.stop.closed[-1] if case.stop.closed else None
    if root is not None and not root.flow and root.column > case.layout.indent:
        shown = layout(case.draft.body(root.line)).name or "-"
        here, there = (
            case.shown_column(root.line, root.column),
            case.shown_column(case.line, case.layout.indent),
        )
        message = (
            f"`{shown}` begins in column {here}, but the line below it begins in column {there}"
        )
        ways = (
            mends.move_lines(root.line, case.line - 1, case.layout.indent - root.column),
            mends.move(root.line, case.layout.indent - root.column, "line"),
        )
        return Cause(
            "LM008",
            root.line,
            root.column,
            message,
            "let both begin in the same column",
            len(shown),
            ways,
        )
    if root is None and last is not None:
        line, column = case.draft.place(last.start)
        comment = _comment_behind(case, last.end)
        if comment is not None:
            return _after_comment(case, last.start, comment, line)
        return belongs_nowhere(case, line, column, max(line, case.line - 1))
    return None


def _after_block(case: Case, start: int) -> Cause:
    line, column = case.draft.place(start)
    message = (
        f"this line begins further left than the text of line {line + 1} that it seems to belong to"
    )
    ways = (
        mends.spoil((line, column), first=case.line, last=case.line),
        mends.blank(case.line, case.line),
    )
    return Cause(
        "LM008",
        case.line,
        case.layout.indent,
        message,
        "let it begin in the same column as the line above",
        len(case.body.strip()),
        ways,
        may_follow=True,
    )


def _comment_behind(case: Case, end: int) -> int | None:
    line, column = case.draft.place(end)
    comment = _COMMENT.match(case.draft.body(line), column)
    return case.draft.index(line, comment.end() - 1) if comment else None


def _after_comment(case: Case, start: int, at: int, cut: int) -> Cause:
    line, column = case.draft.place(at)
    message = "a space and `#` begin a comment, which ends the text" + (
        f", so line {cut + 1} belongs to nothing" if cut > line else ""
    )
    fix = (
        "put the whole text in double quotes, or move the comment to a line of its own above the"
        " field"
    )
    ways = (mends.spoil(case.draft.place(start), first=cut, last=cut), mends.blank(cut, cut))
    return Cause(
        "LM012", line, column, message, fix, len(case.draft.body(line)[column:].rstrip()), ways
    )


def _misplaced(case: Case) -> Cause:
    """A field or an item in a column of its own."""
    parts, line = case.layout, case.line
    begin = parts.dashes[0] if parts.dashes else parts.content
    shown = "-" if parts.dashes else parts.name or ""
    targets = _targets(case, begin)
    if not targets and not any(
        frame.is_list != bool(parts.dashes) for frame in (*case.stop.open, *case.stop.closed)
    ):
        return anything(case)
    if not targets or targets[0].column == begin:
        among = (
            "an item of a list among fields"
            if parts.dashes
            else "a field among the items of a list"
        )
        fix = "put the items of a list below their field, and a field where the other fields begin"
        ways = (mends.blank_kind(line, begin), mends.blank(line, line))
        return Cause("LM008", line, begin, among, fix, len(shown), ways, may_follow=True)
    target = targets[0]
    subject, others = (
        ("the dash", "the dashes of the list begin")
        if target.is_list
        else (f"`{shown}`", "the fields that it belongs with begin")
    )
    here, there = case.shown_column(line, begin), case.shown_column(target.line, target.column)
    message = f"{subject} begins in column {here}, but {others} in column {there}"
    if here == there:
        # The line was moved along with others for an earlier finding, and only that one is to be
        # read.
        message = f"{subject} does not begin where {others.removesuffix(' begin')} begin"
    fix = f"let it begin in column {there}, as in line {target.line + 1}"
    return Cause(
        "LM008",
        line,
        begin,
        message,
        fix,
        len(shown),
        _moves(case, begin, targets),
        may_follow=True,
    )


def _moves(case: Case, begin: int, targets: list[Open]) -> tuple[Mend, ...]:
    extents: tuple[mends.Extent, ...] = ("own", "block", "left", "line")
    shifts = tuple(target.column - begin for target in targets[:2] if target.column != begin)
    return (
        *(mends.move(case.line, by, extent) for by in shifts for extent in extents),
        mends.blank(case.line, case.line),
        mends.stand_in(case.line),
    )


def _targets(case: Case, column: int) -> list[Open]:
    """The lists, or the mappings, to which a line in this column may belong, the nearest first."""
    wanted = bool(case.layout.dashes)
    frames = [
        frame
        for frame in (*case.stop.open, *case.stop.closed)
        if frame.is_list == wanted and not frame.flow
    ]
    return sorted(frames, key=lambda frame: (abs(frame.column - column), -frame.column))


def anything(case: Case) -> Cause:
    """Any other cause."""
    remainder = case.body[case.column :].strip()
    shown = remainder if len(remainder) <= 30 else remainder[:29] + "…"
    message = (
        f"the line cannot be read from `{shown}` on"
        if shown
        else "the file cannot be read from here on"
    )
    fix = (
        "look for a quotation mark, a bracket or a colon too many or too few; a text that holds"
        " such signs goes in quotes"
    )
    ways = (mends.blank(case.line, case.line), mends.stand_in(case.line))
    return Cause(
        "LM028", case.line, case.column, message, fix, max(1, len(remainder)), ways, may_follow=True
    )
