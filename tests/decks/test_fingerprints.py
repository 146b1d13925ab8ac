"""The two fingerprints: of the wording, which may change in silence, and of the answer key,
which may not.
"""

from __future__ import annotations

import pytest

from learnms.decks.codec import form_hash
from tests.factories.deck_files import Folder


class Card:
    """Fingerprints of the card that some fields make."""

    def __init__(self, folder: Folder, fields: str) -> None:
        self.card = folder.card(f"- {{id: one-card, {fields}, source: book}}\n")

    def key(self, part: str | None = None) -> str:
        return self.card.key_hash(part)

    def form(self, part: str | None = None, which: int = 0) -> str:
        return form_hash(self.card.forms[which], part)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ask: x, answer: CD20", "ask: What is it?, answer: CD20"),
        ("ask: x, answer: CD20", "ask: x, answer: ' cd20 '"),
        ("ask: x, answer: CD20", "ask: x, answer: CD20, explain: because, revision: 1"),
        ("ask: x, answer: CD20", "ask: x, right: CD20, wrong: [CD3]"),
        ("ask: x, answer: CD20", "ask: x, type: cd 20"),
        ("ask: x, right: a, wrong: [b, c]", "ask: y, right: {text: A, why: w}, wrong: [d]"),
        (
            "ask: x, select: all, right: [a, b], wrong: [c]",
            "ask: x, select: 2, right: [b, a], wrong: [c]",
        ),
        ("ask: x, type: [a, b]", "ask: x, type: [B, A]"),
        ("ask: x, true-false: yes", "ask: y, true-false: true"),
        ("ask: '{a}', given: {a: [1]}, calc: a * 2", "ask: 'More {a}', given: {a: [3]}, calc: a*2"),
        ("ask: x, answer: CD20", "ask: x, answer: CD20, also: [{ask: q, answer: CD3}]"),
    ],
)
def test_the_key_stays_while_the_wording_changes(folder: Folder, before: str, after: str) -> None:
    assert Card(folder, before).key() == Card(folder, after).key()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ask: x, answer: CD20", "ask: x, answer: CD19"),
        ("ask: x, answer: CD20", "ask: x, answer: CD20, revision: 2"),
        ("ask: x, right: a, wrong: [b]", "ask: x, right: b, wrong: [a]"),
        ("ask: x, select: all, right: [a, b], wrong: [c]", "ask: x, select: all, right: [a, b, c]"),
        ("ask: x, type: [a, b]", "ask: x, type: [a]"),
        ("ask: x, true-false: yes", "ask: x, true-false: no"),
        ("ask: x, calc: 1 + 1", "ask: x, calc: 1 + 2"),
        ("ask: x, calc: 1 + 1, unit: mL", "ask: x, calc: 1 + 1, unit: L"),
        ("ask: x, calc: 1 + 1, round: 1", "ask: x, calc: 1 + 1, round: 2"),
        ("ask: x, calc: 1 + 1", "ask: x, calc: 1 + 1, within: 0.1"),
    ],
)
def test_the_key_changes_with_the_answer_or_the_revision(
    folder: Folder, before: str, after: str
) -> None:
    assert Card(folder, before).key() != Card(folder, after).key()


def test_each_part_has_a_key_of_its_own(folder: Folder) -> None:
    before = Card(folder, "cloze: 'Give {{c1::600 mg}} every {{c2::24 weeks}}'")
    after = Card(folder, "cloze: 'Then {{c1::600 mg}} each {{c2::6 months::how long}}'")

    assert before.key("c1") == after.key("c1")
    assert before.key("c2") != after.key("c2")


def test_the_way_back_is_keyed_by_the_question(folder: Folder) -> None:
    before, after = (
        Card(folder, "ask: x, answer: y, reverse: yes"),
        Card(folder, "ask: z, answer: y, reverse: yes"),
    )

    assert before.key() == after.key()
    assert before.key("rev") != after.key("rev")


def test_a_part_that_another_form_asks_keeps_the_key_of_its_own_form(folder: Folder) -> None:
    alone, with_form = (
        Card(folder, "ask: x, answer: CD20"),
        Card(folder, "ask: x, answer: CD20, also: [{ask: q, right: It is CD20, wrong: [b]}]"),
    )

    assert alone.key() == with_form.key()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "ask: x, right: a, wrong: [b, c]",
            "ask: x, wrong: [c, b], right: a, explain: why, hint: h",
        ),
        ("ask: x, answer: y", "ask: '  x ', answer: y"),
    ],
)
def test_a_form_is_the_same_in_any_order_of_its_options(
    folder: Folder, before: str, after: str
) -> None:
    assert Card(folder, before).form() == Card(folder, after).form()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ask: x, answer: y", "ask: z, answer: y"),
        ("ask: x, right: a, wrong: [b]", "ask: x, right: a, wrong: [b, c]"),
        ("ask: x, answer: y", "ask: x, type: y"),
    ],
)
def test_a_reworded_form_is_another_form(folder: Folder, before: str, after: str) -> None:
    assert Card(folder, before).form() != Card(folder, after).form()


def test_reordering_the_forms_of_a_card_changes_none_of_them(folder: Folder) -> None:
    one, other = "{ask: q, answer: a}", "{ask: r, answer: b}"
    before, after = (
        Card(folder, f"ask: x, answer: y, also: [{one}, {other}]"),
        Card(folder, f"ask: x, answer: y, also: [{other}, {one}]"),
    )

    assert (before.form(which=1), before.form(which=2)) == (
        after.form(which=2),
        after.form(which=1),
    )


def test_a_form_that_does_not_ask_a_part_has_no_fingerprint_for_it(folder: Folder) -> None:
    assert Card(folder, "ask: x, answer: y").form("c1") == ""
