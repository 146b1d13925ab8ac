"""Reads the hand-ins of a class into sums, file by file, in two processes where there are many."""

from __future__ import annotations

import os
import signal
from collections import Counter, deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple

from learnms.analysis.items.sums import ClassSums
from learnms.errors import UsageError
from learnms.exchange.hand_in import HandInError, peek, read_hand_in
from learnms.garbage import collection_paused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from learnms.exchange.hand_in import HandIn

_MANY = 4000
"""Files from which on processes pay for their start."""
_CHUNK = 500
_AT_ONCE = 4
"""Chunks that wait for a process, so that the list of files is not copied all at once."""
SAME = "another hand-in with the code {} counts"
_ONE_LEARNER_PAPERS = "the code {} also handed in a paper, and only that counts"

Learner = tuple[str, ...]
"""The paths of one learner's files about one paper, of which the first sound one counts: that with
the earliest last day, then as they were given. Of files without a readable head, one.
"""


class Skipped(NamedTuple):
    """A file that was not counted, and why, as a clause."""

    path: str
    why: str


@dataclass(slots=True)
class ClassFiles:
    """What was read: the sums, how many files, the days and the papers in them, what was skipped.

    `papers` are (id, form) with their learners.
    """

    sums: ClassSums = field(default_factory=ClassSums)
    files: int = 0
    first: str = ""
    last: str = ""
    papers: Counter[tuple[str, str]] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)

    def merge(self, other: ClassFiles) -> None:
        """Add other files."""
        self.sums.merge(other.sums)
        self.files += other.files
        self.first = min(filter(None, (self.first, other.first)), default="")
        self.last = max(self.last, other.last)
        self.papers += other.papers
        self.skipped += other.skipped


def files_in(paths: Sequence[Path]) -> list[str]:
    """The files named, and those in the folders named and the folders below; hidden ones not.

    Raises:
        UsageError: a path is not there.
    """
    found: list[str] = []
    for path in paths:
        if path.is_dir():
            for folder, below, names in os.walk(path):
                below[:] = sorted(name for name in below if not name.startswith("."))
                found += [
                    os.path.join(folder, name) for name in sorted(names) if not name.startswith(".")
                ]
        elif path.exists():
            found.append(str(path))
        else:
            message = f"There is no file or folder `{path}`."
            raise UsageError(message, "Name the folder of the class's hand-ins.")
    return list(dict.fromkeys(found))


def read_class(
    paths: Sequence[Path], on_progress: Callable[[int, int], None] = lambda done, total: None
) -> ClassFiles:
    """The hand-ins in these files and folders. Nothing of it is written anywhere.

    A learner who handed in twice counts once: their earliest sound file of a paper; and where they
    handed in a paper, not their other answers.

    Args:
        paths: files and folders.
        on_progress: called with the number of files read, and of all.

    Raises:
        UsageError: a path is not there, or there are no files.
    """
    files = files_in(paths)
    if not files:
        message = "This folder has no files."
        raise UsageError(message, "Put the class's hand-ins there.")
    result = ClassFiles()
    learners = _learners(files, result)
    chunks = [learners[at : at + _CHUNK] for at in range(0, len(learners), _CHUNK)]
    done = len(result.skipped)
    for read, size in _in_processes(chunks) if len(files) >= _MANY else map(_sized, chunks):
        result.merge(read)
        done += size
        on_progress(done, len(files))
    result.skipped.sort()
    return result


def _learners(files: Sequence[str], result: ClassFiles) -> list[Learner]:
    """The files by learner and paper. Answers to no paper are skipped where their learner handed in
    a paper.
    """
    by_head: dict[tuple[str, str], list[str]] = {}
    heads = {file: peek(file) for file in files}
    for file, head in sorted(heads.items(), key=lambda found: found[1].last if found[1] else ""):
        by_head.setdefault((head.code, head.paper) if head else ("", file), []).append(file)
    with_paper = {code for code, paper in by_head if code and paper}
    for code in with_paper:
        result.skipped += [
            Skipped(file, _ONE_LEARNER_PAPERS.format(code)) for file in by_head.pop((code, ""), ())
        ]
    return [tuple(paths) for paths in by_head.values()]


def _sized(learners: Sequence[Learner]) -> tuple[ClassFiles, int]:
    """The files of some learners, and how many these are."""
    return _read(learners), sum(map(len, learners))


def _read(learners: Iterable[Learner]) -> ClassFiles:
    read = ClassFiles()
    with collection_paused():
        read.sums = ClassSums.of(
            (hand_in.answers, hand_in.seconds) for hand_in in _sound(learners, read)
        )
    return read


def _sound(learners: Iterable[Learner], read: ClassFiles) -> Iterator[HandIn]:
    """The hand-in of each learner; what else was read is noted."""
    for paths in learners:
        is_read = False
        for path in paths:
            try:
                hand_in = read_hand_in(path)
            except HandInError as error:
                read.skipped.append(Skipped(path, str(error)))
                continue
            if is_read:
                read.skipped.append(Skipped(path, SAME.format(hand_in.code)))
                continue
            is_read = True
            first, last = hand_in.first.isoformat(), hand_in.last.isoformat()
            read.files += 1
            read.first = min(read.first or first, first)
            read.last = max(read.last, last)
            if hand_in.paper is not None:
                read.papers[hand_in.paper.id, hand_in.paper.form] += 1
            yield hand_in


def _in_processes(chunks: Sequence[list[Learner]]) -> Iterator[tuple[ClassFiles, int]]:
    """The chunks in their order, read by as many processes as there are processors."""
    workers = os.cpu_count() or 1
    ahead = workers * _AT_ONCE
    with ProcessPoolExecutor(workers, get_context("spawn"), _leave_interrupts) as pool:
        try:
            coming = iter(chunks)
            waiting = deque(pool.submit(_sized, chunk) for chunk in islice(coming, ahead))
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(_sized, chunk) for chunk in islice(coming, 1))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _leave_interrupts() -> None:
    """Leave ctrl+c to the program: a process that is interrupted would print its traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
