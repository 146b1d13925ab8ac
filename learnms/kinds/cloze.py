"""`cloze`: a sentence with blanks. Each blank's name (`c` and a number) is its own fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.kinds.field_types import FLAG, with_sign
from learnms.kinds.response import Ask, Compiled, SelfGrade, TypeIn
from learnms.kinds.spec import FormInput, Spec, key_text
from learnms.syntax.field_names import Field, declare
from learnms.syntax.node import Mark, Scalar
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.kinds.fields import Report
    from learnms.syntax.source import Source

NAME = re.compile(r"c[0-9]{1,9}$")
_NEARLY_NAME = re.compile(
    r"(?P<written>c[\s_-]?(?P<number>[0-9]{1,9}))\s*(?P<colons>::?)", re.IGNORECASE
)
_BRACES = re.compile(r"\\?(?:\{\{|\}\})")
_BRACED = re.compile(r"(?<!\\)\{([^{}]+)\}")
"""Text in single braces, which some expect to be a blank."""
_SINGLE = re.compile(r"(?<![\\{])\{\s*(c[0-9]{1,9}\s*::[^{}]*)\}(?!\})", re.IGNORECASE)
GAP = "[…]"


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank: its name (None for a bare blank), the hidden text, a hint; `at` is its offset in
    the text.

    `slip` is an invalid name as written, `meant` the name that was probably meant.
    """

    name: str | None
    text: str
    hint: str | None
    at: int
    slip: str | None = None
    meant: str | None = None

    @property
    def gap(self) -> str:
        """What stands for it in a prompt: `[…]`, with its hint `[… hint]`."""
        return f"[… {self.hint}]" if self.hint else GAP


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem with the braces, its place, and its remedy."""

    message: str
    at: int
    remedy: str = "write a blank as {{c1::hidden text}}"


def blanks(text: str) -> tuple[list[str | Blank], list[Fault]]:
    """Split a text into the blanks and the texts between them, with the problems found."""
    pieces: list[str | Blank] = []
    faults: list[Fault] = []
    offset = 0
    opened: int | None = None
    shown = 0
    for match in _BRACES.finditer(text):
        if match.group()[0] == "\\":
            shown += 1 if match.group() == "\\{{" else -1
        elif match.group() == "{{":
            if opened is not None:
                faults.append(
                    Fault("a blank opens before the previous one is closed", match.start())
                )
                shown += 1
                continue
            pieces.append(_unescape(text[offset : match.start()]))
            opened = match.start()
        elif opened is None and shown > 0:
            shown -= 1  # these belong to braces that are shown, or to a blank inside a blank
        elif opened is None:
            faults.append(Fault("`}}` closes a blank that was never opened", match.start()))
        else:
            blank = _blank(text[opened + 2 : match.start()], opened)
            if not blank.text:
                faults.append(Fault("a blank is empty", opened))
            pieces.append(blank)
            offset, opened = match.end(), None
    if opened is not None:
        faults.append(Fault("a blank is not closed: `}}` is missing", opened))
    else:
        pieces.append(_unescape(text[offset:]))
    faults += [
        Fault(
            "a blank needs two braces on each side, or learners see its answer",
            single.start(),
            f"write `{{{{{single[1].strip()}}}}}`",
        )
        for single in _SINGLE.finditer(text)
    ]
    return pieces, sorted(faults, key=lambda fault: fault.at)


def _blank(inside: str, offset: int) -> Blank:
    first, sep, remainder = inside.partition("::")
    if sep and NAME.match(first.strip()):
        text, _, hint = remainder.partition("::")
        return Blank(
            first.strip(), _unescape(text.strip()), _unescape(hint.strip()) or None, offset
        )
    nearly = _NEARLY_NAME.match(inside.lstrip())
    if nearly is not None:
        # Hide the text after it, so that a slip does not show the answer as a hint.
        text, _, hint = inside.lstrip()[nearly.end() :].partition("::")
        slip = nearly["written"] + (nearly["colons"] if nearly["colons"] == ":" else "")
        return Blank(
            None,
            _unescape(text.strip()),
            _unescape(hint.strip()) or None,
            offset,
            slip,
            f"c{nearly['number']}",
        )
    return Blank(None, _unescape(first.strip()), _unescape(remainder.strip()) or None, offset)


def _unescape(text: str) -> str:
    return text.replace("\\{{", "{{").replace("\\}}", "}}").replace("\\[", "[")


def slip_words(blank: Blank) -> tuple[str, str]:
    """Message and remedy for an almost valid name. `C5` may be a name, or a hidden complement
    factor.
    """
    meant = f"{blank.meant}::" if blank.slip and blank.slip.endswith(":") else blank.meant
    return (
        f"`{blank.slip}` is not the name of a blank",
        (
            f"did you mean `{meant}`? If `{blank.slip}` is part of the hidden text, write"
            f" {{{{c1::{blank.slip}…}}}}"
        ),
    )


def mark_in(scalar: Scalar, offset: int, source: Source | None) -> Mark:
    """The place of an offset within a text; the place of the text itself if it has escapes."""
    quote = 1 if scalar.style in ("'", '"') else 0
    if (
        scalar.start.line == scalar.end.line
        and scalar.end.index - scalar.start.index == len(scalar.value) + 2 * quote
    ):
        return Mark(
            scalar.start.line,
            scalar.start.column + quote + offset,
            scalar.start.index + quote + offset,
        )
    return (
        _mark_below(scalar, offset, source.text)
        if source is not None and not quote
        else scalar.start
    )


def _mark_below(scalar: Scalar, offset: int, text: str) -> Mark:
    """The place in a text of several lines, which has the same characters as the file except white
    space.
    """
    start = index = scalar.start.index
    if scalar.style:
        index = text.find("\n", index) + 1
    before = len("".join(scalar.value[:offset].split()))
    while index < scalar.end.index and (before or text[index].isspace()):
        before -= not text[index].isspace()
        index += 1
    return Mark(
        scalar.start.line + text.count("\n", start, index),
        index - text.rfind("\n", 0, index),
        index,
    )


def _report_faults(
    scalar: Scalar, pieces: list[str | Blank], faults: list[Fault], report: Report
) -> bool:
    for fault in faults:
        report.add(
            "LM204", mark_in(scalar, fault.at, report.source), fault.message, fault.remedy, length=2
        )
    if not faults and not any(isinstance(piece, Blank) for piece in pieces):
        single = _BRACED.search(scalar.value)
        fix = (
            f"write `{{{{c1::{single[1].strip()}}}}}`"
            if single
            else "put the text to hide in {{c1::…}}"
        )
        report.add("LM203", scalar, "`cloze` has no blank", fix)
        return False
    return not faults


def read(form: FormInput) -> Compiled | None:
    """Compile; one ask for each blank name. Blanks without a name make the card a draft."""
    scalar = form.fields.scalar("cloze")
    typed = form.fields.flag("typed") if "typed" in form.fields else False
    if scalar is None or typed is None or scalar.broken:
        return None
    pieces, faults = blanks(scalar.value)
    if not _report_faults(scalar, pieces, faults, form.report):
        return None
    written_blanks = [piece for piece in pieces if isinstance(piece, Blank)]
    for blank in written_blanks:
        if blank.slip is not None:
            form.report.add(
                "LM804", mark_in(scalar, blank.at, form.report.source), *slip_words(blank), length=2
            )
    if form.also:
        if len({blank.name or blank.at for blank in written_blanks}) > 1:
            form.report.add(
                "LM213",
                scalar,
                "a cloze under `also` can have only one blank",
                "write one blank per form, and name the part it asks with `part:`",
            )
            return None
        return Compiled(
            "cloze",
            ((None, _ask(pieces, written_blanks, written_blanks[0], typed)),),
            ((None, key_text(_hidden(written_blanks, written_blanks[0]))),),
        )
    for blank in written_blanks:
        if blank.name is None and blank.slip is None:
            form.report.add(
                "LM804",
                mark_in(scalar, blank.at, form.report.source),
                "a blank has no name, so it cannot be scheduled",
                "run `learnms fix`, or write {{c1::…}}",
                length=2,
            )
    return _compiled(pieces, written_blanks, typed)


def _compiled(pieces: list[str | Blank], named_blanks: list[Blank], typed: bool) -> Compiled:
    named: dict[str | None, Blank] = {}
    for blank in named_blanks:
        named.setdefault(blank.name, blank)
    asks = tuple((name, _ask(pieces, named_blanks, blank, typed)) for name, blank in named.items())
    keys = tuple((name, key_text(_hidden(named_blanks, blank))) for name, blank in named.items())
    return Compiled("cloze", asks, keys, is_draft=None in named)


def _ask(pieces: list[str | Blank], named_blanks: list[Blank], asked: Blank, typed: bool) -> Ask:
    full = "".join(piece if isinstance(piece, str) else piece.text for piece in pieces).strip()
    prompt = "".join(_shown(piece, asked) for piece in pieces).strip()
    hidden = _hidden(named_blanks, asked)
    if typed:
        accepted = dict.fromkeys(between.join(hidden) for between in (" … ", ", ", " "))
        return Ask(prompt, TypeIn(tuple(accepted)), full)
    return Ask(prompt, SelfGrade(" … ".join(hidden)), full)


def _hidden(named_blanks: list[Blank], asked: Blank) -> list[str]:
    """The hidden text of a part; several if blanks of the same name differ."""
    texts: dict[str, str] = {}
    for blank in named_blanks:
        if _same_part(blank, asked):
            texts.setdefault(fold(blank.text), blank.text)
    return list(texts.values())


def _same_part(blank: Blank, asked: Blank) -> bool:
    """Whether two blanks are hidden together: they have the same name, or are the same blank."""
    return blank is asked or (blank.name is not None and blank.name == asked.name)


def _shown(piece: str | Blank, asked: Blank) -> str:
    if isinstance(piece, str):
        return piece
    return piece.gap if _same_part(piece, asked) else piece.text


SPEC = Spec(
    ("cloze",),
    marks=("cloze",),
    needs=("cloze",),
    fields=declare(
        Field(
            "cloze",
            with_sign(r"\{\{"),
            "A sentence with blanks: {{c1::hidden text}}, or {{c1::hidden text::hint}}. Each name"
            " is a separate fact.",
        ),
        Field(
            "typed",
            FLAG,
            "cloze: yes asks learners to type the hidden text instead of grading themselves.",
        ),
    ),
    read=read,
)
