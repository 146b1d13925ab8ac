"""Causes inside `[ ]` and `{ }`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.syntax.field_names import LIST_FIELDS, TEXT_FIELDS
from learnms.syntax.pitfalls import MAX_DEPTH, begins_with, colon_words, depth_words, quote_fix
from learnms.syntax.recovery.diagnose_values import sign
from learnms.syntax.recovery.editable import layout
from learnms.syntax.recovery.stop import Cause, StopSite

if TYPE_CHECKING:
    from learnms.syntax.recovery.attempt import Open
    from learnms.syntax.recovery.editable import Editable
    from learnms.syntax.recovery.edits import Edit

# Quoted texts, which may hold anything; brackets; a comment.
_TOKEN = re.compile(r"(?<!\w)\"(?:[^\"\\]|\\.)*\"|(?<!\w)'(?:[^']|'')*'|[\[\]{}]|(?<=[ \t])#.*")
_LONGEST_LINE = 100_000
_CLOSING = {"[": "]", "{": "}"}


def too_deep(site: StopSite) -> Cause | None:
    """The C parser looks ahead, and stops at a thousand brackets before it has reported any as
    open.
    """
    if "nesting depth" not in site.stop.problem:
        return None
    depth, offset = len(site.stop.open), site.stop.at
    start = max(
        site.stop.open[-1].offset + site.stop.open[-1].flow if site.stop.open else 0,
        site.stop.last.end if site.stop.last else 0,
    )
    for token in _TOKEN.finditer(site.text, start, offset + 1):
        depth += (token.group() in _CLOSING) - (token.group() in _CLOSING.values())
        if depth > MAX_DEPTH:
            offset = token.start()
            break
    return Cause("LM027", *site.draft.place(offset), *depth_words(), 1, ())


def brackets(site: StopSite) -> Cause | None:
    """The parser stopped inside a list or fields in brackets."""
    flow = site.flow
    if flow is None:
        return None
    line, column = flow.line, flow.column
    parts = layout(site.draft.body(line))
    opening = site.draft.body(line)[column:]
    end = _end(site, flow)
    is_text = parts.name in TEXT_FIELDS - LIST_FIELDS and parts.value == column
    if is_text or (opening.startswith("{{") and "}}" in opening):
        return Cause(
            "LM011",
            line,
            column,
            begins_with(opening),
            quote_fix(opening.rstrip()),
            len(opening.rstrip()),
            (_cover(site, flow, end),),
        )
    if end is None:
        return _swallowed(site, flow) or _not_closed(site, flow)
    return _inside(site, flow, end)


def _inside(site: StopSite, flow: Open, end: int) -> Cause:
    if site.sign in ("]", "}"):
        return _mismatch(site, flow, end)
    if site.sign == ",":
        message = "there is nothing before this comma"
        return Cause(
            "LM028",
            site.line,
            site.column,
            message,
            "remove the comma, or put the text in quotes",
            1,
            (_cover(site, flow, end),),
        )
    if site.sign == ":":
        remainder = (
            site.text[site.stop.last.start : site.stop.at + 1] if site.stop.last is not None else ""
        )
        message, _ = colon_words(remainder)
        fix = "put the text in quotes; if another field starts here, put a comma before its name"
        return Cause("LM010", site.line, site.column, message, fix, 1, (_cover(site, flow, end),))
    cause = sign(site)
    if cause is not None:
        return cause
    message = "the rest of the text in brackets cannot be read"
    return Cause(
        "LM028",
        site.line,
        site.column,
        message,
        "put each text in the brackets in quotes",
        1,
        (_cover(site, flow, end),),
    )


def _mismatch(site: StopSite, flow: Open, end: int) -> Cause:
    opened = site.stop.open[-1]
    opening, closing = ("[", "]") if opened.is_list else ("{", "}")
    message = f"`{site.sign}` does not match the `{opening}` on line {opened.line + 1}"
    return Cause(
        "LM015",
        site.line,
        site.column,
        message,
        f"write `{closing}`",
        1,
        (_cover(site, flow, end),),
    )


def _swallowed(site: StopSite, flow: Open) -> Cause | None:
    """A `#` makes the closing bracket part of a comment."""
    body = site.draft.body(flow.line)
    for token in _TOKEN.finditer(body, flow.column):
        hash_column = token.start()
        if body[hash_column] == "#" and any(
            closing in body[hash_column:] for closing in _CLOSING.values()
        ):
            message = "a space followed by `#` starts a comment, which hides the closing bracket"
            fix = "put the text that contains the `#` in quotes"
            return Cause(
                "LM012",
                flow.line,
                hash_column,
                message,
                fix,
                len(body[hash_column:].rstrip()),
                (_cover(site, flow, None),),
            )
    return None


def _not_closed(site: StopSite, flow: Open) -> Cause:
    body = site.draft.body(flow.line)
    opening = body[flow.column : flow.column + 1]
    text = body[flow.column :].rstrip()
    fix = (
        f"write `{_CLOSING.get(opening, ']')}` at its end; if it is part of the text,"
        f" {quote_fix(text)}"
    )
    return Cause(
        "LM015",
        flow.line,
        flow.column,
        f"this `{opening}` is not closed",
        fix,
        1,
        (_cover(site, flow, None),),
    )


def _end(site: StopSite, flow: Open) -> int | None:
    """The offset after the closing bracket, as far as brackets can be counted; None if it is
    missing.
    """
    base = layout(site.draft.body(flow.line)).base
    depth = 0
    for line in range(flow.line, len(site.draft.lines)):
        body = site.draft.body(line)
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
                    return site.draft.index(line, token.end())
    return None


def _cover(site: StopSite, flow: Open, end: int | None) -> Edit:
    """Cover the brackets and all that is in them."""
    last = site.draft.place(end)[0] if end is not None else flow.line

    def edit(draft: Editable) -> None:
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

    return edit
