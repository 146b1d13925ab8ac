"""What the writers of QTI say, by other programs' judgment and by our own readers."""

import itertools
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from qti_package_maker.common.package_integrity import check_package

from learnms.decks.model import Card, Deck
from learnms.exchange.bank import ImportedBank
from learnms.exchange.formats import BY_NAME
from learnms.exchange.qti.read import read
from learnms.kinds.response import Pick
from tests.factories.decks import deck as deck_text
from tests.factories.every_kind import deck_of_text
from tests.factories.qti_files import deck_in, template_deck, written_deck

SHIPPED = Path(__file__).parents[3] / "decks" / "ocrelizumab"
WRITERS = ["qti12", "qti21"]
AS_ESSAY = {"flashcard", "cloze", "teach-back"}
IN_PARTS_12 = {"matrix-any", "groups", "bowtie"}
CHANGED_12 = {"order", "highlight", "rationale", "calculation"}
CHANGED_21 = {"rationale", "calculation"}


def losses_of(writer: str, deck: Deck, path: Path) -> dict[str, str]:
    """What is lost by item, but for the mark of harmful options, which no other program has."""
    losses = BY_NAME[writer].write([deck], path)
    return {loss.item: loss.text for loss in losses if "Unsafe options" not in loss.text}


def imported_cards(bank: ImportedBank, folder: Path) -> dict[str, Card]:
    loaded = written_deck(bank, folder)
    assert not [f for f in loaded.findings if f.code[:3] in ("LM0", "LM1", "LM2", "LM8")]
    assert loaded.read is not None
    assert len(loaded.read.deck.cards) == len(bank.cards)
    return {card.id or "": card for card in loaded.read.deck.cards}


def keys_of(card: Card) -> list[str]:
    """The key, in an order that does not depend on that of the options."""
    (_, key), *_ = card.forms[0].compiled.keys
    return sorted(itertools.chain(*(part.split("\x1f") for part in key.split("\x1e"))))


def same(card: Card, other: Card) -> None:
    assert keys_of(card) == keys_of(other), card.id
    form, imported = card.forms[0], other.forms[0]
    assert imported.kind == form.kind or {imported.kind, form.kind} == {"groups", "matrix-any"}
    assert set(imported.notes.sources) == set(form.notes.sources)
    assert imported.notes.hint == form.notes.hint
    assert (imported.notes.explain or "").split() == (form.notes.explain or "").split()
    responses = [one.compiled.asks[0][1].response for one in (form, imported)]
    if isinstance(responses[0], Pick) and form.kind not in ("dropdown", "match", "matrix-one"):
        options = [
            {(o.text, o.right, o.why) for group in response.groups for o in group.options}
            for response in responses
            if isinstance(response, Pick)
        ]
        assert options[0] == options[1]


@pytest.mark.parametrize(
    ("writer", "changed"), [("qti12", CHANGED_12 | IN_PARTS_12), ("qti21", CHANGED_21)]
)
def test_the_cards_of_a_deck_come_back(tmp_path: Path, writer: str, changed: set[str]) -> None:
    deck = template_deck(tmp_path)
    path = tmp_path / "out.zip"
    losses = losses_of(writer, deck, path)
    bank = read(path)
    assert bank.title == deck.title
    assert not [loss for loss in bank.losses if "Points" not in loss.text]
    imported = imported_cards(bank, tmp_path)
    for card in deck.cards:
        kind = card.forms[0].kind
        if kind not in changed | AS_ESSAY | {"true-false"}:
            same(card, imported[card.id or ""])
        else:
            assert kind in ("true-false", "cloze") or card.id in losses, kind
    assert imported["sample-partial-m8dz"].key_hash(None) == deck.cards[6].key_hash(None)
    assert imported["sample-case-h8wq-sample-case-end-v9ka"].forms[0].kind == "typed"
    assert {topic.title for topic in deck.topics} == set(bank.topics.values())


@pytest.mark.parametrize(
    ("writer", "name"), [("qti12", "13-calculations"), ("qti21", "05-preparing-and-giving")]
)
def test_shipped_decks_come_back(tmp_path: Path, writer: str, name: str) -> None:
    deck = deck_in(SHIPPED / f"{name}.yaml")
    path = tmp_path / "out.zip"
    losses = losses_of(writer, deck, path)
    bank = read(path)
    assert not [loss for loss in bank.losses if "Points" not in loss.text]
    imported = imported_cards(bank, tmp_path)
    compared = 0
    for card in deck.cards:
        if card.id in imported and card.id not in losses:
            if card.forms[0].kind != "calculation":
                same(card, imported[card.id])
            compared += 1
    assert compared >= 5


def test_drawn_numbers_stay_in_qti_12(tmp_path: Path) -> None:
    deck = template_deck(tmp_path)
    BY_NAME["qti12"].write([deck], tmp_path / "out.zip")
    cards = {card["id"]: card for card in read(tmp_path / "out.zip").cards}
    calculation = cards["sample-sum-j5xc"]
    assert calculation["calc"] == "max(0, good - bad)"
    assert calculation["given"][1] == {"good": "2", "bad": "2"}
    assert calculation["unit"] == "points"
    assert calculation["round"] == "0"


def test_points_are_those_of_the_kinds(tmp_path: Path) -> None:
    deck = template_deck(tmp_path)
    BY_NAME["qti12"].write([deck], tmp_path / "12.zip")
    BY_NAME["qti21"].write([deck], tmp_path / "21.zip")
    with ZipFile(tmp_path / "12.zip") as archive:
        root = ElementTree.fromstring(archive.read("deck-a-deck/deck-a-deck.xml"))
    name = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
    points = {}
    for item in root.iter(f"{name}item"):
        fields = [entry.text for entry in item.iter(f"{name}fieldentry")]
        points[item.get("ident")] = fields[1]
    assert points["sample-options-c3np"] == "3.0"
    assert points["sample-pairs-r3hd"] == "3.0"
    assert points["sample-steps-t6vk"] == "1.0"
    assert points["sample-bowtie-y3vr-1"] == "2.0"
    with ZipFile(tmp_path / "21.zip") as archive:
        select_all = archive.read("deck-a-deck/sample-options-c3np.xml").decode()
        groups = archive.read("deck-a-deck/sample-faults-z2xp.xml").decode()
    assert '<mapping defaultValue="0" lowerBound="0" upperBound="3">' in select_all
    assert select_all.count('mappedValue="1"') == 3
    assert select_all.count('mappedValue="-1"') == 2
    assert groups.count('lowerBound="0"') == 2
    assert "<value>3</value>" in groups  # the most points, 2 + 1


@pytest.mark.parametrize("writer", WRITERS)
def test_another_program_finds_the_package_whole(tmp_path: Path, writer: str) -> None:
    deck = template_deck(tmp_path)
    paths = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for path in paths:
        BY_NAME[writer].write([deck, replace(deck, id="other")], path)
    assert check_package(str(paths[0])) == []
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize("writer", WRITERS)
def test_cards_without_ids_are_named_after_how_they_begin(tmp_path: Path, writer: str) -> None:
    deck = deck_of_text("deck: D\nid: d-d\ncards:\n" + "  - {ask: 2 or 3?, type: '2'}\n" * 2)
    path = tmp_path / "out.zip"
    assert losses_of(writer, deck, path) == {}
    bank = read(path)
    assert bank.losses == []
    assert [card["id"] for card in bank.cards] == ["2-or-3", "2-or-3-2"]


@pytest.mark.parametrize("writer", WRITERS)
def test_texts_are_escaped(tmp_path: Path, writer: str) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(
        deck_text(
            "  - id: one-card\n"
            + '    ask: "Is 3 < 5 & <script>alert(1)</script> ]]> *so* [b1] {{x?"\n'
            + '    right: "a < b"\n    wrong: ["a & b", "<b>c</b>"]\n'
        )
    )
    deck = deck_in(path)
    BY_NAME[writer].write([deck], tmp_path / "out.zip")
    (card,) = read(tmp_path / "out.zip").cards
    assert card["ask"] == "Is 3 < 5 & <script>alert(1)</script> ]]> *so* [b1] {{x?"
    assert card["right"] == "a < b"
    assert set(card["wrong"]) == {"a & b", "<b>c</b>"}


def test_the_right_option_is_not_always_first(tmp_path: Path) -> None:
    deck = Deck("d-d", "D", cards=template_deck(tmp_path).cards)
    BY_NAME["qti12"].write([deck], tmp_path / "out.zip")
    with ZipFile(tmp_path / "out.zip") as archive:
        text = archive.read("deck-d-d/deck-d-d.xml").decode()
    assert "response_b1" in text
    assert ">b1a2<" in text or ">b1a3<" in text
