"""The learner's editor gets the name of a file as one word, whatever is in it; no shell sees it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from learnms.tui.kit.editor import editor_command
from tests.conftest import DECK
from tests.end_to_end.place import Place

NAMES = (
    *("$(touch pwned).yaml", "`touch pwned`.yaml", ";touch pwned;.yaml", "a b.yaml", "-c.yaml"),
    *("&& touch pwned.yaml", "| tee pwned.yaml", "> pwned.yaml", "'quoted'.yaml", '"quoted".yaml'),
    *("$HOME.yaml", "*.yaml", "+!touch pwned.yaml", "a\nb.yaml", "%s.yaml", "{}.yaml", "~.yaml"),
)
EDITORS = ("vim", "nano", "code --wait", "hx", "ed", "emacs -nw", "'an editor'")
RECORDER = "import json, sys\njson.dump(sys.argv[2:], open(sys.argv[1], 'w'))\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_word_of_the_command(name: str) -> None:
    path = f"/decks/{name}"
    for editor in EDITORS:
        command = editor_command({"EDITOR": editor}, path, 7)

        assert command is not None
        assert sum(name in word for word in command) == 1
        assert command[-1] in (path, f"{path}:7")


@pytest.mark.parametrize("name", NAMES[:3])
def test_the_editor_is_started_without_a_shell(place: Place, name: str) -> None:
    place.known_learner("instructor")
    place.deck.unlink()
    place.deck.mkdir()
    (place.deck / name).write_text(DECK, "utf-8")
    record, script = place.folder / "words.json", place.folder / "editor.py"
    script.write_text(RECORDER)
    editor = f"{sys.executable} {script} {record}"
    window = place.open("review", EDITOR=editor)
    window.shows("space Show")
    window.send("e")
    window.until(lambda: record.exists() and bool(record.read_text()), "the editor")
    window.send("q")

    assert json.loads(record.read_text())[0] == str(place.deck / name)
    assert not list(Path(place.folder).rglob("pwned"))
    assert not Path("pwned").exists()
