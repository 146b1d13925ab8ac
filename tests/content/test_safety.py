"""What a nurse must not learn wrong: anaphylaxis is never graded down, and its treatment is
never marked as harmful.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import yaml

from tests.content.library import LIBRARY, asked, decks, forms, picks

if TYPE_CHECKING:
    from collections.abc import Iterator

LOW_PRESSURE = re.compile(r"\b[4-8]\d/[2-7]\d\b")
"""A systolic pressure below 90 mmHg over a diastolic one."""

EMERGENCY = re.compile(
    r"anaphyla|epinephrine|life-threatening|emergency number|\b911\b", re.IGNORECASE
)

SKIN = re.compile(r"hives|flush|itch|rash", re.IGNORECASE)
AIRWAY = re.compile(
    r"wheez|stridor|hoarse|bronchosp|swollen throat|throat swell|swelling throat", re.IGNORECASE
)

SUDDEN_STROKE_SIGN = re.compile(
    r"sudden\S*\W+(?:\S+\W+){0,4}(?:weak|droop|speech)"
    r"|(?:weak|droop|speech)\S*\W+(?:\S+\W+){0,4}sudden",
    re.IGNORECASE,
)

OLD_EU_RULE = re.compile(r"\b(12|twelve) months\b", re.IGNORECASE)
"""The EU wait of 12 months after the last dose, which EMA cut to 4 in January 2025."""


@cache
def entries() -> tuple[tuple[str, str], ...]:
    """Every card and every part of a case with the whole of its text."""
    return tuple(_entries())


def _entries() -> Iterator[tuple[str, str]]:
    for path in sorted(LIBRARY.glob("[0-9]*.yaml")):
        deck = yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)
        parts = [part for case in deck.get("cases") or [] for part in case["parts"]]
        for entry in [*(deck.get("cards") or []), *parts]:
            yield (
                entry["id"],
                yaml.dump(entry, allow_unicode=True, width=10**9, Dumper=yaml.CSafeDumper),
            )


def test_low_pressure_is_never_shown_without_naming_the_emergency() -> None:
    shown = {ident: text for ident, text in entries() if LOW_PRESSURE.search(text)}

    assert shown
    assert [ident for ident, text in shown.items() if not EMERGENCY.search(text)] == []


def test_a_skin_sign_with_an_airway_sign_names_the_emergency() -> None:
    shown = {ident: text for ident, text in entries() if SKIN.search(text) and AIRWAY.search(text)}

    assert shown
    assert [ident for ident, text in shown.items() if not EMERGENCY.search(text)] == []


def test_a_sudden_sign_of_a_stroke_names_the_emergency() -> None:
    shown = {ident: text for ident, text in entries() if SUDDEN_STROKE_SIGN.search(text)}

    assert shown
    assert [ident for ident, text in shown.items() if not EMERGENCY.search(text)] == []


def test_signs_of_pml_are_told_from_sudden_ones() -> None:
    asked_about = set(asked()["F251"]) | set(asked()["F287"])
    shown = {ident: text for ident, text in entries() if ident in asked_about}

    assert shown
    assert [ident for ident, text in shown.items() if "sudden" not in text.lower()] == []


def test_a_restart_after_a_severe_reaction_asks_for_normal_pressure() -> None:
    restarts = set(asked()["F152"])
    shown = {ident: text for ident, text in entries() if ident in restarts}

    assert shown
    assert [ident for ident, text in shown.items() if "pressure" not in text] == []


def test_the_old_contraception_rule_is_called_superseded() -> None:
    told = {
        ident: text
        for ident, text in entries()
        if "ontraception" in text and OLD_EU_RULE.search(text)
    }

    assert told
    assert [
        ident
        for ident, text in told.items()
        if not re.search(r"supersede|(January|until|since) 2025", text)
    ] == []


def test_a_choice_between_grades_offers_the_highest() -> None:
    lacking = []
    for deck in decks():
        for ident, form in forms(deck):
            for group in (group for pick in picks(form) for group in pick.groups):
                words = [option.text.lower() for option in group.options]
                graded = any(word.startswith("mild") for word in words) and any(
                    word.startswith("severe") for word in words
                )
                if graded and not any(
                    "life-threatening" in word or "anaphyla" in word or "disabling" in word
                    for word in words
                ):
                    lacking.append(ident)

    assert lacking == []


def test_epinephrine_is_never_marked_as_harmful() -> None:
    harmful = [
        (ident, option.text)
        for deck in decks()
        for ident, form in forms(deck)
        for pick in picks(form)
        for group in pick.groups
        for option in group.options
        if option.unsafe and re.search(r"epinephrine|adrenaline", option.text, re.IGNORECASE)
    ]

    assert harmful == []
