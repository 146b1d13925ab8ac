"""Causes at the start of lines: tabs and columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.syntax.recovery import edits
from learnms.syntax.recovery.diagnose_names import belongs_nowhere
from learnms.syntax.recovery.editable import layout
from learnms.syntax.recovery.stop import Cause, StopSite

if TYPE_CHECKING:
    from learnms.syntax.recovery.attempt import Open
    from learnms.syntax.recovery.editable import Editable
    from learnms.syntax.recovery.edits import Edit

# The intended width of tabs is unknown; the one by which most of the text can be read is taken.
_TAB_WIDTHS = (4, 2, 8, 3, 1, 0)
_TAB_INDENT = re.compile(r" *\t[ \t]*")
_DASH_TAB = re.compile(r"[ \t]*(?:-[ \t]+)*-[ \t]*\t")
_COMMENT = re.compile(r"[ \t]+#")


def tab(site: StopSite) -> Cause | None:
    """A tab where only spaces count as indent. All such lines have one cause: the editor."""
    body = site.body
    indent = len(body) - len(body.lstrip(" \t"))
    if "\t" in body[:indent] and site.column <= indent:
        return _tab_indent(site, indent)
    if site.sign == "\t":
        fix = "replace the tab with a space"
        return Cause(
            "LM007",
            site.line,
            site.column,
            "a tab where a space is needed",
            fix,
            1,
            (_tabs_to_spaces(site),),
        )
    return None


def _tab_indent(site: StopSite, indent: int) -> Cause:
    lines = [
        line for line in range(len(site.draft.lines)) if _TAB_INDENT.match(site.draft.lines[line])
    ]
    more = len(lines) - 1
    message = (
        "the line starts with a tab" if site.body.strip() else "the empty line contains a tab"
    ) + (f", and so {'does' if more == 1 else 'do'} {more} more" if more else "")
    fix = "replace the tabs at the start of lines with spaces; most editors can do this for you"
    return Cause(
        "LM007",
        site.line,
        0,
        message,
        fix,
        indent,
        tuple(edits.expand_tabs(lines, width) for width in _TAB_WIDTHS),
    )


def _tabs_to_spaces(site: StopSite) -> Edit:
    line, column = site.line, site.column

    def edit(draft: Editable) -> None:
        draft.put(line, column, " ")
        for below in range(line, len(draft.lines)):
            dash = _DASH_TAB.match(draft.lines[below])
            if dash:
                draft.put(below, 0, dash.group().replace("\t", " "))

    return edit


def wrong_column(site: StopSite) -> Cause | None:
    """A line that starts in a column where nothing above it starts."""
    last, parts = site.stop.last, site.layout
    if site.flow is not None:
        return None
    if site.stop.documents:
        return _behind_document(site)
    is_own_line = (
        site.sign == ":" and parts.name is not None and parts.value > site.column >= parts.content
    )
    if not is_own_line and not site.begins_line():
        return None
    is_text = parts.name is None and not parts.dashes
    if is_text and last is not None and last.kind in ("|", ">"):
        return _after_block(site, last.start)
    if is_text and last is not None and last.kind == "":
        comment = _comment_behind(site, last.end)
        if comment is not None:
            return _after_comment(site, last.start, comment, site.line)
    if is_text:
        return belongs_nowhere(site, site.line, parts.content, site.line)
    return _misplaced(site)


def _behind_document(site: StopSite) -> Cause | None:
    """The parser considers the deck ended, because its first line is indented too far or is not a
    field.
    """
    last, root = site.stop.last, site.stop.closed[-1] if site.stop.closed else None
    if root is not None and not root.flow and root.column > site.layout.indent:
        shown = layout(site.draft.body(root.line)).name or "-"
        here, there = (
            site.shown_column(root.line, root.column),
            site.shown_column(site.line, site.layout.indent),
        )
        message = (
            f"`{shown}` starts in column {here}, but the line below it starts in column {there}"
        )
        ways = (
            edits.move_lines(root.line, site.line - 1, site.layout.indent - root.column),
            edits.move(root.line, site.layout.indent - root.column, "line"),
        )
        return Cause(
            "LM008",
            root.line,
            root.column,
            message,
            "start both in the same column",
            len(shown),
            ways,
        )
    if root is None and last is not None:
        line, column = site.draft.place(last.start)
        comment = _comment_behind(site, last.end)
        if comment is not None:
            return _after_comment(site, last.start, comment, line)
        return belongs_nowhere(site, line, column, max(line, site.line - 1))
    return None


def _after_block(site: StopSite, start: int) -> Cause:
    line, column = site.draft.place(start)
    message = (
        f"this line is indented less than the text on line {line + 1}, which it seems to continue"
    )
    ways = (
        edits.spoil((line, column), first=site.line, last=site.line),
        edits.blank(site.line, site.line),
    )
    return Cause(
        "LM008",
        site.line,
        site.layout.indent,
        message,
        "indent it like the line above",
        len(site.body.strip()),
        ways,
        may_follow=True,
    )


def _comment_behind(site: StopSite, end: int) -> int | None:
    line, column = site.draft.place(end)
    comment = _COMMENT.match(site.draft.body(line), column)
    return site.draft.index(line, comment.end() - 1) if comment else None


def _after_comment(site: StopSite, start: int, at: int, cut: int) -> Cause:
    line, column = site.draft.place(at)
    message = "a space followed by `#` starts a comment, which ends the text" + (
        f", so line {cut + 1} is not part of it" if cut > line else ""
    )
    fix = "put the whole text in double quotes, or move the comment to its own line above the field"
    ways = (edits.spoil(site.draft.place(start), first=cut, last=cut), edits.blank(cut, cut))
    return Cause(
        "LM012", line, column, message, fix, len(site.draft.body(line)[column:].rstrip()), ways
    )


def _misplaced(site: StopSite) -> Cause:
    """A field or an item in its own column."""
    parts, line = site.layout, site.line
    begin = parts.dashes[0] if parts.dashes else parts.content
    shown = "-" if parts.dashes else parts.name or ""
    targets = _targets(site, begin)
    if not targets and not any(
        frame.is_list != bool(parts.dashes) for frame in (*site.stop.open, *site.stop.closed)
    ):
        return anything(site)
    if not targets or targets[0].column == begin:
        among = (
            "a list item where a field is expected"
            if parts.dashes
            else "a field where a list item is expected"
        )
        fix = "put list items below their field, and align each field with the other fields"
        ways = (edits.blank_kind(line, begin), edits.blank(line, line))
        return Cause("LM008", line, begin, among, fix, len(shown), ways, may_follow=True)
    target = targets[0]
    subject, others = (
        ("the dash", "the other dashes") if target.is_list else (f"`{shown}`", "the other fields")
    )
    here, there = site.shown_column(line, begin), site.shown_column(target.line, target.column)
    message = f"{subject} starts in column {here}, but {others} start in column {there}"
    if here == there:
        # The line was moved with others for an earlier finding, which is the only one to report.
        message = f"{subject} does not line up with {others}"
    fix = f"move it to column {there}, as on line {target.line + 1}"
    return Cause(
        "LM008",
        line,
        begin,
        message,
        fix,
        len(shown),
        _moves(site, begin, targets),
        may_follow=True,
    )


def _moves(site: StopSite, begin: int, targets: list[Open]) -> tuple[Edit, ...]:
    extents: tuple[edits.Extent, ...] = ("own", "block", "left", "line")
    shifts = tuple(target.column - begin for target in targets[:2] if target.column != begin)
    return (
        *(edits.move(site.line, by, extent) for by in shifts for extent in extents),
        edits.blank(site.line, site.line),
        edits.stand_in(site.line),
    )


def _targets(site: StopSite, column: int) -> list[Open]:
    """The lists or mappings that a line in this column may belong to, nearest first."""
    wanted = bool(site.layout.dashes)
    frames = [
        frame
        for frame in (*site.stop.open, *site.stop.closed)
        if frame.is_list == wanted and not frame.flow
    ]
    return sorted(frames, key=lambda frame: (abs(frame.column - column), -frame.column))


def anything(site: StopSite) -> Cause:
    """Any other cause."""
    remainder = site.body[site.column :].strip()
    shown = remainder if len(remainder) <= 30 else remainder[:29] + "…"
    message = (
        f"the line cannot be read, starting at `{shown}`"
        if shown
        else "the rest of the file cannot be read"
    )
    fix = (
        "look for a missing or extra quote, bracket or colon; put text that contains one in quotes"
    )
    ways = (edits.blank(site.line, site.line), edits.stand_in(site.line))
    return Cause(
        "LM028", site.line, site.column, message, fix, max(1, len(remainder)), ways, may_follow=True
    )
