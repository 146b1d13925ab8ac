"""Colors that mean something stay apart for people who do not see red, green or blue, and each has
a sign or a word besides.

Color vision is simulated with the matrices for severity 1.0 of Machado, Oliveira and Fernandes,
"A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on
Visualization and Computer Graphics 15(6), 2009, which act on linear RGB. The difference is that of
CIE 1976 L*a*b*, D65. About 2.3 is just noticeable on large areas (Mahy and others, 1994); words
and signs are thin, so four times that is asked for.
"""

from __future__ import annotations

import math
from itertools import combinations, product

import pytest
from textual.color import Color

from learnms.engine.question.wording import option_words
from learnms.engine.voice import NURSE, PATIENT
from learnms.kinds.response import Option
from learnms.themes import THEMES
from learnms.tui.kit.content import QUIET, RIGHT, WARN, WRONG
from learnms.tui.kit.themes import PALETTES
from learnms.tui.question.marks import judged

Vector = tuple[float, float, float]
LEAST = 10.0
VISION: dict[str, tuple[Vector, Vector, Vector]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)
ROLES = ("right", "missed", "wrong", "accent")


def times(matrix: tuple[Vector, Vector, Vector], vector: Vector) -> Vector:
    one, two, three = (
        sum(factor * value for factor, value in zip(row, vector, strict=True)) for row in matrix
    )
    return one, two, three


def linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def lab(color: str, vision: str) -> Vector:
    """L*, a* and b* of a color as it is seen."""
    red, green, blue = map(linear, Color.parse(color).normalized)
    seen = times(VISION[vision], (red, green, blue))
    one, two, three = (min(1.0, max(0.0, value)) for value in seen)
    xyz = times(TO_XYZ, (one, two, three))
    x, y, z = (_root(value / white) for value, white in zip(xyz, WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return math.cbrt(value) if value > (6 / 29) ** 3 else value / (3 * (6 / 29) ** 2) + 4 / 29


def difference(one: str, other: str, vision: str) -> float:
    return math.dist(lab(one, vision), lab(other, vision))


def test_the_measure_is_that_of_cie() -> None:
    assert lab("#ffffff", "normal") == pytest.approx((100, 0, 0), abs=0.02)
    assert lab("#ff0000", "normal") == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    assert difference("#ff0000", "#00ff00", "normal") == pytest.approx(170.6, abs=0.1)


def test_greys_look_the_same_to_everybody() -> None:
    for vision in VISION:
        assert difference("#808080", "#808080", vision) == 0
        assert lab("#808080", vision) == pytest.approx(lab("#808080", "normal"), abs=0.1)


@pytest.mark.parametrize(
    ("theme", "vision", "one", "other"),
    [(*pair, *roles) for pair in product(THEMES, VISION) for roles in combinations(ROLES, 2)],
)
def test_colors_with_a_meaning_stay_apart(theme: str, vision: str, one: str, other: str) -> None:
    assert difference(PALETTES[theme][one], PALETTES[theme][other], vision) >= LEAST


@pytest.mark.parametrize("voice", [NURSE, PATIENT], ids=["nurse", "patient"])
def test_each_color_of_an_answer_has_its_own_sign_and_words(voice: object) -> None:
    signs: dict[str, set[str]] = {}
    words: dict[str, set[str]] = {}
    for right, picked, single in product((False, True), repeat=3):
        option = Option("", right=right)
        sign, said, style = judged(option, voice, picked=picked, single=single)  # type: ignore[arg-type]
        assert (sign, said) == option_words(option, voice, picked=picked, single=single)  # type: ignore[arg-type]
        signs.setdefault(style, set()).add(sign)
        words.setdefault(style, set()).add(said)

    assert words.keys() >= {RIGHT, WRONG, QUIET}
    assert all(not one & other for one, other in combinations(words.values(), 2))
    assert not signs[WRONG] & (signs[RIGHT] | signs.get(WARN, set()))
