"""Modes of the pages, and the keys of each."""

from __future__ import annotations

from learnms.tui.kit.keys import KEYS

_SCROLL = ("up", "down", "page_up", "page_down")
_LEAVE = ("help", "stop_session")
_ABOUT = ("flag", "card_info", "edit", "glossary", "suspend")
_NEXT = ("undo", "bury", *_LEAVE, "count_miss")
_CARD = ("case", "next_tab", "hint", *_NEXT, *_ABOUT)
_MORE = ("flag", "glossary", "edit")
_FROM_HERE = ("case", "next_tab", "next_question", "flag", "question_list")
_EXAM = ("previous_question", "hint", *_LEAVE, "pause", "clock", "glossary", "edit")
_FROM_FIELD = ("next_question_typing", "previous_question_typing")
"""Keys of an exam that work in a field and beside it."""
_TYPING = (
    "next_tab_typing",
    "next_question_typing",
    "hint_typing",
    "calculator_typing",
    "leave_field",
    "previous_question_typing",
)
_BY_HAND = ("suspend", "flag", "note", "bury", "due", "undo", "edit", "report", "reset")
_PAPERS = (
    ("close_panel", "next_tab", "scroll", "help"),
    ("case", "next_tab_typing", "previous_tab", "stop_from_panel", *_SCROLL),
)


MODES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "home": (
        (
            "open",
            "browse",
            "progress",
            "exam_plan",
            "help",
            "settings",
            "quit",
            "quiz",
            "learn_more",
            "custom_study",
            "deck",
            "problems",
        ),
        ("undo_last", "ready_case", *_SCROLL),
    ),
    "home more": (("learn", "no"), ()),
    "welcome": (("choose_here", "choose", "skip", "quit", "help"), ("plain_text", "up", "down")),
    "welcome region": (
        ("choose_here", "choose", "previous_step", "quit", "help"),
        ("plain_text", "next_option", "up", "down"),
    ),
    "welcome primer": (("choose_here", "skip", "quit", "help"), _SCROLL),
    "settings": (
        ("change", "add_days", "digit", "letter", "erase", "help", "done"),
        ("change_back", "clear", "up", "down"),
    ),
    "help": (("next_topic", "search", "scroll", "close"), ("previous_topic", *_SCROLL)),
    "help search": (("leave_search",), ("page_up", "page_down")),
    "browse": (
        (
            "open_card",
            "search",
            "suspend",
            "flag",
            "mark",
            "help",
            "leave_page",
            "note",
            "mark_all",
            *_BY_HAND[3:],
            "order",
            "study",
            "leeches",
        ),
        _SCROLL,
    ),
    "study": (("start_item", "help", "leave_page"), _SCROLL),
    "browse text": (("open_card", "leave_field"), _SCROLL),
    "browse card": ((*_BY_HAND[:4], "help", "leave_page", *_BY_HAND[4:]), _SCROLL),
    "browse leeches": (("open_card", "help", "leave_page"), ()),
    "browse write": (("save_text", "discard_text"), ("page_up", "page_down")),
    "browse really": (("confirm", "no"), _SCROLL),
    "browse copy": (("copy_deck", "no"), _SCROLL),
    "browse report": (("close_panel",), _SCROLL),
    "class": (
        ("open_statistics", "sort_questions", "choose_folder", "help", "leave_page"),
        _SCROLL,
    ),
    "class folder": (("read_folder", "leave_field"), ()),
    "class question": (("help", "leave_page"), _SCROLL),
    "damage": (("restore_backup", "repair_by_hand", "help", "quit"), _SCROLL),
    "damage confirm": (("confirm_restore", "no"), _SCROLL),
    "damage repair": (("no", "help", "quit"), _SCROLL),
    "damage busy": ((), ()),
    "deck": (
        ("browse_deck", "add_card", "sources", "cases", "edit", "help", "leave_page"),
        _SCROLL,
    ),
    "deck copy": (("copy_deck", "no"), _SCROLL),
    "new card": (("fill_line", "help", "leave_page"), ("change_on", "change_back", *_SCROLL)),
    "new card typing": (("save_text", "discard_text"), ("page_up", "page_down")),
    "preview": (
        (
            "reveal",
            "next_stop",
            "edit_line",
            "next_finding",
            "other_form",
            "next_tab",
            "help",
            "leave_page",
            "previous_stop",
            "previous_finding",
            "rationales",
            "hint",
        ),
        ("previous_tab", *_SCROLL),
    ),
    "break": (("go_on", "stop_session", "help"), _SCROLL),
    "summary": (("go_home", "undo", "help", "quit"), _SCROLL),
    "ask self": (("show_answer", *_CARD), ("previous_tab", *_SCROLL)),
    "shown": (
        ("good", "knew", "grade", "grade_two", "case", "scroll", *_NEXT, *_ABOUT),
        ("hint", "next_tab", "previous_tab", *_SCROLL),
    ),
    "ask pick": (
        ("pick", "submit", "column_right", *_CARD),
        ("pick_here", "step_up", "step_down", "column_left", "previous_tab", *_SCROLL),
    ),
    "ask teach": (("show_points", "type_explanation", *_CARD), ("previous_tab", *_SCROLL)),
    "ask teach text": (
        ("finish_typing", "next_tab_typing", "leave_field"),
        ("page_up", "page_down"),
    ),
    "points": (
        ("check_point", "points_done", *_NEXT, *_ABOUT),
        ("check_here", "next_tab", "previous_tab", "case", *_SCROLL),
    ),
    "ask text": (
        ("submit", "next_tab_typing", "hint_typing", "calculator_typing", "leave_field"),
        _SCROLL,
    ),
    "calculator": (("use_result", "close_calculator"), _SCROLL),
    "ask text keys": (("enter_field", "calculator", *_CARD), ("previous_tab", *_SCROLL)),
    "answered": (
        (
            *("next_card", "case", "rationales", "count_miss", "undo", "override", "scroll"),
            *_LEAVE,
            *_ABOUT,
        ),
        ("next_tab", "previous_tab", *_SCROLL),
    ),
    "override": (("grade", "grade_two", "keep_grade"), _SCROLL),
    "panel": (("close_panel", "undo", "scroll"), ("help", "stop_from_panel", *_SCROLL)),
    "papers": _PAPERS,
    "copy": (("copy_deck", "no"), _SCROLL),
    "build": (
        ("choose_line", "start", "results", "digit", "erase", "help", "back_home"),
        ("change_back", "change_on", "clear", "up", "down", "page_up", "page_down"),
    ),
    "cases": (("begin_case", "help", "back_home"), _SCROLL),
    "quiz pick": (
        ("pick", *_FROM_HERE, "submit", "column_right", *_EXAM),
        (
            "pick_here",
            "step_up",
            "step_down",
            "column_left",
            "previous_tab",
            *_FROM_FIELD,
            *_SCROLL,
        ),
    ),
    "quiz hidden": (
        ("show_options", *_FROM_HERE, *_EXAM),
        ("previous_tab", *_FROM_FIELD, *_SCROLL),
    ),
    "quiz sure": (("confidence", "skip_confidence", "change_answer"), _SCROLL),
    "quiz text": ((*_TYPING, "submit"), _SCROLL),
    "quiz text keys": (
        ("enter_field", *_FROM_HERE, "calculator", *_EXAM),
        ("previous_tab", *_FROM_FIELD, *_SCROLL),
    ),
    "quiz calculator": (("use_result", "close_calculator"), _SCROLL),
    "quiz teach": (
        ("show_points", *_FROM_HERE, "type_explanation", *_EXAM),
        ("previous_tab", *_FROM_FIELD, *_SCROLL),
    ),
    "quiz teach text": (("finish_typing", *_TYPING), ("page_up", "page_down")),
    "quiz points": (
        ("check_point", "points_done", *_LEAVE, "next_tab", *_MORE),
        ("check_here", "pause", "clock", "previous_tab", *_SCROLL),
    ),
    "quiz shown": (
        ("good", "knew", "grade", "grade_two", "case", "scroll", *_LEAVE, *_MORE),
        ("undo", "pause", "clock", "next_tab", "previous_tab", *_SCROLL),
    ),
    "quiz answered": (
        ("next_card", "case", "rationales", "count_miss", "scroll", *_LEAVE, *_MORE),
        ("undo", "pause", "clock", "next_tab", "previous_tab", *_SCROLL),
    ),
    "quiz paused": (("resume", "stop_from_panel"), ()),
    "quiz papers": _PAPERS,
    "quiz panel": (("close_panel", "scroll"), ("help", "stop_from_panel", *_SCROLL)),
    "quiz copy": (("copy_deck", "no"), _SCROLL),
    "quiz list": (("open_question", "close_question_list", "help"), _SCROLL),
    "quiz finish": (("finish", "help", "stop_session"), _SCROLL),
    "quiz end": (
        (
            "open_question",
            "submit_exam",
            "question_list",
            "previous_question",
            "help",
            "stop_session",
        ),
        _SCROLL,
    ),
    "result count": (
        ("dont_count", "count_exam", "open_item", "column_right", "help", "close_result"),
        ("column_left", *_SCROLL),
    ),
    "result": (
        ("open_item", "column_right", "review_missed", "close_result", "help"),
        ("column_left", *_SCROLL),
    ),
    "missed": (("close_item", "rationales", "next_tab", "help"), ("previous_tab", *_SCROLL)),
    "past": (("open_item", "close_result", "help"), _SCROLL),
    "plan page": (
        ("digit", "letter", "increase", "erase", "choose_field", "help", "leave_page"),
        ("select_field", "decrease", "clear", *_SCROLL),
    ),
    "backlog": (("start_item", "catch_up", "help", "back_home"), _SCROLL),
    "ways": (("start_item", "digit", "erase", "undo", "help", "back_home"), ("clear", *_SCROLL)),
    "ways preview": (("reschedule", "no"), _SCROLL),
    "optimize": (("optimize_now", "restore_parameters", "help", "leave_page"), _SCROLL),
    "optimize running": (("stop_optimizing",), _SCROLL),
    "optimize offer": (("apply_parameters", "keep_parameters"), _SCROLL),
    "optimize busy": (("stop_optimizing",), _SCROLL),
    "progress": (
        (
            "next_section",
            "previous_section",
            "open_item",
            "optimize",
            "help",
            "back_home",
            "section",
            "scroll",
        ),
        _SCROLL,
    ),
}
"""For each state of a page: the keys of its footer, most important first, and the other keys that
work.
"""


_SECTION_OF = {
    "home": "Home",
    "home more": "Home",
    "break": "Review",
    "summary": "Review",
    "build": "Quiz",
    "cases": "Quiz",
    "result": "Quiz",
    "result count": "Quiz",
    "past": "Quiz",
    "deck": "Deck page",
    "preview": "Preview",
    "new card": "Deck page",
    "progress": "Progress",
    "optimize": "Optimize",
    "plan page": "Exam plan",
    "backlog": "Custom study",
    "settings": "Settings",
}


_SECTION_BEGINS = {
    "browse": "Browse",
    "class": "Class",
    "damage": "Damaged data",
    "ways": "Custom study",
    "study": "Browse",
    "ask pick": "Options",
    "ask text": "Typing",
    "ask teach": "Explaining",
    "points": "Explaining",
    "quiz": "Quiz",
    "ask": "Review",
}


def section_of(mode: str) -> str:
    """The section of the help page about a mode."""
    return _SECTION_OF.get(mode) or next(
        (section for begin, section in _SECTION_BEGINS.items() if mode.startswith(begin)), "Review"
    )


def resolve(mode: str, key: str, disabled: frozenset[str] = frozenset()) -> str | None:
    """The action of a key in a mode, or None; `disabled` actions do not count."""
    for actions in MODES[mode]:
        for action in actions:
            if action not in disabled and key in KEYS[action].keys:
                return action
    return None
