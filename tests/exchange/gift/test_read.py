from pathlib import Path
from typing import Any

import pytest

from tests.factories.banks import loaded, read_bank


def cards(folder: Path, text: str) -> list[dict[str, Any]]:
    bank = read_bank(folder, "gift", text)
    loaded(folder, bank)
    return bank.cards


@pytest.mark.parametrize(
    ("text", "card"),
    [
        (
            "Which protein is the target?{=CD20#On B cells. ~CD19 ~CD52#That is alemtuzumab.}",
            {
                "ask": "Which protein is the target?",
                "right": [{"text": "CD20", "why": "On B cells."}],
                "wrong": ["CD19", {"text": "CD52", "why": "That is alemtuzumab."}],
            },
        ),
        (
            "Two infusions?{~%50%Day 1 ~%50%Day 15 ~%-50%Day 8####Two weeks apart.}",
            {
                "ask": "Two infusions?",
                "select": "all",
                "right": ["Day 1", "Day 15"],
                "wrong": ["Day 8"],
                "explain": "Two weeks apart.",
            },
        ),
        ("One box?{~%100%Day 1 ~Day 8}", {"ask": "One box?", "right": "Day 1", "wrong": ["Day 8"]}),
        (
            "It is a cure.{FALSE#It slows MS.#Right, it slows MS.}",
            {
                "ask": "It is a cure.",
                "true-false": "false",
                "explain": "Right, it slows MS.\n\nIt slows MS.",
            },
        ),
        ("Given IV or SC.{T}", {"ask": "Given IV or SC.", "true-false": "true"}),
        (
            "What is the target?{=CD20 =cluster of differentiation 20}",
            {"ask": "What is the target?", "type": ["CD20", "cluster of differentiation 20"]},
        ),
        ("What is the target?{CD20}", {"ask": "What is the target?", "type": "CD20"}),
        (
            "The dose is {=600 mg} twice a year.",
            {"cloze": "The dose is {{c1::600 mg}} twice a year.", "typed": "yes"},
        ),
        (
            "::dose-1a-c2::The dose is {=600 mg} twice a year.",
            {"id": "dose-1a", "cloze": "The dose is {{c2::600 mg}} twice a year.", "typed": "yes"},
        ),
        (
            "The dose is {=a\\:\\:b} twice a year.",
            {"ask": "The dose is _____ twice a year.", "type": "a::b"},
        ),
        (
            "The dose is {=600 mg =0.6 g} twice a year.",
            {"ask": "The dose is _____ twice a year.", "type": ["600 mg", "0.6 g"]},
        ),
        (
            "It is given {~every week =twice a year ~once} as a rule.",
            {
                "ask": "Complete the sentence.",
                "blanks": "It is given {{1}} as a rule.",
                "choices": {"1": {"right": "twice a year", "wrong": ["every week", "once"]}},
            },
        ),
        (
            "Match.{=Rituximab -> chimeric =Ofatumumab -> human = -> murine}",
            {
                "ask": "Match.",
                "match": {"Rituximab": "chimeric", "Ofatumumab": "human"},
                "extra": ["murine"],
            },
        ),
        (
            "Before or after?{=Steroid -> Before =Test -> Before = -> After}",
            {
                "ask": "Before or after?",
                "columns": ["Before", "After"],
                "rows": {"Steroid": "Before", "Test": "Before"},
            },
        ),
        ("How many mg?{#600:0.5}", {"ask": "How many mg?", "calc": "600", "within": "0.5"}),
        ("How many?{#-3..-1}", {"ask": "How many?", "calc": "-2", "within": "1"}),
        (
            "How many?{#\n\t=%100%2.50:0#Right.\n}",
            {"ask": "How many?", "calc": "2.5", "explain": "Right."},
        ),
        ("How many?{#=2 =3}", {"ask": "How many?", "type": ["2", "3"]}),
        ("Explain it.{####It binds CD20.}", {"ask": "Explain it.", "answer": "It binds CD20."}),
        (
            "// question: 12  name: x\n// [id:dose-a1] [tag:dose] [tag:IV \\] drug]\n::T::Is?{T}",
            {"id": "dose-a1", "ask": "Is?", "true-false": "true", "tags": ["dose", "IV ] drug"]},
        ),
        ("::dose-a1::Is it?{T}", {"id": "dose-a1", "ask": "Is it?", "true-false": "true"}),
        ("::Is it 5\\:3?::Is it?{T}", {"ask": "Is it?", "true-false": "true"}),
        (
            "Is \\{x\\} \\= \\~5\\# 10\\:30\\nor C\\:\\\\?{=\\=1 ~\\~2}",
            {"ask": "Is {x} = ~5# 10:30\nor C:\\?", "right": "=1", "wrong": ["~2"]},
        ),
        (
            "[html]<p>Is <b>x</b> &lt; 5?</p>{=<p>Yes</p>#<i>So</i> ~[plain]<no> ~[markdown]**n**}",
            {
                "ask": "Is **x** < 5?",
                "right": [{"text": "Yes", "why": "*So*"}],
                "wrong": ["<no>", "**n**"],
            },
        ),
        ("A *b* c?{T}", {"ask": "A \\*b\\* c?", "true-false": "true"}),
        (
            "Is it?{T####So it is.\\n\\nSource\\: uspi §2.1 (Label)}",
            {"ask": "Is it?", "true-false": "true", "source": "uspi §2.1", "explain": "So it is."},
        ),
    ],
)
def test_a_question_becomes_a_card(tmp_path: Path, text: str, card: dict[str, Any]) -> None:
    assert cards(tmp_path, f"// A comment\n\n{text}\n") == [card]


@pytest.mark.parametrize(
    ("text", "words", "is_kept"),
    [
        ("Which?{=a ~%50%b ~c}", "100%, 50%, 0%", False),
        ("Which?{=a ~%-25%b}", "100%, -25%", True),
        ("Which?{~%60%a ~%40%b ~c}", "60%, 40%, 0%", True),
        ("Which?{~%50%a ~%25%b}", "50%, 25%", False),
        ("Which?{~%NaN%a ~b}", "`NaN` is not a number", False),
        ("Which?{=a =b ~c}", "but only one can be picked: mark one, or give each 50%", False),
        ("Which?{~a ~b ~c}", "it has no right answer", False),
        ("Which?{=a ~ A}", "are the same", False),
        ("Which?{=a ~}", "only one option", False),
        ("{=a ~b}", "no question text", False),
        ("Type.{=CD20 =%50%CD}", "`CD` (50%)", True),
        ("Type.{=CD*}", "wildcard", False),
        ("Type.{=CD20 ~*#Look again.}", "", None),
        ("How many?{#5:x}", "`5:x` is not a number", False),
        ("How many?{#1..NaN}", "is not a number", False),
        ("How many?{#=5:1 =9:1}", "several right numbers", False),
        ("How many?{#=5 =%50%6:1}", "6 ± 1 (50%)", True),
        ("How many?{#=5\n~#No.}", "feedback for other answers", True),
        ("Match.{=a -> 1 =b}", "no `->`", False),
        ("Match.{=a -> 1 =A -> 2}", "left sides are the same", False),
        ("Write an essay.{}", "essay", False),
        ("Read this.", "it is a description", False),
        ("Which?{=a ~b", "without a `}`", False),
        ("Which? a}", "without a `{`", False),
        ("Which?{=a ~b}\nWhich?{=a ~b}", "more than one pair of braces", False),
        ('[html]<img src="http://a.org/b.png">?{T}', "picture `b.png`", True),
        ("[html]Is it?<script>alert(1)</script>{T}", "script", True),
        ("[html]<script>{=a ~b}</script>x", "left out", False),
    ],
)
def test_what_is_lost_is_said(tmp_path: Path, text: str, words: str, is_kept: bool | None) -> None:
    bank = read_bank(tmp_path, "gift", f"{text}\n\nThe next one is read.{{T}}\n")
    losses = [loss.text for loss in bank.losses if loss.item == "line 1"]

    if is_kept is None:  # a typed answer with `~` is a list of options in Moodle
        assert bank.cards[0]["right"] == "CD20"
        return
    assert any(words in text for text in losses), losses
    assert len(losses) == len(bank.losses)
    assert len(bank.cards) == 1 + is_kept
    loaded(tmp_path, bank)


def test_the_path_of_a_category_is_title_and_topic(tmp_path: Path) -> None:
    text = (
        "$CATEGORY: $course$/top/Ward/IV // SC drugs\nFirst?{T}\n\n"
        "$CATEGORY: $course$/top/Ward/Safety/Liver\n\nSecond?{T}\n\n"
        "$CATEGORY: $course$/top/Ward\n\nThird?{T}"
    )
    bank = read_bank(tmp_path, "gift", text)

    assert bank.title == "Ward"
    assert bank.topics == {"iv-sc-drugs": "IV / SC drugs", "safety-liver": "Safety / Liver"}
    assert [card.get("topic") for card in bank.cards] == ["iv-sc-drugs", "safety-liver", None]


def test_lines_of_all_kinds_and_encodings_are_read(tmp_path: Path) -> None:
    text = "Is 5 µg right?{T}\r\n\r\n::a::One?{F}\r\n::b::Two?{F}\r\n"
    for data in (text.encode("cp1252"), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        bank = read_bank(tmp_path, "gift", data)
        assert [card["ask"] for card in bank.cards] == ["Is 5 µg right?", "One?", "Two?"]
        assert not bank.losses


def test_an_id_is_used_once(tmp_path: Path) -> None:
    bank = read_bank(tmp_path, "gift", "::a-1::One?{T}\n\n::a-1::Two?{F}")

    assert [card.get("id") for card in bank.cards] == ["a-1", None]
    assert [loss.item for loss in bank.losses] == ["line 3"]
