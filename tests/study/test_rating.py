"""From points to ratings, line by line of the table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.study.event import Rating
from learnms.study.rating import Confidence, rate


@pytest.mark.parametrize(
    ("points", "most", "facts", "expected"),
    [
        (1, 1, {"kind": "single"}, Rating.GOOD),
        (3, 3, {"kind": "select-all"}, Rating.GOOD),
        (2, 3, {"kind": "select-all"}, Rating.HARD),
        (1, 3, {"kind": "select-all"}, Rating.AGAIN),
        (0, 1, {"kind": "single"}, Rating.AGAIN),
        (2, 3, {"kind": "select-all", "unsafe": True}, Rating.AGAIN),
        (3, 3, {"kind": "select-n", "unsafe": True}, Rating.AGAIN),
        (0, 3, {"kind": "select-all", "empty": True}, Rating.AGAIN),
        (1, 1, {"kind": "single", "confidence": "guess"}, Rating.AGAIN),
        (1, 1, {"kind": "true-false", "confidence": "guess"}, Rating.AGAIN),
        (1, 1, {"kind": "typed", "confidence": "guess"}, Rating.GOOD),
        (1, 1, {"kind": "single", "hinted": True}, Rating.HARD),
        (0, 1, {"kind": "single", "hinted": True}, Rating.AGAIN),
        (2, 3, {"kind": "select-all", "confidence": "certain"}, Rating.AGAIN),
        (1, 1, {"kind": "single", "confidence": "certain"}, Rating.GOOD),
    ],
)
def test_the_table(points: float, most: float, facts: dict[str, object], expected: Rating) -> None:
    # a table of keyword arguments
    assert rate(points, most, **facts) is expected  # type: ignore[arg-type]


@given(
    st.integers(0, 10),
    st.integers(1, 10),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["guess", "fairly", "certain", None]),
    st.sampled_from(["single", "select-all"]),
)
def test_never_an_automatic_easy(
    points: int, most: int, unsafe: bool, hinted: bool, confidence: Confidence | None, kind: str
) -> None:
    assert (
        rate(
            min(points, most), most, kind=kind, unsafe=unsafe, hinted=hinted, confidence=confidence
        )
        is not Rating.EASY
    )
