"""Causes in the name of a field: a missing colon or space, a directive in its place, no name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.syntax.field_names import FIELD_NAMES
from learnms.syntax.pasted import GLYPH, NUMBERED, as_value
from learnms.syntax.recovery import edits
from learnms.syntax.recovery.editable import layout
from learnms.syntax.recovery.stop import Cause, StopSite

if TYPE_CHECKING:
    from learnms.syntax.recovery.editable import Editable
    from learnms.syntax.recovery.edits import Edit

_HEADER = re.compile(r"(?:[:-]|\A)[ \t]+[|>][0-9+-]*[ \t]*(?:#.*)?\Z")
_SQUEEZED = re.compile(r"-(?=[^\s-])|[\w-]+:(?=\S)")
_WIDE_COLON = re.compile(r"(?P<name>[a-z-]+)\s*：\s*")
_WORD = re.compile(r"[a-z-]+(?=[ \t]|\Z)")
_LONGEST_SUGGESTION = 70


def instruction(site: StopSite) -> Cause | None:
    """A line that begins with `%`, or the end of such lines without the dashes that must follow."""
    line = site.line
    if "document start" in site.stop.problem and not site.stop.documents:
        line = next(
            (
                candidate
                for candidate in range(line, -1, -1)
                if site.draft.body(candidate).startswith("%")
            ),
            line,
        )
    body = site.draft.body(line)
    if not body.startswith("%") or (
        "directive" in site.stop.context and not re.match(r"%(?:YAML|TAG)\b", body)
    ):
        return None
    message = "a line that starts with `%` is a directive, which decks do not support"
    return Cause(
        "LM026", line, 0, message, "remove the line", len(body.rstrip()), (edits.erase(line, line),)
    )


def percent(site: StopSite) -> Cause | None:
    """The name of a field, or bare text, that begins with `%` in the first column."""
    line, column = site.context
    if "directive" not in site.stop.context or column:
        return None
    cause = site.refuse(line, 0)
    return cause if site.is_name(line, 0) else replace(cause, edits=(edits.blank(line, line),))


def no_name(site: StopSite) -> Cause | None:
    """A line that starts with a colon."""
    if site.sign != ":" or not site.begins_line() or site.flow is not None:
        return None
    fix = "write a name before the colon, or put the text in quotes"
    ways = (edits.blank(site.line, site.line), edits.stand_in(site.line))
    return Cause(
        "LM020", site.line, site.column, "this field has no name", fix, 1, ways, may_follow=True
    )


def missing_colon(site: StopSite) -> Cause | None:
    """A line that should be a field or an item and lacks the colon, or the space after the
    colon or the dash.
    """
    last = site.stop.last
    if site.stop.context.endswith("simple key"):
        line, column = site.context
        through = max(line, site.line - 1)
    elif (
        site.sign == ":"
        and site.flow is None
        and last is not None
        and last.kind == ""
        and not last.is_value
        and site.draft.place(last.start)[0] < site.line
    ):
        line, column = site.draft.place(last.start)
        through = site.line - 1
    else:
        return None
    return (
        _outside_block(site, line, through)
        or lacks_colon(site, line, column)
        or _squeezed(site, line, column)
        or belongs_nowhere(site, line, column, through)
    )


def item_lacks_colon(site: StopSite) -> Cause | None:
    """`- id first-1` with the next field below it, which then reads as the rest of a text."""
    last = site.stop.last
    if (
        site.flow is not None
        or last is None
        or last.kind != ""
        or not last.is_value
        or not (site.sign == ":" or site.begins_line())
    ):
        return None
    line, column = site.draft.place(last.start)
    body = site.draft.body(line)
    first = layout(body)
    if (
        line >= site.line
        or first.name is not None
        or not first.dashes
        or site.layout.content != first.content
    ):
        return None
    cut = body.find(" #", column)
    if cut >= 0:
        message = "a space followed by `#` starts a comment, which cuts off the field name"
        return Cause(
            "LM012",
            line,
            cut + 1,
            message,
            "put the text that contains the `#` in quotes",
            len(body[cut + 1 :].rstrip()),
            (edits.stand_in(line),),
        )
    return lacks_colon(site, line, column) or belongs_nowhere(site, line, column, line)


def lacks_colon(site: StopSite, line: int, column: int) -> Cause | None:
    """`cards`, or `ask What is it?`: the name of a field that the format knows, without its
    colon.
    """
    text = site.draft.body(line)[column:].rstrip()
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
    way = edits.insert(line, column + word.end(), ":")
    return Cause(
        "LM009",
        line,
        column,
        f"a colon is missing after `{word.group()}`",
        fix,
        word.end(),
        (way, edits.blank(line, line)),
    )


def _squeezed(site: StopSite, line: int, column: int) -> Cause | None:
    """`answer:CD20`, `-CD20`, and the wide colon of East Asian keyboards."""
    text = site.draft.body(line)[column:].rstrip()
    wide = _WIDE_COLON.match(text)
    if wide is not None and wide["name"] in FIELD_NAMES:
        shown = f"{wide['name']}: {text[wide.end() :]}"
        colon_column = column + len(text[: wide.end()].split("：")[0])

        def edit(draft: Editable) -> None:
            edits.put(line, colon_column, ":")(draft)
            edits.insert(line, colon_column + 1, " ")(draft)

        wide_ways: tuple[Edit, ...] = (edit, edits.blank(line, line), edits.stand_in(line))
        return Cause(
            "LM009",
            line,
            colon_column,
            "a wide colon (`：`) instead of an ordinary colon and a space",
            f"write `{shown}`",
            1,
            wide_ways,
        )
    glyph = GLYPH.match(text)
    if glyph is not None and text[glyph.end() :]:
        sign = glyph.group().strip()
        message, fix = (
            f"`{sign}` cannot start a list entry; use a dash",
            f"write `- {as_value(text[glyph.end() :])}`",
        )
        return Cause(
            "LM031",
            line,
            column,
            message,
            fix,
            len(sign),
            (edits.put(line, column, "-".ljust(max(2, glyph.end()))), edits.blank(line, line)),
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
        edits.insert(line, column + match.end(), " "),
        edits.blank(line, line),
        edits.stand_in(line),
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


def belongs_nowhere(site: StopSite, line: int, column: int, through: int) -> Cause:
    """Bare text where only a field or a list item is allowed."""
    text = site.draft.body(line)[column:].rstrip()
    shown = text if len(text) <= 40 else text[:39] + "…"
    message = f"`{shown}` is not a field, a list item or part of the text above"
    fix = "put a colon and a space after a field name; indent continued text further than its field"
    if NUMBERED.match(text):
        fix = (
            "write options below `right:` and `wrong:` without letters, each on its own line, with"
            " a dash and a space"
        )
    ways = (edits.blank(line, through), edits.stand_in(line), edits.blank_texts(line))
    return Cause("LM009", line, column, message, fix, len(text), ways, may_follow=True)


def header_above(site: StopSite, line: int) -> int | None:
    """The line above this one, if it ends with a `|` or `>` that announces a text."""
    above = next(
        (candidate for candidate in range(line - 1, -1, -1) if site.draft.body(candidate).strip()),
        None,
    )
    return above if above is not None and _HEADER.search(site.draft.body(above)) else None


def _outside_block(site: StopSite, line: int, through: int) -> Cause | None:
    """Text below a `|` that is not indented far enough."""
    above = header_above(site, line)
    if above is None:
        return None
    header = layout(site.draft.body(above))
    column = layout(site.draft.body(line)).indent
    message = f"this text is not indented far enough to belong to line {above + 1}"
    fix = f"indent it to column {site.shown_column(above, header.base) + 2} or further"
    way = edits.spoil((above, header.value), first=line, last=through)
    return Cause(
        "LM008",
        line,
        column,
        message,
        fix,
        len(site.draft.body(line).strip()),
        (way, edits.blank(line, through)),
    )
