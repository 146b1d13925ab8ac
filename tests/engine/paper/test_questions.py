"""Questions on paper: the key's letters are what scores full points, for every kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from learnms.decks.codec import card_from_json
from learnms.engine.paper.blocks import Block, Choices, Grid, Text, letters
from learnms.engine.paper.questions import key_of, max_points, printed
from learnms.engine.workspace import Workspace
from learnms.kinds.present import Question, present
from learnms.kinds.registry import KINDS
from learnms.kinds.response import Arrange, Pick, TypeIn, is_scored
from learnms.kinds.score import Answer, Score, score
from tests.engine.paper.conftest import EVERY_KIND


def answered_by_key(question: Question) -> Answer:
    """The answer of somebody who fills in what the key says."""
    entries = key_of(question)
    match question.response:
        case Pick(groups, shape):
            picks = []
            for entry, group, order in zip(entries, groups, question.order, strict=True):
                names = (
                    [option.text for option in group.options]
                    if shape == "grid"
                    else [""] * len(group.options)
                )
                if shape != "grid":
                    for letter, index in zip(letters(len(order)), order, strict=True):
                        names[index] = letter
                picks.append(tuple(sorted(names.index(answer) for answer in entry.answers)))
            return Answer(picks=tuple(picks))
        case Arrange(steps):
            named = dict(zip(letters(len(steps)), question.order[0], strict=True))
            return Answer(order=tuple(named[letter] for letter in entries[0].answers))
        case _:
            return Answer(text=entries[0].answers[0].split(" or ")[0])


def test_the_key_scores_full_points_for_every_kind(
    workspace_of: Callable[[str], Workspace],
) -> None:
    seen = set()
    for row in workspace_of(EVERY_KIND).queries.library.quizzable():
        card = card_from_json(row.body)
        for part, ask in card.forms[0].compiled.asks:
            if not is_scored(ask.response):
                continue
            for seed in range(8):
                question = present(card.forms[0].kind, ask, seed)
                result = score(question, answered_by_key(question))

                assert isinstance(result, Score)
                assert (result.points, result.max_points) == (max_points(question),) * 2, part
                assert result.right
            seen.add(card.forms[0].kind)

    assert seen == set(KINDS) - {"flashcard", "cloze", "teach-back"}


def test_options_are_printed_in_the_order_of_the_attempt(
    workspace_of: Callable[[str], Workspace],
) -> None:
    for row in workspace_of(EVERY_KIND).queries.library.quizzable():
        card = card_from_json(row.body)
        form = card.forms[0]
        question = present(form.kind, form.compiled.asks[0][1], 3)
        blocks = printed(question)
        shown = "\n".join(_texts(blocks))

        assert isinstance(blocks[0], Text)
        match question.response:
            case Pick(groups, "list"):
                (choices,) = [block for block in blocks if isinstance(block, Choices)]
                order = question.order[0]
                assert [text for _, text in choices.items] == [
                    groups[0].options[index].text for index in order
                ]
                assert choices.mark == ("○" if groups[0].limit == 1 else "☐")
            case Pick(groups):
                assert all(option.text in shown for group in groups for option in group.options)
            case Arrange(steps):
                assert all(step in shown for step in steps)
            case TypeIn():
                assert "Answer: ____" in shown
                assert question.accepted[0] not in shown


def test_a_calculation_prints_its_numbers_unit_and_rounding(
    workspace_of: Callable[[str], Workspace],
) -> None:
    row = next(
        row for row in workspace_of(EVERY_KIND).queries.library.quizzable() if row.card == "rate-1h"
    )
    form = card_from_json(row.body).forms[0]
    question = present("calculation", form.compiled.asks[0][1], 1)

    text = "\n".join(_texts(printed(question)))
    assert "500 mL" in text
    assert "Round to a whole number." in text
    assert "mL/h" in text
    assert key_of(question)[0].answers == ("125 mL/h",)
    wide = replace(question, response=TypeIn(number=replace(question.number, within="2")))  # type: ignore[type-var]
    assert key_of(wide)[0].answers == ("125 mL/h (± 2)",)


@pytest.mark.parametrize("end", [" Select all that apply.", " (select all that apply)"])
def test_what_the_prompt_says_is_not_said_again(
    workspace_of: Callable[[str], Workspace], end: str
) -> None:
    row = next(
        row
        for row in workspace_of(EVERY_KIND).queries.library.quizzable()
        if row.card == "before-1e"
    )
    form = card_from_json(row.body).forms[0]
    card = present(form.kind, form.compiled.asks[0][1], 1)
    told = Text("Select all that apply.", "instruction")

    assert told in printed(card)
    assert told not in printed(replace(card, prompt=card.prompt + end))


def _texts(blocks: list[Block]) -> list[str]:
    texts = []
    for block in blocks:
        if isinstance(block, Text):
            texts.append(block.text)
        elif isinstance(block, Choices):
            texts += [text for _, text in block.items]
        elif isinstance(block, Grid):
            texts += [cell for row in block.rows for cell in row]
    return texts
