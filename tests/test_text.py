"""What a terminal might obey is spelled out, character by character; what people read stays as
it is.
"""

from __future__ import annotations

import pytest

from learnms.text import has_unsafe, is_text, shown, visible, visible_line

# Written out by their numbers: the ranges of the module are what is held against them.
CONTROLS = [*range(0x09), 0x0B, 0x0C, *range(0x0D, 0x20), 0x7F, *range(0x80, 0xA0)]
ARABIC_MARK, ZERO_WIDTH_SPACE, LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = (
    0x061C,
    0x200B,
    0x200E,
    0x200F,
)
SEPARATORS = [0x2028, 0x2029]
EMBEDDINGS_AND_OVERRIDES = [0x202A, 0x202B, 0x202C, 0x202D, 0x202E]
ISOLATES = [0x2066, 0x2067, 0x2068, 0x2069]
INVISIBLE = [0x2060, 0x2061, 0x2064, 0x2065, 0x206A, 0x206F, 0xFEFF, 0xFFF9, 0xFFFB]
TAGS = [0xE0000, 0xE0001, 0xE0041, 0xE007F]
SURROGATES = [0xD800, 0xDC80, 0xDFFF]
UNSAFE = [
    *(
        *CONTROLS,
        ARABIC_MARK,
        ZERO_WIDTH_SPACE,
        LEFT_TO_RIGHT_MARK,
        RIGHT_TO_LEFT_MARK,
        *SEPARATORS,
    ),
    *(*EMBEDDINGS_AND_OVERRIDES, *ISOLATES, *INVISIBLE, *TAGS, *SURROGATES),
]


@pytest.mark.parametrize("code", UNSAFE, ids=lambda code: f"U+{code:04X}")
def test_what_a_terminal_obeys_is_spelled_out(code: int) -> None:
    mark = (
        f"\\x{code:02x}"
        if code <= 0xFF
        else f"\\u{code:04x}"
        if code <= 0xFFFF
        else f"\\U{code:08x}"
    )

    assert has_unsafe(f"a{chr(code)}b")
    assert visible(f"a{chr(code)}b") == f"a{mark}b"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "µg ≥ 5 ‘quoted’ – dash",
        "é e\u0301",
        "שלום مرحبا",
        "👩\u200d⚕",
        "a\u00a0b",
        "two\nlines",
    ],
)
def test_what_people_read_stays(text: str) -> None:
    assert visible(text) == text
    assert not has_unsafe(text)


def test_ends_of_lines_and_tabs_are_what_they_look_like() -> None:
    assert visible("a\r\nb\tc") == "a\nb    c"
    assert visible("a\rb") == "a\\x0db"
    assert visible_line(" a\n\n b\tc ") == "a b c"


def test_a_value_is_named_on_one_line_and_cut() -> None:
    assert shown("a\x1bb") == "'a\\x1bb'"
    assert shown("x" * 200) == f"'{'x' * 79}…"
    assert shown(10**5000) == "a value that long"


def test_bytes_that_are_no_text_are_known() -> None:
    assert is_text("µg")
    assert not is_text("caf\udce9")
