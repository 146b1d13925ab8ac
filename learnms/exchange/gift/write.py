r"""Writes GIFT, Moodle's text format. Texts with emphasis, tables or signs of HTML are written as
`[html]`, all others as they are, with `\n` for a line break.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from learnms.exchange.bank import Loss
from learnms.exchange.html_text import looks_like_html
from learnms.exchange.markdown_html import as_html, as_html_line, as_plain, needs_html
from learnms.exchange.moodle import cards as cards
from learnms.exchange.moodle import questions as questions
from learnms.exchange.moodle.questions import NotWrittenError
from learnms.files import whole_file
from learnms.kinds.drawn import fill
from learnms.kinds.expression import key, shown
from learnms.kinds.response import Number, Pick, TypeIn
from learnms.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from learnms.decks.model import Deck
    from learnms.exchange.bank import ExportedQuestion
    from learnms.exchange.moodle.cards import Answer

_SPECIAL = re.compile(r"[\\~=#{}:]")


def write(decks: Sequence[Deck], path: Path) -> list[Loss]:
    """Write decks to a new GIFT file; returns what GIFT cannot hold.

    Raises:
        OSError: the file cannot be written.
    """
    losses = questions.deck_losses(decks, "GIFT")
    with whole_file(path, replace=False, private=False) as file:
        category = ""
        for deck, question in questions.written(decks):
            try:
                text = _Writer(deck, question, losses).text()
            except NotWrittenError as error:
                losses.append(Loss(questions.name(question), str(error)))
                continue
            if category != (category := questions.category(deck, question)):
                file.write(f"$CATEGORY: {category}\n\n")
            file.write(f"{text}\n\n")
    return losses


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _tag(tag: str) -> str:
    return re.sub(r"[<>`]", "", visible_line(tag)).replace("]", "\\]")


def _typed_text(text: str) -> str:
    """An answer that is typed, in which `*` would stand for anything."""
    line = visible_line(text)
    is_marked = line.startswith(("[", "%")) or looks_like_html(line)
    return ("[plain]" if is_marked else "") + _escaped(line.replace("*", "\\*"))


class _Writer:
    """Writes one question."""

    def __init__(self, deck: Deck, question: ExportedQuestion, losses: list[Loss]) -> None:
        self.question = question
        self.losses = losses
        self.explain = questions.explained(deck, question)
        self.is_html = needs_html(questions.asked(question))

    def text(self) -> str:
        """The comment with id and tags, the title, the question and its answers.

        Raises:
            NotWrittenError: GIFT cannot hold it.
        """
        questions.refused(self.question)
        body = self._body()
        if self.question.notes.hint:
            self._lose("Its hint is left out; GIFT has no hints.")
        ident = questions.ident(self.question)
        marks = [f"[id:{ident}]"] if ident else []
        marks += [f"[tag:{_tag(tag)}]" for tag in self.question.tags]
        comment = f"// {' '.join(marks)}\n" if marks else ""
        return f"{comment}::{_escaped(questions.name(self.question))}::{body}"

    def _lose(self, sentence: str) -> None:
        self.losses.append(Loss(questions.name(self.question), sentence))

    def _body(self) -> str:
        match self.question.ask.response:
            case Pick() as response:
                return self._pick(response)
            case TypeIn(accepted, None):
                return self._typed(accepted)
            case TypeIn(_, Number() as number):
                return self._number(number)
        message = "Left out: GIFT has no ordering questions."
        raise NotWrittenError(message)

    def _pick(self, response: Pick) -> str:
        kind, group = self.question.kind, response.groups[0]
        if kind == "true-false":
            right = next(option.text for option in group.options if option.right)
            return self._stem() + self._braces([right.upper()])
        if kind in ("match", "matrix-one"):
            sides = questions.same_rights(response)
            return self._stem() + self._braces(
                [f"={self._inner(left)} -> {_escaped(as_plain(right))}" for left, right in sides]
            )
        if kind == "dropdown" and len(response.groups) == 1:
            before, _, after = (response.text or "").partition("{{1}}")
            ask = self.question.ask.prompt
            return self._around(
                f"{ask}\n\n{before}", after, self._options(questions.weighted(group))
            )
        if kind in ("select-n", "highlight"):
            answers, lost = questions.as_select_all(self.question, group)
            self._lose(lost)
        elif kind in ("single", "select-all"):
            answers = questions.weighted(group)
            if group.last is not None:
                last = visible_line(group.options[group.last].text)
                self._lose(f"Moodle may not show `{last[:60]}` last.")
        else:
            message = "Left out: GIFT has no questions with several lists of options."
            raise NotWrittenError(message)
        return self._stem() + self._braces(self._options(answers))

    def _options(self, answers: Iterable[Answer]) -> list[str]:
        takes_all = self.question.kind not in ("single", "dropdown")
        lines = []
        for answer in answers:
            sign = "~"
            if answer.weight == cards.FULL and not takes_all:
                sign = "="
            elif answer.weight:
                sign = f"~%{questions.share_text(answer.weight)}%"
            why = f"#{self._inner(answer.feedback)}" if answer.feedback else ""
            lines.append(f"{sign}{self._inner(answer.text)}{why}")
        return lines

    def _typed(self, accepted: Sequence[str]) -> str:
        answers = [f"={_typed_text(text)}" for text in accepted]
        if not questions.is_typed_cloze(self.question):
            return self._stem() + self._braces(answers)
        sides = questions.blank_sides(self.question)
        if sides:
            return self._around(*sides, answers)
        return self._stem(questions.without_gaps(self.question)) + self._braces(answers)

    def _number(self, number: Number) -> str:
        row = dict(number.rows[0])
        values = {name: Decimal(value) for name, value in row.items()}
        answer = key(number.expression, values, number.places)
        if len(number.rows) > 1:
            self._lose("Only its first set of numbers is written; Moodle XML holds them all.")
        self.explain = fill(self.explain, row, number.places)
        prompt = fill(questions.asked(self.question), row, number.places)
        if number.units:
            prompt = f"{prompt}\n\n(Answer in {number.units[0]}.)"
        within = Decimal(number.within)
        tolerance = f":{cards.plain(within)}" if within else ""
        return self._shown(prompt) + self._braces([f"#{shown(answer)}{tolerance}"])

    def _stem(self, prompt: str | None = None) -> str:
        """The text before the braces."""
        return self._shown(questions.asked(self.question, prompt))

    def _shown(self, text: str) -> str:
        if self.is_html:
            return f"[html]{_escaped(as_html(text))}"
        plain = as_plain(text)
        return f"{'[moodle]' if plain.startswith('[') else ''}{_escaped(plain)}"

    def _around(self, before: str, after: str, answers: Sequence[str]) -> str:
        """The text around a blank. Moodle sees a blank only where text follows, so that one at the
        end stands in a paragraph of HTML.
        """
        self.is_html = self.is_html or needs_html(before + after) or not after.strip()
        shown = self._shown(questions.asked(self.question, f"{before}{cards.BLANK}{after}"))
        start, _, end = shown.partition(cards.BLANK)
        return start + self._braces(answers) + end

    def _inner(self, text: str) -> str:
        """A text inside the braces: an option, a feedback, the left side of a pair."""
        if not (self.is_html or needs_html(text)):
            plain = as_plain(text)
            return f"{'[plain]' if plain.startswith(('[', '%')) else ''}{_escaped(plain)}"
        html = as_html(text) if "\n" in text.strip() else as_html_line(text)
        has_prefix = not self.is_html or html.startswith(("[", "%"))
        return f"{'[html]' if has_prefix else ''}{_escaped(html)}"

    def _braces(self, answers: Sequence[str]) -> str:
        general = f"####{self._inner(self.explain)}" if self.explain else ""
        if len(answers) == 1 and not answers[0].startswith(("=", "~")):
            return f"{{{answers[0]}{general}}}"
        lines = [*answers, general] if general else answers
        return "".join(["{\n", *(f"\t{line}\n" for line in lines), "}"])
