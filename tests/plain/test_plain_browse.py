"""The search as lines."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.plain.browse import run
from learnms.plain.home import run as home
from learnms.plain.kit.console import Console, Stopped
from learnms.plain.review import PlainReview
from learnms.settings import Settings, write_settings
from learnms.study.event import Draft, Part
from tests.conftest import Clock
from tests.factories.search import DECK, FLASH, answered

OpenWorkspace = Callable[[], Workspace]


@pytest.fixture(autouse=True)
def library(deck_file: Path) -> Path:
    deck_file.write_text(DECK, "utf-8")
    return deck_file


def transcript(workspace: Workspace, *typed: str) -> str:
    target = io.StringIO()
    run(
        workspace,
        Console(io.StringIO("".join(line + "\n" for line in (*typed, "q"))), target, echo=False),
    )
    return target.getvalue().replace("> ", "")


def test_what_is_typed_is_found(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "maintenance")

    assert "Search 10 questions." in text
    assert "2 questions found.\n1. Maintenance is (blank) every 6 months. (new)" in text


def test_nothing_finds_everything_and_more_comes_on_enter(
    open_workspace: OpenWorkspace, library: Path
) -> None:
    extra = "".join(
        f"  - id: more-{at:02}\n    ask: More {at:02}?\n    answer: yes\n    source: book\n   "
        " checked: 2026-11-22\n"
        for at in range(30)
    )
    library.write_text(DECK.replace("  - id: upkeep", extra + "  - id: upkeep"), "utf-8")
    text = transcript(open_workspace(), "more", "", "21", "", ":a")

    ask = "Type a number to open that card, or another search."
    assert f"20. More 19? (new)\n{ask} Enter: more (10 left). q: back.\n21. More 20? (new)" in text
    assert f"30. More 29? (new)\n{ask} Enter: back.\n\nCard more-20. Doses" in text
    assert "40 questions found." in text


@pytest.mark.parametrize("typed", ["", "q", "Q", ":q"])
@pytest.mark.parametrize("before", [(), ("maintenance",), ("zebra",)])
def test_an_empty_line_or_q_leaves(
    open_workspace: OpenWorkspace, before: tuple[str, ...], typed: str
) -> None:
    text = transcript(open_workspace(), *before, typed, "flu")

    assert text.count("found") <= 1
    assert "flu" not in text


def test_what_is_not_understood_is_said(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "target is:su", "zebra")

    assert (
        "`is:su` is incomplete. Use is:suspended.\n1 question found.\n1. Which protein is bound?"
        " (new)" in text
    )
    assert "No matches." in text


def test_a_number_opens_the_card_with_everything(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    answered(workspace, "first-dose", 3, form_kind="flashcard")
    text = transcript(workspace, "first dose", "1", "t", "e", "x", "")

    for line in (
        "Card first-dose. Doses; Infusion rates",
        (
            "Form 1 of 2, flashcard:\nHow is the first dose given?\nAnswer: In two halves.\nWhy:"
            " Because reactions are most frequent then."
        ),
        "Form 2 of 2, multiple choice:\nWhat is the first dose?\n",
        ". Two infusions of 300 mg: correct. Two weeks apart.",
        ". A live vaccine: incorrect, unsafe. No.",
        (
            "Source: The book section 1. A house, revised Jan 2025, checked Nov 22, 2026. Copy"
            " used: an excerpt. https://example.org/book."
        ),
        "Checked against these sources on November 22, 2026.",
        "Status: learning.\nNext: November 24.\nRecall now: 100%.",
        "History, latest first:\ntoday: Good, flashcard",
        "card      first-dose\nfile      ",
        "File: ",
        "`x` is not a choice. Type ? for help.",
    ):
        assert line in text


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("kind:match", ["Rituximab:\n", ". chimeric: correct.", ". murine: incorrect."]),
        ("kind:order", ["1. Check\n2. Premedicate\n3. Start"]),
        ("kind:typed", ["Answer: CD20 or CD20 antigen"]),
        ("kind:calculation", ["Answer: 1", " mL/h\n"]),
        ("is:draft", ["Draft. Doses", "Answer: A clinician.", "draft without an id"]),
        ("is:case fever", ["Story:\nA woman arrives", ". Fever: correct.", "case question"]),
    ],
)
def test_every_kind_is_told(open_workspace: OpenWorkspace, query: str, lines: list[str]) -> None:
    text = transcript(open_workspace(), query, "1", "")

    assert [line for line in lines if line not in text] == []


def test_changing_on_the_card_and_taking_back(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(
        workspace,
        "first dose",
        "1",
        "@",
        "@",
        "*",
        "-",
        "n",
        "halves",
        "d",
        "?",
        "soon",
        "+2",
        "r",
        "n",
        "r",
        "y",
        "u",
        "",
        "halves",
    )

    for said in (
        "1 card suspended.",
        "1 card no longer suspended.",
        "1 card flagged.",
        "1 card buried until tomorrow.",
        "Note saved on 1 card.",
        "`soon` is not a date. Use a date such as",
        "1 card now due on November 24.",
        "Reset this card? It becomes new again.",
        "1 card reset to new.",
        "Undone: “How is the first dose given?” is no longer reset.",
        "1. How is the first dose given? (buried, flagged, with a note)",
    ):
        assert said in text
    assert workspace.queries.memory.memory(FLASH).due == workspace.today + timedelta(days=2)


def test_many_in_one_go(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(
        workspace,
        "topic:rates",
        ":@ 1 3",
        ":* all",
        ":n 2,3",
        "a note",
        ":d 1",
        "tomorrow",
        ":- 1 2",
        ":r all",
        "n",
        ":r all",
        "y",
        ":u",
        ":u",
        ":u",
        ":u",
        ":u",
        ":u",
        ":u",
    )

    for said in (
        "2 cards suspended.",
        "3 cards flagged.",
        "Note saved on 2 cards.",
        "1 card now due tomorrow.",
        "1 card buried until tomorrow. 1 already suspended.",
        "Nothing changed.",
        "2 cards reset to new. 1 already new.",
        "Undone: 3 cards are no longer flagged.",
        "Nothing to undo today.",
    ):
        assert said in text
    assert [
        known
        for known in workspace.queries.memory.memories(workspace.today)
        if known.memory.flagged or known.memory.suspended or known.memory.due
    ] == []


@pytest.mark.parametrize("command", [":@", ":* 9", ":n x", ":d 1 9", ":- -1", ":* 99999999999"])
def test_a_command_without_its_cards_asks_which(
    open_workspace: OpenWorkspace, command: str
) -> None:
    workspace = open_workspace()

    assert "Which cards?" in transcript(workspace, "topic:rates", command)
    assert workspace.queries.events.count() == 0


def test_all_of_what_was_not_understood_is_not_taken(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()

    assert "Part of the search was not understood." in transcript(
        workspace, "topic:rates is:su", ":@ all"
    )
    assert workspace.queries.events.count() == 0


@pytest.mark.parametrize("command", [":d 1", "1\nd"])
def test_the_prompt_for_a_day_explains_asks_again_and_lets_go(
    open_workspace: OpenWorkspace, command: str
) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "topic:rates", command, "?", "never", "+2", "")

    assert text.count("Type a date, such as Jan 15, tomorrow, or +10 for ten days.") == 3
    assert "`never` is not a date." in text
    assert "1 card now due on November 24.\n" in text
    for leaves in ("", "q"):
        left = transcript(workspace, "topic:rates", command, leaves, "", "q")
        assert "Nothing changed.\n" in left


def test_a_note_is_any_text_but_help_and_q(open_workspace: OpenWorkspace) -> None:
    workspace = open_workspace()
    text = transcript(workspace, "topic:rates", ":n 1", "?", "x" * 2000, "why?", ":n 1", "q")

    assert text.count("Type a note on one line.") == 4
    assert "Notes are limited to" in text
    assert text.count("Note saved on 1 card.") == 1
    assert text.endswith("Nothing changed.\n")
    assert transcript(workspace, "topic:rates", ":n 1", "").endswith("Note removed from 1 card.\n")


def test_cards_that_were_not_said_are_not_changed(
    open_workspace: OpenWorkspace, library: Path
) -> None:
    extra = "".join(
        f"  - {{id: more-{at:02}, ask: 'More {at:02}?', answer: 'yes', source: book,"
        " checked: 2026-11-22}\n"
        for at in range(30)
    )
    library.write_text(DECK.replace("  - id: upkeep", extra + "  - id: upkeep"), "utf-8")
    text = transcript(open_workspace(), "more", ":- 21", ":- 1.", ":- all")

    assert "Which cards? Add numbers from 1 to 20, or all, such as :- 1 or :- all." in text
    assert "1 card buried until tomorrow." in text
    assert "29 cards buried until tomorrow. 1 already buried." in text


@pytest.mark.parametrize("command", [":c 1", ":search flu", ":reset 1", ":l 5"])
def test_a_command_with_what_it_does_not_take_is_refused(
    open_workspace: OpenWorkspace, command: str
) -> None:
    text = transcript(open_workspace(), command)

    assert f"`{command}` is not a choice. Type ? for help." in text


def test_capitals_do_not_matter_in_a_command(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "topic:rates", ":D ALL", "tomorrow", ": * 1", ":L")

    assert "3 cards now due tomorrow." in text
    assert "1 card flagged." in text
    assert "No leeches." in text


def test_no_study_after_all_leaves_the_results_as_they_were(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "topic:rates", ":c", "")

    assert text.count("3 questions found.") == 1
    assert text.endswith("Type a number to open that card, or another search. Enter: back.\n")


def test_other_commands(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), ":?", ":x", ":", ":s", ":s", ":s", ":s", ":l")

    assert "prop:lapses>3: also reps" in text
    assert "`:x` is not a choice. Type ? for help." in text
    assert "10 questions found, sorted by due date, soonest first." in text
    assert "10 questions found, sorted by lapses, most first." in text
    assert "No leeches." in text


def test_what_slips_away(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    for _ in range(9):
        answered(workspace, "target", 1)
        clock.forward(days=2)
    text = transcript(open_workspace(), ":l")

    assert "1. Which protein is bound? (8 lapses)" in text
    assert "Type a number to open that card, or another search. Enter: back." in text
    assert "Read the explanation, add a note in your own words, or suspend the card." in text


def test_the_number_of_what_slips_away_opens_that_card(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    for _ in range(9):
        answered(workspace, "target", 1)
        clock.forward(days=2)
    text = transcript(open_workspace(), "topic:rates", ":l", ":* 1", "1", "")

    page = text.partition("1 card flagged.")[2]
    assert "Which protein is bound?" in page
    assert "Flag: flagged." in page


def test_a_patient_hears_no_counts(
    open_workspace: OpenWorkspace, clock: Clock, tmp_path: Path
) -> None:
    write_settings(tmp_path / "home", Settings(who="patient"))
    workspace = open_workspace()
    for _ in range(9):
        answered(workspace, "target", 1, form_kind="typed", points=0.0, max_points=1.0)
        clock.forward(days=2)
    text = transcript(open_workspace(), ":s", ":s", ":l", ":* 1", "target or protein", "1", "")

    assert "lapses, most first" not in text
    assert "1. Which protein is bound?\n" in text
    assert "This card keeps slipping away." in text
    assert ", marked" in text
    assert [
        word for word in ("forgotten", "%", "Again", "0 of 1", "leech", "flagged") if word in text
    ] == []


def test_a_patient_hears_the_history_in_plain_words(
    open_workspace: OpenWorkspace, clock: Clock, tmp_path: Path
) -> None:
    write_settings(tmp_path / "home", Settings(who="patient"))
    answered(open_workspace(), "target", 3)
    clock.forward(days=2)
    changed = (":@ 1", ":@ 1", ":- 1", ":- 1", ":* 1", ":* 1", ":d 1", "+9", ":r 1", "y")
    text = transcript(open_workspace(), "target", *changed, "1", "h", "")
    history = text.partition("History, latest first:")[2]

    for said in ("hidden", "hidden until the next day", "shown again", "marked", "mark removed"):
        assert f": {said}\n" in history
    assert ": moved to December 3\n" in history
    assert ": started over\n" in history


def test_only_reading_says_so(
    open_workspace: OpenWorkspace, tmp_path: Path, deck_file: Path, clock: Clock
) -> None:
    first = open_workspace()
    first.open_store()
    with Workspace(tmp_path / "home", [str(deck_file)], clock) as workspace:
        text = transcript(workspace, "topic:rates", ":@ 1", ":u", "1", "*", "u", "")

    assert text.count("Read-only: changes can't be saved here.") == 4
    assert "How is the first dose given?" in text
    assert first.queries.events.count() == 0


def test_the_home_screen_leads_here_and_the_end_of_the_input_ends(
    open_workspace: OpenWorkspace,
) -> None:
    target = io.StringIO()
    home(open_workspace(), Console(io.StringIO("1\n\nb\ntarget\n"), target, echo=False))

    assert "Search 10 questions." in target.getvalue()
    assert target.getvalue().endswith("Until next time.\n")
    with pytest.raises(Stopped):
        run(open_workspace(), Console(io.StringIO(""), io.StringIO(), echo=False))


def test_about_the_card_in_a_review(open_workspace: OpenWorkspace, clock: Clock) -> None:
    workspace = open_workspace()
    workspace.open_store().append(
        [
            Draft(kind="flag", card="first-dose"),
            Draft(kind="note", card="first-dose", data={"text": "halves \x1b[31m"}),
        ]
    )
    target = io.StringIO()
    PlainReview(start_review(workspace), Console(io.StringIO("i\nq\n"), target, echo=False)).run()

    assert "Flagged.\nYour note: halves \\x1b[31m\n" in target.getvalue()
    assert workspace.queries.memory.memory(Part("first-dose")).flagged


def test_the_whole_history_is_told_when_it_is_asked_for(
    open_workspace: OpenWorkspace, clock: Clock
) -> None:
    workspace = open_workspace()
    for _ in range(25):
        answered(workspace, "target", 3)
        clock.forward(days=1)
    text = transcript(open_workspace(), "target", "1", "h", "")

    assert "History, latest first, 20 of 25:" in text
    assert "History, latest first:\nDec 16, 2026: Good" in text
    assert text.count(": Good") == 45


def test_a_patient_looks_in_the_decks_for_patients_first(
    open_workspace: OpenWorkspace, library: Path
) -> None:
    card = "cards: [{id: p-%s, ask: %s, answer: yes, source: book, checked: 2026-11-22}]\n"
    for name in ("patient", "nurse"):
        text = (
            f"deck: For a {name}\nid: for-{name}\naudience: [{name}]\nsources: {{book: {{title:"
            " Book}}\n" + card % (name, f"A question of a {name}?")
        )
        (library.parent / f"{name}.yaml").write_text(text, "utf-8")
    workspace = Workspace(library.parent.parent / "other", [str(library.parent)], Clock())
    write_settings(library.parent.parent / "other", Settings(who="patient"))
    workspace.close()
    workspace = Workspace(library.parent.parent / "other", [str(library.parent)], Clock())
    index = workspace.queries.offered(workspace.settings)
    text = transcript(workspace, "question", "nurse", "deck:for-nurse")
    workspace.close()

    assert {row.deck_id for row in index} >= {"for-patient"}
    assert text


def test_what_is_not_understood_at_all_lists_nothing(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "is:zebra")

    assert "Search not understood." in text
    assert "1. " not in text


def test_a_card_page_takes_back_only_what_is_of_the_card(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), ":a", "1", "*", "", "2", "u", "", "1", "u", "u", "")

    assert text.count("Nothing to undo here") == 1
    assert "Undone: “" in text
    assert "Nothing to undo today." in text


def test_the_search_is_asked_for_again_after_a_card(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), ":@ 1", "bound", "1", "")

    assert "No cards are listed. Type a search first." in text
    assert text.count("Type a number to open that card, or another search. Enter: back.\n") == 2


def test_the_cards_found_are_studied(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "topic:rates", ":c", "1", "", "3", "q", "q")

    assert "Study these cards. 2 cards found.\n1. Review: 0 due, 2 new\n2. Cram:" in text
    assert "Review. 2 cards, about 1 minute." in text
    assert "Stopped. 1 card left." in text


def test_a_search_with_a_mistake_is_not_studied(open_workspace: OpenWorkspace) -> None:
    text = transcript(open_workspace(), "dose is:du", ":c")

    assert "The search is not valid: `is:du` is incomplete." in text
    assert "Study these cards" not in text
