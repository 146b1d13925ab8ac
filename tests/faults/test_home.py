"""A data folder that cannot be written, or cannot be at all: one sentence, and reading goes on."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.conftest import DECK
from tests.end_to_end.place import Place
from tests.end_to_end.terminal import environment
from tests.faults.forked import Ran, forked, ran

NOBODY, UNKNOWN = 65534, 54321
NOT_UTF8 = os.fsdecode(b"caf\xe9")
root = pytest.mark.skipif(
    os.name != "posix" or os.getuid() != 0, reason="only root can become another user"
)


def become_user(number: int = NOBODY) -> None:
    """In the child: be another user, where this one may write anywhere."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(number)
        os.setuid(number)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user can reach, with decks that every user can read."""
    folder = Path(tempfile.mkdtemp(prefix="learnms-shared-"))
    folder.chmod(0o755)
    (folder / "deck.yaml").write_text(DECK, "utf-8")
    (folder / "deck.yaml").chmod(0o644)
    yield folder
    for path in (folder, *folder.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(folder: Path, *words: str) -> Ran:
    """Run the program as a user who may write nothing there."""
    surroundings = environment(folder, folder / "deck.yaml")
    return ran(words, surroundings, "\n3\nq\n", become_user)


def assert_one_sentence(done: Ran, *words: str, code: int = 1) -> None:
    assert done.code == code, done
    assert "Traceback" not in done.err
    said = done.err.strip()
    assert said.startswith("learnms: "), said
    assert len(said.splitlines()) == 1, said
    assert all(word in said for word in words), said


def read_only_home(folder: Path) -> Path:
    """A home with one answer, in which nothing may be written."""
    place = Place(folder)
    place.known_learner()
    assert ran(["review"], place.environment(), "\n3\nq\n").code == 0
    for path in place.home.rglob("*"):
        path.chmod(0o444)
    place.home.chmod(0o555)
    return place.home


def test_a_home_that_cannot_be_made_is_one_sentence(shared: Path) -> None:
    shared.chmod(0o555)

    assert_one_sentence(as_nobody(shared, "review", "--plain"), "home cannot be written")
    assert as_nobody(shared, "due").out.startswith("0 due, 8 new.")


def test_a_read_only_home_can_be_read_and_says_that_it_cannot_be_written(shared: Path) -> None:
    home = read_only_home(shared)
    before = {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()}

    for words in (("review", "--plain"), ("quiz", "--plain"), ("rebuild",), ("optimize",)):
        assert_one_sentence(as_nobody(shared, *words), "cannot be written")
    assert as_nobody(shared, "due").out.startswith("0 due, 7 new.")
    assert "card-flash" in as_nobody(shared, "memory").out
    assert as_nobody(shared, "stats").code == 0
    assert '"kind":"review"' in as_nobody(shared, "export", "events").out.replace(" ", "")
    assert {path.name: path.read_bytes() for path in home.iterdir() if path.is_file()} == before


def test_the_screens_of_a_read_only_home_open_and_refuse_to_start(shared: Path) -> None:
    read_only_home(shared)
    surroundings = environment(shared, shared / "deck.yaml")

    with forked([], surroundings, become_user) as window:
        window.shows("cannot be written", "Start learning")
        window.send("\x11")
        assert window.code() == 0
    assert b"Traceback" not in window.raw


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
@pytest.mark.parametrize(
    ("home", "says"),
    [
        (f"/tmp/{NOT_UTF8}", "has a name that is not UTF-8"),
        ("~nobody-of-this-name/x", "that home folder does not exist"),
        ("x" * 300, "File name too long"),
        ("/" + "x/" * 3000, "File name too long"),
        ("deck.yaml", "is a file"),
        ("/dev/null", "is a file"),
    ],
    ids=["not UTF-8", "nobody's", "long name", "long path", "file", "device"],
)
@pytest.mark.parametrize("words", [("due",), ("review", "--plain")], ids=" ".join)
def test_a_data_folder_that_cannot_be_is_a_sentence(
    place: Place, monkeypatch: pytest.MonkeyPatch, home: str, says: str, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(place.folder)

    done = ran([*words, "--home", home], place.environment())

    assert_one_sentence(done, says, "--home", code=2)
    assert sorted(path.name for path in place.folder.iterdir()) == ["deck.yaml"]


@root
def test_without_a_home_folder_one_has_to_be_named(shared: Path) -> None:
    """A service's user has no HOME, and the system knows no folder of it."""
    surroundings = environment(shared, shared / "deck.yaml")
    for name in ("LEARNMS_HOME", "HOME"):
        del surroundings[name]

    done = ran(["due"], surroundings, before=partial(become_user, UNKNOWN))

    assert_one_sentence(done, "that home folder does not exist", "--home", code=2)


@root
def test_a_home_folder_that_is_not_there_can_be_read_and_not_written(shared: Path) -> None:
    surroundings = environment(shared, shared / "deck.yaml", HOME="/nobody-of-this-name")
    del surroundings["LEARNMS_HOME"]

    due = ran(["due"], surroundings, before=become_user)
    review = ran(["review", "--plain"], surroundings, before=become_user)

    assert due.out.startswith("0 due, 8 new.")
    assert_one_sentence(review, "/nobody-of-this-name", "cannot be written")
