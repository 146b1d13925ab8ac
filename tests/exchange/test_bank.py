from typing import Any

import pytest

from learnms.decks.model import Deck, Source, SourceRef
from learnms.exchange.bank import ImportedBank, exported_questions, slug, source_line
from tests.factories.every_kind import deck_of_text


@pytest.mark.parametrize(
    ("line", "source", "titles"),
    [
        ("Source: uspi §2.3 (Ocrevus label)", "uspi §2.3", {"uspi": "Ocrevus label"}),
        ("Source: uspi (Ocrevus label)", "uspi", {"uspi": "Ocrevus label"}),
        ("Source: uspi §2.3", "uspi §2.3", {"uspi": "uspi"}),
        (
            "Source: us-pi §2 (Label (2025)); leaflet §3 (Leaf; EU)",
            ["us-pi §2", "leaflet §3"],
            {"us-pi": "Label (2025)", "leaflet": "Leaf; EU"},
        ),
        (
            "Source: Lewis, Medical-Surgical Nursing 11th ed, p. 300",
            "lewis-medical-surgical-nursing-11th-ed p. 300",
            {"lewis-medical-surgical-nursing-11th-ed": "Lewis, Medical-Surgical Nursing 11th ed"},
        ),
        ("Source: https://a.org/b?c=1.", "a-org", {"a-org": "https://a.org/b?c=1"}),
    ],
)
def test_the_last_line_of_a_rationale_becomes_the_source(
    line: str, source: str | list[str], titles: dict[str, str]
) -> None:
    bank, card = ImportedBank("Bank"), dict[str, Any]()
    bank.explain(card, f"Because.\n\n{line}")
    assert card == {"explain": "Because.", "source": source}
    assert {key: entry["title"] for key, entry in bank.sources.items()} == titles


def test_a_source_line_is_read_back() -> None:
    sources = (Source("uspi", "Label (US; 2025)"), Source("smpc", "SmPC"))
    refs = [SourceRef("uspi", "§5.1 (box)"), SourceRef("smpc", ""), SourceRef("uspi", "§2")]
    bank, card = ImportedBank("Bank"), dict[str, Any]()
    bank.cite(card, source_line(Deck("d", "D", sources=sources), refs))
    assert card["source"] == ["uspi §5.1 (box)", "smpc", "uspi §2"]
    assert bank.sources["uspi"] == {"title": "Label (US; 2025)"}


def test_only_the_last_line_is_a_source() -> None:
    bank, card = ImportedBank("Bank"), dict[str, Any]()
    bank.explain(card, "Source: none is known.\nSo wait.")
    assert card == {"explain": "Source: none is known.\nSo wait."}
    bank.explain(card, "")
    assert bank.sources == {}


def test_questions_of_a_card_without_an_id_have_none() -> None:
    card = "{cloze: '{{c1::One}} and {{c2::two}}.', also: [{part: c2, ask: And?, answer: two}]}"
    deck = deck_of_text(f"deck: D\nid: d-d\ncards:\n  - {card}\n")
    questions = exported_questions(deck)
    assert [question.id for question in questions] == ["", "", ""]
    assert questions[2].name == "And?"


def test_topics_and_keys_are_made_of_titles() -> None:
    bank = ImportedBank("Bank")
    assert bank.topic_key("Dose & schedule") == "dose-schedule"
    assert bank.topic_key("Dose & schedule") == "dose-schedule"
    assert bank.topic_key("Dose, schedule") == "dose-schedule-2"
    assert bank.topic_key("剂量") == "topic"
    assert slug("Übelkeit – Éclair") == "ubelkeit-eclair"
