"""The same application in tmux, whose window changes its size in the middle."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.end_to_end.place import Place
from tests.end_to_end.terminal import LEARNMS, LIMIT


class Tmux:
    """A tmux server of the test's own with one window."""

    def __init__(self, place: Place) -> None:
        self.socket = f"learnms-{place.folder.name}"
        words = ["new-session", "-d", "-x", "80", "-y", "24", *LEARNMS, "review"]
        environment = {name: value for name, value in place.environment().items() if name != "TERM"}
        subprocess.run(
            ["tmux", "-L", self.socket, "-f", "/dev/null", *words], env=environment, check=True
        )

    def tmux(self, *words: str) -> str:
        return subprocess.run(
            ["tmux", "-L", self.socket, *words], capture_output=True, text=True, check=False
        ).stdout

    def shows(self, *texts: str) -> str:
        """Poll the pane until it shows all of these."""
        give_up = time.monotonic() + LIMIT
        while True:
            page = self.tmux("capture-pane", "-p")
            if all(text in page for text in texts):
                return page
            assert time.monotonic() < give_up, f"{texts} did not come:\n{page}"
            time.sleep(0.05)

    def close(self) -> None:
        self.tmux("kill-server")


@pytest.fixture
def tmux(place: Place) -> Iterator[Tmux]:
    place.known_learner()
    opened = Tmux(place)
    yield opened
    opened.close()


@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
def test_in_tmux_with_a_resize(tmux: Tmux, place: Place) -> None:
    tmux.shows("What does ocrelizumab bind?", "1 of 8", "space Show")
    tmux.tmux("resize-window", "-x", "40", "-y", "12")
    tmux.shows("What does ocrelizumab bind?", "space Show")
    tmux.tmux("send-keys", "Space")
    tmux.shows("CD20", "1 Again", "4 Easy")
    tmux.tmux("resize-window", "-x", "80", "-y", "24")
    tmux.shows("CD20", "1 Again", "4 Easy", "space Good")
    tmux.tmux("send-keys", "3")
    tmux.shows("2 of 8")
    tmux.tmux("send-keys", "q")
    give_up = time.monotonic() + LIMIT
    while tmux.tmux("list-sessions"):
        assert time.monotonic() < give_up, tmux.tmux("capture-pane", "-p")
    assert place.answers() == [("card-flash", 3)]
