"""`learnms paper`: what is written where, and what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

FILES = {
    "A-paper.docx",
    "A-paper.html",
    "A-key.docx",
    "A-key.html",
    "B-paper.docx",
    "B-paper.html",
    "B-key.docx",
    "B-key.html",
    "A.form.json",
    "B.form.json",
    "blueprint.docx",
    "blueprint.html",
}


def test_forms_keys_and_blueprint_are_written_once(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    words = ("paper", "--questions", "6", "--forms", "A,B", "--seed", "7", "--to", str(folder))

    ran = run(*words)

    assert ran.code == 0
    assert {Path(line).name for line in ran.out.splitlines()} == FILES
    assert {path.name for path in folder.iterdir()} == FILES
    assert "Wrote 2 forms of 6 questions" in ran.err
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = run(*words)
    assert again.code == 2
    assert "already exists. Choose another folder with --to." in again.err
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}
    run(*words[:-1], str(tmp_path / "twice"), "--format", "html")
    twice = {path.name: path.read_bytes() for path in (tmp_path / "twice").iterdir()}
    assert twice == {name: data for name, data in before.items() if not name.endswith("docx")}


def test_json_lists_the_files_and_topics(run: Run, tmp_path: Path) -> None:
    ran = run(
        "paper", "--questions", "3", "--format", "html", "--json", "--to", str(tmp_path / "out")
    )

    assert ran.json["questions"] == 3
    assert ran.json["forms"] == ["A"]
    assert [Path(name).name for name in ran.json["files"]] == [
        "A-paper.html",
        "A-key.html",
        "blueprint.html",
        "A.form.json",
    ]
    assert sum(topic["have"] for topic in ran.json["topics"]) == 3


def test_a_deck_outside_the_library_is_printed(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "ward.yaml"
    deck.write_text(
        "deck: My ward\nid: my-ward\ncards:\n  - ask: Who signs?\n    right: A nurse\n"
        "    wrong: [Nobody, A visitor]\n",
        "utf-8",
    )

    ran = run(
        "paper", str(deck), "--questions", "1", "--format", "html", "--to", str(tmp_path / "o")
    )

    assert ran.code == 0
    assert "1 question from drafts." in ran.err
    assert "Who signs?" in (tmp_path / "o" / "A-paper.html").read_text("utf-8")


def test_open_questions_are_on_paper_and_not_in_the_form_file(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "open.yaml"
    deck.write_text(
        "deck: Open\nid: open\nsources:\n  book: {title: The book}\ncards:\n"
        "  - {id: say-1a2b, ask: Why two halves?, answer: It is safer., source: book §1,"
        " checked: 2026-11-22}\n"
        "  - {id: pick-3c4d, ask: Who signs?, right: A nurse, wrong: [Nobody, A visitor],"
        " source: book §1, checked: 2026-11-22}\n",
        "utf-8",
    )
    folder = tmp_path / "out"
    form = folder / "A.form.json"

    ran = run(
        "paper", str(deck), "--open", "--questions", "2", "--format", "html", "--to", str(folder)
    )
    taken = run("--decks", str(deck), "quiz", "--plain", "--form", str(form), typed="q\n")

    assert "1 open question on paper only" in ran.err
    assert "Why two halves?" in (folder / "A-paper.html").read_text("utf-8")
    questions = json.loads(form.read_text("utf-8"))["questions"]
    assert [question[0] for question in questions] == ["pick-3c4d"]
    assert "cannot be asked" not in taken.err
    assert "Who signs?" in taken.out

    deck.write_text(deck.read_text("utf-8").partition("  - {id: pick")[0], "utf-8")
    none = run("paper", str(deck), "--open", "--questions", "1", "--to", str(tmp_path / "none"))
    assert none.code == 0
    assert not (tmp_path / "none" / "A.form.json").exists()


def test_a_short_deck_is_printed_whole_without_a_number(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "short.yaml"
    card = "  - {ask: Who signs sheet %d?, right: A nurse, wrong: [Nobody, A visitor]}\n"
    deck.write_text(
        "deck: Short\nid: short\ncards:\n" + "".join(card % number for number in range(3)), "utf-8"
    )
    words = ("paper", str(deck), "--format", "html", "--to")

    whole = run(*words, str(tmp_path / "whole"))
    strict = run(*words, str(tmp_path / "strict"), "--questions", "4")

    assert whole.code == 0
    assert "Wrote 1 form of 3 questions" in whole.err
    assert "of 20 questions" not in whole.err
    assert strict.code == 2
    assert "There are only 3 questions to print, not 4." in strict.err


def test_the_named_file_is_used_though_the_own_folder_has_its_id(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LEARNMS_DECKS")
    text = (
        "deck: {0} ward\nid: my-ward\ncards:\n  - id: sign-1a\n    ask: Who signs the {0} sheet?\n"
        "    right: A nurse\n    wrong: [Nobody, A visitor]\n"
    )
    own = tmp_path / "home" / "decks"
    own.mkdir(parents=True)
    (own / "ward.yaml").write_text(text.format("old"), "utf-8")
    other = text.format("third").replace("my-ward", "third").replace("sign-1a", "sign-2b")
    (own / "third.yaml").write_text(other, "utf-8")
    named = tmp_path / "ward.yaml"
    named.write_text(text.format("new"), "utf-8")

    words = ("--questions", "1", "--format", "html", "--to")
    alone = run("paper", str(named), *words, str(tmp_path / "alone"))
    both = run("paper", str(named), "third", "--questions", "2", *words[2:], str(tmp_path / "both"))
    pages = run("decks", str(named))
    by_id = run("decks", "my-ward")

    assert (alone.code, both.code) == (0, 0)
    assert "Who signs the new sheet?" in (tmp_path / "alone" / "A-paper.html").read_text("utf-8")
    printed = (tmp_path / "both" / "A-paper.html").read_text("utf-8")
    assert "the new sheet" in printed
    assert "the third sheet" in printed
    assert "the old sheet" not in printed
    assert pages.out.startswith("new ward")
    assert "old ward" not in pages.out
    assert by_id.out.startswith("old ward")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--questions", "60"), "There are only"),
        (("--forms", "A,a"), "not a list of different form names"),
        (("--forms", "../x"), "not a valid form name"),
        (("--priority", "top"), "--priority cannot be `top`. Choose from: core, standard, extra."),
        (("no-deck",), "No deck `no-deck` in the library."),
    ],
)
def test_wrong_use_is_said(run: Run, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    ran = run("paper", *words, "--to", str(tmp_path / "out"))

    assert ran.code == 2
    assert says in ran.err
    assert not (tmp_path / "out").exists()


def test_without_python_docx_html_is_written_and_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnms.engine.paper.files.find_spec", lambda name: None)

    ran = run("paper", "--questions", "3", "--to", str(tmp_path / "out"))
    refused = run("paper", "--questions", "3", "--format", "docx", "--to", str(tmp_path / "other"))

    assert ran.code == 0
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".html", ".json"}
    assert "Writing HTML only. For Word files" in ran.err
    assert refused.code == 2
    assert "learnms[exchange]" in refused.err
