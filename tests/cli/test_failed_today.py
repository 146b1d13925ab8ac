"""What failed today stays in today's queue, for whoever studies in pieces."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CARD = (
    "  - {{id: card-{0:02d}, ask: What is {0}?, answer: It is {0}., source: book §1, checked:"
    " 2026-11-22}}\n"
)


def test_due_counts_a_failed_card_as_due(run: Run) -> None:
    left = run("review", "--plain", typed="\n1\nq\n").out
    assert "You'll see it again today." in left
    assert left.endswith("Stopped. 8 cards left.\n")

    assert run("due").out.startswith("1 due, 7 new.\n")
    due = run("due", "--json").json
    assert (due["due"], due["again"], due["new"], due["decks"][0]["due"]) == (1, 1, 7, 1)
    assert [row["card"] for row in run("browse", "is:due", "--json").json] == ["card-flash"]


def test_a_failed_card_takes_no_other_new_one(run: Run) -> None:
    run("review", "--plain", "--new", "1", typed="\n1\nq\n")
    again = run("review", "--plain", "--new", "0", typed="\n3\n").out

    assert "1 of 1. A small deck. Asked again.\nWhat does ocrelizumab bind?" in again
    assert "Done. 1 card in 1 minute; 1 card right now, missed earlier today." in again
    assert run("due").out.startswith("0 due, 7 new.\n")


def test_a_learner_who_fails_every_third_card_and_leaves_after_five_answers(
    run: Run, deck_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = deck_file.read_text("utf-8").partition("cards:\n")[0]
    deck_file.write_text(
        f"{head}cards:\n" + "".join(CARD.format(number) for number in range(12)), "utf-8"
    )
    answers, last, failed = 0, dict[str, bool](), set[str]()
    for sitting in range(12):
        monkeypatch.setenv("LEARNMS_NOW", f"2026-11-22T09:{4 * sitting:02d}:00+00:00")
        well = [bool((answers + at) % 3) for at in range(1, 6)]
        out = run(
            "review",
            "--plain",
            "--new",
            "20",
            typed="".join(f"\n{3 if right else 1}\n" for right in well),
        ).out
        graded = dict.fromkeys(re.findall(r"> [13]", out))
        if not graded:
            break
        asked = re.findall(r"What is (\d+)\?\nPress enter to show\.\n> \n", out)
        for name, right in zip(asked, well, strict=False):
            answers += 1
            last[name] = right
            failed |= set() if right else {name}

    assert len(last) == 12
    assert len(failed) > 3
    assert all(last[name] for name in failed)
    assert run("due").out.startswith("0 due, 0 new.\n")
