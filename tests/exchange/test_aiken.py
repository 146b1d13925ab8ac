from pathlib import Path

import pytest
from qti_package_maker.assessment_items import item_types
from qti_package_maker.engines.moodle_aiken import write_item

from tests.factories.banks import loaded, read_bank


def test_questions_become_cards(tmp_path: Path) -> None:
    text = (
        "E. coli is asked about\nin two lines.\nA. a germ\nB) a nerve\n  of the hand\nANSWER: B\n"
        "Without an empty line?\na. yes\nb. no\nanswer: a\n"
    )
    for data in (text.encode(), text.replace("\n", "\r\n").encode("utf-8-sig")):
        bank = read_bank(tmp_path, "aiken", data)
        assert bank.cards == [
            {
                "ask": "E. coli is asked about\nin two lines.",
                "right": "a nerve of the hand",
                "wrong": ["a germ"],
            },
            {"ask": "Without an empty line?", "right": "yes", "wrong": ["no"]},
        ]
        assert not bank.losses
        loaded(tmp_path, bank)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Q?\nA. x\nB. y\n", 1, "no `ANSWER:` line"),
        ("Q?\nA. x\nB. y\nANSWER: C\n", 1, "A to B"),
        ("Q?\nA. x\nB. y\nANSWER: A, B\n", 1, "`ANSWER: A, B`"),
        ("Q?\nANSWER: A\n", 1, "no options"),
        ("Q?\nA. x\nB. X\nANSWER: A\n", 1, "are the same"),
        ("Q?\nA. x\nANSWER: A\n", 1, "only one option"),
    ],
)
def test_what_is_wrong_has_a_line_and_reading_goes_on(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    bank = read_bank(tmp_path, "aiken", f"{text}\nNext?\nA. u\nB. v\nANSWER: A\n")

    assert [(loss.item, words in loss.text) for loss in bank.losses] == [(f"line {line}", True)]
    assert [card["ask"] for card in bank.cards] == ["Next?"]


def test_without_answer_and_empty_line_only_that_question_is_lost(tmp_path: Path) -> None:
    bank = read_bank(tmp_path, "aiken", "Q?\nA. x\nB. y\nNext?\nA. u\nB. v\nANSWER: B\n")

    assert bank.cards == [{"ask": "Next?", "right": "v", "wrong": ["u"]}]
    assert [loss.item for loss in bank.losses] == ["line 1"]


def test_what_another_program_writes_is_read(tmp_path: Path) -> None:
    item = item_types.MC("Which protein is the target?", ["CD19", "CD20", "CD52"], "CD20")

    bank = read_bank(tmp_path, "aiken", write_item.MC(item))

    assert bank.cards == [
        {"ask": "Which protein is the target?", "right": "CD20", "wrong": ["CD19", "CD52"]}
    ]
