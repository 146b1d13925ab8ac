"""Items of QTI 1.2 for the questions of a deck, with the types of question that Canvas knows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import SubElement

from learnms.exchange.bank import Loss
from learnms.exchange.markdown_html import as_html, as_html_line
from learnms.exchange.qti.questions import (
    group_points,
    label_of,
    mixed_order,
    points_of,
    with_id,
    with_one_case,
    with_unit,
)
from learnms.kinds.drawn import holes
from learnms.kinds.expression import key, shown
from learnms.kinds.response import (
    NUMBERED_BLANK,
    NUMBERED_SPAN,
    Arrange,
    Group,
    Option,
    Pick,
    SelfGrade,
    TypeIn,
)
from learnms.markdown import inline
from learnms.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from learnms.exchange.qti.questions import Written
    from learnms.kinds.response import Number

_RESPONSE = "response1"
_MOST_PLACES = 10


def items_of(written: Written, losses: list[Loss]) -> Iterator[Element]:
    """The items of one question, most often one."""
    question = written.question
    match question.ask.response:
        case SelfGrade(answer):
            yield _essay(written, answer)
        case TypeIn(accepted, None):
            yield _short_answer(written, accepted)
        case TypeIn(number=number) if number is not None:
            yield _number(written, number, losses)
        case Arrange(steps):
            text = "Written as a matching question: each step with its number."
            losses.append(Loss(question.id, text))
            (order,) = mixed_order(question)
            options = [Option(steps[index], right=False) for index in order]
            pairs = [(f"Step {n + 1}", options, order.index(n)) for n in range(len(steps))]
            yield _matching(written, pairs)
        case Pick() as pick:
            yield from _picks(written, pick, losses)


def _picks(written: Written, pick: Pick, losses: list[Loss]) -> Iterator[Element]:
    question = written.question
    if pick.shape == "list":
        yield _choice(written, pick.groups[0], question.kind)
    elif pick.shape == "passage":
        text = "Written as a select-all question about parts of the passage."
        losses.append(Loss(question.id, text))
        passage = NUMBERED_SPAN.sub(
            lambda m: pick.groups[0].options[int(m[1]) - 1].text, pick.text or ""
        )
        group = replace(pick.groups[0], options=_numbered(pick.groups[0].options))
        yield _choice(written._replace(stem=f"{written.stem}\n\n{passage}"), group, "select-all")
    elif pick.shape == "sentence":
        if pick.linked:
            text = "Each blank earns a point by itself; the rationale rule is not kept."
            losses.append(Loss(question.id, text))
        yield _dropdowns(written, pick)
    elif all(group.limit == 1 and group.rule == "each" for group in pick.groups):
        pairs = [(group.label, group.options, _right(group)) for group in pick.groups]
        yield _matching(written, pairs)
    else:
        yield from _one_by_one(written, pick, losses)


def _one_by_one(written: Written, pick: Pick, losses: list[Loss]) -> Iterator[Element]:
    """A question for each row or heading: Canvas has no question with several lists."""
    count = len(pick.groups)
    losses.append(Loss(written.question.id, f"Written as {count} questions, one for each list."))
    for number, group in enumerate(pick.groups, 1):
        part = with_id(written, number)._replace(
            stem=f"{written.stem}\n\n**{label_of(pick, group)}**"
        )
        if not any(option.right for option in group.options):
            text = f"`{group.label}` was left out: none of its options is right."
            losses.append(Loss(written.question.id, text))
            continue
        kind = "single" if group.limit == 1 else "select-n" if group.limit else "select-all"
        yield _choice(part, group, kind)


def _right(group: Group) -> int:
    return next(index for index, option in enumerate(group.options) if option.right)


def _numbered(options: Sequence[Option]) -> tuple[Option, ...]:
    """Spans of a passage as options that differ even where their words are the same."""
    texts = [option.text for option in options]
    return tuple(
        option
        if texts.count(option.text) == 1
        else replace(option, text=f"{option.text} ({texts[:at].count(option.text) + 1})")
        for at, option in enumerate(options)
    )


class _Item:
    """An item in the making: its element, its presentation, its conditions, its feedback."""

    def __init__(
        self, written: Written, kind: str, points: int, stem: str = "", answers: Iterable[str] = ()
    ) -> None:
        question = written.question
        self.root = ElementTree.Element("item", ident=question.id, title=question.id)
        data = SubElement(SubElement(self.root, "itemmetadata"), "qtimetadata")
        fields = {
            "question_type": kind,
            "points_possible": f"{points}.0",
            "original_answer_ids": ",".join(answers),
            "qmd_topic": written.topic,
            "qmd_keywords": ", ".join(question.tags),
        }
        for name, text in fields.items():
            if text or not name.startswith("qmd_"):
                field = SubElement(data, "qtimetadatafield")
                SubElement(field, "fieldlabel").text = name
                SubElement(field, "fieldentry").text = visible(text)
        self.presentation = SubElement(self.root, "presentation")
        material(self.presentation, as_html(stem or written.stem))
        self.processing = SubElement(self.root, "resprocessing")
        outcomes = SubElement(self.processing, "outcomes")
        score = {"maxvalue": "100", "minvalue": "0", "varname": "SCORE", "vartype": "Decimal"}
        SubElement(outcomes, "decvar", score)
        self._explain = written.explain
        self._hint = question.notes.hint or ""
        if self._explain:
            self.show("general_fb", None)

    def show(self, ident: str, answer: str | None, response: str = _RESPONSE) -> None:
        """Show feedback always, or with one answer."""
        test = self.condition("Yes")[1]
        if answer is None:
            SubElement(test, "other")
        else:
            SubElement(test, "varequal", respident=response).text = answer
        link = {"feedbacktype": "Response", "linkrefid": ident}
        SubElement(self.processing[-1], "displayfeedback", link)

    def condition(self, goes_on: str) -> tuple[Element, Element]:
        """A new condition, and where its test goes."""
        condition = SubElement(self.processing, "respcondition", {"continue": goes_on})
        return condition, SubElement(condition, "conditionvar")

    def score(self) -> Element:
        """A condition that earns all the points; returns where its test goes."""
        condition, test = self.condition("No")
        SubElement(condition, "setvar", action="Set", varname="SCORE").text = "100"
        return test

    def add(self, response: str, answer: str, share: Decimal) -> None:
        """An answer that earns a share of 100."""
        condition, test = self.condition("Yes")
        SubElement(test, "varequal", respident=response).text = answer
        SubElement(condition, "setvar", action="Add", varname="SCORE").text = f"{share:.2f}"

    def feedback(self, ident: str, html: str) -> Element:
        """A feedback text."""
        feedback = SubElement(self.root, "itemfeedback", ident=ident)
        material(SubElement(feedback, "flow_mat"), html)
        return feedback

    def done(self) -> Element:
        """The element, with the feedback that is always shown and the hint."""
        if self._explain:
            self.feedback("general_fb", as_html(self._explain))
        if self._hint:
            feedback = SubElement(self.root, "itemfeedback", ident="hint_fb")
            inner = SubElement(SubElement(feedback, "hint"), "hintmaterial")
            material(inner, as_html(self._hint))
        return self.root


def material(parent: Element, html: str) -> None:
    """A text in HTML."""
    SubElement(SubElement(parent, "material"), "mattext", texttype="text/html").text = html


def _plain(parent: Element, text: str) -> None:
    """A text without styles, where Canvas shows none."""
    mattext = SubElement(SubElement(parent, "material"), "mattext", texttype="text/plain")
    mattext.text = inline(text)


def _label(parent: Element, ident: str, text: str, *, is_last: bool = False) -> None:
    label = SubElement(parent, "response_label", ident=ident)
    if is_last:
        label.set("rshuffle", "No")
    material(label, as_html_line(text))


def _choice(written: Written, group: Group, kind: str) -> Element:
    types = {"single": "multiple_choice_question", "true-false": "true_false_question"}
    idents = [f"a{number}" for number in range(1, len(group.options) + 1)]
    points = group_points(group)
    item = _Item(written, types.get(kind, "multiple_answers_question"), points, answers=idents)
    is_single = kind in types
    cardinality = "Single" if is_single else "Multiple"
    response = SubElement(
        item.presentation, "response_lid", ident=_RESPONSE, rcardinality=cardinality
    )
    render = SubElement(response, "render_choice")
    if kind == "select-n":
        render.set("maxnumber", str(group.limit))
    for index, (ident, option) in enumerate(zip(idents, group.options, strict=True)):
        _label(render, ident, option.text, is_last=index == group.last)
        if option.why:
            item.show(f"{ident}_fb", ident)
    test = item.score()
    parent = test if is_single else SubElement(test, "and")
    for ident, option in zip(idents, group.options, strict=True):
        if option.right:
            SubElement(parent, "varequal", respident=_RESPONSE).text = ident
        elif not is_single:
            SubElement(SubElement(parent, "not"), "varequal", respident=_RESPONSE).text = ident
    root = item.done()
    for ident, option in zip(idents, group.options, strict=True):
        if option.why:
            item.feedback(f"{ident}_fb", as_html(option.why))
    return root


def _string(item: _Item, kind: str = "") -> None:
    """A field to type into."""
    response = SubElement(item.presentation, "response_str", ident=_RESPONSE, rcardinality="Single")
    render = SubElement(response, "render_fib", {"fibtype": kind} if kind else {})
    SubElement(render, "response_label", ident="answer1", rshuffle="No")


def _essay(written: Written, answer: str) -> Element:
    told = written._replace(explain="\n\n".join(filter(None, (answer, written.explain))))
    item = _Item(told, "essay_question", points_of(written.question.ask.response))
    _string(item)
    SubElement(item.condition("No")[1], "other")
    root = item.done()
    solution = SubElement(SubElement(root, "itemfeedback", ident="solution"), "solution")
    material(SubElement(solution, "solutionmaterial"), as_html(answer))
    return root


def _short_answer(written: Written, accepted: Iterable[str]) -> Element:
    item = _Item(written, "short_answer_question", 1)
    _string(item)
    test = item.score()
    for text in accepted:
        SubElement(test, "varequal", respident=_RESPONSE).text = visible(text)
    return item.done()


def _matching(written: Written, pairs: Sequence[tuple[str, Sequence[Option], int]]) -> Element:
    """Left sides that share their options, each with the index of the right one."""
    item = _Item(written, "matching_question", points_of(written.question.ask.response))
    for number, (left, options, right) in enumerate(pairs, 1):
        name = f"response_{number}"
        response = SubElement(item.presentation, "response_lid", ident=name)
        _plain(response, left)
        render = SubElement(response, "render_choice")
        for index, option in enumerate(options, 1):
            _plain(SubElement(render, "response_label", ident=f"a{index}"), option.text)
        item.add(name, f"a{right + 1}", Decimal(100) / len(pairs))
    return item.done()


def _dropdowns(written: Written, pick: Pick) -> Element:
    text = NUMBERED_BLANK.sub(lambda match: f"[b{match[1]}]", pick.text or "")
    item = _Item(
        written, "multiple_dropdowns_question", points_of(pick), f"{written.stem}\n\n{text}"
    )
    for number, group in enumerate(pick.groups, 1):
        name = f"response_b{number}"
        response = SubElement(item.presentation, "response_lid", ident=name)
        _plain(response, f"b{number}")
        render = SubElement(response, "render_choice")
        for index, option in enumerate(group.options, 1):
            ident = f"b{number}a{index}"
            _plain(SubElement(render, "response_label", ident=ident), option.text)
            if option.why:
                item.show(f"{ident}_fb", ident, name)
                item.feedback(f"{ident}_fb", as_html(option.why))
        right = f"b{number}a{_right(group) + 1}"
        item.add(name, right, Decimal(100) / len(pick.groups))
    return item.done()


def _number(written: Written, number: Number, losses: list[Loss]) -> Element:
    names = dict(number.rows[0]) if number.rows else {}
    has_formula = any(hole.formula for hole in holes(written.stem))
    if len(number.rows) > 1 and names and not has_formula:
        return _calculated(written, number, losses)
    told, answer = with_one_case(written, losses)
    within = Decimal(number.within)
    item = _Item(told, "numerical_question", 1)
    _string(item, "Decimal")
    either = SubElement(item.score(), "or")
    SubElement(either, "varequal", respident=_RESPONSE).text = shown(answer)
    between = SubElement(either, "and")
    SubElement(between, "vargte", respident=_RESPONSE).text = shown(answer - within)
    SubElement(between, "varlte", respident=_RESPONSE).text = shown(answer + within)
    return item.done()


def _calculated(written: Written, number: Number, losses: list[Loss]) -> Element:
    """Drawn numbers, as sets of numbers with their answers."""
    if holes(written.explain):
        text = "Its explanation shows the names of the drawn numbers, not their values."
        losses.append(Loss(written.question.id, text))
    stem, explain = (
        _bracketed(text) for text in (with_unit(written.stem, number), written.explain)
    )
    item = _Item(written._replace(explain=explain), "calculated_question", 1, stem)
    _string(item, "Decimal")
    SubElement(item.score(), "other")
    rows = [{name: Decimal(value) for name, value in row} for row in number.rows]
    answers = [key(number.expression, row, number.places) for row in rows]
    places = max(map(_places, answers)) if number.places is None else number.places
    extension = SubElement(item.root, "itemproc_extension")
    calculated = SubElement(extension, "calculated")
    SubElement(calculated, "answer_tolerance").text = number.within
    formulas = SubElement(calculated, "formulas", decimal_places=str(places))
    SubElement(formulas, "formula").text = number.expression
    variables = SubElement(calculated, "vars")
    for name in rows[0]:
        values = [row[name] for row in rows]
        scale = str(max(map(_places, values)))
        variable = SubElement(variables, "var", name=name, scale=scale)
        SubElement(variable, "min").text = shown(min(values))
        SubElement(variable, "max").text = shown(max(values))
    sets = SubElement(calculated, "var_sets")
    for index, (row, answer) in enumerate(zip(rows, answers, strict=True), 1):
        numbers = SubElement(sets, "var_set", ident=str(index))
        for name, value in row.items():
            SubElement(numbers, "var", name=name).text = shown(value)
        SubElement(numbers, "answer").text = shown(answer)
    return item.done()


def _bracketed(text: str) -> str:
    """A text with `[name]` for each `{name}`, and formulas in parentheses."""
    for hole in reversed(holes(text)):
        formula = hole.formula.strip()
        inside = f"[{hole.name}]" if hole.name else f"({formula})"
        if formula.replace(".", "").isdecimal():
            inside = formula
        text = text[: hole.at] + inside + text[hole.at + hole.length :]
    return text.replace("\\{", "{")


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return min(_MOST_PLACES, max(0, -exponent)) if isinstance(exponent, int) else 0
