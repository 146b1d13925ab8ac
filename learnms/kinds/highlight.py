"""`highlight`: a passage with spans that can be picked: `[[right]]`, `[wrong]`, and `\\[` for a
bracket.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from learnms.kinds.cloze import mark_in
from learnms.kinds.field_types import ASK, with_sign
from learnms.kinds.response import Ask, Compiled, Group, Option, Pick
from learnms.kinds.spec import FormInput, Spec, key_text
from learnms.syntax.field_names import Field, declare
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.syntax.node import Scalar

_PIECE = re.compile(r"\\[\[\]]|\[\[?|\]+")
_LITERAL = re.compile(r"\[\[\d+\]\]")


class Span(NamedTuple):
    """A span of the passage that can be picked."""

    text: str
    right: bool


class Passage:
    """A parsed passage: the `text` with `[[1]]` for each span, the `spans`, and problems with the
    brackets as `faults` (sentence, offset).
    """

    def __init__(self, written: str) -> None:
        self.spans: list[Span] = []
        self.faults: list[tuple[str, int]] = []
        self._written = written
        self._pieces: list[str] = []
        self._at = 0  # where the piece begins that is being read
        self._opened: tuple[int, int] | None = None  # how many brackets opened the span, and where
        self._inside = self._outside = (
            0  # brackets shown as such, in the span and around it, whose closing ones are shown too
        )
        self._nested = False
        self._read()
        self.text = "".join(self._pieces)

    def _read(self) -> None:
        offset = 0
        while (piece := _PIECE.search(self._written, offset)) is not None:
            sign, offset = piece.group(), piece.end()
            if sign[0] == "\\":
                self._shown(1 if sign[1] == "[" else -1)
            elif sign[0] == "[":
                self._open(sign, piece.start())
            else:
                offset = self._close(len(sign), piece.start())
        if self._opened is None:
            self._add_text(len(self._written))
        elif not self._nested:
            count, start = self._opened
            self.faults.append((f"a span is not closed: `{']' * count}` is missing", start))

    def _shown(self, change: int) -> None:
        if self._opened is None:
            self._outside = max(0, self._outside + change)
        else:
            self._inside = max(0, self._inside + change)

    def _open(self, sign: str, start: int) -> None:
        if self._opened is not None:
            self.faults.append(("a span opens before the previous one is closed", start))
            self._nested = True
            self._inside += len(sign)
            return
        self._add_text(start)
        self._opened, self._at, self._inside, self._nested = (
            (len(sign), start),
            start + len(sign),
            0,
            False,
        )

    def _close(self, run: int, start: int) -> int:
        """What a run of closing brackets closes; returns where to read on."""
        if self._opened is None:
            if run > 1 and not self._outside:
                self.faults.append(("`]]` closes a span that was never opened", start))
            self._outside = max(0, self._outside - run)
            return start + run
        count, begun = self._opened
        # A bracket is shown whose closing one is not written.
        lone = self._inside == 1 and run == count == 2
        if self._inside and not lone:
            self._inside -= 1
            return start + 1
        if run < count or (run > count and count == 1):
            if not self._nested:
                self.faults.append(
                    (
                        f"a span that opens with `{'[' * count}` cannot close with"
                        f" `{']' * min(run, 2)}`",
                        start,
                    )
                )
            self._opened, self._at = None, start + run
            return start + run
        self._add_span(start, begun, right=count > 1)
        self._opened, self._at = None, start + count
        return start + count

    def _add_text(self, end: int) -> None:
        text = _plain(self._written[self._at : end])
        if _LITERAL.search(text):
            self.faults.append(
                ("a number in double brackets cannot be shown, because it marks a span", self._at)
            )
        self._pieces.append(text)

    def _add_span(self, end: int, begun: int, *, right: bool) -> None:
        text = _plain(self._written[self._at : end]).strip()
        if not text:
            self.faults.append(("a span is empty", begun))
        self.spans.append(Span(text, right))
        self._pieces.append(f"[[{len(self.spans)}]]")


def _plain(text: str) -> str:
    return text.replace("\\[", "[").replace("\\]", "]")


def read(form: FormInput) -> Compiled | None:
    """Compile into one group whose options are the spans in their order; plus-minus."""
    form.missing()
    ask, scalar = form.fields.text("ask"), form.fields.scalar("highlight")
    if scalar is None or scalar.broken:
        return None
    passage = Passage(scalar.value)
    if not _fit(form, scalar, passage) or ask is None:
        return None
    group = Group(
        tuple(Option(text, right) for text, right in passage.spans), "plus-minus", fixed=True
    )
    return Compiled(
        "highlight",
        ((None, Ask(ask, Pick((group,), "passage", passage.text.strip()))),),
        ((None, key_text(_right_spans(passage))),),
    )


def _right_spans(passage: Passage) -> list[str]:
    """The texts of the right spans; one that occurs several times says which occurrence it is."""
    seen: dict[str, int] = {}
    texts = []
    for text, right in passage.spans:
        seen[fold(text)] = number = seen.get(fold(text), 0) + 1
        if right:
            texts.append(text if number == 1 else f"{text}\x1e{number}")
    return texts


def _fit(form: FormInput, scalar: Scalar, passage: Passage) -> bool:
    for message, offset in passage.faults:
        form.report.add(
            "LM219",
            mark_in(scalar, offset, form.report.source),
            message,
            "write a right span as [[this]], a wrong one as [this], and a bracket as \\[",
        )
    if passage.faults:
        return False
    if not any(right for _, right in passage.spans):
        form.report.add("LM203", scalar, "`highlight` has no right span", "mark it with [[…]]")
        return False
    if len(passage.spans) < 2:
        form.report.add(
            "LM206",
            scalar,
            "there is only one span, so there is nothing to choose",
            "mark wrong spans with […]",
        )
        return False
    return True


SPEC = Spec(
    ("highlight",),
    marks=("highlight",),
    needs=("ask", "highlight"),
    fields=declare(
        ASK,
        Field(
            "highlight",
            with_sign(r"\[\[", passage=True),
            "highlight: text with [[right spans]] and [wrong spans].",
        ),
    ),
    read=read,
)
