import time

import pytest

from learnms.exchange.bank import Loss
from learnms.exchange.html_text import clean, html_text, plain_text


def read(html: str) -> tuple[str, list[str]]:
    losses: list[Loss] = []
    text = html_text(html, "question 1", losses)
    assert all(loss.item == "question 1" for loss in losses)
    return text, [loss.text for loss in losses]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<p>Give <b>600&nbsp;mg</b> IV.</p><p>Then <i>wait</i>.</p>",
            "Give **600 mg** IV.\n\nThen *wait*.",
        ),
        ("line 1<br>line 2<br/><br/>line 3", "line 1\nline 2\n\nline 3"),
        (
            "<ul><li>a<li>b<ol><li>x</li><li>y</li></ol></ul>after",
            "- a\n- b\n  1. x\n  2. y\nafter",
        ),
        ("<ol start=3><li><p>three</p></li><li>four</li></ol>", "3. three\n4. four"),
        ("a < b &amp; c > d &lt;b&gt;", "a < b & c > d <b>"),
        ("10<sup>9</sup>/L, CD<sub>20</sub>, x<sup>max</sup>", "10⁹/L, CD₂₀, x^max"),
        ("2 * 3 and *not meant*", "2 \\* 3 and \\*not meant\\*"),
        ("<b>un<i>cl</b>osed</i> x", "**uncl**osed x"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("x <b> y </b> z<b></b>", "x **y** z"),
        ("<a href='https://a.org/b'>site</a>", "site (https://a.org/b)"),
        ("<!-- x --><![CDATA[kept]]><!doctype html>", "kept"),
        ("", ""),
    ],
)
def test_html_becomes_light_markdown(html: str, text: str) -> None:
    assert read(html) == (text, [])


def test_a_table_becomes_a_markdown_table() -> None:
    html = (
        "<table><caption>Labs</caption><tr><th>Time</th><th>BP</th></tr>"
        "<tr><td>09:00</td><td>118|74 <b>high</b></td></tr></table>done"
    )
    table = "Labs\n| Time | BP |\n|---|---|\n| 09:00 | 118\\|74 **high** |\ndone"
    assert read(html) == (table, [])


@pytest.mark.parametrize(
    ("html", "text", "lost"),
    [
        (
            "<img src='@@PLUGINFILE@@/ecg%20a.png?x=1'>",
            "[image: ecg a.png]",
            "The picture `ecg a.png`",
        ),
        ("<img alt='The ECG' src='data:image/png;base64,AAAA'>", "[image: The ECG]", "The picture"),
        ("<script>if (a<b) alert('</b>')</script>Hi", "Hi", "A script"),
        ("<p onclick='x()'>Hi</p>", "Hi", "A script"),
        ("<a href='javascript:x()'>Hi</a>", "Hi", "A script in a link"),
        ("<iframe src='https://a.org'>no</iframe>Hi", "Hi", "An embedded page"),
        ("<style>p { color: red }</style>Hi", "Hi", ""),
    ],
)
def test_what_is_left_out_is_said(html: str, text: str, lost: str) -> None:
    got, losses = read(html)
    assert got == text
    assert [loss.startswith(lost) for loss in losses] == ([True] if lost else [])


def test_text_after_an_unclosed_video_is_not_lost_silently() -> None:
    assert len(read("<video src=x>rest")[1]) == 2


def test_nothing_that_a_terminal_obeys_remains() -> None:
    text = clean("a\x1b[31mred\x1b[0m\x1b]0;title\x07 \u202eabc\u200b\x00\ufeff z\r\n\x0bend  ")
    assert text == "ared abc z\n\nend"
    assert read("a&#x9b;b &#x202e;c")[0] == "a›b c"


def test_a_typed_answer_has_no_markdown() -> None:
    assert plain_text("<p><b>600</b> mg</p><p>IV</p>", "x", []) == "600 mg IV"


@pytest.mark.parametrize(
    "part", ["<", "<!--", "<a '", "<i>", "<ul><li>", "<table><td>", "&#", "**"]
)
def test_hostile_html_takes_no_longer(part: str) -> None:
    start = time.process_time()
    read(part * 60_000 + "</b>")
    assert time.process_time() - start < 2


def test_a_text_that_is_too_long_is_cut_and_said() -> None:
    text, losses = read("x" * 300_000)
    assert len(text) == 200_000
    assert "200,000 characters" in losses[0]
