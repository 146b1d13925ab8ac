"""Review history in the columns of the FSRS optimizer: `card_id, review_time, review_rating,
review_state, review_duration`.

`card_id` is a card's id or `id#part`, `review_time` and `review_duration` are milliseconds (the
first since the epoch). Rows with the same card, time and rating, in one file or in two, are one
review.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, TextIO

from learnms.errors import LearnmsError
from learnms.exchange.cells import guarded, unguarded
from learnms.exchange.places import NOTHING_IMPORTED, at_line, text_of
from learnms.store.log.events import with_checksum
from learnms.store.log.uuid7 import id_of_content
from learnms.store.log.validation import is_id
from learnms.store.read.events import EventQueries
from learnms.store.read.library import LibraryQueries
from learnms.store.read.rows import EPOCH, milliseconds
from learnms.study.day import ROLLOVER_HOUR, moment
from learnms.study.event import Event, Part, is_held

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, tzinfo
    from pathlib import Path

    from learnms.store.log.writer import Store

COLUMNS = ("card_id", "review_time", "review_rating", "review_state", "review_duration")
_REQUIRED = COLUMNS[:3]
LATEST_MS = 253_402_000_000_000  # a few days before the year 10000, which dates do not know
_LIKE_SECONDS = range(10**8, 10**11)
"""As milliseconds these times lie in 1970 to 1973, before FSRS; as seconds, in any year since 1973.
"""
LONGEST_DURATION_MS = 10**11
"""Three years, longer than any answer takes."""
_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d+)?([eE][+-]?\d{1,2})?", re.ASCII)
_NEW, _REVIEW = 0, 2


class ReviewsRead(NamedTuple):
    """The reviews of a file, and how many rows were skipped because they rate nothing (rating 0, a
    manual change).
    """

    events: list[Event]
    skipped: int


class ReviewImport(NamedTuple):
    """How many reviews were added, how many were known, how many rows rate nothing, and how many
    of the added are held (dated after tomorrow).
    """

    added: int
    known: int
    skipped: int
    held: int


def import_reviews(
    store: Store, path: Path, zone: tzinfo | None = None, *, text: str | None = None
) -> ReviewImport:
    """Add a file's reviews to the log, all or nothing. `text` is the CSV that was made of a file of
    another program.

    The id of a card whose only part has a name means that part, if the library is loaded and has
    the card. A review that is in the log already, imported or answered here, is skipped.

    Raises:
        LearnmsError: the first bad row, as `file:line`; nothing was imported.
    """
    library = LibraryQueries(store.session)
    sole_parts = library.sole_parts() if library.in_use() else {}
    events, skipped = read_reviews(
        path,
        store.learner_id,
        zone,
        text=text,
        sole_parts=sole_parts,
        rollover_hour=store.rollover_hour,
    )
    answered = EventQueries(store.session).reviews()
    missing = [
        event
        for event in events
        if (event.owner, milliseconds(event.at_utc), event.rating) not in answered
    ]
    report = store.import_events(missing, checked=True)
    held = sum(is_held(event, store.today) for event in missing)
    return ReviewImport(report.added, len(events) - report.added, skipped, held)


def read_reviews(
    path: Path,
    learner_id: str,
    zone: tzinfo | None = None,
    *,
    text: str | None = None,
    sole_parts: Mapping[str, str] | None = None,
    rollover_hour: int = ROLLOVER_HOUR,
) -> ReviewsRead:
    """The reviews of a CSV file, as events of no device and sequence number 0.

    Comma, semicolon or tab; quotes; a byte order mark; more columns and any order of columns and
    rows are fine.

    Args:
        path: the file.
        learner_id: whose reviews they are.
        zone: where the study day of a review is taken; None for the system's zone (`TZ`).
        text: what the file says, where it is no CSV itself.
        sole_parts: the part that the id of a card means, by card.
        rollover_hour: the local hour at which a study day begins.

    Raises:
        LearnmsError: the first bad row, as `file:line`, or what is wrong with the file.
    """
    text = text_of(path) if text is None else text
    read = _Rows(path, text, learner_id, zone, sole_parts or {}, rollover_hour)
    events = {event.id: event for event in read}
    return ReviewsRead(list(events.values()), read.skipped)


class _Rows:
    """The rows of one file as events."""

    def __init__(
        self,
        path: Path,
        text: str,
        learner_id: str,
        zone: tzinfo | None,
        sole_parts: Mapping[str, str],
        rollover_hour: int,
    ) -> None:
        self._path = path
        self._text = text
        self._learner = learner_id
        self._zone = zone
        self._sole_parts = sole_parts
        self._rollover_hour = rollover_hour
        self.skipped = 0

    def __iter__(self) -> Iterator[Event]:
        stream = io.StringIO(self._text, newline="")
        rows = csv.reader(stream, delimiter=_delimiter(self._text), strict=True)
        header: list[str] | None = None
        try:
            for cells in rows:
                if not any(cell.strip() for cell in cells):
                    continue
                if header is None:
                    header = [cell.strip().lower() for cell in cells]
                    self._check_header(header, rows.line_num)
                else:
                    yield from self._event(dict(zip(header, cells, strict=False)))
        except (ValueError, csv.Error) as error:
            raise at_line(self._path, rows.line_num, f"{error}.") from error
        if header is None:
            raise LearnmsError(
                f"{self._path} is empty.",
                f"Its first line should name the columns {', '.join(COLUMNS)}. {NOTHING_IMPORTED}",
            )

    def _check_header(self, header: list[str], line: int) -> None:
        missing = [name for name in _REQUIRED if name not in header]
        if missing:
            raise at_line(
                self._path,
                line,
                f"the first line does not name the column{'s' if len(missing) > 1 else ''}"
                f" {', '.join(missing)}.",
                f"It should name {', '.join(COLUMNS)}. {NOTHING_IMPORTED}",
            )

    def _event(self, row: dict[str, str]) -> Iterator[Event]:
        rating = _number(row, "review_rating")
        if rating == 0:
            self.skipped += 1
            return
        if rating not in (1, 2, 3, 4):
            msg = f"the rating {rating} is not 1 to 4"
            raise ValueError(msg)
        card_id = row.get("card_id", "").strip()
        time_ms = _number(row, "review_time")
        if not 0 <= time_ms <= LATEST_MS:
            msg = f"the time {time_ms} is not in milliseconds since 1970"
            raise ValueError(msg)
        if time_ms in _LIKE_SECONDS:
            msg = f"the time {time_ms} looks like seconds; the column is in milliseconds"
            raise ValueError(msg)
        took_ms = _optional_number(row, "review_duration")
        if took_ms is not None and not 0 <= took_ms <= LONGEST_DURATION_MS:
            msg = f"the duration {row['review_duration'].strip()[:40]} is not in milliseconds"
            raise ValueError(msg)
        _optional_number(row, "review_state")
        part = self._part(card_id)
        at_utc, offset, day = moment(
            (EPOCH + timedelta(milliseconds=time_ms)).astimezone(self._zone), self._rollover_hour
        )
        yield with_checksum(
            Event(
                learner_id=self._learner,
                id=id_of_content(time_ms, f"{card_id}\0{time_ms}\0{rating}"),
                kind="review",
                device_id=None,
                seq=0,
                at_utc=at_utc,
                utc_offset=offset,
                study_day=day,
                card=part.card,
                part=part.part,
                rating=rating,
                took_ms=took_ms,
            )
        )

    def _part(self, card_id: str) -> Part:
        part = Part.parse(unguarded(card_id))
        if not is_id(part.card) or not (part.part is None or is_id(part.part)):
            msg = f"the card_id {card_id[:60]!r} is not an id"
            raise ValueError(msg)
        return Part(part.card, self._sole_parts.get(part.card)) if part.part is None else part


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=header.count)


def _number(row: dict[str, str], name: str) -> int:
    number = _optional_number(row, name)
    if number is None:
        msg = f"the row has no {name}"
        raise ValueError(msg)
    return number


def _optional_number(row: dict[str, str], name: str) -> int | None:
    text = row.get(name, "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    if _NUMBER.fullmatch(text) and (number := float(text)).is_integer():
        return int(number)
    msg = f"the {name} {text[:40]!r} is not a whole number"
    raise ValueError(msg)


def write_reviews(events: Iterable[Event], stream: TextIO, today: date) -> int:
    """Write the counting reviews of a log, in the order of replay. Returns how many.

    A history that moved to another card is written under that card. `review_state` is 0 for the
    first review of a part, or the first after a reset, and 2 for the others. A cell that a
    spreadsheet would take for a formula begins with `'`.
    """
    from learnms.study.replay import Relinks, counting

    log = counting(events, today)
    relinks = Relinks.of(log)
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(COLUMNS)
    known: set[Part] = set()
    count = 0
    for event in log:
        if event.kind not in ("review", "reset") or event.owner is None:
            continue
        owner = relinks.owner(event.owner)
        if event.kind == "reset":
            known.discard(owner)
            continue
        state = _REVIEW if owner in known else _NEW
        rows.writerow(
            (
                guarded(str(owner)),
                milliseconds(event.at_utc),
                event.rating,
                state,
                "" if event.took_ms is None else event.took_ms,
            )
        )
        known.add(owner)
        count += 1
    return count
