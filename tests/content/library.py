"""The shipped library, read once: decks, cards, forms, and what their tags say about facts."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from learnms.decks.check import check
from learnms.decks.model import Card, Deck, Form
from learnms.kinds.response import Arrange, Option, Pick, SelfGrade, TypeIn
from learnms.paths import deck_files

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "decks" / "ocrelizumab"
DATA = ROOT / "tests" / "data"


class Single(NamedTuple):
    """A single-best question: whose it is, what it asks, its options."""

    ident: str
    stem: str
    options: list[Option]

    @property
    def right(self) -> int:
        """The index of the right option."""
        return next(at for at, option in enumerate(self.options) if option.right)


@cache
def decks(*paths: str) -> list[Deck]:
    """The decks of these files, or of the whole library, whatever the day."""
    from datetime import date

    return [
        one.read.deck
        for one in check(
            deck_files(list(paths) or [str(LIBRARY)]), date(9999, 1, 1), advice=False
        ).loaded
        if one.read is not None
    ]


@cache
def facts() -> dict[str, dict[str, dict[str, Any]]]:
    """The checked facts, misconceptions and scenarios by their ids."""
    found: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(
        (DATA / "facts.yaml").read_text("utf-8")
    )
    return found


@cache
def asked(*paths: str) -> dict[str, list[str]]:
    """From each tag to the ids of the cards and case parts that carry it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in paths or [file.path for file in deck_files([str(LIBRARY)])]:
        deck = yaml.load(Path(path).read_text("utf-8"), Loader=yaml.CBaseLoader)
        parts = [part for case in deck.get("cases") or [] for part in case["parts"]]
        for entry in [*(deck.get("cards") or []), *parts]:
            tags = entry.get("tags") or []
            for tag in [tags] if isinstance(tags, str) else tags:
                found[tag].append(entry["id"])
    return found


def audience(deck: Deck) -> str:
    """Whose deck it is: a nurse's or a patient's."""
    return "patient" if "patient" in deck.audience else "nurse"


def forms(deck: Deck) -> list[tuple[str, Form]]:
    """Every form of a deck with the id of what it belongs to."""
    return [(card.id or "", form) for card in deck.cards for form in card.forms] + [
        (part.id or "", part.form) for case in deck.cases for part in case.parts
    ]


def picks(form: Form) -> list[Pick]:
    """How a form's parts are picked, where they are."""
    return [ask.response for _, ask in form.compiled.asks if isinstance(ask.response, Pick)]


def options(form: Form) -> list[Option]:
    """Every option of a form's picks, whatever their group."""
    return [option for pick in picks(form) for group in pick.groups for option in group.options]


def singles(deck: Deck) -> list[Single]:
    """The single-best questions of a deck, options in the deck's order."""
    return [
        Single(ident, form.compiled.asks[0][1].prompt, options(form))
        for ident, form in forms(deck)
        if form.kind == "single"
    ]


def texts(card: Card) -> list[str]:
    """Every text of a card that a learner reads."""
    found = []
    for form in card.forms:
        found += (
            [form.notes.explain or "", form.notes.hint or ""]
            if form.own or form.notes.explain != card.forms[0].notes.explain
            else []
        )
        for _, ask in form.compiled.asks:
            found.append(ask.full or ask.prompt)
            match ask.response:
                case SelfGrade(answer, points):
                    found += [answer, *points]
                case TypeIn(accepted):
                    found += accepted[:1]
                case Pick(groups, text=text):
                    found.append(text or "")
                    found += [
                        words
                        for group in groups
                        for option in group.options
                        for words in (option.text, option.why or "")
                    ]
                case Arrange(steps):
                    found += steps
    return [text for text in found if text]
