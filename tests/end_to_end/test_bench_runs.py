"""The benchmarks run, and print what they promise."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from learnms.engine.workspace import Workspace
from learnms.study.event import Part
from tests.bench.exam_plan import Learner
from tests.conftest import Clock
from tests.end_to_end.terminal import environment
from tests.factories.exam import deck, opened, with_exam

ROOT = Path(__file__).parents[2]


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_a_cheap_figure_is_printed_beside_its_floor() -> None:
    done = bench("--quick", "help", "transaction")

    assert done.returncode == 0, done.stderr
    head, help_, transaction = done.stdout.splitlines()[:3]
    assert head.split() == ["figure", "ours", "floor", "ratio", "expected"]
    row = r"{} +[\d.]+ ms +[\d.]+ ms +[\d.]+  ≤ {}"
    assert re.fullmatch(row.format("learnms --help", "4 × pass"), help_)
    assert re.fullmatch(row.format("answer transaction", "2 × raw sqlite3"), transaction)


def test_a_figure_that_is_not_there_is_refused_with_the_names_that_are() -> None:
    done = bench("speed")

    assert done.returncode == 2
    assert "there is no figure speed; there are home, card" in done.stderr


def studies_in_lines(learner: Learner, folder: Path, clock: Clock) -> None:
    """Do the review of a day through `review --plain`, reading its questions."""
    process = subprocess.Popen(
        [sys.executable, "-m", "learnms", "review", "--plain"],
        cwd=ROOT,
        env=environment(folder, folder / "library", LEARNMS_NOW=clock().isoformat()),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    part = None
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            if asked := re.search(r"Question (\d+)$", line):
                part = Part(f"first-{int(asked[1]):03}")
            elif line.startswith(("Press enter", "Grade:")):
                assert part is not None
                is_grade = line.startswith("Grade:")
                process.stdin.write(f"{learner.rating(part, clock().date()) if is_grade else ''}\n")
                process.stdin.flush()
    assert process.returncode == 0


def test_the_learners_of_the_exam_plan_study_alike_through_review_plain(tmp_path: Path) -> None:
    learners, days = [Learner(3, 5), Learner(3, 5)], 5
    for way, learner in zip(("engine", "lines"), learners, strict=True):
        folder, clock = tmp_path / way, Clock()
        folder.mkdir()
        with opened(folder, deck(7), clock=clock) as workspace:
            with_exam(workspace, days, minutes=5)
        for _ in range(days):
            if way == "lines":
                studies_in_lines(learner, folder, clock)
            else:
                with opened_again(folder, clock) as workspace:
                    learner.studies(workspace)
            clock.forward(days=1)

    assert learners[0].answers > 7
    assert learners[0].memory == learners[1].memory


def opened_again(folder: Path, clock: Clock) -> Workspace:
    return Workspace(folder / "home", [str(folder / "library")], clock)
