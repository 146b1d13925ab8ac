"""HTML entities such as `&nbsp;`, which a deck would show as written."""

from __future__ import annotations

import html
import re

_NAMES = [
    "nbsp",
    "lt",
    "gt",
    "amp",
    "quot",
    "apos",
    "ndash",
    "mdash",
    "hellip",
    "lsquo",
    "rsquo",
    "ldquo",
    "rdquo",
    "deg",
    "micro",
    "plusmn",
    "times",
    "divide",
    "le",
    "ge",
    "frac12",
    "bull",
    "middot",
    "shy",
    "copy",
    "reg",
    "trade",
]  # one line of words
ENTITY = re.compile(rf"&(?:{'|'.join(_NAMES)}|#[0-9]{{2,6}}|#[xX][0-9A-Fa-f]{{2,6}});")
# Where a value begins, the sign stops YAML, which says so itself.
BEGINS_VALUE = re.compile(r"(?:[:\[{,-][ \t]+|^[ \t]*)\Z")


def words(entity: str) -> tuple[str, str]:
    """Message and remedy."""
    sign = html.unescape(entity).replace("\u00a0", " ").replace("\u00ad", "")
    fix = f"write `{sign}`" if sign.strip() else "write a space" if sign else "delete it"
    return f"`{entity}` is an HTML code, and learners would see it as written", fix
