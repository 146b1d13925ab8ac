import pytest

from learnms.exchange.cloze_text import cloze_text
from tests.factories.every_kind import deck_of_text


@pytest.mark.parametrize(
    "text",
    [
        "It is {{c1::600 mg}} every {{c2::24 weeks}}.",
        "It is {{c1::600 mg::dose}}, never {{c1::300 mg}}: {{c2::600 mg}}.",
        "{{c1::a.b*}} and (a.b*)",
        "A line\n| x | {{c3::y}} |",
        "Only {{c1::one}}: \\{{ is no blank.",
    ],
)
@pytest.mark.parametrize("typed", ["yes", "no"])
def test_the_sentence_of_a_deck_is_found_again(text: str, typed: str) -> None:
    body = "\n".join(f"      {line}" for line in text.split("\n"))
    deck = deck_of_text(
        f"deck: D\nid: d-d\ncards:\n  - id: a-card\n    typed: {typed}\n    cloze: |-\n{body}\n"
    )
    assert cloze_text(deck.cards[0].forms[0]) == text
