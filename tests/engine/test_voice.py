"""The two voices: which role hears which, and that their tables can be filled in alike."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import replace

import pytest

from learnms.engine.voice import NURSE, PATIENT, Voice, grades_of, voice_of
from learnms.engine.workspace import Workspace
from learnms.settings import WHO, Settings
from learnms.study.event import Rating
from learnms.study.stage import STAGES

OpenWorkspace = Callable[[], Workspace]

FIGURES = {"mean", "range", "target", "number", "predicted", "actual", "lapses", "after", "before"}
"""Names in templates that stand for a number."""


def templates(voice: Voice) -> dict[str, set[str]]:
    """The names that each template of a voice takes."""
    return {
        field: {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for field, text in voice._asdict().items()
        if isinstance(text, str)
    }


@pytest.mark.parametrize("who", ["", *WHO])
def test_only_patients_are_spoken_to_without_figures(who: str) -> None:
    assert voice_of(Settings(who=who)) is (PATIENT if who == "patient" else NURSE)
    assert voice_of(Settings(who=who)).has_figures is (who != "patient")


def test_the_voice_follows_a_change_of_who_in_settings(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    assert workspace.voice is NURSE

    workspace.choose(replace(workspace.settings, who="patient"))

    assert workspace.voice is PATIENT


def test_no_template_for_patients_takes_a_number_or_what_nurses_do_not_have() -> None:
    for name, taken in templates(PATIENT).items():
        assert not taken & FIGURES, name
        assert taken <= templates(NURSE)[name] | {"known", "more_or_less"}, name


@pytest.mark.parametrize("voice", [NURSE, PATIENT])
def test_each_grade_and_stage_has_a_word(voice: Voice) -> None:
    assert all(voice.grades[rating] for rating in Rating)
    assert set(voice.stages) == set(STAGES)


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        (Settings(), ["Again", "Hard", "Good", "Easy"]),
        (Settings(buttons=2), ["forgot", "remembered"]),
        (Settings(who="patient", buttons=4), ["look again", "I knew it"]),
    ],
)
def test_the_grades_stand_in_the_order_of_their_keys(settings: Settings, names: list[str]) -> None:
    assert list(grades_of(settings).values()) == names
    assert next(iter(grades_of(settings))) is Rating.AGAIN
