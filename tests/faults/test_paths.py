"""Pipes, devices, links and paths that lead elsewhere: among the decks, in the places of learnms's
own files, and in what decks and banks of other programs name. Nothing waits, nothing is read
without end, and nothing outside is read or written.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.conftest import DECK
from tests.faults.child import learnms

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices in folders are POSIX")


def put(path: Path, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_what_is_no_file_among_the_decks_is_a_finding(tmp_path: Path, kind: str) -> None:
    decks = tmp_path / "decks"
    decks.mkdir()
    (decks / "small.yaml").write_text(DECK, "utf-8")
    put(decks / "odd.yaml", kind)
    put(decks / "sources.yaml", kind)

    checked = learnms(tmp_path, "check")
    due = learnms(tmp_path, "due")
    again = learnms(tmp_path, "review", "--plain", "--new", "1")

    assert (checked.code, due.code, again.code) == (1, 0, 0), (checked.err, due.err, again.err)
    assert "LM003" in checked.out
    assert "A small deck" in due.out
    assert "Traceback" not in checked.err + due.err + again.err


@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize("name", ["learnms.db", "settings.toml", "writer.lock"])
def test_what_is_no_file_in_the_data_folder_is_a_sentence(
    tmp_path: Path, kind: str, name: str
) -> None:
    home, decks = tmp_path / "home", tmp_path / "decks"
    home.mkdir()
    decks.mkdir()
    (decks / "small.yaml").write_text(DECK, "utf-8")
    put(home / name, kind)

    due = learnms(tmp_path, "due")

    assert due.code == (1 if name == "learnms.db" else 0), due.err
    assert "Traceback" not in due.err
    if name != "writer.lock":
        assert "it is a pipe or a device, not an ordinary file" in due.err


SECRET = "the-secret-of-another-person"
AWAY = (
    "../secret.txt",
    "../../secret.txt",
    "..\\secret.txt",
    "/etc/passwd",
    "file:///etc/passwd",
    "//server/share/secret.txt",
    "\\\\server\\share\\secret.txt",
    "C:\\secret.txt",
    "~/secret.txt",
    "$HOME/secret.txt",
    "/dev/zero",
    "/dev/stdin",
    "pipe",
    "link-out",
)
"""Names of what is not among the decks."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with decks, and with a secret beside them."""
    decks = tmp_path / "decks"
    decks.mkdir()
    (tmp_path / "secret.txt").write_text(SECRET)
    os.mkfifo(decks / "pipe")
    (decks / "link-out").symlink_to(tmp_path / "secret.txt")
    return tmp_path


def test_no_field_of_a_deck_is_opened_as_a_path(folder: Path) -> None:
    cards = "".join(
        f"  - id: card-{n}\n    ask: {json.dumps(away + ' ![x](' + away + ')')}\n"
        f"    answer: {json.dumps(away)}\n    explain: {json.dumps('<img src=' + away + '>')}\n"
        f"    exhibit: {{{json.dumps(away)}: {json.dumps(away)}}}\n    source: {json.dumps(away)}\n"
        for n, away in enumerate(AWAY)
    )
    sources = "".join(
        f"  {json.dumps(away)}: {{title: {json.dumps(away)}, url: {json.dumps(away)}}}\n"
        for away in AWAY
    )
    (folder / "decks" / "deck.yaml").write_text(
        f"deck: D\nid: deck-id\nprimer: ../secret.txt\nsources:\n{sources}cards:\n{cards}"
    )
    (folder / "decks" / "sources.yaml").symlink_to(folder / "secret.txt")

    out = str(folder / "out.md")
    export = ("export", "markdown", "deck-id", "--to", out)
    for words in (("check",), ("due",), ("review", "--plain"), export):
        done = learnms(folder, *words, typed=b"\n3\n\nq\n")
        assert "Traceback" not in done.err
        assert done.code in (0, 1, 2)
        if words != ("check",):
            assert SECRET not in done.said()
    assert not Path(out).exists() or SECRET not in Path(out).read_text()


@pytest.mark.parametrize("away", ["/dev/zero", "pipe", "loop"])
@pytest.mark.parametrize("command", ["check", "import", "class", "hand-in"])
def test_a_named_file_that_is_none_is_a_sentence(folder: Path, away: str, command: str) -> None:
    (folder / "decks" / "loop").symlink_to("loop")
    words = ["hand-in", "x.json", "--form"] if command == "hand-in" else [command]
    done = learnms(folder, *words, str(folder / "decks" / away))

    assert done.code in (1, 2)
    assert "Traceback" not in done.err
    assert done.said()


def test_a_whole_disk_is_not_searched_for_decks(folder: Path) -> None:
    link = folder / "disk"
    link.symlink_to("/")

    for named in ("/", str(link)):
        done = learnms(folder, "check", named)

        assert done.code == 2
        said = f"`{named}` is a whole disk. Name a deck (a .yaml file) or a folder of decks."
        assert done.err == f"learnms: {said}\n"


def test_links_in_a_circle_among_the_decks_do_no_harm(folder: Path) -> None:
    decks = folder / "decks"
    (decks / "small.yaml").write_text(DECK, "utf-8")
    (decks / "again").symlink_to(decks)
    (decks / "loop.yaml").symlink_to("loop.yaml")
    (decks / "folder.yaml").mkdir()
    (decks / "gone.yaml").symlink_to("nothing")
    done = learnms(folder, "due", "--json")

    assert done.code == 0, done.err
    assert json.loads(done.out)["new"] == 8


@pytest.mark.parametrize("name", ["learnms.db", "settings.toml", "writer.lock", "decks", "backups"])
def test_a_link_out_of_the_data_folder_never_loses_its_target(folder: Path, name: str) -> None:
    (folder / "decks" / "small.yaml").write_text(DECK, "utf-8")
    home = folder / "home"
    home.mkdir()
    (home / name).symlink_to(folder / "secret.txt")
    done = learnms(folder, "review", "--plain", typed=b"\n3\nq\n")

    assert "Traceback" not in done.err
    assert (folder / "secret.txt").read_text() == SECRET
