"""A cloze as Anki writes it: `{{c1::hidden::hint}}` in HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.exchange.anki.questions import html_of
from learnms.exchange.cloze_text import cloze_text
from learnms.kinds.cloze import Blank, blanks

if TYPE_CHECKING:
    from learnms.decks.model import Form

_OPENED, _NAMED, _HINTED, _CLOSED = "\ue000", "\ue001", "\ue002", "\ue003"
"""Private characters that stand for the signs of a blank while Markdown becomes HTML."""
_SIGNS = str.maketrans({_OPENED: "{{", _NAMED: "::", _HINTED: "::", _CLOSED: "}}"})
_SHOWN = {"{{": "&#123;{", "}}": "}&#125;", "::": ":&#58;"}
"""What Anki would take for the signs of a blank, as entities."""


def cloze_html(form: Form) -> str | None:
    """The text of a cloze with its blanks, or None where they cannot be found in the sentence."""
    text = cloze_text(form)
    if text is None:
        return None
    html = html_of("".join(map(_signed, blanks(text)[0])))
    for sign, entity in _SHOWN.items():
        html = html.replace(sign, entity)
    return html.translate(_SIGNS)


def _signed(piece: str | Blank) -> str:
    if isinstance(piece, str):
        return piece
    hint = f"{_HINTED}{piece.hint}" if piece.hint else ""
    return f"{_OPENED}{piece.name}{_NAMED}{piece.text}{hint}{_CLOSED}"
