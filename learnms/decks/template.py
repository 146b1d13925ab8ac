"""The deck that `learnms new` writes: a commented example of every kind that passes `check`."""

from __future__ import annotations

import json
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from learnms.text import visible_line

if TYPE_CHECKING:
    from datetime import date


def template(title: str, id: str, today: date) -> str:
    """The text of a new deck with this title and id, checked on the given day."""
    text = files("learnms.decks").joinpath("template.yaml").read_text("utf-8")
    quoted = json.dumps(visible_line(title), ensure_ascii=False)  # what JSON quotes, YAML reads
    return Template(text).substitute(title=quoted, id=id, day=today.isoformat(), year=today.year)
