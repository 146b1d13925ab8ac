"""Every case of every calculation of the library, as a learner reads it: question, worked line,
explanation.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import pytest

from learnms.decks.model import Notes, inherited
from learnms.kinds.drawn import fill
from learnms.kinds.expression import exact, key, shown
from learnms.kinds.literals import literals
from learnms.kinds.response import Ask, Number, TypeIn
from learnms.kinds.working import worked
from tests.content.library import decks

RULES = {"half-rate-calc-c5jr": {Decimal(30)}, "vaccine-days-calc-y4cv": {Decimal(14)}}
"""Numbers of a rule that are, in another unit or by chance, also the numbers of a case: 30
minutes, 14 days before the dose.
"""
_INSTRUCTION = re.compile(
    r"\b(?:answer|give) (?:in|percentage)|\bround(?:ed)?\b|whole number|decimal place",
    re.IGNORECASE,
)


class Calculation(NamedTuple):
    """One form that calculates, with what it says about itself."""

    name: str
    ask: Ask
    number: Number
    notes: Notes


@cache
def calculations() -> tuple[Calculation, ...]:
    found: list[Calculation] = []
    for deck in decks():
        own = [
            (card.id or "", form, card.forms[0].notes) for card in deck.cards for form in card.forms
        ]
        own += [
            (part.id or "", part.form, part.form.notes)
            for case in deck.cases
            for part in case.parts
        ]
        for ident, form, base in own:
            if form.kind == "calculation":
                ask = form.compiled.asks[0][1]
                assert isinstance(ask.response, TypeIn)
                assert ask.response.number is not None
                found.append(
                    Calculation(
                        f"{ident}-{len(found)}",
                        ask,
                        ask.response.number,
                        inherited(form.notes, base),
                    )
                )
    return tuple(found)


def cases(number: Number) -> list[dict[str, str]]:
    return [dict(row) for row in number.rows]


def test_there_are_as_many_as_ever() -> None:
    assert len(calculations()) >= 70


@pytest.mark.parametrize("one", calculations(), ids=lambda one: one.name)
def test_every_case_is_explained_with_its_own_numbers(one: Calculation) -> None:
    for row in cases(one.number):
        told = [
            fill(text, row, one.number.places)
            for text in (one.ask.prompt, one.notes.explain or "", one.notes.hint or "")
        ]

        assert not any("{" in text or "}" in text for text in told), told
        assert told[1], one.name


@pytest.mark.parametrize("one", calculations(), ids=lambda one: one.name)
def test_every_case_is_worked_out_to_its_key(one: Calculation) -> None:
    for row in cases(one.number):
        line = worked(one.number, row)
        assert line is not None, one.name
        right = key(
            one.number.expression,
            {name: Decimal(value) for name, value in row.items()},
            one.number.places,
        )
        number = shown(right).replace("-", "\u2212", 1)
        ending = f"{number} {one.number.unit_of(right)}"

        assert re.search(rf"[=≈] {re.escape(ending)}$", line), line
        assert len(line) < 400, line


@pytest.mark.parametrize("one", calculations(), ids=lambda one: one.name)
def test_no_explanation_holds_a_number_that_only_another_case_has(one: Calculation) -> None:
    every = [
        {*values.values(), exact(one.number.expression, values)}
        for values in ({n: Decimal(v) for n, v in row.items()} for row in cases(one.number))
    ]
    written = one.notes.explain or ""
    said = {
        literal.value
        for text in (one.ask.prompt, one.number.expression)
        for literal in literals(text)
    }
    literal_numbers = {literal.value for literal in literals(written)}
    for own in every:
        others = set().union(*every) - own

        assert not {value for value in literal_numbers & others - said if value >= 10} - RULES.get(
            one.name.rpartition("-")[0], set()
        ), written


@pytest.mark.parametrize("one", calculations(), ids=lambda one: one.name)
def test_the_question_leaves_unit_and_rounding_to_the_line_below_it(one: Calculation) -> None:
    assert not _INSTRUCTION.search(one.ask.prompt), one.ask.prompt
    assert one.number.units
