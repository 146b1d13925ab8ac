"""`learnms import` and `learnms export` of question banks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run

TABLE = """\
Question,Option A,Option B,Option C,Correct,Rationale,Source
What is the maintenance dose?,300 mg,600 mg,920 mg,B,Every 24 weeks.,uspi §2.3 (US label)
Which need a call?,Fever,A cat,Rash,"A, C",,
Which one?,2,3,4,3,,
"""


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = folder / "week-3.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_without_a_terminal_it_is_a_preview(run: Run, table: Path) -> None:
    ran = run("import", table.name)
    assert ran.code == 0
    assert ran.out.startswith("Week 3 (CSV or TSV, week-3.csv)\n  2 cards: multiple choice (1), ")
    assert "1 with a source, 1 without: drafts" in ran.out
    assert "line 4: Left out: the key `3` could be the number or the text of an option." in ran.out
    assert "✓ 600 mg\n     · 300 mg" in ran.out
    assert "add `--yes`" in ran.err
    assert not (table.parent / "week-3.yaml").exists()


def test_yes_writes_a_deck_that_only_has_its_missing_ids_as_errors(run: Run, table: Path) -> None:
    ran = run("import", "csv", table.name, "--yes")
    assert (ran.code, "learnms check week-3.yaml" in ran.err) == (0, True)
    findings = run("check", "--format", "json", "week-3.yaml").json["findings"]
    assert [
        (finding["code"], finding["severity"])
        for finding in findings
        if finding["severity"] != "info"
    ] == [("LM801", "error"), ("LM401", "warning")]
    again = run("import", table.name, "--yes")
    assert (again.code, "already exists" in again.err) == (2, True)


@pytest.mark.parametrize(("typed", "is_written"), [("y\n", True), ("n\n", False), ("", False)])
def test_a_terminal_is_asked_once(
    run: Run, table: Path, monkeypatch: pytest.MonkeyPatch, typed: str, is_written: bool
) -> None:
    monkeypatch.setattr(io, "StringIO", _Terminal)
    ran = run("import", table.name, typed=typed)
    assert (ran.code, ran.err.count("y or n")) == (0, 1)
    assert (table.parent / "week-3.yaml").exists() is is_written


def test_a_cloze_is_previewed_with_its_blanks(run: Run, table: Path) -> None:
    text = "It is {{c1::600 mg}} every {{c2::6 months}}."
    table.write_text(f"question,explanation\n{text},Because.\nQ?,\n", "utf-8")
    out = run("import", table.name).out
    assert f"  1. {text} (fill in the blank)\n     Why: Because.\n\n" in out


def test_json_tells_counts_and_losses(run: Run, table: Path) -> None:
    preview = run("import", table.name, "--json").json
    assert preview["kinds"] == {"single": 1, "select-all": 1}
    assert (preview["cards"], preview["with_source"], preview["written"]) == (2, 1, None)
    assert preview["losses"][0]["item"] == "line 4"
    written = run("import", table.name, "--json", "--yes", "--to", "deck.yaml").json
    assert written["written"] == "deck.yaml"


def test_dry_run_and_to(run: Run, table: Path) -> None:
    assert run("import", table.name, "--yes", "--dry-run").code == 0
    assert list(table.parent.iterdir()) == [table]
    (table.parent / "decks").mkdir()
    assert run("import", table.name, "--yes", "--to", "decks").code == 0
    assert run("import", table.name, "--yes", "--to", "decks/other").code == 0
    names = sorted(path.name for path in (table.parent / "decks").iterdir())
    assert names == ["other.yaml", "week-3.yaml"]
    missing = run("import", table.name, "--yes", "--to", "nowhere/x.yaml")
    assert (missing.code, "cannot be written" in missing.err) == (1, True)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_preview_is_shown_where_the_deck_exists(
    run: Run, table: Path, monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool
) -> None:
    target = table.with_suffix(".yaml")
    target.write_text("mine", "utf-8")
    if is_terminal:
        monkeypatch.setattr("sys.stdin", _Terminal("y\n"))
    ran = run("import", table.name)
    assert (ran.code, target.read_text("utf-8")) == (0, "mine")
    assert "2 cards: multiple choice (1), " in ran.out
    assert "week-3.yaml already exists. Choose another name with `--to`." in ran.err
    written = run("import", table.name, "--yes")
    assert (written.code, "already exists" in written.err) == (2, True)


def test_drafts_are_quizzed_and_not_reviewed_until_they_have_a_source(
    run: Run, table: Path
) -> None:
    run("import", table.name, "--yes")
    run("fix", "week-3.yaml")
    deck = ("--decks", "week-3.yaml")
    assert run("due", "--json", *deck).json["new"] == 1
    [row] = run("decks", "--json", *deck).json
    assert (row["cards"], row["parts"], row["drafts"]) == (2, 1, 1)
    drafts = run("browse", "is:draft", "--json", *deck).json
    assert [entry["prompt"] for entry in drafts] == ["Which need a call?"]
    assert "of 2. Week 3" in run("quiz", "--plain", *deck).out
    assert (
        "2 cards, 2 scored questions, 1 draft, 0 of 1 learned" in run("decks", "week-3", *deck).out
    )

    path = table.parent / "week-3.yaml"
    path.write_text(path.read_text("utf-8").replace("draft: yes\n", ""), "utf-8")
    assert run("due", "--json", *deck).json["new"] == 2
    assert run("browse", "is:draft", *deck).out == ""


def test_a_deck_of_drafts_is_on_the_home_screen(run: Run, table: Path) -> None:
    table.write_text("question,answer\nWhat?,That\nWho?,Him\n", "utf-8")
    run("import", table.name, "--yes")
    run("fix", "week-3.yaml")
    assert "1. Week 3: 2 drafts\n" in run("--plain", "--decks", "week-3.yaml", typed="1\n\nq\n").out
    rows = run("due", "--json", "--decks", "week-3.yaml").json["decks"]
    assert [(row["id"], row["new"], row["total"]) for row in rows] == [("week-3", 0, 0)]


def test_a_file_without_questions_has_no_list_to_fix(run: Run, table: Path) -> None:
    bank = table.with_name("empty.gift")
    bank.write_text("// nothing yet\n", "utf-8")
    ran = run("import", bank.name)
    assert (ran.code, "has no questions" in ran.err, "in the list" in ran.err) == (1, True, False)


def test_what_has_no_question_is_refused(run: Run, table: Path) -> None:
    table.write_text("question,answer\nWhat?,\n", "utf-8")
    ran = run("import", table.name, "--yes")
    assert (ran.code, "No question" in ran.err) == (1, True)
    assert "line 2: Left out: there is no answer." in ran.out
    assert list(table.parent.iterdir()) == [table]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("import", "no.csv"), "There is no file"),
        (("import", "what", "no.csv"), "FORMAT is one of"),
        (("import", "reviews", "week-3.csv", "--dry-run"), "only for question banks"),
        (("export", "what", "x"), "is not a format"),
        (("export", "csv"), "Name a deck"),
        (("export", "word", "x"), "cannot be exported"),
        (("export", "csv", "no-such-deck"), "No deck `no-such-deck`"),
        (("export", "events", "a", "b"), "one file"),
        (("export", "reviews", "--json"), "only for question banks"),
        (("export", "csv", "week-3.csv"), "cannot be read as a deck"),
    ],
)
def test_wrong_use_is_said(run: Run, table: Path, words: tuple[str, ...], message: str) -> None:
    ran = run(*words)
    assert ran.code in (1, 2)
    assert message in ran.err


def test_a_deck_is_exported_by_id_or_file_to_a_new_file(
    run: Run, table: Path, deck_file: Path
) -> None:
    [row] = run("decks", "--json").json
    first = run("export", "csv", row["id"])
    assert (first.code, first.out) == (0, "")
    assert (table.parent / f"{row['id']}.csv").exists()
    again = run("export", "csv", row["id"])
    assert (again.code, "already exists" in again.err) == (2, True)
    assert run("export", "csv", str(deck_file), "out.csv").code == 0
    assert run("export", "markdown", row["id"], "--to", "out.md").code == 0
    (table.parent / "folder").mkdir()
    assert run("export", "csv", row["id"], "--to", "folder").code == 0
    (table.parent / "folder" / f"{row['id']}.csv").unlink()
    (table.parent / "folder").rmdir()
    assert {path.name for path in table.parent.iterdir()} == {
        "week-3.csv", f"{row['id']}.csv", "out.csv", "out.md"
    }  # fmt: skip


def test_a_folder_is_written_into_and_is_no_deck(
    run: Run, tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()

    assert run("export", "gift", "small-deck", "--to", "out").code == 0
    assert run("export", "events", "out/").code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "events.jsonl",
        "small-deck.gift",
    ]
    for words in (
        ("export", "gift", "small-deck", "--to"),
        ("import", str(table), "--yes", "--to"),
    ):
        assert "new/" in run(*words, "new/").err
        assert not (tmp_path / "new").exists()
    as_deck = run("export", "gift", "out")
    assert as_deck.code == 2
    assert "`out` is a folder, not a deck. Name its files, or add `--decks out`." in as_deck.err


def test_losses_that_are_alike_share_a_line(run: Run, table: Path) -> None:
    cards = "".join(
        f"- {{id: card-{number}, ask: Q, match: {{a: b, c: d}}, source: x}}\n"
        for number in range(5)
    )
    deck = table.parent / "deck.yaml"
    deck.write_text(
        f"deck: D\nid: deck-id\ncards:\n{cards}- {{id: last-card, ask: Q, answer: A}}\n"
    )
    ran = run("export", "csv", "deck.yaml")
    assert ran.code == 0
    assert "5 items: Left out: a table has no columns for `match`.\n    card-0, card-1" in ran.err
    told = run("export", "csv", "deck.yaml", "--to", "b.csv", "--json").json
    assert (told["written"], len(told["losses"])) == ("b.csv", 5)


def test_cards_with_errors_are_not_exported_silently(run: Run, table: Path) -> None:
    deck = table.parent / "deck.yaml"
    deck.write_text("deck: D\nid: deck-id\ncards:\n- {id: a-card, ask: Q, answer: A}\n- {ask: Q}\n")
    ran = run("export", "csv", "deck.yaml")
    assert (ran.code, "A card with an error was left out" in ran.err) == (0, True)


def test_an_export_that_fails_leaves_no_trace(
    run: Run, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_decks: object, path: Path) -> None:
        path.write_text("half", "utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("learnms.exchange.delimited.write.write", fail)
    ran = run("export", "csv", "small-deck")
    assert (ran.code, "No space left" in ran.err) == (1, True)
    assert list(table.parent.iterdir()) == [table]
