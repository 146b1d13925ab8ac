"""Writes Moodle XML. Texts are HTML, weights score as learnms does, and a question that Moodle has
no type for is left out.
"""

from __future__ import annotations

import re
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from learnms.exchange.bank import Loss
from learnms.exchange.markdown_html import as_html, as_html_line, as_plain
from learnms.exchange.moodle import cards as cards
from learnms.exchange.moodle import questions as questions
from learnms.exchange.moodle.cards import BLANK, Answer
from learnms.exchange.moodle.cloze import cloze_blank
from learnms.exchange.moodle.questions import NotWrittenError
from learnms.files import whole_file
from learnms.kinds.drawn import fill, holes
from learnms.kinds.expression import Literal, key, parse, shown
from learnms.kinds.response import NUMBERED_BLANK, Arrange, Number, Pick, TypeIn
from learnms.text import fold, visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from learnms.decks.model import Deck
    from learnms.exchange.bank import ExportedQuestion
    from learnms.kinds.response import Group

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CALCULATED_OPTIONS = (
    "<synchronize>0</synchronize>",
    "<single>0</single>",
    "<answernumbering>abc</answernumbering>",
    "<shuffleanswers>1</shuffleanswers>",
)
_NOMINAL = "2"


def write(decks: Sequence[Deck], path: Path) -> list[Loss]:
    """Write decks to a new Moodle XML file; returns what Moodle cannot hold.

    Raises:
        OSError: the file cannot be written.
    """
    losses = questions.deck_losses(decks, "Moodle XML")
    with whole_file(path, replace=False, private=False) as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
        category = ""
        for deck, question in questions.written(decks):
            try:
                element = _Writer(deck, question, losses).element()
            except NotWrittenError as error:
                losses.append(Loss(questions.name(question), str(error)))
                continue
            if category != (category := questions.category(deck, question)):
                file.write(_category(category, question.topic or ""))
            file.write(element)
        file.write("</quiz>\n")
    return losses


def _category(path: str, key: str) -> str:
    lines = [
        '<question type="category">',
        f"<category>{_text(path)}</category>",
        *_id_number(key),
        "</question>",
    ]
    return "\n".join(lines) + "\n"


def _id_number(ident: str) -> list[str]:
    return [f"<idnumber>{_safe(ident)}</idnumber>"] if ident else []


def _safe(text: str) -> str:
    """A text in XML, without the characters that XML cannot hold."""
    shown = re.sub("[\ufffe\uffff]", "", visible(text))
    return escape(shown, quote=False)


def _text(text: str) -> str:
    return f"<text>{_safe(text)}</text>"


def _html(tag: str, html: str, inner: str = "") -> str:
    """An element with a text in HTML, and what stands behind the text in it."""
    return f'<{tag} format="html">{_text(html)}{inner}</{tag}>'


def _folded(answer: Answer) -> str:
    return fold(answer.text)


def _block(text: str) -> str:
    """A text as HTML; without a paragraph around it if it is one line."""
    return as_html(text) if "\n" in text.strip() else as_html_line(text)


class _Writer:
    """Writes one question."""

    def __init__(self, deck: Deck, question: ExportedQuestion, losses: list[Loss]) -> None:
        self.question = question
        self.losses = losses
        self.explain = questions.explained(deck, question)
        self.grade = 1

    def element(self) -> str:
        """The element of the question.

        Raises:
            NotWrittenError: Moodle has no type for it.
        """
        questions.refused(self.question)
        kind, text, feedback, parts = self._typed_parts()
        hint = self.question.notes.hint
        tags = "".join(f"<tag>{_text(visible_line(tag))}</tag>" for tag in self.question.tags)
        lines = [
            f'<question type="{kind}">',
            f"<name>{_text(questions.name(self.question))}</name>",
            _html("questiontext", text),
            _html("generalfeedback", feedback),
            f"<defaultgrade>{self.grade}</defaultgrade>",
            "<penalty>0</penalty>",
            "<hidden>0</hidden>",
            *_id_number(questions.ident(self.question)),
            *parts,
            *([_html("hint", _block(hint))] if hint else []),
            *([f"<tags>{tags}</tags>"] if tags else []),
            "</question>",
        ]
        return "\n".join(lines) + "\n"

    def _lose(self, sentence: str) -> None:
        self.losses.append(Loss(questions.name(self.question), sentence))

    def _typed_parts(self) -> tuple[str, str, str, list[str]]:
        """Type, text, general feedback and the elements of the type."""
        response = self.question.ask.response
        if isinstance(response, TypeIn) and response.number is not None:
            if len(response.number.rows[0]):
                return self._calculated(response.number)
            return self._numerical(response.number)
        feedback = as_html(self.explain) if self.explain else ""
        text = as_html(questions.asked(self.question))
        if isinstance(response, Arrange):
            steps = [
                f'<answer fraction="{number}.0000000" format="html">{_text(_block(step))}</answer>'
                for number, step in enumerate(response.steps, 1)
            ]
            options = ("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0")
            grading = ("gradingtype", "ALL_OR_NOTHING"), ("showgrading", "SHOW")
            named = [f"<{name}>{value}</{name}>" for name, value in (*options, *grading)]
            return "ordering", text, feedback, [*named, *steps]
        if isinstance(response, TypeIn):
            kind, text, parts = self._text_answer(response.accepted, text)
            return kind, text, feedback, parts
        assert isinstance(response, Pick)
        kind, text, parts = self._pick(response, text)
        return kind, text, feedback, parts

    def _text_answer(self, accepted: Sequence[str], text: str) -> tuple[str, str, list[str]]:
        answers = [Answer(visible_line(one), cards.FULL) for one in accepted]
        if questions.is_typed_cloze(self.question):
            sides = questions.blank_sides(self.question)
            if sides:
                before, after = sides
                whole = questions.asked(self.question, f"{before}{BLANK}{after}")
                return "cloze", self._with_blanks(whole, "SHORTANSWER", [(1, answers)]), []
            text = as_html(questions.asked(self.question, questions.without_gaps(self.question)))
        return (
            "shortanswer",
            text,
            [
                "<usecase>0</usecase>",
                *(
                    f'<answer fraction="100" format="moodle_auto_format">'
                    f"{_text(answer.text.replace('*', chr(92) + '*'))}</answer>"
                    for answer in answers
                ),
            ],
        )

    def _with_blanks(
        self, text: str, kind: str, blanks: Sequence[tuple[int, Iterable[Answer]]]
    ) -> str:
        """A text with a `BLANK` for each blank as HTML with Moodle's blanks in it."""
        start, *rest = as_html(text).replace("{", "&#123;").split(BLANK)
        self.grade = sum(points for points, _ in blanks)
        return start + "".join(
            cloze_blank(points, kind, answers) + piece
            for (points, answers), piece in zip(blanks, rest, strict=True)
        )

    def _pick(self, response: Pick, text: str) -> tuple[str, str, list[str]]:
        kind, group = self.question.kind, response.groups[0]
        if kind == "true-false":
            return "truefalse", text, self._options(questions.weighted(group), lower=True)
        if len(response.groups) == 1 and kind != "dropdown":
            return "multichoice", text, self._choices(group)
        if kind in ("match", "matrix-one"):
            self.grade = len(response.groups)
            pairs = [
                _html("subquestion", _block(left), f"<answer>{_text(as_plain(right))}</answer>")
                for left, right in questions.same_rights(response)
            ]
            return "matching", text, ["<shuffleanswers>true</shuffleanswers>", *pairs]
        if kind == "dropdown":
            sentence = response.text or ""
            for number in range(1, len(response.groups) + 1):
                sentence = sentence.replace(f"{{{{{number}}}}}", BLANK)
            order = [int(name) - 1 for name in NUMBERED_BLANK.findall(response.text or "")]
            blanks = [(1, questions.weighted(response.groups[at])) for at in order]
            whole = questions.asked(self.question, f"{self.question.ask.prompt}\n\n{sentence}")
            return "cloze", self._with_blanks(whole, "MULTICHOICE_S", blanks), []
        return "cloze", self._headed(response), []

    def _choices(self, group: Group) -> list[str]:
        """A list of options. One that is always last keeps its place if nothing is shuffled, so
        the others are put in the order of the alphabet.
        """
        kind = self.question.kind
        if kind in ("single", "select-all"):
            answers = questions.weighted(group)
        else:
            answers, lost = questions.as_select_all(self.question, group)
            self._lose(lost)
        self.grade = 1 if kind == "single" else sum(option.right for option in group.options)
        if group.last is not None:
            last = answers[group.last]
            answers = [*sorted((one for one in answers if one is not last), key=_folded), last]
        return [
            f"<single>{'true' if kind == 'single' else 'false'}</single>",
            f"<shuffleanswers>{'true' if group.last is None else 'false'}</shuffleanswers>",
            *self._options(answers),
        ]

    def _headed(self, response: Pick) -> str:
        """`groups` and `matrix-any`: check boxes behind each heading, scored one by one."""
        lines, blanks = [], []
        for group in response.groups:
            right = sum(option.right for option in group.options)
            if not right:
                self._lose(
                    f"`{group.label}` is left out: none of its options is right, and Moodle has"
                    " no points for that."
                )
                continue
            lines.append(f"{group.label.strip()}: {BLANK}")
            blanks.append((right, questions.weighted(group)))
        whole = questions.asked(self.question, "\n\n".join([self.question.ask.prompt, *lines]))
        return self._with_blanks(whole, "MULTIRESPONSE", blanks)

    def _options(self, answers: Iterable[Answer], *, lower: bool = False) -> list[str]:
        elements = []
        for answer in answers:
            text = answer.text.lower() if lower else _block(answer.text)
            why = _html("feedback", _block(answer.feedback)) if answer.feedback else ""
            format_ = "moodle_auto_format" if lower else "html"
            elements.append(
                f'<answer fraction="{questions.share_text(answer.weight)}" format="{format_}">'
                f"{_text(text)}{why}</answer>"
            )
        return elements

    def _units(self, number: Number) -> list[str]:
        units = "".join(
            f"<unit><multiplier>1</multiplier><unit_name>{_safe(unit)}</unit_name></unit>"
            for unit in number.units
        )
        shows = "0" if units else "3"
        return [
            *([f"<units>{units}</units>"] if units else []),
            "<unitgradingtype>0</unitgradingtype>",
            "<unitpenalty>0</unitpenalty>",
            f"<showunits>{shows}</showunits>",
            "<unitsleft>0</unitsleft>",
        ]

    def _numerical(self, number: Number) -> tuple[str, str, str, list[str]]:
        answer = (
            f'<answer fraction="100" format="moodle_auto_format">'
            f"{_text(shown(key(number.expression, {}, number.places)))}"
            f"<tolerance>{cards.plain(Decimal(number.within))}</tolerance></answer>"
        )
        text = as_html(fill(questions.asked(self.question), {}, number.places))
        feedback = as_html(fill(self.explain, {}, number.places)) if self.explain else ""
        return "numerical", text, feedback, [answer, *self._units(number)]

    def _calculated(self, number: Number) -> tuple[str, str, str, list[str]]:
        names = frozenset(dict(number.rows[0]))
        formula = _formula(number.expression, names, number.places)
        answer = (
            f'<answer fraction="100">{_text(formula)}'
            f"<tolerance>{cards.plain(Decimal(number.within))}</tolerance>"
            f"<tolerancetype>{_NOMINAL}</tolerancetype>"
            "<correctanswerformat>1</correctanswerformat>"
            f"<correctanswerlength>{number.places or 0}</correctanswerlength></answer>"
        )
        text = _with_numbers(questions.asked(self.question), number)
        feedback = _with_numbers(self.explain, number) if self.explain else ""
        data = "".join(_data_set(name, number) for name, _ in number.rows[0])
        parts = [
            *_CALCULATED_OPTIONS,
            answer,
            *self._units(number),
            f"<dataset_definitions>{data}</dataset_definitions>",
        ]
        return "calculated", text, feedback, parts


def _formula(expression: str, names: frozenset[str], places: int | None) -> str:
    """A formula as Moodle has it: names in braces, rounded half up by `round`."""
    written = _NAME.sub(
        lambda match: f"{{{match[0]}}}" if match[0] in names else match[0], expression.strip()
    )
    return written if places is None else f"round({written}, {places})"


def _with_numbers(text: str, number: Number) -> str:
    """A text with drawn numbers as HTML in which Moodle puts the numbers."""
    names = frozenset(dict(number.rows[0]))
    pieces: list[str] = []
    fields: list[str] = []
    offset = 0
    for hole in holes(text):
        if hole.fault or (hole.name and hole.name not in names):
            continue
        pieces.append(text[offset : hole.at])
        offset = hole.at + hole.length
        if hole.name:
            fields.append(f"{{{hole.name}}}")
            continue
        is_number = isinstance(parse(hole.formula, names), Literal)
        places = hole.places if hole.places is not None or is_number else number.places
        fields.append(f"{{={_formula(hole.formula, names, places)}}}")
    marked = BLANK.join([*pieces, text[offset:]]).replace("\\{", "{")
    start, *rest = as_html(marked).replace("{", "&#123;").split(BLANK)
    return start + "".join(field + piece for field, piece in zip(fields, rest, strict=True))


def _data_set(name: str, number: Number) -> str:
    """The values of a name, one for each set of numbers."""
    values = [dict(row)[name] for row in number.rows]
    numbers = [Decimal(value) for value in values]
    places = max(len(value.partition(".")[2]) for value in values)
    items = "".join(
        f"<dataset_item><number>{at}</number><value>{_safe(value)}</value></dataset_item>"
        for at, value in enumerate(values, 1)
    )
    return (
        "<dataset_definition><status><text>private</text></status>"
        f"<name>{_text(name)}</name><type>calculated</type>"
        "<distribution><text>uniform</text></distribution>"
        f"<minimum><text>{cards.plain(min(numbers))}</text></minimum>"
        f"<maximum><text>{cards.plain(max(numbers))}</text></maximum>"
        f"<decimals><text>{places}</text></decimals>"
        f"<itemcount>{len(values)}</itemcount><dataset_items>{items}</dataset_items>"
        f"<number_of_items>{len(values)}</number_of_items></dataset_definition>"
    )
