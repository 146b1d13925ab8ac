"""Find all problems of a file in one run: diagnose a stop, repair a copy of the text there, and
read on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.syntax.causes_lists import behind_colon, bold, bullets, fence, numbered_fields, table
from learnms.syntax.field_names import FIELD_NAMES
from learnms.syntax.node import Mark
from learnms.syntax.recovery import edits as mends
from learnms.syntax.recovery.attempt import attempt
from learnms.syntax.recovery.diagnose_brackets import brackets, too_deep
from learnms.syntax.recovery.diagnose_lines import anything, tab, wrong_column
from learnms.syntax.recovery.diagnose_names import (
    header_above,
    instruction,
    item_lacks_colon,
    missing_colon,
    no_name,
    percent,
)
from learnms.syntax.recovery.diagnose_values import block_header, colon, goes_on, quotation, sign
from learnms.syntax.recovery.editable import Draft, layout
from learnms.syntax.recovery.stop import Case, Cause
from learnms.syntax.rules import finding

if TYPE_CHECKING:
    from learnms.syntax.finding import Finding
    from learnms.syntax.recovery.edits import Mend

MOST_REPAIRS = 25
# Each repair reads the text once more up to the next stop, so a huge file gets fewer of them.
_CHARACTERS_TO_READ = 100_000_000
# How much of a large text is parsed to compare ways of mending: some lines behind the stop, from
# the start of its card.
_LARGE = 100_000
_LINES_AHEAD = 80
_LINES_BACK = 1000
_HARDLY_ANY = 4

_CAUSES = (
    too_deep,
    quotation,
    table,
    block_header,
    tab,
    instruction,
    percent,
    fence,
    bold,
    bullets,
    behind_colon,
    numbered_fields,
    goes_on,
    brackets,
    colon,
    sign,
    no_name,
    missing_colon,
    item_lacks_colon,
    wrong_column,
)
_ABOUT_COLUMNS = ("LM007", "LM008", "LM009", "LM020", "LM028")


class Repair:
    """Repairs a copy of a text until it parses.

    Afterwards `draft` is the copy, `findings` has one entry for each cause, and `succeeded` says
    whether it parses. `told` has the lines, from 0, about which a finding exists, with its column,
    from 1.
    """

    def __init__(self, path: str, text: str) -> None:
        self.draft = Draft(text)
        self.findings: list[Finding] = []
        self.succeeded = False
        self._path = path
        self.told: dict[int, int] = {}
        self._moved: dict[int, int] = {}

    def run(self) -> None:
        """Mend and read on, until the text parses or no repair helps."""
        most = max(3, min(MOST_REPAIRS, _CHARACTERS_TO_READ // (len(self.draft.text) + 1)))
        stop = attempt(self.draft.text)
        for _ in range(2 * most):
            if stop is None:
                self.succeeded = True
                return
            case = Case(self.draft, stop)
            cause = diagnose(case)
            ways: tuple[Mend, ...] = ()
            if not self._is_follow_up(cause):
                if len(self.findings) >= most:
                    return
                ways = cause.mends
                self._tell(cause)
                if cause.code == "LM027":
                    return
                self._spoil_header(case, cause)
            mended = self._mended(case, cause, ways)
            if mended is None:
                return
            self.draft = mended
            stop = attempt(self.draft.text)

    def _tell(self, cause: Cause) -> None:
        mark = self.draft.home(Mark(cause.line + 1, cause.column + 1, 0))
        self.findings.append(
            finding(cause.code, self._path, mark, cause.message, cause.fix, cause.length)
        )
        (self._moved if cause.code in ("LM007", "LM008") else self.told)[cause.line] = (
            cause.column + 1
        )

    def _spoil_header(self, case: Case, cause: Cause) -> None:
        """A text that was announced on the line above is not missed where its first line is the
        cause.
        """
        above = header_above(case, cause.line)
        if above is not None and layout(self.draft.body(cause.line)).name not in FIELD_NAMES:
            self.draft.spoil(above, layout(self.draft.body(above)).value)

    def _is_follow_up(self, cause: Cause) -> bool:
        return cause.line in self.told or (
            cause.line in self._moved and cause.code in _ABOUT_COLUMNS
        )

    def _mended(self, case: Case, cause: Cause, ways: tuple[Mend, ...]) -> Draft | None:
        """The draft after the way that lets the parser read furthest; of equal ones the first.

        Ways that remove more than is wrong are tried only where the others do not help, or where a
        name or a column was mended and the next lines seem to be out of place because of it.
        """
        best, reach = self._furthest(case, cause, ways)
        resorts = _last_resorts(cause.line)
        if best is None:
            resorts = resorts if case.line == cause.line else (*resorts, *_last_resorts(case.line))
        else:
            following = _next_cause(best)
            if following is None or not (
                self._is_follow_up(following)
                or (
                    cause.may_follow and following.may_follow and reach <= self._lines_on(case.line)
                )
            ):
                return best
        rough, rough_reach = self._furthest(case, cause, resorts)
        return rough if rough is not None and rough_reach > reach else best

    def _furthest(
        self, case: Case, cause: Cause, ways: tuple[Mend, ...]
    ) -> tuple[Draft | None, int]:
        best, reach = None, -1
        for way in ways:
            draft = self.draft.copy()
            way(draft)
            if draft.lines == self.draft.lines:
                continue
            reached = _reach(draft, min(cause.line, case.line), case)
            if reached > reach:
                best, reach = draft, reached
        if best is not None:
            best.refresh()
        return best, reach

    def _lines_on(self, line: int) -> int:
        """The line that is a few lines of content further on."""
        following = [
            candidate
            for candidate in range(line + 1, min(len(self.draft.lines), line + _LINES_AHEAD))
            if not self.draft.is_blank(candidate)
        ]
        return following[:_HARDLY_ANY][-1] if following else line


def diagnose(case: Case) -> Cause:
    """The cause of a stop: the first diagnosis that fits."""
    for recognise in _CAUSES:
        cause = recognise(case)
        if cause is not None:
            return cause
    return anything(case)


def _last_resorts(line: int) -> tuple[Mend, ...]:
    return (
        mends.blank(line, line),
        mends.stand_in(line),
        mends.blank_texts(line),
        mends.blank_own(line),
    )


def _next_cause(draft: Draft) -> Cause | None:
    stop = attempt(draft.text)
    return None if stop is None else diagnose(Case(draft, stop))


def _card_start(draft: Draft, line: int, case: Case) -> int:
    """A line above, not too far, at which an item of the outermost list or a field in the first
    column begins.
    """
    dash = next(
        ((frame.column,) for frame in case.stop.open if frame.is_list and not frame.flow), None
    )
    for above in range(line, max(0, line - _LINES_BACK), -1):
        parts = layout(draft.body(above))
        if not draft.is_blank(above) and (parts.indent == 0 or parts.dashes[:1] == dash):
            return above
    return max(0, line - _LINES_BACK)


def _reach(draft: Draft, line: int, case: Case) -> int:
    """The line at which the parser stops next, or that behind the lines that are looked at."""
    end = min(len(draft.lines), case.line + _LINES_AHEAD)
    first = _card_start(draft, line, case) if len(draft.text) > _LARGE else 0
    text = "".join(draft.lines[first:end])
    stop = attempt(text)
    return end if stop is None else first + Draft(text).place(stop.at)[0]
