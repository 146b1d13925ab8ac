"""SARIF and GitLab's Code Quality report, as their readers ask for them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from learnms.decks.check import Checked
from learnms.decks.report import report
from tests.factories.deck_files import Folder

DECK = """\
deck: Ward
id: ward
sources: {book: {title: B}}
cards:
  - id: one-card
    ask: "Which drug is not given?"
    right: Ä steroid
    wrong: [A vaccine, All of the above]
    sourc: book
"""


@pytest.fixture
def checked(folder: Folder) -> Checked:
    folder.write("my ward.yaml", DECK)
    return folder.advised("my ward.yaml")


def written(checked: Checked, style: str) -> Any:
    return json.loads("\n".join(report(checked, style)))


def test_sarif_has_the_shape_of_its_schema(checked: Checked) -> None:
    """The required properties of sarif-schema-2.1.0.json on the way to a result."""
    log = written(checked, "sarif")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]

    assert (log["version"], driver["name"]) == ("2.1.0", "learnms")
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        rule = driver["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["help"]["text"].startswith(rule["fullDescription"]["text"])
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        assert re.fullmatch(r"[0-9a-f]{32}", result["partialFingerprints"]["learnms/v1"])


def test_sarif_points_at_the_place(checked: Checked) -> None:
    result = written(checked, "sarif")["runs"][0]["results"][-1]
    place = result["locations"][0]["physicalLocation"]

    assert result["ruleId"] == "LM104"
    assert place["artifactLocation"]["uri"] == "my%20ward.yaml"
    assert place["region"] == {"startLine": 9, "startColumn": 5, "endColumn": 10}
    assert "did you mean `source`?" in result["message"]["text"]


def test_gitlab_has_what_its_report_requires(checked: Checked) -> None:
    rows = written(checked, "gitlab")

    assert len(rows) == len(checked.findings)
    for row, finding in zip(rows, checked.findings, strict=True):
        assert row["check_name"] == finding.code
        assert row["description"].startswith(finding.code)
        assert row["location"] == {"path": "my ward.yaml", "lines": {"begin": finding.line}}
        assert row["severity"] in ("info", "minor", "major", "critical", "blocker")
    assert {row["severity"] for row in rows if row["check_name"] == "LM104"} == {"major"}


def test_without_findings_both_are_empty_reports() -> None:
    nothing = Checked((), (), 0)

    assert written(nothing, "sarif")["runs"][0]["results"] == []
    assert written(nothing, "gitlab") == []


@pytest.mark.parametrize("style", ["sarif", "gitlab"])
def test_a_fingerprint_moves_with_its_line_and_is_unique(folder: Folder, style: str) -> None:
    sound = DECK.replace("sourc:", "source:")
    text = sound + sound[sound.index("  - id") :].replace("one-card", "two-card")
    folder.write("deck.yaml", text)
    before = _fingerprints(written(folder.advised("deck.yaml"), style))
    folder.write("deck.yaml", text.replace("cards:", "# a new line\n\ncards:"))
    after = _fingerprints(written(folder.advised("deck.yaml"), style))

    assert before == after
    assert len(set(before)) == len(before) > 4


def _fingerprints(report: Any) -> list[str]:
    if isinstance(report, list):
        return [row["fingerprint"] for row in report]
    return [result["partialFingerprints"]["learnms/v1"] for result in report["runs"][0]["results"]]


def test_paths_are_relative_to_the_working_folder(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    from learnms.decks.check import check
    from learnms.paths import deck_files

    path = folder.write("decks/ward.yaml", DECK)
    checked = check(deck_files([str(path)]), date(2026, 11, 22))

    monkeypatch.chdir(folder.root)
    assert written(checked, "gitlab")[0]["location"]["path"] == "decks/ward.yaml"
    monkeypatch.chdir(Path(folder.root.anchor))
    (folder.root / "elsewhere").mkdir()
    monkeypatch.chdir(folder.root / "elsewhere")
    uri = written(checked, "sarif")["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert uri["artifactLocation"]["uri"] == path.as_uri()
