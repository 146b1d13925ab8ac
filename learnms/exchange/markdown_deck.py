"""A deck as a Markdown document to read: questions by topic, their answers, the sources. It looks
right in a git host and in pandoc.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from learnms.exchange.bank import Loss, exported_questions
from learnms.exchange.cloze_text import cloze_text
from learnms.kinds.cloze import Blank, blanks
from learnms.kinds.present import present
from learnms.kinds.response import NUMBERED_BLANK, NUMBERED_SPAN, Arrange, Pick, SelfGrade, TypeIn
from learnms.markdown import Table, blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from learnms.decks.model import Case, Deck, Source
    from learnms.exchange.bank import ExportedQuestion
    from learnms.kinds.present import Question
    from learnms.markdown import Line

_SIGNS = re.compile(r"([\\`*_\[\]<>|~^$])")
_BEGINS = re.compile(r"[+\-:] |[#=]")
_NUMBERED = re.compile(r"^(\d+)([.)]) ")
_MARKS = {"strong": "**", "emphasis": "*", "": ""}
_HEADINGS = {"actions": "Actions to take", "condition": "Condition", "monitor": "What to monitor"}


def write(decks: Sequence[Deck], path: Path) -> list[Loss]:
    """Write decks as one document. A calculation shows one example of its numbers, a card its own
    form; what that leaves out are the losses.
    """
    losses: list[Loss] = []
    parts = ["\n".join(_Document(deck, losses).lines()) for deck in decks]
    path.write_text("\n\n".join(parts), "utf-8", newline="\n")
    return losses


class _Document:
    """The document of one deck. Questions are numbered through."""

    def __init__(self, deck: Deck, losses: list[Loss]) -> None:
        self.deck = deck
        self.losses = losses
        self.answers: list[str] = []
        self.number = 0

    def lines(self) -> Iterator[str]:
        """The lines of the document."""
        deck = self.deck
        yield f"# {_inline(deck.title)}\n"
        for text in (deck.about, deck.primer):
            if text:
                yield f"{_text(text)}\n"
        yield from self._cards()
        for case in deck.cases:
            yield from self._case(case)
        yield "## Answers\n"
        yield from self.answers
        if deck.glossary:
            yield "## Glossary\n"
            yield from (f"- **{_inline(term)}:** {_inline(words)}" for term, words in deck.glossary)
            yield ""
        if deck.sources:
            yield "## Sources\n"
            yield from map(_source, deck.sources)
            yield ""
        facts = [f"Version {deck.version}." if deck.version else "", deck.disclaimer]
        if note := " ".join(filter(None, facts)):
            yield f"{_inline(note)}\n"

    def _cards(self) -> Iterator[str]:
        others = sum(len(card.forms) - 1 for card in self.deck.cards)
        if others:
            forms = (
                "1 form under `also` was" if others == 1 else f"{others} forms under `also` were"
            )
            text = f"Only the first form of each card is written; {forms} left out."
            self.losses.append(Loss(self.deck.id, text))
        own = [replace(card, forms=card.forms[:1]) for card in self.deck.cards]
        questions = [
            question
            for question in exported_questions(replace(self.deck, cards=tuple(own), cases=()))
            if question.is_first_part
        ]
        titles = {topic.key: topic.title for topic in self.deck.topics}
        keys = [*titles, *dict.fromkeys(q.topic for q in questions if q.topic not in titles)]
        for key in keys:
            of_topic = [question for question in questions if question.topic == key]
            if of_topic:
                yield f"## {_inline(titles.get(key or '', key or 'Questions'))}\n"
            for question in of_topic:
                yield from self._question(question)

    def _case(self, case: Case) -> Iterator[str]:
        yield f"## Case: {_inline(case.title)}\n"
        yield f"{_text(case.story)}\n"
        yield from _exhibit(case.exhibit)
        questions = exported_questions(replace(self.deck, cards=(), cases=(case,)))
        shown = dict(case.exhibit)
        for part, question in zip(case.parts, questions, strict=True):
            if part.story:
                yield f"{_text(part.story)}\n"
            new = tuple(tab for tab in question.notes.exhibit if shown.get(tab[0]) != tab[1])
            shown |= dict(new)
            notes = replace(question.notes, exhibit=new)
            yield from self._question(replace(question, notes=notes, story=""))

    def _question(self, question: ExportedQuestion) -> Iterator[str]:
        self.number += 1
        drawn = present(question.kind, question.ask, zlib.crc32(question.id.encode()))
        if drawn.given:
            text = "The numbers drawn for a calculation are one example."
            self.losses.append(Loss(question.name, text))
        prompt = _prompt(question, drawn)
        yield f"**{self.number}.** {_text(prompt)}\n"
        yield from _exhibit(question.notes.exhibit)
        yield from _choices(drawn)
        self.answers += self._answer(question, drawn)

    def _answer(self, question: ExportedQuestion, drawn: Question) -> list[str]:
        key = _key(question, drawn)
        begin = "\n\n" if key.startswith(("- ", "1. ", "|")) else " "
        lines = [f"**{self.number}.**{begin}{key}\n"]
        lines += _whys(drawn)
        if explain := drawn.explained(question.notes.explain):
            lines.append(f"{_text(explain)}\n")
        titles = {source.key for source in self.deck.sources}
        refs = [f"{key} {place}".strip() for key, place in question.notes.sources if key in titles]
        if refs:
            lines.append(f"*Source: {_inline('; '.join(refs))}*\n")
        return lines


def _prompt(question: ExportedQuestion, drawn: Question) -> str:
    """The prompt, with every blank of a cloze and what is asked for."""
    if question.kind == "cloze" and (text := cloze_text(question.form)) is not None:
        pieces = blanks(text)[0]
        return "".join(piece if isinstance(piece, str) else piece.gap for piece in pieces)
    how = ""
    match drawn.response:
        case Pick(groups, "list") if question.kind != "true-false":
            limit = groups[0].limit
            many = "Select all that apply." if limit is None else f"Select {limit}."
            how = "" if limit == 1 else many
        case Pick() if question.kind == "true-false":
            how = "True or false?"
        case Arrange():
            how = "Put the steps in order."
    asks_it = how and drawn.prompt.casefold().rstrip().endswith(how.casefold())
    return drawn.prompt if asks_it or not how else f"{drawn.prompt} ({how.rstrip('.')})"


def _exhibit(tabs: Sequence[tuple[str, str]]) -> Iterator[str]:
    for name, text in tabs:
        yield f"**{_inline(name)}**\n"
        yield f"{_text(text)}\n"


def _letter(number: int) -> str:
    """A, B … for the options of a question, then numbers."""
    return chr(ord("A") + number) if number < 26 else str(number + 1)


def _choices(drawn: Question) -> Iterator[str]:
    """What there is to choose from, in the order in which this document shows it."""
    match drawn.response:
        case Pick(groups, "grid"):
            columns = [option.text for option in groups[0].options]
            rows = [[group.label, *[""] * len(columns)] for group in groups]
            yield f"{_table([['', *columns], *rows])}\n"
        case Pick(_, "passage", text=text):
            options = drawn.response.groups[0].options
            spans = NUMBERED_SPAN.sub(
                lambda mark: f"**{options[int(mark[1]) - 1].text}** ({mark[1]})", text or ""
            )
            yield f"{_text(spans)}\n"
        case Pick(groups, "rows"):
            yield from _options(drawn, 0)
            yield from (f"- {_inline(group.label)}: \\_\\_\\_\\_" for group in groups)
            yield ""
        case Pick(groups, shape, text=text):
            if text:
                yield _text(NUMBERED_BLANK.sub(r"(\1) ____", text)) + "\n"
            for number, group in enumerate(groups, 1):
                if label := f"({number})" if shape == "sentence" else group.label:
                    yield f"{_inline(_HEADINGS.get(label, label))}:\n"
                if not group.fixed:  # as true or false is
                    yield from _options(drawn, number - 1)
        case Arrange(steps):
            for place, index in enumerate(drawn.order[0]):
                yield f"- {_letter(place)}. {_inline(steps[index])}"
            yield ""


def _options(drawn: Question, number: int) -> Iterator[str]:
    """The options of a group, with letters."""
    assert isinstance(drawn.response, Pick)
    group = drawn.response.groups[number]
    for place, index in enumerate(drawn.order[number]):
        yield f"- {_letter(place)}. {_inline(group.options[index].text)}"
    yield ""


def _key(question: ExportedQuestion, drawn: Question) -> str:
    """The right answer on one line, or as a text."""
    match drawn.response:
        case Pick(groups, shape):
            texts = []
            for number, (group, order) in enumerate(zip(groups, drawn.order, strict=True), 1):
                right = [
                    group.options[index].text
                    if shape == "grid" or group.fixed
                    else f"{_letter(place)}. {group.options[index].text}"
                    for place, index in enumerate(order)
                    if group.options[index].right
                ]
                if shape == "passage":
                    right = [option.text for option in group.options if option.right]
                label = f"({number})" if shape == "sentence" else group.label
                label = _HEADINGS.get(label, label)
                texts.append(
                    f"{label}: {', '.join(right) or 'none'}" if label else ", ".join(right)
                )
            return _inline("; ".join(texts))
        case Arrange(steps):
            places = {index: place for place, index in enumerate(drawn.order[0])}
            letters = ", ".join(_letter(places[index]) for index in range(len(steps)))
            return _inline(letters)
        case SelfGrade() | TypeIn() if question.kind == "cloze":
            text = cloze_text(question.form)
            pieces = blanks(text)[0] if text else []
            hidden = [piece.text for piece in pieces if isinstance(piece, Blank)]
            return _inline("; ".join(hidden) or drawn.right_answer)
        case TypeIn(accepted, None):
            return _inline(" or ".join(accepted))
    return _text(drawn.right_answer)


def _whys(drawn: Question) -> Iterator[str]:
    """The rationales of options, and the unsafe ones."""
    if not isinstance(drawn.response, Pick):
        return
    for group, order in zip(drawn.response.groups, drawn.order, strict=True):
        for index in order:
            option = group.options[index]
            if option.why or option.unsafe:
                mark = " (unsafe)" if option.unsafe else ""
                why = f" {_inline(option.why)}" if option.why else ""
                yield f"- {_inline(option.text)}{mark}:{why}".rstrip(":")
        if any(option.why or option.unsafe for option in group.options):
            yield ""


def _source(source: Source) -> str:
    facts = [source.publisher, f"revised {source.revised}" if source.revised else ""]
    about = "".join(f", {_inline(fact)}" for fact in facts if fact)
    link = f" <{source.url}>" if re.fullmatch(r"https?://[^\s<>]+", source.url) else ""
    return f"- **{_inline(source.key)}:** {_inline(source.title)}{about}.{link}"


# -- light Markdown as Markdown --------------------------------------------------------------------


def _inline(text: str) -> str:
    """A text on one line, with its emphasis."""
    return _begun(" ".join(_spans(block) for block in _lines_of(text)))


def _lines_of(text: str) -> list[Line]:
    lines = (" ".join(text.split()),)
    return [block for line in lines for block in blocks(line) if not isinstance(block, Table)]


def _text(text: str) -> str:
    """A text of several lines: lists and tables stay, other lines end with a hard break."""
    parts: list[str] = []
    before = ""
    for block in blocks(text):
        if isinstance(block, Table):
            kind, shown = "table", _table(block.rows)
        elif block.mark:
            sign = "-" if block.mark == "•" else block.mark.replace(")", ".")
            kind, shown = "list", f"{'    ' * block.indent}{sign} {_spans(block)}"
        else:
            kind, shown = "line", _begun(_spans(block))
        if parts and kind != before:
            parts.append("\n\n")
        elif parts:
            parts.append("\\\n" if kind == "line" and shown and parts[-1] else "\n")
        parts.append(shown)
        before = kind
    return re.sub(r"(?:\\\n|\n){3,}", "\n\n", "".join(parts)).strip()


def _spans(line: Line) -> str:
    marked = ((_MARKS[span.style], _SIGNS.sub(r"\\\1", span.text)) for span in line.spans)
    return "".join(f"{mark}{text}{mark}" for mark, text in marked)


def _begun(text: str) -> str:
    """A line that is no heading and no list, whatever it begins with."""
    if _BEGINS.match(text):
        return f"\\{text}"
    return _NUMBERED.sub(r"\1\\\2 ", text)


def _table(rows: Sequence[Sequence[str]]) -> str:
    width = max(map(len, rows))
    cells = [[_inline(cell) for cell in [*row, *[""] * (width - len(row))]] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]])
