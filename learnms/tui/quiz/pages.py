"""The list of an exam's questions, and the end of a quiz, where an exam asks whether it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from learnms.engine.quiz.ending import COUNT, NO, UNANSWERED, YES, unanswered
from learnms.engine.quiz.results import results
from learnms.engine.quiz.wording import FIXED
from learnms.engine.wording import count
from learnms.tui.kit.content import BOLD, KEY, QUIET, inline, paragraph, plain, raw
from learnms.tui.kit.layout import BLANK, INDENT, Heading, Press, Progress, Text
from learnms.tui.kit.list_page import ListPage
from learnms.tui.kit.saving import SavesAnswers
from learnms.tui.quiz import result_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from learnms.engine.quiz.quiz import Quiz
    from learnms.tui.kit.layout import Entry
    from learnms.tui.question.state import QuestionState

UNSAVED = "Press the key again."
LEGEND = "final: can't be changed   later: answer earlier questions first"


class QuestionsScreen(ListPage):
    """Lists the questions of an exam: answered or not, flagged or not.

    Args:
        quiz: the exam.
        go: goes to a question.
    """

    guarded: ClassVar[frozenset[str]] = frozenset({"jump", "row"})

    def __init__(self, quiz: Quiz, go: Callable[[int], None]) -> None:
        super().__init__()
        self.quiz = quiz
        self.cursor = min(quiz.index, quiz.total - 1)
        self._go = go
        self._prompts = [
            page.question.prompt if (page := quiz.page(index)) is not None else ""
            for index in range(quiz.total)
        ]

    def rows(self) -> int:
        return self.quiz.total

    def mode(self) -> str:
        return "quiz list"

    def draw(self) -> None:
        quiz = self.quiz
        self.head.show(
            [
                Heading(
                    plain("Questions", BOLD),
                    plain(f"{len(quiz.given)} of {quiz.total} answered", QUIET),
                ),
                Progress(len(quiz.given), quiz.total),
            ]
        )
        digits = len(str(quiz.total))
        entries: list[Entry] = [BLANK]
        for index, prompt in enumerate(self._prompts):
            marks = [
                "answered" if index in quiz.given else "not answered",
                *(["* flagged"] if index in quiz.flags else []),
            ]
            if not quiz.may_go(index):
                marks.append("final" if index in quiz.given else "later")
            sign = "●" if index in quiz.given else "·"
            entries.append(
                self.row(
                    index,
                    f"{sign} {index + 1:>{digits}}  ",
                    inline(prompt).truncate(40, ellipsis=True),
                    ", ".join(marks),
                )
            )
        has_case = any(asked.case is not None for asked in quiz.questions)
        self.list.show([*entries, *([BLANK, *paragraph(LEGEND, QUIET)] if has_case else [])])
        self.show_keys()

    def on_painted(self) -> None:
        self.bring_into_view()

    def do(self, action: str, key: str) -> None:
        if action == "row":
            self.cursor = int(key)
        if action in ("row", "jump"):
            if not self.quiz.may_go(self.cursor) and self.cursor != self.quiz.index:
                self.draw()
                self.say(FIXED)
                return
            self.shell.pop_screen()
            self._go(self.cursor)
        else:
            self.shell.pop_screen()


def _choice(action: str, key: str, words: str) -> Text:
    return Text(
        plain(words),
        indent=INDENT + 8,
        lead=raw(f"{'':{INDENT}}{key}", KEY),
        press=Press(action, "enter"),
    )


class EndScreen(SavesAnswers):
    """After the last question. A quiz in tutor mode ends by itself; an exam is submitted, and then
    asked about: whether it counts.

    Args:
        quiz: the quiz.
        drafts: what was left unsent, by question.
        over: the time is over, so that there is no way back.
    """

    guarded: ClassVar[frozenset[str]] = frozenset(
        {"submit", "end", "counts", "finish", "list", "previous"}
    )
    again = UNSAVED

    def __init__(
        self, quiz: Quiz, drafts: dict[int, tuple[QuestionState, str]], *, over: bool
    ) -> None:
        super().__init__()
        self.quiz = quiz
        self.drafts = drafts
        self.over = over
        self._leaves = False

    def on_mount(self) -> None:
        """In tutor mode there is nothing to ask."""
        super().on_mount()
        if not self._asks:
            self._end(counts=False)
        elif self.over:
            self._submit()

    @property
    def _asks(self) -> bool:
        return self.quiz.is_exam

    @property
    def is_submitted(self) -> bool:
        """Whether the score may be seen."""
        return self.quiz.is_submitted

    def mode(self) -> str:
        return "quiz end"

    def guard_key(self) -> object:
        """Whether the exam is submitted: the key that submits does not answer the question after
        it.
        """
        return self.mode(), self.is_submitted

    def disabled_actions(self) -> frozenset[str]:
        """A tutor's quiz just ends; once an exam is submitted nothing can be gone back to."""
        if not self._asks:
            return frozenset({"submit", "end", "counts", "list", "previous"})
        is_shut = self.over or not any(self.quiz.may_go(index) for index in range(self.quiz.total))
        return frozenset(
            {
                "finish",
                *({"list", "previous"} if is_shut else ()),
                *({"submit"} if self.is_submitted else {"end", "counts"}),
            }
        )

    def draw(self) -> None:
        quiz = self.quiz
        self.head.show(
            [
                Heading(plain("Exam" if quiz.is_exam else "Quiz", BOLD), plain("the end", QUIET)),
                Progress(len(quiz.given), quiz.total),
            ]
        )
        entries: list[Entry] = [BLANK]
        if self.over:
            entries += paragraph("Time is up.")
        if self._asks and self.is_submitted:
            entries += [
                *(result_view.score(results(quiz)) if quiz.voice.has_figures else []),
                *self._question(),
            ]
        elif self._asks:
            entries += self._submission()
        else:
            entries += paragraph(
                f"{len(quiz.given)} of {count(quiz.total, 'question')} answered.", BOLD
            )
        self.list.show(entries)
        self.show_keys()

    def _submission(self) -> list[Entry]:
        """What is not answered, and that Enter submits."""
        entries = paragraph(f"{unanswered(self.quiz)} Submit?", BOLD)
        entries += paragraph(UNANSWERED) if self.quiz.unanswered else []
        rows = [
            ("submit", "enter", "Submit the exam."),
            *(
                []
                if "list" in self.disabled_actions()
                else [("list", "l", "Go back to a question.")]
            ),
        ]
        return [*entries, BLANK, *(_choice(action, key, words) for action, key, words in rows)]

    def _question(self) -> list[Entry]:
        rows = (("end", "enter", NO), ("counts", "1", YES))
        entries: list[Entry] = [BLANK, *paragraph(COUNT, BOLD), BLANK]
        return [*entries, *(_choice(action, key, words) for action, key, words in rows)]

    def do(self, action: str, key: str) -> None:
        match action:
            case "submit":
                self._submit()
            case "end" | "finish" | "counts":
                self._end(counts=action == "counts")
            case "list":
                self.shell.show_questions(self.quiz, self._back_to)
            case "previous":
                self._back_to(
                    max(index for index in range(self.quiz.total) if self.quiz.may_go(index))
                )
            case _:
                self._leave()

    def _submit(self) -> None:
        self._commit(self.quiz.submit_exam, lambda _: self.draw())

    def _leave(self) -> None:
        """Leave; out of a submitted exam this means that it does not count. Where that cannot be
        saved, the next press leaves, and the question comes again.
        """
        if not self.is_submitted or self._leaves:
            self.shell.leave_review()
            return
        self._leaves = True
        self._commit(lambda: self.quiz.end(), lambda _: self.shell.leave_review())

    def _back_to(self, index: int) -> None:
        self.quiz.go(index)
        self.shell.show_quiz(self.quiz, self.drafts)

    def _end(self, *, counts: bool) -> None:
        self._commit(
            lambda: self.quiz.end(counts=counts), lambda _: self.shell.show_result(self.quiz)
        )
