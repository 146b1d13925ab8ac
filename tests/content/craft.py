"""The craft of a deck: what a careful item writer of this library looks for and a program can see,
beyond what `learnms check` finds in any deck.
"""

from __future__ import annotations

import re
from statistics import mean
from typing import TYPE_CHECKING

from learnms.decks.rules.readability import reading, sentences
from learnms.decks.rules.thresholds import read_thresholds
from learnms.kinds.response import Pick, is_scored
from tests.content.library import (
    LIBRARY,
    asked,
    audience,
    facts,
    forms,
    options,
    picks,
    singles,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.decks.model import Card, Deck

CHOICES = ("single", "select-all", "select-n")
JUDGMENT = ("apply", "analyse")
"""Levels that ask what to do or to make of a situation."""
LONGEST_WHY = 40
TAG = re.compile(r"[FGMCS]\d{2,3}")
DANGER = re.compile(
    r"breath|wheez|throat|faint|droop|weak|speech|sight|yellow (?:skin|eyes)|dark urine|with"
    r" blood|hives|rash|racing|flushed|warm face|(?<!yellow )fever|confus|memory",
    re.IGNORECASE,
)
FIRST_STEP = ("Tell ", "Call ")
TONE = re.compile(
    r"\btumm|\bpee\b|\bcarers?\b|\bdefences?\b|\bcolour|drug store|straight away|mild or"
    r" medium|tempt|[“\"](?:true|false)[”\"]",
    re.IGNORECASE,
)
DOUBLED = re.compile(
    r"pick all|all that (?:fit|apply)|in (?:the right |their )?order\.|match (?:each|the|them)",
    re.IGNORECASE,
)
"""What the page says below a question anyhow."""
RISKY_NUMBERS = re.compile(r"\b\d+\.\d+\b|\b\d+ ?%|\b1 in \d|\bone in \d", re.IGNORECASE)


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def prose(deck: Deck) -> list[str]:
    """The texts of whole sentences. Options and other fragments are left out: they would make
    any deck look easy.
    """
    return [
        text
        for card in deck.cards
        for text in texts(card)
        if text.rstrip().endswith((".", "?", "!"))
    ]


def judges(card: Card) -> bool:
    """Whether a form of a card puts its fact to use."""
    base = card.forms[0].notes
    return any((form.notes.level or base.level) in JUDGMENT for form in card.forms)


def flaws(deck: Deck, path: str) -> list[str]:
    """Everything about a deck that falls short, a line each."""
    return [
        *_rationales(deck),
        *_cues(deck),
        *_variety(deck),
        *_tags(path),
        *(_for_patients(deck) if audience(deck) == "patient" else ()),
    ]


def _rationales(deck: Deck) -> Iterator[str]:
    explained = {card.id for card in deck.cards if card.forms[0].notes.explain}
    for ident, form in forms(deck):
        if not form.notes.explain and ident not in explained:
            yield f"{ident}: no `explain` ({form.kind})"
        if form.kind in CHOICES:
            for option in options(form):
                if not option.why:
                    yield f"{ident}: `{option.text}` has no `why`"
                elif words(option.why) > LONGEST_WHY:
                    yield f"{ident}: the `why` of `{option.text}` has {words(option.why)} words"


def single_choices(deck: Deck) -> list[tuple[str, str, list[str]]]:
    """The single-choice questions: whose, the right option, the wrong ones."""
    return [
        (
            single.ident,
            single.options[single.right].text,
            [option.text for option in single.options if not option.right],
        )
        for single in singles(deck)
    ]


def longest_share(deck: Deck) -> tuple[float, float]:
    """The shares of single choices whose key is the one longest option, and the one shortest."""
    choices = single_choices(deck)
    longest = [len(key) > max(map(len, wrong)) for _, key, wrong in choices]
    shortest = [len(key) < min(map(len, wrong)) for _, key, wrong in choices]
    return (mean(longest), mean(shortest)) if choices else (0.0, 0.0)


def _cues(deck: Deck) -> Iterator[str]:
    longest, shortest = longest_share(deck)
    count = len(single_choices(deck))
    if count >= 8 and longest > 0.45:
        yield f"deck: the right option is the longest in {longest:.0%} of {count} single choices"
    if count >= 8 and shortest > 0.45:
        yield f"deck: the right option is the shortest in {shortest:.0%} of {count} single choices"


def _variety(deck: Deck) -> Iterator[str]:
    if not deck.cards:
        return
    varied = mean(len(card.forms) > 1 for card in deck.cards)
    scored = mean(
        any(is_scored(ask.response) for form in card.forms for _, ask in form.compiled.asks)
        for card in deck.cards
    )
    if varied < 0.5:
        yield f"deck: only {varied:.0%} of the cards have two forms or more"
    if scored < 0.5:
        yield f"deck: only {scored:.0%} of the cards have a scored form"
    for card in deck.cards:
        if card.priority == "core" and len(card.forms) < 3:
            yield f"{card.id}: a core card has three forms or more"
        if card.priority != "extra" and not judges(card):
            yield f"{card.id}: no form asks for judgment (level {' or '.join(JUDGMENT)})"
        if not (
            card.topic
            and card.forms[0].notes.level
            and card.forms[0].notes.checked
            and card.forms[0].notes.sources
        ):
            yield f"{card.id}: `topic`, `level`, `checked` or `source` is missing"


def _tags(path: str) -> Iterator[str]:
    from pathlib import Path

    import yaml

    carried = asked(path)
    known = {**facts()["facts"], **facts()["misconceptions"], **facts()["scenarios"]}
    for tag, idents in carried.items():
        if not TAG.fullmatch(tag):
            yield f"{', '.join(idents)}: the tag `{tag}` is no number of a fact"
        elif tag not in known and not tag.startswith("S"):
            yield f"{', '.join(idents)}: `{tag}` is not in the fact sheet"
        elif known.get(tag, {}).get("confidence") == "low":
            yield f"{', '.join(idents)}: `{tag}` has low confidence and may not be asked as settled"
    tagged = {ident for idents in carried.values() for ident in idents}
    deck = yaml.load(Path(path).read_text("utf-8"), Loader=yaml.BaseLoader)
    for card in deck.get("cards") or []:
        if card["id"] not in tagged:
            yield f"{card['id']}: no tag says which fact it asks"


def _for_patients(deck: Deck) -> Iterator[str]:
    yield from _plainness(deck)
    yield from _calm(deck)


def _plainness(deck: Deck) -> Iterator[str]:
    for card in deck.cards:
        for text in texts(card):
            if found_word := TONE.search(text):
                yield f"{card.id}: `{found_word[0]}` in: {text[:70]}"
            if RISKY_NUMBERS.search(text):
                yield f"{card.id}: a decimal, a per cent or “1 in x”: {text[:70]}"
    for term, meaning in deck.glossary:
        if any(len(sentence) > 20 for sentence in sentences(meaning)):
            yield f"glossary `{term}`: a sentence over 20 words"


def _calm(deck: Deck) -> Iterator[str]:
    """A sign that needs a call is never answered with a bare no, and an instruction stands once."""
    for ident, form in forms(deck):
        for _, ask in form.compiled.asks:
            if DOUBLED.search(ask.prompt):
                yield f"{ident}: the page says how to answer: {ask.prompt[:70]}"
        if form.kind not in ("select-all", "select-n", "groups", "matrix-any"):
            continue
        for option in options(form):
            if (
                not option.right
                and DANGER.search(option.text)
                and not (option.why or "").startswith(FIRST_STEP)
            ):
                yield (
                    f"{ident}: `{option.text}` needs a call, so its `why` begins with whom to tell"
                )


def figures(deck: Deck) -> str:
    """A line of counts."""
    kinds = sorted({form.kind for _, form in forms(deck)})
    scored = sum(
        any(is_scored(ask.response) for _, ask in form.compiled.asks) for _, form in forms(deck)
    )
    varied = sum(len(card.forms) > 1 for card in deck.cards)
    longest, shortest = longest_share(deck)
    grade = reading(prose(deck) or ["None."], read_thresholds(LIBRARY).easy_words).grade
    multiple = sum(isinstance(pick, Pick) for _, form in forms(deck) for pick in picks(form))
    return (
        f"{deck.id}: {len(deck.cards)} cards ({varied} with other forms), {len(forms(deck))} forms,"
        f" {scored} scored, {multiple} picks, {len(deck.cases)} cases; key longest {longest:.0%},"
        f" shortest {shortest:.0%}; grade {grade:.1f}; kinds: {', '.join(kinds)}"
    )
