"""Modes of the pages, and the keys of each."""

from __future__ import annotations

from learnms.tui.kit.keys import KEYS

_SCROLL = ("up", "down", "page_up", "page_down")
_ACROSS = ("across", "across_back")
_LEAVE = ("help", "leave")
_ABOUT = ("flag", "card", "edit", "words", "suspend")
_NEXT = ("undo", "later", *_LEAVE, "again_today")
_CARD = ("hint", *_NEXT, "tab_next", *_ABOUT)
_MORE = ("flag", "words", "edit")
_EXAM = ("previous", "following", "list", "hint", *_LEAVE, "tab_next", "pause", "clock", *_MORE)
_TYPING = ("papers", "previous_typing", "following_typing")
_BY_HAND = ("suspend", "flag", "note", "later", "due", "undo", "edit", "report", "reset")


MODES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "home": (
        (
            "open",
            "browse",
            "progress",
            "plan",
            "help",
            "settings",
            "quit",
            "quiz",
            "more",
            "ways",
            "deck",
            "problems",
        ),
        ("take_back", *_SCROLL),
    ),
    "home more": (("learn", "no"), ()),
    "welcome": (("choose", "take", "student", "quit"), ("up", "down")),
    "settings": (("change", "digit", "erase", "help", "done"), ("change_back", "up", "down")),
    "help": (("scroll", "close"), _SCROLL),
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
            "leeches",
        ),
        _SCROLL,
    ),
    "browse text": (("open_card", "commands"), _SCROLL),
    "browse card": ((*_BY_HAND[:4], "help", "leave_page", *_BY_HAND[4:]), _SCROLL),
    "browse leeches": (("open_card", "help", "leave_page"), _SCROLL),
    "browse write": (("keep", "drop"), ("page_up", "page_down")),
    "browse really": (("really", "no"), _SCROLL),
    "browse copy": (("yes", "no"), _SCROLL),
    "browse report": (("back",), _SCROLL),
    "deck": (("look_through", "sources", "edit", "help", "leave_page"), _SCROLL),
    "summary": (("home", "undo", "help", "quit"), _SCROLL),
    "ask self": (("show", *_CARD), ("tab_back", *_SCROLL)),
    "shown": (
        ("good", "knew", "grade", "grade_two", *_NEXT, *_ABOUT),
        ("hint", "tab_next", "tab_back", *_SCROLL),
    ),
    "ask pick": (
        ("pick", "send", *_CARD),
        ("toggle", "lift", "lower", *_ACROSS, "tab_back", *_SCROLL),
    ),
    "ask teach": (("explained", "write", *_CARD), ("tab_back", *_SCROLL)),
    "ask teach text": (("written", "papers", "commands"), ("page_up", "page_down")),
    "points": (
        ("tick", "ticked", *_NEXT, *_ABOUT),
        ("tick_here", "tab_next", "tab_back", *_SCROLL),
    ),
    "ask text": (("send", "tip", "reckon", "papers", "commands"), _SCROLL),
    "calculator": (("reckoned", "unreckoned"), _SCROLL),
    "ask text keys": (("type", "calculate", *_CARD), ("tab_back", *_SCROLL)),
    "answered": (
        ("next", "again_today", "undo", "override", *_LEAVE, *_ABOUT),
        ("tab_next", "tab_back", *_SCROLL),
    ),
    "override": (("grade", "grade_two", "cancel"), _SCROLL),
    "panel": (("back",), ("help", "leave_panel", *_SCROLL)),
    "copy": (("yes", "no"), _SCROLL),
    "build": (
        ("take_line", "start", "results", "digit", "erase", "help", "home_back"),
        ("change_back", "change_on", "up", "down", "page_up", "page_down"),
    ),
    "cases": (("begin_case", "help", "home_back"), _SCROLL),
    "quiz pick": (
        ("pick", "send", *_EXAM),
        ("toggle", "lift", "lower", *_ACROSS, "tab_back", *_SCROLL),
    ),
    "quiz hidden": (("recalled", *_EXAM), ("tab_back", *_SCROLL)),
    "quiz sure": (("sure", "unsure", "unsent"), _SCROLL),
    "quiz text": (("send", "tip", "reckon", *_TYPING, "commands"), _SCROLL),
    "quiz text keys": (("type", "calculate", *_EXAM), ("tab_back", *_SCROLL)),
    "quiz calculator": (("reckoned", "unreckoned"), _SCROLL),
    "quiz teach": (("explained", "write", *_EXAM), ("tab_back", *_SCROLL)),
    "quiz teach text": (("written", *_TYPING, "commands"), ("page_up", "page_down")),
    "quiz points": (
        ("tick", "ticked", *_LEAVE, "tab_next", *_MORE),
        ("tick_here", "pause", "clock", "tab_back", *_SCROLL),
    ),
    "quiz shown": (
        ("good", "knew", "grade", "grade_two", *_LEAVE, *_MORE),
        ("undo", "pause", "clock", "tab_next", "tab_back", *_SCROLL),
    ),
    "quiz answered": (
        ("next", "again_today", *_LEAVE, *_MORE),
        ("undo", "pause", "clock", "tab_next", "tab_back", *_SCROLL),
    ),
    "quiz paused": (("unpause", "leave_panel"), ()),
    "quiz panel": (("back",), ("help", "leave_panel", *_SCROLL)),
    "quiz copy": (("yes", "no"), _SCROLL),
    "quiz list": (("jump", "close_list"), _SCROLL),
    "quiz end": (
        ("finish", "submit", "end", "counts", "list", "previous", "help", "leave"),
        _SCROLL,
    ),
    "result": (("look", "misses", "out", "help"), _SCROLL),
    "missed": (("close_item", "tab_next", "help"), ("tab_back", *_SCROLL)),
    "past": (("look", "out", "help"), _SCROLL),
    "plan page": (
        ("digit", "plan_more", "erase", "take_plan", "help", "leave_page"),
        ("plan_less", "letter", *_SCROLL),
    ),
    "backlog": (("take_way", "amount", "help", "home_back"), _SCROLL),
    "ways": (("take_way", "digit", "erase", "undo", "help", "home_back"), _SCROLL),
    "ways preview": (("move_days", "no"), _SCROLL),
    "optimize": (("try_fit", "undo_fit", "help", "leave_page"), _SCROLL),
    "optimize running": (("stop_fit",), _SCROLL),
    "optimize offer": (("use_fit", "leave_fit"), _SCROLL),
    "optimize busy": (("stop_fit",), _SCROLL),
    "progress": (
        (
            "section_next",
            "section_back",
            "look",
            "optimize",
            "help",
            "home_back",
            "section",
            "scroll",
        ),
        _SCROLL,
    ),
}
"""For each state of a page: what its key line offers, in the order of need; and what works
beside that.
"""


_SECTION_OF = {
    "home": "Home",
    "home more": "Home",
    "summary": "Review",
    "build": "Quiz",
    "cases": "Quiz",
    "result": "Quiz",
    "past": "Quiz",
    "deck": "A deck's page",
    "progress": "Progress",
    "optimize": "Optimize",
    "plan page": "Exam plan",
    "backlog": "Custom study",
    "settings": "Settings",
}


_SECTION_BEGINS = {
    "browse": "Browse",
    "ways": "Custom study",
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
