"""The hand-in: a file with a learner's first answers, for the statistics of a class.

One JSON document in a fixed layout, so that a checksum can be taken over its bytes: the head on the
first line, one answer on each line, and the checksum on the last. Fields that are null or empty are
left out of an answer.

    {"learnms_hand_in": 1, "code": "…", "paper": {"id", "form", "questions"} or null,
     "days": ["2026-11-20", "2026-11-22"], "answers": [
    {"card", "part", "form", "kind", "topic", "step", "points", "max_points",
     "options": [[text, …], …], "picked": [[position, …], …], "text", "confidence", "seconds"},
    …
    ], "checksum": SHA-256 in hex of every byte before this line}

`form` is the hash of the wording; `options` are as shown, a list per group, and `picked` positions
in them from 0; `text` is a typed answer. `days` are the first and the last day of the answers.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.errors import LearnmsError
from learnms.files import NotAFileError, TooLargeError, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1
MOST_ANSWERS = 10_000
LONGEST_CODE = 40
LONGEST_TEXT = 200
"""Characters of a typed answer that are handed in."""
_MOST_BYTES = 16 << 20
_MOST_OPTIONS = 200
_LONGEST = 4000
_MARK = b'{"learnms_hand_in": '
_HEAD_END = b', "answers": ['
_TAIL = b'\n], "checksum": "'
_HEAD_BYTES = 4096
NOT_OURS = "it is not a hand-in"
DAMAGED = "it is damaged, or was changed after it was written"
NEWER = "it was written by a newer learnms"


class HandInError(LearnmsError):
    """A file that is no hand-in, or a damaged one. The message is a clause without a period, such
    as `it is not a hand-in`.
    """


class Paper(NamedTuple):
    """The paper that a hand-in is about: its id, the name of its form, and how many questions it
    has.
    """

    id: str
    form: str
    questions: int


class HandInAnswer(NamedTuple):
    """A learner's first answer to a question; the fields are those of the file."""

    card: str
    part: str | None
    form: str
    kind: str
    topic: str | None
    step: str | None
    points: float
    max_points: float
    options: tuple[tuple[str, ...], ...] = ()
    picked: tuple[tuple[int, ...], ...] = ()
    text: str | None = None
    confidence: str | None = None
    seconds: float | None = None

    def to_json(self) -> dict[str, Any]:
        """The fields that say something."""
        return {name: value for name, value in self._asdict().items() if value not in (None, ())}


@dataclass(frozen=True, slots=True)
class HandIn:
    """The content of a hand-in. `code` stands for the learner; `first` and `last` are days."""

    code: str
    paper: Paper | None
    first: date
    last: date
    answers: tuple[HandInAnswer, ...]

    def to_text(self) -> str:
        """The file's text."""
        head = json.dumps(
            {
                "learnms_hand_in": VERSION,
                "code": self.code,
                "paper": self.paper._asdict() if self.paper is not None else None,
                "days": [self.first.isoformat(), self.last.isoformat()],
            }
        ).removesuffix("}")
        rows = ",\n".join(json.dumps(answer.to_json()) for answer in self.answers)
        body = f"{head}{_HEAD_END.decode()}\n{rows}"
        return f'{body}{_TAIL.decode()}{hashlib.sha256(body.encode()).hexdigest()}"}}\n'


class Head(NamedTuple):
    """The learner and the paper that a file names, before the file is read."""

    code: str
    paper: str


def is_hand_in(path: Path) -> bool:
    """Whether a file begins like a hand-in."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MARK)) == _MARK
    except OSError:
        return False


def peek(path: Path) -> Head | None:
    """The head of a hand-in, read from its first bytes; None where there is none. What it says
    holds only once the whole file was read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_HEAD_BYTES)
        head = _head(start)
    except (OSError, HandInError):
        return None
    return Head(head["code"], head["paper"]["id"] if head["paper"] else "")


def read_hand_in(path: Path) -> HandIn:
    """The content of a file.

    Raises:
        HandInError: it cannot be read, is no hand-in, is damaged, or is of a newer version.
    """
    try:
        data = read_bytes(path, _MOST_BYTES)
    except (NotAFileError, TooLargeError) as error:
        raise HandInError(error.strerror or str(error)) from error
    except OSError as error:
        message = f"it cannot be read: {error.strerror}"
        raise HandInError(message) from error
    head = _head(data)
    body, tail, checksum = data.rpartition(_TAIL)
    if not tail or checksum != hashlib.sha256(body).hexdigest().encode() + b'"}\n':
        raise HandInError(DAMAGED)
    _, _, rows = body.partition(_HEAD_END)
    try:
        answers = tuple([_answer(row) for row in json.loads(b"[%b]" % rows)[:MOST_ANSWERS]])
        first, last = map(date.fromisoformat, head["days"])
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise HandInError(DAMAGED) from None
    if len({answer[:3] for answer in answers}) < len(answers):
        message = "it has two answers to one question"
        raise HandInError(message)
    paper = Paper(**head["paper"]) if head["paper"] else None
    return HandIn(head["code"], paper, first, last, answers)


def checked_code(code: str) -> str:
    """A code that stands for a learner.

    Raises:
        ValueError: it is empty, too long, or has characters that cannot be shown.
    """
    text = code.strip()
    if not text or len(text) > LONGEST_CODE or not text.isprintable():
        raise ValueError(code)
    return text


def _head(data: bytes) -> dict[str, Any]:
    """The first line, checked.

    Raises:
        HandInError: the data do not begin like a hand-in of this version.
    """
    if not data.startswith(_MARK):
        raise HandInError(NOT_OURS)
    line, end, _ = data[:_HEAD_BYTES].partition(_HEAD_END)
    number = line[len(_MARK) :].partition(b",")[0]
    if number.isdigit() and len(number) < 9 and int(number) > VERSION:
        raise HandInError(NEWER)
    head: dict[str, Any] = {}
    try:
        head = json.loads(line + b"}")
        checked_code(head["code"])
        paper, days = head["paper"], head["days"]
        types = [type(value) for value in (*(Paper(**paper) if paper else ()), *days)]
        is_sound = (
            bool(end)
            and head["learnms_hand_in"] == VERSION
            and types == [*((str, str, int) if paper else ()), str, str]
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        is_sound = False
    if not is_sound:
        raise HandInError(DAMAGED)
    return head


_TEXTS = ("card", "form", "kind")
_OPTIONAL = ("part", "topic", "step", "text", "confidence")


def _answer(row: dict[str, Any]) -> HandInAnswer:
    """An answer, checked.

    Raises:
        KeyError, TypeError, ValueError, IndexError: it is not one.
    """
    card, form, kind = [row[name] for name in _TEXTS]
    part, topic, step, text, confidence = [row.get(name) for name in _OPTIONAL]
    for value in (card, form, kind, part, topic, step, text, confidence):
        if value is not None and (type(value) is not str or len(value) > _LONGEST):
            raise TypeError(value)
    points, most, seconds = row["points"], row["max_points"], row.get("seconds")
    if not 0 <= points <= most or not 0 < most < math.inf or not 0 <= (seconds or 0) < math.inf:
        raise ValueError(points)
    options = tuple([tuple(group) for group in row.get("options", ())])
    picked = tuple([tuple(places) for places in row.get("picked", ())])
    _check_picks(options, picked)
    return HandInAnswer(
        card,
        part,
        form,
        kind,
        topic,
        step,
        points,
        most,
        options,
        picked,
        text,
        confidence,
        seconds,
    )


def _check_picks(options: tuple[tuple[str, ...], ...], picked: tuple[tuple[int, ...], ...]) -> None:
    """Check that each group's picks are different positions among its options, which are texts.

    Raises:
        TypeError, ValueError, IndexError: they are not.
    """
    for group, places in zip(options, picked, strict=True):
        if len("".join(group)) > _LONGEST * 10 or len(group) > _MOST_OPTIONS:
            raise ValueError(group)
        for place in places:
            if place < 0:
                raise ValueError(place)
            group[place]
        if len(places) > 1 and len(set(places)) < len(places):
            raise ValueError(places)
