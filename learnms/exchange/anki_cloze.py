"""A cloze as Anki writes it: `{{c1::hidden::hint}}` in HTML."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from learnms.exchange.markdown_html import as_html, as_html_line
from learnms.kinds.response import SelfGrade, TypeIn
from learnms.markdown import Table, blocks
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.kinds.response import Ask, Compiled

_GAP = re.compile(r"\[…(?: (?P<hint>[^\]]*))?\]")
_OPENED, _NAMED, _HINTED, _CLOSED = "\ue000", "\ue001", "\ue002", "\ue003"
"""Private characters that stand for the signs of a blank while Markdown becomes HTML."""
_SIGNS = str.maketrans({_OPENED: "{{", _NAMED: "::", _HINTED: "::", _CLOSED: "}}"})
_SHOWN = {"{{": "&#123;{", "}}": "}&#125;", "::": ":&#58;"}
"""What Anki would take for the signs of a blank, as entities."""


class _Blank(NamedTuple):
    """A blank of the whole sentence: its place, number and hint."""

    start: int
    end: int
    name: str
    hint: str


def cloze_html(compiled: Compiled, part: str | None = None) -> str | None:
    """The text of a cloze with its blanks, or None where they cannot be found in the sentence.

    `part` is the part that a cloze without parts of its own asks.
    """
    full = compiled.asks[0][1].full or ""
    found: list[_Blank] = []
    for name, ask in compiled.asks:
        blanks = _blanks(ask, name or part or "c1", full)
        if not blanks:
            return None
        found += blanks
    found.sort()
    if any(blank.end > following.start for blank, following in pairwise(found)):
        return None
    pieces, end = [], 0
    for blank in found:
        hint = f"{_HINTED}{blank.hint}" if blank.hint else ""
        hidden = full[blank.start : blank.end]
        pieces += [full[end : blank.start], f"{_OPENED}{blank.name}{_NAMED}{hidden}{hint}{_CLOSED}"]
        end = blank.end
    text = "".join([*pieces, full[end:]])
    is_plain = all(not isinstance(item, Table) and item.text for item in blocks(text))
    html = as_html_line(text) if is_plain else as_html(text)
    for sign, entity in _SHOWN.items():
        html = html.replace(sign, entity)
    return html.translate(_SIGNS)


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
    literals = [ask.prompt[end:start] for end, start in zip(ends, starts, strict=True)]
    texts = "|".join(re.escape(text) for text in sorted(hidden, key=len, reverse=True))
    pattern = f"({texts})".join(map(re.escape, literals))
    match = re.fullmatch(pattern, full, re.IGNORECASE) or re.fullmatch(
        "(.+?)".join(map(re.escape, literals)), full, re.DOTALL
    )
    known = {fold(text) for text in hidden}
    if match is None or any(fold(text) not in known for text in match.groups()):
        return []
    return [
        _Blank(match.start(number), match.end(number), name, gap["hint"] or "")
        for number, gap in enumerate(gaps, 1)
    ]
