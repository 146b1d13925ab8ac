"""Tables as Quizlet, Excel, Anki and people write them, byte by byte."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection

from learnms.errors import LearnmsError
from learnms.exchange.bank import ImportedBank
from learnms.exchange.delimited.read import read


def bank_of(tmp_path: Path, data: str | bytes, name: str = "set.csv") -> ImportedBank:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(path)


def cards_of(tmp_path: Path, data: str | bytes, name: str = "set.csv") -> list[dict[str, Any]]:
    bank = bank_of(tmp_path, data, name)
    return [{key: its for key, its in card.items() if its is not None} for card in bank.cards]


def test_quizlet_writes_a_term_a_tab_and_a_definition_without_quotes(tmp_path: Path) -> None:
    text = 'MS\tmultiple sclerosis\n"CD20" is\ta "marker" of B cells\nPML\tsigns:\nconfusion\n'
    bank = bank_of(tmp_path, text, "set.txt")
    assert [(card["ask"], card["answer"]) for card in bank.cards] == [
        ("MS", "multiple sclerosis"),
        ('"CD20" is', 'a "marker" of B cells'),
        ("PML", "signs:\nconfusion"),
    ]
    assert [loss.item for loss in bank.losses] == ["line 4"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfquestion;answer;source\r\n"
        b'"Dose;\r\nand interval";"600 mg, ""IV""";"uspi \xc2\xa72 (Label)"\r\n',
        'question\tanswer\tsource\r\n"Dose;\r\nand interval"\t"600 mg, ""IV"""\t'
        "uspi §2 (Label)\r\n".encode("utf-16"),
        'sep=,\r\nQuestion,Answer,Source\r\n"Dose;\r\nand interval","600 mg, ""IV""",'
        "uspi §2 (Label)\r\n".encode("cp1252"),
    ],
    ids=["semicolon with a mark", "Unicode text", "Windows-1252 with sep="],
)
def test_excel_s_ways_to_save_a_sheet_are_one(tmp_path: Path, data: bytes) -> None:
    assert cards_of(tmp_path, data) == [
        {"ask": "Dose;\nand interval", "answer": '600 mg, "IV"', "source": "uspi §2"}
    ]


def test_windows_1252_is_said_once(tmp_path: Path) -> None:
    bank = bank_of(
        tmp_path, "question,answer\nTemp ≥ 38 µg?,no\n".replace("≥", ">").encode("cp1252")
    )
    assert bank.cards[0]["ask"] == "Temp > 38 µg?"
    assert ["Windows-1252" in loss.text for loss in bank.losses] == [True]


def test_anki_s_own_export_is_read(tmp_path: Path) -> None:
    collection = Collection(str(tmp_path / "collection.anki2"))
    notes = [
        ("Basic", ['What is <b>the</b> "dose"?', "600&nbsp;mg<br>IV;\tthen"], ["ms", "dose::iv"]),
        ("Cloze", ["It is {{c1::600 mg::dose}}. <img src='x.png'>", "More [sound:a.mp3]"], []),
        ("Basic (and reversed card)", ["MS", "multiple sclerosis"], []),
        ("Basic (type in the answer)", ["IV means", "intravenous"], []),
    ]
    for name, fields, tags in notes:
        model = collection.models.by_name(name)
        assert model is not None
        note = collection.new_note(model)
        note.fields, note.tags = fields, tags
        collection.add_note(note, collection.decks.id("Ocrelizumab::Dose") or 1)  # type: ignore[arg-type]
    path = tmp_path / "notes.txt"
    collection.export_note_csv(
        out_path=str(path), limit=None, with_html=True, with_tags=True, with_deck=True,
        with_notetype=True, with_guid=True,
    )  # fmt: skip
    collection.close()

    bank = read(path)
    cards = [{key: its for key, its in card.items() if key != "id"} for card in bank.cards]
    topic = {"topic": "ocrelizumab-dose"}
    assert cards == [
        {"ask": 'What is **the** "dose"?', "answer": "600 mg\nIV; then", **topic,
         "tags": ["dose::iv", "ms"]},
        {"cloze": "It is {{c1::600 mg::dose}}. [image: x.png]", "explain": "More", **topic},
        {"ask": "MS", "answer": "multiple sclerosis", "reverse": "yes", **topic},
        {"ask": "IV means", "type": ["intravenous"], **topic},
    ]  # fmt: skip
    assert bank.topics == {"ocrelizumab-dose": "Ocrelizumab – Dose"}
    assert [loss.text for loss in bank.losses] == [
        "The picture `x.png` was left out.",
        "The sound `a.mp3` was left out.",
    ]


def test_anki_names_separator_columns_and_tags(tmp_path: Path) -> None:
    text = (
        "#separator:Semicolon\n#html:false\n#columns:Back;Front;Tags\n#tags:all\nb;<b>a</b>;x y\n"
    )
    assert cards_of(tmp_path, text, "a.txt") == [
        {"ask": "<b>a</b>", "answer": "b", "tags": ["all", "x", "y"]}
    ]


HEAD = "Question,Option A,Option B,Option C,Option D,Correct Answer,Rationale"


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("B", "600 mg", ["300 mg", "920 mg", "1 g"]),
        ("b)", "600 mg", ["300 mg", "920 mg", "1 g"]),
        ("2", "600 mg", ["300 mg", "920 mg", "1 g"]),
        ("600 MG", "600 mg", ["300 mg", "920 mg", "1 g"]),
        ("Option B", "600 mg", ["300 mg", "920 mg", "1 g"]),
        ("option_2", "600 mg", ["300 mg", "920 mg", "1 g"]),
        ("A, C", ["300 mg", "920 mg"], ["600 mg", "1 g"]),
        ("A and C", ["300 mg", "920 mg"], ["600 mg", "1 g"]),
        ("AC", ["300 mg", "920 mg"], ["600 mg", "1 g"]),
        ("1;3", ["300 mg", "920 mg"], ["600 mg", "1 g"]),
        ("300 mg; 920 mg", ["300 mg", "920 mg"], ["600 mg", "1 g"]),
    ],
)
def test_a_key_is_a_letter_a_number_or_a_text(
    tmp_path: Path, key: str, right: Any, wrong: list[str]
) -> None:
    [card] = cards_of(tmp_path, f'{HEAD}\nDose?,300 mg,600 mg,920 mg,1 g,"{key}",Because.\n')
    many = {"select": "all"} if isinstance(right, list) else {}
    assert card == {"ask": "Dose?", **many, "right": right, "wrong": wrong, "explain": "Because."}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Dose?,300,600,,,E,", "names no option"),
        ("Dose?,300,600,,,,", "no right answer is marked"),
        ("How many?,2,3,4,5,3,", "number or the text"),
        ("Dose?,300,600,,,A or so,", "names no option"),
        (",300,600,,,A,", "no question"),
    ],
)
def test_a_key_that_is_not_clear_is_lost_and_said(tmp_path: Path, row: str, why: str) -> None:
    bank = bank_of(tmp_path, f"{HEAD}\n{row}\n")
    assert bank.cards == []
    [loss] = bank.losses
    assert (loss.item, why in loss.text) == ("line 2", True)


@pytest.mark.parametrize(
    ("head", "row", "card"),
    [
        ("term,definition", "MS,a disease", {"ask": "MS", "answer": "a disease"}),
        ("Statement,Answer", "It is IV.,TRUE", {"ask": "It is IV.", "true-false": "yes"}),
        ("type,question,answer", "T/F,It is IV.,f", {"ask": "It is IV.", "true-false": "no"}),
        (
            "question,a,b,correct",
            "It is IV.,True,False,B",
            {"ask": "It is IV.", "true-false": "no"},
        ),
        (
            "type,question,answer",
            "Short Answer,Full name?,multiple sclerosis | MS",
            {"ask": "Full name?", "type": ["multiple sclerosis", "MS"]},
        ),
        (
            "question,correct answer,wrong answer 1,wrong answer 2",
            "Dose?,600 mg,1 g,2 g",
            {"ask": "Dose?", "right": "600 mg", "wrong": ["1 g", "2 g"]},
        ),
        (
            "question,choices,answer,option 1 feedback",
            "Dose?,600 mg|1 g,1,",
            {"ask": "Dose?", "right": "600 mg", "wrong": ["1 g"]},
        ),
        (
            "question,option 1,option 2,why 2,correct,unsafe",
            "Dose?,600 mg,1 g,Too much.,1,2",
            {
                "ask": "Dose?",
                "right": "600 mg",
                "wrong": [{"text": "1 g", "why": "Too much.", "unsafe": "yes"}],
            },
        ),
        (
            "Question Type,Question,Option 1,Option 2,Option 3,Key",
            "SATA,Which?,A. Fever,B. Cat,C. Rash,A",
            {"ask": "Which?", "select": "all", "right": "Fever", "wrong": ["Cat", "Rash"]},
        ),
        (
            "text,extra",
            "It is {{c1::here}}.,Why",
            {"cloze": "It is {{c1::here}}.", "explain": "Why"},
        ),
    ],
)
def test_heads_and_kinds_of_other_tables(
    tmp_path: Path, head: str, row: str, card: dict[str, Any]
) -> None:
    assert cards_of(tmp_path, f"{head}\n{row}\n") == [card]


def test_a_kind_that_contradicts_its_key_is_lost(tmp_path: Path) -> None:
    bank = bank_of(
        tmp_path, 'kind,question,a,b,c,key\nsingle,Q?,x,y,z,"A, B"\nhotspot,Q?,x,y,z,A\n'
    )
    assert bank.cards == []
    assert [loss.item for loss in bank.losses] == ["line 2", "line 3"]


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, "question,answer,points,empty\nQ,A,5,\n")
    assert [(loss.item, "1 row" in loss.text) for loss in bank.losses] == [
        ("column `points`", True)
    ]


def test_commas_in_sentences_do_not_separate(tmp_path: Path) -> None:
    rows = "".join(f"Term {n};one, two, three {n}\n" for n in range(5))
    assert cards_of(tmp_path, rows)[4] == {"ask": "Term 4", "answer": "one, two, three 4"}


def test_a_separator_that_somebody_chose_in_quizlet_is_found(tmp_path: Path) -> None:
    text = "Half-life - 26 days, about\n\nMS - multiple sclerosis - a disease\n"
    assert [card["answer"] for card in cards_of(tmp_path, text)] == [
        "26 days, about",
        "multiple sclerosis - a disease",
    ]


def test_html_in_a_cell_keeps_the_lines_of_the_cell(tmp_path: Path) -> None:
    text = 'question,answer\n"Give <b>it</b>.\nNow?","a<br>b\nc"\n<patient name>,a < b\n'
    assert [(card["ask"], card["answer"]) for card in cards_of(tmp_path, text)] == [
        ("Give **it**.\nNow?", "a\nb c"),
        ("<patient name>", "a < b"),
    ]


def test_formulas_stay_text_and_guards_are_taken_off(tmp_path: Path) -> None:
    cards = cards_of(tmp_path, "question,answer\n=1+1,'=2\n'''-x,'tis\n")
    assert [(card["ask"], card["answer"]) for card in cards] == [("=1+1", "=2"), ("''-x", "'tis")]


def test_what_a_terminal_would_obey_is_taken_out(tmp_path: Path) -> None:
    [card] = cards_of(tmp_path, "question,answer\n\x1b[31mRed\x1b[0m \u202ex\x00,a\x07b\n")
    assert card == {"ask": "Red x", "answer": "ab"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "empty"),
        ("one\ntwo\n", "one column"),
        ("question,answer\n", "no rows"),
        ('question,answer\nq,"never closed\nand more\n', "quotes"),
        (f"question,answer\nq,{'x' * 10_000_000}\n", "more than 131,072 characters"),
    ],
    ids=["empty", "one column", "head only", "open quote", "10 MB cell"],
)
def test_files_that_are_no_table_are_refused(tmp_path: Path, data: str, words: str) -> None:
    with pytest.raises(LearnmsError, match=words):
        bank_of(tmp_path, data)


def test_bytes_of_any_kind_are_read_or_refused(tmp_path: Path) -> None:
    for data in (b"\x00\x01\x02,\xff\n", bytes(range(256)) * 4, b"\xff\xfeq", b"\xef\xbb\xbf,,,\n"):
        with suppress(LearnmsError):
            assert isinstance(bank_of(tmp_path, data), ImportedBank)
