"""Hostile and broken QTI files: refused in words, or named and left out."""

import zipfile
from pathlib import Path

import pytest

from learnms.errors import LearnmsError
from learnms.exchange.qti.package import DEEPEST
from learnms.exchange.qti.read import read
from tests.factories.qti_files import zipped

OPTIONS = "".join(
    f'<response_label ident="{ident}"><material><mattext>{ident.upper()}</mattext></material>'
    "</response_label>"
    for ident in "ab"
)
GOOD = (
    '<questestinterop><assessment><item ident="an-item"><presentation><material>'
    '<mattext texttype="text/html">Which?</mattext></material><response_lid ident="r">'
    f"<render_choice>{OPTIONS}</render_choice></response_lid></presentation><resprocessing>"
    '<respcondition><conditionvar><varequal respident="r">a</varequal></conditionvar>'
    '<setvar action="Set">1</setvar></respcondition></resprocessing></item></assessment>'
    "</questestinterop>"
)
BOMB = (
    '<!DOCTYPE q [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<questestinterop><assessment title='&b;'/></questestinterop>"
)
OUTSIDE = (
    '<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><questestinterop>&a;</questestinterop>'
)


def manifest(*hrefs: str) -> str:
    resources = "".join(f'<resource identifier="r" href="{href}"/>' for href in hrefs)
    return f"<manifest><resources>{resources}</resources></manifest>"


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (BOMB, "entities"),
        (OUTSIDE, "entities"),
        ("<questestinterop>" + "<a>" * 300 + "</a>" * 300 + "</questestinterop>", "nested"),
        ("<questestinterop><item></questestinterop>", "not valid XML"),
        ("not XML at all", "not valid XML"),
        ('<?xml version="1.0" encoding="shift_jis"?><q/>', "encoding"),
        ("<html/>", "no QTI"),
        ("", "not valid XML"),
    ],
    ids=["bomb", "outside", "deep", "broken", "text", "encoding", "html", "empty"],
)
def test_hostile_files_are_refused_in_words(tmp_path: Path, xml: str, words: str) -> None:
    (tmp_path / "bank.xml").write_text(xml)
    with pytest.raises(LearnmsError, match=words):
        read(tmp_path / "bank.xml")


@pytest.mark.parametrize(
    "xml", [BOMB, "<q>" * 100_000, "<q/", "\x00"], ids=["bomb", "deep", "broken", "binary"]
)
def test_a_hostile_document_does_not_take_the_others_with_it(tmp_path: Path, xml: str) -> None:
    files = {"imsmanifest.xml": manifest("bad.xml", "good.xml"), "bad.xml": xml, "good.xml": GOOD}
    bank = read(zipped(tmp_path / "bank.zip", files))
    assert [card["right"] for card in bank.cards] == ["A"]
    (loss,) = bank.losses
    assert loss.item == "bad.xml"
    assert loss.text.startswith("Left out: ")


def test_paths_of_a_manifest_stay_in_the_package(tmp_path: Path) -> None:
    hrefs = ["/etc/passwd.xml", "../../secret.xml", "http://x.org/a.xml", "gone.xml", "good.xml"]
    files = {"imsmanifest.xml": manifest(*hrefs), "good.xml": GOOD}
    bank = read(zipped(tmp_path / "bank.zip", files))
    assert len(bank.cards) == 1
    assert [loss.item for loss in bank.losses] == hrefs[:4]
    assert all("does not contain" in loss.text for loss in bank.losses)


def test_zip_slip_and_zip_bombs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LearnmsError, match="leads outside"):
        read(zipped(tmp_path / "slip.zip", {"../evil.xml": GOOD}))
    with pytest.raises(LearnmsError, match="times its size"):
        read(zipped(tmp_path / "bomb.zip", {"imsmanifest.xml": " " * (4 << 20)}))
    (tmp_path / "cut.zip").write_bytes((tmp_path / "slip.zip").read_bytes()[:60])
    with pytest.raises(LearnmsError, match="not a ZIP archive"):
        read(tmp_path / "cut.zip")


def test_damaged_and_strangely_packed_archives_are_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"good.xml": GOOD})
    data = bytearray(path.read_bytes())
    data[60:90] = bytes(30)
    path.write_bytes(data)
    bank = read(path)
    assert not bank.cards
    assert "damaged" in bank.losses[0].text
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("good.xml", GOOD)
    with pytest.raises(LearnmsError, match="unusual way"):
        read(path)


def test_archives_inside_are_named_and_not_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"good.xml": GOOD}).read_bytes()
    files: dict[str, str | bytes] = {
        "imsmanifest.xml": manifest("good.xml"),
        "good.xml": GOOD,
        "inner.zip": inner,
    }
    bank = read(zipped(tmp_path / "bank.zip", files))
    assert len(bank.cards) == 1
    assert bank.losses[0].item == "inner.zip"


def test_a_package_needs_no_manifest(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"b/good.xml": GOOD, "a.png": b"\x89PNG"}
    assert len(read(zipped(tmp_path / "bank.zip", files)).cards) == 1
    in_folder = {"x/imsmanifest.xml": manifest("good.xml"), "x/good.xml": GOOD}
    assert len(read(zipped(tmp_path / "folder.zip", in_folder)).cards) == 1


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        ("<render_choice>", '<render_choice maxnumber="1000000000">'),
        (">1</setvar>", ">1e308</setvar>"),
        (">1</setvar>", ">nan</setvar>"),
        ("Which?", "Which &lt;a href='javascript:x()'&gt;one&lt;/a&gt;?"),
        ("Which?", "Which\u202e\u200b?"),
        ('ident="r"', 'ident="r" rcardinality="Multiple"'),
    ],
)
def test_strange_values_do_no_harm(tmp_path: Path, found: str, instead: str) -> None:
    (tmp_path / "bank.xml").write_text(GOOD.replace(found, instead))
    bank = read(tmp_path / "bank.xml")
    assert len(bank.cards) + len(bank.losses) >= 1
    for card in bank.cards:
        assert card["ask"].startswith("Which")
        assert "javascript" not in card["ask"]
        assert "\u202e" not in card["ask"]


def test_deep_html_is_read(tmp_path: Path) -> None:
    (tmp_path / "bank.xml").write_text(GOOD.replace("Which?", "&lt;div&gt;" * 5000 + "Which?"))
    assert read(tmp_path / "bank.xml").cards[0]["ask"] == "Which?"


def test_depth_is_counted_without_recursion(tmp_path: Path) -> None:
    deep = "<a>" * (DEEPEST - 3) + GOOD + "</a>" * (DEEPEST - 3)
    (tmp_path / "bank.xml").write_text(deep)
    with pytest.raises(LearnmsError, match="nested"):
        read(tmp_path / "bank.xml")
