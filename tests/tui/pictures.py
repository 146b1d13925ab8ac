"""Which sizes and themes a page is pictured in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

SMALL = (80, 24)
WIDE = (120, 40)
NARROW = (60, 18)


def pictured(
    names: Iterable[str],
    *,
    wide: Collection[str] = (),
    narrow: Collection[str] = (),
    themed: Collection[str] = (),
) -> pytest.MarkDecorator:
    """Run a test for `name`, `size` and `theme`: each page small and dark.

    `wide` and `narrow` pages are pictured at those sizes too, `themed` ones small in light and in
    high contrast. A theme is a palette, which `test_themes` measures, so few pages show it.
    """
    rows: list[tuple[str, tuple[int, int], str]] = []
    for name in names:
        rows.append((name, SMALL, "dark"))
        rows += [(name, WIDE, "dark")] if name in wide else []
        rows += [(name, NARROW, "dark")] if name in narrow else []
        rows += [(name, SMALL, theme) for theme in ("light", "contrast") if name in themed]
    return pytest.mark.parametrize(
        ("name", "size", "theme"),
        [
            pytest.param(name, size, theme, id=f"{name}-{size[0]}x{size[1]}-{theme}")
            for name, size, theme in rows
        ],
    )
