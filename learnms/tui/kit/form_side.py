"""The choices of one row, beside the rows of a form if there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from learnms.engine.form import Choice, Group, Many, Typed
from learnms.tui.kit.content import ACCENT, BOLD, QUIET, concat, inline, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, Press, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content

    from learnms.engine.form import Row
    from learnms.tui.kit.layout import Entry

_MARK = 4


def choices_of(row: Row[Any], index: int, draft: str | None) -> Iterator[Entry]:
    """The name of a row, and its choices one below the other: a click takes one. A typed value is
    shown as it is.
    """
    yield Text(inline(row.label, BOLD), indent=INDENT)
    yield BLANK
    match row:
        case Choice():
            for place, (value, words) in enumerate(row.values):
                press = Press("value", f"{index} {place}")
                yield _marked("(•)" if value == row.value else "( )", plain(words), press)
        case Many():
            for key, words in row.items:
                yield _marked("[x]" if key in row.chosen else "[ ]", inline(words))
        case Typed():
            before, typed, after = row.parts(draft)
            value = concat(raw(before), plain(typed, BOLD), raw("▏", ACCENT), raw(after))
            yield Text(value, indent=INDENT)
        case Group() if row.about:
            yield Text(plain(row.about), indent=INDENT)


def _marked(mark: str, words: Content, press: Press | None = None) -> Text:
    is_on = mark[1] != " "
    style = f"{BOLD} {ACCENT}" if is_on else QUIET
    lead = concat(raw(" " * INDENT), raw(mark, style))
    words = words.stylize(BOLD) if is_on else words
    return Text(words, indent=INDENT + _MARK, lead=lead, press=press)
