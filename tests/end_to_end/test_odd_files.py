"""Pipes and devices among the decks, and in the places of learnms's own files: nothing waits for
them, nothing is read without end.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DECK

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices in folders are POSIX")
MEMORY = 2 * 1024**3


def ran(home: Path, decks: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, which may not take much memory; it fails the test where
    it does not end.
    """
    environment = {**os.environ, "LEARNMS_HOME": str(home), "LEARNMS_DECKS": str(decks)}
    return subprocess.run(
        [sys.executable, "-m", "learnms", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )


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

    checked = ran(tmp_path / "home", decks, "check")
    due = ran(tmp_path / "home", decks, "due")
    again = ran(tmp_path / "home", decks, "review", "--plain", "--new", "1")

    assert (checked.returncode, due.returncode, again.returncode) == (1, 0, 0), (
        checked.stderr,
        due.stderr,
        again.stderr,
    )
    assert "LM003" in checked.stdout
    assert "A small deck" in due.stdout
    assert "Traceback" not in checked.stderr + due.stderr + again.stderr


@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize("name", ["learnms.db", "settings.toml", "writer.lock"])
def test_what_is_no_file_in_the_data_folder_is_a_sentence(
    tmp_path: Path, kind: str, name: str
) -> None:
    home, decks = tmp_path / "home", tmp_path / "small.yaml"
    home.mkdir()
    decks.write_text(DECK, "utf-8")
    put(home / name, kind)

    due = ran(home, decks, "due")

    assert due.returncode == (1 if name == "learnms.db" else 0), due.stderr
    assert "Traceback" not in due.stderr
    if name != "writer.lock":
        assert "it is a pipe or a device, not an ordinary file" in due.stderr
