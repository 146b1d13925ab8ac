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
            "browse",
            "progress",
            "plan",
            "ways",
            "deck",
            "more",
            "take_back",
            "problems",
            "settings",
            "quit",
        ),
    ),
    (
        "Review",
        (
            "show",
            "good",
            "grade",
            "next",
            "undo",
            "later",
            "suspend",
            "flag",
            "card",
            "words",
            "hint",
            "override",
            "edit",
            "tab_next",
            "tab_back",
            "leave",
        ),
    ),
    ("Options", ("pick", "toggle", "across", "lift", "send")),
    ("Typing", ("send", "tip", "papers", "commands", "type", "calculate", "reckon", "reckoned")),
    ("Explaining", ("explained", "write", "tick", "ticked")),
    (
        "Quiz",
        (
            "take_line",
            "start",
            "begin_case",
            "results",
            "recalled",
            "sure",
            "unsure",
            "again_today",
            "previous",
            "following",
            "previous_typing",
            "following_typing",
            "list",
            "pause",
            "clock",
            "misses",
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
            "leeches",
        ),
    ),
    ("A deck's page", ("look_through", "sources")),
    ("Progress", ("section_next", "section_back", "section", "optimize")),
    ("Optimize", ("try_fit", "stop_fit", "use_fit", "undo_fit")),
    ("Exam plan", ("take_plan", "plan_more")),
    ("Custom study", ("take_way", "amount", "move_days")),
    ("Settings", ("change", "change_back")),
    ("Reading", ("up", "down", "page_up", "page_down")),
)
"""The keys as the help page groups them."""


_PATIENT = {
    "good": ("knew", KEYS["knew"].help),
    "grade": ("grade_two", "look again, or I knew it"),
    "progress": ("progress", "see your progress and what is next"),
    "hint": ("hint", "show the hint"),
    "order": ("order", "sort by deck or by day"),
    "settings": ("settings", "change your role, colors, new cards a day, cards at a time"),
    "misses": ("misses", "look at these again tomorrow"),
    "later": ("later", "hide until tomorrow"),
    "suspend": ("suspend", "hide until you show it again"),
    "reset": ("reset", "start over with this card"),
    "leeches": ("leeches", "cards that keep slipping away"),
    "due": ("due", "choose the day you see it next"),
    "card": ("card", "what you know about this card"),
    "again_today": ("again_today", "in practice: see the card again today"),
}
"""Keys that are others for patients, with their sentences."""


PATIENT_WORDS = {
    "later": "hide until tomorrow",
    "suspend": "hide",
    "reset": "start over",
    "leeches": "slipping away",
    "ways": "other ways",
    "misses": "look again tomorrow",
    "again_today": "again today",
}
"""The words on a patient's key line where the usual one is a term."""


NOT_FOR_PATIENTS = frozenset({"override", "edit", "optimize"})
"""What a patient has no key for, on any page: grading over the program's head, the files of
decks, the fit of parameters.
"""


_UNTOLD_PATIENTS = NOT_FOR_PATIENTS | frozenset(
    {"plan", "take_plan", "plan_more", "try_fit", "stop_fit", "use_fit", "undo_fit"}
    | {
        "sure",
        "unsure",
        "recalled",
        "previous",
        "following",
        "previous_typing",
        "following_typing",
        "list",
        "pause",
        "clock",
    }
)


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
