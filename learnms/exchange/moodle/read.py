"""Reads Moodle XML: a `<quiz>` of questions, whose texts are HTML and whose answers have weights.

The elements are those of `question/format/xml/format.php` of Moodle 4, and of the question types
that bring their own.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any

from learnms.errors import LearnmsError
from learnms.exchange.hostile import parse_xml, read_file
from learnms.exchange.html_text import clean, html_text, looks_like_html
from learnms.exchange.markdown_html import as_markdown
from learnms.exchange.moodle import cards as cards
from learnms.exchange.moodle.bank import BankBuilder, Item, NotCarriedError, own_id
from learnms.exchange.moodle.calculated import calculated
from learnms.exchange.moodle.cards import BLANK, GAP, Answer, NumberAnswer
from learnms.exchange.moodle.cloze import cloze_pieces
from learnms.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from learnms.exchange.bank import ImportedBank, Loss
    from learnms.exchange.moodle.cloze import Blank

_GAPS = re.compile(r"\[\[(\d{1,4})\]\]")
_LABEL = re.compile(r"(?:[-*•] +|\d{1,3}[.)] +)?(?P<label>.*?)\s*:?\s*$", re.DOTALL)
_OVERALL = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_STANDARD = re.compile(r"Your answer is (?:partially )?(?:in)?correct\.?$|$", re.IGNORECASE)
_MOST_NAME = 60
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")


def read(path: Path) -> ImportedBank:
    """The question bank in a Moodle XML file.

    Raises:
        LearnmsError: it cannot be read, is not Moodle XML, or declares entities.
    """
    root = parse_xml(read_file(path), str(path))
    if root.tag != "quiz":
        message = f"{path} is not Moodle XML: it begins with <{clean(root.tag)[:40]}>, not <quiz>."
        raise LearnmsError(message, "In Moodle, export the questions as Moodle XML.")
    builder = BankBuilder(path.stem)
    repeated = Counter(_raw(part) for question in root for part in question if part.tag in _OVERALL)
    number = 0
    for question in root.findall("question"):
        kind = question.get("type", "").strip()
        if kind == "category":
            info = html_text(_raw(question.find("info")), "", [])
            builder.category(_raw(question.find("category")), _raw(question.find("idnumber")), info)
            continue
        number += 1
        name = " ".join(clean(_raw(question.find("name"))).split())[:_MOST_NAME]
        item = Item(f"question {number}" + (f" ({name})" if name else ""))
        item.id = _raw(question.find("idnumber")) or own_id(name)
        try:
            _read(question, kind, item, builder, repeated)
        except NotCarriedError as error:
            builder.leave_out(item, str(error))
    return builder.bank()


def _read(
    element: Element, kind: str, item: Item, builder: BankBuilder, repeated: Counter[str]
) -> None:
    reader = _READERS.get(kind)
    if reader is None:
        message = f"Questions of the type `{clean(kind)[:40]}` have no counterpart."
        raise NotCarriedError(message if kind else "It has no type.")
    question = _Question(element, item)
    fields = reader(question)
    item.tags = [clean(_raw(tag)) for tag in element.iterfind("tags/tag")]
    item.hint = "\n\n".join(
        filter(None, (question.markdown(hint) for hint in element.findall("hint")))
    )
    for part in element:
        text = _raw(part) if part.tag in _OVERALL else ""
        if text and repeated[text] == 1 and not _STANDARD.match(question.markdown(part)):
            item.remarks.append("Its overall feedback is left out.")
    item.remarks += [loss.text for loss in question.losses]
    item.remarks += question.lost_files()
    builder.add(item, fields)


def _raw(element: Element | None) -> str:
    """The text of an element, or of the `<text>` in it."""
    if element is None:
        return ""
    inner = element.find("text")
    return "".join((element if inner is None else inner).itertext()).strip()


class _Question:
    """A question: its element, and what is left out of its texts."""

    def __init__(self, element: Element, item: Item) -> None:
        self.element = element
        self.item = item
        self.losses: list[Loss] = []

    def raw(self, path: str) -> str:
        """The text at a path, as it is written; '' if there is none."""
        return _raw(self.element.find(path))

    def markdown(self, element: Element | None, raw: str | None = None) -> str:
        """The text of an element as Markdown; `raw` stands for what is written there."""
        if element is None:
            return ""
        text = _raw(element) if raw is None else raw
        format_ = element.get("format", "html")
        if format_ == "plain_text" or (
            format_ == "moodle_auto_format" and not looks_like_html(text)
        ):
            return as_markdown(clean(text))
        if format_ == "markdown":
            return clean(unescape(text))
        if format_ == "moodle_auto_format":
            text = text.replace("\n", "<br>\n")
        return html_text(text, "", self.losses)

    def ask(self, raw: str | None = None) -> str:
        """The text of the question."""
        return self.markdown(self.element.find("questiontext"), raw)

    def explain(self) -> None:
        """Explain the answer by the general feedback."""
        self.item.explain.append(self.markdown(self.element.find("generalfeedback")))

    @staticmethod
    def line(element: Element) -> str:
        """A text that Moodle takes as it is, on one line."""
        return " ".join(clean(_raw(element)).split())

    def answers(self, *, compared: bool = False) -> list[Answer]:
        """The answers with their weights and feedback."""
        return [
            Answer(
                self.line(answer) if compared else self.markdown(answer),
                cards.weight(_fraction(answer)),
                self.markdown(answer.find("feedback")),
            )
            for answer in self.element.findall("answer")
        ]

    def lost_files(self) -> list[str]:
        """A sentence for each file that is embedded, unless one says already that it is lost."""
        names = [clean(file.get("name", "")) for file in self.element.iter("file")]
        names += [
            "a picture" if image.startswith("data:") else clean(image.split("/")[-1])
            for image in map(_raw, self.element.findall("image"))
        ]
        seen = " ".join(loss.text for loss in self.losses)
        if "picture" in seen:
            names = [name for name in names if not name.lower().endswith(_PICTURES)]
        return [f"The file `{name[:60]}` was left out." for name in names if name not in seen]


def _fraction(answer: Element) -> str:
    """The weight of an answer: an attribute, or an element in old files."""
    return answer.get("fraction") or _raw(answer.find("fraction")) or "0"


def _is_true(text: str) -> bool:
    return text.strip().lower() not in ("", "0", "false")


def _multichoice(question: _Question) -> dict[str, Any]:
    question.explain()
    single = _is_true(question.raw("single") or "true")
    return cards.choice(question.ask(), question.answers(), question.item, single=single)


def _true_false(question: _Question) -> dict[str, Any]:
    elements = question.element.findall("answer")
    texts = [_raw(element).lower() for element in elements]
    if len(elements) != 2:
        message = "A true/false question needs two answers."
        raise NotCarriedError(message)
    if set(texts) != {"true", "false"}:  # of an old Moodle in another language: true comes first
        texts = ["true", "false"]
    right = [text for text, element in zip(texts, elements, strict=True) if _is_full(element)]
    if len(right) != 1:
        message = "Not exactly one of its two answers is right."
        raise NotCarriedError(message)
    question.item.explain += [question.markdown(element.find("feedback")) for element in elements]
    question.explain()
    return cards.true_false(question.ask(), right=right[0] == "true")


def _is_full(element: Element) -> bool:
    return cards.weight(_fraction(element)) == cards.FULL


def _short_answer(question: _Question) -> dict[str, Any]:
    answers = question.answers(compared=True)
    if _is_true(question.raw("usecase")):
        question.item.remarks.append("Capitalization no longer matters.")
    fields = cards.typed(question.ask(), answers, question.item)
    question.explain()
    return fields


def _units(question: _Question) -> list[str]:
    """The units in which the answer is right as it is; others are reported."""
    units = []
    for unit in question.element.iterfind("units/unit"):
        name = " ".join(clean(_raw(unit.find("unit_name"))).split())
        if cards.number(_raw(unit.find("multiplier")) or "1") == 1 and name:
            units.append(name)
        elif name:
            question.item.remarks.append(f"Answers in `{name}` are not converted.")
    return list(dict.fromkeys(units))


def _numerical(question: _Question) -> dict[str, Any]:
    answers = []
    for answer in question.element.findall("answer"):
        text, feedback = _raw(answer), question.markdown(answer.find("feedback"))
        if answer.find("text") is None:  # as very old files have it
            text = (answer.text or "").strip()
        if text in ("*", ""):
            if feedback:
                question.item.remarks.append("The feedback for other answers is left out.")
            continue
        value = cards.number(text)
        within = cards.number(_raw(answer.find("tolerance")) or "0")
        if value is None or within is None:
            message = f"`{clean(text)[:40]}` is not a number with a tolerance."
            raise NotCarriedError(message)
        answers.append(NumberAnswer(value, within, cards.weight(_fraction(answer)), feedback))
    fields = cards.numeric(question.ask(), answers, question.item, _units(question))
    question.explain()
    return fields


def _matching(question: _Question) -> dict[str, Any]:
    question.explain()
    sides = []
    for pair in question.element.findall("subquestion"):
        right = pair.find("answer")
        sides.append(
            (question.markdown(pair), "" if right is None else as_markdown(question.line(right)))
        )
    return cards.pairs(question.ask(), sides, question.item)


def _essay(question: _Question) -> dict[str, Any]:
    if question.raw("responsetemplate"):
        question.item.remarks.append("The response template is left out.")
    model = question.markdown(question.element.find("graderinfo"))
    if not model:
        general = question.markdown(question.element.find("generalfeedback"))
        return cards.essay(question.ask(), general)
    question.explain()
    return cards.essay(question.ask(), model)


def _description(question: _Question) -> dict[str, Any]:
    del question
    message = "It is a description, not a question."
    raise NotCarriedError(message)


def _ordering(question: _Question) -> dict[str, Any]:
    question.explain()
    steps = [question.markdown(answer) for answer in question.element.findall("answer")]
    if len(steps) < 2 or len({fold(step) for step in steps}) < len(steps) or not all(steps):
        message = "It has fewer than two steps, or steps that are empty or the same."
        raise NotCarriedError(message)
    if question.raw("gradingtype").upper() not in ("ALL_OR_NOTHING", "-1"):
        question.item.remarks.append("Partial credit for a partly right order is not kept.")
    if question.raw("selecttype").upper() not in ("", "ALL", "0"):
        question.item.remarks.append("All steps are asked, not only some of them.")
    return {"ask": cards.asked(question.ask()), "order": steps}


def _gaps(question: _Question) -> dict[str, Any]:
    """`gapselect` and `ddwtos`: `[[2]]` is a blank whose right answer is the second choice; the
    other choices of its group are wrong.
    """
    question.explain()
    element = question.element
    choices = [*element.findall("selectoption"), *element.findall("dragbox")]
    if len(choices) > cards.MOST_OPTIONS:
        message = f"It has more than {cards.MOST_OPTIONS} options."
        raise NotCarriedError(message)
    texts = [as_markdown(question.line(choice)) for choice in choices]
    groups = [_raw(choice.find("group")) or "1" for choice in choices]
    raw = question.raw("questiontext").replace(BLANK, "")
    blanks = []
    for gap in _GAPS.findall(raw)[: cards.MOST_BLANKS + 1]:
        at = int(gap) - 1
        if not 0 <= at < len(choices):
            message = f"The blank [[{gap}]] has no choice of that number."
            raise NotCarriedError(message)
        others = {
            fold(text): Answer(text, cards.NONE)
            for text, group in zip(texts, groups, strict=True)
            if group == groups[at] and text
        }
        others.pop(fold(texts[at]), None)
        blanks.append([Answer(texts[at], cards.FULL), *others.values()])
    if not blanks:
        message = "Its text has no blank such as [[1]]."
        raise NotCarriedError(message)
    return cards.dropdown(question.ask(_GAPS.sub(BLANK, raw)), blanks, question.item)


def _cloze(question: _Question) -> dict[str, Any]:
    raw, blanks = cloze_pieces(question.raw("questiontext"), question.losses)
    text = question.ask(raw)
    kinds = {blank.kind for blank in blanks}
    if not blanks:
        message = "Its text has no blank such as {1:SHORTANSWER:=text}."
        raise NotCarriedError(message)
    if len(kinds) > 1 or (len(blanks) > 1 and kinds == {"number"}):
        message = "It mixes kinds of blanks or has several numbers, and no card can hold that."
        raise NotCarriedError(message)
    if kinds != {"several"} and len({blank.points for blank in blanks}) > 1:
        question.item.remarks.append("Its blanks count differently; here each is worth one point.")
    fields = _BLANKS[kinds.pop()](question, text, blanks)
    question.explain()
    return fields


def _chosen(question: _Question, text: str, blanks: list[Blank]) -> dict[str, Any]:
    return cards.dropdown(text, [blank.answers for blank in blanks], question.item)


def _written(question: _Question, text: str, blanks: list[Blank]) -> dict[str, Any]:
    if len(blanks) == 1:
        return cards.typed(text, blanks[0].answers, question.item)
    hidden = []
    for number, blank in enumerate(blanks, 1):
        first, *others = cards.accepted_texts(blank.answers, question.item)
        hidden.append(first)
        if others:
            also = "`, `".join(others)[:120]
            question.item.remarks.append(
                f"Blank {number} accepts only `{first[:60]}` now, not `{also}`."
            )
    return cards.typed_cloze(text, hidden)


def _counted(question: _Question, text: str, blanks: list[Blank]) -> dict[str, Any]:
    ask = text.replace(BLANK, GAP)
    return cards.numeric(ask, blanks[0].numbers(), question.item)


def _several(question: _Question, text: str, blanks: list[Blank]) -> dict[str, Any]:
    """Check boxes: one list of them, or one behind each heading."""
    if len(blanks) == 1:
        ask = text.replace(BLANK, "").strip()
        return cards.choice(ask, blanks[0].answers, question.item, single=False)
    pieces = text.split(BLANK)
    if len(pieces) != len(blanks) + 1 or pieces[-1].strip():
        message = "Its check boxes stand inside a sentence."
        raise NotCarriedError(message)
    ask, _, first = pieces[0].rpartition("\n")
    labels = [match["label"] for piece in [first, *pieces[1:-1]] if (match := _match(piece))]
    if len({fold(label) for label in labels if label.strip()}) < len(blanks):
        message = "Not every list of check boxes has its own heading."
        raise NotCarriedError(message)
    return cards.headed(ask.strip(), labels, [blank.answers for blank in blanks], question.item)


def _match(piece: str) -> re.Match[str] | None:
    return _LABEL.match(" ".join(piece.split()))


def _calculated(question: _Question) -> dict[str, Any]:
    feedback = question.markdown(question.element.find("generalfeedback"))
    fields, explain = calculated(
        question.element, question.ask(), feedback, question.item, _units(question)
    )
    question.item.explain.append(explain)
    return fields


_READERS: dict[str, Callable[[_Question], dict[str, Any]]] = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "essay": _essay,
    "description": _description,
    "ordering": _ordering,
    "gapselect": _gaps,
    "ddwtos": _gaps,
    "cloze": _cloze,
    "multianswer": _cloze,
    "calculated": _calculated,
    "calculatedsimple": _calculated,
}
_BLANKS: dict[str, Callable[[_Question, str, list[Blank]], dict[str, Any]]] = {
    "one": _chosen,
    "several": _several,
    "text": _written,
    "number": _counted,
}
