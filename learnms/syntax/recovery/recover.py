"""Finds all problems of a file in one run: diagnoses a stop, repairs a copy of the text there, and
reads on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.syntax.field_names import FIELD_NAMES
from learnms.syntax.node import Mark
from learnms.syntax.recovery import edits
from learnms.syntax.recovery.attempt import attempt
from learnms.syntax.recovery.diagnose_brackets import brackets, too_deep
from learnms.syntax.recovery.diagnose_lines import anything, tab, wrong_column
from learnms.syntax.recovery.diagnose_lists import (
    behind_colon,
    bold,
    bullets,
    fence,
    numbered_fields,
    table,
)
from learnms.syntax.recovery.diagnose_names import (
    header_above,
    instruction,
    item_lacks_colon,
    missing_colon,
    no_name,
    percent,
)
from learnms.syntax.recovery.diagnose_values import block_header, colon, goes_on, quotation, sign
from learnms.syntax.recovery.editable import Editable, layout
from learnms.syntax.recovery.stop import Cause, StopSite
from learnms.syntax.rules import finding

if TYPE_CHECKING:
    from learnms.syntax.finding import Finding
    from learnms.syntax.recovery.edits import Edit

MOST_REPAIRS = 25
# Each repair parses the text again up to the next stop, so a huge file gets fewer of them.
_CHARACTERS_TO_READ = 100_000_000
# In a large text, repairs are compared by parsing from the start of the card to some lines behind
# the stop.
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


class Recovery:
    """Repairs a copy of a text until it parses.

    Afterwards `draft` is the copy, and `findings` has one entry for each cause. `reported` has the
    lines, from 0, about which a finding exists, with its column, from 1.
    """

    def __init__(self, path: str, text: str) -> None:
        self.draft = Editable(text)
        self.findings: list[Finding] = []
        self._path = path
        self.reported: dict[int, int] = {}
        self._moved: dict[int, int] = {}

    def find_first(self) -> None:
        """Find the first problem only; nothing is repaired."""
        stop = attempt(self.draft.text)
        if stop is not None:
            self._tell(diagnose(StopSite(self.draft, stop)))

    def run(self) -> None:
        """Repair and read on, until the text parses or no repair helps."""
        most = max(3, min(MOST_REPAIRS, _CHARACTERS_TO_READ // (len(self.draft.text) + 1)))
        stop = attempt(self.draft.text)
        for _ in range(2 * most):
            if stop is None:
                return
            site = StopSite(self.draft, stop)
            cause = diagnose(site)
            ways: tuple[Edit, ...] = ()
            if not self._is_follow_up(cause):
                if len(self.findings) >= most:
                    return
                ways = cause.edits
                self._tell(cause)
                if cause.code == "LM027":
                    return
                self._spoil_header(site, cause)
            repaired = self._repaired(site, cause, ways)
            if repaired is None:
                return
            self.draft = repaired
            stop = attempt(self.draft.text)

    def _tell(self, cause: Cause) -> None:
        mark = self.draft.home(Mark(cause.line + 1, cause.column + 1, 0))
        self.findings.append(
            finding(cause.code, self._path, mark, cause.message, cause.fix, cause.length)
        )
        (self._moved if cause.code in ("LM007", "LM008") else self.reported)[cause.line] = (
            cause.column + 1
        )

    def _spoil_header(self, site: StopSite, cause: Cause) -> None:
        """A text that was announced on the line above is not missed where its first line is the
        cause.
        """
        above = header_above(site, cause.line)
        if above is not None and layout(self.draft.body(cause.line)).name not in FIELD_NAMES:
            self.draft.spoil(above, layout(self.draft.body(above)).value)

    def _is_follow_up(self, cause: Cause) -> bool:
        return cause.line in self.reported or (
            cause.line in self._moved and cause.code in _ABOUT_COLUMNS
        )

    def _repaired(self, site: StopSite, cause: Cause, ways: tuple[Edit, ...]) -> Editable | None:
        """The draft after the edit that lets the parser read furthest; if several tie, the first.

        Ways that remove more than is wrong are tried only where the others do not help, or where a
        name or a column was repaired and the next lines seem to be out of place because of it.
        """
        best, reach = self._furthest(site, cause, ways)
        resorts = _last_resorts(cause.line)
        if best is None:
            resorts = resorts if site.line == cause.line else (*resorts, *_last_resorts(site.line))
        else:
            following = _next_cause(best)
            if following is None or not (
                self._is_follow_up(following)
                or (
                    cause.may_follow and following.may_follow and reach <= self._lines_on(site.line)
                )
            ):
                return best
        rough, rough_reach = self._furthest(site, cause, resorts)
        return rough if rough is not None and rough_reach > reach else best

    def _furthest(
        self, site: StopSite, cause: Cause, ways: tuple[Edit, ...]
    ) -> tuple[Editable | None, int]:
        best, reach = None, -1
        for way in ways:
            draft = self.draft.copy()
            way(draft)
            if draft.lines == self.draft.lines:
                continue
            reached = _reach(draft, min(cause.line, site.line), site)
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


def diagnose(site: StopSite) -> Cause:
    """The cause of a stop: the first diagnosis that fits."""
    for diagnosis in _CAUSES:
        cause = diagnosis(site)
        if cause is not None:
            return cause
    return anything(site)


def _last_resorts(line: int) -> tuple[Edit, ...]:
    return (
        edits.blank(line, line),
        edits.stand_in(line),
        edits.blank_texts(line),
        edits.blank_own(line),
    )


def _next_cause(draft: Editable) -> Cause | None:
    stop = attempt(draft.text)
    return None if stop is None else diagnose(StopSite(draft, stop))


def _card_start(draft: Editable, line: int, site: StopSite) -> int:
    """A line above, not too far, at which an item of the outermost list or a field in the first
    column begins.
    """
    dash = next(
        ((frame.column,) for frame in site.stop.open if frame.is_list and not frame.flow), None
    )
    for above in range(line, max(0, line - _LINES_BACK), -1):
        parts = layout(draft.body(above))
        if not draft.is_blank(above) and (parts.indent == 0 or parts.dashes[:1] == dash):
            return above
    return max(0, line - _LINES_BACK)


def _reach(draft: Editable, line: int, site: StopSite) -> int:
    """The line at which the parser stops next, or that after the lines that are looked at."""
    end = min(len(draft.lines), site.line + _LINES_AHEAD)
    first = _card_start(draft, line, site) if len(draft.text) > _LARGE else 0
    text = "".join(draft.lines[first:end])
    stop = attempt(text)
    return end if stop is None else first + Editable(text).place(stop.at)[0]
