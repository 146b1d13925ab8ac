"""Read TOML, and change values in its text: comments, order and everything else a person wrote are
kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADER = re.compile(r"\s*\[(?P<name>[\w\s.\"'-]+)\]\s*(#.*)?|\s*\[\[.+\]\]\s*(#.*)?")


def parsed(data: bytes) -> dict[str, Any]:
    """The values of a TOML file.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.
        ValueError: the file is not TOML, or a number is too long.
        RecursionError: the file is nested too deep.
    """
    import tomllib  # only where there is a file to read

    return tomllib.loads(data.decode())


def changed(text: str, changes: Mapping[str, Any], comments: Mapping[str, str]) -> str:
    """The text with new values at the top. Unusual TOML may come out wrong: parse the result before
    using it.

    Args:
        text: valid TOML, empty for a new file.
        changes: by name a plain value, a dict for a table, None for what is taken out.
        comments: what is above a name that was not there before, and goes with it.

    Raises:
        ValueError: the text is no TOML.
    """
    import tomlkit  # it takes a while to import, and is needed here alone

    for name in (name for name, value in changes.items() if value is None):
        text = _without_table(text, name)
    document: Any = tomlkit.parse(text)
    for name, value in changes.items():
        if value is None or isinstance(value, dict) != isinstance(document.get(name), dict):
            document.pop(name, None)
        elif isinstance(value, dict):
            _change_table(document[name], value)
        elif name in document:
            document[name] = value
    missing = {
        name: value for name, value in changes.items() if value is not None and name not in document
    }
    lines = _lines(tomlkit.dumps(document))
    for name, value in missing.items():
        comment = [f"# {comments[name]}"] if name in comments else []
        new = comment + _lines(tomlkit.dumps({name: value}))
        if isinstance(value, dict):
            lines += [*([""] if lines else []), *new]
        else:
            at = _end_of_top(lines)
            lines[at:at] = new
    return "".join(
        f"{line}\n"
        for line in _without_orphans(
            lines, {f"# {comment}": name for name, comment in comments.items()}
        )
    )


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _change_table(table: Any, values: dict[str, Any]) -> None:
    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        if key not in table or table[key] != value:
            table[key] = value


def _without_table(text: str, name: str) -> str:
    """The text without the values of a table; comments stay, also those that TOML counts to it."""
    kept, inside = [], False
    for line in text.split("\n"):
        header = _HEADER.fullmatch(line)
        if header is not None:
            inside = (header["name"] or "").strip() == name
        if not inside or not line.strip() or line.lstrip().startswith("#"):
            kept.append(line)
    return "\n".join(kept)


def _end_of_top(lines: list[str]) -> int:
    """The position for a new value at the top: before the first table and the comments above it."""
    at = next((at for at, line in enumerate(lines) if _HEADER.fullmatch(line)), None)
    if at is None:
        return len(lines)
    while at and (not lines[at - 1].strip() or lines[at - 1].lstrip().startswith("#")):
        at -= 1
    return at


def _without_orphans(lines: list[str], names: Mapping[str, str]) -> list[str]:
    """The lines without our own comments for removed values."""
    kept: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        name = names.get(line)
        if name is None or following.lstrip("[ ").startswith(name):
            kept.append(line)
        elif kept and not kept[-1] and not following:
            kept.pop()  # the empty line above it goes too
    return kept
