"""Nothing leaves the computer: no command and no page opens a connection, and all of them work
where there is no network.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from learnms.cli.arguments.parser import COMMANDS
from learnms.settings import Settings, write_settings
from tests.end_to_end.terminal import LEARNMS, Terminal
from tests.faults.every_command import lines
from tests.faults.watching import Watched, works

if TYPE_CHECKING:
    from pathlib import Path

STRACE = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=connect")
NO_NETWORK = ("unshare", "-rn")
CONNECTS = """
import socket, sys
with socket.socket() as out:
    out.settimeout(0.2)
    try:
        out.connect(("192.0.2.1", 80))
    except OSError:
        pass
try:
    socket.getaddrinfo("name.invalid", 80)
except OSError:
    pass
"""


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """A place in which every command has run, watched by Python and by the system."""
    place = Watched(tmp_path_factory.mktemp("watched") / "place")
    if works(*STRACE):
        place.prefix = place.traced()
    place.every_command()
    return place


def test_every_command_is_run(tmp_path: Path) -> None:
    run = {line.partition(" ")[0] for line in lines(tmp_path)}

    assert run >= COMMANDS.keys()


def test_no_command_opens_a_connection(watched: Watched) -> None:
    assert watched.notes, "the hook was not there"
    assert watched.connections == []


@pytest.mark.skipif(not works(*STRACE), reason="strace is not here, or may not trace")
def test_nor_does_the_system_see_one(watched: Watched) -> None:
    assert (watched.folder / "calls").stat().st_size, "nothing was traced"
    assert watched.calls == []


def test_no_temporary_file_is_written(watched: Watched) -> None:
    """An export is written beside its target; nothing of a learner's gets into `TMPDIR`."""
    folder = str(watched.folder / "tmp")
    calls = watched.folder / "calls"
    notes = [
        *watched.notes,
        *(calls.read_text("utf-8", "replace").splitlines() if calls.exists() else []),
    ]
    made = ("FILE", "O_CREAT", "creat(")

    assert list((watched.folder / "tmp").iterdir()) == []
    assert [note for note in notes if folder in note and any(mark in note for mark in made)] == []


def test_a_connection_would_be_seen(tmp_path: Path) -> None:
    place = Watched(tmp_path / "place")
    if works(*STRACE):
        place.prefix = place.traced()

    place.run(sys.executable, "-c", CONNECTS)

    assert {note.split()[1] for note in place.connections} >= {
        "socket.connect",
        "socket.getaddrinfo",
    }
    if place.prefix:
        assert any("192.0.2.1" in call for call in place.calls)


@pytest.mark.skipif(not works(*NO_NETWORK), reason="no network can be taken away here")
def test_every_command_works_where_there_is_no_network(tmp_path: Path) -> None:
    Watched(tmp_path / "place", list(NO_NETWORK)).every_command()


def test_the_app_opens_no_connection_and_needs_no_network(tmp_path: Path) -> None:
    place = Watched(tmp_path / "place")
    prefix = [
        *(NO_NETWORK if works(*NO_NETWORK) else ()),
        *(place.traced() if works(*STRACE) else ()),
    ]
    write_settings(tmp_path / "place" / "home", Settings(who="student", guard_ms=0))

    with Terminal([*prefix, *LEARNMS], place.environment) as window:
        window.shows("Start")
        window.send(" ")
        window.shows("1 of 8", "space Show")
        window.send(" ")
        window.shows("1 Again", "space Good")
        window.send("3")
        window.shows("2 of 8")
        window.send("q")
        window.shows("Start")
        for key, mark in (("g", "Overview"), ("s", "New cards a day")):
            window.send(key)
            window.shows(mark)
            window.send("\x1b")
            window.no_longer_shows(mark)
        window.send("b")
        window.shows("9 of 9 rows")
        window.send("\x11")
        assert window.code() == 0

    assert any(note.startswith("FILE") for note in place.notes), "the hook was not there"
    assert place.connections == []
    assert place.calls == []


def test_the_server_listens_on_this_computer_alone_and_connects_nowhere(tmp_path: Path) -> None:
    place = Watched(tmp_path / "place")
    write_settings(tmp_path / "place" / "home", Settings(who="student", guard_ms=0))
    prefix = place.traced() if works(*STRACE) else []

    with Terminal([*prefix, *LEARNMS, "serve"], place.environment) as window:
        address = window.line(r"http://\S+token=\S+")[0]
        with urlopen(address) as response:
            assert response.status == 200
        window.send("\x03")
        assert window.code() == 0

    bound = [note for note in place.notes if note.startswith("NET socket.bind")]
    assert len(bound) == 1
    assert "127.0.0.1" in bound[0]
    assert [note for note in place.connections if "socket.__new__" not in note] == []
    assert place.calls == []
