"""The learners of a synced folder, and the one whom a data folder without answers takes over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.sync.folders import erased_on
from learnms.engine.wording import count, day
from learnms.errors import UsageError
from learnms.exchange.events import event_of_line
from learnms.exchange.segments import (
    data_of,
    folder_name,
    learner_folders,
    read_segment,
    stored_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.queries import Queries


class LearnerFolder(NamedTuple):
    """A learner in a synced folder: the folder, the id, the number of events in it, and the last
    study day; None where the files are encrypted. The id is the folder's name where no event
    tells it.
    """

    path: Path
    ident: str
    events: int
    last_day: date | None


def learner_to_sync(
    queries: Queries, folder: Path, given: str | None, choose: Callable[[list[LearnerFolder]], str]
) -> LearnerFolder | None:
    """The learner whose history a data folder without answers takes over; None if it keeps its
    own.

    Args:
        queries: of the log.
        folder: the synced folder.
        given: the id, or its beginning, that the learner named.
        choose: gives the id, if there are several.

    Raises:
        UsageError: the folder has no such learner, or the data folder has one already.
    """
    own = queries.study.identity("learner_id")
    if queries.events.count():
        if given is not None and not own.startswith(given):
            raise UsageError(
                "This data folder already belongs to a learner, so --as cannot be used.",
                "To sync another learner, name another data folder with --home.",
            )
        return None
    if (folder / folder_name(own)).is_dir():
        return None
    paths = [path for path in learner_folders(folder) if erased_on(path, path.name) is None]
    if given is None and len(paths) == 1:
        return described(paths[0])
    if not paths and given is None:
        return None
    learners = [described(path) for path in paths]
    if given is None:
        given = choose(learners)
    matching = [learner for learner in learners if given and learner.ident.startswith(given)]
    if len(matching) != 1:
        which = "more than one learner" if matching else "no learner"
        raise UsageError(f"{folder} has {which} whose id begins with `{given}`.", listed(learners))
    return matching[0]


def listed(learners: list[LearnerFolder]) -> str:
    """The learners of a folder in a sentence."""
    if not learners:
        return "It has none yet."
    return f"Choose with --as: {'; '.join(map(in_words, learners))}."


def in_words(learner: LearnerFolder) -> str:
    """A learner by the beginning of the id, the number of events and the last day."""
    last = f", last on {day(learner.last_day)}" if learner.last_day else ", encrypted"
    return f"{learner.ident[:8]} ({count(learner.events, 'event')}{last})"


def described(path: Path) -> LearnerFolder:
    """A learner's folder with what can be read of it without a passphrase."""
    ident, number, last = path.name, 0, None
    for file in stored_files(path):
        try:
            segment = read_segment(file, data_of(file), None)
        except OSError:
            continue
        number += len(segment.lines) or segment.count
        for line in segment.lines[-1:]:
            try:
                event = event_of_line(line)
            except ValueError:
                continue
            if folder_name(event.learner_id) == path.name:
                ident, last = event.learner_id, max(last or event.study_day, event.study_day)
    return LearnerFolder(path, ident, number, last)
