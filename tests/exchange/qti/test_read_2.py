"""QTI 2.1, 2.2 and 3.0: each interaction, scoring that is ours and scoring that is not."""

import re
from pathlib import Path
from typing import Any

import pytest
from qti_package_maker.package_interface import QTIPackageInterface

from learnms.exchange.bank import ImportedBank
from learnms.exchange.qti.read import read
from tests.factories.qti_files import written_deck, zipped

MATCH_CORRECT = (
    '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/'
    'match_correct"/>'
)
MAP_RESPONSE = MATCH_CORRECT.replace("match_correct", "map_response")


def declared(
    *correct: str,
    name: str = "RESPONSE",
    kind: str = "identifier",
    cardinality: str = "single",
    points: dict[str, float] | None = None,
    bounds: str = "",
) -> str:
    values = "".join(f"<value>{value}</value>" for value in correct)
    entries = "".join(
        f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in (points or {}).items()
    )
    mapping = f'<mapping defaultValue="0" {bounds}>{entries}</mapping>' if points else ""
    answer = f"<correctResponse>{values}</correctResponse>" if correct else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{kind}">'
        f"{answer}{mapping}</responseDeclaration>"
    )


def item(declarations: str, body: str, processing: str = MATCH_CORRECT, more: str = "") -> str:
    score = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
    return (
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="an-item"'
        f' title="T" adaptive="false" timeDependent="false">{declarations}{score}'
        f"<itemBody>{body}</itemBody>{processing}{more}</assessmentItem>"
    )


def as_three(xml: str) -> str:
    """The item with the names of QTI 3.0."""
    html = {"p", "div", "value"}

    def kebab(name: str) -> str:
        return re.sub("[A-Z]", lambda match: f"-{match[0].lower()}", name)

    def tag(match: re.Match[str]) -> str:
        name = match[2]
        attributes = re.sub(r" (\w+)=", lambda m: f" {kebab(m[1])}=", match[3])
        new = name if name in html - {"value"} else f"qti-{kebab(name)}"
        return f"<{match[1]}{new}{attributes}>"

    return re.sub(r"<(/?)(\w+)([^<>]*)>", tag, xml.replace("imsqti_v2p1", "imsqtiasi_v3p0"))


def choices(*texts: str, most: int = 1, tag: str = "simpleChoice", name: str = "RESPONSE") -> str:
    inner = "".join(
        f'<{tag} identifier="{"abcdefgh"[n]}">{text}</{tag}>' for n, text in enumerate(texts)
    )
    return (
        f'<choiceInteraction responseIdentifier="{name}" shuffle="true" maxChoices="{most}">'
        f"<prompt>Which?</prompt>{inner}</choiceInteraction>"
    )


def bank_of(folder: Path, xml: str) -> ImportedBank:
    (folder / "item.xml").write_text(xml)
    return read(folder / "item.xml")


def only(bank: ImportedBank) -> dict[str, Any]:
    (card,) = bank.cards
    return card


SELECT = declared(
    "a",
    "c",
    cardinality="multiple",
    points={"a": 1, "b": -1, "c": 1},
    bounds='lowerBound="0" upperBound="2"',
)
PAIRS = '<simpleAssociableChoice identifier="{}" matchMax="{}">{}</simpleAssociableChoice>'
MATRIX = (
    '<matchInteraction responseIdentifier="RESPONSE" shuffle="false" maxAssociations="0">'
    "<prompt>Match.</prompt><simpleMatchSet>{rows}</simpleMatchSet>"
    "<simpleMatchSet>{columns}</simpleMatchSet></matchInteraction>"
)
COLUMNS = "".join(PAIRS.format(name, 0, name.upper()) for name in "xyz")


def matrix(most: int) -> str:
    rows = "".join(PAIRS.format(name, most, f"row {name}") for name in "ab")
    return MATRIX.format(rows=rows, columns=COLUMNS)


EXAMPLES: list[tuple[str, dict[str, Any]]] = [
    (
        item(declared("b"), choices("One", "Two", "Three")),
        {"ask": "Which?", "right": "Two", "wrong": ["One", "Three"]},
    ),
    (item(declared("b"), choices("True", "False")), {"ask": "Which?", "true-false": "false"}),
    (
        item(SELECT, choices("One", "Two", "Three", most=0), MAP_RESPONSE),
        {"ask": "Which?", "select": "all", "right": ["One", "Three"], "wrong": ["Two"]},
    ),
    (
        item(
            declared("c", "a", "b", cardinality="ordered"),
            '<orderInteraction responseIdentifier="RESPONSE"><prompt>Order.</prompt>'
            '<simpleChoice identifier="a">Second</simpleChoice>'
            '<simpleChoice identifier="b">Third</simpleChoice>'
            '<simpleChoice identifier="c">First</simpleChoice></orderInteraction>',
        ),
        {"ask": "Order.", "order": ["First", "Second", "Third"]},
    ),
    (
        item(
            declared(
                "a x",
                "b y",
                kind="directedPair",
                cardinality="multiple",
                points={"a x": 1, "b y": 1},
            ),
            matrix(1),
            MAP_RESPONSE,
        ),
        {"ask": "Match.", "match": {"row a": "X", "row b": "Y"}, "extra": ["Z"]},
    ),
    (
        item(
            declared(
                "a x",
                "b x",
                kind="directedPair",
                cardinality="multiple",
                points={"a x": 1, "b x": 1},
            ),
            matrix(1),
            MAP_RESPONSE,
        ),
        {"ask": "Match.", "columns": ["X", "Y", "Z"], "rows": {"row a": "X", "row b": "X"}},
    ),
    (
        item(
            declared(
                "a x",
                "a y",
                kind="directedPair",
                cardinality="multiple",
                points={"a x": 1, "a y": 1},
            ),
            matrix(0),
            MAP_RESPONSE,
        ),
        {"ask": "Match.", "columns": ["X", "Y", "Z"], "rows": {"row a": ["X", "Y"], "row b": []}},
    ),
    (
        item(
            declared("b"),
            "<p>Read.</p><p>Give <inlineChoiceInteraction responseIdentifier='RESPONSE'>"
            "<inlineChoice identifier='a'>300</inlineChoice>"
            "<inlineChoice identifier='b'>600</inlineChoice></inlineChoiceInteraction> mg.</p>",
        ),
        {
            "ask": "Read.",
            "blanks": "Give {{1}} mg.",
            "choices": {"1": {"right": "600", "wrong": ["300"]}},
        },
    ),
    (
        item(
            declared("a g", "b h", kind="directedPair", cardinality="multiple"),
            "<gapMatchInteraction responseIdentifier='RESPONSE'>"
            "<gapText identifier='a' matchMax='1'>600</gapText>"
            "<gapText identifier='b' matchMax='1'>24</gapText>"
            "<gapText identifier='c' matchMax='1'>6</gapText>"
            "<p>Give <gap identifier='g'/> mg every <gap identifier='h'/> weeks.</p>"
            "</gapMatchInteraction>",
        ),
        {
            "ask": "Complete the text.",
            "blanks": "Give {{1}} mg every {{2}} weeks.",
            "choices": {
                "1": {"right": "600", "wrong": ["24", "6"]},
                "2": {"right": "24", "wrong": ["600", "6"]},
            },
        },
    ),
    (
        item(
            declared(
                "a", cardinality="multiple", points={"a": 1, "b": -1}, bounds='lowerBound="0"'
            ),
            "<hottextInteraction responseIdentifier='RESPONSE' maxChoices='0'>"
            "<prompt>Mark.</prompt>"
            "<p>She has a <hottext identifier='a'>fever</hottext> [sic] and"
            " <hottext identifier='b'>red hair</hottext>.</p></hottextInteraction>",
            MAP_RESPONSE,
        ),
        {"ask": "Mark.", "highlight": "She has a [[fever]] \\[sic\\] and [red hair]."},
    ),
    (
        item(
            declared("CD20", kind="string", points={"CD20": 1, "cd20": 1, "B cells": 1}),
            "<p>The target is <textEntryInteraction responseIdentifier='RESPONSE'/>.</p>",
            MAP_RESPONSE,
        ),
        {"ask": "The target is […].", "type": ["CD20", "B cells"]},
    ),
    (
        item(
            declared("600", kind="float"),
            "<p>How many mg?</p><p><textEntryInteraction responseIdentifier='RESPONSE'/></p>",
            "<responseProcessing><responseCondition><responseIf>"
            "<equal toleranceMode='relative' tolerance='1 1'><variable identifier='RESPONSE'/>"
            "<correct identifier='RESPONSE'/></equal><setOutcomeValue identifier='SCORE'>"
            "<baseValue baseType='float'>1</baseValue></setOutcomeValue></responseIf>"
            "</responseCondition></responseProcessing>",
        ),
        {"ask": "How many mg?", "calc": "600", "within": "6"},
    ),
    (
        item(
            declared("It removes\n  B cells.", kind="string"),
            "<extendedTextInteraction responseIdentifier='RESPONSE'><prompt>Why?</prompt>"
            "</extendedTextInteraction>",
        ),
        {"ask": "Why?", "answer": "It removes\n  B cells."},
    ),
]


@pytest.mark.parametrize("version", ["2.1", "3.0"])
@pytest.mark.parametrize(("xml", "card"), EXAMPLES, ids=[str(n) for n in range(len(EXAMPLES))])
def test_interactions_become_kinds(
    tmp_path: Path, xml: str, card: dict[str, Any], version: str
) -> None:
    bank = bank_of(tmp_path, as_three(xml) if version == "3.0" else xml)
    assert only(bank) == {"id": "an-item"} | card
    assert [loss.text for loss in bank.losses if "all or nothing" not in loss.text] == []


def test_feedback_goes_where_it_belongs(tmp_path: Path) -> None:
    rule = (
        "<responseProcessing><responseCondition><responseIf><match><variable"
        " identifier='RESPONSE'/><correct identifier='RESPONSE'/></match><setOutcomeValue"
        " identifier='SCORE'><baseValue baseType='float'>1</baseValue></setOutcomeValue>"
        "</responseIf></responseCondition><setOutcomeValue identifier='F'><multiple>"
        "<baseValue baseType='identifier'>always</baseValue><variable identifier='RESPONSE'/>"
        "</multiple></setOutcomeValue></responseProcessing>"
    )
    more = "".join(
        f"<modalFeedback outcomeIdentifier='F' identifier='{ident}' showHide='show'>{text}"
        "</modalFeedback>"
        for ident, text in (("always", "Because."), ("a", "Not one."), ("b", "Correct!"))
    )
    inline = "Three<feedbackInline outcomeIdentifier='F' identifier='c'>Too many.</feedbackInline>"
    outcome = "<outcomeDeclaration identifier='F' cardinality='multiple' baseType='identifier'/>"
    xml = item(declared("b") + outcome, choices("One", "Two", inline), rule, more)
    card = only(bank_of(tmp_path, xml))
    assert card["explain"] == "Because."
    assert card["right"] == "Two"  # that it is correct is no reason
    assert card["wrong"] == [
        {"text": "One", "why": "Not one."},
        {"text": "Three", "why": "Too many."},
    ]


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (
            item(
                declared("b", points={"b": 1, "a": 0.5}),
                choices("One", "Two", "Three"),
                MAP_RESPONSE,
            ),
            "Partial credit of 50% for `One`",
        ),
        (
            item(declared("a", "b", cardinality="multiple"), choices("A", "B", "C", most=0)),
            "all or nothing",
        ),
        (
            item(SELECT.replace('"-1"', '"-2"'), choices("A", "B", "C", most=0), MAP_RESPONSE),
            "different points",
        ),
        (
            item(
                declared("b"), choices("A", "B", "C"), MATCH_CORRECT.replace("match_correct", "x")
            ),
            "custom scoring rules",
        ),
        (
            item(
                declared("York", kind="string"),
                "<p>Sun of <textEntryInteraction responseIdentifier='RESPONSE'/>.</p>",
            ),
            "Capitalization",
        ),
        (
            item(
                declared("a"), "<rubricBlock view='scorer'><p>x</p></rubricBlock>" + choices(*"AB")
            ),
            "for scorers",
        ),
    ],
    ids=["part", "all", "points", "template", "case", "rubric"],
)
def test_scoring_that_differs_is_named_and_the_key_kept(
    tmp_path: Path, xml: str, words: str
) -> None:
    bank = bank_of(tmp_path, xml)
    assert len(bank.cards) == 1
    (loss,) = bank.losses
    assert loss.item == "question 1 (T)"
    assert words in loss.text


LIKERT = declared(points={"a": 1, "b": 1})
SLOW = "<templateDeclaration identifier='x' cardinality='single' baseType='integer'/>"


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (item(declared(), choices("A", "B")), "no key"),
        (item(declared("z"), choices("A", "B")), "an option that it does not have"),
        (item(declared("b", points={"a": 1}), choices("A", "B"), MAP_RESPONSE), "gives no points"),
        (item(LIKERT, choices("A", "B", "C"), MAP_RESPONSE), "several options are right"),
        (item(declared("a"), choices("A", "<p/>")), "no text"),
        (
            item(declared("a"), choices(*"AB")).replace('adaptive="false"', 'adaptive="true"'),
            "steps",
        ),
        (item(declared("a") + SLOW, choices(*"AB")), "template"),
        (item("", "<uploadInteraction responseIdentifier='RESPONSE'/>"), "upload a file"),
        (item("", "<hotspotInteraction responseIdentifier='RESPONSE'/>"), "in a picture"),
        (item("", "<associateInteraction responseIdentifier='RESPONSE'/>"), "pairs"),
        (item("", "<p>Read this.</p>"), "without a question"),
        (item("", choices("A", "B")), "how to answer it"),
        (
            item(
                declared("b", "a", cardinality="ordered"),
                "<orderInteraction responseIdentifier='RESPONSE'>"
                "<simpleChoice identifier='a'>A</simpleChoice>"
                "<simpleChoice identifier='b'>B</simpleChoice>"
                "<simpleChoice identifier='c'>C</simpleChoice></orderInteraction>",
            ),
            "in order",
        ),
        (
            item(
                declared(kind="string"),
                "<p>Why?</p><extendedTextInteraction responseIdentifier='RESPONSE'/>",
            ),
            "without a model answer",
        ),
    ],
    ids=range(14),
)
def test_what_has_no_usable_key_is_left_out_and_named(tmp_path: Path, xml: str, words: str) -> None:
    bank = bank_of(tmp_path, xml)
    assert not bank.cards
    assert words in bank.losses[-1].text


def test_long_left_sides_are_read_back(tmp_path: Path) -> None:
    pairs = {"a x": 1.0, "b y": 1.0}
    key = declared("a x", "b y", kind="directedPair", cardinality="multiple", points=pairs)
    body = matrix(1).replace("row a", "long " * 60)
    bank = bank_of(tmp_path, item(key, body, MAP_RESPONSE))
    loaded = written_deck(bank, tmp_path)
    assert loaded.read is not None
    assert loaded.read.deck.cards[0].forms[0].kind == "match"
    longer = bank_of(tmp_path, item(key, matrix(1).replace("row a", "long " * 600), MAP_RESPONSE))
    assert "longer than" in longer.losses[0].text


def test_several_lists_are_a_card_each_unless_they_are_groups(tmp_path: Path) -> None:
    body = "<p>A story.</p>" + choices("A", "B", name="R1") + choices("C", "D", name="R2")
    declarations = declared("a", name="R1") + declared("b", name="R2")
    first, second = bank_of(tmp_path, item(declarations, body)).cards
    assert first == {"id": "an-item-1", "ask": "A story.\n\nWhich?", "right": "A", "wrong": ["B"]}
    assert (second["id"], second["right"]) == ("an-item-2", "D")


def test_packages_of_qti_package_maker_are_read_exactly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    maker = QTIPackageInterface("judge", allow_mixed=True)
    maker.add_item("MC", ("<p>Which protein?</p>", ["CD19", "CD20", "CD52"], "CD20"))
    maker.add_item("MA", ("<p>Check?</p>", ["HBV", "Height", "IgG", "Name"], ["HBV", "IgG"]))
    maker.add_item("MATCH", ("<p>Match.</p>", ["drug", "bag"], ["CD20", "saline", "glucose"]))
    maker.add_item("NUM", ("<p>How many mg?</p>", 600.0, 5.0))
    maker.add_item("FIB", ("<p>Name the drug.</p>", ["ocrelizumab", "Ocrevus"]))
    maker.add_item("ORDER", ("<p>Order.</p>", ["One", "Two", "Three"]))
    maker.save_package("blackboard_qti_v2_1", "judge.zip")
    single, several, match, number, typed, order = read(tmp_path / "judge.zip").cards
    assert (single["right"], single["wrong"]) == ("CD20", ["CD19", "CD52"])
    assert (several["right"], several["select"]) == (["HBV", "IgG"], "2")
    assert (match["ask"], match["extra"]) == ("Match.", ["glucose"])
    assert match["match"] == {"drug": "CD20", "bag": "saline"}
    assert (number["calc"], number["within"]) == ("600", "5")
    assert typed["type"] == ["ocrelizumab", "Ocrevus"]
    assert (order["ask"], order["order"]) == ("Order.", ["One", "Two", "Three"])


def test_a_shared_text_is_an_exhibit_and_sections_are_topics(tmp_path: Path) -> None:
    reference = "<assessmentStimulusRef identifier='s' href='../texts/s.xml'/>"
    one = item(declared("a") + reference, choices("A", "B"))
    other = item(declared("b") + reference.replace("s.xml", "none.xml"), choices("A", "B"))
    stimulus = (
        "<assessmentStimulus identifier='s' title='Chart'><stimulusBody><p>Fever.</p>"
        "</stimulusBody></assessmentStimulus>"
    )
    sections = "".join(
        f"<assessmentSection title='{title}'><assessmentItemRef href='items/{n}.xml'/>"
        "</assessmentSection>"
        for n, title in ((1, "Dosing"), (2, "Safety"))
    )
    test = f"<assessmentTest title='A test'><testPart>{sections}</testPart></assessmentTest>"
    files = {"items/1.xml": one, "items/2.xml": other, "texts/s.xml": stimulus, "test.xml": test}
    hrefs = "".join(f"<resource href='{name}'/>" for name in files)
    manifest = f"<manifest><resources>{hrefs}</resources></manifest>"
    bank = read(zipped(tmp_path / "test.zip", files | {"imsmanifest.xml": manifest}))
    assert bank.title == "A test"
    assert bank.cards[0]["exhibit"] == {"Chart": "Fever."}
    assert [card["topic"] for card in bank.cards] == ["dosing", "safety"]
    assert "missing" in bank.losses[0].text
