"""The advice of all families on one deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

# registers the rules of LM3, LM6, LM7 and LM9
import learnms.decks.rules.pages  # noqa: F401
from learnms.decks.rules.display import display_findings
from learnms.decks.rules.item_writing import item_writing_findings
from learnms.decks.rules.plain_language import plain_language_findings
from learnms.decks.rules.questions import Subject
from learnms.decks.rules.whole_deck import whole_deck_findings

if TYPE_CHECKING:
    from learnms.decks.entry import ReadDeck
    from learnms.decks.rules.thresholds import Thresholds
    from learnms.syntax.finding import Finding


def advice_on(read: ReadDeck, thresholds: Thresholds) -> list[Finding]:
    """The findings of LM3, LM6, LM7 and LM9 about a deck."""
    subject = Subject(read, thresholds)
    item_writing_findings(subject)
    display_findings(subject)
    whole_deck_findings(subject)
    plain_language_findings(subject)
    return subject.findings
