"""The one table of keys, from which key lines, the help page and the README's table are made."""

from __future__ import annotations

from typing import NamedTuple


class Key(NamedTuple):
    """An action, its keys and its words.

    Args:
        action: the name by which pages know it.
        keys: characters as typed, or names as Textual gives them.
        label: the keys as people read them.
        word: the one or two words on the key line.
        help: what it does, as a sentence without its period.
    """

    action: str
    keys: tuple[str, ...]
    label: str
    word: str
    help: str


DIGITS = tuple("1234567890")

_TABLE = (
    Key("open", ("enter", "space"), "enter", "review", "start a review, or open the selected deck"),
    Key("up", ("up",), "↑", "up", "move up"),
    Key("down", ("down",), "↓", "down", "move down"),
    Key(
        "learn_more",
        ("n",),
        "n",
        "more new",
        "learn more new cards today, from the selected deck or all decks",
    ),
    Key("ready_case", ("k",), "k", "case", "start the case that is ready, or choose one"),
    Key("browse", ("b",), "b", "browse", "search and edit cards"),
    Key("progress", ("g",), "g", "progress", "retention, calibration and forecast"),
    Key("next_section", ("]", "right"), "]", "next tab", "progress: next tab"),
    Key("previous_section", ("[", "left"), "[", "previous tab", "progress: previous tab"),
    Key(
        "section",
        ("1", "2", "3", "4", "5", "6", "7", "8"),
        "1–8",
        "page",
        "progress: open a page by number",
    ),
    Key(
        "optimize", ("o",), "o", "optimize", "progress: optimize FSRS parameters from your answers"
    ),
    Key(
        "optimize_now",
        ("enter", "f"),
        "enter",
        "optimize",
        "optimize FSRS parameters; you confirm before anything changes",
    ),
    Key("stop_optimizing", ("escape", "q"), "esc", "stop", "stop optimizing; nothing changes"),
    Key("apply_parameters", ("y",), "y", "apply", "apply the new parameters and reschedule cards"),
    Key("keep_parameters", ("escape", "n", "q"), "esc", "cancel", "cancel; nothing changes"),
    Key("restore_parameters", ("u",), "u", "undo", "restore the previous parameters"),
    Key("exam_plan", ("p",), "p", "plan", "plan reviews for an exam date"),
    Key(
        "choose_field",
        ("enter",),
        "enter",
        "choose",
        "exam plan: next field, select decks, save or end the plan",
    ),
    Key("select_field", ("space",), "space", "choose", "exam plan: select the highlighted line"),
    Key("increase", ("right",), "←→", "adjust", "exam plan: increase the value; ← decreases it"),
    Key("decrease", ("left",), "←", "less", "exam plan: decrease the value"),
    Key("custom_study", ("a",), "a", "custom study", "custom study: study ahead, cram, reschedule"),
    Key("undo_last", ("u",), "u", "undo", "undo today's last action, or end a pause"),
    Key("learn", ("enter", "space", "y"), "enter", "learn", "learn more new cards from this deck"),
    Key("deck", ("d",), "d", "deck", "show the selected deck: topics, sources, problems"),
    Key("browse_deck", ("b", "enter"), "b", "cards", "browse the deck's cards"),
    Key("sources", ("i",), "i", "sources", "show all sources of the deck"),
    Key("add_card", ("n",), "n", "new card", "add a card to the deck"),
    Key("fill_line", ("enter", "space"), "enter", "type", "new card: type or change the line"),
    Key("cases", ("k",), "k", "cases", "show the list of cases"),
    Key("problems", ("c",), "c", "problems", "show a deck's problems"),
    Key("settings", ("s",), "s", "settings", "change your role, theme, new cards a day, grades"),
    Key("show_answer", ("space", "enter"), "space", "show", "show the answer"),
    Key("good", ("space", "enter"), "space", "good", "after the answer: grade Good"),
    Key("knew", ("space", "enter"), "space", "I knew it", "after the answer: I knew it"),
    Key(
        "grade",
        ("1", "2", "3", "4"),
        "1–4",
        "grade",
        "grade Again, Hard, Good or Easy (1–2 with two grades)",
    ),
    Key("grade_two", ("1", "2"), "1–2", "grade", "look again, or I knew it"),
    Key("submit", ("enter",), "enter", "submit", "submit your answer"),
    Key("next_card", ("enter", "space"), "enter", "next", "next card"),
    Key("go_on", ("enter", "space"), "enter", "go on", "after the offer of a break: go on"),
    Key("pick", DIGITS, "1–9", "select", "select or deselect an option (0 is the tenth)"),
    Key("pick_here", ("space",), "↑↓ space", "select", "select the highlighted option"),
    Key("column_right", ("right",), "←→", "across", "move to the next column or list"),
    Key("column_left", ("left",), "←", "back", "move back"),
    Key("step_up", ("alt+up",), "alt+↑↓", "move", "move the selected step up or down"),
    Key("step_down", ("alt+down",), "alt+↓", "down", "move the selected step down"),
    Key("show_points", ("enter", "space"), "enter", "show answer", "show the key points"),
    Key(
        "finish_typing", ("enter",), "enter", "show answer", "finish typing and show the key points"
    ),
    Key("type_explanation", ("t",), "t", "type", "type your explanation (not saved)"),
    Key("check_point", DIGITS, "1–9", "check", "check a point you made"),
    Key("check_here", ("space",), "↑↓ space", "check", "check the highlighted point"),
    Key("points_done", ("enter",), "enter", "continue", "continue to the grade"),
    Key("calculator", ("=",), "=", "calculator", "open a calculator"),
    Key(
        "calculator_typing", ("ctrl+r",), "ctrl+r", "calculator", "open a calculator while you type"
    ),
    Key(
        "use_result",
        ("enter",),
        "enter",
        "use the result",
        "calculator: use the result as your answer",
    ),
    Key("close_calculator", ("escape",), "esc", "back", "close the calculator"),
    Key(
        "leave_field", ("escape",), "esc", "leave field", "leave the field, so letters work as keys"
    ),
    Key("enter_field", ("enter",), "enter", "type", "return to the field"),
    Key("hint_typing", ("ctrl+t",), "ctrl+t", "hint", "show the hint while you type"),
    Key("hint", ("h",), "h", "hint", "show the hint (grades Hard at best)"),
    Key("undo", ("u",), "u", "undo", "undo today's last answer or action"),
    Key("bury", ("-",), "-", "bury", "bury: hide until tomorrow"),
    Key("suspend", ("@",), "@", "suspend", "suspend: hide until you unsuspend it"),
    Key("flag", ("*",), "*", "flag", "flag or unflag the card"),
    Key("card_info", ("i",), "i", "card", "card info: memory and history"),
    Key("glossary", ("w",), "w", "glossary", "show the glossary"),
    Key("override", ("o",), "o", "override", "override the grade of a scored answer"),
    Key("reveal", ("space", "enter"), "space", "answer", "preview: show or hide the answer"),
    Key("next_stop", ("right", "n"), "→", "next", "preview: next card"),
    Key("previous_stop", ("left", "p"), "←", "previous", "preview: previous card"),
    Key("other_form", ("v",), "v", "other form", "preview: next form of the card"),
    Key("next_finding", ("f",), "f", "finding", "preview: next finding and its card"),
    Key("previous_finding", ("F",), "F", "previous finding", "preview: previous finding"),
    Key("edit_line", ("e",), "e", "edit", "preview: open the line in your editor"),
    Key("edit", ("e",), "e", "edit", "open the card's file in your editor"),
    Key("rationales", ("r",), "r", "rationales", "show or hide the other rationales"),
    Key("case", ("c",), "c", "case", "show the case in place of the question, or go back"),
    Key("next_tab", ("]",), "]", "next tab", "next tab of the case"),
    Key("previous_tab", ("[",), "[", "previous tab", "previous tab of the case"),
    Key(
        "next_tab_typing",
        ("ctrl+o", "ctrl+right_square_bracket"),
        "ctrl+o",
        "next tab",
        "next tab of the case, while typing",
    ),
    Key("quiz", ("t",), "t", "quiz", "start or resume a quiz, for practice or as an exam"),
    Key("start", ("t",), "t", "start", "start the quiz now, or resume a stopped one"),
    Key("begin_case", ("enter", "space"), "enter", "start", "start or resume the selected case"),
    Key("results", ("r",), "r", "past quizzes", "show past quizzes"),
    Key("show_options", ("space", "enter"), "space", "show the options", "show the options"),
    Key(
        "confidence",
        ("1", "2", "3"),
        "1–3",
        "confidence",
        "rate your confidence: guess, fairly sure, certain",
    ),
    Key("skip_confidence", ("enter",), "enter", "skip", "skip the confidence rating"),
    Key("change_answer", ("escape",), "esc", "back", "return to the answer to change it"),
    Key(
        "count_miss",
        ("a",),
        "a",
        "count it",
        "after a miss in practice: count it and repeat it today",
    ),
    Key("previous_question", (",",), ",", "previous", "in an exam: previous question"),
    Key("next_question", (".",), ".", "next", "in an exam: next question"),
    Key(
        "previous_question_typing",
        ("ctrl+b",),
        "ctrl+b",
        "previous",
        "in an exam, while typing: previous question",
    ),
    Key(
        "next_question_typing",
        ("ctrl+n",),
        "ctrl+n",
        "next",
        "in an exam, while typing: next question",
    ),
    Key("question_list", ("l",), "l", "list", "in an exam: list all questions"),
    Key("pause", ("p",), "p", "pause", "pause the clock and hide the question"),
    Key("resume", ("space", "enter", "escape", "p"), "space", "resume", "resume the clock"),
    Key("clock", ("z",), "z", "clock", "hide or show the clock"),
    Key("open_question", ("enter", "space"), "enter", "open", "open the selected question"),
    Key("submit_exam", ("s",), "s", "submit", "submit the exam (unanswered counts as missed)"),
    Key("count_exam", ("y",), "y", "count it", "count the exam toward your schedule"),
    Key(
        "dont_count", ("n",), "n", "don't count", "don't count it; review missed questions tomorrow"
    ),
    Key("finish", ("enter",), "enter", "show results", "finish the quiz"),
    Key(
        "open_item",
        ("enter", "space"),
        "enter",
        "open",
        "show the selected question and its answer",
    ),
    Key("review_missed", ("m",), "m", "review missed", "review missed questions tomorrow"),
    Key("close_result", ("escape", "q"), "esc", "done", "close the result"),
    Key(
        "copy_deck", ("y",), "y", "copy and open", "copy the deck to your folder and open the copy"
    ),
    Key("no", ("n", "escape"), "n", "no", "cancel"),
    Key("close_panel", ("escape", "enter", "space", "i", "w"), "esc", "back", "return to the card"),
    Key("keep_grade", ("escape", "o"), "esc", "keep the grade", "keep the grade"),
    Key("scroll", (), "↑↓", "more", "scroll the page"),
    Key("page_up", ("pageup",), "page up", "page up", "scroll up a page"),
    Key("page_down", ("pagedown",), "page down", "page down", "scroll down a page"),
    Key("go_home", ("enter", "space", "escape"), "enter", "home", "return to the home screen"),
    Key("change", ("enter", "space", "right"), "enter", "change", "change the selected setting"),
    Key("change_back", ("left",), "←", "change back", "change it back"),
    Key("add_days", ("enter",), "enter", "add", "settings: add the days off that are typed"),
    Key(
        "choose_line",
        ("enter", "space"),
        "enter",
        "choose",
        "start the quiz, or change the selected line",
    ),
    Key("change_on", ("right",), "→", "change", "change the selected line"),
    Key("back_home", ("escape", "q"), "esc", "back", "return to the home screen"),
    Key("close_question_list", ("escape", "l", "q"), "esc", "back", "return to the question"),
    Key("open_card", ("enter",), "enter", "open", "open the selected card"),
    Key("search", ("/",), "/", "search", "return to the search field"),
    Key(
        "mark",
        ("space",),
        "space",
        "select",
        "select or deselect a row; actions apply to all selected rows",
    ),
    Key("mark_all", ("a",), "a", "select all", "select or deselect all rows"),
    Key("study", ("c",), "c", "study", "study the cards found: review, cram or quiz"),
    Key("order", ("s",), "s", "sort", "sort by deck order, due date, stability or lapses"),
    Key(
        "open_statistics", ("enter",), "enter", "open", "show the selected question and its options"
    ),
    Key(
        "sort_questions", ("s",), "s", "sort", "sort by doubt, difficulty, discrimination or topic"
    ),
    Key("choose_folder", ("/",), "/", "folder", "choose a folder of hand-ins"),
    Key("read_folder", ("enter",), "enter", "read", "read the hand-ins of the folder"),
    Key("note", ("n",), "n", "note", "write a private note"),
    Key("due", ("d",), "d", "due date", "set the due date"),
    Key("reset", ("r",), "r", "reset", "reset: make it new again"),
    Key("report", ("t",), "t", "report", "report a problem"),
    Key("leeches", ("l",), "l", "leeches", "leeches: cards you keep forgetting"),
    Key("save_text", ("enter",), "enter", "save", "save what you typed"),
    Key("discard_text", ("escape",), "esc", "cancel", "discard what you typed"),
    Key("confirm", ("y",), "y", "yes", "confirm"),
    Key(
        "restore_backup",
        ("r",),
        "r",
        "restore",
        "go back to the newest good backup; you confirm before anything changes",
    ),
    Key("repair_by_hand", ("h",), "h", "repair by hand", "how to save what is readable by hand"),
    Key("confirm_restore", ("y",), "y", "restore", "restore the backup"),
    Key("leave_page", ("escape", "q"), "esc", "back", "close this page"),
    Key(
        "start_item",
        ("enter", "space"),
        "enter",
        "start",
        "start the selected item, or preview the change",
    ),
    Key("reschedule", ("enter", "y"), "enter", "reschedule", "reschedule the cards as shown"),
    Key(
        "catch_up",
        ("1", "2", "3", "4"),
        "1–4",
        "choose",
        "with many cards overdue: all today, or a few each day",
    ),
    Key("digit", DIGITS, "0–9", "type", "type a number"),
    Key(
        "letter",
        ("space", *"+/-.,abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ"),
        "a–z",
        "type",
        "type a date",
    ),
    Key("erase", ("backspace",), "backspace", "delete", "delete what is typed"),
    Key("clear", ("ctrl+u",), "ctrl+u", "clear", "delete all that is typed"),
    Key("choose", ("1", "2", "3", "4"), "1–4", "choose", "choose an answer"),
    Key("skip", ("escape",), "esc", "skip", "skip this step"),
    Key("plain_text", ("p",), "p", "plain text", "use plain text, for screen readers"),
    Key("previous_step", ("escape", "left"), "esc", "back", "return to the question before"),
    Key("next_option", ("right",), "→", "right", "go to the option at the right"),
    Key("choose_here", ("enter", "space"), "enter", "choose", "choose the selected line"),
    Key("done", ("escape", "q", "s"), "esc", "done", "close this page"),
    Key("close_item", ("escape", "enter", "space", "q"), "esc", "back", "return to the list"),
    Key("close", ("escape", "enter", "space", "q", "?"), "esc", "back", "close this page"),
    Key("next_topic", ("right", "]"), "←→", "pages", "help: next page"),
    Key("previous_topic", ("left", "["), "←", "previous page", "help: previous page"),
    Key("leave_search", ("escape", "enter"), "esc", "close search", "help: close the search"),
    Key("help", ("?",), "?", "help", "show all keys"),
    Key(
        "stop_session",
        ("q", "escape"),
        "q",
        "stop",
        "stop; answers are saved, quizzes can be resumed",
    ),
    Key("stop_from_panel", ("q",), "q", "stop", "stop; answers are saved, quizzes can be resumed"),
    Key("quit", ("q",), "q", "quit", "quit learnms"),
    Key("stop", ("ctrl+q", "ctrl+c"), "ctrl+q", "quit", "quit from any screen (also ctrl+c)"),
    Key("theme", ("ctrl+l",), "ctrl+l", "theme", "switch between dark, light and contrast"),
    Key("palette", ("ctrl+p",), "ctrl+p", "commands", "search all commands and themes"),
    Key("copy_selection", ("ctrl+c",), "ctrl+c", "copy", "copy the selected text"),
)

KEYS = {key.action: key for key in _TABLE}
