"""QTI 1.2: what text2qti and qti-package-maker write, and items as Canvas, Blackboard and Respondus
have them.
"""

from pathlib import Path
from typing import Any

import pytest
from qti_package_maker.package_interface import QTIPackageInterface
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

from learnms.exchange.bank import ImportedBank
from learnms.exchange.qti.read import read
from tests.factories.qti_files import written_deck, zipped

QUIZ = """\
Quiz title: First quiz

1.  Which *protein* does ocrelizumab bind?
... It is found on B cells.
+   CD20 it is.
-   Look it up.
a)  CD19
... A neighbor.
*b) CD20
c)  CD52

2.  Which need a check?
[*] Hepatitis B
... It can come back.
[ ]  Height
[*] Immunoglobulins

3.  It is given by mouth.
a)  True
*b) False

4.  Who binds CD20?
*   Ocrelizumab
*   Ocrevus

5.  How many mg?
=   600 +- 5

6.  How many mL?
=   [1.5, 2.5]

7.  Explain why it works.
... It removes B cells.
____

8.  Describe your ward.
____
"""


def bank_of(path: Path, *items: str) -> ImportedBank:
    path = path / "bank.xml"
    path.write_text(
        '<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p2p1.dtd">'
        f'<questestinterop><assessment title="A bank">{"".join(items)}</assessment>'
        "</questestinterop>"
    )
    return read(path)


def item(presentation: str, processing: str = "", *, kind: str = "", more: str = "") -> str:
    field = f"<fieldlabel>question_type</fieldlabel><fieldentry>{kind}</fieldentry>"
    return (
        '<item ident="an-item" title="Question"><itemmetadata><qtimetadata><qtimetadatafield>'
        f"{field}</qtimetadatafield></qtimetadata></itemmetadata>"
        f"<presentation>{presentation}</presentation>"
        f"<resprocessing>{processing}</resprocessing>{more}</item>"
    )


def text(words: str) -> str:
    return f'<material><mattext texttype="text/html">{words}</mattext></material>'


def labels(*texts: str) -> str:
    inner = "".join(
        f'<response_label ident="o{n}">{text(words)}</response_label>'
        for n, words in enumerate(texts, 1)
    )
    return f"<render_choice>{inner}</render_choice>"


def lid(ident: str, *texts: str, label: str = "", cardinality: str = "Single") -> str:
    own = text(label) if label else ""
    start = f'<response_lid ident="{ident}" rcardinality="{cardinality}">'
    return f"{start}{own}{labels(*texts)}</response_lid>"


def equal(response: str, value: str) -> str:
    return f'<varequal respident="{response}">{value}</varequal>'


def earns(test: str, points: object = 100, action: str = "Set", more: str = "") -> str:
    change = f'<setvar action="{action}" varname="SCORE">{points}</setvar>'
    return f"<respcondition><conditionvar>{test}</conditionvar>{change}{more}</respcondition>"


def only(bank: ImportedBank) -> dict[str, Any]:
    (card,) = bank.cards
    return card


def test_text2qti_packages_are_read_exactly(tmp_path: Path) -> None:
    QTI(Quiz(QUIZ, config=Config())).save(tmp_path / "quiz.zip")
    bank = read(tmp_path / "quiz.zip")
    assert bank.title == "First quiz"
    single, several, truth, typed, number, span, essay = bank.cards
    assert single == {
        "ask": "Which *protein* does ocrelizumab bind?",
        "right": "CD20",
        "wrong": [{"text": "CD19", "why": "A neighbor."}, "CD52"],
        "explain": "It is found on B cells.\n\n"
        "If correct: CD20 it is.\n\nIf incorrect: Look it up.",
    }
    assert several["right"] == [
        {"text": "Hepatitis B", "why": "It can come back."},
        "Immunoglobulins",
    ]
    assert several["wrong"] == ["Height"]
    assert several["select"] == "all"
    assert truth["true-false"] == "false"
    assert typed["type"] == ["Ocrelizumab", "Ocrevus"]
    assert (number["calc"], number["within"]) == ("600", "5")
    assert (span["calc"], span["within"]) == ("2", "0.5")
    assert essay["answer"] == "It removes B cells."
    (where, why), points = bank.losses
    assert points.item == "1 question"  # text2qti gives a point to two right options
    assert where == "question 8"
    assert "without a model answer" in why
    loaded = written_deck(bank, tmp_path)
    assert loaded.read is not None
    assert len(loaded.read.deck.cards) == 7


@pytest.mark.parametrize("engine", ["canvas_qti_v1_2", "blackboard_export_zip"])
def test_packages_of_qti_package_maker_are_read_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.chdir(tmp_path)
    maker = QTIPackageInterface("judge", allow_mixed=True)
    maker.add_item("MC", ("<p>Which protein?</p>", ["CD19", "CD20", "CD52"], "CD20"))
    maker.add_item("MA", ("<p>Check?</p>", ["HBV", "Height", "IgG", "Name"], ["HBV", "IgG"]))
    maker.add_item("MATCH", ("<p>Match.</p>", ["drug", "bag"], ["CD20", "saline", "glucose"]))
    maker.add_item("NUM", ("<p>How many mg?</p>", 600.0, 5.0))
    maker.add_item("FIB", ("<p>Name the drug.</p>", ["ocrelizumab", "Ocrevus"]))
    blanks = {"dose": ["600"], "gap": ["24", "twenty-four"]}
    maker.add_item("MULTI_FIB", ("<p>Give [dose] mg every [gap] weeks.</p>", blanks))
    maker.save_package(engine, "judge.zip")
    single, several, match, number, typed, dose, gap = read(tmp_path / "judge.zip").cards
    assert (single["right"], single["wrong"]) == ("CD20", ["CD19", "CD52"])
    assert (several["right"], several["wrong"]) == (["HBV", "IgG"], ["Height", "Name"])
    assert match["match"] == {"drug": "CD20", "bag": "saline"}
    assert match["extra"] == ["glucose"]
    assert (number["calc"], number["within"]) == ("600", "5")
    assert typed["type"] == ["ocrelizumab", "Ocrevus"]
    assert (dose["ask"], dose["type"]) == ("Give […] mg every ___ weeks.", "600")
    assert (gap["ask"], gap["type"]) == ("Give 600 mg every […] weeks.", ["24", "twenty-four"])


def test_drop_downs_are_a_sentence(tmp_path: Path) -> None:
    bank = bank_of(
        tmp_path,
        item(
            text("Complete it.&lt;p&gt;Give [dose] mg for [time] h.&lt;/p&gt;")
            + lid("response_dose", "300", "600", label="dose")
            + lid("response_time", "2", "3", "4", label="time"),
            earns(equal("response_dose", "o2"), 50, "Add")
            + earns(equal("response_time", "o1"), 50, "Add"),
            kind="multiple_dropdowns_question",
        ),
    )
    card = only(bank)
    assert card["blanks"].endswith("Give {{1}} mg for {{2}} h.")
    assert card["choices"]["1"] == {"right": "600", "wrong": ["300"]}
    assert card["choices"]["2"] == {"right": "2", "wrong": ["3", "4"]}


def test_blanks_with_one_accepted_text_are_a_typed_cloze(tmp_path: Path) -> None:
    bank = bank_of(
        tmp_path,
        item(
            text("Give [a] mg, then [b] mg.")
            + lid("response_a", "300", label="a")
            + lid("response_b", "600", label="b"),
            earns(equal("response_a", "o1"), 50, "Add")
            + earns(equal("response_b", "o1"), 50, "Add"),
            kind="fill_in_multiple_blanks_question",
        ),
    )
    card = only(bank)
    assert card["cloze"] == "Give {{c1::300}} mg, then {{c2::600}} mg."
    assert card["typed"] == "yes"


def test_new_quizzes_order(tmp_path: Path) -> None:
    bank = bank_of(
        tmp_path,
        item(
            text("Order.") + lid("r", "b", "a", "c", cardinality="Ordered"),
            earns(equal("r", "o2") + equal("r", "o1") + equal("r", "o3")),
            kind="ordering_question",
        ),
    )
    assert only(bank)["order"] == ["a", "b", "c"]


def test_shared_right_sides_are_a_matrix(tmp_path: Path) -> None:
    rows = "".join(lid(f"response_{n}", "Yes", "Never", label=f"row {n}") for n in range(3))
    keys = [equal("response_0", "o1"), equal("response_1", "o1"), equal("response_2", "o2")]
    bank = bank_of(
        tmp_path,
        item(
            text("When?") + rows,
            "".join(earns(key, 33.33, "Add") for key in keys),
            kind="matching_question",
        ),
    )
    card = only(bank)
    assert card["columns"] == ["Yes", "Never"]
    assert card["rows"] == {"row 0": "Yes", "row 1": "Yes", "row 2": "Never"}


def test_calculated_questions_keep_their_numbers(tmp_path: Path) -> None:
    sets = "".join(
        f'<var_set ident="{d}"><var name="dose">{d}.0</var><answer>{a}</answer></var_set>'
        for d, a in ((300, "10.0"), (600, "20.0"))
    )
    calculated = (
        "<itemproc_extension><calculated><answer_tolerance>0.5</answer_tolerance>"
        '<formulas decimal_places="1"><formula>dose / 30</formula></formulas>'
        f"<var_sets>{sets}</var_sets></calculated></itemproc_extension>"
    )
    good = item(text("[dose] mg at 30 mg/mL?"), "", kind="calculated_question", more=calculated)
    card = only(bank_of(tmp_path, good))
    assert card["ask"] == "{dose} mg at 30 mg/mL?"
    assert card["given"] == [{"dose": "300"}, {"dose": "600"}]
    assert (card["calc"], card["round"], card["within"]) == ("dose / 30", "1", "0.5")
    bad = bank_of(tmp_path, good.replace("20.0<", "21.0<"))
    assert not bad.cards
    assert "another answer" in bad.losses[0].text


def test_partial_credit_is_named_and_the_key_kept(tmp_path: Path) -> None:
    bank = bank_of(
        tmp_path,
        item(
            text("Which?") + lid("r", "one", "two", "three"),
            earns(equal("r", "o2")) + earns(equal("r", "o3"), 50),
        ),
    )
    assert only(bank)["right"] == "two"
    assert "50% for `three`" in bank.losses[0].text


def test_all_or_nothing_is_named_but_for_canvas(tmp_path: Path) -> None:
    test = f"<and>{equal('r', 'o1')}{equal('r', 'o2')}<not>{equal('r', 'o3')}</not></and>"
    presentation = text("Which?") + lid("r", "a", "b", "c", cardinality="Multiple")
    bank = bank_of(tmp_path, item(presentation, earns(test)))
    assert only(bank)["right"] == ["a", "b"]
    assert "all or nothing" in bank.losses[0].text
    canvas = item(presentation, earns(test), kind="multiple_answers_question")
    assert not bank_of(tmp_path, canvas).losses


@pytest.mark.parametrize(
    ("presentation", "processing", "kind", "words"),
    [
        (text("Which?") + lid("r", "a", "b"), "", "", "no key"),
        (text("Which?") + lid("r", "a", "b"), earns(equal("r", "o9")), "", "no key"),
        (text("?") + lid("r", "a", "A "), earns(equal("r", "o1")), "", "alike"),
        (text("?") + lid("r", "a", "b"), earns(equal("r", "o1") + equal("r", "o2")), "", "several"),
        (text("Upload."), "", "file_upload_question", "upload a file"),
        (text("Read this."), "", "text_only_question", "without a question"),
        (
            text("?") + '<response_str ident="r"><render_fib/></response_str>',
            earns('<varsubstring respident="r">x</varsubstring>'),
            "short_answer_question",
            "contains its key",
        ),
        (
            text("?") + '<response_num ident="r"><render_fib fibtype="Integer"/></response_num>',
            earns(equal("r", "3")) + earns(equal("r", "9")),
            "",
            "several numbers",
        ),
        (
            text("?") + '<response_num ident="r"><render_fib fibtype="Integer"/></response_num>',
            earns('<vargte respident="r">1e999999</vargte>'),
            "",
            "not a number",
        ),
        (
            text("?") + lid("r", *map(str, range(70))),
            earns(equal("r", "o1")),
            "",
            "more than 60 options",
        ),
    ],
    ids=range(10),
)
def test_what_has_no_usable_key_is_left_out_and_named(
    tmp_path: Path, presentation: str, processing: str, kind: str, words: str
) -> None:
    bank = bank_of(tmp_path, item(presentation, processing, kind=kind))
    assert not bank.cards
    assert bank.losses[-1].item == "question 1"
    assert words in bank.losses[-1].text


def test_an_open_bound_and_exact_case_are_named(tmp_path: Path) -> None:
    number = item(
        text("How much?")
        + '<response_str ident="r"><render_fib fibtype="Decimal"/></response_str>',
        earns('<vargt respident="r">1.5</vargt><varlte respident="r">2.5</varlte>'),
        kind="numerical_question",
    )
    bank = bank_of(tmp_path, number)
    assert (only(bank)["calc"], only(bank)["within"]) == ("2", "0.5")
    assert "1.5 itself" in bank.losses[0].text
    typed = item(
        text("Who?") + '<response_str ident="r"><render_fib/></response_str>',
        earns('<varequal respident="r" case="Yes">CD20</varequal>'),
    )
    bank = bank_of(tmp_path, typed)
    assert only(bank)["type"] == "CD20"
    assert "Capitalization" in bank.losses[0].text


def test_pictures_and_scripts_are_left_out_and_named(tmp_path: Path) -> None:
    words = "Look: &lt;img src=&quot;http://x/a.png&quot;&gt;&lt;script&gt;f()&lt;/script&gt; Who?"
    asked = text(words) + lid("r", "a", "b")
    picture = '<material><matimage uri="b.png"/></material>'
    bank = bank_of(tmp_path, item(picture + asked, earns(equal("r", "o1"))))
    assert only(bank)["ask"] == "Look: [image: a.png] Who?"
    said = " ".join(loss.text for loss in bank.losses)
    assert "a.png" in said
    assert "script" in said
    assert "A picture was left out." in said


def test_a_quiz_that_a_course_holds_twice_is_read_once(tmp_path: Path) -> None:
    question = item(text("Which?") + lid("r", "a", "b"), earns(equal("r", "o1")))
    start = '<questestinterop><assessment ident="q1" title="Quiz">'
    end = "</assessment></questestinterop>"
    files = {
        "q1/assessment_qti.xml": start + question + end,
        "non_cc_assessments/q1.xml.qti": start + question + question + end,
    }
    bank = read(zipped(tmp_path / "course.imscc", files))
    assert len(bank.cards) == 2
    assert not bank.topics


def test_several_assessments_are_topics(tmp_path: Path) -> None:
    question = item(text("Which?") + lid("r", "a", "b"), earns(equal("r", "o1")))
    files = {
        f"{name}.xml": f'<questestinterop><assessment title="{name}">{question}</assessment>'
        "</questestinterop>"
        for name in ("Dosing", "Safety")
    }
    hrefs = "".join(f'<resource href="{name}"/>' for name in files)
    manifest = f"<manifest><resources>{hrefs}</resources></manifest>"
    bank = read(zipped(tmp_path / "two.zip", files | {"imsmanifest.xml": manifest}))
    assert [card["topic"] for card in bank.cards] == ["dosing", "safety"]
    assert bank.topics == {"dosing": "Dosing", "safety": "Safety"}
    assert [card.get("id") for card in bank.cards] == ["an-item", None]  # an id is used once
