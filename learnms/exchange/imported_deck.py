"""The deck file that is made of an imported bank: every card in it can be studied or quizzed, and
what cannot is named.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from learnms.decks.deck_fields import ID
from learnms.decks.deck_file import as_yaml
from learnms.decks.load import load_text
from learnms.decks.rules.item_writing import NAMED_OPTION
from learnms.errors import LearnmsError
from learnms.exchange.bank import Loss, is_last, slug
from learnms.syntax.rules import RULES
from learnms.text import visible_line

if TYPE_CHECKING:
    from learnms.decks.load import Loaded
    from learnms.decks.model import Deck
    from learnms.exchange.bank import ImportedBank

_DRAFT = """
# Cards without a source are drafts: quizzes ask them, reviews do not. Add each `source`, or remove
# the next line to schedule them all.
draft: yes
"""
_FIRST = ("id", "ask", "cloze")
_LAST = ("explain", "hint", "source", "checked", "topic", "tags")
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}
_FLAG_FIELDS = frozenset({"reverse", "typed", "true-false", "unsafe"})
_IN_CARD = re.compile(
    r" in (?:card [a-z0-9-]+|the card on line \d+)|:? it is also on line \d+|the card on line \d+ "
)
"""What a finding says of places in a file that is not written yet."""
_LETTERS = re.compile(r"\b(?:[Bb]oth |[Oo]nly |[Oo]ptions? )?[A-F](?:, [A-F])*,? (?:and|&) [A-F]\b")
_SATA = re.compile(r"\s*(?:[(\[]\s*SATA\s*[)\]]|\bSATA\b)\s*[.:]?\s*$")
_TRUE_OR_FALSE = re.compile(
    r"\s*(?:\b|[(\[]\s*)(?:T\s*/\s*F|[Tt]rue\s*(?:/|or)\s*[Ff]alse)\s*[)\]]?\s*[.:?]?\s*$"
)
"""What a paper writes after a question and learnms says itself."""
_LONGEST_ITEM = 60


@dataclass(frozen=True, slots=True)
class ImportedDeck:
    """The text of a deck file, the deck that it holds, and everything that was lost."""

    text: str
    deck: Deck
    losses: tuple[Loss, ...]


def deck_of(bank: ImportedBank, name: str) -> ImportedDeck:
    """The deck of a bank. `name` is that of its file without suffix: the id, and the title where
    the bank has none.

    Cards that the loader would keep out of study are left out, each with the reason as a loss.

    Raises:
        LearnmsError: nothing of the bank can be a deck file.
    """
    losses = list(bank.losses)
    cards = _with_good_ids([_ordered(_plain_ask(_with_last(card))) for card in bank.cards], losses)
    losses += [loss for card in cards for loss in _named_letters(card)]
    while True:
        text = _text(bank, cards, name)
        loaded = load_text(text, f"{name}.yaml")
        if loaded.read is None or not loaded.parsed:
            message = "What was read cannot be written as a deck file."
            why = f"{loaded.findings[0].message}." if loaded.findings else None
            raise LearnmsError(message, why)
        kept_out = _kept_out(loaded, cards)
        if not kept_out:
            return ImportedDeck(text, loaded.read.deck, tuple(losses))
        losses += [Loss(item_of(cards[at]), f"Left out: {why}.") for at, why in kept_out.items()]
        cards = [card for at, card in enumerate(cards) if at not in kept_out]


def item_of(card: dict[str, Any]) -> str:
    """A card by its id, else by the beginning of its question, for a loss."""
    words = visible_line(str(card.get("ask") or card.get("cloze") or "card"))
    cut = words if len(words) <= _LONGEST_ITEM else f"{words[:_LONGEST_ITEM].rstrip()}…"
    return str(card.get("id") or f"“{cut}”")


def _with_good_ids(cards: list[dict[str, Any]], losses: list[Loss]) -> list[dict[str, Any]]:
    """The cards without ids that cannot be kept: `fix` gives them others."""
    taken: set[str] = set()
    for card in cards:
        ident = card.get("id")
        if ident is None:
            continue
        if ident in taken:
            losses.append(
                Loss(
                    item_of(card), "The id is used twice: `learnms fix` gives this card a new one."
                )
            )
        elif not ID.match(str(ident)):
            losses.append(
                Loss(
                    item_of(card),
                    "This is not a valid id here: `learnms fix` gives this card a new one.",
                )
            )
        else:
            taken.add(ident)
            continue
        del card["id"]
    return cards


def _options(card: dict[str, Any]) -> list[str]:
    """The texts of the options of a question with `right` and `wrong`."""
    lists = [
        its if isinstance(its, list) else [its] for its in (card.get("right"), card.get("wrong"))
    ]
    options = [option for options in lists for option in options if option]
    return [str(o.get("text", "")) if isinstance(o, dict) else str(o) for o in options]


def _with_last(card: dict[str, Any]) -> dict[str, Any]:
    """The card; `All of the above` stays last where the others are shuffled."""
    last = [text for text in _options(card) if is_last(text)]
    return {**card, "last": last[0]} if len(last) == 1 and "last" not in card else card


def _plain_ask(card: dict[str, Any]) -> dict[str, Any]:
    """The card; its question does not end in `T / F` or `(SATA)`."""
    sign = (
        _TRUE_OR_FALSE if "true-false" in card else _SATA if card.get("select") == "all" else None
    )
    ask = sign.sub("", str(card.get("ask", ""))).strip() if sign else ""
    return {**card, "ask": ask} if ask else card


def _named_letters(card: dict[str, Any]) -> list[Loss]:
    """A loss for each option that names others by their letters, which change, and one for
    rationales that do.
    """
    losses = _options_by_letter(card)
    if _options(card) and any(NAMED_OPTION.search(text) for text in _rationales(card)):
        told = "Its rationale names options by letter or place, but they are shuffled: reword it."
        losses.append(Loss(item_of(card), told))
    return losses


def _rationales(card: dict[str, Any]) -> list[str]:
    """The rationale of a question and those of its options."""
    lists = [its if isinstance(its, list) else [its] for its in map(card.get, ("right", "wrong"))]
    options = [option for options in lists for option in options if isinstance(option, dict)]
    return [str(card.get("explain") or ""), *(str(o.get("why") or "") for o in options)]


def _options_by_letter(card: dict[str, Any]) -> list[Loss]:
    return [
        Loss(item_of(card), f"“{text}” names options by letter, but they are shuffled: reword it.")
        for text in _options(card)
        if _LETTERS.search(text)
    ]


def _ordered(card: dict[str, Any]) -> dict[str, Any]:
    """A card without empty fields, in the order in which people write them."""
    names = [name for name in _FIRST if name in card]
    names += [name for name in card if name not in (*_FIRST, *_LAST)]
    names += [name for name in _LAST if name in card]
    return {name: _plain(name, card[name]) for name in names if card[name] not in ("", None, [])}


def _plain(name: str, value: Any) -> Any:
    """A value as it is written without quotes where a person would not write them."""
    if isinstance(value, dict):
        return {key: _plain(key, inner) for key, inner in value.items() if inner not in ("", None)}
    if isinstance(value, list):
        return [_plain("", inner) if isinstance(inner, dict) else inner for inner in value]
    if name in _FLAG_FIELDS and isinstance(value, str):
        return _FLAGS.get(value, value)
    if name == "select" and str(value).isdecimal():
        return int(value)
    if name == "checked" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            return value
    return value


def _text(bank: ImportedBank, cards: list[dict[str, Any]], name: str) -> str:
    ident = slug(name)
    ident = ident if len(ident) >= 3 else f"deck-{ident}".strip("-")
    title = visible_line(bank.title) or name
    used = {topic for card in cards if (topic := card.get("topic"))}
    topics = {key: its for key, its in bank.topics.items() if key in used}
    parts = [
        f"deck: {json.dumps(title, ensure_ascii=False)}\n",  # what JSON quotes, YAML reads
        as_yaml({"id": ident}),
        "" if all("source" in card for card in cards) else _DRAFT,
        as_yaml({"topics": topics}) if topics else "",
        as_yaml({"sources": bank.sources}) if bank.sources else "",
        as_yaml({"cards": cards}),
    ]
    return "".join(parts)


def _kept_out(loaded: Loaded, cards: list[dict[str, Any]]) -> dict[int, str]:
    """The cards that the loader keeps out of study, by position, with the reason."""
    assert loaded.read is not None
    studied = {id(card) for card in loaded.read.deck.cards}
    entries = [entry for entry in loaded.read.entries if entry.kind == "card"]
    reasons: dict[int, str] = {}
    for at, entry in enumerate(entries[: len(cards)]):
        if entry.card is None or id(entry.card) not in studied:
            start, end = entry.node.start.line, entry.node.end.line
            messages = [
                finding.message
                for finding in loaded.findings
                if RULES[finding.code].keeps_out and start <= finding.line <= end
            ]
            why = messages[0] if messages else "learnms cannot ask it"
            reasons[at] = _IN_CARD.sub("", visible_line(why)).strip()
    if len(entries) < len(cards):  # not seen: each card is a mapping
        reasons |= dict.fromkeys(range(len(entries), len(cards)), "it is not a card")
    return reasons
