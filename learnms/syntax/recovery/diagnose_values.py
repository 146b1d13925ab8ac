"""Causes in a value: quotations, signs at its beginning, colons inside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.syntax.lost_text import SWALLOWED_DASH, swallowed_words
from learnms.syntax.pitfalls import after_quotation, colon_words, is_sign
from learnms.syntax.recovery import edits as mends
from learnms.syntax.recovery.editable import layout
from learnms.syntax.recovery.stop import Case, Cause

if TYPE_CHECKING:
    from learnms.syntax.recovery.attempt import Last
    from learnms.syntax.recovery.editable import Draft

_BAD_ESCAPE = re.compile(
    r"\\(?:x(?![0-9A-Fa-f]{2})|u(?![0-9A-Fa-f]{4})|u(?=[dD][89a-fA-F])|U(?!(?:000[0-9A-Fa-f]|0010)[0-9A-Fa-f]{4})|U(?=0000[dD][89a-fA-F])"
    r"|[^0abt\tnvfre \"/\\N_LPxuU\r\n])"
)
_SHOWN_ESCAPE = re.compile(r"\\(?:[xuU][0-9A-Fa-f]{0,8}|.)?")
_ESCAPE_PROBLEMS = ("escape", "hexdecimal", "hexadecimal", "Unicode")
_REST_OF_QUOTATION = re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)
_TEXT_BORDER = re.compile(r"[,\]}]")
_FIELD = re.compile(r"[a-z][a-z0-9-]*")
_QUOTES = ('"', "'")


def quotation(case: Case) -> Cause | None:
    """A quotation that is not closed, or that holds a backslash without a meaning."""
    if "quoted scalar" not in case.stop.context:
        return None
    if any(word in case.stop.problem for word in _ESCAPE_PROBLEMS):
        return _escape(case)
    return _not_closed(case, *case.context)


def _not_closed(case: Case, line: int, column: int) -> Cause:
    body = case.draft.body(line)
    sign = body[column : column + 1]
    fix = f"close it with another `{sign}`"
    if sign == "'":
        fix = f'if it is an apostrophe, put the whole text in double quotes: "…"; else {fix}'
    # Inside brackets the covered text ends at the next comma, so that the bracket can still be
    # closed.
    border = _TEXT_BORDER.search(body, column) if case.flow is not None else None
    end = (
        border.start()
        if border
        else case.name_end(line, column)
        if case.is_name(line, column)
        else None
    )
    way = mends.cover_value(line, column) if end is None else mends.cover(line, column, end)
    return Cause(
        "LM014",
        line,
        column,
        f"the quotation that `{sign}` opens here is not closed",
        fix,
        len(body[column:end].rstrip()),
        (way,),
    )


def _escape(case: Case) -> Cause:
    start = case.stop.context_at if case.stop.context_at is not None else case.stop.at
    bad_escape = _BAD_ESCAPE.search(case.text, start)
    offset = (
        bad_escape.start()
        if bad_escape and bad_escape.start() <= case.stop.at + 1
        else case.stop.at
    )
    shown = _SHOWN_ESCAPE.match(case.text, offset)
    escape = shown.group() if shown else case.sign
    message = f"`{escape}` means nothing inside double quotes"
    fix = (
        "put the text in single quotes, where a backslash is only a backslash, or write `\\\\`"
        " for one"
    )

    def mend(draft: Draft) -> None:
        draft.spoil(*draft.place(start))
        end = _REST_OF_QUOTATION.match(draft.text, start + 1)
        quotation = draft.text[start : end.end() if end else len(draft.text)]
        quotation = quotation[: offset - start] + "x" + quotation[offset - start + 1 :]
        draft.rewrite(start, _BAD_ESCAPE.sub(lambda bad: "x" + bad.group()[1:], quotation))

    return Cause("LM018", *case.draft.place(offset), message, fix, len(escape), (mend,))


def block_header(case: Case) -> Cause | None:
    """`> 300 mL` announces a text of several lines."""
    if "block scalar" not in case.stop.context or "tab" in case.stop.problem:
        return None
    return case.refuse(*case.context)


def goes_on(case: Case) -> Cause | None:
    """Text behind a quotation, a bracket or an alias that has ended."""
    last = case.stop.last
    if last is None or last.kind == "" or last.end > case.stop.at:
        return None
    if case.text[last.end : case.stop.at].strip(" \t") or case.sign in ("", "\n", "\r"):
        return None
    if case.sign in "]}":
        return _stray_bracket(case) if case.flow is None else None
    line, column = case.draft.place(last.start)
    if last.kind in _QUOTES:
        return _behind_quotation(case, last, line, column)
    is_bracket = last.kind == "[" and case.text[last.start] in "[{"
    return case.refuse(line, column, through=case.line) if is_bracket or last.kind == "*" else None


def _behind_quotation(case: Case, last: Last, line: int, column: int) -> Cause:
    first = layout(case.draft.body(line))
    for following in range(line + 1, case.line + 1):
        parts = layout(case.draft.body(following))
        if parts.indent <= first.base and (parts.name is not None or parts.dashes):
            return _not_closed(case, line, column)
    end = case.end_of_text(case.line, case.column)
    rest_end = case.draft.index(case.line, end if end is not None else len(case.body))
    message, fix = after_quotation(case.text[last.start : rest_end].rstrip(), last.end - last.start)
    return case.refuse(line, column, message, fix, through=case.line)


def _stray_bracket(case: Case) -> Cause:
    """A bracket that closes nothing."""
    message, fix = (
        f"`{case.sign}` closes a bracket that is not open",
        "remove it, or put the text in quotes",
    )
    return Cause(
        "LM015", case.line, case.column, message, fix, 1, (mends.put(case.line, case.column, " "),)
    )


def sign(case: Case) -> Cause | None:
    """A value or a name begins with a sign that YAML keeps for itself."""
    line, column = case.line, case.column
    if case.stop.context.endswith(("alias", "anchor", "tag")):
        line, column = case.context
    body = case.draft.body(line)
    text = body[column:]
    if not text or not is_sign(text):
        return None
    before = body[:column].rstrip()
    parts = layout(body)
    if column not in (parts.value, parts.content) and before[-1:] not in ("[", "{", ",", ":"):
        return None
    # At the beginning of a line these are in the wrong column; they begin no text.
    if text[0] in "-]}#" and (
        not before or (text[0] in "-#" and parts.name is None and parts.dashes)
    ):
        return None
    return case.refuse(line, column)


def colon(case: Case) -> Cause | None:
    """`: ` inside a text that is not quoted."""
    if case.sign != ":" or case.flow is not None:
        return None
    parts = case.layout
    if parts.name is not None and parts.value <= case.column:
        if is_sign(case.body[parts.value :]):
            return case.refuse(case.line, parts.value)
        # `- Note: this: that` is one text; `- ask: this: that` is a field.
        start = parts.content if parts.dashes and not _FIELD.fullmatch(parts.name) else parts.value
        return Cause(
            "LM010",
            case.line,
            case.column,
            *colon_words(case.body[start:]),
            1,
            (mends.cover_value(case.line, start),),
        )
    return _colon_below(case)


def _colon_below(case: Case) -> Cause | None:
    """The same in a text of several lines."""
    last = case.stop.last
    if last is None or last.kind != "" or not last.is_value:
        return None
    line, column = case.draft.place(last.start)
    if line >= case.line or case.text[last.end : case.stop.at].strip():
        return None
    ways = (mends.cover_value(line, column, case.line),)
    dash = SWALLOWED_DASH.search(case.text, last.start, case.stop.at)
    if dash is not None:
        place = case.draft.place(dash.end() - 1)
        return Cause(
            "LM008",
            *place,
            *swallowed_words(line + 1),
            1,
            (mends.cover_list(line, column, case.line, place[1]),),
            may_follow=True,
        )
    if case.layout.name is not None and re.fullmatch(r"[\w-]+", case.layout.name):
        return None
    text = case.text[last.start : case.draft.index(case.line, len(case.body))]
    return Cause("LM010", case.line, case.column, *colon_words(text), 1, ways)
