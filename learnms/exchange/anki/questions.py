"""A question note: the question, the options and the answer in HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.exchange.anki.answers import RIGHT, lettered, marked
from learnms.exchange.markdown_html import as_html, as_html_line
from learnms.kinds.response import Arrange, Pick, SelfGrade
from learnms.markdown import Table, blocks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.kinds.present import Question
    from learnms.kinds.response import Group, Option

TASKS = {
    "single": "Choose one.",
    "select-all": "Select all that apply.",
    "select-n": "Select {}.",
    "true-false": "True or false?",
    "order": "Put the steps in order.",
    "match": "Match each.",
    "matrix-one": "Choose one in each row.",
    "matrix-any": "Select all that apply in each row.",
    "groups": "Select all that apply under each heading.",
    "dropdown": "Complete the sentence.",
    "rationale": "Complete the sentence.",
    "highlight": "Choose among the parts in brackets.",
    "bowtie": "Complete the bow-tie: two actions, one condition, two parameters to monitor.",
    "teach-back": "Explain it in your own words.",
}
"""What a learner is asked to do, by kind; `{}` is the number to select."""
_BLANK = re.compile(r"\{\{(\d+)\}\}|\[\[(\d+)\]\]")


def question_html(question: Question) -> tuple[str, str, str]:
    """The question, its options ('' without), and the answer with all rationales."""
    prompt = html_of(question.prompt)
    match question.response:
        case Pick() as pick:
            return prompt, *_picked(question, pick)
        case Arrange(steps):
            shown = [as_html_line(steps[index]) for index in question.order[0]]
            return prompt, lettered(shown), _listed("ol", map(as_html_line, steps))
        case SelfGrade(_, points):
            return prompt, "", _listed("ul", map(as_html_line, points))
        case _:
            return prompt, "", html_of(question.right_answer)


def html_of(text: str) -> str:
    """A text as HTML: without a paragraph around it where that is enough."""
    parts = blocks(text)
    is_plain = all(not isinstance(part, Table) and part.text and not part.mark for part in parts)
    return as_html_line(text) if is_plain else as_html(text)


def _picked(question: Question, pick: Pick) -> tuple[str, str]:
    """The options, with the sentence or passage that they belong to, and the answer."""
    groups = [
        (group, [group.options[index] for index in order])
        for group, order in zip(pick.groups, question.order, strict=True)
    ]
    if pick.shape == "list":
        (group, options), *_ = groups
        last = group.options[group.last] if group.last is not None else None
        return _lettered(options), marked(options, last)
    if pick.shape == "grid":
        return _grid(groups, shows=False), _grid(groups, shows=True) + _whys(groups)
    if pick.shape == "passage":
        return as_html(_passage(pick)), "".join(marked(options) for _, options in groups)
    if pick.shape == "rows" and pick.same_order:
        rows = _listed("ul", (as_html_line(group.label) for group, _ in groups))
        pairs = (f"{as_html_line(group.label)} → {_right(options)}" for group, options in groups)
        return rows + _lettered(groups[0][1]), _listed("ul", pairs) + _whys(groups)
    text = as_html(_BLANK.sub(r"____ (\1\2)", pick.text)) if pick.text else ""
    named = "({})" if pick.text else "{}"
    right = {group.label: _chosen(group) for group in pick.groups}
    filled = as_html(_BLANK.sub(lambda match: right.get(match[1], ""), pick.text or ""))
    return (text + _headed(groups, named, marks=False), filled + _headed(groups, named, marks=True))


def _listed(tag: str, texts: Iterable[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{text}</li>' for text in texts)}</{tag}>"


def _lettered(options: list[Option]) -> str:
    return lettered(as_html_line(option.text) for option in options)


def _right(options: list[Option]) -> str:
    return ", ".join(as_html_line(option.text) for option in options if option.right)


def _chosen(group: Group) -> str:
    """The right option of a blank, emphasized."""
    return ", ".join(f"**{option.text}**" for option in group.options if option.right)


def _headed(groups: list[tuple[Group, list[Option]]], named: str, *, marks: bool) -> str:
    """Each group's heading and its options."""
    return "".join(
        f"<p><b>{as_html_line(named.format(_heading(group.label)))}</b></p>"
        f"{marked(options) if marks else _lettered(options)}"
        for group, options in groups
    )


def _heading(label: str) -> str:
    return label[:1].upper() + label[1:]


def _grid(groups: list[tuple[Group, list[Option]]], *, shows: bool) -> str:
    """A table of rows and columns, with the right cells marked or all empty."""
    columns = "".join(f"<th>{as_html_line(option.text)}</th>" for option in groups[0][1])
    rows = "".join(
        f"<tr><th>{as_html_line(group.label)}</th>"
        + "".join(f"<td>{RIGHT if option.right and shows else ''}</td>" for option in options)
        + "</tr>"
        for group, options in groups
    )
    return f"<table><tr><th></th>{columns}</tr>{rows}</table>"


def _whys(groups: list[tuple[Group, list[Option]]]) -> str:
    """The rationales of options in rows, where there are any."""
    texts = [
        f"{as_html_line(group.label)}, {as_html_line(option.text)}: {as_html_line(option.why)}"
        for group, options in groups
        for option in options
        if option.why
    ]
    return _listed("ul", texts) if texts else ""


def _passage(pick: Pick) -> str:
    """The passage with its spans in brackets."""
    spans = [option.text for group in pick.groups for option in group.options]

    def span(match: re.Match[str]) -> str:
        number = int(match[1] or match[2])
        return f"[{spans[number - 1]}]" if 0 < number <= len(spans) else match[0]

    return _BLANK.sub(span, pick.text or "")
