"""Help at every prompt of the lines: words are looked up, pages are read."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.plain.browse import run as browse
from learnms.plain.help import MOST, look_up
from learnms.plain.home import run
from learnms.plain.kit.console import Console, Stopped
from learnms.plain.review import PlainReview, commands
from learnms.settings import Settings
from learnms.tui.kit.key_help import rows

OpenWorkspace = Callable[[], Workspace]

TYPED = """\
deck: Typed
id: typed-deck
sources: {book: {title: Book}}
cards:
  - {id: t-mark, ask: What ends a question?, type: ["? mark", a mark], source: book}
"""


def console(workspace: Workspace, *typed: str) -> tuple[Console, io.StringIO]:
    target = io.StringIO()
    source = io.StringIO("".join(f"{line}\n" for line in typed))
    return Console(source, target, echo=True, look_up=partial(look_up, workspace)), target


def home(workspace: Workspace, *typed: str) -> str:
    lines, target = console(workspace, "1", "1", *typed)
    run(workspace, lines)
    return target.getvalue()


def review(workspace: Workspace, *typed: str) -> str:
    workspace.open_store()
    lines, target = console(workspace, *typed)
    PlainReview(start_review(workspace), lines).run()
    return target.getvalue()


@pytest.mark.parametrize("typed", ["? relapse", "?relapse", "  ?  RELAPSE ", ":? rel"])
def test_a_word_is_looked_up_and_the_prompt_said_again(
    open_workspace: OpenWorkspace, typed: str
) -> None:
    text = review(open_workspace(), typed, "q")

    assert f"> {typed}\nrelapse: New symptoms that last a day.\nPress enter to show.\n> q" in text


def test_commands_and_pages_are_found_too(open_workspace: OpenWorkspace) -> None:
    text = home(open_workspace(), "? undo", "q")

    assert "Home, u: undo today's last action, or end a pause" in text
    assert "Review, u: undo the last answer" in text
    assert (
        "From the page Getting started:\nPressed the wrong key? u undoes the last answer." in text
    )
    assert text.endswith("?: all commands. q: stop.\n> q\nUntil next time.\n")


def test_pages_are_listed_and_read(open_workspace: OpenWorkspace) -> None:
    text = home(
        open_workspace(), "? pages", "? getting started", "? For-Screen-Readers", "? 2", "q"
    )

    assert "1. Getting started\n2. How scheduling works\n3. Write a deck\n4. For screen" in text
    assert "Getting started.\nPress Enter on the home screen to start a review." in text
    assert "For screen readers.\nTo use plain text instead of full screens, run learnms" in text
    assert "How scheduling works.\n" in text


def test_what_is_not_found_is_said_with_a_way_on(open_workspace: OpenWorkspace) -> None:
    text = home(open_workspace(), "? zebra", "q")

    assert "Nothing found for `zebra`. Try fewer letters, or ? pages." in text


def test_many_results_are_cut(open_workspace: OpenWorkspace) -> None:
    text = home(open_workspace(), "? the", "q")

    assert " more. Type more words to narrow the search." in text
    assert text.count("From the page") <= MOST


def test_patients_find_their_own_words(open_workspace: OpenWorkspace, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "settings.toml").write_text('who = "patient"\nregion = "us"\n', "utf-8")
    lines, target = console(workspace := open_workspace(), "? override", "? hide", "? pages", "q")
    run(workspace, lines)

    assert "Nothing found for `override`." in target.getvalue()
    assert "Review, @ (at sign): hide until you show it again" in target.getvalue()
    assert "Write a deck" not in target.getvalue()


def test_it_works_while_an_answer_is_typed_unless_it_could_be_one(
    open_workspace: OpenWorkspace, deck_file: Path
) -> None:
    deck_file.write_text(TYPED, "utf-8")
    workspace = open_workspace()
    asked = review(workspace, ":? getting started", "q")
    text = review(workspace, "? mark", "q")

    assert "Getting started.\n" in asked
    assert asked.count("Type the answer. :? for help, q to stop.\n> ") == 2
    assert "Correct." in text


def test_a_note_may_begin_with_a_question_mark(open_workspace: OpenWorkspace) -> None:
    lines, _ = console(workspace := open_workspace(), "bind", "1", "n", "? ask the team", "")
    with pytest.raises(Stopped):
        browse(workspace, lines)

    assert "Your note: ? ask the team" in review(workspace, "i", "q")


@pytest.mark.long
def test_thousands_of_questions_in_a_row_are_answered(open_workspace: OpenWorkspace) -> None:
    count = sys.getrecursionlimit() + 100
    text = review(open_workspace(), *["? zebra"] * count, "q")

    assert text.count("Nothing found for `zebra`.") == count
    assert text.endswith("Stopped. 8 cards left.\n")


def test_thousands_of_lines_that_are_not_text_are_passed_over(
    open_workspace: OpenWorkspace,
) -> None:
    text = review(open_workspace(), *["\udcff"] * 1200, "q")

    assert text.count("That line is not valid text. Type it again.") == 1200


@pytest.mark.parametrize("role", ["student", "patient"])
def test_the_commands_of_a_review_are_the_keys_of_the_screens(role: str) -> None:
    settings = Settings(who=role)
    labels = {label for _, label, _ in rows(settings)}
    typed = [typed.split(" ")[0] for typed, _ in commands(settings)]
    letters = [key for key in typed if len(key) == 1 and not key.isdecimal()]

    assert "u" in letters
    assert set(letters) - {"q"} <= labels
    assert "q, esc" in labels
