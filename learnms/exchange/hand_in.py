"""The hand-in: a file with a learner's first answers, for the statistics of a class.

One JSON document in a fixed layout: the head on the first line, one answer on each line, and on the
last line the times and a checksum over all bytes before it. Answers repeat from learner to learner,
so that the lines of a class can be read once; that is why the times are apart. Fields of an answer
that are null or empty are left out.

    {"learnms_hand_in": 1, "code": "…", "paper": {"id", "form", "questions"} or null,
     "days": ["2026-11-20", "2026-11-22"], "answers": [
    {"card", "part", "form", "kind", "topic", "step", "points", "max_points",
     "options": [[text, …], …], "picked": [[position, …], …], "text", "confidence"},
    …
    ], "seconds": [12, …], "checksum": SHA-256 in hex of every byte before `, "checksum"`}

`form` is the hash of the wording; `options` are as shown, a list per group, and `picked` positions
in them from 0; `text` is a typed answer. `days` are the first and the last day of the answers.
`seconds` are in the order of the answers, null where they were not measured.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import stat
from dataclasses import dataclass, fields
from datetime import date
from errno import EINVAL
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.errors import LearnmsError
from learnms.study.first_answer import FirstAnswer

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1
MOST_ANSWERS = 10_000
"""Answers of a file; one with more is refused as damaged."""
LONGEST_CODE = 40
LONGEST_TEXT = 200
"""Characters of a typed answer that are handed in."""
_MOST_BYTES = 16 << 20
_MOST_OPTIONS = 200
_LONGEST = 4000
_MARK = b'{"learnms_hand_in": '
_HEAD_END = b', "answers": ['
_ROWS_END = b'\n], "seconds": '
_TAIL = b', "checksum": "'
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


@dataclass(frozen=True, slots=True)
class HandIn:
    """The content of a hand-in. `code` stands for the learner; `first` and `last` are days;
    `seconds` are the times of the answers.
    """

    code: str
    paper: Paper | None
    first: date
    last: date
    answers: tuple[FirstAnswer, ...]
    seconds: tuple[float | None, ...]

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
        rows = ",\n".join(map(_line, self.answers))
        times = json.dumps(self.seconds)
        body = f"{head}{_HEAD_END.decode()}\n{rows}{_ROWS_END.decode()}{times}"
        return f'{body}{_TAIL.decode()}{hashlib.sha256(body.encode()).hexdigest()}"}}\n'


_FIELDS = [field.name for field in fields(FirstAnswer) if field.init]


@lru_cache(maxsize=1 << 10)
def _line(answer: FirstAnswer) -> str:
    """The fields of an answer that say something, as JSON."""
    values = {name: getattr(answer, name) for name in _FIELDS}
    return json.dumps({name: value for name, value in values.items() if value not in (None, ())})


class Head(NamedTuple):
    """The learner, the paper and the last day (ISO) that a file names, before the file is read."""

    code: str
    paper: str
    last: str


def is_hand_in(path: Path) -> bool:
    """Whether a file begins like a hand-in."""
    return _start(str(path)).startswith(_MARK)


def peek(path: str) -> Head | None:
    """The head of a hand-in, read from its first bytes; None where there is none. What it says
    holds only once the whole file was read.
    """
    try:
        head = _head(_start(path))
    except HandInError:
        return None
    return Head(head["code"], head["paper"]["id"] if head["paper"] else "", head["days"][-1])


def _start(path: str) -> bytes:
    """The first bytes of an ordinary file; none of anything else."""
    try:
        return _bytes(path, _HEAD_BYTES)
    except OSError:
        return b""


def _bytes(path: str, limit: int) -> bytes:
    """At most so many bytes of an ordinary file. A class has many files: nothing is done twice.

    Raises:
        OSError: it cannot be read, or is something else, which could block or never end.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(EINVAL, "it is not an ordinary file")
        return os.read(handle, min(limit, status.st_size))
    finally:
        os.close(handle)


def read_hand_in(path: Path | str) -> HandIn:
    """The content of a file.

    Raises:
        HandInError: it cannot be read, is no hand-in, is damaged, or is of a newer version.
    """
    try:
        data = _bytes(str(path), _MOST_BYTES + 1)
    except OSError as error:
        message = f"it cannot be read: {error.strerror}"
        raise HandInError(message) from error
    if len(data) > _MOST_BYTES:
        message = f"it is larger than {_MOST_BYTES >> 20} MiB"
        raise HandInError(message)
    head = _head(data)
    body, tail, checksum = data.rpartition(_TAIL)
    if not tail or checksum != hashlib.sha256(body).hexdigest().encode() + b'"}\n':
        raise HandInError(DAMAGED)
    rows, _, times = body.rpartition(_ROWS_END)
    lines = rows.split(b"\n", MOST_ANSWERS)[1:]  # what is more makes the last one unreadable
    try:
        answers = tuple([_answer(line) for line in lines])
        seconds = _times(json.loads(times), len(answers))
        first, last = map(date.fromisoformat, head["days"])
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise HandInError(DAMAGED) from None
    if len({answer.item for answer in answers}) < len(answers):
        message = "it has two answers to one question"
        raise HandInError(message)
    paper = Paper(**head["paper"]) if head["paper"] else None
    return HandIn(head["code"], paper, first, last, answers, seconds)


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


def _times(times: Any, answers: int) -> tuple[float | None, ...]:
    """The times of so many answers, checked.

    Raises:
        TypeError, ValueError: they are not.
    """
    known = [time for time in times if time is not None]
    # a sum that is no number shows one that is none
    if len(times) != answers or min(known, default=0) < 0 or not sum(known) < math.inf:
        raise ValueError(times)
    return tuple(times)


_TEXTS = ("card", "form", "kind")
_OPTIONAL = ("part", "topic", "step", "text", "confidence")


@lru_cache(maxsize=1 << 15)
def _answer(line: bytes) -> FirstAnswer:
    """The answer of a line, checked.

    Raises:
        KeyError, TypeError, ValueError, IndexError, RecursionError: it is not one.
    """
    row: dict[str, Any] = json.loads(line.removesuffix(b","))
    card, form, kind = [row[name] for name in _TEXTS]
    part, topic, step, text, confidence = [row.get(name) for name in _OPTIONAL]
    if [type(value) for value in (card, form, kind)] != [str, str, str]:
        raise TypeError(card)
    for value in (card, form, kind, part, topic, step, text, confidence):
        if value is not None and (type(value) is not str or len(value) > _LONGEST):
            raise TypeError(value)
    points, most = row["points"], row["max_points"]
    if not 0 <= points <= most or not 0 < most < math.inf:
        raise ValueError(points)
    options = tuple([tuple(group) for group in row.get("options", ())])
    picked = tuple([tuple(places) for places in row.get("picked", ())])
    for group, places in zip(options, picked, strict=True):
        if len("".join(group)) > _LONGEST * 10 or len(group) > _MOST_OPTIONS:
            raise ValueError(group)
        if len(set(places)) < len(places) or not all(0 <= at < len(group) for at in places):
            raise ValueError(places)
    said = (text, confidence)
    return FirstAnswer(card, part, form, kind, topic, step, points, most, options, picked, *said)
