"""Goes through a paper line by line: questions, options, answers, and the key at its end."""

from __future__ import annotations

import re
from collections import Counter

from learnms.exchange.word.lines import (
    CASE_LABEL,
    KEY_HEADING,
    Choice,
    PaperQuestion,
    answer_start,
    case_range,
    key_pairs,
    labelled,
    markdown,
    option_start,
    question_start,
    quoted,
    split_options,
    table_markdown,
    topic_of,
    without_range,
)
from learnms.exchange.word.tables import is_key, key_entries, lines_of, options_in
from learnms.exchange.word.xml import Line, Table

_WHY = re.compile(
    r"(?:(?:option|choice|answer)\s+)?\(?(?P<label>[A-H])(?:\)|[.):]|\s(?=is\b|[-–—]))\s*[-–—:]?\s*",
    re.IGNORECASE,
)
_STORY = re.compile(r"\b(?:patient|client|nurse|year-old|case|scenario|admitted)\b", re.IGNORECASE)
_TRUE_FALSE = re.compile(
    r"[(\[]?(?:true|t)[)\]]?(?P<between>\s*[/\t|]\s*|\s{2,}|\s+)[(\[]?(?:false|f)[)\]]?$",
    re.IGNORECASE,
)
_TRUTH = re.compile(r"[*✓✔√]?\s*(?:true|false)\s*[*✓✔√]?(?:\s*\(correct\))?\.?", re.IGNORECASE)
_RIGHT_COLUMN = re.compile(r"(?P<tab>\t\s*)(?=[A-Za-z]\s*[.)]\s*\S)")
_MATCH = re.compile(r"\bmatch(?:ing)?\b", re.IGNORECASE)
_QUESTION_HEADING = re.compile(r"(?:question|item|q)s?\s*\d", re.IGNORECASE)
_LONG = 60
_LONGEST_TITLE = 90


class Paper:
    """Goes through the lines of a paper once and collects its questions, then joins them with the
    answers that are listed at the end.
    """

    def __init__(self, blocks: list[Line | Table]) -> None:
        self.title = ""
        self.questions: list[PaperQuestion] = []
        self.left_out: Counter[str] = Counter()
        self.unused_keys: list[tuple[str, str]] = []
        self._keys: list[PaperQuestion] = []
        self._in_key = False
        self._topic = ""
        self._case = ""
        self._ranges: list[tuple[int, int, str]] = []
        self._loose: list[Line] = []
        self._sink: list[str] | None = None
        self._open_range: tuple[int, int] | None = None
        self._option_lists: set[str] = set()
        self._is_closed = self._restarted = self._awaits_answer = False
        lines = [line for block in blocks for line in lines_of(block)]
        self._has_numbers = any(
            line.number_format == "decimal" or (not line.label and question_start(line))
            for line in lines
        )
        headings = Counter(line.heading for line in lines if line.heading is not None)
        self._title_level = 0 if headings[0] else 1 if headings[1] == 1 else None
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                for line in split_options(block):
                    self._line(line)
            self._note_lost(block)
        self._close_loose()
        self._join()

    @property
    def _current(self) -> PaperQuestion | None:
        found = self._keys if self._in_key else self.questions
        return found[-1] if found else None

    def _note_lost(self, block: Line | Table) -> None:
        """Note the pictures and objects of a block with the question that it belongs to."""
        lost = dict.fromkeys(text for line in lines_of(block) for text in line.lost)
        current = self._current
        if current is not None and not self._loose:
            current.lost += [text for text in lost if text not in current.lost]
        else:
            self.left_out.update(lost.keys())

    def _line(self, line: Line) -> None:
        if not line.text and not line.label:
            return
        if KEY_HEADING.fullmatch(line.text) and not line.label and not self._heads_reasons(line):
            self._close_loose()
            self._in_key, self._sink = True, None
        elif line.heading is not None and line.text and not _QUESTION_HEADING.match(line.text):
            self._heading(line)
        elif self._in_key and (pairs := key_pairs(f"{line.label} {line.text}")):
            self._keys += [PaperQuestion(number, answers=[key]) for number, key in pairs]
            self._sink = None
        elif self._columns(line):
            pass
        elif (start := self._start_of(line)) is not None:
            number, text, key, list_id = start
            self._begin(number, text, key, list_id)
        elif not self._labelled(line) and not self._option(line):
            self._other(line)

    def _heads_reasons(self, line: Line) -> bool:
        """Whether `Rationales:` stands below a question, with those of its options to come."""
        current = self._current
        is_open = current is not None and current.is_begun and not self._is_closed
        return is_open and line.text.lower().endswith("rationales:")

    def _heading(self, line: Line) -> None:
        self._close_loose()
        self._end_part()
        if line.heading == self._title_level and not self.title and not self.questions:
            self.title = line.text
        elif not self._in_key:
            self._topic = topic_of(line.text)
            self._case = ""

    def _end_part(self) -> None:
        """Nothing goes on beyond the end of a part of the paper, and numbers may start again."""
        self._sink = None
        self._is_closed, self._restarted, self._awaits_answer = True, False, False

    def _start_of(self, line: Line) -> tuple[str, Line, str, str] | None:
        """The number, text, early key and list of a line that starts a question."""
        current = self._current
        if line.label and line.number_format != "bullet":
            digits = re.search(r"(\d+)\D*$", line.label)
            if digits is None or not line.number_format.startswith("decimal") or line.level:
                named = question_start(line) if digits is None else None
                return None if named is None else self._typed(line)
            if line.list_id in self._option_lists:
                return None
            is_other_list = current is not None and current.list_id != line.list_id
            if (
                not self._in_key
                and current is not None
                and is_other_list
                and not current.choices
                and not current.is_begun
                and not self._is_closed
                and current.stem
            ):
                self._option_lists.add(line.list_id)
                return None
            return digits[1], line.part(0), "", line.list_id
        return self._typed(line)

    def _columns(self, line: Line) -> bool:
        """Take `1. Rituximab    A. chimeric` as a row of two columns to match."""
        current = self._current
        right = _RIGHT_COLUMN.search(line.text)
        if self._in_key or current is None or current.is_begun or right is None:
            return False
        if not any(_MATCH.search(stem.text) for stem in current.stem):
            return False
        left = line.part(0, right.start())
        left.label, left.number_format = line.label, line.number_format
        if not current.tables:
            current.tables.append(Table([]))
        current.tables[-1].rows.append([[left], [line.part(right.end("tab"))]])
        return True

    def _typed(self, line: Line) -> tuple[str, Line, str, str] | None:
        start = question_start(line)
        if start is None:
            return None
        return start.number, line.part(start.at), start.key, ""

    def _begin(self, number: str, text: Line, key: str, list_id: str) -> None:
        self._close_loose()
        self._sink = None
        question = PaperQuestion(number, topic=self._topic, list_id=list_id)
        before = self._current
        if before is not None and not self._is_closed and int(number) <= int(before.number):
            self._restarted = True
        self._is_closed = self._awaits_answer = False
        question.may_be_option = self._restarted
        if self._in_key:
            self._keys.append(question)
            self._key_text(question, text)
            return
        question.stem = [text] if text.text else []
        question.listed = [key] if key else []
        question.case, self._case = self._case, ""
        if question.case:
            question.lost.append(
                "The text before it became its case. Check whether other questions need it too."
            )
        self.questions.append(question)

    def _key_text(self, entry: PaperQuestion, line: Line) -> None:
        """Take what stands behind a number of the key."""
        if not line.text:
            return
        at = answer_start(line)
        entry.answers.append(line.text[at:].strip() if at is not None else line.text)

    def _labelled(self, line: Line) -> bool:
        """Take a line such as `Answer: B`, `Rationale: …`, `Source: …`."""
        current = self._current
        if current is None:
            return False
        at = answer_start(line)
        if at is not None:
            self._sink = current.rationale
            text = line.text[at:].strip()
            current.answers += [text] if text else []
            self._awaits_answer = not text
            return True
        found = labelled(line)
        if found is None:
            return False
        name, text = found
        if name == "rationale":
            self._rationale(current, text)
        elif name == "source":
            current.sources.append(text)
            self._sink = None
        elif name == "topic":
            current.topic = text.strip()
        elif name == "level":
            current.level = text.strip()
        else:
            label = line.text.partition(":")[0].strip()
            self.left_out[f"Lines that begin with `{label}:` were left out."] += 1
        return True

    def _rationale(self, current: PaperQuestion, text: str) -> None:
        """A rationale belongs to the option above it if it stands between options."""
        last = current.choices[-1] if current.choices else None
        is_own = (
            last is not None
            and not current.answers
            and any(choice.why for choice in current.choices[:-1])
        )
        if last is not None and (is_own or (len(current.choices) == 1 and not current.answers)):
            self._sink = last.why
        else:
            self._sink = current.rationale
        if text.strip():
            self._sink.append(text.strip())

    def _option(self, line: Line) -> bool:
        """Take a line as an option of the current question, or as the rationale of one."""
        current = self._current
        if self._in_key:
            return current is not None and self._why(current, line)
        if current is not None and self._true_false(current, line):
            return True
        if line.label and line.number_format != "bullet":
            label = re.sub(r"\W", "", line.label).upper() or line.label
            return self._add(label, line.part(0), is_signed=False, is_automatic=True)
        if line.number_format == "bullet" and option_start(line) is None:
            if current is None or current.answers or current.rationale:
                return False
            current.bullets.append(line.part(0))
            return True
        found = option_start(line)
        if found is None:
            return False
        label, at, is_signed = found
        if (
            current is not None
            and self._sink is current.rationale
            and not (label == "A" and self._is_stem_in_rationale(current))
            and self._why(current, line)
        ):
            return True
        return self._add(label, line.part(at), is_signed=is_signed, is_automatic=False)

    def _true_false(self, current: PaperQuestion, line: Line) -> bool:
        """Take `True   False` on one line, or each on its own line."""
        if current.choices and len(current.choices) > 1:
            return False
        if match := _TRUE_FALSE.fullmatch(line.text):
            at = match.start("between")
            current.choices = [
                Choice("T", line.part(0, at)),
                Choice("F", line.part(match.end("between"))),
            ]
            for choice, word in zip(current.choices, ("True", "False"), strict=True):
                if len(choice.line.text) == 1:
                    choice.line.text = word
            return True
        if _TRUTH.fullmatch(line.text) and not current.answers:
            label = re.sub(r"[^TF]", "", line.text.upper())[:1]
            current.choices.append(Choice(label, line.part(0)))
            return True
        return False

    def _add(self, label: str, text: Line, *, is_signed: bool, is_automatic: bool) -> bool:
        """Add an option, if its letter comes next; an `A` may begin a question without a number."""
        current = self._current
        is_first = label in ("A", "1", "") or is_automatic
        if current is not None and is_first and self._is_stem_in_rationale(current):
            self._loose.append(Line(current.rationale.pop()))
        if current is None or (current.is_begun and is_first and self._loose):
            if not self._loose or not is_first:
                return False
            stem = self._loose.pop()
            self._begin(str(len(self.questions) + 1), stem, "", "")
            current = self.questions[-1]
        if current.answers and current.choices:
            return False
        labels = [choice.label for choice in current.choices]
        if label and not is_automatic and not _is_next(label, labels):
            if labels:
                current.doubt = f"The line {quoted(f'{label}. {text.text}')} was not recognized."
            return False
        if current.bullets:  # they were no options
            current.stem += [_bulleted(line) for line in current.bullets]
            current.bullets = []
        current.choices.append(Choice(label, text, is_signed))
        self._sink = None
        return True

    def _is_stem_in_rationale(self, current: PaperQuestion) -> bool:
        """Whether the last line of a rationale asks the next question, which has no number."""
        return (
            not self._has_numbers
            and self._sink is current.rationale
            and bool(current.rationale)
            and current.rationale[-1].rstrip().endswith(("?", ":"))
        )

    def _why(self, current: PaperQuestion, line: Line) -> bool:
        """Take a line such as `B: not in this patient` as the rationale of an option."""
        match = _WHY.match(line.text)
        label = match["label"].upper() if match else ""
        if not label and line.label and line.number_format.endswith("Letter"):
            label, text = re.sub(r"\W", "", line.label).upper(), line.text
        elif match:
            text = line.text[match.end() :]
        else:
            return False
        labels = [choice.label for choice in current.choices]
        if (labels and label not in labels) or not text:
            return False
        before = current.whys.get(label)
        current.whys[label] = f"{before} {text}" if before else text
        return True

    def _other(self, line: Line) -> None:
        """Take a line that is nothing in particular."""
        current = self._current
        found = case_range(line.text)
        if found is not None and not self._in_key:
            self._begin_range(found, line.text)
            return
        if self._open_range is not None:
            self._add_to_range(line.text)
        elif CASE_LABEL.match(line.text) and not self._in_key:
            self._close_loose()
            self._sink = None
            self._case = CASE_LABEL.sub("", line.text, count=1) or line.text
        elif self._case:
            self._case += f"\n{line.text}"
        elif self._awaits_answer and current is not None:
            current.answers.append(line.text)
            self._awaits_answer = False
        elif not topic_of(line.text) and not self._in_key:
            self._end_part()  # such as `True or false`, between parts of the paper
        else:
            self._goes_on(line)

    def _goes_on(self, line: Line) -> None:
        """Take a line that goes on with what is above it, or stands between questions."""
        current = self._current
        if self._sink is not None:
            self._sink.append(line.text)
        elif self._in_key:
            if current is not None:
                current.rationale.append(line.text)
            else:
                self._leave_out(line.text)
        elif current is not None and not current.is_begun and not self._is_closed:
            current.stem.append(line)
        elif current is not None and current.choices and line.text[:1].islower():
            choice = current.choices[-1].line
            choice.text += f" {line.text}"
        elif line.text:
            self._loose.append(line)

    def _begin_range(self, numbers: tuple[int, int], text: str) -> None:
        """Begin the story of a range of questions; a short line only names them."""
        self._close_loose()
        self._sink = None
        self._ranges.append((*numbers, ""))
        self._open_range = numbers
        story = without_range(text)
        if story != text or len(text) > _LONG:
            self._add_to_range(story)

    def _add_to_range(self, text: str) -> None:
        first, last, told = self._ranges[-1]
        self._ranges[-1] = (first, last, f"{told}\n{text}".strip())

    def _close_loose(self) -> None:
        """Use the lines between questions: a story belongs to the next one, others are named."""
        self._open_range = None
        for line in self._loose:
            if self._is_title(line):
                self.title = line.text
            elif len(line.text) > _LONG and _STORY.search(line.text):
                self._case = f"{self._case}\n{line.text}".strip()
            elif topic_of(line.text):
                self._leave_out(line.text)
        self._loose = []

    def _is_title(self, line: Line) -> bool:
        """Whether a line is the title: the first one of a paper, without a style that says so."""
        is_first = self._has_numbers and not self.questions and line is self._loose[0]
        is_short = len(line.text) <= _LONGEST_TITLE and "__" not in line.text
        return is_first and is_short and not self.title and bool(topic_of(line.text))

    def _leave_out(self, text: str) -> None:
        self.left_out[f"The text {quoted(text)} was left out."] += 1

    def _table(self, table: Table) -> None:
        """Take a table as options, as the answer key, or as the exhibit of a question or case."""
        cells = [" ".join(line.text for line in cell) for row in table.rows for cell in row]
        if self._in_key or (not self._has_open_stem() and is_key(table)):
            self._keys += key_entries(table)
            return
        current = self._current
        lines = options_in(table)
        if lines and (
            self._loose
            or (current is not None and not current.choices)
            or (current is not None and self._is_stem_in_rationale(current))
        ):
            for line in lines:
                self._line(line)
        elif self._open_range is not None or self._case:
            if self._open_range is not None:
                self._add_to_range(f"\n{table_markdown(table)}\n")
            else:
                self._case += f"\n\n{table_markdown(table)}\n"
        elif current is not None and not current.answers and not current.choices:
            current.tables.append(table)
        elif sum(question_start(line) is not None for line in lines_of(table)) > 0:
            for line in lines_of(table):
                for piece in split_options(line):
                    self._line(piece)
        elif any(cells):
            self.left_out[f"The table that begins with {quoted(cells[0])} was left out."] += 1

    def _has_open_stem(self) -> bool:
        current = self._current
        return current is not None and not current.is_begun

    def _join(self) -> None:
        """Give bullets their place, cases their questions, and listed answers theirs."""
        for question in self.questions:
            if question.bullets and not question.choices:
                question.choices = [_bullet_choice(line) for line in question.bullets]
                question.bullets = []
            if not any(choice.label for choice in question.choices):
                for at, choice in enumerate(question.choices):  # as the key counts them
                    choice.label = chr(ord("A") + at) if at < 26 else ""
            number = int(question.number)
            for first, last, text in self._ranges:
                if first <= number <= last and text:
                    question.case = f"{text}\n{question.case}".strip()
        by_number: dict[str, list[PaperQuestion]] = {}
        for question in self.questions:
            by_number.setdefault(question.number, []).append(question)
        listed: dict[str, list[PaperQuestion]] = {}
        for entry in self._keys:
            listed.setdefault(entry.number, []).append(entry)
        for ident, entries in listed.items():
            self._give(ident, by_number.get(ident, []), entries)

    def _give(
        self, number: str, questions: list[PaperQuestion], entries: list[PaperQuestion]
    ) -> None:
        """Give the questions of a number what the key says about it."""
        if not questions:
            self.unused_keys.append((number, "No question has this number."))
        elif len(entries) == len(questions):
            for question, entry in zip(questions, entries, strict=True):
                _take(question, entry)
        elif len(questions) == 1:
            for entry in entries:
                _take(questions[0], entry)
        else:
            told = f"{len(questions)} questions have this number, so it is not used."
            self.unused_keys.append((number, told))


def _is_next(label: str, labels: list[str]) -> bool:
    """Whether an option may follow those with these labels: `A` is first; in two columns the others
    may come as C, B, D.
    """
    if not labels:
        return label == "A"
    return label not in labels and "A" <= label <= chr(ord("A") + len(labels) + 3)


def _take(question: PaperQuestion, entry: PaperQuestion) -> None:
    """Give a question what the key at the end says about it."""
    question.listed += entry.answers
    question.lost += [text for text in entry.lost if text not in question.lost]
    question.rationale += entry.rationale
    question.sources += entry.sources
    for label, text in entry.whys.items():
        question.whys[label] = " ".join(filter(None, [question.whys.get(label, ""), text]))
    question.level = question.level or entry.level
    question.topic = entry.topic or question.topic


def _bulleted(line: Line) -> Line:
    return Line(f"- {markdown(line)}")


def _bullet_choice(line: Line) -> Choice:
    return Choice("", line)
