"""The first start: the learner's role, the region, and how learnms works."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.engine.wording import count
from learnms.settings import WHO

if TYPE_CHECKING:
    from learnms.engine.workspace import Workspace
    from learnms.settings import Settings

ABOUT = "Each card comes back just before you would forget it. Everything stays on this computer."
ADVICE = (
    "learnms teaches; it does not give medical advice. No clinician has signed off on the decks,"
    " and parts of the May 2026 US label could not be read."
)
THEMES = "dark, light or contrast"
FOR_SCREEN_READERS = "plain text, for screen readers"
WHO_QUESTION = "Which describes you best?"
CHANGE = "Change this later in Settings (s)."
LATER = f"Rules you do not choose are left out. {CHANGE}"
NO_CHOICE = "Choose with 1–3, or with ↑↓ and enter."
_PEOPLE = {
    "student": ("Nursing student", "NCLEX-style questions, quiz scores and progress."),
    "patient": ("Patient", "Plain words, two buttons, no scores."),
    "instructor": ("Instructor", "All decks, and a checker for your own."),
}
_US, _EU, _UK = "United States", "European Union", "United Kingdom"
_RULES = {
    "us": (_US, "US prescribing information (FDA)."),
    "eu": (_EU, "EU product information (EMA)."),
    "uk": (_UK, "UK product information (MHRA)."),
    "all": ("All of them", "Every region's rules, Switzerland's too."),
}
_TREATED = {
    "us": (_US, "Cards for the US."),
    "eu": (_EU, "Cards for the EU."),
    "uk": (_UK, "Cards for the UK."),
    "all": ("Somewhere else", "The rules of all countries. Each card names its own."),
}


class Option(NamedTuple):
    """A choice: the value of the setting, its name, its description, and a note after the name."""

    value: str
    name: str
    about: str
    note: str = ""


class Step(NamedTuple):
    """A question of the first start, about one setting; `usual` is what enter takes, '' for
    nothing.
    """

    setting: str
    question: str
    options: tuple[Option, ...]
    usual: str = ""

    def named(self, answer: str) -> str | None:
        """The value that a number or the beginning of a name says; None where it says none."""
        if answer.isdecimal():
            numbers = {str(number): option for number, option in enumerate(self.options, 1)}
            return numbers[answer].value if answer in numbers else None
        typed = answer.casefold()
        values = [
            option.value
            for option in self.options
            if typed and (option.value == typed or option.name.casefold().startswith(typed))
        ]
        return values[0] if len(values) == 1 else None

    def answered(self, settings: Settings, value: str) -> Settings:
        """The settings with an answer."""
        change: dict[str, Any] = {self.setting: value}
        return replace(settings, **change)


def who_step(workspace: Workspace) -> Step:
    """The question about the learner's role."""
    options = (Option(who, *_PEOPLE[who], _offer(workspace, who)) for who in WHO)
    return Step("who", WHO_QUESTION, tuple(options), workspace.settings.who)


def region_step(settings: Settings) -> Step:
    """Whose rules the learner follows; a patient is asked for the place of treatment."""
    question, about = "Which prescribing information do you follow?", _RULES
    if settings.is_patient:
        question, about = "Where are you treated?", _TREATED
    options = (Option(value, *words) for value, words in about.items())
    return Step("region", question, tuple(options), "us")


def primer(settings: Settings) -> tuple[str, ...]:
    """What ocrelizumab is and how learnms works, in a few sentences."""
    new = count(settings.daily_new, "new card")
    if settings.is_patient:
        return (
            "Ocrelizumab (Ocrevus) is a medicine for multiple sclerosis (MS).",
            "Each card asks you something. Think of the answer, then look.",
            "Cards you know come back later. Cards you don't know come back sooner.",
            f"You get {new} a day. Stop whenever you like: nothing is lost.",
        )
    return (
        "Ocrelizumab (Ocrevus) is a CD20-directed antibody used to treat multiple sclerosis (MS).",
        "Cards come back just before you forget them: recall the answer, show it, grade yourself.",
        f"Due cards come first, then {new} a day, the most important ones first.",
        "Quizzes ask NCLEX-style questions and score them.",
    )


def _offer(workspace: Workspace, who: str) -> str:
    """What a role is offered: `14 decks, 13 cases`."""
    rows = workspace.queries.offered(replace(workspace.settings, who=who))
    cases = [row.head.get("counts", {}).get("cases", 0) for row in rows]
    decks = sum(bool(row.total or held) for row, held in zip(rows, cases, strict=True))
    words = [count(decks, "deck"), *([count(sum(cases), "case")] if sum(cases) else [])]
    return ", ".join(words) if decks else ""
