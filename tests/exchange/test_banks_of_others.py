"""GIFT and Moodle XML as other programs write them: each question is given to the program, then
the card and the losses are compared with what was given.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from learnms.exchange.bank import ImportedBank
from learnms.exchange.gift import read as gift_read
from learnms.exchange.moodle import read as moodle_read
from tests.factories.banks import loaded

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>B: {cell}</text></svg>'

Given = tuple[dict[str, Any], dict[str, Any] | None, list[str]]
"""A question in the program's own words, the card it becomes, and what is lost."""

ANSWER = {"points": 100, "feedback": ""}

GIFT_WRAPPER: list[Given] = [
    (
        {
            "class": "MultipleChoice",
            "name": "target",
            "statement": "Which protein does ocrelizumab bind?\nIt is found on B cells.",
            "answers": {"perfect": "CD20 & more", "wrong": ["CD19", ["CD52", -50], "x < y"]},
            "feedback": "It is 100% a *CD20* antibody.",
        },
        {
            "ask": "Which protein does ocrelizumab bind?\nIt is found on B cells.",
            "right": "CD20 & more",
            "wrong": ["CD19", "CD52", "x < y"],
            "explain": "It is 100% a \\*CD20\\* antibody.",
        },
        ["Its options are worth 100%, 0%, -50%, 0%; here a wrong answer costs no points."],
    ),
    (
        {
            "class": "MultipleChoice",
            "name": "checks",
            "statement": "Which two come first, at 10:30?",
            "answers": {
                "partial": [["Hepatitis B", 50], ["Height", -50], ["Titers ≥ 1", 50], ["IQ", -50]]
            },
        },
        {
            "ask": "Which two come first, at 10:30?",
            "select": "all",
            "right": ["Hepatitis B", "Titers ≥ 1"],
            "wrong": ["Height", "IQ"],
        },
        [],
    ),
    (
        {
            "class": "MultipleChoice",
            "name": "thirds",
            "statement": "Which three?",
            "answers": {"partial": [["A", 33.33333], ["B", 33.33333], ["C", 33.33333], "D"]},
        },
        {"ask": "Which three?", "select": "all", "right": ["A", "B", "C"], "wrong": ["D"]},
        [
            "Its options are worth 33.333%, 33.333%, 33.333%, 0%; here each right one earns a"
            " point and each wrong one costs a point."
        ],
    ),
    (
        {
            "class": "MultipleChoice",
            "name": "half right",
            "statement": "Which one?",
            "answers": {"perfect": "A", "wrong": [["B", 50], "C"]},
        },
        None,
        ["Left out: its options are worth 100%, 50%, 0%, so they are not simply right or wrong."],
    ),
    (
        {
            "class": "Numerical",
            "name": "half",
            "statement": "How many mg are $\\frac{a}{b}$ of $600$ mg, \\textbf{as a rule}?",
            "solution": {"value": 300, "error": "1%"},
            "feedback": "Half of it.",
        },
        {
            "ask": "How many mg are \\(\\frac\\{a}\\{b}\\) of \\(600\\) mg, **as a rule**?",
            "calc": "300",
            "within": "3",
            "explain": "Half of it.",
        },
        [],
    ),
    (
        {
            "class": "Numerical",
            "name": "exact",
            "statement": "How many mL?",
            "solution": {"value": -2.5},
            "time": 3,
        },
        {"ask": "How many mL?\n\n*Estimated time: 3 minutes*", "calc": "-2.5"},
        [],
    ),
    (
        {
            "class": "MultipleChoice",
            "name": "picture",
            "statement": "What is in figure.svg here?",
            "answers": {"perfect": "A cell", "wrong": ["A nerve"]},
        },
        {"ask": "What is in\nhere?", "right": "A cell", "wrong": ["A nerve"]},
        ["A drawing (SVG) was left out."],
    ),
]


MOODLE_TOOLS: list[Given] = [
    (
        {
            "type": "multiple_choice",
            "title": "target",
            "question": "Which **protein** does ocrelizumab bind, if x < 5?",
            "general_feedback": "It is on B cells.",
            "answers": [
                {"answer": "CD20", "points": 100, "feedback": "On <i>B cells</i>."},
                {"answer": "CD19 & CD52", "points": 0, "feedback": "A neighbor."},
                {"answer": "CD3", "points": -50},
            ],
        },
        {
            "ask": "Which **protein** does ocrelizumab bind, if x < 5?",
            "right": [{"text": "CD20", "why": "On *B cells*."}],
            "wrong": [{"text": "CD19 & CD52", "why": "A neighbor."}, "CD3"],
            "explain": "It is on B cells.",
        },
        ["Its options are worth 100%, 0%, -50%; here a wrong answer costs no points."],
    ),
    (
        {
            "type": "multiple_choice",
            "title": "drawn-1a",
            "question": "Which one is drawn?\n\n![a cell](figure.svg)",
            "answers": ["A cell", "A nerve"],
            "correct_feedback": "Well seen.",
        },
        {
            "id": "drawn-1a",
            "ask": "Which one is drawn?\n\n[image: a cell]",
            "right": "A cell",
            "wrong": ["A nerve"],
        },
        ["Its overall feedback is left out.", "The picture `a cell` was left out."],
    ),
    (
        {
            "type": "true_false",
            "title": "cure",
            "question": "It is a cure.",
            "correct_answer": False,
            "general_feedback": "It slows MS.",
            "correct_feedback": "Right, no cure.",
            "incorrect_feedback": "No, it is none.",
        },
        {
            "ask": "It is a cure.",
            "true-false": "false",
            "explain": "No, it is none.\n\nRight, no cure.\n\nIt slows MS.",
        },
        [],
    ),
    (
        {
            "type": "numerical",
            "title": "half",
            "question": "How many mg?",
            "answers": [
                {"answer": 600, "tolerance": 0.5, "points": 100, "feedback": "Twice 300."},
                {"answer": 300, "points": 50, "feedback": "Half."},
                {"answer": 1, "points": 0, "feedback": "No."},
            ],
        },
        {"ask": "How many mg?", "calc": "600", "within": "0.5", "explain": "Twice 300."},
        [
            "The answer 300 ± 0 (50%) is left out; a number is right or wrong.",
            "The feedback for the wrong answer 1 ± 0 is left out.",
        ],
    ),
    (
        {
            "type": "shortanswer",
            "title": "name",
            "question": "Which drug binds CD20?",
            "answers": [
                {"answer": "ocrelizumab", "points": 100, "feedback": "The drug."},
                {"answer": "Ocrevus", "points": 100, "feedback": "The brand."},
                {"answer": "rituximab", "points": 50},
                {"answer": "ocre*", "points": 100},
            ],
        },
        {
            "ask": "Which drug binds CD20?",
            "type": ["ocrelizumab", "Ocrevus"],
            "explain": "The drug.\n\nThe brand.",
        },
        [
            "Capitalization no longer matters.",
            "The answer `rituximab` (50%) is left out; typed answers are right or wrong.",
            "The answer `ocre*` has a wildcard (`*`) and is left out.",
        ],
    ),
    (
        {
            "type": "matching",
            "title": "pairs",
            "question": "Match.",
            "options": [
                {"question": "Rituximab", "answer": "chimeric"},
                {"question": "Ofatumumab", "answer": "human"},
                {"question": "", "answer": "murine"},
            ],
        },
        {
            "ask": "Match.",
            "match": {"Rituximab": "chimeric", "Ofatumumab": "human"},
            "extra": ["murine"],
        },
        [],
    ),
    (
        {
            "type": "ordering",
            "title": "steps",
            "question": "Put in order.",
            "answers": ["Screen", "Premedicate", "Infuse"],
        },
        {"ask": "Put in order.", "order": ["Screen", "Premedicate", "Infuse"]},
        ["All steps are asked, not only some of them."],  # the program writes 2 for "all"
    ),
    (
        {
            "type": "missing_words",
            "title": "words",
            "question": 'Given [["twice"]] a [["year"]].',
            "options": [
                {"answer": "twice", "group": "A"},
                {"answer": "once", "group": "A"},
                {"answer": "year", "group": "B"},
                {"answer": "week", "group": "B"},
            ],
        },
        {
            "ask": "Complete the sentence.",
            "blanks": "Given {{1}} a {{2}}.",
            "choices": {
                "1": {"right": "twice", "wrong": ["once"]},
                "2": {"right": "year", "wrong": ["week"]},
            },
        },
        [],
    ),
    (
        {
            "type": "dragdrop_missing_words",
            "title": "dragged",
            "question": 'How often?\n\nGiven [["twice"]] a [["year"]].',
            "options": [{"answer": word, "group": "A"} for word in ("twice", "once", "year")],
        },
        {
            "ask": "How often?",
            "blanks": "Given {{1}} a {{2}}.",
            "choices": {
                "1": {"right": "twice", "wrong": ["once", "year"]},
                "2": {"right": "year", "wrong": ["twice", "once"]},
            },
        },
        [],
    ),
    (
        {
            "type": "cloze",
            "title": "typed",
            "question": 'The dose is [["a"]] twice a [["b"]].',
            "subquestions": {
                "a": {"type": "SHORTANSWER", "answers": [ANSWER | {"answer": "600 mg"}]},
                "b": {"type": "SHORTANSWER", "answers": [ANSWER | {"answer": "year"}]},
            },
        },
        {"cloze": "The dose is {{c1::600 mg}} twice a {{c2::year}}.", "typed": "yes"},
        [],
    ),
    (
        {
            "type": "cloze",
            "title": "picked",
            "question": 'It is given [["a"]] as a rule.',
            "subquestions": {
                "a": {
                    "type": "MULTICHOICE",
                    "display_format": "DROPDOWN",
                    "answers": [
                        ANSWER | {"answer": "twice a year", "feedback": "Yes ~ {x}."},
                        {"answer": 'w/o "x"', "points": 0, "feedback": "No."},
                    ],
                }
            },
        },
        {
            "ask": "Complete the sentence.",
            "blanks": "It is given {{1}} as a rule.",
            "choices": {
                "1": {
                    "right": [{"text": "twice a year", "why": "Yes ~ {x}."}],
                    "wrong": [{"text": 'w/o "x"', "why": "No."}],
                }
            },
        },
        [],
    ),
    (
        {
            "type": "cloze",
            "title": "number",
            "question": 'It is [["a"]] mg.',
            "subquestions": {
                "a": {"type": "NUMERICAL", "answers": [ANSWER | {"answer": 600, "tolerance": 5}]}
            },
        },
        {"ask": "It is _____ mg.", "calc": "600", "within": "5"},
        [],
    ),
    (
        {
            "type": "essay",
            "title": "why",
            "question": "Explain it.",
            "response_format": "editor",
            "grader_info": "It binds CD20.",
            "text_response": {"template": "Begin so."},
        },
        {"ask": "Explain it.", "answer": "It binds CD20."},
        ["The response template is left out."],
    ),
    (
        {"type": "description", "title": "read", "question": "Read on."},
        None,
        ["Left out: it is a description, not a question."],
    ),
    (
        {
            "type": "multiple_true_false",
            "title": "rows",
            "question": "Which are so?",
            "answers": [{"answer": "A", "choice": "True"}, {"answer": "B", "choice": "False"}],
        },
        None,
        ["Left out: questions of the type `mtf` have no counterpart."],
    ),
]


def run(folder: Path, script: str, *words: str) -> None:
    """Run a program of others apart, because it changes what it shares with us, or warns."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def compare(folder: Path, bank: ImportedBank, given: list[Given]) -> None:
    cards = [{k: v for k, v in card.items() if k != "topic"} for card in bank.cards]

    assert cards == [card for _, card, _ in given if card]
    assert [loss.text for loss in bank.losses] == [text for *_, texts in given for text in texts]
    loaded(folder, bank)


def test_gift_of_gift_wrapper_is_read_exactly(tmp_path: Path) -> None:
    (tmp_path / "figure.svg").write_text(SVG)
    questions = [question for question, *_ in GIFT_WRAPPER]
    categories = [
        {"name": "Ward/Dosing", "questions": questions[:3]},
        {"name": ["Ward", "Ward/Safety"], "questions": questions[3:]},
    ]
    (tmp_path / "bank.yaml").write_text(
        json.dumps({"categories": categories, "pictures base directory": "."}), "utf-8"
    )
    run(tmp_path, "from gift_wrapper.core import wrap; wrap({}, 'bank.yaml', True, True, True)")

    bank = gift_read.read(tmp_path / "bank.gift.txt")

    compare(tmp_path, bank, GIFT_WRAPPER)
    assert bank.title == "Ward"
    assert bank.topics == {"dosing": "Dosing", "safety": "Safety"}
    assert [card["topic"] for card in bank.cards] == ["dosing"] * 3 + ["safety"] * 3


def test_moodle_xml_of_moodle_tools_is_read_exactly(tmp_path: Path) -> None:
    (tmp_path / "figure.svg").write_text(SVG)
    questions = [
        question | {"category": "Ward/Dosing" if number < 3 else "Ward/Safety"}
        for number, (question, *_) in enumerate(MOODLE_TOOLS)
    ]
    (tmp_path / "bank.yaml").write_text("\n---\n".join(map(json.dumps, questions)), "utf-8")
    words = ("--skip-validation", "-i", "bank.yaml", "-o", "bank.xml")
    run(tmp_path, "from moodle_tools.make_questions import main; main()", *words)

    bank = moodle_read.read(tmp_path / "bank.xml")

    compare(tmp_path, bank, MOODLE_TOOLS)
    assert bank.title == "Ward"
    assert bank.topics == {"dosing": "Dosing", "safety": "Safety"}
    assert [card["topic"] for card in bank.cards] == ["dosing"] * 3 + ["safety"] * 10
