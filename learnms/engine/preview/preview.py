"""A deck file as learners will see it, with its findings, read again when it is saved.

Nothing is opened but the file, and the sources and the `learnms.toml` beside it. Nothing is
written.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.check import Checked, check, stamps
from learnms.decks.codec import head_to_json, to_json
from learnms.decks.model import Case
from learnms.decks.report import one_line_fix
from learnms.engine.cards.wording import kind_of
from learnms.engine.question.build import Place, card_view, open_case
from learnms.engine.wording import capitalized, count
from learnms.errors import LearnmsError, UsageError
from learnms.paths import SOURCES_FILE, deck_files
from learnms.store.records import CardBody
from learnms.study.event import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from learnms.decks.check import Stamp
    from learnms.decks.entry import ReadDeck
    from learnms.decks.model import Card
    from learnms.engine.question.views import QuestionView
    from learnms.paths import DeckFile
    from learnms.syntax.finding import Finding

_SEED = 1
"""The order of options: always the same, so that nothing moves when the file is saved."""
KEPT = "The last save cannot be read. Showing the one before."
LEFT_OUT = "This card is left out of study."
UNSHOWN = "This card cannot be shown until its errors are fixed."
_NOUNS = {"card": "Card", "part": "Question", "case": "Case"}
NO_CARDS = "This deck has no cards yet."


class Span(NamedTuple):
    """The first line of an entry, and the line after its last."""

    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A card or a question of a case; `views` are its forms, none if errors keep it from being
    shown. `name` is its id, or what stands for it; `label` says what it is: `Card 4 of 12`;
    `kind` is that of its entry: a card, a part of a case, or a case that cannot be read.
    """

    name: str
    label: str
    lines: Span
    views: tuple[QuestionView, ...] = ()
    left_out: bool = False
    kind: str = "card"

    def about(self, form: int) -> str:
        """The stop, the kind of the form and its number: `Card 4 of 12 · single · form 2 of 3`."""
        if not self.views:
            return self.label
        of_forms = f"form {form + 1} of {len(self.views)}" if len(self.views) > 1 else ""
        kind = kind_of(self.views[form].question)
        return " · ".join(part for part in (self.label, kind, of_forms) if part)


@dataclass(frozen=True, slots=True)
class Preview:
    """A deck file as last read. `lines` are those of each file with findings; `saved` is when the
    file was saved; `kept`: the file cannot be read now, and `stops` are those of the save before.
    """

    file: DeckFile
    stops: tuple[Stop, ...]
    findings: tuple[Finding, ...]
    lines: Mapping[str, tuple[str, ...]]
    saved: datetime | None
    is_for_patients: bool = False
    kept: bool = False

    @property
    def name(self) -> str:
        """The name of the file without its folders."""
        return os.path.basename(self.file.shown)

    def number(self, severity: str) -> int:
        """How many findings are of a severity."""
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def size(self) -> str:
        """How many cards and questions of cases there are: `12 cards and 3 case questions`."""
        questions = sum(stop.kind == "part" for stop in self.stops)
        cards = sum(stop.kind == "card" for stop in self.stops)
        parts = [count(cards, "card")] if cards or not questions else []
        return " and ".join(parts + ([count(questions, "case question")] if questions else []))

    def counted(self) -> list[tuple[str, str]]:
        """How many findings there are, each with its severity: `1 error`, `2 warnings`."""
        words = {"error": "error", "warning": "warning", "info": "note"}
        numbers = ((severity, self.number(severity)) for severity in words)
        return [
            (severity, count(number, words[severity])) for severity, number in numbers if number
        ]

    def path_of(self, finding: Finding) -> str:
        """The file of a finding, which may be that of the sources."""
        if finding.file == self.file.shown:
            return self.file.path
        return str(Path(self.file.path).parent / SOURCES_FILE)

    def stop_of(self, finding: Finding) -> int | None:
        """The place of the stop that a finding is about; None if it is about no card, or if the
        stops are those of another save.
        """
        if self.kept or finding.file != self.file.shown:
            return None
        place = bisect_right(self.stops, finding.line, key=lambda stop: stop.lines.first) - 1
        return place if place >= 0 and finding.line < self.stops[place].lines.end else None

    def findings_of(self, stop: int) -> list[int]:
        """The places of the findings about a stop."""
        return [at for at, finding in enumerate(self.findings) if self.stop_of(finding) == stop]

    @property
    def unreadable(self) -> int:
        """The place of the finding that keeps the file from being read; -1 without one."""
        places = range(len(self.findings))
        return next(
            (at for at in places if self.findings[at].family == "LM0"), min(0, len(places) - 1)
        )

    def same_stop(self, before: Preview, stop: int) -> int:
        """Where a stop of an earlier preview is now: the one of that name, else the one at its
        place.
        """
        if before.stops:
            name = before.stops[stop].name
            names = [each.name for each in self.stops]
            if name in names:
                return names.index(name)
        return max(0, min(stop, len(self.stops) - 1))

    def same_finding(self, before: Preview, finding: int) -> int:
        """Where a finding of an earlier preview is now: the same, else the one at its place."""
        if 0 <= finding < len(before.findings):
            old = before.findings[finding]
            for at, new in enumerate(self.findings):
                if (new.code, new.message, new.card) == (old.code, old.message, old.card):
                    return at
        return max(-1, min(finding, len(self.findings) - 1))


class Watched:
    """A deck file that is read again when it, or a file beside it that its findings depend on, is
    saved.

    Args:
        path: the file as typed.
        clock: aware local time.

    Raises:
        LearnmsError: it is no deck file, or cannot be read.
    """

    def __init__(self, path: str, clock: Callable[[], datetime]) -> None:
        if os.path.isdir(os.path.expanduser(path)):
            message = f"`{path}` is a folder."
            raise UsageError(message, "Name one deck file in it.")
        (self._file,) = deck_files([path], sources=True)
        if os.path.basename(self._file.path) == SOURCES_FILE:
            message = f"`{path}` holds sources, not cards."
            raise UsageError(message, "Name a deck file.")
        self._clock = clock
        self._seen = self._stamps()
        self.preview, is_whole = self._read()
        if not is_whole and not self.preview.stops:
            finding = self.preview.findings[0]
            where = f", line {finding.line}" if finding.line > 1 else ""
            message = f"`{path}` cannot be previewed{where}: {finding.message}."
            remedy = one_line_fix(finding.fix or "Run `learnms check` on it")
            raise LearnmsError(message, f"{capitalized(remedy)}.")

    def is_changed(self) -> bool:
        """Whether a file was saved since it was last read."""
        return self._stamps() != self._seen

    def reload(self) -> Preview:
        """Read the files again, in any thread. A save that cannot be read keeps the stops of the
        one before.
        """
        self._seen = self._stamps()
        (fresh, is_whole), before = self._read(), self.preview
        if not is_whole:
            fresh = replace(fresh, stops=before.stops, kept=True)
        self.preview = fresh
        return fresh

    def _stamps(self) -> tuple[Stamp, ...]:
        return stamps(Path(self._file.path))

    def _read(self) -> tuple[Preview, bool]:
        """The files as they are now, and whether the deck can be read as a whole."""
        now = self._clock()
        checked = check([self._file], now.date())
        deck_file = checked.loaded[0]
        stops: tuple[Stop, ...] = ()
        is_for_patients = False
        if deck_file.read is not None:
            stops = tuple(_stops(deck_file.read, self._file.path))
            is_for_patients = deck_file.read.deck.audience == ("patient",)
        lines = _lines_of(checked, self._file.shown)
        saved = _saved(self._file.path, now)
        preview = Preview(self._file, stops, checked.findings, lines, saved, is_for_patients)
        return preview, deck_file.read is not None and deck_file.parsed


def _saved(path: str, now: datetime) -> datetime | None:
    try:
        return datetime.fromtimestamp(os.stat(path).st_mtime, now.tzinfo)  # noqa: PTH116
    except (OSError, ValueError, OverflowError):
        return None


def _lines_of(checked: Checked, shown: str) -> Mapping[str, tuple[str, ...]]:
    source = checked.loaded[0].source
    return {**checked.lines, **({shown: source.lines} if source is not None else {})}


def _stops(read: ReadDeck, path: str) -> Iterator[Stop]:
    """The cards and the questions of cases, in the order of the file."""
    head = head_to_json(read.deck)
    cases = {
        id(part): (entry.asked, index, entry.node.start.line)
        for entry in read.entries
        if isinstance(entry.asked, Case)
        for index, part in enumerate(entry.asked.parts)
    }
    shown = [
        entry
        for entry in read.entries
        if entry.kind in ("card", "part") or (entry.kind == "case" and entry.asked is None)
    ]
    shown.sort(key=lambda entry: entry.node.start.line)
    studied = {*map(id, read.deck.cards), *map(id, read.deck.cases)}
    for number, entry in enumerate(shown, 1):
        row = CardBody(path, number, entry.id, {}, head)
        lines = Span(entry.node.start.line, entry.node.end.line + (entry.node.end.column > 1))
        name = entry.id or f"line {entry.node.start.line}"
        label = f"{_NOUNS[entry.kind]} {number} of {len(shown)}"
        if entry.kind == "card":
            is_out = entry.card is not None and id(entry.card) not in studied
            views = tuple(_views(row, entry.card)) if entry.card is not None else ()
            yield Stop(name, label, lines, views, is_out)
            continue
        if id(entry.asked) not in cases:
            yield Stop(name, label, lines, kind=entry.kind)
            continue
        case, index, first = cases[id(entry.asked)]
        lines = lines if index else lines._replace(first=first)
        body = CardBody(path, number, case.id, {"case": to_json(case)}, head)
        view = open_case(body, index, _SEED, Place(number, len(shown), 0)).item
        of_case = f"{case.title}, question {index + 1} of {len(case.parts)}"
        is_out = id(case) not in studied
        yield Stop(f"{case.id} {name}", f"{label} · {of_case}", lines, (view,), is_out, "part")


def _views(row: CardBody, card: Card) -> Iterator[QuestionView]:
    """Every form of every part of a card."""
    for name in card.parts:
        for form in card.forms:
            if form.asks(name) is not None:
                part = Part(card.id or "", name)
                yield card_view(row, part, form, card, _SEED, Place(row.position, 1, 0))
