"""Computers of one learner, each with its data folder and its copy of a synced folder, and a sync
program between the copies that loses, delays, cuts and doubles files.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnms.engine.settings.synced import SYNCED
from learnms.engine.sync.sync import Asking, Report, chosen_folder, sync
from learnms.engine.workspace import Workspace
from learnms.exchange.events import line_of
from learnms.store.log.events import with_checksum
from learnms.store.log.uuid7 import id_of_content
from learnms.store.log.writer import Store
from learnms.study.event import Draft, Event
from tests.factories.store import Clock, event_rows, memory_rows, review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

LEARNER = "0123456789abcdef0123456789abcdef"
PASSPHRASE = "correct horse battery"
SILENT = Asking(passphrase=lambda _: PASSPHRASE, learner=lambda learners: learners[0].ident)

Step = tuple[str, int, int, int]


class Computer:
    """A data folder and a copy of the synced folder."""

    def __init__(self, place: Path, *, learner: str | None = LEARNER) -> None:
        self.place = place
        self.clock = Clock()
        self.home, self.folder = place / "home", place / "folder"
        self.folder.mkdir(parents=True, exist_ok=True)
        if learner is not None:
            Store.open(self.home, self.clock, learner_id=learner).close()
        self.workspace = Workspace(self.home, [], self.clock)

    @property
    def store(self) -> Store:
        return self.workspace.open_store()

    def sync(self, **options: Any) -> Report:
        folder = chosen_folder(self.workspace, str(self.folder))
        return sync(self.workspace, folder, SILENT, **options)

    def log(self) -> list[tuple[Any, ...]]:
        return event_rows(self.store)

    def memory(self) -> list[tuple[Any, ...]]:
        return memory_rows(self.store)

    def events(self) -> list[Event]:
        return list(self.workspace.queries.events.all())

    def settings(self) -> list[Any]:
        return [getattr(self.workspace.settings, name) for name in SYNCED]

    def files(self) -> dict[str, Path]:
        return {
            path.relative_to(self.folder).as_posix(): path
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }

    def own_folder(self) -> Path:
        return self.folder / LEARNER / self.store.device_id

    def cloned(self, place: Path) -> Computer:
        """Another computer with a copy of this data folder and of the synced folder."""
        shutil.copytree(self.folder, place / "folder")
        (place / "home").mkdir()
        with closing(sqlite3.connect(place / "home" / "learnms.db")) as copy:
            self.store.connection.backup(copy)
        if (self.home / "settings.toml").exists():
            shutil.copy(self.home / "settings.toml", place / "home")
        return Computer(place, learner=None)

    def close(self) -> None:
        self.workspace.close()


class World:
    """The computers, and every event that any of them has written to its disk."""

    def __init__(self, place: Path, number: int) -> None:
        self.place = place
        self.computers = [Computer(place / str(index)) for index in range(number)]
        self.written: set[UUID] = set()
        self.torn = 0

    def close(self) -> None:
        for computer in self.computers:
            computer.close()

    def take(self, step: Step) -> None:
        """One step: what is done, on which computer, and two numbers."""
        kind, which, first, second = step
        computer = self.computers[which % len(self.computers)]
        if kind in _CARRIED:
            other = self.computers[(which + 1 + first) % len(self.computers)]
            _CARRIED[kind](self, computer, other, second)
        else:
            _DONE[kind](self, computer, first, second)

    def note(self, *events: Event | None) -> None:
        self.written.update(event.id for event in events if event is not None)

    # -- on one computer ---------------------------------------------------------------------------

    def answer(self, computer: Computer, first: int, second: int) -> None:
        card, rating = f"card-{first % 4}", 1 + second % 4
        self.note(*computer.store.append([review(card, rating)]))

    def undo(self, computer: Computer, first: int, second: int) -> None:
        computer.store.undo(computer.clock.day)

    def mark(self, computer: Computer, first: int, second: int) -> None:
        card = f"card-{first % 4}"
        drafts = (
            Draft(kind="suspend", card=card),
            Draft(kind="reset", card=card),
            Draft(kind="relink", data={"pairs": [[card, None, f"card-{second % 4}", None]]}),
            Draft(kind="note", card=card, data={"text": "µ" * second}),
        )
        self.note(*computer.store.append([drafts[second % len(drafts)]]))

    def choose(self, computer: Computer, first: int, second: int) -> None:
        settings = computer.workspace.settings
        change = (
            {"new_per_day": second},
            {"region": ("us", "eu", "all")[second % 3]},
            {"target": 0.8 + second % 10 / 100},
        )[first % 3]
        computer.workspace.choose(replace(settings, **change))

    def wait(self, computer: Computer, first: int, second: int) -> None:
        computer.clock.forward(days=first % 3, hours=second % 24)

    def import_(self, computer: Computer, first: int, second: int) -> None:
        at = computer.clock.at - timedelta(days=30 + first)
        event = Event(
            learner_id=LEARNER,
            id=id_of_content(int(at.timestamp() * 1000), f"{first} {second}"),
            kind="review",
            device_id=None,
            seq=0,
            at_utc=at,
            utc_offset=0,
            study_day=at.date(),
            card=f"card-{first % 4}",
            rating=1 + second % 4,
            target=0.9,
        )
        event = with_checksum(event)
        computer.store.import_events([event])
        self.note(event)

    def change_one(self, computer: Computer, first: int, second: int) -> None:
        """Leave a file in which an event has another content under the same id."""
        events = computer.events()
        if events:
            event = with_checksum(replace(events[first % len(events)], took_ms=second))
            ghost = computer.folder / LEARNER / "ghost" / f"{first}-{second}.jsonl"
            ghost.parent.mkdir(parents=True, exist_ok=True)
            ghost.write_text(f"{line_of(event)}\n")

    def sync(self, computer: Computer, first: int, second: int) -> None:
        self.torn += len(computer.sync().waiting)

    def clone(self, computer: Computer, first: int, second: int) -> None:
        if len(self.computers) < 5:
            self.computers.append(computer.cloned(self.place / f"clone-{len(self.computers)}"))

    # -- between two -------------------------------------------------------------------------------

    def carry(self, source: Computer, target: Computer, number: int) -> None:
        """Every file that is not the other's own."""
        for name, path in source.files().items():
            if not (target.folder / name).is_relative_to(target.own_folder()):
                _put(target.folder / name, path.read_bytes())

    def carry_one(self, source: Computer, target: Computer, number: int) -> None:
        for name, path in _one_of(source, number):
            _put(target.folder / name, path.read_bytes())  # also an old state of the other's own

    def cut(self, source: Computer, target: Computer, number: int) -> None:
        for name, path in _one_of(source, number):
            data = path.read_bytes()
            _put(target.folder / name, data[: len(data) * (number % 97) // 97])

    def double(self, source: Computer, target: Computer, number: int) -> None:
        for name, path in _one_of(source, number):
            copy = (target.folder / name).with_suffix(f".sync-conflict-{number}.jsonl")
            _put(copy, path.read_bytes())

    def lose(self, source: Computer, target: Computer, number: int) -> None:
        for _, path in _one_of(target, number):
            path.unlink()

    def damage(self, source: Computer, target: Computer, number: int) -> None:
        for _, path in _one_of(target, number):
            data = bytearray(path.read_bytes())
            if data:
                data[number * 31 % len(data)] ^= 1
                path.write_bytes(data)

    # -- the end -----------------------------------------------------------------------------------

    def settle(self, order: Callable[[list[Computer]], list[Computer]]) -> int:
        """Let the sync program finish, and sync until nothing moves; how many rounds it took."""
        latest = max(computer.clock.at for computer in self.computers)
        for computer in self.computers:
            computer.clock.at = latest + timedelta(days=2)
        for number in range(1, 9):
            self._mix()
            reports = [computer.sync() for computer in order(list(self.computers))]
            if not any(report.sent or report.received for report in reports):
                return number
        raise AssertionError("it never ends")

    def _mix(self) -> None:
        """Give every copy of the folder the files of all, as sync programs do: a longer state
        replaces a shorter one, and of two that differ one becomes a conflict copy.
        """
        for source in self.computers:
            for target in self.computers:
                for name, path in source.files().items():
                    data, place = path.read_bytes(), target.folder / name
                    other = place.read_bytes() if place.exists() else b""
                    if data.startswith(other):
                        _put(place, data)
                    elif not other.startswith(data) and "conflict" not in name:
                        number = sha256(data).hexdigest()[:8]
                        _put(place.with_name(f"{place.stem} (conflict {number}).jsonl"), data)


def _put(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        if place.read_bytes() == data:
            return
    place.write_bytes(data)


def _one_of(computer: Computer, number: int) -> Iterator[tuple[str, Path]]:
    files = list(computer.files().items())
    if files:
        yield files[number % len(files)]


_CARRIED = {
    "carry": World.carry,
    "carry one": World.carry_one,
    "cut": World.cut,
    "double": World.double,
    "lose": World.lose,
    "damage": World.damage,
}
_DONE = {
    "answer": World.answer,
    "undo": World.undo,
    "mark": World.mark,
    "choose": World.choose,
    "wait": World.wait,
    "import": World.import_,
    "change one": World.change_one,
    "sync": World.sync,
    "clone": World.clone,
}
OFTEN = ("answer", "answer", "sync", "sync", "carry", "carry", "cut", "choose", "undo")
KINDS = (*_CARRIED, *_DONE, *OFTEN)
