"""Packages of other programs that are made to hurt: a child process that may take little memory
refuses them in words, and nothing is unpacked anywhere.
"""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.faults.child import Ran, learnms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOST_MEMORY = 250
"""MiB: what may be unpacked, and the program."""
SECONDS = 10
MEBIBYTE = 1 << 20
QTI = (
    '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><item ident="a"/>'
    "</questestinterop>"
)


def zipped(path: Path, members: dict[str, bytes | str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def zeros(path: Path, name: str, mebibytes: int) -> None:
    """An archive with a member of zeros, which packs a thousand to one."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as member,
    ):
        for _ in range(mebibytes):
            member.write(bytes(MEBIBYTE))


def lying(path: Path) -> None:
    """An archive whose table of contents says that a member of 300 MiB has 10 bytes."""
    zeros(path, "collection.anki2", 300)
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(signature)
        data[at + offset : at + offset + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)


def nested(path: Path) -> None:
    inner = b"x" * 100
    for level in range(40):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for copy in range(2):
                archive.writestr(f"{level}-{copy}.zip", inner)
        inner = stream.getvalue() if len(stream.getvalue()) < MEBIBYTE else inner
    zipped(path, {"imsmanifest.xml": "<manifest/>", "inner.zip": inner})


def compressed(path: Path) -> None:
    """A Zstandard frame of a few kilobytes that holds 2 GiB."""
    from learnms.exchange.anki import collection

    zstd = collection._zstd()
    block = zstd.compress(bytes(MEBIBYTE))
    del block
    compressor = zstd.ZstdCompressor()
    frame = b"".join(compressor.compress(bytes(16 * MEBIBYTE)) for _ in range(128))
    zipped(path, {"collection.anki21b": frame + compressor.flush(), "meta": b"\x08\x03"})


def many(path: Path) -> None:
    zipped(path, {f"{n}.xml": b"" for n in range(30_000)})


def database(script: str, damage: Callable[[bytearray], None] | None = None) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(
            "CREATE TABLE col (id, crt, mod, scm, ver, dty, usn, ls, conf, models, decks, dconf,"
            " tags); CREATE TABLE notes (id, guid, mid, mod, usn, tags, flds, sfld, csum, flags,"
            " data); CREATE TABLE cards (id, nid, did, ord, odid); CREATE TABLE revlog (id, cid,"
            " usn, ease, ivl, lastIvl, factor, time, type);"
            'INSERT INTO col (ver, models, decks) VALUES (11, \'{"1": {"name": "B", "flds":'
            ' [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}], "tmpls": [{"qfmt":'
            ' "{{Front}}", "afmt": "{{Back}}", "ord": 0}], "type": 0}}\', \'{"1": {"name":'
            ' "D"}}\');'
            "INSERT INTO notes (id, guid, mid, tags, flds) VALUES (1, 'g', 1, '',"
            f" 'Q' || char(31) || 'A'); INSERT INTO cards VALUES (1, 1, 1, 0, 0); {script}"
        )
        data = bytearray(connection.serialize())
    if damage is not None:
        damage(data)
    return bytes(data)


def zero_page(data: bytearray) -> None:
    size = int.from_bytes(data[16:18], "big")
    data[size : 2 * size] = bytes(size)


def loop_of_pages(data: bytearray) -> None:
    """An interior page that names itself as its child."""
    size = int.from_bytes(data[16:18], "big")
    data[size : size + 12] = b"\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02"


def huge_count(data: bytearray) -> None:
    data[28:32] = b"\x7f\xff\xff\xff"


DATABASES = {
    "a view": database("CREATE VIEW v AS SELECT load_extension('x');"),
    "a view for a table": database("DROP TABLE notes; CREATE VIEW notes AS SELECT 1 AS id;"),
    "a trigger": database("CREATE TRIGGER t AFTER INSERT ON notes BEGIN SELECT 1; END;"),
    "a virtual table": database("CREATE VIRTUAL TABLE x USING fts5(a);"),
    "an endless view": database(
        "CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n FROM r)"
        " SELECT * FROM r;"
    ),
    "a page of zeros": database("", zero_page),
    "a loop of pages": database("", loop_of_pages),
    "more pages than there are": database("", huge_count),
    "half of it": database("")[:6000],
    "a head alone": b"SQLite format 3\0" + bytes(84),
    "models that are nested": database(f"UPDATE col SET models = '{'[' * 100_000}';"),
    "blobs for texts": database("UPDATE notes SET flds = randomblob(100), guid = zeroblob(10);"),
}


def package_of(data: bytes) -> Callable[[Path], None]:
    return lambda path: zipped(path, {"collection.anki2": data, "media": "{}"})


ARCHIVES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "slip.zip": (
        "leads outside",
        lambda path: zipped(path, {"../escaped.txt": "x", "a.xml": QTI, "imsmanifest.xml": "<m/>"}),
    ),
    "absolute.zip": (
        "leads outside",
        lambda path: zipped(path, {str(path.parent / "escaped.txt"): "x", "a.xml": QTI}),
    ),
    "drive.zip": (
        "leads outside",
        lambda path: zipped(path, {"C:\\escaped.txt": "x", "a.xml": QTI}),
    ),
    "bomb.zip": ("unpacks to", lambda path: zeros(path, "imsmanifest.xml", 300)),
    "ratio.zip": ("times its size", lambda path: zeros(path, "a.xml", 20)),
    "many.zip": ("more than", many),
    "nested.zip": ("", nested),
    "bomb.apkg": ("unpacks to", lambda path: zeros(path, "collection.anki2", 300)),
    "lying.apkg": ("damaged", lying),
    "frame.apkg": ("unpacks to", compressed),
    "bomb.docx": ("unpacks to", lambda path: zeros(path, "word/document.xml", 300)),
}


def imported(path: Path) -> Ran:
    """Import a package into an empty folder; it fails the test where it does more than refuse."""
    folder = path.parent
    before = {file for file in folder.rglob("*") if "home" not in file.parts}
    done = learnms(
        folder, "import", str(path), "--to", str(folder / "new.yaml"), "--yes", seconds=SECONDS
    )

    assert done.code in (0, 1, 2), f"{done.code}: {done.said()}"
    assert "Traceback" not in done.err
    assert done.memory < MOST_MEMORY
    after = {file for file in folder.rglob("*") if "home" not in file.parts}
    assert after - before <= {folder / "new.yaml"}
    assert not (folder.parent / "escaped.txt").exists()
    return done


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_hostile_archive_is_refused(tmp_path: Path, name: str) -> None:
    words, make = ARCHIVES[name]
    folder = tmp_path / "folder"
    folder.mkdir()
    make(folder / name)
    done = imported(folder / name)

    assert done.code in (1, 2), done.said()
    assert words in done.err


@pytest.mark.parametrize("name", DATABASES)
def test_a_hostile_database_is_refused_or_read_as_text(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    package_of(DATABASES[name])(folder / "a.apkg")
    imported(folder / "a.apkg")


def test_a_sound_database_of_this_shape_is_read(tmp_path: Path) -> None:
    """The others are refused for what is wrong with them."""
    (tmp_path / "folder").mkdir()
    path = tmp_path / "folder" / "a.apkg"
    package_of(database(""))(path)
    done = learnms(path.parent, "import", str(path), "--dry-run")

    assert done.code == 0, done.said()
    assert "1 card" in done.said()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_changed_bytes_of_a_package_crash_nothing(tmp_path: Path, seed: int) -> None:
    import random

    source, sound = random.Random(seed), database("")
    for number in range(50):
        data = bytearray(sound)
        for _ in range(source.randint(1, 20)):
            data[source.randrange(100, len(data))] = source.randrange(256)
        folder = tmp_path / str(number)
        folder.mkdir()
        package_of(bytes(data))(folder / "a.apkg")
        imported(folder / "a.apkg")
