from __future__ import annotations

from pathlib import Path

from markdown_it import MarkdownIt

from learnms.exchange.markdown_deck import write
from tests.factories.every_kind import deck_of_text, every_kind


def document(tmp_path: Path, cards: str) -> str:
    deck = deck_of_text(f"deck: D\nid: deck-id\n{cards}")
    write([deck], tmp_path / "a.md")
    return (tmp_path / "a.md").read_text("utf-8")


def test_every_kind_and_case_has_a_question_and_an_answer(tmp_path: Path) -> None:
    deck = every_kind()
    losses = write([deck], tmp_path / "a.md")
    questions, answers = (tmp_path / "a.md").read_text("utf-8").split("\n## Answers\n")
    total = len(deck.cards) + sum(len(case.parts) for case in deck.cases)
    for number in range(1, total + 1):
        assert f"\n**{number}.** " in questions
        assert f"\n**{number}.**" in answers
    assert f"**{total + 1}.**" not in questions
    assert [line for line in questions.split("\n") if line.startswith("## ")] == [
        "## How to write a deck",
        "## How questions are scored",
        "## Case: A deck comes back",
    ]
    assert "## Sources\n\n- **format:** The learnms deck format" in answers
    assert {loss.item for loss in losses} == {"every-kind", "sample-sum-j5xc"}


def test_options_have_letters_in_an_order_that_does_not_show_the_key(tmp_path: Path) -> None:
    cards = "".join(
        f"- {{id: card-{number}, ask: Q{number}, right: R, wrong: [V, W, X]}}\n"
        for number in range(20)
    )
    text = document(tmp_path, f"cards:\n{cards}")
    keys = {line.split()[1] for line in text.split("## Answers")[1].split("\n") if " R" in line}
    assert keys == {"A.", "B.", "C.", "D."}
    assert document(tmp_path, f"cards:\n{cards}") == text


def test_text_that_means_something_in_markdown_is_shown(tmp_path: Path) -> None:
    text = document(
        tmp_path,
        "cards:\n- id: a-card\n  ask: |\n    # No heading [x](y) <b> `c` $1$\n    1. one\n"
        "    - two\n    **Bold** 2\\*3\n  answer: 1. May\n  explain: '| no table'\n",
    )
    assert (
        "# No heading \\[x\\](y) \\<b\\> \\`c\\` \\$1\\$\n\n1. one\n- two\n\n**Bold** 2\\*3" in text
    )
    assert "\n\\| no table\n" in text


def test_every_blank_of_a_cloze_is_a_gap_and_braces_that_are_shown_stay(tmp_path: Path) -> None:
    cloze = r"Write \{{x}} in {{c1::braces::a sign}} and {{c2::dots}}."
    text = document(tmp_path, f"cards:\n- id: a-card\n  cloze: '{cloze}'\n")
    assert "Write {{x}} in \\[… a sign\\] and \\[…\\]." in text
    assert "braces; dots" in text


def test_rationales_unsafe_options_and_exhibits_are_there(tmp_path: Path) -> None:
    text = document(
        tmp_path,
        "sources: {uspi: {title: Label, url: 'https://a.org/b'}}\ncards:\n- id: a-card\n  ask: Q\n"
        "  right: R\n  wrong: [{text: W, why: Not so., unsafe: yes}]\n  source: uspi §2\n"
        "  exhibit:\n    Vitals: |\n      | BP | P |\n      |---|---|\n      | 1 | 2 |\n",
    )
    assert "**Vitals**\n\n| BP | P |\n| --- | --- |\n| 1 | 2 |\n" in text
    assert "\n- W (unsafe): Not so.\n" in text
    assert "*Source: uspi §2*" in text
    assert "- **uspi:** Label. <https://a.org/b>" in text


def test_a_markdown_parser_sees_what_is_meant(tmp_path: Path) -> None:
    write([every_kind()], tmp_path / "a.md")
    html = MarkdownIt("commonmark").enable("table").render((tmp_path / "a.md").read_text("utf-8"))
    assert [html.count(f"<{tag}>") for tag in ("h1", "h2", "table", "ol", "code")] == [
        1,
        6,
        3,
        0,
        0,
    ]
    assert "<p><strong>18.</strong> Who decides whether the answer was right?</p>" in html
    assert "<li>A. Run learnms fix</li>" in html
