"""Builds the documents of a paper: for each form its questions and its answer key, and one table of
the blueprint.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.codec import form_hash
from learnms.decks.model import LEVELS, STEPS, fingerprint
from learnms.engine.paper.blocks import Box, Document, Grid, Heading, Question, Text
from learnms.engine.paper.questions import blanks_shown, key_text, max_points, printed, whys
from learnms.engine.paper.selection import name_of, select
from learnms.engine.question.build import citations, seed_of
from learnms.engine.question.wording import citation, right_text
from learnms.engine.quiz.build import QuizQuestion
from learnms.engine.quiz.paper_form import PaperForm
from learnms.engine.wording import capitalized, count, kind_name, percent, short_titles, step
from learnms.kinds.present import present
from learnms.kinds.response import Arrange, Pick, TypeIn, is_scored

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from learnms.decks.model import Case
    from learnms.engine.paper.blocks import Block
    from learnms.engine.paper.selection import Item, PaperSpec, Selection, Unit
    from learnms.engine.queries import Queries
    from learnms.kinds.present import Question as Asked
    from learnms.settings import Settings

LEVEL_WORDS = {"analyse": "Analyze"}


class Printed(NamedTuple):
    """A question of a form: its number, what it is, and how this form asks it."""

    number: int
    item: Item
    asked: Asked
    seed: int

    @property
    def points(self) -> int:
        """Its points."""
        return max_points(self.asked)

    @property
    def is_scored(self) -> bool:
        """Whether the program can score it; otherwise it is asked on paper only."""
        return is_scored(self.asked.response)


@dataclass(frozen=True, slots=True)
class BuiltForm:
    """A form of a paper: its file, with the questions that can be scored, and the two documents."""

    form: PaperForm
    paper: Document
    key: Document


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its forms, the table of its blueprint, and the selection behind them. `points` are
    those of the whole paper.
    """

    title: str
    forms: tuple[BuiltForm, ...]
    blueprint: Document
    selection: Selection
    points: int

    @property
    def drafts(self) -> int:
        """How many of its questions are from drafts."""
        return sum(1 for unit in self.selection.units for item in unit if not item.row.card)

    @property
    def unscored(self) -> int:
        """How many of its questions the form files leave out, because the program cannot score
        them.
        """
        return self.selection.size - len(self.forms[0].form.questions)


def build(queries: Queries, settings: Settings, spec: PaperSpec) -> Paper:
    """A paper; the same decks, choices and seed build the same one.

    Raises:
        UsageError: a choice is not known, or the decks have too few questions.
    """
    selection = select(queries, settings, spec)
    title = spec.title or _title(selection)
    numbered = [(name, _arranged(selection.units, spec, name)) for name in spec.forms]
    chosen = sorted(
        repr((name_of(item.row), item.part, item.index))
        for unit in selection.units
        for item in unit
    )
    ident = fingerprint("\n".join([str(spec.seed), *spec.forms, *chosen]))
    forms = tuple(
        BuiltForm(
            PaperForm(
                ident,
                name,
                title,
                tuple(_quiz_question(each) for each in questions if each.is_scored),
            ),
            _paper(title, name, questions, spec),
            _key(title, name, questions),
        )
        for name, questions in numbered
    )
    points = sum(question.points for question in numbered[0][1])
    return Paper(title, forms, _blueprint(title, selection, numbered, spec), selection, points)


def _title(selection: Selection) -> str:
    titles = dict.fromkeys(unit[0].row.head["title"] for unit in selection.units)
    return next(iter(titles)) if len(titles) == 1 else "Examination"


def _arranged(units: Iterable[Unit], spec: PaperSpec, form: str) -> list[Printed]:
    """The questions of a form in its order. Cases stay together, as do cards with the same exhibit,
    and the numbers of a calculation are those of every form.
    """
    shuffled = list(units)
    random.Random(seed_of(spec.seed, "order", form)).shuffle(shuffled)
    together: dict[object, list[Item]] = {}
    for unit in shuffled:
        exhibit = unit[0].notes.exhibit if unit[0].case is None else ()
        together.setdefault(exhibit or id(unit), []).extend(unit)
    items = [item for group in together.values() for item in group]
    questions = []
    for number, item in enumerate(items, 1):
        ask = item.form.asks(item.part if item.case is None else None)
        assert ask is not None  # the selection chose the form for that part
        name = (*name_of(item.row), item.part, item.index)
        is_typed = isinstance(ask.response, TypeIn)
        seed = seed_of(spec.seed, *name) if is_typed else seed_of(spec.seed, form, *name)
        questions.append(Printed(number, item, present(item.form.kind, ask, seed), seed))
    return questions


def _quiz_question(question: Printed) -> QuizQuestion:
    item = question.item
    row = item.row
    return QuizQuestion(
        row.card or "",
        item.part,
        form_hash(item.form, item.part) if item.case is None else "",
        question.seed,
        item.form.kind,
        item.place.topic or None,
        item.notes.step,
        item.index if item.case is not None else None,
        None if row.card else (row.path, row.position),
    )


def _paper(title: str, form: str, questions: list[Printed], spec: PaperSpec) -> Document:
    total = sum(question.points for question in questions)
    told = f"{count(len(questions), 'question')}, {count(total, 'point')}."
    told += f" Fill in one {_marks(questions)}" if _marks(questions) else ""
    blocks: list[Block] = [Text(told, "instruction")]
    for exhibit, group in _by_exhibit(questions):
        first, last = group[0].number, group[-1].number
        if first < last:
            blocks += [Heading(_range(first, last), 2), *exhibit]
            exhibit = ()
        for question in group:
            item = question.item
            if item.case is not None:
                if not item.index:
                    last = question.number + len(item.case.parts) - 1
                    blocks.append(Heading(f"{_range(question.number, last)}: {item.case.title}", 2))
                blocks += _case_news(item)
            note = _points(question.points) if spec.points else ""
            stem, *rest = printed(question.asked)
            blocks.append(Question(question.number, (stem, *exhibit, *rest), note))
    return Document(
        title,
        f"Form {form}",
        f"{title} · Form {form}",
        tuple(blocks),
        ("Name", "Date", f"Score (of {total})"),
    )


def _points(number: int) -> str:
    """A number of points that does not break at the end of a line."""
    return count(number, "point").replace(" ", "\N{NO-BREAK SPACE}")


def _by_exhibit(questions: list[Printed]) -> Iterator[tuple[tuple[Block, ...], list[Printed]]]:
    """The exhibit of each card, if it has one, with the questions in a row that share it."""

    def exhibit(question: Printed) -> tuple[Block, ...]:
        item = question.item
        return () if item.case is not None else _boxes(question.asked, item.notes.exhibit)

    for _, group in groupby(questions, lambda question: exhibit(question) or question.number):
        shared = list(group)
        yield exhibit(shared[0]), shared


def _marks(questions: list[Printed]) -> str:
    """What the instructions say about marks; '' where no question has any."""
    limits = {
        group.limit == 1
        for question in questions
        if isinstance(question.asked.response, Pick)
        for group in question.asked.response.groups
    }
    if limits == {True, False}:
        return "circle (○) where one answer is correct, and as many squares (☐) as apply."
    return "circle (○) for each question." if limits == {True} else ""


def _range(first: int, last: int) -> str:
    return f"Question {first}" if first == last else f"Questions {first}–{last}"


def _case_news(item: Item) -> list[Block]:
    """What a part of a case adds before its question: story, and exhibits that are new or other."""
    case = item.case
    assert case is not None  # callers look
    story = case.parts[item.index].story or ""
    if not item.index:
        story = "\n\n".join(filter(None, (case.story, story)))
    before = _exhibits(case, item.index) if item.index else {}
    exhibit = _exhibits(case, item.index + 1)
    title = "The case continues" if item.index else "Case"
    boxes = [Box(title, (Text(story),))] if story else []
    changed = [(name, text) for name, text in exhibit.items() if before.get(name) != text]
    return [*boxes, *(Box(name, (Text(text),)) for name, text in changed)]


def _exhibits(case: Case, parts: int) -> dict[str, str]:
    """The exhibits of a case as its first parts leave them."""
    exhibit = dict(case.exhibit)
    for part in case.parts[:parts]:
        exhibit |= dict(part.form.notes.exhibit)
    return exhibit


def _boxes(asked: Asked, exhibit: Iterable[tuple[str, str]]) -> tuple[Block, ...]:
    return tuple(Box(name, (Text(asked.filled(text)),)) for name, text in exhibit)


def _key(title: str, form: str, questions: list[Printed]) -> Document:
    rows = [("No.", "Answer", "Points")]
    rows += [
        (str(question.number), key_text(question.asked), str(question.points))
        for question in questions
    ]
    rows.append(("", "Total", str(sum(question.points for question in questions))))
    blocks: list[Block] = [
        Heading("Answers"),
        Grid(tuple(rows), (2, 17, 3)),
        Heading("Rationales and sources"),
        *(Question(question.number, tuple(_explained(question))) for question in questions),
    ]
    disclaimers = dict.fromkeys(
        text for question in questions if (text := question.item.row.head.get("disclaimer"))
    )
    blocks += [Text(text, "small") for text in disclaimers]
    return Document(
        title, f"Form {form}: answer key", f"{title} · Form {form} · Answer key", tuple(blocks)
    )


def _explained(question: Printed) -> Iterator[Block]:
    asked, item = question.asked, question.item
    yield Text(blanks_shown(asked.prompt), "label")
    answer, right = key_text(asked), right_text(asked)
    is_short = isinstance(asked.response, Pick) and len(asked.response.groups) == 1
    yield Text(f"**Answer:** {answer}" + (f" ({right})" if is_short else ""))
    if isinstance(asked.response, Arrange):
        yield Text(right)
    explain = asked.explained(item.notes.explain)
    if explain:
        yield Text(explain)
    for name, why in whys(asked):
        yield Text(f"**{name}:** {why}")
    cited = [citation(source) for source in citations(item.notes, item.row.head)]
    if cited:
        yield Text(f"Source: {'; '.join(cited)}", "small")


def _blueprint(
    title: str, selection: Selection, numbered: list[tuple[str, list[Printed]]], spec: PaperSpec
) -> Document:
    questions = numbered[0][1]
    items = [question.item for question in questions]
    total = sum(question.points for question in questions)
    told = f"{count(len(items), 'question')}, {count(total, 'point')}, seed {spec.seed}."
    blocks: list[Block] = [Text(told, "instruction"), *_topics(selection, spec)]
    steps = Counter(item.notes.step or "" for item in items)
    levels = Counter(item.notes.level or "" for item in items)
    kinds = Counter(item.form.kind for item in items)
    for heading, counted in (
        ("Step of clinical judgment", [(step(name), steps[name]) for name in STEPS]),
        (
            "Cognitive level",
            [(LEVEL_WORDS.get(name, capitalized(name)), levels[name]) for name in LEVELS],
        ),
        (
            "Question type",
            [(capitalized(kind_name(name)), number) for name, number in kinds.most_common()],
        ),
    ):
        rows = [(name, number) for name, number in counted if number]
        rest = len(items) - sum(number for _, number in rows)
        if rows:
            blocks.append(_counted(heading, [*rows, *([("Not given", rest)] if rest else [])]))
    blocks.append(_map(selection, numbered))
    return Document(title, "Blueprint", f"{title} · Blueprint", tuple(blocks))


def _topics(selection: Selection, spec: PaperSpec) -> list[Block]:
    """The topics against the blueprint. Those with no question and no target are only counted."""
    decks = list(dict.fromkeys(topic.deck_title for topic in selection.topics))
    short = dict(zip(decks, short_titles(decks), strict=True))
    head = ["Topic", "Share", "Target", "On paper", "Available"]
    rows = [tuple(head if spec.by_blueprint else [head[0], *head[3:]])]
    shown = [topic for topic in selection.topics if topic.have or topic.target]
    for topic in shown:
        name = f"{short[topic.deck_title]}: {topic.title}" if decks[1:] else topic.title
        planned = (percent(topic.share), str(topic.target)) if spec.by_blueprint else ()
        rows.append((name, *planned, str(topic.have), str(topic.available)))
    share = percent(sum(topic.share for topic in shown))
    sums = str(selection.size), str(sum(topic.available for topic in shown))
    planned = (share, str(sum(topic.target for topic in shown))) if spec.by_blueprint else ()
    rows.append(("Total", *planned, *sums))
    grid = Grid(tuple(rows), (9, 2, 2, 3, 3) if spec.by_blueprint else (13, 3, 3), centered=1)
    others = len(selection.topics) - len(shown)
    told = f"{count(others, 'other topic')} without a question on this paper."
    return [grid, *([Text(told, "small")] if others else [])]


def _counted(heading: str, rows: list[tuple[str, int]]) -> Grid:
    cells = [(name, str(number)) for name, number in rows]
    return Grid(((heading, "On paper"), *cells), (16, 3), centered=1)


def _map(selection: Selection, numbered: list[tuple[str, list[Printed]]]) -> Grid:
    """Where each question stands in each form, with what it asks."""
    titles = {topic.place: topic.title for topic in selection.topics}
    numbers = [
        {_named(question.item): question.number for question in questions}
        for _, questions in numbered
    ]
    rows = [(*(name for name, _ in numbered), "Topic", "Type and step", "Points", "Card")]
    for question in numbered[0][1]:
        item = question.item
        kind = capitalized(kind_name(item.form.kind))
        rows.append(
            (
                *(str(places[_named(item)]) for places in numbers),
                titles[item.place],
                f"{kind}: {step(item.notes.step).lower()}" if item.notes.step else kind,
                str(question.points),
                f"{item.row.card or item.row.body.get('id') or 'draft'}"
                f"{f', part {item.index + 1}' if item.case else ''}",
            )
        )
    return Grid(tuple(rows), (*[2] * len(numbered), 11, 9, 5, 10))


def _named(item: Item) -> tuple[object, ...]:
    return (*name_of(item.row), item.part, item.index)
