"""`learnms fix`: insert missing ids, number bare blanks and replace pasted spaces, and change
nothing else.

The result is verified: unless the new text parses as the same data plus the insertions, the file is
left unchanged.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
import string
import tempfile
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from learnms.decks.read_deck import read_deck
from learnms.errors import LearnmsError
from learnms.kinds.cloze import Blank, blanks, mark_in, slip_words
from learnms.kinds.fields import Report, nearest
from learnms.syntax.compose import compose
from learnms.syntax.node import Mapping, Node, Scalar, Sequence
from learnms.syntax.source import read_source, source_of, split_lines
from learnms.syntax.spaces import spaces_replaced

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.paths import DeckFile
    from learnms.syntax.source import Source

What = Literal["deck id", "card id", "case id", "part id", "blank", "spaces"]

_LONGEST_STEM, _MOST_WORDS = 40, 6
_TAIL = string.ascii_lowercase + "23456789"
_WORD = re.compile(r"[a-z0-9]+")
_BRACES = re.compile(r"\{\{(?:[cC][0-9]+::)?|(?:::[^{}]*)?\}\}")
_OPENING = re.compile(r"\{\{")
_BREAK = re.compile(r"\r\n|\n|\r")
# Words that do not distinguish questions, as one text: a list of them would be eighty lines.
_SMALL = """
    a about after all an and any are as at be been before by can do does done each for from had
    has have how if in into is it its may more most must no not of on once one or out over said
    say says should so some than that the their them then there these they this to true false two
    under up was were what when where which while who whom whose why will with would you your
"""
STOP_WORDS = frozenset(_SMALL.split())


@dataclass(frozen=True, slots=True)
class Change:
    """One insertion, or the replaced spaces of one line. `line` counts in the old file; `new` is
    the id, the blank's name or the line.
    """

    what: What
    new: str
    line: int

    def __str__(self) -> str:
        return f"{self.line}: {self.what} {self.new}"


@dataclass(frozen=True, slots=True)
class Fixed:
    """The new text, its changes, and sentences about what was left unchanged and why."""

    text: str
    changes: tuple[Change, ...] = ()
    left_alone: tuple[str, ...] = ()

    @property
    def problem(self) -> str | None:
        """What was left unchanged, if anything."""
        return " ".join(self.left_alone) or None


@dataclass(slots=True)
class _Plan:
    """The insertions by offset. `ids` and `values` are the expected data of the new text."""

    source: Source
    taken: set[str]
    insertions: dict[int, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    ids: dict[int, str] = field(default_factory=dict)
    values: dict[int, str] = field(default_factory=dict)


def fix(source: Source, taken: set[str] | None = None) -> Fixed:
    """Insert missing ids of the deck, its cards, cases and parts, number bare blanks, and replace
    pasted spaces.

    The same text gets the same ids, so that a dry run names those that are then written.

    Args:
        taken: ids in use elsewhere; the file's own ids and the new ones are added to it.
    """
    source, replaced = _with_ordinary_spaces(source)
    fixed = _with_ids(source, taken)
    if not replaced:
        return fixed
    text = fixed.text if fixed.changes or source.written is None else source.written
    return Fixed(text, (*replaced, *fixed.changes), fixed.left_alone)


def _with_ordinary_spaces(source: Source) -> tuple[Source, tuple[Change, ...]]:
    """The source with spaces pasted from Word or a web page replaced, and the changed lines."""
    if source.written is None:
        return source, ()
    text = spaces_replaced(source.written)
    fresh, _ = source_of(text, source.path)
    if text == source.written or fresh is None:
        return source, ()
    old, new = split_lines(source.written), split_lines(text)
    changes = tuple(
        Change("spaces", f"replaced in `{after.strip()}`", line)
        for line, (before, after) in enumerate(zip(old, new, strict=True), 1)
        if before != after
    )
    return fresh, changes


def _with_ids(source: Source, taken: set[str] | None) -> Fixed:
    root, _, parsed = compose(source)
    if not parsed or not source.sound:
        return Fixed(
            source.text,
            (),
            (
                (
                    "No ids were written, because parts of the file cannot be read. Run `learnms"
                    " check` first."
                ),
            ),
        )
    read = read_deck(source, root, {}, Report(source.path, source))
    if read is None or not isinstance(root, Mapping):
        return Fixed(source.text, (), ("The file was not changed, because it is not a deck.",))
    plan = _Plan(source, set() if taken is None else taken)
    plan.taken.update(_ids_in(root))
    _plan_deck_id(plan, root)
    for entry in read.entries:
        kind: What = (
            "case id" if entry.kind == "case" else "part id" if entry.kind == "part" else "card id"
        )
        _plan_id(plan, entry.node, kind)
        if entry.kind != "case":
            _plan_blanks(plan, entry.node)
    return _carried_out(plan, root)


def with_id(source: Source, at: int, taken: set[str]) -> Fixed:
    """Insert the id of the card that begins at an offset, and name its bare blanks, as `fix` does;
    nothing else changes.

    Args:
        source: a deck that can be read.
        at: the offset of the card's first field.
        taken: ids in use elsewhere; the file's own ids and the new one are added to it.
    """
    root, _, _ = compose(source)
    plan = _Plan(source, taken)
    cards = root.get("cards") if isinstance(root, Mapping) else None
    assert isinstance(root, Mapping)
    assert isinstance(cards, Sequence)
    plan.taken.update(_ids_in(root))
    for node in cards.items:
        if isinstance(node, Mapping) and node.pairs and node.pairs[0][0].start.index == at:
            _plan_id(plan, node, "card id")
            _plan_blanks(plan, node)
    return _carried_out(plan, root)


def known_ids(files: Iterable[DeckFile]) -> set[str]:
    """All ids in the files and in their `was` fields; none of them may be given to another card."""
    roots = [
        compose(source)[0]
        for file in files
        if (source := read_source(Path(file.path), file.shown)[0]) is not None
    ]
    return {ident for root in roots if root is not None for ident in _ids_in(root)}


def write_fixed(path: Path, text: str) -> None:
    """Replace a file by a new text, atomically.

    Follows links; keeps permissions, a byte order mark and the line ends of the text.

    Raises:
        LearnmsError: the file cannot be written; it is unchanged.
    """
    target = Path(os.path.realpath(path))
    try:
        info = target.stat()
        with target.open("rb") as old:
            mark = codecs.BOM_UTF8 if old.read(3) == codecs.BOM_UTF8 else b""
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(mark + text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            if hasattr(os, "chown"):  # Windows has no owners of this kind
                with suppress(PermissionError):
                    os.chown(name, info.st_uid, info.st_gid)
            Path(name).chmod(stat.S_IMODE(info.st_mode))
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}."
        raise LearnmsError(
            message,
            "The file was not changed. Check that you have permission to write to it and to its"
            " folder.",
        ) from error


def _carried_out(plan: _Plan, root: Mapping) -> Fixed:
    """Insert, and verify that nothing else has changed."""
    source = plan.source
    if not plan.insertions:
        return Fixed(source.text, (), tuple(plan.left_alone))
    text = _with_insertions(source.text, plan.insertions)
    fresh, _ = source_of(text, source.path)
    new_root, _, parsed = compose(fresh) if fresh is not None else (None, [], False)
    if not parsed or new_root is None or data_of(new_root) != data_of(root, plan):
        return Fixed(
            source.text,
            (),
            (
                *plan.left_alone,
                (
                    "The file was not changed, because it is unclear where its fields are. Add"
                    " the ids by hand."
                ),
            ),
        )
    return Fixed(
        text, tuple(sorted(plan.changes, key=lambda change: change.line)), tuple(plan.left_alone)
    )


def _with_insertions(text: str, insertions: dict[int, str]) -> str:
    pieces, end = [], 0
    for place, inserted in sorted(insertions.items()):
        pieces += [text[end:place], inserted]
        end = place
    return "".join([*pieces, text[end:]])


def data_of(node: Node, plan: _Plan | None = None) -> object:
    """The node as plain values, with the planned insertions."""
    if isinstance(node, Scalar):
        return plan.values.get(node.start.index, node.value) if plan else node.value
    if isinstance(node, Sequence):
        return [data_of(item, plan) for item in node.items]
    data = {key.value: data_of(value, plan) for key, value in node.pairs}
    if plan and node.pairs and node.pairs[0][0].start.index in plan.ids:
        data["id"] = plan.ids[node.pairs[0][0].start.index]
    return data


def _plan_id(plan: _Plan, node: Mapping, kind: What) -> None:
    """Plan an id before the first field, if none is written."""
    if not _is_without_id(node):
        return
    place = node.pairs[0][0].start if node.pairs else node.start
    inside = node.flow and plan.source.text[node.start.index : node.start.index + 1] != "{"
    if not node.pairs or node.broken or inside or place.index in plan.insertions:
        plan.left_alone.append(
            f"Line {node.start.line}: no {kind} was inserted, because it is unclear where it goes."
        )
        return
    question = next(
        (
            text.value
            for name in ("ask", "cloze", "title")
            if isinstance(text := node.get(name), Scalar)
        ),
        "",
    )
    ident = _new_id(plan, question, kind.split(" ")[0], node)
    plan.ids[place.index] = ident
    plan.insertions[place.index] = _field(node, ident) + (
        ", " if node.flow else break_at(plan.source.text, place.index) + " " * (place.column - 1)
    )
    plan.changes.append(Change(kind, ident, place.line))


def _is_without_id(node: Mapping) -> bool:
    """Whether no field looks like an id; an empty, malformed or mistyped one is the author's."""
    return not any(nearest(key.value, ("id",)) for key, _ in node.pairs)


def _plan_deck_id(plan: _Plan, root: Mapping) -> None:
    """Plan an id below the title."""
    if not _is_without_id(root):
        return
    title = root.get("deck")
    if (
        root.broken
        or not isinstance(title, Scalar)
        or title.broken
        or not title.value.strip()
        or title.style in ("|", ">")
    ):
        plan.left_alone.append(
            "No deck id was added, because there is no one-line title to derive it from."
        )
        return
    ident = _new_id(plan, title.value, "deck", title)
    text = plan.source.text
    if root.flow:
        offset, inserted = title.end.index, ", " + _field(root, ident)
    else:
        line_end = _BREAK.search(text, title.end.index)
        offset = line_end.start() if line_end else len(text)
        inserted = (
            break_at(text, title.end.index) + " " * (root.start.column - 1) + _field(root, ident)
        )
    plan.ids[root.pairs[0][0].start.index] = ident
    plan.insertions[offset] = inserted
    plan.changes.append(Change("deck id", ident, title.start.line))


def _plan_blanks(plan: _Plan, node: Mapping) -> None:
    """Plan names for the bare blanks of a card's own cloze, above its highest number."""
    scalar = node.get("cloze")
    if not isinstance(scalar, Scalar) or scalar.broken:
        return
    pieces, faults = blanks(scalar.value)
    written_blanks = [piece for piece in pieces if isinstance(piece, Blank)]
    bare = [blank for blank in written_blanks if blank.name is None and blank.slip is None]
    if faults:
        return
    for blank in written_blanks:
        if blank.slip is not None:
            message, remedy = slip_words(blank)
            plan.left_alone.append(
                f"Line {mark_in(scalar, blank.at, plan.source).line}: {message}. It was not"
                f" changed: {remedy}."
            )
    if not bare:
        return
    places = _opening_places(plan.source.text, scalar, [blank.at for blank in bare])
    if places is None:
        plan.left_alone.append(
            f"Line {scalar.start.line}: the blanks were not named, because it is unclear where"
            f" they are: write {{{{c1::…}}}} by hand."
        )
        return
    highest = max(
        (int(name[1:]) for blank in written_blanks if (name := blank.name or blank.meant)),
        default=0,
    )
    names = {blank.at + 2: f"c{highest + number}::" for number, blank in enumerate(bare, 1)}
    plan.values[scalar.start.index] = _with_insertions(scalar.value, names)
    for name, place in zip(names.values(), places, strict=True):
        plan.insertions[place] = name
        plan.changes.append(
            Change(
                "blank",
                name[:-2],
                scalar.start.line + plan.source.text.count("\n", scalar.start.index, place),
            )
        )


def _opening_places(text: str, scalar: Scalar, offsets: list[int]) -> list[int] | None:
    """The offsets in the file after the braces that open the blanks at these offsets of the value.
    Braces come in the same order in both.
    """
    header = _BREAK.search(text, scalar.start.index) if scalar.style in ("|", ">") else None
    begin = header.end() if header else scalar.start.index
    written = [match.end() for match in _OPENING.finditer(text, begin, scalar.end.index)]
    read = [match.start() for match in _OPENING.finditer(scalar.value)]
    if len(written) != len(read) or any(offset not in read for offset in offsets):
        return None
    return [written[read.index(offset)] for offset in offsets]


def _field(node: Mapping, ident: str) -> str:
    """The id field as text, quoted if the fields around it are, as in a deck written as JSON."""
    return (
        f'"id": "{ident}"'
        if node.flow and node.pairs and node.pairs[0][0].style == '"'
        else f"id: {ident}"
    )


def break_at(text: str, index: int) -> str:
    """The line end at an offset; for a last line without one, that of the line before."""
    match = _BREAK.search(text, index) or _BREAK.search(text)
    return match.group() if match else "\n"


def _ids_in(node: Node) -> set[str]:
    """All ids written in a file, `was` included."""
    if isinstance(node, Sequence):
        return {ident for item in node.items for ident in _ids_in(item)}
    idents: set[str] = set()
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        texts = value.items if isinstance(value, Sequence) else [value]
        if key.value in ("id", "was"):
            idents.update(
                text.value.strip().partition("#")[0] for text in texts if isinstance(text, Scalar)
            )
        idents |= _ids_in(value)
    return idents


def _new_id(plan: _Plan, text: str, fallback: str, node: Node) -> str:
    """A stem and four characters derived from the file's name and the text that gets the id; the
    next four if the id is taken.
    """
    stem = id_stem(text) or fallback
    seed = "\0".join(
        [Path(plan.source.path).name, plan.source.text[node.start.index : node.end.index].strip()]
    )
    ident, attempt = "", 0
    while not ident or ident in plan.taken:
        digest = hashlib.sha256(f"{seed}\0{attempt}".encode("utf-8", "surrogatepass")).digest()
        ident = f"{stem}-{''.join(_TAIL[byte % len(_TAIL)] for byte in digest[:4])}"
        attempt += 1
    plan.taken.add(ident)
    return ident


def id_stem(text: str) -> str:
    """The readable part of an id, from the significant words of a text; '' if it has no Latin
    letter.
    """
    plain = (
        unicodedata.normalize("NFKD", _BRACES.sub(" ", text))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    words = _WORD.findall(plain.replace("'", ""))
    telling = [word for word in words if word not in STOP_WORDS]
    chosen = telling if len(telling) > 1 else words
    fitting = [
        stem
        for stem in accumulate(chosen[:_MOST_WORDS], "{}-{}".format)
        if len(stem) <= _LONGEST_STEM
    ]
    return fitting[-1] if fitting else "".join(chosen[:1])[:_LONGEST_STEM]
