"""The examples of the format's contract: they load, and mean what the contract says."""

from __future__ import annotations

from datetime import date

import pytest

from learnms.decks.model import Topic
from learnms.kinds.response import Pick, SelfGrade, TypeIn
from tests.factories.deck_files import Folder, outcome
from tests.factories.kind_examples import TRAYS

HEAD = """\
deck: "Ocrelizumab: dosing and administration"   # title (required)
id: ocrelizumab-dosing                           # stable, required to publish
about: How the drug is prepared, given and timed.
audience: [nurse]            # nurse, patient, instructor; omitted = everybody
language: en
version: 2026.11             # free text, shown to learners
disclaimer: This deck teaches. It does not give medical advice.
topics:                      # the blueprint: what the deck promises to cover, and how much of it
  dosing: {title: Dose and schedule, weight: 40}
  administration: {title: Preparing and giving it, weight: 60}
sources:                     # or a sources.yaml beside the deck, shared by its folder
  uspi:
    title: OCREVUS prescribing information
    publisher: Genentech
    revised: 2025-08         # optional; dates may be YYYY, YYYY-MM or a day
    reviewed: 2026-11-22     # when somebody last looked for a newer revision
    via: an archived copy, sections 2.1 and 5.7        # which copy was read
    url: "https://www.gene.com/download/pdf/ocrevus_prescribing.pdf"
glossary:                    # optional: term -> plain words; the learner opens it with a key
  relapse: New or returning MS symptoms that last at least a day.
cards: []                    # what is scheduled
cases: []                    # unfolding case studies, made of questions about cards
"""

BLANKS = '"The nurse first {{1}} because {{2}}."'

CASE = """\
cases:
  - id: first-infusion-9fk2
    title: The first infusion
    story: |
      A 34-year-old with relapsing MS arrives for a first infusion.
    exhibit:
      Vitals: |
        | Time | BP | Pulse |
        |---|---|---|
        | 09:00 | 118/74 | 76 |
    source: uspi §2.1
    checked: 2026-11-22
    parts:                       # in order; each may add `story:` or `exhibit:`
      - id: cues-4t7w
        step: recognize-cues
        ask: Which findings need follow-up before the infusion starts?
        select: all
        right: [No hepatitis B result on file, A cough with fever]
        wrong: [Blood pressure 118/74, A relapse two years ago]
        tests: [hbv-screen-q9ta, active-infection-2m4x]    # cards, or card#part
"""


def test_the_head_of_a_deck(folder: Folder) -> None:
    checked = folder.deck(HEAD)
    (loaded,) = checked.loaded
    assert loaded.read is not None
    deck = loaded.read.deck

    assert outcome(checked).problems == []
    assert (deck.title, deck.id, deck.language) == (
        "Ocrelizumab: dosing and administration",
        "ocrelizumab-dosing",
        "en",
    )
    assert (deck.version, deck.audience) == ("2026.11", ("nurse",))
    assert deck.topics == (
        Topic("dosing", "Dose and schedule", 40.0),
        Topic("administration", "Preparing and giving it", 60.0),
    )
    assert deck.glossary == (("relapse", "New or returning MS symptoms that last at least a day."),)
    (source,) = deck.sources
    assert (source.key, source.revised, source.revised_on, source.reviewed) == (
        "uspi",
        "2025-08",
        date(2025, 8, 1),
        "2026-11-22",
    )
    assert source.via == "an archived copy, sections 2.1 and 5.7"


def test_an_unfolding_case_is_read_whole(folder: Folder) -> None:
    checked = folder.deck(
        HEAD.replace(
            "cases: []                    # unfolding case studies, made of questions about"
            " cards\n",
            CASE,
        )
    )
    (loaded,) = checked.loaded
    assert loaded.read is not None
    (case,) = loaded.read.deck.cases
    (part,) = case.parts

    assert [problem.split()[1:3] for problem in outcome(checked).problems] == [
        ["info", "LM807"]
    ] * 2
    assert (case.title, case.exhibit[0][0]) == ("The first infusion", "Vitals")
    assert (part.form.kind, part.tests, part.form.notes.step) == (
        "select-all",
        ("hbv-screen-q9ta", "active-infection-2m4x"),
        "recognize-cues",
    )
    assert (part.form.notes.checked, part.form.notes.sources[0].key) == (date(2026, 11, 22), "uspi")


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("flashcard", "ask: Which B-cell surface protein does ocrelizumab bind?\n  answer: CD20"),
        ("flashcard", "ask: a\n  answer: b\n  reverse: yes"),
        ("cloze", "cloze: Maintenance is {{c1::600 mg}} every {{c2::24 weeks}}."),
        (
            "cloze",
            "cloze: Maintenance is {{c1::600 mg::dose}} every {{c2::24 weeks}}.\n  typed: yes",
        ),
        ("typed", "ask: Which protein?\n  type: CD20"),
        ("typed", "ask: Which protein?\n  type: [CD20, CD-20]"),
        ("single", "ask: x\n  right: a\n  wrong: [b, c]"),
        ("select-all", "ask: x\n  select: all\n  right: [a, b]\n  wrong: [c]"),
        ("select-n", "ask: x\n  select: 3\n  right: [a, b, c]\n  wrong: [d]"),
        ("true-false", "ask: x\n  true-false: true"),
        (
            "calculation",
            (
                "ask: Order is {dose} mg of 30 mg/mL.\n  given:\n    dose: [300, 600]\n  calc: dose"
                " / 30\n  unit: mL\n  round: 1\n  within: 0.1"
            ),
        ),
        ("order", "ask: x\n  order: [first, second, third]"),
        ("match", "ask: x\n  match:\n    left: right\n    top: bottom\n  extra: [decoy]"),
        (
            "matrix-one",
            "ask: x\n  columns: [Now, Later]\n  rows:\n    finding: Now\n    another: Later",
        ),
        (
            "matrix-any",
            (
                "ask: x\n  columns: [Now, Later]\n  rows:\n    finding: [Now, Later]\n    another:"
                " [Later]"
            ),
        ),
        (
            "groups",
            (
                "ask: x\n  groups:\n    heading:\n      right: [a, b]\n      wrong: [c]\n   "
                " another: {right: d, wrong: e}"
            ),
        ),
        (
            "dropdown",
            (
                f"ask: x\n  blanks: {BLANKS}\n  choices:\n    1: {{right: stops, wrong: [waits]}}\n"
                "    2: {right: fever, wrong: [cold]}"
            ),
        ),
        (
            "rationale",
            (
                f"ask: x\n  blanks: {BLANKS}\n  score: rationale\n  choices:\n    1: {{right:"
                " stops, wrong: [waits]}\n    2: {right: fever, wrong: [cold]}"
            ),
        ),
        ("highlight", 'ask: x\n  highlight: "… [[right span]] … [wrong span] …"'),
        ("bowtie", f"ask: x\n  bowtie: {{{TRAYS}}}"),
        ("teach-back", "ask: x\n  teach-back: [points that a good answer makes]"),
        (
            "calculation",
            (
                "ask: Order is {dose} mg in {bag} mL.\n  given:\n    - {dose: 300, bag: 250}\n    -"
                " {dose: 600, bag: 500}\n  calc: dose / bag"
            ),
        ),
    ],
)
def test_the_fields_tell_the_kind(folder: Folder, kind: str, lines: str) -> None:
    assert folder.card(f"- id: one-card\n  {lines}\n  source: book §1\n").forms[0].kind == kind


def test_a_card_carries_what_every_card_may_carry(folder: Folder) -> None:
    card = folder.card("""\
        - id: one-card
          ask: x
          answer: y
          hint: think
          explain: because
          source: [book §2.3, book §4]
          checked: 2026-11-22
          topic: doses
          tags: [a, b]
          audience: nurse
          level: recall
          step: take-action
          exhibit:
            Notes: |
              Text below it.
          was: [old-one, older-one]
          revision: 2
          ignore: {LM304: the label's own words}
        """)
    notes = card.forms[0].notes

    assert (notes.hint, notes.explain, notes.level, notes.step) == (
        "think",
        "because",
        "recall",
        "take-action",
    )
    assert [(ref.key, ref.place) for ref in notes.sources] == [("book", "§2.3"), ("book", "§4")]
    assert (notes.checked, notes.exhibit) == (date(2026, 11, 22), (("Notes", "Text below it."),))
    assert (card.topic, card.tags, card.audience, card.was, card.revision) == (
        "doses",
        ("a", "b"),
        ("nurse",),
        ("old-one", "older-one"),
        2,
    )


def test_text_survives_as_it_is_written(folder: Folder) -> None:
    card = folder.card(
        "- {id: one-card, ask: 'Is [bold] x[0] [/]?', type: [yes, 2:30, 0123, 1.10, 2026-01-15,"
        " null, 1e3], source: book}\n"
    )

    response = card.forms[0].compiled.asks[0][1].response
    assert isinstance(response, TypeIn)
    assert response.accepted == ("yes", "2:30", "0123", "1.10", "2026-01-15", "null", "1e3")
    assert card.forms[0].compiled.asks[0][1].prompt == "Is [bold] x[0] [/]?"


def test_the_parts_of_a_card_are_its_blanks_or_the_whole_and_its_reverse(folder: Folder) -> None:
    whole, reverse, blanks = (
        folder.card(f"- {{id: one-card, {fields}, source: book}}\n").parts
        for fields in (
            "ask: x, answer: y",
            "ask: x, answer: y, reverse: yes",
            "cloze: 'a {{c1::b}} c {{c2::d}} e {{c1::f}}'",
        )
    )

    assert whole == (None,)
    assert reverse == (None, "rev")
    assert blanks == ("c1", "c2")


def test_a_form_under_also_asks_the_whole_card_or_its_sole_blank_or_the_part_it_names(
    folder: Folder,
) -> None:
    also = "also: [{ask: q, answer: a}]"
    named = "also: [{ask: q, answer: a, part: rev}]"
    cards = [
        folder.card(f"- {{id: one-card, {fields}, source: book}}\n")
        for fields in (
            f"ask: x, answer: y, reverse: yes, {also}",
            f"cloze: 'a {{{{c7::b}}}}', {also}",
            f"ask: x, answer: y, reverse: yes, {named}",
        )
    ]

    assert [card.forms[1].part for card in cards] == [None, "c7", "rev"]
    assert [card.forms[1].asks("rev") is not None for card in cards] == [False, False, True]


def test_a_form_under_also_replaces_what_it_says_itself(folder: Folder) -> None:
    card = folder.card(
        "- {id: one-card, ask: x, answer: y, source: book, hint: own, also: [{ask: q, right: a,"
        " wrong: [b, c], last: b, hint: other, level: apply}]}\n"
    )
    form = card.forms[1]

    response = form.compiled.asks[0][1].response
    assert (form.notes.hint, form.notes.level, form.notes.explain) == ("other", "apply", None)
    assert isinstance(response, Pick)
    assert response.groups[0].last == 1


def test_a_part_with_several_different_blanks_hides_them_all(folder: Folder) -> None:
    read, typed = (
        folder.card(
            "- {id: one-card, cloze: 'a {{c1::b}} c {{c1::d}} e {{c1::B}}', typed:"
            f" {word}, source: book}}\n"
        )
        for word in ("no", "yes")
    )
    ask, typing = read.forms[0].compiled.asks[0][1], typed.forms[0].compiled.asks[0][1]

    assert ask.response == SelfGrade("b … d")
    assert ask.full == "a b c d e B"
    assert isinstance(typing.response, TypeIn)
    assert typing.response.accepted == ("b … d", "b, d", "b d")
