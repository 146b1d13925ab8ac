"""The limits of the rules, and `learnms.toml`, which moves them for the decks of its folder:

```toml
[check]
key-length-ratio = 1.5
easy-words = ["Ocrevus"]

[check.ignore]
LM316 = "our question bank has no rationales yet"
```
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.errors import UsageError
from learnms.files import read_bytes
from learnms.text import shown, visible_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "learnms.toml"
ADVICE = ("LM3", "LM6", "LM7", "LM9")
"""The families that a folder can ignore."""
_LARGEST = 1024 * 1024
_CODE = re.compile(r"LM\d{3}")
_TABLE, _EASY, _IGNORE = "check", "easy-words", "ignore"


class Limit(NamedTuple):
    """A threshold: its default, the smallest and largest value, and what it is."""

    default: float
    least: float
    most: float
    about: str


LIMITS = {
    "key-length-ratio": Limit(
        1.33, 1, 10, "length of the right option, as a multiple of the longest wrong one's"
    ),
    "fewest-wrong-options": Limit(2, 1, 10, "number of wrong options from which the rule applies"),
    "absolute-options": Limit(
        2, 1, 10, "number of wrong options with absolute words from which the rule applies"
    ),
    "fewest-stem-words": Limit(6, 1, 20, "number of words that a stem without a question needs"),
    "echo-letters": Limit(6, 4, 20, "number of letters from which a repeated word counts"),
    "true-false-share": Limit(0.65, 0.5, 1, "highest share of statements with the same answer"),
    "key-extreme-share": Limit(
        0.45,
        0.25,
        1,
        "highest share of questions whose right option is the longest, or the shortest",
    ),
    "columns": Limit(60, 30, 200, "number of columns of the narrowest page"),
    "exhibit-lines": Limit(30, 5, 500, "highest number of lines in one tab of an exhibit"),
    "option-lines": Limit(3, 1, 50, "highest number of lines in an option"),
    "question-likeness": Limit(
        0.8, 0.5, 1, "share of words in common from which two questions count as alike"
    ),
    "blueprint-points": Limit(
        10, 1, 100, "highest difference between plan and deck, in percentage points"
    ),
    "core-share": Limit(0.15, 0.01, 1, "highest share of a deck's cards that may be core"),
    "grade": Limit(6, 1, 20, "highest Flesch-Kincaid grade of a deck for patients"),
    "sentence-words": Limit(20, 5, 100, "highest number of words in a sentence for patients"),
    "word-syllables": Limit(4, 2, 10, "number of syllables from which a word counts as long"),
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The limits for the decks of a folder. `ignored` are the codes that the folder silences."""

    limits: Mapping[str, float] = field(
        default_factory=lambda: {name: limit.default for name, limit in LIMITS.items()}
    )
    easy_words: tuple[str, ...] = ()
    ignored: frozenset[str] = frozenset()

    def __getitem__(self, name: str) -> float:
        return self.limits[name]


def read_thresholds(folder: Path) -> Thresholds:
    """The thresholds of a folder: the defaults, unless its `learnms.toml` says otherwise.

    Raises:
        UsageError: the file is not TOML, or names or values in it are not valid: all of them.
    """
    path = folder / FILE
    if not path.is_file():
        return Thresholds()
    import tomllib  # only where there is a file to read

    try:
        values = tomllib.loads(read_bytes(path, _LARGEST).decode("utf-8"))
    except (OSError, ValueError) as error:
        message = f"{visible_line(str(path))} cannot be read as TOML: {visible_line(str(error))}."
        raise UsageError(message, "Write it as `[check]`, and below it `name = value`.") from error
    faults = [
        _fault(f"`{visible_line(name)}` is not in `[check]`", "put it there")
        for name in values
        if name != _TABLE
    ]
    table = values.get(_TABLE, {})
    if not isinstance(table, dict):
        problem = f"`{_TABLE}` should be a table, not {shown(table)}"
        faults.append(_fault(problem, "write `[check]`, and below it `name = value`"))
        table = {}
    thresholds = _thresholds(table, faults)
    if faults:
        raise UsageError(f"{visible_line(str(path))}: {' '.join(faults)}")
    return thresholds


def _thresholds(table: dict[str, Any], faults: list[str]) -> Thresholds:
    limits = {name: limit.default for name, limit in LIMITS.items()}
    for name, value in table.items():
        if name in (_EASY, _IGNORE):
            continue
        limit = LIMITS.get(name)
        if limit is None:
            near = difflib.get_close_matches(name, [*LIMITS, _EASY, _IGNORE], 1)
            remedy = f"did you mean `{near[0]}`?" if near else f"the names are {', '.join(LIMITS)}"
            faults.append(_fault(f"`{visible_line(name)}` is not a threshold", remedy))
        elif (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not limit.least <= value <= limit.most
        ):
            problem = (
                f"`{name}` should be a number from {limit.least:g} to {limit.most:g}, not"
                f" {shown(value)}"
            )
            remedy = f"it is the {limit.about}; the default is {limit.default:g}"
            faults.append(_fault(problem, remedy))
        else:
            limits[name] = float(value)
    return Thresholds(limits, _easy_words(table, faults), _ignored(table, faults))


def _easy_words(table: dict[str, Any], faults: list[str]) -> tuple[str, ...]:
    words = table.get(_EASY, [])
    if isinstance(words, list) and all(isinstance(word, str) and word.strip() for word in words):
        return tuple(words)
    problem = f"`{_EASY}` should be a list of words, not {shown(words)}"
    faults.append(_fault(problem, f'write `{_EASY} = ["Ocrevus"]`'))
    return ()


def _ignored(table: dict[str, Any], faults: list[str]) -> frozenset[str]:
    reasons = table.get(_IGNORE, {})
    if not isinstance(reasons, dict):
        problem = f"`{_IGNORE}` should be a table of codes with reasons, not {shown(reasons)}"
        remedy = 'write `[check.ignore]`, and below it `LM316 = "the reason"`'
        faults.append(_fault(problem, remedy))
        return frozenset()
    for code, reason in reasons.items():
        if not _CODE.fullmatch(code) or not code.startswith(ADVICE):
            problem = f"`{visible_line(code)}` cannot be ignored"
            faults.append(_fault(problem, f"only findings of {', '.join(ADVICE)} can"))
        elif not isinstance(reason, str) or not reason.strip():
            faults.append(_fault(f"`{code}` has no reason", f'write `{code} = "the reason"`'))
    return frozenset(reasons)


def _fault(problem: str, remedy: str) -> str:
    """A problem and its remedy, each as a sentence."""
    return f"{problem}. {remedy[0].upper()}{remedy[1:]}{'' if remedy[-1] == '?' else '.'}"
