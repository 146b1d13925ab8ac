"""The hand-in as a file: what goes in comes out, and everything else is refused."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from learnms.exchange.hand_in import (
    DAMAGED,
    MOST_ANSWERS,
    NEWER,
    NOT_OURS,
    HandIn,
    HandInError,
    checked_code,
    is_hand_in,
    peek,
    read_hand_in,
)
from learnms.study.first_answer import Choice, FirstAnswer
from tests.factories.hand_ins import DAY, hand_in, questions

ANSWERS = (
    FirstAnswer(
        "card-select",
        None,
        "0123456789abcdef",
        "select-all",
        "safety",
        "take-action",
        2,
        3,
        (("Fever", "Cough “dry”", "=1+1"),),
        ((0, 2),),
        None,
        "certain",
    ),
    FirstAnswer("card-typed", "c1", "fedcba9876543210", "typed", None, None, 0, 1, text="CD 21"),
    FirstAnswer(
        "card-order", None, "00", "order", None, None, 1, 1, (("b", "a"),), ((1, 0),), None, None
    ),
)


def written(tmp_path: Path, text: str | bytes, name: str = "hand-in.json") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def signed(text: str) -> str:
    """A text with a checksum of its own, as somebody would forge it."""
    body = text.rpartition(', "checksum"')[0]
    return f'{body}, "checksum": "{hashlib.sha256(body.encode()).hexdigest()}"}}\n'


def made(*answers: FirstAnswer) -> HandIn:
    return HandIn("maple-7", None, DAY, DAY, answers, tuple(12 for _ in answers))


def test_a_hand_in_is_one_json_document_and_reads_as_it_was(tmp_path: Path) -> None:
    one = made(*ANSWERS)
    text = one.to_text()
    document = json.loads(text)

    assert read_hand_in(written(tmp_path, text)) == one
    assert list(document) == [
        "learnms_hand_in",
        "code",
        "paper",
        "days",
        "answers",
        "seconds",
        "checksum",
    ]
    assert document["answers"][1] == {
        "card": "card-typed",
        "part": "c1",
        "form": "fedcba9876543210",
        "kind": "typed",
        "points": 0,
        "max_points": 1,
        "text": "CD 21",
    }


def test_choices_are_counted_by_text_whatever_their_order() -> None:
    select, typed, order = ANSWERS

    assert select.chosen == (Choice(0, "Fever"), Choice(0, "=1+1"))
    assert len(select.offered) == 3
    assert typed.chosen == (Choice(0, "cd 21"),)
    assert order.chosen == order.offered == ()


def test_the_head_is_read_alone(tmp_path: Path) -> None:
    path = written(tmp_path, hand_in(questions(3, 1), "oak", "1").to_text())

    assert peek(str(path)) == ("oak", "paper-1", "2026-11-20")
    assert is_hand_in(path)
    assert not is_hand_in(tmp_path)
    assert peek(str(written(tmp_path, "{}", "other.json"))) is None


def test_a_changed_byte_is_noticed_wherever_it_is(tmp_path: Path) -> None:
    data = bytearray(made(*ANSWERS[:2]).to_text().encode())
    for at in range(0, len(data), 7):
        changed = data.copy()
        changed[at] ^= 1
        with pytest.raises(HandInError):
            read_hand_in(written(tmp_path, bytes(changed)))


@pytest.mark.parametrize("length", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(tmp_path: Path, length: float) -> None:
    text = made(*ANSWERS).to_text()
    path = written(tmp_path, text[: int(len(text) * length)])

    with pytest.raises(HandInError) as caught:
        read_hand_in(path)
    assert str(caught.value) in (DAMAGED, NOT_OURS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"points": 2', '"points": 4'),
        ('"points": 2', '"points": NaN'),
        ('"points": 2', '"points": "2"'),
        ('"max_points": 3', '"max_points": 1e999'),
        ('"picked": [[0, 2]]', '"picked": [[0, 3]]'),
        ('"picked": [[0, 2]]', '"picked": [[-1]]'),
        ('"picked": [[0, 2]]', '"picked": [[0, 0]]'),
        ('"picked": [[0, 2]]', '"picked": []'),
        ('"card": "card-select"', '"card": 7'),
        ('"kind": "select-all"', '"kind": null'),
        ("[12, 12, 12]", "[12, 12]"),
        ("[12, 12, 12]", "[12, -12, 12]"),
        ("[12, 12, 12]", "[12, NaN, 12]"),
        ('"2026-11-20"]', '"2026-99-20"]'),
        ('["Fever"', f"[{'[' * 100_000}"),
    ],
)
def test_a_forged_file_is_refused_although_its_checksum_is_right(
    tmp_path: Path, old: str, new: str
) -> None:
    text = made(*ANSWERS).to_text()
    assert old in text
    path = written(tmp_path, signed(text.replace(old, new, 1)))

    with pytest.raises(HandInError, match=DAMAGED):
        read_hand_in(path)


def test_two_answers_to_one_question_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, made(ANSWERS[0], replace(ANSWERS[0], points=3)).to_text())

    with pytest.raises(HandInError, match="two answers to one question"):
        read_hand_in(path)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", NOT_OURS),
        ('{"deck": 1}', NOT_OURS),
        ("[" * 100_000, NOT_OURS),
        ('{"learnms_hand_in": 2, "later": "unknown"}', NEWER),
        ('{"learnms_hand_in": 1}', DAMAGED),
        ('{"learnms_hand_in": 1, "code": ["x"], "answers": [', DAMAGED),
        ('{"learnms_hand_in": ' + "[" * 5000, DAMAGED),
    ],
)
def test_other_files_are_told_apart(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(HandInError, match=why):
        read_hand_in(written(tmp_path, text))


def test_huge_files_pipes_and_folders_are_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.write(made(*ANSWERS).to_text().encode())
        file.truncate(1 << 30)
    os.mkfifo(tmp_path / "pipe.json")

    for path in (huge, tmp_path / "pipe.json", tmp_path, tmp_path / "missing.json"):
        with pytest.raises(HandInError):
            read_hand_in(path)
    assert peek(str(tmp_path / "pipe.json")) is None


def test_more_answers_than_allowed_are_refused(tmp_path: Path) -> None:
    many = [replace(ANSWERS[1], card=f"card-{at}") for at in range(MOST_ANSWERS + 1)]

    with pytest.raises(HandInError, match=DAMAGED):
        read_hand_in(written(tmp_path, made(*many).to_text()))


@pytest.mark.parametrize("code", ["", "   ", "x" * 41, "a\x1b[31m", "a\nb"])
def test_a_code_must_be_printable_and_short(code: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        checked_code(code)
