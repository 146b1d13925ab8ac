"""The fingerprints of the kinds that are made of groups, an order or points: what changes the
form, and what the answer key.
"""

from __future__ import annotations

import pytest

from learnms.decks.codec import form_hash
from tests.factories.deck_files import Folder
from tests.factories.kind_examples import EXAMPLES

ORDER, MATCH, ONE, ANY = (EXAMPLES[kind] for kind in ("order", "match", "matrix-one", "matrix-any"))
GROUPS, BLANKS, SPANS, BOWTIE = (
    EXAMPLES[kind] for kind in ("groups", "dropdown", "highlight", "bowtie")
)
CHOICES = (
    "ask: x, blanks: 'a {{1}} b {{2}}', choices: {1: {right: a, wrong: [b]}, 2: {right: c, wrong:"
    " [d]}}"
)


def hashes(folder: Folder, fields: str) -> tuple[str, str]:
    """The fingerprints of the form and of the answer key."""
    card = folder.card(f"- {{id: one-card, {fields}, source: book}}\n")
    return form_hash(card.forms[0], None), card.key_hash(None)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_another_question_is_another_form_and_the_same_key(folder: Folder, kind: str) -> None:
    (form, key), (other_form, other_key) = (
        hashes(folder, EXAMPLES[kind]),
        hashes(folder, EXAMPLES[kind].replace("ask: x", "ask: Say it")),
    )

    assert form != other_form
    assert key == other_key


@pytest.mark.parametrize("kind", EXAMPLES)
def test_what_is_said_about_the_fact_changes_neither(folder: Folder, kind: str) -> None:
    said = (
        f"{EXAMPLES[kind]}, explain: because, hint: h, checked: 2026-11-22, level: apply, tags: [a]"
    )

    assert hashes(folder, EXAMPLES[kind]) == hashes(folder, said)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_raised_revision_changes_the_key_alone(folder: Folder, kind: str) -> None:
    (form, key), (other_form, other_key) = (
        hashes(folder, EXAMPLES[kind]),
        hashes(folder, f"{EXAMPLES[kind]}, revision: 2"),
    )

    assert form == other_form
    assert key != other_key


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            GROUPS,
            GROUPS.replace("[Antibiotic]", "[{text: Antibiotic, why: it is none, unsafe: yes}]"),
        ),
        (GROUPS, GROUPS.replace("[Steroid, Antihistamine]", "[Antihistamine, Steroid]")),
        (BLANKS, BLANKS.replace("right: 300 mg", "right: {text: 300 mg, why: the first dose}")),
        (BLANKS, BLANKS.replace("[600 mg, 920 mg]", "[920 mg, 600 mg]")),
        (
            BOWTIE,
            BOWTIE.replace("[Weight, Gait, Vision]", "[Vision, {text: Gait, why: later}, Weight]"),
        ),
        (
            CHOICES,
            CHOICES.replace(
                "{1: {right: a, wrong: [b]}, 2: {right: c, wrong: [d]}}",
                "{2: {right: c, wrong: [d]}, 1: {right: a, wrong: [b]}}",
            ),
        ),
    ],
)
def test_whys_and_the_order_of_options_change_neither(
    folder: Folder, before: str, after: str
) -> None:
    assert hashes(folder, before) == hashes(folder, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (MATCH, MATCH.replace("[Give half]", "[Give twice]")),
        (MATCH, MATCH.replace(", extra: [Give half]", "")),
        (ONE, ONE.replace("[Go, Stop]", "[Go, Stop, Ask]")),
        (GROUPS, GROUPS.replace("Antibiotic", "Antiviral")),
        (BLANKS, BLANKS.replace("Give {{1}}", "The nurse gives {{1}}")),
        (BLANKS, BLANKS.replace("920 mg", "900 mg")),
        (SPANS, SPANS.replace("a cat", "a dog")),
        (SPANS, SPANS.replace("She has", "He has")),
        (SPANS, SPANS.replace("[a cat]", "a cat")),
        (BOWTIE, BOWTIE.replace("Relapse", "Reflux")),
        (CHOICES, f"{CHOICES}, score: rationale"),
    ],
)
def test_another_wording_is_another_form_and_the_same_key(
    folder: Folder, before: str, after: str
) -> None:
    (form, key), (other_form, other_key) = hashes(folder, before), hashes(folder, after)

    assert form != other_form
    assert key == other_key


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ORDER, ORDER.replace("first", " FIRST ".strip())),
        (
            MATCH,
            MATCH.replace("Do not give", "do not  GIVE").replace(
                "HBsAg positive", "hbsag positive"
            ),
        ),
        (
            MATCH,
            (
                "ask: x, match: {Fever: Wait, HBsAg positive: Do not give, No finding: Give},"
                " extra: [Give half]"
            ),
        ),
        (ONE, "ask: x, columns: [Stop, Go], rows: {Headache last week: Go, Fever: Stop}"),
        (ONE, ONE.replace("Fever: Stop", "Fever: [Stop]")),
        (
            ANY,
            ANY.replace(
                "[First dose, Later dose], Screening", "[Later dose, First dose], Screening"
            ),
        ),
        (SPANS, SPANS.replace("a fever", "A FEVER")),
        (
            EXAMPLES["teach-back"],
            EXAMPLES["teach-back"].replace(
                "[It binds CD20, B cells go down]", "[B cells go down, it binds cd20]"
            ),
        ),
    ],
)
def test_the_key_does_not_count_case_spaces_and_the_order_of_rows(
    folder: Folder, before: str, after: str
) -> None:
    assert hashes(folder, before)[1] == hashes(folder, after)[1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ORDER, ORDER.replace("first, second", "second, first")),
        (ORDER, ORDER.replace("third", "fourth")),
        (MATCH, MATCH.replace("Fever: Wait, No finding: Give", "Fever: Give, No finding: Wait")),
        (MATCH, MATCH.replace(", No finding: Give", "").replace("[Give half]", "[Give]")),
        (ONE, ONE.replace("Fever: Stop", "Fever: Go")),
        (ANY, ANY.replace("Lumbar puncture: []", "Lumbar puncture: [First dose]")),
        (
            GROUPS,
            GROUPS.replace(
                "[Steroid, Antihistamine], wrong: [Antibiotic]",
                "[Steroid], wrong: [Antihistamine, Antibiotic]",
            ),
        ),
        (GROUPS, GROUPS.replace("Before", "During")),
        (BLANKS, BLANKS.replace("right: 300 mg, wrong: [600 mg", "right: 600 mg, wrong: [300 mg")),
        (
            CHOICES,
            CHOICES.replace(
                "{1: {right: a, wrong: [b]}, 2: {right: c, wrong: [d]}}",
                "{1: {right: c, wrong: [d]}, 2: {right: a, wrong: [b]}}",
            ),
        ),
        (SPANS, SPANS.replace("[a cat]", "[[a cat]]")),
        (
            "ask: x, highlight: '[[fever]] at 9, [fever] at 10'",
            "ask: x, highlight: '[fever] at 9, [[fever]] at 10'",
        ),
        (
            BOWTIE,
            BOWTIE.replace(
                "right: Anaphylaxis, wrong: [Relapse,", "right: Relapse, wrong: [Anaphylaxis,"
            ),
        ),
        (EXAMPLES["teach-back"], EXAMPLES["teach-back"].replace("go down", "go up")),
    ],
)
def test_another_answer_is_another_key(folder: Folder, before: str, after: str) -> None:
    assert hashes(folder, before)[1] != hashes(folder, after)[1]


# As they were when first released: a key that reads the same must keep its fingerprint, or every
# learner sees the card again.
STORED = {
    "order": "739b208b417d194c",
    "match": "48f57deb66647f01",
    "matrix-one": "d3e9cfccdfcd94df",
    "matrix-any": "1ebf0b40f0b80aa5",
    "groups": "1a806ff9fea728ae",
    "dropdown": "f69f7db2386b8e51",
    "rationale": "c8b5d2287a037091",
    "highlight": "c13fd6017fd54ac3",
    "bowtie": "c4aa461c88473656",
    "teach-back": "5736db40b3eca0c4",
}


@pytest.mark.parametrize("kind", EXAMPLES)
def test_keys_are_those_that_are_stored_with_answers(folder: Folder, kind: str) -> None:
    assert hashes(folder, EXAMPLES[kind])[1] == STORED[kind]
