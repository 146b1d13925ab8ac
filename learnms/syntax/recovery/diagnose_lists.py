"""Causes in pasted lists and tables, whose markers mean something else in YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.syntax.field_names import ENTRY_FIELDS, FIELD_NAMES, LIST_FIELDS
from learnms.syntax.pasted import MOST_SHOWN, as_value, dashed_lines
from learnms.syntax.recovery import edits
from learnms.syntax.recovery.editable import layout
from learnms.syntax.recovery.stop import Cause, StopSite

if TYPE_CHECKING:
    from learnms.syntax.recovery.editable import Editable
    from learnms.syntax.recovery.edits import Edit

_BULLET = re.compile(r"(?:\*|\[[ xX✓]?\])[ \t]+(?=\S)")
_FENCE = re.compile(r"[ \t]*```")
_BOLD = re.compile(
    r"(?P<stars>\*{1,2})(?P<name>[a-z][a-z-]*)[ ]*(?::(?P=stars)|(?P=stars)[ ]*:)[ ]*(?P<value>.*)"
)
_NUMBERED_FIELD = re.compile(r"(?P<number>\d{1,3}[.)][ \t]+)(?P<name>[a-z][a-z-]*)[ ]*:")


def bullets(site: StopSite) -> Cause | None:
    """Entries that start with `*` or `[ ]`, as in Markdown, where YAML needs a dash."""
    parts = site.layout
    bullet = _BULLET.match(site.body, parts.content)
    if site.flow is not None or parts.name is not None or bullet is None:
        return None
    run = _run(site, site.line)
    owner = _owner(site, site.line)
    name = layout(site.draft.body(owner)).name if owner is not None else None
    if (parts.dashes and len(run) < 2) or (
        name not in ENTRY_FIELDS and site.is_name(site.line, parts.content)
    ):
        return None
    if (
        not parts.dashes
        and owner is not None
        and name is not None
        and name not in LIST_FIELDS | ENTRY_FIELDS
    ):
        return (
            _unannounced(site, owner, site.line, parts.content, run[-1], "list")
            if len(run) > 1
            else None
        )
    sign = bullet.group().rstrip()
    where = f" of `{name}`" if name else ""
    message = (
        f"the entries{where} start with `{sign}`, but list entries need a dash and a space"
        if not parts.dashes
        else f"`{sign}` after the dash is a second list marker"
    )
    bodies = [site.draft.body(line) for line in run]
    texts = [body[_bullet_end(body) :].rstrip() for body in bodies]
    shown = texts if name in ENTRY_FIELDS else [as_value(text) for text in texts]
    fix = dashed_lines(shown, " " * parts.indent)
    return Cause(
        "LM031",
        site.line,
        parts.content,
        message,
        fix,
        len(sign),
        (_with_dashes(run, dashed=bool(parts.dashes)),),
    )


def _bullet_end(body: str) -> int:
    bullet = _BULLET.match(body, layout(body).content)
    return bullet.end() if bullet else layout(body).content


def _run(site: StopSite, first: int) -> list[int]:
    """The consecutive lines that start the same way, beginning with this one; more indented lines
    do not end the run.
    """
    base = layout(site.draft.body(first))
    run = [first]
    for line in range(first + 1, len(site.draft.lines)):
        if site.draft.is_blank(line):
            continue
        body = site.draft.body(line)
        parts = layout(body)
        if parts.indent < base.indent or (
            parts.indent == base.indent and not _BULLET.match(body, parts.content)
        ):
            break
        if parts.indent == base.indent:
            run.append(line)
    return run


def _owner(site: StopSite, line: int) -> int | None:
    """The line of the field to which a line belongs."""
    parts = layout(site.draft.body(line))
    for above in range(line - 1, -1, -1):
        if site.draft.is_blank(above):
            continue
        upper = layout(site.draft.body(above))
        if upper.name is not None and (
            upper.content < parts.indent
            or (upper.content == parts.indent and upper.name in ENTRY_FIELDS)
        ):
            return above
    return None


def _with_dashes(run: list[int], *, dashed: bool) -> Edit:
    def edit(draft: Editable) -> None:
        for line in run:
            body = draft.body(line)
            parts = layout(body)
            end = _bullet_end(body)
            draft.put(line, parts.content, ("" if dashed else "-").ljust(end - parts.content))

    return edit


def fence(site: StopSite) -> Cause | None:
    """The lines of three backticks around code, as copied from chats and web pages."""
    if _FENCE.match(site.body) is None or not site.begins_line():
        return None
    lines = [line for line in range(len(site.draft.lines)) if _FENCE.match(site.draft.lines[line])]

    def edit(draft: Editable) -> None:
        for line in lines:
            draft.erase(line)

    message = "three backticks mark code in Markdown and are not part of a deck"
    fix = f"remove this line{f' and line {lines[-1] + 1}' if lines[-1] != site.line else ''}"
    return Cause(
        "LM028", site.line, site.layout.indent, message, fix, len(site.body.strip()), (edit,)
    )


def bold(site: StopSite) -> Cause | None:
    """Names of fields in bold, as in Markdown: `**ask:** x`."""
    field = _BOLD.match(site.body, site.layout.content)
    if field is None or field["name"] not in FIELD_NAMES:
        return None

    def edit(draft: Editable) -> None:
        for line in range(len(draft.lines)):
            body = draft.body(line)
            column = layout(body).content
            other = _BOLD.match(body, column)
            if other is not None and other["name"] in FIELD_NAMES:
                draft.put(
                    line, column, f"{other['name']}: {other['value']}".ljust(len(body) - column)
                )

    message = f"the field name `{field['name']}` is in bold, but field names are plain text"
    return Cause(
        "LM020",
        site.line,
        site.layout.content,
        message,
        f"write `{field['name']}: {field['value']}`, and change the other fields the same way",
        len(field["name"]),
        (edit,),
    )


def numbered_fields(site: StopSite) -> Cause | None:
    """Cards with a number in place of the dash: `1. id: my-card` and the other fields below it."""
    if site.flow is not None or site.layout.name is None:
        return None
    above = next(
        (
            line
            for line in range(site.line - 1, -1, -1)
            if not site.draft.is_blank(line)
            and layout(site.draft.body(line)).indent < site.layout.indent
        ),
        None,
    )
    field = _NUMBERED_FIELD.match(site.draft.body(above).lstrip()) if above is not None else None
    if above is None or field is None or field["name"] not in FIELD_NAMES:
        return None
    indent = layout(site.draft.body(above)).indent

    def edit(draft: Editable) -> None:
        for line in range(len(draft.lines)):
            body = draft.body(line)
            other = _NUMBERED_FIELD.match(body, indent)
            if not body[:indent].strip() and other is not None:
                draft.put(line, indent, "-".ljust(len(other["number"])))

    number = field["number"].strip()
    shown = site.draft.body(above).strip()[len(number) :].strip()
    return Cause(
        "LM031",
        above,
        indent,
        f"`{number}` cannot start a card; use a dash",
        f"write `- {shown}`, and change the other numbers the same way",
        len(number),
        (edit,),
    )


def table(site: StopSite) -> Cause | None:
    """A table below a field, or after its colon, without the `|` that begins a text of several
    lines.
    """
    if "block scalar" not in site.stop.context:
        return None
    line, column = site.context
    body = site.draft.body(line)
    if not body[column:].startswith("|") or body[column:].count("|") < 2:
        return None
    parts = layout(body)
    owner = line if parts.name is not None else _owner(site, line)
    if owner is None:
        return None
    last = line
    for below in range(line + 1, len(site.draft.lines)):
        if not site.draft.body(below).lstrip().startswith("|"):
            break
        last = below
    return _unannounced(site, owner, line, column, last, "table") if last > line else None


def _unannounced(
    site: StopSite, owner: int, line: int, column: int, last: int, content: str
) -> Cause:
    """Multi-line text without the `|` that it needs."""
    head = layout(site.draft.body(owner))
    texts = [
        site.draft.body(line)[column:].rstrip(),
        *(site.draft.body(below).strip() for below in range(line + 1, last + 1)),
    ]
    indent = " " * head.content
    shown = [f"{indent}{head.name}: |", *(f"{indent}  {text}" for text in texts[:MOST_SHOWN])]
    message = f"a {content} in the text of `{head.name}` needs a `|` after the colon"
    fix = "\n".join([f"write `{head.name}: |`, then the lines indented below it:", *shown])
    return Cause(
        "LM011", line, column, message, fix, len(texts[0]), (edits.cover_value(line, column, last),)
    )


def behind_colon(site: StopSite) -> Cause | None:
    """A list that starts on the same line as its field: `wrong: - b`."""
    parts = site.layout
    if (
        site.flow is not None
        or parts.name not in LIST_FIELDS
        or site.column != parts.value
        or not site.body[parts.value :].startswith("- ")
    ):
        return None
    texts, last = [site.body[parts.value + 2 :].strip()], site.line
    for below in range(site.line + 1, len(site.draft.lines)):
        body = site.draft.body(below)
        if not body.lstrip().startswith("- ") or layout(body).indent < parts.content:
            break
        texts.append(body.strip()[2:].strip())
        last = below
    message = f"the list of `{parts.name}` starts on the same line as its name"
    fix = dashed_lines(
        [as_value(text) for text in texts],
        " " * (parts.content + 2),
        f"put the list on the lines below `{parts.name}:`, one entry per line:",
    )
    return Cause(
        "LM031",
        site.line,
        parts.value,
        message,
        fix,
        len(site.body.rstrip()) - parts.value,
        (edits.cover_value(site.line, parts.value, last),),
    )
