"""`learnms browse`: finds, changes, takes back, refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnms.engine.workspace import Workspace
from tests.cli.conftest import Run
from tests.conftest import Clock
from tests.factories.search import DECK


@pytest.fixture(autouse=True)
def library(deck_file: Path) -> Path:
    deck_file.write_text(DECK, "utf-8")
    return deck_file


def test_it_lists_ids_standings_and_questions(run: Run) -> None:
    ran = run("browse", "maintenance")

    assert ran.code == 0
    assert [line.split()[:2] for line in ran.out.splitlines()] == [
        ["upkeep#c1", "new"],
        ["upkeep#c2", "new"],
    ]
    assert len(run("browse").out.splitlines()) == 10


def test_a_long_question_is_cut_on_a_terminal_only(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = f"What {'does it ' * 20}do?".replace("  ", " ")
    library.write_text(
        f"deck: Long\nid: long\nsources: {{book: {{title: B}}}}\ncards:\n  - id: long-card\n"
        f"    ask: {question}\n    answer: This\n    source: book\n    checked: 2026-11-22\n",
        "utf-8",
    )

    assert question in run("browse", "long").out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    cut = run("browse", "long").out
    assert cut.endswith("…\n")
    assert len(cut) < len(question)


def test_words_of_a_query_go_together(run: Run) -> None:
    assert (
        run("browse", "topic:rates", "kind:cloze").out
        == run("browse", "topic:rates kind:cloze").out
    )
    assert [row["card"] for row in run("browse", "--json", "--", "-is:new", "-is:draft").json] == [
        "first-day",
        "first-day",
    ]


def test_as_json(run: Run) -> None:
    rows = run("browse", "target", "or", "is:draft", "--json").json

    assert [(row["card"], row["what"], row["is"]) for row in rows] == [
        ("target", "card", ["new"]),
        (None, "draft", ["draft"]),
    ]


def test_what_is_not_understood_is_said_and_the_rest_is_listed(run: Run) -> None:
    ran = run("browse", "target", "is:su")

    assert ran.code == 0
    assert len(ran.out.splitlines()) == 1
    assert ran.err == "learnms: `is:su` is incomplete. Use is:suspended.\n"
    assert run("browse", "zebra").err == "learnms: No matches.\n"
    assert run("browse", "tag:zebra").err == "learnms: No tag matches `zebra`.\n"
    assert run("browse", "zebra", "--json").json == []


@pytest.mark.parametrize(
    ("words", "state", "back"),
    [
        (["--suspend"], "is:suspended", ["--unsuspend"]),
        (["--flag"], "is:flagged", ["--unflag"]),
        (["--bury"], "is:buried", []),
        (["--note", "remember"], "is:noted", ["--note", ""]),
        (["--due", "2026-11-30"], "prop:due=8", []),
        (["--due", "+8"], "prop:due=8", []),
    ],
)
def test_an_action_and_back(run: Run, words: list[str], state: str, back: list[str]) -> None:
    ran = run("browse", "maintenance", *words)
    assert (ran.code, ran.out) == (0, "")
    assert "2 cards" in ran.err
    assert len(run("browse", state).out.splitlines()) == 2

    if back:
        assert run("browse", "maintenance", *back).code == 0
        assert run("browse", state).out == ""
        run("browse", "--undo")
    undone = run("browse", "--undo")
    assert undone.code == 0
    assert undone.err.startswith("learnms: Undone: ")
    assert "2 cards" in undone.err
    assert run("browse", state).out == ""
    assert run("browse", "--undo").code == 1


def test_an_action_as_json(run: Run) -> None:
    done = run("browse", "maintenance or is:case", "--suspend", "--json").json

    assert done == {
        "act": "suspend",
        "changed": 2,
        "same": 0,
        "passed_over": 2,
        "cards": [{"card": "upkeep", "part": "c1"}, {"card": "upkeep", "part": "c2"}],
    }
    assert run("browse", "--undo", "--json").json == {"undone": "suspend", "cards": done["cards"]}
    assert run("browse", "--undo", "--json").json == {"undone": None, "cards": []}


def test_forgetting(run: Run) -> None:
    run("review", "--plain", typed="\n3\n")
    assert run("browse", "prop:reps=1", "--reset").err == "learnms: 1 card reset to new.\n"
    assert run("browse", "prop:reps=1").out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--flag"],
            (
                "An action needs a query to select cards. For example `learnms browse deck:dosing"
                " --flag`."
            ),
        ),
        (["  ", "--reset"], "An action needs a query to select cards."),
        (["target", "--flag", "--bury"], "Choose one action, not --bury and --flag."),
        (["target", "--flag", "--undo"], "Choose one action, not --flag and --undo."),
        (["target", "--undo"], "`--undo` undoes today's last change and takes no query."),
        (["target", "--due", "soon"], "`soon` is not a date."),
        (["target", "--due", "2026-11-01"], "November 1, 2026 is in the past."),
        (["target", "--note", "a" * 301], "Notes are limited to 300 characters. This one has 301."),
        (
            ["target is:su", "--suspend"],
            "Nothing changed. The query is not valid: `is:su` is incomplete. Use is:suspended.",
        ),
        (
            ["deck:nope or target", "--suspend"],
            "Nothing changed. The query is not valid: No deck matches `nope`.",
        ),
    ],
)
def test_wrong_use_is_one_sentence(run: Run, words: list[str], said: str) -> None:
    ran = run("browse", *words)

    assert ran.code == 2
    assert ran.err.startswith(f"learnms: {said}")
    assert run("browse", "is:suspended or is:flagged or is:noted").out == ""


def test_an_action_that_finds_nothing_is_told_by_the_code(run: Run) -> None:
    ran = run("browse", "zebra", "--flag")

    assert (ran.code, ran.err) == (1, "learnms: No matches. Nothing changed.\n")
    assert run("browse", "is:case", "--suspend").code == 1


def test_where_another_learnms_is_open_it_lists_and_changes_nothing(
    run: Run, tmp_path: Path, deck_file: Path, clock: Clock
) -> None:
    with Workspace(tmp_path / "home", [str(deck_file)], clock) as other:
        other.open_store()
        assert len(run("browse").out.splitlines()) == 10
        for words in (["target", "--flag"], ["--undo"]):
            ran = run("browse", *words)
            assert ran.code == 1
            assert ran.err.count("\n") == 1
            assert "Another learnms" in ran.err


def test_deck_text_is_never_bytes_for_the_terminal(run: Run, library: Path) -> None:
    library.write_text(
        DECK.replace("Which protein is bound?", '"Which \\e[31m protein \\u202e is bound?"'),
        "utf-8",
    )

    assert "\x1b" not in run("browse", "target").out
    assert "\\x1b[31m" in run("browse", "target").out


def test_no_textual_for_looking(tmp_path: Path) -> None:
    from tests.test_house import loaded_by

    assert "textual" not in loaded_by("browse", "vaccine", "--json", home=tmp_path)


def test_a_word_that_begins_with_a_minus_leaves_out(run: Run) -> None:
    everything, rest = (
        run("browse").out.splitlines(),
        run("browse", "-kind:single").out.splitlines(),
    )

    assert 0 < len(rest) < len(everything)


def test_a_query_that_is_not_understood_lists_nothing(run: Run) -> None:
    ran = run("browse", "is:foo")

    assert ran.code == 2
    assert ran.out == ""
    assert "`is:foo` is not a state" in ran.err
