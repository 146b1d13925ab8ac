from pathlib import Path
from typing import Any

import pytest

from learnms.errors import LearnmsError
from learnms.exchange.bank import ImportedBank
from tests.factories.banks import loaded, read_bank


def text(tag: str, words: str, format_: str = "html") -> str:
    return f'<{tag} format="{format_}"><text><![CDATA[{words}]]></text></{tag}>'


def answer(words: str, fraction: object = 0, why: str = "") -> str:
    feedback = text("feedback", why) if why else ""
    return f'<answer fraction="{fraction}"><text>{words}</text>{feedback}</answer>'


def question(kind: str, ask: str, *parts: str) -> str:
    return f'<question type="{kind}">{text("questiontext", ask)}{"".join(parts)}</question>'


def read(folder: Path, *questions: str) -> ImportedBank:
    bank = read_bank(folder, "moodle", f"<quiz>{''.join(questions)}</quiz>")
    loaded(folder, bank)
    return bank


DATA = (
    "<dataset_definition><name><text>{}</text></name><dataset_items>"
    "<dataset_item><number>2</number><value>{}</value></dataset_item>"
    "<dataset_item><number>1</number><value>{}</value></dataset_item>"
    "</dataset_items></dataset_definition>"
)


def calculated(formula: str, ask: str = "{dose} mg at {rate} mg/h?", *more: str) -> str:
    return question(
        "calculated",
        ask,
        f'<answer fraction="100"><text>{formula}</text>{"".join(more)}</answer>',
        f"<dataset_definitions>{DATA.format('dose', 600, 300)}{DATA.format('rate', 90, '30.0')}"
        "</dataset_definitions>",
    )


GIVEN = [{"dose": "300", "rate": "30"}, {"dose": "600", "rate": "90"}]
UNIT = "<units><unit><multiplier>{}</multiplier><unit_name>{}</unit_name></unit></units>"
PAIR = "<subquestion><text>{}</text><answer><text>{}</text></answer></subquestion>"


@pytest.mark.parametrize(
    ("xml", "card"),
    [
        (
            question(
                "multichoice",
                "<p>Which <b>two</b>?</p>",
                "<single>false</single><defaultgrade>2</defaultgrade><penalty>0.33</penalty>",
                answer("Day 1", 50, "The <i>first</i>."),
                answer("Day 15", "50.00000"),
                answer("Day 8", -50),
                text("generalfeedback", "Two weeks apart.<br>Source: uspi §2.2 (Label)"),
                text("correctfeedback", "Your answer is correct."),
                "<hint><text>Count.</text></hint><tags><tag><text>dose</text></tag></tags>",
                "<idnumber>days-1a</idnumber>",
            ),
            {
                "id": "days-1a",
                "ask": "Which **two**?",
                "select": "all",
                "right": [{"text": "Day 1", "why": "The *first*."}, "Day 15"],
                "wrong": ["Day 8"],
                "hint": "Count.",
                "source": "uspi §2.2",
                "explain": "Two weeks apart.",
                "tags": ["dose"],
            },
        ),
        (
            question("truefalse", "A cure?", answer("false", 100), answer("true", 0, "No.")),
            {"ask": "A cure?", "true-false": "false", "explain": "No."},
        ),
        (
            question("truefalse", "Heilung?", answer("Wahr", 0), answer("Falsch", 100)),
            {"ask": "Heilung?", "true-false": "false"},
        ),
        (
            question("shortanswer", "Target?", answer("CD20", 100), answer("5 \\* 4", 100)),
            {"ask": "Target?", "type": ["CD20", "5 * 4"]},
        ),
        (
            question(
                "numerical",
                "How many mL? {x}",
                '<answer fraction="100"><text>40.0</text><tolerance>0.5</tolerance></answer>',
                UNIT.format("1.0", "mL"),
            ),
            {"ask": "How many mL? \\{x}", "calc": "40", "unit": "mL", "within": "0.5"},
        ),
        (
            question(
                "matching", "Match.", PAIR.format("a", 1), PAIR.format("b", 2), PAIR.format("", 3)
            ),
            {"ask": "Match.", "match": {"a": "1", "b": "2"}, "extra": ["3"]},
        ),
        (
            question("essay", "Explain.", text("graderinfo", "It binds CD20.")),
            {"ask": "Explain.", "answer": "It binds CD20."},
        ),
        (
            question(
                "ordering",
                "Order.",
                "<gradingtype>ALL_OR_NOTHING</gradingtype>",
                answer("first", 1),
                answer("second", 2),
            ),
            {"ask": "Order.", "order": ["first", "second"]},
        ),
        (
            question(
                "gapselect",
                "<p>Fill in.</p><p>Give [[2]] over [[3]].</p>",
                *(
                    f"<selectoption><text>{option}</text><group>{group}</group></selectoption>"
                    for option, group in (("6 mg", 1), ("600 mg", 1), ("4 h", 2), ("1 h", 2))
                ),
            ),
            {
                "ask": "Fill in.",
                "blanks": "Give {{1}} over {{2}}.",
                "choices": {
                    "1": {"right": "600 mg", "wrong": ["6 mg"]},
                    "2": {"right": "4 h", "wrong": ["1 h"]},
                },
            },
        ),
        (
            question(
                "ddwtos",
                "Give [[1]].",
                "<dragbox><text>600 mg</text><group>1</group></dragbox>",
                "<dragbox><text>6 mg</text><group>1</group><infinite/></dragbox>",
            ),
            {
                "ask": "Complete the sentence.",
                "blanks": "Give {{1}}.",
                "choices": {"1": {"right": "600 mg", "wrong": ["6 mg"]}},
            },
        ),
        (
            question(
                "cloze", "Give {1:MULTICHOICE_S:~=600 mg#Yes~%0%6 mg\\}#A \\# b&#125;}, {now}."
            ),
            {
                "ask": "Complete the sentence.",
                "blanks": "Give {{1}}, {now}.",
                "choices": {
                    "1": {
                        "right": [{"text": "600 mg", "why": "Yes"}],
                        "wrong": [{"text": "6 mg}", "why": "A # b}"}],
                    }
                },
            },
        ),
        (
            question("cloze", "Give {1:SA:=600 mg} every {:SHORTANSWER_C:%100%24 weeks}."),
            {"cloze": "Give {{c1::600 mg}} every {{c2::24 weeks}}.", "typed": "yes"},
        ),
        (
            question("cloze", "Give {2:SAC:=600 mg~=0.6 g}."),
            {"ask": "Give _____.", "type": ["600 mg", "0.6 g"]},
        ),
        (
            question("cloze", "Give {1:NM:=600:5#Right.~%0%60:5}."),
            {"ask": "Give _____.", "calc": "600", "within": "5", "explain": "Right."},
        ),
        (
            question("cloze", "<p>Which?</p>{2:MULTIRESPONSE:%50%a~%50%b~%-50%c}"),
            {"ask": "Which?", "select": "all", "right": ["a", "b"], "wrong": ["c"]},
        ),
        (
            question(
                "cloze",
                "<p>When?</p><p>First: {2:MR:%50%a~%50%b}</p><p>Later: {1:MR:%100%a~%-100%b}</p>",
            ),
            {"ask": "When?", "columns": ["a", "b"], "rows": {"First": ["a", "b"], "Later": ["a"]}},
        ),
        (
            question(
                "cloze", "<p>When?</p>First: {1:MR:=a~%-100%b}<br>Later: {1:MR:=c#So.~%-100%b}"
            ),
            {
                "ask": "When?",
                "groups": {
                    "First": {"right": ["a"], "wrong": ["b"]},
                    "Later": {"right": [{"text": "c", "why": "So."}], "wrong": ["b"]},
                },
            },
        ),
        (
            calculated(
                "round({dose} / {rate}, 1)",
                "{dose} mg at {rate} mg/h, {={dose}*2}?",
                "<tolerance>0.1</tolerance><tolerancetype>2</tolerancetype>",
            ),
            {
                "ask": "{dose} mg at {rate} mg/h, {= dose*2}?",
                "given": GIVEN,
                "calc": "dose / rate",
                "round": "1",
                "within": "0.1",
            },
        ),
    ],
)
def test_a_question_becomes_a_card(tmp_path: Path, xml: str, card: dict[str, Any]) -> None:
    bank = read(tmp_path, xml)

    assert bank.cards == [card]
    assert bank.losses == []


RIGHT, WRONG = answer("a", 100), answer("b")


@pytest.mark.parametrize(
    ("xml", "words", "is_kept"),
    [
        (question("multichoice", "?", answer("a", 100), answer("b", 50)), "100%, 50%", False),
        (question("multichoice", "?", answer("a", "NaN"), WRONG), "`NaN` is not a number", False),
        (question("multichoice", "?", answer("a", 100), answer("b", -10)), "costs no points", True),
        (question("multichoice", "?", RIGHT, answer("A", 0)), "are the same", False),
        (question("multichoice", "", RIGHT, WRONG), "no question text", False),
        (question("multichoice", "?", RIGHT), "only one option", False),
        (
            question("multichoice", "?", RIGHT, WRONG, text("incorrectfeedback", "See page 3.")),
            "overall feedback",
            True,
        ),
        (
            question("multichoice", '<img src="@@PLUGINFILE@@/a.png">', RIGHT, WRONG),
            "picture `a.png`",
            True,
        ),
        (
            question("multichoice", "?", RIGHT, WRONG, '<file name="notes.pdf">AAAA</file>'),
            "`notes.pdf`",
            True,
        ),
        (
            question("multichoice", "?<script>alert(1)</script>", RIGHT, WRONG),
            "script was left out",
            True,
        ),
        (question("truefalse", "?", answer("true", 100)), "needs two answers", False),
        (question("shortanswer", "?", answer("CD*", 100)), "wildcard", False),
        (question("shortanswer", "?", RIGHT, answer("c", 50)), "`c` (50%)", True),
        (question("shortanswer", "?", RIGHT, answer("*", 0, "No.")), "other answers", True),
        (question("shortanswer", "?", "<usecase>1</usecase>", RIGHT), "Capitalization", True),
        (question("numerical", "?", answer("1e400", 100)), "is not a number", False),
        (question("numerical", "?", answer("5", 100), UNIT.format(1000, "mg")), "`mg`", True),
        (question("essay", "?"), "essay question without a model", False),
        (question("description", "Read."), "is a description", False),
        (question("coderunner", "?"), "`coderunner`", False),
        (question("", "?"), "no type", False),
        (question("ordering", "?", RIGHT, WRONG), "partly right order", True),
        (question("gapselect", "Give [[3]]."), "no choice of that number", False),
        (question("cloze", "Give {1:SA:=a} and {1:NM:=1}."), "mixes kinds", False),
        (question("cloze", "Give {1:SA:=a."), "no closing brace", False),
        (question("cloze", "Give {1:SA:=a~=b} and {1:SA:=c}."), "not `b`", True),
        (question("cloze", "Give {1:MC:=a~b} or {3:MC:=c~d}."), "count differently", True),
        (question("cloze", "No blank."), "no blank", False),
        (calculated("sqrt({dose})"), "`sqrt({dose})`", False),
        (calculated("{dose}/({rate}-30)"), "divides by zero", False),
        (calculated("{dose}/{rate}", "{dose} mg?"), "{rate}", False),
        (
            calculated(
                "{dose}/{rate}",
                "{dose} mg at {rate} mg/h?",
                "<correctanswerformat>1</correctanswerformat>"
                "<correctanswerlength>2</correctanswerlength>",
            ),
            "rounded to 2",
            True,
        ),
        (
            calculated("{dose}*{rate}", "{dose} by {rate}?", "<tolerance>0.01</tolerance>"),
            "1% of the answer is now ±90",
            True,
        ),
    ],
)
def test_what_is_lost_is_said(tmp_path: Path, xml: str, words: str, is_kept: bool) -> None:
    bank = read(tmp_path, xml, question("truefalse", "Next?", answer("true", 100), WRONG))

    assert len(bank.cards) == 1 + is_kept
    assert {loss.item for loss in bank.losses} == {"question 1"}
    assert any(words in loss.text for loss in bank.losses), bank.losses


def test_categories_are_title_and_topics(tmp_path: Path) -> None:
    def category(path: str, key: str) -> str:
        return (
            f'<question type="category"><category><text>{path}</text></category>'
            f"<idnumber>{key}</idnumber></question>"
        )

    bank = read(
        tmp_path,
        category("$course$/top/Ward/Dose &amp; time", "dosing"),
        question("multichoice", "One?", RIGHT, WRONG),
        category("$module$/top/Ward/Safety", ""),
        question("multichoice", "Two?", RIGHT, WRONG),
    )

    assert bank.title == "Ward"
    assert bank.topics == {"dosing": "Dose & time", "safety": "Safety"}
    assert [card["topic"] for card in bank.cards] == ["dosing", "safety"]


def test_description_of_a_category_is_a_loss_unless_moodle_wrote_it(tmp_path: Path) -> None:
    def category(path: str, words: str) -> str:
        return (
            f'<question type="category"><category><text>{path}</text></category>'
            f"{text('info', words)}</question>"
        )

    bank = read(
        tmp_path,
        category("$course$/top/Default for Ward", "The default category for questions."),
        category("$course$/top/Ward/Dose", "<p>About doses.</p>"),
        category("$course$/top/Ward/Safety", "<p> </p>"),
        question("multichoice", "One?", RIGHT, WRONG),
    )

    assert bank.losses == [("category Dose", "Its description is left out.")]


def test_feedback_that_all_questions_have_is_no_loss(tmp_path: Path) -> None:
    usual = text("correctfeedback", "Die Antwort ist richtig.")
    bank = read(tmp_path, *[question("multichoice", "?", RIGHT, WRONG, usual)] * 2)

    assert len(bank.cards) == 2
    assert bank.losses == []


def test_formats_of_texts_are_kept_apart(tmp_path: Path) -> None:
    def asked(words: str, format_: str) -> str:
        return (
            f'<question type="multichoice">{text("questiontext", words, format_)}'
            f"{RIGHT}{WRONG}</question>"
        )

    bank = read(
        tmp_path,
        asked("a *b* <i>c</i>", "plain_text"),
        asked("a *b* &lt; c", "markdown"),
        asked("a\nb", "moodle_auto_format"),
        asked("a\n<b>b</b>", "moodle_auto_format"),
    )

    assert [card["ask"] for card in bank.cards] == [
        "a \\*b\\* <i>c</i>",
        "a *b* < c",
        "a\nb",
        "a\n**b**",
    ]


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LearnmsError, match="not Moodle XML: it begins with <html>"):
        read_bank(tmp_path, "moodle", "<html><body/></html>")
