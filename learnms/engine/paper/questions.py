"""A question on paper: what is printed, and its answer as the letters printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from learnms.engine.paper.blocks import CIRCLE, LINE, SQUARE, Choices, Grid, Lines, Text, letters
from learnms.engine.question.wording import GAP, NONE, label_of
from learnms.engine.wording import count
from learnms.kinds.response import NUMBERED_BLANK, NUMBERED_SPAN, Arrange, Pick, SelfGrade, TypeIn
from learnms.kinds.score import Answer, score

if TYPE_CHECKING:
    from learnms.engine.paper.blocks import Block
    from learnms.kinds.present import Question
    from learnms.kinds.response import Group, Number

_OPEN_LINES = 4


class KeyEntry(NamedTuple):
    """The answer to one part of a question: its row, list or blank ('' if there is one part), and
    what is right, as printed: letters, the columns of a matrix, or a text.
    """

    label: str
    answers: tuple[str, ...]

    @property
    def text(self) -> str:
        """The entry on one line."""
        shown = ", ".join(self.answers) or NONE
        return f"{self.label}: {shown}" if self.label else shown


def printed(question: Question) -> list[Block]:
    """A question as it is printed, without number, case and exhibit. What its prompt says at the
    end is not said a second time.
    """
    return [
        block
        for block in _printed(question)
        if not (
            isinstance(block, Text)
            and block.role == "instruction"
            and _end(question.prompt).endswith(_end(block.text))
        )
    ]


def _end(text: str) -> str:
    """A text to compare by its end: without the marks that may close it."""
    return text.rstrip(" \n.:)*_").casefold()


def _printed(question: Question) -> list[Block]:
    response = question.response
    prompt = Text(blanks_shown(question.prompt))
    match response:
        case Pick():
            return [prompt, *_pick(question, response)]
        case Arrange(steps):
            order = question.order[0]
            names = letters(len(steps))
            options = tuple((names[at], steps[index]) for at, index in enumerate(order))
            return [
                prompt,
                Text("Write the letters in the correct order.", "instruction"),
                Choices(options),
                Text("Order: " + "  ".join([LINE] * len(steps))),
            ]
        case TypeIn(number=None):
            return [prompt, Text(f"Answer: {LINE * 5}")]
        case TypeIn(number=number):
            assert number is not None  # the case above
            unit = f" {number.units[0]}" if number.units else ""
            return [
                prompt,
                Text(_rounding(number), "instruction"),
                Text(f"Answer: {LINE * 3}{unit}"),
            ]
        case SelfGrade():
            return [prompt, Lines(_OPEN_LINES)]


def blanks_shown(prompt: str) -> str:
    """A prompt with the gaps of a cloze as lines to write on."""
    return GAP.sub(_gap, prompt)


def _gap(gap: re.Match[str]) -> str:
    return LINE * 2 + (f" ({gap['hint']})" if gap["hint"] else "")


def _rounding(number: Number) -> str:
    if number.places is None:
        return "Show your work."
    places = count(number.places, "decimal place") if number.places else "a whole number"
    return f"Show your work. Round to {places}."


def _pick(question: Question, response: Pick) -> list[Block]:
    groups = response.groups
    match response.shape:
        case "grid":
            return _grid(groups)
        case "rows":
            return _match(question, groups)
        case "columns" | "bowtie":
            heads = tuple(
                f"{label_of(response, index)}\n({_how_many(group)})"
                for index, group in enumerate(groups)
            )
            cells = tuple("\n".join(_marked(question, index)) for index in range(len(groups)))
            return [Grid((heads, cells), (1,) * len(groups))]
        case "sentence":
            return _sentence(question, response)
        case "passage":
            options = {str(number): text for number, text in enumerate(_spans(groups[0]), 1)}
            passage = NUMBERED_SPAN.sub(lambda span: options[span[1]], response.text or "")
            return [
                Text("Circle the letter of each part that answers the question.", "instruction"),
                Text(passage),
            ]
        case _:
            items = tuple(
                (letter, group_text)
                for letter, group_text in zip(
                    letters(len(question.order[0])),
                    (groups[0].options[index].text for index in question.order[0]),
                    strict=True,
                )
            )
            told = Text(f"{_how_many(groups[0])}.", "instruction")
            alone = groups[0].limit == 1
            return [*([] if alone else [told]), Choices(items, _mark(groups[0]))]


def _mark(group: Group) -> str:
    return CIRCLE if group.limit == 1 else SQUARE


def _how_many(group: Group) -> str:
    return "Select all that apply" if group.limit is None else f"Select {group.limit}"


def _marked(question: Question, index: int) -> list[str]:
    """The options of a group, each on a line: `☐ A. Fever`."""
    response = question.response
    assert isinstance(response, Pick)  # only its groups are printed so
    group, order = response.groups[index], question.order[index]
    return [
        f"{_mark(group)} {letter}. {group.options[option].text}"
        for letter, option in zip(letters(len(order)), order, strict=True)
    ]


def _grid(groups: tuple[Group, ...]) -> list[Block]:
    names = [option.text for option in groups[0].options]
    mark = _mark(groups[0])
    told = "Select one in each row." if mark == CIRCLE else "Select all that apply in each row."
    rows = [("", *names), *((group.label, *[mark] * len(names)) for group in groups)]
    widths = (max(3, len(names)), *[2] * len(names))
    return [Text(told, "instruction"), Grid(tuple(rows), widths, centered=1)]


def _match(question: Question, groups: tuple[Group, ...]) -> list[Block]:
    order = question.order[0]
    left = [f"{LINE} {number}. {group.label}" for number, group in enumerate(groups, 1)]
    right = [
        f"{letter}. {groups[0].options[index].text}"
        for letter, index in zip(letters(len(order)), order, strict=True)
    ]
    size = max(len(left), len(right))
    rows = tuple(
        zip(left + [""] * (size - len(left)), right + [""] * (size - len(right)), strict=True)
    )
    told = "Write a letter on each line. A letter may be used once, more than once, or not at all."
    return [Text(told, "instruction"), Grid(rows, (1, 1), rules=False)]


def _sentence(question: Question, response: Pick) -> list[Block]:
    text = NUMBERED_BLANK.sub(lambda blank: f"({blank[1]}) {LINE * 2}", response.text or "")
    heads = tuple(label_of(response, index) for index in range(len(response.groups)))
    cells = tuple("\n".join(_marked(question, index)) for index in range(len(response.groups)))
    return [
        Text(text),
        Text("Select one for each blank.", "instruction"),
        Grid((heads, cells), (1,) * len(heads)),
    ]


def _spans(group: Group) -> list[str]:
    return [
        f"[**{letter}** {option.text}]"
        for letter, option in zip(letters(len(group.options)), group.options, strict=True)
    ]


def key_of(question: Question) -> tuple[KeyEntry, ...]:
    """The answer key of a question as printed."""
    response = question.response
    match response:
        case Pick(groups):
            return tuple(
                KeyEntry(_label(response, index), _right(question, index))
                for index in range(len(groups))
            )
        case Arrange(steps):
            names = dict(zip(question.order[0], letters(len(steps)), strict=True))
            return (KeyEntry("", tuple(names[index] for index in range(len(steps)))),)
        case TypeIn(number=None):
            return (KeyEntry("", (" or ".join(question.accepted),)),)
        case TypeIn(number=number):
            assert number is not None  # the case above
            within = "" if number.within in ("", "0") else f" (± {number.within})"
            return (KeyEntry("", (question.accepted[0] + within,)),)
        case SelfGrade(answer, points):
            return (KeyEntry("", points or (answer,)),)


def _label(response: Pick, index: int) -> str:
    if response.shape == "rows":
        return str(index + 1)
    return label_of(response, index) if len(response.groups) > 1 else ""


def _right(question: Question, index: int) -> tuple[str, ...]:
    """The letters of the right options; in a matrix the columns."""
    response = question.response
    assert isinstance(response, Pick)  # only groups have options
    group, order = response.groups[index], question.order[index]
    if response.shape == "grid":
        return tuple(option.text for option in group.options if option.right)
    return tuple(
        letter
        for letter, option in zip(letters(len(order)), order, strict=True)
        if group.options[option].right
    )


def key_text(question: Question) -> str:
    """The answer key on one line: `A, C`, or `Before: A; After: B, D`."""
    return "; ".join(entry.text for entry in key_of(question))


def max_points(question: Question) -> int:
    """The points of a question; of an open one, the points that a good answer makes, or 1."""
    if isinstance(question.response, SelfGrade):
        return len(question.response.points) or 1
    result = score(question, Answer.empty(question))
    return int(getattr(result, "max_points", 1))


def whys(question: Question) -> list[tuple[str, str]]:
    """The rationales of the options, each with what the option is called on paper."""
    response = question.response
    if not isinstance(response, Pick):
        return []
    return [
        (" ".join(filter(None, (_label(response, index), letter))), question.filled(option.why))
        for index, (group, order) in enumerate(zip(response.groups, question.order, strict=True))
        for letter, option in zip(
            letters(len(order)), (group.options[at] for at in order), strict=True
        )
        if option.why
    ]
