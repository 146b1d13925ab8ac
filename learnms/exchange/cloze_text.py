"""The text of a cloze with its blanks, as a deck has it, from the questions that it compiles to."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from learnms.kinds.response import SelfGrade, TypeIn
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.decks.model import Form
    from learnms.kinds.response import Ask

_GAP = re.compile(r"\[…(?: (?P<hint>[^\]]*))?\]")


class _Blank(NamedTuple):
    """A blank of the whole sentence: its place, name and hint."""

    start: int
    end: int
    name: str
    hint: str


def cloze_text(form: Form) -> str | None:
    """The sentence with `{{c1::hidden::hint}}`; None where a blank cannot be found in it."""
    full = form.compiled.asks[0][1].full or ""
    found: list[_Blank] = []
    for name, ask in form.compiled.asks:
        blanks = _blanks(ask, name or form.part or "c1", full)
        if not blanks:
            return None
        found += blanks
    found.sort()
    if any(blank.end > following.start for blank, following in pairwise(found)):
        return None
    pieces, end = [], 0
    for blank in found:
        hint = f"::{blank.hint}" if blank.hint else ""
        hidden = full[blank.start : blank.end]
        pieces += [_shown(full[end : blank.start]), f"{{{{{blank.name}::{hidden}{hint}}}}}"]
        end = blank.end
    return "".join([*pieces, _shown(full[end:])])


def _shown(text: str) -> str:
    return text.replace("{{", "\\{{")


def _blanks(ask: Ask, name: str, full: str) -> list[_Blank]:
    """The blanks of one part: the gaps of its prompt, found in the sentence."""
    match ask.response:
        case SelfGrade(answer):
            hidden = answer.split(" … ")
        case TypeIn(accepted):
            hidden = accepted[0].split(" … ")
        case _:
            return []
    gaps = list(_GAP.finditer(ask.prompt))
    ends = [0, *(gap.end() for gap in gaps)]
    starts = [*(gap.start() for gap in gaps), len(ask.prompt)]
    literals = [re.escape(ask.prompt[end:start]) for end, start in zip(ends, starts, strict=True)]
    texts = "|".join(re.escape(text) for text in sorted(hidden, key=len, reverse=True))
    match_ = re.fullmatch(f"({texts})".join(literals), full, re.IGNORECASE)
    if match_ is None or {fold(text) for text in match_.groups()} != set(map(fold, hidden)):
        return []
    return [
        _Blank(match_.start(number), match_.end(number), name, gap["hint"] or "")
        for number, gap in enumerate(gaps, 1)
    ]
