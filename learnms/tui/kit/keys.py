"""The one table of keys. The key lines, the help page and the README's table are made from it, and the pages ask it what a key does."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """An action, the keys that lead to it, and its words.

    Args:
        action: the name by which pages know it.
        keys: characters as typed, or names as Textual gives them.
        label: the keys as people read them.
        word: the one or two words on the key line.
        help: what it does, as a sentence without its stop.
    """

    action: str
    keys: tuple[str, ...]
    label: str
    word: str
    help: str


DIGITS = tuple("1234567890")

_TABLE = (
    Key("open", ("enter", "space"), "enter", "review", "start what the ▸ points at"),
    Key("up", ("up",), "↑", "up", "go up"),
    Key("down", ("down",), "↓", "down", "go down"),
    Key("more", ("n",), "n", "more new", "learn more new cards today, of the deck at the ▸ or of all"),
    Key("browse", ("b",), "b", "browse", "look for cards and questions, and at what is known of them"),
    Key("progress", ("g",), "g", "progress", "see how it goes: recall, predictions, what comes"),
    Key("section_next", ("]", "right"), "]", "next page", "progress: go to the next page"),
    Key("section_back", ("[", "left"), "[", "page before", "progress: go to the page before"),
    Key("section", ("1", "2", "3", "4", "5", "6", "7"), "1–7", "page", "progress: go to a page by its number"),
    Key("optimise", ("o",), "o", "fit to you", "progress: see whether predictions can be fitted to your own answers"),
    Key("try_fit", ("enter", "f"), "enter", "try it", "fit FSRS to your answers; nothing changes before you say so"),
    Key("stop_fit", ("escape", "q"), "esc", "stop", "stop the fit; everything is as it was"),
    Key("use_fit", ("y",), "y", "use yours", "use the parameters learned from your answers; cards move as it is shown"),
    Key("leave_fit", ("escape", "n", "q"), "esc", "leave it", "leave everything as it is"),
    Key("undo_fit", ("u",), "u", "take back", "go back to the parameters before"),
    Key("plan", ("p",), "p", "plan", "be ready by the day of an exam"),
    Key("take_plan", ("enter", "space"), "enter", "choose", "exam plan: go to the next line, open the decks, tick one, keep the plan or end it"),
    Key("plan_more", ("right",), "←→", "less or more", "exam plan: a day later, more minutes, more recall; ← the other way"),
    Key("plan_less", ("left",), "←", "less", "exam plan: a day earlier, fewer minutes, less recall"),
    Key("ways", ("a",), "a", "other ways", "study ahead, cram, postpone, pause"),
    Key("take_back", ("u",), "u", "undo", "undo what came last today, or take a pause back"),
    Key("learn", ("enter", "space", "y"), "enter", "learn", "learn new cards of the deck beyond today's"),
    Key("deck", ("d",), "d", "deck", "show the page of the deck at the ▸: topics, sources, problems"),
    Key("look_through", ("b", "enter"), "b", "its cards", "look through the cards of the deck"),
    Key("sources", ("i",), "i", "sources", "show the deck's sources in full, where the page only counts them"),
    Key("problems", ("c",), "c", "problems", "show how to look at the problems of a deck"),
    Key("settings", ("s",), "s", "settings", "change who you are, colours, new cards a day, grades"),
    Key("show", ("space", "enter"), "space", "show", "show the answer"),
    Key("good", ("space", "enter"), "space", "good", "once the answer shows: say Good"),
    Key("knew", ("space", "enter"), "space", "I knew it", "once the answer shows: say that you knew it"),
    Key("grade", ("1", "2", "3", "4"), "1–4", "grade", "say Again, Hard, Good or Easy; 1 or 2 of two"),
    Key("grade_two", ("1", "2"), "1–2", "grade", "say that you forgot, or that you knew it"),
    Key("send", ("enter",), "enter", "send", "send what you picked or typed"),
    Key("next", ("enter", "space"), "enter", "next", "go on to the next card"),
    Key("pick", DIGITS, "1–9", "pick", "pick an option, or take it back; 0 is the tenth"),
    Key("toggle", ("space",), "↑↓ space", "pick", "pick the option that the arrows are at"),
    Key("across", ("right",), "←→", "across", "go to the choice beside it in a row, or to the list before or after"),
    Key("across_back", ("left",), "←", "back", "go the other way"),
    Key("lift", ("alt+up",), "alt+↑↓", "move", "move the step at the ▸ up or down"),
    Key("lower", ("alt+down",), "alt+↓", "down", "move the step at the ▸ down"),
    Key("explained", ("enter", "space"), "enter", "show the points", "you have explained it: show what a good answer says"),
    Key("written", ("enter",), "enter", "show the points", "your explanation is typed: show what a good answer says"),
    Key("write", ("t",), "t", "type", "type your explanation; it is not kept"),
    Key("tick", DIGITS, "1–9", "tick", "tick a point that you made"),
    Key("tick_here", ("space",), "↑↓ space", "tick", "tick the point that the arrows are at"),
    Key("ticked", ("enter",), "enter", "go on", "go on to the grade"),
    Key("calculate", ("=",), "=", "calculator", "open a calculator"),
    Key("reckon", ("ctrl+r",), "ctrl+r", "calculator", "open a calculator while you type"),
    Key("reckoned", ("enter",), "enter", "use the result", "calculator: put the result into the answer"),
    Key("unreckoned", ("escape",), "esc", "back", "close the calculator"),
    Key("commands", ("escape",), "esc", "keys", "leave the field, so that letters are keys"),
    Key("type", ("enter",), "enter", "type", "go back into the field"),
    Key("tip", ("ctrl+t",), "ctrl+t", "hint", "show the hint while you type"),
    Key("hint", ("h",), "h", "hint", "show the hint; a scored answer is then Hard at best"),
    Key("undo", ("u",), "u", "undo", "take back the latest answer, or whatever came last today"),
    Key("later", ("-",), "-", "later", "put the card off until tomorrow"),
    Key("suspend", ("@",), "@", "leave out", "leave the card out until you want it again"),
    Key("flag", ("*",), "*", "flag", "flag the card, or take the flag away"),
    Key("card", ("i",), "i", "card", "show what is known about your memory of the card"),
    Key("words", ("w",), "w", "words", "show the glossary"),
    Key("override", ("o",), "o", "override", "grade a scored answer yourself"),
    Key("edit", ("e",), "e", "edit", "open the card's file at its line in your editor"),
    Key("tab_next", ("]",), "]", "next tab", "next page of the case's papers"),
    Key("tab_back", ("[",), "[", "tab back", "page before"),
    Key("papers", ("ctrl+o", "ctrl+right_square_bracket"), "ctrl+o", "next tab", "next page of the case's papers while you type"),
    Key("quiz", ("t",), "t", "quiz", "choose a quiz and begin it, or go on with the one that was stopped"),
    Key("start", ("t",), "t", "start", "begin the quiz at once"),
    Key("begin_case", ("enter", "space"), "enter", "begin", "begin the case at the ▸, or go on with it"),
    Key("results", ("r",), "r", "past quizzes", "look at the results of past quizzes"),
    Key("recalled", ("space", "enter"), "space", "show the options", "you have said the answer to yourself: show the options"),
    Key("sure", ("1", "2", "3"), "1–3", "how sure", "say how sure you are: a guess, fairly sure, certain"),
    Key("unsure", ("enter",), "enter", "not said", "send without saying how sure you are"),
    Key("unsent", ("escape",), "esc", "back", "back to the answer, to change it"),
    Key("again_today", ("a",), "a", "ask it again today", "after wrong practice: let it count, and be asked again today"),
    Key("previous", (",",), ",", "back", "in an exam: the question before"),
    Key("following", (".",), ".", "forward", "in an exam: the question after, with or without an answer"),
    Key("previous_typing", ("ctrl+b",), "ctrl+b", "back", "in an exam, while you type: the question before"),
    Key("following_typing", ("ctrl+n",), "ctrl+n", "forward", "in an exam, while you type: the question after"),
    Key("list", ("l",), "l", "list", "in an exam: all questions, to go to one"),
    Key("pause", ("p",), "p", "pause", "stop the clock, and hide the page"),
    Key("unpause", ("space", "enter", "escape", "p"), "space", "go on", "let the clock run again"),
    Key("clock", ("z",), "z", "clock", "hide or show the clock"),
    Key("jump", ("enter", "space"), "enter", "go there", "go to the question at the ▸"),
    Key("submit", ("enter",), "enter", "submit", "submit the exam; what is not answered counts as missed"),
    Key("counts", ("1",), "1", "it counts", "let the exam count for your schedule; what else you missed comes tomorrow"),
    Key("end", ("enter", "2"), "enter", "it does not", "end the exam; what you missed comes tomorrow"),
    Key("finish", ("enter",), "enter", "see the result", "end the quiz"),
    Key("look", ("enter", "space"), "enter", "look at it", "show the question at the ▸ with its answer"),
    Key("misses", ("m",), "m", "ask the misses tomorrow", "make tomorrow's review out of what was missed"),
    Key("out", ("escape", "q"), "esc", "done", "leave the result"),
    Key("yes", ("y",), "y", "copy and open", "copy the deck into your own folder and open the copy"),
    Key("no", ("n", "escape"), "n", "no", "leave it"),
    Key("back", ("escape", "enter", "space", "i", "w"), "esc", "back", "back to the card"),
    Key("cancel", ("escape", "o"), "esc", "keep the grade", "keep the grade as it is"),
    Key("scroll", (), "↑↓", "more", "scroll where a page is longer than the screen"),
    Key("page_up", ("pageup",), "page up", "page up", "scroll up a page"),
    Key("page_down", ("pagedown",), "page down", "page down", "scroll down a page"),
    Key("home", ("enter", "space", "escape"), "enter", "home", "back to the first page"),
    Key("change", ("enter", "space", "right"), "enter", "change", "change the setting at the ▸"),
    Key("change_back", ("left",), "←", "change back", "change it the other way"),
    Key("take_line", ("enter", "space"), "enter", "choose", "begin the quiz, or change the line at the ▸"),
    Key("change_on", ("right",), "→", "change", "change the line at the ▸"),
    Key("home_back", ("escape", "q"), "esc", "back", "back to the first page"),
    Key("close_list", ("escape", "l", "q"), "esc", "back", "back to the question"),
    Key("open_card", ("enter",), "enter", "open", "open the card at the ▸"),
    Key("search", ("/",), "/", "search", "go back into the search field"),
    Key("mark", ("space",), "space", "mark", "mark the row at the ▸, or take the mark away; what is done then is done to all that are marked"),
    Key("mark_all", ("a",), "a", "mark all", "mark everything that was found, or take all marks away"),
    Key("order", ("s",), "s", "order", "sort as the decks do, by due day, by stability, by times forgotten"),
    Key("note", ("n",), "n", "note", "write a private note"),
    Key("due", ("d",), "d", "day", "set the day on which it is asked next"),
    Key("reset", ("r",), "r", "start anew", "forget what is known of it; asks first"),
    Key("report", ("t",), "t", "tell the author", "make a report of the card, ready to be sent to its author"),
    Key("leeches", ("l",), "l", "slipping away", "list what keeps being forgotten, and what it is taken for"),
    Key("keep", ("enter",), "enter", "keep", "keep what is typed"),
    Key("drop", ("escape",), "esc", "leave it", "leave it as it was"),
    Key("really", ("y",), "y", "yes", "do it"),
    Key("leave_page", ("escape", "q"), "esc", "back", "back to where you were"),
    Key("take_way", ("enter", "space"), "enter", "start", "start what the ▸ points at, or show what it would move"),
    Key("move_days", ("enter", "y"), "enter", "move them", "move the due days as they are shown"),
    Key("amount", ("1", "2", "3", "4"), "1–4", "choose", "where much has gathered: all of it today, or so many cards a day"),
    Key("digit", DIGITS, "0–9", "type", "type a number"),
    Key("letter", tuple("/-.,abcdefghijlmnoprstuvyABCDEFGHIJLMNOPRSTUVY"), "a–z", "type", "type a date"),
    Key("erase", ("backspace",), "backspace", "erase", "take a digit back"),
    Key("choose", ("1", "2", "3"), "1–3", "choose", "say who you are"),
    Key("student", ("escape",), "esc", "student", "go on as a nursing student"),
    Key("take", ("enter", "space"), "enter", "choose", "take the line at the ▸"),
    Key("done", ("escape", "q", "s"), "esc", "done", "back to where you were"),
    Key("close_item", ("escape", "enter", "space", "q"), "esc", "back", "back to the list"),
    Key("close", ("escape", "enter", "space", "q", "?"), "esc", "back", "back to where you were"),
    Key("help", ("?",), "?", "help", "show all keys"),
    Key("leave", ("q", "escape"), "q", "leave", "leave; everything answered is saved, and a quiz goes on from there"),
    Key("leave_panel", ("q",), "q", "leave", "leave, from a panel that esc closes"),
    Key("quit", ("q",), "q", "quit", "end learnms"),
    Key("stop", ("ctrl+q", "ctrl+c"), "ctrl+q", "quit", "end learnms from anywhere; ctrl+c too"),
    Key("theme", ("ctrl+l",), "ctrl+l", "light", "light or dark; it is remembered"),
)

KEYS = {key.action: key for key in _TABLE}

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

PHASES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "home": (("open", "browse", "progress", "plan", "help", "settings", "quit", "quiz", "more", "ways", "deck", "problems"), ("take_back", *_SCROLL)),
    "home more": (("learn", "no"), ()),
    "welcome": (("choose", "take", "student", "quit"), ("up", "down")),
    "settings": (("change", "digit", "erase", "help", "done"), ("change_back", "up", "down")),
    "help": (("scroll", "close"), _SCROLL),
    "browse": (("open_card", "search", "suspend", "flag", "mark", "help", "leave_page", "note", "mark_all", *_BY_HAND[3:], "order", "leeches"), _SCROLL),
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
    "shown": (("good", "knew", "grade", "grade_two", *_NEXT, *_ABOUT), ("hint", "tab_next", "tab_back", *_SCROLL)),
    "ask pick": (("pick", "send", *_CARD), ("toggle", "lift", "lower", *_ACROSS, "tab_back", *_SCROLL)),
    "ask teach": (("explained", "write", *_CARD), ("tab_back", *_SCROLL)),
    "ask teach text": (("written", "papers", "commands"), ("page_up", "page_down")),
    "points": (("tick", "ticked", *_NEXT, *_ABOUT), ("tick_here", "tab_next", "tab_back", *_SCROLL)),
    "ask text": (("send", "tip", "reckon", "papers", "commands"), _SCROLL),
    "calculator": (("reckoned", "unreckoned"), _SCROLL),
    "ask text keys": (("type", "calculate", *_CARD), ("tab_back", *_SCROLL)),
    "answered": (("next", "again_today", "undo", "override", *_LEAVE, *_ABOUT), ("tab_next", "tab_back", *_SCROLL)),
    "override": (("grade", "grade_two", "cancel"), _SCROLL),
    "panel": (("back",), ("help", "leave_panel", *_SCROLL)),
    "copy": (("yes", "no"), _SCROLL),
    "build": (("take_line", "start", "results", "digit", "erase", "help", "home_back"), ("change_back", "change_on", "up", "down", "page_up", "page_down")),
    "cases": (("begin_case", "help", "home_back"), _SCROLL),
    "quiz pick": (("pick", "send", *_EXAM), ("toggle", "lift", "lower", *_ACROSS, "tab_back", *_SCROLL)),
    "quiz hidden": (("recalled", *_EXAM), ("tab_back", *_SCROLL)),
    "quiz sure": (("sure", "unsure", "unsent"), _SCROLL),
    "quiz text": (("send", "tip", "reckon", *_TYPING, "commands"), _SCROLL),
    "quiz text keys": (("type", "calculate", *_EXAM), ("tab_back", *_SCROLL)),
    "quiz calculator": (("reckoned", "unreckoned"), _SCROLL),
    "quiz teach": (("explained", "write", *_EXAM), ("tab_back", *_SCROLL)),
    "quiz teach text": (("written", *_TYPING, "commands"), ("page_up", "page_down")),
    "quiz points": (("tick", "ticked", *_LEAVE, "tab_next", *_MORE), ("tick_here", "pause", "clock", "tab_back", *_SCROLL)),
    "quiz shown": (("good", "knew", "grade", "grade_two", *_LEAVE, *_MORE), ("undo", "pause", "clock", "tab_next", "tab_back", *_SCROLL)),
    "quiz answered": (("next", "again_today", *_LEAVE, *_MORE), ("undo", "pause", "clock", "tab_next", "tab_back", *_SCROLL)),
    "quiz paused": (("unpause", "leave_panel"), ()),
    "quiz panel": (("back",), ("help", "leave_panel", *_SCROLL)),
    "quiz copy": (("yes", "no"), _SCROLL),
    "quiz list": (("jump", "close_list"), _SCROLL),
    "quiz end": (("finish", "submit", "end", "counts", "list", "previous", "help", "leave"), _SCROLL),
    "result": (("look", "misses", "out", "help"), _SCROLL),
    "missed": (("close_item", "tab_next", "help"), ("tab_back", *_SCROLL)),
    "past": (("look", "out", "help"), _SCROLL),
    "plan page": (("digit", "plan_more", "erase", "take_plan", "help", "leave_page"), ("plan_less", "letter", *_SCROLL)),
    "backlog": (("take_way", "amount", "help", "home_back"), _SCROLL),
    "ways": (("take_way", "digit", "erase", "undo", "help", "home_back"), _SCROLL),
    "ways preview": (("move_days", "no"), _SCROLL),
    "optimise": (("try_fit", "undo_fit", "help", "leave_page"), _SCROLL),
    "optimise running": (("stop_fit",), _SCROLL),
    "optimise offer": (("use_fit", "leave_fit"), _SCROLL),
    "optimise busy": (("stop_fit",), _SCROLL),
    "progress": (("section_next", "section_back", "look", "optimise", "help", "home_back", "section", "scroll"), _SCROLL),
}
"""For each state of a page: what its key line offers, in the order of need; and what works beside that."""


_SECTION_OF = {
    "home": "First page",
    "home more": "First page",
    "summary": "Review",
    "build": "Quiz",
    "cases": "Quiz",
    "result": "Quiz",
    "past": "Quiz",
    "deck": "A deck's page",
    "progress": "Progress",
    "optimise": "Fitted to you",
    "plan page": "Exam plan",
    "backlog": "Other ways",
    "settings": "Settings",
}
_SECTION_BEGINS = {
    "browse": "Browsing",
    "ways": "Other ways",
    "ask pick": "Options",
    "ask text": "Typing",
    "ask teach": "Explaining",
    "points": "Explaining",
    "quiz": "Quiz",
    "ask": "Review",
}


def section_of(phase: str) -> str:
    """The section of the help page that is about a state of a page."""
    return _SECTION_OF.get(phase) or next((section for begin, section in _SECTION_BEGINS.items() if phase.startswith(begin)), "Review")


def resolve(phase: str, key: str, missing: frozenset[str] = frozenset()) -> str | None:
    """The action that a key means in a phase, or None. `missing` are actions that are not there at the moment."""
    for actions in PHASES[phase]:
        for action in actions:
            if action not in missing and key in KEYS[action].keys:
                return action
    return None


SECTIONS = (
    ("Everywhere", ("help", "stop", "theme")),
    ("First page", ("open", "quiz", "browse", "progress", "plan", "ways", "deck", "more", "take_back", "problems", "settings", "quit")),
    (
        "Review",
        ("show", "good", "grade", "next", "undo", "later", "suspend", "flag", "card", "words", "hint", "override", "edit", "tab_next", "tab_back", "leave"),
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
    ("Browsing", ("open_card", "search", "mark", "mark_all", "order", "note", "due", "reset", "report", "leeches")),
    ("A deck's page", ("look_through", "sources")),
    ("Progress", ("section_next", "section_back", "section", "optimise")),
    ("Fitted to you", ("try_fit", "stop_fit", "use_fit", "undo_fit")),
    ("Exam plan", ("take_plan", "plan_more")),
    ("Other ways", ("take_way", "amount", "move_days")),
    ("Settings", ("change", "change_back")),
    ("Reading", ("up", "down", "page_up", "page_down")),
)
"""The keys as the help page groups them."""


_PATIENT = {
    "good": ("knew", KEYS["knew"].help),
    "grade": ("grade_two", "say “look again”, or “I knew it”"),
    "progress": ("progress", "see how it goes, and what comes"),
    "hint": ("hint", "show the hint"),
    "order": ("order", "sort as the decks do, or by due day"),
    "settings": ("settings", "change who you are, colors, new cards a day, cards at a time"),
    "misses": ("misses", "look at these again tomorrow"),
    "again_today": ("again_today", "in practice: look at the card again today"),
}
"""Keys that are others for patients, with their sentences."""
NOT_FOR_PATIENTS = frozenset({"override", "edit", "optimise"})
"""What a patient has no key for, on any page: grading over the program's head, the files of decks, the fit of parameters."""
_UNTOLD_PATIENTS = NOT_FOR_PATIENTS | frozenset(
    {"plan", "take_plan", "plan_more", "try_fit", "stop_fit", "use_fit", "undo_fit"}
    | {"sure", "unsure", "recalled", "previous", "following", "previous_typing", "following_typing", "list", "pause", "clock"}
)


def rows(*, patient: bool = False) -> list[tuple[str, str, str]]:
    """Section, keys and sentence of every key: the table of the README. A patient is told of what a patient has."""
    found = [(section, action) for section, actions in SECTIONS for action in actions]
    if not patient:
        return [(section, _all_labels(KEYS[action]), KEYS[action].help) for section, action in found]
    kept = [(section, *_PATIENT.get(action, (action, KEYS[action].help))) for section, action in found if action not in _UNTOLD_PATIENTS]
    return [(section, _all_labels(KEYS[action]), said) for section, action, said in kept]


def _all_labels(key: Key) -> str:
    """The key line names the first key of two that do the same; a table names both."""
    if set(key.keys) == {"q", "escape"}:
        return "q, esc"
    return ", ".join(sorted(key.keys, reverse=True)) if set(key.keys) == {"space", "enter"} else key.label
