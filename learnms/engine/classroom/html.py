"""The report of a class as one HTML file: no scripts, no network, and it prints well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.analysis.items.statistics import LEAST
from learnms.engine.classroom import wording as words
from learnms.engine.classroom.svg import OptionBar, Point, histogram, option_bars, scatter, text
from learnms.engine.wording import count, percent, shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from learnms.analysis.items.statistics import ChoiceStatistics, GroupStatistics
    from learnms.engine.classroom.report import ClassReport, Question

_CSS = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; margin: 0 0 .5rem; } h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #d5dae0;
  vertical-align: top; }
th { border-bottom: 2px solid #57606a; } td.n, th.n { text-align: right; white-space: nowrap; }
tr.doubt td { background: #fff4e5; } tr.doubt td:last-child { font-weight: 600; }
.note { color: #57606a; font-size: .9rem; } figure { margin: 1rem 0; }
figcaption { color: #57606a; font-size: .9rem; }
svg { width: 100%; max-width: 640px; height: auto; }
svg text { font: 12px system-ui, sans-serif; fill: #1b1f24; } svg .strong { font-weight: 700; }
.grid { stroke: #e3e7ec; } .axis { stroke: #57606a; } .dot { fill: #2f6fb3; fill-opacity: .75; }
.doubt { fill: #fff; stroke: #a33b00; stroke-width: 2.5; } .bar { fill: #8fb3d9; }
.key { fill: #1f4e82; } .hidden { fill: none; stroke: #57606a; stroke-dasharray: 4 3; }
section, figure, tr { break-inside: avoid; } thead { display: table-header-group; }
td:first-child { min-width: 15rem; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; }
  table { font-size: 8.5pt; } svg { max-width: 480px; }
  .bar, .key, tr.doubt td { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
_CELL_LENGTH = 160
_LEGEND = f"✓ is the key. {words.ELSEWHERE}"


def to_html(report: ClassReport) -> str:
    """The file's text."""
    sentences = [words.headline(report), *map(words.of_set, report.sets)]
    parts = [
        f"<h1>Class report</h1>{_paragraphs(sentences)}",
        _doubts(report),
        _plots(report),
        _questions(report),
        _groups("Topics", report.topics, report),
        _groups("Steps of clinical judgment", report.steps, report),
        f"<h2>What the figures mean</h2>{_paragraphs(words.FIGURES, 'note')}",
        _skipped(report),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
        " style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Class report</title><style>{_CSS}</style></head>\n<body>\n"
        + "\n".join(filter(None, parts))
        + "\n</body></html>\n"
    )


def _paragraphs(sentences: Iterable[str], css: str = "") -> str:
    of_class = f' class="{css}"' if css else ""
    return "".join(f"<p{of_class}>{text(sentence)}</p>" for sentence in sentences)


def _table(heads: Sequence[str], rows: Iterable[tuple[Sequence[str], bool]], numbers: str) -> str:
    """A table; `numbers` has an `n` for each column of figures, and a row may be in doubt."""

    def cells(tag: str, row: Sequence[str]) -> str:
        kinds = [' class="n"' if kind == "n" else "" for kind in numbers]
        return "".join(
            f"<{tag}{kind}>{text(cell)}</{tag}>" for cell, kind in zip(row, kinds, strict=True)
        )

    doubt = ' class="doubt"'
    body = "".join(
        f"<tr{doubt if is_doubtful else ''}>{cells('td', row)}</tr>" for row, is_doubtful in rows
    )
    return f"<table><thead><tr>{cells('th', heads)}</tr></thead><tbody>{body}</tbody></table>"


def _doubts(report: ClassReport) -> str:
    """The questions whose key is in doubt, with their options as bars."""
    if not report.doubtful:
        return ""
    number = len(report.doubtful)
    which = "key is" if number == 1 else "keys are"
    title = f"<h2>{number} {which} in doubt</h2>"
    return title + "".join(map(_doubt, report.doubtful))


def _doubt(question: Question) -> str:
    one = question.statistics
    sentences = [
        f"{question.name}. Difficulty {words.difficulty(question)}, discrimination"
        f" {words.decimal(one.discrimination)}."
    ]
    sentences += [
        f"“{words.option(row, question)}” was {words.doubt(row)}."
        for row in one.choices
        if row.is_doubtful
    ]
    bars = _bars(question)
    plot = f"<figure>{option_bars(words.words_of(question), bars)}</figure>" if bars else ""
    heading = f"<h3>{text(words.words_of(question))}</h3>"
    about = f'<p class="note">{text(_LEGEND)}</p>' if bars else ""
    return f"<section>{heading}{_paragraphs(sentences)}{plot}{about}</section>"


def _bars(question: Question) -> list[OptionBar]:
    return [
        OptionBar(words.option(row, question), row.share, row.right is True, _bar_words(row))
        for row in question.statistics.choices
    ]


def _bar_words(row: ChoiceStatistics) -> str:
    """`18 (30%), 71% elsewhere`."""
    share = f" ({percent(row.share)})" if row.share is not None and row.count else ""
    rest = f", {percent(row.rest)} elsewhere" if row.rest is not None else ""
    return f"{words.people(row.count)}{share}{rest}"


def _plots(report: ClassReport) -> str:
    points = [
        Point(question.name, one.difficulty, one.discrimination, one.is_alarming)
        for question in report.questions
        if (one := question.statistics).difficulty is not None and one.discrimination is not None
    ]
    plots = []
    if points:
        about = (
            "Each question is a point: easy ones at the right, those that tell learners apart at"
            " the top. Diamonds are questions whose key is in doubt."
        )
        plots.append((scatter(points, about), f"{about}{_not_shown(report)}"))
    if report.scores:
        about = "Learners by their share of the points."
        described = "; ".join(
            f"{10 * at} to {10 * at + 10}%: {words.people(number)}"
            for at, number in enumerate(report.scores)
        )
        plots.append((histogram(report.scores, words.HIDDEN, described), about))
    return "".join(
        f"<figure>{plot}<figcaption>{text(about)}</figcaption></figure>" for plot, about in plots
    )


def _not_shown(report: ClassReport) -> str:
    """Why questions are missing from the plot, as a sentence; '' if none is."""
    all_the_same = [
        question
        for question in report.questions
        if question.statistics.is_enough and question.statistics.discrimination is None
    ]
    few = sum(not question.statistics.is_enough for question in report.questions)
    reasons = [f"{few} with fewer than {LEAST} answers"] if few else []
    if all_the_same:
        reasons.append(f"{len(all_the_same)} on which everybody scored the same")
    return f" Not shown: {' and '.join(reasons)}." if reasons else ""


def _questions(report: ClassReport) -> str:
    heads = ("Question", "Topic", "Answers", "Difficulty", "95%", "Discrimination", "Note")
    rows = [
        (
            (
                shortened(words.words_of(question), _CELL_LENGTH),
                words.topic(question, report),
                f"{question.statistics.attempts:,}",
                words.difficulty(question),
                words.interval(question),
                words.decimal(question.statistics.discrimination),
                ", ".join(question.notes),
            ),
            question.statistics.is_alarming,
        )
        for question in report.questions
    ]
    return f"<h2>Questions</h2>{_table(heads, rows, '--nnnn-')}"


def _groups(title: str, groups: Sequence[GroupStatistics], report: ClassReport) -> str:
    if not groups:
        return ""
    rows = [
        (
            (
                words.title_of(group, report),
                percent(group.share) if group.share is not None else "not enough answers",
                str(group.questions),
                f"{group.answers:,}",
                words.people(group.learners),
            ),
            False,
        )
        for group in groups
    ]
    heads = (title, "Share of the points", "Questions", "Answers", "Learners")
    return f"<h2>{text(title)}</h2>{_table(heads, rows, '-nnnn')}"


def _skipped(report: ClassReport) -> str:
    if not report.skipped:
        return ""
    rows = [((skipped.path, skipped.why), False) for skipped in report.skipped]
    number = count(len(rows), "file")
    return f"<h2>Skipped: {number}</h2>{_table(('File', 'Why'), rows, '--')}"
