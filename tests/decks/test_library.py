"""The shipped library: clean, sourced, large enough, and true to the table of claims that it was
founded on.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from learnms.decks.check import Checked, check
from learnms.decks.load import read_sources_file
from learnms.decks.model import STEPS, Card, CasePart, Deck, Form
from learnms.kinds.registry import KINDS, UNSCORED_KINDS
from learnms.kinds.response import Number, Pick, TypeIn, is_scored
from learnms.paths import deck_files

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "decks" / "ocrelizumab"
CLAIMS: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "data" / "claims.yaml").read_text("utf-8")
)
DISTANT = date(9999, 1, 1)
NAMES = (
    "01-ms-in-brief",
    "02-how-it-works",
    "03-indications-and-evidence",
    "04-dosing-and-schedule",
    "05-preparing-and-giving",
    "06-subcutaneous",
    "07-infusion-reactions",
    "08-infections-hbv-pml",
    "09-liver-colitis-cancer-immunoglobulins",
    "10-vaccines",
    "11-pregnancy-and-lactation",
    "12-monitoring-and-teaching",
    "13-calculations",
    "14-cases",
    "15-patients-what-it-is",
    "16-patients-your-visits",
    "17-patients-staying-safe",
    "18-patients-daily-life",
)


@cache
def newest_check() -> date:
    """The newest day on which a card of the library was held against its source."""
    decks = [
        one.read.deck
        for one in check(deck_files([str(LIBRARY)]), DISTANT).loaded
        if one.read is not None
    ]
    forms = [form for deck in decks for card in deck.cards for form in card.forms] + [
        part.form for deck in decks for case in deck.cases for part in case.parts
    ]
    return max(form.notes.checked for form in forms if form.notes.checked)


@cache
def library() -> Checked:
    """The library, checked as of the newest day on which a card of it was checked."""
    return check(deck_files([str(LIBRARY)]), newest_check())


def decks() -> list[Deck]:
    return [one.read.deck for one in library().loaded if one.read is not None]


def cards() -> list[Card]:
    return [card for deck in decks() for card in deck.cards]


def forms() -> list[Form]:
    return [form for card in cards() for form in card.forms]


def parts() -> list[CasePart]:
    return [part for deck in decks() for case in deck.cases for part in case.parts]


def picks(form: Form) -> list[Pick]:
    return [ask.response for _, ask in form.compiled.asks if isinstance(ask.response, Pick)]


def numbers(form: Form) -> list[Number]:
    return [
        ask.response.number
        for _, ask in form.compiled.asks
        if isinstance(ask.response, TypeIn) and ask.response.number is not None
    ]


def test_it_is_these_decks() -> None:
    assert [one.path.stem for one in library().loaded] == list(NAMES)


def test_it_checks_clean_under_strict() -> None:
    assert library().findings == ()


def test_hardly_a_card_ignores_a_rule() -> None:
    """As the README says: one rule of LM3, LM6, LM7 and LM9 on one card. LM5 is about notation."""
    ignored = [
        code
        for one in library().loaded
        if one.read is not None
        for entry in one.read.entries
        for code in entry.ignored
        if not code.startswith("LM5")
    ]

    assert ignored == ["LM315"]


def test_it_has_enough_cards_of_every_kind_that_can_be_asked() -> None:
    kinds = Counter(form.kind for form in forms())

    assert library().cards == len(cards()) >= 120
    assert set(kinds) == set(KINDS)
    assert any("rev" in card.parts for card in cards())


def test_every_option_of_every_choice_has_its_own_rationale() -> None:
    asked = forms() + [part.form for part in parts()]
    choices = [
        pick
        for form in asked
        if form.kind in ("single", "select-all", "select-n")
        for pick in picks(form)
    ]

    assert len(choices) >= 30
    assert [
        option.text
        for pick in choices
        for group in pick.groups
        for option in group.options
        if not option.why
    ] == []


def test_it_has_calculations_whose_numbers_change() -> None:
    drawn = [number for form in forms() for number in numbers(form) if len(number.rows) > 1]

    assert len(drawn) >= 8


def test_every_scored_question_explains_its_answer() -> None:
    silent = [
        card.id
        for card in cards()
        for form in card.forms
        if is_scored(form.compiled.asks[0][1].response)
        and not (form.notes.explain or card.forms[0].notes.explain)
    ]

    assert silent == []


def test_every_card_has_a_source_a_day_a_topic_and_an_explanation() -> None:
    for card in cards():
        notes = card.forms[0].notes
        assert notes.sources, card.id
        assert notes.checked, card.id
        assert notes.explain, card.id
        assert card.topic, card.id


def test_every_source_that_is_cited_exists_and_no_other() -> None:
    cited = {
        ref.key
        for form in [*forms(), *(part.form for part in parts())]
        for ref in form.notes.sources
    }

    sources, findings = read_sources_file(LIBRARY / "sources.yaml", "sources.yaml")

    assert findings == []
    assert cited == set(sources)


def test_every_source_says_which_copy_was_read_and_when() -> None:
    sources, _ = read_sources_file(LIBRARY / "sources.yaml", "sources.yaml")

    assert [source.key for source in sources.values() if not (source.via and source.reviewed)] == []


def test_ids_are_unique() -> None:
    idents = (
        [card.id for card in cards()]
        + [deck.id for deck in decks()]
        + [case.id for deck in decks() for case in deck.cases]
        + [part.id for part in parts()]
    )

    assert len(idents) == len(set(idents))
    assert None not in idents


def test_every_deck_says_what_it_is_and_what_it_is_not() -> None:
    for deck in decks():
        assert deck.about
        assert deck.version
        assert deck.audience
        for words in ("clinician", "May 2026"):
            assert words in deck.disclaimer, deck.id


def test_every_topic_of_a_blueprint_has_cards() -> None:
    for deck in decks():
        asked = {card.topic for card in deck.cards} | {
            part.topic for case in deck.cases for part in case.parts
        }
        assert {topic.key for topic in deck.topics} == asked
        assert sum(topic.weight or 0 for topic in deck.topics) == 100


def test_it_has_cases_that_go_through_the_six_steps() -> None:
    cases = [case for deck in decks() for case in deck.cases]

    assert len(cases) >= 3
    for case in cases:
        assert tuple(part.form.notes.step for part in case.parts) == STEPS, case.id
        assert case.exhibit, case.id
        assert any(part.story or part.form.notes.exhibit != case.exhibit for part in case.parts), (
            case.id
        )


def test_every_part_of_a_case_is_scored_explained_sourced_and_evidence_about_cards() -> None:
    known = {card.id for card in cards()}

    for part in parts():
        notes = part.form.notes
        assert is_scored(part.form.compiled.ask(None).response), part.id
        assert notes.explain, part.id
        assert notes.sources, part.id
        assert notes.checked, part.id
        assert part.tests, part.id
        assert {test.partition("#")[0] for test in part.tests} <= known, part.id


def test_the_kinds_of_the_exam_are_asked_often_enough_to_prove_them() -> None:
    kinds = Counter(form.kind for form in [*forms(), *(part.form for part in parts())])
    scored = set(KINDS) - UNSCORED_KINDS - {"cloze"}

    assert sum(kinds[kind] for kind in scored) >= 40
    assert min(kinds[kind] for kind in scored) >= 2


def test_the_table_of_claims_is_whole() -> None:
    assert list(CLAIMS) == [f"S{number:02}" for number in range(1, 32)]
    assert Counter(claim["verdict"] for claim in CLAIMS.values()) == {
        "supported": 11,
        "needs nuance": 16,
        "not supported": 4,
    }
    assert all(claim["note"] for claim in CLAIMS.values() if claim["verdict"] != "supported")


@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_is_covered_by_cards_that_exist(name: str) -> None:
    known = {card.id for card in cards()}

    assert CLAIMS[name]["cards"]
    assert set(CLAIMS[name]["cards"]) <= known
