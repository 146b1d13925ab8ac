"""What GIFT and Moodle XML files hold, as Moodle reads them."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from learnms.decks.model import Deck
from learnms.exchange.gift import write as gift_write
from learnms.exchange.moodle import write as moodle_write
from tests.factories.deck_files import Folder

CARDS = """\
deck: Ward / night
id: ward
topics: {doses: "Dose & time"}
sources:
  book: {title: The book}
cards:
- id: single-1
  ask: "Is {x} < 5 or a ~ b?"
  right: {text: "[html] yes", why: "x # y"}
  wrong: [100% no, "*never*", None of these]
  last: None of these
  explain: |
    Two lines
    of it.
  source: book §1
  hint: Count.
  topic: doses
  tags: ["a]b", plain]
- id: three-1
  ask: Which three?
  select: all
  right: [a, b, c]
  wrong: [d]
- id: two-1
  ask: Which two?
  select: 2
  right: [a, b]
  wrong: [c]
- id: cloze-1
  cloze: Give {{c1::600 mg::dose}} now.
  typed: yes
- id: star-1
  ask: What is 5*4?
  type: ["4*5", TRUE, "[x]"]
- id: rate-1
  ask: What is {dose} mg in {hours} h?
  given: [{dose: 300, hours: 2.5}, {dose: 600, hours: 3.5}]
  calc: dose / hours
  unit: [mg/h]
  round: 1
  within: 0.5
  explain: "{dose} by {hours} is {= dose / hours}; half is {= dose / hours / 2:2} (\\\\{x})."
- id: plain-1
  ask: How many mg?
  calc: 2 * 300
- id: groups-1
  ask: When?
  groups:
    First: {right: [a, b], wrong: [c#~]}
    Later: {right: [a]  , wrong: [b]}
- id: grid-1
  ask: Which?
  columns: [x, y]
  rows: {One: [x], None: []}
- id: order-1
  ask: Order.
  order: [one, two]
- id: flash-1
  ask: Say it.
  answer: It.
"""


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    return Folder(tmp_path).read(CARDS).deck


def test_a_gift_file_is_as_moodle_reads_it(deck: Deck, tmp_path: Path) -> None:
    path = tmp_path / "ward.gift"
    losses = gift_write.write([deck], path)

    blocks = {
        block.splitlines()[0]: block for block in path.read_text("utf-8").strip().split("\n\n")
    }
    assert "$CATEGORY: $course$/top/Ward // night/Dose & time" in blocks
    assert blocks["// [id:single-1] [tag:a\\]b] [tag:plain]"].splitlines()[1:] == [
        r"::single-1::[html]<p>Is \{x\} &lt; 5 or a \~ b?</p>{",
        "\t=[html][html] yes#x \\# y",
        "\t~[html]100% no".replace("[html]", ""),
        "\t~<em>never</em>",
        "\t~None of these",
        "\t####<p>Two lines<br>of it.</p>\\n<p>Source\\: book §1 (The book)</p>",
        "}",
    ]
    assert blocks["// [id:three-1]"].splitlines()[2:4] == ["\t~%33.33333%a", "\t~%33.33333%b"]
    assert "\t~%-33.33333%d" in blocks["// [id:three-1]"]
    assert "\t~%-50%c" in blocks["// [id:two-1]"]
    assert blocks["// [id:cloze-1-c1]"].endswith("Give {\n\t=600 mg\n} (dose) now.")
    assert blocks["// [id:star-1]"].splitlines()[2:] == [
        "\t=4\\\\*5",
        "\t=TRUE",
        "\t=[plain][x]",
        "}",
    ]
    assert blocks["// [id:rate-1]"].endswith(
        "What is 300 mg in 2.5 h?\\n\\n(Answer in mg/h.)"
        "{#120:0.5####300 by 2.5 is 120; half is 60 (\\{x\\}).}"
    )
    assert blocks["// [id:plain-1]"].endswith("How many mg?{#600}")
    assert [loss.text for loss in losses if loss.item == "ward"] == [
        "In `select: all`, a wrong pick costs a point in Moodle too, and the score is never"
        " below 0."
    ]
    lost = {loss.item: loss.text for loss in losses}
    assert {"groups-1", "grid-1", "order-1", "flash-1"} <= set(lost)
    assert "first set of numbers" in lost["rate-1"]
    assert "limit the picks to 2" in lost["two-1"]


def by_name(path: Path) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(path.read_text("utf-8"))
    return {one.findtext("name/text") or "": one for one in root.findall("question")}


def test_a_moodle_file_is_as_moodle_reads_it(deck: Deck, tmp_path: Path) -> None:
    path = tmp_path / "ward.xml"
    losses = moodle_write.write([deck], path)

    questions = by_name(path)
    single = questions["single-1"]
    assert single.findtext("questiontext/text") == "<p>Is {x} &lt; 5 or a ~ b?</p>"
    assert [one.findtext("text") for one in single.findall("answer")] == [
        "<em>never</em>",
        "100% no",
        "[html] yes",
        "None of these",
    ]
    assert single.findtext("shuffleanswers") == "false"
    assert single.findtext("hint/text") == "Count."
    assert single.findtext("idnumber") == "single-1"
    assert [tag.text for tag in single.iterfind("tags/tag/text")] == ["a]b", "plain"]
    assert questions["three-1"].findtext("defaultgrade") == "3"
    assert questions["cloze-1-c1"].findtext("questiontext/text") == (
        "<p>Give {1:SHORTANSWER:=600 mg} (dose) now.</p>"
    )
    assert [one.text for one in questions["star-1"].iterfind("answer/text")] == [
        "4\\*5",
        "TRUE",
        "[x]",
    ]
    rate = questions["rate-1"]
    assert rate.findtext("answer/text") == "round({dose} / {hours}, 1)"
    assert rate.findtext("answer/tolerancetype") == "2"
    assert rate.findtext("generalfeedback/text") == (
        "<p>{dose} by {hours} is {=round({dose} / {hours}, 1)}; half is"
        " {=round({dose} / {hours} / 2, 2)} (&#123;x}).</p>"
    )
    assert [one.text for one in rate.iterfind(".//dataset_item/value")] == [
        "300",
        "600",
        "2.5",
        "3.5",
    ]
    assert rate.findtext("units/unit/unit_name") == "mg/h"
    assert questions["plain-1"].get("type") == "numerical"
    assert questions["groups-1"].findtext("questiontext/text") == (
        "<p>When?</p>\n<p>First: {2:MULTIRESPONSE:%50%a~%50%b~%-50%c&#35;&#126;}</p>\n"
        "<p>Later: {1:MULTIRESPONSE:=a~%-100%b}</p>"
    )
    assert "None" not in (questions["grid-1"].findtext("questiontext/text") or "")
    assert questions["order-1"].findtext("gradingtype") == "ALL_OR_NOTHING"
    lost = {loss.item: loss.text for loss in losses}
    assert "`None` is left out" in lost["grid-1"]
    assert "flash-1" in lost
    assert "flash-1" not in questions


ALLOWED = {100, 90, 80, 75, 70, 60, 50, 40, 30, 25, 20, 12.5, 10, 5} | {
    83.33333, 66.66667, 33.33333, 16.66667, 14.28571, 11.11111,
}  # fmt: skip
"""The weights that Moodle takes (lib/questionlib.php, `question_bank::fraction_options_full`)."""


@pytest.mark.parametrize("right", [1, 2, 3, 6, 7, 9, 10, 11])
def test_weights_are_those_that_moodle_knows(right: int, tmp_path: Path) -> None:
    options = ", ".join(f"option {number}" for number in range(right))
    deck = (
        Folder(tmp_path)
        .read(
            "deck: D\nid: d-d\ncards:\n- id: all-1\n  ask: x\n  select: all\n"
            f"  right: [{options}]\n  wrong: [none]\n"
        )
        .deck
    )
    losses = moodle_write.write([deck], tmp_path / "a.xml")

    answers = [one for q in by_name(tmp_path / "a.xml").values() for one in q.findall("answer")]
    weights = {abs(float(one.get("fraction", ""))) for one in answers}
    assert weights <= ALLOWED
    assert len(answers) == (right + 1 if right <= 10 else 0)
    assert (right > 10) == any("11 options are right" in loss.text for loss in losses)


def test_signs_that_no_file_can_hold_are_spelled_out(tmp_path: Path) -> None:
    deck = (
        Folder(tmp_path)
        .read('deck: D\nid: d-d\ncards:\n- {id: one-1, ask: "a\\x1b[31m\\ufffe", type: b}\n')
        .deck
    )
    for write, name in ((gift_write.write, "a.gift"), (moodle_write.write, "a.xml")):
        write([deck], tmp_path / name)
        assert "\\x1b" in (tmp_path / name).read_text("utf-8").replace("\\\\", "\\")
    assert by_name(tmp_path / "a.xml")


def test_a_question_without_an_id_is_named_by_its_words(tmp_path: Path) -> None:
    deck = (
        Folder(tmp_path)
        .read(
            "deck: D\nid: d-d\ncards:\n- {ask: 'Is it 1:30?', type: b}\n"
            "- {cloze: 'Give {{c1::it}}.', typed: yes}\n- {ask: 'Say *it*.', answer: b}\n"
        )
        .deck
    )
    losses = gift_write.write([deck], tmp_path / "a.gift")
    moodle_write.write([deck], tmp_path / "a.xml")

    text = (tmp_path / "a.gift").read_text("utf-8")
    assert "\n\n::Is it 1\\:30?::Is it 1\\:30?{" in text
    assert "[id:" not in text
    assert [loss.item for loss in losses] == ["Say it."]
    questions = by_name(tmp_path / "a.xml")
    assert {one.findtext("idnumber") for one in questions.values()} == {None}
    assert set(questions) == {"", "Is it 1:30?", "Give […]."}


def test_an_existing_file_is_not_overwritten(deck: Deck, tmp_path: Path) -> None:
    for write in (gift_write.write, moodle_write.write):
        path = tmp_path / "kept"
        path.write_text("mine")
        with pytest.raises(FileExistsError):
            write([deck], path)
        assert path.read_text() == "mine"
