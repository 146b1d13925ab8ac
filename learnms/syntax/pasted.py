"""Lists pasted with markers other than YAML's dash, or with none, which YAML reads as one text."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from learnms.syntax.node import Scalar, Sequence
from learnms.syntax.pitfalls import is_sign, quoted

if TYPE_CHECKING:
    from learnms.syntax.node import Mark

# Bullets of word processors and web pages; the last two are of Word's symbol fonts.
_GLYPHS = "•·∙●○◦▪▫■□◆◇◊▶►▸‣⁃→⇒➔➢✓✔✗☐☑☒§\uf0b7\uf0a7"
_CHECKBOX = r"\[[ xX✓]?\][ \t]+"
GLYPH = re.compile(rf"[{_GLYPHS}]\s*|[–—‒―−]\s+|{_CHECKBOX}")
# Signs that also begin ordinary texts, so that they count only where a second line begins with one.
_MARK = re.compile(r"[-–—‒―−](?![\d.])\s*|[*+]\s+|o\s+")
NUMBERED = re.compile(
    r"(?:\((?P<inner>\d{1,2}|[A-Za-z])\)\s*|(?P<outer>\d{1,2}|[A-Za-z])(?:\.\s+|\)\s*))(?=\S)"
)
# A text that is wrapped by hand or by an editor fills its lines further than this.
_WRAPPED = 40
MOST_SHOWN = 8


class Pasted(NamedTuple):
    """The entries of a pasted list, the place of the problem, and its message.

    `signed` says that the entries have markers; without any, the lines may be one text after all.
    """

    entries: list[str]
    at: Scalar
    message: str
    signed: bool = True

    def remedy(self, indent: str = "") -> str:
        """The corrected lines, ready for the deck."""
        values = [as_value(entry) for entry in self.entries]
        if self.signed:
            return dashed_lines(values, indent)
        return dashed_lines(
            values,
            indent,
            "if they are one entry, put it in quotes; otherwise write each on its own line, with"
            " a dash and a space:",
        )


def dashed_lines(
    values: list[str],
    indent: str,
    lead: str = "write each entry on its own line, with a dash and a space:",
) -> str:
    """A remedy that ends with the lines of a list, ready for the deck."""
    lines = [f"{indent}- {value}" for value in values[:MOST_SHOWN]]
    if len(values) > MOST_SHOWN:
        lines.append(f"{indent}… and {len(values) - MOST_SHOWN} more")
    return "\n".join([lead, *lines])


def without_markers(entries: list[str]) -> list[str]:
    """The entries of a list without their markers, if all of them have one."""
    rests = _without_bullets(entries, every=True)
    return [rest for rest, _ in rests] if rests is not None else entries


def in_flow(texts: list[str]) -> str:
    """The texts as a list in brackets."""
    values = (quoted(t) if re.search(r"[,\[\]{}]", t) else as_value(t) for t in texts)
    return f"[{', '.join(values)}]"


def as_value(text: str) -> str:
    """The text as written after a dash, in quotes if it needs them."""
    return (
        quoted(text)
        if is_sign(text) or ": " in text or " #" in text or text.endswith(":")
        else text
    )


def in_text(text: str, node: Scalar, name: str, key: Mark) -> Pasted | None:
    """A pasted list in place of a YAML list; `key` is the place of the field's name."""
    if node.broken or node.end.line == node.start.line:
        return None
    lines = _lines_of(text, node)
    if len(lines) < 2:
        return None
    rests = _without_bullets(lines)
    if rests is None:
        # In quotes, or announced by a sign, a text of several lines is meant as one.
        if node.style or not (node.start.line > key.line or _looks_unwrapped(text, node, lines)):
            return None
        return Pasted(lines, node, _one_text(len(lines), name), signed=False)
    return Pasted(_joined(rests), node, _one_text(len(lines), name))


def in_list(text: str, node: Sequence, name: str) -> Pasted | None:
    """A pasted list in a YAML list: entries that contain others, or have another marker after the
    dash.
    """
    texts = [
        item
        for item in node.items
        if isinstance(item, Scalar) and not item.broken and item.style == ""
    ]
    split: dict[int, list[str]] = {}
    unsigned: set[int] = set()
    for item in texts:
        lines = _lines_of(text, item) if item.end.line != item.start.line else []
        if len(lines) > 1:
            rests = _without_bullets(lines[1:], least=1)
            if rests is not None:
                split[id(item)] = _joined([(lines[0], True), *rests])
            elif _looks_unwrapped(text, item, lines):
                split[id(item)] = lines
                unsigned.add(id(item))
    if split:
        first = next(item for item in texts if id(item) in split)
        entries = [
            entry
            for item in node.items
            if isinstance(item, Scalar)
            for entry in split.get(id(item), [item.value.strip()])
        ]
        message = (
            f"{len(split[id(first)])} lines are read as one entry of `{name}`, because they do"
            " not all start with a dash in the same column"
        )
        return Pasted(entries, first, message, signed=id(first) not in unsigned)
    values = [item.value.strip() for item in texts]
    rests = _without_bullets(values, every=True) if len(texts) == len(node.items) else None
    if rests is None:
        return None
    first, remainder = next(
        (item, remainder) for item, (remainder, starts) in zip(texts, rests, strict=True) if starts
    )
    sign = first.value.strip().removesuffix(remainder).strip()
    message = f"`{sign}` after the dash is a second list marker, which learners would see"
    return Pasted([remainder for remainder, _ in rests], first, message)


def _one_text(count: int, name: str) -> str:
    return (
        f"these {count} lines are read as one entry of `{name}`, because they do not start with"
        " a dash and a space"
    )


def _lines_of(text: str, node: Scalar) -> list[str]:
    """The lines of a text, stripped; a quotation without its quotes."""
    lines = [line.strip() for line in text[node.start.index : node.end.index].splitlines()]
    if node.style in ("|", ">"):
        lines = lines[1:]
    elif node.style:
        lines[0], lines[-1] = lines[0][1:], lines[-1].removesuffix(node.style)
    return [line for line in lines if line]


def _without_bullets(
    lines: list[str], *, least: int = 2, every: bool = False
) -> list[tuple[str, bool]] | None:
    """Each line without its marker, and whether it had one; None if there are no markers.

    `least` is the number of lines that must have a marker that can also start ordinary text; with
    `every` it is all. For other markers, one line is enough.
    """
    glyphs = [GLYPH.match(line) for line in lines]
    marks = [glyph or _MARK.match(line) for glyph, line in zip(glyphs, lines, strict=True)]
    count = sum(1 for mark in marks if mark)
    if any(glyphs) or (count >= least and (count == len(lines) or not every)):
        return [
            (line[mark.end() :] if mark else line, mark is not None)
            for line, mark in zip(lines, marks, strict=True)
        ]
    numbers = [NUMBERED.match(line) for line in lines]
    count = sum(1 for number in numbers if number)
    if (
        count < least
        or (every and count < len(lines))
        or not _go_up(
            [
                (numbering["inner"] or numbering["outer"]).lower()
                for numbering in numbers
                if numbering
            ]
        )
    ):
        return None
    rests = [
        (line[numbering.end() :] if numbering else line, numbering is not None)
        for line, numbering in zip(lines, numbers, strict=True)
    ]
    return [
        (line.removeprefix("©").strip(), True) if line.startswith("©") else (line, starts)
        for line, starts in rests
    ]


def _go_up(signs: list[str]) -> bool:
    """Whether the markers count up: 1 2 3 or a b c. One may be missing, as Word turns (c) into
    ©.
    """
    if len({sign.isdigit() for sign in signs}) > 1:
        return False
    places = [int(sign) if sign.isdigit() else ord(sign) - 96 for sign in signs]
    return places[0] <= 2 and all(
        0 < after - before <= 2 for before, after in itertools.pairwise(places)
    )


def _joined(rests: list[tuple[str, bool]]) -> list[str]:
    """The entries; a line without a marker continues the entry above it."""
    entries: list[str] = []
    for content, starts in rests:
        if starts or not entries:
            entries.append(content)
        else:
            entries[-1] += " " + content
    return [entry for entry in entries if entry]


def _looks_unwrapped(text: str, node: Scalar, lines: list[str]) -> bool:
    """Whether a line looks like a new entry, because its first word would have fit on the line
    above.
    """
    start = text.rfind("\n", 0, node.start.index) + 1
    width = node.start.index - start
    for above, below in itertools.pairwise(lines):
        ends = width + len(above) if above is lines[0] else node.start.column + len(above)
        if (
            (below[0].isupper() or below[0].isdigit())
            and above[-1] not in ",;:-("
            and ends + 1 + len(below.split()[0]) <= _WRAPPED
        ):
            return True
    return False
