"""Several files checked together: everything wrong in each of them, once, in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learnms.decks.load import Sources, load
from learnms.syntax.rules import RULES
from tests.factories.deck_files import GOOD, HEAD, TODAY, Folder, outcome


def head(ident: str) -> str:
    return HEAD.replace("id: ward", f"id: {ident}")


def good(ident: str) -> str:
    return GOOD.replace("good-one", ident)


@pytest.mark.parametrize("family", ["LM1", "LM2", "LM4", "LM5", "LM8"])
def test_every_rule_has_a_test_that_names_it(family: str) -> None:
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))

    assert [code for code in RULES if code.startswith(family) and code not in tests] == []


def test_every_rule_is_explained_with_a_sentence() -> None:
    for rule in RULES.values():
        assert re.search(r"[.`)]$", rule.explanation), rule.code
        assert rule.title[0] in "`a" or rule.title[0].islower(), rule.code


def test_findings_of_all_files_come_sorted_by_file_and_line(folder: Folder) -> None:
    folder.write(
        "b.yaml",
        head("deck-b")
        + "- {id: card-b, ask: x, answer: y}\n- {id: card-c, anser: y, source: book}\n",
    )
    folder.write(
        "a.yaml", head("deck-a") + good("card-a") + "- {ask: x, answer: y, source: book}\n"
    )

    checked = folder.check("b.yaml", "a.yaml")

    assert [(finding.file, finding.line, finding.code) for finding in checked.findings] == [
        ("a.yaml", 11, "LM801"),
        ("b.yaml", 7, "LM401"),
        ("b.yaml", 8, "LM201"),
        ("b.yaml", 8, "LM104"),
    ]
    assert (checked.errors, checked.warnings, checked.cards) == (4, 0, 4)


def test_no_finding_is_told_twice(folder: Folder) -> None:
    checked = folder.deck(
        HEAD + "- id: one-card\n  ask: x\n  select:\n  - all\n  right: [a]\n  wrong: [b]\n  source:"
        " book\n"
    )

    assert len(checked.findings) == len(set(checked.findings)) == 1
    assert len(checked.loaded[0].findings) == 1


def test_a_file_that_is_not_there_does_not_hide_the_others(folder: Folder) -> None:
    folder.write("a.yaml", head("deck-a") + good("card-a"))

    checked = folder.check("a.yaml", "gone.yaml", "sources.yaml")

    assert [(finding.file, finding.code) for finding in checked.findings] == [
        ("gone.yaml", "LM003"),
        ("sources.yaml", "LM003"),
    ]
    assert outcome(checked).studied == ["card-a"]


def test_a_file_that_does_not_parse_as_a_whole_still_shows_its_good_cards_as_read(
    folder: Folder,
) -> None:
    path = folder.write(
        "a.yaml", HEAD + GOOD + "- id: one-card\n  ask: What: is it\n  answer: y\n  source: book\n"
    )

    loaded = load(path, "a.yaml", Sources(), TODAY)

    assert not loaded.parsed
    assert [finding.code for finding in loaded.findings] == ["LM010"]
    assert loaded.read is not None
    assert [card.id for card in loaded.read.deck.cards] == ["good-one"]
    assert (loaded.read.deck.card_count, loaded.read.deck.kinds) == (2, (("flashcard", 1),))


def test_a_finding_knows_its_card(folder: Folder) -> None:
    checked = folder.deck(
        HEAD
        + GOOD
        + "- id: one-card\n  ask: x #y\n  answer: y\n  hint:\n  source: book\n# a comment  \n- {id:"
        " two-card, answer: y, source: book}\n"
    )

    assert [(finding.code, finding.card) for finding in checked.findings] == [
        ("LM012", "one-card"),
        ("LM202", "one-card"),
        ("LM201", "two-card"),
    ]


def test_a_comment_behind_a_text_warns_and_keeps_nothing_out(folder: Folder) -> None:
    said = folder.cards("- id: one-card\n  ask: x # a note\n  answer: y\n  source: book\n")

    assert [problem.split()[1:3] for problem in said.problems] == [["warning", "LM013"]]
    assert said.studied == ["one-card", "good-one"]


def test_a_field_written_twice_is_no_second_finding_about_what_it_may_miss(folder: Folder) -> None:
    said = folder.cards("- id: one-card\n  ask: x\n  ? answer\n  : y\n  source: book\n")

    assert [problem.split()[2] for problem in said.problems] == ["LM020"]


def test_what_is_broken_already_is_told_once(folder: Folder) -> None:
    said = folder.cards(
        "- id: one-card\n  ask: x\n  answer: [1,000 mg, 2]\n  also: [1,000 mg, {ask: q}]\n  source:"
        " book\n- {id: two-card, ask: x, right: a #b, wrong: [a, c]}\n"
    )

    assert {problem.split()[2] for problem in said.problems} <= {
        "LM017",
        "LM012",
        "LM015",
        "LM028",
        "LM401",
    }
    assert said.studied == ["good-one"]


def test_a_finding_outside_of_all_cards_belongs_to_none(folder: Folder) -> None:
    checked = folder.deck(HEAD.replace("deck: Ward", "deck: Ward # a note\nabout: x #y") + GOOD)

    assert [(finding.code, finding.card) for finding in checked.findings] == [("LM012", None)]
    assert outcome(checked).studied == ["good-one"]


def test_a_torn_list_of_options_is_no_second_finding(folder: Folder) -> None:
    said = folder.cards(
        "- id: one-card\n  ask: x\n  select: 2\n  right: [1,000 mg, 2 mg]\n  wrong: [3 mg]\n "
        " source: book\n"
    )

    assert [problem.split()[2] for problem in said.problems] == ["LM017"]
    assert said.studied == ["good-one"]
