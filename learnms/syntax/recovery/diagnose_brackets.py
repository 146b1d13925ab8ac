"""Causes inside `[ ]` and `{ }`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.syntax.field_names import LIST_FIELDS, TEXT_FIELDS
from learnms.syntax.pitfalls import MAX_DEPTH, begins_with, colon_words, depth_words, quote_fix
from learnms.syntax.recovery.diagnose_values import sign
from learnms.syntax.recovery.editable import layout
from learnms.syntax.recovery.stop import Case, Cause

if TYPE_CHECKING:
    from learnms.syntax.recovery.attempt import Open
    from learnms.syntax.recovery.editable import Draft
    from learnms.syntax.recovery.edits import Mend

# Quoted texts, which may hold anything; brackets; a comment.
_TOKEN = re.compile(r"(?<!\w)\"(?:[^\"\\]|\\.)*\"|(?<!\w)'(?:[^']|'')*'|[\[\]{}]|(?<=[ \t])#.*")
_LONGEST_LINE = 100_000
_CLOSING = {"[": "]", "{": "}"}


def too_deep(case: Case) -> Cause | None:
    """The C parser looks ahead, and stops at a thousand brackets before it has reported any as
    open.
    """
    if "nesting depth" not in case.stop.problem:
        return None
    depth, offset = len(case.stop.open), case.stop.at
    start = max(
        case.stop.open[-1].offset + case.stop.open[-1].flow if case.stop.open else 0,
        case.stop.last.end if case.stop.last else 0,
    )
    for token in _TOKEN.finditer(case.text, start, offset + 1):
        depth += (token.group() in _CLOSING) - (token.group() in _CLOSING.values())
        if depth > MAX_DEPTH:
            offset = token.start()
            break
    return Cause("LM027", *case.draft.place(offset), *depth_words(), 1, ())


def brackets(case: Case) -> Cause | None:
    """The parser stopped inside a list or fields in brackets."""
    flow = case.flow
    if flow is None:
        return None
    line, column = flow.line, flow.column
    parts = layout(case.draft.body(line))
    opening = case.draft.body(line)[column:]
    end = _end(case, flow)
    is_text = parts.name in TEXT_FIELDS - LIST_FIELDS and parts.value == column
    if is_text or (opening.startswith("{{") and "}}" in opening):
        return Cause(
            "LM011",
            line,
            column,
            begins_with(opening),
            quote_fix(opening.rstrip()),
            len(opening.rstrip()),
            (_cover(case, flow, end),),
        )
    if end is None:
        return _swallowed(case, flow) or _not_closed(case, flow)
    return _inside(case, flow, end)


def _inside(case: Case, flow: Open, end: int) -> Cause:
    if case.sign in ("]", "}"):
        return _mismatch(case, flow, end)
    if case.sign == ",":
        message = "there is nothing before this comma"
        return Cause(
            "LM028",
            case.line,
            case.column,
            message,
            "remove the comma, or put the text in quotes",
            1,
            (_cover(case, flow, end),),
        )
    if case.sign == ":":
        remainder = (
            case.text[case.stop.last.start : case.stop.at + 1] if case.stop.last is not None else ""
        )
        message, _ = colon_words(remainder)
        fix = "put the text in quotes; if another field begins here, write a comma before its name"
        return Cause("LM010", case.line, case.column, message, fix, 1, (_cover(case, flow, end),))
    cause = sign(case)
    if cause is not None:
        return cause
    message = "these brackets cannot be read from here on"
    return Cause(
        "LM028",
        case.line,
        case.column,
        message,
        "put each text in the brackets in quotes",
        1,
        (_cover(case, flow, end),),
    )


def _mismatch(case: Case, flow: Open, end: int) -> Cause:
    opened = case.stop.open[-1]
    opening, closing = ("[", "]") if opened.is_list else ("{", "}")
    message = (
        f"`{case.sign}` closes nothing here: the `{opening}` of line {opened.line + 1} needs"
        f" `{closing}`"
    )
    return Cause(
        "LM015",
        case.line,
        case.column,
        message,
        f"write `{closing}`",
        1,
        (_cover(case, flow, end),),
    )


def _swallowed(case: Case, flow: Open) -> Cause | None:
    """A `#` makes the closing bracket part of a comment."""
    body = case.draft.body(flow.line)
    for token in _TOKEN.finditer(body, flow.column):
        hash_column = token.start()
        if body[hash_column] == "#" and any(
            closing in body[hash_column:] for closing in _CLOSING.values()
        ):
            message = "a space and `#` begin a comment, and the closing bracket is part of it"
            fix = "put the text that holds the `#` in quotes"
            return Cause(
                "LM012",
                flow.line,
                hash_column,
                message,
                fix,
                len(body[hash_column:].rstrip()),
                (_cover(case, flow, None),),
            )
    return None


def _not_closed(case: Case, flow: Open) -> Cause:
    body = case.draft.body(flow.line)
    opening = body[flow.column : flow.column + 1]
    text = body[flow.column :].rstrip()
    fix = (
        f"write `{_CLOSING.get(opening, ']')}` at its end; if it is part of a text,"
        f" {quote_fix(text)}"
    )
    return Cause(
        "LM015",
        flow.line,
        flow.column,
        f"this `{opening}` is not closed",
        fix,
        1,
        (_cover(case, flow, None),),
    )


def _end(case: Case, flow: Open) -> int | None:
    """The offset behind the closing bracket, as far as brackets can be counted; None if it is
    missing.
    """
    base = layout(case.draft.body(flow.line)).base
    depth = 0
    for line in range(flow.line, len(case.draft.lines)):
        body = case.draft.body(line)
        if len(body) > _LONGEST_LINE:
            return None
        parts = layout(body)
        if line > flow.line and parts.indent <= base and (parts.name is not None or parts.dashes):
            return None
        for token in _TOKEN.finditer(body, flow.column if line == flow.line else 0):
            if token.group() in _CLOSING:
                depth += 1
            elif token.group() in _CLOSING.values():
                depth -= 1
                if depth == 0:
                    return case.draft.index(line, token.end())
    return None


def _cover(case: Case, flow: Open, end: int | None) -> Mend:
    """Cover the brackets and all that is in them."""
    last = case.draft.place(end)[0] if end is not None else flow.line

    def mend(draft: Draft) -> None:
        base = layout(draft.body(flow.line)).base
        draft.cover(flow.line, flow.column)
        for line in range(flow.line + 1, len(draft.lines)):
            body = draft.body(line)
            if (
                line > last
                and body.strip()
                and layout(body).indent <= base
                and body.strip(" \t,") not in ("]", "}")
            ):
                return
            draft.erase(line)

    return mend
