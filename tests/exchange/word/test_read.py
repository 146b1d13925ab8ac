"""Word documents in: the layouts of papers, how keys are marked, what is left out and why."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from learnms.decks.deck_file import as_yaml
from learnms.decks.load import Sources, load
from learnms.errors import LearnmsError
from learnms.exchange.bank import ImportedBank
from learnms.exchange.word.read import read
from tests.factories.word_papers import add, add_numbered, add_table, new, save, typed


def losses(bank: ImportedBank) -> dict[str, str]:
    return {loss.item: loss.text for loss in bank.losses}


def loaded_kinds(bank: ImportedBank, folder: Path) -> list[str]:
    """The kinds of the cards as the loader reads them: they are sound cards without an id."""
    fields: dict[str, Any] = {"deck": bank.title, "id": "a-deck", "cards": bank.cards}
    if bank.topics:
        fields["topics"] = bank.topics
    if bank.sources:
        fields["sources"] = bank.sources
    path = folder / "deck.yaml"
    path.write_text(as_yaml(fields), "utf-8")
    deck = load(path, str(path), Sources(), None)
    worse = {finding.code for finding in deck.findings if finding.code[:3] in ("LM0", "LM1", "LM2")}
    assert not worse
    assert deck.read is not None
    return [card.forms[0].kind for card in deck.read.deck.cards]


def test_word_s_own_numbers_and_letters_with_a_key_in_bold(tmp_path: Path) -> None:
    paper = new()
    add(paper, "Ocrelizumab exam", style="Title")
    add(paper, "Section 1: Dosing", style="Heading 1")
    add_numbered(paper, "How is the ", ("first", "bold"), " dose given?")
    for option in ("One infusion", ("Two infusions", "bold"), "A tablet"):
        add_numbered(paper, option, level=1)
    add(paper, "Multiple choice", style="Heading 1")
    add_numbered(paper, "Which are signs? Select all that apply.")
    for option in (("Fever", "highlight"), "Joy", ("Rash", "highlight")):
        add_numbered(paper, option, level=1)
    add(paper, "Rationale: Both are named in the label.")
    add(paper, "Source: OCREVUS label, section 5.1")

    bank = read(save(paper, tmp_path))

    assert bank.title == "Ocrelizumab exam"
    assert bank.topics == {"dosing": "Dosing"}
    assert bank.cards == [
        {
            "ask": "How is the **first** dose given?",
            "right": "Two infusions",
            "wrong": ["One infusion", "A tablet"],
            "topic": "dosing",
        },
        {
            "ask": "Which are signs? Select all that apply.",
            "select": "all",
            "right": ["Fever", "Rash"],
            "wrong": ["Joy"],
            "explain": "Both are named in the label.",
            "source": "ocrevus-label section 5.1",
        },
    ]
    assert bank.losses == []
    assert loaded_kinds(bank, tmp_path) == ["single", "select-all"]


def test_typed_numbers_with_answers_below(tmp_path: Path) -> None:
    bank = read(
        typed(
            tmp_path,
            """
1. What is CD20?
A. A protein
B. A drug
Answer: A
Rationale: It is a protein.
It sits on B cells.
2) Which are right? (2 points)
a) Fever
b) Joy
c) Rash
Ans. A and C
Question 3
Pick one.
(A) x
(B) y
Correct answer: (B) y
Q4: One of these
A.\tone\tB.\ttwo\tC. three
Answer - C because it is
5. True or False: It is a cure.
Answer: False
6. The dose is ____ mg.
Answer: 600 or six hundred
7. Why?
Answer: Because B cells are depleted.
8. Ocrelizumab is a tablet.
True
False
Answer: F
9. Place the steps in order.
A. c
B. a
C. b
Answer: B, C, A
10. Which two are drugs? Select two.
A. Ocrelizumab
B. Rituximab
C. Fever
Answer: AB
__C__ 11. Which?
A. q
B. w
C. None of the above
""",
        )
    )

    assert [card.get("right") or card.get("type") for card in bank.cards] == [
        "A protein",
        ["Fever", "Rash"],
        "y",
        "three",
        None,
        ["600", "six hundred", "600 mg"],
        None,
        None,
        None,
        ["Ocrelizumab", "Rituximab"],
        "None of the above",
    ]
    assert loaded_kinds(bank, tmp_path) == [
        "single",
        "select-all",
        "single",
        "single",
        "true-false",
        "typed",
        "flashcard",
        "true-false",
        "order",
        "select-n",
        "single",
    ]
    assert bank.cards[0]["explain"] == "It is a protein.\nIt sits on B cells."
    assert bank.cards[3]["explain"] == "because it is"
    assert bank.cards[4] == {"ask": "It is a cure.", "true-false": "false"}
    assert bank.cards[8]["order"] == ["a", "b", "c"]
    assert bank.cards[10]["last"] == "None of the above"
    assert [loss for loss in bank.losses if loss.item == "question 2"] == [
        ("question 2", "Its points were left out."),
        ("question 2", "It has several right options, so it became select all that apply."),
    ]


PAPER = """
Multiple Choice
1. What?
A. x
B. y
2. What now?
A. x1
B. y1
C. z1
"""


@pytest.mark.parametrize(
    "key",
    [
        "Answer Key\n1. B  2. C",
        "ANSWERS:\n1. B\n2. C",
        "Answer key\n1) b; 2) c",
        "Answers and Rationales\n1. Answer: B\nRationale: Because.\n2. C. It is so.",
        "Answer sheet for the exam\n1 - B, 2 - C",
    ],
)
def test_a_key_at_the_end(tmp_path: Path, key: str) -> None:
    bank = read(typed(tmp_path, f"{PAPER}{key}\n7. B"))

    assert [card["right"] for card in bank.cards] == ["y", "z1"]
    assert losses(bank) == {"answer 7": "No question has this number."}


@pytest.mark.parametrize(
    "rows",
    [
        (("Question", "Answer"), ("1", "B"), ("2", "C")),
        (("1", "2"), ("B", "C")),
        (("No.", "Key", "Rationale"), ("1", "B", "Because."), ("2", "C", "It is so.")),
        (("1. B", "2. C"),),
    ],
)
def test_a_key_in_a_table_at_the_end(tmp_path: Path, rows: tuple[tuple[str, ...], ...]) -> None:
    paper = new()
    for line in PAPER.strip().split("\n"):
        add(paper, line)
    add(paper, "Answer key")
    add_table(paper, *rows)

    bank = read(save(paper, tmp_path))

    assert [card["right"] for card in bank.cards] == ["y", "z1"]
    if len(rows[0]) == 3:
        assert [card["explain"] for card in bank.cards] == ["Because.", "It is so."]


def test_rationales_by_option_and_sources_in_a_section_at_the_end(tmp_path: Path) -> None:
    bank = read(
        typed(
            tmp_path,
            f"""{PAPER}
Answers and rationales
1. Answer: B
Rationale: Because of y.
A. Incorrect. x is not.
B. Correct.
Source: Handbook, p. 3
2. Answer: C
Rationale: It is so.
""",
        )
    )

    first = bank.cards[0]
    assert first["right"] == {"text": "y", "why": "Correct."}
    assert first["wrong"] == [{"text": "x", "why": "Incorrect. x is not."}]
    assert first["explain"] == "Because of y."
    assert first["source"] == "handbook p. 3"
    assert bank.sources == {"handbook": {"title": "Handbook"}}


@pytest.mark.parametrize("mark", ["bold", "highlight", "underline", "color"])
def test_keys_that_a_format_marks(tmp_path: Path, mark: str) -> None:
    paper = new()
    add(paper, ("1. ", "bold"), ("Which is it?", "bold"))
    add(paper, "A. one")
    add(paper, "B. ", ("two", mark))
    add(paper, "C. three")

    assert read(save(paper, tmp_path)).cards == [
        {"ask": "Which is it?", "right": "two", "wrong": ["one", "three"]}
    ]


@pytest.mark.parametrize(
    "options",
    [
        "A. one\n*B. two\nC. three",
        "A. one\nB. two*\nC. three",
        "A. one\nB. two (correct)\nC. three",
        "A. one\n✓ B. two\nC. three",
        "○ one\n○ two ✓\n○ three",
        "☐ one\n☑ two\n☐ three",
        "A. one\tB. two <- correct\tC. three",
        "A. one\tC. three\n*B. two",
    ],
)
def test_keys_that_a_sign_marks(tmp_path: Path, options: str) -> None:
    bank = read(typed(tmp_path, f"1. Which?\n{options}"))

    assert bank.cards == [{"ask": "Which?", "right": "two", "wrong": ["one", "three"]}]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A. x\nB. y", "no option is marked as right, and no answer is given."),
        ("A. x *\nB. y\nAnswer: B", "disagree (a mark: A; the answer line: B)."),
        ("A. x\nB. y\nAnswer: B\nAnswer key\n1. A", "disagree (the answer line: B; the answer"),
        ("A. x\nB. y\nAnswer: D", "its answer is D, which is not one of its options."),
        ("A. x\nB. y\nAnswer: B. x", "the letter and the text of its answer disagree."),
        ("A. x\nB. y\nAnswer: something", "its answer `something` is not one of its options."),
        ("A. x\nB. x\nAnswer: B", "two of its options are the same."),
        ("A. x\nB. y\nC. Both A and B\nAnswer: C", "its options refer to each other by letter"),
        ("A. x\nC. z\nAnswer: A", "its option B is missing."),
        ("A. x\nAnswer: A", "it has only one option."),
        ("Select two.\nA. x\nB. y\nC. z\nAnswer: A", "it asks for 2 answers, but 1 are marked."),
        ("____ and ____\nAnswer: a; b", "it has more than one blank"),
        ("A. x\nB. y\nE. z\nF. w\nAnswer: A", "its option C is missing."),
    ],
)
def test_what_has_no_single_key_is_left_out_with_the_reason(
    tmp_path: Path, text: str, why: str
) -> None:
    bank = read(typed(tmp_path, f"1. Which?\n{text}"))

    assert bank.cards == []
    assert losses(bank)["question 1"].startswith("Left out: ")
    assert why in losses(bank)["question 1"]


def test_options_numbered_like_questions_never_become_cards(tmp_path: Path) -> None:
    bank = read(typed(tmp_path, "1. Which?\n1. x\n2. y\n3. z\nAnswer: 2\n2. Why?\nA. x*\nB. y"))

    assert [card["ask"] for card in bank.cards] == ["Why?"]
    assert "It may be an option" not in losses(bank)["question 2"]
    assert "it may be an option of another question" in losses(bank)["question 3"]


def test_hepatitis_a_and_b_is_an_option_like_others(tmp_path: Path) -> None:
    bank = read(typed(tmp_path, "1. Which?\nA. Hepatitis A and B\nB. Hepatitis C\nAnswer:\nA"))

    assert bank.cards[0]["right"] == "Hepatitis A and B"


@pytest.mark.parametrize(
    "look",
    [
        '<w:color w:val="000000" w:themeColor="text1"/>',
        '<w:color w:val="222222"/>',
        '<w:shd w:val="clear" w:fill="F8F9FA"/>',
        '<w:b w:val="0"/>',
        '<w:u w:val="none"/>',
        '<w:highlight w:val="none"/>',
        "<w:i/>",
    ],
)
def test_looks_of_pasted_text_are_no_key(tmp_path: Path, look: str) -> None:
    paper = new()
    add(paper, "1. Which?")
    add(paper, "A. one")
    pasted = add(paper, "B. two")
    for element in parse_xml(f"<w:rPr {nsdecls('w')}>{look}</w:rPr>"):
        pasted.runs[0]._r.get_or_add_rPr().append(element)

    bank = read(save(paper, tmp_path))

    assert "no option is marked" in losses(bank)["question 1"]


def test_bold_that_marks_every_option_is_no_key(tmp_path: Path) -> None:
    paper = new()
    add(paper, "1. Which?")
    for letter in "AB":
        add(paper, (f"{letter}. text {letter}", "bold"))
    add(paper, "Answer: B")

    assert read(save(paper, tmp_path)).cards[0]["right"] == "text B"


def test_options_in_a_table_below_a_question_without_a_number(tmp_path: Path) -> None:
    paper = new()
    for word in ("red", "blue"):
        add(paper, f"Which is {word}?")
        add_table(paper, ("A. one", f"B. {word}"), ("C. three", "D. four"))
        add(paper, "Answer: B")

    assert [card["right"] for card in read(save(paper, tmp_path)).cards] == ["red", "blue"]


def test_options_and_columns_to_match_in_tables(tmp_path: Path) -> None:
    paper = new()
    add(paper, "1. Pick")
    add_table(paper, ("A. one", "B. two"), ("C. three", "D. four"))
    add(paper, "Answer: D")
    add(paper, "2. Pick again")
    add_table(paper, ("A", "one"), ("B", "two"))
    add(paper, "Answer: A")
    add(paper, "3. Match each antibody.")
    add_table(paper, ("1. Rituximab", "A. chimeric"), ("2. Ofatumumab", "B. human"), ("", "C. no"))
    add(paper, "Answer: 1-A, 2-B")
    add(paper, "4. Match again.")
    add(paper, "___ 1. Rituximab\tA. chimeric")
    add(paper, "___ 2. Ofatumumab\tB. human")
    add(paper, "Answer: 1-A, 2-B")
    add(paper, "5. What does the table show?")
    add_table(paper, ("Time", "BP"), ("9:00", "118/74"))
    add(paper, "A. up")
    add(paper, "B. down")
    add(paper, "Answer: B")

    bank = read(save(paper, tmp_path))

    assert bank.losses == []
    assert loaded_kinds(bank, tmp_path) == ["single", "single", "match", "match", "single"]
    assert [card.get("right") for card in bank.cards[:2]] == ["four", "one"]
    assert bank.cards[2]["match"] == {"Rituximab": "chimeric", "Ofatumumab": "human"}
    assert bank.cards[2]["extra"] == ["no"]
    assert bank.cards[3]["match"] == {"Rituximab": "chimeric", "Ofatumumab": "human"}
    assert bank.cards[4]["exhibit"] == {"Exhibit": "| Time | BP |\n|---|---|\n| 9:00 | 118/74 |"}


def test_a_nursing_exam_with_parts_and_a_key_with_rationales(tmp_path: Path) -> None:
    bank = read(
        typed(
            tmp_path,
            """
NURS 340 – Exam 2: Multiple Sclerosis
Name: ______________
Part I. Multiple Choice
1.\tWhich finding should the nurse expect?
\tA.\tHypotension
\tB.\tDiplopia
2.\tWhich drug is it (choose one): A. Aspirin   B. Ocrelizumab   C. Insulin
3. The first dose is split into two infusions of ____ mg.
Part II. True/False
T  F  4. Live vaccines are recommended during treatment.
_____ 5. Ocrelizumab binds CD20.
Answer Key
1. B
Rationale: Diplopia is a common early sign.
Reference: Hinkle & Cheever (2022), p. 2081
2. B
3. 300
4. False
5. T
""",
        )
    )

    assert bank.title == "NURS 340 – Exam 2: Multiple Sclerosis"
    assert [loss.text for loss in bank.losses] == ["The text `Name: ______________` was left out."]
    assert loaded_kinds(bank, tmp_path) == ["single", "single", "typed", "true-false", "true-false"]
    assert bank.cards[0]["source"] == "hinkle-cheever-2022 p. 2081"
    assert [card.get("true-false") for card in bank.cards[3:]] == ["false", "true"]


PIECES = (
    "1. What?",
    "2) Why?",
    "Question 3",
    "A. x",
    "B. y *",
    "C) z",
    "(D) w",
    "Answer: B",
    "Ans: A, C",
    "Rationale:",
    "Because.",
    "B: no",
    "Answer key",
    "1. B 2. C",
    "Source: x",
    "True\tFalse",
    "Questions 1-3 refer to the case.",
    "Case: a story",
    "____ 4. Match\tA. b",
    "\t",
    "*_ [x] {{c1::y}} |",
    "T F 9. Hm",
    "12. C. because",
)


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@settings(max_examples=60)
def test_any_lines_give_sound_cards_or_reasons(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bank = read(typed(Path(folder), "\n".join(lines)))

        assert len(loaded_kinds(bank, Path(folder))) == len(bank.cards)
        assert all(loss.text.endswith((".", ")")) for loss in bank.losses)


def test_stories_above_questions(tmp_path: Path) -> None:
    bank = read(
        typed(
            tmp_path,
            """
Questions 1-2 refer to the following case.
A 34-year-old with MS arrives.
1. What first?
A. x
B. y
Answer: A
2. What then?
A. x
B. y
Answer: B
Case study: A nurse finds a rash.
3. What now?
A. x
B. y
Answer: B
4. And then?
A. x
B. y
Answer: B
""",
        )
    )

    cases = [card.get("exhibit", {}).get("Case") for card in bank.cards]
    assert cases == [
        "A 34-year-old with MS arrives.",
        "A 34-year-old with MS arrives.",
        "A nurse finds a rash.",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "story"),
    [
        (
            "Questions 1-2 refer to Mrs. Lee: a 40-year-old with MS on ocrelizumab.",
            "Mrs. Lee: a 40-year-old with MS on ocrelizumab.",
        ),
        (
            "Questions 1–2 refer to the following case: Mrs. Lee, 40, has MS. She is well.",
            "Mrs. Lee, 40, has MS. She is well.",
        ),
        (
            "Questions 1-2 refer to Mrs. Lee, 40, who has MS. She is well.",
            "Mrs. Lee, 40, who has MS. She is well.",
        ),
        ("For questions 1-2, use this case. A nurse rests.", "A nurse rests."),
        (
            "Use the case of a woman with MS to answer questions 1-2. She is well.",
            "Use the case of a woman with MS to answer questions 1-2. She is well.",
        ),
        ("Items 1 to 2 are based on this scenario. Mr. Yu, 35.", "Mr. Yu, 35."),
        (
            "Use the scenario to answer questions 1 and 2. He is 5.5 years old.",
            "He is 5.5 years old.",
        ),
        (
            "A nurse sees a client with MS (questions 1-2 refer to him). He rests.",
            "A nurse sees a client with MS. He rests.",
        ),
        (
            "A client with MS, whom questions 1-2 relate to, says that he is tired now.",
            "A client with MS, whom questions 1-2 relate to, says that he is tired now.",
        ),
    ],
)
def test_a_story_does_not_number_its_questions(tmp_path: Path, text: str, story: str) -> None:
    questions = "1. What?\nA. x\nB. y\nAnswer: A\n2. Why?\nA. x\nB. y\nAnswer: B"
    bank = read(typed(tmp_path, f"{text}\n{questions}"))

    assert [card["exhibit"]["Case"] for card in bank.cards] == [story, story]


@pytest.mark.parametrize(
    ("ask", "answer", "expected"),
    [
        ("Give ____ now.", "0.5 mL", ["0.5 mL", "0.5"]),
        ("Give ____ now.", "0.5mL.", ["0.5mL.", "0.5 mL", "0.5"]),
        ("Give ____ mL.", "1040", ["1040", "1040 mL"]),
        ("Give ____ mL/hr.", "40 mL per hr", ["40 mL per hr", "40"]),
        ("Give ____ mL.", "40 mg", "40 mg"),
        ("Give ____ in the morning.", "40 mg", ["40 mg", "40"]),
        ("Give it on the ____ now.", "3rd floor", "3rd floor"),
        ("Give ____ of it.", "5 to 6 mL", "5 to 6 mL"),
        ("It is ____ now.", "120 / 80", "120 / 80"),
        ("Give ____ now.", "600", "600"),
        ("Give ____ now.", "lispro / aspart", ["lispro", "aspart"]),
        ("Give ____ now.", "lispro or aspart", ["lispro", "aspart"]),
        ("Give ____ now.", "and/or", "and/or"),
    ],
)
def test_fill_ins_accept_a_number_with_and_without_its_unit(
    tmp_path: Path, ask: str, answer: str, expected: list[str] | str
) -> None:
    bank = read(typed(tmp_path, f"1. {ask}\nAnswer: {answer}"))

    assert bank.cards == [{"ask": ask, "type": expected}]
    assert loaded_kinds(bank, tmp_path) == ["typed"]
    told = "Each of its answers is accepted: `lispro`, `aspart`."
    assert losses(bank) == ({"question 1": told} if "lispro" in answer else {})


def test_options_without_letters_are_counted(tmp_path: Path) -> None:
    paper = new()
    for number, (mark, answer) in enumerate(
        (("", "B"), ("bold", "B"), ("bold", "A"), ("", "D")), 1
    ):
        add(paper, f"{number}. Which?")
        for option in ("one", ("two", mark) if mark else "two", "three"):
            add(paper, option, style="List Bullet")
        add(paper, f"Answer: {answer}")

    bank = read(save(paper, tmp_path))

    assert bank.cards == [{"ask": "Which?", "right": "two", "wrong": ["one", "three"]}] * 2
    assert losses(bank) == {
        "question 3": "Left out: its answers disagree (bold: B; the answer line: A).",
        "question 4": "Left out: its answer is D, which is not one of its options.",
    }


def test_headings_that_number_questions_are_no_topics(tmp_path: Path) -> None:
    paper = new()
    add(paper, "Questions 1-2 refer to this case.", style="Heading 2")
    add(paper, "A patient has a rash.")
    for number in (1, 2):
        add(paper, f"Question {number}", style="Heading 2")
        add(paper, f"What now {number}?")
        add(paper, "A. x (correct)")
        add(paper, "B. y")

    bank = read(save(paper, tmp_path))

    assert [card["ask"] for card in bank.cards] == ["What now 1?", "What now 2?"]
    assert {card["exhibit"]["Case"] for card in bank.cards} == {"A patient has a rash."}
    assert bank.topics == {}


def test_a_paper_without_numbers(tmp_path: Path) -> None:
    text = "What is it?\nA. x\nB. y\nAnswer: A\nWhat else?\nA. x\nB. y\nAnswer: B"

    assert [card["ask"] for card in read(typed(tmp_path, text)).cards] == [
        "What is it?",
        "What else?",
    ]


def test_questions_with_the_same_number_get_the_keys_in_turn_or_none(tmp_path: Path) -> None:
    section = "1. What?\nA. x\nB. y\n"
    both = read(typed(tmp_path, f"{section}1. Else?\nA. q\nB. w\nAnswer key\n1. A\n1. B"))
    one = read(typed(tmp_path, f"{section}1. Else?\nA. q\nB. w\nAnswer key\n1. A"))

    assert [card["right"] for card in both.cards] == ["x", "w"]
    assert one.cards == []
    assert "2 questions have this number" in losses(one)["answer 1"]


def test_text_between_questions_is_named(tmp_path: Path) -> None:
    bank = read(
        typed(tmp_path, "1. What?\nA. x\nB. y*\nGood luck to everybody.\n2. Why?\nA. x*\nB. y")
    )

    assert len(bank.cards) == 2
    assert losses(bank)["document"] == "The text `Good luck to everybody.` was left out."


def _inserted(paragraph: Any, tag: str, text: str) -> None:
    name = "delText" if tag == "del" else "t"
    paragraph._p.append(
        parse_xml(
            f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x"><w:r><w:{name}>{text}</w:{name}></w:r>'
            f"</w:{tag}>"
        )
    )


def test_tracked_changes_pictures_boxes_notes_and_spaces(tmp_path: Path) -> None:
    paper = new()
    stem = add(paper, "1.\u00a0Which\u2009\u201cone\u201d")
    _inserted(stem, "ins", " now?")
    _inserted(stem, "del", " then?")
    stem._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
    stem._p.append(
        parse_xml(
            f'<w:r {nsdecls("w", "wp")}><w:drawing><wp:inline><wp:docPr id="1" name="p"'
            ' descr="An ECG strip"/></wp:inline></w:drawing></w:r>'
        )
    )
    stem._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
            '2006"><mc:AlternateContent><mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>A.'
            " x</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r>"
            "<w:t>A. x</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    add(paper, "B. y (correct)")

    bank = read(save(paper, tmp_path))

    assert bank.cards == [
        {"ask": "Which “one” now?[image: An ECG strip]", "right": "y", "wrong": ["x"]}
    ]
    told = [loss.text for loss in bank.losses]
    assert "Tracked changes are read as accepted: 1 inserted, 1 deleted." in told
    assert "1 footnote, endnote or comment was left out." in told
    assert ("question 1", "The picture `An ECG strip` was left out.") in bank.losses


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_document_that_libreoffice_wrote(tmp_path: Path) -> None:
    (tmp_path / "paper.html").write_text(
        "<title>Paper</title><h1>Paper</h1><ol><li>What is CD20?<ol type=A><li>A drug</li>"
        "<li><b>A protein</b></li></ol></li><li>Select all that apply.<ol type=A><li><u>Fever</u>"
        "</li><li>Joy</li><li><u>Rash</u></li></ol></li></ol>",
        "utf-8",
    )
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--infilter=HTML (StarWriter)",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "paper.html",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    bank = read(tmp_path / "paper.docx")

    assert [card["right"] for card in bank.cards] == ["A protein", ["Fever", "Rash"]]


def _with(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return path


def test_hostile_files_are_refused_in_words(tmp_path: Path) -> None:
    good = typed(tmp_path, "1. What?\nA. x*\nB. y")
    old = tmp_path / "old.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0rest")
    bomb = tmp_path / "bomb.docx"
    _with(bomb, "word/document.xml", b"<w:p/>" * 4_000_000)
    entities = tmp_path / "entities.docx"
    _with(entities, "word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    macros = tmp_path / "macros.docx"
    shutil.copy(good, macros)
    _with(macros, "word/vbaProject.bin", b"x")
    other = tmp_path / "other.docx"
    _with(other, "something.txt", b"x")

    for path, words in (
        (old, "Save it as .docx"),
        (bomb, "200 times its size"),
        (entities, "entities"),
        (macros, "macros"),
        (other, "not a Word document"),
        (tmp_path / "macros.docm", "cannot be read"),
    ):
        with pytest.raises(LearnmsError, match=words):
            read(path)


def test_ten_thousand_paragraphs_and_deep_elements_take_bounded_time(tmp_path: Path) -> None:
    body = "".join(
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
        for number in range(1, 2001)
        for text in (f"{number}. What?", "A. x", "B. y", "C. z", "Answer: B")
    )
    deep = "<w:sdt>" * 500 + "<w:p/>" + "</w:sdt>" * 500
    path = _with(
        tmp_path / "long.docx",
        "word/document.xml",
        f"<w:document {nsdecls('w')}><w:body>{body}{deep}</w:body></w:document>".encode(),
    )

    start = time.process_time()
    bank = read(path)

    assert len(bank.cards) == 2000
    assert time.process_time() - start < 10
