"""One table of keys: complete, without clashes, and what the pages really do."""

from __future__ import annotations

import pytest

from learnms.settings import Settings
from learnms.tui.classroom.screen import ClassScreen, StatisticsScreen
from learnms.tui.damage.screen import DamageScreen
from learnms.tui.help.screen import HelpScreen
from learnms.tui.home.deck import DeckScreen
from learnms.tui.home.new_card import NewCardScreen
from learnms.tui.home.screen import HomeScreen
from learnms.tui.home.welcome import WelcomeScreen
from learnms.tui.kit.footer import Hint, fitting
from learnms.tui.kit.key_help import SECTIONS, rows
from learnms.tui.kit.keys import KEYS
from learnms.tui.kit.modes import MODES, resolve
from learnms.tui.kit.page import PageScreen
from learnms.tui.preview.screen import PreviewScreen
from learnms.tui.quiz.screen import QuizScreen
from learnms.tui.review.screen import ReviewScreen
from learnms.tui.review.summary import SummaryScreen
from learnms.tui.settings.screen import SettingsScreen

ALTERNATIVES = [
    {"good", "knew"},
    {"grade", "grade_two"},
    {"change", "digit"},
    {"letter", "select_field"},
    {"letter", "change"},
    {"letter", "done"},
    {"add_days", "change"},
    {"finish", "submit_exam", "dont_count"},
]
"""Actions that share keys because only one of them is there at a time."""
OTHER = (
    "home",
    "home more",
    "cases",
    "welcome",
    "welcome primer",
    "settings",
    "welcome region",
    "help",
    "help search",
    "summary",
    "break",
    "build",
    "result",
    "missed",
    "past",
    "quiz list",
    "quiz end",
    "quiz finish",
    "result count",
    "deck",
    "deck copy",
    "new card",
    "new card typing",
    "preview",
    "plan page",
    "progress",
    "backlog",
    "study",
    "ways",
    "ways preview",
)
BROWSE = [mode for mode in MODES if mode.startswith("browse")]
REVIEW = [
    mode
    for mode in MODES
    if mode not in OTHER and not mode.startswith(("quiz ", "browse", "class", "damage", "optimize"))
]
QUIZ = [mode for mode in MODES if mode not in OTHER and mode.startswith("quiz ")]


@pytest.mark.parametrize("mode", MODES)
def test_in_a_phase_a_key_means_one_thing(mode: str) -> None:
    meanings: dict[str, set[str]] = {}
    for actions in MODES[mode]:
        for action in actions:
            for key in KEYS[action].keys:
                meanings.setdefault(key, set()).add(action)

    assert [
        clash for clash in meanings.values() if len(clash) > 1 and clash not in ALTERNATIVES
    ] == []


@pytest.mark.parametrize("mode", REVIEW)
def test_the_review_page_can_do_everything_that_its_modes_offer(mode: str) -> None:
    actions = {action for group in MODES[mode] for action in group} - {
        "up",
        "down",
        "page_up",
        "page_down",
        "scroll",
    }

    assert [action for action in actions if not hasattr(ReviewScreen, f"action_{action}")] == []


@pytest.mark.parametrize(
    ("mode", "page"),
    [
        ("class", ClassScreen),
        ("class folder", ClassScreen),
        ("class question", StatisticsScreen),
        ("damage", DamageScreen),
        ("damage confirm", DamageScreen),
        ("damage repair", DamageScreen),
    ],
)
def test_the_class_page_can_do_everything_that_its_modes_offer(
    mode: str, page: type[PageScreen]
) -> None:
    actions = {*MODES[mode][0]} - {"scroll"}

    assert [action for action in actions if not hasattr(page, f"action_{action}")] == []


@pytest.mark.parametrize(
    ("page", "modes"),
    [
        (PreviewScreen, ("preview",)),
        (NewCardScreen, ("new card", "new card typing")),
        (DeckScreen, ("deck", "deck copy")),
    ],
)
def test_the_pages_of_authors_can_do_everything_that_they_offer(
    page: type, modes: tuple[str, ...]
) -> None:
    actions = {action for mode in modes for group in MODES[mode] for action in group}
    actions -= {"up", "down", "page_up", "page_down", "scroll"}

    assert [action for action in actions if not hasattr(page, f"action_{action}")] == []


@pytest.mark.parametrize("mode", QUIZ)
def test_the_quiz_page_can_do_everything_that_its_modes_offer(mode: str) -> None:
    actions = {action for group in MODES[mode] for action in group} - {
        "up",
        "down",
        "page_up",
        "page_down",
        "scroll",
    }

    assert [action for action in actions if not hasattr(QuizScreen, f"action_{action}")] == []


def test_the_home_page_can_do_everything_that_it_offers() -> None:
    assert [
        action
        for action in (*MODES["home"][0], *MODES["home more"][0])
        if not hasattr(HomeScreen, f"action_{action}")
    ] == []


@pytest.mark.parametrize("mode", ["ask text", "quiz text"])
def test_in_the_field_only_enter_escape_control_and_scroll_keys_are_commands(mode: str) -> None:
    keys = {key for group in MODES[mode] for action in group for key in KEYS[action].keys}

    assert {key for key in keys if len(key) == 1} == set()
    exam = {"ctrl+n", "ctrl+b"} if mode == "quiz text" else set()
    assert (
        keys
        == {
            "enter",
            "escape",
            "ctrl+t",
            "ctrl+r",
            "ctrl+o",
            "ctrl+right_square_bracket",
            "up",
            "down",
            "pageup",
            "pagedown",
        }
        | exam
    )


@pytest.mark.parametrize(
    "mode",
    [
        "home",
        "welcome",
        "summary",
        "ask self",
        "shown",
        "ask pick",
        "ask text keys",
        "answered",
        "quiz pick",
        "quiz answered",
        "quiz end",
    ],
)
def test_there_is_a_way_out_and_a_way_to_help(mode: str) -> None:
    assert resolve(mode, "q") in ("quit", "stop_session")
    assert resolve(mode, "?") == "help" or mode == "welcome"


def test_the_keys_of_the_product_do_what_it_says() -> None:
    wanted = {
        "space": "good",
        "enter": "good",
        "3": "grade",
        "u": "undo",
        "e": "edit",
        "-": "bury",
        "@": "suspend",
        "*": "flag",
        "i": "card_info",
        "?": "help",
        "q": "stop_session",
        "h": "hint",
        "w": "glossary",
    }

    assert {
        key: resolve("shown", key, frozenset({"knew", "grade_two"})) for key in wanted
    } == wanted
    assert resolve("answered", "o") == "override"
    assert resolve("ask pick", "0") == "pick"


def test_help_and_readme_have_every_key_that_a_page_offers() -> None:
    listed = {action for _, actions in SECTIONS for action in actions}
    offered = {
        action
        for mode in ("home", "build", "new card", "preview", *REVIEW, *QUIZ, *BROWSE)
        for action in MODES[mode][0]
    }
    aliases = {
        "knew",
        "grade_two",
        "copy_deck",
        "no",
        "close_panel",
        "keep_grade",
        "finish_typing",
        "close_calculator",
        "stop_from_panel",
        "close_item",
        "change_answer",
        "resume",
        "digit",
        "erase",
        "back_home",
    } | {"save_text", "discard_text", "confirm", "leave_page"}

    assert offered - listed - aliases <= {"previous_tab", "quit", "scroll"}
    assert len(rows(Settings())) == sum(len(actions) for _, actions in SECTIONS)
    assert all(label and text and not text.endswith(".") for _, label, text in rows(Settings()))


def test_pages_name_phases_of_the_table() -> None:
    assert {"home", "welcome", "settings", "help", "summary"} <= set(MODES)
    assert all(
        screen.mode
        for screen in (HelpScreen, HomeScreen, SettingsScreen, SummaryScreen, WelcomeScreen)
    )


ASKED = [mode for mode in (*REVIEW, *QUIZ) if {"help", "stop_session"} <= set(MODES[mode][0])]


@pytest.mark.parametrize("mode", ASKED)
@pytest.mark.parametrize(
    "without",
    [{"previous_question", "next_question", "question_list", "clock"}, {"hint", "count_miss"}],
    ids=["tutor", "exam"],
)
def test_help_and_the_way_out_are_seen_on_every_card_and_question(
    mode: str, without: set[str]
) -> None:
    disabled = {"knew", "grade_two", "finish", *without}
    keys = [KEYS[action] for action in MODES[mode][0] if action not in disabled]
    hints = [Hint(key.label, key.word, None, key.action) for key in keys]

    shown = [hint.action for hint in fitting(hints, 0, 56)[0]]
    assert "help" in shown
    assert "stop_session" in shown
