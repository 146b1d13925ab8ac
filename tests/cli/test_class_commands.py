"""`learnms hand-in`, `learnms class` and `learnms quiz --form`."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from learnms.engine.quiz.build import QuizSpec, build
from learnms.engine.quiz.paper_form import PaperForm
from learnms.exchange.hand_in import read_hand_in
from tests.factories.hand_ins import hand_ins, questions, write_class

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from learnms.engine.workspace import Workspace
    from tests.cli.conftest import Run

ANSWERS = "1\n\n" * 12 + "y\n" * 4


class Terminal(io.StringIO):
    """A standard input at which somebody types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def form(open_workspace: Callable[[], Workspace], tmp_path: Path) -> Path:
    """The file of a paper with three questions of the small deck."""
    workspace = open_workspace()
    workspace.open_store()
    spec = QuizSpec(seed=3, questions=3, kinds=("single", "true-false", "select-all"))
    asked = build(workspace.queries, workspace.settings, spec, workspace.today)
    path = tmp_path / "midterm.form.json"
    path.write_text(PaperForm("paper-1", "A", "The midterm", tuple(asked)).to_text(), "utf-8")
    workspace.close()
    return path


def test_a_paper_is_taken_handed_in_and_read(run: Run, tmp_path: Path, form: Path) -> None:
    taken = run("quiz", "--plain", "--mode", "exam", "--form", str(form), typed=ANSWERS)
    assert taken.code == 0, taken.err
    assert "learnms hand-in FILE --form A.form.json" in taken.out

    target = tmp_path / "mine.json"
    handed = run("hand-in", str(target), "--form", str(form), "--code", "maple", "--yes")
    assert handed.code == 0, handed.err
    assert "The file holds your answers to the paper's 3 questions, from" in handed.err
    assert "Your code is maple. Nothing else of your data is in it." in handed.err
    one = read_hand_in(target)
    assert (one.code, one.paper) == ("maple", ("paper-1", "A", 3))

    read = run("class", str(target), "--json")
    assert read.code == 0
    assert [item["attempts"] for item in read.json["items"]] == [1, 1, 1]
    assert all(item["in_library"] and item["difficulty"] is None for item in read.json["items"])
    assert "--decks" not in read.err
    (tmp_path / "none").mkdir()
    unknown = run("class", str(target), "--decks", str(tmp_path / "none"))
    assert "3 questions are not in your decks" in unknown.err
    assert "Add --decks PATH with the deck that the paper was made from." in unknown.err


def test_a_paper_that_waits_to_be_submitted_has_no_question_left(run: Run, form: Path) -> None:
    run("quiz", "--plain", "--form", str(form), typed="1\n" * 3 + "q\n")
    again = run("quiz", "--plain", "--form", str(form), typed="q\n")

    assert again.out.startswith("Exam. Every question is answered. ? for help")


def test_a_paper_taken_again_is_said_to_be_no_part_of_the_hand_in(run: Run, form: Path) -> None:
    run("quiz", "--plain", "--form", str(form), typed=ANSWERS)
    again = run("quiz", "--plain", "--form", str(form), typed="q\n")

    assert "You took this paper on November 22." in again.err


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--seed", "0"], "--form already sets the questions. Remove --seed."),
        (["small-deck"], "--form already sets the questions. Remove the decks."),
        (
            ["--questions", "4", "--case", "x"],
            "--form already sets the questions. Remove --questions and --case.",
        ),
        (["--mode", "tutor"], "--form asks its questions as an exam. Remove --mode."),
        (["--recall-first"], "--form asks its questions as an exam. Remove --recall-first."),
    ],
)
def test_a_paper_takes_no_other_choice_of_questions(
    run: Run, form: Path, more: list[str], says: str
) -> None:
    refused = run("quiz", "--plain", "--form", str(form), *more)

    assert (refused.code, refused.out) == (2, "")
    assert refused.err == f"learnms: {says}\n"


def test_a_hand_in_needs_answers_and_a_free_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no answers to hand in" in run("hand-in", str(tmp_path / "mine.json"), "--yes").err
    run("quiz", "--plain", "--questions", "2", "--seed", "4", typed=ANSWERS)
    (tmp_path / "mine.json").write_text("mine", "utf-8")
    monkeypatch.setattr("tests.cli.conftest.io.StringIO", Terminal)
    refused = run("hand-in", str(tmp_path / "mine.json"), typed="y\n")

    assert refused.code == 2
    assert "already exists" in refused.err
    assert "y or n" not in refused.err
    assert (tmp_path / "mine.json").read_text("utf-8") == "mine"


@pytest.mark.parametrize(("typed", "is_written"), [("y\n", True), ("n\n", False), ("", False)])
def test_at_a_terminal_it_asks_before_it_writes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, *, is_written: bool
) -> None:
    run("quiz", "--plain", "--questions", "2", "--seed", "4", typed=ANSWERS)
    monkeypatch.setattr("tests.cli.conftest.io.StringIO", Terminal)
    asked = run("hand-in", str(tmp_path / "mine.json"), typed=typed)

    assert "Write" in asked.err
    assert (tmp_path / "mine.json").exists() == is_written


def test_a_home_that_cannot_be_written_can_hand_in(
    run: Run, tmp_path: Path, open_workspace: Callable[[], Workspace]
) -> None:
    run("quiz", "--plain", "--questions", "2", "--seed", "4", typed=ANSWERS)
    assert run("hand-in", str(tmp_path / "first.json")).code == 0
    workspace = open_workspace()  # another learnms, which holds the lock
    assert not workspace.read_only
    handed = run("hand-in", str(tmp_path / "second.json"))

    assert handed.code == 0, handed.err
    assert (tmp_path / "second.json").read_bytes() == (tmp_path / "first.json").read_bytes()


def test_a_hand_in_is_not_imported(run: Run, tmp_path: Path) -> None:
    folder = write_class(tmp_path / "class", *hand_ins(1, questions(3, 1)))
    for words in ([], ["events"], ["reviews"]):
        refused = run("import", *words, str(folder / "hand-in-000000.json"))

        assert refused.code != 0
        assert "Read it with `learnms class FOLDER`." in refused.err


def test_a_class_is_printed_and_written(run: Run, tmp_path: Path) -> None:
    folder = write_class(tmp_path / "class", *hand_ins(30, questions(8, 1)))
    (folder / "notes.txt").write_text("hello", "utf-8")
    files = [tmp_path / "class.csv", tmp_path / "class.html"]
    done = run("class", str(folder), "--csv", str(files[0]), "--html", str(files[1]))

    assert done.code == 0
    assert done.out.splitlines()[0].split()[:3] == ["question", "topic", "answers"]
    assert "question-00" in done.out
    assert "KR-20" in done.out
    assert "it is not a hand-in" in done.out
    assert "30 hand-ins read; 1 file skipped." in done.err
    assert files[0].read_text("utf-8").count("\n") == 9
    assert files[1].read_text("utf-8").startswith("<!doctype html>")

    for option, file in zip(("--csv", "--html"), files, strict=True):
        file.write_text("mine", "utf-8")
        refused = run("class", str(folder), option, str(file))
        assert (refused.code, refused.out) == (2, "")
        assert "already exists" in refused.err
        assert file.read_text("utf-8") == "mine"


def test_a_folder_without_hand_ins_has_no_statistics(run: Run, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "notes.txt").write_text("hello", "utf-8")
    done = run("class", str(tmp_path / "class"))

    assert done.code == 1
    assert "it is not a hand-in" in done.out
    assert run("class", str(tmp_path / "nowhere")).code == 2


def test_the_lines_of_the_page(run: Run, tmp_path: Path) -> None:
    folder = write_class(tmp_path / "class", *hand_ins(30, questions(12, 1, wrong_keys={3})))
    done = run("class", str(folder), "--app", "--plain", typed="1\ns\n\nx\n2\nq\n")

    assert done.code == 0
    assert "1. question-03:" in done.out
    assert "check the key" in done.out
    assert "chosen by stronger learners" in done.out
    assert "Sorted: hardest first." in done.out
    assert "`x` is not a choice" in done.out
    assert "12. question" in done.out


def test_instructors_reach_a_class_from_home(run: Run, tmp_path: Path) -> None:
    folder = write_class(tmp_path / "class", *hand_ins(12, questions(3, 1)))
    settings = tmp_path / "home" / "settings.toml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text('who = "instructor"\n', "utf-8")
    done = run(typed=f"c\n{folder}\nq\nc\n{folder}/none\nq\n")

    assert "12 learners, 3 questions" in done.out
    assert "There is no file or folder" in done.out
    settings.write_text('who = "student"\n', "utf-8")
    assert "`c` is not a choice" in run(typed="c\nq\n").out


def test_the_json_on_a_pipe_is_json_alone(run: Run, tmp_path: Path) -> None:
    folder = write_class(tmp_path / "class", *hand_ins(12, questions(3, 1)))
    done = run("class", str(folder), "--json")

    assert json.loads(done.out)["learners"] == 12


@pytest.mark.parametrize(
    "words", [("hand-in",), ("backup",), ("class", ".", "--csv"), ("class", ".", "--html")]
)
def test_a_name_with_a_slash_at_its_end_is_no_file(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    refused = run(*words, f"{tmp_path}/none/")

    message = f"learnms: `{tmp_path}/none/` is a folder, not a file. Add a file name.\n"
    assert (refused.code, refused.out, refused.err) == (2, "", message)
    assert not (tmp_path / "none").exists()
