"""`learnms class` of a large school, against reading the same files and taking their checksums."""

from __future__ import annotations

import hashlib
import random
import resource
import subprocess
import time
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # it comes without types

from learnms.exchange.hand_in import HandIn, Paper
from tests.bench.figures import Figure
from tests.end_to_end.terminal import LEARNMS, environment
from tests.factories.hand_ins import DAY, OPTIONS, answer_to, deck, questions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.figures import Size

LEARNERS = 100_000
QUESTIONS = 75
_FOLDERS = 100
_LOOK = 0.2


def class_(folder: Path, size: Size) -> Figure:
    """Two forms of a paper, 75 questions; the files lie in a hundred folders."""
    learners = LEARNERS if not size.quick else LEARNERS // 100
    files = _written(folder / "class", learners)
    file = folder / "class.yaml"
    file.write_text(deck(questions(QUESTIONS, 1)), "utf-8")
    floor = _floor(files)
    ours, processor, most = _ours(folder, file)
    return Figure(
        f"class of {learners}",
        ours,
        floor,
        "≤ 30 s, 1 GiB",
        "s",
        f"{processor:.1f} s of processor time; at most {most / (1 << 20):.0f} MiB in all processes",
    )


def _written(folder: Path, learners: int) -> list[Path]:
    """The hand-ins of learners who answer as they happen to."""
    asked = questions(QUESTIONS, 1)
    draw = random.Random(1)
    answers = {
        form: [[answer_to(one, picked, form) for picked in range(OPTIONS)] for one in asked]
        for form in "AB"
    }
    files = []
    for learner in range(learners):
        form = "AB"[learner % 2]
        given = tuple(draw.choice(choices) for choices in answers[form])
        seconds = tuple(draw.choices(range(5, 90), k=QUESTIONS))
        paper = Paper("paper-1", form, QUESTIONS)
        one = HandIn(f"learner-{learner:06}", paper, DAY, DAY, given, seconds)
        path = folder / f"group-{learner % _FOLDERS:02}" / f"{learner:06}.json"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(one.to_text(), "utf-8")
        files.append(path)
    return files


def _floor(files: list[Path]) -> float:
    began = time.perf_counter()
    for path in files:
        hashlib.sha256(path.read_bytes()).hexdigest()
    return time.perf_counter() - began


def _ours(folder: Path, deck_file: Path) -> tuple[float, float, int]:
    """Seconds of the command, those of the processor, and the most bytes that it and its processes
    held.
    """
    command = [*LEARNMS, "class", str(folder / "class"), "--json"]
    made = environment(folder, deck_file)
    most = 0
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with (
        (folder / "class.out").open("wb") as out,
        subprocess.Popen(command, env=made, stdout=out) as running,
    ):
        watched = psutil.Process(running.pid)
        while running.poll() is None:
            try:
                family = [watched, *watched.children(recursive=True)]
                most = max(most, sum(process.memory_info().rss for process in family))
            except psutil.Error:
                continue  # one of them has just ended
            time.sleep(_LOOK)
    assert running.returncode == 0
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, processor, most
