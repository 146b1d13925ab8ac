"""Causes in a value: quotes, special characters at its start, colons inside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.syntax.lost_text import SWALLOWED_DASH, swallowed_words
from learnms.syntax.pitfalls import after_quotation, colon_words, is_sign
from learnms.syntax.recovery import edits
from learnms.syntax.recovery.editable import layout
from learnms.syntax.recovery.stop import Cause, StopSite

if TYPE_CHECKING:
    from learnms.syntax.recovery.attempt import Last
    from learnms.syntax.recovery.editable import Editable

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


def quotation(site: StopSite) -> Cause | None:
    """Quoted text that is not closed, or that contains an invalid escape code."""
    if "quoted scalar" not in site.stop.context:
        return None
    if any(word in site.stop.problem for word in _ESCAPE_PROBLEMS):
        return _escape(site)
    return _not_closed(site, *site.context)


def _not_closed(site: StopSite, line: int, column: int) -> Cause:
    body = site.draft.body(line)
    sign = body[column : column + 1]
    fix = f"add a closing `{sign}`"
    if sign == "'":
        fix = f'if it is an apostrophe, put the whole text in double quotes: "…"; otherwise {fix}'
    # Inside brackets the covered text ends at the next comma, so that the bracket can still be
    # closed.
    border = _TEXT_BORDER.search(body, column) if site.flow is not None else None
    end = (
        border.start()
        if border
        else site.name_end(line, column)
        if site.is_name(line, column)
        else None
    )
    way = edits.cover_value(line, column) if end is None else edits.cover(line, column, end)
    return Cause(
        "LM014",
        line,
        column,
        f"this `{sign}` has no closing quote",
        fix,
        len(body[column:end].rstrip()),
        (way,),
    )


def _escape(site: StopSite) -> Cause:
    start = site.stop.context_at if site.stop.context_at is not None else site.stop.at
    bad_escape = _BAD_ESCAPE.search(site.text, start)
    offset = (
        bad_escape.start()
        if bad_escape and bad_escape.start() <= site.stop.at + 1
        else site.stop.at
    )
    shown = _SHOWN_ESCAPE.match(site.text, offset)
    escape = shown.group() if shown else site.sign
    message = f"`{escape}` is not a valid escape code inside double quotes"
    fix = "put the text in single quotes, or write each backslash as `\\\\`"

    def edit(draft: Editable) -> None:
        draft.spoil(*draft.place(start))
        end = _REST_OF_QUOTATION.match(draft.text, start + 1)
        quotation = draft.text[start : end.end() if end else len(draft.text)]
        quotation = quotation[: offset - start] + "x" + quotation[offset - start + 1 :]
        draft.rewrite(start, _BAD_ESCAPE.sub(lambda bad: "x" + bad.group()[1:], quotation))

    return Cause("LM018", *site.draft.place(offset), message, fix, len(escape), (edit,))


def block_header(site: StopSite) -> Cause | None:
    """`> 300 mL`, which starts a block of text."""
    if "block scalar" not in site.stop.context or "tab" in site.stop.problem:
        return None
    return site.refuse(*site.context)


def goes_on(site: StopSite) -> Cause | None:
    """Text after the end of quoted text, a bracket or an alias."""
    last = site.stop.last
    if last is None or last.kind == "" or last.end > site.stop.at:
        return None
    if site.text[last.end : site.stop.at].strip(" \t") or site.sign in ("", "\n", "\r"):
        return None
    if site.sign in "]}":
        return _stray_bracket(site) if site.flow is None else None
    line, column = site.draft.place(last.start)
    if last.kind in _QUOTES:
        return _behind_quotation(site, last, line, column)
    is_bracket = last.kind == "[" and site.text[last.start] in "[{"
    return site.refuse(line, column, through=site.line) if is_bracket or last.kind == "*" else None


def _behind_quotation(site: StopSite, last: Last, line: int, column: int) -> Cause:
    first = layout(site.draft.body(line))
    for following in range(line + 1, site.line + 1):
        parts = layout(site.draft.body(following))
        if parts.indent <= first.base and (parts.name is not None or parts.dashes):
            return _not_closed(site, line, column)
    end = site.end_of_text(site.line, site.column)
    rest_end = site.draft.index(site.line, end if end is not None else len(site.body))
    message, fix = after_quotation(site.text[last.start : rest_end].rstrip(), last.end - last.start)
    return site.refuse(line, column, message, fix, through=site.line)


def _stray_bracket(site: StopSite) -> Cause:
    """A closing bracket without its opening bracket."""
    message, fix = (
        f"`{site.sign}` has no matching opening bracket",
        "remove it, or put the text in quotes",
    )
    return Cause(
        "LM015", site.line, site.column, message, fix, 1, (edits.put(site.line, site.column, " "),)
    )


def sign(site: StopSite) -> Cause | None:
    """A value or a name that starts with a special YAML character."""
    line, column = site.line, site.column
    if site.stop.context.endswith(("alias", "anchor", "tag")):
        line, column = site.context
    body = site.draft.body(line)
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
    return site.refuse(line, column)


def colon(site: StopSite) -> Cause | None:
    """`: ` inside a text that is not quoted."""
    if site.sign != ":" or site.flow is not None:
        return None
    parts = site.layout
    if parts.name is not None and parts.value <= site.column:
        if is_sign(site.body[parts.value :]):
            return site.refuse(site.line, parts.value)
        # `- Note: this: that` is one text; `- ask: this: that` is a field.
        start = parts.content if parts.dashes and not _FIELD.fullmatch(parts.name) else parts.value
        return Cause(
            "LM010",
            site.line,
            site.column,
            *colon_words(site.body[start:]),
            1,
            (edits.cover_value(site.line, start),),
        )
    return _colon_below(site)


def _colon_below(site: StopSite) -> Cause | None:
    """The same in a text of several lines."""
    last = site.stop.last
    if last is None or last.kind != "" or not last.is_value:
        return None
    line, column = site.draft.place(last.start)
    if line >= site.line or site.text[last.end : site.stop.at].strip():
        return None
    ways = (edits.cover_value(line, column, site.line),)
    dash = SWALLOWED_DASH.search(site.text, last.start, site.stop.at)
    if dash is not None:
        place = site.draft.place(dash.end() - 1)
        return Cause(
            "LM008",
            *place,
            *swallowed_words(line + 1),
            1,
            (edits.cover_list(line, column, site.line, place[1]),),
            may_follow=True,
        )
    if site.layout.name is not None and re.fullmatch(r"[\w-]+", site.layout.name):
        return None
    text = site.text[last.start : site.draft.index(site.line, len(site.body))]
    return Cause("LM010", site.line, site.column, *colon_words(text), 1, ways)
