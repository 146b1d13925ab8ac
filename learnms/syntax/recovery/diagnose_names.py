"""Causes in the name of a field: a missing colon or space, a directive in its place, no name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.syntax.field_names import FIELD_NAMES
from learnms.syntax.pasted import GLYPH, as_value
from learnms.syntax.recovery import edits as mends
from learnms.syntax.recovery.editable import layout
from learnms.syntax.recovery.stop import Case, Cause

if TYPE_CHECKING:
    from learnms.syntax.recovery.editable import Draft
    from learnms.syntax.recovery.edits import Mend

_HEADER = re.compile(r"(?:[:-]|\A)[ \t]+[|>][0-9+-]*[ \t]*(?:#.*)?\Z")
_SQUEEZED = re.compile(r"-(?=[^\s-])|[\w-]+:(?=\S)")
_WIDE_COLON = re.compile(r"(?P<name>[a-z-]+)\s*：\s*")
_WORD = re.compile(r"[a-z-]+(?=[ \t]|\Z)")
_LONGEST_SUGGESTION = 70


def instruction(case: Case) -> Cause | None:
    """A line that begins with `%`, or the end of such lines without the dashes that must follow."""
    line = case.line
    if "document start" in case.stop.problem and not case.stop.documents:
        line = next(
            (
                candidate
                for candidate in range(line, -1, -1)
                if case.draft.body(candidate).startswith("%")
            ),
            line,
        )
    body = case.draft.body(line)
    if not body.startswith("%") or (
        "directive" in case.stop.context and not re.match(r"%(?:YAML|TAG)\b", body)
    ):
        return None
    message = "a line that begins with `%` is an instruction, which decks do not need"
    return Cause(
        "LM026", line, 0, message, "remove the line", len(body.rstrip()), (mends.erase(line, line),)
    )


def percent(case: Case) -> Cause | None:
    """The name of a field, or bare text, that begins with `%` in the first column."""
    line, column = case.context
    if "directive" not in case.stop.context or column:
        return None
    cause = case.refuse(line, 0)
    return cause if case.is_name(line, 0) else replace(cause, mends=(mends.blank(line, line),))


def no_name(case: Case) -> Cause | None:
    """A line that begins with a colon."""
    if case.sign != ":" or not case.begins_line() or case.flow is not None:
        return None
    fix = "write a name before the colon, or put the text in quotes"
    ways = (mends.blank(case.line, case.line), mends.stand_in(case.line))
    return Cause(
        "LM020", case.line, case.column, "a field without a name", fix, 1, ways, may_follow=True
    )


def missing_colon(case: Case) -> Cause | None:
    """A line that should be a field or an item and lacks the colon, or the space behind the
    colon or the dash.
    """
    last = case.stop.last
    if case.stop.context.endswith("simple key"):
        line, column = case.context
        through = max(line, case.line - 1)
    elif (
        case.sign == ":"
        and case.flow is None
        and last is not None
        and last.kind == ""
        and not last.is_value
        and case.draft.place(last.start)[0] < case.line
    ):
        line, column = case.draft.place(last.start)
        through = case.line - 1
    else:
        return None
    return (
        _outside_block(case, line, through)
        or lacks_colon(case, line, column)
        or _squeezed(case, line, column)
        or belongs_nowhere(case, line, column, through)
    )


def item_lacks_colon(case: Case) -> Cause | None:
    """`- id first-1` with the next field below it, which then reads as the rest of a text."""
    last = case.stop.last
    if (
        case.flow is not None
        or last is None
        or last.kind != ""
        or not last.is_value
        or not (case.sign == ":" or case.begins_line())
    ):
        return None
    line, column = case.draft.place(last.start)
    body = case.draft.body(line)
    first = layout(body)
    if (
        line >= case.line
        or first.name is not None
        or not first.dashes
        or case.layout.content != first.content
    ):
        return None
    cut = body.find(" #", column)
    if cut >= 0:
        message = "a space and `#` begin a comment, which cuts off the name of the field"
        return Cause(
            "LM012",
            line,
            cut + 1,
            message,
            "put the text that holds the `#` in quotes",
            len(body[cut + 1 :].rstrip()),
            (mends.stand_in(line),),
        )
    return lacks_colon(case, line, column) or belongs_nowhere(case, line, column, line)


def lacks_colon(case: Case, line: int, column: int) -> Cause | None:
    """`cards`, or `ask What is it?`: the name of a field that the format knows, without its
    colon.
    """
    text = case.draft.body(line)[column:].rstrip()
    word = _WORD.match(text)
    if word is None or word.group() not in FIELD_NAMES:
        return None
    remainder = text[word.end() :].strip()
    shown = f"{word.group()}: {remainder.removeprefix('=').strip()}".rstrip()
    fix = (
        f"write `{shown}`"
        if len(shown) <= _LONGEST_SUGGESTION
        else "put a colon and a space after it"
    )
    way = mends.insert(line, column + word.end(), ":")
    return Cause(
        "LM009",
        line,
        column,
        f"a colon is missing after `{word.group()}`",
        fix,
        word.end(),
        (way, mends.blank(line, line)),
    )


def _squeezed(case: Case, line: int, column: int) -> Cause | None:
    """`answer:CD20`, `-CD20`, and the wide colon of East Asian keyboards."""
    text = case.draft.body(line)[column:].rstrip()
    wide = _WIDE_COLON.match(text)
    if wide is not None and wide["name"] in FIELD_NAMES:
        shown = f"{wide['name']}: {text[wide.end() :]}"
        colon_column = column + len(text[: wide.end()].split("：")[0])

        def mend(draft: Draft) -> None:
            mends.put(line, colon_column, ":")(draft)
            mends.insert(line, colon_column + 1, " ")(draft)

        wide_ways: tuple[Mend, ...] = (mend, mends.blank(line, line), mends.stand_in(line))
        return Cause(
            "LM009",
            line,
            colon_column,
            "a wide colon (`：`), where an ordinary colon and a space belong",
            f"write `{shown}`",
            1,
            wide_ways,
        )
    glyph = GLYPH.match(text)
    if glyph is not None and text[glyph.end() :]:
        sign = glyph.group().strip()
        message, fix = (
            f"`{sign}` cannot begin an entry of a list; use a dash",
            f"write `- {as_value(text[glyph.end() :])}`",
        )
        return Cause(
            "LM031",
            line,
            column,
            message,
            fix,
            len(sign),
            (mends.put(line, column, "-".ljust(max(2, glyph.end()))), mends.blank(line, line)),
        )
    match = _SQUEEZED.match(text)
    if match is None:
        return None
    missing = "dash" if text[0] == "-" else "colon"
    shown = f"{match.group()} {text[match.end() :]}"
    fix = (
        f"write `{shown}`"
        if len(shown) <= _LONGEST_SUGGESTION
        else f"put a space after the {missing}"
    )
    ways = (
        mends.insert(line, column + match.end(), " "),
        mends.blank(line, line),
        mends.stand_in(line),
    )
    return Cause(
        "LM009",
        line,
        column,
        f"a space is missing after the {missing}",
        fix,
        len(match.group()),
        ways,
    )


def belongs_nowhere(case: Case, line: int, column: int, through: int) -> Cause:
    """Bare text where only a field or an item may stand."""
    text = case.draft.body(line)[column:].rstrip()
    shown = text if len(text) <= 40 else text[:39] + "…"
    message = f"`{shown}` is neither a field, nor an item of a list, nor part of the text above"
    fix = (
        "write a colon and a space after a field's name; indent a text that goes on further than"
        " the field it belongs to"
    )
    ways = (mends.blank(line, through), mends.stand_in(line), mends.blank_texts(line))
    return Cause("LM009", line, column, message, fix, len(text), ways, may_follow=True)


def header_above(case: Case, line: int) -> int | None:
    """The line above this one, if it ends with a `|` or `>` that announces a text."""
    above = next(
        (candidate for candidate in range(line - 1, -1, -1) if case.draft.body(candidate).strip()),
        None,
    )
    return above if above is not None and _HEADER.search(case.draft.body(above)) else None


def _outside_block(case: Case, line: int, through: int) -> Cause | None:
    """Text that was announced by `|` and begins too far left."""
    above = header_above(case, line)
    if above is None:
        return None
    header = layout(case.draft.body(above))
    column = layout(case.draft.body(line)).indent
    message = f"this text begins too far left to belong to line {above + 1}"
    fix = f"let it begin in column {case.shown_column(above, header.base) + 2} or further right"
    way = mends.spoil((above, header.value), first=line, last=through)
    return Cause(
        "LM008",
        line,
        column,
        message,
        fix,
        len(case.draft.body(line).strip()),
        (way, mends.blank(line, through)),
    )
