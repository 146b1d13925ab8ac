"""The keys in sections, as the help page and the README list them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.tui.kit.keys import KEYS, Key

if TYPE_CHECKING:
    from learnms.settings import Settings

SECTIONS = (
    ("Everywhere", ("help", "stop", "copy_selection", "theme", "palette")),
    (
        "Home",
        (
            "open",
            "quiz",
            "ready_case",
            "browse",
            "progress",
            "exam_plan",
            "custom_study",
            "deck",
            "learn_more",
            "undo_last",
            "problems",
            "settings",
            "quit",
        ),
    ),
    (
        "Review",
        (
            "show_answer",
            "good",
            "grade",
            "next_card",
            "go_on",
            "undo",
            "bury",
            "suspend",
            "flag",
            "card_info",
            "glossary",
            "hint",
            "override",
            "edit",
            "rationales",
            "case",
            "next_tab",
            "previous_tab",
            "stop_session",
        ),
    ),
    ("Options", ("pick", "pick_here", "column_right", "step_up", "submit")),
    (
        "Typing",
        (
            "submit",
            "hint_typing",
            "next_tab_typing",
            "leave_field",
            "enter_field",
            "calculator",
            "calculator_typing",
            "use_result",
        ),
    ),
    ("Explaining", ("show_points", "type_explanation", "check_point", "points_done")),
    (
        "Quiz",
        (
            "choose_line",
            "start",
            "begin_case",
            "results",
            "show_options",
            "confidence",
            "skip_confidence",
            "count_miss",
            "previous_question",
            "next_question",
            "previous_question_typing",
            "next_question_typing",
            "question_list",
            "pause",
            "clock",
            "review_missed",
        ),
    ),
    (
        "Browse",
        (
            "open_card",
            "search",
            "mark",
            "mark_all",
            "order",
            "note",
            "due",
            "reset",
            "report",
            "study",
            "leeches",
        ),
    ),
    ("Deck page", ("browse_deck", "add_card", "fill_line", "sources")),
    (
        "Preview",
        (
            "reveal",
            "next_stop",
            "previous_stop",
            "other_form",
            "next_finding",
            "previous_finding",
            "edit_line",
        ),
    ),
    ("Progress", ("next_section", "previous_section", "section", "optimize")),
    ("Optimize", ("optimize_now", "stop_optimizing", "apply_parameters", "restore_parameters")),
    ("Exam plan", ("choose_field", "increase")),
    ("Custom study", ("start_item", "catch_up", "reschedule")),
    ("Class", ("open_statistics", "sort_questions", "choose_folder")),
    ("Damaged data", ("restore_backup", "repair_by_hand", "confirm_restore")),
    ("Settings", ("change", "change_back")),
    ("Help", ("next_topic", "leave_search")),
    ("Reading", ("up", "down", "page_up", "page_down")),
)
"""The keys as the help page groups them."""


_PATIENT = {
    "good": ("knew", KEYS["knew"].help),
    "open": ("open", "start a review, or study the selected topic"),
    "grade": ("grade_two", "look again, or I knew it"),
    "progress": ("progress", "see your progress and what is next"),
    "browse": ("browse", "look through all cards"),
    "custom_study": ("custom_study", "other ways: see cards before their day, or all of them"),
    "learn_more": ("learn_more", "learn more new cards today"),
    "deck": ("deck", "about the selected topic: what it covers, its sources"),
    "browse_deck": ("browse_deck", "look through the cards"),
    "sources": ("sources", "show all sources"),
    "problems": ("problems", "show what is wrong with a file of cards"),
    "flag": ("flag", "mark the card, or remove the mark"),
    "rationales": ("rationales", "show or hide the reasons of the other options"),
    "hint": ("hint", "show the hint"),
    "quiz": ("quiz", "start or resume a quiz"),
    "order": ("order", "sort by topic, or by the day they come"),
    "settings": ("settings", "change your role, colors, new cards a day, cards per review"),
    "review_missed": ("review_missed", "look at these again tomorrow"),
    "bury": ("bury", "hide until tomorrow"),
    "suspend": ("suspend", "hide until you show it again"),
    "reset": ("reset", "start over with this card"),
    "study": ("study", "study the cards found"),
    "leeches": ("leeches", "cards that keep slipping away"),
    "due": ("due", "choose the day you see it next"),
    "card_info": ("card_info", "card info: your answers and notes"),
    "count_miss": ("count_miss", "in practice: see the card again today"),
}
"""Keys that are others for patients, with their sentences."""


PATIENT_WORDS = {
    "browse": "all cards",
    "deck": "about",
    "flag": "mark",
    "bury": "hide until tomorrow",
    "suspend": "hide",
    "reset": "start over",
    "leeches": "slipping away",
    "custom_study": "other ways",
    "review_missed": "look again tomorrow",
    "count_miss": "repeat today",
    "rationales": "explanations",
}
"""The words on a patient's key line where the usual one is a term."""


NOT_FOR_PATIENTS = frozenset({"override", "edit", "add_card", "optimize"})
"""What a patient has no key for, on any page: grading over the program's head, the files of
decks, the fit of parameters.
"""


_UNTOLD_PATIENTS = NOT_FOR_PATIENTS | frozenset(
    {"ready_case", "begin_case", "case", "next_tab", "previous_tab", "next_tab_typing"}
    | {"open_statistics", "sort_questions", "choose_folder"}
    | {
        "fill_line",
        "reveal",
        "next_stop",
        "previous_stop",
        "other_form",
        "next_finding",
        "previous_finding",
        "edit_line",
    }
    | {
        "exam_plan",
        "choose_field",
        "increase",
        "optimize_now",
        "stop_optimizing",
        "apply_parameters",
        "restore_parameters",
    }
    | {
        "confidence",
        "skip_confidence",
        "show_options",
        "previous_question",
        "next_question",
        "previous_question_typing",
        "next_question_typing",
        "question_list",
        "pause",
        "clock",
    }
)


def sentence_of(key: Key, settings: Settings) -> str:
    """What a key does, in the words of the learner's role."""
    own = _PATIENT.get(key.action)
    return own[1] if settings.is_patient and own is not None else key.help


def rows(settings: Settings) -> list[tuple[str, str, str]]:
    """Section, label and sentence of every key that a learner of this role has."""
    listed = [(section, action) for section, actions in SECTIONS for action in actions]
    if not settings.is_patient:
        return [
            (section, _all_labels(KEYS[action]), KEYS[action].help) for section, action in listed
        ]
    kept = [
        (section, *_PATIENT.get(action, (action, KEYS[action].help)))
        for section, action in listed
        if action not in _UNTOLD_PATIENTS
    ]
    return [(section, _all_labels(KEYS[action]), sentence) for section, action, sentence in kept]


def _all_labels(key: Key) -> str:
    """The label with both of two keys that do the same; the key line names the first alone."""
    if set(key.keys) == {"q", "escape"}:
        return "q, esc"
    return (
        ", ".join(sorted(key.keys, reverse=True))
        if set(key.keys) == {"space", "enter"}
        else key.label
    )
