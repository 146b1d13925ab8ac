"""The documents of a paper: forms, keys and blueprint as HTML and Word, and the form files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pytest

from learnms.engine.paper.blocks import Box, Document, Heading, Question, Text
from learnms.engine.paper.build import Paper, build
from learnms.engine.paper.docx import write as write_docx
from learnms.engine.paper.html import page
from learnms.engine.paper.selection import PaperSpec
from learnms.engine.question.build import card_of
from learnms.engine.quiz.paper_form import PaperForm
from learnms.engine.workspace import Workspace
from learnms.kinds.present import present
from tests.engine.paper.conftest import CASES, EVERY_KIND, HEAD, WEIGHTS, card

WorkspaceOf = Callable[[str], Workspace]


def paper_of(workspace: Workspace, **choices: Any) -> Paper:
    spec = PaperSpec(**{"questions": 12, "forms": ("A", "B"), "seed": 7, **choices})
    return build(workspace.queries, workspace.settings, spec)


def stems(document: Document) -> list[str]:
    return [
        block.blocks[0].text
        for block in document.blocks
        if isinstance(block, Question) and isinstance(block.blocks[0], Text)
    ]


def style_of(paragraph: Any) -> str:
    return str(paragraph.style.name)


class _Tags(HTMLParser):
    """Collects the tags, and fails where they do not nest."""

    VOID = ("meta", "col", "br")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data


def test_forms_ask_the_same_questions_in_other_orders(workspace_of: WorkspaceOf) -> None:
    paper = paper_of(workspace_of(WEIGHTS + CASES), questions=14)
    first, second = paper.forms

    assert stems(first.paper) != stems(second.paper)
    assert sorted(stems(first.paper)) == sorted(stems(second.paper))
    assert first.form.paper == second.form.paper
    by_card = [
        {(q.card, q.part, q.form): q.seed for q in built.form.questions} for built in paper.forms
    ]
    assert by_card[0].keys() == by_card[1].keys()
    assert by_card[0] != by_card[1]


def test_a_calculation_has_the_same_numbers_in_every_form(workspace_of: WorkspaceOf) -> None:
    text = EVERY_KIND.replace("{bag: 500, hours: 4}", "{bag: [250, 500, 1000], hours: [1, 2, 4]}")
    text = text.replace("      - {bag: [250", "      {bag: [250").replace("- {bag: [", "{bag: [")
    paper = paper_of(workspace_of(text), questions=15, forms=("A", "B", "C", "D"))

    seeds = {
        q.seed for built in paper.forms for q in built.form.questions if q.kind == "calculation"
    }
    assert len(seeds) == 1


def test_a_form_file_asks_what_is_printed(workspace_of: WorkspaceOf, tmp_path: Path) -> None:
    workspace = workspace_of(WEIGHTS + CASES)
    built = paper_of(workspace, questions=14, cases=True).forms[0]
    path = tmp_path / "A.form.json"
    path.write_text(built.form.to_text(), "utf-8")

    form = PaperForm.read(path)

    assert form == built.form
    assert form.name == "A"
    printed = [block for block in built.paper.blocks if isinstance(block, Question)]
    for question, block in zip(form.questions, printed, strict=True):
        row = workspace.queries.library.card_body(question.card)
        assert row is not None
        if question.case is None:
            card = card_of(row)
            assert card is not None
            found = question.form_of(card)
            assert found is not None
            ask = found.asks(question.part)
            assert ask is not None
            shown = present(found.kind, ask, question.seed)
            choices: Any = block.blocks[1]
            assert [text for _, text in choices.items] == shown.shown_json()["options"][0]
    cases = [question.case for question in form.questions if question.case is not None]
    assert cases in ([], [0, 1])


def test_a_case_is_printed_before_its_questions_and_goes_on(workspace_of: WorkspaceOf) -> None:
    head = WEIGHTS.partition("cards:")[0]
    paper = paper_of(workspace_of(f"{head}cards:\n{CASES.lstrip()}"), questions=2)

    text = _Tags(page(paper.forms[0].paper)).text
    order = ["Questions 1–2: The first infusion", "A 34-year-old", "Vitals", "First?"]
    order += ["The case continues", "She flushes.", "Then?"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert text.count("BP 118/74") == 1


def test_questions_on_the_same_exhibit_follow_it_and_each_other(workspace_of: WorkspaceOf) -> None:
    chart = "\n    exhibit: {Chart: BP 118/74}\n    source:"
    cards = [card("big", number) for number in range(12)]
    for at in (1, 5, 9):
        cards[at] = cards[at].replace("\n    source:", chart)
    cards[3] = cards[3].replace("\n    source:", chart.replace("118/74", "90/60"))
    chart_of = {f"Question {at} on the big topic?" for at in (1, 5, 9)}

    for form in paper_of(workspace_of(HEAD + "".join(cards))).forms:
        blocks = form.paper.blocks
        boxes = [at for at, block in enumerate(blocks) if isinstance(block, Box)]
        (at,) = boxes
        box, heading, group = blocks[at], blocks[at - 1], blocks[at + 1 : at + 4]
        assert box == Box("Chart", (Text("BP 118/74"),))
        numbers = [block.number for block in group if isinstance(block, Question)]
        assert heading == Heading(f"Questions {numbers[0]}–{numbers[2]}", 2)
        assert set(stems(form.paper)[numbers[0] - 1 : numbers[2]]) == chart_of
        (alone,) = [
            block
            for block in blocks
            if isinstance(block, Question) and isinstance(block.blocks[1], Box)
        ]
        assert alone.blocks[1] == Box("Chart", (Text("BP 90/60"),))
        assert page(form.paper).count("BP 118/74") == 1


@pytest.mark.parametrize("which", ["paper", "key", "blueprint"])
def test_pages_are_well_formed_escaped_and_self_contained(
    workspace_of: WorkspaceOf, which: str
) -> None:
    paper = paper_of(workspace_of(WEIGHTS + CASES), by_blueprint=True, points=True)
    document = paper.blueprint if which == "blueprint" else getattr(paper.forms[0], which)

    html = page(document)

    tags = _Tags(html)
    assert "Weights: <b>&</b>" in tags.text
    assert "<b>&" not in html
    assert not {tag for tag, _ in tags.seen} & {"script", "img", "link", "iframe"}
    assert not re.search(r"https?://|url\(|@import", html)
    assert "@page" in html
    assert "break-inside: avoid" in html
    assert 'counter(page) " of " counter(pages)' in html


def test_the_title_cannot_leave_the_style_element(workspace_of: WorkspaceOf) -> None:
    title = 'x"; } </style><script>alert(1)</script>'

    html = page(paper_of(workspace_of(WEIGHTS), title=title).forms[0].paper)

    assert "<script" not in html
    assert html.count("</style>") == 1


def test_every_kind_is_drawn_in_both_formats(workspace_of: WorkspaceOf) -> None:
    paper = paper_of(workspace_of(EVERY_KIND), questions=17, open_=True, points=True)
    built = paper.forms[0]

    tags = _Tags(page(built.paper))
    classes = [values.get("class") for _, values in tags.seen]
    assert classes.count("question") == 17
    assert {"circle", "square", "line", "box", "choices"} <= set(classes)
    word = docx.Document(io.BytesIO(write_docx(built.paper)))
    numbers = [p.text.partition("\t")[0] for p in word.paragraphs if style_of(p) == "Question"]
    assert numbers == [f"{number}." for number in range(1, 18)]
    assert len(word.tables) >= 7  # two matrices, match, groups, two cloze tables, bow-tie
    assert [p.text.count("\t") for p in word.paragraphs if style_of(p) == "Fields"] == [5]
    (stem,) = [p for p in word.paragraphs if "Complete the diagram" in p.text]
    assert stem.paragraph_format.keep_with_next
    assert "(5\N{NO-BREAK SPACE}points)" in stem.text
    footer = word.sections[0].footer._element.xml
    assert "Form A" in word.sections[0].footer.paragraphs[0].text
    assert 'w:instr="PAGE"' in footer
    assert 'w:instr="NUMPAGES"' in footer


def test_the_key_says_letters_rationales_and_sources(workspace_of: WorkspaceOf) -> None:
    built = paper_of(workspace_of(WEIGHTS), questions=10).forms[1]
    word = docx.Document(io.BytesIO(write_docx(built.key)))
    text = "\n".join(p.text for p in word.paragraphs)
    table = [[cell.text for cell in row.cells] for row in word.tables[0].rows]

    assert table[0] == ["No.", "Answer", "Points"]
    assert table[-1] == ["", "Total", "10"]
    printed = [block for block in built.paper.blocks if isinstance(block, Question)]
    for row, block in zip(table[1:-1], printed, strict=True):
        choices: Any = block.blocks[1]
        options = dict(choices.items)
        assert options[row[1]].startswith("right ")
        assert f"Answer: {row[1]} ({options[row[1]]})" in text
        assert f"{row[1]}: It is right." in text
    assert text.count("Source: The book §") == 10


def test_the_blueprint_compares_and_maps(workspace_of: WorkspaceOf) -> None:
    paper = paper_of(workspace_of(WEIGHTS + CASES), questions=20, by_blueprint=True)
    word = docx.Document(io.BytesIO(write_docx(paper.blueprint)))
    tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in word.tables]

    assert tables[0][0] == ["Topic", "Share", "Target", "On paper", "Available"]
    assert tables[0][1][:3] == ["The big topic", "60%", "12"]
    assert tables[0][-1][:4] == ["Total", "100%", "20", "20"]
    heads = [table[0][0] for table in tables]
    assert "Cognitive level" in heads
    where = tables[-1]
    assert where[0][:2] == ["A", "B"]
    assert sorted(int(row[1]) for row in where[1:]) == list(range(1, 21))
    stems_of_b = stems(paper.forms[1].paper)
    for row in where[1:]:
        assert stems(paper.forms[0].paper)[int(row[0]) - 1] == stems_of_b[int(row[1]) - 1]


def test_the_same_seed_gives_the_same_bytes(workspace_of: WorkspaceOf) -> None:
    workspace = workspace_of(EVERY_KIND)

    def data(seed: int) -> list[bytes]:
        built = paper_of(workspace, questions=15, seed=seed).forms[0]
        return [write_docx(built.paper), page(built.key).encode(), built.form.to_text().encode()]

    first = data(7)
    assert first == data(7)
    assert all(one != other for one, other in zip(first, data(8), strict=True))
    with zipfile.ZipFile(io.BytesIO(first[0])) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_control_characters_of_a_deck_reach_no_document() -> None:
    document = Document("T\x1b[31m", "s\x00", "f", (Text("a\x07b\uffff", ""),))

    assert "\\x1b" in page(document)
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", page(document))
    word = docx.Document(io.BytesIO(write_docx(document)))
    assert any("a\\x07b" in p.text for p in word.paragraphs)
