"""`learnms sign` and `learnms check --stale`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.decks.test_signing import DECK as SIGNABLE
from tests.decks.test_stale import DECK


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    path = tmp_path / "ward.yaml"
    path.write_text(SIGNABLE, "utf-8")
    return path


def test_a_deck_is_signed_and_a_change_is_found(run: Run, ward: Path) -> None:
    ran = run("sign", str(ward), "--by", "  Ada\tBrown ")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"Signed {ward} (3 cards) as Ada Brown on 2026-11-22.\n"
    assert "0 errors, 0 warnings" in run("check", str(ward)).err
    ward.write_text(ward.read_text("utf-8").replace("Twice", "Once"), "utf-8")
    ran = run("check", str(ward), "--format", "json")
    changed = [row["card"] for row in ran.json["findings"] if row["code"] == "LM406"]
    assert changed == ["card-one"]
    assert run("check", str(ward), "--strict").code == 1


def test_a_deck_with_errors_and_a_name_that_is_none(run: Run, ward: Path) -> None:
    for name in ("", " ", "a\x1b[1m", "x" * 300):
        assert run("sign", str(ward), "--by", name).code == 2
    ward.write_text(SIGNABLE.replace("book §1", "unknown §1"), "utf-8")
    ran = run("sign", str(ward), "--by", "Ada")
    assert ran.code == 1
    assert "the deck has 1 error" in ran.err
    assert "signed" not in ward.read_text("utf-8")


def test_a_deck_of_the_library_is_signed_by_its_id(run: Run, ward: Path, tmp_path: Path) -> None:
    ran = run("sign", "ward", "--by", "Ada", "--decks", str(ward))
    assert (ran.code, ran.err) == (0, f"Signed {ward} (3 cards) as Ada on 2026-11-22.\n")
    assert "signed" in ward.read_text("utf-8")
    ran = run("sign", "nowhere", "--by", "Ada", "--decks", str(ward))
    assert ran.code == 2
    assert "No deck `nowhere` in the library" in ran.err
    ran = run("sign", str(tmp_path / "none.yaml"), "--by", "Ada")
    assert ran.code == 2
    assert "There is no file or folder" in ran.err


def test_a_deck_that_comes_with_learnms_is_not_signed_by_its_id(
    run: Run, ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learnms.paths.is_shipped", lambda path: True)
    ran = run("sign", "ward", "--by", "Ada", "--decks", str(ward))
    assert ran.code == 2
    assert "comes with learnms" in ran.err
    assert ward.read_text("utf-8") == SIGNABLE


def test_stale_cards_are_listed_by_source(run: Run, ward: Path) -> None:
    ward.write_text(DECK, "utf-8")
    ran = run("check", str(ward), "--stale")
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert lines[0] == "later: Revised later, revised 2026-10-01 (3 cards)"
    assert lines[6].split()[:2] == ["core", "first"]
    assert lines[-4].split()[1:4] == ["one-form", "checked", "2025-01-01,"]
    assert lines[-2] == "never checked (1 card)"
    assert lines[-1].split() == ["standard", "never", f"{ward}:14"]
    assert ran.err == "6 cards to check again, under 3 sources; 1 card never checked.\n"
    assert run("check", str(ward), "--stale", "--strict").code == 1


def test_stale_cards_as_json(run: Run, ward: Path) -> None:
    ward.write_text(DECK, "utf-8")
    ran = run("check", str(ward), "--stale", "--format", "json")
    assert ran.json["cards"] == 6
    assert ran.json["sources"] == {"later": 3, "zebra": 3, "alpha": 1}
    assert ran.json["stale"][3] == {
        "source": "zebra",
        "title": "Revised",
        "revised": "2026-06",
        "why": "revised",
        "priority": "core",
        "checked": "2026-05-31",
        "card": "first",
        "deck": "ward",
        "file": str(ward),
        "line": 10,
    }
    assert run("check", str(ward), "--stale", "--format", "github").code == 2


def test_a_deck_without_checks_is_not_up_to_date(run: Run, ward: Path) -> None:
    ward.write_text("deck: Ward\nid: ward\ncards:\n  - {id: one, ask: a, answer: b}\n", "utf-8")
    ran = run("check", str(ward), "--stale")
    assert ran.out.splitlines()[0] == "never checked (1 card)"
    assert ran.err.startswith("1 card never checked.")
    assert run("check", str(ward), "--stale", "--strict").code == 1
    assert run("check", str(ward), "--stale", "--format", "json").json["never_checked"] == [
        {"priority": "standard", "card": "one", "deck": "ward", "file": str(ward), "line": 4}
    ]


def test_cards_with_errors_are_not_called_up_to_date(run: Run, ward: Path) -> None:
    ward.write_text(DECK.replace("ask: k", "aks: k"), "utf-8")
    ran = run("check", str(ward), "--stale")
    assert ran.out.splitlines()[-2:] == ["not judged (1 card)", f"  a-year  has errors  {ward}:13"]
    assert ran.err.endswith("1 card not judged: `learnms check` says why.\n")
    assert run("check", str(ward), "--stale", "--strict").code == 1
    as_json = run("check", str(ward), "--stale", "--format", "json").json
    assert [row["why"] for row in as_json["not_judged"]] == ["errors"]


def test_nothing_is_stale(run: Run) -> None:
    ran = run("check", "--stale")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("Nothing is stale")
