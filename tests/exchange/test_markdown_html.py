import pytest

from learnms.exchange.bank import Loss
from learnms.exchange.html_text import html_text
from learnms.exchange.markdown_html import as_html, as_html_line, as_markdown, as_plain, needs_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Give **600 mg** *now* if x < 5 & y.", None),
        ("One\ntwo\n\nthree", "<p>One<br>two</p>\n<p>three</p>"),
        (
            "- a\n- b\n  1. x\n  2. y\n- c",
            "<ul><li>a</li><li>b<ol><li>x</li><li>y</li></ol></li><li>c</li></ul>",
        ),
        ("3. three\n4. four", '<ol start="3"><li>three</li><li>four</li></ol>'),
        (
            "| a | b |\n|---|---|\n| 1 | x \\| y |",
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>x | y</td></tr></table>",
        ),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
    ],
)
def test_markdown_becomes_html_and_is_read_back(text: str, html: str | None) -> None:
    written = as_html(text)
    losses: list[Loss] = []

    assert html is None or written == html
    assert html_text(written, "", losses) == text
    assert losses == []


def test_a_line_has_no_paragraph() -> None:
    assert as_html_line("a **b**\nc") == "a <strong>b</strong><br>c"
    assert as_plain("a **b**\n\\*c\\*") == "a b\n*c*"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("plain\ntext", False), ("a < b", True), ("*a*", True), ("| a |\n|---|\n| b |", True)],
)
def test_only_what_needs_html_is_html(text: str, expected: bool) -> None:
    assert needs_html(text) is expected


def test_plain_text_keeps_its_signs() -> None:
    assert as_markdown("2*3*4 and *this*") == "2\\*3\\*4 and \\*this\\*"
    assert as_plain(as_markdown("2*3*4 and *this*")) == "2*3*4 and *this*"
