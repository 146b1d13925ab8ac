import re
import zipfile
from pathlib import Path

import pytest

from learnms.errors import LearnmsError, UsageError
from learnms.exchange.formats import check_named, decoded, recognize

REVIEWS = "card_id,review_time,review_rating\na-b-c,1,3\n"


@pytest.mark.parametrize(
    ("name", "text", "format_"),
    [
        ("a.csv", REVIEWS, "reviews"),
        ("a.txt", REVIEWS.replace(",", "\t"), "reviews"),
        ("a.csv", "term,definition\na,b\n", "csv"),
        ("a.tsv", "a\tb\n", "csv"),
        ("quizlet.txt", "MS\tmultiple sclerosis\nIV\tintravenous\n", "csv"),
        ("anki.txt", "#separator:Semicolon\n#html:true\na;b\n", "csv"),
        ("cloze.txt", "The dose is {{c1::600 mg}}.\textra\n", "csv"),
        ("a.gift", "Anything", "gift"),
        ("a.txt", "::Q1:: The dose? {=600 mg ~300 mg}\n", "gift"),
        ("a.txt", "Is it given IV? {T}\n", "gift"),
        ("a.txt", "$CATEGORY: x\n\nq {\n\t=a\n\t~b\n}\n", "gift"),
        ("a.txt", "What?\nA. One\nB) Two\nANSWER: B\n", "aiken"),
        ("a.xml", "<?xml version='1.0'?>\n<quiz><question/></quiz>", "moodle"),
        ("a.xml", '<questestinterop xmlns="x"/>', "qti12"),
        ("a.xml", '<assessmentItem xmlns="x"/>', "qti21"),
        ("a.xml", '<qti-assessment-item xmlns="x"/>', "qti21"),
        ("a.jsonl", '{"learner_id": "x"}', "events"),
    ],
)
def test_text_is_recognized(tmp_path: Path, name: str, text: str, format_: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert recognize(path) == format_
    path.write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
    assert recognize(path) == format_


@pytest.mark.parametrize(
    ("name", "members", "format_"),
    [
        ("a.docx", {"word/document.xml": "<w/>"}, "word"),
        ("a.apkg", {"collection.anki21b": "", "collection.anki2": ""}, "anki"),
        ("a.zip", {"imsmanifest.xml": "<schema>IMS Content</schema>", "q.xml": ""}, "qti12"),
        ("a.zip", {"x/imsmanifest.xml": 'type="imsqti_item_xmlv2p1"'}, "qti21"),
        ("a.zip", {"q.xml": "<questestinterop/>"}, "qti12"),
    ],
)
def test_archives_are_recognized(
    tmp_path: Path, name: str, members: dict[str, str], format_: str
) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for member, text in members.items():
            archive.writestr(member, text)
    assert recognize(tmp_path / name) == format_


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"One line.\nTwo lines.\n", "learnms import FORMAT"),
        ("a.txt", b"", "learnms import FORMAT"),
        ("a.pdf", b"%PDF-1.7", "Word"),
        ("a.html", b"<!doctype html><p>x", "a web page.*Word"),
        ("a.yaml", b"deck: A\n", "a deck, which cannot be imported.*learnms check"),
        ("A.form.json", b'{\n "learnms_form": 1', "a form of a paper.*quiz --form"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "password-protected.*without a password"),
    ],
)
def test_what_is_not_clear_is_said(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=words):
        recognize(tmp_path / name)


@pytest.mark.parametrize(
    ("member", "words"),
    [("xl/workbook.xml", "CSV"), ("moodle_backup.xml", "Moodle XML"), ("a.png", "unpack")],
)
def test_other_archives_are_named(tmp_path: Path, member: str, words: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(member, "")
    with pytest.raises(UsageError, match=words):
        recognize(tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("name", "data", "named", "words"),
    [
        ("a.docx", "word/document.xml", "csv", "a.docx is a Word document.*import word "),
        ("a.docx", "word/document.xml", "anki", "a.docx is a Word document.*import word "),
        ("a.zip", "imsmanifest.xml", "gift", "a QTI 1.2 file.*import qti12 "),
        ("a.zip", "imsmanifest.xml", "anki", "a QTI 1.2 file.*import qti12 "),
        ("a.xlsx", "xl/workbook.xml", "csv", "an Excel workbook.*as CSV"),
        ("a.zip", "a.png", "reviews", "ZIP archive without a question bank"),
        ("a.pdf", b"%PDF-1.7", "aiken", "is a PDF"),
        ("a.csv", bytes(range(256)) * 9, "csv", "a binary file, not a CSV or TSV file"),
        ("a.gift", b"::a:: What? {=b ~c}\n", "word", "a Moodle GIFT file.*import gift "),
        ("a.gift", b"::a:: What? {=b ~c}\n", "moodle", "a Moodle GIFT file.*import gift "),
        ("a.xml", b"<?xml version='1.0'?>\n<quiz/>", "csv", "a Moodle XML file.*import moodle "),
        ("a.jsonl", b'{"learner_id": "x"}', "reviews", "a list of events.*import events "),
        ("a.csv", REVIEWS.encode(), "events", "a CSV of reviews.*import reviews "),
        ("a.csv", REVIEWS.encode(), "csv", "a CSV of reviews.*import reviews "),
        ("a.yaml", b"deck: A\n", "gift", "a deck, which cannot be imported"),
    ],
)
def test_a_format_that_is_named_does_not_fit_everything(
    tmp_path: Path, name: str, data: bytes | str, named: str, words: str
) -> None:
    path = tmp_path / name
    if isinstance(data, bytes):
        path.write_bytes(data)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(data, "")
    with pytest.raises(UsageError) as caught:
        check_named(path, named)
    assert re.search(words, str(caught.value))


def test_a_format_that_is_named_decides_between_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("What?\nA. One\nB) Two\nANSWER: B\n")
    for name in ("csv", "gift", "aiken"):
        check_named(path, name)
    path.write_text("PKU\tphenylketonuria\n")
    check_named(path, "csv")
    assert recognize(path) == "csv"
    path.write_bytes("question,answer\né,µ\n".encode("utf-16-le"))
    check_named(path, "csv")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document2.xml", "")
    check_named(path, "word")


@pytest.mark.parametrize("data", [b"noise", b"PK\3\4cut off"])
@pytest.mark.parametrize(
    ("name", "what"), [("a.docx", "a Word document"), ("a.zip", "a ZIP archive")]
)
def test_a_damaged_archive_is_named_by_what_it_should_be(
    tmp_path: Path, name: str, what: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(LearnmsError, match=f"is not {what}, or is damaged"):
        recognize(tmp_path / name)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(LearnmsError, match="folder"):
        recognize(tmp_path)


def test_encodings_are_recognized() -> None:
    assert decoded("\ufeffé".encode()) == ("é", "utf-8")
    assert decoded("aé".encode("utf-16")) == ("aé", "utf-16-le")
    assert decoded("question".encode("utf-16-be")) == ("question", "utf-16-be")
    assert decoded("5 µg".encode("cp1252")) == ("5 µg", "windows-1252")
    assert decoded("aé".encode()[:-1]) == ("a", "utf-8")
