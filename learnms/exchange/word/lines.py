"""What a line of a paper is: a question's number, an option, an answer, a rationale, a source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from learnms.markdown import spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from learnms.exchange.word.xml import Line, Table

STARS = "*✓✔√✅☑☒!"
FILLED = "☑☒■●◉✓✔"
_BOXES = "○◯☐□▢" + FILLED

_NAMED = re.compile(
    r"(?:question|item|q|frage|pregunta|pergunta|domanda|vraag|câu)\s*(?:no\.?|number|#)?\s*(?P<n>\d{1,4})\b\s*[.):\-–—]?\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[#(]?(?P<n>\d{1,4})\s*(?:[.):](?!\d)\)?|[-–—](?=\s))\s*")
_BLANK = re.compile(
    r"(?:_{2,}|_+\s*(?P<key>[A-Ha-h]|T|F|True|False)\s*_+|T\s*/?\s*F)\s*(?=\(?\d{1,4}\s*[.)])"
)
_OPTION = re.compile(
    rf"(?P<star>[{re.escape(STARS)}]+\s*)?(?:\((?P<a>[A-Za-z])\)|\[(?P<b>[A-Za-z])\]"
    r"|(?P<c>[A-Za-z])\s?[.):])\s*"
)
_BOX = re.compile(rf"(?P<box>[{_BOXES}])\s*(?=\S)")
_INLINE = re.compile(r"(?:^|\t\s*| {2,})[*✓✔√]?\(?[A-Ha-h][.)]\s*(?=\S)")
_CLOSE = re.compile(r"(?:^|\s)[*✓✔√]?(?:\(?[A-H][.)]|\(?[a-h]\))\s+(?=\S)")
_ANSWER = re.compile(
    r"(?:the\s+)?(?:correct\s+)?(?:(?:answers?|ans|key)(?:\(s\))?(?:\s+(?:is|are|key))?"
    r"|correct(?:\s+(?:option|response|choice)s?)?(?:\s+(?:is|are))?)\s*"
    r"(?:[.:=]|[-–—](?=\s)|(?<=is)\s|(?<=are)\s|(?=\([A-Ha-h]\)))\s*",
    re.IGNORECASE,
)
_LABELS = {
    "rationale": r"(?:rationale|explanation|feedback|discussion|reason)s?",
    "source": r"(?:source|reference|ref|citation)s?",
    "topic": r"(?:topic|content area|subject)",
    "level": r"(?:cognitive level|bloom(?:['’]s)?(?: (?:level|taxonomy))?|level)",
    "other": r"(?:points?|difficulty|client needs?|nursing process|objectives?|learning objectives?"
    r"|concepts?|test-taking (?:tip|strategy)|integrated process|type|page|chapter)",
}
_LABELLED = {
    name: re.compile(rf"(?:{words})\s*[:=]\s*", re.IGNORECASE) for name, words in _LABELS.items()
}
_RATIONALE_DASH = re.compile(r"(?:rationale|explanation)s?\s*(?:[.\-–—]\s+|$)", re.IGNORECASE)
KEY_HEADING = re.compile(
    r"(?:the\s+)?(?:answer\s*(?:key|sheet)|(?:scoring\s+)?key|answers|solutions|rationales"
    r"|answers?(?:\s+key)?\s*(?:and|&|with|\+|/)\s*(?:rationales?|explanations?|feedback|sources?)"
    r"|rationales?\s*(?:and|&|with|\+|/)\s*answers?)(?:\s+(?:for|to)\b.{0,60})?\s*:?",
    re.IGNORECASE,
)
_RANGE = r"\b(?:questions?|items?)\s+\d{1,4}\s*(?:[-–—]|to|through|and|&)\s*\d{1,4}\b"
CASE_RANGE = re.compile(_RANGE.replace(r"\d{1,4}", r"(\d{1,4})"), re.IGNORECASE)
_REFERS = re.compile(
    r"\brefer|\bbased on|\bfollowing|\brelate|\bpertain|\buse the|\bscenario|\bcase|\bapply to"
    r"|\babout",
    re.IGNORECASE,
)
_RANGE_ASIDE = re.compile(rf"(?<=\S)\s*[(\[][^()\[\]]*{_RANGE}[^()\[\]]*[)\]]", re.IGNORECASE)
_CLAUSE = re.compile(r"[^:]*?(?::\s*|(?<!Mr)(?<!Ms)(?<!Mrs)(?<!Dr)(?<!St)\.(?:\s+|$)|\s*$)", re.S)
_RANGE_LEAD = re.compile(
    rf"(?:for\s+)?{_RANGE}(?:,\s*|\s+(?:all\s+)?(?:refers?|relates?|pertains?|appl(?:y|ies)"
    r"|(?:are\s+)?based|are)\s+(?:to|on|about)\s+)",
    re.IGNORECASE,
)
_DIRECTIVE = re.compile(
    r"a|about|above|all|and|answer(?:ing|s)?|apply|are|base[ds]?|below|cases?|chart|client|clinical"
    r"|data|each|exhibit|follow(?:ing|s)?|for|given|in|information|is|items?|next|of|on|only|patient"
    r"|pertain|questions?|read|refers?|relates?|same|scenarios?|situation|stud(?:ies|y)|table|that"
    r"|the|then|these|this|to|us(?:e|ing)|vignette|when|with|your"
)
"""Words of a sentence that tells nothing but which questions a case is for."""
CASE_LABEL = re.compile(
    r"(?:(?:case|clinical)\s*(?:study|scenario|vignette)?|scenario|vignette)\s*\d*\s*:\s*",
    re.IGNORECASE,
)
_DULL = re.compile(
    r"(?:multiple[- ](?:choice|response)|true\s*(?:/|or|and)\s*false|matching|short answer|essay"
    r"|fill[- ]in.*|select all.*|instructions?|directions?|questions?|exam(?:ination)?|quiz|test"
    r"|(?:part|section|chapter|unit)\s+(?:[ivx]+|\d+|[a-z]))(?: (?:questions?|items?))?\s*:?",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?:part|section|chapter|unit|module)\s+(?:[ivx]+|\d+|[a-z])\s*[:.\-–—]\s*", re.I
)
_PAIR = re.compile(
    r"\(?(\d{1,4})\s*[.):\-–—=]*\s*\(?(?P<key>[A-Ha-h](?:\s*(?:,|&|and)\s*[A-Ha-h])*|True|False|T|F)\)?"
    r"(?=$|[\s,;|])[,;|]?\s*",
    re.IGNORECASE,
)
_LONGEST_QUOTE = 50


@dataclass(slots=True)
class Choice:
    """An option: its label (`A`, or '' for a box), text, whether a sign marks it, and its
    rationale.
    """

    label: str
    line: Line
    is_signed: bool = False
    why: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PaperQuestion:
    """A question as the paper has it; `answers` are what its answer lines say, `listed` what the
    key at the end says. `doubt` is why it cannot be trusted, or ''; `may_be_option`: numbers
    started again before it, as those of options do.
    """

    number: str
    stem: list[Line] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    bullets: list[Line] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    rationale: list[str] = field(default_factory=list)
    whys: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    topic: str = ""
    level: str = ""
    case: str = ""
    lost: list[str] = field(default_factory=list)
    doubt: str = ""
    may_be_option: bool = False
    list_id: str = ""

    @property
    def is_begun(self) -> bool:
        """Whether something was read that follows a stem."""
        return bool(self.choices or self.answers or self.rationale or self.sources)


class NumberedStart(NamedTuple):
    """The number of a question, where its text starts, and a key written before it."""

    number: str
    at: int
    key: str = ""


def question_start(line: Line) -> NumberedStart | None:
    """The typed number with which a question starts: `1.` `1)` `Q1:` `Question 1` `__B__ 1.`"""
    blank = _BLANK.match(line.text)
    at = blank.end() if blank else 0
    match = _NAMED.match(line.text, at) or _NUMBER.match(line.text, at)
    if match is None or CASE_RANGE.match(line.text):
        return None
    return NumberedStart(str(int(match["n"])), match.end(), (blank["key"] or "") if blank else "")


def option_start(line: Line) -> tuple[str, int, bool] | None:
    """The letter of an option, where its text starts, and whether a sign marks it; the letter is ''
    for a box.
    """
    match = _OPTION.match(line.text)
    if match is not None:
        letter = match["a"] or match["b"] or match["c"]
        return letter.upper(), match.end(), bool(match["star"])
    box = _BOX.match(line.text)
    if box is not None:
        inner = _OPTION.match(line.text, box.end())
        if inner is not None and not inner["star"]:
            letter = inner["a"] or inner["b"] or inner["c"]
            return letter.upper(), inner.end(), box["box"] in FILLED
        return "", box.end(), box["box"] in FILLED
    return None


def split_options(line: Line) -> list[Line]:
    """A line with several options in it as one line each; what stands before the first is one
    too.
    """
    starts = [match.start() for match in _INLINE.finditer(line.text)]
    close = [match.start() for match in _CLOSE.finditer(line.text)]
    if len(close) > max(2, len(starts)) and _rises(line, close, step=1):
        starts = close
    elif len(starts) < 2 or not _rises(line, starts):
        return [line]
    ends = [*starts[1:], len(line.text)]
    pieces = [line.part(start, end) for start, end in zip(starts, ends, strict=True)]
    if starts[0] > 0:
        before = line.part(0, starts[0])
        before.label, before.number_format = line.label, line.number_format
        before.list_id, before.level = line.list_id, line.level
        return [before, *pieces]
    return pieces


def _rises(line: Line, starts: list[int], step: int = 0) -> bool:
    """Whether the letters at these places rise, by a certain step if it is given: in two columns
    they may go A, C.
    """
    letters = []
    for start in starts:
        found = option_start(line.part(start))
        if found is None or not found[0]:
            return False
        letters.append(ord(found[0]))
    steps = [after - before for before, after in pairwise(letters)]
    return all(size == step if step else size > 0 for size in steps)


def answer_start(line: Line) -> int | None:
    """Where the answer starts in a line such as `Answer: B`."""
    match = _ANSWER.match(line.text)
    return match.end() if match else None


def labelled(line: Line) -> tuple[str, str] | None:
    """The name of a labelled line (`rationale`, `source`, `topic`, `level`, `other`), and its
    text.
    """
    for name, pattern in _LABELLED.items():
        if match := pattern.match(line.text):
            return name, line.text[match.end() :]
    if match := _RATIONALE_DASH.match(line.text):
        return "rationale", line.text[match.end() :]
    return None


def case_range(text: str) -> tuple[int, int] | None:
    """The first and last number of the questions that a text is for."""
    match = CASE_RANGE.search(text)
    if match is None or not _REFERS.search(text):
        return None
    first, last = int(match[1]), int(match[2])
    return (first, last) if first <= last <= first + 50 else None


def without_range(text: str) -> str:
    """The text of a case without what numbers its questions, which are numbered anew in each form:
    an aside, a sentence that says nothing else, or the beginning of one that does.
    """
    if aside := _RANGE_ASIDE.search(text):
        return (text[: aside.start()] + text[aside.end() :]).strip()
    clause = _CLAUSE.match(text)
    if clause and CASE_RANGE.search(clause[0]):
        said = re.findall(r"[^\W\d]+", CASE_RANGE.sub("", clause[0]).lower())
        if all(map(_DIRECTIVE.fullmatch, said)):
            return text[clause.end() :].strip()
    if lead := _RANGE_LEAD.match(text):
        rest = text[lead.end() :].strip()
        return rest[:1].upper() + rest[1:]
    return text


def topic_of(heading: str) -> str:
    """The topic that a heading names; '' for one that names a part of the paper."""
    text = _PART.sub("", heading).strip().rstrip(":")
    return "" if _DULL.fullmatch(text) else text


def key_pairs(text: str) -> list[tuple[str, str]]:
    """The numbers and keys of a line that holds nothing else: `1. B  2. C, D`."""
    pairs, at = [], 0
    text = text.strip()
    while match := _PAIR.match(text, at):
        pairs.append((str(int(match[1])), match["key"]))
        at = match.end()
    return pairs if at == len(text) else []


def markdown(line: Line) -> str:
    """A line as light Markdown: what part of it is bold or underlined, or italic."""
    text = line.text
    whole = line.marks()
    pieces: list[str] = []
    at = 0
    for start, end, mark in _emphasized(line, whole):
        pieces += [_plain(text[at:start]), mark, text[start:end].strip(), mark]
        if text[end - 1 : end].isspace():
            pieces.append(" ")
        at = end
    pieces.append(_plain(text[at:]))
    return " ".join("".join(pieces).replace("\t", " ").split())


def _emphasized(line: Line, whole: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    merged: list[tuple[int, int, str]] = []
    for run in sorted(line.runs):
        marks = run.marks - whole
        mark = "**" if marks & {"bold", "underline"} else "*" if "italic" in marks else ""
        text = line.text[run.start : run.end]
        if not mark or not any(sign.isalnum() for sign in text) or set("*_") & set(text):
            continue
        start = run.start + len(text) - len(text.lstrip())
        if merged and merged[-1][1:] == (start, mark):
            merged[-1] = (merged[-1][0], run.end, mark)
        else:
            merged.append((start, run.end, mark))
    return iter(merged)


def _plain(text: str) -> str:
    """A text that Markdown shows as it is."""
    if any(span.style for span in spans(text)):
        return re.sub(r"[*_]", r"\\\g<0>", text)
    return text


def quoted(text: str) -> str:
    """A text of the paper in a sentence, cut if it is long."""
    line = " ".join(text.split()).replace("`", "'")
    return f"`{line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE].rstrip() + '…'}`"


def table_markdown(table: Table) -> str:
    """A table as Markdown; one of a single column as lines."""
    rows = [
        [" ".join(line.text for line in cell if line.text).replace("|", "\\|") for cell in row]
        for row in table.rows
    ]
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    if width < 2:
        return "\n".join(row[0] for row in rows)
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * width}", *lines[1:]])
