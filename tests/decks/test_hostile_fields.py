"""Whatever stands in the fields of a kind: the card is asked, or a finding says why not; and
what is asked can be answered in full.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.decks.codec import card_from_json, to_json
from learnms.kinds.present import present
from learnms.kinds.registry import SPECS
from learnms.kinds.response import Arrange, Ask, Pick
from learnms.kinds.score import Answer, Score, score
from learnms.syntax.rules import RULES
from tests.factories.deck_files import Folder

SENTENCES = [
    "The {{1}} because {{2}}",
    "{{2}} then {{1}} and {{3}}",
    r"\{{x}} {{1}}",
    "{{1}} {{",
    "}}",
    "[[a]] and [b]",
    "[[a]] [[b]]",
    "[x [y]]",
    r"\[z] [[a]] [b]",
]
WORDS = [
    "a",
    "b",
    "A ",
    "Go",
    "Stop",
    "yes",
    "1",
    "600 mg",
    "",
    " ",
    "#",
    "x" * 500,
    "\u202e",
    "rationale",
    "all",
    *SENTENCES,
]
NAMES = [
    "right",
    "wrong",
    "text",
    "why",
    "unsafe",
    "actions",
    "condition",
    "monitor",
    "1",
    "2",
    "3",
    "h",
    "H",
    " ",
    "Fever",
]
NUMBERED = {"right": "a", "wrong": ["b", "c", "d"]}
FIT: dict[str, list[Any]] = {
    "order": [["a", "b", "c"]],
    "match": [{"h": "a", "k": "b"}],
    "extra": [["c"], "d"],
    "columns": [["Go", "Stop"], ["Go", "Stop", "1"]],
    "rows": [{"f": "Go", "g": "Stop"}, {"f": ["Go", "Stop"], "g": []}],
    "groups": [{"h": {"right": ["a", "b"], "wrong": ["c"]}, "k": NUMBERED}],
    "blanks": SENTENCES[:3],
    "choices": [
        {"1": NUMBERED},
        {"1": NUMBERED, "2": NUMBERED},
        {"3": NUMBERED, "2": NUMBERED, "1": NUMBERED},
    ],
    "score": ["rationale"],
    "highlight": SENTENCES[5:],
    "bowtie": [
        {
            "actions": {"right": ["a", "b"], "wrong": ["c", "d", "e"]},
            "condition": NUMBERED,
            "monitor": {"right": ["a", "b"], "wrong": ["c", "d", "e"]},
        }
    ],
    "teach-back": [["a", "b"]],
    "right": [["a", "b"], "a"],
    "wrong": [["c", "d"]],
    "select": ["all", "2"],
    "last": ["c"],
    "cloze": ["a {{c1::b}} {{c2::d}}"],
    "calc": ["1 + 2"],
}

texts = st.sampled_from(WORDS) | st.text(max_size=8)
values = st.recursive(
    texts,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(NAMES) | texts, inner, max_size=4)
    ),
    max_leaves=12,
)


def of_field(name: str) -> st.SearchStrategy[Any]:
    return st.one_of(*(st.just(value) for value in FIT.get(name, ["a"])), values)


@st.composite
def cards(draw: st.DrawFn, fields: tuple[str, ...]) -> dict[str, Any]:
    """A card with all fields of a shape or some of them, and values that fit now and then."""
    return {
        name: draw(of_field(name))
        for name in draw(
            st.sampled_from(
                [fields, *(tuple(one for one in fields if one != gone) for gone in fields)]
            )
        )
    }


def right_answer(response: Pick | Arrange) -> Answer:
    if isinstance(response, Arrange):
        return Answer(order=tuple(range(len(response.steps))))
    return Answer(
        picks=tuple(
            tuple(i for i, option in enumerate(group.options) if option.right)
            for group in response.groups
        )
    )


def can_be_answered(kind: str, ask: Ask) -> None:
    """The right answer earns all points, and every blank and span of the text stands for a group
    or an option.
    """
    response = ask.response
    if isinstance(response, Pick | Arrange):
        result = score(present(kind, ask, 1), right_answer(response))
        assert isinstance(result, Score)
        assert result.points == result.max_points > 0
    if isinstance(response, Pick) and response.shape == "sentence":
        assert sorted(re.findall(r"\{\{(\d+)\}\}", response.text or "")) == sorted(
            str(at) for at in range(1, len(response.groups) + 1)
        )
    if isinstance(response, Pick) and response.shape == "passage":
        assert re.findall(r"\[\[(\d+)\]\]", response.text or "") == [
            str(at) for at in range(1, len(response.groups[0].options) + 1)
        ]


@pytest.mark.parametrize("fields", [tuple(spec.fields) for spec in SPECS], ids=" ".join)
@given(data=st.data())
def test_a_card_is_asked_or_told(
    tmp_path: Path, fields: tuple[str, ...], data: st.DataObject
) -> None:
    written = json.dumps(
        {"id": "one-card", **data.draw(cards(fields)), "source": "book"}, ensure_ascii=False
    )

    checked = Folder(tmp_path).deck(
        f"deck: D\nid: my-deck\nsources: {{book: {{title: B}}}}\ncards:\n- {written}\n"
    )

    (loaded,) = checked.loaded
    assert loaded.read is not None
    keeping = [finding for finding in checked.findings if RULES[finding.code].keeps_out]
    assert len(loaded.read.deck.cards) == (0 if keeping else 1)
    for card in loaded.read.deck.cards:
        assert card_from_json(json.loads(json.dumps(to_json(card)))) == card
        for _, ask in card.forms[0].compiled.asks:
            can_be_answered(card.forms[0].kind, ask)
