"""The database in an Anki package, old or new, read in memory and never trusted.

A package is a ZIP archive with `collection.anki2`, `collection.anki21` (SQLite) or
`collection.anki21b` (SQLite, compressed with Zstandard). Up to schema 11 note types and decks are
JSON in the row of `col`; since Anki 2.1.28 they are tables with protobuf in them.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.errors import LearnmsError
from learnms.exchange.formats import EXTRA
from learnms.exchange.hostile import MOST_BYTES, Archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DATABASES = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""From the newest to the oldest: newer packages hold an older one that only asks for an update."""
_MEMBERS = (*_DATABASES, "meta")
_NEWEST_PACKAGE = 3
_NEW_TABLES = {"notetypes", "fields", "templates", "decks"}
_TABLES = {"col", "notes", "cards"}
_HEADER = b"SQLite format 3\0"
_JOURNAL_MODES = slice(18, 20)
"""Where the header says how to write and read: 2 is WAL, which a database in memory cannot be."""
_PIECE = 1 << 20
_LONGEST_TEMPLATE = 10_000
"""Characters of a template that are looked at; only the names of fields in it matter."""
_LEARN, _RELEARN = 0, 2
_CLOZE, _IMAGE_OCCLUSION = 1, 6
_SEPARATOR = "\x1f"
_WRONG = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
"""What values of another type than Anki's raise."""
_AGAIN = "Export it again from Anki."


class NoteType(NamedTuple):
    """A note type: its fields in order, and the question and answer side of each template."""

    name: str
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str], ...]
    is_cloze: bool = False
    is_occlusion: bool = False


class AnkiCard(NamedTuple):
    """A card of a note. `ord` is the template that makes it, or the number of its cloze minus 1."""

    id: int
    ord: int
    deck: str


class Note(NamedTuple):
    """A note with its cards; `fields` are HTML by name. Deck names have `::` between levels."""

    guid: str
    type: NoteType
    fields: dict[str, str]
    tags: tuple[str, ...]
    cards: tuple[AnkiCard, ...]


class Review(NamedTuple):
    """A row of the review log: milliseconds since the epoch, the button (0: none), the kind of
    entry (0 learn, 1 review, 2 relearn, 3 filtered, 4 manual, 5 rescheduled), the ease factor (0:
    the entry did not move the schedule) and the milliseconds it took.
    """

    card: int
    at_ms: int
    ease: int
    kind: int
    factor: int
    took_ms: int


class Collection:
    """The database of a package. Close it after use.

    Raises:
        LearnmsError: the package or its database is damaged, hostile or too new.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._database = sqlite3.connect(":memory:")
        try:
            self._open(_database_in(path))
        except sqlite3.Error as error:
            self.close()
            raise self._damaged(error) from error
        except UnicodeDecodeError as error:  # from an error message of SQLite, which quotes it
            self.close()
            raise self._damaged("its schema is not UTF-8") from error
        except LearnmsError:
            self.close()
            raise

    def close(self) -> None:
        """Free the memory."""
        self._database.close()

    def __enter__(self) -> Collection:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _damaged(self, error: object) -> LearnmsError:
        return LearnmsError(f"The database in {self.path} is damaged ({error}).", _AGAIN)

    def _open(self, data: bytes) -> None:
        """Load the database, and refuse what no collection of Anki has.

        Raises:
            LearnmsError: it has views, triggers or virtual tables, or lacks a table.
            sqlite3.Error: it is damaged.
        """
        if not data.startswith(_HEADER):
            raise self._damaged("it is not an SQLite database")
        header = bytearray(data[: _JOURNAL_MODES.stop])
        header[_JOURNAL_MODES] = b"\1\1"
        self._database.deserialize(bytes(header) + data[_JOURNAL_MODES.stop :])
        self._database.text_factory = lambda text: text.decode("utf-8", "replace")
        self._database.create_collation("unicase", _unicase)
        for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON"):
            self._database.execute(f"PRAGMA {pragma}")
        schema = self._database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        for kind, name, sql in schema:
            if kind in ("view", "trigger") or _is_virtual(sql):
                what = "virtual table" if kind == "table" else kind
                message = f"{self.path} cannot be imported: its database has the {what} `{name}`."
                raise LearnmsError(message, f"An Anki collection has none. {_AGAIN}")
        self._names = {str(name) for kind, name, _ in schema if kind == "table"}
        if not self._names >= _TABLES:
            raise self._damaged("it has no notes and cards")
        (state,) = self._database.execute("PRAGMA quick_check(1)").fetchone()
        if state != "ok":
            raise self._damaged(state)

    def notes(self) -> list[Note]:
        """The notes in the order in which they were made.

        Raises:
            LearnmsError: the database is damaged.
        """
        try:
            return list(self._notes())
        except (sqlite3.Error, *_WRONG) as error:
            raise self._damaged(error) from error
        except RecursionError as error:
            raise self._damaged("JSON is nested too deep") from error

    def _notes(self) -> Iterator[Note]:
        is_new = self._names >= _NEW_TABLES
        types = self._note_types() if is_new else self._old_note_types()
        decks = self._decks() if is_new else self._old_decks()
        cards: dict[int, list[AnkiCard]] = {}
        for ident, note, deck, ordinal in self._database.execute(
            "SELECT id, nid, CASE WHEN odid THEN odid ELSE did END, ord FROM cards ORDER BY ord, id"
        ):
            card = AnkiCard(int(ident), int(ordinal), decks.get(int(deck), ""))
            cards.setdefault(int(note), []).append(card)
        for ident, guid, kind, tags, fields in self._database.execute(
            "SELECT id, guid, mid, tags, flds FROM notes ORDER BY id"
        ):
            note_type = types.get(int(kind), NoteType("unknown", (), ()))
            values = str(fields).split(_SEPARATOR)
            names = note_type.fields or tuple(f"Field {n}" for n in range(1, len(values) + 1))
            yield Note(
                str(guid),
                note_type,
                dict(zip(names, values, strict=False)),
                tuple(str(tags).split()),
                tuple(cards.get(int(ident), ())),
            )

    def _old_note_types(self) -> dict[int, NoteType]:
        return {
            int(ident): NoteType(
                str(model["name"]),
                tuple(str(row["name"]) for row in _in_order(model["flds"])),
                tuple(
                    (str(row["qfmt"])[:_LONGEST_TEMPLATE], str(row["afmt"])[:_LONGEST_TEMPLATE])
                    for row in _in_order(model["tmpls"])
                ),
                model.get("type") == _CLOZE,
                model.get("originalStockKind") == _IMAGE_OCCLUSION,
            )
            for ident, model in self._json("models").items()
        }

    def _old_decks(self) -> dict[int, str]:
        return {int(ident): str(deck["name"]) for ident, deck in self._json("decks").items()}

    def _json(self, column: str) -> dict[str, Any]:
        (text,) = self._database.execute(f"SELECT {column} FROM col").fetchone()
        rows: dict[str, Any] = json.loads(text)
        return rows

    def _note_types(self) -> dict[int, NoteType]:
        fields: dict[int, list[str]] = {}
        named = self._database.execute("SELECT ntid, name FROM fields ORDER BY ntid, ord")
        for kind, name in named:
            fields.setdefault(kind, []).append(str(name))
        templates: dict[int, list[tuple[str, str]]] = {}
        for kind, config in self._database.execute(
            "SELECT ntid, config FROM templates ORDER BY ntid, ord"
        ):
            written = dict(protobuf(config))
            templates.setdefault(kind, []).append((_utf8(written, 1), _utf8(written, 2)))
        types = {}
        for kind, name, config in self._database.execute("SELECT id, name, config FROM notetypes"):
            written = dict(protobuf(config))
            types[int(kind)] = NoteType(
                str(name),
                tuple(fields.get(kind, ())),
                tuple(templates.get(kind, ())),
                written.get(1) == _CLOZE,
                written.get(9) == _IMAGE_OCCLUSION,
            )
        return types

    def _decks(self) -> dict[int, str]:
        rows = self._database.execute("SELECT id, name FROM decks")
        return {int(ident): str(name).replace(_SEPARATOR, "::") for ident, name in rows}

    def reviews(self) -> list[Review]:
        """The review log, the oldest entry first; empty where the package has none.

        Raises:
            LearnmsError: the database is damaged.
        """
        if "revlog" not in self._names:
            return []
        query = "SELECT cid, id, ease, type, factor, time FROM revlog ORDER BY id"
        try:
            reviews = [Review(*map(int, row)) for row in self._database.execute(query)]
            is_old = not self._names >= _NEW_TABLES and self._json("conf").get("schedVer", 1) == 1
        except (sqlite3.Error, *_WRONG) as error:
            raise self._damaged(error) from error
        except RecursionError as error:
            raise self._damaged("JSON is nested too deep") from error
        return list(map(_with_four_buttons, reviews)) if is_old else reviews


def _with_four_buttons(review: Review) -> Review:
    """A review of the first scheduler, whose learning cards had the buttons Again, Good and Easy.

    Source: `_remapLearningAnswers` in Anki's upgrade to the second scheduler.
    """
    has_three = review.kind in (_LEARN, _RELEARN) and review.ease in (2, 3)
    return review._replace(ease=review.ease + 1) if has_three else review


def _unicase(first: str, second: str) -> int:
    """Anki's order of names; only damage is looked for in it."""
    one, other = first.casefold(), second.casefold()
    return (one > other) - (one < other)


def _is_virtual(sql: object) -> bool:
    return "VIRTUAL" in str(sql).upper().split("(")[0].split()[:3]


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: int(row.get("ord") or 0))


def _database_in(path: Path) -> bytes:
    """The bytes of the newest database in a package."""
    with closing(Archive(path, only=_MEMBERS)) as archive:
        name = next((name for name in _DATABASES if name in archive), None)
        version = dict(protobuf(archive.read("meta"))).get(1) if "meta" in archive else None
        if name is None and isinstance(version, int) and version > _NEWEST_PACKAGE:
            message = f"{path} was made by a newer Anki, in a format that learnms does not know."
            raise LearnmsError(message, "In Anki, export it with “Support older Anki versions”.")
        if name is None:
            message = f"{path} is not an Anki package: it has no collection in it."
            raise LearnmsError(message, _AGAIN)
        data = archive.read(name)
    return _decompressed(data, path) if name.endswith("b") else data


def _unpacks_to_more(decompressor: Any, data: bytes, most: int) -> bool:
    """Whether a frame holds more than so many bytes; none of them is kept."""
    size = len(decompressor.decompress(data, max_length=_PIECE))
    while size <= most and not decompressor.eof and not decompressor.needs_input:
        size += len(decompressor.decompress(b"", max_length=_PIECE))
    return size > most


def _decompressed(data: bytes, path: Path) -> bytes:
    """The contents of the one Zstandard frame that Anki writes, up to `MOST_BYTES`."""
    zstd = _zstd()
    decompressor = zstd.ZstdDecompressor()
    try:
        is_too_much = _unpacks_to_more(zstd.ZstdDecompressor(), data, MOST_BYTES)
        contents: bytes = b"" if is_too_much else decompressor.decompress(data)
    except (zstd.ZstdError, MemoryError) as error:
        message = f"The database in {path} is damaged (it cannot be decompressed)."
        raise LearnmsError(message, _AGAIN) from error
    if is_too_much:
        message = f"{path} cannot be imported: it unpacks to more than {MOST_BYTES >> 20} MiB."
        raise LearnmsError(message, _AGAIN)
    if not decompressor.eof:
        message = f"The database in {path} is damaged (its end is missing)."
        raise LearnmsError(message, _AGAIN)
    return contents


def _zstd() -> Any:
    for name in ("compression.zstd", "backports.zstd"):
        try:
            return import_module(name)
        except ImportError:
            continue
    message = "New Anki packages need the extra `exchange`, which is not installed."
    remedy = f"Run `pip install '{EXTRA}'`, or export with “Support older Anki versions”."
    raise LearnmsError(message, remedy)


def protobuf(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protobuf message: numbers, and bytes for texts and messages within it.

    Source: https://protobuf.dev/programming-guides/encoding/. What does not follow it ends the
    message.
    """
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        kind = key & 7
        if kind == 0:
            value, place = _varint(data, place)
            yield key >> 3, value
            continue
        if kind == 2:
            size, place = _varint(data, place)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            return
        yield key >> 3, data[place : place + size]
        place += size


def _varint(data: bytes, place: int) -> tuple[int, int]:
    number = shift = 0
    while place < len(data) and shift < 64:
        byte = data[place]
        number |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            break
    return number, place


def _utf8(message: dict[int, int | bytes], number: int) -> str:
    value = message.get(number)
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else ""
    return text[:_LONGEST_TEMPLATE]
