"""Decks that come parsed with the program: used where they are byte for byte those that are there,
and nowhere else.
"""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from learnms.decks.load import Sources
from learnms.engine.ingest import parse, parser
from learnms.engine.parsed_decks import NAME, at, shipped_files, to_bytes
from learnms.paths import shipped_decks

DECKS = ("06-subcutaneous.yaml", "14-cases.yaml", "sources.yaml")


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped decks with the file of the parsed ones in it."""
    folder = tmp_path / "shipped"
    (folder / "ocrelizumab").mkdir(parents=True)
    for name in DECKS:
        shutil.copy(shipped_decks() / "ocrelizumab" / name, folder / "ocrelizumab" / name)
    (folder / NAME).write_bytes(to_bytes(folder, parser()))
    monkeypatch.setattr("learnms.engine.ingest.shipped_decks", lambda: folder)
    return folder


def paths(folder: Path) -> list[Path]:
    return [folder / "ocrelizumab" / name for name in DECKS[:2]]


def test_they_are_what_parsing_gives(shipped: Path) -> None:
    content = parser(lambda: pytest.fail("YAML was read"))
    for path in paths(shipped):
        assert json.dumps(content(str(path))) == json.dumps(parse(str(path), Sources()))


def test_they_are_the_same_every_time(shipped: Path) -> None:
    assert to_bytes(shipped, parser()) == (shipped / NAME).read_bytes()


def test_a_changed_deck_is_parsed(shipped: Path) -> None:
    said: list[str] = []
    content = parser(lambda: said.append("reading"))
    changed, other = paths(shipped)
    changed.write_text(changed.read_text("utf-8").replace("deck:", "deck: My", 1), "utf-8")

    assert content(str(other)).title
    assert said == []
    assert "My" in content(str(changed)).title
    assert said == ["reading"]


def test_a_copy_elsewhere_is_parsed(shipped: Path, tmp_path: Path) -> None:
    said: list[str] = []
    copy = tmp_path / "copy.yaml"
    shutil.copy(paths(shipped)[0], copy)

    assert parser(lambda: said.append("reading"))(str(copy)).problems, "its sources are elsewhere"
    assert said == ["reading"]


@pytest.mark.parametrize("damage", ["program", "sources", "files", "bits", "text", "shape"])
def test_what_does_not_fit_is_as_if_it_were_not_there(shipped: Path, damage: str) -> None:
    file = shipped / NAME
    content = json.loads(gzip.decompress(file.read_bytes()))
    if damage == "program":
        content["program"] += 1
    elif damage == "files":
        content["files"] = [[1]]
    elif damage == "shape":
        content = [content]
    file.write_bytes(gzip.compress(json.dumps(content).encode()))
    if damage == "sources":
        sources = shipped / "ocrelizumab" / "sources.yaml"
        sources.write_bytes(sources.read_bytes() + b"\n")
    elif damage == "bits":
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    elif damage == "text":
        file.write_bytes(b"no archive")

    assert shipped_files(shipped) == {}
    path = paths(shipped)[0]
    assert parser()(str(path)).cards, "the deck itself is read"


def test_without_the_file_there_are_none(tmp_path: Path) -> None:
    assert shipped_files(tmp_path) == {}
    assert at(str(tmp_path / "no.yaml"), {}) is None
