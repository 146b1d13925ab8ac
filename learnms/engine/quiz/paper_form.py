"""The file of a paper's form: the questions that everybody who takes it answers, in one order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.engine.quiz.build import QuizQuestion
from learnms.errors import UsageError
from learnms.files import NotAFileError, TooLargeError, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES = 4 << 20
_VERSION = 1
ADD_DECK = "Add --decks PATH with the deck that the paper was made from."
"""What to do where questions of a paper are not in the library."""


@dataclass(frozen=True, slots=True)
class PaperForm:
    """One form of a paper. `paper` is the id that all its forms share, `name` tells them apart
    (`A`), `questions` are in the order asked, each with the seed that orders its options.
    """

    paper: str
    name: str
    title: str
    questions: tuple[QuizQuestion, ...]

    def to_text(self) -> str:
        """The file's text."""
        data = {
            "learnms_form": _VERSION,
            "paper": self.paper,
            "name": self.name,
            "title": self.title,
            "questions": [question.to_json() for question in self.questions],
        }
        return json.dumps(data, indent=1) + "\n"

    @classmethod
    def read(cls, path: Path) -> PaperForm:
        """The form in a file.

        Raises:
            UsageError: the file cannot be read, or is not a form of a paper.
        """
        try:
            data = json.loads(read_bytes(path, _MOST_BYTES))
        except (NotAFileError, TooLargeError, OSError) as error:
            message = f"{path} cannot be read: {error.strerror}."
            raise UsageError(message) from error
        except ValueError:
            data = None
        try:
            data = data if data["learnms_form"] == _VERSION else {}
            questions = tuple(QuizQuestion.from_json(row) for row in data["questions"])
            return cls(str(data["paper"]), str(data["name"]), str(data["title"]), questions)
        except (KeyError, TypeError, ValueError):
            message = f"{path} is not a form of a paper."
            raise UsageError(
                message, "Use a `.form.json` file that `learnms paper` wrote."
            ) from None
