"""Anki packages for tests: written by Anki itself, or byte by byte where they are hostile."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)

NOTES = (
    ("Basic", ("What does <b>ocrelizumab</b> bind?", "CD20 &amp; no other")),
    ("Basic (and reversed card)", ("HBcAb", "Hepatitis B core antibody")),
    ("Basic (optional reversed card)", ("Front only", "One way", "")),
    ("Basic (optional reversed card)", ("Both ways", "And back", "y")),
    ("Basic (type in the answer)", ("Type the target.", "CD20")),
    ("Cloze", ("Give {{c1::600 mg::dose}} every {{c3::6 <i>months</i>}}.", "Twice a year.")),
    ("Cloze", ("{{c1::The {{c2::core}} antibody}} shows infection.", "")),
    (
        "Basic",
        ('<img src="a.png" onerror="alert(1)">Look [sound:x.mp3]<script>steal()</script>', "Here"),
    ),
    ("Basic", ("Rate is \\(\\frac{a}{b}\\)", "{{Front}} is not a field here")),
)
"""Note types of Anki and their fields."""


def add(collection: Collection, kind: str, fields: tuple[str, ...], deck: str, guid: str) -> None:
    """Add a note with tags."""
    note_type = collection.models.by_name(kind)
    assert note_type is not None
    note = collection.new_note(note_type)
    note.fields = list(fields)
    note.tags = ["ms", "exam::final", "leech"]
    note.guid = guid
    deck_id = collection.decks.id(deck)
    assert deck_id is not None
    collection.add_note(note, deck_id)


def collection_with_notes(path: Path) -> Collection:
    """A new collection with `NOTES` in two decks, of guids `guid-0`, `guid-1`, …"""
    collection = Collection(str(path))
    for number, (kind, fields) in enumerate(NOTES):
        deck = "Pharm::MS" if number < 4 else "Pharm::MS::Dosing"
        add(collection, kind, fields, deck, f"guid-{number}")
    return collection


def export(collection: Collection, path: Path, *, legacy: bool) -> Path:
    """Have Anki export a package: the whole collection for `.colpkg`."""
    if path.suffix == ".colpkg":
        collection.export_collection_package(str(path), include_media=False, legacy=legacy)
        return path
    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_media=False, with_deck_configs=False, legacy=legacy
    )
    collection.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def imported(collection: Collection, path: Path) -> dict[str, int]:
    """Have Anki import a package; how many notes are new, updated, and so on."""
    request = ImportAnkiPackageRequest(
        package_path=str(path), options=ImportAnkiPackageOptions(with_scheduling=False)
    )
    log = collection.import_anki_package(request).log
    names = ("new", "updated", "duplicate", "conflicting")
    return {name: len(getattr(log, name)) for name in names}


SCHEMA = """
CREATE TABLE col (models text, decks text, conf text);
CREATE TABLE notes (id integer, guid text, mid integer, tags text, flds text);
CREATE TABLE cards (id integer, nid integer, did integer, odid integer, ord integer);
CREATE TABLE revlog (id, cid, ease, type, factor, time);
INSERT INTO col VALUES ('{"1": {"name": "Basic", "type": 0, "flds": [{"name": "Front", "ord": 0},
  {"name": "Back", "ord": 1}], "tmpls": [{"qfmt": "{{Front}}", "afmt": "{{Back}}", "ord": 0}]}}',
  '{"1": {"name": "Default"}}', '{"schedVer": 2}');
INSERT INTO notes VALUES (1, 'g', 1, '', 'Front' || char(31) || 'Back');
INSERT INTO cards VALUES (1, 1, 1, 0, 0);
"""


def database(script: str = "") -> bytes:
    """A small collection of the old schema, after more SQL."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA + script)
        return connection.serialize()


def package(path: Path, members: dict[str, bytes]) -> Path:
    """A ZIP archive with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path
